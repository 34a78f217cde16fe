package main

import (
	"bytes"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"slate/engine/fact"
	"slate/engine/report"
	"slate/engine/sheet"
)

func (a *app) templateCommand() *cobra.Command {
	var file, department, cutoff string
	c := &cobra.Command{
		Use:   "template RULES -o FILE.xlsx",
		Short: "write a workbook in which departments fill in the facts of a rule file",
		Long: "Writes a workbook with a sheet for each department that supplies facts, how to fill it in, and what each fact\n" +
			"is. What comes back filled in can be imported as it is. No file is ever written over.",
		Example: "  slate template rules/county-2026.yaml -o 采集表.xlsx\n" +
			"  slate template rules/county-2026.yaml --department 县税务局 -o 县税务局.xlsx",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var day fact.Date
			if cutoff != "" {
				var err error
				if day, err = fact.ParseDate(cutoff); err != nil {
					return fmt.Errorf("--cutoff is %q; it takes a day such as 2026-06-30", cutoff)
				}
			}
			set, lang, err := a.declared(args[0])
			if err != nil {
				return err
			}
			book, ok := report.Template(set, department, day, lang)
			if !ok {
				return fmt.Errorf("no fact of %s is supplied by %q: see `source` in its facts", args[0], department)
			}
			var out bytes.Buffer
			if err := sheet.Write(&out, book); err != nil {
				return err
			}
			if file == "" {
				if file = set.Meta.ID + ".xlsx"; department != "" {
					file = set.Meta.ID + "-" + department + ".xlsx"
				}
				file = filepath.Base(filepath.Clean(file))
			}
			if err := writeResult(file, out.Bytes()); err != nil {
				return err
			}
			words := [...]string{"已写入 %s\n", "wrote %s\n"}
			_, err = fmt.Fprintf(a.out, words[lang], file)
			return err
		},
	}
	c.Flags().StringVarP(&file, "output", "o", "", "the workbook to write (default: the rule file's id and the department, here)")
	c.Flags().StringVar(&department, "department", "", "only the sheet of this department")
	c.Flags().StringVar(&cutoff, "cutoff", "", "cut-off date to be named, such as 2026-06-30 (default: the rule file's)")
	return c
}
