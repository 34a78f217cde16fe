package ruleset

import (
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// With returns the ruleset as it would be with other numbers for its bodies and quotas: what is tried before a file is
// changed. A setting is QUOTA.min=5, QUOTA.max=5, QUOTA.share.min=60%, QUOTA.share.max=40%, QUOTA.hard=3 or true, BODY.seats=12,
// BODY.reserve=3, BODY.surplus=2 or BODY.objective=rank; BODY. may stand before QUOTA. `none` takes a number away. The ruleset
// itself is not changed. The list names the settings that mean nothing; then the ruleset is nil.
func (rs *Ruleset) With(settings []string) (*Ruleset, diag.List) {
	out := *rs
	out.Bodies = make([]*Body, len(rs.Bodies))
	for i, b := range rs.Bodies {
		body := *b
		body.Quotas = make([]*Quota, len(b.Quotas))
		for k, q := range b.Quotas {
			quota := *q
			body.Quotas[k] = &quota
		}
		if b.Surplus != nil {
			surplus := *b.Surplus
			body.Surplus = &surplus
		}
		out.Bodies[i] = &body
	}
	var list diag.List
	for _, s := range settings {
		if !out.set(s) {
			list.Add(diag.New(diag.BadSetting, diag.Span{}, "text", s))
		}
	}
	if len(list) > 0 {
		return nil, list
	}
	check := decoder{list: &list, out: &out}
	for _, b := range out.Bodies {
		check.surplusRange(b)
	}
	check.checkBodies()
	return &out, list
}

func (rs *Ruleset) set(setting string) bool {
	path, value, ok := strings.Cut(setting, "=")
	if !ok || value == "" {
		return false
	}
	for _, b := range rs.Bodies {
		if key, ok := strings.CutPrefix(path, b.ID+"."); ok && b.set(key, value) {
			return true
		}
		for _, q := range b.Quotas {
			for _, name := range []string{q.ID, b.ID + "." + q.ID} {
				if key, ok := strings.CutPrefix(path, name+"."); ok && q.set(key, value) {
					return true
				}
			}
		}
	}
	return false
}

func (b *Body) set(key, value string) bool {
	n, whole := smallWhole(value)
	switch {
	case key == "seats" && whole && n > 0:
		b.Seats = n
	case key == "reserve" && whole:
		b.Reserve = n
	case key == "surplus" && whole && b.Surplus != nil:
		b.Surplus.Take = &n
	case key == "objective" && slices.Contains(objective().words, value):
		b.Objective = objectiveOf(value)
	default:
		return false
	}
	return true
}

func (q *Quota) set(key, value string) bool {
	n, whole := smallWhole(value)
	count := func(to **int) bool {
		if value == "none" {
			*to = nil
			return true
		}
		if whole {
			*to = &n
		}
		return whole
	}
	share := func(to **fact.Number) bool {
		if value == "none" {
			*to = nil
			return true
		}
		p := percentOrNumber(value)
		if p == nil || !strings.HasSuffix(value, "%") || p.Sign() < 0 || p.Cmp(fact.Int(100)) > 0 {
			return false
		}
		*to = p
		return true
	}
	switch key {
	case "min":
		return count(&q.Min)
	case "max":
		return count(&q.Max)
	case "flex":
		return count(&q.Flex)
	case "share.min":
		return share(&q.ShareMin)
	case "share.max":
		return share(&q.ShareMax)
	case "hard":
		if value == "true" {
			q.Hard = true
			return true
		}
		if whole && n > 0 {
			q.Hard, q.Cost = false, n
		}
		return whole && n > 0
	}
	return false
}

func smallWhole(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= maxWhole
}
