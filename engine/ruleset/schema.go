package ruleset

import (
	"bytes"
	"encoding/json"
)

// Schema returns the JSON Schema (draft-07) of a rule file and of the file of cases beside one, for editors. It is
// written from the table that files are held to; what a schema cannot say (whether text is quoted, what other
// keys must agree) is left to Load.
func Schema() []byte {
	w := &schemaWriter{defs: map[string]any{}, seen: map[*element]string{}}
	file := w.properties(fileShape)
	// A file that extends another may leave out what that has.
	file["required"] = []string{"slate", "ruleset"}
	file["if"] = schema{"properties": schema{"ruleset": schema{"required": []string{"extends"}}}}
	file["else"] = schema{"required": []string{"facts", "tiers"}}
	root := schema{
		"$schema":     "http://json-schema.org/draft-07/schema#",
		"title":       "slate rule file",
		"description": "See rules/README.md.",
		// One form at a time, so that an editor completes keys and names mistakes by the right one.
		"if":          schema{"anyOf": []any{schema{"required": []string{"slate"}}, schema{"required": []string{"ruleset"}}}},
		"then":        file,
		"else":        w.properties(testFileShape),
		"definitions": w.defs,
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		panic("ruleset: the schema is no JSON: " + err.Error())
	}
	return out.Bytes()
}

type schema = map[string]any

// schemaWriter turns elements into schemas. Objects become definitions, since clauses hold themselves.
type schemaWriter struct {
	defs map[string]any
	seen map[*element]string // definition of an object
}

// element returns the schema of what a place takes, without its description.
func (w *schemaWriter) element(e *element) schema {
	switch e.kind {
	case kObject:
		return schema{"$ref": "#/definitions/" + w.define(e)}
	case kMap:
		s := schema{"type": "object", "additionalProperties": w.element(e.of)}
		if e.of.off {
			s["additionalProperties"] = schema{"anyOf": []any{w.element(e.of), off("")}}
		}
		if e.least > 0 {
			s["minProperties"] = e.least
		}
		if e.keyed == kInterval {
			s["propertyNames"] = schema{"pattern": intervalPattern}
		}
		return s
	case kList:
		s := schema{"type": "array", "items": w.element(e.of)}
		if e.of.off {
			s["items"] = schema{"anyOf": []any{w.element(e.of), off(idKey(e.of))}}
		}
		if e.least > 0 {
			s["minItems"] = e.least
		}
		return s
	case kEither:
		var any []any
		for _, other := range e.either {
			any = append(any, w.element(other))
		}
		return schema{"anyOf": any}
	}
	return scalarSchema(e)
}

const (
	datePattern     = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	intervalPattern = `^\s*[\[(][^,]*,[^,]*[\])]\s*$`
	periodPattern   = `^[1-9][0-9]* ?(years?|months?|days?|年|个月|天)$`
	percentPattern  = `^[0-9]+(\.[0-9]+)?%$`
	ratioPattern    = `^[0-9]+(\.[0-9]+)?(/[0-9]+(\.[0-9]+)?)?$`
)

func scalarSchema(e *element) schema {
	text := func(pattern string) schema { return schema{"type": "string", "pattern": pattern} }
	switch e.kind {
	case kID:
		return schema{"type": []string{"string", "number", "boolean"}, "pattern": `^\S+$`}
	case kInt:
		s := schema{"type": "integer", "minimum": e.lo}
		if e.hi < maxWhole {
			s["maximum"] = e.hi
		}
		return s
	case kNumber:
		return schema{"type": "number"}
	case kPositive:
		return schema{"type": "number", "exclusiveMinimum": 0}
	case kPoints:
		return schema{"type": []string{"number", "string"}}
	case kBool:
		return schema{"type": "boolean"}
	case kDate:
		return text(datePattern)
	case kExpr, kSentence:
		return schema{"type": "string", "minLength": 1}
	case kPeriod:
		return text(periodPattern)
	case kInterval:
		return text(intervalPattern)
	case kPercent:
		return text(percentPattern)
	case kRatio:
		return schema{"type": []string{"number", "string"}, "pattern": ratioPattern}
	case kEnum:
		return schema{"enum": e.words}
	case kCost:
		return schema{"anyOf": []any{schema{"enum": []any{true, "cost"}}, schema{"type": "integer", "minimum": 1}}}
	case kNullable:
		return schema{"type": []string{"string", "number", "boolean", "null"}}
	}
	return schema{"type": []string{"string", "number", "boolean"}, "minLength": 1}
}

// define adds the definition of an object and returns its name.
func (w *schemaWriter) define(e *element) string {
	if name, ok := w.seen[e]; ok {
		return name
	}
	if w.defs[e.name] != nil {
		panic("ruleset: two shapes are named " + e.name)
	}
	w.seen[e] = e.name
	w.defs[e.name] = schema{} // holds the place while the object's own parts are defined
	w.defs[e.name] = w.properties(e)
	return e.name
}

// properties returns the schema of an object.
func (w *schemaWriter) properties(e *element) schema {
	properties := schema{}
	required := []string{}
	for _, k := range e.keys {
		// A schema beside $ref is ignored in draft-07, so the description goes around it.
		property := w.element(k.element)
		if _, ref := property["$ref"]; ref {
			property = schema{"allOf": []any{property}}
		}
		property["description"] = k.doc
		properties[k.name] = property
		if k.required {
			required = append(required, k.name)
		}
	}
	s := schema{"type": "object", "description": e.doc, "properties": properties, "additionalProperties": false}
	if e.rest != nil {
		s["additionalProperties"] = w.element(e.rest)
	}
	if len(required) > 0 {
		s["required"] = required
	}
	if len(e.oneOf) > 0 {
		s["oneOf"] = requiring(e.oneOf)
	}
	if len(e.anyOf) > 0 {
		s["anyOf"] = requiring(e.anyOf)
	}
	return s
}

// requiring returns a schema for each key that requires it.
func requiring(names []string) []any {
	var out []any
	for _, name := range names {
		out = append(out, schema{"required": []string{name}})
	}
	return out
}

// idKey returns the key by which a layer names a member of a list.
func idKey(e *element) string {
	if e.key("id") != nil {
		return "id"
	}
	return "name"
}

// off is the schema of an entry that switches something off; beside is the key that names it.
func off(beside string) schema {
	properties := schema{"off": schema{"type": "string", "minLength": 1, "description": "Switches off what a file below has; says why."}}
	required := []string{"off"}
	if beside != "" {
		properties[beside] = schema{"type": []string{"string", "number"}}
		required = append(required, beside)
	}
	return schema{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
