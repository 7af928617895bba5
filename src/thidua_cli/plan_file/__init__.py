"""The plan file: YAML text to a checked Plan, every fault with file, line and column. The only yaml, the only pydantic.

Importing this package loads neither library: a plan that the ledger already holds is used without them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..domain.figure import Actual
from ..domain.plan import Plan
from ..errors import Fault
from .opening import Head, PlanText, head, load_text

READER_VERSION = 3
"""Raised whenever the same file would be read differently, so that stored plans are read again."""
__all__ = [
    "READER_VERSION",
    "Head",
    "PlanText",
    "days_off_text",
    "head",
    "json_schema",
    "load_text",
    "next_plan_text",
    "plan_remarks",
    "plan_typing_errors",
    "plan_warnings",
    "read_plan",
]


def read_plan(text: PlanText) -> Plan:
    """The plan of a file; raises InvalidInput with all its faults, in the file's order."""
    from .read import read

    return read(text)


def plan_warnings(plan: Plan, text: PlanText | None = None, known: Collection[str] = ()) -> list[Fault]:
    """What is allowed but doubtful, for `plan check`; with `text`, each at its line and column.

    `known`: the ids whose result of last year is recorded, for targets that are relative to it.
    """
    from .doubts import warnings

    return warnings(plan, text, known)


def plan_remarks(plan: Plan, text: PlanText | None = None) -> list[Fault]:
    """What is worth knowing about a plan and no doubt about it, for `plan check`."""
    from .doubts import remarks

    return remarks(plan, text)


def plan_typing_errors(plan: Plan, text: PlanText | None = None) -> list[Fault]:
    """Likely typing errors in the plan's words, for `plan check`; nothing is changed."""
    from .doubts import typing_errors

    return typing_errors(plan, text)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the plan file as people write it, for editors that complete and check while typing."""
    from .schema import schema

    return schema()


def next_plan_text(plan: Plan, year: int, results: Mapping[str, Actual]) -> str:
    """Next year's plan file as text for a person to go over; `results` are this year's actuals by id."""
    from .writing import next_plan_text as written

    return written(plan, year, results)


def days_off_text(year: int) -> str:
    """The key `days_off` with the public holidays of a year, for a person to go over and paste."""
    from .writing import days_off_text as written

    return written(year)
