"""XLSX (`--format xlsx`): a workbook to count with – real numbers, frozen header, print set-up, native charts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile
from typing import Any, NamedTuple

from ..disk import repacked
from . import excel_table
from .document import Annex, Block, Charts, Document, Heading, Table, parted, sentences
from .excel_charts import COURSE_SCALE, attained, attainment_sheet, course_numbers, course_sheet, drawn_series
from .excel_table import CENTRED, ITALIC, SMALL, TITLE, Looks, TableWriter, TextWriter, widths_of
from .paper import NO_ROWS

CREATED = datetime(2024, 1, 1, tzinfo=UTC)
"""The same for every file, so that the same content gives the same bytes."""
A4 = 9
WHOLE_SHEET = "A1:XFD1048576"
MARGIN = Decimal("0.5")
UPRIGHT_ROOM, LYING_ROOM, LYING_WIDTH = 740, 500, 950
"""What a page of A4 holds, with some air: points of height, upright and on its side, and pixels of width."""
MOST_SHRUNK = Fraction(5, 4)
"""A table not higher than so many pages is printed on one: rather smaller than with its last rows alone."""
TEXT_WIDTHS = (166, 166, 166, 166)
MOST_LINES_ABOVE = 6
"""So many lines of text may be frozen above a table's header."""
MOST_FROZEN_WIDTH = 350
TEXT_SHEET, TABLE_SHEET, CHART_SHEET, AFTER_SHEET = "Văn bản", "Bảng", "Biểu đồ", "Kèm theo"
COURSE_SHEET, COURSE_NUMBERS_SHEET = "Diễn biến", "Số liệu diễn biến"


def to_bytes(document: Document) -> bytes:
    """The workbook's bytes, equal for equal documents; raises InvalidInput for a text longer than a cell holds."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    letters = {"font_name": excel_table.FONT, "font_size": 11}
    options = {"in_memory": True, "strings_to_urls": False, "default_format_properties": letters}
    with Workbook(file, options) as workbook:
        workbook.set_properties({"title": excel_table.checked(document.title)[:255], "created": CREATED})
        _Book(workbook, document).fill()
    return repacked(file.getvalue())


class _Named(NamedTuple):
    """A table, the name of its sheet, and what stands above it: its title, or the annex it belongs to."""

    sheet: str
    title: str
    table: Table
    annex: Annex | None = None


class _Book:
    """The sheets of one document: a short page on one sheet, else the text and each table on its own."""

    def __init__(self, workbook: Any, document: Document) -> None:
        self.workbook, self.document = workbook, document
        self.looks = Looks(workbook)
        self.names: set[str] = set()

    def fill(self) -> None:
        """Text and tables first, then what is drawn from them; what follows a paper's annexes is for the screen."""
        document, tables = self.document, self._named_tables()
        above = takewhile(lambda block: not isinstance(block, Table) or block.is_empty, document.blocks)
        frozen = 1 + sum(len(sentences(block)) or 1 for block in above)
        if document.frame is None and len(tables) == 1 and frozen <= MOST_LINES_ABOVE:
            self._one_sheet(tables[0])
        else:
            self._text_sheet(TEXT_SHEET, parted(document.blocks)[0], [named.sheet for named in tables])
            for named in tables:
                self._table_sheet(named)
        for named in tables:
            if bars := attained(named.table):
                attainment_sheet(self.workbook, self._sheet(self._name(CHART_SHEET)), self.looks, bars)
        for block in parted(document.blocks)[0]:
            if isinstance(block, Charts) and any(series.points for series in block.series):
                self._course_sheets(block)

    def _name(self, wanted: str) -> str:
        name = excel_table.sheet_name(wanted, self.names)
        self.names.add(name.casefold())
        return name

    def _named_tables(self) -> list[_Named]:
        """Each table that has rows, with the name of its sheet and the title above it."""
        named, heading, annex = [], "", None
        for block in self.document.blocks:
            if isinstance(block, Table) and not block.is_empty:
                title = block.caption or heading or block.name or TABLE_SHEET
                named.append(_Named(self._name(block.name or title), title, block, annex))
            annex = block if isinstance(block, Annex) else annex
            heading = block.text if isinstance(block, Heading) else ""
        return named

    def _course_sheets(self, charts: Charts) -> None:
        """The small charts on a sheet to look at, their numbers on the next."""
        drawn = drawn_series(charts)
        above = self._sheet(self._name(COURSE_SHEET), has_grid=False) if drawn else None
        numbers = self._sheet(self._name(COURSE_NUMBERS_SHEET))
        course_numbers(numbers, self.looks, charts)
        if above is not None:
            above.set_print_scale(COURSE_SCALE)
            course_sheet(self.workbook, above, self.looks, charts.caption, numbers.get_name(), drawn)

    def _sheet(self, name: str, *, has_grid: bool = True) -> Any:
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN + MARGIN / 2)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&9&P/&N")
        sheet.ignore_errors({"number_stored_as_text": WHOLE_SHEET})
        if not has_grid:
            sheet.hide_gridlines(2)
        return sheet

    def _one_sheet(self, named: _Named) -> None:
        """Title, sentences, the table, sentences, closing lines, in reading order.

        What has headings of its own below the table stands on the next sheet: there the table's header would be
        repeated above it.
        """
        blocks, table = self.document.blocks, named.table
        at = next(place for place, block in enumerate(blocks) if block is table)
        below = next((place for place in range(at + 1, len(blocks)) if isinstance(blocks[place], Heading)), len(blocks))
        text = self._beside(named)
        text.line(self.document.title, TITLE)
        text.blocks(blocks[:at])
        if table.caption:
            text.blocks([Heading(table.caption, 2)])
        else:
            text.gap()
        self._table(text, table)
        text.blocks(blocks[at + 1 : below])
        text.closing(self.document.closing)
        if blocks[below:]:
            self._text_sheet(AFTER_SHEET, blocks[below:])

    def _text_sheet(self, wanted: str, blocks: Sequence[Block], tables: Sequence[str] = ()) -> None:
        """Everything that is read; a table is named and stands on its own sheet, an annex only there."""
        text = TextWriter(self._sheet(self._name(wanted), has_grid=False), self.looks, TEXT_WIDTHS)
        if self.document.frame is None:
            text.line(self.document.title, TITLE)
        else:
            text.head(self.document.frame)
        named = iter(tables)
        for block in blocks:
            if isinstance(block, Table):
                text.line(NO_ROWS if block.is_empty else f"(xem bảng: {next(named)})", {**CENTRED, **ITALIC})
            text.blocks([block])
        if self.document.frame is not None:
            text.foot(self.document.frame)
        text.closing(self.document.closing)
        text.sheet.set_print_scale(100)
        text.sheet.set_h_pagebreaks(list(text.page_breaks(UPRIGHT_ROOM)))

    def _table_sheet(self, named: _Named) -> None:
        text = self._beside(named)
        if named.annex is None:
            text.line(named.title, TITLE)
        else:
            text.annex(named.annex)
        text.gap()
        header = self._table(text, named.table)
        scale = min(Fraction(LYING_WIDTH, sum(text.widths)), Fraction(1))
        if sum(text.heights) * scale <= LYING_ROOM * MOST_SHRUNK:
            text.sheet.fit_to_pages(1, 1)
        else:
            text.sheet.set_print_scale(max(int(scale * 100), 10))
            text.sheet.set_h_pagebreaks(list(text.page_breaks(int(LYING_ROOM / scale), header)))

    def _beside(self, named: _Named) -> TextWriter:
        """The text around a table, on a sheet that lies on its side."""
        sheet = self._sheet(named.sheet)
        sheet.set_landscape()
        return TextWriter(sheet, self.looks, widths_of(named.table))

    def _table(self, text: TextWriter, table: Table) -> int:
        """The table below what stands there already, its header in sight and on every printed page; how high that is.

        No page ends with the heading of a group, or just before the last row.
        """
        writer = TableWriter(text, table)
        writer.write()
        frozen = table.label + 1 if sum(text.widths[: table.label + 1]) <= MOST_FROZEN_WIDTH else 0
        text.sheet.freeze_panes(text.row + 1, frozen)
        text.sheet.repeat_rows(text.row)
        text.row, text.heights = writer.bottom, text.heights + writer.heights
        text.kept |= writer.groups | {writer.bottom - 3, writer.bottom - 2}
        if writer.inexact:
            cells = ", ".join(writer.inexact)
            text.line(f"Số dài hơn 15 chữ số được ghi dạng chữ để không mất chữ số nào: ô {cells}.", SMALL)
        return writer.heights[0]
