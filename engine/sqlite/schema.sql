-- The roster of slate, version 1. Names of tables and columns are English; what departments call things is data.
-- A roster can be read with any SQLite program. Every change comes as a batch and nothing in `value` is
-- ever edited: `current` is what holds now, `value` is how it came to.

-- One import: one file from one department.
CREATE TABLE batch (
  id          INTEGER PRIMARY KEY,
  department  TEXT NOT NULL,
  file        TEXT NOT NULL,
  digest      TEXT NOT NULL,               -- hexadecimal SHA-256 of the file
  as_of       TEXT NOT NULL,               -- the day for which its values are good, ISO
  first_value INTEGER NOT NULL,            -- its values are numbered from here
  people      INTEGER NOT NULL
) STRICT;

-- The dictionary of facts, as the rule file declared them when they were first imported.
CREATE TABLE field (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,        -- the fact, as rule files name it
  column_name TEXT NOT NULL UNIQUE,        -- its column of `current`
  kind        TEXT NOT NULL,               -- money, decimal, int, bool, date, month, text, choice, list
  member_kind TEXT NOT NULL,               -- of a list
  unit        TEXT NOT NULL,
  label       TEXT NOT NULL,
  source      TEXT NOT NULL                -- the department that supplies it
) STRICT;

CREATE TABLE person (
  id        TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  name      TEXT NOT NULL,
  id_number TEXT NOT NULL                  -- GB 11643 identity number, or ''
) STRICT, WITHOUT ROWID;

-- Every value that was ever supplied, in canonical text.
CREATE TABLE value (
  id        INTEGER PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  field_id  INTEGER NOT NULL REFERENCES field (id),
  text      TEXT NOT NULL,
  batch_id  INTEGER NOT NULL REFERENCES batch (id),
  row       INTEGER NOT NULL,              -- of the file, from 1
  col       INTEGER NOT NULL               -- of the file, from 1
) STRICT;
CREATE INDEX value_person ON value (person_id, field_id);

-- What holds now: for each field a column, and beside it COLUMN_value, the number of the value it comes from.
CREATE TABLE current (
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person (id)
) STRICT, WITHOUT ROWID;

-- Records that set a veto aside.
CREATE TABLE waiver (
  person_id TEXT NOT NULL REFERENCES person (id),
  veto      TEXT NOT NULL,
  document  TEXT NOT NULL CHECK (document <> ''),
  batch_id  INTEGER NOT NULL REFERENCES batch (id),
  PRIMARY KEY (person_id, veto, document)
) STRICT, WITHOUT ROWID;
