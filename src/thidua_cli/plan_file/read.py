"""A plan file's text to a checked Plan: decode, tree, values, structure, rules; all faults together."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from ..domain.plan import Plan
from .events import Unreadable, decode, invalid, tree_of
from .opening import PlanText
from .rules import broken
from .shape import Shape, spelt


def read(text: PlanText) -> Plan:
    """The plan; raises InvalidInput with every fault, in the file's order."""
    try:
        shape = shape_of(text)
    except Unreadable as error:
        raise invalid(text.path, list(error.findings)) from None
    if findings := [*shape.findings, *broken(shape)]:
        raise invalid(text.path, findings)
    return _judged(shape, text.path)


def shape_of(text: PlanText) -> Shape:
    """The file's values with their places; raises Unreadable."""
    return Shape(tree_of(decode(text.content)))


def _judged(shape: Shape, path: str) -> Plan:
    from pydantic import ValidationError

    try:
        plan: Plan = _adapter().validate_python(shape.values)
    except ValidationError as error:
        places = [one["loc"] for one in error.errors(include_url=False, include_context=False, include_input=False)]
        raise invalid(path, shape.findings_at((place, "giá trị không hợp lệ") for place in places)) from None
    return plan


@cache
def _adapter() -> Any:
    """pydantic's checker of a whole plan, by the keys of the file."""
    # Looking for plugins would read what every installed package says of itself, and fail where one cannot be read.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from pydantic import TypeAdapter

    return TypeAdapter(Plan, config={"alias_generator": spelt})
