"""Nodes to plain values, guided by the fields of the plan's own classes; every unreadable value becomes a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from ..domain.emulation import Pace
from ..domain.plan import Bounds, Indicator, Plan, Target
from ..errors import ThiduaError
from ..vietnamese.numbers import shown
from . import scalars
from .checked import defaults_of, fields_of, is_group, spelt
from .nodes import Entry, Finding, Group, Listing, Node, Path, Scalar, Spot

_READERS: dict[object, Callable[[str, str], object]] = {
    Decimal: scalars.amount,
    date: scalars.day,
    Target: scalars.target,
    Bounds: scalars.bounds,
    int: scalars.whole_number,
    bool: scalars.yes_or_no,
    Pace: scalars.pace,
}
_READERS_OF_KEYS: dict[Path, Callable[[str, str], object]] = {("year",): scalars.plan_year}
_GAP = None
_FULL_OF_LINES = frozenset({"goal", "theme", "duty", "bases"})


class Shape:
    """The plan as plain values, where each of them stands, and what could not be read."""

    def __init__(self, root: Group) -> None:
        self.places: dict[Path, Spot] = {(): root.spot}
        self.keys: dict[Path, Spot] = {}
        self.torn: set[Path] = set()
        self.unread: dict[Path, str] = {}
        self.faulty: set[Path] = set()
        self.findings: list[Finding] = []
        self.values: dict[str, object] = self._group(root, Plan, (), "")

    def fault(self, path: Path, spot: Spot, sentence: str) -> None:
        """Note a finding; nothing else will be said about this place."""
        self.faulty.add(path)
        self.findings.append(Finding(spot, f"{_name(path)}: {sentence}" if _name(path) else sentence))

    def spot(self, path: Path) -> Spot:
        """Where a value stands; a missing one, where its group does."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places[path]

    def _group(self, node: Group, kind: type, path: Path, unit: str) -> dict[str, object]:
        unit = _unit_of(node) if kind is Indicator else unit
        values: dict[str, object] = {}
        for entry in self._first_entries(node, path):
            key, hint = entry.key.text, hints(kind).get(entry.key.text)
            shaped = _GAP if hint is None else self._entry_value(entry, hint, (*path, key), unit, key in required(kind))
            if (*path, key) not in self.faulty:
                values[key] = shaped
        return values

    def _first_entries(self, node: Group, path: Path) -> Iterator[Entry]:
        """Each key once, its place noted; a second one is a finding that names the line of the first."""
        for entry in node.entries:
            place = (*path, entry.key.text)
            if place in self.keys:
                sentence = f"khóa '{shown(entry.key.text)}' trùng dòng {self.keys[place].line}"
                self.findings.append(Finding(entry.key.spot, sentence))
                continue
            self.keys[place] = entry.key.spot
            self.places[place] = _seen_at(entry)
            if node.flow and _is_blank(entry.value):
                self.torn.add(place)
            yield entry

    def _entry_value(self, entry: Entry, hint: Any, path: Path, unit: str, needed: bool) -> object:
        if needed and _is_blank(entry.value):
            self.fault(path, entry.key.spot, "bỏ trống nhưng bắt buộc; hãy ghi giá trị")
            return _GAP
        return self._value(entry.value, hint, path, unit)

    def _value(self, node: Node, hint: Any, path: Path, unit: str) -> object:
        if isinstance(node, Scalar) and node.is_blank:
            self.fault(path, self.places[path], "bỏ trống; hãy xóa dòng này hoặc ghi giá trị")
            return _GAP
        if get_origin(hint) is tuple:
            return self._list(node, get_args(hint)[0], path, unit)
        if hint is Pace and isinstance(node, Listing):
            return self._weights(node, path)
        if is_group(hint) and hint not in _READERS:
            return self._group(node, hint, path, unit) if isinstance(node, Group) else []
        if not isinstance(node, Scalar):
            self.fault(path, self.places[path], "phải là một giá trị, không phải danh sách hay nhóm khóa")
            return _GAP
        return self._scalar(node, hint, path, unit)

    def _list(self, node: Node, hint: Any, path: Path, unit: str) -> object:
        if not isinstance(node, Listing):
            return {}
        items = []
        for place, item in enumerate(node.items):
            self.places[(*path, place)] = item.spot
            items.append(self._value(item, hint, (*path, place), unit))
        return items

    def _weights(self, node: Listing, path: Path) -> object:
        weights = self._list(node, Decimal, path, "")
        assert isinstance(weights, list)
        return Pace(weights=tuple(weight for weight in weights if isinstance(weight, Decimal)))

    def _scalar(self, node: Scalar, hint: Any, path: Path, unit: str) -> object:
        try:
            if isinstance(hint, type) and issubclass(hint, StrEnum):
                return scalars.choice(node.text, hint)
            if reader := _READERS_OF_KEYS.get(path) or _READERS.get(hint):
                return reader(node.text, unit)
            return scalars.words(node.text, many_lines=not _FULL_OF_LINES.isdisjoint(path))
        except ThiduaError as error:
            self.unread[path] = node.text
            curly = scalars.curly_quotes(node.text) if node.plain and hint is not str else None
            self.fault(path, node.spot, curly or error.sentence)
            return _GAP


@cache
def hints(kind: type) -> dict[str, Any]:
    """The keys of a class as the file spells them, each with its type (optional or not)."""
    return {spelt(kind, name): _given(hint) for name, hint in get_type_hints(kind).items()}


@cache
def required(kind: type) -> frozenset[str]:
    """The keys a class cannot do without."""
    return frozenset(spelt(kind, name) for name in fields_of(kind) if name not in defaults_of(kind))


def _given(hint: Any) -> Any:
    """`X` for `X | None`."""
    parts = [part for part in get_args(hint) if part is not NoneType]
    return parts[0] if NoneType in get_args(hint) else hint


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_blank


def _seen_at(entry: Entry) -> Spot:
    """A value's place; a list, a group or nothing is looked for at its key."""
    return entry.value.spot if isinstance(entry.value, Scalar) and entry.value.text else entry.key.spot


def _unit_of(node: Group) -> str:
    units = [entry.value for entry in node.entries if entry.key.text == "unit"]
    return units[0].text.strip() if units and isinstance(units[0], Scalar) else ""


def _name(path: Path) -> str:
    """The key a person looks for: the last one, with its place in the list."""
    if path and isinstance(path[-1], int):
        return f"{_name(path[:-1])}[{path[-1] + 1}]"
    return shown(str(path[-1])) if path else ""
