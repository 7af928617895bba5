"""Warnings of `plan check`: allowed, but doubtful."""

from __future__ import annotations

import pytest

from plan_file.texts import PLAN_2024, SOUND, spoilt
from thidua_cli.plan_file import PlanText, plan_warnings, read_plan


def _warnings(text: str) -> list[str]:
    source = PlanText("plan.yaml", text.encode())
    return [str(fault) for fault in plan_warnings(read_plan(source), source)]


def _plan_2024(old: str, new: str) -> str:
    text = PLAN_2024.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_a_sound_plan_has_none() -> None:
    assert _warnings(SOUND) == []


def test_b11_parts_that_do_not_add_up_are_told_with_the_exact_difference() -> None:
    (warning,) = _warnings(_plan_2024('">= 3.204,08"', '">= 3.204,8"'))
    assert "các phần cộng lại 4.483,1 ha, chỉ tiêu tổng 4.482,38 ha; các phần nhiều hơn 0,72 ha" in warning
    assert warning.startswith("plan.yaml:")


def test_sums_are_checked_in_each_span_between_adjustments() -> None:
    steps = '        adjustments: [{on: 2024-07-15, target: ">= 45"}, {on: 2024-10-01, target: ">= 39"}]\n'
    (warning,) = _warnings(_plan_2024("        printed: 39ha\n", "        printed: 39ha\n" + steps))
    assert "từ 15/07/2024 đến 30/09/2024: các phần cộng lại 39 ha, chỉ tiêu tổng 45 ha; các phần ít hơn 6 ha" in warning


def test_without_the_text_a_warning_has_no_place() -> None:
    plan = read_plan(PlanText("p", _plan_2024('">= 14"', '">= 15"').encode()))
    assert [fault.place for fault in plan_warnings(plan)] == [""]


@pytest.mark.parametrize(
    ("addition", "warning"),
    [
        ("        due: 2025-01-31\n", "14:14: due: 31/01/2025 ngoài năm kế hoạch 2024"),
        ('        plausible: "5..100"\n', "12:17: target: chỉ tiêu < 3,7 nằm ngoài khoảng plausible 5..100"),
        ('        baseline: {value: "3,7"}\n', "14:9: baseline: mức gốc 3,7 không cao hơn chỉ tiêu < 3,7"),
        ('        baseline: {value: "5", on: 2024-02-01}\n', "14:9: baseline: mức gốc ngày 01/02/2024"),
    ],
)
def test_days_bounds_and_baselines_are_checked(addition: str, warning: str) -> None:
    (found,) = _warnings(SOUND + addition)
    assert found.startswith(f"plan.yaml:{warning}")


def test_adding_rates_is_doubtful() -> None:
    assert "combine: cộng các tỷ lệ %" in _warnings(spoilt("latest", "sum"))[0]


def test_a_reference_cannot_be_counted() -> None:
    assert "counted: chỉ tiêu tham khảo" in _warnings(spoilt("< 3,7", "~ 3,7") + "        counted: true\n")[0]


def test_a_name_that_means_two_indicators_is_told_at_both() -> None:
    again = SOUND.partition("    indicators:\n")[2].replace("ho-ngheo", "b").replace("Tỷ lệ hộ nghèo", "B")
    warnings = _warnings(SOUND + again + "        aliases: [tỉ lệ HO NGHEO]\n")
    assert [warning.split(": ")[0] for warning in warnings] == ["plan.yaml:10:15", "plan.yaml:19:9"]
