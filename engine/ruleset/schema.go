package ruleset

import (
	"bytes"
	"encoding/json"
)

// Schema returns the JSON Schema (draft-07) of a rule file, for editors. It is written from the table that the
// decoder checks files against.
func Schema() []byte {
	w := schemaWriter{defs: map[string]any{}}
	root := w.shape(fileShape)
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["title"] = "slate rule file"
	root["definitions"] = w.defs
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		panic("ruleset: the schema cannot be encoded: " + err.Error())
	}
	return out.Bytes()
}

// schemaWriter turns shapes into schemas. Shapes that hold themselves, the clauses, become definitions.
type schemaWriter struct {
	defs map[string]any
}

type schema = map[string]any

func (w *schemaWriter) shape(s *shape) schema {
	properties := schema{}
	required := []string{}
	keys := s.keys
	if s == expectShape {
		keys = expectKeys
	}
	for i := range keys {
		property := w.element(&keys[i].element)
		property["description"] = keys[i].doc
		properties[keys[i].name] = property
		if keys[i].required {
			required = append(required, keys[i].name)
		}
	}
	out := schema{"type": "object", "properties": properties, "additionalProperties": false}
	if s == expectShape {
		out["additionalProperties"] = schema{"enum": []string{"pass", "fail", "undecided"}}
	}
	full := schema{}
	if len(required) > 0 {
		full["required"] = required
	}
	if len(s.oneOf) > 0 {
		var one []schema
		for _, name := range s.oneOf {
			one = append(one, schema{"required": []string{name}})
		}
		full["oneOf"] = one
	}
	if s.off {
		properties["off"] = schema{"type": "string", "description": "In a layer: switch this off, with the reason."}
		if len(full) > 0 {
			out["if"] = schema{"required": []string{"off"}}
			out["else"] = full
		}
		return out
	}
	for k, v := range full {
		out[k] = v
	}
	return out
}

func (w *schemaWriter) element(e *element) schema {
	switch e.kind {
	case kObject:
		return w.object(e.shape)
	case kList:
		return schema{"type": "array", "items": w.element(e.elem)}
	case kMap:
		return schema{"type": "object", "additionalProperties": w.element(e.elem)}
	case kInt:
		return schema{"type": "integer", "minimum": 0}
	case kNumber:
		return schema{"type": "number"}
	case kBool:
		return schema{"type": "boolean"}
	case kDate:
		return schema{"type": "string", "pattern": `^\d{4}-\d{2}-\d{2}$`}
	case kExpr, kInterval, kPeriod:
		return schema{"type": "string"}
	case kPercent:
		return schema{"type": "string", "pattern": `^\d+(\.\d+)?%$`}
	case kEnum:
		return schema{"enum": e.enum}
	case kCost:
		return schema{"enum": []any{true, "cost"}}
	case kScalar:
		return schema{"type": []string{"string", "number", "boolean"}}
	case kNullable:
		return schema{"type": []string{"string", "number", "boolean", "null"}}
	case kTest:
		return schema{"anyOf": []schema{w.element(&element{kind: kScalar}), {"type": "array", "items": w.element(&element{kind: kScalar})}}}
	case kThen:
		return schema{"anyOf": []schema{w.element(&element{kind: kScalar}), {"type": "object", "additionalProperties": w.element(&element{kind: kScalar})}}}
	case kGiven:
		return schema{"anyOf": []schema{
			w.element(&element{kind: kNullable}), {"type": "array", "items": w.element(&element{kind: kScalar})}, w.object(givenShape),
		}}
	case kWeights:
		return schema{"anyOf": []schema{{"enum": []string{"entropy"}}, w.object(weightsShape)}}
	}
	return schema{"type": []string{"string", "number", "boolean"}} // text: editors read 1.0 as a number
}

func (w *schemaWriter) object(s *shape) schema {
	if s != clauseShape {
		return w.shape(s)
	}
	if _, ok := w.defs["clause"]; !ok {
		w.defs["clause"] = nil // being written: a clause inside refers to it
		w.defs["clause"] = w.shape(s)
	}
	return schema{"$ref": "#/definitions/clause"}
}
