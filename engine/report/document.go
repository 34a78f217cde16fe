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

// Document is a page without a format: a title and blocks in order.
type Document struct {
	Title  string
	Blocks []Block
}

// Block is one part of a page: exactly one of its fields is set.
type Block struct {
	Heading string
	Text    string // a paragraph
	Lines   []Line // lines of their own, indented by Depth
	Table   *Table
}

// Line is a line of a tree or a list.
type Line struct {
	Depth int
	Text  string
}

// Table is a table with a heading row.
type Table struct {
	// Name tells this table from others in formats that write one table only; "list" is the main one.
	Name    string
	Columns []Column
	Rows    [][]string
}

// Column is the heading of a column and how its cells stand.
type Column struct {
	Head  string
	Right bool // numbers stand to the right
}

func (d *Document) heading(s string)    { d.Blocks = append(d.Blocks, Block{Heading: s}) }
func (d *Document) text(s string)       { d.Blocks = append(d.Blocks, Block{Text: s}) }
func (d *Document) lines(lines ...Line) { d.Blocks = append(d.Blocks, Block{Lines: lines}) }
func (d *Document) table(t *Table)      { d.Blocks = append(d.Blocks, Block{Table: t}) }
