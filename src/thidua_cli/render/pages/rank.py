"""The league table of places: rank, points, and how far each has moved since the end of last month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ...domain.league import Placing
from ...domain.rounding import round_percent, shortest
from ...domain.scorecard import Scorecard
from ...vietnamese.dates import write_date
from ...vietnamese.numbers import write_number
from ..document import Align, Block, Cell, Column, Document, Listing, Paragraph, Row, Table, Tone
from .point_reasons import points_text
from .report import Origin, anchor, origin_record, period_label
from .report_record import head_record
from .report_table import NONE
from .score import sums_record

SCHEMA = "thidua.rank/1"
COLUMNS = (
    Column("rank", "Hạng", Align.RIGHT, is_order=True),
    Column("moved", "So trước", Align.CENTRE),
    Column("place", "Thôn", wraps=True),
    Column("total", "Tổng điểm", Align.RIGHT),
    Column("of", "Tối đa", Align.RIGHT, rank=3),
    Column("percent", "% tối đa", Align.RIGHT, rank=1),
    Column("earned", "Đạt", Align.RIGHT, rank=4),
    Column("bonus", "Thưởng", Align.RIGHT, rank=4),
    Column("deducted", "Trừ", Align.RIGHT, rank=4),
    Column("winnable", "Còn", Align.RIGHT, rank=2),
    Column("bar", "Mức điểm", rank=5),
)


def rank_page(card: Scorecard, table: Sequence[Placing], compared: date | None, origin: Origin) -> Document:
    """Best first; `compared` is the day that the movement is counted from, None where the year has no such day."""
    blocks: list[Block] = [Paragraph(_headline(table), Tone.STRONG), Listing(tuple(_notes(table, compared)))]
    blocks.append(Table(COLUMNS, tuple(Row(tuple(_cells(one))) for one in table), label_key="place", name="Xếp hạng"))
    return Document(
        f"Xếp hạng thi đua các thôn, {card.plan.unit.name} – {period_label(card)}",
        tuple(blocks),
        closing=(anchor(origin),),
        record=lambda: _record(card, table, compared, origin_record(origin)),
    )


def _headline(table: Sequence[Placing]) -> str:
    first = [one for one in table if one.rank == 1]
    if not first:
        return "Chưa thôn nào có chỉ tiêu được chấm điểm"
    if len(first) == len(table):
        return f"Cả {len(table)} thôn đồng hạng, {_reached(first, table)}"
    return f"Dẫn đầu: {', '.join(one.place.name for one in first)} ({_reached(first, table)})"


def _reached(first: Sequence[Placing], table: Sequence[Placing]) -> str:
    """What the first have: points, and their share where scales differ: `90 điểm, 100,00% điểm tối đa`."""
    points = list(dict.fromkeys(points_text(one.sheet.total) for one in first))
    share = first[0].sheet.share
    if share is None or not _scales_differ(table):
        return points[0]
    percent = f"{write_number(round_percent(share * 100))}% điểm tối đa"
    return f"{points[0]}, {percent}" if len(points) == 1 else percent


def _scales_differ(table: Sequence[Placing]) -> bool:
    return len({one.sheet.full for one in table}) > 1


def _notes(table: Sequence[Placing], compared: date | None) -> Iterable[str]:
    if compared is None:
        yield "Tháng đầu của năm kế hoạch: chưa có tháng trước để so hạng."
    else:
        yield f"So trước: hạng tính đến ngày {write_date(compared)} theo cùng sổ số liệu (▲ lên, ▼ xuống, = giữ hạng)."
    equal = "% điểm tối đa bằng nhau" if _scales_differ(table) else "Điểm bằng nhau"
    yield f"{equal} thì đồng hạng, hạng kế tiếp tính cả các thôn đồng hạng (1, 2, 2, 4)."
    if _scales_differ(table):
        yield "Các thôn được giao số chỉ tiêu khác nhau nên xếp theo % điểm tối đa của từng thôn."


def moved_text(one: Placing) -> str:
    """`▲2`, `▼1`, `=`; a dash without an earlier rank."""
    if one.moved is None:
        return NONE
    if not one.moved:
        return "="
    return f"{'▲' if one.moved > 0 else '▼'}{abs(one.moved)}"


def _cells(one: Placing) -> Iterable[Cell]:
    sheet, share = one.sheet, one.sheet.share
    yield Cell(NONE, tone=Tone.QUIET) if one.rank is None else Cell(str(one.rank), Decimal(one.rank), Tone.STRONG)
    tone = Tone.QUIET if not one.moved else Tone.GOOD if one.moved > 0 else Tone.BAD
    yield Cell(moved_text(one), None if one.moved is None else Decimal(one.moved), tone)
    yield Cell(one.place.name)
    yield _points(sheet.total, Tone.STRONG)
    yield _points(sheet.full)
    percent = None if share is None else round_percent(share * 100)
    yield Cell(NONE, tone=Tone.QUIET) if percent is None else Cell(write_number(percent), percent)
    for points in (sheet.earned, sheet.bonus, sheet.deducted, sheet.winnable):
        yield _points(points)
    yield Cell("") if percent is None else Cell("", fraction=percent / 100)


def _points(points: Decimal, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(write_number(shortest(points)), shortest(points), tone)


def _record(
    card: Scorecard, table: Sequence[Placing], compared: date | None, origin: Mapping[str, Any]
) -> dict[str, Any]:
    plan = card.plan
    return {
        "schema": SCHEMA,
        **head_record(plan, card.window, origin),
        "compared_with": compared and compared.isoformat(),
        "places": [_placing_record(one) for one in table],
    }


def _placing_record(one: Placing) -> dict[str, Any]:
    share = one.sheet.share
    return {
        "rank": one.rank,
        "before": one.before,
        "moved": one.moved,
        "id": one.place.id,
        "name": one.place.name,
        "percent": None if share is None else f"{round_percent(share * 100):f}",
        **sums_record(one.sheet),
    }
