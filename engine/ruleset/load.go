package ruleset

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
)

// maxListed is how many problems of a load are told at most.
const maxListed = 200

// Load reads a rule file, the files that it extends (named relative to it), and for each of them the file
// of cases beside it, NAME.test.yaml, all through open and each once: what is checked, hashed and compiled
// are the same bytes. open returns an error that is fs.ErrNotExist for a file that is not
// there, which for a file of cases is no mistake.
//
// The list holds everything wrong, sorted by file and place. The Ruleset is nil when one of the files cannot
// be read as YAML at all. Otherwise it holds what could be understood, so that eval.Compile can find the
// rest of the mistakes, but it is fit for use only when the list has no errors.
func Load(open func(name string) ([]byte, error), name string) (*Ruleset, diag.List) {
	l := &loader{open: open, dirty: map[string]map[int]bool{}}
	l.validator = &validator{&l.list}
	l.merger = &merger{list: &l.list}
	root := l.chain(name, diag.Span{File: name}, nil)
	var rs *Ruleset
	if root != nil && !l.broken {
		rs = l.decode(root)
		rs.File = name
	}
	l.tidy(name)
	return rs, l.list
}

// Remember returns open with a memory: the bytes it gives are kept in sources, so that problems can be
// shown with their lines (diag.Write) even where Load gives no Ruleset.
func Remember(open func(name string) ([]byte, error), sources diag.Sources) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		data, err := open(name)
		if err == nil {
			sources[name] = data
		}
		return data, err
	}
}

// loader reads the files of one ruleset.
type loader struct {
	*validator
	*merger
	open    func(name string) ([]byte, error)
	list    diag.List // what both of them add to
	sources []Source
	// dirty are the lines of each file that hold a forbidden character or an anchor, alias or tag.
	dirty  map[string]map[int]bool
	broken bool // a file was not there or is not YAML
}

// chain reads a file after those it extends, and returns it laid over them. from is the place that names the file;
// above holds the files that led to it.
func (l *loader) chain(name string, from diag.Span, above []string) *node {
	if slices.Contains(above, name) {
		l.list.Add(diag.New(diag.Cycle, from, "path", strings.Join(append(above, name), " → ")))
		l.broken = true
		return nil
	}
	data, err := l.open(name)
	if err != nil {
		l.list.Add(diag.New(diag.NoFile, from, "name", name, "problem", fileProblem(err)))
		l.broken = true
		return nil
	}
	source := Source{Name: name, Bytes: data}
	root := l.read(source)
	if root == nil {
		l.sources = append(l.sources, source)
		l.broken = true
		return nil
	}
	if len(above) > 0 {
		l.version(root)
	}
	var base *node
	if extends := root.get("ruleset").get("extends"); extends != nil && extends.kind == scalarNode && !extends.isEmpty() {
		if beneath, ok := beneath(name, extends.text); ok {
			base = l.chain(beneath, extends.span, append(above, name))
		} else {
			l.list.Add(diag.New(diag.BadValue, extends.span, "key", "extends", "value", extends.text, "want", "province.yaml"))
		}
	}
	l.sources = append(l.sources, source)
	return l.lay(base, l.cases(l.withCalendar(root, name), name))
}

// beneath returns the name of a file that another extends: relative to it, never absolute.
func beneath(name, extends string) (string, bool) {
	if path.IsAbs(extends) || strings.ContainsAny(extends, `\:`) {
		return "", false
	}
	dir := name[:strings.LastIndexAny(name, `/\`)+1]
	if dir == "" {
		return path.Clean(extends), true
	}
	if strings.Contains(dir, `\`) {
		return dir + path.Clean(extends), true
	}
	return path.Join(dir, extends), true
}

// read checks the bytes of a file and reads them as YAML.
func (l *loader) read(s Source) *node {
	f := precheck(s.Name, s.Bytes, &l.list)
	if f == nil {
		return nil
	}
	l.dirty[s.Name] = f.dirty
	root := f.parse()
	if root == nil || !l.form(root, fileShape, "file") {
		return nil
	}
	return root
}

// version checks the version of the format in a file that is extended; that of the file itself is checked with all
// the rest.
func (l *loader) version(root *node) {
	k := fileShape.key("slate")
	if v := root.get(k.name); v != nil {
		l.element(v, k.element, k.name)
		return
	}
	l.add(diag.MissingKey, root.span, "key", k.name, "where", "file")
}

// cases reads the file of cases beside a rule file, if there is one.
func (l *loader) cases(root *node, name string) *node {
	source := Source{Name: companion(name)}
	data, err := l.open(source.Name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			l.list.Add(diag.New(diag.NoFile, diag.Span{File: source.Name}, "name", source.Name, "problem", fileProblem(err)))
		}
		return root
	}
	source.Bytes = data
	l.sources = append(l.sources, source)
	f := precheck(source.Name, data, &l.list)
	if f == nil {
		return root
	}
	l.dirty[source.Name] = f.dirty
	cases := f.parse()
	if cases == nil {
		return root
	}
	if !l.form(cases, testFileShape, "file") {
		return root
	}
	for _, p := range cases.pairs {
		if testFileShape.key(p.key.text) == nil {
			l.unknown(p.key, testFileShape, "file")
		}
	}
	return l.beside(root, cases)
}

// fileProblem says why a file cannot be read.
func fileProblem(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "not found"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	}
	return diag.Visible(err.Error())
}

// decode checks the merged file against its shape, reads it, and checks it as a whole.
func (l *loader) decode(root *node) *Ruleset {
	l.object(root, fileShape, "file")
	d := &decoder{list: &l.list, out: &Ruleset{tree: root, Off: l.off, Sources: l.sources}}
	d.file(root)
	d.check()
	return d.out
}

// tidy sorts the problems, drops those that a forbidden character, anchor, alias or tag on the same line may be the
// cause of, and stops somewhere.
func (l *loader) tidy(name string) {
	l.list.Sort()
	l.list = slices.DeleteFunc(l.list, func(d diag.Diagnostic) bool {
		return d.Code != diag.BadCharacter && d.Code != diag.YAMLFeature && l.dirty[d.Span.File][d.Span.Start.Line]
	})
	if len(l.list) > maxListed {
		l.list = append(l.list[:maxListed], diag.New(diag.TooMany, diag.Span{File: name}, "limit", strconv.Itoa(maxListed)))
	}
}
