"""What differs between two plans, whole and complete."""

from __future__ import annotations

from datetime import date

from domain.making import indicator, plan, target
from thidua_cli.domain.plan import Combine, Section
from thidua_cli.pages.plan import ChangeKind, PlanChange, plan_changes


def test_a_plan_does_not_differ_from_itself() -> None:
    one = plan(indicator(id="a"), indicator(id="b"))
    assert plan_changes(one, one) == []


def test_added_removed_and_changed_indicators_are_told_with_their_values() -> None:
    old = plan(indicator(">= 10", id="a"), indicator(">= 1", id="gone"))
    new = plan(indicator(">= 12", id="a", due=date(2024, 6, 30)), indicator("< 3", id="new"))
    assert plan_changes(old, new) == [
        PlanChange(ChangeKind.CHANGED, "a", "A", "target", target(">= 10"), target(">= 12")),
        PlanChange(ChangeKind.CHANGED, "a", "A", "due", None, date(2024, 6, 30)),
        PlanChange(ChangeKind.ADDED, "new", "NEW", after=target("< 3")),
        PlanChange(ChangeKind.REMOVED, "gone", "GONE", before=target(">= 1")),
    ]


def test_the_plans_own_words_come_first() -> None:
    old = plan(indicator(id="a"))
    new = old._replace(title="Khác", sections=(old.sections[0]._replace(title="Mục khác"),))
    assert [(change.indicator, change.field) for change in plan_changes(old, new)] == [
        ("", "title"),
        ("", "sections.muc"),
    ]


def test_a_part_that_moves_is_told_by_its_parent_and_section() -> None:
    part = indicator(id="p")
    whole = indicator(combine=Combine.TOTAL, id="t", parts=(part,))
    old = plan(whole)
    elsewhere = Section("khac", "Khác", (part, indicator(id="t")), "2")
    changes = {(one.field, one.before, one.after) for one in plan_changes(old, old._replace(sections=(elsewhere,)))}
    assert {("section", "muc", "khac"), ("parent", "t", None)} <= changes
