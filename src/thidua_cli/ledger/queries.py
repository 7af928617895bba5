"""The questions asked of a ledger, as SQL: each finds its rows by an index, none reads the whole table."""

from __future__ import annotations

from ..domain.closing import REPORT
from .rows import COLUMNS, FIGURE_COLUMNS

INSERT = f"INSERT INTO entries ({COLUMNS}) VALUES ({', '.join('?' * (COLUMNS.count(',') + 1))})"
KEEP_PLAN = "INSERT INTO plans (revision, source, first_seq, at) VALUES (?, ?, ?, ?)"
KEEP_NAME = "INSERT INTO names (digest, salt, name) VALUES (?, ?, ?)"
ERASE_NAME = "DELETE FROM names WHERE digest = ?"
KEEP_CACHE = "INSERT OR REPLACE INTO plan_cache (revision, reader, content, digest) VALUES (?, ?, ?, ?)"
ALL = 2**63 - 1  # every row: the largest seq SQLite can hold
TIP = "SELECT seq, hash FROM entries WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
# Not ORDER BY seq: without the index SQLite would walk the table back from its end.
SEQ_AT = "SELECT coalesce(max(seq), 0) FROM entries INDEXED BY entries_by_time WHERE at <= ?"
PLAN_AT = "SELECT plan FROM entries WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
ROW = f"SELECT {COLUMNS} FROM entries WHERE seq = ?"
ROW_KEY = "SELECT unit, place, indicator, on_day FROM entries WHERE seq = ?"
NEWEST = f"SELECT {COLUMNS} FROM entries WHERE seq <= ? ORDER BY seq DESC LIMIT ?"
ACTION = f"SELECT {COLUMNS} FROM entries WHERE action = ? ORDER BY item"
ITEMS = "SELECT count(*) FROM entries WHERE action = ?"
EVERY_HASH = "SELECT seq, hash FROM entries NOT INDEXED ORDER BY seq"
EVERY_ROW = f"SELECT {COLUMNS} FROM entries NOT INDEXED ORDER BY seq"
# Rows whose time stamp is before that of the row above; text order of the stamps is time order.
CLOCK_TURNS = (
    "SELECT seq, at, above FROM (SELECT seq, at, lag(at) OVER (ORDER BY seq) AS above FROM entries)"
    " WHERE at < above ORDER BY seq"
)
BACKWARDS = "SELECT seq, kind, supersedes, action FROM entries ORDER BY seq DESC"
PRESENT = (
    f"SELECT {COLUMNS} FROM entries INDEXED BY entries_by_key"
    " WHERE unit = ? AND place = ? AND indicator = ? AND on_day = ? AND seq <= ? ORDER BY seq DESC LIMIT 1"
)
# Skips from one (unit, place, indicator) to the next: '~' sorts after every day, so the rows between are not read.
NEXT_KEY = (
    "SELECT unit, place, indicator FROM entries INDEXED BY entries_by_key"
    " WHERE (unit, place, indicator, on_day) > (?, ?, ?, '~') ORDER BY unit, place, indicator LIMIT 1"
)
IN_SPAN = (
    "SELECT 1 FROM entries INDEXED BY entries_by_key"
    " WHERE unit = ? AND place = ? AND indicator = ? AND on_day BETWEEN ? AND ? AND seq <= ? LIMIT 1"
)
# From the last day back: the first row it meets is the newest of the newest day.
NEWEST_DAY = (
    f"SELECT {FIGURE_COLUMNS} FROM entries INDEXED BY entries_by_key"
    " WHERE unit = ? AND place = ? AND indicator = ? AND on_day BETWEEN ? AND ? AND seq <= ?"
    " ORDER BY on_day DESC, seq DESC LIMIT 1"
)
DAYS = (
    f"SELECT {COLUMNS} FROM entries WHERE seq IN (SELECT max(seq) FROM entries INDEXED BY entries_by_key"
    " WHERE unit = ? AND place = ? AND indicator = ? AND on_day BETWEEN ? AND ? AND seq <= ?"
    " GROUP BY on_day) ORDER BY on_day"
)
# '0' is the character after '/', so this is every key that begins with the prefix before it.
NEWEST_OF = (
    f"SELECT {COLUMNS} FROM entries WHERE seq IN (SELECT max(seq) FROM entries INDEXED BY entries_by_key"
    " WHERE unit = ? AND place = '' AND indicator > ? || '/' AND indicator < ? || '0' AND on_day = '' AND seq <= ?"
    " GROUP BY indicator) ORDER BY seq"
)
TOOK_OVER = (
    "SELECT 1 FROM entries INDEXED BY entries_by_key"
    " WHERE unit = ? AND place = '' AND indicator > 'unit/' AND indicator < 'unit0' LIMIT 1"
)
# A close row's kept report is left where it is: only the heading before it is needed (domain/closing.py).
CLOSINGS = (
    "SELECT seq, kind, supersedes, reason, actor, at, plan, CASE kind WHEN 'close'"
    f" THEN substr(detail, 1, instr(detail, '{REPORT}') - 1) || '}}' WHEN 'reopen' THEN detail ELSE '' END"
    " FROM entries INDEXED BY entries_by_key WHERE unit = ? AND place = '' AND indicator = '' AND on_day = ''"
    " AND seq <= ? AND kind IN ('close', 'reopen', 'undo') ORDER BY seq"
)
CACHED_PLAN = "SELECT content, digest FROM plan_cache WHERE revision = ? AND reader = ?"
PLAN_SOURCE = "SELECT source FROM plans WHERE revision = ?"
ROWS_AFTER = f"SELECT {COLUMNS} FROM entries NOT INDEXED WHERE seq > ? ORDER BY seq"
PLANS_AFTER = "SELECT revision, first_seq, at, source FROM plans WHERE first_seq > ? ORDER BY first_seq"
PLANS = "SELECT revision, source, first_seq, at FROM plans ORDER BY first_seq"
EVERY_CACHED_PLAN = "SELECT revision, reader, content, digest FROM plan_cache"
SHORT_ANCHORS = "SELECT coalesce(max(until), 0) FROM short_anchors"
KEEP_SHORT_ANCHORS = "INSERT INTO short_anchors (until) VALUES (?)"
CACHED_BESIDE_SOURCE = (
    "SELECT revision, reader, content, source FROM plan_cache JOIN plans USING (revision) ORDER BY first_seq"
)
NAME = "SELECT name FROM names WHERE digest = ?"
EVERY_NAME = "SELECT digest, salt, name FROM names ORDER BY digest"
PLAN_REVISIONS = "SELECT revision, first_seq, at FROM plans ORDER BY first_seq"


def figures(indicators: int, places: int = 1) -> str:
    """Newest rows with an amount: unit, so many places, so many indicators, first, last, until."""
    marks = ", ".join("?" * indicators)
    place = "place = ?" if places == 1 else f"place IN ({', '.join('?' * places)})"
    by_place = "" if places == 1 else "place, "
    return (
        f"SELECT {FIGURE_COLUMNS} FROM entries WHERE seq IN (SELECT max(seq) FROM entries INDEXED BY entries_by_key"
        f" WHERE unit = ? AND {place} AND indicator IN ({marks}) AND on_day BETWEEN ? AND ? AND seq <= ?"
        f" GROUP BY {by_place}indicator, on_day) AND (value IS NOT NULL OR numerator IS NOT NULL)"
        f" ORDER BY {by_place}indicator, on_day"
    )


def first_written(indicators: int, places: int) -> str:
    """Place, indicator, and the earliest stamp of its days in force, each by its first row: unit, places, ids, span."""
    marks, wheres = ", ".join("?" * indicators), ", ".join("?" * places)
    return (
        "WITH days AS (SELECT place AS p, indicator AS i, min(seq) AS oldest, max(seq) AS newest"
        f" FROM entries INDEXED BY entries_by_key WHERE unit = ? AND place IN ({wheres}) AND indicator IN ({marks})"
        " AND on_day BETWEEN ? AND ? AND seq <= ? GROUP BY place, indicator, on_day)"
        " SELECT p, i, min((SELECT at FROM entries WHERE seq = oldest)) FROM days CROSS JOIN entries AS held"
        " ON held.seq = newest WHERE held.value IS NOT NULL OR held.numerator IS NOT NULL GROUP BY p, i"
    )


def history(*, keys: int, on_day: bool, newest: bool) -> str:
    """Rows in order, of all or of so many (unit, place, indicator) keys: keys, day, until, then the newest N."""
    wheres = ["seq <= ?"]
    if on_day:
        wheres.insert(0, "on_day = ?")
    order = "DESC LIMIT ?" if newest else ""
    rest = f"WHERE {' AND '.join(wheres)} ORDER BY seq {order}"
    if not keys:
        return f"SELECT {COLUMNS} FROM entries {rest}"
    rows = ", ".join(["(?, ?, ?)"] * keys)
    # CROSS JOIN fixes the order: for several keys SQLite would rather walk the whole index.
    return (
        f"WITH wanted (u, p, i) AS (VALUES {rows}) SELECT {COLUMNS} FROM wanted CROSS JOIN"
        f" entries INDEXED BY entries_by_key ON unit = u AND place = p AND indicator = i {rest}"
    )
