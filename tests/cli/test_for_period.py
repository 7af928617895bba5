"""`--for`: a figure lands in the period it belongs to; before the period's end it is what is expected of it."""

from __future__ import annotations

import json

import pytest

from office import Office

CATTLE, CROPS, BHYT = "dan-gia-suc", "dien-tich-cay-hang-nam", "bao-phu-bhyt"


BY_PLACE = """schema: thidua.plan/1
year: 2024
title: KH
unit: {id: x, name: xã X}
places: [{id: thon-1, name: Thôn 1}, {id: thon-2, name: Thôn 2}]
sections: [{id: a, title: A, indicators: [
  {id: bh, name: BHYT, unit: "%", target: ">= 95", combine: latest, by_place: true}]}]
"""


@pytest.fixture
def places(office: Office) -> Office:
    (office.folder / "plan_2024.yaml").write_text(BY_PLACE, "utf-8")
    return office


def actual(office: Office, id: str, *words: str) -> str | None:
    rows = json.loads(office.done("report", "--format", "json", *words))["indicators"]
    row = next(row for row in rows if row["id"] == id)
    return str(row["actual"]["value"]) if row["actual"] else None


@pytest.mark.parametrize(
    ("calendar", "period", "day"),
    [("calendar", "t6", "30/06/2024"), ("calendar", "q1", "31/03/2024"), ("nd09", "2024-06", "14/06/2024")],
)
def test_a_figure_of_a_period_has_the_day_of_its_end_in_the_plans_calendar(
    calendar: str, period: str, day: str, office: Office
) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("\ncalendar: calendar", f"\ncalendar: {calendar}"), "utf-8")
    assert f"ngày {day}" in office.done("record", BHYT, "95,4", "--for", period)
    office.done("correct", BHYT, "95,5", "--for", period, "--reason", "đếm lại")
    assert f"ngày {day}" in office.done("void", BHYT, "--for", period, "--reason", "nhầm")


def test_before_the_end_of_a_period_only_an_estimate_of_the_whole_can_be_recorded(office: Office) -> None:
    answer = office.run("record", CATTLE, "6.400", "--for", "nam")
    assert (answer.code, "--level estimate" in answer.err) == (2, True)
    assert office.run("record", CATTLE, "6.400", "--for", "nam", "--on", "01/07/2024").code == 2
    assert office.run("record", CATTLE, "6.400", "--for", "nam", "--level", "estimate", "--place", "1").code == 2
    assert office.run("record", CATTLE, "6.400", "--for", "2025", "--level", "estimate").code == 2
    said = office.done("record", CATTLE, "6.400", "--for", "nam", "--level", "estimate")
    assert "đã ghi 6.400 con, ước tính cho Tổng đàn gia súc (dan-gia-suc), ước cả năm 2024" in said


@pytest.mark.parametrize("level", [(), ("--level", "estimate")])
def test_of_a_place_a_figure_of_an_open_period_is_sent_to_its_day(level: tuple[str, ...], places: Office) -> None:
    answer = places.run("record", "bh", "500/520", "--place", "1", "--for", "t7", *level)
    assert answer.code == 2
    assert "trước ngày ấy chỉ ghi được số ước cả kỳ của cả xã, không ghi theo thôn" in answer.err
    assert "số của thôn: ghi theo ngày (--on, cột Ngày) thay cho kỳ" in answer.err
    assert "--level" not in answer.err
    (places.folder / "a.csv").write_text("id;Thôn;Kỳ;Tử số;Mẫu số\nbh;1;t7;500;520\n", "utf-8")
    assert "ghi theo ngày (--on, cột Ngày)" in places.run("import", "a.csv").err
    places.done("record", "bh", "500/520", "--place", "1", "--on", "05/07/2024")


def test_an_expected_figure_is_never_what_was_reached_and_serves_no_expected_day(office: Office) -> None:
    before = office.done("due"), office.done("report", "--format", "json")
    office.done("record", CATTLE, "6.400", "--for", "nam", "--level", "estimate", "--yes")
    assert actual(office, CATTLE) is None
    assert office.done("due") == before[0]
    assert office.run("check").code == 0
    office.today("2025-01-10")
    assert actual(office, CATTLE) is None
    said = office.done("record", CATTLE, "6.300", "--for", "nam", "--yes")
    assert "đã ghi 6.300 con cho Tổng đàn gia súc (dan-gia-suc), ngày 31/12/2024" in said
    assert actual(office, CATTLE) == "6300"


def test_expected_figures_of_two_periods_stand_side_by_side_and_change_only_with_a_reason(office: Office) -> None:
    office.done("record", CATTLE, "6.400", "--for", "nam", "--level", "estimate")
    office.done("record", CATTLE, "6.200", "--for", "q4", "--level", "estimate")
    refused = office.run("record", CATTLE, "6.500", "--for", "nam", "--level", "estimate")
    assert refused.code == 5
    assert 'thidua correct dan-gia-suc 6.500 --for 2024 --reason "…"' in refused.err
    office.done("correct", CATTLE, "6.500", "--for", "2024", "--reason", "tính lại")
    rows = json.loads(office.done("history", CATTLE, "--format", "json"))["rows"]
    assert [(row["indicator"], row["for"], row["after"]["value"]) for row in rows] == [
        (CATTLE, "2024", "6400"),
        (CATTLE, "2024-Q4", "6200"),
        (CATTLE, "2024", "6500"),
    ]
    assert "Tổng đàn gia súc – ước cả năm 2024" in office.done("history", CATTLE)
    assert "6.500 con, ước tính → 6.400 con, ước tính" in office.done("undo")
    office.done("void", CATTLE, "--for", "q4", "--reason", "chưa chắc")
    assert office.run("verify").code == 0


def test_an_expected_figure_of_a_sum_is_not_added_to_it(office: Office) -> None:
    office.done("record", CROPS, "600", "--for", "q1")
    said = office.done("record", CROPS, "1.300", "--for", "2024", "--level", "estimate")
    assert "cộng từ đầu năm" not in said
    assert actual(office, CROPS) == "600"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--for", "6t"), "đã có số (đến ngày 31/05/2024), 300 ha được cộng thêm vào; nếu là số của cả kỳ"),
        (("--for", "q2"), "trong quý II năm 2024 đã có số (ngày 31/05/2024)"),
        (("--for", "t6"), ""),
        (("--for", "6t", "--cumulative"), ""),
        (("--for", "nam", "--level", "estimate"), ""),
        (("--on", "30/06/2024"), ""),
    ],
)
def test_an_amount_for_a_period_that_holds_others_says_that_it_is_added(
    words: tuple[str, ...], told: str, office: Office
) -> None:
    office.done("record", CROPS, "120", "--on", "31/03/2024")
    office.done("record", CROPS, "150", "--on", "31/05/2024")
    said = office.run("record", CROPS, "300", *words, "--yes").err
    assert told in said if told else "đã có số" not in said


def test_a_file_says_of_an_amount_for_a_period_that_holds_others_that_it_is_added(office: Office) -> None:
    office.done("record", CROPS, "150", "--on", "31/05/2024")
    rows = f"id;kỳ;giá trị\n{CROPS};q2;300\n{CROPS};q1;100\n"
    said = office.run("import", "-", "--yes", stdin=rows).err
    assert "dòng 2: trong quý II năm 2024 đã có số (ngày 31/05/2024), 300 ha được cộng thêm vào" in said
    assert "quý I năm" not in said


def test_a_file_with_months_and_their_half_year_says_that_the_half_year_is_added_to_them(office: Office) -> None:
    rows = f"id;kỳ;giá trị\n{CROPS};6t;150\n" + "".join(f"{CROPS};t{month};25\n" for month in range(1, 6))
    said = office.run("import", "-", "--yes", stdin=rows).err
    assert "dòng 2: trong 6 tháng đầu năm 2024 đã có số (đến ngày 31/05/2024), 150 ha được cộng thêm vào" in said
    assert said.count("được cộng thêm vào") == 1
    assert "dòng nữa như vậy" not in said


def test_a_repeating_figure_without_a_day_says_which_report_lacks_it(office: Office) -> None:
    answer = office.run("record", BHYT, "95,4")
    assert answer.code == 0
    assert "ngày 30/06/2024 chưa có số" in answer.err
    assert "báo cáo tháng 6 năm 2024 không có số này" in answer.err
    assert "Lưu ý" not in office.run("record", BHYT, "95,6", "--on", "04/07/2024").err


@pytest.mark.parametrize(
    ("typed", "day"),
    [("", "30/06/2024"), ("h", "05/07/2024"), ("31/05/2024", "31/05/2024"), ("31/07/2024\nh", "05/07/2024")],
)
def test_on_a_terminal_the_day_of_a_repeating_figure_is_asked_for(typed: str, day: str, office: Office) -> None:
    answer = office.run("record", BHYT, "95,4", stdin=f"{typed}\n", tty=True)
    assert "Số này của ngày nào? Enter: 30/06/2024" in answer.err
    assert f"ngày {day}" in answer.out
    assert answer.code == 0


def test_the_day_named_is_held_against_every_rule_as_one_that_was_typed(villages: Office) -> None:
    plan = villages.folder / "plan_2024.yaml"
    text = plan.read_text("utf-8").replace("name: Thôn 10,", "name: Thôn 10, from: 2024-07-01,")
    plan.write_text(text.replace('">= 20", combine: sum, ', '">= 20", combine: sum, frequency: monthly, '), "utf-8")
    villages.today("2024-08-05")
    words = ("record", "trong-moi", "2", "--place", "10")
    answer = villages.run(*words, stdin="15/06/2024\n31/07/2024\n", tty=True)
    assert "ngày 15/06/2024 không thuộc thời gian của Thôn 10" in answer.err
    assert "ngày 31/07/2024" in answer.out
    villages.run("record", "trong-moi", "9", "--cumulative", stdin="20/12/2023\n", tty=True)
    line = villages.done("export").splitlines()[-1]
    assert '"on_day":"2023-12-20"' in line
    assert "2023-01-01" in line  # the first day of the year in which its day lies


def test_leaving_the_question_of_the_day_writes_nothing(office: Office) -> None:
    assert office.run("record", BHYT, "95,4", stdin="", tty=True).code == 2
    assert "Chưa có dòng nào" in office.done("history")


def test_a_paper_says_the_expected_verdict_in_a_word_without_its_sign(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.400", "--for", "nam", "--level", "estimate")
    assert "▲ Vượt" in office.done("report", "--period", "nam")
    office.done("summary", "--period", "nam", "--formats", "md")
    paper = (office.folder / "bao-cao" / "bao-cao-dak-la-2024.md").read_text("utf-8")
    row = next(line for line in paper.splitlines() if "Tổng đàn gia súc" in line)
    assert "Vượt" in row
    assert not set("▲√○×?·") & set(row)
