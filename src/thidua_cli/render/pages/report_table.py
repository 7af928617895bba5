"""The columns and cells of the main table: one row per indicator, in the words of published reports."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from ...domain.attainment import Verdict
from ...domain.figure import Actual, Level
from ...domain.period import Span
from ...domain.plan import Combine, Comparator, Indicator, Plan, Target
from ...domain.rounding import PERCENT_PLACES, shortest
from ...domain.scorecard import SamePeriod, Scorecard, Standing
from ...vietnamese.dates import write_date
from ...vietnamese.judging import BEHIND, verdict_text
from ...vietnamese.numbers import write_number
from ...vietnamese.wording import (
    LEVELS_SHORT,
    difference_unit,
    planned_text,
    rounded_figure,
    target_text,
    with_unit,
)
from ..document import Align, Cell, Column, Row, RowKind, Table, Tone

NONE = "–"
TONES = {
    Verdict.EXCEEDED: Tone.GOOD,
    Verdict.MET: Tone.GOOD,
    Verdict.WITHIN: Tone.FAIR,
    Verdict.NOT_YET: Tone.FAIR,
    Verdict.MISSED: Tone.BAD,
    Verdict.NO_DATA: Tone.BAD,
    Verdict.NOT_DUE: Tone.QUIET,
    Verdict.NOT_JUDGED: Tone.QUIET,
}


def report_table(card: Scorecard, shown: Iterable[Standing]) -> Table:
    """The table of these standings."""
    return Table(_columns(card), tuple(_rows(card, shown)), label_key="name", name="Kết quả")


def _columns(card: Scorecard) -> tuple[Column, ...]:
    inner = _has_inner_period(card)
    columns = [
        Column("number", "TT", rank=6),
        Column("name", "Chỉ tiêu", wraps=True),
        Column("unit", "ĐVT", rank=4, wraps=True, joins="name"),
        Column("target", "Kế hoạch", Align.RIGHT),
        *([Column("in_period", "Trong kỳ", Align.RIGHT, rank=2)] if inner else []),
        Column("actual", "Lũy kế" if inner else "Thực hiện", Align.RIGHT),
        Column("ratio", "% KH", Align.RIGHT, rank=1),
        Column("difference", "So với KH", Align.RIGHT, rank=3),
        Column("bar", "Mức đạt", rank=7),
        *(_history_columns() if _has_history(card) else []),
        Column("verdict", "Đánh giá", wraps=True),
        Column("note", "Ghi chú", rank=5, wraps=True),
    ]
    return tuple(columns)


def _history_columns() -> list[Column]:
    return [
        Column("same_period", "Cùng kỳ", Align.RIGHT, rank=8),
        Column("index", "% cùng kỳ", Align.RIGHT, rank=8),
        Column("growth", "Tăng, giảm", Align.RIGHT, rank=8),
    ]


def _has_inner_period(card: Scorecard) -> bool:
    return card.window.period.span is not Span.YEAR


def _has_history(card: Scorecard) -> bool:
    return any(standing.same_period.value is not None for standing in card.standings)


def _rows(card: Scorecard, shown: Iterable[Standing]) -> Iterable[Row]:
    section = None
    for standing in shown:
        if standing.row.section is not section:
            section = standing.row.section
            heading = f"{section.number}. {section.title}" if section.number else section.title
            yield Row((Cell(heading, tone=Tone.STRONG),), RowKind.GROUP)
        yield Row(tuple(_cells(card, standing)), RowKind.PART if standing.row.parent else RowKind.ITEM)


def _cells(card: Scorecard, standing: Standing) -> Iterable[Cell]:
    indicator, target = standing.indicator, standing.target.target
    yield Cell(standing.row.number, tone=Tone.QUIET)
    yield Cell(indicator.name)
    yield Cell(indicator.unit)
    yield Cell(target_text(target), target.value if target.comparator is Comparator.AT_LEAST else None)
    if _has_inner_period(card):
        yield figure_cell(standing, standing.in_period)
    yield figure_cell(standing, standing.actual)
    yield ratio_cell(standing)
    yield difference_cell(standing)
    yield _bar_cell(standing)
    if _has_history(card):
        yield from _history_cells(standing)
    yield Cell(verdict_text(standing.verdict), tone=TONES[standing.verdict])
    yield Cell(note(standing, card.plan))


def figure_cell(standing: Standing, actual: Actual | None) -> Cell:
    """An actual; a dash where there is none."""
    return _reached_cell(standing, actual, standing.target.target)


def _reached_cell(standing: Standing, actual: Actual | None, target: Target | None) -> Cell:
    if actual is None:
        return Cell(NONE, tone=Tone.QUIET)
    number = shown_number(actual, standing.indicator, target)
    return Cell(write_number(number), number)


def actual_text(standing: Standing, actual: Actual) -> str:
    """A recorded value with every place typed; a computed one with as many places as it needs."""
    return write_number(shown_number(actual, standing.indicator, standing.target.target))


def earlier_text(indicator: Indicator, earlier: Actual) -> str:
    """What was reached a year before, likewise; this year's target is not its own."""
    return write_number(shown_number(earlier, indicator, None))


def shown_number(actual: Actual, indicator: Indicator, target: Target | None) -> Decimal:
    """The number that is printed of an actual."""
    if actual.latest is not None and actual.latest.value is not None:
        return actual.latest.value
    return rounded_figure(actual.exact, indicator, target)


def ratio_cell(standing: Standing) -> Cell:
    """Empty where lower is better: TH/KH of a missed ceiling would read as a success."""
    percent = standing.ratio.percent
    if percent is None or standing.target.target.comparator.is_ceiling or standing.target.target.value < 0:
        return Cell(NONE, tone=Tone.QUIET)
    return Cell(write_number(percent), percent)


def difference_cell(standing: Standing) -> Cell:
    """Actual − target; a dash for what is not judged."""
    if standing.difference is None or standing.target.target.comparator is Comparator.REFERENCE:
        return Cell(NONE, tone=Tone.QUIET)
    return signed_cell(standing.difference, standing.indicator.unit)


def signed_cell(gap: Fraction, unit: str) -> Cell:
    """A difference; its number is the one that the text shows."""
    return Cell(signed(gap, unit), honest(gap, PERCENT_PLACES))


def signed(gap: Fraction, unit: str, *, places: int = PERCENT_PLACES) -> str:
    """`+222`, `-0,2 điểm %`: only differences of rates carry their unit, for they are not percent."""
    number = write_number(honest(gap, places))
    sign = "+" if gap > 0 else ""
    return sign + (with_unit(number, difference_unit(unit)) if difference_unit(unit) != unit else number)


def honest(gap: Fraction, places: int) -> Decimal:
    """A difference rounded, but never to zero when it is not zero."""
    for more in range(places, places + 12):
        rounded = shortest(gap, more)
        if rounded or not gap:
            return rounded
    return shortest(gap, places)


def _bar_cell(standing: Standing) -> Cell:
    percent = standing.attainment.percentage.percent
    if percent is None:
        return Cell("")
    return Cell("", tone=TONES[standing.verdict], fraction=max(percent, Decimal(0)) / 100)


def _history_cells(standing: Standing) -> Iterable[Cell]:
    same: SamePeriod = standing.same_period
    yield _reached_cell(standing, same.actual, None)
    if same.ratio.percent is None or same.difference is None or same.growth is None:
        yield from (Cell(NONE, tone=Tone.QUIET) for _ in range(2))
    elif standing.indicator.is_rate:
        yield Cell(NONE, tone=Tone.QUIET)
        yield signed_cell(same.difference, standing.indicator.unit)
    else:
        yield Cell(write_number(same.ratio.percent), same.ratio.percent)
        yield Cell(f"{'+' if same.growth > 0 else ''}{write_number(same.growth)}%", same.growth)


def note(standing: Standing, plan: Plan) -> str:
    """What a reader must know beside the number: parts missing, level, day, a changed target, who is to supply it."""
    notes = []
    indicator, actual = standing.indicator, standing.actual
    if standing.parts_present and actual is None and indicator.combine is Combine.TOTAL and standing.parts_present[0]:
        notes.append(f"mới có {standing.parts_present[0]}/{standing.parts_present[1]} phần")
    if actual is not None and actual.level is not Level.OFFICIAL:
        notes.append(f"số {LEVELS_SHORT[actual.level]}")
    if actual is not None and actual.latest is not None and actual.latest.numerator is not None:
        notes.append(f"{write_number(actual.latest.numerator)}/{write_number(actual.latest.denominator or Decimal(1))}")
    if standing.target.since is not None:
        decision = f" theo {standing.target.decision}" if standing.target.decision else ""
        notes.append(f"kế hoạch điều chỉnh từ {write_date(standing.target.since)}{decision}")
    if standing.course is not None and standing.course.is_behind:
        notes.append(BEHIND)
    if standing.coverage is not None:
        from .coverage import coverage_notes

        notes += coverage_notes(standing)
    if standing.verdict is Verdict.NOT_DUE and indicator.due:
        notes.append(f"hạn {write_date(indicator.due)}")
    if standing.verdict is Verdict.NO_DATA and indicator.supplier:
        notes.append(f"chờ {indicator.supplier}")
    return "; ".join(notes)


def planned(standing: Standing) -> str:
    """The target with its unit in the words of the table; the document's own words come raw from its author."""
    return planned_text(standing.target.target, standing.indicator)
