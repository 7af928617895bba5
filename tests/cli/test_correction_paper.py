"""The paper that puts a sent report right: each figure once, only what moved, in today's month; and its screen."""

from __future__ import annotations

import json

import pytest

from office import Office


@pytest.fixture
def moved(office: Office) -> Office:
    """A closed June of which a level and a first amount have moved."""
    office.done("init", ".")
    office.done("record", "bao-phu-bhyt", "9.420/10.000", "--on", "30/06/2024")
    office.done("record", "dien-tich-cay-hang-nam", "600", "--on", "16/05/2024")
    office.done("record", "dien-tich-cay-hang-nam", "100", "--on", "16/06/2024")
    office.done("close", "t6")
    office.done("reopen", "t6", "--reason", "số gửi nhầm")
    office.done("correct", "bao-phu-bhyt", "9.460/10.000", "--on", "30/06/2024", "--reason", "BHXH gửi lại")
    office.done("correct", "dien-tich-cay-hang-nam", "120", "--on", "16/06/2024", "--reason", "đo lại")
    return office


def rows_of(paper: str) -> list[list[str]]:
    """The cells of what is put right in a Markdown page, without the titles and the names above them."""
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in paper.splitlines() if line.startswith("| ")]
    return [row for row in lines if len(row) == 3 and row[1] and row[0] != "Số liệu" and row[0][:2] != ":-"]


def test_a_level_is_put_right_in_one_row_and_an_amount_in_two(moved: Office) -> None:
    paper = moved.done("diff", "t6", "--paper", "--format", "md")
    assert rows_of(paper) == [
        ["Trong kỳ", "100 ha", "120 ha"],
        ["Lũy kế", "700 ha", "720 ha"],
        ["Thực hiện", "94,2% (9.420/10.000)", "94,6% (9.460/10.000)"],
    ]


def test_an_indicator_that_did_not_move_is_not_in_the_paper(moved: Office) -> None:
    paper = moved.done("diff", "t6", "--paper", "--format", "md")
    assert "cây lâu năm" not in paper
    assert "- Diện tích cây hàng năm trong kỳ thực hiện 120 ha, lũy kế đạt 720 ha" in paper


def test_a_part_that_did_not_move_is_not_told_beside_its_total(moved: Office) -> None:
    moved.done("record", "dien-tich-cay-lau-nam", "3.150", "--on", "20/06/2024")
    moved.done("close", "t6")
    moved.done("reopen", "t6", "--reason", "đo lại lần nữa")
    moved.done("correct", "dien-tich-cay-hang-nam", "130", "--on", "16/06/2024", "--reason", "đo lại")
    paper = moved.done("diff", "t6", "--paper", "--format", "md")
    assert "Tổng diện tích gieo trồng" in paper
    assert "lâu năm" not in paper


def test_another_target_is_put_right_only_where_its_verdict_or_itself_moved(moved: Office) -> None:
    plan = moved.folder / "data" / "plan_2024.yaml"
    both = "also: [{by: HĐND xã, target: '>= 95'}, {by: Huyện, target: '>= 94,4'}]"
    text = plan.read_text("utf-8").replace("id: bao-phu-bhyt", f"id: bao-phu-bhyt\n        {both}")
    plan.write_text(
        text.replace("id: bao-phu-bhxh", "id: bao-phu-bhxh\n        also: [{by: Huyện, target: '> 9'}]"), "utf-8"
    )
    moved.done("record", "bao-phu-bhxh", "8", "--on", "30/06/2024")
    moved.done("correct", "bao-phu-bhyt", "94,2", "--on", "30/06/2024", "--reason", "chép nhầm")
    moved.done("close", "t6")
    moved.done("reopen", "t6", "--reason", "rà soát")
    moved.done("correct", "bao-phu-bhyt", "94,5", "--on", "30/06/2024", "--reason", "BHXH gửi lại")
    moved.done("correct", "bao-phu-bhxh", "8,5", "--on", "30/06/2024", "--reason", "BHXH gửi lại")
    paper = moved.done("diff", "t6", "--paper", "--format", "md")
    assert [row[1:] for row in rows_of(paper) if row[0] == "Nơi khác giao"] == [
        ["HĐND xã 95%: Chưa đạt; Huyện 94,4%: Chưa đạt", "HĐND xã 95%: Chưa đạt; Huyện 94,4%: Vượt"]
    ]


def test_the_paper_is_of_today_s_month(moved: Office) -> None:
    moved.today("2024-08-02")
    assert "Đắk La, ngày … tháng 8 năm 2024" in moved.done("diff", "t6", "--paper", "--format", "md")


def test_the_screen_names_a_level_what_it_is_and_says_the_headlines_as_papers_do(moved: Office) -> None:
    page = moved.done("diff", "t6")
    assert "Tỷ lệ bao phủ BHYT      Thực hiện" in page
    assert "Diện tích cây hàng năm  Lũy kế" in page
    assert "Tỷ lệ bao phủ BHYT      Trong kỳ" not in page
    moved.done("correct", "bao-phu-bhyt", "95,6", "--on", "30/06/2024", "--reason", "BHXH gửi lại lần hai")
    page = moved.done("diff", "t6")
    assert "Đã gửi: Trong 18 chỉ tiêu, có 01 chỉ tiêu chưa đạt kế hoạch năm" in page
    assert "Nay: Trong 18 chỉ tiêu, có 01 chỉ tiêu đạt kế hoạch năm" in page


def test_the_day_of_one_part_is_not_told_of_the_whole(moved: Office) -> None:
    moved.done("record", "dien-tich-cay-lau-nam", "3.150", "--on", "20/06/2024")
    moved.done("void", "dien-tich-cay-hang-nam", "--on", "16/06/2024", "--reason", "ghi trùng")
    moved.done("close", "t6")
    moved.done("reopen", "t6", "--reason", "đo lại lần nữa")
    moved.done("correct", "dien-tich-cay-hang-nam", "610", "--on", "16/05/2024", "--reason", "đo lại")
    paper = moved.done("diff", "t6", "--paper", "--format", "md")
    assert "Tổng diện tích gieo trồng đạt 3.760 ha" in paper
    assert "trong đó: đến ngày 16/5/2024, diện tích cây hàng năm 610 ha" in paper


LOOKING_BACK = """\
schema: thidua.plan/1
year: 2024
title: Kế hoạch năm 2024
unit: {id: dak-la, name: xã Đắk La}
sections:
  - id: a
    title: A
    indicators:
      - {id: ngheo, name: Tỷ lệ hộ nghèo, unit: "%", target: "<= -1,5 điểm", combine: latest,
         baseline: {value: "5,2", on: 2023-12-31}}
      - {id: di, name: Lao động đi xuất khẩu, unit: lao động, target: ">= 50", combine: sum, years: 2022-2024}
      - {id: lua, name: Diện tích lúa, unit: ha, target: ">= 50", combine: sum}
"""


def test_what_moves_a_closed_report_from_last_years_result_or_a_span_of_years_is_told_as_a_row(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(LOOKING_BACK, "utf-8")
    for id, value in (("ngheo", "4"), ("di", "11"), ("lua", "17")):
        office.done("record", id, value, "--on", "30/06/2024")
    assert "chưa có số trước năm 2024" in office.done("report", "6t")
    office.done("close", "6t")
    for id, value, day in (("ngheo", "5,6", "31/12/2023"), ("di", "30", "31/12/2022"), ("lua", "15", "30/06/2023")):
        answer = office.run("record", id, value, "--on", day, "--earlier-year")
        assert answer.code == 0
        assert "Cảnh báo: việc này làm đổi báo cáo đã chốt" in answer.err
    assert "chưa có số trước năm" not in office.done("report", "6t")
    found = json.loads(office.done("diff", "6t", "--format", "json"))
    assert [(row["id"], row["plan_changed"]) for row in found["indicators"]] == [
        ("ngheo", False), ("di", False), ("lua", False),
    ]  # fmt: skip
    rows = {row["id"]: {change["field"]: change["rows"] for change in row["changes"]} for row in found["indicators"]}
    assert (rows["ngheo"]["target"], rows["ngheo"]["verdict"], rows["di"]["actual"]) == ([5], [5], [6])
    paper = office.done("diff", "6t", "--paper")
    assert "bổ sung số liệu ngày 31/12/2023" in paper
    assert "điều chỉnh kế hoạch" not in paper


def test_a_reason_that_was_taken_back_is_none_of_a_correction(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(LOOKING_BACK, "utf-8")
    office.done("record", "lua", "17", "--on", "30/06/2024")
    office.done("close", "6t")
    office.done("record", "lua", "15", "--on", "30/06/2023", "--earlier-year")
    office.done("correct", "lua", "51", "--on", "30/06/2023", "--reason", "Trạm báo nhầm", "--yes")
    assert "Trạm báo nhầm" in office.done("diff", "6t", "--paper")
    office.done("undo")
    paper = office.done("diff", "6t", "--paper")
    assert "bổ sung số liệu ngày 30/06/2023" in paper
    assert "Trạm báo nhầm" not in paper


@pytest.mark.parametrize(("plan_moves", "why"), [(True, "4, kế hoạch"), (False, "4")])
def test_a_change_of_the_plan_is_told_also_where_last_years_result_moved(
    plan_moves: bool, why: str, office: Office
) -> None:
    path = office.folder / "plan_2024.yaml"
    text = LOOKING_BACK.replace("<= -1,5 điểm", "<= -10%").replace('unit: "%"', "unit: hộ")
    path.write_text(text.replace(',\n         baseline: {value: "5,2", on: 2023-12-31}', ""), "utf-8")
    for year, value in (("2023", "50"), ("2024", "44")):
        office.done("record", "ngheo", value, "--on", f"30/06/{year}", *["--earlier-year"] * (year == "2023"))
    office.done("close", "6t")
    before, after = ("-10%", "-20%") if plan_moves else ("title: A", "title: B")
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    office.done("correct", "ngheo", "60", "--on", "30/06/2023", "--reason", "rà soát", "--yes")
    (found,) = json.loads(office.done("diff", "6t", "--format", "json"))["indicators"]
    assert found["plan_changed"] is plan_moves
    lines = [line for line in office.done("diff", "6t").splitlines() if "Kế hoạch " in line]
    assert [line.split("  ")[-1].strip() for line in lines] == [why]
    assert ("rà soát; điều chỉnh kế hoạch" in office.done("diff", "6t", "--paper")) is plan_moves


def test_a_ceiling_is_written_in_the_table_as_in_the_text(office: Office) -> None:
    path = office.folder / "plan_2024.yaml"
    path.write_text(LOOKING_BACK.replace("<= -1,5 điểm", "<= 6"), "utf-8")
    office.done("record", "ngheo", "4", "--on", "30/06/2024")
    office.done("close", "6t")
    path.write_text(path.read_text("utf-8").replace("<= 6", "<= 5"), "utf-8")
    paper = office.done("diff", "6t", "--paper")
    assert "≤" not in paper
    assert "không quá 6%  không quá 5%" in paper


LATE = """\
schema: thidua.plan/1
year: 2024
title: Kế hoạch năm 2024
unit: {id: dak-la, name: xã Đắk La}
sections:
  - id: a
    title: A
    indicators:
      - {id: bh, name: Bao phủ BHYT, unit: "%", target: ">= 95", combine: latest}
      - {id: thu, name: Thu quỹ, unit: triệu đồng, target: ">= 1.200", combine: sum}
      - {id: cay, name: Cây trồng, unit: ha, target: ">= 100", combine: total,
         parts: [{id: lua, name: Lúa, unit: ha, target: ">= 50", combine: sum}]}
"""


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("t6", ["Thực hiện", "Trong kỳ", "Lũy kế", "Thực hiện", "Trong kỳ", "Lũy kế"]),
        ("t7", ["Thực hiện", "Lũy kế", "Thực hiện", "Lũy kế"]),
        ("6t", ["Thực hiện", "Thực hiện", "Thực hiện", "Thực hiện"]),
    ],
)
def test_the_correction_names_what_the_annex_prints_and_a_sum_the_same_in_every_month(
    office: Office, period: str, told: list[str]
) -> None:
    (office.folder / "plan_2024.yaml").write_text(LATE, "utf-8")
    for id, value in (("bh", "91"), ("thu", "100"), ("lua", "10")):
        office.done("record", id, value, "--on", "31/03/2024")
    office.today("2024-08-05")
    office.done("close", period)
    office.done("reopen", period, "--reason", "số về muộn")
    for id, value in (("bh", "92"), ("thu", "50"), ("lua", "5")):
        office.done("record", id, value, "--on", "20/06/2024")
    paper = office.done("diff", period, "--paper", "--format", "md")
    assert [row[0] for row in rows_of(paper)] == told
    office.done("summary", period, "--formats", "md", "--out-dir", "o")
    (annex,) = (office.folder / "o").glob("bao-cao-*.md")
    assert ("| Trong kỳ |" in annex.read_text("utf-8")) is ("Trong kỳ" in told)
