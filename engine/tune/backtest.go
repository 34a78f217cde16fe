package tune

import (
	"slices"

	"slate/engine"
	"slate/engine/eval"
)

// Backtest compares a list that people once chose with what the rules give.
type Backtest struct {
	Result *engine.Result
	Chosen int // how many were chosen
	// Agree are the people chosen and on the list of the rules, by number.
	Agree []int
	// NotListed were chosen, and the rules would not have them on the list.
	NotListed []Disagreement
	// NotChosen are on the list of the rules and were not chosen.
	NotChosen []Disagreement
	// Absent are the ids of people chosen who are not in the roster, in the order of the file.
	Absent []string
	// Clauses counts, for each condition that stops somebody chosen, how many it stops, the most first.
	Clauses []ClauseCount
}

// Obstacle says what keeps a person off the list.
type Obstacle uint8

// The obstacles.
const (
	NoObstacle Obstacle = iota // the person is on the list
	Stopped                    // a requirement or a veto
	Waiting                    // facts are missing
	Behind                     // passes, and others are ahead
)

// String returns none, stopped, waiting or behind.
func (o Obstacle) String() string { return [...]string{"none", "stopped", "waiting", "behind"}[o] }

// Disagreement is a person about whom people and rules differ.
type Disagreement struct {
	Person   int
	Obstacle Obstacle
	// Leaves are the atomic clauses that stop the person, or that wait, by number; every reason that is enough by itself gives its own.
	Leaves []int
	Place  eval.Place // zero for somebody who does not pass
}

// ClauseCount is how many people chosen one clause stops.
type ClauseCount struct {
	Leaf   int
	People int
}

// Compare holds a run against the ids of those who were chosen.
func Compare(r *engine.Result, chosen []string) *Backtest {
	b := &Backtest{Result: r}
	picked := map[int]bool{}
	seen := map[string]bool{}
	for _, id := range chosen {
		if seen[id] {
			continue
		}
		seen[id] = true
		b.Chosen++
		if i, ok := r.Pool.Snapshot.Find(id); ok {
			picked[i] = true
		} else {
			b.Absent = append(b.Absent, id)
		}
	}
	standings := map[int]eval.Standing{}
	for _, s := range r.List.Ranked {
		standings[s.Person] = s
		if s.OnList && !picked[s.Person] {
			b.NotChosen = append(b.NotChosen, Disagreement{Person: s.Person, Place: s.Place})
		}
	}
	counts := map[int]int{}
	for i := range r.Pool.Snapshot.Len() {
		if !picked[i] {
			continue
		}
		if s, ok := standings[i]; ok && s.OnList {
			b.Agree = append(b.Agree, i)
			continue
		}
		d := b.obstacle(i, standings)
		b.NotListed = append(b.NotListed, d)
		if d.Obstacle == Stopped {
			for _, leaf := range d.Leaves {
				counts[leaf]++
			}
		}
	}
	b.count(counts)
	return b
}

// obstacle finds what keeps a person off the list.
func (b *Backtest) obstacle(person int, standings map[int]eval.Standing) Disagreement {
	tier := b.Result.Pool.Program.Ranking.Tier
	j := b.Result.Pool.Person(person)
	d := Disagreement{Person: person, Obstacle: Behind}
	switch j.Outcomes[tier] {
	case eval.Pass:
		d.Place = standings[person].Place
	case eval.Undecided:
		d.Obstacle, d.Leaves = Waiting, j.Because(tier)
	default:
		d.Obstacle = Stopped
		for _, reason := range j.Decisive(tier) {
			d.Leaves = append(d.Leaves, reason...)
		}
		slices.Sort(d.Leaves)
		d.Leaves = slices.Compact(d.Leaves)
	}
	return d
}

func (b *Backtest) count(counts map[int]int) {
	for leaf := range b.Result.Pool.Program.Leaves {
		if n := counts[leaf]; n > 0 {
			b.Clauses = append(b.Clauses, ClauseCount{leaf, n})
		}
	}
	slices.SortStableFunc(b.Clauses, func(x, y ClauseCount) int { return y.People - x.People })
}
