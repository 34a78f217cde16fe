package ruleset

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"slate/engine/diag"
	"slate/engine/fact"
)

// Load reads a rule file, the files it extends, and the file of cases beside it (NAME.test.yaml), each once,
// through open; a file of cases that is not there (fs.ErrNotExist) is no mistake. The list
// holds everything wrong, in the order of the files. The Ruleset is nil when the
// file, or one it extends, could not be read as YAML; otherwise it holds what could be understood, so that eval.Compile can
// find the rest of the mistakes, but it is fit for use only when the list has no errors.
func Load(open func(name string) ([]byte, error), name string) (*Ruleset, diag.List) {
	l := &loader{open: open}
	out := l.file(name, diag.Span{File: name}, nil)
	if out == nil || l.incomplete {
		l.list.Sort()
		return nil, l.list
	}
	rs := &out.Ruleset
	rs.Sources = l.sources
	l.defaults(rs)
	l.resolve(rs)
	l.check(rs)
	l.list.Sort()
	return rs, l.list
}

type loader struct {
	open    func(name string) ([]byte, error)
	list    diag.List
	sources []Source
	// incomplete says that a file this one extends could not be read: without it every name of it would be
	// reported as unknown.
	incomplete bool
}

// read reads a file once; what is hashed, checked and compiled are these bytes.
func (l *loader) read(name string, from diag.Span) ([]byte, bool) {
	data, err := l.open(name)
	if err != nil {
		problem := err.Error()
		if errors.Is(err, fs.ErrNotExist) {
			problem = "not found"
		}
		l.list.Add(diag.New(diag.NoFile, from, "name", name, "problem", problem))
		return nil, false
	}
	l.sources = append(l.sources, Source{Name: name, Bytes: data})
	return data, true
}

// file reads a file and what it extends, the base first. chain holds the files that led here.
func (l *loader) file(name string, from diag.Span, chain []string) *layer {
	for _, c := range chain {
		if c == name {
			l.list.Add(diag.New(diag.Cycle, from, "path", strings.Join(append(chain, name), " → ")))
			return nil
		}
	}
	data, ok := l.read(name, from)
	if !ok {
		return nil
	}
	d, node := l.parse(name, data)
	if node == nil {
		return nil
	}
	l.validate(d.src, node, fileShape)
	d.file(node)
	l.casesBeside(d, name)
	if d.out.Meta.Extends == "" {
		for _, off := range d.out.off {
			l.list.Add(diag.New(diag.OffNothing, off.Span, "id", off.ID))
		}
		return d.out
	}
	base := l.file(path.Join(path.Dir(name), d.out.Meta.Extends), d.out.Meta.Span, append(chain, name))
	if base == nil {
		l.incomplete = true
		return d.out
	}
	return l.merge(base, d.out)
}

// casesBeside reads NAME.test.yaml where there is one.
func (l *loader) casesBeside(d *decoder, name string) {
	beside := strings.TrimSuffix(name, path.Ext(name)) + ".test" + path.Ext(name)
	data, err := l.open(beside)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			l.list.Add(diag.New(diag.NoFile, diag.Span{File: beside}, "name", beside, "problem", err.Error()))
		}
		return
	}
	l.sources = append(l.sources, Source{Name: beside, Bytes: data})
	in, node := l.parse(beside, data)
	if node == nil {
		return
	}
	l.validate(in.src, node, testFileShape)
	in.cases(in.object(node))
	d.out.TestBase = append(d.out.TestBase, in.out.TestBase...)
	d.out.Tests = append(d.out.Tests, in.out.Tests...)
}

// parse turns bytes into a YAML tree, behind the checks that must come first.
func (l *loader) parse(name string, data []byte) (*decoder, *yaml.Node) {
	data, list := precheck(name, data)
	l.list = append(l.list, list...)
	if list.HasErrors() {
		return nil, nil
	}
	node, problem := parseYAML(name, data)
	if problem != nil {
		l.list.Add(*problem)
		return nil, nil
	}
	return &decoder{src: newSource(name, data), list: &l.list, out: &layer{}}, node
}

// parseYAML reads exactly one document. A panic in the library is a mistake in the file as far as its
// author is concerned.
func parseYAML(name string, data []byte) (node *yaml.Node, problem *diag.Diagnostic) {
	fail := func(line int, code diag.Code, args ...string) {
		d := diag.New(code, diag.Span{File: name, Start: diag.Pos{Line: line}}, args...)
		node, problem = nil, &d
	}
	defer func() {
		if r := recover(); r != nil {
			fail(0, diag.BadYAML, "problem", "unreadable")
		}
	}()
	reader := yaml.NewDecoder(strings.NewReader(string(data)))
	var doc, second yaml.Node
	if err := reader.Decode(&doc); err != nil {
		line, words := yamlProblem(err)
		fail(min(line, strings.Count(string(data), "\n")+1), diag.BadYAML, "problem", words)
		return node, problem
	}
	if err := reader.Decode(&second); err == nil {
		fail(second.Line, diag.SecondDocument)
		return node, problem
	}
	if countNodes(&doc) > maxNodes {
		fail(0, diag.TooLarge, "size", fmt.Sprintf("> %d", maxNodes), "limit", strconv.Itoa(maxNodes))
		return node, problem
	}
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
		return doc.Content[0], nil
	}
	fail(1, diag.BadYAML, "problem", "empty")
	return node, problem
}

func countNodes(n *yaml.Node) int {
	count := 1
	for _, c := range n.Content {
		count += countNodes(c)
	}
	return count
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// yamlProblem takes line and problem out of the library's error, which has no column.
func yamlProblem(err error) (int, string) {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.Atoi(m[1])
		return line, m[2]
	}
	if errors.Is(err, io.EOF) {
		return 1, "empty"
	}
	return 0, strings.TrimPrefix(err.Error(), "yaml: ")
}

func (l *loader) validate(src *source, node *yaml.Node, s *shape) {
	v := &validator{src: src, list: &l.list}
	v.features(node)
	v.object(node, s, "")
}

// Digest returns the hexadecimal SHA-256 over the names and bytes of all files read.
func (rs *Ruleset) Digest() string {
	h := sha256.New()
	for _, s := range rs.Sources {
		var n [8]byte
		binary.BigEndian.PutUint32(n[:4], uint32(len(s.Name)))
		binary.BigEndian.PutUint32(n[4:], uint32(len(s.Bytes)))
		h.Write(n[:])
		h.Write([]byte(s.Name))
		h.Write(s.Bytes)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// SourceMap returns the bytes of all files read, for the snippets of diagnostics.
func (rs *Ruleset) SourceMap() diag.Sources {
	m := diag.Sources{}
	for _, s := range rs.Sources {
		m[s.Name] = s.Bytes
	}
	return m
}

// Fields returns the declarations of the facts, in file order.
func (rs *Ruleset) Fields() []fact.Field {
	fields := make([]fact.Field, len(rs.Facts))
	for i, f := range rs.Facts {
		fields[i] = f.Field
	}
	return fields
}
