package roster_test

import (
	"testing"

	"slate/engine/fact"
	"slate/engine/roster"
)

// TestWith holds that one value changes in the new snapshot and none in the old.
func TestWith(t *testing.T) {
	fields := []fact.Field{{Name: "n", Type: fact.Type{Kind: fact.Integer}}, {Name: "c", Type: fact.Type{Kind: fact.Text}}, {Name: "b", Type: fact.Type{Kind: fact.Boolean}}}
	b := roster.NewBuilder(fields)
	for _, id := range []string{"P1", "P2"} {
		p := b.Person(roster.Person{ID: id})
		b.Set(p, 0, fact.OfNumber(fact.Int(1)), -1, 0)
		b.Set(p, 1, fact.OfText("x"), -1, 0)
	}
	old := b.Snapshot()
	digest := old.Digest()
	on, _ := fact.ParseDate("2026-06-30")
	now := old.With(1, "n", fact.Missing(fact.NotSupplied), on).With(1, "c", fact.OfText("y"), on).With(1, "b", fact.OfBool(true), on)
	if old.Digest() != digest {
		t.Error("the old snapshot has changed")
	}
	if now.Column("n").Value(1).Known() || now.Column("c").Value(1).Text() != "y" || !now.Column("b").Value(1).Bool() || now.Column("b").AsOf(1) != on {
		t.Errorf("%v %v %v", now.Column("n").Value(1), now.Column("c").Value(1), now.Column("b").Value(1))
	}
	if v := now.Column("c").Value(0); v.Text() != "x" || now.Column("b").Value(0).Known() || now.Digest() == digest {
		t.Errorf("the other person has %v", v)
	}
}
