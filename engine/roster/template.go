package roster

import (
	"slices"
	"strings"

	"slate/engine/fact"
)

// Examples are the ids, in Chinese and in English, that mark the row of a template which shows how to fill it in. Such
// a row is passed over with a warning when the table comes back.
var Examples = [...]string{"示例", "example"}

func isExample(id string) bool { return slices.Contains(Examples[:], strings.ToLower(id)) }

// Headings are headings of a template: Read takes each for exactly what it stands for.
type Headings struct {
	ID, Name, IDNumber string
	Fields             []string // by field
}

// HeadingsFor returns the headings under which people fill in facts: a fact's label where no other fact could be meant by it,
// otherwise its name, with the unit behind it in brackets. english chooses the words for the person's own columns.
func HeadingsFor(fields []fact.Field, english bool) Headings {
	t := &Table{fields: fields}
	// first returns the first of several headings that Read takes for a column.
	first := func(want column, heads ...string) string {
		for _, h := range heads {
			if h != "" && t.column(0, h) == want {
				return h
			}
		}
		return heads[len(heads)-1]
	}
	person := [...][]string{{"人员编号", "编号", "id", "person_id"}, {"姓名", "name"}, {"身份证号", "身份证号码", "公民身份号码", "证件号码", "id_number"}}
	if english {
		for _, heads := range person {
			slices.Reverse(heads)
		}
		person[0] = []string{"id", "person_id", "编号", "人员编号"}
	}
	h := Headings{ID: first(column{role: isID}, person[0]...), Name: first(column{role: isName}, person[1]...), IDNumber: first(column{role: isIDNumber}, person[2]...)}
	for i := range fields {
		f := &fields[i]
		var heads []string
		for _, name := range []string{f.Label, f.Name} {
			if f.Type.Unit != "" && t.field(name) == i {
				heads = append(heads, name+"（"+f.Type.Unit+"）")
			}
			heads = append(heads, name)
		}
		h.Fields = append(h.Fields, first(column{role: isField, field: i}, heads...))
	}
	return h
}
