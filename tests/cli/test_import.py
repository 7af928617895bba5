"""`import`: previewed, all or nothing, one undo; the rules are those of `record`. Groups B, C, I, J, K, L."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.reading import HEAD, book, written
from office import Answer, Office
from thidua_cli.domain.figure import Kind, Revision
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.render.rows import text_field

HEADER = "id;value;on;level;note\n"
DAY = date(2024, 6, 14)


def take(office: Office, rows: str, *words: str, header: str = HEADER, tty: bool = False, stdin: str = "") -> Answer:
    """Import a CSV file with these rows."""
    return office.run("import", written(office.folder, "so-lieu.csv", header + rows), *words, tty=tty, stdin=stdin)


def rows_of(office: Office) -> list[Revision]:
    path = office.folder / "thidua.db"
    if not (path := next(iter(office.folder.rglob("thidua.db")), path)).exists():
        return []
    with Ledger(path) as ledger:
        return list(ledger.history())


@pytest.fixture(autouse=True)
def workspace(office: Office) -> None:
    office.done("init")


def test_a_file_is_shown_row_by_row_and_then_written_as_one_action(office: Office) -> None:
    answer = take(office, "ho-ngheo;105/3000;14/06/2024;ước tính;a\nTổng đàn gia súc;6.500;01/07/2024;;\n")
    assert answer.code == 0, answer.all
    assert "2 mới, 0 đã có" in answer.out
    assert "đã nhập 2 dòng từ so-lieu.csv" in answer.out
    rows = rows_of(office)
    assert [(row.draft.indicator, row.item) for row in rows] == [("ho-ngheo", 0), ("dan-gia-suc", 1)]
    assert len({row.action for row in rows}) == 1
    assert rows[0].draft.note == "a"


def test_one_import_is_one_undo(office: Office) -> None:
    office.done("record", "dan-gia-suc", "6.400", "--on", "01/07/2024")
    take(office, "dan-gia-suc;6.500;01/07/2024;;\nho-ngheo;3,5;14/06/2024;;\n", "--reason", "đếm lại")
    assert "gồm 2 dòng" in office.done("undo")
    assert "6.400" in office.done("show", "dan-gia-suc")
    assert [row.draft.kind for row in rows_of(office)][-2:] == [Kind.UNDO, Kind.UNDO]


def test_an_import_writes_what_recording_its_rows_one_by_one_would(office: Office) -> None:
    typed = [
        ("dan-gia-suc", "6.500", "1/7/2024"),
        ("ho-ngheo", "9/10", "2024-06-14"),
        ("dan-gia-suc", "6.600", "2/7/2024"),
    ]
    take(office, "".join(f"{code};{value};{day};;\n" for code, value, day in typed), "--yes")
    imported = [row.draft for row in rows_of(office)]
    office.done("undo")
    for code, value, day in typed:
        office.done("record", code, value, "--on", day, "--yes")
    recorded = [row.draft for row in rows_of(office)][-3:]
    assert [(d.indicator, d.on, d.amount, d.level, d.note) for d in imported] == [
        (d.indicator, d.on, d.amount, d.level, d.note) for d in recorded
    ]


@pytest.mark.parametrize(
    ("row", "place", "sentence"),
    [
        ("ho-ngheo;99.3;14/06/2024;;", "so-lieu.csv:2: ", "hãy viết 99,3"),
        ("ho-ngheo;1,278.3;14/06/2024;;", "so-lieu.csv:2: ", "hãy viết 1.278,3"),
        ("ho-ngheo;3,5;;;", "so-lieu.csv:2: ", "thiếu ngày"),
        ("ho-ngheo;3,5;31/02/2024;;", "so-lieu.csv:2: ", "không có ngày"),
        ("ho-ngheo;3,5;06/30/2024;;", "so-lieu.csv:2: ", "; có phải 30/06/2024? xem lại cả các ngày khác"),
        ("ho-ngheo;3,5;06/07/2024;;", "so-lieu.csv:2: ", "ở sau hôm nay"),
        ("ho-ngheo;3,5;14/12/2023;;", "so-lieu.csv:2: ", "--earlier-year"),
        ("ho-ngheo;103;14/06/2024;;", "so-lieu.csv:2: ", "ngoài khoảng hợp lý"),
        ("dan-gia-suc;5%;14/06/2024;;", "so-lieu.csv:2: ", "dấu %"),
        ("dan-gia-suc;9/10;14/06/2024;;", "so-lieu.csv:2: ", "tử/mẫu"),
        ("ho-ngheo;9/0;14/06/2024;;", "so-lieu.csv:2: ", "lớn hơn 0"),
        ("dien-tich-gieo-trong;5;14/06/2024;;", "so-lieu.csv:2: ", "được cộng từ các phần"),
        ("ho;5;14/06/2024;;", "so-lieu.csv:2: ", "khớp với"),
        ("hong-co;5;14/06/2024;;", "so-lieu.csv:2: ", "không có chỉ tiêu"),
        (";5;14/06/2024;;", "so-lieu.csv:2: ", "thiếu mã hoặc tên"),
        ("ho-ngheo;5;14/06/2024;chắc chắn;", "so-lieu.csv:2: ", "không có mức số liệu"),
        (f"ho-ngheo;5;14/06/2024;;{'x' * 4001}", "so-lieu.csv:2: ", "tối đa 4.000"),
    ],
)
def test_the_rules_of_record_hold_for_every_row(office: Office, row: str, place: str, sentence: str) -> None:
    answer = take(office, f"{row}\ndan-so;11.000;14/06/2024;;\n")
    assert answer.code == 3
    assert sentence in next(line for line in answer.err.splitlines() if line.startswith(place))
    assert rows_of(office) == []


def test_all_faults_of_a_row_and_of_a_file_are_listed_in_its_order(office: Office) -> None:
    answer = take(office, "x;1.5;14/13/2024;?;\nho-ngheo;3,5\ndan-so;y;14/06/2024;;\n")
    places = [line.split(": ")[0] for line in answer.err.splitlines() if line.startswith("so-lieu")]
    assert places == [f"so-lieu.csv:{number}" for number in (2, 2, 2, 3, 4)]
    assert "3 dòng sai; chưa ghi gì" in answer.err


def test_c3_a_changed_row_is_refused_without_a_reason_and_says_who_wrote_what(office: Office) -> None:
    office.done("record", "dan-gia-suc", "6.400", "--on", "01/07/2024")
    answer = take(office, "dan-gia-suc;6.500;01/07/2024;;\ndan-so;11.000;01/07/2024;;\n")
    assert answer.code == 5
    assert (
        "so-lieu.csv:2: Tổng đàn gia súc (dan-gia-suc), ngày 01/07/2024 đã có 6.400 con (huong ở dòng 1)" in answer.err
    )
    assert "--reason" in answer.err
    assert len(rows_of(office)) == 1


def test_c4_a_changed_row_with_a_reason_is_a_correction(office: Office) -> None:
    office.done("record", "dan-gia-suc", "6.400", "--on", "01/07/2024", "--note", "đợt 1")
    assert take(office, "dan-gia-suc;6.500;01/07/2024;;\n", "--reason", "đếm lại").code == 0
    first, last = rows_of(office)
    assert (last.draft.kind, last.draft.supersedes, last.draft.reason) == (Kind.CORRECT, first.seq, "đếm lại")
    assert last.draft.note == ""  # what was said of the old value is not said of the new one


def test_c7_a_withdrawn_figure_may_be_imported_again(office: Office) -> None:
    office.done("record", "dan-gia-suc", "6.400", "--on", "01/07/2024")
    office.done("void", "dan-gia-suc", "--on", "01/07/2024", "--reason", "nhầm")
    assert take(office, "dan-gia-suc;6.400;01/07/2024;;\n").code == 0
    assert rows_of(office)[-1].draft.supersedes == 2


def test_a_higher_level_is_written_and_a_lower_one_refused(office: Office) -> None:
    take(office, "dan-gia-suc;6.400;01/07/2024;ước;\n")
    assert "1 nâng mức" in take(office, "dan-gia-suc;6.450;01/07/2024;chính thức;\n").out
    assert take(office, "dan-gia-suc;6.400;01/07/2024;ước;\n").code == 5
    assert [row.draft.level for row in rows_of(office)] == ["estimate", "official"]


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_c9_an_unusual_value_needs_yes_where_nobody_can_be_asked(office: Office, words: tuple[str, ...]) -> None:
    office.done("record", "dan-gia-suc", "6.400", "--on", "01/07/2024")
    answer = take(office, "dan-gia-suc;65.000;02/07/2024;;\n", *words)
    assert answer.code == 5
    assert "so-lieu.csv:2: Tổng đàn gia súc: 65.000 con gấp khoảng 10 lần số đã có (6.400 con)" in answer.err
    assert len(rows_of(office)) == 1
    assert take(office, "dan-gia-suc;65.000;02/07/2024;;\n", "--yes").code == 0


def test_c9_rows_of_the_file_itself_count_as_earlier_figures(office: Office) -> None:
    answer = take(
        office, "dan-gia-suc;6.400;01/07/2024;;\ndan-gia-suc;64.500;02/07/2024;;\ndan-gia-suc;6.500;03/07/2024;;\n"
    )
    assert answer.code == 5
    assert "1 dòng có vẻ gõ nhầm" in answer.err


@pytest.mark.parametrize(
    ("typed", "code", "count"), [("c\n", 0, 2), ("y\n", 0, 2), ("k\n", 5, 0), ("\n", 5, 0), ("", 5, 0)]
)
def test_c9_on_a_terminal_a_person_is_asked_once(office: Office, typed: str, code: int, count: int) -> None:
    answer = take(office, "dan-gia-suc;6;02/07/2024;;\nho-ngheo;3;02/07/2024;;\n", tty=True, stdin=typed)
    assert answer.code == code, answer.all
    assert "Ghi 2 dòng, trong đó 1 dòng có vẻ gõ nhầm?" in answer.err
    assert len(rows_of(office)) == count


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1.278", "1278"), ("1.278,30", "1278.30"), ("−5", "-5"), ("-0", "0"), ("1\u00a0278", "1278")],
)
def test_b1_b2_b5_b7_numbers_are_read_by_the_one_rule(office: Office, typed: str, meant: str) -> None:
    assert take(office, f"dan-so;{typed};14/06/2024;;\n", "--yes").code == 0
    (row,) = rows_of(office)
    assert row.draft.amount is not None
    assert str(row.draft.amount.value) == meant


@pytest.mark.parametrize("typed", ["1,278.3", "1.27.8", "1..2", "--5", "5-", "1 278 3", "99.3", "7.25", "１２", "٣"])
def test_b3_b4_b6_doubtful_numbers_are_refused(office: Office, typed: str) -> None:
    assert take(office, f"dan-so;{typed};14/06/2024;;\n", "--yes").code == 3


def test_b4_machine_notation_is_read_on_request(office: Office) -> None:
    assert take(office, "ho-ngheo;3.51;14/06/2024;;\ndan-so;11000;14/06/2024;;\n", "--numbers", "en").code == 0
    assert [row.draft.amount and row.draft.amount.value for row in rows_of(office)] == [Decimal("3.51"), Decimal(11000)]
    assert take(office, "ho-ngheo;3,51;15/06/2024;;\n", "--numbers", "en").code == 3
    assert office.run("import", "so-lieu.csv", "--numbers", "fr").code == 2


def test_i7_one_bad_row_in_5000_writes_nothing_and_is_named(office: Office) -> None:
    days = [f"{date(2023, 1, 1) - timedelta(day):%d/%m/%Y}" for day in range(5000)]
    rows = [f"dan-so;{11_000 + place};{day};;\n" for place, day in enumerate(days)]
    rows[4998] = f"dan-so;x;{days[4998]};;\n"
    answer = take(office, "".join(rows), "--earlier-year")
    assert answer.code == 3
    assert "so-lieu.csv:5000: " in answer.err
    assert rows_of(office) == []


MIXED = "dan-gia-suc;6.400;01/07/2024;;\ndan-so;11.000;01/07/2024;;\nho-ngheo;3,5;01/07/2024;;\n"


@pytest.mark.parametrize(
    ("rows", "words", "code", "counts"),
    [
        (MIXED, (), 5, "1 mới, 1 đã có, 1 từ chối"),
        (MIXED, ("--reason", "x"), 0, "1 mới, 1 đổi, 1 đã có"),
        (MIXED + "x;1;1/7/2024;;\n", ("--reason", "x"), 3, "1 mới, 1 đổi, 1 đã có, 1 sai"),
        ("dan-gia-suc;6.400;01/07/2024;;\n", (), 0, "0 mới, 1 đã có"),
    ],
)
def test_i8_a_dry_run_counts_and_ends_like_the_real_run(
    office: Office, rows: str, words: tuple[str, ...], code: int, counts: str
) -> None:
    office.done("record", "dan-gia-suc", "6.400", "--on", "01/07/2024")
    office.done("record", "dan-so", "11.100", "--on", "01/07/2024")
    dry = take(office, rows, *words, "--dry-run")
    assert len(rows_of(office)) == 2
    real = take(office, rows, *words)
    assert (dry.code, real.code) == (code, code)
    assert counts in dry.out
    assert counts in real.out


def test_i10_the_same_file_twice_changes_nothing(office: Office) -> None:
    take(office, MIXED)
    answer = take(office, MIXED)
    assert answer.code == 0
    assert "không thay đổi: 0 mới, 3 đã có" in answer.out
    assert len(rows_of(office)) == 3


def test_i11_of_an_overlapping_file_only_new_rows_are_written(office: Office) -> None:
    take(office, MIXED)
    assert "đã nhập 1 dòng" in take(office, MIXED + "bao-phu-bhyt;95;01/07/2024;;\n").out
    assert [row.draft.indicator for row in rows_of(office)][3:] == ["bao-phu-bhyt"]


def test_i12_rows_alike_but_for_the_indicator_or_the_day_are_all_kept(office: Office) -> None:
    take(office, "bao-phu-bhyt;90;01/07/2024;;\nbao-phu-bhxh;90;01/07/2024;;\nbao-phu-bhyt;90;02/07/2024;;\n")
    assert len(rows_of(office)) == 3


def test_a_figure_that_stands_twice_in_a_file_counts_once_and_a_contradiction_is_a_fault(office: Office) -> None:
    assert take(office, "dan-so;11.000;01/07/2024;;\ndan-so;11000;1/7/2024;;\n").code == 0
    assert len(rows_of(office)) == 1
    answer = take(office, "dan-so;11.000;02/07/2024;;\ndan-so;11.001;2/7/2024;;\n")
    assert answer.code == 3
    assert "so-lieu.csv:3: cùng chỉ tiêu, cùng ngày với dòng 2 mà số liệu khác" in answer.err


def test_i14_a_formula_in_a_note_is_text(office: Office) -> None:
    take(office, "dan-so;11.000;01/07/2024;;=1+1\n")
    assert rows_of(office)[0].draft.note == "=1+1"


@pytest.mark.parametrize("note", ["=1+1", "+84 90", "-x", "@tên", "＝1", "'trích'", "bình thường"])
def test_l1b_the_apostrophe_that_our_csv_puts_before_a_formula_is_taken_off_again(office: Office, note: str) -> None:
    take(office, f"dan-so;11.000;01/07/2024;;{text_field(note)}\n")
    assert rows_of(office)[0].draft.note == note


def test_an_import_comes_from_standard_input(office: Office) -> None:
    answer = office.run("import", "-", stdin=HEADER + "dan-so;11.000;01/07/2024;;\n")
    assert answer.code == 0
    assert "đã nhập 1 dòng từ đầu vào chuẩn" in answer.out


def test_earlier_years_enter_on_request_without_a_slip_check(office: Office) -> None:
    assert take(office, "dan-so;11;01/07/2020;;\n", "--earlier-year").code == 0
    assert take(office, "dan-so;11.000;01/07/2024;;\n", "--earlier-year").code == 3


@pytest.mark.parametrize(("row", "code"), [("4.400;31/12/2023", 0), ("4.400;31/12/2022", 0), ("4.400;30/06/2024", 3)])
def test_last_years_figure_of_a_total_enters_as_record_takes_it(row: str, code: int, office: Office) -> None:
    answer = take(office, f"dien-tich-gieo-trong;{row};;\n", *(["--earlier-year"] if code == 0 else []))
    assert (answer.code, "là tổng, được cộng từ các phần" in answer.err) == (code, code == 3)


def test_numerator_and_denominator_columns_are_kept_as_parts(office: Office) -> None:
    header = "chỉ tiêu;giá trị;tử số;mẫu số;ngày;nguồn;thôn\n"
    good = "ho-ngheo;;105;3.000;01/07/2024;Tổ rà soát;\nbao-phu-bhyt;90;9;10;1/7/2024;;\n"
    assert take(office, good, header=header).code == 0
    first, second = (row.draft for row in rows_of(office))
    assert (first.amount and first.amount.numerator, first.source) == (Decimal(105), "Tổ rà soát")
    assert second.amount is not None
    assert second.amount.denominator == 10
    for bad in (
        "ho-ngheo;;105;;2/7/2024;;\n",
        "ho-ngheo;4,1;105;3000;2/7/2024;;\n",
        "ho-ngheo;;1;2;2/7/2024;;Thôn 1\n",
    ):
        assert take(office, bad, header=header).code == 3, bad


def test_an_id_and_a_name_that_disagree_are_a_fault(office: Office) -> None:
    header = "id;chỉ tiêu;value;on\n"
    assert take(office, "dan-so;Dân số;11.000;1/7/2024\n", header=header).code == 0
    assert "hai chỉ tiêu khác nhau" in take(office, "dan-so;Tỷ lệ hộ nghèo;1;2/7/2024\n", header=header).err


def test_source_by_and_reason_of_the_command_line_are_kept(office: Office) -> None:
    take(office, "dan-so;11.000;01/07/2024;;\n", "--source", "Công văn 12", "--by", "Lan")
    (row,) = rows_of(office)
    assert (row.draft.source, row.actor) == ("Công văn 12", "Lan")


def test_what_was_shown_must_still_hold_when_it_is_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody records between the preview and the writing: nothing of the import enters, running again is safe."""
    import thidua_cli.cli.import_file as importing

    def meanwhile(*_: object) -> bool:
        monkeypatch.undo()
        office.monkeypatch.setenv("THIDUA_TODAY", "2024-07-05")
        office.monkeypatch.chdir(office.folder)
        office.done("record", "dan-so", "10.900", "--on", "01/07/2024")
        return True

    with patch.multiple(importing, is_interactive=lambda: True, consents=meanwhile):
        answer = take(office, "dan-so;11.000;01/07/2024;;\n")
    assert answer.code == 5
    assert "sổ vừa được ghi thêm" in answer.err
    assert len(rows_of(office)) == 1


def test_a_row_recorded_meanwhile_that_changes_nothing_of_the_preview_is_no_obstacle(office: Office) -> None:
    import thidua_cli.cli.import_file as importing

    def meanwhile(*_: object) -> bool:
        office.done("record", "ho-ngheo", "3,5", "--on", "01/07/2024")
        return True

    with patch.multiple(importing, is_interactive=lambda: True, consents=meanwhile):
        assert take(office, "dan-so;11.000;01/07/2024;;\n").code == 0
    assert verify(next(office.folder.rglob("thidua.db"))).seq == 2


def test_rows_of_a_closed_period_are_refused_with_the_command_that_reopens_it(office: Office) -> None:
    take(office, "dan-so;11.000;30/06/2024;;\n")
    office.done("close", "t6")
    answer = take(office, "dan-so;11.000;30/06/2024;;\nho-ngheo;3,5;14/06/2024;;\ndan-gia-suc;6.500;01/07/2024;;\n")
    assert answer.code == 5
    assert "1 mới, 1 đã có, 1 từ chối" in answer.out
    assert "so-lieu.csv:3: ngày 14/06/2024 thuộc kỳ đã chốt" in answer.err
    assert "thidua reopen 2024-06" in answer.err
    assert "--reason" not in answer.err.splitlines()[-1]


def test_j3_a_code_that_is_a_number_is_refused_with_a_hint(office: Office) -> None:
    name = written(office.folder, "so.xlsx", book(HEAD, (123, 1, DAY), ("dan-so", 11000, DAY)))
    answer = office.run("import", name)
    assert answer.code == 3
    assert "so.xlsx:Sheet1!A2: mã chỉ tiêu là số: Excel bỏ các số 0 ở đầu" in answer.err


@pytest.mark.parametrize(
    ("code", "value", "shown_as", "meant"),
    [
        ("lao-dong-duoc-dao-tao", 0.757, "0.0%", "75.7"),
        ("lao-dong-duoc-dao-tao", 75.7, "0.0", "75.7"),
        ("giao-quan", 1, "0%", "100"),
    ],
)
def test_j12_a_cell_shown_as_a_percentage_is_read_as_it_is_shown(
    office: Office, code: str, value: float, shown_as: str, meant: str
) -> None:
    def dress(made: object) -> None:
        made.active["B2"].number_format = shown_as  # type: ignore[attr-defined]

    office.done("import", written(office.folder, "so.xlsx", book(HEAD, (code, value, DAY), then=dress)))
    (row,) = rows_of(office)
    assert row.draft.amount is not None
    assert f"{row.draft.amount.value:f}" == meant


def test_j12_a_percentage_where_the_unit_is_another_is_refused(office: Office) -> None:
    def dress(made: object) -> None:
        made.active["B2"].number_format = "0%"  # type: ignore[attr-defined]

    answer = office.run("import", written(office.folder, "so.xlsx", book(HEAD, ("dan-so", 0.5, DAY), then=dress)))
    assert "so.xlsx:Sheet1!B2: ô hiện dạng phần trăm nhưng Dân số tính bằng người" in answer.err


@pytest.mark.parametrize(
    ("cells", "place", "sentence"),
    [
        (("dan-so", "=1+1", DAY), "B2", "công thức chưa có kết quả"),
        (("dan-so", "#N/A", DAY), "B2", "lỗi tính toán #N/A"),
        (("dan-so", 11000, 45457), "C2", "ngày là một con số"),
        (("dan-so", DAY, DAY), "B2", "là ngày, không phải số: định dạng ô là General rồi gõ lại số\n"),
        (("thon-an-toan-antt", DAY, DAY), "B2", "là phân số như 9/10 thì ghi ở hai cột tử số, mẫu số"),
        (("dan-so", time(9, 10), DAY), "B2", "(có thể là giờ): định dạng ô là General rồi gõ lại"),
        (("dan-so", 1.1234567, DAY), "B2", "quá dài"),
    ],
)
def test_j_a_cell_that_cannot_be_used_is_named(
    office: Office, cells: tuple[object, ...], place: str, sentence: str
) -> None:
    answer = office.run("import", written(office.folder, "so.xlsx", book(HEAD, cells)))
    assert answer.code == 3
    assert f"so.xlsx:Sheet1!{place}: " in answer.err
    assert sentence in answer.err


@pytest.mark.parametrize("name", ["khong-co.csv", "~$so.xlsx"])
def test_a_file_that_is_not_there_is_wrong_usage(office: Office, name: str) -> None:
    assert office.run("import", name).code == 2


def test_a_day_without_its_year_is_meant_in_that_of_the_plan(office: Office) -> None:
    text = (office.folder / "data" / "plan_2024.yaml").read_text("utf-8")
    (office.folder / "data" / "plan_2025.yaml").write_text(text.replace("year: 2024", "year: 2025", 1), "utf-8")
    office.today("2025-07-05")
    assert "thiếu năm, hãy viết 30/06/2025\n" in take(office, "dan-so;11.000;30/06;;\n").err


def test_the_plan_of_the_days_in_the_file_is_used(office: Office) -> None:
    text = (office.folder / "data" / "plan_2024.yaml").read_text("utf-8")
    (office.folder / "data" / "plan_2025.yaml").write_text(text.replace("year: 2024", "year: 2025", 1), "utf-8")
    office.today("2025-01-05")
    assert take(office, "dan-so;11.000;31/12/2024;;\n").code == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.decimals(-(10**9), 10**9, places=3), min_size=1, max_size=20))
def test_numbers_written_the_vietnamese_way_come_back_exactly(office: Office, numbers: list[Decimal]) -> None:
    from thidua_cli.vietnamese.numbers import write_number

    first = date(2022, 12, 31)
    for path in office.folder.rglob("thidua.db"):
        path.unlink()
    days = [first - timedelta(place) for place in range(len(numbers))]
    rows = "".join(f"dan-so;{write_number(n)};{d:%d/%m/%Y};;\n" for n, d in zip(numbers, days, strict=True))
    assert take(office, rows, "--earlier-year").code == 0
    assert [row.draft.amount and row.draft.amount.value for row in rows_of(office)] == numbers


def test_slips_found_while_importing_are_those_that_record_finds(office: Office) -> None:
    dice = random.Random(2024)
    kinds: list[Callable[[], str]] = [lambda: str(dice.randrange(5, 80)), lambda: str(dice.randrange(500, 8000))]
    for number in range(12):
        value, day = dice.choice(kinds)(), f"{dice.randrange(1, 28):02d}/{dice.randrange(1, 7):02d}/2024"
        dry = take(office, f"dan-gia-cam;{value};{day};;\n", "--dry-run")
        assert dry.code == office.run("record", "dan-gia-cam", value, "--on", day).code, (number, value, day)


def test_a_zero_between_two_figures_hides_no_slip_from_record_or_import(office: Office) -> None:
    rows = "dan-gia-suc;6.000;02/06/2024;;\ndan-gia-suc;0;03/06/2024;;\n"
    assert "2 dòng có vẻ gõ nhầm" in take(office, rows + "dan-gia-suc;65.000;04/06/2024;;\n").err
    assert take(office, rows, "--yes").code == 0
    answer = office.run("record", "dan-gia-suc", "65.000", "--on", "04/06/2024")
    assert (answer.code, "gấp khoảng 10 lần số đã có (6.000 con)" in answer.err) == (5, True)
    assert "1 dòng có vẻ gõ nhầm" in take(office, "dan-gia-suc;65.000;04/06/2024;;\n", "--dry-run").err


def test_k4_a_form_or_an_export_never_overwrites_the_ledger_or_the_plan(office: Office) -> None:
    office.done("record", "dan-so", "11.000", "--on", "01/07/2024")
    for command in ("export", "template"):
        for target in ("data/x.csv",):
            Path(target).symlink_to(office.folder / "data" / "thidua.db")
            assert office.run(command, "--out", target, "--force").code == 5
            Path(target).unlink()
    assert verify(office.folder / "data" / "thidua.db").seq == 1
