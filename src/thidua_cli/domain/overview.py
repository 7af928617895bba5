"""The year at a glance: for each indicator and month, whether its figure is there, estimated, late or still to come."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from .due import series_of
from .figure import Level
from .period import Period, Span
from .places import Grouped
from .plan import Combine, Indicator, Plan

MONTHS = 12


class Presence(StrEnum):
    """What a month holds of an indicator; PARTIAL: of some places only."""

    THERE = "there"
    ESTIMATED = "estimated"
    PARTIAL = "partial"
    LATE = "late"
    COMING = "coming"
    NONE = "none"


def months_of(plan: Plan) -> list[Period]:
    """The months of the plan's year in its own calendar."""
    return [Period(Span.MONTH, plan.year, month, plan.calendar) for month in range(1, MONTHS + 1)]


def presence(indicator: Indicator, plan: Plan, held: Grouped, months: Sequence[Period]) -> list[Presence]:
    """Month by month, by the rule of `due` on the last of the days of `held`; a total has no figures of its own."""
    if indicator.combine is Combine.TOTAL:
        return [Presence.NONE] * len(months)
    series = series_of(indicator, plan, held)
    levels = [(figure.on, figure.level) for one in series for figure in one.figures]
    late = [day for one in series for day in one.overdue]
    ahead = [day for one in series for day in one.ahead]
    found = []
    for month in months:
        there = [level for on, level in levels if month.start <= on <= month.last_day]
        is_late = any(month.start <= day <= month.last_day for day in late)
        if there and is_late and len(series) > 1:
            found.append(Presence.PARTIAL)
        elif there:
            found.append(Presence.THERE if Level.OFFICIAL in there else Presence.ESTIMATED)
        elif is_late:
            found.append(Presence.LATE)
        else:
            is_ahead = any(month.start <= day <= month.last_day for day in ahead)
            found.append(Presence.COMING if is_ahead else Presence.NONE)
    return found
