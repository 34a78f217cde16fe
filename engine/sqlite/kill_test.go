package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"slate/engine/roster"
)

// TestKillErasing kills a process that imports and removes people, at whatever moment, and holds that the roster is
// sound afterwards, that nobody acknowledged as removed is in it, and that nobody else is lost. A removal that was
// cut short is ended by asking for it again.
func TestKillErasing(t *testing.T) {
	if path := os.Getenv("SLATE_ERASE_FILE"); path != "" {
		eraseForever(t, path)
		return
	}
	kills := 12
	if n, err := strconv.Atoi(os.Getenv("SLATE_KILLS")); err == nil {
		kills = n
	}
	for k := range kills {
		path := filepath.Join(t.TempDir(), "x.db")
		cmd := exec.Command(os.Args[0], "-test.run=^TestKillErasing$")
		cmd.Env = append(os.Environ(), "SLATE_ERASE_FILE="+path)
		var said bytes.Buffer
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(60+37*k%400)*time.Millisecond, func() { cmd.Process.Kill() })
		said.ReadFrom(out)
		cmd.Wait()
		timer.Stop()
		checkErased(t, path, said.String())
	}
}

func eraseForever(t *testing.T, path string) {
	s := open(t, path, Create)
	for i := 0; ; i++ {
		var text strings.Builder
		text.WriteString("编号,姓名,年纳税额\n")
		for k := range 9 {
			fmt.Fprintf(&text, "ID%d-%dZ,NAME%d-%dZ,%d\n", i, k, i, k, k)
		}
		load(t, s, text.String(), "x", "2026-01-01")
		fmt.Printf("stored %d\n", i)
		for k := range 3 {
			if err := s.Erase(context.Background(), path, fmt.Sprintf("ID%d-%dZ", i, k), roster.Batch{By: "某甲", Document: "文1"}); err != nil {
				t.Fatal(err)
			}
			fmt.Printf("erased %d-%dZ\n", i, k)
		}
	}
}

func checkErased(t *testing.T, path, said string) {
	t.Helper()
	if !strings.Contains(said, "stored") {
		return // killed before anything was acknowledged
	}
	s, err := Open(path, ReadWrite)
	if err != nil {
		t.Fatalf("after a kill: %v", err)
	}
	checks, err := s.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if len(c.Wrong) > 0 {
			t.Fatalf("after a kill: %s: %v", c.Name, c.Wrong)
		}
	}
	snapshot, _, err := s.Snapshot(context.Background(), path, Moment{}, fields)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	held, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Fields(strings.ReplaceAll(said, "\nPASS", "")) {
		if at := strings.TrimPrefix(line, "ID"); strings.HasSuffix(at, "Z") && bytes.Contains(held, []byte("NAME"+at)) {
			t.Fatalf("after a kill: %s was acknowledged as removed and is in the file", at)
		}
	}
	for i := range strings.Count(said, "stored") {
		for k := 3; k < 9; k++ {
			if _, ok := snapshot.Find(fmt.Sprintf("ID%d-%dZ", i, k)); !ok {
				t.Fatalf("after a kill: %d-%d was acknowledged as stored and is lost", i, k)
			}
		}
	}
}
