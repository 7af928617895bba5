"""The course of the year in a workbook: small native charts, two beside each other, and the numbers they draw."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ..named_tuple import NamedTuple
from .document import Charts, Series
from .excel_charts import GRID, NUMBER, font
from .excel_number import fits_exactly, number_format
from .excel_style import BODY, HEADER, TITLE, Looks, Written, row_height
from .excel_text import checked, write_text

TRACE, GOAL = "#2B5C8A", "#8A8A8A"
WIDTH, HEIGHT = 376, 220
COLUMNS_OF_CHART, ROWS_OF_CHART, FIRST_ROW = 6, 12, 2
"""The cells that a chart covers, in columns of 64 and rows of 20 pixels."""
ACROSS, ROWS_OF_PAGE = 2, 4
COURSE_SCALE = 85
"""Percent at which two charts fill the width of upright A4; page breaks hold only for a sheet with a scale."""
NUMBER_COLUMNS = (("Chỉ tiêu", 48), ("ĐVT", 18), ("Thời điểm", 11), ("Số liệu", 14), ("Kế hoạch", 14))


class Drawn(NamedTuple):
    """A small line, and the row of the sheet of numbers on which its points begin."""

    series: Series
    first: int


def drawn_series(charts: Charts) -> list[Drawn]:
    """Every line that has more than one point."""
    drawn, row = [], FIRST_ROW + 1
    for series in charts.series:
        if len(series.points) > 1:
            drawn.append(Drawn(series, row))
        row += len(series.points)
    return drawn


def course_sheet(workbook: Any, sheet: Any, looks: Looks, title: str, numbers: str, drawn: Sequence[Drawn]) -> None:
    """The charts, two beside each other; a page ends between two rows of them."""
    write_text(sheet, 0, 0, title, looks(TITLE._replace(wrap=False)))
    for at, one in enumerate(drawn):
        down, right = divmod(at, ACROSS)
        chart = _course_chart(workbook, numbers, one.series, one.first)
        place = FIRST_ROW + down * ROWS_OF_CHART, right * COLUMNS_OF_CHART
        sheet.insert_chart(*place, chart, {"description": checked(one.series.name), "object_position": 2})
    rows = -(-len(drawn) // ACROSS)
    sheet.set_h_pagebreaks([FIRST_ROW + row * ROWS_OF_CHART for row in range(ROWS_OF_PAGE, rows, ROWS_OF_PAGE)])
    sheet.print_area(0, 0, FIRST_ROW + rows * ROWS_OF_CHART - 1, ACROSS * COLUMNS_OF_CHART - 1)


def course_numbers(sheet: Any, looks: Looks, charts: Charts) -> None:
    """The points of every line, one row each."""
    write_text(sheet, 0, 0, charts.caption, looks(TITLE._replace(wrap=False)))
    for at, (title, width) in enumerate(NUMBER_COLUMNS):
        sheet.set_column(at, at, width)
        write_text(sheet, FIRST_ROW, at, title, looks(HEADER))
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    sheet.repeat_rows(FIRST_ROW)
    row = FIRST_ROW + 1
    for series in charts.series:
        for place, point in enumerate(series.points, row):
            for at, text in enumerate((series.name, series.unit, point.label)):
                write_text(sheet, place, at, text, looks(BODY._replace(ruled=True)))
            sheet.set_row(place, row_height([Written(series.name, NUMBER_COLUMNS[0][1])]))
            _write_figure(sheet, looks, (place, 3), point.text, point.value)
            if series.target_text:
                _write_figure(sheet, looks, (place, 4), series.target_text, series.target)
        row += len(series.points)


def _write_figure(sheet: Any, looks: Looks, place: tuple[int, int], text: str, value: Decimal | None) -> None:
    shape = None if value is None else number_format(text, value)
    if shape is None or value is None or not fits_exactly(value):
        write_text(sheet, *place, text, looks(NUMBER))
    else:
        sheet.write_number(*place, value, looks(NUMBER._replace(number=shape)))


def _course_chart(workbook: Any, name: str, series: Series, first: int) -> Any:
    last = first + len(series.points) - 1
    chart = workbook.add_chart({"type": "line"})
    chart.add_series(
        {
            "name": "Số liệu",
            "categories": [name, first, 2, last, 2],
            "values": [name, first, 3, last, 3],
            "line": {"color": TRACE, "width": 2},
            "marker": {"type": "circle", "size": 5, "fill": {"color": "#FFFFFF"}, "border": {"color": TRACE}},
        }
    )
    if series.target is not None and series.target_text:
        chart.add_series(
            {
                "name": "Kế hoạch",
                "categories": [name, first, 2, last, 2],
                "values": [name, first, 4, last, 4],
                "line": {"color": GOAL, "width": 1, "dash_type": "dash"},
            }
        )
    unit = f" ({series.unit})" if series.unit else ""
    chart.set_title({"name": checked(series.name + unit), "name_font": font(11), "overlay": False})
    chart.set_x_axis({"num_font": font(9)})
    chart.set_y_axis({"num_font": font(9), "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    chart.set_legend({"position": "bottom", "font": font(9)})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    return chart
