package main

import (
	"bytes"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/ruleset"
)

func (a *app) fmtCommand() *cobra.Command {
	var check, write bool
	c := &cobra.Command{
		Use:   "fmt RULES...",
		Short: "rule files in the canonical layout: order of sections, indentation, quotes, columns; what they say stays the same",
		Long: "fmt prints rule files in the canonical layout; comments keep their place. With -w it writes them back, with --check it only names\n" +
			"the files whose layout is another, and the exit code is then 1.",
		Example: "  slate fmt --check rules/*.yaml\n  slate fmt -w rules/county-2026.yaml",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			differ, failed := false, false
			for _, file := range args {
				data, err := readFile(file)
				if err != nil {
					return err
				}
				name := filepath.ToSlash(file)
				out, list, err := ruleset.Format(name, data)
				if err != nil {
					return err
				}
				if list.HasErrors() {
					a.tell(list, diag.Sources{name: data}, lang)
					failed = true
					continue
				}
				same := bytes.Equal(out, data)
				differ = differ || !same
				switch {
				case check && !same:
					fmt.Fprintln(a.out, file)
				case write && !same:
					err = replaceFile(file, data, out)
				case !check && !write:
					_, err = a.out.Write(out)
				}
				if err != nil {
					return err
				}
			}
			switch {
			case failed:
				return errUnable
			case check && differ:
				return errNo
			}
			return nil
		},
	}
	c.Flags().BoolVar(&check, "check", false, "only name the files whose layout is not canonical; exit code 1 when there are any")
	c.Flags().BoolVarP(&write, "write", "w", false, "write the files back")
	c.MarkFlagsMutuallyExclusive("check", "write")
	return c
}
