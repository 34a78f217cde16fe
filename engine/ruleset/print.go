package ruleset

import (
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// Print is the section `print`: what printed papers need beyond the rules. Its zero value, with the defaults that the comments name,
// is that of a file without the section.
type Print struct {
	Office    string // whose papers they are; the ruleset's owner if not given
	Number    string // of the notice, as official papers bear one; "" for none
	Telephone string // where objections go
	Address   string
	Days      int       // working days of the notice; 5 if not given
	From      fact.Date // its first day; zero where it is to be written by hand
	Order     string    // strokes, name_strokes or pinyin; strokes if not given
	Strokes   []PrintStrokes
	// Public, Department and Internal are the columns that each audience may see beyond the name. Nobody outside sees what is not named.
	// Internal is every fact and label that is not sensitive where the file names none.
	Public, Department, Internal []Text
	// InternalGiven says that the file names the columns for internal use.
	InternalGiven bool
	Composition   []Text // names by whose values lists are counted, beside those of quotas
	Masks         []PrintMask
	Signers       []string // who signs the approval, in order; three customary ones if not given
	Small         int      // groups of fewer people are withheld from outside; 5 if not given
	Span          diag.Span
}

// PrintStrokes are the strokes of a rare character, as surname.Hand takes them.
type PrintStrokes struct {
	Char    rune
	Strokes string
}

// PrintMask says how a column is shown: middle, year, month, hidden or open.
type PrintMask struct {
	Name Text
	How  string
}

// Mask returns how a column is shown, "" where the file does not say.
func (p *Print) Mask(name string) string {
	for _, m := range p.Masks {
		if m.Name.Text == name {
			return m.How
		}
	}
	return ""
}

// Names are all names that the section prints, with their places.
func (p *Print) Names() []Text {
	var out []Text
	for _, list := range [][]Text{p.Public, p.Department, p.Internal, p.Composition} {
		out = append(out, list...)
	}
	for _, m := range p.Masks {
		out = append(out, m.Name)
	}
	return out
}

// leastNotice is for how many working days an appointment is made public at least.
const leastNotice = 5

func printShape() *element {
	columns := listOf(a(kText))
	return object("print", "What printed papers need beyond the rules.",
		k("office", a(kText), "Whose papers they are; the owner if not given."),
		k("number", a(kText), "Number of the notice as an official paper."),
		k("telephone", a(kText), "Where objections go."),
		k("address", a(kText), "Where letters go."),
		k("from", a(kDate), "First day of the notice; written by hand if not given."),
		k("days", whole(1, maxWhole), "Working days of the notice; 5 if not given."),
		k("order", oneOfWords("strokes", "name_strokes", "pinyin"), "Order of names outside; strokes if not given."),
		k("strokes", mapOf(kText, a(kText)), "A rare character and its strokes as 横竖撇点折 or 1 to 5."),
		k("columns", object("printColumns", "What each audience may see beyond the name.",
			k("public", columns, "In the notice; nothing if not given."),
			k("department", columns, "Other departments; nothing if not given."),
			k("internal", columns, "The office itself; all that is not sensitive if not given."),
		), "What each audience may see beyond the name."),
		k("composition", columns, "Names by whose values lists are counted, beside those of quotas."),
		k("mask", mapOf(kText, oneOfWords("middle", "year", "month", "hidden", "open")), "Column to how it is shown; long numbers lose their middle if not given."),
		k("signers", someOf(a(kText)), "Who signs the approval, in order."),
		k("small", whole(1, maxWhole), "Groups of fewer people are withheld from outside; 5 if not given."),
	)
}

func (d *decoder) print(n *node) {
	columns := n.get("columns")
	p := Print{
		Office: n.str("office"), Number: n.str("number"), Telephone: n.str("telephone"), Address: n.str("address"),
		Days: n.whole("days"), From: n.date("from"), Order: n.str("order"),
		Public: columns.texts("public"), Department: columns.texts("department"), Internal: columns.texts("internal"), InternalGiven: columns.get("internal") != nil,
		Composition: n.texts("composition"), Signers: n.strings("signers"), Small: n.whole("small"),
	}
	if n != nil {
		p.Span = n.span
	}
	if p.Office == "" {
		p.Office = d.out.Meta.Owner
	}
	if p.Order == "" {
		p.Order = "strokes"
	}
	if p.Small == 0 {
		p.Small = 5
	}
	switch {
	case p.Days == 0:
		p.Days = leastNotice
	case p.Days < leastNotice:
		d.add(diag.ShortNotice, n.place("days"), "n", n.str("days"))
	}
	for _, e := range n.get("strokes").entries() {
		if len([]rune(e.key.text)) != 1 || strings.Trim(e.value.text, "横竖撇点折提捺12345") != "" {
			d.add(diag.BadValue, e.value.span, "key", e.key.text, "value", e.value.text, "want", "横竖撇点折")
			continue
		}
		p.Strokes = append(p.Strokes, PrintStrokes{[]rune(e.key.text)[0], e.value.text})
	}
	for _, e := range n.get("mask").entries() {
		p.Masks = append(p.Masks, PrintMask{e.key.word(), e.value.text})
	}
	d.out.Print = p
}

// checkPrint checks that what papers show is declared, and warns of what should not leave the office.
func (d *decoder) checkPrint() {
	var known []string
	for _, f := range d.out.Facts {
		known = append(known, f.Name)
	}
	for _, v := range d.out.Derives {
		known = append(known, v.Name)
	}
	for _, c := range d.out.Classifies {
		for _, o := range c.Outputs {
			known = append(known, o.Name)
		}
	}
	for _, t := range d.out.Print.Names() {
		if !slices.Contains(known, t.Text) {
			d.unknownName(t.Text, t.Span, known)
		}
	}
	for _, list := range [][]Text{d.out.Print.Public, d.out.Print.Department} {
		for _, t := range list {
			for _, f := range d.out.Facts {
				if f.Name == t.Text && f.Sensitive {
					d.add(diag.SensitiveShown, t.Span, "name", t.Text)
				}
			}
		}
	}
}
