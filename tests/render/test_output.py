"""Writing an output file: old or new and never half, never over something else, never over the ledger."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from thidua_cli.errors import Refused, StorageError
from thidua_cli.render.files import Outcome, Output, Register, Saying, Writing, write_outputs


def write(
    path: Path, content: bytes = b"new", says: str = "", *, force: bool = False, protected: Sequence[Path] = (),
    register: Register | None = None, sent: str = "",
) -> Outcome:  # fmt: skip
    manner = Writing(register or Register(), protected, force)
    output = Output(path, content, Saying(says or content.decode("latin-1")), sent)
    return next(write_outputs([output], manner)).outcome


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_new_file_is_written_with_the_mode_of_the_umask_k6(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert write(tmp_path / "a.csv") is Outcome.WRITTEN
    finally:
        os.umask(before)
    assert (tmp_path / "a.csv").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o640
    assert names(tmp_path) == ["a.csv"]


def test_the_old_mode_is_kept_k6(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o664)
    write(path, force=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def test_the_same_bytes_or_the_same_sayings_are_left_alone(tmp_path: Path) -> None:
    path, register = tmp_path / "a.csv", Register(tmp_path / "register")
    write(path, b"old", "a", register=register)
    before = path.stat()
    assert write(path, b"old", "b") is Outcome.UNCHANGED
    assert write(path, b"new", "a", register=register, force=True) is Outcome.UNCHANGED
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_file_of_ours_is_replaced_also_under_another_name_but_never_an_edited_one(tmp_path: Path) -> None:
    path, register = tmp_path / "a.csv", Register(tmp_path / "register")
    write(path, b"old", register=register)
    assert write(path, register=register) is Outcome.UPDATED
    moved = path.rename(tmp_path / "b.csv")
    assert write(moved, b"newer", register=register) is Outcome.UPDATED
    moved.write_bytes(b"newer, edited")
    with pytest.raises(Refused, match="sửa tay"):
        write(moved, b"newest", register=register)


@pytest.mark.parametrize("ruined", [b"", b"\xff\x00\n", b'{"file": 3}\n', b"[" * 100_000])
def test_a_list_of_written_files_that_cannot_be_read_makes_files_unknown_and_nothing_worse(
    tmp_path: Path, ruined: bytes
) -> None:
    path, register = tmp_path / "a.csv", Register(tmp_path / "register")
    write(path, b"old", register=register)
    (tmp_path / "register").write_bytes(ruined)
    with pytest.raises(Refused, match="không rõ"):
        write(path, register=register)


def test_the_list_of_written_files_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thidua_cli.render.files.MOST_REGISTER_BYTES", 4_000)
    path, register = tmp_path / "a.csv", Register(tmp_path / "register")
    for number in range(60):
        write(path, str(number).encode(), register=register)
    assert (tmp_path / "register").stat().st_size < 4_000
    assert write(path, b"last", register=register) is Outcome.UPDATED


def test_another_content_is_refused_without_force_and_kept_with_it_k3(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"edited")
    with pytest.raises(Refused) as caught:
        write(path)
    assert "--force" in caught.value.hint
    assert path.read_bytes() == b"edited"
    assert write(path, force=True) is Outcome.WRITTEN
    assert write(path, b"newer", force=True) is Outcome.WRITTEN
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == {
        "a.csv": b"newer", "a.cu-1.csv": b"edited", "a.cu-2.csv": b"new",
    }  # fmt: skip


def test_a_link_to_nowhere_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "target")
    with pytest.raises(Refused, match="liên kết"):
        write(tmp_path / "a.csv", force=True)
    assert names(tmp_path) == ["a.csv"]


def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "a.csv")
    monkeypatch.setattr("thidua_cli.render.files.READER_COMES_WITHIN", 1)
    with pytest.raises(StorageError, match="không có ai đọc"):
        write(tmp_path / "a.csv")
    with pytest.raises(Refused):
        next(write_outputs([Output(tmp_path / "a.csv", b"x")], Writing(anywhere=False)))


@pytest.mark.parametrize(
    "name", ["thidua.db", "thidua.db-journal", "thidua.db-wal", "plan.yaml", "link", "x/../thidua.db"]
)
def test_ledger_journal_and_plan_are_never_overwritten_k4(tmp_path: Path, name: str) -> None:
    ledger, plan = tmp_path / "thidua.db", tmp_path / "plan.yaml"
    ledger.write_bytes(b"ledger")
    plan.write_bytes(b"plan")
    (tmp_path / "link").symlink_to(ledger)
    (tmp_path / "x").mkdir()
    with pytest.raises(Refused):
        write(tmp_path / name, force=True, protected=[ledger, plan])
    assert (ledger.read_bytes(), plan.read_bytes()) == (b"ledger", b"plan")


def test_a_hard_link_to_the_ledger_is_protected_too(tmp_path: Path) -> None:
    ledger = tmp_path / "thidua.db"
    ledger.write_bytes(b"ledger")
    os.link(ledger, tmp_path / "a.csv")
    with pytest.raises(Refused):
        write(tmp_path / "a.csv", force=True, protected=[ledger])


def test_dev_null_and_a_pipe_are_written_to_plainly(tmp_path: Path) -> None:
    assert write(Path("/dev/null")) is Outcome.WRITTEN
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert write(pipe) is Outcome.WRITTEN
    reader.join()
    assert read == [b"new"]


def test_a_descriptor_of_a_pipe_is_written_to_plainly() -> None:
    leader, follower = os.pipe()
    assert write(Path(f"/proc/self/fd/{follower}")) is Outcome.WRITTEN
    os.close(follower)
    assert os.read(leader, 10) == b"new"
    os.close(leader)


def test_a_full_device_is_a_storage_error() -> None:
    with pytest.raises(StorageError, match="đĩa đầy"):
        write(Path("/dev/full"))


def test_a_symbolic_link_stays_and_its_target_is_updated_k5(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "a.csv", tmp_path / "a.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link, force=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    write(link, b"newer", force=True)
    assert target.read_bytes() == b"newer"


def make_loop(folder: Path) -> Path:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    return folder / "a"


def make_read_only(folder: Path) -> Path:
    (folder / "a.csv").write_bytes(b"signed")
    (folder / "a.csv").chmod(0o444)
    return folder / "a.csv"


def make_file_as_folder(folder: Path) -> Path:
    (folder / "a").write_bytes(b"")
    return folder / "a" / "b.csv"


@pytest.mark.parametrize(
    "place",
    [
        lambda folder: folder,
        lambda folder: folder / "missing" / "a.csv",
        lambda folder: folder / ("x" * 300),
        make_loop,
        make_read_only,
        make_file_as_folder,
    ],
)
def test_a_place_that_cannot_be_written_is_a_storage_error(tmp_path: Path, place: Callable[[Path], Path]) -> None:
    path = place(tmp_path)
    before = names(tmp_path)
    with pytest.raises(StorageError, match="không ghi được"):
        write(path, force=True)
    assert names(tmp_path) == before


def test_long_and_odd_names_are_names_on_linux_k5(tmp_path: Path) -> None:
    for name in ("x" * 251 + ".csv", "a:b.csv", "báo cáo.csv.", "-"):
        assert write(tmp_path / name) is Outcome.WRITTEN


@pytest.mark.parametrize("step", ["open", "fsync", "chmod", "replace"])
@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "io"), KeyboardInterrupt()])
def test_a_fault_at_any_step_leaves_the_old_file_and_nothing_else_k2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, fault: BaseException
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def fail(*_: Any, **__: Any) -> None:
        raise fault

    monkeypatch.setattr(f"thidua_cli.disk.os.{step}", fail)
    with pytest.raises(StorageError if isinstance(fault, OSError) else KeyboardInterrupt):
        write(path, force=True)
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.csv"]


def test_a_fault_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    import resource
    import signal

    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(StorageError, match="tệp quá lớn"):
            write(path, b"x" * 100_000, force=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.csv"]


def test_left_overs_older_than_a_day_are_removed_and_nothing_else_is_k1(tmp_path: Path) -> None:
    old, fresh = tmp_path / f".thidua-{'0' * 16}.tmp", tmp_path / f".thidua-{'1' * 16}.tmp"
    foreign = tmp_path / ".thidua-mine.tmp"
    for file in (old, fresh, foreign):
        file.write_bytes(b"")
    for file in (old, foreign):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    write(tmp_path / "a.csv")
    assert names(tmp_path) == sorted(["a.csv", fresh.name, foreign.name])
