package eval_test

import (
	"context"
	"io/fs"
	"testing"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// program compiles a rule file given as text; it must be free of errors.
func program(t testing.TB, text string) *eval.Program {
	t.Helper()
	rs, list := ruleset.Load(func(name string) ([]byte, error) {
		if name == "x.yaml" {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}, "x.yaml")
	if list.HasErrors() {
		t.Fatalf("%s\n%s", list[0].Message(diag.English), text)
	}
	p, list := eval.Compile(rs, fact.Date{})
	if p == nil {
		t.Fatalf("%s at %v\n%s", list[0].Message(diag.English), list[0].Span, text)
	}
	return p
}

// row is what is known of one person, by the name of the fact.
type row map[string]fact.Value

// pool lays a program over people whose ids are their positions.
func pool(t testing.TB, p *eval.Program, people ...row) *eval.Pool {
	t.Helper()
	fields := p.Fields()
	b := roster.NewBuilder(fields)
	batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
	for i, person := range people {
		n := b.Person(roster.Person{ID: string(rune('A'+i/26/26)) + string(rune('A'+i/26%26)) + string(rune('A'+i%26))})
		for k := range fields {
			if v, ok := person[fields[k].Name]; ok && v.Known() {
				b.Set(n, k, v, batch, 0)
			}
		}
	}
	over, err := p.Over(context.Background(), b.Snapshot(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return over
}

func num(s string) fact.Value {
	n, err := fact.ParseNumber(s)
	if err != nil {
		panic(err)
	}
	return fact.OfNumber(n)
}
