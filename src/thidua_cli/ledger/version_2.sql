-- Version 2: names of persons stand outside the chain, so that they can be deleted without breaking it.

CREATE TABLE names (
  digest TEXT NOT NULL PRIMARY KEY,
  salt TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT;

CREATE TRIGGER names_once BEFORE INSERT ON names BEGIN
  SELECT RAISE(ABORT, 'names: already there') WHERE EXISTS (SELECT 1 FROM names WHERE digest = NEW.digest);
END;

CREATE TRIGGER names_no_update BEFORE UPDATE ON names BEGIN
  SELECT RAISE(ABORT, 'names: append only');
END;
