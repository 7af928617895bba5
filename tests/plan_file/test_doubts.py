"""Warnings of `plan check`: allowed, but doubtful."""

from __future__ import annotations

import pytest

from plan_file.texts import PLAN_2024, SOUND, spoilt
from thidua_cli.plan_file import PlanText, read_plan
from thidua_cli.plan_file.doubts import plan_remarks, plan_warnings


def _warnings(text: str) -> list[str]:
    source = PlanText("plan.yaml", text.encode())
    return [str(fault) for fault in plan_warnings(read_plan(source), source)]


def _remarks(text: str) -> list[str]:
    source = PlanText("plan.yaml", text.encode())
    return [str(fault) for fault in plan_remarks(read_plan(source), source)]


def _plan_2024(old: str, new: str) -> str:
    text = PLAN_2024.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_a_sound_plan_has_none() -> None:
    assert _warnings(SOUND) == []


@pytest.mark.parametrize(
    ("written", "capitals"),
    [
        ("title: Kế hoạch", "title: KẾ HOẠCH PHÁT TRIỂN KT-XH"),
        ("name: xã Đắk La", "name: XÃ ĐẮK LA"),
        ("name: Tỷ lệ hộ nghèo", "name: TỶ LỆ HỘ NGHÈO"),
    ],
)
def test_what_papers_say_in_a_sentence_is_doubtful_in_capitals(written: str, capitals: str) -> None:
    (doubt,) = _warnings(SOUND.replace(written, capitals))
    assert "viết hoa cả dòng thì báo cáo in hoa giữa câu" in doubt


def test_who_signs_may_be_written_in_capitals() -> None:
    assert _warnings(f"{SOUND}signature: {{name: TRẦN VĂN TÂM}}\n") == []
    assert _warnings(SOUND.replace("title: Kinh tế", "title: KINH TẾ")) == []


def test_b11_parts_that_do_not_add_up_are_told_with_the_exact_difference() -> None:
    (warning,) = _warnings(_plan_2024('">= 3.204,08"', '">= 3.204,8"'))
    assert "các phần cộng lại 4.483,1 ha, chỉ tiêu tổng 4.482,38 ha; các phần nhiều hơn 0,72 ha" in warning
    assert warning.startswith("plan.yaml:")


def test_sums_are_checked_in_each_span_between_adjustments() -> None:
    steps = '        adjustments: [{on: 2024-07-15, target: ">= 45"}, {on: 2024-10-01, target: ">= 39"}]\n'
    (warning,) = _warnings(_plan_2024("        printed: 39ha\n", "        printed: 39ha\n" + steps))
    assert "từ 15/07/2024 đến 30/09/2024: các phần cộng lại 39 ha, chỉ tiêu tổng 45 ha; các phần ít hơn 6 ha" in warning


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


@pytest.mark.parametrize(
    ("target", "addition", "warning"),
    [
        ('"<= -1,5 điểm"', "", "12:17: target: <= -1,5 điểm so với năm 2023 nhưng chưa có kết quả năm 2023"),
        ('"< 3,7"', '        stretch: "<= -2 điểm"\n', "14:18: stretch: <= -2 điểm so với năm 2023"),
        ('"< 3,7"', '        stretch: "< 5"\n', "14:18: stretch: mức phấn đấu < 5 dễ hơn chỉ tiêu giao < 3,7"),
        (
            '"< 3,7"',
            '        also: [{by: HĐND xã, target: ">= 3"}]\n',
            "14:9: also: >= 3 ngược chiều với chỉ tiêu < 3,7",
        ),
        ('"< 3,7"', '        by_period: {2024-H1: "> 3"}\n', "14:9: by_period: > 3 ngược chiều với chỉ tiêu < 3,7"),
        (
            '">= 90,5"',
            "        whole: true\n",
            "12:17: target: 90,5% là số lẻ, mà chỉ tiêu ghi whole: true; hãy xem lại",
        ),
        ('"<= -1,5%"', "", "12:17: target: <= -1,5 là một số âm; nếu là mức thay đổi so với năm trước, hãy viết"),
        ("none", "        counted: true\n", "14:18: counted: chỉ tiêu không giao (none)"),
        ('"< 3,7"', "days_off: [2023-01-02]\n", "14:12: days_off[1]: 02/01/2023 ngoài năm kế hoạch 2024"),
        ('"< 3,7"', "places: [{id: a, name: A, from: 2025-07-01}]\n", "14:33: from: 01/07/2025 sau năm kế hoạch"),
        ('"< 3,7"', "places: [{id: a, name: A, until: 2022-07-01}]\n", "14:34: until: 01/07/2022 trước cả năm 2023"),
    ],
)
def test_targets_days_and_places_are_checked(target: str, addition: str, warning: str) -> None:
    (found,) = _warnings(spoilt('"< 3,7"', target) + addition)
    assert found.startswith(f"plan.yaml:{warning}")


@pytest.mark.parametrize(
    ("target", "addition"),
    [
        ('"<= -1,5 điểm"', '        baseline: {value: "5,2", on: 2023-12-31}\n'),
        ("none", '        plausible: "5..100"\n'),
        ("đạt", "        printed: đạt 3 tiêu chí\n"),
        ('"< 3,7"', "        printed: dưới 3,7 %\n"),
        ('">= 80"', "        printed: 8/10 thôn\n"),
        ('">= 4.500"', "        printed: 4,5 tỷ đồng\n"),
        ('">= +5%"', "        printed: tăng 5%\n        baseline: {value: 2, on: 2023-12-31}\n"),
        ('"< 3,7"', "places: [{id: a, name: A, until: 2023-06-30}]\n"),
    ],
)
def test_what_a_document_states_is_no_doubt(target: str, addition: str) -> None:
    text = spoilt('"< 3,7"', target) + "        due: 2024-12-31\n" + addition
    assert (_warnings(text), _remarks(text)) == ([], [])


def _shares(target: str) -> str:
    parts = "".join(
        f"          - {{id: {id}, name: {id}, unit: '%', target: '{share}', combine: latest}}\n"
        for id, share in (("a", "= 60"), ("b", "= 40"))
    )
    return spoilt('"< 3,7"', target).replace("latest", "total") + "        parts:\n" + parts


def test_shares_of_a_whole_add_up_to_a_hundred_without_doubt() -> None:
    assert _warnings(_shares('"= 100"')) == []
    assert any("cộng các tỷ lệ %" in warning for warning in _warnings(_shares('"= 90"')))


def test_parts_that_are_no_addends_are_never_counted() -> None:
    part = '        parts: [{id: b, name: b, unit: hộ, target: "> 1", combine: sum, counted: true}]\n'
    (warning,) = _warnings(SOUND + part)
    assert "counted: chỉ phần của total mới được tính" in warning


def test_a_part_of_a_total_over_several_years_is_read_and_warned_of() -> None:
    """Refusing it made `verify` call the ledgers of such plans altered."""
    part = "{id: b, name: b, unit: '%', target: '< 3,7', combine: sum, years: 2021-2025}"
    text = spoilt("latest", "total") + f"        parts:\n          - {part}\n"
    (warning,) = (one for one in _warnings(text) if ": years: " in one)
    assert warning.startswith("plan.yaml:15:79: years: tổng (total) chỉ cộng số trong năm của phần này; hãy xóa")


def test_rows_without_a_day_due_are_told_once() -> None:
    (remark,) = _remarks(SOUND)
    assert remark.startswith("1 chỉ tiêu chưa có hạn")
    assert "ho-ngheo; chỉ tiêu nào cuối năm mới có số liệu thì thêm due: 2024-12-31" in remark
    assert _remarks(PLAN_2024.read_text("utf-8")) == []


def test_words_with_another_number_than_the_target_are_told() -> None:
    (remark,) = _remarks(SOUND + "        due: 2024-12-31\n        printed: dưới 3,2%\n")
    assert remark.startswith("plan.yaml:15:18: printed: 'dưới 3,2%' khác với chỉ tiêu < 3,7")


@pytest.mark.parametrize("unit", ["con", "người", "hộ", "thôn", "xã", "mô hình", "cơ sở", "lượt người"])
def test_a_fraction_of_what_is_counted_in_whole_things_is_doubtful(unit: str) -> None:
    row = f"unit: {unit}\n        target: "
    (warning,) = _warnings(SOUND.replace('unit: "%"\n        target: "< 3,7"', row + '">= 1,200"'))
    assert f"target: 1,200 {unit} là số lẻ" in warning
    assert "nếu văn bản ghi 1.200 thì sửa lại" in warning
    assert _warnings(SOUND.replace('unit: "%"\n        target: "< 3,7"', row + '">= 1.200"')) == []
    assert _warnings(SOUND.replace('unit: "%"\n        target: "< 3,7"', row + '">= 1,5"\n        whole: false')) == []


def test_the_marks_that_nobody_has_answered_are_counted_with_their_lines() -> None:
    assert not any("XEM LẠI" in one for one in _remarks("# các dòng có chữ XEM LẠI (0)\n" + SOUND))
    marked = SOUND.replace("sections:", "# XEM LẠI: a\nsections:") + "        # XEM LẠI: b\n"
    (told,) = [one for one in _remarks(marked) if "XEM LẠI" in one]
    assert "còn 2 chỗ đánh dấu XEM LẠI (dòng 5, 15)" in told


def test_adding_rates_is_doubtful() -> None:
    assert "combine: cộng các tỷ lệ %" in _warnings(spoilt("latest", "sum"))[0]


def test_a_reference_cannot_be_counted() -> None:
    assert "counted: chỉ tiêu tham khảo" in _warnings(spoilt("< 3,7", "~ 3,7") + "        counted: true\n")[0]


def test_a_name_that_means_two_indicators_is_told_at_both() -> None:
    again = SOUND.partition("    indicators:\n")[2].replace("ho-ngheo", "b").replace("Tỷ lệ hộ nghèo", "B")
    warnings = _warnings(SOUND + again + "        aliases: [tỉ lệ HO NGHEO]\n")
    assert [warning.split(": ")[0] for warning in warnings] == ["plan.yaml:10:15", "plan.yaml:19:9"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ("< 3", ["stretch: mức phấn đấu < 3,2 dễ hơn chỉ tiêu giao < 3"]),
        (
            ">= 3",
            ["adjustments: >= 3 ngược chiều với chỉ tiêu < 3,7", "stretch: mức phấn đấu < 3,2 ngược chiều với chỉ"],
        ),
        ("< 3,5", []),
    ],
)
def test_an_adjusted_target_is_held_against_what_is_striven_for(changed: str, told: list[str]) -> None:
    more = f"        stretch: '< 3,2'\n        adjustments:\n          - {{on: 2024-07-01, target: '{changed}'}}\n"
    found = [warning.partition(": ")[2] for warning in _warnings(SOUND + more)]
    assert [one.startswith(wanted) for one, wanted in zip(sorted(found), told, strict=True)] == [True] * len(told)


def test_a_name_that_is_the_very_id_of_another_is_told_at_the_name_alone() -> None:
    again = SOUND.partition("    indicators:\n")[2].replace("ho-ngheo", "b").replace("Tỷ lệ hộ nghèo", "B")
    (warning,) = _warnings(SOUND + again + "        aliases: [ho-ngheo]\n")
    assert warning.startswith(
        "plan.yaml:19:9: aliases: 'ho-ngheo' cũng chỉ ho-ngheo, nên gõ tên này chỉ thấy ho-ngheo;"
    )


@pytest.mark.parametrize(("given", "said"), [("~ 3,7", "tham khảo (~)"), ("none", "không giao (none)")])
def test_what_is_not_judged_earns_no_points(given: str, said: str) -> None:
    scoring = "scoring: {total: 5, items: [{indicator: ho-ngheo, points: 5}]}\n"
    assert f"ho-ngheo: chỉ tiêu {said} không chấm điểm được" in _warnings(spoilt("< 3,7", given) + scoring)[-1]
