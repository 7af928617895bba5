"""Columns `lũy kế` and `kỳ` of a file: running totals stay running totals, figures land in their period."""

from __future__ import annotations

import json

import pytest

from office import Answer, Office

CROPS = "dien-tich-cay-hang-nam"


def take(office: Office, text: str, *words: str) -> Answer:
    (office.folder / "so.csv").write_text(text, "utf-8")
    return office.run("import", "so.csv", *words)


def kept(office: Office) -> list[tuple[str, str | None, str, str, bool]]:
    rows = json.loads(office.done("history", "--format", "json"))["rows"]
    return [
        (row["indicator"], row["for"], row["on"], row["after"]["value"], row["after"]["cumulative"])
        for row in rows
        if row["after"]
    ]


def test_running_totals_of_a_file_are_kept_as_such_in_any_order(office: Office) -> None:
    rows = "id;lũy kế;ngày\n" + f"{CROPS};400;31/03/2024\n{CROPS};100;31/01/2024\n{CROPS};250;29/02/2024\n"
    assert take(office, rows, "--yes").code == 0
    assert all(total for *_, total in kept(office))
    report = json.loads(office.done("report", "--format", "json"))["indicators"]
    assert next(row for row in report if row["id"] == CROPS)["actual"]["value"] == "400"


@pytest.mark.parametrize(("amount", "code"), [("150", 0), ("160", 3), ("", 0)])
def test_an_amount_beside_a_running_total_is_what_it_adds(amount: str, code: int, office: Office) -> None:
    rows = f"id;Thực hiện;Lũy kế;Ngày\n{CROPS};100;100;31/01/2024\n{CROPS};{amount};250;29/02/2024\n"
    answer = take(office, rows, "--yes")
    assert answer.code == code, answer.all
    assert ("khác lũy kế trừ số đã có trước đó (150)" in answer.err) is (code == 3)


@pytest.mark.parametrize(
    ("amount", "total", "code"),
    [("250", "250", 0), ("60", "250", 0), ("-5", "250", 0), ("-5", "-25", 0), ("5", "-25", 0), ("251", "250", 3)],
)
def test_the_first_amount_beside_a_running_total_is_a_part_of_it(
    amount: str, total: str, code: int, office: Office
) -> None:
    answer = take(office, f"id;Thực hiện;Lũy kế;Ngày\n{CROPS};{amount};{total};29/02/2024\n", "--yes")
    assert answer.code == code, answer.all
    assert ("so.csv:2: giá trị 251 lớn hơn lũy kế (250)" in answer.err) is (code == 3)


@pytest.mark.parametrize(("total", "code"), [("", 0), ("6.500", 0), ("6.600", 3)])
def test_for_what_is_not_added_up_the_running_total_may_only_repeat_the_value(
    total: str, code: int, office: Office
) -> None:
    answer = take(office, f"id;value;cumulative;on\ndan-gia-suc;6.500;{total};01/07/2024\n")
    assert answer.code == code, answer.all


def test_a_period_gives_the_day_and_before_its_end_what_is_expected(office: Office) -> None:
    rows = "id;value;kỳ;mức\ndan-gia-suc;6.500;t6;\ndan-gia-cam;31.600;2024-Q2;\ndan-gia-suc;6.600;nam;ước\n"
    assert take(office, rows).code == 0
    assert kept(office) == [
        ("dan-gia-suc", None, "2024-06-30", "6500", False),
        ("dan-gia-cam", None, "2024-06-30", "31600", False),
        ("dan-gia-suc", "2024", "2024-12-31", "6600", False),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("dan-gia-suc;6.500;nam;;", "(ghi mức ước: --level estimate, hoặc cột Mức của tệp)"),
        ("dan-gia-suc;6.500;t6;01/06/2024;", "không phải ngày cuối của kỳ (30/06/2024)"),
        ("dan-gia-suc;6.500;t13;;", "kỳ không hợp lệ"),
    ],
)
def test_a_period_that_cannot_be_is_named_by_its_row(row: str, said: str, office: Office) -> None:
    answer = take(office, f"id;value;for;on;level\n{row}\n")
    assert (answer.code, said in answer.err) == (3, True)
    assert "so.csv:2:" in answer.err


def test_an_exported_ledger_read_back_keeps_totals_and_expected_figures(office: Office) -> None:
    office.done("record", CROPS, "100", "--cumulative", "--on", "31/03/2024")
    office.done("record", "dan-gia-suc", "6.600", "--for", "nam", "--level", "estimate")
    before = kept(office)
    office.done("export", "--out", "ra.csv")
    text = (office.folder / "ra.csv").read_text("utf-8-sig")
    office.done("undo")
    office.done("undo")
    assert take(office, text).code == 0
    assert kept(office)[-2:] == before


def test_amounts_that_only_grow_past_the_target_are_asked_about_in_the_preview(office: Office) -> None:
    days = ("31/01/2024", "29/02/2024", "31/03/2024", "30/04/2024", "31/05/2024")
    rows = [f"{CROPS};{value};{day}" for value, day in zip((100, 250, 400, 620, 900), days, strict=True)]
    answer = take(office, "id;value;on\n" + "\n".join(rows) + "\n", "--dry-run")
    assert "Diện tích cây hàng năm: 5 lần ghi chỉ tăng dần, cộng lại vượt chỉ tiêu: có phải lũy kế?" in answer.out
    assert "lũy kế" not in take(office, "id;value;on\n" + "\n".join(rows[:3]) + "\n", "--dry-run").out


def test_a_running_total_alone_is_no_value_of_what_is_not_added_up_and_the_sentence_says_so(office: Office) -> None:
    (office.folder / "lk.csv").write_text("id;value;on;lũy kế\ndan-gia-suc;;30/06/2024;7000\n", "utf-8")
    refused = office.run("import", "lk.csv", "--yes")
    assert refused.code == 3
    assert "ô giá trị để trống" in refused.err
    assert "''" not in refused.err


@pytest.mark.parametrize(
    ("over", "head", "id_", "code"),
    [
        ("Lũy kế từ đầu năm đến 30/6/2024;;", "id;value;on", CROPS, 3),
        ("LŨY KẾ 6 THÁNG;;", "id;value;on", "dan-gia-suc", 0),
        ("Lũy kế 6 tháng;;", "id;lũy kế;on", CROPS, 0),
        ("Ghi số phát sinh, không ghi số lũy kế;;", "id;value;on", CROPS, 0),
        ("Kết quả 6 tháng;;", "id;value;on", CROPS, 0),
    ],
)
def test_running_totals_over_a_table_without_their_column_are_no_amounts(
    over: str, head: str, id_: str, code: int, office: Office
) -> None:
    answer = take(office, f"{over}\n{head}\n{id_};600;30/06/2024\n", "--yes")
    assert answer.code == code, answer.all
    assert ("so.csv:3: trên bảng ghi 'Lũy kế từ đầu năm" in answer.err) is (code == 3)
