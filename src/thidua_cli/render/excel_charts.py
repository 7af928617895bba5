"""The native chart of attainment with its 100 % line, above the numbers it draws."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .excel_style import BODY, FONT, HEADER, INKS, TITLE, Look, Looks
from .excel_table import PERCENT, Bars
from .excel_text import write_text

BAR_INK, GRID = "#6B6B6B", "#E3E0D8"
HUNDRED, STEP, LONGEST = Decimal(1), Decimal("0.25"), Decimal("1.95")
"""An axis that ends short of 200 % has one bold line; a longer bar ends there and keeps its label."""
CHART_WIDTH, ROW_PIXELS, FRAME_PIXELS, SHEET_ROW_PIXELS = 940, 30, 70, 20
PLOT = {"x": Decimal("0.33"), "y": Decimal("0.08"), "width": Decimal("0.58"), "height": Decimal("0.9")}
"""Leaves room for the names on the left and, on the right, for the label of the longest bar."""
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
            "data_labels": {"value": True, "num_format": PERCENT, "font": font(9)},
        }
    )
    longest = max(fraction for _, fraction, _ in rows)
    end = min(max(HUNDRED + STEP, (longest // STEP + 1) * STEP), LONGEST)
    chart.set_x_axis(
        {
            "min": 0,
            "max": end,
            "major_unit": 1,
            "minor_unit": STEP,
            "num_format": "0%",
            "major_gridlines": {"visible": True, "line": {"color": "#1B1B1B", "width": 2}},
            "minor_gridlines": {"visible": True, "line": {"color": GRID, "width": 1}},
            "num_font": font(10),
        }
    )
    chart.set_title({"none": True})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": font(9), "line": {"color": BAR_INK}})
    chart.set_legend({"none": True})
    chart.set_plotarea({"layout": PLOT})
    return chart


def font(size: int) -> dict[str, object]:
    """The letters of a chart, as tall as that."""
    return {"name": FONT, "size": size, "bold": False}
