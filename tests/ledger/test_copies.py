"""H: backup and restore: never half a copy under its name, nothing overwritten, no row lost unasked, row for row."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from ledger.sample import automatic_backup, backup, made, recorded, tampered, write
from thidua_cli import disk
from thidua_cli.errors import IntegrityError, Refused, StorageError, UsageError
from thidua_cli.ledger import Ledger, Tip, copies
from thidua_cli.ledger import copies as restoring
from thidua_cli.ledger.copies import restore
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.ledger.session import Session

CREW = Path(__file__).with_name("crew.py")


def rows(path: Path) -> list[object]:
    with Ledger(path) as ledger:
        return list(ledger.history())


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def copied(folder: Path, count: int = 3) -> tuple[Path, Path]:
    """A ledger and a backup of it."""
    path, copy = made(folder, count), folder / "bản sao.db"
    backup(path, copy)
    return path, copy


def die_in_the_middle(path: Path) -> None:
    subprocess.run([sys.executable, str(CREW), "die", str(path)], capture_output=True, timeout=60, check=False)
    assert path.with_name("thidua.db-journal").exists()


def test_a_backup_has_every_row_and_its_own_proof_h1(tmp_path: Path) -> None:
    path, copy = copied(tmp_path, 30)
    assert rows(copy) == rows(path)
    assert verify(copy) == verify(path)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["bản sao.db", "thidua.db"]


def test_a_backup_during_eight_writers_is_one_state_of_the_ledger_h1(tmp_path: Path) -> None:
    path = made(tmp_path)
    words = [sys.executable, str(CREW), "write", str(path)]
    writers = [subprocess.Popen([*words, f"w{n}", "10"], stdout=subprocess.DEVNULL) for n in range(8)]
    taken = [backup(path, tmp_path / f"{number}.db") for number in range(5)]
    assert [writer.wait(60) for writer in writers] == [0] * 8
    for copy, tip, _ in taken:
        assert verify(copy) == tip
        assert verify(path, (tip.seq, tip.chain)).seq == 80


@pytest.mark.parametrize("step", ["thidua_cli.ledger.copies.verify_file", "thidua_cli.ledger.copies.publish"])
def test_a_backup_killed_before_it_is_proved_has_no_name_h2(step: str, tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    module, _, function = step.rpartition(".")
    code = (
        f"import os, sys, {module} as m\nm.{function} = lambda *_: os.kill(os.getpid(), 9)\n"
        "m.copy_to(m.Session(m.Path(sys.argv[1]), 20), m.Path(sys.argv[2]))"
    )
    words = [sys.executable, "-c", code, str(path), str(tmp_path / "bản sao.db")]
    assert subprocess.run(words, timeout=60, check=False).returncode == -signal.SIGKILL
    assert "bản sao.db" not in names(tmp_path)
    assert verify(path).seq == 3
    backup(path, tmp_path / "bản sao.db")


def test_a_backup_never_overwrites_and_the_same_state_is_no_error_h3(tmp_path: Path) -> None:
    path, copy = copied(tmp_path)
    before = copy.read_bytes()
    assert backup(path, copy)[2] is False
    with Ledger(path) as ledger:
        write(ledger, [recorded("1", "b")])
    for target in (copy, path):
        content = target.read_bytes()
        with pytest.raises(Refused) as caught:
            backup(path, target)
        assert caught.value.exit_code == 5
        assert target.read_bytes() == content
    assert copy.read_bytes() == before
    assert names(tmp_path) == ["bản sao.db", "thidua.db"]


def test_a_backup_into_a_folder_is_named_by_its_last_row(tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    (tmp_path / "usb").mkdir()
    tip = verify(path)
    copy, _, is_new = backup(path, tmp_path / "usb")
    assert is_new
    assert copy == tmp_path / "usb" / f"thidua.sao-luu-3-{tip.mark}-giu.db"
    assert names(tmp_path / "usb") == [copy.name]


@pytest.mark.parametrize("target", ["không có/a.db", "thidua.db/a.db", "x" * 300])
def test_a_place_that_cannot_be_written_is_a_storage_error_h3(target: str, tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with pytest.raises(StorageError):
        backup(path, tmp_path / target)
    assert names(tmp_path) == ["thidua.db"]


def test_a_full_disk_leaves_the_old_backup_and_no_new_one_h3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, copy = copied(tmp_path)
    before = copy.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="đĩa đầy"):
        backup(path, tmp_path / "mới.db")
    assert names(tmp_path) == ["bản sao.db", "thidua.db"]
    assert copy.read_bytes() == before


def test_a_damaged_ledger_gets_no_backup_and_is_named_itself(tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    tampered(path, "UPDATE entries SET value = '9' WHERE seq = 2")
    with pytest.raises(IntegrityError, match="dòng 2") as caught:
        backup(path, tmp_path / "bản sao.db")
    assert "thidua.db hỏng" in caught.value.sentence
    assert names(tmp_path) == ["thidua.db"]


def test_a_copy_that_went_wrong_on_its_disk_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, 3)
    write_file = disk.new_file

    def writes_badly(fresh: Path, content: bytes) -> None:
        write_file(fresh, content)
        tampered(fresh, "UPDATE entries SET value = '9' WHERE seq = 2")

    monkeypatch.setattr(disk, "new_file", writes_badly)
    with pytest.raises(StorageError, match="không giống sổ"):
        backup(path, tmp_path / "bản sao.db")
    assert names(tmp_path) == ["thidua.db"]


def test_restoring_gives_the_ledger_back_row_for_row_on_a_new_machine_h4_h7(tmp_path: Path) -> None:
    path, copy = copied(tmp_path, 12)
    before = rows(path)
    path.unlink()
    assert restore(copy, path, force=False).kept is None
    assert rows(path) == before
    assert path.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["bản sao.db", "thidua.db"]


def test_a_hot_journal_is_rolled_back_before_the_ledger_is_replaced_h4(tmp_path: Path) -> None:
    path, copy = copied(tmp_path, 12)
    with Ledger(path) as ledger:
        write(ledger, [recorded("1", "b")])
    newer = rows(path)
    die_in_the_middle(path)
    done = restore(copy, path, force=True)
    assert rows(path) == rows(copy)
    assert done.kept is not None
    assert rows(done.kept) == newer
    assert not [name for name in names(tmp_path) if "journal" in name]


def test_an_older_backup_is_refused_with_the_rows_it_lacks_h5(tmp_path: Path) -> None:
    path, copy = copied(tmp_path)
    with Ledger(path) as ledger:
        write(ledger, [recorded(str(n), f"i{n}") for n in range(15)], "b")
    content = path.read_bytes()
    with pytest.raises(Refused, match="thiếu 15 dòng") as caught:
        restore(copy, path, force=False)
    assert caught.value.exit_code == 5
    assert [fault.place for fault in caught.value.faults] == [f"dòng {seq}" for seq in range(4, 14)]
    assert path.read_bytes() == content
    done = restore(copy, path, force=True)
    assert done.kept == tmp_path / f"thidua.db.before-restore-18-{verify(done.kept or path).mark}"
    assert verify(path).seq == 3


def test_a_longer_backup_loses_nothing_and_needs_no_force_h5(tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    short = path.read_bytes()
    with Ledger(path) as ledger:
        write(ledger, [recorded("1", "b")])
    copy = backup(path, tmp_path / "bản sao.db")[0]
    path.write_bytes(short)
    assert restore(copy, path, force=False).kept is None
    assert verify(path).seq == 4
    assert restore(copy, path, force=False).changed is False


def test_another_history_is_no_older_one_h5(tmp_path: Path) -> None:
    path, copy = copied(tmp_path)
    path.unlink()
    made(tmp_path, 2)
    with Ledger(path) as ledger:
        write(ledger, [recorded("7", "khác")], "khác")
    with pytest.raises(Refused, match="thiếu") as caught:
        restore(copy, path, force=False)
    assert " khác " in caught.value.faults[-1].sentence


def spoilt(path: Path) -> None:
    tampered(path, "UPDATE entries SET value = '9' WHERE seq = 2")


def newer(path: Path) -> None:
    tampered(path, "PRAGMA user_version = 9")


def foreign(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" * 300)


@pytest.mark.parametrize("change", [spoilt, newer, foreign])
def test_a_copy_that_fails_its_proof_changes_nothing_h6(change: Callable[[Path], None], tmp_path: Path) -> None:
    path, copy = copied(tmp_path)
    change(copy)
    content = path.read_bytes()
    with pytest.raises(IntegrityError) as caught:
        restore(copy, path, force=True)
    assert caught.value.exit_code == 6
    assert path.read_bytes() == content
    assert names(tmp_path) == ["bản sao.db", "thidua.db"]


@pytest.mark.parametrize("change", [spoilt, newer, foreign])
def test_a_damaged_ledger_is_replaced_when_asked_and_kept_with_its_side_files(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    path, copy = copied(tmp_path)
    change(path)
    content = path.read_bytes()
    side = path.with_name("thidua.db-shm")
    side.write_bytes(b"x")
    with pytest.raises(Refused, match=r"hỏng|thiếu"):
        restore(copy, path, force=False)
    assert path.read_bytes() == content
    done = restore(copy, path, force=True)
    assert done.kept is not None
    assert done.kept.read_bytes() == content
    assert verify(path).seq == 3
    assert not side.exists()
    assert done.kept.with_name(f"{done.kept.name}-shm").read_bytes() == b"x"


def test_a_missing_copy_and_the_ledger_itself_are_no_backups(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with pytest.raises(UsageError):
        restore(tmp_path / "không có.db", path, force=True)
    with pytest.raises(Refused, match="chính là sổ"):
        restore(path, path, force=True)
    assert verify(path).seq == 1


def test_a_ledger_shared_with_a_group_stays_so_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, copy = copied(tmp_path)
    with Ledger(path) as ledger:
        write(ledger, [recorded("1", "b")])
    path.chmod(0o660)
    link = tmp_path / "lối tắt.db"
    link.symlink_to(path)
    done = restore(copy, link, force=True)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o660
    assert verify(path).seq == 3
    assert done.kept is not None
    assert verify(done.kept).seq == 4


def test_a_writer_that_had_the_replaced_ledger_open_writes_nowhere_else(tmp_path: Path) -> None:
    path, copy = copied(tmp_path)
    with Ledger(path) as ledger:
        write(ledger, [recorded("1", "b")])
    with Ledger(path) as late:
        late.tip()
        restore(copy, path, force=True)
        with pytest.raises(StorageError, match="đã bị dời"):
            write(late, [recorded("2", "c")])
    assert verify(path).seq == 3


def test_a_folder_without_hard_links_is_restored_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, copy = copied(tmp_path)
    with Ledger(path) as ledger:
        write(ledger, [recorded("1", "b")])

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    done = restore(copy, path, force=True)
    assert done.kept is not None
    assert (verify(path).seq, verify(done.kept).seq) == (3, 4)


def test_the_rotation_deletes_automatic_copies_only(tmp_path: Path) -> None:
    ledger = made(tmp_path, 1)
    others = [tmp_path / f"thidua.sao-luu-1-0123456789abcdef.db{ending}" for ending in (".zip", "-journal")]
    for other in others:
        other.touch()
        os.utime(other, (1, 1))
    for number in range(copies.MOST_AUTOMATIC + 2):
        with Ledger(ledger) as opened:
            write(opened, [recorded(str(number), "a")])
        automatic_backup(ledger)
    assert all(other.exists() for other in others)
    assert len(list(tmp_path.glob("thidua.sao-luu-*.db"))) == copies.MOST_AUTOMATIC


def test_a_copy_to_restore_is_made_beside_the_file_that_a_link_points_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "thật").mkdir()
    path, copy = copied(tmp_path / "thật")
    link = tmp_path / "thidua.db"
    link.symlink_to(path)
    seen: list[Path] = []
    original = copies.fresh_copy

    def watched(source: Session, beside: Path) -> AbstractContextManager[tuple[Path, Tip]]:
        seen.append(beside)
        return original(source, beside)

    monkeypatch.setattr(restoring, "fresh_copy", watched)
    restore(copy, link, force=True)
    assert seen == [path]
