"""A checked plan as plain JSON values and back, lossless; on the start-up path, so without pydantic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ..domain.plan import (
    Adjustment,
    Baseline,
    Better,
    Bounds,
    Calendar,
    Combine,
    Frequency,
    Indicator,
    Organiser,
    Plan,
    Rate,
    Reference,
    Section,
    Signature,
    Unit,
)
from ..errors import IntegrityError
from .stored_emulation import emulation_in, emulation_out, pace_in, pace_out
from .stored_pieces import Plain, day_out, maybe, target_in, target_out, without_gaps


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
