// Package sqlite keeps a roster in one SQLite file, and is the only package that knows SQL.
//
// Import takes a table of people in one transaction: all of it or nothing. Snapshot reads what
// holds now into a roster.Snapshot, in one transaction too, so that an import beside it never shows in part. History
// stays: a value that is replaced remains in the table `record` with its file, row and column, and Origins finds it
// again. A roster given as CSV for a first try goes the same way, through a file in memory.
//
// The settings of the file are those under which no acknowledged change is lost in a power
// cut (WAL with synchronous FULL, on a network drive a journal that is cut off); each is read back when a file is opened, and the file is refused
// where one did not take, since SQLite passes over a misspelt PRAGMA in silence. A file from elsewhere is not trusted
// either: one whose tables are not exactly those of schema.sql is refused.
package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"slate/engine/diag"
)

//go:embed schema.sql
var schema string

const (
	applicationID = 0x534C5431 // "SLT1"
	version       = 3
	oldest        = 2 // rosters of this version are brought up to date when they are opened
)

// Mode says what a roster is opened for.
type Mode uint8

// The modes. ReadOnly changes nothing; Create makes the file where there is none.
const (
	ReadOnly Mode = iota
	ReadWrite
	Create
)

// Store is an open roster. It is used by one goroutine at a time.
type Store struct {
	db     *sql.DB
	stored bool // in a file, not in memory
}

// Refused is the error for a file that is no roster, a damaged one, or one of a newer slate. Open returns it, and
// Import and Snapshot where the damage shows only then.
type Refused struct{ Problem diag.Diagnostic }

// Error says why, in English.
func (r *Refused) Error() string { return r.Problem.Message(diag.English) }

func refuse(path, problem string) error {
	return &Refused{diag.New(diag.NotARoster, diag.Span{File: path}, "problem", problem)}
}

// ErrFull is returned when there is no room for a change, which is then not made.
var ErrFull = errors.New("no space left for the roster; nothing was stored. Make room, or move the roster, and try again")

// ErrBusy is returned by Open, Import and Snapshot when another program has held the roster for ten seconds.
var ErrBusy = errors.New("another program is writing to the roster; try again when it is done")

// Open opens a roster; an empty path is a new one in memory, gone when it is closed, and without a ledger. A file that is not a
// roster is refused with *Refused before anything is written to it. One of an older version is brought up to date first, also
// to be read.
func Open(path string, mode Mode) (*Store, error) {
	harden()
	if path == "" {
		return connect(memory, dsn, Create, "", true)
	}
	s, err := openFile(path, mode)
	if err != nil {
		var refused *Refused
		if errors.As(err, &refused) {
			return nil, err
		}
		return nil, fmt.Errorf("open roster %s: %w", path, plainly(path, err))
	}
	return s, nil
}

func openFile(path string, mode Mode) (*Store, error) {
	fresh, err := prepare(path, mode)
	if err != nil {
		return nil, err
	}
	s, err := attempt(path, "", mode, fresh)
	if mode == ReadOnly && sealed(path, err) {
		return attempt(path, "&immutable=1", mode, fresh)
	}
	return s, err
}

// attempt opens a file that is there; fresh says that it is empty.
func attempt(path, also string, mode Mode, fresh bool) (*Store, error) {
	if !fresh {
		older, err := probe(path, also)
		if err == nil && older {
			err = update(path)
		}
		if err != nil {
			return nil, err
		}
	}
	if mode != ReadOnly {
		if err := os.Chmod(path, 0o600); err != nil { // a copy may have come with other rights
			return nil, err
		}
	}
	s, err := connect(fileURI(path), dsn+also, mode, journalFor(path), fresh)
	if err != nil {
		return nil, err
	}
	if err := s.inspect(path); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// sealed reports that a file could not be opened because the medium takes no writing, not even of the files that
// SQLite keeps beside it: then nobody else can be changing it, and it may be read without them.
func sealed(path string, err error) bool {
	code := codeOf(err)
	if code != lib.SQLITE_CANTOPEN && code != lib.SQLITE_READONLY {
		return false
	}
	_, err = os.Stat(path + "-wal")
	return errors.Is(err, os.ErrNotExist)
}

// harden sets what holds for the whole process, once: locks that survive when some other part of the program
// opens and closes the file, and settings that are one statement each.
var harden = sync.OnceFunc(func() {
	driver.StrictPragmas(true)
	driver.OFDLocking(true) // where there are none, on systems other than Linux, the usual locks stay
})

// codeOf returns SQLite's primary result code, 0 for other errors.
func codeOf(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// plainly turns those errors of SQLite into our own that a caller can do something about.
func plainly(path string, err error) error {
	switch codeOf(err) {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ErrBusy
	case lib.SQLITE_FULL:
		return ErrFull
	case lib.SQLITE_NOTADB:
		return refuse(path, "not an SQLite file")
	case lib.SQLITE_CORRUPT:
		return refuse(path, "damaged")
	}
	return err
}

// prepare makes the file for its owner only, or looks at what is there; fresh says that there is nothing in it.
func prepare(path string, mode Mode) (fresh bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && mode == Create:
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		if errors.Is(err, os.ErrExist) {
			return true, nil // another slate was quicker
		}
		if err != nil {
			return false, err
		}
		return true, f.Close()
	case err != nil:
		return false, err
	case info.IsDir():
		return false, refuse(path, "a folder")
	case info.Size() == 0 && mode == Create:
		return true, nil // left by an interrupted creation
	case info.Size() == 0:
		return false, refuse(path, "empty")
	}
	return false, nil
}

// probe looks at a file without the power to change it; older says that it is to be brought up to date.
func probe(path, also string) (older bool, err error) {
	db, err := sql.Open("sqlite", fileURI(path)+"?_pragma=query_only(1)&_busy_timeout=10000&mode=rw"+also)
	if err != nil {
		return false, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var app, user int
	if err := db.QueryRow("SELECT application_id, user_version FROM pragma_application_id, pragma_user_version").Scan(&app, &user); err != nil {
		return false, plainly(path, err)
	}
	switch {
	case app != applicationID:
		return false, refuse(path, "another program's SQLite file")
	case user < oldest:
		return false, refuse(path, fmt.Sprintf("version %d, made by an older slate (this one knows %d)", user, version))
	case user > version:
		return false, refuse(path, fmt.Sprintf("version %d, made by a newer slate (this one knows %d)", user, version))
	}
	return user < version, nil
}

func fileURI(path string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath()
}

// journalFor chooses how changes are kept safe. WAL shares memory between programs, which a network drive cannot: there
// the journal is a file that is cut off after each change. Both lose nothing in a power cut with synchronous FULL.
func journalFor(path string) string {
	if remote(path) {
		return "TRUNCATE"
	}
	return "WAL"
}

// settings are the PRAGMAs of a connection and the values they must read back.
var settings = []struct{ pragma, want string }{
	{"synchronous", "2"}, {"foreign_keys", "1"}, {"trusted_schema", "0"}, {"secure_delete", "1"}, {"busy_timeout", "10000"},
}

const (
	memory = "file::memory:"
	dsn    = "?_txlock=immediate&_busy_timeout=10000&_synchronous=FULL&_foreign_keys=1" +
		"&_pragma=trusted_schema(0)&_pragma=secure_delete(1)&_defensive=1&_dqs=0"
)

// connect opens a file with the given settings and makes the tables of a fresh one.
//
// To read, it does not use mode=ro: SQLite would then make the files -wal and -shm beside the roster and could
// not remove them. query_only refuses every statement that writes, and leaves the folder as it was.
func connect(uri, dsn string, mode Mode, journal string, fresh bool) (*Store, error) {
	source := uri + dsn
	switch {
	case mode == ReadOnly:
		source += "&mode=rw&_pragma=query_only(1)"
	case uri != memory:
		source += "&mode=rw&_journal_mode=" + journal
	}
	db, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, err
	}
	// One connection: settings belong to a connection, and a roster has one writer.
	db.SetMaxOpenConns(1)
	s := &Store{db, uri != memory}
	if err := s.settled(mode, journal); err != nil {
		db.Close()
		return nil, err
	}
	if fresh {
		if err := s.create(); err != nil {
			db.Close()
			return nil, err
		}
	}
	return s, nil
}

// settled reads every setting back.
func (s *Store) settled(mode Mode, journal string) error {
	want := settings[:len(settings):len(settings)]
	type setting = struct{ pragma, want string }
	switch {
	case mode == ReadOnly:
		want = append(want, setting{"query_only", "1"})
	case journal != "":
		want = append(want, setting{"query_only", "0"}, setting{"journal_mode", strings.ToLower(journal)})
	}
	for _, set := range want {
		var got string
		if err := s.db.QueryRow("PRAGMA " + set.pragma).Scan(&got); err != nil {
			return err
		}
		if got != set.want {
			return fmt.Errorf("setting %s is %s, not %s: is the file on a network drive?", set.pragma, got, set.want)
		}
	}
	return nil
}

// create makes the tables of an empty file, once, whoever else is doing the same.
func (s *Store) create() error {
	return s.tx(context.Background(), func(tx *sql.Tx) error {
		var tables int
		if err := tx.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil || tables > 0 {
			return err
		}
		for _, statement := range append([]string{schema, rowsSchema, fmt.Sprintf("PRAGMA application_id = %d", applicationID)}, since2()...) {
			if _, err := tx.Exec(statement); err != nil {
				return err
			}
		}
		return newLog(context.Background(), tx)
	})
}

// inspect refuses a file whose tables, views or triggers are not those of schema.sql: it may come from anywhere, and
// a trigger in it would run with every import. Of `current`, which grows with the facts, only the beginning is compared.
func (s *Store) inspect(path string) error {
	if err := s.sameShape(path, s.db); err != nil {
		return err
	}
	_, err := readFields(context.Background(), s.db)
	return err
}

func (s *Store) sameShape(path string, q querier) error {
	ours, err := shape()
	if err != nil {
		return err
	}
	theirs, err := readShape(q)
	if err != nil {
		return plainly(path, err)
	}
	same := len(ours) == len(theirs)
	for name, statement := range ours {
		if name == "current" {
			same = same && strings.HasPrefix(theirs[name], strings.TrimSuffix(statement, " ) STRICT, WITHOUT ROWID"))
			continue
		}
		same = same && theirs[name] == statement
	}
	if !same {
		return refuse(path, "damaged")
	}
	return nil
}

// shape returns the statements of schema.sql by the name of what they make.
var shape = sync.OnceValues(func() (map[string]string, error) {
	s, err := connect(memory, dsn, Create, "", true)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return readShape(s.db)
})

var comment = regexp.MustCompile(`--[^\n]*`)

func readShape(q querier) (map[string]string, error) {
	rows, err := q.QueryContext(context.Background(), "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	shape := map[string]string{}
	for rows.Next() {
		var name, statement string
		if err := rows.Scan(&name, &statement); err != nil {
			return nil, err
		}
		// Neither comments nor the breaks of lines make another table.
		shape[name] = strings.Join(strings.Fields(comment.ReplaceAllString(statement, "")), " ")
	}
	return shape, rows.Err()
}

// Close closes the roster.
func (s *Store) Close() error { return s.db.Close() }

// tx runs f in one transaction, which is kept only when f returns nil.
func (s *Store) tx(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
