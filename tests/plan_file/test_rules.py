"""Rules between keys: totals and parts, ranges, rates, adjustments."""

from __future__ import annotations

import pytest

from plan_file.texts import SOUND, only_fault, plan_of, spoilt

_TOTAL = spoilt("latest", "total").replace('"%"', "ha") + "        parts:\n"


def _part(identity: str, **changes: str) -> str:
    keys = {"id": identity, "name": identity, "unit": "ha", "target": '">= 1"', "combine": "latest", **changes}
    return f"          - {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}\n"


def test_a_total_with_parts_is_accepted() -> None:
    assert len(plan_of(_TOTAL + _part("a") + _part("b", combine="sum")).sections[0].indicators[0].parts) == 2


@pytest.mark.parametrize("parts", ["", "        parts: []\n"])
def test_a_total_needs_parts(parts: str) -> None:
    assert "13:18: combine: total là tổng của các phần nhưng chưa có parts" in only_fault(
        spoilt("latest", "total") + parts
    )


@pytest.mark.parametrize("combine", ["latest", "sum", "mean", "max"])
def test_parts_in_units_of_their_own_may_stand_under_every_other_combine(combine: str) -> None:
    whole = plan_of(_TOTAL.replace("total", combine) + _part("a", unit="con")).sections[0].indicators[0]
    assert [part.unit for part in whole.parts] == ["con"]


def _nested(levels: int) -> str:
    inner = f"{{id: p{levels}, name: p, unit: ha, target: '> 1', combine: sum}}"
    for level in range(levels - 1, 0, -1):
        inner = f"{{id: p{level}, name: p, unit: ha, target: '> 1', combine: latest, parts: [{inner}]}}"
    return f"{_TOTAL}          - {inner}\n"


def test_parts_have_parts_but_those_have_none() -> None:
    assert [row.indicator.id for row in plan_of(_nested(2)).rows()] == ["ho-ngheo", "p1", "p2"]
    assert "parts: các phần đã ở cấp thứ ba" in only_fault(_nested(3))


def _of_july(key: str) -> str:
    return f'{SOUND}        adjustments:\n          - {{on: 2024-07-01, target: "< 4", {key}}}\n'


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (spoilt('"< 3,7"', "đạt").replace("latest", "sum"), "13:18: combine: chỉ tiêu đạt/chưa đạt chỉ đi với"),
        (spoilt('"< 3,7"', "đạt") + "        rate: {numerator: a, denominator: b}\n", "14:9: rate: chỉ tiêu đạt"),
        (SOUND + '        also: [{target: ">= 1"}]\n', "14:16: by: thiếu khóa bắt buộc; hãy thêm 'by: HĐND xã'"),
        (SOUND + "        also: [{by: HĐND xã, target: none}]\n", "14:38: target: 'none' không phải một số"),
        (SOUND + "        stretch: đạt\n", "14:18: stretch: 'đạt' không phải một số để so sánh"),
        (
            SOUND + '        stretch: ">= 3"\n',
            "14:18: stretch: '>= 3' ngược chiều với chỉ tiêu '< 3,7'; mức phấn đấu đi",
        ),
        (SOUND + '        stretch: "> -2 điểm"\n', "14:18: stretch: '> -2 điểm' ngược chiều với chỉ tiêu '< 3,7'"),
        (SOUND + '        count: ">= 8"\n', "14:16: count: là chỉ tiêu của tử số, cần rate"),
        (SOUND + '        by_period: {2024-Q5: ">= 3"}\n', "14:21: period: kỳ '2024-Q5' không hợp lệ"),
        (SOUND + '        by_period: {2023-Q3: ">= 3"}\n', "14:21: period: kỳ '2023-Q3' không hợp lệ"),
        (SOUND + "        by_period: {2024-Q3: 3}\n", "14:30: target: '3' thiếu dấu so sánh"),
        (SOUND + "        by_period: {2024-Q3: đạt}\n", "14:30: target: 'đạt' không phải một số"),
        (SOUND + '        by_period: {2024-Q3: "> 3", 2024-Q3: "> 4"}\n', "14:37: khóa '2024-Q3' trùng dòng 14"),
        (SOUND + '        by_period: ["> 3"]\n', "14:9: by_period: phải là các kỳ và chỉ tiêu của kỳ"),
        (_of_july('by_period: {2024-H3: ">= 3"}'), "15:57: period: kỳ '2024-H3' không hợp lệ"),
        (_of_july("by_period: {2024-Q3: đạt}"), "15:66: target: 'đạt' không phải một số"),
        (SOUND + "        years: 2021-2025\n", "14:16: years: chỉ dùng khi combine là sum, mean hoặc max"),
        (SOUND + "        years: 2024-9999\n", "14:16: years: giai đoạn không hợp lệ '2024-9999'"),
        (SOUND + "        years: 0001-2024\n", "14:16: years: giai đoạn không hợp lệ '0001-2024'"),
        (spoilt("latest", "sum") + "        years: 2021-2023\n", "14:16: years: giai đoạn 2021-2023 không có năm"),
        (SOUND + "        years: 2024\n", "14:16: years: giai đoạn không hợp lệ '2024'"),
        (SOUND + "        whole: có\n", "14:16: whole: giá trị 'có' không dùng được; hãy ghi true"),
        (SOUND + "        adjustments: [{on: 2024-07-01, target: đạt}]\n", "14:48: target: 'đạt' khác loại với"),
        (SOUND + "report: {subject: a, about: b}\n", "14:22: about: không có khóa này; các khóa dùng được: subject"),
        (SOUND + "days_off: [30/02/2024]\n", "14:12: days_off[1]: không có ngày '30/02/2024'"),
        (SOUND + "places: [{id: a, name: A, from: 2024-07-01, until: 2024-06-30}]\n", "14:52: until: phải từ ngày"),
    ],
)
def test_each_key_is_refused_at_its_place_with_what_to_type(changed: str, fault: str) -> None:
    assert only_fault(changed).startswith(f"plan.yaml:{fault}")


def test_parts_share_the_unit_of_their_total() -> None:
    assert "unit: đơn vị 'con' khác 'ha' của chỉ tiêu tổng" in only_fault(_TOTAL + _part("a", unit="con"))


def test_better_is_for_ranges() -> None:
    assert "14:17: better: chỉ dùng khi" in only_fault(SOUND + "        better: lower\n")
    assert plan_of(spoilt("< 3,7", "60..62") + "        better: lower\n")


def test_a_rate_is_for_percentages() -> None:
    rate = "        rate: {numerator: a, denominator: b}\n"
    assert "14:9: rate: chỉ dùng khi" in only_fault(spoilt('"%"', "ha") + rate)
    assert plan_of(SOUND + rate)


def _adjusted(*days: str) -> str:
    return SOUND + "        adjustments:\n" + "".join(f'          - {{on: {day}, target: "< 4"}}\n' for day in days)


def test_adjustments_stand_in_the_order_of_their_days() -> None:
    assert len(plan_of(_adjusted("2024-07-01", "15/09/2024")).sections[0].indicators[0].adjustments) == 2
    assert "16:18: on: phải sau ngày điều chỉnh trước (01/07/2024)" in only_fault(_adjusted("2024-07-01", "2024-06-01"))


@pytest.mark.parametrize(
    ("day", "accepted"), [("2023-12-14", 0), ("2023-12-15", 1), ("2024-12-31", 1), ("2025-01-01", 0)]
)
def test_an_adjustment_lies_in_the_plan_year_of_either_calendar(day: str, accepted: bool) -> None:
    if accepted:
        assert plan_of(_adjusted(day))
    else:
        assert "ngoài năm kế hoạch 2024" in only_fault(_adjusted(day))
