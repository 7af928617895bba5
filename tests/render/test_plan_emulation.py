"""The plan's page names its places, paces, points and awards, and machines read the same."""

from __future__ import annotations

from plan_file.texts import SOUND, plan_of
from thidua_cli.render.document import Document
from thidua_cli.render.formats import format_of
from thidua_cli.render.pages.plan import plan_page

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


def _page() -> Document:
    return plan_page(plan_of(FULL), "plan.yaml", "0" * 64)


def test_every_part_of_the_plan_is_on_its_page() -> None:
    shown = format_of("table").to_bytes(_page(), width=None, colour=False).decode()
    for words in (
        "lấy số mới nhất; thu theo thôn; tiến độ theo tháng: 0, 0, 10, 0, 0, 20, 0, 0, 30, 0, 0, 40",
        "2.1  giam-ngheo  Giảm nghèo  VHXH     30/06/2024",
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
