package report

import "maps"

// The words about changes of a rule file that no case can notice.
const (
	wEquivalent word = 9000 + iota
	wEquivalentWhy
	wUnjudged
)

var mutantWords = map[word][2]string{
	wEquivalent:    {"谁也不受影响的改动", "changes that affect nobody"},
	wEquivalentWhy: {"已经证明：改不改，每个可能的人的结论、否决、得分和等次都一样，不必加案例；这里写的可能是多余的条件。", "It is proved: with or without them everybody there could be has the same verdicts, vetoes, score and grade. No case is missing; what stands there may be superfluous."},
	wUnjudged:      {"已经证明：任何人的结论、否决、得分和等次都不变；能变的只是算出的值、表的结果、先后或名额，或者另一个截止日期的结果，请人工核对。", "It is proved: nobody's verdicts, vetoes, score or grade change. Only a derived value, what a table gives, the order or seats could, or another cut-off date: check by hand."},
}

func init() { maps.Copy(vocabulary, mutantWords) }
