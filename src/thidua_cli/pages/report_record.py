"""The report for machines (`thidua.report/1`), decimals as text; and a kept one read back into a scorecard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..domain.attainment import Attainment, Method, Percentage, Reason, Verdict
from ..domain.due import Stale
from ..domain.figure import Actual, Amount, Figure, Level
from ..domain.inheritance import is_inherited
from ..domain.period import Period
from ..domain.plan import Combine, Comparator, Indicator, Plan, Row, Section, Target, TargetInForce
from ..domain.scorecard import Also, SamePeriod, Scorecard, Standing, Window
from ..vietnamese.numbers import machine_number
from ..vietnamese.wording import difference_unit, printed_target

SCHEMA = "thidua.report/1"


def report_record(
    card: Scorecard, origin: Mapping[str, Any], headline: str, shown: Iterable[Standing]
) -> dict[str, Any]:
    """The whole report; `shown` are the rows that were asked for."""
    counts = card.counts()
    return {
        "schema": SCHEMA,
        **head_record(card.plan, card.window, origin),
        "headline": headline,
        "summary": {
            "counted": card.counted,
            **{verdict.value: counts[verdict] for verdict in Verdict},
            "stale": len(card.stale),
        },
        "indicators": [standing_record(standing) for standing in shown],
    }


def head_record(plan: Plan, window: Window, origin: Mapping[str, Any]) -> dict[str, Any]:
    """What every report begins with: the plan, the period, and the ledger it was made from."""
    return {
        "plan": {"year": plan.year, "unit": plan.unit.name, "title": plan.title, "revision": origin["revision"]},
        "period": period_record(window),
        "as_known": origin["as_known"],
        "ledger": origin["ledger"],
        "closed": origin["closed"],
    }


def period_record(window: Window) -> dict[str, Any]:
    """The period and how far it has gone."""
    return {
        "id": window.period.id,
        "label": window.period.label,
        "start": window.period.start.isoformat(),
        "cutoff": window.cutoff.isoformat(),
        "calendar": window.period.calendar.value,
        "year_closed": window.year_closed,
    }


def standing_record(standing: Standing) -> dict[str, Any]:
    """One indicator."""
    row, indicator = standing.row, standing.indicator
    return {
        "id": indicator.id,
        "number": row.number,
        "name": indicator.name,
        "section": row.section.id,
        "parent": row.parent.id if row.parent else None,
        "unit": indicator.unit,
        "counted": row.counted,
        "target": target_record(standing.target, indicator),
        "actual": _actual(standing.actual),
        "in_period": None if standing.in_period is None else plain_number(standing.in_period),
        "ratio": _percentage(standing.ratio),
        "attainment": {"method": standing.attainment.method and standing.attainment.method.value}
        | _percentage(standing.attainment.percentage),
        "difference": _difference(standing.difference, difference_unit(indicator.unit)),
        "same_period": _same_period(standing.same_period),
        **({"inherited": True} if is_inherited(standing.actual) else {}),
        "verdict": standing.verdict.value,
        "stale": _stale(standing),
        "expected": _expected(standing),
        "also": [_also(one, indicator) for one in standing.also],
        "count": _count(standing),
        "stretch": None if standing.stretch is None else "met" if standing.stretch else "not_met",
        "code": indicator.code,
        **_places(standing),
    }


def _stale(standing: Standing) -> dict[str, Any] | None:
    held = standing.stale
    return held and {"missing": held.missing, "expected": held.expected.isoformat()}


def _difference(gap: Fraction | None, unit: str) -> dict[str, Any] | None:
    return None if gap is None else {"value": machine_number(gap), "unit": unit}


def _expected(standing: Standing) -> dict[str, Any] | None:
    """What is foreseen for the period's last day; a percent as in `ratio`."""
    held = standing.expected
    return held and {
        "value": machine_number(held.exact),
        "percent": None if held.ratio.percent is None else f"{held.ratio.percent:f}",
        "difference": _difference(held.difference, difference_unit(standing.indicator.unit)),
        "verdict": held.verdict.value,
        "on": held.on.isoformat(),
    }


def _also(one: Also, indicator: Indicator) -> dict[str, Any]:
    return {
        "by": one.asked.by,
        "target": target_record(TargetInForce(one.asked.target, one.asked.printed), indicator),
        "ratio": _percentage(one.ratio),
        "difference": _difference(one.difference, difference_unit(indicator.unit)),
        "verdict": one.verdict.value,
    }


def _count(standing: Standing) -> dict[str, Any] | None:
    """The second target, on the numerator; its unit is what the plan says is counted."""
    held, rate = standing.of_count, standing.indicator.rate
    if held is None:
        return None
    unit = rate.numerator if rate else ""
    return {
        "target": target_record(TargetInForce(held.target, None), standing.indicator._replace(unit=unit)),
        "actual": machine_number(held.actual),
        "difference": _difference(held.difference, unit),
        "verdict": held.verdict.value,
    }


def _places(standing: Standing) -> Mapping[str, object]:
    """How an indicator that is collected by place came to its figure; nothing for others."""
    if standing.coverage is None:
        return {}
    from .notes import coverage_record

    return coverage_record(standing.coverage)


def target_record(held: TargetInForce, indicator: Indicator) -> dict[str, Any]:
    """A target; `value` is null where it is no number or rests on a result of last year that nobody knows."""
    target, relative = held.target, held.target.relative
    has_number = target.comparator.is_number and not target.is_open
    record: dict[str, Any] = {
        "comparator": target.comparator.value,
        "value": machine_number(target.value if target.exact is None else target.bound) if has_number else None,
        "upper": _optional(target.upper if target.comparator is Comparator.RANGE else None),
        "printed": printed_target(indicator, target, held.printed),
    }
    if relative is not None:
        sign = "+" if relative.change > 0 else ""
        record["relative"] = f"{sign}{machine_number(relative.change)}{'%' if relative.in_percent else ''}"
    if held.since is not None:
        record |= {"decision": held.decision, "since": held.since.isoformat()}
    return record


def _actual(actual: Actual | None) -> dict[str, Any] | None:
    if actual is None:
        return None
    latest = actual.latest
    return {
        "value": plain_number(actual),
        "numerator": _optional(latest.numerator if latest else None),
        "denominator": _optional(latest.denominator if latest else None),
        "on": actual.on.isoformat(),
        "level": actual.level.value,
        "entries": actual.entries,
    }


def plain_number(actual: Actual) -> str:
    """An actual in plain notation: a recorded value's own digits, else the exact number."""
    if actual.latest is not None and actual.latest.value is not None:
        return machine_number(actual.latest.value)
    return machine_number(actual.exact)


def _optional(value: Decimal | None) -> str | None:
    return None if value is None else machine_number(value)


def _percentage(percentage: Percentage) -> dict[str, Any]:
    return {
        "percent": None if percentage.percent is None else f"{percentage.percent:f}",
        "reason": percentage.reason and percentage.reason.value,
    }


def _same_period(same: SamePeriod) -> dict[str, Any]:
    return {
        "value": _optional_exact(same.value),
        "index": None if same.ratio.percent is None else f"{same.ratio.percent:f}",
        "growth": None if same.growth is None else f"{same.growth:f}",
        "difference": _optional_exact(same.difference),
        "reason": same.reason and same.reason.value,
        **({"recast": True} if is_inherited(same.actual) else {}),
    }


def _optional_exact(value: Fraction | None) -> str | None:
    return None if value is None else machine_number(value)


CUT_PLACES = 6
"""A number in a record has this many places when it does not end."""


def card_in(record: Mapping[str, Any], plan: Plan, period: Period) -> Scorecard:
    """The scorecard that a kept record tells of, as far as a report prints it.

    `plan` gives what a record does not hold: sections, decimals, suppliers.
    """
    window = Window(period, date.fromisoformat(record["period"]["cutoff"]))
    rows = {row.indicator.id: row for row in plan.rows(window.cutoff)}
    return Scorecard(plan, window, tuple(_standing_in(one, rows, plan) for one in record["indicators"]))


def _standing_in(kept: Mapping[str, Any], rows: Mapping[str, Row], plan: Plan) -> Standing:
    target = _target_in(kept["target"])
    row = _row_in(kept, rows, plan, target.target)
    actual = _actual_in(kept["actual"], row.indicator, kept.get("inherited", False))
    inside, gap, same = kept["in_period"], kept["difference"], kept["same_period"]
    equal = actual is not None and inside is not None and Decimal(inside) == Decimal(kept["actual"]["value"])
    method = kept["attainment"]["method"]
    stale = kept.get("stale")
    return Standing(
        row=row,
        target=target,
        actual=actual,
        in_period=actual if equal else _computed_in(inside, actual),
        ratio=_percentage_in(kept["ratio"]),
        attainment=Attainment(method and Method(method), _percentage_in(kept["attainment"])),
        difference=None if gap is None else Fraction(gap["value"]),
        same_period=SamePeriod(
            _computed_in(same["value"], _source_of(same, row.indicator)),
            _percentage_in({"percent": same["index"], "reason": same["reason"]}),
            None if same["difference"] is None else Fraction(same["difference"]),
            same["reason"] and Reason(same["reason"]),
        ),
        verdict=Verdict(kept["verdict"]),
        stale=stale and actual and Stale(stale["missing"], date.fromisoformat(stale["expected"]), actual.on),
    )


def _row_in(kept: Mapping[str, Any], rows: Mapping[str, Row], plan: Plan, target: Target) -> Row:
    known = rows.get(kept["id"])
    indicator = known.indicator if known else Indicator(kept["id"], "", "", target, Combine.LATEST)
    indicator = indicator._replace(name=kept["name"], unit=kept["unit"])
    section = next((one for one in plan.sections if one.id == kept["section"]), None)
    parent = rows.get(kept["parent"] or "")
    return Row(
        indicator,
        kept["number"],
        section or Section(kept["section"], kept["section"], ()),
        parent and parent.indicator,
        kept["counted"],
    )


def _target_in(kept: Mapping[str, Any]) -> TargetInForce:
    value, upper, since = (kept.get(key) for key in ("value", "upper", "since"))
    target = Target(Comparator(kept["comparator"]), Decimal(value or 0), None if upper is None else Decimal(upper))
    return TargetInForce(target, kept["printed"], kept.get("decision"), since and date.fromisoformat(since))


def _actual_in(kept: Mapping[str, Any] | None, indicator: Indicator, inherited: bool) -> Actual | None:
    """Typed where one figure decides, else computed; a rate exactly from its two parts."""
    if kept is None:
        return None
    amount = None
    if kept["numerator"] is not None:
        amount = Amount(numerator=Decimal(kept["numerator"]), denominator=Decimal(kept["denominator"]))
    elif kept["entries"] == 1 and indicator.combine is not Combine.TOTAL:
        amount = Amount(Decimal(kept["value"]))
    exact = amount.exact if amount else Fraction(kept["value"])
    on, level = date.fromisoformat(kept["on"]), Level(kept["level"])
    one = Figure(indicator.id, on, amount or Amount(), level, "", seq=0 if inherited else 1)
    return Actual(exact, on, level, (one,) * kept["entries"], amount)


def _computed_in(value: str | None, actual: Actual | None) -> Actual | None:
    """A number of which the record says no more than itself; one that ends within its places is printed as it is."""
    if value is None:
        return None
    ends = len(value.partition(".")[2]) < CUT_PLACES
    held = actual or Actual(Fraction(0), date.min, Level.OFFICIAL, ())
    return held._replace(exact=Fraction(value), latest=Amount(Decimal(value)) if ends else None)


def _source_of(same: Mapping[str, Any], indicator: Indicator) -> Actual:
    """Where last year's number comes from: of it a record says only whether merged communes brought it."""
    inherited = Figure(indicator.id, date.min, Amount(Decimal(0)), Level.OFFICIAL, "", seq=0)
    return Actual(Fraction(0), date.min, Level.OFFICIAL, (inherited,) if same.get("recast") else ())


def _percentage_in(kept: Mapping[str, Any]) -> Percentage:
    percent, reason = kept["percent"], kept["reason"]
    exact = None if percent is None else Fraction(percent)
    return Percentage(None if percent is None else Decimal(percent), reason and Reason(reason), exact)
