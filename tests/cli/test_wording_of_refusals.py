"""What a person is told to type works when it is typed, and nothing a person reads is English."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

import pytest

from office import Office


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


@pytest.mark.parametrize("command", ["where", "doctor"])
def test_a_named_ledger_that_is_missing_is_shown_with_the_command_that_makes_it(started: Office, command: str) -> None:
    answer = started.run("--ledger", "sổ mới.db", command)
    assert "tạo khi ghi lần đầu" not in answer.out
    made = re.search(r"tạo bằng: thidua (.*init)", answer.out)
    assert made, answer.out
    started.done(*shlex.split(made[1]))
    assert "chưa có" not in started.done("--ledger", "sổ mới.db", "where")
    assert "sổ mới.db" in started.done("--ledger", "sổ mới.db", "where")


def test_levels_are_offered_from_the_first_estimate_to_the_official_figure(started: Office) -> None:
    answer = started.run("record", "dan-gia-suc", "6.500", "--level", "cuoi")
    assert "chọn một trong estimate, preliminary, official" in answer.err


def test_parts_of_an_incomplete_total_are_not_called_outdated(started: Office) -> None:
    started.done("record", "dien-tich-cay-hang-nam", "500", "--on", "2024-03-31")
    page = started.done("explain", "dien-tich-gieo-trong")
    assert "500 ha, ngày 31/03/2024, số chính thức." in page
    assert "có số mới hơn" not in page
