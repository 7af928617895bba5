"""Plan + figures + a period → Scorecard: every indicator judged, and counts; what differs in two, and what lacks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from .attainment import Percentage, Reason, Verdict, attainment, judged, percent_of, satisfies
from .due import Series, Stale, goes_up_to, grouped_of, has_gap, lacking_of, plan_of_place, stale_of
from .figure import OTHER_UNIT, Actual, Amount, Figure, Level, exact_of
from .period import MONTHS, ONE_DAY, Period, Span, later, month_of
from .places import Coverage, Days, Grouped, by, figures_of_place, grouped, is_recastable, reach
from .plan import AlsoTarget, Baseline, Combine, Indicator, Place, Plan, Row, TargetInForce

if TYPE_CHECKING:
    from .pace import Course


def score_place(
    plan: Plan, place: Place, window: "Window", figures: Iterable[Figure], history: Iterable[Figure] = ()
) -> "Scorecard":
    """One place judged from everybody's figures; each indicator keeps the number that it has in the plan.

    A place that is not there at the cut-off keeps what it brought to sums and means, and is not judged by it.
    None has a due day where the plan gives none, or asks nothing of a new place in its year.
    """
    of_place = [figure for figure in figures if figure.place == place.id]
    own, earlier = figures_of_place(of_place, place), figures_of_place(history, place)
    card = score(plan_of_place(plan, place, place.exists_on(window.cutoff)), window, own, earlier)
    alone = plan._replace(places=(place,))
    held = grouped_of(alone, of_place, None, window.cutoff, is_over=window.is_over)
    standings, rows = [], {row.indicator.id: row for row in plan.rows()}
    for one in card.standings:
        row = rows[one.indicator.id]
        due, planned = one.indicator.due, row.indicator.due
        asked = due if due and planned and due <= max(planned, plan.whole_year.last_day) else None
        kept = one.row._replace(number=row.number, indicator=one.indicator._replace(due=asked))
        old = one.actual and stale_of(row.indicator, alone, held)
        standings.append(one._replace(row=kept, stale=old, due=asked and one.due))
    return card._replace(standings=tuple(standings))


class Window(NamedTuple):
    """The days a report looks at: the plan year up to the cut-off, and the period within it.

    `is_over`: the cut-off lies in the past; only a report made on that very day is told that it does not.
    """

    period: Period
    cutoff: date
    is_over: bool = True

    @classmethod
    def until(cls, period: Period, today: date) -> "Window":
        """The period as far as it has gone today."""
        return cls(period, min(today, period.last_day), today > period.last_day)

    @property
    def year_start(self) -> date:
        """First day of the plan year in the report's calendar."""
        return self.period.whole_year().start

    @property
    def year_closed(self) -> bool:
        """The cut-off is the year's last day."""
        return self.cutoff == self.period.whole_year().last_day

    def a_year_earlier(self) -> "Window":
        """The same stretch of last year: a period's, and a month's, last day meets that of last year."""
        period, is_last = self.period.a_year_earlier(), self.cutoff == self.period.last_day
        return Window(period, period.last_day if is_last else later(self.cutoff, -MONTHS))

    def days_of(self, indicator: Indicator) -> Days:
        """The days that an indicator adds up: of the year, or of its span of years."""
        whole = self.period.whole_year()
        first, last = indicator.years or (whole.year, whole.year)
        return Days(whole._replace(year=first).start, whole._replace(year=last).last_day)


class SamePeriod(NamedTuple):
    """Cùng kỳ năm trước: what was reached then, TH/TH trước × 100, the growth (that − 100), the difference.

    Of what was not above 0 no percentage is taken: a loss that grew from 6 to 7 would have "risen" by a sixth.
    `is_old`: a level that was older then than the plan lets it be, or than one that is old now.
    """

    actual: Actual | None = None
    ratio: Percentage = Percentage(reason=Reason.NO_HISTORY)
    difference: Fraction | None = None
    is_old: bool = False

    @property
    def growth(self) -> Decimal | None:
        """Taken from the printed percentage, so that "bằng 102,10%" and "tăng 2,10%" never disagree."""
        return None if self.ratio.percent is None else self.ratio.percent - 100


class Also(NamedTuple):
    """How the same actual stands against what a second authority asks for, or a rate's numerator (`actual`) against a
    target of its own; it counts nowhere."""

    asked: AlsoTarget
    ratio: Percentage
    difference: Fraction | None
    verdict: Verdict
    actual: Fraction = Fraction(0)


class Standing(NamedTuple):
    """One indicator judged at the cut-off.

    `of_period`: the target is the one of exactly this period, against what the period brought where amounts add up.
    `stretch`: whether the target that is striven for (phấn đấu) is reached too; None where there is none or no figure.
    `expected`: how it would stand on the period's last day with what is foreseen for it (ước đến hết kỳ).
    `basis`: last year's result, where a target is relative to it. `due`: of the first figure that lacks.
    """

    row: Row
    target: TargetInForce
    actual: Actual | None
    in_period: Actual | None
    ratio: Percentage
    attainment: Percentage
    difference: Fraction | None
    same_period: SamePeriod
    verdict: Verdict
    parts_present: tuple[int, int] | None = None
    coverage: Coverage | None = None
    course: "Course | None" = None
    stale: Stale | None = None
    overdue: tuple[Series, ...] = ()
    due: date | None = None
    also: tuple[Also, ...] = ()
    of_count: Also | None = None
    stretch: bool | None = None
    expected: "Standing | None" = None
    of_period: bool = False
    basis: Fraction | None = None

    @property
    def indicator(self) -> Indicator:
        """The indicator this is about."""
        return self.row.indicator

    @property
    def measured(self) -> Actual | None:
        """What the target is held against: the actual, for the target of exactly this period what that brought."""
        return self.in_period if self.of_period and self.indicator.combine is Combine.SUM else self.actual

    @property
    def lacks_basis(self) -> bool:
        """There is a figure, but no result of last year that its target is counted from, or none that percents are."""
        return self.verdict is Verdict.NO_DATA and self.measured is not None


class Scorecard(NamedTuple):
    """Bảng đánh giá: the standings in the plan's order and how the counted ones fared."""

    plan: Plan
    window: Window
    standings: tuple[Standing, ...]

    def find(self, id_: str) -> Standing | None:
        """How one indicator stands."""
        return next((one for one in self.standings if one.indicator.id == id_), None)

    @property
    def counted(self) -> list[Standing]:
        """The y of "x/y chỉ tiêu"."""
        return [one for one in self.standings if one.row.counted]

    def counts(self) -> Counter[Verdict]:
        """How many counted indicators have each verdict, and how many references are not judged beside them."""
        counts = Counter(one.verdict for one in self.counted)
        tops = [one.verdict for one in self.standings if one.row.parent is None]
        counts[Verdict.NOT_JUDGED] = tops.count(Verdict.NOT_JUDGED)
        return counts

    @property
    def with_figures(self) -> int:
        """How many counted indicators have an actual."""
        return sum(one.actual is not None for one in self.counted)

    @property
    def stale(self) -> list[Standing]:
        """The counted standings that rest on old figures."""
        return [one for one in self.counted if one.stale]

    def of(self, *verdicts: Verdict) -> list[Standing]:
        """The counted standings with one of these verdicts."""
        return [one for one in self.counted if one.verdict in verdicts]


def score(
    plan: Plan,
    window: Window,
    figures: Iterable[Figure],
    history: Iterable[Figure] = (),
    expected: Mapping[str, Figure] | None = None,
) -> Scorecard:
    """Judge every indicator of the plan from the figures of its year; `history` holds last year's figures,
    up to the same day, or of the whole year where the plan takes a pace or a target from them.

    `expected` are figures foreseen for the period's last day, by indicator. Figures after the cut-off or before the
    year's first day are left out (of a row over several years: before that span); what remains is combined as the
    plan says.
    """
    ground = _Ground(plan, window, list(figures), history)
    standings = [_standing(row, ground) for row in plan.rows(window.cutoff)]
    if expected and window.cutoff < window.period.last_day:
        standings = [_expecting(one, ground, expected) for one in standings]
    return Scorecard(plan, window, tuple(standings))


class _Ground:
    """What a plan is judged on: the figures of the year, of the same stretch of last year and of that whole
    year, those of the plan's own year, by which the next ones are expected, and all that was given."""

    def __init__(self, plan: Plan, window: Window, figures: Sequence[Figure], history: Iterable[Figure]) -> None:
        self.plan, self.window, self.figures, self.start = plan, window, figures, window.period.start
        before, own_year = window.a_year_earlier(), plan.whole_year._replace(year=window.period.year)
        # Without the running totals that belong to the year before: in a report whose year begins before the plan's
        # own, they hold what came before its first day.
        start, start_before = own_year.start, own_year.a_year_earlier().start
        counting = [one for one in figures if one.since is None or one.on >= start]
        past = [one for one in history if one.since is None or one.on >= start_before]
        self.unlike = {one.indicator for one in past if one.seq == OTHER_UNIT}
        past = [one for one in past if one.seq != OTHER_UNIT]
        up_to_now = partial(grouped_of, plan, counting, last=window.cutoff, is_over=window.is_over)
        self.year = up_to_now(window.year_start)
        self.own_year = self.year if plan.calendar is window.period.calendar else up_to_now(None)
        ends = before.cutoff, before.period.whole_year().last_day
        self.earlier, self.last_year = (self._whole(grouped(past, before.year_start, day, plan.places)) for day in ends)

    def span_of(self, indicator: Indicator) -> Grouped:
        """The figures that its actual adds up: of the year, or of the years of its span so far."""
        if indicator.years is None:
            return self.year
        own, window = [figure for figure in self.figures if figure.indicator == indicator.id], self.window
        return grouped_of(self.plan, own, window.days_of(indicator).first, window.cutoff, is_over=window.is_over)

    def before(self, indicator: Indicator, day: date) -> Fraction | None:
        """What it had reached before a day of the year; None where figures up to then lack, or are in a later total."""
        span = self.span_of(indicator)
        reached, own = reach(indicator, span.until(day - ONE_DAY), span), span.held.get(indicator.id, {}).values()
        is_held = reached is None and any(one.since and one.since < day for figures in own for one in figures)
        is_open = is_held or has_gap(indicator, self.plan, self.own_year, day, foreseen=True)
        return None if is_open else exact_of(reached) or Fraction(0)

    def course(self, indicator: Indicator, stale: Stale | None) -> "Course | None":
        """Its pace, as far as its figures are not `stale`; None where the plan gives none."""
        if indicator.pace is None:
            return None
        from .pace import Journey

        target, whole = indicator.target_on(self.window.cutoff).target, self.window.period.whole_year()
        return Journey(indicator, indicator.pace, target, whole, self.year, self.last_year, stale).course()

    def past_baseline(self, indicator: Indicator) -> Baseline | None:
        """The plan's baseline, where it is a level from before the plan's year."""
        held = indicator.baseline
        return held if held and (held.on is None or held.on < date(self.plan.year, 1, 1)) else None

    def _whole(self, past: Grouped) -> Grouped:
        """Last year's figures without the amounts that stop before its last day."""
        sums = (row.indicator for row in self.plan.rows() if row.indicator.combine is Combine.SUM) if past.held else ()
        return past._replace(held={**past.held, **{one.id: {} for one in sums if not goes_up_to(one, self.plan, past)}})

    def resolved(self, row: Row) -> tuple[Row, Fraction | None]:
        """A row with its relative targets in numbers, and last year's result, from which they are counted."""
        if not row.indicator.looks_back:
            return row, None
        basis = exact_of(self.result(row.indicator))
        return row._replace(indicator=row.indicator.against(basis)), basis

    def result(self, indicator: Indicator) -> Actual | None:
        """What was reached by last year's last day, else the plan's baseline from before its year.

        A later baseline tells how the year ended where the figures stop before: before the last expected day, of what
        has no `frequency` in the first half.
        """
        past, baseline = self.last_year, self.past_baseline(indicator)
        reached = reach(indicator, past, typed=True)
        if baseline is None:
            return reached
        amount = Amount(baseline.value)
        told = Actual(amount.exact, baseline.on or past.days.last, Level.OFFICIAL, (), amount)
        if reached is None or baseline.on is None or baseline.on <= reached.on:
            return reached or told
        parts = [one for one in indicator.measured() if past.held.get(one.id)]
        middle = past.days.first + (past.days.last - past.days.first) / 2
        early = reached.on < middle and all(one.frequency is None for one in parts)
        return told if early or not all(goes_up_to(one, self.plan, past) for one in parts) else reached


def _standing(planned: Row, ground: _Ground) -> Standing:
    row, basis = ground.resolved(planned)
    indicator, window, year = row.indicator, ground.window, ground.span_of(row.indicator)
    reached = reach(indicator, year)
    of_year, of_period = indicator.target_on(window.cutoff), indicator.target_of(window.period.id, window.cutoff)
    in_period, exact = _in_period(indicator, reached, year, ground), exact_of(reached)
    closed, ends = (window.cutoff == last for last in (window.days_of(indicator).last, window.period.last_day))
    overdue, first = lacking_of(indicator, ground.plan, ground.own_year)
    asked = year.due_by >= window.period.last_day or any(one.overdue[-1] >= ground.start for one in overdue)
    due = _is_due(indicator, year) and (asked or not of_period or not reached)  # asked in this very period, or it ended
    judge = partial(judged, indicator, due=due, year_closed=closed)
    measured = exact_of(in_period) if of_period and indicator.combine is Combine.SUM else exact
    ratio, gap, verdict = judge((of_period or of_year).target, measured, year_closed=ends if of_period else closed)
    stale = stale_of(indicator, ground.plan, ground.own_year, overdue, reached.on) if reached else None
    wish, better, of_count = indicator.stretch, indicator.better, None
    parts = [reach(part, year) for part in indicator.parts] if indicator.combine is Combine.TOTAL else []
    if (counted := indicator.counted_target) and reached and reached.parts:
        of_count = Also(AlsoTarget("", counted), *judge(counted, count := Fraction(reached.parts[0]), due=True), count)
    return Standing(
        row=row,
        target=of_period or of_year,
        actual=reached,
        in_period=in_period,
        ratio=ratio,
        attainment=attainment(exact, of_year.target, indicator),
        difference=gap,
        same_period=_same_period(indicator, reached, stale, ground),
        verdict=verdict,
        parts_present=(len(parts) - parts.count(None), len(parts)) if parts else None,
        coverage=year.coverage(indicator),
        course=ground.course(indicator, stale),
        stale=stale,
        overdue=overdue,
        due=first,
        also=tuple(Also(one, *judge(one.target, exact)) for one in indicator.also),
        of_count=of_count,
        stretch=None if exact is None or not wish or wish.is_open else satisfies(exact, wish, better) is not None,
        of_period=of_period is not None,
        basis=basis,
    )


def _expecting(standing: Standing, ground: _Ground, expected: Mapping[str, Figure]) -> Standing:
    """The figure foreseen for the period's last day, judged as on that day."""
    indicator, day = standing.indicator, ground.window.period.last_day
    exact = _foreseen(indicator, ground, expected)
    if exact is None:
        return standing
    of_period, figure = indicator.target_of(ground.window.period.id, day), expected.get(indicator.id)
    closed = of_period is not None or day == ground.window.days_of(indicator).last
    in_period = of_period and indicator.combine is Combine.SUM
    before = ground.before(indicator, ground.start) if in_period else Fraction(0)
    held, measured = (of_period or indicator.target_on(day)).target, None if before is None else exact - before
    ratio, difference, verdict = judged(indicator, held, measured, due=True, year_closed=closed)
    alone = figure.amount if figure and figure.amount.exact == exact else None
    actual = Actual(exact, day, Level.ESTIMATE, (), alone)
    then = standing._replace(actual=actual, ratio=ratio, difference=difference, verdict=verdict)
    return standing._replace(expected=then)


def _foreseen(indicator: Indicator, ground: _Ground, expected: Mapping[str, Figure]) -> Fraction | None:
    """What an indicator is expected to have reached; of a total by its parts' expected or recorded figures, if one is
    expected. A sum's own figure is its year's, without the years before it; a maximum does not fall again."""
    reached = exact_of(reach(indicator, ground.span_of(indicator)))
    if indicator.id in expected:
        exact = expected[indicator.id].amount.exact
        if indicator.combine is Combine.SUM and indicator.years:
            before = ground.before(indicator, ground.window.year_start)
            return None if before is None else exact + before
        return exact if reached is None or indicator.combine is not Combine.MAX else max(exact, reached)
    if indicator.combine is not Combine.TOTAL:
        return None
    parts = [(_foreseen(one, ground, expected), exact_of(reach(one, ground.span_of(one)))) for one in indicator.parts]
    known = [one for one in (held if exact is None else exact for exact, held in parts) if one is not None]
    is_foreseen = any(exact is not None for exact, _ in parts)
    return sum(known, Fraction(0)) if is_foreseen and len(known) == len(parts) else None


def _in_period(indicator: Indicator, reached: Actual | None, span: Grouped, ground: _Ground) -> Actual | None:
    """The actual of the period alone.

    None where a running total in it covers what lacks before it: how much belongs to the time before is not known.
    """
    if reached is None or (start := ground.start) == span.days.first:
        return reached
    is_open = any(has_gap(leaf, ground.plan, ground.own_year, start) for leaf in indicator.measured())
    return None if is_open else reach(indicator, span.since(start), span)


def _is_due(indicator: Indicator, year: Grouped) -> bool:
    """Whether a missing figure is a fault. No due day means at once; a total waits for its parts, and what only new
    places lack for the first day on which they are asked."""
    if indicator.combine is Combine.TOTAL:
        return all(_is_due(part, year) for part in indicator.parts if reach(part, year) is None)
    held = year.coverage(indicator)
    if held and held.missing and len(held.missing) == len(held.unasked):
        return False
    return indicator.due is None or indicator.due <= year.due_by


def _same_period(indicator: Indicator, reached: Actual | None, stale: Stale | None, ground: _Ground) -> SamePeriod:
    """The same stretch of last year; in the whole year's report the baseline where nothing of it is recorded."""
    if indicator.years is not None:
        return SamePeriod(ratio=Percentage(reason=Reason.SPAN))
    baseline, past, exact = ground.past_baseline(indicator), ground.earlier, exact_of(reached)
    is_told = ground.window.period.span is Span.YEAR and ground.window.year_closed and baseline and baseline.on
    earlier = ground.result(indicator) if is_told else reach(indicator, past, typed=True)
    known = [one for one in indicator.measured() if past.held.get(one.id)] if past.held else []
    if known and stale and reached and stale.on == reached.on:  # old now: was it older then than now?
        past = past.until(later(max(stale.on, stale.expected - ONE_DAY), -MONTHS))
    if earlier is None:
        is_lost = ground.plan.predecessors and not is_recastable(indicator)
        is_unlike = ground.unlike and any(one.id in ground.unlike for one in indicator.with_parts())
        why = Reason.NOT_RECAST if is_lost else Reason.OTHER_UNIT if is_unlike else Reason.NO_HISTORY
        return SamePeriod(ratio=Percentage(reason=why))
    if indicator.is_yes_no or exact is None:
        return SamePeriod(earlier, Percentage(reason=Reason.YES_NO if indicator.is_yes_no else Reason.NO_ACTUAL))
    why = Reason.NEGATIVE_HISTORY if earlier.exact else Reason.ZERO_HISTORY
    ratio = percent_of(exact, earlier.exact) if earlier.exact > 0 else Percentage(reason=why)
    is_old = bool(earlier.figures) and not all(goes_up_to(one, ground.plan, past) for one in known)
    return SamePeriod(earlier, ratio, exact - earlier.exact, is_old)


class Change(NamedTuple):
    """One indicator in two periods that follow each other, where something is different.

    `turned`: the verdict, or what it lacks, is another; against its period's own target none can be told from before.
    `moved`: the actual is another one, or there is one where there was none. `firmed`: it is of another level, as when
    an estimate became official. `retargeted`: the target in force is another one.
    """

    before: Standing
    now: Standing
    turned: bool
    moved: bool
    firmed: bool
    retargeted: bool


class Missing(NamedTuple):
    """Figures that should be there by `due`'s rule: of the commune, or of these places (names).

    `last` is the newest day known, where an older figure exists; of `lacking` figures the first is for day `first`.
    """

    standing: Standing
    last: date | None = None
    first: date | None = None
    lacking: int = 1
    places: tuple[str, ...] = ()


def changes(before: Scorecard, now: Scorecard) -> tuple[Change, ...]:
    """Every indicator whose verdict, figure, level or target differs, in the plan's order."""
    held = {standing.indicator.id: standing for standing in before.standings}
    found = [_change(held[each.indicator.id], each) for each in now.standings if each.indicator.id in held]
    return tuple(one for one in found if one.turned or one.moved or one.firmed or one.retargeted)


def _change(before: Standing, now: Standing) -> Change:
    old, new, is_own = before.actual, now.actual, now.of_period and now.actual is not None
    turned = not is_own and (before.verdict, before.lacks_basis) != (now.verdict, now.lacks_basis)
    firmed = old is not None and new is not None and old.level is not new.level
    return Change(
        before, now, turned, exact_of(old) != exact_of(new), firmed, before.target.target != now.target.target
    )


def missing(card: Scorecard) -> tuple[Missing, ...]:
    """Every figure that is due and absent at the cut-off, in the plan's order; of totals, what their parts lack."""
    found = []
    for standing in card.standings:
        for days, members in by(standing.overdue, lambda one: one.overdue).items():
            newest = [one.newest.on for one in members if one.newest is not None]
            places = tuple(one.place.name for one in members if one.place is not None)
            found.append(Missing(standing, min(newest, default=None), days[0], len(days), places))
    return tuple(found)


def trend(indicator: Indicator, plan: Plan, window: Window, figures: Iterable[Figure]) -> tuple[Actual, ...]:
    """What the indicator had reached on the day of its last figure of each month of the year so far."""
    ids, first, last = {one.id for one in indicator.measured()}, window.year_start, window.cutoff
    own = [figure for figure in figures if figure.indicator in ids and first <= figure.on <= last]
    year, days = grouped_of(plan, own, first, last, is_over=window.is_over), sorted({figure.on for figure in own})
    last_days = {month_of(day, window.period.calendar): day for day in days}
    moments = ((day, reach(indicator, year.until(day), year)) for day in last_days.values())
    return tuple(reached._replace(on=day) for day, reached in moments if reached is not None)
