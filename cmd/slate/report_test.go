package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestReportGolden holds the set for departments, as pages and as data, to the files beside it. UPDATE=1 rewrites them.
func TestReportGolden(t *testing.T) {
	for _, name := range []string{"county-2026", "county-bodies-2026"} {
		dir := filepath.Join(t.TempDir(), "set")
		args := []string{"report", "../../rules/" + name + ".yaml", "--roster", "../../fixtures/" + name + "/roster.csv", "--set", dir,
			"--audience", "department", "--formats", "html,json"}
		var said bytes.Buffer
		if code := run(context.Background(), args, func(string) string { return "" }, nil, io.Discard, &said); code != done {
			t.Fatalf("exit code %d: %s", code, &said)
		}
		golden := filepath.Join("testdata", "report", name)
		if os.Getenv("UPDATE") != "" {
			if err := os.RemoveAll(golden); err != nil {
				t.Fatal(err)
			}
			if err := os.CopyFS(golden, os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadDir(golden)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) || len(got) < 6 {
			t.Errorf("%s: %d files, want %d", name, len(got), len(want))
		}
		for _, e := range want {
			a, _ := os.ReadFile(filepath.Join(golden, e.Name()))
			b, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil || !bytes.Equal(a, b) {
				t.Errorf("%s/%s differs; UPDATE=1 go test ./cmd/slate rewrites it", golden, e.Name())
			}
		}
	}
}
