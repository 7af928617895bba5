"""What has moved since a report was sent: sent → now of every figure and verdict, and the ledger rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...domain.closing import Closing, State
from ...domain.plan import Plan
from ...named_tuple import NamedTuple
from ...vietnamese.dates import write_moment
from ...vietnamese.text import sanitise
from ...vietnamese.wording import days_text
from ..document import Align, Block, Cell, Column, Document, Heading, Listing, Paragraph, Row, Table, Tone
from .differences import Change as FigureChange
from .differences import Moved
from .history import COLUMNS as HISTORY_COLUMNS
from .history import Change, change_record, history_row
from .report import Origin, anchor, closed_record

SCHEMA = "thidua.diff/1"
PLAN = "kế hoạch"
BY_PLAN = ("target", "indicator")
"""Fields that only the plan can move."""
WITH_TARGET = ("ratio", "attainment", "difference", "verdict")
"""Fields that an actual and its target make together."""
BY_EARLIER_YEAR = ("same_period", "index", "growth")
"""Fields that figures of last year move; the first of them by those alone."""
FIELD_COLUMNS = (
    Column("name", "Chỉ tiêu", wraps=True),
    Column("figure", "Số liệu"),
    Column("sent", "Đã gửi", Align.RIGHT, wraps=True),
    Column("now", "Nay", Align.RIGHT, wraps=True),
    Column("rows", "Do dòng", rank=1, wraps=True),
)


class Traced(NamedTuple):
    """An indicator that moved, the rows that moved its year and its same period, and whether its target moved too."""

    moved: Moved
    year: tuple[int, ...]
    earlier: tuple[int, ...]
    by_plan: bool

    def rows(self, field: str) -> tuple[int, ...]:
        """The rows behind one field."""
        if field in BY_PLAN:
            return ()
        if field not in BY_EARLIER_YEAR:
            return self.year
        return self.earlier if field == BY_EARLIER_YEAR[0] else tuple(sorted({*self.year, *self.earlier}))


class Sides(NamedTuple):
    """The report as sent, the same report now, and the latter's origin (which says whether the period is closed)."""

    sent: Mapping[str, Any]
    now: Mapping[str, Any]
    origin: Origin


def diff_page(
    plan: Plan,
    closing: Closing,
    copies: Sequence[Closing],
    sides: Sides,
    traced: Sequence[Traced],
    rows: Sequence[Change],
) -> Document:
    """The page; `copies` are all closings of the period, `rows` the ledger rows behind the changes, oldest first."""
    blocks: list[Block] = [Listing(tuple(_sent_lines(closing, copies, sides)))]
    if traced:
        blocks.append(Paragraph(_summary(traced), Tone.STRONG))
        if sides.sent["headline"] != sides.now["headline"]:
            blocks.append(Listing((f"Đã gửi: {sides.sent['headline']}", f"Nay: {sides.now['headline']}")))
        blocks.append(Table(FIELD_COLUMNS, tuple(_rows(traced)), label_key="name", name="Thay đổi"))
    else:
        blocks.append(Paragraph("Không có gì khác so với báo cáo đã gửi.", Tone.STRONG))
    if rows:
        blocks.append(Heading("Các dòng sổ làm thay đổi", 2))
        blocks.append(
            Table(HISTORY_COLUMNS, tuple(history_row(plan, row) for row in rows), label_key="seq", name="Dòng sổ")
        )
    if traced and sides.sent["plan"]["revision"] != sides.now["plan"]["revision"]:
        blocks.append(Paragraph(_plan_moved(sides), Tone.FAIR))
    record = _record(closing, copies, sides, traced, rows)
    title = f"Thay đổi từ khi chốt – {days_text(closing.heading)}"
    return Document(title, tuple(blocks), (anchor(sides.origin),), lambda: record)


def _sent_lines(closing: Closing, copies: Sequence[Closing], sides: Sides) -> Iterable[str]:
    ledger = sides.sent["ledger"]
    yield f"Báo cáo đã gửi: {_copy_words(closing)}"
    yield f"Làm từ sổ dòng {ledger['seq']}, mã {ledger['chain']}"
    others = [copy for copy in copies if copy.seq != closing.seq]
    if others:
        listed = "; ".join(_copy_words(copy) for copy in others)
        yield f"Bản gửi khác của kỳ này: {listed} – xem bằng --sent DÒNG"


def _copy_words(closing: Closing) -> str:
    """`huong chốt lúc 05/07/2024 08:03 (dòng 7), mở lại lúc … vì: …`."""
    words = f"{sanitise(closing.row.actor)} chốt lúc {write_moment(closing.row.at)} (dòng {closing.seq})"
    end = closing.ended_by
    if end is None:
        return words
    if closing.state is State.TAKEN_BACK:
        return f"{words}, đã hoàn tác lúc {write_moment(end.at)}"
    return f"{words}, mở lại lúc {write_moment(end.at)} vì: {sanitise(end.reason)}"


def _summary(traced: Sequence[Traced]) -> str:
    turned = sum(any(change.field == "verdict" for change in each.moved.changes) for each in traced)
    return f"{len(traced)} chỉ tiêu khác báo cáo đã gửi" + (f", {turned} chỉ tiêu đổi đánh giá" if turned else "")


def _rows(traced: Iterable[Traced]) -> Iterable[Row]:
    for each in traced:
        for change in each.moved.changes:
            texts = (each.moved.name, change.title, change.sent_text, change.now_text, _cause(each, change))
            yield Row(tuple(map(Cell, texts)))


def _cause(each: Traced, change: FigureChange) -> str:
    rows = list(map(str, each.rows(change.field)))
    return ", ".join([*rows, PLAN] if not rows or (each.by_plan and change.field in WITH_TARGET) else rows)


def _plan_moved(sides: Sides) -> str:
    old, new = (str(side["plan"]["revision"])[:16] for side in (sides.sent, sides.now))
    return f"Tệp kế hoạch đã đổi từ khi gửi: mã {old} → {new}; chỗ ghi “{PLAN}” là do kế hoạch, không do dòng sổ nào."


def _record(
    closing: Closing, copies: Sequence[Closing], sides: Sides, traced: Sequence[Traced], rows: Sequence[Change]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "period": dict(sides.sent["period"]),
        "closed": closed_record(sides.origin.closed),
        "sent": _copy_record(closing) | _side(sides.sent),
        "now": _side(sides.now),
        "copies": [_copy_record(copy) for copy in copies],
        "indicators": [_moved_record(each) for each in traced],
        "rows": [change_record(row) for row in rows],
    }


def _side(report: Mapping[str, Any]) -> dict[str, Any]:
    shared = {key: report[key] for key in ("ledger", "headline", "summary")}
    return {"plan": report["plan"]["revision"]} | shared


def _copy_record(closing: Closing) -> dict[str, Any]:
    end = closing.ended_by
    ended = {"seq": end.seq, "at": end.at, "by": end.actor, "reason": end.reason} if end else None
    return {
        "seq": closing.seq,
        "at": closing.row.at,
        "by": closing.row.actor,
        "state": closing.state.value,
        "ended": ended,
    }


def _moved_record(each: Traced) -> dict[str, Any]:
    changes = [
        {"field": change.field, "sent": change.sent, "now": change.now, "rows": list(each.rows(change.field))}
        for change in each.moved.changes
    ]
    return {
        "id": each.moved.id,
        "name": each.moved.name,
        "changes": changes,
        "plan_changed": each.by_plan,
    }
