-- The roster of slate. Names of tables and columns are English; what departments call things is data.
-- A roster can be read with any SQLite program. Every change is a batch, and no row is ever edited but those of `person`
-- and `current`, which hold what follows from all the others: `record` is what was said, by whom and for which day, and
-- the view `history` joins it with the words: SELECT * FROM history WHERE person_id = 'P0000012';
-- `hash` is the beginning of the SHA-256 of its row, by which `slate roster verify` finds what SQLite does not.

-- One change: a file from a department, a correction, a decision, or the removal of a person. After each, the roster
-- is a snapshot of that number.
CREATE TABLE batch (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind IN ('import', 'correction', 'decision', 'erasure')),
  department   TEXT NOT NULL,              -- who supplied it; '' for decisions and removals
  file         TEXT NOT NULL,              -- '' for changes that came in no file
  digest       TEXT NOT NULL,              -- hexadecimal SHA-256 of the file
  sheet        TEXT NOT NULL,              -- of a workbook
  as_of        TEXT NOT NULL,              -- the day for which its values are good, ISO; '' where not stated
  pass         TEXT NOT NULL CHECK (pass IN ('', 'listed', 'checked', 'supplemented')), -- of a survey
  by           TEXT NOT NULL,              -- the person who made the change
  reason       TEXT NOT NULL,
  document     TEXT NOT NULL,              -- what it rests on
  recorded     TEXT NOT NULL,              -- when, RFC 3339 in UTC; the order of batches is that of their numbers
  first_record INTEGER NOT NULL,           -- its records are numbered from here
  hash         BLOB NOT NULL
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
  source      TEXT NOT NULL,               -- the department that supplies it
  hash        BLOB NOT NULL
) STRICT;

-- Every row of a person that was ever imported. A row is one record and not a record for each of its cells, which
-- makes an import several times as fast and the file a third of the size.
CREATE TABLE record (
  id        INTEGER PRIMARY KEY,
  batch_id  INTEGER NOT NULL REFERENCES batch (id),
  row       INTEGER NOT NULL,              -- of the file, from 1; 0 where there is none
  person_id TEXT NOT NULL,
  name      TEXT NOT NULL,                 -- '' where the row does not say
  id_number TEXT NOT NULL,                 -- GB 11643 identity number; '' where the row does not say
  cells     TEXT NOT NULL CHECK (json_valid(cells)), -- by column_name of the field: the value in canonical text, null where it was withdrawn
  hash      BLOB NOT NULL
) STRICT;
CREATE INDEX record_person ON record (person_id);

-- Where in the files of a batch its fields stood.
CREATE TABLE place (
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  field_id INTEGER NOT NULL REFERENCES field (id),
  col      INTEGER NOT NULL,               -- of the file, from 1; 0 where there is none
  heading  TEXT NOT NULL,                  -- as the file has it
  form     TEXT NOT NULL,                  -- SHA-256 of all headings of the file, by which a mapping is found again
  hash     BLOB NOT NULL,
  PRIMARY KEY (batch_id, field_id)
) STRICT, WITHOUT ROWID;

-- Decisions on who is who.
CREATE TABLE identity (
  person_id TEXT NOT NULL,
  other_id  TEXT NOT NULL CHECK (other_id <> person_id),
  same      INTEGER NOT NULL CHECK (same IN (0, 1)), -- 1: person_id is other_id, whose id is used from then on
  batch_id  INTEGER NOT NULL REFERENCES batch (id),
  hash      BLOB NOT NULL,
  PRIMARY KEY (person_id, other_id, batch_id)
) STRICT, WITHOUT ROWID;

-- Records that set a veto aside.
CREATE TABLE waiver (
  person_id TEXT NOT NULL,
  veto      TEXT NOT NULL,
  document  TEXT NOT NULL CHECK (document <> ''),
  batch_id  INTEGER NOT NULL REFERENCES batch (id),
  hash      BLOB NOT NULL,
  PRIMARY KEY (person_id, veto, document)
) STRICT, WITHOUT ROWID;

-- Which snapshot runs use; the last row counts.
CREATE TABLE chosen (
  id       INTEGER PRIMARY KEY,
  batch_id INTEGER REFERENCES batch (id),  -- NULL: always the newest
  by       TEXT NOT NULL,
  recorded TEXT NOT NULL,
  hash     BLOB NOT NULL
) STRICT;

-- Who the roster is of now.
CREATE TABLE person (
  id        TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  name      TEXT NOT NULL,
  id_number TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What holds now: for each field a column, and beside it COLUMN_record, the number of the record it comes from, or 0
-- where departments contradict each other. Money is in the unit that `field` gives; truth is 1 or 0; a list is a JSON array.
CREATE TABLE current (
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person (id)
) STRICT, WITHOUT ROWID;

-- Every value that was ever supplied, the last first.
CREATE VIEW history AS
SELECT r.person_id, f.name AS fact, j.value, b.kind, b.department, b.file, b.sheet, r.row, p.col, b.as_of, b.by, b.reason, b.document, b.recorded, r.id AS record_id, b.id AS batch_id
FROM record r, json_each(r.cells) j
JOIN field f ON f.column_name = j.key
JOIN batch b ON b.id = r.batch_id
LEFT JOIN place p ON p.batch_id = r.batch_id AND p.field_id = f.id
ORDER BY r.id DESC, p.col;
