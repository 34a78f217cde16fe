package sqlite

import _ "embed"

// ledgerSchema makes the tables of the ledger and of what lies beside it.
//
//go:embed ledger.sql
var ledgerSchema string
