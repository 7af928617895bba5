"""The report by place, and who has reported: every place against its target, and the commune."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.figure import Actual
from ..domain.places import Coverage
from ..domain.plan import Combine, Comparator, Indicator, Place, Plan
from ..domain.rounding import shortest
from ..domain.scorecard import Scorecard, Standing
from ..render.document import Align, Block, Cell, Column, Document, Paragraph, Row, RowKind, Table, Tone
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.wording import (
    EXACT_PLACES,
    disagreement_text,
    reached_text,
    rounded_figure,
    target_text,
    verdict_text,
)
from .notes import dated, note
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


def reported_text(held: Coverage) -> str:
    """`8/10 thôn đã báo cáo`."""
    return f"{held.pooled.reported}/{held.pooled.of} thôn đã báo cáo"


def coverage_notes(standing: Standing) -> list[str]:
    """What a reader of the main table must know about the places of a row."""
    held, indicator = standing.coverage, standing.indicator
    if held is None:
        return []
    pooled = held.pooled
    if held.decides:
        return [reported_text(held)]
    notes = []
    if held.own is None and pooled.together is not None:
        notes.append(f"mới có {reported_text(held)}: {reached_text(pooled.together, indicator)}")
    if gap := held.disagreement(indicator):
        notes.append(f"số ghi cho cả xã; {disagreement_text(indicator, held, gap)}")
    return notes


def names_of(plan: Plan, ids: Iterable[str]) -> str:
    """`Thôn 4, Thôn 9`."""
    return ", ".join(place.name for place in plan.places if place.id in set(ids))


def coverage_lines(plan: Plan, standing: Standing) -> Iterable[str]:
    """How the places' figures became the commune's, or why they did not; one sentence a line."""
    held, indicator = standing.coverage, standing.indicator
    if held is None:
        return
    pooled = held.pooled
    yield f"Thu theo thôn: {reported_text(held)}."
    if pooled.missing:
        yield f"Chưa báo cáo: {names_of(plan, pooled.missing)}."
    if pooled.without_parts:
        yield f"Chưa có tử số, mẫu số nên không gộp được: {names_of(plan, pooled.without_parts)}."
    if pooled.together is not None:
        if pooled.former:
            yield f"Kể cả các thôn không còn (hoặc chưa có) vào ngày báo cáo: {names_of(plan, dict(pooled.former))}."
        yield f"{_sum_text((*pooled.actuals, *pooled.former), pooled.together, indicator)}."
    yield f"{_choice_text(indicator, held)}."
    if held.own is not None and (gap := held.gap):
        yield f"Số ghi cho cả xã là {reached_text(held.own, indicator)}; {disagreement_text(indicator, held, gap)}."


def equals(printed: Decimal, exact: Fraction | None) -> str:
    """`=` where the printed figure is the exact one, else `≈`."""
    return "=" if Fraction(printed) == exact else "≈"


def _sum_text(actuals: Iterable[tuple[str, Actual]], together: Actual, indicator: Indicator) -> str:
    if together.latest is not None and together.latest.numerator is not None and together.latest.denominator:
        parts = [one.latest for _, one in actuals if one.latest is not None]
        uppers = " + ".join(write_number(part.numerator) for part in parts if part.numerator is not None)
        lowers = " + ".join(write_number(part.denominator) for part in parts if part.denominator is not None)
        total = f"{write_number(together.latest.numerator)} / {write_number(together.latest.denominator)}"
        return f"Các thôn: ({uppers}) / ({lowers}) = {total} {_result(together, indicator)}"
    amounts = " + ".join(write_number(shortest(one.exact, EXACT_PLACES)) for _, one in actuals)
    return f"Các thôn: {amounts} {_result(together, indicator)}"


def _result(together: Actual, indicator: Indicator) -> str:
    sign = equals(rounded_figure(together.exact, indicator), together.exact)
    return f"{sign} {reached_text(together, indicator)}"


def _choice_text(indicator: Indicator, held: Coverage) -> str:
    if held.decides and held.own is None:
        return "Cả xã không ghi riêng và mọi thôn đã báo cáo, nên số của xã lấy từ các thôn"
    if held.decides:
        return "Mọi thôn đều có số mới hơn số ghi cho cả xã, nên số của xã lấy từ các thôn"
    if held.own is None:
        return "Chưa đủ các thôn nên chưa có số của xã; thôn chưa báo cáo không phải bằng 0"
    day = f" ngày {write_date(held.own.on)}" if indicator.combine is Combine.LATEST else ""
    return f"Dùng số ghi cho cả xã{day}, vì không phải mọi thôn đều có số mới hơn"


def coverage_record(held: Coverage) -> dict[str, object]:
    """The same for machines."""
    pooled, gap = held.pooled, held.gap
    return {
        "places": {
            "reported": pooled.reported,
            "of": pooled.of,
            "missing": list(pooled.missing),
            "without_parts": list(pooled.without_parts),
            "value": None if pooled.together is None else machine_number(pooled.together.exact),
            "used": held.decides,
            "difference": None if gap is None else machine_number(gap),
        }
    }


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
