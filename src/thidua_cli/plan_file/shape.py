"""Nodes to plain values, guided by the fields of the plan's own classes; every unreadable value becomes a finding."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ..domain.plan import Bounds, Indicator, Pace, PaceShape, PeriodTarget, Plan, Target, Years, spelt
from ..errors import MOST_FAULTS_SHOWN, InvalidInput, ThiduaError
from ..vietnamese.numbers import read_date, shown
from ..vietnamese.targets import read_amount, read_bounds, read_target, read_years
from ..vietnamese.text import INVISIBLE, MOST_CHARACTERS, Finding, nearest, nfc
from .events import Group, Listing, Node, Path, Scalar, Spot, key_words, tree_of
from .opening import PlanText, given

_T = TypeVar("_T")
HIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f{INVISIBLE}]")
_PILED_UP = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{21}")
_CURLY = "“”„‟"


def words(text: str, *, many_lines: bool = False) -> str:
    """Text in NFC without space around it; empty, hidden or control characters are refused."""
    plain = nfc(text).strip()
    if not plain:
        raise InvalidInput("giá trị rỗng; hãy ghi nội dung hoặc xóa dòng này")
    if match := HIDDEN.search(plain):
        code = ord(match.group())
        kind = "ký tự điều khiển" if code < 0xA0 else "ký tự ẩn"
        raise InvalidInput(f"'{shown(plain)}' có {kind} U+{code:04X}; hãy xóa và gõ lại")
    if _PILED_UP.search(plain):
        raise InvalidInput("quá 20 dấu chồng lên một chữ; hãy xóa và gõ lại")
    if len(plain) > MOST_CHARACTERS:
        raise InvalidInput(f"dài {len(plain)} ký tự, tối đa 4.000; hãy rút ngắn")
    if not many_lines and re.search(r"[\n\t]", plain):
        raise InvalidInput("có chỗ xuống dòng hoặc dấu Tab; hãy viết trên một dòng")
    return plain


def one_of(known: Mapping[str, object], text: str, advice: str = "") -> object:
    """What one of the fixed words means, which is written exactly as listed."""
    if text in known:
        return known[text]
    near = [] if advice else nearest(text, list(known))
    meant = f"ý bạn là '{near[0]}'? " if near else ""
    advice = advice or f"{meant}hãy chọn một trong: {', '.join(known)}"
    raise InvalidInput(f"giá trị '{shown(text)}' không dùng được; {advice}")


def whole_number(text: str, example: str) -> int:
    """Digits only, at most nine."""
    if re.fullmatch(r"0|[1-9][0-9]{0,8}", text, re.ASCII):
        return int(text)
    raise InvalidInput(f"số không hợp lệ '{shown(text)}'; hãy viết số nguyên chỉ gồm chữ số, ví dụ {example}")


_PACES = {shape.value: Pace(shape) for shape in PaceShape}
_OR_MONTHS = "hoặc 12 số từ tháng 1 đến tháng 12: [5, 5, 10, 5, 10, 10, 5, 10, 10, 10, 10, 10]"
_READERS: dict[object, Callable[[str, str], object]] = {
    Decimal: read_amount,
    date: lambda text, _: read_date(text),
    Target: read_target,
    Bounds: read_bounds,
    bool: lambda text, _: one_of({"true": True, "false": False}, text, "hãy ghi true (có) hoặc false (không)"),
    Pace: lambda text, _: one_of(_PACES, text, f"hãy ghi {', '.join(_PACES)} {_OR_MONTHS}"),
    Years: lambda text, _: read_years(text),
}
"""How a scalar of a type is read, in its row's unit."""
_OF_ANOTHER_KIND = ""
_FULL_OF_LINES = frozenset({"goal", "theme", "duty", "bases"})


class Piece(dict[str, object]):
    """A group of keys with its place in the file, among all of the plan; what is missing or faulty is not there."""

    def __init__(self, path: Path, pieces: "list[Piece]") -> None:
        super().__init__()
        self.path, self.pieces, self.key = path, pieces, _innermost(path)
        pieces.append(self)
        self.plan = pieces[0]

    def take(self, key: str, kind: type[_T]) -> _T | None:
        """The value of a key, if it is of this kind."""
        value = self.get(key)
        return value if isinstance(value, kind) else None

    def each(self, key: str) -> "list[Piece]":
        """The groups in a list, or the one group that stands there."""
        held = self.get(key)
        return [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, Piece)]

    def at(self, key: str) -> Path:
        """The place of a key."""
        return (*self.path, key)

    @cached_property
    def rows(self) -> "dict[str, Piece]":
        """Of the plan: its indicators and their parts by id."""
        return {row.take("id", str) or "": row for row in self.pieces if row.key in ("indicators", "parts")}


class Shape:
    """A file's plan as plain values, where each of them stands, and what could not be read; raises Unreadable."""

    def __init__(self, text: PlanText) -> None:
        root = tree_of(text.content)
        self.places: dict[Path, Spot] = {(): root.spot}
        self.unread: dict[Path, str] = {}
        self.findings: list[Finding] = []
        self.pieces: list[Piece] = []
        self._group(root, Plan, (), "")

    def finding(self, path: Path, sentence: str, spot: Spot | None = None) -> Finding:
        """A sentence about a value, behind its key and its place in a list; where it stands in the file, or at another
        `spot`, of a missing one where its group stands."""
        around = (path[:depth] for depth in range(len(path), -1, -1))
        key, item = shown(_innermost(path)), f"[{path[-1] + 1}]" if path and isinstance(path[-1], int) else ""
        told = f"{key}{item}: {sentence}" if key else sentence
        return *(spot or next(self.places[one] for one in around if one in self.places)), told

    def fault(self, path: Path, sentence: str, spot: Spot | None = None) -> object:
        """Note a finding; gives the gap that stands for the value."""
        self.findings.append(self.finding(path, sentence, spot))
        return None

    def _group(self, node: Group, kind: type, path: Path, unit: str) -> Piece:
        if kind is Indicator:
            units = [value for key, value in node.entries if key.text == "unit"]
            unit = units[0].text.strip() if units and isinstance(units[0], Scalar) else ""
        known, missing = hints(kind), required(kind) - {key.text for key, _ in node.entries}
        piece = Piece(path, self.pieces)
        for key, value in self._first_entries(node, path):
            place = (*path, key.text)
            if key.text not in known:
                # A suggestion costs a search; beyond the faults that are shown nobody reads it.
                near = nearest(key.text[:40], list(known)) if len(self.findings) < MOST_FAULTS_SHOWN else []
                missing -= set(near[:1])
                advice = f"ý bạn là '{near[0]}'?" if near else f"các khóa dùng được: {', '.join(known)}"
                sentence = f"không có khóa này; {advice}"
                if node.flow and _is_blank(value):
                    sentence = "dấu phẩy trong { } đã tách giá trị làm đôi; hãy để giá trị có dấu phẩy trong ngoặc kép"
                self.fault(place, sentence, key.spot)
            elif key.text in required(kind) and (_is_blank(value) or (isinstance(value, Listing) and not value.items)):
                self.fault(place, "bỏ trống nhưng bắt buộc; hãy ghi giá trị", key.spot)
            elif (shaped := self._value(value, known[key.text], place, unit)) is not None:
                piece[key.text] = shaped
        for name in (one for one in known if one in missing):
            example = key_words()[kind.__name__]["examples"][name]
            self.fault((*path, name), f"thiếu khóa bắt buộc; hãy thêm '{name}: {example}'")
        return piece

    def _first_entries(self, node: Group, path: Path) -> Iterator[tuple[Scalar, Node]]:
        """Each key once, its place noted; a second one is a finding that names the line of the first."""
        first: dict[str, Scalar] = {}
        for key, value in node.entries:
            if (before := first.setdefault(key.text, key)) is not key:
                self.findings.append((*key.spot, f"khóa '{shown(key.text)}' trùng dòng {before.spot.line}"))
                continue
            # A list, a group or nothing is looked for at its key.
            self.places[(*path, key.text)] = value.spot if isinstance(value, Scalar) and value.text else key.spot
            yield key, value

    def _value(self, node: Node, hint: Any, path: Path, unit: str) -> object:
        if _is_blank(node):
            return self.fault(path, "bỏ trống; hãy xóa dòng này hoặc ghi giá trị")
        if get_origin(hint) is tuple:
            return self._list(node, get_args(hint)[0], path, unit)
        if hint is Pace and isinstance(node, Listing):
            weights: Any = self._list(node, Decimal, path, "")
            return Pace(weights=tuple(weight for weight in weights if isinstance(weight, Decimal)))
        if hasattr(hint, "_fields") and hint not in _READERS:
            if isinstance(node, Group):
                return self._group(node, hint, path, unit)
            self.fault(path, f"phải là nhóm khóa; hãy ghi các khóa trong số: {', '.join(hints(hint))}")
            return _OF_ANOTHER_KIND
        if not isinstance(node, Scalar):
            return self.fault(path, "phải là một giá trị, không phải danh sách hay nhóm khóa")
        return self._scalar(node, hint, path, unit)

    def _list(self, node: Node, hint: Any, path: Path, unit: str) -> object:
        if hint is PeriodTarget:  # the keys are the periods
            if not isinstance(node, Group):
                return self.fault(path, 'phải là các kỳ và chỉ tiêu của kỳ; hãy viết dạng {2024-Q3: ">= 3"}')
            items = []
            for place, (key, value) in enumerate(self._first_entries(node, path)):
                held, seen = (*path, place), self.places[(*path, key.text)]
                self.places |= {held: key.spot, (*held, "period"): key.spot, (*held, "target"): seen}
                items.append(Piece(held, self.pieces))
                items[-1] |= {"period": key.text, "target": self._value(value, Target, (*held, "target"), unit)}
            return items
        if not isinstance(node, Listing):
            self.fault(path, "phải là danh sách; hãy viết mỗi mục một dòng bắt đầu bằng '- '")
            return _OF_ANOTHER_KIND
        self.places |= {(*path, place): item.spot for place, item in enumerate(node.items)}
        return [self._value(item, hint, (*path, place), unit) for place, item in enumerate(node.items)]

    def _scalar(self, node: Scalar, hint: Any, path: Path, unit: str) -> object:
        try:
            if isinstance(hint, type) and issubclass(hint, StrEnum):
                return one_of({member.value: member for member in hint}, node.text)
            if hint is int:
                return whole_number(node.text, "2024" if path == ("year",) else "2")
            if reader := _READERS.get(hint):
                return reader(node.text, "" if path[-1] == "count" else unit)
            return words(node.text, many_lines=not _FULL_OF_LINES.isdisjoint(path))
        except ThiduaError as error:
            self.unread[path] = node.text
            sentence, bare = error.sentence, node.text.strip()
            # The quotes that Word makes.
            if node.plain and hint is not str and bare and (bare[0] in _CURLY or bare[-1] in _CURLY):
                meant = shown(bare.strip(_CURLY).strip())
                sentence = f"'{shown(node.text)}' nằm trong ngoặc kép cong “ ”; hãy dùng ngoặc kép thẳng: \"{meant}\""
            return self.fault(path, sentence, node.spot)


@cache
def hints(kind: type) -> dict[str, Any]:
    """The keys of a class as the file spells them, each with its type (optional or not)."""
    return {spelt(name): given(hint) for name, hint in get_type_hints(kind).items()}


@cache
def required(kind: Any) -> frozenset[str]:
    """The keys a class cannot do without."""
    return frozenset(spelt(name) for name in kind._fields if name not in kind._field_defaults)


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _innermost(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")
