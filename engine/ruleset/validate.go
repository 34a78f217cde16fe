package ruleset

import (
	"regexp"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"slate/engine/diag"
	"slate/engine/fact"
)

// validator holds a parsed file against its shape and reports everything that differs.
type validator struct {
	src  *source
	list *diag.List
}

func (v *validator) add(code diag.Code, span diag.Span, args ...string) {
	v.list.Add(diag.New(code, span, args...))
}

// features refuses anchors, aliases, merge keys and tags anywhere.
func (v *validator) features(n *yaml.Node) {
	feature := ""
	switch {
	case n.Kind == yaml.AliasNode:
		feature = "alias"
	case n.Anchor != "":
		feature = "anchor"
	case n.Style&yaml.TaggedStyle != 0:
		feature = "tag"
	}
	if feature != "" {
		v.add(diag.YAMLFeature, v.src.span(n), "feature", feature)
	}
	if n.Kind == yaml.AliasNode {
		return
	}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && c.Value == "<<" && c.Style == 0 {
			v.add(diag.YAMLFeature, v.src.span(c), "feature", "merge key")
		}
		v.features(c)
	}
}

// element checks a value against what its key takes. key names it in messages.
func (v *validator) element(n *yaml.Node, e *element, key string) {
	switch e.kind {
	case kObject:
		v.object(n, e.shape, key)
	case kList:
		v.sequence(n, e, key)
	case kMap:
		v.mapping(n, e, key)
	case kThen:
		v.either(n, key, &element{kind: kMap, elem: &element{kind: kScalar}}, yaml.MappingNode)
	case kTest:
		v.either(n, key, &element{kind: kList, elem: &element{kind: kScalar}}, yaml.SequenceNode)
	case kGiven:
		v.given(n, key)
	case kWeights:
		v.weights(n, key)
	default:
		v.single(n, e, key)
	}
}

// either takes a single value, or the other form where the node is of that kind.
func (v *validator) either(n *yaml.Node, key string, other *element, when yaml.Kind) {
	if n.Kind == when {
		v.element(n, other, key)
		return
	}
	v.single(n, &element{kind: kScalar}, key)
}

var givenShape = &shape{name: "given", keys: []key{
	{name: "value", doc: "The value.", required: true, element: of(kNullable)},
	{name: "on", doc: "The day it is good for.", element: of(kDate)},
}}

func (v *validator) given(n *yaml.Node, key string) {
	switch n.Kind {
	case yaml.MappingNode:
		v.object(n, givenShape, key)
	case yaml.SequenceNode:
		v.sequence(n, &element{kind: kList, elem: &element{kind: kScalar}}, key)
	default:
		v.single(n, &element{kind: kNullable}, key)
	}
}

var weightsShape = &shape{name: "weights", keys: []key{
	need(list("ahp", "The pairwise matrix, row by row.", element{kind: kList, elem: &element{kind: kScalar}})),
}}

func (v *validator) weights(n *yaml.Node, key string) {
	if n.Kind == yaml.MappingNode {
		v.object(n, weightsShape, key)
		return
	}
	v.single(n, &element{kind: kEnum, enum: []string{"entropy"}}, key)
}

func kindWord(k yaml.Kind) string {
	switch k {
	case yaml.MappingNode:
		return "mapping"
	case yaml.SequenceNode:
		return "list"
	}
	return "single value"
}

// shapeOf reports a node of the wrong kind.
func (v *validator) shapeOf(n *yaml.Node, want yaml.Kind, key string) bool {
	if n.Kind == want {
		return true
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" && want != yaml.ScalarNode {
		v.null(n, key)
		return false
	}
	if n.Kind == yaml.ScalarNode && v.fullWidth(n) {
		return false
	}
	v.add(diag.WrongShape, v.src.span(n), "key", key, "want", kindWord(want), "got", kindWord(n.Kind))
	return false
}

func (v *validator) sequence(n *yaml.Node, e *element, key string) {
	if !v.shapeOf(n, yaml.SequenceNode, key) {
		return
	}
	for _, c := range n.Content {
		v.element(c, e.elem, key)
	}
}

func (v *validator) mapping(n *yaml.Node, e *element, key string) {
	if !v.shapeOf(n, yaml.MappingNode, key) {
		return
	}
	v.duplicates(n)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if v.single(n.Content[i], &element{kind: kText}, key); !v.fullWidthKey(n.Content[i]) {
			v.element(n.Content[i+1], e.elem, n.Content[i].Value)
		}
	}
}

func (v *validator) duplicates(n *yaml.Node) {
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if f, ok := first[k.Value]; ok {
			v.list.Add(diag.New(diag.DuplicateKey, v.src.span(k), "key", k.Value).WithRelated(v.src.span(f)))
		} else {
			first[k.Value] = k
		}
	}
}

// object checks a mapping against its shape.
func (v *validator) object(n *yaml.Node, s *shape, key string) {
	if !v.shapeOf(n, yaml.MappingNode, key) {
		return
	}
	v.duplicates(n)
	present := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		present[n.Content[i].Value] = true
		v.member(n.Content[i], n.Content[i+1], s)
	}
	if s.off && present["off"] {
		return
	}
	where := s.name
	if key != where && key != "" {
		where = key
	}
	for _, k := range s.keys {
		if k.required && !present[k.name] {
			v.add(diag.MissingKey, v.src.span(n), "key", k.name, "where", where)
		}
	}
	v.one(n, s, present, where)
}

func (v *validator) member(name, value *yaml.Node, s *shape) {
	if k := s.key(name.Value); k != nil {
		v.element(value, &k.element, name.Value)
		return
	}
	if s.off && name.Value == "off" {
		v.single(value, &element{kind: kText}, "off")
		return
	}
	if s == expectShape {
		v.expectation(name, value)
		return
	}
	if v.fullWidthKey(name) {
		return
	}
	d := diag.New(diag.UnknownKey, v.src.span(name), "key", name.Value, "where", s.name)
	if near, ok := diag.Nearest(name.Value, s.names()); ok {
		d = d.WithHint(diag.DidYouMean, "name", near)
	} else {
		d = d.WithHint(diag.OneOfThese, "list", strings.Join(s.names(), ", "))
	}
	v.list.Add(d)
}

// expectation checks a key of `expect`: one of its own, or a tier with its verdict.
func (v *validator) expectation(name, value *yaml.Node) {
	for i := range expectKeys {
		if expectKeys[i].name == name.Value {
			v.element(value, &expectKeys[i].element, name.Value)
			return
		}
	}
	v.single(value, &element{kind: kEnum, enum: []string{"pass", "fail", "undecided"}}, name.Value)
}

func (s *shape) names() []string {
	names := make([]string, len(s.keys))
	for i := range s.keys {
		names[i] = s.keys[i].name
	}
	return names
}

func (v *validator) one(n *yaml.Node, s *shape, present map[string]bool, where string) {
	if len(s.oneOf) == 0 {
		return
	}
	var got []string
	for _, name := range s.oneOf {
		if present[name] {
			got = append(got, name)
		}
	}
	if len(got) != 1 {
		v.add(diag.OneOf, v.src.span(n), "where", where, "keys", strings.Join(s.oneOf, ", "), "got", strings.Join(got, ", "))
	}
}

var (
	plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
	plainWhole  = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)
	// numberLike is what YAML would take for a number, or a person would mean as one.
	numberLike = regexp.MustCompile(`^[-+.]?[0-9][0-9_.eExXobB+-]*$|^[-+]?\.(inf|nan|Inf|NaN|INF|NAN)$`)
	dateLike   = regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}`)
)

func quoted(n *yaml.Node) bool {
	return n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

func (v *validator) null(n *yaml.Node, key string) {
	if n.Value == "" {
		v.add(diag.EmptyValue, v.src.span(n), "key", key)
		return
	}
	v.add(diag.NullValue, v.src.span(n), "where", key)
}

// single checks a single value.
func (v *validator) single(n *yaml.Node, e *element, key string) {
	if !v.shapeOf(n, yaml.ScalarNode, key) {
		return
	}
	if n.Tag == "!!null" {
		if e.kind != kNullable || n.Value == "" {
			v.null(n, key)
		}
		return
	}
	span := v.src.span(n)
	switch e.kind {
	case kText, kID:
		v.plainText(n, key, e.kind == kID)
	case kInt:
		if quoted(n) || !plainWhole.MatchString(n.Value) || len(n.Value) > 9 {
			v.add(diag.BadNumber, span, "text", n.Value)
		}
	case kNumber:
		v.number(n)
	case kBool:
		if quoted(n) || n.Value != "true" && n.Value != "false" {
			v.add(diag.BadBool, span, "text", n.Value)
		}
	case kDate:
		v.date(n)
	case kExpr:
		v.expression(n, key)
	case kPeriod:
		if _, err := fact.ParsePeriod(n.Value); err != nil {
			v.add(diag.BadPeriod, span, "text", n.Value)
		}
	case kInterval:
		if _, err := fact.ParseInterval(n.Value); err != nil {
			v.add(diag.BadInterval, span, "text", n.Value)
		}
	case kPercent:
		if !plainNumber.MatchString(strings.TrimSuffix(n.Value, "%")) || !strings.HasSuffix(n.Value, "%") {
			v.list.Add(diag.New(diag.BadNumber, span, "text", n.Value).WithHint(diag.UseShare))
		}
	case kEnum:
		v.word(n, e.enum, key)
	case kCost:
		if n.Value != "true" && n.Value != "cost" {
			v.word(n, []string{"true", "cost"}, key)
		}
	case kScalar, kNullable:
		v.scalar(n)
	}
}

// plainText checks a text: YAML would read an unquoted code such as 0123 or a date as something else.
func (v *validator) plainText(n *yaml.Node, key string, isID bool) {
	if v.fullWidth(n) {
		return
	}
	if strings.TrimSpace(n.Value) == "" {
		v.add(diag.EmptyValue, v.src.span(n), "key", key)
	}
	if isID && strings.ContainsFunc(n.Value, unicode.IsSpace) {
		v.add(diag.BadName, v.src.span(n), "name", n.Value)
	}
	if !quoted(n) && dateLike.MatchString(n.Value) {
		v.add(diag.UnquotedDate, v.src.span(n), "text", n.Value)
	}
}

func (v *validator) number(n *yaml.Node) {
	if quoted(n) || !plainNumber.MatchString(n.Value) {
		v.add(diag.BadNumber, v.src.span(n), "text", n.Value)
		return
	}
	if _, err := fact.ParseNumber(n.Value); err != nil {
		v.add(diag.BadNumber, v.src.span(n), "text", n.Value)
	}
}

func (v *validator) date(n *yaml.Node) {
	span := v.src.span(n)
	if !quoted(n) {
		v.add(diag.UnquotedDate, span, "text", n.Value)
		return
	}
	if _, err := fact.ParseDate(n.Value); err != nil {
		v.add(diag.BadDate, span, "text", n.Value)
	}
}

// expression checks that an expression is quoted, and warns of a comment right behind it.
func (v *validator) expression(n *yaml.Node, key string) {
	if !quoted(n) {
		v.add(diag.Unquoted, v.src.span(n), "what", key)
		return
	}
	if n.LineComment != "" {
		v.add(diag.CommentCut, v.src.span(n), "text", n.LineComment)
	}
}

func (v *validator) word(n *yaml.Node, words []string, key string) {
	for _, w := range words {
		if w == n.Value {
			return
		}
	}
	d := diag.New(diag.BadValue, v.src.span(n), "key", key, "value", n.Value, "want", strings.Join(words, ", "))
	if near, ok := diag.Nearest(n.Value, words); ok {
		d = d.WithHint(diag.DidYouMean, "name", near)
	}
	v.list.Add(d)
}

// scalar checks a value whose type another key declares: what YAML would read in its own way is refused
// here, the rest when the type is known.
func (v *validator) scalar(n *yaml.Node) {
	if quoted(n) {
		return
	}
	switch {
	case dateLike.MatchString(n.Value):
		v.add(diag.UnquotedDate, v.src.span(n), "text", n.Value)
	case numberLike.MatchString(n.Value) && !plainNumber.MatchString(n.Value):
		v.add(diag.BadNumber, v.src.span(n), "text", n.Value)
	default:
		v.fullWidth(n)
	}
}

// plainMarks maps full-width punctuation to what YAML needs.
var plainMarks = map[rune]string{'：': ":", '，': ",", '［': "[", '］': "]", '｛': "{", '｝': "}", '【': "[", '】': "]", '“': "\"", '”': "\"", '　': " ", '＃': "#"}

func isMark(r rune) bool {
	_, ok := plainMarks[r]
	return ok
}

// fullWidth reports a value in which a full-width mark has swallowed the structure: 权重：30 read as
// one text.
func (v *validator) fullWidth(n *yaml.Node) bool {
	if quoted(n) {
		return false
	}
	for i, r := range []rune(n.Value) {
		if (r == '：' && looksLikeKey(n.Value)) || r == '　' && i == 0 {
			v.mark(n, i, r)
			return true
		}
	}
	return false
}

// looksLikeKey reports whether the text before the full-width colon could be a key: one short word.
func looksLikeKey(s string) bool {
	word, _, _ := strings.Cut(s, "：")
	return word != "" && len([]rune(word)) <= 12 && !strings.ContainsAny(word, " ，。、")
}

func (v *validator) mark(n *yaml.Node, i int, r rune) {
	at := v.src.text(n).Sub(i, i+1)
	v.list.Add(diag.New(diag.FullWidth, at, "char", string(r), "plain", plainMarks[r]).WithHint(diag.UsePlain, "char", plainMarks[r]))
}

// fullWidthKey reports a key that begins with full-width indentation or holds a full-width mark.
func (v *validator) fullWidthKey(n *yaml.Node) bool {
	if quoted(n) {
		return false
	}
	for i, r := range []rune(n.Value) {
		if isMark(r) {
			v.mark(n, i, r)
			return true
		}
	}
	return false
}
