"""Work, days, places, scale of points and awards as plain JSON values and back, lossless."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ..domain.emulation import (
    Anniversary,
    Award,
    Deductions,
    Pace,
    PaceShape,
    Place,
    PlaceTarget,
    ScoreItem,
    Scoring,
    WorkItem,
)
from ..domain.plan import Plan
from .stored_pieces import Plain, day_out, maybe, target_in, target_out, without_gaps


def emulation_out(plan: Plan) -> Plain:
    """These parts of a plan as JSON values."""
    return without_gaps(
        work=[_work_out(item) for item in plan.work],
        movements=list(plan.movements),
        anniversaries=[[one.name, one.on.isoformat()] for one in plan.anniversaries],
        places=[_place_out(place) for place in plan.places],
        scoring=plan.scoring and _scoring_out(plan.scoring),
        awards=[_award_out(award) for award in plan.awards],
    )


def emulation_in(plain: Plain) -> Plain:
    """What `emulation_out` wrote, as arguments of a Plan."""
    return {
        "work": tuple(_work_in(one) for one in plain["work"]),
        "movements": tuple(plain["movements"]),
        "anniversaries": tuple(Anniversary(name, date.fromisoformat(on)) for name, on in plain["anniversaries"]),
        "places": tuple(_place_in(one) for one in plain["places"]),
        "scoring": maybe(_scoring_in, plain.get("scoring")),
        "awards": tuple(_award_in(one) for one in plain["awards"]),
    }


def pace_out(pace: Pace | None) -> str | list[str] | None:
    """A pace by its name, or its weights."""
    if pace is None:
        return None
    return pace.shape.value if pace.shape else [str(weight) for weight in pace.weights]


def pace_in(plain: str | list[str]) -> Pace:
    """The pace that `pace_out` wrote."""
    if isinstance(plain, str):
        return Pace(PaceShape(plain))
    return Pace(weights=tuple(Decimal(weight) for weight in plain))


def _work_out(item: WorkItem) -> Plain:
    return without_gaps(
        id=item.id,
        title=item.title,
        group=item.group,
        lead=item.lead,
        support=list(item.support),
        due=day_out(item.due),
        indicators=list(item.indicators),
    )


def _work_in(plain: Plain) -> WorkItem:
    return WorkItem(
        plain["id"],
        plain["title"],
        plain.get("group"),
        plain.get("lead"),
        tuple(plain["support"]),
        maybe(date.fromisoformat, plain.get("due")),
        tuple(plain["indicators"]),
    )


def _place_out(place: Place) -> Plain:
    targets = [[one.indicator, target_out(one.target)] for one in place.targets]
    return {"id": place.id, "name": place.name, "aliases": list(place.aliases), "targets": targets}


def _place_in(plain: Plain) -> Place:
    targets = tuple(PlaceTarget(indicator, target_in(target)) for indicator, target in plain["targets"])
    return Place(plain["id"], plain["name"], tuple(plain["aliases"]), targets)


def _scoring_out(scoring: Scoring) -> Plain:
    taken = scoring.deductions
    return without_gaps(
        total=str(scoring.total),
        items=[_item_out(item) for item in scoring.items],
        bonus=str(scoring.bonus),
        deductions=taken and [str(taken.late), str(taken.missing)],
    )


def _scoring_in(plain: Plain) -> Scoring:
    taken = maybe(lambda pair: Deductions(Decimal(pair[0]), Decimal(pair[1])), plain.get("deductions"))
    items = tuple(_item_in(item) for item in plain["items"])
    return Scoring(Decimal(plain["total"]), items, Decimal(plain["bonus"]), taken)


def _item_out(item: ScoreItem) -> list[Any]:
    optional = (item.bonus_per_percent, item.bonus_most)
    return [item.indicator, str(item.points), *(None if points is None else str(points) for points in optional)]


def _item_in(plain: list[Any]) -> ScoreItem:
    indicator, points, per_percent, most = plain
    return ScoreItem(indicator, Decimal(points), maybe(Decimal, per_percent), maybe(Decimal, most))


def _award_out(award: Award) -> Plain:
    return without_gaps(
        form=award.form,
        decides=award.decides,
        since=day_out(award.since),
        until=day_out(award.until),
        basis=award.basis,
    )


def _award_in(plain: Plain) -> Award:
    since, until = (maybe(date.fromisoformat, plain.get(key)) for key in ("since", "until"))
    return Award(plain["form"], plain["decides"], since, until, plain.get("basis"))
