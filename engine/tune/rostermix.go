package tune

import (
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
)

// rosterMix is what two rosters differ in, and which edit each difference belongs to.
type rosterMix struct {
	old, new []int // by number in ids: the number in each snapshot, −1 for none
	// columns names the edit that takes a fact's values from the new side; "" where both have the same.
	columns map[string]string
	plain   bool // nothing differs: one snapshot serves all
}

// people finds what the rosters differ in, and adds it to the edits.
func (d *differ) people() {
	a, b := d.old.Snapshot, d.new.Snapshot
	for i := range a.Len() {
		d.ids = append(d.ids, a.Person(i).ID)
	}
	if a != b {
		for i := range b.Len() {
			d.ids = append(d.ids, b.Person(i).ID)
		}
		slices.Sort(d.ids)
		d.ids = slices.Compact(d.ids)
	}
	d.roster = rosterMix{columns: map[string]string{}, plain: a == b}
	if d.roster.plain {
		return
	}
	joined, left := 0, 0
	for _, id := range d.ids {
		i, inOld := a.Find(id)
		k, inNew := b.Find(id)
		if !inOld {
			i, joined = -1, joined+1
		}
		if !inNew {
			k, left = -1, left+1
		}
		d.roster.old, d.roster.new = append(d.roster.old, i), append(d.roster.new, k)
	}
	if joined > 0 {
		d.edits = append(d.edits, Edit{Key: "people:added", Kind: PeopleEdit, Change: Added, People: joined})
	}
	if left > 0 {
		d.edits = append(d.edits, Edit{Key: "people:removed", Kind: PeopleEdit, Change: Removed, People: left})
	}
	for _, f := range d.new.Program.Fields() {
		d.column(f)
	}
	d.waivers()
}

// column compares the values of one fact. Where the definition of the fact changed, its values go with that edit; where
// only the day for which they are good moved with the cut-off date, they go with that.
func (d *differ) column(f fact.Field) {
	a, b := d.old.Snapshot.Column(f.Name), d.new.Snapshot.Column(f.Name)
	if a == nil || b == nil {
		return
	}
	values, days := 0, 0
	for k := range d.ids {
		i, n := d.roster.old[k], d.roster.new[k]
		if i < 0 || n < 0 {
			continue
		}
		if x, y := a.Value(i), b.Value(n); x.Known() != y.Known() || !x.Known() && x.Why() != y.Why() || x.Known() && !x.Equal(y) {
			values++
		} else if a.AsOf(i) != b.AsOf(n) {
			days++
		}
	}
	if values+days == 0 {
		return
	}
	defined := slices.IndexFunc(d.edits, func(e Edit) bool { return e.Key == "fact:"+f.Name })
	switch {
	case defined >= 0:
		d.roster.columns[f.Name] = d.edits[defined].Key
	case values == 0 && d.old.Program.Cutoff != d.new.Program.Cutoff:
		d.roster.columns[f.Name] = "cutoff"
	default:
		e := Edit{Key: "values:" + f.Name, Kind: ValuesEdit, Change: Changed, Name: f.Name, Label: f.Label, People: values + days}
		d.edits = append(d.edits, e)
		d.roster.columns[f.Name] = e.Key
	}
}

func (d *differ) waivers() {
	n := 0
	for k := range d.ids {
		if i, j := d.roster.old[k], d.roster.new[k]; i >= 0 && j >= 0 && !slices.Equal(d.old.Snapshot.Waivers(i), d.new.Snapshot.Waivers(j)) {
			n++
		}
	}
	if n > 0 {
		d.edits = append(d.edits, Edit{Key: "waivers", Kind: WaiverEdit, Change: Changed, People: n})
	}
}

// snapshot returns the roster of a mixture.
func (d *differ) snapshot(p *eval.Program, take func(key string) bool) *roster.Snapshot {
	if d.roster.plain {
		return d.old.Snapshot
	}
	fields := p.Fields()
	b := roster.NewBuilder(fields)
	batches := map[fact.Date]int{}
	batch := func(on fact.Date) int {
		if _, ok := batches[on]; !ok {
			batches[on] = b.Batch(roster.Batch{AsOf: on})
		}
		return batches[on]
	}
	for k := range d.ids {
		i, n := d.roster.old[k], d.roster.new[k]
		if i < 0 && !take("people:added") || n < 0 && take("people:removed") {
			continue
		}
		who := d.old.Snapshot
		at := i
		if i < 0 {
			who, at = d.new.Snapshot, n
		}
		person := b.Person(who.Person(at))
		for c := range fields {
			name := fields[c].Name
			from, row := d.old.Snapshot.Column(name), i
			if n >= 0 && (i < 0 || from == nil || d.roster.columns[name] != "" && take(d.roster.columns[name])) {
				from, row = d.new.Snapshot.Column(name), n
			}
			if from == nil || row < 0 {
				continue
			}
			b.Set(person, c, from.Value(row), batch(from.AsOf(row)), 0)
		}
		records := who.Waivers(at)
		if i >= 0 && n >= 0 && take("waivers") {
			records = d.new.Snapshot.Waivers(n)
		}
		for _, w := range records {
			b.Waive(person, w)
		}
	}
	return b.Snapshot()
}
