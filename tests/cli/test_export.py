"""`export`: the whole ledger as JSON Lines, back into an empty one with the same chain, and as CSV for people."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from office import Answer, Office
from thidua_cli.ledger.copies import verify_file as verify

Lines = list[str]


@pytest.fixture(autouse=True)
def story(office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500", "--on", "01/07/2024", "--note", "=1+1; \u2028")
    office.done("record", "ho-ngheo", "102/2910", "--on", "14/06/2024", "--level", "estimate")
    office.done("correct", "dan-gia-suc", "6.550,50", "--on", "01/07/2024", "--reason", "đếm lại", "--yes")
    office.done("void", "ho-ngheo", "--on", "14/06/2024", "--reason", "nhầm")
    office.done("undo")
    office.done("export", "--out", "so.jsonl")


def other(office: Office, lines: Lines | None = None, *words: str) -> Answer:
    """Import the export (or these lines) in a workspace of its own."""
    office.done("init", "khac")
    office.monkeypatch.chdir(office.folder / "khac")
    if lines is not None:
        (office.folder / "so.jsonl").write_text("".join(lines), "utf-8")
    return office.run("import", "../so.jsonl", *words)


def exported(office: Office) -> Lines:
    return (office.folder / "so.jsonl").read_text("utf-8").split("\n")[:-1]


def ledger(folder: Path) -> Path:
    return folder / "data" / "thidua.db"


def test_the_export_goes_back_into_an_empty_ledger_with_the_same_chain(office: Office) -> None:
    answer = other(office)
    assert answer.code == 0, answer.all
    assert "đã nạp 5 dòng sổ" in answer.out
    assert verify(ledger(office.folder / "khac")) == verify(ledger(office.folder))
    office.done("export", "--out", "lai.jsonl")
    assert (office.folder / "khac" / "lai.jsonl").read_bytes() == (office.folder / "so.jsonl").read_bytes()
    assert office.done("history", "--format", "json") != ""


def test_b12_figures_are_strings_with_the_digits_that_were_typed(office: Office) -> None:
    rows = [json.loads(line) for line in exported(office)]
    assert rows[0] == {"schema": "thidua.ledger/1", "rows": 5, "hash": rows[-1]["hash"]}
    assert [(row["value"], row["numerator"]) for row in rows[2:]] == [
        ("6500", None), (None, "102"), ("6550.50", None), (None, None), (None, "102"),
    ]  # fmt: skip


def test_a_dry_run_proves_the_file_and_writes_nothing(office: Office) -> None:
    assert "sẽ nạp 5 dòng sổ" in other(office, None, "--dry-run").out
    assert verify(ledger(office.folder / "khac")).seq == 0


def test_a_ledger_with_rows_takes_no_export(office: Office) -> None:
    answer = office.run("import", "so.jsonl")
    assert answer.code == 5
    assert "sổ trống" in answer.err


def edited(lines: Lines, number: int, **fields: object) -> Lines:
    record = json.loads(lines[number])
    return [*lines[:number], json.dumps({**record, **fields}), *lines[number + 1 :]]


SPOILT: dict[str, tuple[Callable[[Lines], Lines], int]] = {
    "an edited value": (lambda lines: edited(lines, 2, value="6501"), 6),
    "an edited hash": (lambda lines: edited(lines, 3, hash="0" * 64), 6),
    "a number that is not text": (lambda lines: edited(lines, 2, value=6500), 6),
    "a list where text belongs": (lambda lines: edited(lines, 2, plan=[]), 6),
    "a number no ledger can hold": (lambda lines: edited(lines, 2, supersedes=10**30), 6),
    "a plan at a row that is a list": (
        lambda lines: [lines[0], lines[1].replace('"first_seq":1', '"first_seq":[1]'), *lines[2:]],
        6,
    ),
    "rows swapped": (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], 6),
    "a row left out": (lambda lines: [*lines[:3], *lines[4:]], 6),
    "an edited plan": (lambda lines: [lines[0], lines[1].replace("Đắk", "Đăk"), *lines[2:]], 6),
    "a plan of another day": (lambda lines: [lines[0], lines[1].replace("2024-07-05T", "2024-01-05T"), *lines[2:]], 6),
    "no plan": (lambda lines: [lines[0], *lines[2:]], 6),
    "the last row missing": (lambda lines: lines[:-1], 3),
    "a row too many fields": (lambda lines: edited(lines, 2, more=1), 3),
    "no head": (lambda lines: lines[1:], 3),
    "a newer version": (lambda lines: edited(lines, 0, schema="thidua.ledger/9"), 3),
    "half a line": (lambda lines: [*lines[:-1], lines[-1][:50]], 3),
    "deep brackets": (lambda lines: [*lines[:2], "[" * 100_000], 3),
    "a list": (lambda lines: ["[]"], 3),
    "nothing": (lambda lines: [], 3),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_export_is_refused_and_nothing_is_written(office: Office, name: str) -> None:
    spoil, code = SPOILT[name]
    answer = other(office, [line + "\n" for line in spoil(exported(office))])
    assert answer.code == code, answer.all
    assert "chưa ghi gì" in answer.err
    assert verify(ledger(office.folder / "khac")).seq == 0


def test_bytes_that_are_not_utf_8_are_refused(office: Office) -> None:
    (office.folder / "so.jsonl").write_bytes(b"\xff\xfe")
    assert other(office).code == 3


def test_a_damaged_ledger_is_not_exported(office: Office) -> None:
    path = ledger(office.folder)
    content = path.read_bytes()
    assert b"6550.50" in content
    path.write_bytes(content.replace(b"6550.50", b"6560.50"))
    assert office.run("export").code == 6


def test_without_a_file_the_lines_go_to_standard_output(office: Office) -> None:
    assert office.done("export") == (office.folder / "so.jsonl").read_text("utf-8")


def test_an_older_export_is_not_overwritten_unasked(office: Office) -> None:
    assert "không thay đổi" in office.done("export", "--out", "so.jsonl")
    office.done("record", "dan-so", "11.000")
    assert office.run("export", "--out", "so.jsonl").code == 5
    office.done("export", "--out", "so.jsonl", "--force")
    assert len(exported(office)) == 8


def test_the_csv_for_people_has_vietnamese_titles_and_decimal_commas(office: Office) -> None:
    office.done("export", "--out", "so.csv")
    text = (office.folder / "so.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith('"Dòng";"Lúc ghi";"Việc";"Mã";"Chỉ tiêu";"ĐVT";"Ngày";"Giá trị"')
    assert '"sửa";"dan-gia-suc";"Tổng đàn gia súc";"con";"01/07/2024";6550,50;;;"chính thức"' in lines[3]
    assert ";3,505155;102;2910;" in lines[2]
    assert "\"'=1+1" in lines[1]


def test_an_unknown_kind_of_file_is_wrong_usage(office: Office) -> None:
    assert office.run("export", "--out", "so.xlsx").code == 2


def test_k4_an_input_file_may_be_read_from_standard_input_and_written_to_standard_output(office: Office) -> None:
    assert office.done("export", "--out", "-") == office.done("export")


def test_what_a_full_ledger_advises_for_an_export_works_when_typed(office: Office) -> None:
    office.done("export", "--out", "so cũ.jsonl")
    answer = office.run("import", "so cũ.jsonl")
    assert answer.code == 5
    typed = [shlex.split(line.partition(": ")[2]) for line in answer.err.splitlines() if "→" in line]
    assert [words[-1] for words in typed] == ["init", "so cũ.jsonl"]
    for words in typed:
        office.done(*words[1:])
    assert "6.500" in office.done("--ledger", "moi.db", "history")
