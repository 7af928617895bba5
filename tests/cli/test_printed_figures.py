"""What is printed of a figure: every place that was typed, the right side of its target, the same in every format."""

from __future__ import annotations

import csv
import io
import json

from office import Office

HERD, POOR, INSURED = "dan-gia-suc", "ho-ngheo", "bao-phu-bhyt"


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def row_of(office: Office, name: str) -> dict[str, str]:
    """One indicator's row of the CSV report."""
    return next(row for row in csv_rows(office.done("report", "--format", "csv")) if row["Chỉ tiêu"] == name)


def test_a_rate_that_ends_is_written_exactly_in_the_machines_report(office: Office) -> None:
    office.done("init")
    office.done("record", INSURED, "1947/2048")
    report = json.loads(office.done("report", "--format", "json"))
    held = next(one for one in report["indicators"] if one["id"] == INSURED)
    assert held["actual"]["value"] == held["in_period"] == "95.068359375"


def test_last_years_recorded_figure_shows_all_places_typed(office: Office) -> None:
    office.done("init")
    office.done("record", HERD, "6.500")
    office.done("record", HERD, "3.000,5678", "--on", "30/06/2023", "--earlier-year")
    office.done("record", INSURED, "95,4")
    office.done("record", INSURED, "95,1234", "--on", "30/06/2023", "--earlier-year")
    assert "3.000,5678" in office.done("report", "--format", "plain")
    assert row_of(office, "Tổng đàn gia súc")["Cùng kỳ"] == "3000,5678"
    assert "Cùng kỳ năm trước 3.000,5678 con;" in office.done("explain", HERD)
    assert "Cùng kỳ năm trước 95,1234%;" in office.done("explain", INSURED)


def test_csv_holds_the_difference_from_the_plan_that_every_other_format_shows(office: Office) -> None:
    office.done("init")
    office.done("record", INSURED, "1/3")
    office.done("record", POOR, "369999999/10000000000")
    covered, poor = "Tỷ lệ bao phủ BHYT", "Tỷ lệ hộ nghèo"
    plain = office.done("report", "--format", "plain")
    assert "\t-61,67 điểm %\t" in plain
    assert "\t-0,00000001 điểm %\t" in plain
    shown = {name: row_of(office, name)["So với KH"] for name in (covered, poor)}
    assert shown == {covered: "-61,67", poor: "-0,00000001"}
