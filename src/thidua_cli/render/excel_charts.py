"""The native chart of attainment with its 100 % line, above the numbers it draws."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from .document import Charts, Series, Table, Tone
from .excel_table import BODY, FONT, HEADER, HEADLINE, INKS, PERCENT, RULED, Looks, checked, write_figure, write_text

BAR_INK, GRID = "#6B6B6B", "#E3E0D8"
HUNDRED, STEP, LONGEST = Decimal(1), Decimal("0.25"), Decimal("1.95")
"""An axis that ends short of 200 % has one bold line; a longer bar ends there and keeps its label."""
CHART_WIDTH, ROW_PIXELS, FRAME_PIXELS, SHEET_ROW_PIXELS = 940, 30, 70, 20
PLOT = {"x": Decimal("0.33"), "y": Decimal("0.08"), "width": Decimal("0.58"), "height": Decimal("0.9")}
"""Leaves room for the names on the left and, on the right, for the label of the longest bar."""
NUMBER, NAME = {**RULED, "align": "right"}, {**RULED, **BODY}


class Bars(NamedTuple):
    """The bars of a table for a chart: what they name, what they measure, and each one's name, length and tone."""

    label: str
    title: str
    rows: list[tuple[str, Decimal, Tone]]


def attained(table: Table) -> Bars | None:
    """Name, attainment (1 is 100 %) and tone of every row that has a bar; None when no row has."""
    found, title = [], ""
    for row in table.rows:
        bar = next(((at, cell) for at, cell in enumerate(row.cells) if cell.fraction is not None), None)
        if bar and bar[1].fraction is not None:
            title = table.columns[bar[0]].title
            found.append((str(row.cell(table.label).text), bar[1].fraction, bar[1].tone))
    return Bars(table.columns[table.label].title, title, found) if found else None


def attainment_sheet(workbook: Any, sheet: Any, looks: Looks, bars: Bars) -> None:
    """A bar for each row in the colour of its verdict, the 100 % line drawn bold; the numbers below."""
    heading, height = f"{bars.title} (vạch đậm: 100%)", FRAME_PIXELS + ROW_PIXELS * len(bars.rows)
    top = 3 + height // SHEET_ROW_PIXELS
    write_text(sheet, 0, 0, heading, looks(HEADLINE))
    for at, width in enumerate((60, 14, 50)):
        sheet.set_column(at, at, width)
    sheet.fit_to_pages(1, 1)
    for at, title in enumerate((bars.label, bars.title)):
        write_text(sheet, top, at, title, looks(HEADER))
    for place, (name, fraction, _) in enumerate(bars.rows, top + 1):
        write_text(sheet, place, 0, name, looks(NAME))
        sheet.write_number(place, 1, fraction, looks({**NUMBER, "num_format": PERCENT}))
    chart = _attainment_chart(workbook, sheet, bars, top + 1)
    chart.set_size({"width": CHART_WIDTH, "height": height})
    sheet.insert_chart(2, 0, chart, {"description": heading, "object_position": 2})


def _attainment_chart(workbook: Any, sheet: Any, bars: Bars, first: int) -> Any:
    chart = workbook.add_chart({"type": "bar"})
    points = [{"fill": {"color": INKS.get(tone, BAR_INK)}} for _, _, tone in bars.rows]
    labels = {"value": True, "num_format": PERCENT, "font": font(9)}
    drawn = _points(sheet.get_name(), bars.title, first, len(bars.rows), (0, 1))
    chart.add_series({**drawn, "points": points, "gap": 60, "data_labels": labels})
    longest = max(fraction for _, fraction, _ in bars.rows)
    end = min(max(HUNDRED + STEP, (longest // STEP + 1) * STEP), LONGEST)
    scale = {"min": 0, "max": end, "major_unit": 1, "minor_unit": STEP, "num_format": "0%", "num_font": font(10)}
    lines = {"major_gridlines": _gridlines("#1B1B1B", 2), "minor_gridlines": _gridlines(GRID, 1)}
    chart.set_x_axis({**scale, **lines})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": font(9), "line": {"color": BAR_INK}})
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_plotarea({"layout": PLOT})
    return chart


def _points(sheet: str, name: str, first: int, count: int, columns: tuple[int, int]) -> dict[str, Any]:
    """Where a series finds what its points are called and how high they are."""
    names, values = ([sheet, first, at, first + count - 1, at] for at in columns)
    return {"name": name, "categories": names, "values": values}


def _gridlines(colour: str, width: int) -> dict[str, Any]:
    return {"visible": True, "line": {"color": colour, "width": width}}


def font(size: int) -> dict[str, object]:
    """The letters of a chart, as tall as that."""
    return {"name": FONT, "size": size, "bold": False}


TRACE, GOAL = "#2B5C8A", "#8A8A8A"
WIDTH, HEIGHT = 376, 220
COLUMNS_OF_CHART, ROWS_OF_CHART, FIRST_ROW = 6, 12, 2
"""The cells that a chart covers, in columns of 64 and rows of 20 pixels."""
ACROSS, ROWS_OF_PAGE = 2, 4
COURSE_SCALE = 85
"""Percent at which two charts fill the width of upright A4; page breaks hold only for a sheet with a scale."""
NUMBER_COLUMNS = (("Chỉ tiêu", 48), ("ĐVT", 18), ("Thời điểm", 11), ("Số liệu", 14), ("Kế hoạch", 14))


Drawn = tuple[Series, int]
"""A small line, and the row of the sheet of numbers on which its points begin."""


def drawn_series(charts: Charts) -> list[Drawn]:
    """Every line that has more than one point."""
    firsts = accumulate((len(series.points) for series in charts.series), initial=FIRST_ROW + 1)
    return [(series, first) for series, first in zip(charts.series, firsts, strict=False) if len(series.points) > 1]


def course_sheet(workbook: Any, sheet: Any, looks: Looks, title: str, numbers: str, drawn: Sequence[Drawn]) -> None:
    """The charts, two beside each other; a page ends between two rows of them."""
    write_text(sheet, 0, 0, title, looks(HEADLINE))
    for at, (series, first) in enumerate(drawn):
        down, right = divmod(at, ACROSS)
        chart = _course_chart(workbook, numbers, series, first)
        place = FIRST_ROW + down * ROWS_OF_CHART, right * COLUMNS_OF_CHART
        sheet.insert_chart(*place, chart, {"description": checked(series.name), "object_position": 2})
    rows = -(-len(drawn) // ACROSS)
    sheet.set_h_pagebreaks([FIRST_ROW + row * ROWS_OF_CHART for row in range(ROWS_OF_PAGE, rows, ROWS_OF_PAGE)])
    sheet.print_area(0, 0, FIRST_ROW + rows * ROWS_OF_CHART - 1, ACROSS * COLUMNS_OF_CHART - 1)


def course_numbers(sheet: Any, looks: Looks, charts: Charts) -> None:
    """The points of every line, one row each."""
    write_text(sheet, 0, 0, charts.caption, looks(HEADLINE))
    for at, (title, width) in enumerate(NUMBER_COLUMNS):
        sheet.set_column(at, at, width)
        write_text(sheet, FIRST_ROW, at, title, looks(HEADER))
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    sheet.repeat_rows(FIRST_ROW)
    row = FIRST_ROW + 1
    for series in charts.series:
        for place, point in enumerate(series.points, row):
            for at, text in enumerate((series.name, series.unit, point.label)):
                write_text(sheet, place, at, text, looks(NAME))
            write_figure(sheet, place, 3, point.text, point.value, looks, NUMBER)
            if series.target_text:
                write_figure(sheet, place, 4, series.target_text, series.target, looks, NUMBER)
        row += len(series.points)


def _course_chart(workbook: Any, numbers: str, series: Series, first: int) -> Any:
    chart, count = workbook.add_chart({"type": "line"}), len(series.points)
    spot = {"type": "circle", "size": 5, "fill": {"color": "#FFFFFF"}, "border": {"color": TRACE}}
    trace = _points(numbers, "Số liệu", first, count, (2, 3))
    chart.add_series({**trace, "line": {"color": TRACE, "width": 2}, "marker": spot})
    if series.target is not None and series.target_text:
        goal = _points(numbers, "Kế hoạch", first, count, (2, 4))
        chart.add_series({**goal, "line": {"color": GOAL, "width": 1, "dash_type": "dash"}})
    unit = f" ({series.unit})" if series.unit else ""
    chart.set_title({"name": checked(series.name + unit), "name_font": font(11), "overlay": False})
    chart.set_x_axis({"num_font": font(9)})
    chart.set_y_axis({"num_font": font(9), "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    chart.set_legend({"position": "bottom", "font": font(9)})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    return chart
