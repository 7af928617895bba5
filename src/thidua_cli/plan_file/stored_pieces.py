"""The smallest pieces of a stored plan: what is absent, days and targets, both ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from ..domain.target import Comparator, Target

Plain = dict[str, Any]
_T = TypeVar("_T")


def without_gaps(**values: Any) -> Plain:
    """The values that are there."""
    return {key: value for key, value in values.items() if value is not None}


def maybe(read: Callable[[Any], _T], plain: Any) -> _T | None:
    """What is there, read; nothing stays nothing."""
    return None if plain is None else read(plain)


def target_out(target: Target) -> list[str]:
    """Comparator, value and, for a range, the upper end."""
    upper = [] if target.upper is None else [str(target.upper)]
    return [target.comparator.value, str(target.value), *upper]


def day_out(day: date | None) -> str | None:
    """A day in ISO form."""
    return None if day is None else day.isoformat()


def target_in(plain: list[str]) -> Target:
    """The target that `target_out` wrote."""
    return Target(Comparator(plain[0]), Decimal(plain[1]), Decimal(plain[2]) if len(plain) > 2 else None)
