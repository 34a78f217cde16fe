package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
)

// ledgerSchema makes the tables of the ledger and of what lies beside it.
//
//go:embed ledger.sql
var ledgerSchema string

// since2 are the statements that make a roster of version 2 one of this version.
func since2() []string {
	return []string{ledgerSchema, runsSchema, rightsSchema, fmt.Sprintf("PRAGMA user_version = %d", version)}
}

// update brings a roster of an older version up to date, in one transaction: it makes the tables that are new, and seals
// the batches that are there in an opening entry. Nothing that is there is changed. Where the medium takes no writing, the
// roster is refused.
func update(path string) error {
	s, err := connect(fileURI(path), dsn, ReadWrite, journalFor(path), false)
	if err != nil {
		if sealed(path, err) || errors.Is(err, fs.ErrPermission) {
			return refuse(path, "made by an older slate, and it cannot be brought up to date here: open it once where it can be written")
		}
		return err
	}
	defer s.Close()
	ctx := context.Background()
	return s.tx(ctx, func(tx *sql.Tx) error {
		var user int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&user); err != nil || user == version {
			return err // another slate was quicker
		}
		for _, statement := range since2() {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		if err := s.sameShape(path, tx); err != nil {
			return err // nothing of a file from elsewhere runs before its tables are known to be ours
		}
		if err := newLog(ctx, tx); err != nil {
			return err
		}
		return opened(ctx, tx)
	})
}
