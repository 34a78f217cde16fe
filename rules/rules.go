// Package rules embeds the rule files that ship with slate, their manual and their schema.
package rules

import "embed"

// FS holds the shipped rule files (*.yaml), the calendars they name (calendars/*.yaml), the manual (README.md) and the JSON Schema for editors (rules.schema.json).
//
//go:embed *.yaml calendars/*.yaml rules.schema.json README.md
var FS embed.FS
