-- The roster of slate, version 1. Names of tables and columns are English; what departments call things is data.
-- A roster can be read with any SQLite program. Every change comes as a batch and no row of `record` is
-- ever edited: `current` is what holds now, `record` is how it came to, and the view `history` joins the two
-- with the words: SELECT * FROM history WHERE person_id = 'P0000012';

-- One import: one file from one department.
CREATE TABLE batch (
  id           INTEGER PRIMARY KEY,
  department   TEXT NOT NULL,
  file         TEXT NOT NULL,
  digest       TEXT NOT NULL,              -- hexadecimal SHA-256 of the file
  as_of        TEXT NOT NULL,              -- the day for which its values are good, ISO; '' where not stated
  first_record INTEGER NOT NULL,           -- its records are numbered from here
  people       INTEGER NOT NULL
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

-- Every row of a person that was ever imported. A row is one record and not a record for each of its cells, which
-- makes an import several times as fast and the file a third of the size.
CREATE TABLE record (
  id        INTEGER PRIMARY KEY,
  batch_id  INTEGER NOT NULL REFERENCES batch (id),
  row       INTEGER NOT NULL,              -- of the file, from 1
  person_id TEXT NOT NULL REFERENCES person (id),
  cells     TEXT NOT NULL CHECK (json_valid(cells)) -- by column_name of the field: the value in canonical text
) STRICT;
CREATE INDEX record_person ON record (person_id);

-- Where in the files of a batch its fields stood.
CREATE TABLE place (
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  field_id INTEGER NOT NULL REFERENCES field (id),
  col      INTEGER NOT NULL,               -- of the file, from 1
  PRIMARY KEY (batch_id, field_id)
) STRICT, WITHOUT ROWID;

-- What holds now: for each field a column, and beside it COLUMN_record, the number of the record it comes from.
-- Money is in the unit that `field` gives; truth is 1 or 0; a list is a JSON array.
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

-- Every value that was ever supplied, the last first.
CREATE VIEW history AS
SELECT r.person_id, f.name AS fact, j.value, b.department, b.file, r.row, p.col, b.as_of, r.id AS record_id
FROM record r, json_each(r.cells) j
JOIN field f ON f.column_name = j.key
JOIN batch b ON b.id = r.batch_id
JOIN place p ON p.batch_id = r.batch_id AND p.field_id = f.id
ORDER BY r.id DESC, p.col;
