"""Chấm điểm: a Scorecard and the plan's scale → points per indicator, bonus, deductions, and what is still winnable.

Points are computed exactly and rounded once, half-up, to 2 places; every total is the sum of these rounded points,
so a sheet adds up as printed. All points are for exceeded, met and within only: what does not hold stays below them,
also `trên 95` at exactly 95; where nothing measures how far a miss has come, it earns none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ..errors import UsageError
from .attainment import HUNDRED, Method, Verdict, ranks_of
from .period import ONE_DAY, month_of
from .plan import Comparator, Place, Plan, ScoreItem, Scoring
from .scorecard import Scorecard, Standing, Window
from .target import round_half_up

PLACES = 2
STEP = Decimal(1).scaleb(-PLACES)
NOTHING = Decimal(0)
HOLDS = (Verdict.EXCEEDED, Verdict.MET, Verdict.WITHIN)
STILL_OPEN = (Verdict.NOT_YET, Verdict.NOT_DUE, Verdict.NO_DATA)
Arrivals = Mapping[tuple[str, str], date]
"""By (place id, indicator id): the day on which the first figure that is in force was written into the ledger."""


class Measure(StrEnum):
    """How far an actual that does not hold has come towards its target."""

    RATIO = "ratio"
    REDUCTION = "reduction"
    NEARNESS = "nearness"
    ALL_OR_NOTHING = "all-or-nothing"


class Fault(StrEnum):
    """Why points are taken off."""

    LATE = "late"
    MISSING = "missing"


class Deduction(NamedTuple):
    """Points taken off for one figure: when it was due, and for a late one the day on which it was written."""

    fault: Fault
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
    def is_held_below_full(self) -> bool:
        """Whether the share would round to all points, which a target that does not hold never gets."""
        return self.earned < round_half_up(Fraction(self.full) * (self.share or 0), PLACES)

    @property
    def deducted(self) -> Decimal:
        """All deductions of this indicator."""
        return sum((one.points for one in self.deductions), NOTHING)


class Sheet(NamedTuple):
    """Phiếu điểm: the items in the plan's order, and their sums."""

    scoring: Scoring
    items: tuple[ItemScore, ...]

    @property
    def full(self) -> Decimal:
        """The most points, bonus aside."""
        return sum((one.full for one in self.items), NOTHING)

    @property
    def earned(self) -> Decimal:
        """Points for targets, bonus and deductions aside."""
        return sum((one.earned for one in self.items), NOTHING)

    @property
    def bonus(self) -> Decimal:
        """All bonus points, at most what the scale allows."""
        return min(sum((one.bonus for one in self.items), NOTHING), self.scoring.bonus)

    @property
    def deducted(self) -> Decimal:
        """All deductions, at most what there is to take them from."""
        return min(sum((one.deducted for one in self.items), NOTHING), self.earned + self.bonus)

    @property
    def total(self) -> Decimal:
        """Earned + bonus − deducted: from 0 to full + the scale's bonus."""
        return self.earned + self.bonus - self.deducted

    @property
    def winnable(self) -> Decimal:
        """What can still be earned, bonus aside."""
        return sum((one.winnable for one in self.items), NOTHING)

    @property
    def lost(self) -> Decimal:
        """What cannot be earned any more, deductions aside."""
        return sum((one.lost for one in self.items), NOTHING)

    @property
    def share(self) -> Fraction | None:
        """Total against the most points: how places with different scales are compared; None without a scale."""
        return Fraction(self.total) / Fraction(self.full) if self.full else None

    def of(self, indicator_id: str) -> ItemScore | None:
        """The points of one indicator, if the scale gives it any."""
        return next((one for one in self.items if one.standing.indicator.id == indicator_id), None)

    def easiest_first(self) -> list[ItemScore]:
        """What is still winnable: the least missing first, then what only waits for a figure, then what is not due."""
        return sorted((one for one in self.items if one.winnable), key=_ease)


def _ease(one: ItemScore) -> tuple[int, Fraction, date]:
    waiting = {Verdict.NOT_YET: 0, Verdict.NO_DATA: 1, Verdict.NOT_DUE: 2}[one.standing.verdict]
    unknown = Fraction(10**9) - Fraction(one.winnable)
    return waiting, unknown if one.distance is None else one.distance, one.standing.indicator.due or date.max


NO_SCALE = (
    "thêm vào tệp kế hoạch, ví dụ: scoring: {total: 100, bonus: 5, items: [{indicator: ho-ngheo, points: 100}]};"
    " cách viết ở mục Thang điểm, tiến độ, thẩm quyền khen thưởng của hướng dẫn, xong chạy: thidua plan check"
)


def scale_of(plan: Plan) -> Scoring:
    """The plan's scale of points; raises UsageError saying what to add."""
    if plan.scoring is None:
        raise UsageError("kế hoạch không có thang điểm (scoring)", hint=NO_SCALE)
    return plan.scoring


def score_sheet(card: Scorecard, scoring: Scoring, arrivals: Arrivals | None = None) -> Sheet:
    """Give points to every indicator of the scale that stands in the card, in the card's order.

    A place's card holds only what is collected by place, so its sheet is shorter than the commune's. A place founded
    after the day on which a figure was due makes nobody late for that day.
    """
    items = {item.indicator: item for item in scoring.items}
    held = {standing.indicator.id: standing for standing in card.standings}
    founded = {place.id: place.since for place in card.plan.places if place.since}
    in_time = {
        (place, identity): day
        for (place, identity), day in (arrivals or {}).items()
        if identity in held and founded.get(place, date.min) <= (held[identity].indicator.due or date.max)
    }
    scored = [
        _scored(items[identity], standing)._replace(deductions=_deductions(standing, held, scoring, in_time))
        for identity, standing in held.items()
        if identity in items
    ]
    return Sheet(scoring, tuple(scored))


def _scored(item: ScoreItem, standing: Standing) -> ItemScore:
    verdict = standing.verdict
    if verdict is Verdict.NOT_JUDGED:
        return ItemScore(item, standing, NOTHING, NOTHING, NOTHING)
    if verdict in HOLDS:
        exact = standing.attainment.exact
        # Percent beyond the target (TH/KH − 100, or the reduction − 100), once it holds for good.
        above = None if verdict is Verdict.WITHIN or exact is None or exact <= HUNDRED else exact - HUNDRED
        bonus = _bonus(item, above)
        return ItemScore(item, standing, item.points, item.points, NOTHING, share=Fraction(1), above=above, bonus=bonus)
    measure, share = _share(standing)
    earned = _partial(item.points, share)
    # A missing figure is neither zero nor a miss: its points can still be had, after the year's end too.
    winnable = item.points - earned if verdict in STILL_OPEN else NOTHING
    return ItemScore(item, standing, item.points, earned, winnable, measure, share, distance=_distance(standing))


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
    if held.method is Method.REDUCTION:
        return Measure.REDUCTION, _bounded(exact / HUNDRED)
    if standing.target.target.comparator is Comparator.EQUAL:
        return Measure.NEARNESS, _bounded(1 - abs(exact / HUNDRED - 1))
    return Measure.RATIO, _bounded(exact / HUNDRED)


def _bounded(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))


def _partial(points: Decimal, share: Fraction | None) -> Decimal:
    """The share of the points, half-up to 2 places; never all of them, for the target does not hold."""
    if not share:
        return NOTHING
    rounded = min(round_half_up(Fraction(points) * share, PLACES), points)
    return max(rounded - STEP, NOTHING) if rounded == points else rounded


def _bonus(item: ScoreItem, above: Fraction | None) -> Decimal:
    if above is None or item.bonus_per_percent is None:
        return NOTHING
    points = round_half_up(above * Fraction(item.bonus_per_percent), PLACES)
    return points if item.bonus_most is None else min(points, item.bonus_most)


def _distance(standing: Standing) -> Fraction | None:
    """What is missing as a share of the target, so that hectares and percent can be put in one order."""
    target = standing.target.target
    if standing.difference is None or not target.bound:
        return None
    return abs(standing.difference) / abs(target.bound)


def _deductions(
    standing: Standing, held: Mapping[str, Standing], scoring: Scoring, arrivals: Arrivals
) -> tuple[Deduction, ...]:
    """One for each figure of the indicator (its own, or one of each part) that is missing or came after its due day."""
    taken = scoring.deductions
    if taken is None or standing.verdict is Verdict.NOT_JUDGED:
        return ()
    leaves = [held.get(part.id) for part in standing.indicator.measured()]
    found = []
    for leaf in leaves:
        if leaf is None or leaf.verdict is Verdict.NOT_JUDGED:
            continue
        due, indicator = leaf.indicator.due, leaf.indicator.id
        arrived = _arrived(leaf, arrivals)
        if leaf.verdict is Verdict.NO_DATA and leaf.overdue and taken.missing:
            found.append(Deduction(Fault.MISSING, indicator, taken.missing, due))
        elif taken.late and due is not None and arrived is not None and arrived > due:
            found.append(Deduction(Fault.LATE, indicator, taken.late, due, arrived))
    return tuple(found)


def _arrived(leaf: Standing, arrivals: Arrivals) -> date | None:
    """When the figure was there: the commune's own, or that of the last place where the places decide."""
    if leaf.actual is None:
        return None
    if leaf.coverage is None or not leaf.coverage.decides:
        return arrivals.get(("", leaf.indicator.id))
    days = [arrivals.get((place, leaf.indicator.id)) for place, _ in leaf.coverage.actuals]
    return max((day for day in days if day is not None), default=None)


def arrivals_by_place(arrivals: Arrivals) -> dict[str, dict[tuple[str, str], date]]:
    """Each place's arrivals as the place's own, by its id."""
    found: dict[str, dict[tuple[str, str], date]] = {}
    for (place, indicator), day in arrivals.items():
        found.setdefault(place, {})["", indicator] = day
    return found


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
    before, ranks = (ranks_of({place.id: sheet.share for place, sheet in table}) for table in (earlier, sheets))
    placings = [Placing(place, sheet, ranks.get(place.id), before.get(place.id)) for place, sheet in sheets]
    return sorted(placings, key=lambda one: one.rank or len(placings) + 1)


def last_month_end(window: Window) -> date | None:
    """The last day of the month before the one the cut-off lies in; None in the plan year's first month."""
    day = month_of(window.cutoff, window.period.calendar).start - ONE_DAY
    return day if day >= window.year_start else None
