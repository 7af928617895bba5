"""Ledgers and the hub: sending new rows, receiving a file, proving what is stored, taking one's own rows back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import IntegrityError, InvalidInput, Refused
from ..ledger import Ledger
from ..ledger.rows import COLUMNS, EMPTY_HASH, NAMES, UNIT, Row, Tip
from ..ledger.transfer import PLAN_NAMES, Reading
from ..ledger.verify import Chain
from ..vietnamese.numbers import write_moment

if TYPE_CHECKING:
    from .connection import Hub
Plan = tuple[str, str, int, str]
"""A plan that came with a ledger: its revision, its text, the first row under it, and that row's time."""
STORED, PLANS = f"{COLUMNS}, former", ", ".join(PLAN_NAMES)
_INCOMING = (
    f"CREATE TEMP TABLE IF NOT EXISTS incoming ON COMMIT DROP AS SELECT {STORED} FROM hub.entries WITH NO DATA"
).encode()
_COPY = f"COPY incoming ({STORED}) FROM STDIN".encode()
# COPY into a table with row-level security is refused. Never ON CONFLICT (unit, seq): it would hide a fork.
_APPEND = (
    f"INSERT INTO hub.entries ({STORED}) SELECT {STORED} FROM incoming ORDER BY seq"
    " ON CONFLICT (unit, seq, hash) DO NOTHING"
).encode()
_KEEP_PLAN = f"INSERT INTO hub.plans (unit, {PLANS}) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING".encode()
NEWEST_COPY = "khôi phục sổ từ bản mới nhất (thidua restore), hoặc lấy sổ từ tỉnh về: thidua hub pull"


class Sent(NamedTuple):
    """What one sending came to: how many rows were new to the hub, and the last row it has of the ledger now."""

    new: int
    tip: Tip


def send(hub: Hub, ledger: Ledger, unit: str) -> Sent:
    """Append to the hub the rows it does not have yet; all of them or none, and safe to repeat.

    Raises Refused for a ledger shorter than the hub's copy, IntegrityError for one that has forked from it.
    """
    head, tip = tip_of(hub, unit), ledger.tip()
    if tip.seq < head.seq:
        sentence = f"sổ này chỉ có {tip.seq} dòng, tỉnh đã nhận đến dòng {head.seq}: đây là bản cũ, chưa gửi gì"
        raise Refused(sentence, hint=NEWEST_COPY)
    if ledger.tip(head.seq).hash != head.hash:
        raise _forked(hub, unit, head, lambda seq: ledger.tip(seq).hash)
    rows = ledger.rows_after(head.seq)
    return Sent(append(hub, unit, rows, ledger.plans_after(head.seq)), tip_of(hub, unit))


def tip_of(hub: Hub, unit: str) -> Tip:
    """The last row the hub has of a commune's ledger; (0, 64 zeros) when there is none."""
    row = hub.execute("SELECT seq, hash FROM hub.entries WHERE unit = %s ORDER BY seq DESC LIMIT 1", (unit,)).fetchone()
    return Tip(*row) if row else Tip(0, EMPTY_HASH)


def append(hub: Hub, unit: str, rows: Iterable[Row], plans: Iterable[Plan]) -> int:
    """Put rows and plans into the hub, whose tables prove them; gives how many rows were new."""
    first = next(iterator := iter(rows), None)
    if first is None:
        return 0
    hub.execute(_INCOMING)
    with hub.cursor().copy(_COPY) as copy:
        for row in chain([first], iterator):
            former = None if row[UNIT] == unit else row[UNIT]
            copy.write_row((*row[:UNIT], unit, *row[UNIT + 1 :], former))
    new = _proved(hub, unit)
    for plan in plans:
        hub.execute(_KEEP_PLAN, (unit, *plan))
    hub.execute(b"DELETE FROM incoming")
    return new


def _proved(hub: Hub, unit: str) -> int:
    """Append what is in `incoming`; the hub's own refusals are said of the row they are about."""
    from psycopg import errors

    try:
        try:
            with hub.transaction():
                return hub.execute(_APPEND).rowcount
        except errors.UniqueViolation:
            # The same rows, sent by another process at the same moment, are there by now; others are refused again.
            return hub.execute(_APPEND).rowcount
    except (errors.CheckViolation, errors.ForeignKeyViolation) as error:
        raise IntegrityError(
            f"tỉnh không nhận: một dòng của sổ {unit} không khớp mã băm hoặc không nối với dòng trước nó; chưa lưu gì"
            f" ({error.diag.constraint_name})",
            hint="kiểm tra sổ: thidua verify",
        ) from error
    except errors.UniqueViolation as error:
        sentence = f"tỉnh không nhận: sổ {unit} rẽ nhánh, tỉnh đã có dòng khác ở cùng số dòng; chưa lưu gì"
        raise IntegrityError(sentence, hint=NEWEST_COPY) from error


def _forked(hub: Hub, unit: str, head: Tip, own: Any) -> IntegrityError:
    """Where two ledgers of one commune part: found by halving, and the hub's first other row is named."""
    same, other = 0, head.seq
    while other - same > 1:
        middle = (same + other) // 2
        row = hub.execute("SELECT hash FROM hub.entries WHERE unit = %s AND seq = %s", (unit, middle)).fetchone()
        same, other = (middle, other) if row and row[0] == own(middle) else (same, middle)
    found = hub.execute("SELECT actor, at FROM hub.entries WHERE unit = %s AND seq = %s", (unit, other)).fetchone()
    who = f" (ở tỉnh: {found[0]} ghi lúc {write_moment(found[1])})" if found else ""
    return IntegrityError(
        f"sổ này rẽ nhánh khỏi sổ tỉnh đã nhận, từ dòng {other}{who}: tỉnh có đến dòng {head.seq}; chưa gửi gì",
        hint="hai máy cùng ghi, hoặc sổ khôi phục từ bản cũ rồi ghi tiếp: lấy sổ từ tỉnh về (thidua hub pull),"
        f" rồi ghi lại những gì chỉ máy này có từ dòng {other}",
    )


def proved_file(
    lines: Iterable[str], name: str, against: tuple[int, str] | None = None
) -> tuple[list[Row], list[Plan]]:
    """The rows and plans of a ledger's export; `against` is the anchor of the signed paper that came with it.

    Raises InvalidInput or IntegrityError where it does not prove itself, IntegrityError for another paper's.
    """
    reading = Reading(name, Chain(against))
    entries = list(reading.entries(lines))
    rows = [row for row in entries if len(row) == len(NAMES)]
    if not rows:
        raise InvalidInput(f"{name}: sổ chưa có dòng nào, không có gì để nhận")
    reading.chain.check_anchor(f"sổ {rows[0][UNIT]}", reading.short)
    return rows, [(row[0], row[1].decode(), *row[2:]) for row in entries if len(row) == len(PLAN_NAMES)]


def receive(hub: Hub, rows: Sequence[Row], plans: Sequence[Plan]) -> tuple[str, Sent]:
    """Append a whole ledger that came as a file, already proved; gives whose it is and what was new.

    Raises Refused for a file older than what the hub has, IntegrityError for one that has forked from it.
    """
    unit = rows[-1][UNIT]
    head = tip_of(hub, unit)
    if len(rows) < head.seq:
        raise Refused(
            f"tệp của {unit} chỉ có {len(rows)} dòng, tỉnh đã nhận đến dòng {head.seq}: đây là bản cũ, chưa nhận gì",
            hint="xin xã tệp mới: thidua send --out TỆP.jsonl",
        )
    if head.seq and rows[head.seq - 1][-1] != head.hash:
        raise _forked(hub, unit, head, lambda seq: rows[seq - 1][-1])
    return unit, Sent(append(hub, unit, islice(rows, head.seq, None), plans), tip_of(hub, unit))


def stored_rows(hub: Hub, unit: str) -> Iterator[Row]:
    """The rows the hub has of a ledger, exactly as the commune wrote them, in their order."""
    own = COLUMNS.replace(" unit,", " coalesce(former, unit),")
    with hub.cursor(name="stored") as cursor:
        cursor.itersize = 5000
        yield from cursor.execute(f"SELECT {own} FROM hub.entries WHERE unit = %s ORDER BY seq".encode(), (unit,))


def stored_plans(hub: Hub, unit: str) -> list[Plan]:
    """The plans that came with a ledger, by the first row under each."""
    return hub.execute(f"SELECT {PLANS} FROM hub.plans WHERE unit = %s ORDER BY first_seq".encode(), (unit,)).fetchall()


def units_stored(hub: Hub) -> list[str]:
    """The communes that the hub has rows of, as far as the one who asks may see them."""
    return [unit for (unit,) in hub.execute(b"SELECT DISTINCT unit FROM hub.entries ORDER BY unit")]


def prove(hub: Hub, unit: str, against: tuple[int, str] | None = None) -> Tip:
    """Hash every stored row of a ledger again, here and not in the database; `against` is a printed anchor.

    Raises IntegrityError naming the first row that is wrong or missing.
    """
    chain = Chain(against)
    for row in stored_rows(hub, unit):
        if wrong := chain.take(row):
            sentence = f"kho của tỉnh hỏng hoặc bị sửa: {unit}, {wrong}"
            raise IntegrityError(sentence, hint="khôi phục kho từ bản sao lưu, rồi để xã gửi lại (thidua send)")
    chain.check_anchor(f"sổ {unit}", 0)
    return chain.tip
