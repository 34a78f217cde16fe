-- Child rows: many for a person. No row is ever edited: of rows with the same key the one of the latest batch holds, by the
-- day for which the batch is good and then by its number. Dates are ISO days, money is in 万元, shares in percent; NULL is
-- what the file left empty. child_key joins the fields that tell rows apart.

-- A firm in which somebody of the roster has a part. Several people may have a part in one.
CREATE TABLE enterprise (
  code TEXT PRIMARY KEY NOT NULL CHECK (code <> '') -- unified social credit code, GB 32100
) STRICT, WITHOUT ROWID;

-- What a batch states to be complete: what is not listed did not happen. '' is an open end.
CREATE TABLE coverage (
  batch_id   INTEGER NOT NULL REFERENCES batch (id),
  table_name TEXT NOT NULL,
  first_day  TEXT NOT NULL,
  last_day   TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;

CREATE TABLE enterprises (
  id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batch (id), row INTEGER NOT NULL,
  person_id TEXT NOT NULL, child_key TEXT NOT NULL,
  enterprise TEXT NOT NULL REFERENCES enterprise (code),
  role TEXT, share TEXT, "from" TEXT, "to" TEXT, region TEXT, industry TEXT, ownership TEXT, registered TEXT,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX enterprises_key ON enterprises (person_id, child_key);

-- Figures of a firm; the people who have a part in it are those of `enterprises`.
CREATE TABLE yearly (
  id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batch (id), row INTEGER NOT NULL,
  person_id TEXT NOT NULL CHECK (person_id = ''), child_key TEXT NOT NULL,
  enterprise TEXT NOT NULL REFERENCES enterprise (code),
  year INTEGER NOT NULL, tax TEXT, tax_excluding_customs TEXT, revenue TEXT, donations TEXT, employees INTEGER,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX yearly_key ON yearly (child_key);

CREATE TABLE opinions (
  id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batch (id), row INTEGER NOT NULL,
  person_id TEXT NOT NULL, child_key TEXT NOT NULL,
  department TEXT, grade TEXT, reason TEXT, date TEXT, valid_until TEXT, reference TEXT,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX opinions_key ON opinions (person_id, child_key);

CREATE TABLE honours (
  id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batch (id), row INTEGER NOT NULL,
  person_id TEXT NOT NULL, child_key TEXT NOT NULL,
  honour TEXT, level TEXT, date TEXT,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX honours_key ON honours (person_id, child_key);

CREATE TABLE appointments (
  id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batch (id), row INTEGER NOT NULL,
  person_id TEXT NOT NULL, child_key TEXT NOT NULL,
  body TEXT, level TEXT, region TEXT, sector TEXT, post TEXT, term INTEGER, "from" TEXT, "to" TEXT,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX appointments_key ON appointments (person_id, child_key);

CREATE TABLE attendance (
  id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batch (id), row INTEGER NOT NULL,
  person_id TEXT NOT NULL, child_key TEXT NOT NULL,
  body TEXT, meeting TEXT, status TEXT, sessions INTEGER, attended INTEGER, date TEXT,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX attendance_key ON attendance (person_id, child_key);
