"""Puts a copy in the place of a ledger: proved first, no row lost unasked, the replaced file kept."""

from __future__ import annotations

import os
import stat
from contextlib import closing, suppress
from itertools import zip_longest
from pathlib import Path

from ..domain.figure import Revision
from ..errors import IntegrityError, Refused, UsageError
from ..named_tuple import NamedTuple
from .copies import Copied, fresh_copy
from .faults import guarded
from .opening import publish, refuse_odd_path, sync_folder
from .queries import EVERY_HASH, ROW
from .rows import revision_of
from .session import Session
from .verify import BUSY_SECONDS, Verified, verify

SIDE_FILES = ("-journal", "-wal", "-shm")
MOST_LOST_SHOWN = 10
FORCE_HINT = "vẫn muốn khôi phục: thêm --force (sổ hiện tại được giữ lại với đuôi .before-restore-…)"


class Restored(NamedTuple):
    """What stands in the ledger's place now, where the replaced file went (None: none was), and if anything changed."""

    found: Verified
    kept: Path | None = None
    changed: bool = True


class WouldLose(Refused):
    """The copy lacks rows that the ledger has: how many, and the first few of them."""

    def __init__(self, ledger: Path, count: int, rows: list[Revision]) -> None:
        super().__init__(f"bản sao thiếu {count} dòng mà sổ {ledger} đang có; chưa thay đổi gì", hint=FORCE_HINT)
        self.rows = rows


def restore(source: Path, ledger: Path, *, force: bool) -> Restored:
    """Replace the ledger by a verified copy of `source`, row for row; the file that was there is kept if it had more.

    Raises UsageError for a missing source, IntegrityError for one that fails `verify`, WouldLose without `force` when
    rows would disappear, Refused without `force` when the present ledger is too damaged to tell.
    """
    refuse_odd_path(source)
    if not os.path.exists(source):
        raise UsageError(f"không có tệp {source} để khôi phục")
    if os.path.exists(ledger) and source.samefile(ledger):
        raise Refused(f"{source} chính là sổ đang dùng", hint="chỉ ra tệp sao lưu khác")
    with fresh_copy(source, Path(os.path.realpath(ledger))) as copy:
        if not os.path.lexists(ledger):
            with guarded(ledger):
                if publish(copy.path, ledger):
                    return Restored(copy.found)
        try:
            verify(ledger)  # opening it rolls back what a dead process left half-done
        except IntegrityError as error:
            return _replace_damaged(copy, ledger, force, error)
        with closing(Session(ledger, BUSY_SECONDS)) as session:
            return _replace_whole(session, copy, ledger, force)


def _replace_whole(session: Session, copy: Copied, ledger: Path, force: bool) -> Restored:
    session.own()
    lost = _missing_from(copy.path, session)
    if lost and not force:
        raise WouldLose(ledger, len(lost), _rows(session, lost[:MOST_LOST_SHOWN]))
    tip = session.tip()
    if tip == copy.found.tip and not lost:
        return Restored(copy.found, changed=False)
    kept = _free_name(ledger, f"{tip.seq}-{tip.chain}") if lost else None
    if os.name == "nt":  # an open file cannot be replaced there
        session.close()
    with guarded(ledger):
        _swap(copy.path, ledger, kept)
    return Restored(copy.found, kept)


def _replace_damaged(copy: Copied, ledger: Path, force: bool, error: IntegrityError) -> Restored:
    if not force:
        raise Refused(
            f"sổ hiện tại hỏng nên không biết bản sao có thiếu dòng nào không ({error.sentence})", hint=FORCE_HINT
        ) from error
    kept = _free_name(ledger, "hong")
    with guarded(ledger):
        for side in SIDE_FILES:
            with suppress(FileNotFoundError):
                os.rename(f"{ledger}{side}", f"{kept}{side}")
        _swap(copy.path, ledger, kept)
    return Restored(copy.found, kept)


def _missing_from(copy: Path, session: Session) -> list[int]:
    """The numbers of the rows that only the ledger has; both chains part at most once."""
    with closing(Session(copy, BUSY_SECONDS)) as other:
        pairs = zip_longest(session.stream(EVERY_HASH), other.stream(EVERY_HASH))
        return [mine[0] for mine, theirs in pairs if mine is not None and mine != theirs]


def _rows(session: Session, numbers: list[int]) -> list[Revision]:
    rows = (session.row(ROW, number) for number in numbers)
    return [revision_of(row) for row in rows if row is not None]


def _swap(fresh: Path, ledger: Path, kept: Path | None) -> None:
    """In one step for whoever looks at the ledger's name; the old file stays under the name `kept`."""
    target = Path(os.path.realpath(ledger))
    os.chmod(fresh, stat.S_IMODE(target.stat().st_mode))
    if kept is not None:
        try:
            os.link(target, kept)
        except OSError:  # no hard links on FAT and exFAT
            os.rename(target, kept)
    os.replace(fresh, target)
    sync_folder(target.parent)


def _free_name(ledger: Path, state: str) -> Path:
    target = Path(os.path.realpath(ledger))
    for number in range(1, 1000):
        kept = target.with_name(f"{target.name}.before-restore-{state}{'' if number == 1 else f'-{number}'}")
        if not os.path.lexists(kept):
            return kept
    raise Refused(f"đã có quá nhiều tệp {target.name}.before-restore-…", hint="dọn bớt rồi chạy lại")
