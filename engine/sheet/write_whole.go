package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// whole reads a workbook to its end. excelize stops without an error where a part is damaged or not there, and what it writes then
// lacks the rest.
func whole(original []byte) error {
	z, err := zip.NewReader(bytes.NewReader(original), int64(len(original)))
	if err != nil {
		return err
	}
	s := survey{parts: map[string]bool{}, highest: -1}
	room := int64(maxMarkedBytes)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("part %s: %w", f.Name, err)
		}
		limited := &io.LimitedReader{R: r, N: room + 1}
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			err = s.part(f.Name, limited)
		}
		if err == nil {
			_, err = io.Copy(io.Discard, limited) // to the checksum at the end
		}
		r.Close()
		if err != nil {
			return fmt.Errorf("part %s: %w", f.Name, err)
		}
		if room = limited.N - 1; room < 0 {
			return fmt.Errorf("more than %d bytes", maxMarkedBytes)
		}
		if s.parts[f.Name] {
			return fmt.Errorf("part %s is there twice", f.Name)
		}
		s.parts[f.Name] = true
	}
	return s.fits()
}

// survey is what the parts of a workbook say of each other.
type survey struct {
	parts   map[string]bool
	needed  []string // the parts that the workbook is made of
	strings int      // how many shared strings there are
	highest int      // the highest of their numbers that a cell names
}

// The parts with a meaning here.
const (
	workbookLinks = "xl/_rels/workbook.xml.rels"
	sharedStrings = "xl/sharedStrings.xml"
)

// fits reports a part that is not there though another needs it.
func (s *survey) fits() error {
	for _, name := range s.needed {
		if !s.parts[name] {
			return fmt.Errorf("part %s is not there", name)
		}
	}
	if s.highest >= s.strings {
		return fmt.Errorf("there are %d shared strings, and a cell names number %d", s.strings, s.highest)
	}
	return nil
}

// part reads a part to its end, holds its elements to nest, and notes what it needs.
func (s *survey) part(name string, r io.Reader) error {
	in := xml.NewDecoder(r)
	in.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // only the form matters here
	shared, value := false, false                                                       // in a cell that names a shared string; in its value
	for depth := 0; ; {
		token, err := in.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "si":
				if name == sharedStrings {
					s.strings++
				}
			case "c":
				shared = attribute(t, "t") == "s"
			case "v":
				value = shared && strings.HasPrefix(name, "xl/worksheets/")
			case "Relationship":
				if name == workbookLinks && attribute(t, "TargetMode") != "External" {
					s.needed = append(s.needed, target(attribute(t, "Target")))
				}
			}
		case xml.EndElement:
			depth--
			value = false
		case xml.CharData:
			if !value {
				continue
			}
			n, err := strconv.Atoi(strings.TrimSpace(string(t)))
			if err != nil || n < 0 {
				return fmt.Errorf("a cell names the shared string %q", t)
			}
			s.highest = max(s.highest, n)
		}
		if depth < 0 || depth > 100 {
			return errors.New("elements do not nest as they should")
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// target is the part that a link of the workbook names.
func target(link string) string {
	if rest, ok := strings.CutPrefix(link, "/"); ok {
		return rest
	}
	return path.Join("xl", link)
}
