"""Slips of the hand in a plan file: a colon or quote forgotten, curly quotes; each told at its own line."""

from __future__ import annotations

import pytest

from plan_file.texts import SOUND, only_fault, plan_of, spoilt


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("year: 2024", "year 2024", "2:1: year: thiếu dấu hai chấm sau khóa; hãy viết 'year: 2024' (dòng: year 2024)"),
        ('unit: "%"', "unit con", "11:9: unit: thiếu dấu hai chấm sau khóa; hãy viết 'unit: con' (dòng: unit con)"),
        ('unit: "%"', "unit %", "11:9: unit: thiếu dấu hai chấm sau khóa; hãy viết 'unit: \"%\"' (dòng: unit %)"),
        (
            "- id: ho-",
            "- id ho-",
            "9:9: id: thiếu dấu hai chấm sau khóa; hãy viết 'id: ho-ngheo' (dòng: - id ho-ngheo)",
        ),
        ("indicators:", "indicators", "8:5: indicators: thiếu dấu hai chấm sau khóa; hãy viết 'indicators:'"),
        ("title: Kinh tế", "Kinh tế", "7:5: thiếu dấu hai chấm sau khóa; hãy viết 'khóa: giá trị' (dòng: Kinh tế)"),
    ],
)
def test_a15_a_forgotten_colon_is_told_at_the_line_that_lacks_it(old: str, new: str, fault: str) -> None:
    assert only_fault(spoilt(old, new)).startswith(f"plan.yaml:{fault}")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (spoilt("title: Kế hoạch", 'title: "Kế hoạch'), "3:8"),
        (spoilt("title: Kế hoạch", 'title: "Kế hoạch # năm'), "3:8"),
        (spoilt("- id: ho-ngheo", '- id: "ho-ngheo'), "9:13"),
        (spoilt("{id: dak-la,", '{id: "dak-la,'), "4:12"),
        (spoilt("title: Kế hoạch", 'title: "Kế\n  hoạch"').replace('"< 3,7"', '"< 3,7') + 'theme: "a"\n', "13:17"),
        (spoilt("title: Kế hoạch", 'title: "a: b" # "c').replace("Tỷ lệ", '"Tỷ lệ'), "10:15"),
        (SOUND + 'bases:\n  - "Luật\n  - "Nghị định"\n', "15:5"),
    ],
)
def test_a15_a_quote_that_is_not_closed_is_told_where_it_was_opened(text: str, place: str) -> None:
    advice = "mở ngoặc ở đây mà chưa đóng; hãy thêm dấu ngoặc ấy ở cuối giá trị (dòng: "
    assert only_fault(text).startswith(f"plan.yaml:{place}: {advice}")


def test_a_text_in_quotes_over_several_lines_does_not_hide_a_later_slip() -> None:
    text = spoilt("title: Kế hoạch", 'title: "Kế\n  hoạch"').replace("        unit:", "\tunit:")
    assert only_fault(text).startswith("plan.yaml:12:1: thụt đầu dòng bằng phím Tab")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            '"< 3,7"',
            "“< 3,7”",
            "12:17: target: '“< 3,7”' nằm trong ngoặc kép cong “ ”; hãy dùng ngoặc kép thẳng: \"< 3,7\"",
        ),
        ("latest", "“latest”", "13:18: combine: '“latest”' nằm trong ngoặc kép cong “ ”; hãy dùng ngoặc kép thẳng"),
        ("2024", "“2024", "2:7: year: '“2024' nằm trong ngoặc kép cong “ ”; hãy dùng ngoặc kép thẳng: \"2024\""),
    ],
)
def test_the_curly_quotes_of_word_are_told_with_the_straight_ones(old: str, new: str, fault: str) -> None:
    assert only_fault(spoilt(old, new)).startswith(f"plan.yaml:{fault}")


def test_curly_quotes_inside_a_name_stay_as_typed() -> None:
    assert plan_of(spoilt("Tỷ lệ hộ nghèo", "“Hộ nghèo”")).sections[0].indicators[0].name == "“Hộ nghèo”"


def test_the_example_of_a_year_is_a_year() -> None:
    assert only_fault(spoilt("2024", "hai nghìn")).endswith("hãy viết số nguyên chỉ gồm chữ số, ví dụ 2024")


def test_the_advice_to_add_places_can_be_typed_as_it_stands() -> None:
    advised = only_fault(SOUND + "        by_place: true\n").partition("hãy thêm ")[2]
    assert plan_of(SOUND + f"        by_place: true\n{advised}\n").places[0].name == "Thôn 1"
