"""A checked plan as plain JSON values and back, lossless; on the start-up path, so without pydantic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from ..domain.plan import (
    Adjustment,
    Anniversary,
    Award,
    Baseline,
    Better,
    Bounds,
    Calendar,
    Combine,
    Comparator,
    Deductions,
    Frequency,
    Indicator,
    Organiser,
    Pace,
    PaceShape,
    Place,
    PlaceTarget,
    Plan,
    Rate,
    Reference,
    ScoreItem,
    Scoring,
    Section,
    Signature,
    Target,
    Unit,
    WorkItem,
)
from ..errors import IntegrityError

Plain = dict[str, Any]
_T = TypeVar("_T")


def without_gaps(**values: Any) -> Plain:
    """The values that are there."""
    return {key: value for key, value in values.items() if value is not None}


def maybe(read: Callable[[Any], _T], plain: Any) -> _T | None:
    """What is there, read; nothing stays nothing."""
    return None if plain is None else read(plain)


def target_out(target: Target) -> list[str]:
    """Comparator, value and, for a range, the upper end."""
    upper = [] if target.upper is None else [str(target.upper)]
    return [target.comparator.value, str(target.value), *upper]


def day_out(day: date | None) -> str | None:
    """A day in ISO form."""
    return None if day is None else day.isoformat()


def target_in(plain: list[str]) -> Target:
    """The target that `target_out` wrote."""
    return Target(Comparator(plain[0]), Decimal(plain[1]), Decimal(plain[2]) if len(plain) > 2 else None)


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


def to_plain(plan: Plan) -> Plain:
    """The plan as JSON values: decimals and days as strings, what is absent left out."""
    return without_gaps(
        schema=plan.schema,
        year=plan.year,
        title=plan.title,
        unit=_unit_out(plan.unit),
        sections=[_section_out(section) for section in plan.sections],
        calendar=plan.calendar.value,
        theme=plan.theme,
        goal=plan.goal,
        notice=plan.notice,
        document=plan.document and without_gaps(number=plan.document.number, date=day_out(plan.document.date)),
        bases=list(plan.bases),
        recipients=list(plan.recipients),
        addressees=list(plan.addressees),
        organisers=[{"name": one.name, "duty": one.duty} for one in plan.organisers],
        signature=plan.signature and _signature_out(plan.signature),
        **emulation_out(plan),
    )


def from_plain(plain: Any) -> Plan:
    """The plan that `to_plain` wrote; raises IntegrityError when it is not such a thing."""
    try:
        return _plan_in(plain)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        raise IntegrityError(
            "bản kế hoạch lưu trong sổ không đọc được", hint="kiểm tra sổ bằng: thidua verify"
        ) from None


def _unit_out(unit: Unit) -> Plain:
    return without_gaps(id=unit.id, name=unit.name, issuer=unit.issuer, superior=unit.superior, place=unit.place)


def _signature_out(one: Signature) -> Plain:
    return without_gaps(authority=one.authority, capacity=one.capacity, post=one.post, name=one.name)


def _section_out(section: Section) -> Plain:
    indicators = [_indicator_out(indicator) for indicator in section.indicators]
    return without_gaps(id=section.id, title=section.title, indicators=indicators, number=section.number)


def _indicator_out(one: Indicator) -> Plain:
    return without_gaps(
        id=one.id,
        name=one.name,
        unit=one.unit,
        target=target_out(one.target),
        combine=one.combine.value,
        parts=[_indicator_out(part) for part in one.parts],
        printed=one.printed,
        rate=one.rate and {"numerator": one.rate.numerator, "denominator": one.rate.denominator},
        baseline=one.baseline and without_gaps(value=str(one.baseline.value), on=day_out(one.baseline.on)),
        frequency=one.frequency and one.frequency.value,
        due=day_out(one.due),
        plausible=one.plausible and [str(one.plausible.lower), str(one.plausible.upper)],
        supplier=one.supplier,
        aliases=list(one.aliases),
        counted=one.counted,
        decimals=one.decimals,
        better=one.better and one.better.value,
        adjustments=[_adjustment_out(step) for step in one.adjustments],
        by_place=one.by_place,
        pace=pace_out(one.pace),
    )


def _adjustment_out(step: Adjustment) -> Plain:
    return without_gaps(
        on=step.on.isoformat(), target=target_out(step.target), decision=step.decision, printed=step.printed
    )


def _plan_in(plain: Plain) -> Plan:
    return Plan(
        schema=plain["schema"],
        year=plain["year"],
        title=plain["title"],
        unit=Unit(**plain["unit"]),
        sections=tuple(_section_in(section) for section in plain["sections"]),
        calendar=Calendar(plain["calendar"]),
        theme=plain.get("theme"),
        goal=plain.get("goal"),
        notice=plain.get("notice"),
        document=maybe(_reference_in, plain.get("document")),
        bases=tuple(plain["bases"]),
        recipients=tuple(plain["recipients"]),
        addressees=tuple(plain["addressees"]),
        organisers=tuple(Organiser(**one) for one in plain["organisers"]),
        signature=maybe(lambda one: Signature(**one), plain.get("signature")),
        **emulation_in(plain),
    )


def _reference_in(plain: Plain) -> Reference:
    return Reference(plain.get("number"), maybe(date.fromisoformat, plain.get("date")))


def _section_in(plain: Plain) -> Section:
    indicators = tuple(_indicator_in(one) for one in plain["indicators"])
    return Section(plain["id"], plain["title"], indicators, plain.get("number"))


def _indicator_in(plain: Plain) -> Indicator:
    return Indicator(
        id=plain["id"],
        name=plain["name"],
        unit=plain["unit"],
        target=target_in(plain["target"]),
        combine=Combine(plain["combine"]),
        parts=tuple(_indicator_in(part) for part in plain["parts"]),
        printed=plain.get("printed"),
        rate=maybe(lambda one: Rate(**one), plain.get("rate")),
        baseline=maybe(_baseline_in, plain.get("baseline")),
        frequency=maybe(Frequency, plain.get("frequency")),
        due=maybe(date.fromisoformat, plain.get("due")),
        plausible=maybe(lambda ends: Bounds(Decimal(ends[0]), Decimal(ends[1])), plain.get("plausible")),
        supplier=plain.get("supplier"),
        aliases=tuple(plain["aliases"]),
        counted=plain.get("counted"),
        decimals=plain["decimals"],
        better=maybe(Better, plain.get("better")),
        adjustments=tuple(_adjustment_in(step) for step in plain["adjustments"]),
        by_place=plain["by_place"],
        pace=maybe(pace_in, plain.get("pace")),
    )


def _baseline_in(plain: Plain) -> Baseline:
    return Baseline(Decimal(plain["value"]), maybe(date.fromisoformat, plain.get("on")))


def _adjustment_in(plain: Plain) -> Adjustment:
    day, target = date.fromisoformat(plain["on"]), target_in(plain["target"])
    return Adjustment(day, target, plain.get("decision"), plain.get("printed"))
