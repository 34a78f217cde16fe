package sqlite

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"slate/engine"
	"slate/engine/record"
)

// TestPack holds that records come back as they went in, one after the other and in any order, and that damage is never taken for a record.
func TestPack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	dictionary := []byte(`{"facts":{"年纳税额":{"batch":"1","value":""}},"result":{"clauses":{"提名.纳税":"true"}}}`)
	pack, err := newPacker(dictionary)
	if err != nil {
		t.Fatal(err)
	}
	var texts, packed [][]byte
	for range 500 {
		text := []byte(`{"facts":{"年纳税额":{"batch":"1","value":"` + strings.Repeat(strconv.Itoa(random.IntN(1000)), random.IntN(40)) + `"}},"result":{"clauses":{"提名.纳税":"false"}}}`)
		data, err := pack.pack(text)
		if err != nil {
			t.Fatal(err)
		}
		texts, packed = append(texts, text), append(packed, data)
	}
	unpack := &unpacker{dictionary: dictionary}
	for _, i := range random.Perm(len(texts)) {
		if got := unpack.unpack(packed[i]); !bytes.Equal(got, texts[i]) {
			t.Fatalf("%s came back as %s", texts[i], got)
		}
		damaged := bytes.Clone(packed[i])
		damaged[random.IntN(len(damaged))] ^= 1 << random.IntN(8)
		if got := unpack.unpack(damaged); bytes.Equal(got, texts[i]) && !bytes.Equal(damaged, packed[i]) {
			continue // a bit that means nothing to deflate
		} else if len(got) == 0 {
			t.Fatal("damage made a record vanish")
		}
	}
	if got := unpack.unpack(texts[0]); !bytes.Equal(got, texts[0]) {
		t.Error("a record that is not deflated is not returned as it is")
	}
}

// BenchmarkRecord records a run: the record of everybody made, committed to, deflated and stored, as a ratio to the run itself, and the bytes
// that it adds to the file for each person.
func BenchmarkRecord(b *testing.B) {
	for _, n := range sizes() {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s, p := county(b, n)
			ctx := context.Background()
			snapshot, _, err := s.Snapshot(ctx, "", Moment{}, p.Fields())
			if err != nil {
				b.Fatal(err)
			}
			var run, kept time.Duration
			var pages int64
			for range b.N {
				start := time.Now()
				r, err := engine.Run(ctx, engine.Input{Program: p, Snapshot: snapshot})
				if err != nil {
					b.Fatal(err)
				}
				run += time.Since(start)
				before := size(b, s)
				start = time.Now()
				if _, err := s.Record(ctx, r, record.About{By: "x", At: "2026-07-01T00:00:00Z"}, 0); err != nil {
					b.Fatal(err)
				}
				kept += time.Since(start)
				pages += size(b, s) - before
			}
			b.ReportMetric(float64(kept)/float64(run), "record/run")
			b.ReportMetric(float64(kept.Microseconds())/float64(b.N*n), "µs/person")
			b.ReportMetric(float64(pages)/float64(b.N*n), "bytes/person")
		})
	}
}

func size(b *testing.B, s *Store) (bytes int64) {
	b.Helper()
	if err := s.db.QueryRow("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").Scan(&bytes); err != nil {
		b.Fatal(err)
	}
	return bytes
}
