package paper

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"slate/engine/diag"
)

// Records of an enhanced metafile, by their numbers in the format [MS-EMF].
const (
	emrHeader     = 1
	emrPolygon    = 3
	emrPolyline   = 4
	emrWindowExt  = 9
	emrWindowOrg  = 10
	emrViewExt    = 11
	emrViewOrg    = 12
	emrEOF        = 14
	emrMapMode    = 17
	emrBackground = 18
	emrTextAlign  = 22
	emrTextColour = 24
	emrSelect     = 37
	emrBrush      = 39
	emrDelete     = 40
	emrEllipse    = 42
	emrFont       = 82
	emrText       = 84
	emrPen        = 95
)

// Handles of what is drawn with: one of each kind at a time.
const (
	handlePen = 1 + iota
	handleBrush
	handleFont
	handleCount
	stockNoBrush = -1<<31 | 5
	stockNoPen   = -1<<31 | 8
)

// metafile draws a picture as an enhanced metafile, which keeps lines and letters. It knows rectangles, lines, paths of straight lines, circles
// and text in plain colours, and has one of two patterns for a pattern of a rectangle; of anything else it says that it cannot. wide and high are in tenths of a unit of the picture.
func metafile(svg *node) (file []byte, wide, high int, ok bool) {
	x, y, w, h, ok := svg.size()
	if !ok {
		return nil, 0, 0, false
	}
	m := metaWriter{records: 1, dotted: map[string]bool{}, x: tenth(x), y: tenth(y), wide: tenth(w), high: tenth(h)}
	if m.wide < 1 || m.high < 1 || m.wide > 1<<20 || m.high > 1<<20 {
		return nil, 0, 0, false
	}
	m.begin()
	if !m.children(svg, drawing{fill: "black", stroke: "none", width: 1000, font: 16_000}.with(svg)) {
		return nil, 0, 0, false
	}
	m.record(emrEOF, 0, 16, 20)
	return append(m.header(), m.out.Bytes()...), m.wide, m.high, true
}

// tenth turns thousandths into tenths.
func tenth(milli int) int {
	if milli < 0 {
		return -((-milli + 50) / 100)
	}
	return (milli + 50) / 100
}

// drawing is how an element is drawn; what it does not say itself, it has from what it stands in.
type drawing struct {
	fill, stroke, anchor, dashes, baseline string
	width, font, thin                      int // in thousandths; thin is how much of the paper shows through a line
	dx, dy                                 int // in tenths
	bold                                   bool
	strange                                bool // something that a metafile cannot show
}

func (d drawing) with(n *node) drawing {
	for _, a := range n.attrs {
		value := strings.TrimSpace(a[1])
		switch a[0] {
		case "fill":
			d.fill = value
		case "stroke":
			d.stroke = value
		case "stroke-dasharray":
			d.dashes = value
		case "text-anchor":
			d.anchor = value
		case "dominant-baseline":
			d.baseline = value
		case "font-weight":
			d.bold = value == "bold" || value >= "600" && value <= "900"
		case "stroke-width":
			d.width = d.number(value)
		case "font-size":
			d.font = d.number(value)
		case "stroke-opacity":
			d.thin = 1000 - d.number(value)
		case "transform":
			d.transform(n, value)
		case "style", "opacity", "fill-opacity", "clip-path":
			d.strange = true
		}
	}
	return d
}

func (d *drawing) number(s string) int {
	n, ok := milli(s)
	d.strange = d.strange || !ok
	return n
}

// transform moves a drawing; a turned text is left to text.
func (d *drawing) transform(n *node, value string) {
	if n.name == "text" && strings.HasPrefix(value, "rotate(") {
		return
	}
	inside, ok := strings.CutPrefix(value, "translate(")
	inside, closed := strings.CutSuffix(inside, ")")
	parts := strings.FieldsFunc(inside, func(r rune) bool { return r == ' ' || r == ',' })
	if !ok || !closed || len(parts) == 0 || len(parts) > 2 {
		d.strange = true
		return
	}
	d.dx += tenth(d.number(parts[0]))
	if len(parts) == 2 {
		d.dy += tenth(d.number(parts[1]))
	}
}

type metaWriter struct {
	out                       bytes.Buffer
	records                   int
	x, y, wide, high          int
	hasPen, hasBrush, hasFont bool
	dotted                    map[string]bool // the patterns, by how a fill names them
}

// record writes a record of 32-bit values.
func (m *metaWriter) record(kind int, values ...int) {
	m.records++
	binary.Write(&m.out, binary.LittleEndian, [2]uint32{uint32(kind), uint32(8 + 4*len(values))})
	for _, v := range values {
		binary.Write(&m.out, binary.LittleEndian, uint32(int64(v)))
	}
}

// header goes before the records, which it counts.
func (m *metaWriter) header() []byte {
	const length = 108
	var b bytes.Buffer
	high := 15_600 * m.high / m.wide // the frame, in hundredths of a millimetre: as wide as the text of a page
	for _, v := range []int{emrHeader, length, 0, 0, m.wide - 1, m.high - 1, 0, 0, 15_600, high, 0x464d4520, 0x10000, length + m.out.Len(), m.records,
		handleCount, 0, 0, 0, m.wide, m.high, 156, max(high/100, 1), 0, 0, 0, 156_000, max(high*10, 1)} {
		binary.Write(&b, binary.LittleEndian, uint32(v))
	}
	return b.Bytes()
}

func (m *metaWriter) begin() {
	const anisotropic, transparent = 8, 1
	m.record(emrMapMode, anisotropic)
	m.record(emrWindowOrg, m.x, m.y)
	m.record(emrWindowExt, m.wide, m.high)
	m.record(emrViewOrg, 0, 0)
	m.record(emrViewExt, m.wide, m.high)
	m.record(emrBackground, transparent)
}

func (m *metaWriter) children(n *node, d drawing) bool {
	for _, c := range n.children {
		if c.name != "" && !m.draw(c, d.with(c)) {
			return false
		}
	}
	return true
}

func (m *metaWriter) draw(n *node, d drawing) bool {
	if d.strange {
		return false
	}
	switch n.name {
	case "title", "desc":
		return true
	case "defs":
		return m.patterns(n)
	case "g":
		return m.children(n, d)
	case "text":
		return m.text(n, d)
	case "rect":
		return m.rectangle(n, d)
	case "circle", "ellipse":
		return m.ellipse(n, d)
	case "line":
		x, y, ok := m.points(d, n.attr("x1"), n.attr("y1"), n.attr("x2"), n.attr("y2"))
		return ok && m.lines(d, [][]int{x, y}, false)
	case "polyline", "polygon":
		x, y, ok := m.points(d, strings.FieldsFunc(n.attr("points"), func(r rune) bool { return r == ' ' || r == ',' || r == '\n' })...)
		return ok && m.shape(d, [][]int{x, y}, n.name == "polygon")
	case "path":
		return m.path(n.attr("d"), d)
	}
	return false
}

// patterns notes for each pattern whether it is of dots; it is of leaning lines otherwise.
func (m *metaWriter) patterns(defs *node) bool {
	for _, n := range defs.children {
		if n.name != "pattern" {
			return false
		}
		m.dotted["url(#"+n.attr("id")+")"] = slices.ContainsFunc(n.children, func(c *node) bool { return c.name == "circle" })
	}
	return true
}

// hatchStep is how far the lines or dots of a pattern are from each other, in tenths.
const hatchStep = 60

// hatch fills a rectangle with a pattern: programs do not agree on the hatches that metafiles have of their own.
func (m *metaWriter) hatch(dots bool, left, top, right, bottom int) {
	m.use(drawing{fill: "white", stroke: "none"})
	m.poly(emrPolygon, [][]int{{left, right, right, left}, {top, top, bottom, bottom}})
	if dots {
		m.use(drawing{fill: "black", stroke: "none"})
		for y := top + hatchStep/2; y+18 < bottom; y += hatchStep {
			for x := left + hatchStep/2; x+18 < right; x += hatchStep {
				m.poly(emrPolygon, [][]int{{x, x + 18, x + 18, x}, {y, y, y + 18, y + 18}})
			}
		}
		return
	}
	m.use(drawing{fill: "none", stroke: "black", width: 1000})
	high := bottom - top
	for foot := left - high + hatchStep/2; foot < right; foot += hatchStep {
		// A line that rises by as much as it goes to the right, cut off at the sides.
		from, to := max(foot, left), min(foot+high, right)
		m.poly(emrPolyline, [][]int{{from, to}, {bottom - (from - foot), bottom - (to - foot)}})
	}
}

// points reads coordinates, in pairs.
func (m *metaWriter) points(d drawing, values ...string) (x, y []int, ok bool) {
	if len(values)%2 != 0 || len(values) == 0 {
		return nil, nil, false
	}
	for i, v := range values {
		if v == "" {
			v = "0"
		}
		n, ok := milli(v)
		if !ok {
			return nil, nil, false
		}
		if i%2 == 0 {
			x = append(x, tenth(n)+d.dx)
		} else {
			y = append(y, tenth(n)+d.dy)
		}
	}
	return x, y, true
}

// shape fills what the points go around, then draws the line along them.
func (m *metaWriter) shape(d drawing, points [][]int, closed bool) bool {
	if d.fill != "none" && len(points[0]) > 2 {
		inside := d
		inside.stroke = "none"
		if !m.use(inside) {
			return false
		}
		m.poly(emrPolygon, points)
	}
	return m.lines(d, points, closed)
}

func (m *metaWriter) lines(d drawing, points [][]int, closed bool) bool {
	if d.stroke == "none" {
		return true
	}
	d.fill = "none"
	if !m.use(d) {
		return false
	}
	if closed {
		m.poly(emrPolygon, points)
	} else {
		m.poly(emrPolyline, points)
	}
	return true
}

func (m *metaWriter) poly(kind int, points [][]int) {
	values := []int{0, 0, m.wide, m.high, len(points[0])}
	for i := range points[0] {
		values = append(values, points[0][i], points[1][i])
	}
	m.record(kind, values...)
}

func (m *metaWriter) rectangle(n *node, d drawing) bool {
	x, y, ok := m.points(d, n.attr("x"), n.attr("y"))
	w, wideOK := milli(n.attr("width"))
	h, highOK := milli(n.attr("height"))
	if n.attr("width") == "100%" && n.attr("height") == "100%" {
		w, h, wideOK, highOK = m.wide*100, m.high*100, true, true
	}
	if !ok || !wideOK || !highOK || w < 0 || h < 0 {
		return false
	}
	if w == 0 || h == 0 {
		return true
	}
	right, bottom := x[0]+tenth(w), y[0]+tenth(h)
	corners := [][]int{{x[0], right, right, x[0]}, {y[0], y[0], bottom, bottom}}
	if dots, ok := m.dotted[d.fill]; ok {
		m.hatch(dots, x[0], y[0], right, bottom)
		return m.lines(d, corners, true)
	}
	return m.shape(d, corners, true)
}

func (m *metaWriter) ellipse(n *node, d drawing) bool {
	wide, high := n.attr("rx"), n.attr("ry")
	if n.name == "circle" {
		wide, high = n.attr("r"), n.attr("r")
	}
	x, y, ok := m.points(d, n.attr("cx"), n.attr("cy"))
	rx, xOK := milli(wide)
	ry, yOK := milli(high)
	if !ok || !xOK || !yOK || !m.use(d) {
		return false
	}
	m.record(emrEllipse, x[0]-tenth(rx), y[0]-tenth(ry), x[0]+tenth(rx), y[0]+tenth(ry))
	return true
}

// path draws a path of straight lines.
func (m *metaWriter) path(path string, d drawing) bool {
	var x, y []int
	var at, start [2]int // in thousandths
	finish := func(closed bool) bool {
		ok := len(x) < 2 || m.shape(d, [][]int{x, y}, closed)
		x, y = nil, nil
		return ok
	}
	steps, ok := pathSteps(path)
	if !ok {
		return false
	}
	for _, s := range steps {
		relative := s.command >= 'a'
		base := [2]int{}
		if relative {
			base = at
		}
		switch s.command {
		case 'M', 'm':
			if !finish(false) {
				return false
			}
			at = [2]int{base[0] + s.a, base[1] + s.b}
			start = at
		case 'L', 'l':
			at = [2]int{base[0] + s.a, base[1] + s.b}
		case 'H', 'h':
			at[0] = base[0] + s.a
		case 'V', 'v':
			at[1] = base[1] + s.a
		case 'Z', 'z':
			if !finish(true) {
				return false
			}
			at = start
			continue
		}
		x, y = append(x, tenth(at[0])+d.dx), append(y, tenth(at[1])+d.dy)
	}
	return finish(false)
}

// pathStep is a command of a path with its one or two numbers.
type pathStep struct {
	command byte
	a, b    int
}

// pathSteps reads a path; a command other than straight lines makes it fail.
func pathSteps(path string) ([]pathStep, bool) {
	numbers := map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'Z': 0}
	var steps []pathStep
	var command byte
	for rest := strings.TrimLeft(path, " ,\n\t"); rest != ""; rest = strings.TrimLeft(rest, " ,\n\t") {
		fresh := false
		if c := rest[0]; c >= 'A' && c <= 'z' {
			command, rest, fresh = c, rest[1:], true
		}
		want, ok := numbers[command&^0x20]
		if !ok || !fresh && want == 0 {
			return nil, false
		}
		s := pathStep{command: command}
		for i := range want {
			var n int
			if n, rest, ok = nextNumber(rest); !ok {
				return nil, false
			}
			if i == 0 {
				s.a = n
			} else {
				s.b = n
			}
		}
		steps = append(steps, s)
		switch command {
		case 'M':
			command = 'L' // what follows a move without a command of its own are lines
		case 'm':
			command = 'l'
		}
	}
	return steps, true
}

func nextNumber(s string) (n int, rest string, ok bool) {
	s = strings.TrimLeft(s, " ,\n\t")
	end, pointed := 0, false
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' && !pointed || end == 0 && s[end] == '-') {
		pointed = pointed || s[end] == '.'
		end++
	}
	n, ok = milli(s[:end])
	return n, s[end:], ok
}

// use chooses the pen and the brush of a drawing.
func (m *metaWriter) use(d drawing) bool {
	const solid, dashed = 0, 1
	const geometric, flatEnds = 0x10000, 0x200
	if d.stroke == "none" {
		m.record(emrSelect, stockNoPen)
	} else {
		c, ok := colour(d.stroke)
		if !ok || d.thin < 0 || d.thin > 1000 {
			return false
		}
		c = paler(c, d.thin)
		kind := solid
		if d.dashes != "" && d.dashes != "none" {
			kind = dashed
		}
		m.forget(&m.hasPen, handlePen, stockNoPen)
		m.record(emrPen, handlePen, 0, 0, 0, 0, geometric|flatEnds|kind, max(tenth(d.width), 1), 0, c, 0, 0)
		m.record(emrSelect, handlePen)
	}
	if d.fill == "none" {
		m.record(emrSelect, stockNoBrush)
		return true
	}
	c, ok := colour(d.fill)
	if !ok {
		return false
	}
	m.forget(&m.hasBrush, handleBrush, stockNoBrush)
	m.record(emrBrush, handleBrush, 0, c, 0)
	m.record(emrSelect, handleBrush)
	return true
}

// forget lets go of what a handle held before.
func (m *metaWriter) forget(used *bool, handle, stock int) {
	if *used {
		m.record(emrSelect, stock)
		m.record(emrDelete, handle)
	}
	*used = true
}

// paler mixes a colour with so many thousandths of white: metafiles have nothing that one sees through.
func paler(c, white int) int {
	mixed := 0
	for shift := 0; shift < 24; shift += 8 {
		part := c >> shift & 0xff
		mixed |= (part + (255-part)*white/1000) << shift
	}
	return mixed
}

// colours are the names of colours that pictures use.
var colours = map[string]string{"black": "#000000", "white": "#ffffff", "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0", "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3",
	"darkgray": "#a9a9a9", "dimgray": "#696969", "red": "#ff0000", "green": "#008000", "blue": "#0000ff", "currentColor": "#000000"}

// colour reads a colour as a metafile has it: blue, green, red from the highest byte down.
func colour(s string) (int, bool) {
	if name, ok := colours[s]; ok {
		s = name
	}
	digits, ok := strings.CutPrefix(s, "#")
	if ok && len(digits) == 3 {
		digits = strings.Repeat(digits[:1], 2) + strings.Repeat(digits[1:2], 2) + strings.Repeat(digits[2:], 2)
	}
	n, err := strconv.ParseUint(digits, 16, 24)
	if !ok || len(digits) != 6 || err != nil {
		return 0, false
	}
	return int(n>>16 | n&0xff00 | n&0xff<<16), true
}

// text writes the words of a text element, in one look. Runs of Latin and of other letters are placed each for itself, in the face of its
// letters, since programs do not agree on how wide the one is in the other's.
func (m *metaWriter) text(n *node, d drawing) bool {
	for _, c := range n.children {
		if c.name == "tspan" && len(c.attrs) > 0 {
			return false
		}
	}
	c, known := colour(d.fill)
	x, y, ok := m.points(d, n.attr("x"), n.attr("y"))
	turn, turned := turnOf(n)
	if !known || !ok || !turned {
		return false
	}
	size := tenth(d.font)
	runs := runsOf(n.content(), size)
	wide := 0
	for _, r := range runs {
		wide += sum(r.advances)
	}
	// Where the text begins, and how the next run stands from the one before, along the line and down.
	along, down := 1, 0
	if turn == 900 {
		along, down = 0, -1
	}
	back := map[string]int{"middle": wide / 2, "end": wide}[d.anchor]
	drop := 0
	if d.baseline == "middle" || d.baseline == "central" {
		drop = size * 35 / 100
	}
	at := [2]int{x[0] - along*back - down*drop, y[0] - down*back + along*drop}
	if d.stroke == "white" && turn == 0 { // letters that stand out from what is below them
		m.use(drawing{fill: "white", stroke: "none"})
		m.poly(emrPolygon, [][]int{{at[0], at[0] + wide, at[0] + wide, at[0]}, {at[1] - size, at[1] - size, at[1] + size/5, at[1] + size/5}})
	}
	const baseline = 24
	m.record(emrTextColour, c)
	m.record(emrTextAlign, baseline)
	for _, r := range runs {
		m.font(d, r.face, turn)
		m.words(r, at[0], at[1])
		at[0] += along * sum(r.advances)
		at[1] += down * sum(r.advances)
	}
	return true
}

// run is a piece of text in one face, in units of UTF-16 with how far each moves on.
type run struct {
	face     string
	units    []uint16
	advances []int
}

func runsOf(text string, size int) []run {
	var runs []run
	for _, r := range text {
		face, advance := chineseFace, size
		if diag.Width(string(r)) < 2 {
			face, advance = latinFace, size*latinWidth(r)/1000
		}
		if len(runs) == 0 || runs[len(runs)-1].face != face {
			runs = append(runs, run{face: face})
		}
		last := &runs[len(runs)-1]
		for i, unit := range utf16.Encode([]rune{r}) {
			if i > 0 {
				advance = 0
			}
			last.units, last.advances = append(last.units, unit), append(last.advances, advance)
		}
	}
	return runs
}

// The faces of metafiles: those that every system has, or has another of the same widths for.
const (
	chineseFace = "SimSun"
	latinFace   = "Arial"
)

// latinWidths are the widths of the letters from space to ~ in Arial and its like, in thousandths of the size.
var latinWidths = [...]int{278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584}

func latinWidth(r rune) int {
	if i := int(r - ' '); i >= 0 && i < len(latinWidths) {
		return latinWidths[i]
	}
	return 556
}

// turnOf reads how far a text is turned around its own place, in tenths of a degree against the clock: not at all, or by a right angle.
func turnOf(n *node) (int, bool) {
	value := n.attr("transform")
	inside, ok := strings.CutPrefix(value, "rotate(")
	if !ok {
		return 0, true // a move is the drawing's
	}
	parts := strings.FieldsFunc(strings.TrimSuffix(inside, ")"), func(r rune) bool { return r == ' ' || r == ',' })
	if len(parts) != 3 || parts[1] != n.attr("x") || parts[2] != n.attr("y") {
		return 0, false
	}
	degrees, ok := milli(parts[0])
	return -degrees / 100, ok && (degrees == 0 || degrees == -90_000)
}

func (m *metaWriter) font(d drawing, face string, turn int) {
	const object = 320 // bytes of a LogFontPanose
	const chinese = 134
	weight, charset := 400, 0
	if face == chineseFace {
		charset = chinese
	}
	if d.bold {
		weight = 700
	}
	if m.hasFont {
		m.record(emrDelete, handleFont)
	}
	m.hasFont = true
	m.records++
	for _, v := range []int{emrFont, 12 + object, handleFont, -tenth(d.font), 0, turn, turn, weight} {
		binary.Write(&m.out, binary.LittleEndian, int32(v))
	}
	m.out.Write([]byte{0, 0, 0, byte(charset), 0, 0, 0, 0})
	name := make([]uint16, (object-28)/2)
	copy(name, utf16.Encode([]rune(face)))
	binary.Write(&m.out, binary.LittleEndian, name)
	m.record(emrSelect, handleFont)
}

// words writes a run with the width of each of its letters.
func (m *metaWriter) words(r run, x, y int) {
	const fixed = 76
	n := len(r.units)
	padded := (2*n + 3) / 4 * 4
	m.records++
	const placed, one = 2, 0x3f800000 // widths hold as they are; scales of one
	for _, v := range []int{emrText, fixed + padded + 4*n, 0, 0, m.wide, m.high, placed, one, one, x, y, n, fixed, 0, 0, 0, 0, 0, fixed + padded} {
		binary.Write(&m.out, binary.LittleEndian, uint32(int64(v)))
	}
	binary.Write(&m.out, binary.LittleEndian, r.units)
	m.out.Write(make([]byte, padded-2*n))
	for _, a := range r.advances {
		binary.Write(&m.out, binary.LittleEndian, uint32(a))
	}
}
