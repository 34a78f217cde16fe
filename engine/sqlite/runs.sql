-- Runs as they were recorded, and what people decided about them. No row is ever edited. The records of the people are in
-- sealed_person; the rule files are in rule_text.

CREATE TABLE run (
  id         INTEGER PRIMARY KEY,          -- the number of the run
  batch_id   INTEGER NOT NULL REFERENCES batch (id), -- the snapshot it was over
  ruleset    TEXT NOT NULL,                -- id of the ruleset
  by         TEXT NOT NULL,                -- who ran it
  recorded   TEXT NOT NULL,                -- when, RFC 3339 in UTC
  manifest   TEXT NOT NULL CHECK (json_valid(manifest)), -- canonical JSON; its SHA-256 is in the ledger
  sources    TEXT NOT NULL CHECK (json_valid(sources)),  -- canonical JSON; its SHA-256 is in the manifest
  hash       BLOB NOT NULL
) STRICT;

CREATE TABLE run_file (
  run_id INTEGER NOT NULL REFERENCES run (id),
  place  INTEGER NOT NULL,                 -- the rule file itself is the last
  name   TEXT NOT NULL,                    -- relative to the folder of the rule file
  sha256 TEXT NOT NULL REFERENCES rule_text (sha256),
  hash   BLOB NOT NULL,
  PRIMARY KEY (run_id, place)
) STRICT, WITHOUT ROWID;

-- What people decided about the list of a run: its approval, of which there is at most one,
CREATE TABLE approval (
  run_id   INTEGER PRIMARY KEY REFERENCES run (id),
  by       TEXT NOT NULL,
  document TEXT NOT NULL CHECK (document <> ''),
  note     TEXT NOT NULL,
  recorded TEXT NOT NULL,
  hash     BLOB NOT NULL
) STRICT;

-- and where it departs from the rules. Person and reason are removed with the person.
CREATE TABLE adjustment (
  id        INTEGER PRIMARY KEY,
  run_id    INTEGER NOT NULL REFERENCES run (id),
  person_id TEXT,
  body      TEXT NOT NULL,                 -- '' where the rules fill no bodies
  seat      TEXT NOT NULL,                 -- where the person stands from then on
  clause    TEXT NOT NULL,                 -- the clause or quota that it departs from
  reason    TEXT,
  document  TEXT NOT NULL CHECK (document <> ''),
  by        TEXT NOT NULL,
  recorded  TEXT NOT NULL
) STRICT;
CREATE INDEX adjustment_person ON adjustment (person_id);
