"""Nodes to plain values, guided by the fields of the plan's own classes; every unreadable value becomes a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ..domain.plan import Bounds, Indicator, Pace, PaceShape, PeriodTarget, Plan, Target, Years
from ..errors import MOST_FAULTS_SHOWN, InvalidInput, ThiduaError
from ..vietnamese.numbers import read_date, shown
from ..vietnamese.targets import read_amount, read_bounds, read_target, read_years
from ..vietnamese.text import INVISIBLE, MOST_CHARACTERS, nearest, nfc
from .events import Entry, Finding, Group, Listing, Node, Path, Scalar, Spot, key_words

_SPELT = {"since": "from", "supplier": "from", "counted_target": "count"}


def is_group(hint: object) -> bool:
    """Whether a hint is one of the plan's classes, written in the file as a group of keys."""
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def spelt(name: str) -> str:
    """A field as the file spells it: `from` is a word of Python's own."""
    return _SPELT.get(name, name)


HIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f{INVISIBLE}]")
_CURLY = "“”„‟"
_Choice = TypeVar("_Choice", bound=StrEnum)


def words(text: str, *, many_lines: bool = False) -> str:
    """Text in NFC without space around it; empty, hidden or control characters are refused."""
    plain = nfc(text).strip()
    if not plain:
        raise InvalidInput("giá trị rỗng; hãy ghi nội dung hoặc xóa dòng này")
    if match := HIDDEN.search(plain):
        code = ord(match.group())
        kind = "ký tự điều khiển" if code < 0xA0 else "ký tự ẩn"
        raise InvalidInput(f"'{shown(plain)}' có {kind} U+{code:04X}; hãy xóa và gõ lại")
    if len(plain) > MOST_CHARACTERS:
        raise InvalidInput(f"dài {len(plain)} ký tự, tối đa 4.000; hãy rút ngắn")
    if not many_lines and re.search(r"[\n\t]", plain):
        raise InvalidInput("có chỗ xuống dòng hoặc dấu Tab; hãy viết trên một dòng")
    return plain


def curly_quotes(text: str) -> str | None:
    """What to type for a value in the curly quotes that Word makes; None for a text without them at its ends."""
    bare = text.strip()
    if not bare or (bare[0] not in _CURLY and bare[-1] not in _CURLY):
        return None
    meant = bare.strip(_CURLY).strip()
    return f"'{shown(text)}' nằm trong ngoặc kép cong “ ”; hãy dùng ngoặc kép thẳng: \"{shown(meant)}\""


def choice(text: str, kind: type[_Choice]) -> _Choice:
    """One of the fixed words of `kind`, exactly as listed."""
    known = [member.value for member in kind]
    if text in known:
        return kind(text)
    near = nearest(text, known)
    meant = f"ý bạn là '{near[0]}'? " if near else ""
    raise InvalidInput(f"giá trị '{shown(text)}' không dùng được; {meant}hãy chọn một trong: {', '.join(known)}")


def whole_number(text: str, example: str) -> int:
    """Digits only, at most nine."""
    if re.fullmatch(r"0|[1-9][0-9]{0,8}", text, re.ASCII):
        return int(text)
    raise InvalidInput(f"số không hợp lệ '{shown(text)}'; hãy viết số nguyên chỉ gồm chữ số, ví dụ {example}")


def yes_or_no(text: str, unit: str) -> bool:
    """`true` or `false`, nothing else."""
    if text in ("true", "false"):
        return text == "true"
    raise InvalidInput(f"giá trị '{shown(text)}' không dùng được; hãy ghi true (có) hoặc false (không)")


def pace(text: str, unit: str) -> Pace:
    """A pace by the name of its shape; twelve weights are a list."""
    if text in list(PaceShape):
        return Pace(PaceShape(text))
    names = ", ".join(PaceShape)
    raise InvalidInput(
        f"giá trị '{shown(text)}' không dùng được; hãy ghi {names} hoặc 12 số từ tháng 1 đến tháng 12:"
        " [5, 5, 10, 5, 10, 10, 5, 10, 10, 10, 10, 10]"
    )


_READERS: dict[object, Callable[[str, str], object]] = {
    Decimal: read_amount,
    date: lambda text, _: read_date(text),
    Target: read_target,
    Bounds: read_bounds,
    int: lambda text, _: whole_number(text, "2"),
    bool: yes_or_no,
    Pace: pace,
    Years: lambda text, _: read_years(text),
}
"""How a scalar of a type is read, in its row's unit."""
_READERS_OF_KEYS: dict[Path, Callable[[str, str], object]] = {("year",): lambda text, _: whole_number(text, "2024")}
_GAP, _OF_ANOTHER_KIND = None, ""
_FULL_OF_LINES = frozenset({"goal", "theme", "duty", "bases"})


class Shape:
    """The plan as plain values, where each of them stands, and what could not be read."""

    def __init__(self, root: Group) -> None:
        self.places: dict[Path, Spot] = {(): root.spot}
        self.keys: dict[Path, Spot] = {}
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

    def findings_at(self, found: Iterable[tuple[Path, str]]) -> list[Finding]:
        """Sentences about values, each at its place and after its key, the innermost on the way there."""
        keys = ((path, next(part for part in reversed(path) if isinstance(part, str)), told) for path, told in found)
        return [Finding(self.spot(path), f"{key}: {told}") for path, key, told in keys]

    def _group(self, node: Group, kind: type, path: Path, unit: str) -> dict[str, object]:
        unit = _unit_of(node) if kind is Indicator else unit
        known, missing = hints(kind), required(kind) - {entry.key.text for entry in node.entries}
        values: dict[str, object] = {}
        for entry in self._first_entries(node, path):
            key, place = entry.key.text, (*path, entry.key.text)
            if key not in known:
                missing -= {self._refuse_key(entry, place, list(known), node.flow)}
                continue
            shaped = self._entry_value(entry, known[key], place, unit, key in required(kind))
            if shaped is not _GAP or place not in self.faulty:
                values[key] = shaped
        for key in (one for one in known if one in missing):
            example = key_words()[kind.__name__]["examples"][key]
            self.fault((*path, key), self.spot(path), f"thiếu khóa bắt buộc; hãy thêm '{key}: {example}'")
        return values

    def _refuse_key(self, entry: Entry, path: Path, known: list[str], in_braces: bool) -> str:
        """Tell that the file has no such key; gives the key that is meant, "" where none is like it."""
        # A suggestion costs a search; beyond the faults that are shown nobody reads it.
        near = nearest(entry.key.text[:40], known) if len(self.findings) < MOST_FAULTS_SHOWN else []
        advice = f"ý bạn là '{near[0]}'?" if near else f"các khóa dùng được: {', '.join(known)}"
        sentence = f"không có khóa này; {advice}"
        if in_braces and _is_blank(entry.value):
            sentence = "dấu phẩy trong { } đã tách giá trị làm đôi; hãy để giá trị có dấu phẩy trong ngoặc kép"
        self.fault(path, entry.key.spot, sentence)
        return near[0] if near else ""

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
            weights: Any = self._list(node, Decimal, path, "")
            return Pace(weights=tuple(weight for weight in weights if isinstance(weight, Decimal)))
        if is_group(hint) and hint not in _READERS:
            if isinstance(node, Group):
                return self._group(node, hint, path, unit)
            keys = ", ".join(hints(hint))
            self.fault(path, self.places[path], f"phải là nhóm khóa; hãy ghi các khóa trong số: {keys}")
            return _OF_ANOTHER_KIND
        if not isinstance(node, Scalar):
            self.fault(path, self.places[path], "phải là một giá trị, không phải danh sách hay nhóm khóa")
            return _GAP
        return self._scalar(node, hint, path, unit)

    def _list(self, node: Node, hint: Any, path: Path, unit: str) -> object:
        if hint is PeriodTarget:
            return self._by_period(node, path, unit)
        if not isinstance(node, Listing):
            self.fault(path, self.places[path], "phải là danh sách; hãy viết mỗi mục một dòng bắt đầu bằng '- '")
            return _OF_ANOTHER_KIND
        self.places |= {(*path, place): item.spot for place, item in enumerate(node.items)}
        return [self._value(item, hint, (*path, place), unit) for place, item in enumerate(node.items)]

    def _by_period(self, node: Node, path: Path, unit: str) -> object:
        """`{2024-Q3: ">= 3"}`: the keys are periods."""
        if not isinstance(node, Group):
            self.fault(path, self.places[path], 'phải là các kỳ và chỉ tiêu của kỳ; hãy viết dạng {2024-Q3: ">= 3"}')
            return _GAP
        items = []
        for place, entry in enumerate(self._first_entries(node, path)):
            held = (*path, place)
            self.places |= {held: entry.key.spot, (*held, "period"): entry.key.spot, (*held, "target"): _seen_at(entry)}
            target = self._value(entry.value, Target, (*held, "target"), unit)
            items.append({"period": entry.key.text, "target": target})
        return items

    def _scalar(self, node: Scalar, hint: Any, path: Path, unit: str) -> object:
        try:
            if isinstance(hint, type) and issubclass(hint, StrEnum):
                return choice(node.text, hint)
            if reader := _READERS_OF_KEYS.get(path) or _READERS.get(hint):
                return reader(node.text, "" if path[-1] == "count" else unit)
            return words(node.text, many_lines=not _FULL_OF_LINES.isdisjoint(path))
        except ThiduaError as error:
            self.unread[path] = node.text
            curly = curly_quotes(node.text) if node.plain and hint is not str else None
            self.fault(path, node.spot, curly or error.sentence)
            return _GAP


@cache
def hints(kind: type) -> dict[str, Any]:
    """The keys of a class as the file spells them, each with its type (optional or not)."""
    return {spelt(name): _given(hint) for name, hint in get_type_hints(kind).items()}


@cache
def required(kind: Any) -> frozenset[str]:
    """The keys a class cannot do without."""
    return frozenset(spelt(name) for name in kind._fields if name not in kind._field_defaults)


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
