package sqlite

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"runtime"
	"sync"

	"slate/engine/ledger"
)

// Records of a run are alike: most of each is the names of facts and clauses. They are stored deflated (RFC 1951) with a dictionary of the run,
// a record of nobody, which has those names and nothing about anybody; what is committed to is the record itself. A record that is
// not deflated begins with a brace.

// packer deflates records with one dictionary.
type packer struct {
	out   bytes.Buffer
	write *flate.Writer
}

func newPacker(dictionary []byte) (*packer, error) {
	p := &packer{}
	var err error
	p.write, err = flate.NewWriterDict(&p.out, flate.DefaultCompression, dictionary)
	return p, err
}

// pack returns the deflated record; the bytes are the caller's.
func (p *packer) pack(text []byte) ([]byte, error) {
	p.out.Reset()
	p.write.Reset(&p.out)
	if _, err := p.write.Write(text); err != nil {
		return nil, err
	}
	if err := p.write.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(p.out.Bytes()), nil
}

// packAll deflates the records of a run on all cores, in their order.
func packAll(people []ledger.SealedPerson, dictionary []byte) ([][]byte, error) {
	workers := runtime.GOMAXPROCS(0)
	out, wrong := make([][]byte, len(people)), make([]error, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			p, err := newPacker(dictionary)
			for i := w; i < len(people) && err == nil; i += workers {
				out[i], err = p.pack(people[i].Record)
			}
			wrong[w] = err
		})
	}
	all.Wait()
	return out, errors.Join(wrong...)
}

// largest is the most that a record may inflate to.
const largest = 1 << 24

// unpacker inflates what a packer with the same dictionary has deflated.
type unpacker struct {
	dictionary []byte
	read       io.ReadCloser
}

// unpack returns the record. What cannot be inflated is returned as it is: it is no record, and whoever checks it finds that.
func (u *unpacker) unpack(data []byte) []byte {
	if len(data) == 0 || data[0] == '{' {
		return data
	}
	if u.read == nil {
		u.read = flate.NewReaderDict(bytes.NewReader(data), u.dictionary)
	} else if err := u.read.(flate.Resetter).Reset(bytes.NewReader(data), u.dictionary); err != nil {
		return data
	}
	text, err := io.ReadAll(io.LimitReader(u.read, largest))
	if err != nil {
		return data
	}
	return text
}
