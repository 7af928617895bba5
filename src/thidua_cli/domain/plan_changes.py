"""What differs between two plans: indicators added, removed and changed, and the words around them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from .plan import Indicator, Plan, Row


class ChangeKind(StrEnum):
    """What happened to a thing between two plans."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class PlanChange(NamedTuple):
    """One difference.

    `indicator` is empty for the plan's own words; `field` is the key (empty for a whole indicator);
    `before` and `after` are the values as the plan's classes hold them, None where there is none.
    """

    kind: ChangeKind
    indicator: str
    name: str
    field: str = ""
    before: Any = None
    after: Any = None


def plan_changes(old: Plan, new: Plan) -> list[PlanChange]:
    """All differences: the plan's own words first, then the indicators in the new plan's order, then the removed."""
    before = {row.indicator.id: row for row in old.rows()}
    after = {row.indicator.id: row for row in new.rows()}
    was, now = ({section.id: section.title for section in plan.sections} for plan in (old, new))
    sections = [(f"sections.{id_}", was.get(id_), now.get(id_)) for id_ in dict.fromkeys([*was, *now])]
    found = _changed("", "", [*_fields(old, new, left_out=("sections", "schema")), *sections])
    for id_, row in after.items():
        if id_ in before:
            found += _of_row(before[id_], row)
        else:
            found.append(PlanChange(ChangeKind.ADDED, id_, row.indicator.name, after=row.indicator.target))
    for id_, row in before.items():
        if id_ not in after:
            found.append(PlanChange(ChangeKind.REMOVED, id_, row.indicator.name, before=row.indicator.target))
    return found


def _of_row(old: Row, new: Row) -> list[PlanChange]:
    fields = _fields(old.indicator, new.indicator, left_out=("parts",))
    places = [("section", old.section.id, new.section.id), ("parent", _id(old.parent), _id(new.parent))]
    return _changed(new.indicator.id, new.indicator.name, [*fields, *places])


def _id(indicator: Indicator | None) -> str | None:
    return indicator.id if indicator else None


def _changed(indicator: str, name: str, pairs: list[tuple[str, Any, Any]]) -> list[PlanChange]:
    return [
        PlanChange(ChangeKind.CHANGED, indicator, name, field, before, after)
        for field, before, after in pairs
        if before != after
    ]


def _fields(old: Any, new: Any, *, left_out: tuple[str, ...]) -> list[tuple[str, Any, Any]]:
    keys = [key for key in new._fields if key not in left_out]
    return [(key, *_differing(getattr(old, key), getattr(new, key))) for key in keys]


def _differing(before: Any, after: Any) -> tuple[Any, Any]:
    """Two values; of two lists only the items that the other does not have, or all when just their order differs."""
    if type(before) is not tuple or type(after) is not tuple or before == after:
        return before, after
    gone = tuple(item for item in before if item not in after)
    come = tuple(item for item in after if item not in before)
    return (gone, come) if gone != come else (before, after)
