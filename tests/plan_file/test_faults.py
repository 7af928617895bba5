"""Cases A1 to A19: what is wrong in a plan file is told at its line and column, with what to type instead."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from plan_file.texts import SOUND, faults_of, only_fault, plan_of, spoilt


def test_a1_a_duplicate_key_names_both_lines() -> None:
    assert only_fault(SOUND + '        target: "< 4"\n') == "plan.yaml:14:9: khóa 'target' trùng dòng 12"
    assert only_fault(SOUND + "year: 2025\n") == "plan.yaml:14:1: khóa 'year' trùng dòng 2"
    assert only_fault(spoilt("id: dak-la,", "id: dak-la, id: x,")) == "plan.yaml:4:20: khóa 'id' trùng dòng 4"


def test_a2_keys_that_differ_only_in_unicode_form_are_duplicates() -> None:
    faults = faults_of(SOUND + "kê: 1\n" + unicodedata.normalize("NFD", "kê") + ": 2\n")
    assert faults[1] == "plan.yaml:15:1: khóa 'kê' trùng dòng 14"


@pytest.mark.parametrize(("typed", "value"), [("31.500", 31500), ("6.278", 6278), ("11.000", 11000)])
def test_a3_a_dot_only_ever_groups_thousands(typed: str, value: int) -> None:
    assert plan_of(spoilt("< 3,7", f">= {typed}")).sections[0].indicators[0].target.value == value
    fault = only_fault(spoilt('"< 3,7"', typed))
    assert f'">= {typed}"' in fault
    assert f'"<= {typed}"' in fault
    assert fault.startswith("plan.yaml:12:17: target: ")


@pytest.mark.parametrize("typed", ["4.482,38", "4482,38", "75,7 %", "75,7%", "75,7"])
def test_a4_vietnamese_numbers_are_read_exactly(typed: str) -> None:
    target = plan_of(spoilt("< 3,7", f"< {typed}")).sections[0].indicators[0].target
    assert target.value == Decimal(typed.rstrip(" %").replace(".", "").replace(",", "."))


@pytest.mark.parametrize(
    ("typed", "spelling"), [("4482.38", "4482,38"), ("7.25", "7,25"), ("4_482", "4482,38"), ("1,278.3", "1.278,3")]
)
def test_a4_doubtful_numbers_are_refused_with_the_spelling_to_use(typed: str, spelling: str) -> None:
    assert spelling in only_fault(spoilt("3,7", typed))


def test_a4_a_percent_sign_needs_the_unit_percent() -> None:
    fault = only_fault(SOUND.replace('unit: "%"', "unit: ha").replace("< 3,7", "< 3,7 %"))
    assert fault == "plan.yaml:12:17: target: '3,7 %' có dấu % nhưng đơn vị là 'ha'; hãy bỏ dấu %"


@pytest.mark.parametrize("typed", ["NO", "on", "yes", "~", "0123", "08", "12:30", "1e3", "2026-01", "null", "0x1F"])
def test_a5_scalars_are_kept_as_typed(typed: str) -> None:
    assert plan_of(spoilt("Tỷ lệ hộ nghèo", typed)).sections[0].indicators[0].name == typed


def test_a6_a_day_that_does_not_exist_names_line_and_field() -> None:
    fault = only_fault(SOUND + "        due: 2026-02-30\n")
    assert fault.startswith("plan.yaml:14:14: due: không có ngày '2026-02-30' trong lịch")


@pytest.mark.parametrize("typed", [".inf", ".nan", "1e400", "1e999999999", "9" * 5000])
def test_a7_numbers_without_sense_are_refused(typed: str) -> None:
    assert "target: số không hợp lệ" in only_fault(spoilt("3,7", typed))


@pytest.mark.parametrize("typed", ["&a x", "*a", "!!python/object:os.system x", "!foo x"])
def test_a8_anchors_aliases_and_tags_are_refused_with_their_place(typed: str) -> None:
    assert only_fault(spoilt("Tỷ lệ hộ nghèo", typed)).startswith("plan.yaml:10:15: ")


def test_a8_merge_keys_are_refused_with_their_place() -> None:
    assert only_fault(SOUND + "        <<: {a: b}\n").startswith("plan.yaml:14:9: khóa gộp '<<'")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (SOUND + "---\na: b\n", "14:1"),
        ("%YAML 9.9\n---\n" + SOUND, "1:1"),
        ("%YAML 1.1\n---\n" + SOUND, "1:1"),
        ("", "1:1"),
        ("# chỉ có\n# chú thích\n", "1:1"),
        ("- a\n- b\n", "1:1"),
        ("kế hoạch\n", "1:1"),
    ],
)
def test_a11_what_is_no_single_group_of_keys_is_one_error(text: str, place: str) -> None:
    assert only_fault(text).startswith(f"plan.yaml:{place}: ")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (spoilt("hộ nghèo", "hộ\0nghèo"), "10:23: ký tự điều khiển U+0000"),
        (spoilt("hộ nghèo", "hộ\a"), "10:23: ký tự điều khiển U+0007"),
        (spoilt("hộ nghèo", "\x1b[1m"), "10:21: ký tự điều khiển U+001B"),
        (spoilt("hộ nghèo", "hộ\u2028nghèo"), "10:23: ký tự điều khiển U+2028"),
        (spoilt("Tỷ lệ hộ nghèo", '"\\x1b[1m"'), "10:15: name: '\\x1b[1m' có ký tự điều khiển U+001B"),
        (spoilt("Tỷ lệ hộ nghèo", '"\\0"'), "10:15: name: "),
        (spoilt("Tỷ lệ hộ nghèo", '"\\ud800"'), "10:"),
        (spoilt("hộ nghèo", "hộ\u200bnghèo"), "10:15: name: 'Tỷ lệ hộ\\u200bnghèo' có ký tự ẩn U+200B"),
    ],
)
def test_a12_control_and_hidden_characters_are_refused_with_their_line(text: str, place: str) -> None:
    assert only_fault(text).startswith(f"plan.yaml:{place}")


def test_a13_a_byte_order_mark_is_accepted() -> None:
    assert plan_of("\ufeff" + SOUND) == plan_of(SOUND)


@pytest.mark.parametrize(
    ("content", "place", "byte"),
    [
        (SOUND.encode("utf-16"), "1:1", "0xFF"),
        (b"\xfe\xff" + SOUND.encode("utf-16-be"), "1:1", "0xFE"),
        (SOUND.encode("utf-16-le"), "1:1", "0x73"),
        (SOUND.encode("utf-16-be"), "1:1", "0x00"),
        (SOUND.encode().replace("Đắk".encode(), b"\xa7\xbek"), "4:29", "0xA7"),  # TCVN3
        (SOUND.encode().replace("Đắk".encode(), b"\xd0\xe3\xeck"), "4:29", "0xD0"),  # cp1258
    ],
)
def test_a14_other_encodings_are_told_to_save_as_utf8(content: bytes, place: str, byte: str) -> None:
    fault = only_fault(content)
    assert fault.startswith(f"plan.yaml:{place}: ")
    assert byte in fault
    assert "hãy lưu lại dạng UTF-8" in fault


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        (spoilt("        name:", "\tname:"), "10:1: thụt đầu dòng bằng phím Tab", "name: Tỷ lệ"),
        (spoilt("name: Tỷ", "name:Tỷ"), "10:13: name: thiếu dấu cách", "name:Tỷ lệ"),
        (spoilt("combine: latest", "combine:latest"), "13:16: combine: thiếu dấu cách", "combine:latest"),
        (spoilt('"< 3,7"', '"< 3,7'), "12:17: mở ngoặc ở đây mà chưa đóng", 'target: "< 3,7'),
        (spoilt('"< 3,7"', "'< 3,7"), "12:17: mở ngoặc ở đây mà chưa đóng", "target: '< 3,7"),
        (
            spoilt('"< 3,7"', ">= 3,7"),
            '12:17: giá trị bắt đầu bằng dấu > phải để trong ngoặc kép; hãy viết ">= 3,7"',
            "",
        ),
        (
            spoilt("id: dak-la", "id: >= 10,5, code: x"),
            '4:12: giá trị bắt đầu bằng dấu > phải để trong ngoặc kép; hãy viết ">= 10,5" (dòng',
            "",
        ),
        (
            spoilt("name: xã Đắk La}", "name: >= 1,5}"),
            '4:26: giá trị bắt đầu bằng dấu > phải để trong ngoặc kép; hãy viết ">= 1,5" (dòng',
            "",
        ),
        (spoilt("La}", "La"), "4:7: nhóm { } chưa đóng", "unit: {id"),
        (spoilt("title: Kế hoạch", "title: a: b"), "3:9: dấu hai chấm không đúng chỗ", "title: a: b"),
        (spoilt('"%"', "%"), "11:15: ký tự này không được đứng đầu giá trị", "unit: %"),
        (spoilt("        name", "       name"), "10:8: dòng này thụt đầu dòng không khớp", "name: Tỷ"),
    ],
)
def test_a15_a_syntax_error_names_line_and_column_and_quotes_the_line(text: str, place: str, line: str) -> None:
    fault = only_fault(text)
    assert fault.startswith(f"plan.yaml:{place}")
    assert f"(dòng: {line}" in fault


def test_a16_a_misspelt_key_is_told_once_with_the_right_one() -> None:
    fault = only_fault(spoilt("target:", "tagret:"))
    assert fault == "plan.yaml:12:9: tagret: không có khóa này; ý bạn là 'target'?"


def test_a16_the_name_used_inside_the_program_is_no_key() -> None:
    assert "supplier: không có khóa này" in only_fault(SOUND + "        supplier: BHXH\n")


def test_a17_a_missing_key_is_told_at_its_parent() -> None:
    fault = only_fault(spoilt('        unit: "%"\n', ""))
    assert fault == "plan.yaml:9:9: unit: thiếu khóa bắt buộc; hãy thêm 'unit: \"%\"'"
    assert only_fault(spoilt("{id: dak-la, name: xã Đắk La}", "{id: dak-la}")).startswith("plan.yaml:4:1: name: thiếu")


_AGAIN = SOUND.partition("    indicators:\n")[2]


@pytest.mark.parametrize("other", ["ho-ngheo", "HO-NGHEO", '" ho-ngheo "', "ho-\u200bngheo"])
def test_a18_ids_that_look_alike_are_told_with_both_lines(other: str) -> None:
    faults = faults_of(SOUND + _AGAIN.replace("ho-ngheo", other))
    assert any(fault.startswith("plan.yaml:14:13: id: mã") and "dòng 9" in fault for fault in faults)


def test_a18_an_id_is_unique_across_sections_and_parts() -> None:
    assert "trùng với mã ở dòng 6" in only_fault(spoilt("ho-ngheo", "kinh-te"))


def test_a19_all_faults_are_listed_in_the_order_of_the_file() -> None:
    spoiled = "".join(
        f"      - {{id: a{n}, name: b, unit: ha, target: '5', combine: lastest}}\n"
        if n % 2
        else f"      - {{id: A{n}}}\n"
        for n in range(20)
    )
    faults = faults_of(SOUND + spoiled)
    assert len(faults) == 10 * 2 + 10 * 5
    places = [tuple(int(part) for part in fault.split(":")[1:3]) for fault in faults]
    assert places == sorted(places)


def test_a19_thousands_of_faults_are_all_counted() -> None:
    assert len(faults_of(SOUND + "".join(f"khoa{n}: 1\n" for n in range(5000)))) == 5000


def test_a_fault_is_told_once_and_does_not_hide_others() -> None:
    faults = faults_of(SOUND.replace("2024", "hai").replace("< 3,7", "3,7").replace("latest", ""))
    assert [fault.split(":")[3].strip() for fault in faults] == ["year", "target", "combine"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (spoilt("Kế hoạch", ""), "3:1: title: bỏ trống nhưng bắt buộc"),
        (SOUND + "theme:\n", "14:1: theme: bỏ trống; hãy xóa dòng này hoặc ghi giá trị"),
        (spoilt("Kế hoạch", '""'), "3:8: title: giá trị rỗng"),
        (SOUND.partition("  - id")[0], "5:1: sections: bỏ trống nhưng bắt buộc"),
        (SOUND.partition("sections")[0] + "sections: []\n", "5:1: sections: bỏ trống nhưng bắt buộc"),
        (SOUND.partition("sections")[0] + "sections: {}\n", "5:1: sections: phải là danh sách"),
        (SOUND.partition("sections")[0] + "sections:\n  - a\n", "6:5: sections[1]: phải là nhóm khóa"),
        (spoilt("{id: dak-la, name: xã Đắk La}", "xã"), "4:7: unit: phải là nhóm khóa"),
        (spoilt('"< 3,7"', "{comparator: <, value: 5}"), "12:9: target: phải là một giá trị"),
        (spoilt("Kế hoạch", "[a]"), "3:1: title: phải là một giá trị"),
        (spoilt("Kế hoạch", "|\n  a\n  b"), "3:8: title: có chỗ xuống dòng"),
        (SOUND + "bases: [a, b\n", "14:8: danh sách [ ] chưa đóng"),
        (SOUND + "bases:\n  - a\n  -\n", "16:4: bases[2]: bỏ trống"),
        (SOUND + "        rate: {numerator: a, b, denominator: c}\n", "14:30: b: dấu phẩy trong { }"),
        (SOUND + "        counted: yes\n", "14:18: counted: giá trị 'yes' không dùng được; hãy ghi true"),
        (SOUND + "        decimals: 7\n", "14:19: decimals: 7 chữ số"),
        (SOUND + "        decimals: -1\n", "14:19: decimals: số không hợp lệ '-1'"),
        (SOUND + '        plausible: "100..0"\n', "14:20: plausible: khoảng '100..0'"),
        (SOUND + "        baseline: {value: 5.2}\n", "14:27: value: số không hợp lệ '5.2': hãy viết 5,2"),
        (spoilt("latest", "lastest"), "13:18: combine: giá trị 'lastest' không dùng được; ý bạn là 'latest'?"),
        (spoilt("2024", "2O24"), "2:7: year: số không hợp lệ '2O24'"),
        (spoilt("2024", "1899"), "2:7: year: năm 1899 không hợp lệ"),
        (spoilt("thidua.plan/1", "thidua.plan/2"), "1:9: schema: 'thidua.plan/2'"),
        (spoilt("dak-la", "Đắk-La"), "4:12: id: mã 'Đắk-La' không hợp lệ"),
        (
            spoilt("< 3,7", "62..60"),
            "12:17: target: khoảng '62..60' có số đầu lớn hơn số cuối; hãy viết \"60..62\"",
        ),
        (spoilt("nghèo\n", "nghe" + "\u0301" * 40 + "o\n"), "10:15: name: quá 20 dấu"),
    ],
)
def test_other_faults_are_told_at_their_place(text: str, fault: str) -> None:
    assert only_fault(text).startswith(f"plan.yaml:{fault}")


def test_names_arriving_decomposed_are_composed() -> None:
    assert plan_of(unicodedata.normalize("NFD", SOUND)) == plan_of(SOUND)


def test_hostile_text_in_a_message_is_made_visible() -> None:
    assert "\\u202e" in only_fault(SOUND + "\u202etagret: 1\n")
