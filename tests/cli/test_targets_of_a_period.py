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
      - {id: thu, name: Thu quỹ, unit: triệu đồng, target: ">= 12.000", combine: sum, frequency: quarterly,
         by_period: {2026-Q3: ">= 3.000", 2026-9M: ">= 9.000"}, also: [{by: HĐND tỉnh, target: ">= 12.000"}]}
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
