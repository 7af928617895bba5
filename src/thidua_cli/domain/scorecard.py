"""Plan + figures + a period → Scorecard: every indicator judged, and the counts of the headline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ..named_tuple import NamedTuple
from .attainment import (
    Attainment,
    Percentage,
    Reason,
    Verdict,
    attainment,
    difference,
    percent_of,
    ratio,
    verdict,
)
from .emulation import Place
from .figure import Actual, Figure, Level, actual_of
from .period import Period, same_day_a_year_earlier
from .plan import Combine, Indicator, Plan, Row, TargetInForce

if TYPE_CHECKING:
    from .pace import Course
    from .places import Coverage


class Grouped(NamedTuple):
    """A window's figures by indicator: the commune's own, and those of its places by place id."""

    own: Mapping[str, Sequence[Figure]]
    of_places: Mapping[str, Mapping[str, Sequence[Figure]]]
    places: tuple[Place, ...] = ()

    def since(self, first: date) -> Grouped:
        """The figures from `first` on."""
        of_places = {indicator: _since(figures, first) for indicator, figures in self.of_places.items()}
        return Grouped(_since(self.own, first), of_places, self.places)

    def until(self, last: date) -> Grouped:
        """The figures up to `last`."""
        of_places = {indicator: _until(figures, last) for indicator, figures in self.of_places.items()}
        return Grouped(_until(self.own, last), of_places, self.places)

    def coverage(self, indicator: Indicator) -> Coverage | None:
        """The places of an indicator that is collected by place."""
        if not indicator.by_place or not self.places:
            return None
        from .places import coverage, pool

        own = actual_of(self.own.get(indicator.id, ()), indicator.combine)
        return coverage(indicator, own, pool(indicator, self.places, self.of_places.get(indicator.id, {})))


def _since(figures: Mapping[str, Sequence[Figure]], first: date) -> dict[str, list[Figure]]:
    return {key: [figure for figure in listed if figure.on >= first] for key, listed in figures.items()}


def _until(figures: Mapping[str, Sequence[Figure]], last: date) -> dict[str, list[Figure]]:
    return {key: [figure for figure in listed if figure.on <= last] for key, listed in figures.items()}


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
    year = grouped(figures, window.year_start, window.cutoff, plan.places)
    inside = year if window.period.start == window.year_start else year.since(window.period.start)
    earlier_window = window.a_year_earlier()
    held = list(history)
    earlier = grouped(held, earlier_window.year_start, earlier_window.cutoff, plan.places)
    standings = tuple(_standing(row, window, year, inside, earlier) for row in plan.rows(window.cutoff))
    if any(standing.indicator.pace for standing in standings):
        whole = earlier_window.period.whole_year()
        last_year = grouped(held, whole.start, whole.last_day, plan.places)
        standings = tuple(_with_course(standing, window, year, last_year) for standing in standings)
    return Scorecard(plan, window, standings)


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


def grouped(figures: Iterable[Figure], first: date, last: date, places: tuple[Place, ...]) -> Grouped:
    """The figures from `first` to `last`, both included, by indicator and place."""
    own: defaultdict[str, list[Figure]] = defaultdict(list)
    of_places: defaultdict[str, defaultdict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        if first <= figure.on <= last:
            (of_places[figure.indicator][figure.place] if figure.place else own[figure.indicator]).append(figure)
    return Grouped(own, of_places, places)


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


def reach(indicator: Indicator, figures: Grouped, year: Grouped | None = None) -> Actual | None:
    """What an indicator has reached from grouped figures; a total only when every part has an actual.

    A total is dated by its latest part, has its parts' lowest level and the sum of their entries.
    Whether the places or the commune's own figures are used is decided once, from those of the `year`.
    """
    if indicator.combine is not Combine.TOTAL:
        return _reach_alone(indicator, figures, year or figures)
    parts = [reach(part, figures, year) for part in indicator.parts]
    present = [part for part in parts if part is not None]
    if not present or len(present) < len(parts):
        return None
    return Actual(
        exact=sum((part.exact for part in present), Fraction(0)),
        on=max(part.on for part in present),
        level=Level.lowest(part.level for part in present),
        figures=tuple(figure for part in present for figure in part.figures),
    )


def _reach_alone(indicator: Indicator, figures: Grouped, year: Grouped) -> Actual | None:
    held = year.coverage(indicator)
    if held is None or not held.decides:
        return actual_of(figures.own.get(indicator.id, ()), indicator.combine)
    inside = figures.coverage(indicator)
    assert inside is not None
    # A place that added nothing within a period still belongs to the sum; a level is not known without it.
    if indicator.combine is Combine.SUM or inside.pooled.is_complete:
        return inside.pooled.together
    return None


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
