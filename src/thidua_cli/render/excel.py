"""XLSX (`--format xlsx`): a workbook to count with – real numbers, frozen header, print set-up, native charts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ..disk import repacked
from .document import Annex, Block, Charts, Document, Heading, Table, parted, sentences
from .excel_charts import COURSE_SCALE, attained, attainment_sheet, course_numbers, course_sheet, drawn_series
from .excel_table import (
    CENTRED,
    FONT,
    ITALIC,
    SMALL,
    TITLE,
    Looks,
    TableWriter,
    TextWriter,
    checked,
    sheet_name,
    widths_of,
)
from .paper import NO_ROWS

CREATED = datetime(2024, 1, 1, tzinfo=UTC)
"""The same for every file, so that the same content gives the same bytes."""
A4 = 9
WHOLE_SHEET = "A1:XFD1048576"
MARGIN = Decimal("0.5")
TEXT_WIDTHS = (166, 166, 166, 166)
MOST_LINES_ABOVE = 6
MOST_FROZEN_WIDTH = 350
TEXT_SHEET, TABLE_SHEET, CHART_SHEET, AFTER_SHEET = "Văn bản", "Bảng", "Biểu đồ", "Kèm theo"
COURSE_SHEET, COURSE_NUMBERS_SHEET = "Diễn biến", "Số liệu diễn biến"


def to_bytes(document: Document) -> bytes:
    """The workbook's bytes, equal for equal documents; raises InvalidInput for a text longer than a cell holds."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": 11},
    }
    with Workbook(file, options) as workbook:
        workbook.set_properties({"title": checked(document.title)[:255], "created": CREATED})
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
        """Text and tables first, then what is drawn from them."""
        tables = self._named_tables()
        if self.document.frame is None and len(tables) == 1 and _lines_above(self.document) <= MOST_LINES_ABOVE:
            self._one_sheet(tables[0])
        else:
            self._text_sheet([named.sheet for named in tables])
            for named in tables:
                self._table_sheet(named)
        for named in tables:
            if bars := attained(named.table):
                attainment_sheet(self.workbook, self._sheet(CHART_SHEET, landscape=False), self.looks, bars)
        for block in self.document.blocks:
            if isinstance(block, Charts) and any(series.points for series in block.series):
                self._course_sheets(block)

    def _named_tables(self) -> list[_Named]:
        """Each table that has rows, with the name of its sheet and the title above it."""
        named, heading, annex = [], "", None
        for block in self.document.blocks:
            if isinstance(block, Table) and not block.is_empty:
                title = block.caption or heading or block.name or TABLE_SHEET
                name = sheet_name(block.name or title, self.names)
                self.names.add(name.casefold())
                named.append(_Named(name, title, block, annex))
            annex = block if isinstance(block, Annex) else annex
            heading = block.text if isinstance(block, Heading) else ""
        return named

    def _course_sheets(self, charts: Charts) -> None:
        """The small charts on a sheet to look at, their numbers on the next."""
        drawn = drawn_series(charts)
        above = self._sheet(COURSE_SHEET, landscape=False) if drawn else None
        sheet = self._sheet(COURSE_NUMBERS_SHEET, landscape=False)
        course_numbers(sheet, self.looks, charts)
        if above is not None:
            above.set_print_scale(COURSE_SCALE)
            above.hide_gridlines(2)
            course_sheet(self.workbook, above, self.looks, charts.caption, sheet.get_name(), drawn)

    def _sheet(self, wanted: str, *, landscape: bool) -> Any:
        name = sheet_name(wanted, self.names)
        self.names.add(name.casefold())
        return self._sheet_named(name, landscape=landscape)

    def _sheet_named(self, name: str, *, landscape: bool) -> Any:
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN + MARGIN / 2)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&9&P/&N")
        sheet.ignore_errors({"number_stored_as_text": WHOLE_SHEET})
        if landscape:
            sheet.set_landscape()
        return sheet

    def _one_sheet(self, named: _Named) -> None:
        """Title, sentences, the table, sentences, closing lines, in reading order.

        What has headings of its own below the table stands on the next sheet: there the table's header would be
        repeated above it.
        """
        blocks = self.document.blocks
        at = next(place for place, block in enumerate(blocks) if block is named.table)
        below = next((place for place in range(at + 1, len(blocks)) if isinstance(blocks[place], Heading)), len(blocks))
        sheet = self._sheet_named(named.sheet, landscape=True)
        text = self._writer(sheet, widths_of(named.table))
        text.line(self.document.title, TITLE)
        for block in blocks[:at]:
            text.block(block)
        if named.table.caption:
            text.block(Heading(named.table.caption, 2))
        else:
            text.gap()
        self._table(text, named.table)
        for block in blocks[at + 1 : below]:
            text.block(block)
        text.closing(self.document.closing)
        if blocks[below:]:
            self._sheet_after(blocks[below:])

    def _sheet_after(self, blocks: Sequence[Block]) -> None:
        sheet = self._sheet(AFTER_SHEET, landscape=False)
        sheet.hide_gridlines(2)
        text = self._writer(sheet, TEXT_WIDTHS)
        text.line(self.document.title, TITLE)
        for block in blocks:
            text.block(block)
        text.closing(self.document.closing)

    def _text_sheet(self, tables: Sequence[str]) -> None:
        """Everything that is read; a table is named and stands on its own sheet, an annex only there."""
        document = self.document
        sheet = self._sheet(TEXT_SHEET, landscape=False)
        sheet.hide_gridlines(2)
        text = self._writer(sheet, TEXT_WIDTHS)
        if document.frame is None:
            text.line(document.title, TITLE)
        else:
            text.head(document.frame)
        named = iter(tables)
        for block in parted(document.blocks)[0]:
            if isinstance(block, Table):
                text.line(f"(xem bảng: {next(named)})" if not block.is_empty else NO_ROWS, {**CENTRED, **ITALIC})
            text.block(block)
        if document.frame is not None:
            text.foot(document.frame)
        text.closing(document.closing)

    def _table_sheet(self, named: _Named) -> None:
        sheet = self._sheet_named(named.sheet, landscape=True)
        text = self._writer(sheet, widths_of(named.table))
        if named.annex is None:
            text.line(named.title, TITLE)
        else:
            text.annex(named.annex)
        text.gap()
        self._table(text, named.table)

    def _writer(self, sheet: Any, widths: Sequence[int]) -> TextWriter:
        for at, width in enumerate(widths):
            sheet.set_column_pixels(at, at, width)
        return TextWriter(sheet, self.looks, widths)

    def _table(self, text: TextWriter, table: Table) -> None:
        """The table below what stands there already; its header stays on the screen and on every printed page."""
        writer = TableWriter(text.sheet, self.looks, table, text.row)
        writer.write()
        frozen = table.label + 1 if sum(text.widths[: table.label + 1]) <= MOST_FROZEN_WIDTH else 0
        text.sheet.freeze_panes(text.row + 1, frozen)
        text.sheet.repeat_rows(text.row)
        text.row = writer.bottom
        if writer.inexact:
            cells = ", ".join(writer.inexact)
            text.line(f"Số dài hơn 15 chữ số được ghi dạng chữ để không mất chữ số nào: ô {cells}.", SMALL)


def _lines_above(document: Document) -> int:
    """How many lines of text would be frozen above the first table's header."""
    count = 1
    for block in document.blocks:
        if isinstance(block, Table) and not block.is_empty:
            break
        count += len(sentences(block)) or 1
    return count
