package whatif

import (
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// view judges the goal for somebody supposed. Only one person changes, so the others are judged once; but where points are relative
// to the pool, or the list has places for each group, everybody is judged anew.
type view struct {
	f        *finder
	goal     Goal
	verdicts *eval.Verdicts
	near     []int // those beside whom a place is found, the person among them
	whole    bool
}

// How often somebody is judged in a search, and everybody.
const (
	maxJudged = 150_000
	maxWhole  = 400
)

func newView(f *finder) *view {
	v := &view{f: f, goal: f.a.Goal}
	switch v.goal.Kind {
	case Grade:
		v.whole = f.p.Relative()
	case List, Place:
		v.whole = f.p.Relative() || f.p.Ranking.Within >= 0
		if !v.whole {
			v.others()
		}
	}
	return v
}

func (v *view) budget() int {
	if v.whole {
		return maxWhole
	}
	return maxJudged
}

// others notes those who decide the person's place: of the others who pass, the first, as many as there are places to look at. Whoever
// is behind them all has at least so many ahead.
func (v *view) others() {
	pool := v.f.a.Now.Pool
	v.verdicts = pool.Blank()
	var passing []int
	for i := range pool.Snapshot.Len() {
		if i != v.f.a.Person && v.f.a.Now.Verdicts.Outcome(i, v.f.p.Ranking.Tier) == eval.Pass {
			passing = append(passing, i)
		}
	}
	places := v.f.p.Ranking.Rules.Limit
	if v.goal.Kind == Place {
		places = max(places, v.goal.Place)
	}
	for _, s := range v.f.a.Now.Verdicts.RankAmong(passing).Ranked {
		if places == 0 || s.Place.Best <= places {
			v.near = append(v.near, s.Person)
			m := pool.Person(s.Person).Mark()
			v.verdicts.Put(s.Person, &m)
		}
	}
	v.near = append(v.near, v.f.a.Person)
}

func (v *view) aim() aim {
	switch {
	case v.whole:
		return aim{v.everybody, v.mayPass}
	case v.goal.Kind == Verdict:
		return aim{v.verdict, v.mayPass}
	case v.goal.Kind == Grade:
		return aim{v.grade, v.mayGrade}
	}
	return aim{v.place, v.mayPlace}
}

func (v *view) verdict(s *eval.Supposition) (int, bool) {
	o := s.Judge().Outcomes[v.goal.Tier]
	return int(o), (o == eval.Pass) != v.goal.Lose
}

// mayPass is all that is sure of a goal about a tier, or about a list of people who pass one.
func (v *view) mayPass(s *eval.Supposition) bool {
	tier := v.goal.Tier
	if v.goal.Kind == Grade {
		return true
	}
	if v.goal.Kind != Verdict {
		tier = v.f.p.Ranking.Tier
	}
	o := s.Bounds().Outcomes[tier]
	if v.goal.Lose {
		return v.goal.Kind != Verdict || o != eval.Pass
	}
	return o != eval.Fail
}

func (v *view) grade(s *eval.Supposition) (int, bool) {
	j := s.Judge()
	return v.side(j), v.graded(j.GradeIn([]string{v.goal.Grade}))
}

func (v *view) graded(t fact.Truth) bool {
	if v.goal.Lose {
		return t == fact.False
	}
	return t == fact.True
}

func (v *view) mayGrade(s *eval.Supposition) bool {
	t := s.Bounds().GradeIn([]string{v.goal.Grade})
	return t == fact.Unknown || v.graded(t)
}

// side says on which side of the grade both ends of the score lie.
func (v *view) side(j *eval.Judgement) int {
	var in *ruleset.Grade
	for _, g := range v.f.p.Rules.Grades {
		if g.Label == v.goal.Grade {
			in = g
		}
	}
	if in == nil || v.f.p.Score == nil {
		return 0
	}
	end := func(n fact.Number, open bool, far int) int {
		switch {
		case open:
			return far
		case in.Range.Contains(n):
			return 1
		case in.Range.HasLo && n.Cmp(in.Range.Lo) <= 0:
			return 0
		}
		return 2
	}
	return 3*end(j.Total.Lo, j.Total.OpenLo, 0) + end(j.Total.Hi, j.Total.OpenHi, 2)
}

func (v *view) place(s *eval.Supposition) (int, bool) {
	m := s.Judge().Mark()
	o := m.Outcomes[v.f.p.Ranking.Tier]
	has := false
	if o == eval.Pass {
		st := v.standing(&m)
		has = stands(&st, v.goal, o)
	}
	if has {
		return 1, !v.goal.Lose
	}
	return 0, v.goal.Lose
}

// standing places the person, as marked, beside the others.
func (v *view) standing(m *eval.Mark) eval.Standing {
	v.verdicts.Put(v.f.a.Person, m)
	list := v.verdicts.RankAmong(v.near)
	for _, all := range [][]eval.Standing{list.Ranked, list.Undecided} {
		for _, s := range all {
			if s.Person == v.f.a.Person {
				return s
			}
		}
	}
	return eval.Standing{}
}

func (v *view) mayPlace(s *eval.Supposition) bool {
	m := s.Bounds().Mark()
	o := m.Outcomes[v.f.p.Ranking.Tier]
	places := v.f.p.Ranking.Rules.Limit
	if v.goal.Kind == Place {
		places = v.goal.Place
	}
	switch {
	case v.goal.Lose:
		return o != eval.Pass || v.f.p.Ranking.Rules.LimitFlag || v.standing(&m).Place.Worst > places && places > 0
	case o == eval.Fail:
		return false
	}
	return places == 0 || v.standing(&m).Place.Best <= places
}

// everybody judges the goal with everybody judged anew.
func (v *view) everybody(s *eval.Supposition) (int, bool) {
	changed := v.f.in.Snapshot
	for _, x := range v.f.offered {
		if to := s.Value(x); !to.Equal(s.Now(x)) {
			changed = changed.With(v.f.a.Person, v.f.p.Names[x].Name, to, v.f.p.Cutoff)
		}
	}
	pool, err := v.f.p.Over(v.f.ctx, changed, v.f.in.Workers)
	if err != nil {
		return 0, false // the context has ended: Find says so
	}
	if v.goal.Kind == Grade {
		j := pool.Person(v.f.a.Person)
		return v.side(j), v.graded(j.GradeIn([]string{v.goal.Grade}))
	}
	verdicts, err := pool.Judge(v.f.ctx, v.f.in.Workers)
	if err != nil {
		return 0, false
	}
	has := verdicts.Outcome(v.f.a.Person, v.f.p.Ranking.Tier) == eval.Pass
	if has {
		has = false
		for _, st := range verdicts.Rank().Ranked {
			if st.Person == v.f.a.Person {
				has = stands(&st, v.goal, eval.Pass)
			}
		}
	}
	if has {
		return 1, !v.goal.Lose
	}
	return 0, v.goal.Lose
}
