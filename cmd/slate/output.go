package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// outputFlag adds -o to a command.
func outputFlag(c *cobra.Command, to *string) {
	c.Flags().StringVarP(to, "output", "o", "", "the file to write; it must not be there yet (default: standard output)")
}

// output writes a result to the file of -o, or to standard output where there is none. A workbook is no text for a terminal and
// needs a file.
func (a *app) output(file, format string, write func(io.Writer) error) error {
	if file == "" {
		if format == "xlsx" {
			return errors.New("--format xlsx needs a file: add -o FILE.xlsx")
		}
		return write(a.out)
	}
	var out bytes.Buffer
	if err := write(&out); err != nil {
		return err
	}
	return writeResult(file, out.Bytes())
}

// writeResult writes a file for its owner alone, since results are about people. It must not be there yet: somebody may have
// worked in it.
func writeResult(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already; name another file", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(name) // half a file is worse than none
	}
	return err
}
