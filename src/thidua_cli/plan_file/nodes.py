"""What a YAML text consists of, once read: scalars as typed, groups of keys, lists; each with its line and column."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Fault, InvalidInput
from ..vietnamese.text import sanitise

Path = tuple[str | int, ...]
MOST_LEVELS = 20


def last_key(path: Path) -> str:
    """The innermost key on the way to a place."""
    return str(next(part for part in reversed(path) if isinstance(part, str)))


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in the file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, always text; `plain` when it stands without quotes."""

    text: str
    spot: Spot
    plain: bool = True

    @property
    def is_blank(self) -> bool:
        """Nothing was written (`key:` alone)."""
        return self.plain and not self.text


@dataclass(frozen=True, slots=True)
class Entry:
    """One key and its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Group:
    """Keys and values, duplicates still in it; `flow` when written in braces."""

    entries: tuple[Entry, ...]
    spot: Spot
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a list."""

    items: tuple[Node, ...]
    spot: Spot


Node = Scalar | Group | Listing


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a place in the file."""

    spot: Spot
    sentence: str


class Unreadable(Exception):
    """The text is no YAML that we read; what was found up to there."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("unreadable")
        self.findings = findings


def faults(path: str, findings: list[Finding]) -> tuple[Fault, ...]:
    """Findings as faults of a file, in its order, each once."""
    name = sanitise(path)
    ordered = sorted(dict.fromkeys(findings), key=lambda finding: finding.spot)
    return tuple(Fault(f"{name}:{one.spot.line}:{one.spot.column}", one.sentence) for one in ordered)


def invalid(path: str, findings: list[Finding]) -> InvalidInput:
    """The error that carries all findings of a plan file."""
    found = faults(path, findings)
    return InvalidInput(f"kế hoạch {sanitise(path)} có {len(found)} lỗi, chưa dùng được", faults=found)
