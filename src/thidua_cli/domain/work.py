"""Work items over the year: their progress, how they stand on a day, and the days to come.

Progress is kept in the ledger like any figure, in percent, under the key `work/<id>`; no indicator's id holds a "/".
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from .due import ANNIVERSARY, WORK, Expected, Wait, wait_for
from .figure import Revision, key_parts
from .period import ONE_DAY, working_day, write_date
from .places import by
from .plan import PERCENT, Bounds, Combine, Comparator, Indicator, Plan, Target, WorkItem

PREFIX = "work/"
DONE = 100


class WorkState(StrEnum):
    """Tình trạng of a work item on a day; the order is the one in which they are counted."""

    DONE = "done"
    UNDER_WAY = "under_way"
    OVERDUE = "overdue"
    NO_REPORT = "no_report"


class WorkStanding(NamedTuple):
    """One item with its number in the document (3.2), the row of its newest progress, and how it stands."""

    item: WorkItem
    number: str
    progress: Revision | None = None
    state: WorkState = WorkState.NO_REPORT

    @property
    def percent(self) -> Fraction | None:
        """How much of it is done; None where nothing is recorded."""
        amount = self.progress and self.progress.draft.amount
        return amount.exact if amount else None


def key_of(item: WorkItem) -> str:
    """The item's key in the ledger."""
    return PREFIX + item.id


def as_indicator(item: WorkItem) -> Indicator:
    """The item as what the ledger's figures are about: percent, 0 to 100, the newest counts."""
    done, bounds = Target(Comparator.AT_LEAST, Decimal(DONE)), Bounds(Decimal(0), Decimal(DONE))
    return Indicator(key_of(item), item.title, PERCENT, done, Combine.LATEST, due=item.due, plausible=bounds)


def item_of(plan: Plan, key: str) -> WorkItem | None:
    """The work item with this id or ledger key."""
    return next((item for item in plan.work if key in (item.id, key_of(item))), None)


def subject(plan: Plan, key: str) -> Indicator | None:
    """What a ledger key is about: an indicator of the plan, or a work item seen as one."""
    item, row = item_of(plan, key) if key.startswith(PREFIX) else None, plan.find(key_parts(key)[0])
    return as_indicator(item) if item else row and row.indicator


def work_standings(plan: Plan, progress: Mapping[str, Revision], cutoff: date) -> list[WorkStanding]:
    """Every item in the plan's order; `progress` is keyed by item id and holds nothing after the cut-off.

    Done is done; the due day itself, of a day off the next working day, is still in time; nothing recorded is not zero.
    """
    found = []
    for number, item in numbered(plan):
        one = WorkStanding(item, number, progress.get(item.id))
        state = WorkState.UNDER_WAY if one.progress else WorkState.NO_REPORT
        if item.due is not None and cutoff > working_day(item.due, plan.days_off):
            state = WorkState.OVERDUE
        found.append(one._replace(state=WorkState.DONE if (one.percent or 0) >= DONE else state))
    return found


def numbered(plan: Plan) -> Iterator[tuple[str, WorkItem]]:
    """Every item with its number: its place within its group (`3.2`), or alone."""
    counted: Counter[str] = Counter()
    for item in plan.work:
        group = item.group or ""
        counted[group] += 1
        yield (f"{group}.{counted[group]}" if group else str(counted[group])), item


def by_lead(standings: Iterable[WorkStanding]) -> list[WorkStanding]:
    """Those of a lead unit together, in the order of its first mention; those without one last."""
    groups = by(sorted(standings, key=lambda one: not one.item.lead), lambda one: one.item.lead or "")
    return [one for group in groups.values() for one in group]


def expected_work(plan: Plan, standings: Iterable[WorkStanding], today: date) -> Iterator[Expected]:
    """The work items that are not done and have a due day; the due day itself is still in time."""
    last = plan.whole_year.last_day
    on = f" --on {write_date(last)}" if today > last else ""
    for item, _, held, state in standings:
        if item.due is None or state is WorkState.DONE:
            continue
        term = working_day(item.due, plan.days_off)
        wait = wait_for(term + ONE_DAY, today)
        command = f"thidua work record {item.id} SỐ%{on}"
        lacking = (item.due,) if wait is Wait.LATE else ()
        what = WORK, item.id, item.title, item.lead or ""
        yield Expected(*what, item.due, item.due, term, wait, command, lacking, held and held.draft)


def expected_anniversaries(plan: Plan, today: date) -> list[Expected]:
    """The anniversaries from today to the end of the plan year; they come, but are never late."""
    coming = [one for one in plan.anniversaries if today <= one.on <= plan.whole_year.last_day]
    return [Expected(ANNIVERSARY, "", name, "", on, on, on, wait_for(on + ONE_DAY, today)) for name, on in coming]
