"""What a day's work with places is like: what is due from whom, guided entry, and the checks."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from office import Answer, Office
from thidua_cli.workspace import stamp

PLANS = Path(__file__).with_name("plans")
PLACES = [f"thon-{number}" for number in range(1, 11)]


def expected(office: Office, id: str) -> list[dict[str, Any]]:
    record = json.loads(office.done("due", "--format", "json"))
    return [row for row in record["expected"] if row["id"] == id]


def report_all(office: Office, id: str, value: str, *, but: tuple[int, ...] = ()) -> None:
    for number, place in enumerate(PLACES, start=1):
        if number not in but:
            office.done("record", id, value, "--place", place, "--on", "30/06/2024", "--yes")


def test_who_has_not_reported_is_named_in_one_row(villages: Office) -> None:
    (row,) = expected(villages, "ho-ngheo")
    assert (row["name"], row["places"]) == ("Tỷ lệ hộ nghèo: cả 10 thôn", PLACES)
    report_all(villages, "ho-ngheo", "3/100", but=(4, 9))
    (row,) = expected(villages, "ho-ngheo")
    assert (row["name"], row["places"]) == ("Tỷ lệ hộ nghèo: Thôn 4, Thôn 9", ["thon-4", "thon-9"])
    assert row["command"].endswith("--place THÔN")


def test_the_last_place_is_named_in_the_command_and_then_nothing_is_due(villages: Office) -> None:
    report_all(villages, "ho-ngheo", "3/100", but=(4,))
    (row,) = expected(villages, "ho-ngheo")
    assert row["command"] == "thidua record ho-ngheo TỬ/MẪU --on 01/01/2024 --place thon-4"
    villages.done(*row["command"].replace("TỬ/MẪU", "3/100").split()[1:])
    assert expected(villages, "ho-ngheo") == []


def test_a_figure_for_the_whole_commune_stands_for_its_places(villages: Office) -> None:
    villages.done("record", "ho-ngheo", "3,5", "--on", "30/06/2024")
    assert expected(villages, "ho-ngheo") == []


def sit(office: Office, *typed: str) -> Answer:
    return office.run("entry", stdin="".join(f"{line}\n" for line in typed), tty=True)


def test_guided_entry_asks_place_by_place_and_writes_for_each(villages: Office) -> None:
    report_all(villages, "dan-gia-suc", "100")
    report_all(villages, "trong-moi", "2")
    report_all(villages, "ho-ngheo", "3/100", but=(4, 9))
    villages.done("record", "thu-nhap", "60", "--on", "30/06/2024")
    answer = sit(villages, "2,5%", "5/100", "6", "90", "c")
    assert answer.code == 0, answer.all
    assert "[1/2] 2.1. Tỷ lệ hộ nghèo, Thôn 4 (%)" in answer.err
    assert "không phải bình quân" in answer.err
    assert "đã ghi 2 số liệu trong một lần" in answer.out
    assert "Tỷ lệ hộ nghèo, Thôn 9" in answer.out
    assert expected(villages, "ho-ngheo") == []


def test_a_sitting_left_in_the_middle_is_resumed_at_its_place(villages: Office) -> None:
    report_all(villages, "dan-gia-suc", "100")
    report_all(villages, "trong-moi", "2")
    report_all(villages, "ho-ngheo", "3/100", but=(4, 9))
    villages.done("record", "thu-nhap", "60", "--on", "30/06/2024")
    sit(villages, "5/100", "q")
    answer = sit(villages, "c", "6/90", "c")
    assert "[2/2] 2.1. Tỷ lệ hộ nghèo, Thôn 9" in answer.err
    assert "đã ghi 2 số liệu" in answer.out


def findings(office: Office) -> list[dict[str, Any]]:
    record = json.loads(office.run("check", "--format", "json").out)
    found: list[dict[str, Any]] = record["findings"]
    return found


def test_a_commune_that_contradicts_its_places_is_told_with_the_exact_difference(villages: Office) -> None:
    report_all(villages, "dan-gia-suc", "100")
    villages.done("record", "dan-gia-suc", "980", "--on", "30/06/2024")
    (found,) = findings(villages)
    assert (found["code"], found["severity"], found["on"]) == ("places-against-commune", "warning", "2024-06-30")
    assert found["sentence"] == "số ghi cho cả xã là 980 con; 10/10 thôn cộng lại 1.000 con, nhiều hơn 20 con"
    villages.done("correct", "dan-gia-suc", "1.000", "--on", "30/06/2024", "--reason", "cộng lại")
    assert findings(villages) == []


def test_while_places_are_missing_only_a_sum_above_the_communes_contradicts_it(villages: Office) -> None:
    report_all(villages, "dan-gia-suc", "100", but=(1,))
    villages.done("record", "dan-gia-suc", "980", "--on", "30/06/2024")
    assert findings(villages) == []
    villages.done("correct", "dan-gia-suc", "880", "--on", "30/06/2024", "--reason", "đếm lại")
    assert [one["code"] for one in findings(villages)] == ["places-against-commune"]


def test_a_slip_of_a_place_is_found_among_its_own_figures(villages: Office) -> None:
    for day, value in (("31/03/2024", "65"), ("30/06/2024", "650")):
        villages.done("record", "dan-gia-suc", value, "--place", "1", "--on", day, "--yes")
    (found,) = findings(villages)
    assert (found["code"], found["place"]) == ("power-of-ten", "thon-1")
    assert "--place thon-1" in found["advice"]


def test_the_sum_of_an_earlier_year_is_that_years(villages: Office) -> None:
    villages.done("record", "trong-moi", "7", "--on", "30/04/2024")
    villages.done("record", "trong-moi", "4", "--on", "30/04/2023", "--earlier-year")
    said = villages.done("record", "trong-moi", "9", "--on", "30/06/2023", "--earlier-year", "--cumulative")
    assert "đã ghi 9 ha (lũy kế)" in said
    assert "cộng từ đầu năm 2023: 9 ha" in said


def test_undo_of_several_rows_says_that_they_came_in_together(villages: Office) -> None:
    (villages.folder / "a.csv").write_text("id;value;on\ntrong-moi;2;30/04/2024\nthu-nhap;60;30/06/2024\n", "utf-8")
    villages.done("import", "a.csv", "--yes")
    assert "đã hoàn tác lần nhập của huong ở dòng 1 gồm 2 dòng" in villages.done("undo")
    villages.done("record", "trong-moi", "2", "--on", "30/04/2024")
    assert "đã hoàn tác lần ghi của huong" in villages.done("undo")


@pytest.fixture
def merging(office: Office) -> Office:
    """An office whose villages 2 and 3 became village 4 in July."""
    shutil.copy(PLANS / "sap-nhap.yaml", office.folder / "plan_2024.yaml")
    return office


def test_a_period_that_has_its_figure_is_not_asked_for_that_of_an_earlier_one(merging: Office) -> None:
    merging.done("record", "thu", "20", "--place", "1", "--on", "30/06/2024")
    asked = merging.run("entry", "--period", "t6", stdin="\n" * 9, tty=True).err
    assert "Thu quỹ, Thôn 1" not in asked
    assert "Thu quỹ, Thôn 2" in asked
    early = merging.run("entry", "--period", "q1", stdin="\n" * 9, tty=True).err
    assert "Thu quỹ, Thôn 1" in early
    assert "ngày 31/03/2024" in early


def test_a_form_has_the_villages_of_its_day_only(merging: Office) -> None:
    def of(period: str) -> set[str]:
        rows = merging.done("template", "--by", "place", "--period", period).splitlines()[1:]
        return {row.split(";")[-1] for row in rows}

    assert of("t6") == {'"thon-1"', '"thon-2"', '"thon-3"'}
    merging.today("2024-10-05")
    assert of("t9") == {'"thon-1"', '"thon-4"'}


def test_a_form_shows_the_last_figure_up_to_its_day(merging: Office) -> None:
    merging.done("record", "thu", "20", "--on", "31/03/2024")
    merging.done("record", "thu", "33", "--on", "30/06/2024")
    (row,) = (line for line in merging.done("template", "--period", "t4").splitlines() if line.startswith('"thu"'))
    assert '20;"31/03/2024"' in row


def test_a_village_without_a_target_of_its_own_waits_for_its_day_like_the_commune(merging: Office) -> None:
    merging.today("2024-02-05")
    assert "Chưa có số liệu" not in merging.done("report", "--by", "place")
    merging.today("2024-04-05")
    assert "Chưa có số liệu" in merging.done("report", "--by", "place")


def test_a_village_is_found_by_its_name_without_the_word_before_it(merging: Office) -> None:
    plan = merging.folder / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("name: Thôn 1", "name: Làng Hòa Bình"), "utf-8")
    for typed in ("hoa binh", "HÒA BÌNH", "lang hoa binh", "1"):
        assert "Làng Hòa Bình" in merging.done("record", "thu", "20", "--place", typed, "--on", "30/06/2024")
    assert merging.run("record", "thu", "20", "--place", "binh", "--on", "30/06/2024").code == 2


def test_a_month_with_an_estimate_of_one_village_is_no_month_of_final_figures(merging: Office) -> None:
    def june() -> str:
        rows = json.loads(merging.done("overview", "--format", "json"))["indicators"]
        return next(str(row["months"][5]) for row in rows if row["id"] == "ngheo")

    merging.today("2024-06-30")
    for place, level in (("1", "estimate"), ("2", "official"), ("3", "official")):
        merging.done("record", "ngheo", "4/100", "--place", place, "--for", "t6", "--level", level)
    assert june() == "estimated"
    merging.done("record", "ngheo", "4/100", "--place", "1", "--for", "t6")
    assert june() == "there"


def test_what_is_only_followed_is_asked_for_without_a_dash_for_its_target(merging: Office) -> None:
    plan = merging.folder / "plan_2024.yaml"
    plan.write_text(
        plan.read_text("utf-8").replace('target: ">= 100", combine: sum, by_place: true', "target: none, combine: sum"),
        "utf-8",
    )
    assert "kế hoạch không giao; chưa có số nào" in merging.run("entry", "--period", "t6", stdin="\n" * 9, tty=True).err


def test_what_a_village_was_not_given_is_not_explained_as_its_target(merging: Office) -> None:
    merging.done("record", "thu", "20", "--place", "1", "--on", "30/06/2024")
    told = merging.done("explain", "thu", "--place", "1")
    assert "không giao chỉ tiêu" in told
    assert "tham khảo (~)" not in told
    assert "− 100" not in told
    assert "100 triệu đồng" not in told


def test_of_several_missing_days_the_number_is_said(merging: Office) -> None:
    merging.today("2024-10-05")
    merging.done("record", "thu", "20", "--place", "1", "--on", "30/09/2024")
    assert "thiếu 2 kỳ từ 31/03/2024" in merging.done("report", "--by", "place")


def test_a_village_is_late_only_for_days_of_its_time(merging: Office) -> None:
    """Village 4 begins in July: the rate due on 30/06 is expected of it on 31/12, and makes the commune not late."""
    with (merging.folder / "plan_2024.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "scoring:\n  total: 10\n  items: [{indicator: ngheo, points: 10}]\n  deductions: {late: 2, missing: 5}\n"
        )

    def deducted(*words: str) -> list[str]:
        items = json.loads(merging.done("score", "--format", "json", *words))["items"]
        return [one["reason"] for item in items for one in item["deductions"]]

    merging.today("2024-06-30")
    merging.stamps = repeat(stamp(datetime(2024, 6, 30, tzinfo=UTC)))
    for place in ("1", "2", "3"):
        merging.done("record", "ngheo", "4/100", "--place", place, "--for", "t6")
    merging.today("2024-10-05")
    merging.stamps = repeat(stamp(datetime(2024, 10, 5, tzinfo=UTC)))
    assert deducted("--place", "4") == []
    assert deducted() == []
    assert "Chưa đến kỳ" in merging.done("report", "--by", "place", "--period", "t9")
    merging.done("record", "ngheo", "4/100", "--place", "4", "--on", "01/10/2024")
    assert deducted("--place", "4") == []
    merging.today("2025-01-05")
    assert deducted() == []


def test_a_unit_shortened_in_a_file_is_the_unit_of_the_plan(merging: Office) -> None:
    for unit, code in (("trđ", 0), ("Tr.đ", 0), ("triệu", 0), ("đồng", 3), ("tỷ", 3)):
        merging.folder.joinpath("so.csv").write_text(f"id;ĐVT;value;on\nthu;{unit};30;30/06/2024\n", "utf-8")
        assert merging.run("import", "so.csv", "--dry-run").code == code, unit


def test_nothing_to_withdraw_is_answered_with_the_command_for_the_day_asked_for(merging: Office) -> None:
    answer = merging.run("void", "ngheo", "--for", "t6", "--place", "1", "--reason", "nhầm")
    assert answer.code == 2
    assert "thidua record ngheo GIÁ_TRỊ --on 30/06/2024 --place thon-1" in answer.err


def test_what_is_not_there_of_a_day_outside_a_villages_time_is_told_by_its_time(merging: Office) -> None:
    answer = merging.run("void", "thu", "--on", "31/03/2024", "--place", "4", "--reason", "nhầm")
    assert answer.code == 2
    assert "không thuộc thời gian của Thôn 4" in answer.err


def test_villages_that_are_gone_are_counted_where_their_amounts_are(merging: Office) -> None:
    for place in ("1", "2", "3"):
        merging.done("record", "thu", "20", "--place", place, "--for", "t6")
    merging.done("record", "thu", "50", "--for", "t6")
    assert "1/2 thôn và 2 thôn không còn cộng lại 60 triệu đồng" in merging.run("check").out


@pytest.mark.parametrize(("due", "named"), [("2024-03-14", "thiếu q1, q2"), ("2024-03-31", "thiếu 31/03, 30/06")])
def test_missing_periods_have_the_names_of_the_plans_calendar(merging: Office, due: str, named: str) -> None:
    plan = merging.folder / "plan_2024.yaml"
    text = plan.read_text("utf-8").replace("year: 2024", "year: 2024\ncalendar: nd09", 1)
    plan.write_text(text.replace("due: 2024-03-31", f"due: {due}"), "utf-8")
    assert named in merging.done("due")
