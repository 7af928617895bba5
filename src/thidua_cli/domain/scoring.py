"""Chấm điểm: a Scorecard and the plan's scale → points per indicator, bonus, deductions, and what is still winnable.

Points are computed exactly and rounded once, half-up, to 2 places; every total is the sum of these rounded points,
so a sheet adds up as printed. All points are for exceeded, met and within only: what does not hold stays below them,
also `trên 95` at exactly 95; where nothing measures how far a miss has come, it earns none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ..errors import UsageError
from .attainment import HUNDRED, Method, Verdict, ranked
from .period import ONE_DAY, month_of, working_day
from .plan import Comparator, Deductions, Place, Plan, ScoreItem, Scoring
from .scorecard import Scorecard, Standing, Window
from .target import round_half_up

PLACES = 2
STEP = Decimal(1).scaleb(-PLACES)
NOTHING = Decimal(0)
HOLDS = (Verdict.EXCEEDED, Verdict.MET, Verdict.WITHIN)
STILL_OPEN = (Verdict.NOT_YET, Verdict.NO_DATA, Verdict.NOT_DUE)
Arrivals = Mapping[tuple[str, str], date]
"""By (place id, indicator id): the day on which the first figure that is in force was written into the ledger."""


class Measure(StrEnum):
    """How far an actual that does not hold has come towards its target."""

    RATIO = "ratio"
    REDUCTION = "reduction"
    NEARNESS = "nearness"
    ALL_OR_NOTHING = "all-or-nothing"


class Lapse(StrEnum):
    """Why points are taken off."""

    LATE = "late"
    MISSING = "missing"


class Deduction(NamedTuple):
    """Points taken off for one figure: when it was due, and for a late one the day on which it was written."""

    fault: Lapse
    indicator: str
    points: Decimal
    due: date | None
    arrived: date | None = None


class ItemScore(NamedTuple):
    """The points of one indicator.

    `share` is how much of the target is reached, 0 to 1, None without a figure; `above` the percent beyond it.
    `distance` is what is missing as a share of the target, None where it is not known: the smaller, the easier.
    """

    item: ScoreItem
    standing: Standing
    full: Decimal
    earned: Decimal
    winnable: Decimal
    measure: Measure | None = None
    share: Fraction | None = None
    above: Fraction | None = None
    bonus: Decimal = NOTHING
    deductions: tuple[Deduction, ...] = ()
    distance: Fraction | None = None

    @property
    def lost(self) -> Decimal:
        """What cannot be earned any more this year."""
        return self.full - self.earned - self.winnable

    @property
    def deducted(self) -> Decimal:
        """All deductions of this indicator."""
        return _sum(one.points for one in self.deductions)


class Sheet(NamedTuple):
    """Phiếu điểm: the items in the plan's order, and their sums.

    `full` is the most points and `winnable` what can still be earned of them, both bonus aside; `earned` are those for
    targets, bonus and deductions aside; `bonus` is at most what the scale allows, `deducted` at most what there is to
    take it from; `lost` cannot be earned any more; `total` is earned + bonus − deducted.
    """

    scoring: Scoring
    items: tuple[ItemScore, ...]
    full: Decimal
    earned: Decimal
    bonus: Decimal
    deducted: Decimal
    lost: Decimal
    winnable: Decimal
    total: Decimal

    @property
    def share(self) -> Fraction | None:
        """Total against the most points: how places with different scales are compared; None without a scale."""
        return Fraction(self.total) / Fraction(self.full) if self.full else None

    def easiest_first(self) -> list[ItemScore]:
        """What is still winnable: the least missing first, then what only waits for a figure, then what is not due."""

        def ease(one: ItemScore) -> tuple[int, Fraction, date]:
            unknown = Fraction(10**9) - Fraction(one.winnable)
            distance = unknown if one.distance is None else one.distance
            return STILL_OPEN.index(one.standing.verdict), distance, one.standing.due or date.max

        return sorted((one for one in self.items if one.winnable), key=ease)


def scale_of(plan: Plan) -> Scoring:
    """The plan's scale of points; raises UsageError saying what to add."""
    if plan.scoring is None:
        example = "scoring: {total: 100, bonus: 5, items: [{indicator: ho-ngheo, points: 100}]}"
        where = "cách viết ở mục Thang điểm, tiến độ, thẩm quyền khen thưởng của hướng dẫn"
        hint = f"thêm vào tệp kế hoạch, ví dụ: {example}; {where}, xong chạy: thidua plan check"
        raise UsageError("kế hoạch không có thang điểm (scoring)", hint=hint)
    return plan.scoring


def score_sheet(card: Scorecard, scoring: Scoring, arrivals: Arrivals | None = None, place: str = "") -> Sheet:
    """Give points to every indicator of the scale that stands in the card, in the card's order.

    `place`: whose card it is; it holds only what is collected by place, so its sheet is shorter than the commune's.
    A place founded after the day on which a figure was due makes nobody late for that day.
    """
    held = {standing.indicator.id: standing for standing in card.standings}
    founded = {one.id: one.since for one in card.plan.places if one.since}
    late = {}
    for id, leaf in held.items():
        within, due = leaf.coverage, leaf.indicator.due
        if due is None or leaf.actual is None:
            continue
        # When the figure was there: the commune's own (or the place's), or that of the last place where these decide.
        places = [one for one, _ in within.actuals] if within and within.decides else [place]
        there = ((arrivals or {}).get((one, id)) for one in places if founded.get(one, date.min) <= due)
        arrived = max(filter(None, there), default=date.min)
        if arrived > working_day(due, card.plan.days_off):
            late[id] = arrived
    items = {item.indicator: item for item in scoring.items}
    scored = tuple(
        _scored(items[id], one)._replace(deductions=tuple(_deductions(one, held, scoring.deductions, late)))
        for id, one in held.items()
        if id in items
    )
    full, earned = _sum(one.full for one in scored), _sum(one.earned for one in scored)
    bonus = min(_sum(one.bonus for one in scored), scoring.bonus)
    deducted = min(_sum(one.deducted for one in scored), earned + bonus)
    lost, winnable = _sum(one.lost for one in scored), _sum(one.winnable for one in scored)
    return Sheet(scoring, scored, full, earned, bonus, deducted, lost, winnable, earned + bonus - deducted)


def _sum(points: Iterable[Decimal]) -> Decimal:
    return sum(points, NOTHING)


def _scored(item: ScoreItem, standing: Standing) -> ItemScore:
    verdict = standing.verdict
    if verdict is Verdict.NOT_JUDGED:
        return ItemScore(item, standing, NOTHING, NOTHING, NOTHING)
    if verdict in HOLDS:
        exact = standing.attainment.exact
        # Percent beyond the target (TH/KH − 100, or the reduction − 100), once it holds for good.
        above = None if verdict is Verdict.WITHIN or exact is None or exact <= HUNDRED else exact - HUNDRED
        bonus = NOTHING
        if above is not None and item.bonus_per_percent is not None:
            bonus = round_half_up(above * Fraction(item.bonus_per_percent), PLACES)
            bonus = bonus if item.bonus_most is None else min(bonus, item.bonus_most)
        return ItemScore(item, standing, item.points, item.points, NOTHING, share=Fraction(1), above=above, bonus=bonus)
    measure, share = _share(standing)
    earned = NOTHING
    if share:  # half-up to 2 places; never all points, for the target does not hold
        rounded = min(round_half_up(Fraction(item.points) * share, PLACES), item.points)
        earned = max(rounded - STEP, NOTHING) if rounded == item.points else rounded
    # A missing figure is neither zero nor a miss: its points can still be had, after the year's end too.
    winnable = item.points - earned if verdict in STILL_OPEN else NOTHING
    gap, bound = standing.difference, standing.target.target.bound
    distance = abs(gap) / abs(bound) if gap is not None and bound else None
    return ItemScore(item, standing, item.points, earned, winnable, measure, share, distance=distance)


def _share(standing: Standing) -> tuple[Measure | None, Fraction | None]:
    """How much of a target that does not hold is reached, and by which measure; (None, None) without a figure.

    It is the attainment; without one there is no share.
    Where lower is better only a planned reduction from last year's level gives a proportion: TH/KH of a ceiling
    that is missed would grow with the miss, and its inverse is agreed nowhere.
    """
    held, exact = standing.attainment, standing.attainment.exact
    if standing.actual is None:
        return None, None
    if exact is None:
        return Measure.ALL_OR_NOTHING, Fraction(0)
    measure, share = Measure(held.method or Method.RATIO), exact / HUNDRED
    if measure is Measure.RATIO and standing.target.target.comparator is Comparator.EQUAL:
        measure, share = Measure.NEARNESS, 1 - abs(share - 1)
    return measure, min(max(share, Fraction(0)), Fraction(1))


def _deductions(
    standing: Standing, held: Mapping[str, Standing], taken: Deductions | None, late: Mapping[str, date]
) -> Iterator[Deduction]:
    """One for each figure of the indicator (its own, or one of each part) that is missing or came after its due day."""
    if taken is None or standing.verdict is Verdict.NOT_JUDGED:
        return
    for part in standing.indicator.measured():
        leaf = held.get(part.id)
        if leaf is None or leaf.verdict is Verdict.NOT_JUDGED:
            continue
        if leaf.verdict is Verdict.NO_DATA and leaf.overdue and taken.missing and not leaf.lacks_basis:
            yield Deduction(Lapse.MISSING, part.id, taken.missing, leaf.due)
        elif taken.late and part.id in late:
            yield Deduction(Lapse.LATE, part.id, taken.late, part.due, late[part.id])


class Placing(NamedTuple):
    """A place in the table; `rank` is None where nothing of the place is judged, `before` its earlier rank."""

    place: Place
    sheet: Sheet
    rank: int | None
    before: int | None = None

    @property
    def moved(self) -> int | None:
        """How many ranks up (positive) or down since the earlier day."""
        return None if self.rank is None or self.before is None else self.before - self.rank


def league(sheets: Sequence[tuple[Place, Sheet]], earlier: Iterable[tuple[Place, Sheet]] = ()) -> list[Placing]:
    """Best first, equals in the plan's order; compared by total against the most points, so scales may differ."""
    before, ranks = (ranked({place.id: sheet.share for place, sheet in table}) for table in (earlier, sheets))
    held = {place.id: (place, sheet) for place, sheet in sheets}
    return [Placing(*held[id], rank, before.get(id)) for id, rank in ranks.items()]


def last_month_end(window: Window) -> date | None:
    """The last day of the month before the one the cut-off lies in; None in the plan year's first month."""
    day = month_of(window.cutoff, window.period.calendar).start - ONE_DAY
    return day if day >= window.year_start else None
