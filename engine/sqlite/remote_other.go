//go:build !linux

package sqlite

import "strings"

// remote reports whether a file is on a network drive, as far as its name shows it: \\server\share.
var remote = func(path string) bool {
	return strings.HasPrefix(path, `\\`) || strings.HasPrefix(path, "//")
}
