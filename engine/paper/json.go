package paper

import (
	"encoding/json"
	"io"

	"slate/engine/diag"
	"slate/engine/report"
)

// jsonSchema names the shape of documents in JSON. A change that a reader of the shape could notice takes another name.
const jsonSchema = "slate.document/1"

type jsonFile struct {
	Schema    string         `json:"schema"`
	Lang      string         `json:"lang"`
	Documents []jsonDocument `json:"documents"`
}

type jsonDocument struct {
	Number    string      `json:"number,omitempty"`
	Title     string      `json:"title"`
	Subtitle  string      `json:"subtitle,omitempty"`
	To        string      `json:"to,omitempty"`
	Landscape bool        `json:"landscape,omitempty"`
	Footer    string      `json:"footer,omitempty"`
	Blocks    []jsonBlock `json:"blocks"`
}

// jsonBlock has exactly one of its fields.
type jsonBlock struct {
	Heading    string          `json:"heading,omitempty"`
	Text       *string         `json:"text,omitempty"`
	Lines      []jsonLine      `json:"lines,omitempty"`
	Table      *jsonTable      `json:"table,omitempty"`
	Form       *jsonForm       `json:"form,omitempty"`
	Picture    *jsonPicture    `json:"picture,omitempty"`
	Signatures []jsonSignature `json:"signatures,omitempty"`
}

type jsonLine struct {
	Depth int    `json:"depth"`
	Text  string `json:"text"`
}

type jsonTable struct {
	Name    string       `json:"name,omitempty"`
	Columns []jsonColumn `json:"columns"`
	Rows    [][]string   `json:"rows"`
	Notes   []string     `json:"notes,omitempty"`
}

type jsonColumn struct {
	Head  string `json:"head"`
	Right bool   `json:"right,omitempty"`
	Width int    `json:"width,omitempty"`
}

type jsonForm struct {
	Widths []int        `json:"widths"`
	Rows   [][]jsonCell `json:"rows"`
}

type jsonCell struct {
	Text       string          `json:"text"`
	Label      bool            `json:"label,omitempty"`
	Columns    int             `json:"columns,omitempty"`
	Rows       int             `json:"rows,omitempty"`
	Height     int             `json:"height,omitempty"`
	Signatures []jsonSignature `json:"signatures,omitempty"`
}

type jsonPicture struct {
	SVG    string `json:"svg"`
	Title  string `json:"title,omitempty"`
	Spoken string `json:"spoken,omitempty"`
}

type jsonSignature struct {
	Who  string `json:"who"`
	Seal bool   `json:"seal,omitempty"`
	Day  string `json:"day,omitempty"`
}

// writeJSON writes documents in the shape slate.document/1: what they say, as the views made it.
func writeJSON(w io.Writer, lang diag.Lang, docs []*report.Document) error {
	f := jsonFile{Schema: jsonSchema, Lang: lang.String(), Documents: []jsonDocument{}}
	for _, d := range docs {
		j := jsonDocument{Number: d.Number, Title: d.Title, Subtitle: d.Subtitle, To: d.To, Landscape: d.Landscape, Footer: d.Footer, Blocks: []jsonBlock{}}
		for i := range d.Blocks {
			j.Blocks = append(j.Blocks, jsonBlockOf(&d.Blocks[i]))
		}
		f.Documents = append(f.Documents, j)
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(f)
}

func jsonBlockOf(b *report.Block) jsonBlock {
	switch {
	case b.Heading != "":
		return jsonBlock{Heading: b.Heading}
	case b.Table != nil:
		return jsonBlock{Table: jsonTableOf(b.Table)}
	case b.Form != nil:
		return jsonBlock{Form: jsonFormOf(b.Form)}
	case b.Picture != nil:
		return jsonBlock{Picture: &jsonPicture{string(b.Picture.SVG), b.Picture.Title, b.Picture.Spoken}}
	case b.Signatures != nil:
		return jsonBlock{Signatures: jsonSignaturesOf(b.Signatures)}
	case b.Lines != nil:
		var out jsonBlock
		for _, l := range b.Lines {
			out.Lines = append(out.Lines, jsonLine(l))
		}
		return out
	}
	return jsonBlock{Text: &b.Text}
}

func jsonTableOf(t *report.Table) *jsonTable {
	out := &jsonTable{Name: t.Name, Rows: t.Rows, Notes: t.Notes}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, jsonColumn(c))
	}
	if out.Rows == nil {
		out.Rows = [][]string{}
	}
	return out
}

func jsonFormOf(f *report.Form) *jsonForm {
	out := &jsonForm{Widths: f.Widths, Rows: [][]jsonCell{}}
	for _, row := range f.Rows {
		cells := []jsonCell{}
		for _, c := range row {
			cells = append(cells, jsonCell{c.Text, c.Label, c.Columns, c.Rows, c.Height, jsonSignaturesOf(c.Signatures)})
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

func jsonSignaturesOf(list []report.Signature) []jsonSignature {
	var out []jsonSignature
	for _, s := range list {
		out = append(out, jsonSignature(s))
	}
	return out
}
