"""What a person is told to type works when it is typed, and nothing a person reads is English."""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from office import Answer, Office
from thidua_cli.cli.run_log import LOCK_NAME


@pytest.fixture
def started(office: Office) -> Office:
    office.done("init", ".")
    return office


def hinted(text: str) -> list[str]:
    """The words of the command after `thidua` that a message proposes."""
    found = re.search(r"→ .*?: thidua (.*)", text)
    assert found, text
    return shlex.split(found[1])


def test_a_step_back_in_level_is_done_by_the_command_that_the_refusal_proposes(started: Office) -> None:
    started.done("record", "ho-ngheo", "102/2910", "--on", "2024-06-14")
    refused = started.run("record", "ho-ngheo", "102/2910", "--on", "2024-06-14", "--level", "estimate")
    assert refused.code == 5
    assert "ước tính" in started.done(*hinted(refused.err))


NOTED = ("record", "dan-gia-suc", "6.300", "--note", "theo BC 1", "--source", "Thú y A")


def last_row(office: Office) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(office.done("export").splitlines()[-1])
    return row


@pytest.mark.parametrize(
    ("typed", "note", "source"),
    [
        (("6.400", "--note", "theo BC 2", "--source", "Thú y B's"), "theo BC 2", "Thú y B's"),
        (("6.400",), "", ""),
        (("6.300", "--note", "BC 3"), "BC 3", "Thú y A"),
        (("6.300",), "", "Thú y A"),
        (("6.300", "--note", "BC 1", "--level", "estimate"), "BC 1", "Thú y A"),
    ],
)
def test_the_proposed_correction_carries_the_note_and_source_that_were_typed(
    started: Office, typed: tuple[str, ...], note: str, source: str
) -> None:
    started.done(*NOTED)
    refused = started.run("record", "dan-gia-suc", *typed, "--by", "chị Lan")
    assert refused.code == 5
    assert "đã ghi" in started.done(*hinted(refused.err))
    row = last_row(started)
    assert (row["value"], row["note"], row["source"], row["actor"]) == (
        typed[0].replace(".", ""), note, source, "chị Lan"
    )  # fmt: skip


def test_a_figure_that_was_undone_is_not_called_withdrawn(started: Office) -> None:
    started.done("record", "dan-gia-suc", "6.300")
    started.done("undo")
    for words in (("correct", "dan-gia-suc", "6.400"), ("void", "dan-gia-suc")):
        refused = started.run(*words, "--reason", "thử")
        assert "chưa có số liệu" in refused.err
        assert "rút" not in refused.err
    assert "chưa có → 6.400 con" in started.done("record", "dan-gia-suc", "6.400")
    started.done("void", "dan-gia-suc", "--reason", "nhầm")
    assert "đã rút → 6.500 con" in started.done("record", "dan-gia-suc", "6.500")


def test_a_corrected_value_does_not_inherit_what_was_said_of_the_old_one(started: Office) -> None:
    started.done(*NOTED)
    started.done("correct", "dan-gia-suc", "6.300", "--level", "estimate", "--reason", "mới ước")
    assert (last_row(started)["note"], last_row(started)["source"]) == ("theo BC 1", "Thú y A")
    started.done("correct", "dan-gia-suc", "6.400", "--reason", "đếm lại")
    assert (last_row(started)["note"], last_row(started)["source"]) == ("", "")


def test_an_option_of_the_program_after_the_command_is_told_its_place(started: Office) -> None:
    answer = started.run("plan", "check", "--plan", "data/plan_2024.yaml")
    assert answer.code == 2
    assert "--plan đứng trước tên lệnh" in answer.err
    assert hinted(answer.err) == ["--plan", "TỆP", "plan", "check", "…"]


@pytest.mark.parametrize("words", [("plan", "new", "abc"), ("plan", "new", "2.025"), ("diff", "t6", "--sent", "abc")])
def test_a_whole_number_that_is_none_is_refused_in_vietnamese(started: Office, words: tuple[str, ...]) -> None:
    answer = started.run(*words)
    assert answer.code == 2
    assert "không phải số nguyên" in answer.err
    assert "valid" not in answer.err


@pytest.mark.parametrize(("typed", "code"), [("c\n", 0), ("có\n", 0), ("\n", 5), ("k\n", 5), ("", 5), ("x\nc\n", 0)])
def test_a_suspected_slip_is_asked_about_in_vietnamese(started: Office, typed: str, code: int) -> None:
    started.done("record", "dan-gia-suc", "6.500", "--on", "2024-07-01")
    answer = started.run("record", "dan-gia-suc", "65.000", tty=True, stdin=typed)
    assert answer.code == code, answer.all
    assert "Vẫn ghi? [c/K]" in answer.err
    assert ("gõ c (có) hoặc k (không)" in answer.err) == typed.startswith("x")


def test_an_unreadable_today_is_named_by_its_variable(started: Office) -> None:
    started.monkeypatch.setenv("THIDUA_TODAY", "hôm qua")
    answer = started.run("report")
    assert answer.code == 2
    assert "THIDUA_TODAY: ngày không hợp lệ 'hôm qua'" in answer.err


def test_where_says_that_the_plan_it_was_told_of_is_missing(started: Office) -> None:
    assert "plan_2030.yaml (không có tệp này)" in started.done("--plan", "plan_2030.yaml", "where")


@pytest.mark.parametrize(
    ("words", "period"),
    [("tháng 6", "2024-06"), ("--format json 6 tháng đầu năm", "2024-H1"), ("quý II --section kinh-te", "2024-Q2")],
)
def test_a_period_of_several_words_needs_no_quotes(started: Office, words: str, period: str) -> None:
    report = json.loads(started.done("report", *words.split(), "--format", "json"))
    assert report["period"]["id"] == period


@pytest.mark.parametrize("command", ["where", "doctor"])
def test_a_named_ledger_that_is_missing_is_shown_with_the_command_that_makes_it(started: Office, command: str) -> None:
    answer = started.run("--ledger", "sổ mới.db", command)
    assert "tạo khi ghi lần đầu" not in answer.out
    made = re.search(r"tạo bằng: thidua (.*init)", answer.out)
    assert made, answer.out
    started.done(*shlex.split(made[1]))
    assert "chưa có" not in started.done("--ledger", "sổ mới.db", "where")
    assert "sổ mới.db" in started.done("--ledger", "sổ mới.db", "where")


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("report", "--period"), "thidua report --help"),
        (("record", "dan-so", "11.000", "--on"), "thidua record --help"),
        (("verify", "--against"), "thidua verify --help"),
        (("plan", "show", "--format"), "thidua plan show --help"),
    ],
)
def test_an_option_without_its_value_names_the_help_of_its_command(
    started: Office, words: tuple[str, ...], command: str
) -> None:
    answer = started.run(*words)
    assert answer.code == 2
    assert f"cách dùng: {command}" in answer.err


def test_doctor_names_the_formats_it_knows(started: Office) -> None:
    answer = started.run("doctor", "--format", "xml")
    assert answer.code == 2
    assert "không có định dạng 'xml': chọn một trong table, json" in answer.err


@pytest.mark.parametrize("typed", ["1/2/3", "9/", "/10"])
def test_a_rate_that_is_no_fraction_is_shown_as_typed_with_the_form_to_use(started: Office, typed: str) -> None:
    answer = started.run("record", "ho-ngheo", typed)
    assert answer.code == 2
    assert f"số không hợp lệ '{typed}'" in answer.err
    assert "tử/mẫu" in answer.err


def test_a_folder_or_a_name_without_a_suffix_for_an_output_file_is_answered_with_what_to_type(started: Office) -> None:
    (started.folder / "ra").mkdir()
    for typed, what, instead in (
        ("ra", "--out ra là một thư mục", Path("ra") / "bao-cao.docx"),
        ("thang-6", "--out thang-6 không có đuôi", "thang-6.docx"),
    ):
        answer = started.run("report", "--out", typed)
        assert answer.code == 2
        assert what in answer.err
        assert f"--out {instead}" in answer.err
        started.done("report", "--out", str(instead))


def test_a_second_row_of_a_day_names_the_line_of_the_first(started: Office) -> None:
    rows = "id;value;on\ndan-so;11.000;01/07/2024\ndan-so;11.100;01/07/2024\n"
    (started.folder / "so.csv").write_text(rows, "utf-8")
    assert "cùng ngày với dòng 2 mà số liệu khác" in started.run("import", "so.csv").err


@pytest.mark.parametrize("words", [("summary", "--formats", "md"), ("init", "nha"), ("demo", "thu")])
def test_a_folder_that_cannot_be_made_is_told_in_vietnamese_with_what_to_do(
    started: Office, words: tuple[str, ...]
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    started.monkeypatch.setattr(Path, "mkdir", refuse)
    _is_told_as_forbidden(started.run(*words))


def test_a_folder_that_takes_no_lock_is_told_in_vietnamese_with_what_to_do(started: Office) -> None:
    opened = os.open

    def refuse(path: str | Path, *words: int, **others: int) -> int:
        if Path(path).name == LOCK_NAME:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, *words, **others)

    started.monkeypatch.setattr(os, "open", refuse)
    _is_told_as_forbidden(started.run("summary", "--formats", "md"))


def _is_told_as_forbidden(answer: Answer) -> None:
    assert answer.code == 7, answer.all
    assert "không có quyền ghi" in answer.err
    assert "Permission" not in answer.err
    assert "→ cấp quyền ghi cho thư mục đó, hoặc" in answer.err


def test_a_damaged_ledger_is_told_in_vietnamese_and_names_the_way_back(started: Office) -> None:
    for day in range(1, 15):
        started.done("record", "dan-so", "11.000", "--on", f"{day:02d}/06/2024")
    ledger = started.folder / "data" / "thidua.db"
    content = ledger.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    ledger.write_bytes(content[: 2 * size] + b"\xff" * (len(content) - 2 * size))
    answer = started.run("history")
    assert answer.code == 6
    assert "malformed" not in answer.err
    assert "thidua restore TỆP" in answer.err


def test_levels_are_offered_from_the_first_estimate_to_the_official_figure(started: Office) -> None:
    answer = started.run("record", "dan-gia-suc", "6.500", "--level", "cuoi")
    assert "chọn một trong estimate (ước tính), preliminary (sơ bộ), official (chính thức)" in answer.err


def test_parts_of_an_incomplete_total_are_not_called_outdated(started: Office) -> None:
    started.done("record", "dien-tich-cay-hang-nam", "500", "--on", "2024-03-31")
    page = started.done("explain", "dien-tich-gieo-trong")
    assert "500 ha, ngày 31/03/2024, số chính thức." in page
    assert "có số mới hơn" not in page


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("record", "dan-gia-suc", "-"), "chưa có số liệu thì không ghi gì"),
        (("correct", "dan-so", "chưa có", "--reason", "x"), "thidua void dan-so"),
        (("record", "dan-gia-suc", "6.500", "con"), "con"),
        (("record", "ho", "ngheo", "3,5"), 'thidua record "ho ngheo" 3,5'),
        (("undo", "2"), "thidua undo không nhận"),
        (("entry", "tháng", "6"), "→ thidua entry không nhận"),
        (("record", "“dan", "gia", "suc”", "6.500"), 'thidua record "dan gia suc" 6.500'),
        (("due", "--from", "tram", "y", "te", "--all"), '--from "tram y te";'),
        (("undo", "--by", "“Lê", "Văn", "Nam”"), '--by "Lê Văn Nam";'),
        (("close", "t6", "--by", "Lê", "Nam"), '--by "Lê Nam";'),
        (("record", "dan-gia-suc", "6.500", "—on", "01/07/2024"), "ý bạn là: --on?"),
        (("record", "dan-gia-suc", "6.500", "–-on", "01/07/2024"), "ý bạn là: --on?"),
        (("record", "dan-gia-suc", "6.500", "--period", "t6"), "ý bạn là: --for?"),
        (("record", "bao-phu-bhyt", "95", "4"), '"95,4" (PowerShell'),
        (("report", "--for", "t6"), "ý bạn là: --period?"),
        (("report", "--out", "a.PDF"), "thidua summary --formats docx,pdf; các định dạng"),
        (("summary", "--period", "tháng", "6"), '"tháng 6"'),
        (("report", "hôm", "nay"), "last-month"),
        (("record", "dan-gia-suc", "9/10"), "ghi một số"),
        (("record", "dan-gia-suc", "65%"), "bỏ dấu %"),
        (("record", "ho-ngheo", "9/0"), "102/2910"),
        (("record", "dan-gia-suc", "6.500", "--on", "06/07/2024"), "ngày 05/07/2024"),
        (("record", "dan-gia-suc", "6.500", "--cumulative"), "bỏ --cumulative"),
        (("record", "dan-gia-suc", "6.500", "--for", "2025"), "--plan"),
        (("report", "--period", "t11"), "this-month"),
        (("restore", "khong.db"), "kiểm tra tên tệp"),
        (("backup", "khong/co.db"), "tạo thư mục"),
        (("backup", "data/thidua.db"), "chính là sổ đang dùng"),
    ],
)
def test_every_refusal_says_what_to_do(started: Office, words: tuple[str, ...], advice: str) -> None:
    started.today("2024-07-05")
    started.done("record", "dan-so", "11.020")
    refused = started.run(*words)
    assert refused.code in (2, 5, 7), refused.all
    assert advice in refused.err
    assert "→" in refused.err


def test_a_ledger_is_not_taken_for_a_sheet_in_another_encoding(started: Office) -> None:
    refused = started.run("import", "data/thidua.db")
    assert refused.code == 3
    assert "UTF-16" not in refused.err
    assert "thidua restore data/thidua.db" in refused.err


def test_an_anchor_cut_short_is_explained_without_old_papers_that_do_not_exist(started: Office) -> None:
    started.done("record", "dan-gia-suc", "6.300")
    refused = started.run("verify", "--against", "1:0123456789abcdef")
    assert refused.code == 2
    assert "các dòng đến" not in refused.err


def test_every_rule_of_the_checks_is_found_in_the_guide_as_the_page_says(started: Office) -> None:
    started.done("record", "dan-gia-suc", "6.300", "--on", "01/04/2024")
    started.today("2024-10-10")
    page = started.done("check")
    command = re.search(r"(?m)thidua (guide [a-z-]+)$", page)
    assert command, page
    assert started.done(*command[1].split()).startswith("## stale")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (
            ("record", "dan-so", "11.020", "--level", "tạm"),
            "preliminary (sơ bộ)",
        ),
        (("report", "--verdict", "tốt"), "missed (Không đạt)"),
        (("report", "--fail-on", "muộn"), "stale (số cũ)"),
        (("nominate", "list", "--state", "xong"), "decided (đã quyết định)"),
    ],
)
def test_codes_to_choose_from_are_named_in_vietnamese_too_and_both_are_understood(
    started: Office, words: tuple[str, ...], named: str
) -> None:
    assert named in started.run(*words).err
    vietnamese = named.rpartition("(")[2].rstrip(")")
    assert started.run(*words[:-1], vietnamese).code in (0, 4)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["import", "."], "hãy ghi tên tệp .xlsx hoặc .csv; đọc từ đầu vào chuẩn: -"),
        (["import", "so.jsonl"], "hãy ghi tên tệp .jsonl\n"),
        (["plan", "draft", "."], "hãy ghi tên tệp .docx, .txt, .md hoặc .pdf; đọc từ đầu vào chuẩn: -"),
        (["init", "--from", ".", "moi"], "hãy ghi tên tệp .docx, .txt, .md hoặc .pdf"),
        (["hub", "receive", "so.jsonl", "--hub", "postgresql://x/y", "--against", f"1:{'0' * 32}"], "tệp .jsonl\n"),
    ],
)
def test_the_files_named_instead_of_a_folder_are_those_the_command_reads(
    words: list[str], hint: str, office: Office
) -> None:
    (office.folder / "so.jsonl").mkdir()
    answer = office.run(*words)
    assert "là thư mục" in answer.err
    assert hint in answer.err


def test_a_backup_to_a_link_that_leads_nowhere_speaks_of_the_backup(office: Office) -> None:
    office.done("init")
    Path("treo.db").symlink_to("khongco")
    answer = office.run("backup", "treo.db")
    assert answer.code == 5
    assert "treo.db là liên kết tới tệp không có" in answer.err
    assert "sổ mới" not in answer.err
