-- What people asked about their data, who looked at them, and how long what is kept. What these tables hold of a person is removed
-- with the person; the ledger has an entry for each row, under a mark that then says nothing.

CREATE TABLE request (
  id        INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL CHECK (kind IN ('access', 'correct', 'object', 'erase')),
  person_id TEXT,
  run_id    INTEGER REFERENCES run (id),   -- that it is about
  received  TEXT NOT NULL,                 -- ISO day
  due       TEXT NOT NULL,                 -- ISO day by which it is to be answered
  text      TEXT,
  document  TEXT NOT NULL,
  by        TEXT NOT NULL,
  recorded  TEXT NOT NULL
) STRICT;

CREATE TABLE answer (
  request_id INTEGER PRIMARY KEY REFERENCES request (id),
  outcome    TEXT NOT NULL CHECK (outcome IN ('granted', 'refused', 'withdrawn')),
  reason     TEXT,
  document   TEXT NOT NULL,
  by         TEXT NOT NULL,
  recorded   TEXT NOT NULL
) STRICT;

CREATE TABLE look (
  id        INTEGER PRIMARY KEY,
  person_id TEXT,
  what      TEXT NOT NULL,                 -- the command
  run_id    INTEGER REFERENCES run (id),
  by        TEXT NOT NULL,
  why       TEXT,
  recorded  TEXT NOT NULL
) STRICT;

-- How long a class of records is kept; the last row of a class counts.
CREATE TABLE period (
  id       INTEGER PRIMARY KEY,
  class    TEXT NOT NULL CHECK (class IN ('results', 'requests', 'looks', 'people')),
  months   INTEGER NOT NULL CHECK (months > 0),
  document TEXT NOT NULL,
  by       TEXT NOT NULL,
  recorded TEXT NOT NULL,
  hash     BLOB NOT NULL
) STRICT;
