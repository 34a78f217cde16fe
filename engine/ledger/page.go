package ledger

import _ "embed"

// Page is a page for browsers that checks a proof file dropped on it, without a network: it may lie in a folder.
//
//go:embed page.html
var Page []byte
