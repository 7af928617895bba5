"""B, C, K: hostile values, texts and output paths on the command line: what is refused, with which exit code."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from office import Office
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import verify_file as verify

ID = "123e4567-e89b-12d3-a456-426614174000"


def rows(office: Office) -> int:
    path = office.folder / "data" / "thidua.db"
    return verify(path).seq


@pytest.fixture
def begun(office: Office) -> Office:
    office.done("init")
    return office


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1.278", "1.278 con"),
        ("1.278,30", "1.278,30 con"),
        ("1\u00a0278", "1.278 con"),
        ("1\u202f278,5", "1.278,5 con"),
        ("-0", "0 con"),
    ],
)
def test_a_value_is_read_by_the_house_rule_and_echoed_b1_b2_b5_b7(typed: str, shown: str, begun: Office) -> None:
    assert f"đã ghi {shown}" in begun.done("record", "dan-gia-suc", typed, "--yes")


@pytest.mark.parametrize(
    "typed",
    [
        "1,278.3", "1.27.8", "1,2,3", "1..2", "--5", "5-", "1 278 3", "99.3", "7.25", "12.3456", "１２", "٣", "1_000",
        "nan", "inf", "1e999999999", "12%", "", " ", "0x10", "1" * 5000,
    ],
)  # fmt: skip
def test_a_doubtful_value_is_refused_and_nothing_is_written_b3_b4_b6(typed: str, begun: Office) -> None:
    answer = begun.run("record", "dan-gia-suc", typed)
    assert (answer.code, answer.out) == (2, ""), answer.all
    assert len(answer.err) < 1000
    assert rows(begun) == 0


def test_a_negative_value_is_a_value_and_not_an_option_c2_b5(begun: Office) -> None:
    for typed in ("-5", "\u22125,5"):
        assert begun.run("record", "thu-nhap-binh-quan", typed, "--yes").code in (0, 5)
    assert "-5 triệu" in begun.done("history")


def test_done_is_said_after_the_commit_only_c1(begun: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[int] = []
    monkeypatch.setattr("thidua_cli.cli.record.say", lambda text: said.append(rows(begun)))
    begun.done("record", "dan-gia-suc", "6.500")
    assert set(said) == {1}


def test_the_same_day_again_needs_a_correction_and_the_same_value_is_no_change_c3(begun: Office) -> None:
    begun.done("record", "dan-gia-suc", "6.500")
    assert "không thay đổi" in begun.done("record", "dan-gia-suc", "6.500")
    answer = begun.run("record", "dan-gia-suc", "6.550")
    assert (answer.code, answer.out) == (5, "")
    for word in ("6.500", "huong", "thidua correct dan-gia-suc"):
        assert word in answer.err
    assert rows(begun) == 1


def test_a_correction_needs_a_reason_and_keeps_the_old_figure_c4_c5(begun: Office) -> None:
    begun.done("record", "dan-gia-suc", "6.500")
    assert begun.run("correct", "dan-gia-suc", "6.550").code == 2
    begun.done("correct", "dan-gia-suc", "6.550", "--reason", "đếm lại")
    history = begun.done("history")
    assert "6.500" in history
    assert "6.550" in history


def test_a_correction_of_what_somebody_else_just_corrected_is_refused_c6_e3(
    begun: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.done("record", "dan-gia-suc", "6.500")
    writing = Ledger.writing

    def late(self: Ledger) -> object:
        monkeypatch.setattr(Ledger, "writing", writing)
        begun.done("correct", "dan-gia-suc", "6.600", "--reason", "trước")
        return writing(self)

    monkeypatch.setattr(Ledger, "writing", late)
    answer = begun.run("correct", "dan-gia-suc", "6.550", "--reason", "sau")
    assert (answer.code, answer.out) == (5, "")
    assert "6.600" in answer.err
    assert rows(begun) == 2


def test_a_withdrawn_figure_can_be_recorded_again_c7(begun: Office) -> None:
    begun.done("record", "dan-gia-suc", "6.500")
    begun.done("void", "dan-gia-suc", "--on", "05/07/2024", "--reason", "nhầm")
    assert "đã rút → 6.550 con" in begun.done("record", "dan-gia-suc", "6.550")


@pytest.mark.parametrize("day", ["06/07/2024", "14/12/2023", "2026-13", "31/02/2024", "20240131", "2024-W05-6", "1"])
def test_a_day_outside_the_year_or_no_day_at_all_is_refused_c8_o13(day: str, begun: Office) -> None:
    answer = begun.run("record", "dan-gia-suc", "6.500", "--on", day)
    assert (answer.code, answer.out) == (2, "")
    assert rows(begun) == 0


def test_a_suspected_slip_needs_yes_where_nobody_can_be_asked_c9(begun: Office) -> None:
    begun.done("record", "dan-gia-suc", "6.500", "--on", "01/06/2024")
    assert begun.run("record", "dan-gia-suc", "65.000").code == 5
    begun.done("record", "dan-gia-suc", "65.000", "--yes")


def test_the_same_id_twice_is_one_row_c10(begun: Office) -> None:
    begun.done("record", "dan-gia-suc", "6.500", "--id", ID)
    assert "đã có" in begun.done("record", "dan-gia-suc", "6.500", "--id", ID)
    assert begun.run("record", "dan-gia-suc", "6.600", "--id", ID).code == 5
    assert rows(begun) == 1


@pytest.mark.parametrize(
    ("note", "code"),
    [("x\udcff", 2), ("x" * 4001, 3), ("a\0b", 3), ("a\x1b[31mb", 3), ("a\x9bb", 3), ("x" * 10_000_000, 3)],
    ids=["bad byte", "4001", "nul", "esc", "c1", "10 MB"],
)
def test_a_hostile_note_is_refused_with_its_field_c11_c12_l4(note: str, code: int, begun: Office) -> None:
    answer = begun.run("record", "dan-gia-suc", "6.500", "--note", note)
    assert (answer.code, answer.out) == (code, "")
    assert "--note" in answer.err
    assert len(answer.err) < 1000
    assert rows(begun) == 0


def test_what_was_typed_cannot_steer_the_terminal_from_a_message_m2(begun: Office) -> None:
    hostile = "\x1b[2J\x9b\u202e"
    for words in (("report", "--section"), ("report", "--out"), ("restore",)):
        answer = begun.run(*words, hostile)
        assert answer.code in (2, 7)
        assert not set(answer.all) & set(hostile[:1] + hostile[-2:])
        assert "\\x1b[2J" in answer.all
    answer = begun.run("report", "--format", "json", "--section", hostile)
    assert "\\x1b[2J" in json.loads(answer.err)["error"]["sentence"]


@pytest.mark.parametrize("name", ["x" * 5000, "a/" * 3000])
def test_a_ledger_whose_name_is_too_long_is_refused_d10(name: str, begun: Office) -> None:
    for words in (("report",), ("record", "dan-gia-suc", "6.500"), ("verify",), ("doctor",), ("where",)):
        answer = begun.run("--ledger", name, *words)
        assert answer.code in (0, 7), answer.all


@pytest.mark.parametrize("variable", ["", ":memory:", "file:x?mode=memory"])
def test_a_ledger_that_would_be_lost_is_refused_d10(variable: str, begun: Office) -> None:
    begun.monkeypatch.setenv("THIDUA_LEDGER", variable)
    answer = begun.run("record", "dan-gia-suc", "6.500")
    assert (answer.code, answer.out) == (2, "")


def test_an_export_over_the_ledger_its_journal_or_the_plan_is_refused_k4(begun: Office) -> None:
    begun.done("record", "dan-gia-suc", "6.500")
    for name in ("data/thidua.db", "data/thidua.db-journal", "data/plan_2024.yaml"):
        answer = begun.run("report", "--format", "csv", "--out", name, "--force")
        assert (answer.code, answer.out) == (5, ""), answer.all
    for name in ("/dev/null", "-"):
        begun.done("report", "--format", "csv", "--out", name)
    assert rows(begun) == 1


def test_an_edited_report_is_not_overwritten_and_an_unchanged_one_is_left_alone_k3_k8(begun: Office) -> None:
    begun.done("record", "dan-gia-suc", "6.500")
    begun.done("report", "--out", "a.csv")
    first = Path("a.csv").read_bytes()
    assert "không thay đổi" in begun.done("report", "--out", "a.csv")
    begun.done("report", "--out", "b.csv")
    assert Path("b.csv").read_bytes() == first
    Path("a.csv").write_bytes(first.replace(b"6500", b"7500"))
    assert Path("a.csv").read_bytes() != first
    assert begun.run("report", "--out", "a.csv").code == 5
    begun.done("report", "--out", "a.csv", "--force")
    assert Path("a.csv").read_bytes() == first


@pytest.mark.parametrize("place", ["data", "không có/a.csv", "x" * 300 + ".csv"])
def test_a_report_that_cannot_be_written_is_one_line_k5(place: str, begun: Office) -> None:
    answer = begun.run("report", "--format", "csv", "--out", place)
    assert (answer.code, answer.out) == (7, "")
    assert "Traceback" not in answer.err


def test_a_ledger_that_is_a_folder_or_is_missing_makes_no_new_file_d10_d11(begun: Office) -> None:
    before = sorted(os.listdir(begun.folder))
    assert begun.run("--ledger", "data", "record", "dan-gia-suc", "6.500").code == 2
    answer = begun.run("--ledger", "thídua.db", "record", "dan-gia-suc", "6.500")
    assert answer.code == 7
    assert "init" in answer.err
    assert sorted(os.listdir(begun.folder)) == before
