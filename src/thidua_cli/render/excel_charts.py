"""Native charts of a workbook, each beside the numbers it draws: attainment with its 100 % line, the year's course."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .document import Charts, Series
from .excel_number import fits_exactly, number_format
from .excel_style import BODY, FONT, HEADER, INKS, TITLE, Look, Looks
from .excel_table import PERCENT, Bars
from .excel_text import checked, write_text

BAR_INK, GRID, TRACE, GOAL = "#6B6B6B", "#E3E0D8", "#2B5C8A", "#8A8A8A"
HUNDRED, TWO_HUNDRED, STEP = Decimal(1), Decimal(2), Decimal("0.25")
CHART_WIDTH, ROW_PIXELS, FRAME_PIXELS, SHEET_ROW_PIXELS = 940, 30, 70, 20
SMALL_WIDTH, SMALL_HEIGHT, SMALL_ROWS, SMALL_COLUMNS = 380, 220, 12, 1
NUMBER = Look(align="right", ruled=True)


def attainment_sheet(workbook: Any, sheet: Any, looks: Looks, bars: Bars) -> None:
    """A bar for each row in the colour of its verdict, the 100 % line drawn bold; the numbers below."""
    rows, heading = bars.rows, f"{bars.title} (vạch đậm: 100%)"
    height = FRAME_PIXELS + ROW_PIXELS * len(rows)
    top = 3 + height // SHEET_ROW_PIXELS
    write_text(sheet, 0, 0, heading, looks(TITLE._replace(wrap=False)))
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 50)
    sheet.fit_to_pages(1, 1)
    for at, title in enumerate((bars.label, bars.title)):
        write_text(sheet, top, at, title, looks(HEADER))
    for place, (name, fraction, _) in enumerate(rows, top + 1):
        write_text(sheet, place, 0, name, looks(BODY._replace(ruled=True)))
        sheet.write_number(place, 1, fraction, looks(NUMBER._replace(number=PERCENT)))
    chart = _attainment_chart(workbook, sheet, bars, top + 1)
    chart.set_size({"width": CHART_WIDTH, "height": height})
    sheet.insert_chart(2, 0, chart, {"description": heading, "object_position": 2})


def _attainment_chart(workbook: Any, sheet: Any, bars: Bars, first: int) -> Any:
    rows = bars.rows
    last = first + len(rows) - 1
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": bars.title,
            "categories": [sheet.get_name(), first, 0, last, 0],
            "values": [sheet.get_name(), first, 1, last, 1],
            "points": [{"fill": {"color": INKS.get(tone, BAR_INK)}} for _, _, tone in rows],
            "gap": 60,
            "data_labels": {"value": True, "num_format": PERCENT, "font": _font(9)},
        }
    )
    longest = max(fraction for _, fraction, _ in rows)
    end = min(max(HUNDRED + STEP, (longest // STEP + 1) * STEP), TWO_HUNDRED)
    chart.set_x_axis(
        {
            "min": 0,
            "max": end,
            "major_unit": 1,
            "minor_unit": STEP,
            "num_format": "0%",
            "major_gridlines": {"visible": True, "line": {"color": "#1B1B1B", "width": 2}},
            "minor_gridlines": {"visible": True, "line": {"color": GRID, "width": 1}},
            "num_font": _font(10),
        }
    )
    chart.set_title({"none": True})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": _font(9), "line": {"color": BAR_INK}})
    chart.set_legend({"none": True})
    return chart


def course_sheet(workbook: Any, sheet: Any, looks: Looks, charts: Charts) -> None:
    """The points of every small line, and a chart for each that has more than one."""
    write_text(sheet, 0, 0, charts.caption, looks(TITLE._replace(wrap=False)))
    for at, (title, width) in enumerate(
        (("Chỉ tiêu", 34), ("ĐVT", 12), ("Thời điểm", 12), ("Số liệu", 14), ("Kế hoạch", 14))
    ):
        sheet.set_column(at, at, width)
        write_text(sheet, 2, at, title, looks(HEADER))
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    row, drawn = 3, 0
    for series in charts.series:
        for place, point in enumerate(series.points, row):
            texts = (series.name, series.unit, point.label)
            for at, text in enumerate(texts):
                write_text(sheet, place, at, text, looks(BODY._replace(ruled=True)))
            _write_figure(sheet, looks, (place, 3), point.text, point.value)
            if series.target_text:
                _write_figure(sheet, looks, (place, 4), series.target_text, series.target)
        if len(series.points) > 1:
            spot = 2 + drawn // SMALL_COLUMNS * SMALL_ROWS, 6 + drawn % SMALL_COLUMNS * 6
            sheet.insert_chart(*spot, _course_chart(workbook, sheet, series, row), {"object_position": 2})
            drawn += 1
        row += len(series.points)


def _write_figure(sheet: Any, looks: Looks, place: tuple[int, int], text: str, value: Decimal | None) -> None:
    shape = None if value is None else number_format(text, value)
    if shape is None or value is None or not fits_exactly(value):
        write_text(sheet, *place, text, looks(NUMBER))
    else:
        sheet.write_number(*place, value, looks(NUMBER._replace(number=shape)))


def _course_chart(workbook: Any, sheet: Any, series: Series, first: int) -> Any:
    last, name = first + len(series.points) - 1, sheet.get_name()
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
    chart.set_title({"name": checked(series.name + unit), "name_font": _font(11), "overlay": False})
    chart.set_x_axis({"num_font": _font(9)})
    chart.set_y_axis({"num_font": _font(9), "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    chart.set_legend({"position": "bottom", "font": _font(9)})
    chart.set_size({"width": SMALL_WIDTH, "height": SMALL_HEIGHT})
    return chart


def _font(size: int) -> dict[str, object]:
    return {"name": FONT, "size": size, "bold": False}
