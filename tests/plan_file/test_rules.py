"""Rules between keys: totals and parts, ranges, rates, adjustments."""

from __future__ import annotations

import pytest

from plan_file.texts import SOUND, faults_of, only_fault, plan_of, spoilt

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


def test_only_a_total_has_parts() -> None:
    assert "14:9: parts: chỉ combine: total" in only_fault(_TOTAL.replace("total", "sum") + _part("a"))


def test_parts_have_no_parts() -> None:
    faults = faults_of(
        _TOTAL + _part("a", combine="total", parts="[{id: b, name: b, unit: ha, target: '> 1', combine: sum}]")
    )
    assert any("parts: một phần không thể có các phần nhỏ hơn" in fault for fault in faults)


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
