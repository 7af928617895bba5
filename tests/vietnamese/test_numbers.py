"""Numbers read and written the Vietnamese way: what is taken, what is refused, and what to type instead."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from thidua_cli.errors import UsageError
from thidua_cli.vietnamese.numbers import machine_number, read_machine_number, read_number, shown, write_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("6.278", "6278"),
        ("4.482,38", "4482.38"),
        ("4482,38", "4482.38"),
        ("-5,50", "-5.50"),
        ("\u22125", "-5"),
        ("1\u00a0278", "1278"),
        (" 007\t", "7"),
        ("-0", "0"),
        ("0,500", "0.500"),
        ("9" * 15 + "," + "9" * 6, "9" * 15 + "." + "9" * 6),
    ],
)
def test_a_number_is_read_to_the_digit(typed: str, number: str) -> None:
    assert str(read_number(typed)) == number


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("7.25", "hãy viết 7,25"),
        ("1,278.3", "hãy viết 1.278,3"),
        ("0.500", "0,500 (số thập phân) hoặc 500 (số nguyên)"),
        ("-0.500", "-0,500 (số thập phân) hoặc -500 (số nguyên)"),
        (",5", "hãy viết 0,5"),
        ("5,", "hãy viết 5"),
        ("+5", "hãy viết 5"),
        ("1 278", "hãy viết 1278"),
        ("１２", "hãy viết 12"),
        ("٣", "hãy viết 3"),
        ("31500con", "hãy viết 31500"),
        ("31.500 con", "hãy viết 31.500"),
        ("62,3 triệu đồng", "hãy viết 62,3"),
        ("62,3 triệu đồng", "62,3 (nếu đơn vị của chỉ tiêu là triệu đồng) hoặc 62.300.000 (nếu là đồng)"),
        ("10,95 nghìn người", "10,95 (nếu đơn vị của chỉ tiêu là nghìn người) hoặc 10.950 (nếu là người)"),
        ("10,95 Nghìn", "10,95 (nếu đơn vị của chỉ tiêu là Nghìn) hoặc 10.950"),
        ("1,2 tỷ đồng", "hoặc 1.200.000.000 (nếu là đồng)"),
        ("250 k", "hoặc 250.000"),
        ("1.4 nghìn", "1,4 (nếu đơn vị của chỉ tiêu là nghìn) hoặc 1.400"),
        ("900 ước", "900 (mức ghi riêng: --level, cột Mức)"),
        ("900 so bo", "900 (mức ghi riêng: --level, cột Mức)"),
        ("1.200 kg", "1.200 (nếu đơn vị của chỉ tiêu là kg)"),
        ("42‰", "42 (nếu đơn vị của chỉ tiêu là ‰)"),
        ("6.500*", "hãy viết 6.500"),
        ("6.500 (1)", "hãy viết 6.500"),
        ("≥ 95", "hãy viết 95"),
        ("khoảng 95", "hãy viết dạng 4.482,38"),
        ("95 hoặc 96", "hãy viết dạng 4.482,38"),
        ("1e50", "hãy viết dạng 4.482,38"),
        ("6e3", "hãy viết 6.000 (nếu Excel chưa làm tròn)"),
        ("1.05E+04", "hãy viết 10.500 (nếu Excel chưa làm tròn)"),
        ("3-Jun", "hãy viết 3/6 hay 6/3 (nếu là tử/mẫu mà Excel đổi thành ngày)"),
        ("Jun-36", "hãy viết 6/36 hay 36/6"),
        ("03-Thg6", "hãy viết 03/6 hay 6/03"),
        ("193 (ước)", "hãy viết 193 (mức ghi riêng: --level, cột Mức)"),
        ("193 (sơ bộ)", "hãy viết 193 (mức ghi riêng: --level, cột Mức)"),
        ("~193", "hãy viết 193 (mức ghi riêng: --level, cột Mức)"),
        ("2.400 ha (ước)", "hãy viết 2.400 (nếu đơn vị của chỉ tiêu là ha) (mức ghi riêng: --level, cột Mức)"),
        ("12 nước", "12 (nếu đơn vị của chỉ tiêu là nước)"),
        ("(6500)", "hãy viết -6500 (nếu là số âm viết kiểu kế toán) hoặc 6500 (nếu không)"),
        ("6500-", "hãy viết -6500 (nếu là số âm viết kiểu kế toán) hoặc 6500 (nếu không)"),
        ("#N/A", "là lỗi tính toán của Excel"),
        ("#VALUE!", "là lỗi tính toán của Excel"),
        ("0.123.456", "hãy viết dạng 4.482,38"),
        ("1.27.8", "hãy viết dạng 4.482,38"),
        ("+abc", "hãy viết dạng 4.482,38"),
        ("một", "hãy viết dạng 4.482,38"),
        (f"{'9' * 16}.5", "hãy viết dạng 4.482,38"),
        ("0.1234567", "hãy viết dạng 4.482,38"),
        ("9" * 5000, "hãy viết dạng 4.482,38"),
        ("9" * 16, "tối đa 15 chữ số trước dấu phẩy"),
        ("0," + "1" * 7, "6 chữ số sau"),
    ],
)
def test_a_doubtful_number_is_refused_with_what_to_type(typed: str, advice: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_number(typed)
    assert advice in str(caught.value.sentence)
    assert len(caught.value.sentence) < 200


@pytest.mark.parametrize(
    ("typed", "unit", "advice"),
    [
        ("0,5 tỷ đồng", "triệu đồng", "500 (triệu đồng)"),
        ("0.5 tỷ", "triệu đồng", "500 (triệu đồng)"),
        ("0,5 trđ", "đồng", "500.000 (đồng)"),
        ("62.300 nghìn đồng/người/năm", "triệu đồng/người/năm", "62,3 (triệu đồng/người/năm)"),
        ("10,95 nghìn", "người", "10.950 (người)"),
        ("31500con", "con", "31500"),
        ("2.400 ha (ước)", "ha", "2.400 (mức ghi riêng: --level, cột Mức)"),
        ("1.234.567 đồng", "tỷ đồng", "1.234.567 (nếu đơn vị của chỉ tiêu là đồng)"),  # more than six decimals
        ("12 người", "con", "12 (nếu đơn vị của chỉ tiêu là người)"),
    ],
)
def test_a_number_with_another_size_of_its_unit_is_refused_with_the_number_in_its_unit(
    typed: str, unit: str, advice: str
) -> None:
    with pytest.raises(UsageError) as caught:
        read_number(typed, unit)
    assert caught.value.sentence.endswith(f": hãy viết {advice}")


@pytest.mark.parametrize(("typed", "number"), [("4482.38", "4482.38"), (" -5 ", "-5"), ("0.50", "0.50")])
def test_machine_notation_is_read_on_request(typed: str, number: str) -> None:
    assert str(read_machine_number(typed)) == number


@pytest.mark.parametrize("typed", ["4.482,38", "1,5", "1e3", "", "+5", "9" * 5000])
def test_what_is_not_machine_notation_is_refused_there(typed: str) -> None:
    with pytest.raises(UsageError):
        read_machine_number(typed)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("4482.380"), None, "4.482,380"),
        (Fraction(1, 3), None, "0,333333"),
        (Fraction(-5, 2), None, "-2,5"),
        (Decimal("-0.001"), 2, "0,00"),
        (Decimal("2.675"), 2, "2,68"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_a_number_is_written_without_exponents_or_negative_zero(
    value: Decimal | Fraction, places: int | None, text: str
) -> None:
    assert write_number(value, places) == text


def test_foreign_text_in_a_message_is_visible_and_not_endless() -> None:
    assert shown("a\x1b[2J\nb") == "a\\x1b[2J b"
    assert shown("x" * 1000) == "x" * 40 + "…"


def test_a_machine_reads_every_digit_of_a_number_that_ends() -> None:
    assert machine_number(Fraction(1947 * 100, 2048)) == "95.068359375"
    assert machine_number(Fraction(200, 3)) == "66.666667"
    assert machine_number(Fraction(-1, 2**30 * 3)) == "0"
    assert machine_number(Decimal("3.50")) == "3.50"
