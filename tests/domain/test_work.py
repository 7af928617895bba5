"""How work items stand on a day, whose they are, and what is still to come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.making import indicator, plan, progress
from thidua_cli.domain.plan import Plan, WorkItem
from thidua_cli.domain.work import (
    WorkState,
    as_indicator,
    by_lead,
    item_of,
    key_of,
    subject,
    work_standings,
)

DUE = date(2024, 3, 24)


def _plan(*items: WorkItem) -> Plan:
    return plan(indicator())._replace(work=items)


def _item(id: str, **more: object) -> WorkItem:
    return WorkItem(id, id.upper())._replace(**more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("percent", "cutoff", "state"),
    [
        (None, DUE, WorkState.NO_REPORT),
        (None, DUE + timedelta(1), WorkState.OVERDUE),
        ("0", DUE, WorkState.UNDER_WAY),
        ("99.9", DUE, WorkState.UNDER_WAY),
        ("99.9", DUE + timedelta(1), WorkState.OVERDUE),
        ("100", DUE + timedelta(1), WorkState.DONE),
        ("100", DUE, WorkState.DONE),
    ],
)
def test_the_due_day_is_in_time_and_the_day_after_is_late(percent: str | None, cutoff: date, state: WorkState) -> None:
    held = {"a": progress(percent)} if percent else {}
    assert work_standings(_plan(_item("a", due=DUE)), held, cutoff)[0].state is state


@pytest.mark.parametrize(
    ("cutoff", "state"), [(DUE, "no_report"), (DUE + timedelta(1), "no_report"), (DUE + timedelta(2), "overdue")]
)
def test_work_due_on_a_day_off_is_overdue_only_after_the_next_working_day(cutoff: date, state: str) -> None:
    made = _plan(_item("a", due=DUE))._replace(days_off=(date(2024, 1, 1),))  # a Sunday
    assert work_standings(made, {}, cutoff)[0].state.value == state


def test_work_without_a_due_day_is_never_overdue() -> None:
    assert work_standings(_plan(_item("a")), {}, date.max)[0].state is WorkState.NO_REPORT


def test_numbers_count_within_each_group_of_the_document() -> None:
    items = [_item("a", group="2"), _item("b", group="3"), _item("c", group="2"), _item("d")]
    assert [one.number for one in work_standings(_plan(*items), {}, DUE)] == ["2.1", "3.1", "2.2", "1"]


def test_groups_keep_the_order_of_the_plan_and_work_without_a_lead_comes_last() -> None:
    items = [_item("a"), _item("b", lead="Y"), _item("c", lead="X"), _item("d", lead="Y")]
    grouped = by_lead(work_standings(_plan(*items), {}, DUE))
    assert [(one.item.lead or "", one.item.id) for one in grouped] == [("Y", "b"), ("Y", "d"), ("X", "c"), ("", "a")]


def test_a_ledger_key_is_about_an_indicator_or_a_work_item() -> None:
    made = _plan(_item("a", due=DUE))
    assert key_of(made.work[0]) == "work/a"
    assert (item_of(made, "a"), item_of(made, "work/a"), item_of(made, "x")) == (made.work[0], made.work[0], None)
    assert subject(made, "work/a") == as_indicator(made.work[0])
    assert subject(made, "x") == made.sections[0].indicators[0]
    assert subject(made, "a") is None
    assert subject(made, "work/x") is None


@settings(max_examples=50)
@given(st.lists(st.tuples(st.none() | st.integers(0, 100), st.none() | st.dates()), max_size=9), st.dates())
def test_every_item_has_exactly_one_state(items: list[tuple[int | None, date | None]], cutoff: date) -> None:
    made = _plan(*(_item(f"w{place}", due=due) for place, (_, due) in enumerate(items)))
    held = {f"w{place}": progress(str(done)) for place, (done, _) in enumerate(items) if done is not None}
    standings = work_standings(made, held, cutoff)
    assert len(standings) == len(items)
    assert len(by_lead(standings)) == len(items)
    assert [one.state for one in standings].count(WorkState.DONE) == sum(done == 100 for done, _ in items)
