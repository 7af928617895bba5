"""A checked plan as plain JSON values and back, lossless, guided by the classes' own hints; without pydantic."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from ..domain.plan import Plan

UNREADABLE = (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError)
_IN: dict[Any, Callable[[Any], Any]] = {date: date.fromisoformat, Decimal: Decimal, str: str, int: int, bool: bool}


def to_plain(value: Any) -> Any:
    """JSON values: decimals and days as strings, what is absent left out."""
    match value:
        case StrEnum():
            return value.value
        case Decimal() | date():
            return str(value)
        case tuple() if hasattr(value, "_fields"):
            held = zip(value._fields, value, strict=True)
            return {name: to_plain(item) for name, item in held if item is not None}
        case tuple():
            return [to_plain(item) for item in value]
    return value


def from_plain(plain: Any) -> Plan:
    """The plan that `to_plain` wrote; raises one of UNREADABLE when it is not such a thing."""
    made: Plan = _reader(Plan)(plain)
    return made


def kept_plan(content: str | None) -> Plan | None:
    """The plan that a cache holds as text; None where there is none or it cannot be read: then its source is."""
    try:
        return from_plain(json.loads(content)) if content else None
    except UNREADABLE:
        return None


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """How a value of that type is read back."""
    parts = [part for part in get_args(hint) if part is not NoneType]
    if NoneType in get_args(hint):
        return _reader(parts[0])
    if get_origin(hint) is tuple:
        read = _reader(parts[0])
        return lambda plain: tuple(map(read, plain))
    if hasattr(hint, "_fields"):
        hints = get_type_hints(hint)
        return lambda plain: hint(**{name: _reader(hints[name])(item) for name, item in plain.items()})
    known: Callable[[Any], Any] = _IN.get(hint, hint)
    return known
