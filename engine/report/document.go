// Package report puts results into words.
//
// A view (the list of a run, the explanation of a person, a comparison, the outcome of
// tests) makes one neutral Document; a format (text, csv) writes any Document. So there
// are views plus formats, not views times formats. JSON is the exception on purpose: a
// program that reads it wants the data and not the page, so json.go writes the Result
// itself, in a documented and versioned shape.
//
// The words come from one catalogue in Chinese and English (words.go); the departments'
// own words, labels and sentences are printed as the rule file has them.
package report

// Document is a paper without a format: a title and blocks in order. Each document of a file begins on a page of its own,
// so a page break is the start of the next document, and portrait and landscape stand side by side in one file.
// Only Title and Blocks matter on a screen that has no pages.
type Document struct {
	Number    string // the number of an official paper, above the title; may be empty
	Title     string
	Subtitle  string // below the title: the occasion, the day; may be empty
	To        string // whom the paper is addressed to; may be empty
	Landscape bool   // lying, for wide tables; upright otherwise
	Footer    string // at the foot of every page beside the page number, such as the code of the run; may be empty
	Blocks    []Block
}

// Block is one part of a page: exactly one of its fields is set.
type Block struct {
	Heading    string
	Text       string // a paragraph
	Lines      []Line // lines of their own, indented by Depth
	Table      *Table
	Form       *Form
	Picture    *Picture
	Signatures []Signature // kept together on one page, with what stands before them
}

// Line is a line of a tree or a list.
type Line struct {
	Depth int
	Text  string
}

// Table is a table with a heading row. The heading block right before it is its caption.
type Table struct {
	// Name tells this table from others in formats that write one table only; "list" is the main one.
	Name    string
	Columns []Column
	Rows    [][]string
	Notes   []string // lines below the table
}

// Column is the heading of a column and how its cells stand.
type Column struct {
	Head  string
	Right bool // numbers stand to the right
	// Width is the width on paper in characters of the body (a Chinese one; two of other scripts); 0 measures the cells.
	// Where the page is wider or narrower than all the columns, they grow or shrink in proportion.
	Width int
}

// Form is a table of labels and values, as a registration form of one person has. It has no heading row.
type Form struct {
	Widths []int // of the columns, in proportion to each other; at least one, each positive
	Rows   [][]FormCell
}

// FormCell is a cell of a form. A row leaves out the cells that are covered by a span from the left or from above,
// so that the spans of a row, with those that reach into it, add up to the columns of the form.
type FormCell struct {
	Text          string // "\n" parts its paragraphs
	Label         bool   // says what stands beside or below it
	Columns, Rows int    // how many it spans; 0 is one
	Height        int    // in lines of writing, at least; 0 is as high as its text
	Signatures    []Signature
}

// Picture is a drawing.
type Picture struct {
	SVG   []byte // one svg element with a viewBox and no reference to anything outside of it
	Title string
	// Spoken says what is to be seen, for whoever hears the page and for formats that have no pictures.
	Spoken string
}

// Signature is a place where a person signs, or an office sets its seal. signHere and sealHere make one.
type Signature struct {
	Who  string // as it is printed before the place to sign, or above the seal
	Seal bool   // an office sets its seal here; a person signs otherwise
	Day  string // as it is printed, with blanks where it is to be written; "" for no day
}

func (d *Document) heading(s string)    { d.Blocks = append(d.Blocks, Block{Heading: s}) }
func (d *Document) text(s string)       { d.Blocks = append(d.Blocks, Block{Text: s}) }
func (d *Document) lines(lines ...Line) { d.Blocks = append(d.Blocks, Block{Lines: lines}) }
func (d *Document) table(t *Table)      { d.Blocks = append(d.Blocks, Block{Table: t}) }
func (d *Document) form(f *Form)        { d.Blocks = append(d.Blocks, Block{Form: f}) }
func (d *Document) picture(p *Picture)  { d.Blocks = append(d.Blocks, Block{Picture: p}) }
func (d *Document) sign(s ...Signature) { d.Blocks = append(d.Blocks, Block{Signatures: s}) }
