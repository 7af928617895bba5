"""A target counted from last year's result, which nobody knows: there is a figure, and people read what is missing."""

from __future__ import annotations

import json

import docx
import openpyxl
import pytest

from office import Office

PLAN = """schema: thidua.plan/1
year: 2024
title: Kế hoạch năm 2024
unit: {id: x, name: xã X}
places: [{id: t1, name: Thôn 1, targets: [{indicator: ng, target: "<= -1,4 điểm"}]}, {id: t2, name: Thôn 2}]
scoring:
  {total: 30, bonus: 0, deductions: {missing: 1}, items: [{indicator: tn, points: 20}, {indicator: ng, points: 10}]}
sections:
  - id: a
    title: A
    indicators:
      - {id: tn, name: Thu nhập, unit: triệu đồng, target: ">= +8%", combine: latest, from: Thống kê, due: 2024-06-30}
      - {id: ng, name: Tỷ lệ hộ nghèo, unit: "%", target: "<= -1,5 điểm", combine: latest, by_place: true,
         pace: linear, adjustments: [{on: 2024-06-01, target: "<= -1,2 điểm"}], baseline: {value: "10", on: 2023-12-31}}
      - {id: dan, name: Tổng đàn, unit: con, target: ">= 5", combine: latest}
"""
OFTEN = PLAN.replace("latest, from: Thống kê, due: 2024-06-30", "sum, frequency: monthly")
WHY = "chưa có kết quả năm trước để tính mức giao"


@pytest.fixture
def begun(office: Office) -> Office:
    (office.folder / "plan_2024.yaml").write_text(PLAN, "utf-8")
    office.done("record", "tn", "60", "--on", "30/06/2024")
    office.done("record", "ng", "9/100", "--on", "30/06/2024", "--place", "t1")
    return office


def test_papers_name_it_apart_from_what_has_no_figure(begun: Office) -> None:
    begun.done("summary", "q2", "--formats", "md")
    paper = (begun.folder / "bao-cao" / "bao-cao-x-2024-Q2.md").read_text("utf-8")
    assert f"Trong 03 chỉ tiêu, có 02 chỉ tiêu chưa có số liệu, 01 chỉ tiêu {WHY}." in paper
    assert "02 chỉ tiêu chưa có số liệu, gồm: tỷ lệ hộ nghèo; tổng đàn." in paper
    assert f"01 chỉ tiêu {WHY} là thu nhập." in paper
    assert "Thu nhập: lần đầu có số liệu trong năm, 60 triệu đồng; chưa rõ mức giao." in paper
    (row,) = [line for line in paper.splitlines() if line.startswith("| 1.1 ")]
    assert ("Chưa rõ mức giao" in row, WHY in row) == (True, True)
    report = json.loads(begun.done("report", "q2", "--format", "json"))
    assert (report["summary"]["no_data"], report["indicators"][0]["verdict"]) == (3, "no_data")


@pytest.mark.parametrize(
    "words",
    [["report"], ["report", "--by", "place"], ["show", "tn"], ["explain", "tn"], ["explain", "ng", "--place", "t1"]],
)
def test_screens_say_that_the_level_is_not_known(words: list[str], begun: Office) -> None:
    shown = begun.done(*words)
    assert "? Chưa rõ mức giao" in shown
    assert WHY in shown or words[0] == "show"


def test_points_wait_for_the_result_of_last_year(begun: Office) -> None:
    for words in (["score"], ["score", "--place", "t1"]):
        shown = begun.done(*words)
        assert f"{WHY} nên chưa chấm được" in shown
        assert "ghi kết quả năm trước (--earlier-year)" in shown
    assert "trừ 1 điểm" not in begun.done("score", "--place", "t1")


def test_a_condition_and_a_closing_tell_it_too(begun: Office) -> None:
    assert "Thu nhập (Chưa rõ mức giao)" in begun.run("report", "--fail-on", "no_data").err
    begun.done("record", "dan", "6", "--on", "30/06/2024")
    assert "1/3 chỉ tiêu được tính chưa có số liệu" in begun.done("close", "q2")


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (["report", "--by", "place"], ["giảm 1,4 điểm % so với năm trước", "giảm 1,2 điểm % so với năm trước"]),
        (["explain", "ng", "--place", "t2"], ["trước đó: giảm 1,5 điểm % so với năm trước."]),
        (["plan", "show"], ["ng giảm 1,4 điểm % so với năm trước"]),
    ],
)
def test_a_change_of_a_rate_on_last_year_is_in_points_wherever_it_stands(
    words: list[str], changes: list[str], begun: Office
) -> None:
    shown = " ".join(begun.done(*words).split())
    assert all(change in shown for change in changes), shown
    path = begun.folder / "o.xlsx"
    if "place" in words[1:]:
        begun.done(*words, "--out", str(path))
        book = openpyxl.load_workbook(path)
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if "điểm" in str(cell.value)]
        assert len(cells) == 2


def test_a_first_figure_that_cannot_be_judged_is_told_with_what_it_lacks(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(OFTEN, "utf-8")
    office.done("record", "tn", "60", "--on", "30/06/2024")
    office.done("summary", "t6", "--formats", "md")
    paper = (office.folder / "bao-cao" / "bao-cao-x-2024-06.md").read_text("utf-8")
    assert "mức đánh giá giữ nguyên" not in paper
    assert "Thu nhập: lần đầu có số liệu trong năm, 60 triệu đồng; chưa rõ mức giao." in paper


def test_templates_count_it_as_the_headline_does(begun: Office) -> None:
    file = docx.Document()
    file.add_paragraph("{{nhan-xet-chung}} {{so-chi-tieu-chua-co-so-lieu}}+{{so-chi-tieu-co-so-lieu}}")
    file.save(str(begun.folder / "mau.docx"))
    begun.done("report", "q2", "--template", "mau.docx", "--out", "bc.docx")
    (text,) = (each.text for each in docx.Document(str(begun.folder / "bc.docx")).paragraphs if "+" in each.text)
    assert text.replace("\xa0", " ") == f"Trong 03 chỉ tiêu, có 02 chỉ tiêu chưa có số liệu, 01 chỉ tiêu {WHY}. 2+1"


def test_explain_tells_why_there_is_no_share_of_the_plan(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(OFTEN, "utf-8")
    office.done("record", "tn", "60", "--on", "30/06/2024")
    shown = office.done("explain", "tn")
    assert f"Không có TH/KH: {WHY}." in shown


NO_PERCENT = "không tính được mức giao theo phần trăm vì kết quả năm trước không lớn hơn 0"


@pytest.mark.parametrize("baseline", ["-20", "0", ""])
def test_a_percent_of_a_last_year_that_is_not_above_zero_is_told_as_such(baseline: str, office: Office) -> None:
    told = f', baseline: {{value: "{baseline}", on: 2023-12-31}}' if baseline else ""
    (office.folder / "plan_2024.yaml").write_text(PLAN.replace("due: 2024-06-30", f"due: 2024-06-30{told}"), "utf-8")
    if not baseline:
        office.done("record", "tn", "0", "--on", "31/12/2023", "--earlier-year")
    (warning,) = (line for line in office.done("plan", "check").splitlines() if "+8%" in line)
    assert f"so với năm 2023 nhưng kết quả năm 2023 là {baseline or 0}, không lớn hơn 0" in warning
    assert ("--earlier-year" in warning, '">= +… điểm"' in warning) == (False, True)
    office.today("2025-01-05")
    office.done("record", "tn", "4", "--on", "31/12/2024")
    office.done("summary", "nam", "--formats", "md")
    paper = (office.folder / "bao-cao" / "bao-cao-x-2024.md").read_text("utf-8")
    assert f"02 chỉ tiêu chưa có số liệu, 01 chỉ tiêu {NO_PERCENT}." in paper
    assert f"01 chỉ tiêu {NO_PERCENT} là thu nhập." in paper
    shown = office.done("explain", "tn", "--period", "nam")
    assert f"Giao tăng 8% so với năm trước; {NO_PERCENT}." in shown
    assert f"Không có TH/KH: {NO_PERCENT}." in shown
    points = office.done("score")
    assert f"{NO_PERCENT} nên chưa chấm được" in points
    assert "sửa kế hoạch: giao một con số thay cho %" in points
    office.done("close", "nam")
    for words in ([], ["--as-sent"]):
        assert f"Chưa rõ mức giao\t{NO_PERCENT}" in office.done("report", "nam", "--format", "plain", *words)


def test_a_change_in_units_is_counted_from_a_loss_too(office: Office) -> None:
    plan = PLAN.replace(">= +8%", ">= +8 điểm").replace("due: 2024-06-30", 'due: 2024-06-30, baseline: {value: "-20"}')
    (office.folder / "plan_2024.yaml").write_text(plan, "utf-8")
    assert "+8" not in office.done("plan", "check")
    office.done("record", "tn", "4", "--on", "30/06/2024")
    row = json.loads(office.done("report", "q2", "--format", "json"))["indicators"][0]
    assert (row["target"]["value"], row["verdict"]) == ("-12", "exceeded")


@pytest.mark.parametrize(("baseline", "why"), [("-20", NO_PERCENT), ("0", NO_PERCENT), ("", WHY)])
def test_another_authority_s_change_on_last_year_says_what_it_lacks(baseline: str, why: str, office: Office) -> None:
    told = f', baseline: {{value: "{baseline}", on: 2023-12-31}}' if baseline else ""
    given = f'latest, due: 2024-06-30{told}, also: [{{by: HĐND, target: ">= +8%"}}]'
    plan = PLAN.replace("latest, from: Thống kê, due: 2024-06-30", given).replace(
        'target: ">= +8%", comb', 'target: ">= 4", comb'
    )
    (office.folder / "plan_2024.yaml").write_text(plan, "utf-8")
    assert "HĐND giao (tăng 8% so với năm trước) chưa có số liệu" in office.done("report", "q2", "--format", "plain")
    office.done("record", "tn", "-7", "--on", "30/06/2024", "--yes")
    for words in (["report", "q2", "--format", "plain"], ["explain", "tn"]):
        assert f"HĐND giao (tăng 8% so với năm trước) {why}" in office.done(*words)
    office.done("summary", "q2", "--formats", "md", "--out-dir", "ra")
    paper = (office.folder / "ra" / "bao-cao-x-2024-Q2.md").read_text("utf-8")
    assert f", chỉ tiêu HĐND giao (tăng 8% so với năm trước) {why}" in paper
    office.done("close", "q2")
    office.done("record", "tn", "10", "--on", "31/12/2023", "--earlier-year", "--yes")
    (moved,) = (line for line in office.done("diff", "q2", "--format", "plain").splitlines() if "Nơi khác giao" in line)
    assert "HĐND tăng 8% so với năm trước: ? Chưa rõ mức giao" in moved


def test_what_is_foreseen_and_cannot_be_judged_says_so(office: Office) -> None:
    (office.folder / "plan_2024.yaml").write_text(PLAN, "utf-8")
    office.done("record", "tn", "60", "--for", "q3", "--level", "estimate")
    assert "\t? Chưa rõ mức giao\t" in office.done("report", "q3", "--format", "plain")
