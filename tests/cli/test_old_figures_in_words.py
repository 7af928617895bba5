"""A sentence on figures of several days is true: a whole is not dated by its oldest part, a miss names its old day."""

from __future__ import annotations

import json

import pytest

from office import Office


def paper(office: Office, period: str) -> str:
    office.done("summary", "--period", period, "--formats", "md", "--out-dir", "ra")
    (file,) = (office.folder / "ra").glob("bao-cao-*.md")
    return file.read_text("utf-8")


def test_a_whole_of_an_old_part_and_a_new_one_is_not_dated_by_the_old_one(office: Office) -> None:
    office.today("2025-01-06")
    office.done("record", "dien-tich-cay-hang-nam", "1.280", "--cumulative", "--on", "30/06/2024")
    office.done("record", "dien-tich-cay-lau-nam", "3.210", "--on", "31/12/2024")
    said = paper(office, "nam")
    assert (
        "Tổng diện tích gieo trồng đạt 4.490 ha, đạt 100,17% kế hoạch, trong đó:"
        " đến ngày 30/6/2024, diện tích cây hàng năm 1.280 ha" in said
    )
    assert "ngày 30/6/2024, tổng" not in said


def test_a_pool_of_an_old_place_and_a_new_one_says_that_it_has_an_old_figure(villages: Office) -> None:
    villages.today("2024-10-05")
    plan = villages.folder / "plan_2024.yaml"
    herd = '">= 1.000", combine: latest, '
    often = f"{herd}frequency: quarterly, due: 2024-04-01, "
    plan.write_text(plan.read_text("utf-8").replace(herd, often), "utf-8")
    for number in range(1, 11):
        villages.done("record", "dan-gia-suc", "60", "--on", "01/04/2024", "--place", f"thon-{number}")
    villages.done("record", "dan-gia-suc", "70", "--on", "01/07/2024", "--place", "thon-1")
    said = paper(villages, "9t")
    assert "Tổng đàn gia súc đạt 610 con (có số liệu ngày 1/4/2024), đạt " in said


def test_an_old_figure_among_the_misses_has_its_day(office: Office) -> None:
    office.done("record", "giai-ngan", "3/100", "--for", "t1")
    said = paper(office, "6t")
    assert "giải ngân kế hoạch nguồn vốn được giao (đến ngày 31/1/2024 đạt 3%, kế hoạch 100%)" in said


def test_a_part_without_a_figure_is_told_beside_its_sister_also_before_its_day(office: Office) -> None:
    office.done("record", "dien-tich-cay-hang-nam", "1.102,4", "--cumulative", "--on", "30/06/2024")
    said = paper(office, "6t")
    assert (
        "Diện tích cây hàng năm đạt 1.102,4 ha, đạt 86,24% kế hoạch năm; diện tích cây lâu năm chưa có số liệu." in said
    )


def test_a_pool_that_a_new_village_breaks_says_so_and_names_no_other_due_day(villages: Office) -> None:
    plan = villages.folder / "plan_2024.yaml"
    text = plan.read_text("utf-8").replace("name: Thôn 10,", "name: Thôn 10, from: 2024-07-01,")
    often = '">= 1.000", combine: latest, due: 2024-06-30, frequency: half-yearly, '
    plan.write_text(text.replace('">= 1.000", combine: latest, ', often), "utf-8")
    villages.today("2024-10-05")
    for number in range(1, 10):
        villages.done("record", "dan-gia-suc", "100", "--on", "01/04/2024", "--place", f"thon-{number}")
    said, why = paper(villages, "q3"), "Thôn 10 mới lập chưa đến kỳ báo cáo"
    assert f"01 chỉ tiêu chưa đến kỳ đánh giá là tổng đàn gia súc ({why})." in said
    assert f"Tổng đàn gia súc: {why}." in said
    (row,) = (line for line in said.splitlines() if "| Tổng đàn gia súc" in line)
    assert [cell.strip() for cell in row.split("|")[-3:-1]] == ["Chưa đến kỳ", why]
    assert "đã đến hạn" not in said
    assert f"{why}; mới có 9/10 thôn đã báo cáo: 900 con" in villages.done("report", "--period", "q3", "--format", "md")


def test_a_village_that_owes_its_figure_is_no_new_one_that_is_waited_for(villages: Office) -> None:
    plan = villages.folder / "plan_2024.yaml"
    text = plan.read_text("utf-8").replace("name: Thôn 10,", "name: Thôn 10, from: 2024-07-01,")
    plan.write_text(text, "utf-8")
    villages.today("2024-10-05")
    for number in range(1, 9):
        villages.done("record", "dan-gia-suc", "100", "--on", "30/06/2024", "--place", f"thon-{number}")
    assert "mới lập" not in paper(villages, "q3")


def test_the_pace_of_a_year_is_held_against_the_years_target_in_every_period(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    given = 'target: ">= 1.278,3"'
    own = f'{given}\n            pace: linear\n            by_period: {{2024-Q2: ">= 300"}}'
    plan.write_text(plan.read_text("utf-8").replace(given, own), "utf-8")
    office.done("record", "dien-tich-cay-hang-nam", "500", "--cumulative", "--on", "30/06/2024")
    for period in ("q2", "6t"):
        assert "từ 0 ha đến 1.278,3 ha" in office.done("explain", "dien-tich-cay-hang-nam", "--period", period)
        assert "639,15" in office.done("pace", "--period", period)
        assert "1.278,3" in office.done("pace", "--period", period)


def test_an_old_figure_is_not_compared_with_a_later_day_of_last_year(office: Office) -> None:
    office.today("2024-10-05")
    office.done("record", "bao-phu-bhyt", "94,1", "--on", "30/09/2023", "--earlier-year")
    office.done("record", "bao-phu-bhyt", "93,9", "--on", "31/03/2024")
    office.done("record", "bao-phu-bhxh", "8,1", "--on", "31/03/2023", "--earlier-year")
    office.done("record", "bao-phu-bhxh", "8,2", "--on", "31/03/2024")
    said = paper(office, "9t")
    assert "bao phủ BHYT mới đạt 93,9%, thấp hơn 1,1 điểm phần trăm so với kế hoạch năm (trên 95%).\n" in said
    assert "bao phủ BHXH mới đạt 8,2%, thấp hơn 0,8 điểm phần trăm so với kế hoạch năm (trên 9%), tăng 0,1 điểm" in said
    rows = {line.split("|")[2].strip(): line.split("|")[8].strip() for line in said.splitlines() if "Tỷ lệ bao" in line}
    assert {"Tỷ lệ bao phủ BHYT": "–", "Tỷ lệ bao phủ BHXH": "+0,1 điểm %"}.items() <= rows.items()
    table = {
        line.split("\t")[0]: line.split("\t") for line in office.done("report", "9t", "--format", "plain").splitlines()
    }
    assert "-0,2 điểm %" not in table["bao-phu-bhyt"]
    assert "+0,1 điểm %" in table["bao-phu-bhxh"]
    assert "(đến ngày 30/09/2023), năm nay đến ngày 31/03/2024: không cùng kỳ nên không so tăng, giảm" in office.done(
        "explain", "bao-phu-bhyt", "--period", "9t"
    )


@pytest.mark.parametrize(
    ("last_year", "compared"),
    [
        (["31/03/2023"], False),
        (["31/03/2023", "30/06/2023"], True),
        (["31/03/2023", "30/06/2023", "31/07/2023"], False),
    ],
)
@pytest.mark.parametrize("period", ["6t", "t7", "9t"])
def test_an_old_figure_is_compared_with_one_of_last_year_that_was_not_older_then(
    office: Office, last_year: list[str], compared: bool, period: str
) -> None:
    office.today("2024-10-05")
    for number, day in enumerate(last_year):
        office.done("record", "bao-phu-bhyt", f"9{number}", "--on", day, "--earlier-year", "--yes")
    office.done("record", "bao-phu-bhyt", "94,3", "--on", "30/06/2024")
    compared = compared or (period == "6t" and len(last_year) > 1)
    assert ("phần trăm so với cùng kỳ" in paper(office, period)) == compared
    row = next(line for line in paper(office, period).splitlines() if "| Tỷ lệ bao phủ BHYT" in line)
    assert ("+3,3 điểm %" in row) == compared
    explained = office.done("explain", "bao-phu-bhyt", "--period", period)
    assert ("không cùng kỳ nên không so tăng, giảm" in explained) != compared


def test_an_estimate_among_the_misses_is_called_so(office: Office) -> None:
    office.done("record", "giai-ngan", "30/100", "--for", "t6", "--level", "estimate")
    said = paper(office, "6t")
    assert "01 chỉ tiêu chưa đạt kế hoạch năm là tỷ lệ giải ngân kế hoạch nguồn vốn được giao (ước đạt 30%," in said


def test_a_running_total_of_the_reports_own_day_is_not_dated_as_an_old_figure(office: Office) -> None:
    office.done("record", "dien-tich-cay-hang-nam", "1.180", "--cumulative", "--on", "30/06/2024")
    said = paper(office, "t6")
    assert "Diện tích cây hàng năm đạt 1.180 ha, đạt 92,31% kế hoạch năm" in said
    assert "ngày 30/6/2024, diện tích cây hàng năm" not in said


PLAN = """schema: thidua.plan/1
year: 2024
title: Kế hoạch
unit: {id: xa-mau, name: xã Mẫu}
sections:
  - id: a
    title: A
    indicators:
      - {id: thu, name: Thu quỹ, unit: triệu đồng, target: ">= 5.000", combine: sum, by_period: {2024-Q3: ">= 1.000"}}
      - {id: ngheo, name: Tỷ lệ hộ nghèo, unit: "%", target: "< 3,7", combine: latest,
         baseline: {value: "5,2", on: 2023-12-31}}
"""


def test_a_miss_of_a_periods_own_target_tells_what_the_period_brought(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(PLAN, "utf-8")
    office.today("2024-10-05")
    office.done("record", "thu", "1.600", "--for", "t6", "--yes")
    office.done("record", "thu", "900", "--for", "t9")
    assert "thu quỹ (trong kỳ đạt 900 triệu đồng, kế hoạch 1.000 triệu đồng)" in paper(office, "q3")


def test_a_rate_above_the_baseline_is_none_that_is_left(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(PLAN, "utf-8")
    office.done("record", "ngheo", "5,4", "--for", "t6")
    assert "Tỷ lệ hộ nghèo là 5,4%" in paper(office, "t6")
    office.done("correct", "ngheo", "5,1", "--for", "t6", "--reason", "đếm lại")
    assert "Tỷ lệ hộ nghèo còn 5,1%" in paper(office, "t6")


BEGUN = """schema: thidua.plan/1
year: 2024
title: Kế hoạch năm 2024
unit: {id: x, name: xã X}
sections:
  - id: a
    title: A
    indicators:
      - id: cay
        name: Tổng diện tích
        unit: ha
        target: ">= 100"
        combine: total
        due: 2024-12-31
        parts:
          - {id: hn, name: Cây hàng năm, unit: ha, target: ">= 50", combine: latest, due: 2024-12-31}
          - {id: ln, name: Cây lâu năm, unit: ha, target: ">= 50", combine: latest, due: 2024-12-31}
"""


def test_what_has_begun_still_says_when_the_rest_is_due(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(BEGUN, "utf-8")
    office.done("record", "hn", "40", "--on", "30/06/2024")
    assert "mới có 1/2 phần; hạn 31/12/2024" in office.done("report", "6t")


def test_a_growth_that_reports_leave_out_is_no_difference_of_two_reports(office: Office) -> None:
    office.today("2024-10-05")
    for id in ("bao-phu-bhyt", "bao-phu-bhxh"):
        day = "30/09/2023" if id == "bao-phu-bhyt" else "31/03/2023"
        office.done("record", id, "8,1", "--on", day, "--earlier-year", "--yes")
        office.done("record", id, "8,2", "--on", "31/03/2024", "--yes")
    office.done("close", "9t")
    office.done("reopen", "9t", "--reason", "rà soát")
    for id in ("bao-phu-bhyt", "bao-phu-bhxh"):
        office.done("correct", id, "8,4", "--on", "31/03/2024", "--reason", "rà soát", "--yes")
    found = json.loads(office.done("diff", "9t", "--format", "json"))["indicators"]
    told = {one["id"]: [each["field"] for each in one["changes"]] for one in found}
    assert ("growth" in told["bao-phu-bhyt"], "growth" in told["bao-phu-bhxh"]) == (False, True)
    office.done("record", "bao-phu-bhyt", "8,5", "--on", "30/09/2024", "--yes")
    table = office.done("diff", "9t", "--format", "plain").splitlines()
    assert [line.split("\t")[2:4] for line in table if "BHYT\tTăng, giảm" in line] == [["–", "+0,4 điểm %"]]


NEW_VILLAGE = """schema: thidua.plan/1
year: 2024
title: Kế hoạch
unit: {id: x, name: xã X}
places: [{id: thon-1, name: Thôn 1}, {id: thon-2, name: Thôn 2, from: 2024-06-01}]
scoring: {total: 60, items: [{indicator: dan, points: 60}], deductions: {late: 2, missing: 5}}
sections:
  - id: a
    title: A
    indicators:
      - {id: dan, name: Đàn bò, unit: con, target: ">= 900", combine: latest, frequency: quarterly, due: 2024-04-01,
         by_place: true}
      - {id: ntm, name: Xã đạt chuẩn nông thôn mới, unit: có/không, target: đạt, combine: latest, due: 2024-12-31}
"""


@pytest.fixture
def growing(office: Office) -> Office:
    """A commune of one village that has reported its herd twice, and of one founded in June that has not."""
    (office.folder / "plan_2024.yaml").write_text(NEW_VILLAGE, "utf-8")
    office.today("2024-08-05")
    office.done("record", "dan", "700", "--on", "01/04/2024", "--place", "thon-1")
    office.done("record", "dan", "720", "--on", "01/07/2024", "--place", "thon-1")
    return office


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("score", "--period", "t6"), "chờ đến kỳ 01/07/2024"),
        (("score", "--period", "t7"), "Đàn bò: trừ 5 điểm: đã đến hạn 01/07/2024 mà chưa có số liệu."),
        (("explain", "dan", "--period", "t7"), "Trừ 5 điểm: đã đến hạn 01/07/2024 mà chưa có số liệu."),
        (("due",), "Đàn bò: Thôn 2  01/07/2024"),
    ],
)
def test_the_due_day_told_is_that_of_the_figure_that_lacks(growing: Office, words: tuple[str, ...], told: str) -> None:
    assert told in growing.done(*words)


@pytest.mark.parametrize("period", ["t8", "q3"])
def test_a_figure_that_only_a_new_village_broke_is_not_the_first_of_the_year(growing: Office, period: str) -> None:
    growing.today("2024-10-05")
    growing.done("record", "dan", "730", "--on", "01/08/2024", "--place", "thon-1")
    growing.done("record", "dan", "250", "--on", "01/08/2024", "--place", "thon-2")
    assert "\nĐàn bò: nay có đủ số liệu, 980 con; vượt.\n" in paper(growing, period)


@pytest.mark.parametrize(
    ("answer", "told"), [(["đạt"], "đạt"), (["chưa đạt"], "chưa đạt"), (["đạt", "--level", "estimate"], "đạt (số ước)")]
)
def test_the_first_answer_by_yes_or_no_is_told_once(growing: Office, answer: list[str], told: str) -> None:
    growing.done("record", "ntm", *answer, "--on", "31/07/2024")
    assert f"Xã đạt chuẩn nông thôn mới: lần đầu có số liệu trong năm, {told}.\n" in paper(growing, "t7")


def test_the_working_sheet_gives_a_new_village_its_own_day(growing: Office) -> None:
    growing.done("summary", "--period", "t7", "--internal", "--formats", "md,json", "--out-dir", "o")
    said = next((growing.folder / "o").glob("noi-bo-*.md")).read_text("utf-8")
    assert "\nĐàn bò: Thôn 2 (hạn 01/07/2024)" in said
    assert "\nĐàn bò: đã đến hạn (01/07/2024) nhưng chưa có số liệu." in said
    (missing,) = json.loads(next((growing.folder / "o").glob("noi-bo-*.json")).read_text("utf-8"))["missing"]
    assert missing["due"] == "2024-07-01"
