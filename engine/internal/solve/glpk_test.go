package solve

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// writeLP writes p in the format of CPLEX, which GLPK reads. The optimum is of value alone.
func writeLP(p *Problem) []byte {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	rows := make([][]string, len(p.Limits))
	var sets, binaries []string
	fmt.Fprint(w, "Maximize\n obj: 0 zero")
	for i, s := range p.Sets {
		var in []string
		for o, op := range s.Options {
			x := fmt.Sprintf("x%d_%d", i, o)
			binaries = append(binaries, x)
			in = append(in, "+ "+x)
			fmt.Fprintf(w, "\n %+d %s", op.Value, x)
			for _, t := range p.Patterns[op.Pattern] {
				rows[t.Limit] = append(rows[t.Limit], fmt.Sprintf("%+d %s", t.Coef, x))
			}
		}
		sign := "<="
		if s.Must {
			sign = "="
		}
		sets = append(sets, fmt.Sprintf(" s%d: %s %s 1", i, strings.Join(in, "\n "), sign))
	}
	fmt.Fprint(w, "\nSubject To\n zero = 0\n")
	for i, l := range p.Limits {
		sum := strings.Join(append([]string{"0 zero"}, rows[i]...), "\n ")
		if l.Lo != NoLo {
			fmt.Fprintf(w, " lo%d: %s >= %d\n", i, sum, l.Lo)
		}
		if l.Hi != NoHi {
			fmt.Fprintf(w, " hi%d: %s <= %d\n", i, sum, l.Hi)
		}
	}
	fmt.Fprintf(w, "%s\nBinary\n %s\nEnd\n", strings.Join(sets, "\n"), strings.Join(binaries, "\n "))
	w.Flush()
	return b.Bytes()
}

var objectiveLine = regexp.MustCompile(`Objective:\s+obj = (\S+)`)

// glpk solves p with glpsol; possible is false where it finds no choice, and known where it ended in time.
func glpk(tb testing.TB, dir string, p *Problem, seconds int) (value int64, possible, known bool) {
	tb.Helper()
	in, out := filepath.Join(dir, "p.lp"), filepath.Join(dir, "p.out")
	if err := os.WriteFile(in, writeLP(p), 0o600); err != nil {
		tb.Fatal(err)
	}
	text, err := exec.Command("glpsol", "--lp", in, "-o", out, "--cuts", "--tmlim", strconv.Itoa(seconds)).CombinedOutput()
	if err != nil {
		tb.Fatalf("glpsol: %v\n%s", err, text)
	}
	if strings.Contains(string(text), "NO PRIMAL FEASIBLE") || strings.Contains(string(text), "NO INTEGER FEASIBLE") {
		return 0, false, true
	}
	if !strings.Contains(string(text), "INTEGER OPTIMAL SOLUTION FOUND") {
		return 0, false, false
	}
	report, err := os.ReadFile(out)
	if err != nil {
		tb.Fatal(err)
	}
	found := objectiveLine.FindSubmatch(report)
	if found == nil {
		tb.Fatalf("glpsol names no objective:\n%s", report)
	}
	f, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		tb.Fatal(err)
	}
	if f < 0 {
		return int64(f - 0.5), true, true
	}
	return int64(f + 0.5), true, true
}

// tight makes a problem of some dozen sets with limits close around one choice; half have shares
// (general coefficients), and some no choice, or none in whole numbers: sums of even coefficients must be odd.
func tight(r *rand.Rand) *Problem {
	p := &Problem{}
	m := 4 + r.IntN(8)
	general, odd := r.IntN(2) == 0, r.IntN(12) == 0
	for range 5 + r.IntN(20) {
		var pattern Pattern
		for i := range m {
			if r.IntN(3) > 0 {
				continue
			}
			c := int64(1)
			if general && r.IntN(3) == 0 {
				c = []int64{40, -60, 7, -3}[r.IntN(4)]
			}
			if odd && i == 0 {
				c = 2
			}
			pattern = append(pattern, Term{int32(i), c})
		}
		p.Patterns = append(p.Patterns, pattern)
	}
	sets := 10 + r.IntN(40)
	if odd {
		sets = 6 + r.IntN(6)
	}
	for range sets {
		s := Set{Must: r.IntN(12) == 0}
		for range 1 + r.IntN(3) {
			s.Options = append(s.Options, Option{Value: int64(10 * (20 + r.IntN(60))), Tie: int64(len(p.Sets)), Pattern: int32(r.IntN(len(p.Patterns)))})
		}
		p.Sets = append(p.Sets, s)
	}
	p.Limits = make([]Limit, m)
	some := &Answer{Choice: make([]int32, len(p.Sets))}
	for i := range some.Choice {
		some.Choice[i] = int32(r.IntN(len(p.Sets[i].Options)))
		if !p.Sets[i].Must && r.IntN(3) > 0 {
			some.Choice[i] = -1
		}
	}
	shift := int64(r.IntN(3) / 2 * r.IntN(5))
	for i, sum := range some.Sums(p) {
		l := Limit{Lo: sum - int64(r.IntN(2)), Hi: sum + int64(r.IntN(3)), Level: 1}
		if general {
			l.Lo, l.Hi = l.Lo-30, l.Hi+30 // of the order of one coefficient
		}
		if r.IntN(4) == 0 {
			l.Lo, l.Hi = l.Lo+shift, l.Hi+shift
		}
		if odd && i == 0 {
			l.Lo, l.Hi = sum+1, sum+1
		}
		p.Limits[i] = l
	}
	return p
}

func TestAgainstGLPK(t *testing.T) {
	if _, err := exec.LookPath("glpsol"); err != nil {
		t.Skip("glpsol is not on the path: install glpk-utils to compare with it")
	}
	n := 2000
	if testing.Short() {
		n = 200
	}
	r := rand.New(rand.NewPCG(5, 5))
	dir := t.TempDir()
	compared, impossible, whole, unsettled, unended := 0, 0, 0, 0, 0
	for i := range n {
		p := tight(r)
		got := solved(t, p, Budget{TieNodes: -1})
		if got.Status != Proved && got.Status != Infeasible {
			unsettled++
			continue
		}
		if err := Check(p, got); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		value, possible, known := glpk(t, dir, p, 1)
		if !known {
			unended++
			continue
		}
		compared++
		if possible != (got.Status == Proved) || possible && value != got.Value {
			t.Errorf("%d: status %d, value %d; GLPK has %v %d", i, got.Status, got.Value, possible, value)
		}
		if !possible {
			impossible++
			if len(got.Certificate.Tree) > 1 {
				whole++
			}
		}
	}
	t.Logf("%d compared; %d without a choice, %d of them only in whole numbers; %d not settled in the budget, %d by glpsol in a second",
		compared, impossible, whole, unsettled, unended)
	if compared < n*95/100 || unsettled > n/200 || impossible < n/20 || whole < n/100 {
		t.Errorf("%d compared, %d impossible, %d only in whole numbers: the instances have lost their point", compared, impossible, whole)
	}
}

// BenchmarkAgainstGLPK reports how many times longer glpsol takes.
func BenchmarkAgainstGLPK(b *testing.B) {
	if _, err := exec.LookPath("glpsol"); err != nil {
		b.Skip("glpsol is not on the path: install glpk-utils to compare with it")
	}
	for _, z := range []size{county, city} {
		b.Run(z.name, func(b *testing.B) {
			p := z.instance(1, false)
			dir := b.TempDir()
			for b.Loop() {
				from := time.Now()
				a := solved(b, p, Budget{TieNodes: -1})
				ours := time.Since(from)
				from = time.Now()
				value, possible, known := glpk(b, dir, p, 60)
				if known && (!possible || value != a.Value) {
					b.Fatalf("GLPK has %v %d, not %d", possible, value, a.Value)
				}
				b.ReportMetric(float64(time.Since(from))/float64(ours), "times-ours")
			}
		})
	}
}
