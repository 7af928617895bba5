"""The plan's page names its places, paces, points and awards, and machines read the same."""

from __future__ import annotations

from datetime import date

import pytest

from plan_file.texts import SOUND, plan_of
from thidua_cli.pages.indicators import list_page
from thidua_cli.pages.page import Page
from thidua_cli.pages.plan import plan_page
from thidua_cli.render.formats import format_of

FULL = (
    SOUND
    + """\
        by_place: true
        pace: [0, 0, 10, 0, 0, 20, 0, 0, 30, 0, 0, 40]
places:
  - {id: thon-1, name: Thôn 1, targets: [{indicator: ho-ngheo, target: "< 3,5"}]}
work:
  - {id: giam-ngheo, title: Giảm nghèo, group: "2", lead: VHXH, due: 30/06/2024}
scoring:
  total: 100
  bonus: 5
  items: [{indicator: ho-ngheo, points: 100, bonus_per_percent: "0,5", bonus_most: 5}]
  deductions: {late: 2, missing: 10}
awards:
  - {form: Giấy khen, decides: Chủ tịch UBND xã, until: 30/06/2025}
"""
)


def _page() -> Page:
    return plan_page(plan_of(FULL), "plan.yaml", "0" * 64)


def test_every_part_of_the_plan_is_on_its_page() -> None:
    shown = _page().to_bytes(format_of("table")).decode()
    for words in (
        "lấy số mới nhất; thu theo thôn; nhịp riêng từng tháng: 0, 0, 10, 0, 0, 20, 0, 0, 30, 0, 0, 40",
        "VHXH\n2.1  giam-ngheo  Giảm nghèo  30/06/2024",
        "Thôn 1 (thon-1): ho-ngheo dưới 3,5",
        "Tổng 100 điểm; thưởng nhiều nhất 5 điểm; trừ 2 điểm mỗi số liệu trễ, 10 điểm mỗi số liệu thiếu",
        "Giấy khen",
        "30/06/2025",
    ):
        assert words in shown, shown


def test_machines_read_the_same() -> None:
    record = _page().record()
    assert record["work"][0]["due"] == "2024-06-30"
    assert record["places"] == [{"id": "thon-1", "name": "Thôn 1"}]
    assert record["scoring"] == {"total": "100", "bonus": "5", "items": [{"indicator": "ho-ngheo", "points": "100"}]}
    assert record["awards"][0] == {
        "form": "Giấy khen", "decides": "Chủ tịch UBND xã", "from": None, "until": "2025-06-30", "basis": None,
    }  # fmt: skip
    assert record["indicators"][0]["by_place"] is True


def test_the_plan_s_page_tells_each_adjustment_with_its_day_and_decision() -> None:
    text = (
        SOUND
        + """\
        adjustments:
          - {on: 2024-07-05, target: "< 3,5", decision: 45/NQ-HĐND}
          - {on: 2024-10-01, target: "< 3,2", printed: không quá 3%}
"""
    )
    page = plan_page(plan_of(text), "plan.yaml", "0" * 64)
    shown = page.to_bytes(format_of("table")).decode()
    assert "Tỷ lệ hộ nghèo: từ ngày 05/07/2024 là dưới 3,5% (45/NQ-HĐND)\n" in shown
    assert "Tỷ lệ hộ nghèo: từ ngày 01/10/2024 là không quá 3%\n" in shown
    (indicator,) = page.record()["indicators"]
    assert [(step["on"], step["target"]["value"], step["decision"]) for step in indicator["adjustments"]] == [
        ("2024-07-05", "3.5", "45/NQ-HĐND"), ("2024-10-01", "3.2", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "target"), [(4, "dưới 3,7%"), (5, "dưới 3,5%")], ids=["the day before", "its first day"]
)
def test_the_list_shows_the_target_in_force_today(day: int, target: str) -> None:
    plan = plan_of(SOUND + '        adjustments: [{on: 2024-07-05, target: "< 3,5"}]\n')
    page = list_page(plan, tuple(plan.rows()), date(2024, 7, day))
    assert page.record()["indicators"][0]["target"] == target
    shown = page.to_bytes(format_of("table")).decode()
    assert f"%    {target.removesuffix('%')}" in shown
