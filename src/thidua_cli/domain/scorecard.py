"""Plan + figures + a period → Scorecard: every indicator judged, and the counts of the headline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from .attainment import Attainment, Percentage, Reason, Verdict, attainment, difference, percent_of, ratio, verdict
from .figure import Actual, Figure
from .period import Period, Span, same_day_a_year_earlier
from .places import Grouped, figures_of_place, grouped, plan_of_place, reach
from .plan import Combine, Indicator, Place, Plan, Row, TargetInForce

if TYPE_CHECKING:
    from .pace import Course
    from .places import Coverage


def score_place(
    plan: Plan, place: Place, window: Window, figures: Iterable[Figure], history: Iterable[Figure] = ()
) -> Scorecard:
    """One place judged from everybody's figures; each indicator keeps the number that it has in the plan."""
    own, earlier = figures_of_place(figures, place), figures_of_place(history, place)
    card = score(plan_of_place(plan, place), window, own, earlier)
    numbers = {row.indicator.id: row.number for row in plan.rows()}
    standings = (one._replace(row=one.row._replace(number=numbers[one.indicator.id])) for one in card.standings)
    return card._replace(standings=tuple(standings))


class Window(NamedTuple):
    """The days a report looks at: the plan year up to the cut-off, and the period within it."""

    period: Period
    cutoff: date

    @classmethod
    def until(cls, period: Period, today: date) -> Window:
        """The period as far as it has gone today."""
        return cls(period, min(today, period.last_day))

    @property
    def year_start(self) -> date:
        """First day of the plan year in the report's calendar."""
        return self.period.whole_year().start

    @property
    def year_closed(self) -> bool:
        """The cut-off is the year's last day."""
        return self.cutoff == self.period.whole_year().last_day

    def a_year_earlier(self) -> Window:
        """The same stretch of last year."""
        return Window(self.period.a_year_earlier(), same_day_a_year_earlier(self.cutoff, self.period))


NO_HISTORY = Percentage(reason=Reason.NO_HISTORY)


class SamePeriod(NamedTuple):
    """Cùng kỳ năm trước: what was reached then, TH/TH trước × 100, the growth (that − 100), the difference."""

    actual: Actual | None = None
    ratio: Percentage = NO_HISTORY
    difference: Fraction | None = None
    reason: Reason | None = Reason.NO_HISTORY

    @property
    def value(self) -> Fraction | None:
        """The exact number."""
        return None if self.actual is None else self.actual.exact

    @property
    def growth(self) -> Decimal | None:
        """Taken from the printed percentage, so that "bằng 102,10%" and "tăng 2,10%" never disagree."""
        return None if self.ratio.percent is None else self.ratio.percent - 100


class Standing(NamedTuple):
    """One indicator judged at the cut-off."""

    row: Row
    target: TargetInForce
    actual: Actual | None
    in_period: Actual | None
    ratio: Percentage
    attainment: Attainment
    difference: Fraction | None
    same_period: SamePeriod
    verdict: Verdict
    parts_present: tuple[int, int] | None = None
    coverage: Coverage | None = None
    course: Course | None = None

    @property
    def indicator(self) -> Indicator:
        """The indicator this is about."""
        return self.row.indicator


class Scorecard(NamedTuple):
    """Bảng đánh giá: the standings in the plan's order and how the counted ones fared."""

    plan: Plan
    window: Window
    standings: tuple[Standing, ...]

    def counts(self) -> Counter[Verdict]:
        """How many counted indicators have each verdict, and how many references are not judged beside them."""
        counted = Counter(standing.verdict for standing in self.standings if standing.row.counted)
        counted[Verdict.NOT_JUDGED] = sum(
            standing.verdict is Verdict.NOT_JUDGED and standing.row.parent is None for standing in self.standings
        )
        return counted

    @property
    def counted(self) -> int:
        """The y of "x/y chỉ tiêu"."""
        return sum(standing.row.counted for standing in self.standings)

    @property
    def with_figures(self) -> int:
        """How many counted indicators have an actual."""
        return sum(standing.row.counted and standing.actual is not None for standing in self.standings)

    def disagreements(self) -> list[tuple[Standing, Fraction]]:
        """Where the places contradict the figure recorded for the whole commune: places − commune, exact."""
        held = [(one, one.coverage.disagreement(one.indicator)) for one in self.standings if one.coverage]
        return [(standing, gap) for standing, gap in held if gap is not None]

    def of(self, *verdicts: Verdict) -> list[Standing]:
        """The counted standings with one of these verdicts."""
        return [standing for standing in self.standings if standing.row.counted and standing.verdict in verdicts]


def score(plan: Plan, window: Window, figures: Iterable[Figure], history: Iterable[Figure] = ()) -> Scorecard:
    """Judge every indicator of the plan from the figures of its year; `history` holds last year's figures,
    up to the same day, or of the whole year where the plan takes a pace from them.

    Figures after the cut-off or before the year's first day are left out; what remains is combined as the plan says.
    """
    year = grouped(_counting(figures, plan, window), window.year_start, window.cutoff, plan.places)
    inside = year if window.period.start == window.year_start else year.since(window.period.start)
    earlier_window = window.a_year_earlier()
    held = _counting(history, plan, earlier_window)
    earlier = grouped(held, earlier_window.year_start, earlier_window.cutoff, plan.places)
    standings = tuple(_standing(row, window, year, inside, earlier) for row in plan.rows(window.cutoff))
    if any(standing.indicator.pace for standing in standings):
        whole = earlier_window.period.whole_year()
        last_year = grouped(held, whole.start, whole.last_day, plan.places)
        standings = tuple(_with_course(standing, window, year, last_year) for standing in standings)
    return Scorecard(plan, window, standings)


def _counting(figures: Iterable[Figure], plan: Plan, window: Window) -> list[Figure]:
    """Without the running totals that belong to the year before: in a report whose year begins before the plan's own,
    they hold what came before its first day."""
    own_start = Period(Span.YEAR, window.period.year, 1, plan.calendar).start
    return [figure for figure in figures if figure.since is None or figure.on >= own_start]


def _with_course(standing: Standing, window: Window, year: Grouped, last_year: Grouped) -> Standing:
    indicator = standing.indicator
    if indicator.pace is None:
        return standing
    from .pace import Journey, course

    journey = Journey(
        indicator,
        standing.target.target,
        window.period.whole_year(),
        lambda day: reach(indicator, year.until(day)),
        lambda day: reach(indicator, last_year.until(day)),
    )
    return standing._replace(course=course(journey, window.cutoff))


def _standing(row: Row, window: Window, year: Grouped, inside: Grouped, earlier: Grouped) -> Standing:
    indicator = row.indicator
    held = indicator.target_on(window.cutoff)
    reached = reach(indicator, year)
    exact = reached.exact if reached else None
    return Standing(
        row=row,
        target=held,
        actual=reached,
        in_period=reached if inside is year else reach(indicator, inside, year),
        ratio=ratio(exact, held.target),
        attainment=attainment(exact, held.target, indicator),
        difference=None if exact is None else difference(exact, held.target),
        same_period=_compare(exact, reach(indicator, earlier)),
        verdict=verdict(
            indicator, held.target, exact, due=_is_due(indicator, window.cutoff, year), year_closed=window.year_closed
        ),
        parts_present=_parts_present(indicator, year),
        coverage=year.coverage(indicator),
    )


def _parts_present(indicator: Indicator, year: Grouped) -> tuple[int, int] | None:
    if indicator.combine is not Combine.TOTAL:
        return None
    return sum(reach(part, year) is not None for part in indicator.parts), len(indicator.parts)


def _is_due(indicator: Indicator, cutoff: date, year: Grouped) -> bool:
    """Whether a missing figure is a fault: no due day means at once; a total waits for its missing parts."""
    if indicator.combine is Combine.TOTAL:
        missing = [part for part in indicator.parts if reach(part, year) is None]
        return all(_is_due(part, cutoff, year) for part in missing)
    return indicator.due is None or indicator.due <= cutoff


def _compare(exact: Fraction | None, earlier: Actual | None) -> SamePeriod:
    if earlier is None:
        return SamePeriod()
    if exact is None:
        return SamePeriod(earlier, Percentage(reason=Reason.NO_ACTUAL), reason=Reason.NO_ACTUAL)
    gap = exact - earlier.exact
    if not earlier.exact:
        return SamePeriod(earlier, Percentage(reason=Reason.ZERO_HISTORY), gap, Reason.ZERO_HISTORY)
    return SamePeriod(earlier, percent_of(exact, earlier.exact), gap, None)
