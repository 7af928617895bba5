"""A table in Word: header on every page, rows never split, groups over all columns, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Twips

from .document import Align, Cell, Row, RowKind, Table, Tone
from .word_columns import PADDING, Layout, cell_at, is_mark, written
from .word_styles import CELL_STYLE, TABLE
from .word_text import Element, Manner, fit, shaped, w

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
