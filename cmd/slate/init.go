package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"slate/engine/ruleset"
)

// The files that init writes.
var (
	//go:embed init/rules.yaml
	firstRules []byte
	//go:embed init/roster.csv
	firstRoster []byte
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "init FOLDER",
		Short:   "make a folder with a first rule file, its schema for editors, and a roster to fill in",
		Example: "  slate init 2026换届",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			if err := os.MkdirAll(args[0], 0o700); err != nil {
				return err
			}
			files := []struct {
				name string
				data []byte
			}{{"rules.yaml", firstRules}, {"rules.schema.json", ruleset.Schema()}, {"roster.csv", firstRoster}}
			for _, f := range files {
				if err := writeNew(filepath.Join(args[0], f.name), f.data); err != nil {
					return err
				}
			}
			words := [...]string{
				"已写入 %[1]s：rules.yaml（规则）、rules.schema.json（编辑器提示）、roster.csv（名册模板）\n下一步：slate run %[2]s --roster %[3]s\n",
				"wrote %[1]s: rules.yaml (rules), rules.schema.json (for editors), roster.csv (a roster to fill in)\nnext: slate run %[2]s --roster %[3]s\n",
			}
			_, err = fmt.Fprintf(a.out, words[lang], args[0], filepath.Join(args[0], "rules.yaml"), filepath.Join(args[0], "roster.csv"))
			return err
		},
	}
}

// writeNew writes a file that must not be there yet: nothing of the user's is ever written over.
func writeNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already; choose another folder", name)
	}
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
