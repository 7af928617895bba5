"""The report for machines (`thidua.report/1`): plain-notation decimals as text, a reason for every missing percent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..domain.attainment import Percentage, Verdict
from ..domain.figure import Actual
from ..domain.plan import Comparator, Plan
from ..domain.scorecard import SamePeriod, Scorecard, Standing, Window
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
        "target": _target(standing),
        "actual": _actual(standing.actual),
        "in_period": None if standing.in_period is None else plain_number(standing.in_period),
        "ratio": _percentage(standing.ratio),
        "attainment": {"method": standing.attainment.method and standing.attainment.method.value}
        | _percentage(standing.attainment.percentage),
        "difference": None
        if standing.difference is None
        else {"value": machine_number(standing.difference), "unit": difference_unit(indicator.unit)},
        "same_period": _same_period(standing.same_period),
        "verdict": standing.verdict.value,
        "stale": _stale(standing),
        **_places(standing),
    }


def _stale(standing: Standing) -> dict[str, Any] | None:
    held = standing.stale
    return held and {"missing": held.missing, "expected": held.expected.isoformat()}


def _places(standing: Standing) -> Mapping[str, object]:
    """How an indicator that is collected by place came to its figure; nothing for others."""
    if standing.coverage is None:
        return {}
    from .coverage import coverage_record

    return coverage_record(standing.coverage)


def _target(standing: Standing) -> dict[str, Any]:
    held = standing.target
    record = {
        "comparator": held.target.comparator.value,
        "value": machine_number(held.target.value),
        "upper": _optional(held.target.upper if held.target.comparator is Comparator.RANGE else None),
        "printed": printed_target(standing.indicator, held.target, held.printed),
    }
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
    }


def _optional_exact(value: Fraction | None) -> str | None:
    return None if value is None else machine_number(value)
