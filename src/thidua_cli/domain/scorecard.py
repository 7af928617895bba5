"""Plan + figures + a period → Scorecard: every indicator judged, and the counts of the headline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from .attainment import Attainment, Percentage, Reason, Verdict, attainment, difference, percent_of, ratio, verdict
from .due import Series, Stale, figures_until, overdue_of, stale_of
from .figure import Actual, Figure
from .inheritance import is_recastable
from .period import Period, Span, same_day_a_year_earlier
from .places import Grouped, figures_of_place, grouped, plan_of_place, reach, sum_of
from .plan import Combine, Indicator, Place, Plan, Row, TargetInForce

if TYPE_CHECKING:
    from .pace import Course
    from .places import Coverage


def score_place(
    plan: Plan, place: Place, window: Window, figures: Iterable[Figure], history: Iterable[Figure] = ()
) -> Scorecard:
    """One place judged from everybody's figures; each indicator keeps the number that it has in the plan.

    A place that is not there at the cut-off keeps what it brought to sums and means, and is not judged by it.
    """
    of_place = [figure for figure in figures if figure.place == place.id]
    own, earlier = figures_of_place(of_place, place), figures_of_place(history, place)
    card = score(plan_of_place(plan, place, place.exists_on(window.cutoff)), window, own, earlier)
    alone = plan._replace(places=(place,))
    held = figures_until(alone, of_place, window.cutoff)
    rows = {row.indicator.id: row for row in plan.rows()}
    standings = (
        one._replace(
            row=one.row._replace(number=rows[one.indicator.id].number),
            stale=one.actual and stale_of(rows[one.indicator.id].indicator, alone, held),
        )
        for one in card.standings
    )
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
NOT_RECAST = Percentage(reason=Reason.NOT_RECAST)


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
    stale: Stale | None = None
    overdue: tuple[Series, ...] = ()

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

    @property
    def stale(self) -> list[Standing]:
        """The counted standings that rest on old figures."""
        return [standing for standing in self.standings if standing.row.counted and standing.stale]

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
    figures, history = _counting(figures, plan, window), _counting(history, plan, window.a_year_earlier())
    ground = _ground(plan, window, figures, history)
    standings = tuple(_standing(row, ground) for row in plan.rows(window.cutoff))
    if any(standing.indicator.pace for standing in standings):
        whole = window.a_year_earlier().period.whole_year()
        last_year = grouped(history, whole.start, whole.last_day, plan.places)
        standings = tuple(_with_course(standing, window, ground.year, last_year) for standing in standings)
    return Scorecard(plan, window, standings)


class _Ground(NamedTuple):
    """What a plan is judged on: the year's figures up to the cut-off, those inside the period, those of the same
    stretch of last year, and those of the plan's own year, by which the next ones are expected."""

    plan: Plan
    window: Window
    year: Grouped
    inside: Grouped
    earlier: Grouped
    own_year: Grouped

    def recasts(self, indicator: Indicator) -> bool:
        """Whether last year's figures, also those of merged communes, are of the same kind as this year's."""
        return not self.plan.predecessors or is_recastable(indicator)


def _ground(plan: Plan, window: Window, figures: Sequence[Figure], history: Sequence[Figure]) -> _Ground:
    year = grouped(figures, window.year_start, window.cutoff, plan.places)
    inside = year if window.period.start == window.year_start else year.since(window.period.start)
    before = window.a_year_earlier()
    earlier = grouped(history, before.year_start, before.cutoff, plan.places)
    same_year = plan.calendar is window.period.calendar
    own_year = year if same_year else figures_until(plan, figures, window.cutoff)
    return _Ground(plan, window, year, inside, earlier, own_year)


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


def _standing(row: Row, ground: _Ground) -> Standing:
    indicator, window, year = row.indicator, ground.window, ground.year
    held = indicator.target_on(window.cutoff)
    reached = reach(indicator, year)
    exact = reached.exact if reached else None
    return Standing(
        row=row,
        target=held,
        actual=reached,
        in_period=_in_period(indicator, reached, ground),
        ratio=ratio(exact, held.target),
        attainment=attainment(exact, held.target, indicator),
        difference=None if exact is None else difference(exact, held.target),
        same_period=_compare(exact, reach(indicator, ground.earlier), ground.recasts(indicator)),
        verdict=verdict(
            indicator, held.target, exact, due=_is_due(indicator, window.cutoff, year), year_closed=window.year_closed
        ),
        parts_present=_parts_present(indicator, year),
        coverage=year.coverage(indicator),
        stale=stale_of(indicator, ground.plan, ground.own_year) if reached else None,
        overdue=overdue_of(indicator, ground.plan, ground.own_year),
    )


def _in_period(indicator: Indicator, reached: Actual | None, ground: _Ground) -> Actual | None:
    """The actual of the period alone; of a total, a sum that brought nothing in it counts as 0 beside others."""
    if ground.inside is ground.year or reached is None:
        return reached
    if indicator.combine is not Combine.TOTAL:
        return reach(indicator, ground.inside, ground.year)
    parts = [_in_period(part, reach(part, ground.year), ground) for part in indicator.parts]
    found = [part for part in parts if part is not None]
    silent = all(part.accumulates for part, held in zip(indicator.parts, parts, strict=True) if held is None)
    return sum_of(found) if found and silent else None


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


def _compare(exact: Fraction | None, earlier: Actual | None, recastable: bool) -> SamePeriod:
    if earlier is None:
        return SamePeriod() if recastable else SamePeriod(ratio=NOT_RECAST, reason=Reason.NOT_RECAST)
    if exact is None:
        return SamePeriod(earlier, Percentage(reason=Reason.NO_ACTUAL), reason=Reason.NO_ACTUAL)
    gap = exact - earlier.exact
    if not earlier.exact:
        return SamePeriod(earlier, Percentage(reason=Reason.ZERO_HISTORY), gap, Reason.ZERO_HISTORY)
    return SamePeriod(earlier, percent_of(exact, earlier.exact), gap, None)
