"""Two years' plans in one folder: every command takes the plan of the period or the day it is about."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.other_year import plan_of
from office import Office
from thidua_cli.workspace import Workspace


@pytest.fixture
def two_plans(office: Office) -> Office:
    """plan_2024 and plan_2025 in data/, on 02/01/2025."""
    office.done("init")
    (office.folder / "data" / "plan_2025.yaml").write_text(plan_of(2025), "utf-8")
    office.today("2025-01-02")
    return office


def in_the_nd09_calendar(office: Office) -> None:
    for path in (office.folder / "data").glob("plan_*.yaml"):
        path.write_text(path.read_text("utf-8").replace("\ncalendar: calendar", "\ncalendar: nd09"), "utf-8")


def plan_for(office: Office, *words: str) -> tuple[int, str]:
    report = json.loads(office.done("report", "--format", "json", *words))
    return report["plan"]["year"], report["period"]["id"]


def test_in_january_the_summary_makes_december_from_last_years_plan(two_plans: Office) -> None:
    said = two_plans.done("summary", "--formats", "json")
    made = two_plans.folder / "bao-cao" / "bao-cao-dak-la-2024-12.json"
    assert said.splitlines()[0] == f"đã ghi {made}"
    report = json.loads(made.read_text("utf-8"))["report"]
    assert (report["plan"]["year"], report["period"]["year_closed"]) == (2024, True)


@pytest.mark.parametrize("command", ["today", "due"])
def test_in_january_what_last_year_still_lacks_is_told_with_the_command_that_lists_it(
    two_plans: Office, command: str
) -> None:
    plan = two_plans.folder / "data" / "plan_2024.yaml"
    told = f"Kế hoạch năm 2024 còn 23 việc đã trễ: thidua --plan {plan} due"
    said = two_plans.done(command)
    assert told in said
    assert "Không có việc nào đã trễ." not in said
    assert "23 trễ," in two_plans.done(*told.partition("thidua ")[2].split())
    two_plans.today("2025-02-01")
    assert "Kế hoạch năm 2024" not in two_plans.done(command)


def test_in_january_a_figure_without_a_day_names_the_day_of_last_year_that_has_none(two_plans: Office) -> None:
    told = "ngày 31/12/2024 chưa có số, số vừa ghi là của ngày 02/01/2025; báo cáo tháng 12 năm 2024 không có số này"
    assert told in two_plans.run("record", "bao-phu-bhyt", "95,4").err
    two_plans.done("undo")
    answer = two_plans.run("record", "bao-phu-bhyt", "95,4", stdin="k\n", tty=True)
    assert (answer.code, "Số này của hôm nay 02/01/2025?" in answer.all) == (2, True)
    assert "thêm --on 31/12/2024" in answer.err
    two_plans.done("record", "bao-phu-bhyt", "95,4", "--on", "31/12/2024")
    assert "chưa có số" not in two_plans.run("record", "bao-phu-bhyt", "95,6").err


def test_a_figure_of_last_december_is_recorded_under_last_years_plan(two_plans: Office) -> None:
    two_plans.done("record", "ho-ngheo", "3,4", "--on", "31/12/2024")
    assert plan_for(two_plans, "--period", "2024") == (2024, "2024")
    report = json.loads(two_plans.done("report", "--period", "2024", "--format", "json"))
    found = next(each for each in report["indicators"] if each["id"] == "ho-ngheo")
    assert (found["actual"]["value"], found["verdict"]) == ("3.4", "met")


def test_a_figure_of_last_year_can_be_corrected_and_withdrawn(two_plans: Office) -> None:
    two_plans.done("record", "ho-ngheo", "3,4", "--on", "31/12/2024")
    two_plans.done("correct", "ho-ngheo", "3,5", "--on", "31/12/2024", "--reason", "đếm lại")
    two_plans.done("void", "ho-ngheo", "--on", "31/12/2024", "--reason", "nhầm")


def test_figures_recorded_under_last_years_plan_are_this_years_same_period(two_plans: Office) -> None:
    two_plans.done("record", "dan-gia-suc", "6.000", "--on", "31/12/2024")
    two_plans.today("2026-01-02")
    two_plans.done("record", "dan-gia-suc", "6.300", "--on", "31/12/2025")
    report = json.loads(two_plans.done("report", "--period", "2025", "--format", "json"))
    found = next(each for each in report["indicators"] if each["id"] == "dan-gia-suc")
    assert found["same_period"] == {
        "value": "6000", "index": "105.00", "growth": "5.00", "difference": "300", "reason": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("today", "words", "expected"),
    [
        ("2025-01-02", (), (2025, "2025")),
        ("2025-01-02", ("--period", "2024-Q4"), (2024, "2024-Q4")),
        ("2025-01-02", ("--period", "last-month"), (2024, "2024-12")),
        ("2025-01-02", ("--period", "Tháng trước"), (2024, "2024-12")),
        ("2025-01-02", ("--period", "last month"), (2024, "2024-12")),
        ("2025-01-02", ("--period", "this-month"), (2025, "2025-01")),
        ("2025-01-02", ("--period", "năm nay"), (2025, "2025")),
        ("2024-12-20", ("--period", "tháng này", "--calendar", "nd09"), (2025, "2025-01")),
        ("2024-12-20", ("--period", "this-month"), (2024, "2024-12")),
        ("2024-12-20", ("--period", "this-month", "--calendar", "nd09"), (2025, "2025-01")),
        ("2024-12-20", ("--period", "last-month", "--calendar", "nd09"), (2024, "2024-12")),
        ("2025-01-20", ("--period", "last-month", "--calendar", "nd09"), (2025, "2025-01")),
    ],
)
def test_a_period_takes_the_plan_of_its_year(
    two_plans: Office, today: str, words: tuple[str, ...], expected: tuple[int, str]
) -> None:
    two_plans.today(today)
    assert plan_for(two_plans, *words) == expected


@pytest.mark.parametrize(
    ("today", "period", "expected"),
    [
        ("2024-12-14", "this-month", (2024, "2024-12")),
        ("2024-12-15", "this-month", (2025, "2025-01")),
        ("2024-12-15", "last-month", (2024, "2024-12")),
        ("2025-01-14", "last-month", (2024, "2024-12")),
        ("2025-01-15", "last-month", (2025, "2025-01")),
    ],
)
def test_this_and_last_month_are_counted_in_the_plans_own_calendar(
    two_plans: Office, today: str, period: str, expected: tuple[int, str]
) -> None:
    in_the_nd09_calendar(two_plans)
    two_plans.today(today)
    assert plan_for(two_plans, "--period", period) == expected


def test_under_nd09_the_summary_of_december_is_made_from_the_fifteenth_on(two_plans: Office) -> None:
    in_the_nd09_calendar(two_plans)
    two_plans.today("2024-12-15")
    assert "bao-cao-dak-la-2024-12.csv" in two_plans.done("summary", "--formats", "csv")


def test_a_year_without_a_plan_names_what_to_do(two_plans: Office) -> None:
    answer = two_plans.run("summary", "--period", "2023-12", "--formats", "csv")
    assert (answer.code, answer.out) == (2, "")
    assert "plan_<năm>.yaml" in answer.err


def test_a_named_plan_is_taken_whatever_the_period(two_plans: Office) -> None:
    plan = Path("data", "plan_2025.yaml")
    assert Workspace(str(plan)).plan_path(2024) == plan


@pytest.mark.parametrize("written", ['"year": 2025', "year : 2025", "'year': '2025'", "year: # năm\n  2025"])
def test_a_plan_is_found_however_its_year_is_written(two_plans: Office, written: str) -> None:
    path = two_plans.folder / "data" / "plan_2025.yaml"
    path.write_text(path.read_text("utf-8").replace("\nyear: 2025\n", f"\n{written}\n"), "utf-8")
    assert plan_for(two_plans) == (2025, "2025")


def test_faults_that_hide_a_plans_year_are_told_where_that_plan_is_meant(two_plans: Office) -> None:
    path = two_plans.folder / "data" / "plan_2025.yaml"
    path.write_text(path.read_text("utf-8").replace("\nyear: 2025\n", "\n"), "utf-8")
    answer = two_plans.run("report")
    assert (answer.code, answer.out) == (3, "")
    assert "plan_2025.yaml:" in answer.err
    assert plan_for(two_plans, "--period", "2024-12") == (2024, "2024-12")


EDGES = [("calendar", "31/12/2023", "thuộc năm 2023", "nd09"), ("nd09", "20/12/2024", "thuộc năm 2025", "calendar")]


@pytest.fixture
def alone(office: Office) -> Office:
    """The plan of 2024 alone, in January of the year after."""
    office.done("init")
    office.today("2025-01-03")
    return office


@pytest.mark.parametrize(("calendar", "day", "year", "other"), EDGES)
def test_a_day_that_the_reports_of_the_plans_year_will_not_count_is_told_after_writing(
    alone: Office, calendar: str, day: str, year: str, other: str
) -> None:
    plan = alone.folder / "data" / "plan_2024.yaml"
    text = plan.read_text("utf-8")
    plan.write_text(re.sub("(?m)^calendar: .*$", f"calendar: {calendar}", text), "utf-8")
    answer = alone.run("record", "dan-gia-suc", "6.500", "--on", day)
    assert answer.code == 0
    assert year in answer.err
    assert f"--calendar {other}" in answer.err
    alone.folder.joinpath("so.csv").write_text(f"id;value;on\ndan-so;11.000;{day}\n", "utf-8")
    answer = alone.run("import", "so.csv")
    assert answer.out.index(year) < answer.out.index("đã nhập 1 dòng")


def test_a_day_within_the_year_or_one_meant_for_an_earlier_year_needs_no_such_warning(alone: Office) -> None:
    assert alone.run("record", "dan-gia-suc", "6.500", "--on", "31/12/2024").err == ""
    assert alone.run("record", "dan-gia-suc", "6.500", "--on", "31/12/2023", "--earlier-year").err == ""


MONTHLY = """schema: thidua.plan/1
year: 2024
title: Kế hoạch
unit: {id: xa-mau, name: xã Mẫu}
sections:
  - id: a
    title: A
    indicators:
      - {id: thu, name: Thu quỹ, unit: triệu đồng, target: ">= +10%", combine: sum, frequency: monthly, due: 2024-01-31,
         baseline: {value: "1.000", on: 2023-12-31}}
"""


@pytest.mark.parametrize(
    ("history", "same", "target"),
    [
        ((("50", "31/01/2023"),), None, "1100"),
        ((("50", "31/01/2023"), ("40", "28/02/2023")), None, "1100"),
        ((("50", "31/01/2023"), ("130", "31/03/2023")), "180", "1100"),
        ((("180", "25/03/2023"),), "180", "1100"),
        ((("180", "31/03/2023"), ("720", "31/12/2023")), "180", "990"),
        ((("900", "31/12/2023"),), None, "990"),
    ],
)
def test_amounts_of_last_year_that_stop_before_its_day_are_no_year_to_compare_with(
    office: Office, history: tuple[tuple[str, str], ...], same: str | None, target: str
) -> None:
    (office.folder / "plan_2024.yaml").write_text(MONTHLY, "utf-8")
    for value, day in history:
        office.done("record", "thu", value, "--on", day, "--earlier-year", "--yes")
    office.done("record", "thu", "260", "--for", "t3", "--yes")
    (row,) = json.loads(office.done("report", "--period", "t3", "--format", "json"))["indicators"]
    assert row["same_period"]["value"] == same
    assert row["same_period"]["reason"] == (None if same else "no-history")
    assert row["target"]["value"] == target


VILLAGES = """\
schema: thidua.plan/1
year: 2024
title: Kế hoạch năm 2024
unit: {id: dak-la, name: xã Đắk La}
places: [{id: t1, name: Thôn 1}, {id: t2, name: Thôn 2}]
sections:
  - id: a
    title: A
    indicators:
      - {id: thu, name: Thu quỹ, unit: triệu đồng, target: ">= 1.000", combine: sum, frequency: quarterly,
         due: 2024-03-31, by_place: true}
      - {id: the, name: Tỷ lệ bao phủ, unit: "%", target: ">= 95", combine: latest, frequency: monthly, due: 2024-01-31}
"""


def test_amounts_of_last_year_that_stop_in_one_village_are_nothing_to_compare_with(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(VILLAGES, "utf-8")
    office.today("2024-10-02")
    for place, quarters in (("t1", ("03-31", "06-30", "09-30")), ("t2", ("03-31",))):
        for day in quarters:
            office.done("record", "thu", "50", "--on", f"2023-{day}", "--place", place, "--earlier-year")
            office.done("record", "thu", "75", "--on", f"2024-{day}", "--place", place)
    for day in ("06-30", "09-30"):
        office.done("record", "thu", "75", "--on", f"2024-{day}", "--place", "t2")
    first, whole = (
        json.loads(office.done("report", period, "--format", "json"))["indicators"][0]["same_period"]
        for period in ("q1", "9t")
    )
    assert (first["value"], first["reason"]) == ("100", None)
    assert (whole["value"], whole["reason"]) == (None, "no-history")


def test_a_level_of_last_year_that_was_old_then_is_shown_with_its_day_and_not_called_growth(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(VILLAGES, "utf-8")
    office.today("2024-10-02")
    office.done("record", "the", "90", "--on", "31/01/2023", "--earlier-year")
    office.done("record", "the", "96", "--for", "t9")
    office.done("summary", "9t", "--formats", "md")
    page = (office.folder / "bao-cao" / "bao-cao-dak-la-2024-9M.md").read_text("utf-8")
    assert "Tỷ lệ bao phủ đạt 96%, vượt 1 điểm phần trăm so với kế hoạch năm.\n" in page
    assert "cùng kỳ là số ngày 31/01/2023" in office.done("report", "9t")
    office.done("record", "the", "91", "--on", "30/09/2023", "--earlier-year")
    assert "cùng kỳ là số ngày" not in office.done("report", "9t")


@pytest.mark.parametrize(
    ("own", "other", "day"), [("calendar", "nd09", "31/12/2023"), ("nd09", "calendar", "31/12/2024")]
)
def test_days_that_only_the_other_calendar_counts_to_the_year_are_named_beside_the_figure(
    own: str, other: str, day: str, office: Office
) -> None:
    office.done("init")
    if own == "nd09":
        in_the_nd09_calendar(office)
    office.today("2025-01-02")
    office.done(
        "record", "dan-gia-suc", "6.100", "--on", day, "--yes", *(["--earlier-year"] if own == "calendar" else [])
    )
    note = f"gồm số ngày {day}, theo lịch của kế hoạch là năm khác"
    assert note in office.done("report", "--calendar", other)
    office.done("summary", "--period", "2024", "--calendar", other, "--formats", "md")
    (made,) = (office.folder / "bao-cao").glob("bao-cao-*.md")
    assert note in made.read_text("utf-8")
    assert "gồm số ngày" not in office.done("report")


TWO_VILLAGES = """schema: thidua.plan/1
year: 2024
title: Kế hoạch năm 2024
unit: {id: xa, name: xã A}
places: [{id: thon-1, name: Thôn 1}, {id: thon-2, name: Thôn 2}]
sections:
  - id: kt
    title: Kinh tế
    indicators:
      - {id: lua, name: Lúa, unit: ha, target: ">= 100", combine: sum, by_place: true}
      - {id: lon, name: Đàn lợn, unit: con, target: ">= 900", combine: latest, by_place: true}
      - {id: nha, name: Nhà, unit: căn, target: ">= 9", combine: sum, years: 2021-2025, by_place: true}
"""


@pytest.mark.parametrize("until", ["", ", until: 2024-06-30"])
def test_last_year_is_that_of_all_villages_of_then_also_of_those_that_this_years_plan_has_dropped(
    office: Office, until: str
) -> None:
    old, new = office.folder / "plan_2024.yaml", office.folder / "plan_2025.yaml"
    old.write_text(TWO_VILLAGES.replace("Thôn 2}", f"Thôn 2{until}}}"), "utf-8")
    office.today("2024-12-31")
    for place in ("thon-1", "thon-2"):
        for id, value in (("lua", "10"), ("lon", "300"), ("nha", "2")):
            office.done("record", id, value, "--on", "31/03/2024", "--place", place)
    merged = TWO_VILLAGES.replace("2024", "2025").replace(">= 900", ">= +5%")
    new.write_text(merged.replace("id: thon-2, name: Thôn 2", "id: thon-12, name: Thôn 12, from: 2025-01-01"), "utf-8")
    office.today("2025-04-05")
    for place in ("thon-1", "thon-12"):
        for id, value in (("lua", "15"), ("lon", "450"), ("nha", "1")):
            office.done("record", id, value, "--on", "31/03/2025", "--place", place)
    crops, pigs, houses = json.loads(office.done("report", "--format", "json"))["indicators"]
    assert (crops["same_period"]["value"], houses["actual"]["value"]) == ("20", "6")
    assert (pigs["same_period"]["value"], pigs["target"]["value"]) == ("600", "315" if until else "630")
    assert "thon-2" not in office.done("report", "--by", "place", "--format", "plain")
    office.done("close", "q1")
    moved = office.run("correct", "lua", "12", "--on", "31/03/2024", "--place", "thon-2", "--reason", "đo lại")
    assert "việc này làm đổi báo cáo đã chốt quý I năm 2025" in moved.err
