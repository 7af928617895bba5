"""A report of a period with a target of its own (`by_period`): text, changes, annex and JSON tell one verdict."""

from __future__ import annotations

import json

import pytest

from office import Office

PLAN = """schema: thidua.plan/1
year: 2026
title: Kế hoạch
unit: {id: x, name: xã X}
sections:
  - id: a
    title: A
    indicators:
      - {id: tl, name: Tỷ lệ thôn đạt chuẩn, unit: "%", target: ">= 90", count: ">= 9", combine: latest,
         rate: {numerator: số thôn đạt chuẩn, denominator: tổng số thôn}, frequency: quarterly, due: 2026-03-31,
         by_period: {2026-Q3: ">= 80", 2026-9M: ">= 80"}, also: [{by: HĐND xã, target: ">= 95"}]}
      - {id: thu, name: Thu quỹ, unit: triệu đồng, target: ">= 12.000", combine: sum,
         by_period: {2026-Q3: ">= 3.000", 2026-9M: ">= 9.000"}, also: [{by: HĐND tỉnh, target: ">= 12.000"}]}
      - {id: lua, name: Diện tích lúa, unit: ha, target: ">= 10", combine: latest, due: 2026-12-31}
"""


@pytest.fixture
def quarter(office: Office) -> Office:
    (office.folder / "plan_2026.yaml").write_text(PLAN, "utf-8")
    office.today("2026-10-07")
    return office


def paper(office: Office, period: str = "q3", format: str = "md") -> str:
    office.done("summary", "--period", period, "--formats", "md,json", "--out-dir", "o")
    (made,) = (office.folder / "o").glob(f"bao-cao-*.{format}")
    return made.read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "now", "verdict", "told"),
    [
        ("", "17/20", "exceeded", "lần đầu có số liệu trong năm, 85%."),
        ("", "7/10", "missed", "lần đầu có số liệu trong năm, 70%."),
        ("19/20", "17/20", "exceeded", "giảm 10 điểm phần trăm, từ 95% xuống 85%."),
        ("6/10", "7/10", "missed", "tăng 10 điểm phần trăm, từ 60% lên 70%."),
    ],
)
def test_what_has_moved_never_contradicts_the_verdict_of_the_period(
    quarter: Office, before: str, now: str, verdict: str, told: str
) -> None:
    if before:
        quarter.done("record", "tl", before, "--on", "30/06/2026", "--yes")
    quarter.done("record", "tl", now, "--on", "30/09/2026", "--yes")
    said = paper(quarter)
    assert f"\nTỷ lệ thôn đạt chuẩn: {told}\n" in said
    assert "giữ nguyên" not in said
    record = json.loads(paper(quarter, format="json"))
    (change,) = (one for one in record["changes"] if one["id"] == "tl")
    assert change["verdict"]["to"] == record["report"]["indicators"][0]["verdict"] == verdict


@pytest.mark.parametrize(("period", "cell"), [("9t", "8.900"), ("q3", "2.900")])
def test_the_annex_shows_the_figure_of_the_period_where_that_is_judged(quarter: Office, period: str, cell: str) -> None:
    quarter.done("record", "thu", "6.000", "--on", "30/06/2026", "--yes")
    quarter.done("record", "thu", "2.900", "--on", "30/09/2026", "--yes")
    head, row = (line for line in paper(quarter, period).splitlines() if line.startswith(("| TT", "| 1.2")))
    cells = dict(zip(*([cell.strip() for cell in line.split("|")] for line in (head, row)), strict=True))
    assert cells["Trong kỳ"] == cell
    assert "so với số trong kỳ" in cells["Ghi chú"]


@pytest.fixture
def corrected(quarter: Office) -> Office:
    """A closed third quarter in which two missed targets are met after all, and a first figure came late."""
    quarter.done("record", "tl", "7/10", "--on", "30/09/2026", "--yes")
    quarter.done("record", "thu", "6.000", "--on", "30/06/2026", "--yes")
    quarter.done("record", "thu", "2.900", "--on", "30/09/2026", "--yes")
    quarter.done("close", "q3")
    quarter.done("reopen", "q3", "--reason", "số gửi nhầm")
    quarter.done("correct", "tl", "17/20", "--on", "30/09/2026", "--reason", "đếm lại")
    quarter.done("correct", "thu", "3.050", "--on", "30/09/2026", "--reason", "đếm lại")
    quarter.done("record", "lua", "12", "--on", "30/09/2026")
    return quarter


def test_both_headlines_of_what_has_changed_speak_of_the_plan_of_the_period(corrected: Office) -> None:
    said = corrected.done("diff", "q3", "--format", "md")
    assert "Đã gửi: Trong 03 chỉ tiêu, có 02 chỉ tiêu không đạt kế hoạch, 01 chỉ tiêu chưa đến kỳ đánh giá." in said
    assert "Nay: Có 03/03 chỉ tiêu vượt kế hoạch." in said


def test_a_correction_tells_what_differs_in_every_row_without_the_signs_of_screens(corrected: Office) -> None:
    told = corrected.done("diff", "q3", "--paper", "--format", "md")
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in told.splitlines() if line.count("|") == 4]
    assert [row for row in rows[2:] if row[1]] == [
        ["Thực hiện", "70% (7/10)", "85% (17/20)"],
        ["Giao số lượng", "7: Chưa đạt", "17: Vượt"],
        ["Đánh giá", "Không đạt", "Vượt"],
        ["Trong kỳ", "2.900 triệu đồng", "3.050 triệu đồng"],
        ["Lũy kế", "8.900 triệu đồng", "9.050 triệu đồng"],
        ["Đánh giá", "Không đạt", "Vượt"],
        ["Thực hiện", "chưa đến kỳ đánh giá", "12 ha"],
        ["Đánh giá", "Chưa đến kỳ", "Vượt"],
    ]


def test_other_targets_that_are_changed_themselves_show_what_changed(corrected: Office) -> None:
    plan = corrected.folder / "plan_2026.yaml"
    corrected.done("close", "q3")
    plan.write_text(PLAN.replace('count: ">= 9"', 'count: ">= 8"'), "utf-8")
    (line,) = (one for one in corrected.done("diff", "q3", "--format", "md").splitlines() if "Giao số lượng" in one)
    sides = [cell.strip() for cell in line.split("|")[3:6]]
    assert sides == ["17: ▲ Vượt (+8 số thôn đạt chuẩn)", "17: ▲ Vượt (+9 số thôn đạt chuẩn)", "kế hoạch"]


@pytest.mark.parametrize(
    ("today", "verdict", "cell"),
    [
        ("2026-07-20", "not_due", "· Chưa đến kỳ"),
        ("2026-09-29", "not_due", "· Chưa đến kỳ"),
        ("2026-09-30", "no_data", "? Chưa có số liệu trong kỳ"),
        ("2026-10-07", "no_data", "? Chưa có số liệu trong kỳ"),
    ],
)
@pytest.mark.parametrize("rhythm", ["frequency: quarterly, due: 2026-03-31, ", "due: 2026-03-31, ", ""])
def test_a_period_that_brought_nothing_lacks_a_figure_once_one_is_due(
    today: str, verdict: str, cell: str, rhythm: str, quarter: Office
) -> None:
    text = PLAN.replace("combine: sum,\n", f"combine: sum, {rhythm}\n")
    (quarter.folder / "plan_2026.yaml").write_text(text, "utf-8")
    for month in ("t3", "t6"):
        quarter.done("record", "thu", "2.000", "--for", month)
    quarter.today(today)
    row = json.loads(quarter.done("report", "q3", "--format", "json"))["indicators"][1]
    assert (row["verdict"], row["actual"]["value"], row["in_period"]) == (verdict, "4000", None)
    (line,) = (one for one in quarter.done("report", "q3", "--format", "plain").splitlines() if one.startswith("thu\t"))
    assert (cell in line, "hạn 31/03/2026" in line) == (True, False)
    assert cell in quarter.done("explain", "thu", "--period", "q3")


def test_a_month_missed_within_the_period_is_due_before_its_end(quarter: Office) -> None:
    monthly = PLAN.replace("combine: sum,\n", "combine: sum, frequency: monthly, due: 2026-06-30,\n")
    (quarter.folder / "plan_2026.yaml").write_text(monthly, "utf-8")
    quarter.done("record", "thu", "2.000", "--for", "t6")
    for today, verdict in (("2026-07-30", "not_due"), ("2026-07-31", "no_data")):
        quarter.today(today)
        assert json.loads(quarter.done("report", "q3", "--format", "json"))["indicators"][1]["verdict"] == verdict


def test_what_has_no_figure_of_the_year_is_late_in_the_report_of_a_period_too(quarter: Office) -> None:
    quarter.today("2026-07-20")
    assert json.loads(quarter.done("report", "q3", "--format", "json"))["indicators"][1]["verdict"] == "no_data"


@pytest.mark.parametrize(
    ("id", "earlier", "brought", "period", "years"),
    [("thu", "3.000", "3.400", 113, 53), ("tl", "9/20", "17/20", 106, 94)],
)
def test_the_bar_shows_what_is_judged_and_points_stay_the_years(
    quarter: Office, id: str, earlier: str, brought: str, period: int, years: int
) -> None:
    quarter.done("record", id, earlier, "--on", "30/06/2026", "--yes")
    quarter.done("record", id, brought, "--on", "30/09/2026", "--yes")
    rows = json.loads(quarter.done("report", "q3", "--format", "json"))["indicators"]
    (row,) = (one for one in rows if one["id"] == id)
    assert (int(float(row["ratio"]["percent"])), int(float(row["attainment"]["percent"]))) == (period, years)
    quarter.done("close", "q3")
    for words in (("report", "q3"), ("report", "q3", "--as-sent")):
        (line,) = (one for one in quarter.done(*words, "--format", "md").splitlines() if row["name"] in one)
        assert "█████████►" in line


VILLAGES = """places: [{id: v, name: Thôn V}, {id: w, name: Thôn W, targets: [{indicator: tl, target: ">= 99"}]}]
scoring: {total: 10, items: [{indicator: tl, points: 10}]}
"""


def test_villages_are_judged_by_the_target_of_the_period_as_the_commune_is_and_get_the_years_points(
    quarter: Office,
) -> None:
    text = PLAN.replace("combine: latest,\n", "combine: latest, by_place: true,\n") + VILLAGES
    (quarter.folder / "plan_2026.yaml").write_text(text, "utf-8")
    for place in "vw":
        quarter.done("record", "tl", "17/20", "--place", place, "--on", "30/09/2026", "--yes")
    told = json.loads(quarter.done("report", "q3", "--by", "place", "--format", "json"))
    rows = [*(place["indicators"][0] for place in told["places"]), told["indicators"][0]]
    assert [(row["target"]["value"], row["verdict"]) for row in rows] == [
        ("80", "exceeded"), ("99", "not_yet"), ("80", "exceeded"),
    ]  # fmt: skip
    sheet = json.loads(quarter.done("score", "--period", "q3", "--place", "v", "--format", "json"))
    explained = json.loads(quarter.done("explain", "tl", "--period", "q3", "--place", "v", "--format", "json"))
    ranked = json.loads(quarter.done("rank", "--period", "q3", "--format", "json"))["places"]
    earned = [sheet["summary"]["earned"], explained["points"]["earned"], ranked[0]["earned"]]
    assert (explained["indicator"]["verdict"], earned) == ("exceeded", ["9.44"] * 3)
