"""The report by place, and who has reported: every place against its target, and the commune."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from ..domain.attainment import Verdict
from ..domain.plan import Comparator, Place, Plan
from ..domain.scorecard import Scorecard, Standing
from ..render.document import Block, Cell, Document, Paragraph, Row, Tone
from ..vietnamese.dates import write_date
from ..vietnamese.wording import target_text, verdict_text
from . import page
from .notes import dated, note, reported_text
from .page import DASH, Field, Origin, Page, anchor, field, right, unlike_line
from .report import difference_cell, facts_of, figure_cell, headline, period_label, ratio_cell, verdict_cell
from .report_record import standing_record

SCHEMA = "thidua.report-places/1"


class PlaceCard(NamedTuple):
    """One place and how it stands."""

    place: Place
    card: Scorecard

    def of(self, indicator_id: str) -> Standing | None:
        """Its standing in one indicator."""
        return next((one for one in self.card.standings if one.indicator.id == indicator_id), None)


class _Line(NamedTuple):
    """One place's standing, or the commune's, under the name that it is shown by."""

    name: str
    standing: Standing
    plan: Plan
    tone: Tone = Tone.PLAIN


COLUMNS: Sequence[Field[_Line]] = (
    field("place", "Thôn", lambda line: Cell(line.name, tone=line.tone), wraps=True),
    right("target", "Kế hoạch", lambda line: _target_cell(line.standing), rank=1),
    right("actual", "Thực hiện", lambda line: figure_cell(line.standing, line.standing.actual)),
    right("ratio", "% KH", lambda line: ratio_cell(line.standing), rank=2),
    right("difference", "So với KH", lambda line: difference_cell(line.standing), rank=4),
    field("verdict", "Đánh giá", lambda line: _verdict_cell(line.standing), wraps=True),
    field("on", "Ngày", lambda line: page.day_text(line.standing.actual and line.standing.actual.on), rank=3),
    field("note", "Ghi chú", lambda line: note(line.standing, line.plan), rank=5, wraps=True),
)


def places_page(card: Scorecard, cards: Sequence[PlaceCard], shown: Sequence[Standing], origin: Origin) -> Page:
    """Grouped by indicator, the places in the plan's order, the commune last; `shown` are the commune's standings."""
    rows = [row for standing in shown for row in _group(standing, cards, card.plan)]
    blocks: list[Block] = [page.table_of(COLUMNS, rows, "place", "Theo thôn", key_title="Mã")]
    if not shown:
        blocks = [Paragraph("Không có chỉ tiêu nào thu theo thôn (by_place) trong phần đã chọn.", Tone.QUIET)]
    title = f"Thi đua {card.plan.unit.name} theo thôn – {period_label(card)}"
    ids = [standing.indicator.id for standing in shown]
    return Page(
        Document(title, (*unlike_line(origin.closed), *blocks), (anchor(origin),)),
        lambda: {
            **page.report_head(SCHEMA, card.plan, card.window, origin),
            "places": [
                page.record_of(one.place, "id name")
                | {"indicators": [standing_record(held) for held in one.card.standings if held.indicator.id in ids]}
                for one in cards
            ],
            "indicators": [standing_record(standing) for standing in shown],
        },
        partial(facts_of, card, headline(card)),
    )


def _group(standing: Standing, cards: Sequence[PlaceCard], plan: Plan) -> Iterable[Row]:
    indicator = standing.indicator
    reported = f": {reported_text(standing.coverage)}" if standing.coverage else ""
    yield page.heading_row(f"{indicator.name} ({indicator.unit}){reported}")
    for one in cards:
        held = one.of(indicator.id)
        if held is not None:
            gone = f" (đến {write_date(one.place.until)})" if one.place.until else " (chưa có)"
            name = one.place.name + ("" if one.place.exists_on(one.card.window.cutoff) else gone)
            yield page.row_of(COLUMNS, _Line(name, held, plan), key=indicator.id)
    whole = _Line(f"Cả {plan.unit.name}", standing, plan, Tone.STRONG)
    yield page.row_of(COLUMNS, whole, is_total=True, key=indicator.id)


def _target_cell(standing: Standing) -> Cell:
    target = standing.target.target
    if target.comparator is Comparator.REFERENCE:
        return DASH
    return Cell(target_text(target), target.value if target.comparator is Comparator.AT_LEAST else None)


def _verdict_cell(standing: Standing) -> Cell:
    """A place that was given no target of its own is not judged, but whether it has reported is said."""
    if standing.verdict is not Verdict.NOT_JUDGED:
        return verdict_cell(standing)
    return page.quiet(dated("Không giao riêng", standing) if standing.actual else verdict_text(Verdict.NO_DATA))
