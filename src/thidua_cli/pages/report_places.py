"""The report by place, and who has reported: every place against its target, and the commune."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.plan import Comparator, Place, Plan
from ..domain.scorecard import Scorecard, Standing
from ..render.document import Align, Block, Cell, Column, Document, Paragraph, Row, RowKind, Table, Tone
from ..vietnamese.dates import write_date
from ..vietnamese.wording import (
    target_text,
    verdict_text,
)
from .notes import dated, note, reported_text
from .page import Page
from .report import (
    NONE,
    Origin,
    anchor,
    difference_cell,
    facts_of,
    figure_cell,
    headline,
    origin_record,
    period_label,
    ratio_cell,
    unlike_line,
    verdict_cell,
)
from .report_record import head_record, standing_record

SCHEMA = "thidua.report-places/1"
COLUMNS = (
    Column("place", "Thôn", wraps=True),
    Column("target", "Kế hoạch", Align.RIGHT, rank=1),
    Column("actual", "Thực hiện", Align.RIGHT),
    Column("ratio", "% KH", Align.RIGHT, rank=2),
    Column("difference", "So với KH", Align.RIGHT, rank=4),
    Column("verdict", "Đánh giá", wraps=True),
    Column("on", "Ngày", rank=3),
    Column("note", "Ghi chú", rank=5, wraps=True),
)


class PlaceCard(NamedTuple):
    """One place and how it stands."""

    place: Place
    card: Scorecard

    def of(self, indicator_id: str) -> Standing | None:
        """Its standing in one indicator."""
        return next((one for one in self.card.standings if one.indicator.id == indicator_id), None)


def places_page(card: Scorecard, cards: Sequence[PlaceCard], shown: Sequence[Standing], origin: Origin) -> Page:
    """Grouped by indicator, the places in the plan's order, the commune last; `shown` are the commune's standings."""
    rows = tuple(row for standing in shown for row in _group(standing, cards, card.plan))
    blocks: list[Block] = [Table(COLUMNS, rows, label_key="place", key_title="Mã", name="Theo thôn")]
    if not shown:
        blocks = [Paragraph("Không có chỉ tiêu nào thu theo thôn (by_place) trong phần đã chọn.", Tone.QUIET)]
    blocks = [*unlike_line(origin.closed), *blocks]
    return Page(
        Document(
            f"Thi đua {card.plan.unit.name} theo thôn – {period_label(card)}", tuple(blocks), closing=(anchor(origin),)
        ),
        lambda: _record(card, cards, shown, origin_record(origin)),
        partial(facts_of, card, headline(card)),
    )


def _group(standing: Standing, cards: Sequence[PlaceCard], plan: Plan) -> Iterable[Row]:
    indicator = standing.indicator
    reported = f": {reported_text(standing.coverage)}" if standing.coverage else ""
    yield Row((Cell(f"{indicator.name} ({indicator.unit}){reported}", tone=Tone.STRONG),), RowKind.GROUP)
    for one in cards:
        held = one.of(indicator.id)
        if held is not None:
            name = one.place.name
            if not one.place.exists_on(one.card.window.cutoff):
                name += f" (đến {write_date(one.place.until)})" if one.place.until else " (chưa có)"
            yield Row(tuple(_cells(name, held, note(held, plan))), key=indicator.id)
    whole = _cells(f"Cả {plan.unit.name}", standing, note(standing, plan), Tone.STRONG)
    yield Row(tuple(whole), is_total=True, key=indicator.id)


def _cells(name: str, standing: Standing, remark: str, tone: Tone = Tone.PLAIN) -> Iterable[Cell]:
    target = standing.target.target
    yield Cell(name, tone=tone)
    if target.comparator is Comparator.REFERENCE:
        yield Cell(NONE, tone=Tone.QUIET)
    else:
        yield Cell(target_text(target), target.value if target.comparator is Comparator.AT_LEAST else None)
    yield figure_cell(standing, standing.actual)
    yield ratio_cell(standing)
    yield difference_cell(standing)
    yield _verdict_cell(standing)
    yield Cell(write_date(standing.actual.on) if standing.actual else "")
    yield Cell(remark)


def _verdict_cell(standing: Standing) -> Cell:
    """A place that was given no target of its own is not judged, but whether it has reported is said."""
    if standing.verdict is not Verdict.NOT_JUDGED:
        return verdict_cell(standing)
    words = dated("Không giao riêng", standing) if standing.actual else verdict_text(Verdict.NO_DATA)
    return Cell(words, tone=Tone.QUIET)


def _record(
    card: Scorecard, cards: Sequence[PlaceCard], shown: Sequence[Standing], origin: Mapping[str, Any]
) -> dict[str, Any]:
    ids = [standing.indicator.id for standing in shown]
    return {
        "schema": SCHEMA,
        **head_record(card.plan, card.window, origin),
        "places": [
            {
                "id": one.place.id,
                "name": one.place.name,
                "indicators": [standing_record(held) for held in one.card.standings if held.indicator.id in ids],
            }
            for one in cards
        ],
        "indicators": [standing_record(standing) for standing in shown],
    }
