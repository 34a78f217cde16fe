package record_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/record"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
	"slate/engine/sqlite"
)

// taken is a result with the run that was recorded of it.
type taken struct {
	result *engine.Result
	run    *record.Run
}

func take(t testing.TB, r *engine.Result) *record.Run {
	t.Helper()
	run := &record.Run{People: map[string][]byte{}}
	var err error
	if run.Manifest, run.Sources, run.Files, err = record.Describe(r, record.About{By: "经办人", Purpose: "换届", At: "2026-07-01T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	cell := func(c roster.Cell, _, name string) (row, column int) { return int(c.Row), len(name) }
	if err := record.Each(context.Background(), r, cell, 0, func(id string, data []byte) error {
		run.People[id] = data
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return run
}

// run loads rules over a table, with child rows by name of the table, the whole of time covered.
func run(t testing.TB, rules, people string, rows map[string]string) *engine.Result {
	t.Helper()
	set, list := ruleset.Load(os.ReadFile, rules)
	if list.HasErrors() {
		t.Fatal(list)
	}
	program, list := eval.Compile(set, fact.Date{})
	if list.HasErrors() {
		t.Fatal(list)
	}
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "r.db"), sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	ctx := context.Background()
	sheetOf := func(text string) *sheet.Reader {
		s, list := sheet.ReadCSV("x.csv", strings.NewReader(text))
		if list.HasErrors() {
			t.Fatal(list)
		}
		return s
	}
	table, list := roster.Read(sheetOf(people), program.Fields(), roster.Mapping{})
	if list.HasErrors() {
		t.Fatal(list)
	}
	if _, list, err := store.Import(ctx, table, program.Fields(), roster.Batch{Department: "县统战部", File: "people.csv", AsOf: program.Cutoff}); err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	for _, child := range roster.ChildTables() {
		name := child.Name
		text, ok := rows[name]
		if !ok {
			continue
		}
		read, list := roster.ReadRows(sheetOf(text), child, "县税务局")
		if list.HasErrors() {
			t.Fatal(list)
		}
		if _, list, err := store.ImportRows(ctx, read, roster.Batch{Department: "县税务局", File: name + ".csv", AsOf: program.Cutoff}, &roster.Coverage{}); err != nil || list.HasErrors() {
			t.Fatal(err, list)
		}
	}
	snapshot, list, err := store.Snapshot(ctx, "r.db", sqlite.Moment{}, program.Fields())
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	result, err := engine.Run(ctx, engine.Input{Program: program, Snapshot: snapshot})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func read(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func recorded(t testing.TB) map[string]taken {
	out := map[string]taken{}
	for _, name := range []string{"hukou", "county-2026", "county-bodies-2026"} {
		r := run(t, "../../rules/"+name+".yaml", read(t, "../../fixtures/"+name+"/roster.csv"), nil)
		out[name] = taken{r, take(t, r)}
	}
	rules := filepath.Join(t.TempDir(), "sum.yaml")
	if err := os.WriteFile(rules, []byte(`
slate: 1
ruleset: {id: sum, label: x, cutoff: "2026-06-30"}
facts:
  纳税: {label: 纳税, type: money, unit: 万元, from: {sum: tax, of: yearly, where: "share > 控股"}}
  荣誉: {label: 荣誉, type: int, from: {count: "*", of: honours}}
  年龄: {label: 年龄, type: int}
  行业: {label: 行业, type: list, of: text}
params: {控股: {label: 控股, type: decimal, unit: "%", values: [{from: "2020-01-01", value: 50}]}}
tiers: [{id: t, label: t, require: [{id: t.tax, label: 纳税, expr: "纳税 >= 10"}, {id: t.h, label: 荣誉, expr: "荣誉 >= 1 or 年龄 < 40"}]}]
ranking: {tier: t, order_by: [纳税 desc]}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	r := run(t, rules, "id,姓名,年龄,行业\na,甲,41,茶叶、果品\nb,乙,,\nc,丙,30,\"<&>𠮷\"\n", map[string]string{
		"enterprises": "id,enterprise,role,share,from\na,91350100M000100Y43,董事长,60,2010-01-01\nb,91350100M000100Y43,董事,40,2010-01-01\nc,91350100M000100Y43,董事,55,2010-01-01\n",
		"yearly":      "enterprise,year,tax\n91350100M000100Y43,2025,12.5\n91350100M000100Y43,2024,\n",
		"honours":     "id,honour,level,date\na,劳模,省,2024-05-01\n",
	})
	out["sum"] = taken{r, take(t, r)}
	return out
}

// TestARunIsMadeAgainFromItsRecord holds that a run made again from nothing but its record has the same bytes, and that the record
// holds everything that can decide.
func TestARunIsMadeAgainFromItsRecord(t *testing.T) {
	for name, one := range recorded(t) {
		opened, list, err := one.run.Open()
		if err != nil || list.HasErrors() {
			t.Fatal(name, err, list)
		}
		if got, want := opened.Snapshot.Digest(), one.result.Pool.Snapshot.Digest(); got != want {
			t.Errorf("%s: the roster of the record is %s, that of the run %s", name, got, want)
		}
		again, err := engine.Run(context.Background(), engine.Input{Program: opened.Program, Snapshot: opened.Snapshot})
		if err != nil {
			t.Fatal(err)
		}
		manifest, _, _, err := record.Describe(again, record.About{})
		if err != nil {
			t.Fatal(err)
		}
		records := map[string][]byte{}
		cell := func(c roster.Cell, _, name string) (row, column int) { return int(c.Row), len(name) }
		if err := record.Each(context.Background(), again, cell, 1, func(id string, data []byte) error {
			records[id] = data
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		different, err := one.run.Compare(&manifest, records)
		if err != nil || len(different) > 0 {
			t.Fatalf("%s: %v %v", name, err, different[:min(5, len(different))])
		}
		for id, was := range one.run.People {
			if !bytes.Equal(was, records[id]) {
				t.Fatalf("%s: the record of %s has other bytes", name, id)
			}
		}
	}
}

// TestCompareFindsEveryChange changes records one text at a time and asks where the difference is.
func TestCompareFindsEveryChange(t *testing.T) {
	run := recorded(t)["county-2026"].run
	var ids []string
	for id := range run.People {
		if bytes.Contains(run.People[id], []byte(`:"true"`)) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	random := rand.New(rand.NewPCG(7, 11))
	for range 300 {
		id := ids[random.IntN(len(ids))]
		was := run.People[id]
		at := bytes.Index(was, []byte(`"result"`))
		at += bytes.Index(was[at:], []byte(`:"true"`)) + 2
		is := bytes.Clone(was)
		copy(is[at:], "fals")
		different, err := (&record.Run{Manifest: run.Manifest, People: map[string][]byte{id: was}}).Compare(&run.Manifest, map[string][]byte{id: is})
		if err != nil || len(different) != 1 || different[0].Person != id || different[0].Was != "true" || different[0].Is != "fals" {
			t.Fatal(err, different)
		}
	}
	other := run.Manifest
	other.Outcome.OnList = "0"
	different, err := run.Compare(&other, run.People)
	if err != nil || len(different) != 1 || strings.Join(different[0].Path, ".") != "outcome.on_list" {
		t.Error(err, different)
	}
}
