"""Several processes at one ledger: nobody loses a row, nobody sees half of one, a stuck lock is named."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.sample import LAST_DAY, NEW_YEAR, UNIT, author, made, recorded, stamp, write
from thidua_cli.errors import BusyError, IntegrityError
from thidua_cli.ledger import Ledger, file
from thidua_cli.ledger import session as opening
from thidua_cli.ledger.copies import verify_file as verify

CREW = Path(__file__).with_name("crew.py")


def start(*words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CREW), *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_eight_writers_lose_nothing_and_fork_nothing_e1(tmp_path: Path) -> None:
    path = made(tmp_path)
    writers = [start("write", path, f"w{number}", 20) for number in range(8)]
    results = [writer.communicate(timeout=60) for writer in writers]
    assert [errors for _, errors in results] == [""] * 8
    acknowledged = {line for lines, _ in results for line in lines.split()}
    assert len(acknowledged) == 160
    with Ledger(path) as ledger:
        assert {row.action for row in ledger.history()} == acknowledged
    assert verify(path).seq == 160


def test_a_look_in_the_middle_of_a_commit_is_taken_again_e1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, looks = made(tmp_path, 3), []

    def half_seen(connection: sqlite3.Connection, path: Path) -> None:
        looks.append(path)
        if len(looks) < 3:
            raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(file, "check_mark", half_seen)
    with Ledger(path) as ledger:
        assert ledger.tip().seq == 3
    looks.clear()
    monkeypatch.setattr(opening, "MOST_LOOKS", 2)
    with pytest.raises(IntegrityError):
        Ledger(path)


def test_a_killed_import_leaves_no_row_and_the_next_reader_heals_it_e2_e4_i9(tmp_path: Path) -> None:
    path = made(tmp_path, 30)
    tip = verify(path)
    killed = start("die", path)
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert path.with_name("thidua.db-journal").exists(), "the kill came too early to prove anything"
    readers = [start("read", path) for _ in range(6)]
    answers = [reader.communicate(timeout=60) for reader in readers]
    assert answers == [("0 30\n", "")] * 6
    assert verify(path) == tip
    assert not path.with_name("thidua.db-journal").exists()


def test_readers_see_the_state_before_or_after_an_import_e6(tmp_path: Path) -> None:
    path = made(tmp_path, 10)
    with Ledger(path) as ledger, Ledger(path, timeout=0) as other:
        before = other.tip()
        with ledger.writing() as writer:
            writer.append(
                [recorded(str(value), "b") for value in range(500)],
                action="nhập",
                unit=UNIT,
                author=author(),
                plan=stamp(),
            )
            assert other.tip() == before
            assert other.figures(UNIT, ["b"], NEW_YEAR, LAST_DAY) == []
        assert other.tip().seq == 510


def test_a_second_writer_waits_from_its_first_moment_and_then_is_busy_e5(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as first, first.writing(), Ledger(path, timeout=0) as second:
        with pytest.raises(BusyError, match="DB Browser") as caught, second.writing():
            pytest.fail("two writers at once")
        assert caught.value.exit_code == 8
        assert "an toàn" in caught.value.hint


def test_opening_the_ledger_twice_in_one_process_does_not_let_go_of_its_lock(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as first, first.writing():
        Ledger(path).close()
        stranger = start("add", path)
        answer, _ = stranger.communicate(timeout=60)
    assert answer.startswith("8 ")


def test_a_lock_of_another_program_is_named_with_its_process_e5_e8(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(BusyError) as caught:
            Ledger(path, timeout=0)
    finally:
        holder.communicate("", timeout=30)
    if Path("/proc/locks").exists():
        assert f"tiến trình {holder.pid}" in caught.value.sentence
    with Ledger(path, timeout=0) as ledger:
        write(ledger, [recorded("1", "b")])


def test_a_reader_in_the_way_of_a_commit_makes_it_busy_and_nothing_is_written(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM entries").fetchall()
    with Ledger(path, timeout=0) as ledger:
        with pytest.raises(BusyError):
            write(ledger, [recorded("1", "b")])
        reader.close()
        assert ledger.tip().seq == 1
        write(ledger, [recorded("1", "b")])
    assert verify(path).seq == 2


_HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
