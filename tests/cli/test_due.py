"""`due` for scripts: its record and its exit code."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from office import Office


def test_the_record_names_what_is_expected_from_whom_and_the_command(office: Office) -> None:
    office.done("record", "bao-phu-bhyt", "9.540/10.000", "--on", "31/03/2024")
    record = json.loads(office.done("due", "--format", "json"))
    assert (record["schema"], record["summary"]) == ("thidua.due/1", {"late": 11, "soon": 0, "coming": 14})
    (row,) = [row for row in record["expected"] if row["id"] == "bao-phu-bhyt"]
    assert row == {
        "kind": "indicator",
        "id": "bao-phu-bhyt",
        "name": "Tỷ lệ bao phủ BHYT",
        "from": "BHXH",
        "on": "2024-06-30",
        "wait": "late",
        "since": "2024-04-30",
        "days": -66,
        "missed": 3,
        "last": {"on": "2024-03-31", "level": "official"},
        "command": "thidua record bao-phu-bhyt TỬ/MẪU --on 30/06/2024",
    }


DAYS_OFF = """schema: thidua.plan/1
year: 2024
title: KH
unit: {id: x, name: xã X}
days_off: [2024-01-01]
sections:
  - id: a
    title: A
    indicators:
      - {id: lop, name: Lớp, unit: "%", target: ">= 95", combine: latest, frequency: quarterly, due: 2024-03-31}
      - {id: ong, name: Ong, unit: "%", target: ">= 100", combine: latest, frequency: once, due: 2024-06-30}
      - {id: dat, name: Đất, unit: ha, target: ">= 4", combine: total, parts: [
          {id: lua, name: Lúa, unit: ha, target: ">= 2", combine: sum},
          {id: ngo, name: Ngô, unit: ha, target: ">= 2", combine: sum, due: 2024-06-30}]}
"""


@pytest.mark.parametrize(
    ("today", "late"), [("2024-06-30", False), ("2024-07-01", True), ("2024-07-10", True), ("2025-01-03", True)]
)
def test_reports_and_due_agree_whether_what_was_due_on_a_period_ends_day_off_is_late(
    today: str, late: bool, office: Office
) -> None:
    (office.folder / "plan_2024.yaml").write_text(DAYS_OFF, "utf-8")
    office.done("record", "lop", "94", "--on", "31/03/2024")
    office.done("record", "lua", "1", "--on", "31/03/2024")
    office.today(today)  # 30/06/2024 is a Sunday
    held = json.loads(office.done("report", "6t", "--format", "json"))["indicators"]
    assert [one["verdict"] for one in held if one["id"] in ("ong", "dat")] == ["no_data" if late else "not_due"] * 2
    assert held[0]["stale"] == ({"missing": 1, "expected": "2024-06-30"} if late else None)
    assert [office.run("report", "6t", "--fail-on", one).code for one in ("stale", "no_data")] == [4 * late] * 2
    assert office.run("due", "--fail-on", "late").code == 4 * late
    assert ("Cảnh báo: 1 chỉ tiêu theo số liệu cũ" in office.run("summary", "6t", "--formats", "md").err) is late
    assert ("thiếu Ngô" in office.run("check").out) is late


@pytest.mark.parametrize("today", ["2024-04-30", "2024-05-01", "2024-05-02", "2024-07-10"])
def test_a_period_that_ended_on_a_day_off_is_told_and_closed_the_same_whenever_it_is_asked_for(
    today: str, office: Office
) -> None:
    """`close` froze "Chưa có số liệu", and the report of the next day, a day off too, said "Chưa đến kỳ"."""
    text = DAYS_OFF.replace("[2024-01-01]", "[2024-04-30, 2024-05-01]").replace("2024-06-30", "2024-04-30")
    (office.folder / "plan_2024.yaml").write_text(text, "utf-8")
    office.done("record", "lua", "1", "--on", "31/03/2024")
    for day, verdict in (("2024-04-30", "not_due"), (today, "not_due" if today == "2024-04-30" else "no_data")):
        office.today(day)
        held = json.loads(office.done("report", "t4", "--format", "json"))["indicators"]
        assert [one["verdict"] for one in held if one["id"] in ("ong", "dat")] == [verdict] * 2
    office.done("close", "t4", "--yes")
    assert "khác bản đã gửi" not in office.done("report", "t4") + office.done("summary", "t4", "--formats", "md")
    assert json.loads(office.done("diff", "t4", "--format", "json"))["indicators"] == []


@pytest.mark.parametrize(("today", "asked"), [("2024-06-30", False), ("2024-07-01", True), ("2024-07-10", True)])
def test_entry_for_a_period_that_ends_on_a_day_off_asks_for_what_due_calls_late(
    today: str, asked: bool, office: Office
) -> None:
    (office.folder / "plan_2024.yaml").write_text(DAYS_OFF, "utf-8")
    office.done("record", "lop", "94", "--on", "31/03/2024")
    office.today(today)
    shown = office.run("entry", "--period", "q2", stdin="\n" * 4, tty=True).all
    assert ("1. Lớp (%)" in shown, "2. Ong (%)" in shown) == (asked, asked), shown


def test_the_exit_code_follows_the_conditions_asked_for(office: Office) -> None:
    assert office.run("due").code == 0
    assert office.run("due", "--fail-on", "late").code == 4
    assert office.run("due", "--fail-on", "soon").code == 0
    assert office.run("due", "--fail-on", "soon,late").code == 4


def test_every_command_it_names_is_accepted_once_the_figure_is_filled_in(office: Office) -> None:
    office.today("2025-01-05")
    for _ in ("the newest figures", "a sum's other season"):
        for row in json.loads(office.done("due", "--format", "json"))["expected"]:
            words = row["command"].replace("TỬ/MẪU", "9/10").replace("SỐ%", "100%").replace("SỐ", "12").split()
            office.done(*words[1:], "--yes")
    assert json.loads(office.done("due", "--format", "json"))["summary"]["late"] == 0


def test_what_one_supplier_still_owes_is_found_by_a_part_of_its_name(office: Office) -> None:
    office.done("init")
    rows = json.loads(office.done("due", "--from", "tram y te", "--format", "json"))["expected"]
    assert rows
    assert {row["from"] for row in rows} == {"Trạm Y tế"}
    assert office.run("due", "--from", "thu y", "--fail-on", "late").code == 4


def test_a_supplier_who_owes_nothing_is_told_from_one_whom_the_plan_does_not_know(office: Office) -> None:
    office.done("init")
    answer = office.run("due", "--from", "bưu điện")
    assert answer.code == 2
    assert "Trạm Y tế" in answer.err
    office.today("2025-01-05")
    for row in json.loads(office.done("due", "--from", "tram y te", "--format", "json"))["expected"]:
        office.done(*row["command"].replace("TỬ/MẪU", "1/10").replace("SỐ", "5").split()[1:], "--yes")
    assert "Không còn chờ gì từ 'tram y te'." in office.done("due", "--from", "tram y te")
    assert "Không còn chờ" not in office.done("due")


def test_a_plan_without_suppliers_is_told_the_keys_that_name_them(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(
        "schema: thidua.plan/1\nyear: 2024\ntitle: KH\nunit: {id: thu, name: xã Thử}\n"
        "sections: [{id: s, title: S, indicators: [{id: x, name: Cái, unit: cái, target: none, combine: latest}]}]\n",
        "utf-8",
    )
    told = office.run("due", "--from", "bưu điện").err
    assert "không có (khóa from của chỉ tiêu, lead của công việc)" in told


@pytest.mark.parametrize(
    "words", ["close ?", "reopen ? --reason x", "diff ?", "report ?", "report --period ?", "summary ?"]
)
def test_an_empty_period_is_no_period(words: str, office: Office) -> None:
    office.done("init")
    answer = office.run(*("" if word == "?" else word for word in words.split()))
    assert answer.code == 2
    assert "kỳ không hợp lệ ''" in answer.err


@pytest.mark.parametrize("command", ["report", "summary", "due"])
def test_an_empty_condition_is_refused_where_a_script_would_take_it_for_all_is_well(
    command: str, office: Office
) -> None:
    office.done("init")
    for empty in ("", ",", " "):
        answer = office.run(command, "--fail-on", empty)
        assert answer.code == 2
        assert "--fail-on đang để trống" in answer.err


def test_a_screen_counts_what_is_far_off_and_names_the_periods_that_are_missing(office: Office) -> None:
    office.done("record", "bao-phu-bhyt", "9.540/10.000", "--on", "31/03/2024")
    shown = office.done("due")
    assert "trễ từ 30/04/2024 (66 ngày), thiếu t4, t5, t6" in shown
    assert "trễ từ 31/01/2024 (156 ngày), thiếu 6 kỳ từ t1 đến t6" in shown
    assert shown.endswith(
        "14 việc chưa đến hạn: thidua due --all\n\n11 việc đã trễ; ghi lần lượt trên màn hình: thidua entry\n"
    )
    for words in (("--all",), ("--format", "csv"), ("--format", "html")):
        assert "Tỷ lệ hộ nghèo" in office.done("due", *words)
    assert "Tỷ lệ hộ nghèo" not in shown


def test_a_rate_of_villages_is_asked_for_in_the_form_that_is_taken(villages: Office) -> None:
    plan = villages.folder / "plan_2024.yaml"
    plan.write_text(re.sub(r"\n *rate: .*", "", plan.read_text("utf-8")), "utf-8")
    villages.today("2024-12-31")
    rates = [line for line in villages.done("due", "--format", "plain").splitlines() if "ho-ngheo" in line]
    assert rates
    assert all("TỬ/MẪU" in line and "--place" in line for line in rates)


@pytest.mark.parametrize(
    ("today", "figure", "work", "state"),
    [
        ("2024-06-29", "còn 2 ngày (ngày hạn là ngày nghỉ)", "còn 2 ngày (ngày hạn là ngày nghỉ)", "Chưa ghi tiến độ"),
        ("2024-06-30", "còn 1 ngày (ngày hạn là ngày nghỉ)", "còn 1 ngày (ngày hạn là ngày nghỉ)", "Chưa ghi tiến độ"),
        ("2024-07-01", "hạn hôm nay", "hôm nay (ngày hạn là ngày nghỉ)", "Chưa ghi tiến độ"),
        ("2024-07-02", "trễ 1 ngày", "trễ 1 ngày", "Quá hạn"),
    ],
)
def test_what_is_due_on_a_day_off_is_told_the_same_by_due_and_work(
    office: Office, today: str, figure: str, work: str, state: str
) -> None:
    (office.folder / "plan_2024.yaml").write_text(
        "schema: thidua.plan/1\nyear: 2024\ntitle: KH\nunit: {id: thu, name: xã Thử}\ndays_off: [2024-01-01]\n"
        'sections: [{id: s, title: S, indicators: [{id: x, name: Số cái, unit: cái, target: ">= 5", combine: latest,'
        " frequency: once, due: 2024-06-30}]}]\n"
        "work: [{id: w, title: Việc một, due: 2024-06-30}]\nanniversaries: [{name: Kỷ niệm, on: 2024-07-07}]\n",
        "utf-8",
    )
    office.today(today)
    told = office.done("due", "--format", "plain").splitlines()
    rows = {name: next(line for line in told if name in line) for name in ("Số cái", "Việc một", "Kỷ niệm")}
    assert (figure in rows["Số cái"], work in rows["Việc một"]) == (True, True), told
    assert "ngày nghỉ" not in rows["Kỷ niệm"]
    days = {row["name"]: row["days"] for row in json.loads(office.done("due", "--format", "json"))["expected"]}
    left = (date(2024, 7, 1) - date.fromisoformat(today)).days
    assert days == {"Số cái": left, "Việc một": left, "Kỷ niệm": left + 6}
    assert state in office.done("work", "--format", "plain")


@pytest.mark.parametrize(("calendar", "last"), [("calendar", "31/12/2024"), ("nd09", "14/12/2024")])
def test_every_day_proposed_after_the_year_lies_in_it_by_the_plans_calendar_and_is_recorded_without_a_warning(
    office: Office, calendar: str, last: str
) -> None:
    office.done("init")
    path = office.folder / "data" / "plan_2024.yaml"
    text = path.read_text("utf-8").replace("\ncalendar: calendar", f"\ncalendar: {calendar}", 1)
    path.write_text(text.replace("due: 2024-12-31", "due: 2025-01-05", 1), "utf-8")
    office.today("2025-01-10")
    hint = office.run("record", "dan-so", "10.960").err.partition("ghi với --on ")[2].strip()
    rows = json.loads(office.done("due", "--format", "json"))["expected"]
    proposed = [row["command"].split()[-1] for row in rows if row["kind"] == "indicator"]
    assert (hint, proposed.count(last)) == (last, 19)
    for day in {hint, *proposed}:
        answer = office.run("record", "dan-so", "10.960", "--on", day)
        assert (answer.code, answer.err) == (0, ""), day
    office.done("close", "2024")
    rows = json.loads(office.done("due", "--format", "json"))["expected"]
    assert {row["command"][:19] for row in rows if row["kind"] == "indicator"} == {"thidua reopen 2024 "}
