package sheet

import (
	"bytes"
	"errors"
	"io"

	"slate/engine/diag"
)

// Options say how a file is to be read where it does not say so itself.
type Options struct {
	Encoding string // of a text file, one of Encodings; "" to find out
	Sheet    string // of a workbook, by name; "" where it has one
}

// Open begins the table in a file, whatever it is: text in UTF-8, GB18030 or UTF-16 with cells between commas, tabs,
// semicolons or bars; or a workbook (.xlsx). What it is shows in its first bytes and not in its name. The Reader is nil
// when there is no heading to read rows under. The file is read until the Reader is done.
func Open(name string, f io.ReadSeeker, o Options) (*Reader, diag.List) {
	if _, ok := encodings[o.Encoding]; !ok && o.Encoding != "" {
		return nil, diag.List{diag.New(diag.BadBook, diag.Span{File: name}, "problem", "unknown encoding")}
	}
	first := make([]byte, 512)
	n, err := io.ReadFull(f, first)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, diag.List{unreadable(name, err)}
	}
	first = first[:n]
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, diag.List{unreadable(name, err)}
	}
	switch text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(first, []byte("\ufeff")))); {
	case bytes.HasPrefix(first, []byte("PK\x03\x04")):
		return readBook(name, f, o)
	case bytes.HasPrefix(first, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return nil, diag.List{diag.New(diag.BadBook, diag.Span{File: name}, "problem", "an old .xls workbook, or one with a password")}
	case bytes.HasPrefix(text, []byte("<html")), bytes.HasPrefix(text, []byte("<!doctype")), bytes.HasPrefix(text, []byte("<table")), bytes.HasPrefix(text, []byte("<?xml")):
		return nil, diag.List{diag.New(diag.BadBook, diag.Span{File: name}, "problem", "a web page under another name")}
	}
	return readText(name, f, o)
}
