"""Which columns of a table a page can hold, how wide each becomes, and whether the page must lie on its side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..named_tuple import NamedTuple
from .document import Cell, Row, RowKind, Table
from .word_styles import LANDSCAPE, PORTRAIT, TABLE, TABLE_SMALL, millimetres
from .word_text import MAY_BREAK, breakable, fit
from .word_widths import longest_word, width_of

PADDING = millimetres(12)
SLACK = millimetres(5)
READABLE, READABLE_LABEL = millimetres(380), millimetres(440)
_MAY_BREAK = re.compile(f"[ {MAY_BREAK}]")
_AFTER_NUMBER = re.compile("(?<=[0-9%]) ")


class Need(NamedTuple):
    """The widths a column asks for, in twips: the least it can do with, one that reads well, and all on one line."""

    least: int
    readable: int
    natural: int
    is_label: bool = False


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
            return Layout(tuple(places), _shared_out([need.readable for need in needs], needs, room), size, is_wide)
    kept, dropped = _fitting(table, places, landscape)
    needs = [_need(table, place, TABLE_SMALL) for place in kept]
    widths = _shared_out([need.least for need in needs], needs, landscape)
    return Layout(tuple(kept), widths, TABLE_SMALL, True, tuple(fit(table.columns[place].title) for place in dropped))


def _fitting(table: Table, places: Sequence[int], room: int) -> tuple[list[int], list[int]]:
    """The columns whose least widths fit, and those that had to leave, both in the table's order."""
    kept = list(places)
    while sum(_need(table, place, TABLE_SMALL).least for place in kept) > room and len(kept) > 1:
        kept.remove(max(kept, key=lambda place: (table.columns[place].rank, place)))
    return kept, [place for place in places if place not in kept]


def _with_content(table: Table) -> list[int]:
    """Places of the columns that say something; bars of attainment are for screens."""
    full = [place for place in range(len(table.columns)) if any(_texts(table, place))]
    return full or list(range(len(table.columns)))


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
    return Need(least + around, readable + around, max(least, natural) + around, is_label)


def _shared_out(start: Sequence[int], needs: Sequence[Need], room: int) -> tuple[int, ...]:
    """Widths that fill the room: first the names read well, then every column, then all of it stands on one line."""
    widths = list(start)
    for goal in (
        [need.readable if need.is_label else 0 for need in needs],
        [need.readable for need in needs],
        [need.natural for need in needs],
        [need.natural + room for need in needs],
    ):
        lacking = [max(wanted - width, 0) for wanted, width in zip(goal, widths, strict=True)]
        left = max(min(room - sum(widths), sum(lacking)), 0)
        for place, lack in enumerate(lacking):
            widths[place] += left * lack // max(sum(lacking), 1)
    return tuple(widths)
