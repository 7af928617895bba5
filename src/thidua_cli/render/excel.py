"""XLSX (`--format xlsx`): a workbook to count with – real numbers, frozen header, print set-up, native charts."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, takewhile
from typing import Any, NamedTuple

from ..disk import repacked
from ..vietnamese.text import sheet_name
from . import document as doc
from . import excel_table
from .document import Annex, Block, Cell, Charts, Column, Document, Heading, Row, Series, Table, sentences
from .excel_table import CENTRED, HEADLINE, INKS, ITALIC, MOST_LINES_ABOVE, TITLE, Sheet, checked

CREATED = datetime(2024, 1, 1, tzinfo=UTC)
"""The same for every file, so that the same content gives the same bytes."""
A4 = 9
MARGIN = Decimal("0.5")
UPRIGHT_ROOM, LYING_ROOM, LYING_WIDTH = 740, 500, 950
"""What a page of A4 holds, with some air: points of height, upright and on its side, and pixels of width."""
MOST_SHRUNK = Fraction(5, 4)
"""A table not higher than so many pages is printed on one: rather smaller than with its last rows alone."""
TEXT_WIDTHS = (166, 166, 166, 166)
TEXT_SHEET, TABLE_SHEET, CHART_SHEET, AFTER_SHEET = "Văn bản", "Bảng", "Biểu đồ", "Kèm theo"
COURSE_SHEET, COURSE_NUMBERS_SHEET = "Diễn biến", "Số liệu diễn biến"


def to_bytes(document: Document) -> bytes:
    """The workbook's bytes, equal for equal documents; raises InvalidInput for a text longer than a cell holds."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    letters = {"font_name": excel_table.FONT, "font_size": 11}
    as_typed = {"strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, {"in_memory": True, "default_format_properties": letters, **as_typed}) as workbook:
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
        self.looks, self.names = excel_table.looks_of(workbook), set[str]()

    def fill(self) -> None:
        """Text and tables first, then what is drawn from them; what follows a paper's annexes is for the screen."""
        document, heading, annex = self.document, "", None
        tables: list[_Named] = []
        for block in document.blocks:
            if isinstance(block, Table) and not block.is_empty:
                title = heading or block.name or TABLE_SHEET
                tables.append(_Named(sheet_name(block.name or title, self.names), title, block, annex))
            annex = block if isinstance(block, Annex) else annex
            heading = block.text if isinstance(block, Heading) else ""
        own = document.parts()[0]
        above = takewhile(lambda block: not isinstance(block, Table) or block.is_empty, document.blocks)
        frozen = 1 + sum(len(sentences(block)) or 1 for block in above)
        if document.frame is None and len(tables) == 1 and frozen <= MOST_LINES_ABOVE:
            self._one_sheet(tables[0])
        else:
            self._text_sheet(TEXT_SHEET, own, [named.sheet for named in tables])
            for named in tables:
                self._table_sheet(named)
        for named in tables:
            self._attainment_sheet(named.table)
        for block in own:
            if isinstance(block, Charts) and any(series.points for series in block.series):
                self._course_sheets(block)

    def _sheet(self, name: str, widths: Sequence[int] = (), *, has_grid: bool = True) -> Sheet:
        worksheet = self.workbook.add_worksheet(name)
        worksheet.set_paper(A4)
        worksheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN + MARGIN / 2)
        worksheet.fit_to_pages(1, 0)
        worksheet.center_horizontally()
        worksheet.set_footer("&C&9&P/&N")
        worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if not has_grid:
            worksheet.hide_gridlines(2)
        return Sheet(worksheet, self.looks, widths)

    def _one_sheet(self, named: _Named) -> None:
        """Title, sentences, the table, sentences, closing lines, in reading order.

        What has headings of its own below the table stands on the next sheet: there the table's header would be
        repeated above it.
        """
        blocks, table = self.document.blocks, named.table
        at = next(place for place, block in enumerate(blocks) if block is table)
        below = next((place for place in range(at + 1, len(blocks)) if isinstance(blocks[place], Heading)), len(blocks))
        above = [*blocks[:at]]
        self._table_sheet(named, above, blocks[at + 1 : below], is_whole=True)
        if blocks[below:]:
            self._text_sheet(AFTER_SHEET, blocks[below:])

    def _text_sheet(self, wanted: str, blocks: Sequence[Block], tables: Sequence[str] = ()) -> None:
        """Everything that is read; a table is named and stands on its own sheet, an annex only there."""
        sheet = self._sheet(sheet_name(wanted, self.names), TEXT_WIDTHS, has_grid=False)
        if self.document.frame is None:
            sheet.line(self.document.title, TITLE)
        else:
            sheet.head(self.document.frame)
        named = iter(tables)
        for block in blocks:
            if isinstance(block, Table):
                sheet.line(doc.NO_ROWS if block.is_empty else f"(xem bảng: {next(named)})", {**CENTRED, **ITALIC})
            sheet.blocks([block])
        if self.document.frame is not None:
            sheet.foot(self.document.frame)
        sheet.closing(self.document.closing)
        sheet.worksheet.set_print_scale(100)
        sheet.worksheet.set_h_pagebreaks(list(sheet.page_breaks(UPRIGHT_ROOM)))

    def _table_sheet(
        self, named: _Named, above: Sequence[Block] = (), below: Sequence[Block] = (), *, is_whole: bool = False
    ) -> None:
        """A table and the text around it, on a sheet that lies on its side."""
        sheet, table = self._sheet(named.sheet, excel_table.widths_of(named.table)), named.table
        sheet.worksheet.set_landscape()
        if named.annex is None:
            sheet.line(self.document.title if is_whole else named.title, TITLE)
        else:
            sheet.blocks([named.annex])
        sheet.blocks(above)
        sheet.gap()
        header = sheet.table(table)
        sheet.blocks(below)
        if is_whole:
            sheet.closing(self.document.closing)
        scale = min(Fraction(LYING_WIDTH, sum(sheet.widths)), Fraction(1))
        if sum(sheet.heights) * scale <= LYING_ROOM * MOST_SHRUNK:
            sheet.worksheet.fit_to_pages(1, 1)
        else:  # with breaks where a page may end
            sheet.worksheet.set_print_scale(max(int(scale * 100), 10))
            sheet.worksheet.set_h_pagebreaks(list(sheet.page_breaks(int(LYING_ROOM / scale), header)))

    def _attainment_sheet(self, table: Table) -> None:
        """A bar for each row in the colour of its verdict, the 100 % line drawn bold; the numbers below."""
        at = next((at for row in table.rows for at, cell in enumerate(row.cells) if cell.fraction is not None), 0)
        drawn = [row for row in table.rows if row.cell(at).fraction is not None]
        if not drawn:
            return
        title, bars = table.columns[at].title, [row.cell(at) for row in drawn]
        rows = (Row((Cell(row.cell(table.label).text), Cell(fraction=row.cell(at).fraction))) for row in drawn)
        columns = table.columns[table.label]._replace(wraps=True), Column("bar", title, doc.Align.RIGHT)
        heading, height = f"{title} (vạch đậm: 100%)", FRAME_PIXELS + ROW_PIXELS * len(drawn)
        sheet = self._sheet(sheet_name(CHART_SHEET, self.names), BAR_WIDTHS)
        sheet.text(0, 0, heading, HEADLINE)
        sheet.gap(3 + height // SHEET_ROW_PIXELS)
        chart = _attainment_chart(self.workbook, sheet.worksheet.get_name(), title, bars, sheet.row + 1)
        sheet.table(Table(columns, tuple(rows)))
        sheet.worksheet.fit_to_pages(1, 1)
        chart.set_size({"width": CHART_WIDTH, "height": height})
        sheet.worksheet.insert_chart(2, 0, chart, {"description": heading, "object_position": 2})

    def _course_sheets(self, charts: Charts) -> None:
        """The small charts on a sheet to look at, two beside each other; on the next every point of their lines.

        A page ends between two rows of charts.
        """
        firsts = accumulate((len(series.points) for series in charts.series), initial=FIRST_ROW + 1)
        drawn = [(one, first) for one, first in zip(charts.series, firsts, strict=False) if len(one.points) > 1]
        sheet = self._sheet(sheet_name(COURSE_SHEET, self.names), has_grid=False) if drawn else None
        points = ((series, point) for series in charts.series for point in series.points)
        table = Table(COURSE_COLUMNS, tuple(_point_row(series, point) for series, point in points))
        numbers = self._sheet(sheet_name(COURSE_NUMBERS_SHEET, self.names), excel_table.widths_of(table))
        numbers.text(0, 0, charts.caption, HEADLINE)
        numbers.gap(FIRST_ROW)
        numbers.table(table)
        if sheet is None:
            return
        sheet.text(0, 0, charts.caption, HEADLINE)
        worksheet, rows = sheet.worksheet, -(-len(drawn) // ACROSS)
        worksheet.set_print_scale(COURSE_SCALE)
        for at, (series, first) in enumerate(drawn):
            down, right = divmod(at, ACROSS)
            chart = _course_chart(self.workbook, numbers.worksheet.get_name(), series, first)
            place = FIRST_ROW + down * ROWS_OF_CHART, right * COLUMNS_OF_CHART
            worksheet.insert_chart(*place, chart, {"description": checked(series.name), "object_position": 2})
        worksheet.set_h_pagebreaks([FIRST_ROW + row * ROWS_OF_CHART for row in range(ROWS_OF_PAGE, rows, ROWS_OF_PAGE)])
        worksheet.print_area(0, 0, FIRST_ROW + rows * ROWS_OF_CHART - 1, ACROSS * COLUMNS_OF_CHART - 1)


BAR_INK, GRID = "#6B6B6B", "#E3E0D8"
LETTERS = {"name": excel_table.FONT, "size": 9, "bold": False}
HUNDRED, STEP, LONGEST = Decimal(1), Decimal("0.25"), Decimal("1.95")
"""An axis that ends short of 200 % has one bold line; a longer bar ends there and keeps its label."""
BAR_WIDTHS = (425, 103, 355)
CHART_WIDTH, ROW_PIXELS, FRAME_PIXELS, SHEET_ROW_PIXELS = 940, 30, 70, 20
PLOT = {"x": Decimal("0.33"), "y": Decimal("0.08"), "width": Decimal("0.58"), "height": Decimal("0.9")}
"""Leaves room for the names on the left and, on the right, for the label of the longest bar."""


def _attainment_chart(book: Any, sheet: str, title: str, bars: Sequence[Cell], first: int) -> Any:
    chart = book.add_chart({"type": "bar"})
    points = [{"fill": {"color": INKS.get(cell.tone, BAR_INK)}} for cell in bars]
    labels = {"value": True, "num_format": excel_table.PERCENT, "font": LETTERS}
    drawn = _points(sheet, title, first, len(bars), (0, 1))
    chart.add_series({**drawn, "points": points, "gap": 60, "data_labels": labels})
    end = min(max(HUNDRED + STEP, (max(cell.fraction or 0 for cell in bars) // STEP + 1) * STEP), LONGEST)
    scale = {"min": 0, "max": end, "major_unit": 1, "minor_unit": STEP, "num_format": "0%", "num_font": LETTERS}
    kinds = (("major_gridlines", "#1B1B1B", 2), ("minor_gridlines", GRID, 1))
    lines = {kind: {"visible": True, "line": {"color": ink, "width": width}} for kind, ink, width in kinds}
    chart.set_x_axis({**scale, **lines})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": LETTERS, "line": {"color": BAR_INK}})
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_plotarea({"layout": PLOT})
    return chart


def _points(sheet: str, name: str, first: int, count: int, columns: tuple[int, int]) -> dict[str, Any]:
    """Where a series finds what its points are called and how high they are."""
    names, values = ([sheet, first, at, first + count - 1, at] for at in columns)
    return {"name": name, "categories": names, "values": values}


TRACE, GOAL = "#2B5C8A", "#8A8A8A"
WIDTH, HEIGHT = 376, 220
COLUMNS_OF_CHART, ROWS_OF_CHART, FIRST_ROW = 6, 12, 2
"""The cells that a chart covers, in columns of 64 and rows of 20 pixels."""
ACROSS, ROWS_OF_PAGE = 2, 4
COURSE_SCALE = 85
"""Percent at which two charts fill the width of upright A4; page breaks hold only for a sheet with a scale."""
COURSE_COLUMNS = (
    *(Column(title, title, wraps=True) for title in ("Chỉ tiêu", "ĐVT")),
    Column("at", "Thời điểm"),
    *(Column(title, title, doc.Align.RIGHT) for title in ("Số liệu", "Kế hoạch")),
)


def _point_row(series: Series, point: doc.Point) -> Row:
    figures = Cell(point.text, point.value), Cell(series.target_text, series.target)
    return Row((Cell(series.name), Cell(series.unit), Cell(point.label), *figures))


def _course_chart(workbook: Any, numbers: str, series: Series, first: int) -> Any:
    chart, count = workbook.add_chart({"type": "line"}), len(series.points)
    spot = {"type": "circle", "size": 5, "fill": {"color": "#FFFFFF"}, "border": {"color": TRACE}}
    trace = _points(numbers, "Số liệu", first, count, (2, 3))
    chart.add_series({**trace, "line": {"color": TRACE, "width": 2}, "marker": spot})
    if series.target is not None and series.target_text:
        goal = _points(numbers, "Kế hoạch", first, count, (2, 4))
        chart.add_series({**goal, "line": {"color": GOAL, "width": 1, "dash_type": "dash"}})
    unit = f" ({series.unit})" if series.unit else ""
    chart.set_title({"name": checked(series.name + unit), "name_font": {**LETTERS, "size": 11}, "overlay": False})
    chart.set_x_axis({"num_font": LETTERS})
    chart.set_y_axis({"num_font": LETTERS, "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    chart.set_legend({"position": "bottom", "font": LETTERS})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    return chart
