package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
)

// cells is a command for scripts: it prints the sheets of a workbook, a line a row, cells between bars, and the comments.
func cells() {
	f, err := excelize.OpenFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, name := range f.GetSheetList() {
		fmt.Println("== " + name)
		rows, err := f.GetRows(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for _, r := range rows {
			fmt.Println(strings.ReplaceAll(strings.Join(r, "|"), "\n", "/"))
		}
		notes, err := f.GetComments(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for _, n := range notes {
			fmt.Println("(" + n.Cell + ") " + strings.ReplaceAll(n.Text, "\n", "/"))
		}
	}
}
