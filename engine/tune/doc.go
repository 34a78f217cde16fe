// Package tune shows what a rule file really does before it is adopted: whom a change moves and which
// edit moved them, what each value of a parameter would mean, how firm the weights are, and how the rules
// compare with lists that people chose.
//
// Everything here runs the same Program over the same people as package engine: a mixture of two rulesets is
// compiled and judged like any other, and what is solved from a trace is confirmed by judging again.
package tune
