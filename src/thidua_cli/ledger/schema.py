"""What a ledger file must be: its tables and triggers, its marks, its pragmas, and the checks of all three."""

import sqlite3
from pathlib import Path

from ..errors import IntegrityError, StorageError
from .faults import SWITCH_BACK, SWITCHED, damaged, not_a_ledger, unopened

APPLICATION_ID = 0x74686475  # "thdu"
SQLITE_VERSION, OLDEST_SQLITE = sqlite3.sqlite_version, (3, 37)
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_MOMENT = f"{_DAY}T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z"


def _once(table: str, key: str) -> str:
    return (
        f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} BEGIN\n  SELECT RAISE(ABORT, '{table}: already there')"
        f" WHERE EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key});\nEND"
    )


def _never(table: str, *verbs: str) -> list[str]:
    body = f"BEGIN\n  SELECT RAISE(ABORT, '{table}: append only');\nEND"
    return [f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {body}" for verb in verbs]


# What each version adds to the one before it; never changed once released. Opening an older ledger for writing
# runs those it lacks (`Ledger.migrate`), and a fixture of every version is kept in tests/ledger/fixtures.
# Each statement is spelled as SQLite keeps it in sqlite_master, so that the two can be compared.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        f"""CREATE TABLE entries (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  action TEXT NOT NULL CHECK (action <> ''),
  item INTEGER NOT NULL CHECK (item >= 0),
  kind TEXT NOT NULL CHECK (kind IN ('record', 'correct', 'void', 'undo', 'close', 'reopen', 'nominate', 'erase')),
  supersedes INTEGER CHECK (supersedes BETWEEN 1 AND seq - 1),
  unit TEXT NOT NULL,
  place TEXT NOT NULL,
  indicator TEXT NOT NULL,
  on_day TEXT NOT NULL CHECK (on_day = '' OR on_day GLOB '{_DAY}'),
  value TEXT,
  numerator TEXT,
  denominator TEXT,
  level TEXT CHECK (level IN ('estimate', 'preliminary', 'official')),
  note TEXT NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  detail TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at GLOB '{_MOMENT}'),
  version TEXT NOT NULL,
  plan TEXT NOT NULL CHECK (length(plan) = 64),
  previous TEXT NOT NULL CHECK (length(previous) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  UNIQUE (action, item),
  CHECK ((numerator IS NULL) = (denominator IS NULL)),
  CHECK (value IS NULL OR numerator IS NULL),
  CHECK ((value IS NULL AND numerator IS NULL) OR (level IS NOT NULL AND indicator <> '' AND on_day <> ''))
) STRICT""",
        "CREATE INDEX entries_by_key ON entries (unit, place, indicator, on_day, seq)",
        "CREATE INDEX entries_by_time ON entries (at)",
        """CREATE TABLE plans (
  revision TEXT NOT NULL PRIMARY KEY CHECK (length(revision) = 64),
  source BLOB NOT NULL,
  first_seq INTEGER NOT NULL CHECK (first_seq > 0),
  at TEXT NOT NULL
) STRICT""",
        """CREATE TABLE plan_cache (
  revision TEXT NOT NULL,
  reader INTEGER NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (revision, reader)
) STRICT""",
        # The last test repeats UNIQUE: INSERT OR REPLACE would slip past the DELETE trigger without recursive_triggers.
        """CREATE TRIGGER entries_in_order BEFORE INSERT ON entries BEGIN
  SELECT RAISE(ABORT, 'entries: out of order')
    WHERE NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries);
  SELECT RAISE(ABORT, 'entries: broken chain')
    WHERE NEW.previous IS NOT coalesce((SELECT hash FROM entries ORDER BY seq DESC LIMIT 1), hex(zeroblob(32)));
  SELECT RAISE(ABORT, 'entries: already there')
    WHERE EXISTS (SELECT 1 FROM entries WHERE action = NEW.action AND item = NEW.item);
END""",
        _once("plans", "revision"),
        *_never("entries", "UPDATE", "DELETE"),
        *_never("plans", "UPDATE", "DELETE"),
    ),
    (  # Names of persons stand outside the chain, so that they can be deleted without breaking it.
        """CREATE TABLE names (
  digest TEXT NOT NULL PRIMARY KEY,
  salt TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT""",
        _once("names", "digest"),
        *_never("names", "UPDATE"),
    ),
    (  # Reports printed from rows up to this one carry 16 hex digits of the chain, later ones 32.
        "CREATE TABLE short_anchors (until INTEGER NOT NULL) STRICT",
        *_never("short_anchors", "UPDATE", "DELETE"),
        "INSERT INTO short_anchors SELECT coalesce(max(seq), 0) FROM entries",
    ),
)
VERSION = len(MIGRATIONS)
NAMES_SINCE, SHORT_ANCHORS_SINCE = 2, 3
CATALOGUE = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"
PRAGMAS: tuple[tuple[str, str, str | int], ...] = (
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("secure_delete", "ON", 1),
    ("mmap_size", "0", 0),
    ("synchronous", "EXTRA", 3),
    ("journal_mode", "DELETE", "delete"),
)


def check_sqlite() -> None:
    """Raise StorageError when Python's SQLite is too old for STRICT tables."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        sentence = f"thư viện SQLite {SQLITE_VERSION} quá cũ: thidua cần SQLite từ 3.37"
        raise StorageError(sentence, hint="cài Python mới hơn (3.11 trở lên, bản từ python.org) rồi chạy lại")


def empty(version: int = VERSION) -> sqlite3.Connection:
    """A ledger of that version without rows, in memory."""
    check_sqlite()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    steps = (statement for added in MIGRATIONS[:version] for statement in added)
    marks = (f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {version}")
    for statement in ("BEGIN", *steps, *marks, "COMMIT"):
        connection.execute(statement)
    return connection


def check_mark(connection: sqlite3.Connection, path: Path) -> None:
    """Raise IntegrityError unless the file is an SQLite database that thidua has marked as its own."""
    try:
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_NOTADB:
            raise
        mark = 0
    if mark != APPLICATION_ID:
        raise not_a_ledger(path)


def set_pragmas(connection: sqlite3.Connection, path: Path) -> None:
    """Set every pragma and read it back; raises StorageError when one is not in force, IntegrityError for WAL."""
    if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        raise unopened(path, SWITCHED, SWITCH_BACK)
    for name, wanted, expected in PRAGMAS:
        connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
        row = connection.execute(f"PRAGMA {name}").fetchone()
        # A library built without memory mapping answers nothing at all, which is as good as 0.
        if (row[0] if row else 0) != expected:
            raise StorageError(f"không đặt được chế độ an toàn '{name}' cho sổ số liệu {path}")


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The ledger's version; raises IntegrityError for one made by a newer thidua, or by none."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise IntegrityError(
            f"sổ số liệu {path} ở phiên bản {version}: cần thidua mới hơn (bản này đọc đến phiên bản {VERSION});"
            " không có gì bị thay đổi",
            hint="cài bản thidua mới hơn rồi gõ lại lệnh",
        )
    if version < 1:
        raise not_a_ledger(path)
    return int(version)


def check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Raise IntegrityError when a table, index, trigger or view differs from what that version has."""
    made = (statement for added in MIGRATIONS[:version] for statement in added if statement.startswith("CREATE"))
    expected = {statement.split()[2]: statement for statement in made}
    found = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    differing = sorted(str(name) for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    if differing:
        raise damaged(path, f"cấu trúc đã bị sửa bằng chương trình khác ({', '.join(differing[:5])})")
