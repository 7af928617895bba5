-- Version 1. Each statement is spelled as SQLite keeps it in sqlite_schema, so that the two can be compared.
-- entries_in_order repeats UNIQUE: INSERT OR REPLACE would slip past the DELETE trigger without recursive_triggers.

CREATE TABLE entries (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  action TEXT NOT NULL CHECK (action <> ''),
  item INTEGER NOT NULL CHECK (item >= 0),
  kind TEXT NOT NULL CHECK (kind IN ('record', 'correct', 'void', 'undo', 'close', 'reopen', 'nominate', 'erase')),
  supersedes INTEGER CHECK (supersedes BETWEEN 1 AND seq - 1),
  unit TEXT NOT NULL,
  place TEXT NOT NULL,
  indicator TEXT NOT NULL,
  on_day TEXT NOT NULL CHECK (on_day = '' OR on_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  value TEXT,
  numerator TEXT,
  denominator TEXT,
  level TEXT CHECK (level IN ('estimate', 'preliminary', 'official')),
  note TEXT NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  detail TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z'),
  version TEXT NOT NULL,
  plan TEXT NOT NULL CHECK (length(plan) = 64),
  previous TEXT NOT NULL CHECK (length(previous) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  UNIQUE (action, item),
  CHECK ((numerator IS NULL) = (denominator IS NULL)),
  CHECK (value IS NULL OR numerator IS NULL),
  CHECK ((value IS NULL AND numerator IS NULL) OR (level IS NOT NULL AND indicator <> '' AND on_day <> ''))
) STRICT;

CREATE INDEX entries_by_key ON entries (unit, place, indicator, on_day, seq);

CREATE INDEX entries_by_time ON entries (at);

CREATE TABLE plans (
  revision TEXT NOT NULL PRIMARY KEY CHECK (length(revision) = 64),
  source BLOB NOT NULL,
  first_seq INTEGER NOT NULL CHECK (first_seq > 0),
  at TEXT NOT NULL
) STRICT;

CREATE TABLE plan_cache (
  revision TEXT NOT NULL,
  reader INTEGER NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (revision, reader)
) STRICT;

CREATE TRIGGER entries_in_order BEFORE INSERT ON entries BEGIN
  SELECT RAISE(ABORT, 'entries: out of order')
    WHERE NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries);
  SELECT RAISE(ABORT, 'entries: broken chain')
    WHERE NEW.previous IS NOT coalesce((SELECT hash FROM entries ORDER BY seq DESC LIMIT 1), hex(zeroblob(32)));
  SELECT RAISE(ABORT, 'entries: already there')
    WHERE EXISTS (SELECT 1 FROM entries WHERE action = NEW.action AND item = NEW.item);
END;

CREATE TRIGGER plans_once BEFORE INSERT ON plans BEGIN
  SELECT RAISE(ABORT, 'plans: already there') WHERE EXISTS (SELECT 1 FROM plans WHERE revision = NEW.revision);
END;

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN
  SELECT RAISE(ABORT, 'entries: append only');
END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN
  SELECT RAISE(ABORT, 'entries: append only');
END;

CREATE TRIGGER plans_no_update BEFORE UPDATE ON plans BEGIN
  SELECT RAISE(ABORT, 'plans: append only');
END;

CREATE TRIGGER plans_no_delete BEFORE DELETE ON plans BEGIN
  SELECT RAISE(ABORT, 'plans: append only');
END;
