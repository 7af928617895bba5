"""One `summary` at a time in a folder, and no lock that outlives its holder."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from office import Office
from thidua_cli.cli.run_log import LOCK_NAME, alone_in
from thidua_cli.errors import BusyError, StorageError

HOLDER = """
import sys, time
from pathlib import Path
from thidua_cli.cli import run_log
from thidua_cli.cli.run_log import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
COMMAND = ("summary", "--formats", "csv")


@contextmanager
def another_run(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the folder's lock."""
    folder.mkdir(exist_ok=True)
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_run_is_busy_and_writes_nothing_e7(office: Office) -> None:
    folder = office.folder / "bao-cao"
    with another_run(folder):
        answer = office.run(*COMMAND)
    assert (answer.code, answer.out) == (8, "")
    assert str(folder) in answer.err
    assert [path.name for path in folder.iterdir()] == [LOCK_NAME]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_run_killed_outright_leaves_no_lock_behind_e7(office: Office) -> None:
    folder = office.folder / "bao-cao"
    with another_run(folder) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert (folder / LOCK_NAME).exists()
        office.done(*COMMAND)
    assert sorted(path.name for path in folder.iterdir()) == ["bao-cao-dak-la-2024-06.csv", "loi-van-dak-la-2024-06.md"]


def test_a_run_in_another_folder_is_not_disturbed(office: Office) -> None:
    with another_run(office.folder / "bao-cao"):
        office.done(*COMMAND, "--out-dir", "ra")


def test_a_disk_that_knows_no_locks_is_a_storage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def knows_none(*_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("msvcrt.locking" if sys.platform == "win32" else "fcntl.flock", knows_none)
    with pytest.raises(StorageError, match="không khóa được"), alone_in(tmp_path):
        pass


def test_the_lock_is_let_go_of_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone_in(tmp_path):
        raise ZeroDivisionError
    with alone_in(tmp_path), pytest.raises(BusyError), alone_in(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
