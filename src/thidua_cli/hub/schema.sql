-- The whole hub, version 1: one log table that verifies itself, the province's own tables, roles and policies.
-- No trigger, no extension but PL/pgSQL. PostgreSQL 14 or newer; what grows is keyed, and may be distributed, by unit.
CREATE TABLE hub.version (version int NOT NULL);

CREATE TABLE hub.units (
  unit text COLLATE "C" PRIMARY KEY CHECK (unit ~ '^[a-z0-9-]{1,60}$'), name text NOT NULL, province text NOT NULL,
  from_day date);
CREATE TABLE hub.mergers (
  old_unit text COLLATE "C" NOT NULL REFERENCES hub.units, new_unit text COLLATE "C" NOT NULL REFERENCES hub.units,
  from_day date NOT NULL, share numeric NOT NULL CHECK (share > 0 AND share <= 1), decision text NOT NULL,
  PRIMARY KEY (old_unit, new_unit));
CREATE TABLE hub.indicators (
  code text COLLATE "C" PRIMARY KEY, name text NOT NULL, unit text NOT NULL,
  roll_up text NOT NULL CHECK (roll_up IN ('sum', 'rate', 'weighted', 'none')), weight text NOT NULL,
  better text NOT NULL CHECK (better IN ('higher', 'lower', 'none')), CHECK ((roll_up = 'weighted') = (weight <> '')));

-- The bytes that a commune's ledger hashes. RETURN binds every name at definition: no search_path can replace one.
-- STABLE as its parts are, so that the check holds the expression itself and not a call.
CREATE FUNCTION hub.row_hash(seq bigint, action text, item int, kind text, supersedes bigint, unit text, place text,
  indicator text, on_day text, value text, numerator text, denominator text, level text, note text, source text,
  reason text, actor text, detail text, at text, version text, plan text, previous text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN encode(sha256(convert_to(concat_ws(',', '[' || seq, to_json(action), item, to_json(kind),
  coalesce(supersedes::text, 'null'), right(array_to_json(ARRAY[unit, place, indicator, on_day, value, numerator,
    denominator, level, note, source, reason, actor, detail, at, version, plan, previous])::text, -1)), 'UTF8')), 'hex');

-- Of the detail of a close row: which period, and of the report it froze what a province adds up.
-- OFFSET 0 keeps the detail from being parsed anew for each of its parts.
CREATE FUNCTION hub.closed_period(detail text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN split_part(left(detail, 200), '"', 8);
CREATE FUNCTION hub.closed_report(detail text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT jsonb_build_object('calendar', kept->'calendar', 'summary', kept->'report'->'summary',
    'indicators', (SELECT coalesce(to_jsonb(array_agg(ARRAY[
        one->>'code', one->'actual'->>'value', one->'actual'->>'numerator', one->'actual'->>'denominator',
        one->>'verdict', one->'attainment'->>'percent', one->>'stale', one->'target'->>'comparator',
        one->>'id', one->>'name', one->>'unit'])), '[]')
      FROM jsonb_array_elements(kept->'report'->'indicators') AS one))
  FROM (SELECT detail::jsonb AS kept OFFSET 0) AS read);

CREATE TABLE hub.entries (
  unit text COLLATE "C" NOT NULL, seq bigint NOT NULL CHECK (seq > 0),
  action text NOT NULL, item int NOT NULL, kind text NOT NULL, supersedes bigint,
  place text COLLATE "C" NOT NULL, indicator text COLLATE "C" NOT NULL, on_day text COLLATE "C" NOT NULL,
  value text, numerator text, denominator text, level text, note text NOT NULL, source text NOT NULL,
  reason text NOT NULL, actor text NOT NULL, detail text NOT NULL, at text COLLATE "C" NOT NULL, version text NOT NULL,
  plan text NOT NULL, previous text NOT NULL, hash text NOT NULL,
  former text COLLATE "C",  -- the id the row was written under, where the ledger's unit was called so before
  prev_seq bigint GENERATED ALWAYS AS (nullif(seq - 1, 0)) STORED,
  period text COLLATE "C" GENERATED ALWAYS AS (CASE kind WHEN 'close' THEN hub.closed_period(detail) END) STORED,
  closed jsonb GENERATED ALWAYS AS (CASE kind WHEN 'close' THEN hub.closed_report(detail) END) STORED,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(), received_by text NOT NULL DEFAULT current_user,
  PRIMARY KEY (unit, seq),
  CONSTRAINT same_row UNIQUE (unit, seq, hash),
  CONSTRAINT own_hash CHECK (hash = hub.row_hash(seq, action, item, kind, supersedes, coalesce(former, unit), place,
    indicator, on_day, value, numerator, denominator, level, note, source, reason, actor, detail, at, version, plan,
    previous)),
  CONSTRAINT first_row CHECK (seq > 1 OR previous = repeat('0', 64)),
  CONSTRAINT chained FOREIGN KEY (unit, prev_seq, previous) REFERENCES hub.entries (unit, seq, hash));
ALTER TABLE hub.entries ALTER closed SET STORAGE EXTERNAL;  -- small, and read more often than written
DO $$ BEGIN  -- a closed report takes a tenth of the time to compress, where the server can
  ALTER TABLE hub.entries ALTER detail SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL; END $$;
CREATE INDEX entries_closed ON hub.entries (period, unit, seq) WHERE kind = 'close';
CREATE INDEX entries_taken_back ON hub.entries (unit, supersedes) WHERE kind IN ('reopen', 'undo');

CREATE TABLE hub.plans (
  unit text COLLATE "C" NOT NULL, revision text NOT NULL, first_seq bigint NOT NULL, at text NOT NULL,
  source text NOT NULL, PRIMARY KEY (unit, revision),
  CONSTRAINT own_revision CHECK (revision = encode(sha256(convert_to(source, 'UTF8')), 'hex')));

-- The closings in force: neither undone nor reopened by a row that is not undone itself. The newest of each period.
CREATE VIEW hub.closings AS
SELECT DISTINCT ON (c.period, c.unit, c.closed->>'calendar') c.period, c.unit, c.closed->>'calendar' AS calendar, c.seq,
  c.hash, c.at, c.closed, c.former, c.received_at
FROM hub.entries AS c
WHERE c.kind = 'close' AND NOT EXISTS (SELECT FROM hub.entries AS t
  WHERE t.unit = c.unit AND t.supersedes = c.seq AND t.kind IN ('reopen', 'undo') AND NOT EXISTS (
    SELECT FROM hub.entries AS u WHERE u.unit = t.unit AND u.supersedes = t.seq AND u.kind = 'undo'))
ORDER BY c.period, c.unit, c.closed->>'calendar', c.seq DESC;

-- A commune reads and appends its own rows; the province's office receives anybody's; readers read. Nobody changes one.
-- The policies guard the receipt too: grants of columns do not reach the shards of every engine.
ALTER TABLE hub.entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub.plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_read ON hub.entries FOR SELECT TO commune
  USING (starts_with(current_user, 'xa_') AND unit = substr(current_user::text, 4));
CREATE POLICY own_append ON hub.entries FOR INSERT TO commune
  WITH CHECK (starts_with(current_user, 'xa_') AND unit = substr(current_user::text, 4)
    AND received_by = current_user AND abs(extract(epoch FROM clock_timestamp() - received_at)) < 60
    AND (former IS NULL OR EXISTS (SELECT FROM hub.mergers AS m WHERE m.old_unit = former AND m.new_unit = unit)));
CREATE POLICY all_read ON hub.entries FOR SELECT TO province_reader USING (true);
CREATE POLICY all_append ON hub.entries FOR INSERT TO province_office
  WITH CHECK (received_by = current_user AND abs(extract(epoch FROM clock_timestamp() - received_at)) < 60);
CREATE POLICY own_plan_read ON hub.plans FOR SELECT TO commune
  USING (starts_with(current_user, 'xa_') AND unit = substr(current_user::text, 4));
CREATE POLICY own_plan ON hub.plans FOR INSERT TO commune
  WITH CHECK (starts_with(current_user, 'xa_') AND unit = substr(current_user::text, 4));
CREATE POLICY all_plan_read ON hub.plans FOR SELECT TO province_reader USING (true);
CREATE POLICY all_plan ON hub.plans FOR INSERT TO province_office WITH CHECK (true);

GRANT USAGE ON SCHEMA hub TO commune, province_reader;
GRANT SELECT ON hub.version, hub.units, hub.mergers, hub.indicators, hub.entries, hub.plans TO commune, province_reader;
GRANT SELECT ON hub.closings TO province_reader;
GRANT INSERT (unit, seq, action, item, kind, supersedes, place, indicator, on_day, value, numerator, denominator, level,
  note, source, reason, actor, detail, at, version, plan, previous, hash, former) ON hub.entries
  TO commune, province_office;
GRANT INSERT ON hub.plans TO commune, province_office;
GRANT INSERT, UPDATE, DELETE ON hub.units, hub.mergers, hub.indicators TO province_office;
