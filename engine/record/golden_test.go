package record_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"slate/engine/record"
)

// TestGoldenRuns makes every run again that an earlier version recorded: what it came to then must be what it comes to now, to
// the byte. A new version adds its own with UPDATE=1; those of earlier ones are never written again.
func TestGoldenRuns(t *testing.T) {
	const now = "0.1.0"
	if os.Getenv("UPDATE") == "1" {
		for name, one := range recorded(t) {
			if folder := filepath.Join("testdata", now+"-"+name); !exists(folder) {
				write(t, folder, one.run)
			}
		}
	}
	folders, err := filepath.Glob("testdata/*-*")
	if err != nil || len(folders) < 4 {
		t.Fatal(err, "golden runs are missing", folders)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			run := load(t, folder)
			opened, list, err := run.Open()
			if err != nil || list.HasErrors() {
				t.Fatal(err, list)
			}
			_, compared, err := run.Again(context.Background(), opened)
			if err != nil || compared.People == 0 || compared.People != len(run.People) {
				t.Fatal(err, compared.People)
			}
			for _, d := range compared.Different {
				t.Errorf("%s %v: %q is now %q", d.Person, d.Path, d.Was, d.Is)
			}
		})
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func write(t *testing.T, folder string, run *record.Run) {
	t.Helper()
	put := func(name string, data []byte) {
		name = filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, v := range map[string]any{"manifest.json": run.Manifest, "sources.json": run.Sources} {
		data, err := record.Canonical(v)
		if err != nil {
			t.Fatal(err)
		}
		put(name, data)
	}
	var ids []string
	for id := range run.People {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var all [][]byte
	for _, id := range ids {
		all = append(all, run.People[id])
	}
	put("people.jsonl", bytes.Join(all, []byte("\n")))
	var names []string
	for _, f := range run.Files {
		names = append(names, f.Name)
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(f.Name)), f.Bytes, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := json.Marshal(names)
	if err != nil {
		t.Fatal(err)
	}
	put("files.json", data)
}

func load(t *testing.T, folder string) *record.Run {
	t.Helper()
	run := &record.Run{People: map[string][]byte{}}
	var names []string
	for name, to := range map[string]any{"manifest.json": &run.Manifest, "sources.json": &run.Sources, "files.json": &names} {
		if err := json.Unmarshal([]byte(read(t, filepath.Join(folder, name))), to); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		run.Files = append(run.Files, record.File{Name: name, Bytes: []byte(read(t, filepath.Join(folder, filepath.Base(name))))})
	}
	for line := range bytes.Lines([]byte(read(t, filepath.Join(folder, "people.jsonl")))) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		p, err := record.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		run.People[p.ID] = line
	}
	return run
}
