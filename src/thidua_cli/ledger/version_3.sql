-- Version 3: reports printed from rows up to this one carry 16 hex digits of the chain, later ones 32.

CREATE TABLE short_anchors (until INTEGER NOT NULL) STRICT;

CREATE TRIGGER short_anchors_no_update BEFORE UPDATE ON short_anchors BEGIN
  SELECT RAISE(ABORT, 'short_anchors: append only');
END;

CREATE TRIGGER short_anchors_no_delete BEFORE DELETE ON short_anchors BEGIN
  SELECT RAISE(ABORT, 'short_anchors: append only');
END;

INSERT INTO short_anchors SELECT coalesce(max(seq), 0) FROM entries;
