"""What one cell of a file may hold, and one line of such cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from ..named_tuple import NamedTuple


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
