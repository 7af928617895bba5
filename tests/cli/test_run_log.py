"""The log of automatic runs and the reminder of one that failed."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from office import Office
from thidua_cli.cli import app as running
from thidua_cli.cli import run_log
from thidua_cli.cli.app import Ended

REMINDER = "lần chạy tự động ngày 05/07/2024 lỗi: "
COMMAND = ("summary", "--auto", "--formats", "csv")
BY_HAND = ("summary", "--formats", "csv")


def log(office: Office) -> Path:
    return office.folder.parent / "home" / ".local" / "state" / "thidua" / "lan-chay.tsv"


def lines(office: Office) -> list[list[str]]:
    return [line.split("\t") for line in log(office).read_text("utf-8").splitlines()]


@pytest.fixture
def failed(office: Office) -> Office:
    """An automatic run that could not write."""
    office.done("init")
    (office.folder / "bao-cao").write_text("")
    assert office.run(*COMMAND).code == 7
    return office


def test_a_run_without_a_terminal_leaves_one_line(office: Office) -> None:
    office.done("init")
    office.done(*COMMAND)
    office.done(*COMMAND, "--calendar", "nd09", "--force")
    assert [line[1:] for line in lines(office)] == [
        ["2024-06", "0", "", str(office.folder), "-"],
        ["2024-06", "0", "", str(office.folder), "nd09"],
    ]


def test_a_run_that_failed_says_why(failed: Office) -> None:
    ((_, period, code, sentence, *_),) = lines(failed)
    assert (period, code) == ("2024-06", "7")
    assert "đã có một tệp cùng tên" in sentence


def test_a_run_whose_words_were_wrong_is_logged_too(office: Office) -> None:
    assert office.run("summary", "--auto", "--formts", "csv").code == 2
    assert [line[1:3] for line in lines(office)] == [["-", "2"]]


def test_a_run_ended_by_a_signal_is_logged(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(args: list[str]) -> int:
        raise Ended(signal.SIGTERM)

    monkeypatch.setattr(running, "_invoke", killed)
    assert office.run(*COMMAND).code == 143
    assert lines(office)[0][2] == "143"


@pytest.mark.parametrize("tty", [True, False])
def test_a_run_typed_by_hand_leaves_none_and_nobody_is_reminded_of_it(office: Office, tty: bool) -> None:
    assert office.run(*BY_HAND, tty=tty).code == 0
    (office.folder / "bao-cao").rename(office.folder / "cu")
    (office.folder / "bao-cao").write_text("")
    assert office.run(*BY_HAND, tty=tty).code == 7
    assert not log(office).exists()
    assert REMINDER not in office.run("where", tty=True).err


def test_help_is_not_the_place_for_a_reminder(failed: Office) -> None:
    assert REMINDER not in failed.run("record", "--help", tty=True).err


def test_an_edited_file_is_looked_at_before_it_is_replaced(office: Office) -> None:
    office.done("init")
    office.done(*COMMAND)
    (office.folder / "bao-cao" / "bao-cao-dak-la-2024-06.csv").write_text("sửa tay")
    assert office.run(*COMMAND).code == 5
    assert "thidua summary --period 2024-06, thêm --force" in office.run("where", tty=True).err


@pytest.mark.parametrize("words", [("report",), ("list", "summary"), ("summary", "--help"), ("--version",)])
def test_no_other_command_leaves_a_line(office: Office, words: tuple[str, ...]) -> None:
    office.run(*words)
    office.run(*words, tty=True)
    assert not log(office).exists()


def test_after_a_failed_run_an_interactive_command_says_so_once_and_how_to_run_it_again_o12(failed: Office) -> None:
    answer = failed.run("where", tty=True)
    assert answer.err.count(REMINDER) == 1
    assert "đã có một tệp cùng tên" in answer.err
    assert "thidua summary --period 2024-06" in answer.err
    assert REMINDER not in answer.out


def test_off_a_terminal_nothing_is_said(failed: Office) -> None:
    assert failed.run("where").err == ""


def test_the_reminder_stays_until_a_run_succeeds(failed: Office) -> None:
    assert REMINDER in failed.run("where", tty=True).err
    assert REMINDER in failed.run("where", tty=True).err
    (failed.folder / "bao-cao").unlink()
    failed.done(*COMMAND)
    assert failed.run("where", tty=True).err == ""


def test_a_run_elsewhere_neither_hides_nor_takes_over_the_reminder(failed: Office) -> None:
    other = failed.folder / "khac"
    failed.done("init", str(other))
    failed.monkeypatch.chdir(other)
    assert failed.run("where", tty=True).err == ""
    failed.done(*COMMAND)
    failed.monkeypatch.chdir(failed.folder)
    assert REMINDER in failed.run("where", tty=True).err
    plan = str(other / "data" / "plan_2024.yaml")
    assert failed.run("--plan", plan, "where", tty=True).err == ""
    assert failed.run(f"--plan={plan}", "where", tty=True).err == ""


def test_the_reminder_of_last_years_plan_is_seen_with_this_years_beside_it(failed: Office) -> None:
    assert REMINDER in failed.run("where", tty=True).err
    (failed.folder / "data" / "plan_2023.yaml").write_text("year: 2023\n", "utf-8")
    assert REMINDER in failed.run("where", tty=True).err


def test_the_reminder_repeats_the_calendar_that_was_asked_for(failed: Office) -> None:
    assert failed.run(*COMMAND, "--calendar", "nd09").code == 7
    assert "thidua summary --period 2024-06 --calendar nd09" in failed.run("where", tty=True).err


def test_a_run_by_hand_that_succeeds_ends_the_reminder(failed: Office) -> None:
    (failed.folder / "bao-cao").unlink()
    assert failed.run(*BY_HAND, tty=True).code == 0
    assert failed.run("where", tty=True).err == ""


def test_a_condition_that_holds_is_an_answer_and_no_failure(office: Office) -> None:
    assert office.run(*COMMAND, "--fail-on", "no_data").code == 4
    assert office.run("where", tty=True).err == ""


def test_one_that_was_refused_is_a_failure(office: Office) -> None:
    office.done(*COMMAND)
    (office.folder / "bao-cao" / "bao-cao-dak-la-2024-06.csv").write_text("sửa tay", "utf-8")
    assert office.run(*COMMAND).code == 5
    assert "đã được sửa tay" in office.run("where", tty=True).err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\n",
        b"a\tb\tc\td\n",
        b"2024-07-05T01:00:00Z\t2024-06\tx\ty\n",
        b"9999-12-31T23:00:00Z\t2024-06\t7\ty\n",
    ],
)
def test_a_damaged_log_is_no_log(office: Office, content: bytes) -> None:
    log(office).parent.mkdir(parents=True)
    log(office).write_bytes(content)
    assert office.run("where", tty=True).err == ""


def test_a_log_that_cannot_be_written_does_not_stop_the_run(office: Office) -> None:
    log(office).mkdir(parents=True)
    assert office.run(*COMMAND).code == 0


def test_the_state_folder_may_be_named(office: Office, tmp_path: Path) -> None:
    office.monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    office.done(*COMMAND)
    assert (tmp_path / "state" / "thidua" / "lan-chay.tsv").exists()


def test_a_log_does_not_grow_for_ever(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_log, "MOST_BYTES", 10)
    office.done(*COMMAND)
    office.done(*COMMAND)
    assert len(lines(office)) == 1


def test_a_sentence_stays_on_one_line_and_is_not_endless(office: Office) -> None:
    assert office.run("--plan", "/".join(["a\nb\tc", *["x" * 200] * 3]), *COMMAND).code == 2
    ((_, _, _, sentence, *_),) = lines(office)
    assert sentence.startswith("không có tệp kế hoạch a")
    assert len(sentence) <= run_log.LONGEST_SENTENCE + 1


def test_a_log_that_somebody_tampered_with_cannot_steer_the_terminal(failed: Office) -> None:
    with log(failed).open("ab") as file:
        file.write(b"2024-07-05T01:00:00Z\t2024-06\t7\t\x1b[2Jy\n")
    assert "\x1b" not in failed.run("where", tty=True).err
