"""Work, days, places, the scale of points and awards: what is read, what is refused and where, what is doubtful."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plan_file.texts import SOUND, faults_of, only_fault, plan_of
from thidua_cli.domain.plan import (
    Award,
    Comparator,
    Deductions,
    Pace,
    PaceShape,
    PlaceTarget,
    ScoreItem,
    Target,
    WorkItem,
)
from thidua_cli.plan_file import PlanText
from thidua_cli.plan_file.doubts import plan_warnings

PLACES = """\
places:
  - {id: thon-1, name: Thôn 1, aliases: [Đắk Tiêng]}
  - id: thon-2
    name: Thôn 2
"""
BY_PLACE = SOUND + "        by_place: true\n"
HERD = """\
      - {id: dan-gia-suc, name: Đàn gia súc, unit: con, target: ">= 100", combine: latest, by_place: true}
"""


def _warnings(text: str) -> list[str]:
    return [str(fault) for fault in plan_warnings(plan_of(text), PlanText("plan.yaml", text.encode()))]


def test_a_work_item_needs_an_id_and_a_title_only() -> None:
    item = plan_of(SOUND + "work:\n  - {id: tuyen-truyen, title: Tuyên truyền}\n").work[0]
    assert item == WorkItem("tuyen-truyen", "Tuyên truyền")


def test_a_work_item_holds_who_when_and_what_for() -> None:
    item = plan_of(
        SOUND
        + "work:\n  - id: giam-ngheo\n    title: Giảm nghèo\n    group: 3\n    lead: VHXH\n    support: [MTTQ, HPN]\n"
        + "    due: 30/06/2024\n    indicators: [ho-ngheo]\n"
    ).work[0]
    assert item == WorkItem("giam-ngheo", "Giảm nghèo", "3", "VHXH", ("MTTQ", "HPN"), date(2024, 6, 30), ("ho-ngheo",))


def test_movements_days_and_awards_are_read() -> None:
    plan = plan_of(
        SOUND
        + "movements: [Toàn dân bảo vệ an ninh Tổ quốc]\nanniversaries:\n  - {name: Điện Biên Phủ, on: 07/05/2024}\n"
        + "awards:\n  - {form: Giấy khen, decides: Chủ tịch UBND xã, from: 2024-01-01, until: 2025-06-30}\n"
    )
    assert plan.movements == ("Toàn dân bảo vệ an ninh Tổ quốc",)
    assert plan.anniversaries[0].on == date(2024, 5, 7)
    assert plan.awards == (Award("Giấy khen", "Chủ tịch UBND xã", date(2024, 1, 1), date(2025, 6, 30)),)


def test_a_scale_of_points_is_read() -> None:
    scoring = plan_of(
        SOUND
        + "scoring:\n  total: 950\n  bonus: 50\n  items:\n    - {indicator: ho-ngheo, points: 950,"
        + ' bonus_per_percent: "0,5", bonus_most: 10}\n  deductions: {late: 2}\n'
    ).scoring
    assert scoring is not None
    assert scoring.total == 950
    assert scoring.bonus == 50
    assert scoring.deductions == Deductions(late=Decimal(2))
    assert scoring.items == (ScoreItem("ho-ngheo", Decimal(950), Decimal("0.5"), Decimal(10)),)


@pytest.mark.parametrize(
    ("typed", "pace"),
    [
        ("linear", Pace(PaceShape.LINEAR)),
        ("last-year", Pace(PaceShape.LAST_YEAR)),
        ('["2,5", 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]', Pace(weights=(Decimal("2.5"), Decimal(0), *[Decimal(1)] * 10))),
    ],
)  # fmt: skip
def test_a_pace_is_a_shape_or_twelve_weights(typed: str, pace: Pace) -> None:
    indicator = plan_of(SOUND + f"        pace: {typed}\n").sections[0].indicators[0]
    assert indicator.pace == pace
    assert plan_of(SOUND).sections[0].indicators[0].pace is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("deu", "14:15: pace: giá trị 'deu' không dùng được; hãy ghi linear, last-year hoặc 12 số"),
        ("[1, 2]", "14:9: pace: có 2 số; hãy ghi đủ 12 số"),
        ("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1]", "14:9: pace: các số phải từ 0 trở lên"),
        ("[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]", "14:9: pace: các số phải từ 0 trở lên và không được đều là 0"),
        ("{a: b}", "14:9: pace: phải là một giá trị"),
    ],
)
def test_a_pace_that_is_none_is_refused(typed: str, told: str) -> None:
    assert f"plan.yaml:{told}" in only_fault(SOUND + f"        pace: {typed}\n")


def test_a_weight_that_is_no_number_is_named_by_its_place_in_the_list() -> None:
    assert "pace[2]: số không hợp lệ" in "\n".join(faults_of(SOUND + "        pace: [1, x, 1]\n"))


def test_a_place_may_have_its_own_targets() -> None:
    text = BY_PLACE + HERD + PLACES + '    targets:\n      - {indicator: dan-gia-suc, target: ">= 40"}\n'
    place = plan_of(text).places[1]
    assert place.targets == (PlaceTarget("dan-gia-suc", Target(Comparator.AT_LEAST, Decimal(40))),)


REFUSED = [
    ("work:\n  - {id: a, title: b, indicators: [ho-ngheoo]}\n",
     "15:36: indicators[1]: không có chỉ tiêu 'ho-ngheoo' trong kế hoạch; ý bạn là 'ho-ngheo'?"),
    ("work:\n  - {id: ho-ngheo, title: b}\n", "15:10: id: mã 'ho-ngheo' trùng với mã ở dòng 9"),
    ("work:\n  - {id: Giảm nghèo, title: b}\n", "15:10: id: mã 'Giảm nghèo' không hợp lệ"),
    ("work:\n  - {id: a}\n", "15:5: title: thiếu khóa bắt buộc"),
    ("work:\n  - {id: a, title: b, leed: c}\n", "15:23: leed: không có khóa này; ý bạn là 'lead'?"),
    ("work:\n  - {id: a, title: b, due: 31/06/2024}\n", "15:28: due: không có ngày"),
    ("anniversaries:\n  - {name: a}\n", "15:5: on: thiếu khóa bắt buộc; hãy thêm 'on: 2024-05-07'"),
    ("places:\n  - {id: thon-1, name: a}\n  - {id: thon-1, name: b}\n",
     "16:10: id: mã 'thon-1' trùng với mã ở dòng 15"),
    ("places:\n  - id: thon-1\n    name: a\n    targets: [{indicator: ho-ngheo, target: '< 3'}]\n",
     "indicator: chỉ tiêu này không thu theo thôn; hãy thêm by_place: true"),
    ("scoring:\n  total: 0\n  items: [{indicator: ho-ngheo, points: 5}]\n", "15:10: total: 0 điểm không hợp lệ"),
    ("scoring:\n  total: 5\n  items: []\n", "items: bỏ trống nhưng bắt buộc"),
    ("scoring:\n  total: 5\n  items: [{indicator: a, points: 5}]\n", "indicator: không có chỉ tiêu 'a' trong kế hoạch"),
    ("scoring:\n  total: 5\n  items: [{indicator: ho-ngheo, points: 5}, {indicator: ho-ngheo, points: 5}]\n",
     "indicator: mã 'ho-ngheo' trùng với mã ở dòng 16"),
    ("scoring:\n  total: 5\n  items: [{indicator: ho-ngheo, points: 5, bonus_most: 1}]\n",
     "bonus_most: cần bonus_per_percent"),
    ("scoring:\n  total: 5\n  items: [{indicator: ho-ngheo, points: 5}]\n  deductions: {late: -1}\n",
     "late: -1 điểm không hợp lệ; hãy ghi số từ 0 trở lên"),
    ("awards:\n  - {form: a, decides: b, from: 2024-02-01, until: 2024-01-31}\n",
     "until: phải từ ngày bắt đầu (01/02/2024)"),
    ("awards:\n  - {form: a, decides: b, since: 2024-02-01}\n", "15:27: since: không có khóa này"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), REFUSED)
def test_what_is_unsound_is_refused_at_its_place(text: str, told: str) -> None:
    assert told in only_fault(SOUND + text)


def test_figures_by_place_need_places() -> None:
    assert "14:19: by_place: kế hoạch chưa có thôn nào" in only_fault(BY_PLACE)
    assert plan_of(BY_PLACE + PLACES).sections[0].indicators[0].by_place


@pytest.mark.parametrize(
    ("unit", "combine", "accepted"),
    [("%", "latest", True), ("%", "mean", False), ("%", "sum", False), ("con", "latest", True), ("con", "sum", True),
     ("con", "mean", False), ("con", "max", False)],
)  # fmt: skip
def test_only_what_adds_up_over_places_is_collected_by_place(unit: str, combine: str, accepted: bool) -> None:
    text = BY_PLACE.replace('"%"', f'"{unit}"').replace("latest", combine) + PLACES
    if accepted:
        assert plan_of(text)
    else:
        assert f"14:19: by_place: số các thôn không gộp được khi combine là {combine}" in only_fault(text)


def test_targets_of_places_that_do_not_add_up_are_doubtful() -> None:
    split = "places:\n" + "".join(
        f"  - id: thon-{n}\n    name: Thôn {n}\n    targets: [{{indicator: dan-gia-suc, target: '>= {share}'}}]\n"
        for n, share in ((1, 60), (2, 30))
    )
    (doubt,) = _warnings(SOUND + HERD + split)
    assert doubt.startswith("plan.yaml:15:1: places: dan-gia-suc: chỉ tiêu giao các thôn cộng lại 90 con,")
    assert doubt.endswith("của xã 100 con; các thôn ít hơn 10 con")
    assert _warnings(SOUND + HERD + split.replace(">= 30", ">= 40")) == []
    merged = split.replace(">= 60", ">= 100").replace("name: Thôn 2", "name: Thôn 2\n    until: 2024-06-30")
    assert _warnings(SOUND + HERD + merged) == []


def test_days_outside_the_year_unclear_names_and_points_that_do_not_add_up_are_doubtful() -> None:
    text = (
        SOUND
        + "work:\n  - {id: a, title: b, due: 2025-01-01}\nanniversaries:\n  - {name: a, on: 2023-05-07}\n"
        + "places:\n  - {id: thon-1, name: Thôn 1}\n  - {id: thon-2, name: Thôn 2, aliases: [thôn 1]}\n"
        + "scoring:\n  total: 10\n  items: [{indicator: ho-ngheo, points: 9}]\n"
    )
    told = _warnings(text)
    assert [line.split(": ")[1] for line in told] == ["due", "on", "id", "aliases", "total"]
    assert told[0].startswith("plan.yaml:15:28: due: 01/01/2025 ngoài năm kế hoạch 2024")
    assert told[4].endswith("điểm các chỉ tiêu cộng lại 9 điểm, tổng thang điểm 10 điểm; các chỉ tiêu ít hơn 1 điểm")


def test_averages_added_up_over_places_are_doubtful() -> None:
    text = BY_PLACE.replace('"%"', "triệu đồng/người/năm") + PLACES
    assert "đơn vị triệu đồng/người/năm là số bình quân" in _warnings(text)[0]
