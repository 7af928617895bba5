"""Which columns of a table a page can hold, how wide each becomes, and whether the page must lie on its side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import islice

from ..named_tuple import NamedTuple
from .document import Align, Cell, Row, RowKind, Table
from .word_lines import Sheet, Words, fewest_lines
from .word_styles import LANDSCAPE, PORTRAIT, TABLE, TABLE_SMALL, millimetres
from .word_text import MAY_BREAK, breakable, fit
from .word_widths import longest_word, width_of

PADDING = millimetres(12)
SLACK = millimetres(5)
STEP = millimetres(5)
MOST_ROWS = 100
READABLE, READABLE_LABEL = millimetres(380), millimetres(440)
_MAY_BREAK = re.compile(f"[ {MAY_BREAK}]")
_AFTER_NUMBER = re.compile("(?<=[0-9%]) ")


class Need(NamedTuple):
    """The widths a column asks for, in twips: the least it can do with, one that reads well, and all on one line.

    `weight` is the sum of the squares of its texts' widths: how much a wider column saves in lines.
    `is_mark`: more room would only be empty.
    """

    least: int
    readable: int
    natural: int
    weight: int = 0
    is_mark: bool = False


class Layout(NamedTuple):
    """A table measured for a page: its columns by place, their widths in twips, the letters in half-points."""

    places: tuple[int, ...]
    widths: tuple[int, ...]
    size: int
    is_wide: bool
    dropped: tuple[str, ...] = ()


def layout_of(table: Table, portrait: int = PORTRAIT.room, landscape: int = LANDSCAPE.room) -> Layout:
    """The upright page where the columns read well on it, else a page on its side, there with smaller letters at need.

    Every number and every word stays whole. Only when even the least widths do not fit do columns leave, the highest
    rank first; they are named in `dropped`. `portrait` and `landscape` are the rooms of the page in twips.
    """
    places = _with_content(table)
    for room, size, is_wide in ((portrait, TABLE, False), (landscape, TABLE, True), (landscape, TABLE_SMALL, True)):
        needs = [_need(table, place, size) for place in places]
        if sum(need.readable for need in needs) <= room:
            return Layout(tuple(places), _widths(table, places, size, needs, room), size, is_wide)
    kept, dropped = _fitting(table, places, landscape)
    needs = [_need(table, place, TABLE_SMALL) for place in kept]
    titles = tuple(fit(table.columns[place].title) for place in dropped)
    return Layout(tuple(kept), _widths(table, kept, TABLE_SMALL, needs, landscape), TABLE_SMALL, True, titles)


def _fitting(table: Table, places: Sequence[int], room: int) -> tuple[list[int], list[int]]:
    """The columns whose least widths fit, and those that had to leave, both in the table's order."""
    kept = list(places)
    while sum(_need(table, place, TABLE_SMALL).least for place in kept) > room and len(kept) > 1:
        kept.remove(max(kept, key=lambda place: (table.columns[place].rank, place)))
    return kept, [place for place in places if place not in kept]


def _with_content(table: Table) -> list[int]:
    """Places of the columns that say something on paper; bars of attainment are for screens."""
    places = [place for place, column in enumerate(table.columns) if not column.is_typed]
    return [place for place in places if any(_texts(table, place))] or list(range(len(table.columns)))


def _texts(table: Table, place: int) -> Iterable[str]:
    for row in table.rows:
        if row.kind is not RowKind.GROUP:
            yield written(table, row, place)


def cell_at(row: Row, place: int) -> Cell:
    """The cell of a row in that column; an empty one where the row is too short."""
    return row.cells[place] if place < len(row.cells) else Cell()


def written(table: Table, row: Row, place: int) -> str:
    """The text of a row in that column as it is measured and written."""
    text = cell_at(row, place).text
    return breakable(text) if table.columns[place].wraps else fit(text)


def _need(table: Table, place: int, size: int) -> Need:
    column = table.columns[place]
    is_label = bool(column.key) and column.key == table.label_key
    lines = [line for text in _texts(table, place) for line in text.split("\n")]
    natural = max((width_of(line, size) for line in lines), default=0)
    pieces = (
        piece for line in lines for piece in (_MAY_BREAK.split(line) if column.wraps else _AFTER_NUMBER.split(line))
    )
    words = max((width_of(piece, size) for piece in pieces), default=0)
    least = max(longest_word(fit(column.title), size, bold=True), words)
    limit = READABLE_LABEL if is_label else READABLE
    readable = max(least, min(natural, limit) if column.wraps else natural)
    around = 2 * PADDING + SLACK
    weight = sum(width_of(line, size) ** 2 for line in lines)
    return Need(least + around, readable + around, max(least, natural) + around, weight, is_mark(table, place))


def is_mark(table: Table, place: int) -> bool:
    """A column of marks that never wrap or that count the rows (TT, Hạng): offices print it narrow and centred."""
    column = table.columns[place]
    is_plain = column.align is Align.LEFT and not column.wraps and column.key != table.label_key
    return is_plain or column.is_order


def _widths(table: Table, places: Sequence[int], size: int, needs: Sequence[Need], room: int) -> tuple[int, ...]:
    """Widths that fill the room: where it does not hold everything on one line, with as few lines as possible.

    What is left otherwise goes to all columns but those of marks.
    """
    widths = _shared_out(needs, room)
    if any(width < need.natural for width, need in zip(widths, needs, strict=True)):
        cells = [[_pieces(text, size) for text in islice(_texts(table, place), MOST_ROWS)] for place in places]
        sheet = Sheet(cells, width_of(" ", size), 2 * PADDING + SLACK)
        return tuple(fewest_lines(sheet, widths, [(need.least, need.natural) for need in needs], STEP))
    growing = [place for place, need in enumerate(needs) if not need.is_mark] or list(range(len(needs)))
    left = max(room - sum(widths), 0)
    for place in growing:
        widths[place] += left // len(growing)
    return tuple(widths)


def _pieces(text: str, size: int) -> Words:
    return [[width_of(piece, size) for piece in _MAY_BREAK.split(line)] for line in text.split("\n")]


def _shared_out(needs: Sequence[Need], room: int) -> list[int]:
    """From the least widths on, each step goes where it saves most, until all is on one line or no room is left."""
    widths = [need.least for need in needs]
    while wanting := [place for place, need in enumerate(needs) if widths[place] < need.natural]:
        most = max(wanting, key=lambda place: (Fraction(needs[place].weight, widths[place] ** 3), -place))
        step = min(STEP, needs[most].natural - widths[most], room - sum(widths))
        if step <= 0:
            break
        widths[most] += step
    return widths
