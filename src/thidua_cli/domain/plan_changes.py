"""What differs between two plans: indicators added, removed and changed, and the words around them."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from .plan import Plan


class ChangeKind(StrEnum):
    """What happened to a thing between two plans."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class PlanChange(NamedTuple):
    """A difference in a value as the plan's classes hold it, None where there is none.

    `indicator` is empty for the plan's own words, `field` (the key) for a whole indicator.
    """

    kind: ChangeKind
    indicator: str
    name: str
    field: str = ""
    before: Any = None
    after: Any = None


def plan_changes(old: Plan, new: Plan) -> list[PlanChange]:
    """All differences: the plan's own words first, then the indicators in the new plan's order, then the removed."""
    before, after = ({row.indicator.id: row for row in plan.rows()} for plan in (old, new))
    was, now = ({section.id: section.title for section in plan.sections} for plan in (old, new))
    titles = [(f"sections.{id_}", was.get(id_), now.get(id_)) for id_ in dict.fromkeys([*was, *now])]
    found = _changed("", "", [*_fields(old, new, left_out=("sections", "schema")), *titles])
    for id_, row in after.items():
        if earlier := before.get(id_):
            whole, whole_now = (one.parent.id if one.parent else None for one in (earlier, row))
            places = [("section", earlier.section.id, row.section.id), ("parent", whole, whole_now)]
            fields = _fields(earlier.indicator, row.indicator, left_out=("parts",))
            found += _changed(id_, row.indicator.name, [*fields, *places])
        else:
            found.append(PlanChange(ChangeKind.ADDED, id_, row.indicator.name, after=row.indicator.target))
    removed = (row.indicator for id_, row in before.items() if id_ not in after)
    return found + [PlanChange(ChangeKind.REMOVED, one.id, one.name, before=one.target) for one in removed]


def _changed(indicator: str, name: str, pairs: Iterable[tuple[str, Any, Any]]) -> list[PlanChange]:
    return [PlanChange(ChangeKind.CHANGED, indicator, name, *each) for each in pairs if each[1] != each[2]]


def _fields(old: Any, new: Any, *, left_out: tuple[str, ...]) -> Iterator[tuple[str, Any, Any]]:
    """Each key with its two values; of two lists only the items that the other does not have, or all when just their
    order differs."""
    for key in (key for key in new._fields if key not in left_out):
        before, after = getattr(old, key), getattr(new, key)
        if type(before) is type(after) is tuple:
            gone = tuple(item for item in before if item not in after)
            come = tuple(item for item in after if item not in before)
            before, after = (gone, come) if gone != come else (before, after)
        yield key, before, after
