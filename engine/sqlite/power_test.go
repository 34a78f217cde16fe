package sqlite

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"slate/engine/ledger"
	"slate/engine/record"
)

// TestPowerCuts cuts the power, in effect, while runs are recorded and decided about. A program is watched by strace, which writes down
// every write and every fsync; at a moment that is drawn, what was written since the last fsync of its file is dropped, kept in part,
// or torn within a page, as a disk may do that loses its power. The roster that is left must open, verify, and have everything that was
// acknowledged before the cut. Both journals are tried: that of local disks and that of network drives.
func TestPowerCuts(t *testing.T) {
	if path := os.Getenv("SLATE_POWER_FILE"); path != "" {
		recordWatched(t, path, os.Getenv("SLATE_POWER_JOURNAL"))
		return
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not on this machine")
	}
	cuts := 24
	if n, err := strconv.Atoi(os.Getenv("SLATE_CUTS")); err == nil {
		cuts = n
	}
	for _, journal := range []string{"WAL", "TRUNCATE"} {
		t.Run(journal, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			s := open(t, path, Create)
			var text strings.Builder
			text.WriteString("编号,姓名,年纳税额\n")
			for i := range crowdSize {
				fmt.Fprintf(&text, "P%02d,甲%d,%d\n", i, i, 290+i)
			}
			takeIn(t, s, smallProgram(t), text.String(), "x.csv")
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			log := path + ".strace"
			cmd := exec.Command(strace, "-f", "-q", "-y", "-xx", "-s", "1000000", "-o", log,
				"-e", "trace=pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat", os.Args[0], "-test.run=^TestPowerCuts$")
			cmd.Env = append(os.Environ(), "SLATE_POWER_FILE="+path, "SLATE_POWER_JOURNAL="+journal)
			if out, err := cmd.CombinedOutput(); err != nil {
				if bytes.Contains(out, []byte("ptrace")) {
					t.Skip("this machine does not let strace watch: " + string(out))
				}
				t.Fatalf("%v: %s", err, out)
			}
			steps := watched(t, log, path)
			random := rand.New(rand.NewPCG(17, uint64(len(journal))))
			acknowledged := 0
			for range cuts {
				at := random.IntN(len(steps) + 1)
				acknowledged += checkCut(t, before, steps[:at], random)
			}
			if acknowledged == 0 {
				t.Error("no cut came after anything was acknowledged")
			}
			t.Logf("%d cuts over %d steps, %d changes acknowledged before them", cuts, len(steps), acknowledged)
		})
	}
}

// recordWatched records and decides about a few runs, and says so each time.
func recordWatched(t *testing.T, path, journal string) {
	ctx := context.Background()
	s, err := connect(fileURI(path), dsn, ReadWrite, journal, false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := smallProgram(t)
	for range 6 {
		n, err := recordOne(t, s, p, "某甲")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("ACK run %d\n", n)
		if err := s.Adjust(ctx, n, record.Adjustment{Person: "P20", Seat: record.OffList, Clause: "t.tax", Reason: "本人请辞", Document: "文2", By: "某丙", At: "2026-07-02T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("ACK adjusted %d\n", n)
		if err := s.Approve(ctx, n, record.Approval{By: "某乙", Document: "文3", At: "2026-07-03T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("ACK approved %d\n", n)
	}
}

// step is one thing that the watched program asked of the system.
type step struct {
	call string // pwrite64, ftruncate, fsync, unlink, or ACK
	file string // "", "-wal" or "-journal": what stands behind the name of the roster
	data []byte
	at   int64 // where it is written, or the new length
	ack  string
}

var (
	straceLine    = regexp.MustCompile(`^\d+ +(\w+)\((.*)$`)
	straceResumed = regexp.MustCompile(`^(\d+) +<\.\.\. (fsync|fdatasync) resumed>`)
	straceFile    = regexp.MustCompile(`^(?:\d+<|AT_FDCWD[^,]*, |)"?((?:\\x[0-9a-f]{2}|[^>",])*)[>"]`)
	straceText    = regexp.MustCompile(`, "((?:\\x[0-9a-f]{2})*)"`)
)

func unescape(s string) string {
	if !strings.HasPrefix(s, `\x`) {
		return s
	}
	text, _ := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	return string(text)
}

// watched reads what strace wrote down of the roster and its journals. A sync counts when it has returned, a write when it was asked for.
func watched(t *testing.T, log, path string) []step {
	t.Helper()
	f, err := os.Open(log)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<26)
	var steps []step
	waiting := map[string]step{} // syncs that have not returned, by process
	for lines.Scan() {
		line := lines.Text()
		pid, _, _ := strings.Cut(line, " ")
		if straceResumed.MatchString(line) {
			steps = append(steps, waiting[pid])
			continue
		}
		m := straceLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		name := straceFile.FindStringSubmatch(m[2])
		if name == nil {
			continue
		}
		file := unescape(name[1])
		s := step{call: m[1]}
		if text := straceText.FindStringSubmatch(m[2]); text != nil {
			s.data = []byte(unescape(text[1]))
		}
		if s.call == "write" {
			if ack, ok := strings.CutPrefix(string(s.data), "ACK "); ok {
				steps = append(steps, step{call: "ACK", ack: strings.TrimSpace(ack)})
			}
			continue
		}
		var ours bool
		if s.file, ours = strings.CutPrefix(file, path); !ours || s.file != "" && s.file != "-wal" && s.file != "-journal" {
			continue
		}
		call, _, _ := strings.Cut(m[2], ") = ")
		call = strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(call, "<unfinished ...>")), ",")
		parts := strings.Split(call, ", ")
		switch s.call {
		case "pwrite64", "ftruncate":
			if s.at, err = strconv.ParseInt(strings.TrimSpace(parts[len(parts)-1]), 10, 64); err != nil {
				t.Fatalf("cannot read %.200s: %v", line, err)
			}
		case "fdatasync":
			s.call = "fsync"
		case "unlinkat":
			s.call = "unlink"
		}
		if s.call == "fsync" && strings.Contains(line, "unfinished") {
			waiting[pid] = s
			continue
		}
		steps = append(steps, s)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if len(steps) < 50 {
		t.Fatalf("only %d steps were seen", len(steps))
	}
	return steps
}

// disk is a file as it would be after a cut: what is sure, and what was written since it was last synced.
type disk struct {
	sure    []byte
	pending []step
}

func apply(data []byte, s step) []byte {
	if s.call == "ftruncate" {
		if int64(len(data)) >= s.at {
			return data[:s.at]
		}
		return append(data, make([]byte, s.at-int64(len(data)))...)
	}
	if end := s.at + int64(len(s.data)); int64(len(data)) < end {
		data = append(data, make([]byte, end-int64(len(data)))...)
	}
	copy(data[s.at:], s.data)
	return data
}

// checkCut puts the files together as a cut after some steps may leave them, and looks at the roster. It returns how much had been
// acknowledged.
func checkCut(t *testing.T, before []byte, steps []step, random *rand.Rand) (acknowledged int) {
	t.Helper()
	disks := map[string]*disk{"": {sure: bytes.Clone(before)}}
	acks := map[string]int{}
	for _, s := range steps {
		if s.call == "ACK" {
			what, n, _ := strings.Cut(s.ack, " ")
			acks[what], _ = strconv.Atoi(n)
			acknowledged++
			continue
		}
		d := disks[s.file]
		if d == nil {
			d = &disk{}
			disks[s.file] = d
		}
		switch s.call {
		case "fsync":
			for _, p := range d.pending {
				d.sure = apply(d.sure, p)
			}
			d.pending = nil
		case "unlink":
			delete(disks, s.file)
		default:
			d.pending = append(d.pending, s)
		}
	}
	path := filepath.Join(t.TempDir(), "x.db")
	how := random.IntN(3) // none of what was not synced, any of it, or any of it and one torn
	for _, name := range slices.Sorted(maps.Keys(disks)) {
		d := disks[name]
		data := d.sure
		for _, p := range d.pending {
			if how == 0 || random.IntN(2) == 0 {
				continue
			}
			if how == 2 && len(p.data) > 512 && random.IntN(4) == 0 {
				p.data = p.data[:512*(1+random.IntN(len(p.data)/512))]
			}
			data = apply(data, p)
		}
		if err := os.WriteFile(path+name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(path, ReadWrite)
	if err != nil {
		t.Fatalf("after a cut at step %d: %v", len(steps), err)
	}
	defer s.Close()
	ctx := context.Background()
	checks, err := ledger.Verify(ctx, s.Ledger(), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range checks {
		if c.Verdict == ledger.Fails {
			t.Fatalf("after a cut at step %d: V%d fails: %+v", len(steps), i+1, c)
		}
	}
	all, err := s.Runs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < acks["run"] {
		t.Fatalf("after a cut at step %d: run %d was acknowledged, %d are there", len(steps), acks["run"], len(all))
	}
	for i := range all {
		k := &all[i]
		if k.Number <= acks["adjusted"] && len(k.Adjustments) != 1 || k.Number <= acks["approved"] && k.Approval == nil {
			t.Fatalf("after a cut at step %d: what was decided about run %d is lost", len(steps), k.Number)
		}
	}
	return acknowledged
}
