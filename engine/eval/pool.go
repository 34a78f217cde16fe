package eval

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"slate/engine/aggregate"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Pool is a program laid over a snapshot: the people it judges, and what methods relative to the
// pool need to know of all of them. It is immutable and safe for concurrent use.
type Pool struct {
	Program  *Program
	Snapshot *roster.Snapshot

	without  int               // number of the indicator left out, from 1; 0 for none
	columns  []*roster.Column  // by slot of the facts; nil where the snapshot has none
	views    []*aggregate.View // by slot of the facts; nil for columns
	weights  []fact.Number     // of the criteria, as fractions of one; 1 where points are added
	standing *standing         // nil where nothing is relative to the pool
}

// Over lays a program over a snapshot. Methods relative to the pool read everybody here, on the
// given number of cores (0: all); it fails only when ctx ends.
func (p *Program) Over(ctx context.Context, s *roster.Snapshot, workers int) (*Pool, error) {
	pool := &Pool{Program: p, Snapshot: s}
	for _, f := range p.Rules.Facts {
		pool.columns = append(pool.columns, s.Column(f.Name))
	}
	pool.views = make([]*aggregate.View, len(p.aggregates))
	for slot, a := range p.aggregates {
		if a != nil {
			pool.views[slot] = a.Over(s)
		}
	}
	return pool, pool.measure(ctx, workers)
}

// Person judges one person, with the whole trace. person is their number in the snapshot.
func (p *Pool) Person(person int) *Judgement {
	j := p.newJudgement()
	j.judge(person)
	return j
}

// batch is how many people a worker takes at a time: enough to make the hand-over free, few enough to end together.
const batch = 512

// Each judges everybody on the given number of cores (0: all) and calls f for each person. f is
// called from several goroutines, for different people, in no order; the Judgement is
// its own until f returns. Each fails only when ctx ends.
func (p *Pool) Each(ctx context.Context, workers int, f func(j *Judgement)) error {
	return p.walk(ctx, workers, func(j *Judgement, person int) {
		j.judge(person)
		f(j)
	})
}

// walk calls visit for everybody, in batches taken by the workers in turn.
func (p *Pool) walk(ctx context.Context, workers int, visit func(j *Judgement, person int)) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	n := p.Snapshot.Len()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, n/batch+1) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			j := p.newJudgement()
			for {
				from := int(next.Add(batch)) - batch
				if from >= n || ctx.Err() != nil {
					return
				}
				for i := from; i < min(from+batch, n); i++ {
					visit(j, i)
				}
			}
		}()
	}
	wg.Wait()
	return ctx.Err()
}

// Verdicts is what a list needs of everybody, kept by column: about a byte for each clause and
// tier. The rest of a person's trace is Pool.Person's.
type Verdicts struct {
	Pool *Pool

	outcomes []Outcome    // by person and tier
	leaves   []fact.Truth // by person and leaf
	keys     []sortKey    // by person and key of the ranking; nil entries for people who fail
}

// Judge judges everybody on the given number of cores (0: all). The result does not depend on
// that number. It fails only when ctx ends.
func (p *Pool) Judge(ctx context.Context, workers int) (*Verdicts, error) {
	return p.JudgeAnd(ctx, workers, func(*Judgement) {})
}

// JudgeAnd judges everybody like Judge, and calls also for each person as Each does.
func (p *Pool) JudgeAnd(ctx context.Context, workers int, also func(j *Judgement)) (*Verdicts, error) {
	n, pr := p.Snapshot.Len(), p.Program
	v := &Verdicts{
		Pool:     p,
		outcomes: make([]Outcome, n*len(pr.Tiers)),
		leaves:   make([]fact.Truth, n*len(pr.Leaves)),
		keys:     make([]sortKey, n),
	}
	err := p.Each(ctx, workers, func(j *Judgement) {
		copy(v.outcomes[j.Person*len(pr.Tiers):], j.Outcomes)
		copy(v.leaves[j.Person*len(pr.Leaves):], j.Leaves)
		if j.Outcomes[pr.Ranking.Tier] != Fail {
			v.keys[j.Person] = j.sortKey()
		}
		also(j)
	})
	return v, err
}

// Outcome returns the verdict on a person and a tier.
func (v *Verdicts) Outcome(person, tier int) Outcome {
	return v.outcomes[person*len(v.Pool.Program.Tiers)+tier]
}

// Outcomes returns the verdicts on a person, by tier. The caller must not change them.
func (v *Verdicts) Outcomes(person int) []Outcome {
	n := len(v.Pool.Program.Tiers)
	return v.outcomes[person*n : (person+1)*n]
}

// Vetoed reports whether a veto that applies to a tier holds for a person and is not waived.
func (v *Verdicts) Vetoed(person, tier int) bool {
	p := v.Pool.Program
	if v.Outcome(person, tier) != Fail {
		return false
	}
	leaves := v.leaves[person*len(p.Leaves) : (person+1)*len(p.Leaves)]
	for _, i := range p.Tiers[tier].Vetoes {
		if p.Vetoes[i].Condition.truth(leaves, fact.True) == fact.True && v.Pool.waiver(person, i) == nil {
			return true
		}
	}
	return false
}

// waiver returns the record that sets a veto aside for a person: the veto must allow it, and the
// record must name a document.
func (p *Pool) waiver(person, veto int) *roster.Waiver {
	rules := p.Program.Vetoes[veto].Rules
	if rules.Waiver == nil {
		return nil
	}
	records := p.Snapshot.Waivers(person)
	for i := range records {
		if records[i].Veto == rules.ID && records[i].Document != "" {
			return &records[i]
		}
	}
	return nil
}
