"""A revision as a row of the ledger and back, the hash that chains rows, and the SQL that several places ask."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from json import JSONEncoder
from typing import Any, NamedTuple

from ..domain.figure import Amount, Draft, Figure, Kind, Level, Revision
from ..errors import UNLIKE_OURS, IntegrityError, InvalidInput

EMPTY_HASH = "0" * 64
CHAIN_DIGITS = 32
SHORT_CHAIN_DIGITS = 16
"""How many stood under reports before ledgers came to version 3, and still stand in the names of copies."""
MOST_DIGITS = 60
LONGEST = 2 * MOST_DIGITS + len("-0.")
LONGEST_TEXT = 64_000
"""Of one cell but the detail: far more than any entrance takes, and little enough for every page."""
MOST_WHOLE_DIGITS, MOST_DECIMALS = 18, 18
"""More than any entrance takes, and few enough for every calculation to be exact."""
FIRST_YEAR, LAST_YEAR = 1970, 9998
"""Of time stamps: a clock whose battery is dead begins at the first, and the last can be told in Vietnam."""
SALT_DIGITS, HEX_DIGITS = 32, set("0123456789abcdef")
BROKEN = "dòng {} của sổ số liệu hỏng, không đọc được"
VERIFY = "kiểm tra toàn sổ: thidua verify"
COLUMNS = (
    "seq, action, item, kind, supersedes, unit, place, indicator, on_day, value, numerator, denominator, level,"
    " note, source, reason, actor, detail, at, version, plan, previous, hash"
)
NAMES = tuple(COLUMNS.split(", "))
SEQ, KIND, UNIT, PLACE, KEY, DAY, LEVEL, DETAIL, MOMENT, PLAN = 0, 3, 5, 6, 7, 8, 12, 17, 18, 20
AMOUNTS = slice(9, 12)
SINCE = '{"since":"%s"}'
"""The detail of a row whose amount is a running total: the day it counts from."""
Row = tuple[Any, ...]
_KINDS, _LEVELS = {kind.value: kind for kind in Kind}, {level.value: level for level in Level}
canonical_json = JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Tip(NamedTuple):
    """The last row of the ledger (or of a prefix of it): its number and its hash."""

    seq: int
    hash: str

    @property
    def chain(self) -> str:
        """The first 32 hex digits, as printed under every report."""
        return self.hash[:CHAIN_DIGITS]

    @property
    def mark(self) -> str:
        """The first 16, for the names of copies."""
        return self.hash[:SHORT_CHAIN_DIGITS]


class PlanStamp(NamedTuple):
    """The plan a row is written under: SHA-256 of its file, the file, and what reader version made of it (JSON)."""

    revision: str
    source: bytes
    reader: int
    content: str

    @property
    def digest(self) -> str:
        """What the ledger keeps beside the content."""
        return cache_digest(self.revision, self.reader, self.content)


class Author(NamedTuple):
    """Who writes, when (UTC, `2024-06-14T03:05:06.000000Z`), and with which version of thidua.

    `clock_is_right`: somebody has looked at the machine's clock, so an earlier time than the last row's is believed.
    """

    actor: str
    at: str
    version: str
    clock_is_right: bool = False


def decimal_text(number: Decimal | None) -> str | None:
    """The one spelling of a decimal: plain notation, typed zeros kept, no negative zero.

    Raises InvalidInput for NaN, infinity and numbers of more than 60 digits.
    """
    if number is None:
        return None
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS or len(number.as_tuple().digits) > MOST_DIGITS:
        raise InvalidInput("số không hợp lệ: không ghi được vào sổ")
    return _spelt(number)


def is_sound(row: Row) -> bool:
    """Whether amounts and time stamp are such as can be calculated with, spelt as thidua spells them."""
    try:
        _amount(*row[AMOUNTS])
        _check_moment(row[MOMENT])
    except (ValueError, TypeError, ArithmeticError):
        return False
    return True


def hash_of(fields: Row) -> str:
    """SHA-256 over the JSON array of all fields but the hash itself."""
    try:
        return _digest(canonical_json(fields))
    except UnicodeEncodeError as error:
        raise InvalidInput("có ký tự không hợp lệ (byte lỗi) trong nội dung cần ghi") from error


def proves_itself(row: Row) -> bool:
    """Whether the last field of a row is the hash of the others."""
    try:
        return bool(_digest(canonical_json(row[:-1])) == row[-1])
    except (ValueError, TypeError):  # half a character, or bytes where text was written
        return False


def revision_of(row: Row) -> Revision:
    """The row as a revision; raises IntegrityError when it was edited or a field cannot be what we wrote."""
    if not proves_itself(row):
        raise IntegrityError(
            f"dòng {row[0]} của sổ số liệu không khớp mã băm của nó: đã bị sửa bằng chương trình khác", hint=VERIFY
        )
    try:
        return _revision(row)
    except UNLIKE_OURS as error:
        raise IntegrityError(BROKEN.format(row[SEQ]), hint=VERIFY) from error


def figure_of(row: Row) -> Figure:
    """The row of an indicator's day as a figure; raises like `revision_of`, and where it has no amount."""
    draft = revision_of(row).draft
    if draft.on is None or draft.amount is None or draft.level is None:
        raise IntegrityError(BROKEN.format(row[SEQ]), hint=VERIFY)
    return Figure(draft.indicator, draft.on, draft.amount, draft.level, draft.place, row[SEQ], draft.since)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def text_of(cell: object) -> str:
    """The cell as the text it was written as; raises IntegrityError for anything else, as damage may make it."""
    if isinstance(cell, str):
        return cell
    raise IntegrityError("sổ số liệu hỏng: có ô không phải chữ", hint=VERIFY)


def number_of(cell: object) -> int:
    """The cell as the whole number it was written as; raises IntegrityError like `text_of`."""
    if isinstance(cell, int):
        return cell
    raise IntegrityError("sổ số liệu hỏng: có ô không phải số nguyên", hint=VERIFY)


def name_digest(salt: str, name: str) -> str:
    """What stands for a person's name in the rows: SHA-256 of salt and name, in hex.

    The salt has a length of its own, so that no letter can wander between the two; any other has no digest.
    """
    return _digest(salt + name) if len(salt) == SALT_DIGITS and set(salt) <= HEX_DIGITS else ""


def is_possible(row: Row) -> bool:
    """Whether the amounts are no longer than any entrance takes."""
    numbers = [Decimal(text) for text in row[AMOUNTS] if text is not None]
    most = max((number.adjusted() for number in numbers), default=0)
    return most < MOST_WHOLE_DIGITS and all(-int(one.as_tuple().exponent) <= MOST_DECIMALS for one in numbers)


def cache_digest(revision: str, reader: int, content: str) -> str:
    """Guards a cached plan against a flipped bit."""
    return _digest(canonical_json((revision, reader, content)))


def row_of(draft: Draft, place: tuple[int, str, int], unit: str, author: Author, plan: str, previous: str) -> Row:
    """The draft as a full row, in the order of COLUMNS, its hash last; `place` is its number, command and item."""
    head = (*place, draft.kind.value, draft.supersedes, unit, draft.place, draft.indicator)
    on_day, level = draft.on.isoformat() if draft.on else "", draft.level.value if draft.level else None
    told = (draft.note, draft.source, draft.reason, author.actor)
    detail = SINCE % draft.since.isoformat() if draft.since else draft.detail
    amounts = map(decimal_text, draft.amount or Amount())
    fields = (*head, on_day, *amounts, level, *told, detail, author.at, author.version, plan, previous)
    return (*fields, hash_of(fields))


def _revision(row: Row) -> Revision:
    seq, action, item, kind, supersedes, unit, place, indicator, on_day, value, numerator, denominator, level = row[:13]
    note, source, reason, actor, detail, at, version, plan, previous, digest = row[13:]
    told = action, unit, place, indicator, note, source, reason, actor, version
    if {*map(type, row[13:]), *map(type, told), type(on_day)} != {str} or type(item) is not int:
        raise TypeError
    if max(map(len, told)) > LONGEST_TEXT:
        raise ValueError("no entrance takes so long a text")
    amount = _amount(value, numerator, denominator)
    _check_moment(at)
    since = _since(detail) if amount and detail else None
    on = date.fromisoformat(on_day) if on_day else None
    known = None if amount is None and level is None else _LEVELS[level]
    kept = "" if since else detail
    draft = Draft(_KINDS[kind], indicator, on, amount, known, note, source, reason, place, supersedes, kept, since)
    return Revision(seq, action, item, draft, unit, actor, at, version, plan, previous, digest)


def _since(detail: str) -> date:
    """The day from which a figure's amount counts where it is a running total; raises ValueError for other details."""
    day = date.fromisoformat(detail[10:-2])
    if detail != SINCE % day.isoformat():
        raise ValueError(detail)
    return day


def _amount(value: str | None, numerator: str | None, denominator: str | None) -> Amount | None:
    if numerator is None and denominator is None:
        return None if value is None else Amount(_decimal(value))
    if value is not None or numerator is None or denominator is None or _decimal(denominator) <= 0:
        raise ValueError(denominator)
    return Amount(numerator=_decimal(numerator), denominator=_decimal(denominator))


def _check_moment(text: str) -> None:
    if not FIRST_YEAR <= datetime.fromisoformat(text).year <= LAST_YEAR:
        raise ValueError(text)


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or _spelt(number) != text or len(text) > LONGEST:
        raise ValueError(text)
    return number


def _spelt(number: Decimal) -> str:
    return format(number if number else number.copy_abs(), "f")


INSERT = f"INSERT INTO entries ({COLUMNS}) VALUES ({', '.join('?' * (COLUMNS.count(',') + 1))})"
KEEP_PLAN = "INSERT INTO plans (revision, source, first_seq, at) VALUES (?, ?, ?, ?)"
KEEP_NAME = "INSERT INTO names (digest, salt, name) VALUES (?, ?, ?)"
ALL = 2**63 - 1  # every row: the largest seq SQLite can hold
ROW = f"SELECT {COLUMNS} FROM entries WHERE seq = ?"
EVERY_HASH = "SELECT seq, hash FROM entries NOT INDEXED ORDER BY seq"
EVERY_ROW = f"SELECT {COLUMNS} FROM entries NOT INDEXED ORDER BY seq"
# Skips from one (unit, place, indicator) to the next, so the rows between are not read; '~' sorts after every day.
_FIRST_OF_KEY = "(SELECT seq FROM entries INDEXED BY entries_by_key WHERE %s ORDER BY unit, place, indicator LIMIT 1)"
_FIRST_KEY = _FIRST_OF_KEY % "(unit, place, indicator, on_day) > (?1, '', '', '~')"
_NEXT_KEYS = (
    _FIRST_OF_KEY % "unit = held.unit AND place = held.place AND indicator > held.indicator",
    _FIRST_OF_KEY % "unit = held.unit AND place > held.place",
    _FIRST_OF_KEY % "unit > held.unit",
)
KEYS = (
    f"WITH RECURSIVE walk (first) AS (SELECT {_FIRST_KEY} UNION ALL SELECT coalesce({', '.join(_NEXT_KEYS)})"
    " FROM walk JOIN entries AS held ON held.seq = first WHERE ?1 IN ('', held.unit))"
    " SELECT unit, place, indicator FROM walk JOIN entries ON seq = first"
)
# '0' is the character after '/', so this is every key that begins with the prefix before it.
NEWEST_OF = (
    f"SELECT {COLUMNS} FROM entries WHERE seq IN (SELECT max(seq) FROM entries INDEXED BY entries_by_key"
    " WHERE unit = ? AND place = '' AND indicator > ? || '/' AND indicator < ? || '0' AND on_day = '' AND seq <= ?"
    " GROUP BY indicator) ORDER BY seq"
)
# From one place to the next, of one commune; no row between is read, and what a damaged index repeats ends it.
PLACES = (
    "WITH RECURSIVE held (place) AS (SELECT min(place) FROM entries WHERE unit = ?1 AND place > '' UNION"
    " SELECT (SELECT min(place) FROM entries WHERE unit = ?1 AND place > held.place) FROM held WHERE place IS NOT NULL)"
    " SELECT place FROM held WHERE place IS NOT NULL"
)
# Skips from one commune to the next, so that no row between is read.
_UNITS = (
    "WITH RECURSIVE held (unit) AS (SELECT min(unit) FROM entries"
    " UNION ALL SELECT (SELECT min(unit) FROM entries WHERE unit > held.unit) FROM held WHERE unit IS NOT NULL)"
    " SELECT unit FROM held"
)
NEWEST_OF_ALL = NEWEST_OF.replace("unit = ?", f"unit IN ({_UNITS})").replace("GROUP BY", "GROUP BY unit,")
CLOSINGS = (
    f"SELECT {COLUMNS} FROM entries INDEXED BY entries_by_key WHERE unit = ? AND place = '' AND indicator = ''"
    " AND on_day = '' AND seq <= ? AND kind IN ('close', 'reopen', 'undo') ORDER BY seq"
)
CACHED_PLAN = "SELECT content, digest FROM plan_cache WHERE revision = ? AND reader = ?"
PLAN_SOURCE = "SELECT source FROM plans WHERE revision = ?"
PLANS_AFTER = "SELECT revision, source, first_seq, at FROM plans WHERE first_seq > ? ORDER BY first_seq"
EVERY_CACHED_PLAN = "SELECT revision, reader, content, digest FROM plan_cache"
KEEP_SHORT_ANCHORS = "INSERT INTO short_anchors (until) VALUES (?)"
# What was undone is in force again as the row before it wrote it.
PLANS_OF = (
    "WITH RECURSIVE held (seq) AS (%s UNION SELECT undone.supersedes FROM held JOIN entries AS undo USING (seq)"
    " JOIN entries AS undone ON undone.seq = undo.supersedes WHERE undo.kind = 'undo')"
    " SELECT DISTINCT indicator, plan FROM held JOIN entries USING (seq) WHERE kind <> 'undo'"
)
WITH_AMOUNT = " AND (value IS NOT NULL OR numerator IS NOT NULL)"
EVERY_NAME = "SELECT digest, salt, name FROM names ORDER BY digest"
LISTED = "SELECT value FROM json_each(?)"
"""The items of a JSON list: as many as there are, in one value of a question."""
OF_DAYS = (
    f"FROM entries INDEXED BY entries_by_key WHERE unit = ? AND place IN ({LISTED}) AND indicator IN ({LISTED})"
    " AND on_day BETWEEN ? AND ? AND seq <= ? GROUP BY place, indicator, on_day"
)
"""The rows of each day: unit, places, indicators, first, last, until."""
NEWEST_OF_DAYS = f"SELECT %s FROM entries WHERE seq IN (SELECT max(seq) {OF_DAYS})"
