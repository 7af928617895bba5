"""Which column holds what: the header row is known by its names, Vietnamese or English, however they are typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from ..vietnamese.numbers import shown
from ..vietnamese.text import words


class Percent(NamedTuple):
    """A number that the spreadsheet shows as a percentage: 0.757 is shown as 75,7%."""

    number: Decimal


class Broken(NamedTuple):
    """A cell that holds no usable value, and why, in a sentence."""

    sentence: str


Value = str | Decimal | date | Percent | Broken


class Line(NamedTuple):
    """A row of a file: its number as people count it, and its cells."""

    number: int
    cells: Sequence[Value]


class Grid(NamedTuple):
    """A sheet of a workbook, or a whole CSV file (then without a name): its lines, read once, one after the other.

    `hidden` are columns (from 0) and `remarks` sentences about what a person may not see in the sheet.
    """

    name: str
    lines: Iterator[Line]
    remarks: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()


def is_blank(value: Value) -> bool:
    """Nothing but spaces stands in the cell."""
    return isinstance(value, str) and not value.strip()


def column_letter(place: int) -> str:
    """`A` for column 0, `AA` for column 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


ID, NAME, VALUE, NUMERATOR, DENOMINATOR = "id", "name", "value", "numerator", "denominator"
ON, LEVEL, NOTE, SOURCE, PLACE = "on", "level", "note", "source", "place"
TITLES: Mapping[str, tuple[str, ...]] = {
    ID: ("id", "mã", "mã chỉ tiêu", "indicator"),
    NAME: ("chỉ tiêu", "tên chỉ tiêu", "name"),
    VALUE: ("value", "thực hiện", "giá trị", "số liệu"),
    NUMERATOR: ("numerator", "tử số"),
    DENOMINATOR: ("denominator", "mẫu số"),
    ON: ("on", "ngày", "ngày số liệu", "date"),
    LEVEL: ("level", "mức", "mức số liệu"),
    NOTE: ("note", "ghi chú"),
    SOURCE: ("source", "nguồn"),
    PLACE: ("place", "thôn"),
}
NUMBER, UNIT, TARGET, LAST, LAST_DAY, ADVICE, SUPPLIER = (
    "number", "unit", "target", "last", "last-day", "advice", "supplier",
)  # fmt: skip
INFORMATION: Mapping[str, str] = {
    NUMBER: "TT",
    UNIT: "ĐVT",
    TARGET: "Kế hoạch",
    LAST: "Số gần nhất",
    LAST_DAY: "Tính đến",
    ADVICE: "Cách ghi",
    SUPPLIER: "Đơn vị cung cấp",
}
"""Columns of our own form that tell something and are not read back."""
AMOUNTS = (VALUE, NUMERATOR, DENOMINATOR)
LINES_SEARCHED = 30


class Missing(NamedTuple):
    """Why a row cannot head a table: how many columns it named, and a sentence on what is missing."""

    named: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Head:
    """A header row: its number, which column holds what, the titles of all columns, and where amounts may stand."""

    sheet: str
    line: int
    at: Mapping[str, int]
    titles: tuple[str, ...]
    amounts: tuple[int, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Titles of columns that are not read, each with its letter; those of our own form are nothing to mention."""
        known = set(self.at.values()) | {self.titles.index(own) for own in INFORMATION.values() if own in self.titles}
        named = ((place, title) for place, title in enumerate(self.titles) if place not in known and title)
        return tuple(f"{shown(title)} ({column_letter(place)})" for place, title in named)

    def place(self, line: int, key: str) -> str:
        """Where a cell is: `Sheet1!C7` in a workbook, the line number in a CSV file."""
        if not self.sheet:
            return str(line)
        return f"{self.sheet}!{column_letter(self.at.get(key, 0))}{line}"

    def named(self, key: str) -> str:
        """The column as the file calls it; a CSV place has no column, so sentences name it."""
        return f"cột '{shown(self.titles[self.at[key]])}'"


class Proposed(NamedTuple):
    """A row that proposes a figure: the header it stands under, its number, and its cells."""

    head: Head
    line: int
    cells: Sequence[Value]

    def get(self, key: str) -> Value:
        """The cell of a column; an empty text where the file has no such column."""
        at = self.head.at.get(key)
        return "" if at is None else self.cells[at]

    def place(self, key: str = "") -> str:
        """Where the row is; of a workbook, the cell of `key`, else that of the amount."""
        return self.head.place(self.line, key or self.amount_key)

    @property
    def amount_key(self) -> str:
        """The first amount column with something in it; without one, the value column."""
        return next((key for key in AMOUNTS if not is_blank(self.get(key))), VALUE)

    def is_filled(self) -> bool:
        """Some amount stands in the row; a form has many rows that nobody filled in."""
        return any(not is_blank(self.cells[place]) for place in self.head.amounts)


def head_of(cells: Sequence[Value], line: int, sheet: str) -> Head | Missing:
    """The header that a row is, or what it lacks to be one."""
    titles = tuple(cell.strip() if isinstance(cell, str) else "" for cell in cells)
    at: dict[str, int] = {}
    doubled: list[str] = []
    for place, title in enumerate(titles):
        key = _key_of(title)
        if key and key in at:
            doubled.append(f"'{shown(titles[at[key]])}' ({column_letter(at[key])}, {column_letter(place)})")
        elif key:
            at[key] = place
    lacking = [*_lacking(at), *(f"hai cột cùng nghĩa {pair}: hãy bỏ một cột" for pair in doubled)]
    return Missing(len(at), "; ".join(lacking)) if lacking else _head(sheet, line, at, titles)


def _head(sheet: str, line: int, at: Mapping[str, int], titles: tuple[str, ...]) -> Head:
    return Head(sheet, line, at, titles, tuple(at[key] for key in AMOUNTS if key in at))


def _lacking(at: Mapping[str, int]) -> Iterator[str]:
    if ID not in at and NAME not in at:
        yield "thiếu cột mã hoặc tên chỉ tiêu (id, chỉ tiêu)"
    if VALUE not in at and not (NUMERATOR in at and DENOMINATOR in at):
        yield "thiếu cột giá trị (value, thực hiện, giá trị; hoặc cả tử số và mẫu số)"
    if ON not in at:
        yield "thiếu cột ngày (on, ngày)"


@cache
def _keys() -> dict[str, str]:
    return {" ".join(words(title)): key for key, titles in TITLES.items() for title in titles}


@cache
def _key_of(title: str) -> str:
    return _keys().get(" ".join(words(title)), "") if len(title) <= 100 else ""
