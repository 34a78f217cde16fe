package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"slate/engine/diag"
)

// encodings are those of text files, by the name that Options takes.
var encodings = map[string]encoding.Encoding{
	"utf-8": encoding.Nop, "gb18030": simplifiedchinese.GB18030,
	"utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16be": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
}

// Encodings returns the names of the encodings that a text file can be read in.
func Encodings() []string { return []string{"utf-8", "gb18030", "utf-16le", "utf-16be"} }

// readText begins a text table in any encoding. The whole file decides which it is: a beginning, or a single cell, of
// GB18030 is often valid UTF-8 by chance.
func readText(name string, f io.ReadSeeker, o Options) (*Reader, diag.List) {
	chosen := o.Encoding
	if chosen == "" {
		var err error
		if chosen, err = detect(f); err != nil {
			return nil, diag.List{unreadable(name, err)}
		}
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, diag.List{unreadable(name, err)}
	}
	if chosen == "utf-8" {
		return ReadCSV(name, f)
	}
	t, list := ReadCSV(name, transform.NewReader(f, encodings[chosen].NewDecoder()))
	if t != nil {
		list = append(list, diag.New(diag.ReadAs, diag.Span{File: name}, "encoding", chosen))
	}
	return t, list
}

// detect finds the encoding of a file by reading it to its end.
func detect(f io.ReadSeeker) (string, error) {
	var mark [2]byte
	n, err := io.ReadFull(f, mark[:])
	switch {
	case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return "", err
	case n == 2 && mark == [2]byte{0xFF, 0xFE}:
		return "utf-16le", nil
	case n == 2 && mark == [2]byte{0xFE, 0xFF}:
		return "utf-16be", nil
	}
	for _, name := range []string{"utf-8", "gb18030"} {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return "", err
		}
		if fits, err := decodes(f, name); err != nil || fits {
			return name, err
		}
	}
	return "utf-8", nil // which says where it is not
}

// decodes reports whether every byte of a file is of an encoding. A character that stands for what could not be decoded
// (U+FFFD) counts as not decoded.
func decodes(f io.Reader, name string) (bool, error) {
	in := bufio.NewReaderSize(f, 1<<16)
	if name != "utf-8" {
		in = bufio.NewReaderSize(transform.NewReader(f, encodings[name].NewDecoder()), 1<<16)
	}
	for {
		r, _, err := in.ReadRune()
		switch {
		case errors.Is(err, io.EOF):
			return true, nil
		case err != nil:
			return false, err
		case r == utf8.RuneError:
			return false, nil
		}
	}
}

func unreadable(name string, err error) diag.Diagnostic {
	return diag.New(diag.NoFile, diag.Span{File: name}, "name", name, "problem", err.Error())
}

// separators are what may stand between the cells of a line, and an Excel line that says so.
var separators = []rune{',', '\t', ';', '|'}

// separatorOf finds what separates the cells, by the first line: a comma where there is one, else whatever there is.
func separatorOf(first []byte) rune {
	line, _, _ := bytes.Cut(first, []byte("\n"))
	for _, mark := range separators {
		if bytes.ContainsRune(line, mark) {
			return mark
		}
	}
	return ','
}
