"""What `record` says the year adds up to is what the report counts, in both calendars and at the turn of the year."""

from __future__ import annotations

import json

import pytest

from cli.other_year import plan_of
from office import Office

CROPS = "dien-tich-cay-hang-nam"


def office_of(calendar: str, office: Office) -> Office:
    """An office whose plan reports in one of the calendars, on 20/01/2025."""
    text = plan_of(2024).replace("\ncalendar: calendar", f"\ncalendar: {calendar}")
    (office.folder / "plan_2024.yaml").write_text(text, "utf-8")
    office.today("2025-01-20")
    return office


def reported(office: Office) -> str:
    rows = json.loads(office.done("report", "--format", "json"))["indicators"]
    return next(str(row["actual"]["value"]) for row in rows if row["id"] == CROPS)


@pytest.mark.parametrize(
    ("calendar", "before", "after"),
    [
        ("calendar", "2023-12-20", "2024-12-20"),
        ("nd09", "2023-12-20", "2024-12-14"),
        ("nd09", "2023-12-15", "2024-03-01"),
    ],
)
def test_the_total_named_after_a_record_is_the_actual_of_the_report(
    calendar: str, before: str, after: str, office: Office
) -> None:
    office_of(calendar, office)
    office.done("record", CROPS, "300", "--on", before)
    said = office.done("record", CROPS, "400", "--on", after)
    assert f"cộng từ đầu năm: {reported(office)} ha" in said


@pytest.mark.parametrize("calendar", ["calendar", "nd09"])
def test_a_running_total_becomes_the_actual_of_the_report(calendar: str, office: Office) -> None:
    office_of(calendar, office)
    office.done("record", CROPS, "300", "--on", "2023-12-20")
    office.done("record", CROPS, "1.000", "--on", "2024-03-01", "--cumulative")
    assert reported(office) == "1000"


def test_a_day_of_another_plan_year_is_added_up_in_that_year(office: Office) -> None:
    office_of("calendar", office)
    office.done("record", CROPS, "200", "--on", "2023-03-31", "--earlier-year")
    said = office.done("record", CROPS, "500", "--on", "2023-06-30", "--earlier-year", "--cumulative")
    assert "đã ghi 500 ha (lũy kế)" in said
    assert "cộng từ đầu năm 2023: 500 ha" in said
