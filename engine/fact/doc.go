// Package fact holds the values that rules are about: exact numbers, civil dates, choices,
// truth in three values, and the reason why a value is missing.
//
// Nothing here is a float and nothing reads a clock. A value that is not known carries why: the
// zero Value is one that nobody supplied, the zero Truth is Unknown, so what was
// forgotten never qualifies anyone.
package fact
