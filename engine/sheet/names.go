package sheet

import (
	"archive/zip"
	"errors"
	"io"

	"slate/engine/diag"
)

// Names returns the names of the sheets of a workbook that are not hidden, in their order. name is the file's, for problems.
func Names(name string, f io.ReadSeeker) ([]string, diag.List) {
	fail := func(err error) ([]string, diag.List) {
		if !errors.As(err, new(bookError)) {
			err = errDamaged
		}
		return nil, diag.List{diag.New(diag.BadBook, diag.Span{File: name}, "problem", err.Error())}
	}
	at, ok := f.(io.ReaderAt)
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil || !ok {
		return fail(errDamaged)
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return fail(err)
	}
	if err := sane(z); err != nil {
		return fail(err)
	}
	sheets, _, err := sheetsOf(z)
	if err != nil {
		return fail(err)
	}
	var names []string
	for _, s := range sheets {
		if !s.hidden {
			names = append(names, s.name)
		}
	}
	return names, nil
}
