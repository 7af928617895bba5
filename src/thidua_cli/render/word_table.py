"""A table in Word: header on every page, rows never split, groups over all columns, numbers to the right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice, zip_longest
from typing import NamedTuple

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Twips

from .document import Align, Cell, Row, RowKind, Table, Tone
from .word_text import (
    CELL_STYLE,
    LANDSCAPE,
    MAY_BREAK,
    PORTRAIT,
    TABLE,
    TABLE_SMALL,
    Element,
    Manner,
    breakable,
    fit,
    longest_word,
    millimetres,
    shaped,
    w,
    width_of,
)

Words = Sequence[Sequence[int]]
"""The paragraphs of a cell, each the widths of the pieces between which a line may end."""
Limits = tuple[int, int]
"""The least width of a column, and the one that holds all of it on one line."""
MOST_MOVES = 12


class Sheet:
    """The cells of a table by column, and how many lines each needs at a width."""

    def __init__(self, columns: Sequence[Sequence[Words]], space: int, around: int) -> None:
        self._columns, self._space, self._around = columns, space, around
        self._known: dict[tuple[int, int], tuple[int, ...]] = {}

    def cost(self, widths: Sequence[int]) -> tuple[int, int]:
        """The lines of all rows, then those of all cells: of equally high tables the one that breaks less."""
        counts = [self._lines(place, width) for place, width in enumerate(widths)]
        return sum(map(max, zip(*counts, strict=True))), sum(map(sum, counts))

    def _lines(self, place: int, width: int) -> tuple[int, ...]:
        if (place, width) not in self._known:
            room = width - self._around
            self._known[place, width] = tuple(
                sum(_lines(words, self._space, room) for words in cell) for cell in self._columns[place]
            )
        return self._known[place, width]


def _lines(words: Sequence[int], space: int, room: int) -> int:
    lines, used = 1, 0
    for word in words:
        if used and used + space + word > room:
            lines, used = lines + 1, word
        else:
            used += (space if used else 0) + word
    return lines


def fewest_lines(sheet: Sheet, widths: Sequence[int], limits: Sequence[Limits], step: int) -> list[int]:
    """The widths after moving steps from column to column as long as that saves lines; no column below its least."""
    best = list(widths)
    for _ in range(MOST_MOVES):
        cost, better = min(((sheet.cost(moved), moved) for moved in _moves(best, limits, step)), default=((0, 0), best))
        if cost >= sheet.cost(best):
            break
        best = better
    return best


def _moves(widths: Sequence[int], limits: Sequence[Limits], step: int) -> Iterator[list[int]]:
    for giver, width in enumerate(widths):
        for amount in (step, 2 * step, 4 * step):
            if width - amount < limits[giver][0]:
                break
            for taker in range(len(widths)):
                if taker != giver and widths[taker] < limits[taker][1]:
                    moved = list(widths)
                    moved[giver] -= amount
                    moved[taker] += amount
                    yield moved


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


NO_ROWS = "(không có dòng nào)"
NOT_PRINTED = "Bảng không in các cột: "
PARTS_TITLE = "Trong đó:"
PART_MARK = "- "
_ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
}
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_elements(table: Table, layout: Layout, manner: Manner) -> Iterator[Element]:
    """Caption, table, and a line that names columns left out; a table without rows says so."""
    if fit(table.caption):
        yield manner.caption(table.caption)
    if not table.rows or not table.columns:
        yield manner.body(NO_ROWS, italic=True)
        return
    yield _Writer(table, layout, manner).table()
    if layout.dropped:
        yield manner.closing(f"{NOT_PRINTED}{', '.join(layout.dropped)}.")


class _Writer:
    """One table being written."""

    def __init__(self, table: Table, layout: Layout, manner: Manner) -> None:
        self._table, self._layout, self._manner = table, layout, manner
        self._label = next(
            (place for place, column in enumerate(table.columns) if column.key and column.key == table.label_key), -1
        )

    def table(self) -> Element:
        widths = self._layout.widths
        edges = [w(edge, val="single", sz=4, space=0, color="000000") for edge in _EDGES]
        margins = [w(side, w=PADDING, type="dxa") for side in ("left", "right")]
        layout = w(
            "tblPr",
            w("tblW", w=sum(widths), type="dxa"),
            w("jc", val="center"),
            w("tblBorders", *edges),
            w("tblLayout", type="fixed"),
            w("tblCellMar", *margins),
        )
        grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
        return w("tbl", layout, grid, self._header(), *self._rows())

    def _header(self) -> Element:
        titles = (self._table.columns[place].title for place in self._layout.places)
        cells = [
            self._cell(self._paragraph(title, Align.CENTRE, bold=True, keep=True), width)
            for title, width in zip(titles, self._layout.widths, strict=True)
        ]
        return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)

    def _rows(self) -> Iterator[Element]:
        above = RowKind.ITEM
        rows = self._table.rows
        for row, below in zip_longest(rows, rows[1:]):
            if row.kind is RowKind.GROUP:
                yield self._group(row)
                continue
            if row.kind is RowKind.PART and above is not RowKind.PART:
                yield self._line(Row((Cell(),) * self._label + (Cell(PARTS_TITLE),)), italic=True, keep=True)
            yield self._line(row, keep=below is not None and below.is_total)
            above = row.kind

    def _group(self, row: Row) -> Element:
        words = self._paragraph(cell_at(row, 0).text, Align.LEFT, bold=True, keep=True)
        cell = self._cell(words, sum(self._layout.widths), span=len(self._layout.widths))
        return w("tr", w("trPr", w("cantSplit")), cell)

    def _line(self, row: Row, *, italic: bool = False, keep: bool = False) -> Element:
        cells = []
        for place, width in zip(self._layout.places, self._layout.widths, strict=True):
            cell = cell_at(row, place)
            mark = PART_MARK if place == self._label and row.kind is RowKind.PART else ""
            words = self._paragraph(
                f"{mark}{written(self._table, row, place)}",
                self._align(place),
                bold=cell.tone is Tone.STRONG,
                italic=italic,
                keep=keep,
            )
            cells.append(self._cell(words, width))
        return w("tr", w("trPr", w("cantSplit")), *cells)

    def _align(self, place: int) -> Align:
        """As the column says; marks (TT) stand in the middle, as offices print them."""
        return Align.CENTRE if is_mark(self._table, place) else self._table.columns[place].align

    def _cell(self, words: Element, width: int, *, span: int = 1) -> Element:
        layout = w("tcPr", w("tcW", w=width, type="dxa"))
        if span > 1:
            layout.append(w("gridSpan", val=span))
        layout.append(w("vAlign", val="center"))
        return w("tc", layout, words)

    def _paragraph(
        self, text: object, align: Align, *, bold: bool = False, italic: bool = False, keep: bool = False
    ) -> Element:
        size = self._layout.size if self._manner.like is not None or self._layout.size != TABLE else 0
        made = self._manner.text(CELL_STYLE, text, bold=bold, italic=italic, size=size)
        measures: dict[str, object] = {"alignment": _ALIGNMENTS[align]}
        if keep:
            measures["keep_with_next"] = True
        if self._manner.like is not None:
            measures |= {"first_line_indent": Twips(0), "left_indent": Twips(0), "right_indent": Twips(0)}
            measures |= {"space_before": Twips(40), "space_after": Twips(40), "line_spacing": 1}
        return shaped(made, **measures)
