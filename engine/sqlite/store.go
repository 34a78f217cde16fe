// Package sqlite keeps a roster in one SQLite file, and is the only package that knows SQL.
//
// Import takes a table of people in one transaction: all of it or nothing. Snapshot reads what
// holds now into a roster.Snapshot. History stays: a value that is replaced remains in the table
// `value` with its file, row and column, and Origins finds it again. A roster given as CSV
// for a first try goes the same way, through a file in memory.
//
// The settings of the file are those under which no acknowledged change is lost in a power
// cut (WAL with synchronous FULL); each is read back when a file is opened, and the file is refused
// where one did not take, since SQLite passes over a misspelt PRAGMA in silence.
package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	_ "modernc.org/sqlite" // the driver

	"slate/engine/diag"
)

//go:embed schema.sql
var schema string

const (
	applicationID = 0x534C5431 // "SLT1"
	version       = 1
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
	db *sql.DB
}

// Refused is the error of Open for a file that is no roster, or one of a newer slate.
type Refused struct{ Problem diag.Diagnostic }

// Error says why, in English.
func (r *Refused) Error() string { return r.Problem.Message(diag.English) }

func refuse(path, problem string) error {
	return &Refused{diag.New(diag.NotARoster, diag.Span{File: path}, "problem", problem)}
}

// Open opens a roster; an empty path is a new one in memory, gone when it is closed. A file that is not a
// roster is refused with *Refused before anything is written to it.
func Open(path string, mode Mode) (*Store, error) {
	if path == "" {
		return connect("file::memory:", Create, true)
	}
	made, err := prepare(path, mode)
	if err != nil {
		return nil, err
	}
	s, err := connect(fileURI(path), mode, made)
	if err != nil {
		return nil, fmt.Errorf("open roster %s: %w", path, err)
	}
	return s, nil
}

// prepare makes the file for its owner only, or looks whether it is a roster; made says that it is new.
func prepare(path string, mode Mode) (made bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && mode == Create:
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		if err != nil {
			return false, fmt.Errorf("create roster: %w", err)
		}
		return true, f.Close()
	case err != nil:
		return false, fmt.Errorf("open roster: %w", err)
	case info.IsDir():
		return false, refuse(path, "a folder")
	case info.Size() == 0 && mode == Create:
		return true, nil // left by an interrupted creation
	case info.Size() == 0:
		return false, refuse(path, "empty")
	}
	return false, probe(path)
}

// probe looks at a file without the power to change it.
func probe(path string) error {
	db, err := sql.Open("sqlite", fileURI(path)+"?mode=ro")
	if err != nil {
		return fmt.Errorf("open roster %s: %w", path, err)
	}
	defer db.Close()
	var app, user int
	if err := db.QueryRow("PRAGMA application_id").Scan(&app); err != nil {
		if strings.Contains(err.Error(), "not a database") {
			return refuse(path, "not an SQLite file")
		}
		return fmt.Errorf("open roster %s: %w", path, err)
	}
	if err := db.QueryRow("PRAGMA user_version").Scan(&user); err != nil {
		return fmt.Errorf("open roster %s: %w", path, err)
	}
	switch {
	case app != applicationID:
		return refuse(path, "another program's SQLite file")
	case user > version:
		return refuse(path, fmt.Sprintf("version %d, made by a newer slate (this one knows %d)", user, version))
	}
	return nil
}

func fileURI(path string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath()
}

// settings are the PRAGMAs of a connection and the values they must read back.
var settings = []struct{ pragma, want string }{
	{"synchronous", "2"}, {"foreign_keys", "1"}, {"trusted_schema", "0"}, {"secure_delete", "1"}, {"busy_timeout", "10000"},
}

const dsn = "?_txlock=immediate&_busy_timeout=10000&_synchronous=FULL&_foreign_keys=1" +
	"&_pragma=trusted_schema(0)&_pragma=secure_delete(1)&_defensive=1&_dqs=0"

func connect(uri string, mode Mode, fresh bool) (*Store, error) {
	source := uri + dsn
	switch {
	case mode == ReadOnly:
		source += "&mode=ro"
	case uri != "file::memory:":
		source += "&_journal_mode=WAL"
	}
	db, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, err
	}
	// One connection: settings belong to a connection, and a roster has one writer.
	db.SetMaxOpenConns(1)
	s := &Store{db}
	if err := s.begin(mode, uri != "file::memory:", fresh); err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) begin(mode Mode, onDisk, fresh bool) error {
	for _, set := range settings {
		var got string
		if err := s.db.QueryRow("PRAGMA " + set.pragma).Scan(&got); err != nil {
			return err
		}
		if got != set.want {
			return fmt.Errorf("setting %s is %s, not %s", set.pragma, got, set.want)
		}
	}
	var journal string
	if err := s.db.QueryRow("PRAGMA journal_mode").Scan(&journal); err != nil {
		return err
	}
	if onDisk && mode != ReadOnly && journal != "wal" {
		return fmt.Errorf("journal mode is %s, not wal: is the file on a network drive?", journal)
	}
	if !fresh {
		return nil
	}
	return s.create()
}

// create makes the tables of an empty file, once, whoever else is doing the same.
func (s *Store) create() error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var tables int
	if err := tx.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	if tables > 0 {
		return nil
	}
	for _, statement := range []string{schema, fmt.Sprintf("PRAGMA application_id = %d", applicationID), fmt.Sprintf("PRAGMA user_version = %d", version)} {
		if _, err := tx.Exec(statement); err != nil {
			return err
		}
	}
	return tx.Commit()
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
