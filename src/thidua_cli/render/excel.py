"""XLSX (`--format xlsx`): a workbook to count with – real numbers, frozen header, print set-up, native charts."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from .document import Block, Charts, Document, Heading, Table, sentences
from .excel_charts import attainment_sheet, course_sheet
from .excel_paper import TextWriter
from .excel_style import CENTRED, SMALL, Looks
from .excel_table import TableWriter, attained, widths_of
from .excel_text import checked, sheet_name

CREATED = datetime(2024, 1, 1, tzinfo=UTC)
"""The same for every file, so that the same content gives the same bytes."""
A4 = 9
WHOLE_SHEET = "A1:XFD1048576"
MARGIN = Decimal("0.5")
TEXT_WIDTHS = (22, 22, 22, 22)
MOST_LINES_ABOVE = 6
MOST_FROZEN_WIDTH = 50
TEXT_SHEET, TABLE_SHEET, CHART_SHEET, COURSE_SHEET = "Văn bản", "Bảng", "Biểu đồ", "Diễn biến"
NO_ROWS = "(không có dòng nào)"


def to_bytes(document: Document, *, width: int | None = None, colour: bool = False) -> bytes:
    """The workbook's bytes, equal for equal documents; raises InvalidInput for a text longer than a cell holds."""
    del width, colour
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"title": checked(document.title)[:255], "created": CREATED})
        _Book(workbook, document).fill()
    return file.getvalue()


class _Book:
    """The sheets of one document: a short page on one sheet, else the text and each table on its own."""

    def __init__(self, workbook: Any, document: Document) -> None:
        self.workbook, self.document = workbook, document
        self.looks = Looks(workbook)
        self.names: set[str] = set()

    def fill(self) -> None:
        """Text and tables first, then what is drawn from them."""
        tables = [(name, table) for name, table in _named_tables(self.document.blocks) if _has_rows(table)]
        if self.document.frame is None and len(tables) == 1 and _lines_above(self.document) <= MOST_LINES_ABOVE:
            self._one_sheet()
        else:
            self._text_sheet([name for name, _ in tables])
            for name, table in tables:
                self._table_sheet(name, table)
        for _, table in tables:
            if bars := attained(table):
                attainment_sheet(self.workbook, self._sheet(CHART_SHEET, landscape=True), self.looks, bars)
        for block in self.document.blocks:
            if isinstance(block, Charts) and any(series.points for series in block.series):
                course_sheet(self.workbook, self._sheet(COURSE_SHEET, landscape=True), self.looks, block)

    def _sheet(self, wanted: str, *, landscape: bool) -> Any:
        name = sheet_name(wanted, self.names)
        self.names.add(name.casefold())
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN + MARGIN / 2)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&9&P/&N")
        sheet.ignore_errors({"number_stored_as_text": WHOLE_SHEET})
        if landscape:
            sheet.set_landscape()
        return sheet

    def _one_sheet(self) -> None:
        """Title, sentences, the table, sentences, closing lines, in reading order."""
        blocks = self.document.blocks
        at = next(place for place, block in enumerate(blocks) if isinstance(block, Table) and _has_rows(block))
        table = blocks[at]
        assert isinstance(table, Table)
        sheet = self._sheet(TABLE_SHEET, landscape=True)
        text = self._writer(sheet, widths_of(table))
        text.title(self.document.title)
        for block in blocks[:at]:
            text.block(block)
        if table.caption:
            text.block(Heading(table.caption, 2))
        else:
            text.gap()
        self._table(text, table)
        for block in blocks[at + 1 :]:
            text.block(block)
        text.closing(self.document.closing)

    def _text_sheet(self, tables: Sequence[str]) -> None:
        """Everything that is read; a table is named and stands on its own sheet."""
        document = self.document
        sheet = self._sheet(TEXT_SHEET, landscape=False)
        sheet.hide_gridlines(2)
        text = self._writer(sheet, TEXT_WIDTHS)
        if document.frame is None:
            text.title(document.title)
        else:
            text.head(document.frame)
        named = iter(tables)
        for block in document.blocks:
            if isinstance(block, Table):
                text.line(f"(xem bảng: {next(named)})" if _has_rows(block) else NO_ROWS, CENTRED._replace(italic=True))
            text.block(block)
        if document.frame is not None:
            text.foot(document.frame)
        text.closing(document.closing)

    def _table_sheet(self, name: str, table: Table) -> None:
        sheet = self._sheet(name, landscape=True)
        text = self._writer(sheet, widths_of(table))
        text.title(name)
        text.gap()
        self._table(text, table)

    def _writer(self, sheet: Any, widths: Sequence[int]) -> TextWriter:
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        return TextWriter(sheet, self.looks, widths)

    def _table(self, text: TextWriter, table: Table) -> None:
        """The table below what stands there already; its header stays on the screen and on every printed page."""
        writer = TableWriter(text.sheet, self.looks, table, text.row)
        writer.write()
        frozen = writer.label + 1 if sum(text.widths[: writer.label + 1]) <= MOST_FROZEN_WIDTH else 0
        text.sheet.freeze_panes(text.row + 1, frozen)
        text.sheet.repeat_rows(text.row)
        text.row = writer.bottom
        if writer.inexact:
            cells = ", ".join(writer.inexact)
            text.line(f"Số dài hơn 15 chữ số được ghi dạng chữ để không mất chữ số nào: ô {cells}.", SMALL)


def _has_rows(table: Table) -> bool:
    return bool(table.rows and table.columns)


def _named_tables(blocks: Sequence[Block]) -> list[tuple[str, Table]]:
    """Each table with its caption, else the heading just above it."""
    above = ["", *(block.text if isinstance(block, Heading) else "" for block in blocks)]
    pairs = zip(blocks, above, strict=False)
    return [(block.caption or name or TABLE_SHEET, block) for block, name in pairs if isinstance(block, Table)]


def _lines_above(document: Document) -> int:
    """How many lines of text would be frozen above the first table's header."""
    count = 1
    for block in document.blocks:
        if isinstance(block, Table) and _has_rows(block):
            break
        count += len(sentences(block)) or 1
    return count
