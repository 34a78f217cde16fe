-- The ledger: what was done with the roster, provably. engine/ledger/README.md is its specification. No row of entry,
-- stored_hash and signed_checkpoint is ever edited or removed, and they hold nothing personal; the other tables lie beside
-- the ledger, and what they hold of a person is removed with the person.

-- The name of this ledger in its checkpoints; one row.
CREATE TABLE log (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  origin TEXT NOT NULL
) STRICT;

CREATE TABLE entry (
  seq  INTEGER PRIMARY KEY CHECK (seq >= 0), -- from 0, without a gap
  text BLOB NOT NULL                         -- canonical JSON; its leaf in the tree
) STRICT;

-- The hashes of the tree of entries, numbered as golang.org/x/mod/sumdb/tlog numbers them.
CREATE TABLE stored_hash (
  id   INTEGER PRIMARY KEY CHECK (id >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Signed sizes and roots of the tree.
CREATE TABLE signed_checkpoint (
  size INTEGER NOT NULL CHECK (size >= 0),
  note BLOB NOT NULL,
  PRIMARY KEY (size, note)
) STRICT, WITHOUT ROWID;

-- Under the key of a person stand the leaves of their rows; '' holds the key of rows that are of nobody.
CREATE TABLE person_key (
  person_id TEXT PRIMARY KEY NOT NULL,
  key       BLOB NOT NULL CHECK (length(key) = 32)
) STRICT, WITHOUT ROWID;

-- Under its salt stands the commitment to the row of a batch.
CREATE TABLE batch_salt (
  batch_id INTEGER PRIMARY KEY REFERENCES batch (id),
  salt     BLOB NOT NULL CHECK (length(salt) = 32)
) STRICT;

-- What is left of rows that were removed: their leaf, and the entry that says so.
CREATE TABLE gone (
  batch_id  INTEGER NOT NULL,
  leaf      BLOB NOT NULL CHECK (length(leaf) = 32),
  entry_seq INTEGER NOT NULL REFERENCES entry (seq),
  PRIMARY KEY (batch_id, leaf)
) STRICT, WITHOUT ROWID;

-- Rule files of recorded runs, by what they hold.
CREATE TABLE rule_text (
  sha256 TEXT PRIMARY KEY NOT NULL, -- hexadecimal
  text   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The key of the pseudonyms of a run.
CREATE TABLE sealed_run (
  run_id    INTEGER PRIMARY KEY,
  entry_seq INTEGER NOT NULL REFERENCES entry (seq),
  key       BLOB,                           -- NULL once it is removed
  dictionary BLOB NOT NULL                  -- with which its records are deflated; it holds nothing about anybody
) STRICT;

-- The leaves of the tree of a run in their order, which is that of the pseudonyms. All but the hash of the leaf is removed
-- with the person: it says nothing without the salt.
CREATE TABLE sealed_person (
  run_id     INTEGER NOT NULL REFERENCES sealed_run (run_id),
  leaf       INTEGER NOT NULL,              -- from 0
  leaf_hash  BLOB NOT NULL CHECK (length(leaf_hash) = 32),
  person_id  TEXT,
  pseudonym  BLOB,
  commitment BLOB,
  payload    BLOB,                          -- canonical record, deflated (RFC 1951) with the dictionary of the run
  salt       BLOB,
  erased     INTEGER REFERENCES entry (seq), -- the entry that says so, NULL while it is all there
  PRIMARY KEY (run_id, leaf)
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_person_id ON sealed_person (person_id);
