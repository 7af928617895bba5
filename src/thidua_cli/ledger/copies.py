"""Verified copies of a ledger: made under a temporary name, proved and synced, and only then given their own name."""

import io
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import zip_longest
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from .. import disk
from ..domain.figure import Revision
from ..errors import Fault, IntegrityError, Refused, StorageError, UsageError
from ..vietnamese.numbers import write_date, write_moment
from ..vietnamese.text import sanitise
from ..vietnamese.wording import DEEDS
from .file import AUTOMATIC, SIDE_FILES, backups, guarded, publish, real_file, refuse_long_path
from .rows import EVERY_CACHED_PLAN, EVERY_HASH, ROW, Tip, revision_of
from .session import Session, refuse_odd_path
from .verify import verify

MOST_AUTOMATIC = 10
LARGEST_LOOKED_INTO = 64 * 1024 * 1024
LEVELS = 4
BY_HAND = "-giu"
"""In the name of a copy that somebody asked for: no rotation touches it."""
MOST_LOST_SHOWN = 10
FORCE_HINT = "vẫn muốn khôi phục: thêm --force (sổ hiện tại được giữ lại với đuôi .before-restore-…)"


def verify_file(path: Path, against: tuple[int, str] | None = None) -> Tip:
    """Open a ledger file and check the whole of it; raises as `verify` and opening do."""
    with Session(path) as session:
        return verify(session, against)


def automatic_backup(session: Session) -> Path:
    """A verified copy beside the ledger, named by its last row; made before whatever changes many rows at once.

    A whole copy of the same state is used again; no file is ever overwritten. Of the automatic ones the newest
    ten and the longest are kept. Raises StorageError (also for lack of space), IntegrityError for a damaged ledger.
    """
    ledger = session.file
    with fresh_copy(session, ledger) as (fresh, tip):
        kept = _named(fresh, tip, ledger)
    own = re.compile(rf"{re.escape(ledger.stem)}{re.escape(AUTOMATIC)}([0-9]+)-[0-9a-f]{{16}}(-[0-9]+)?\.db", re.ASCII)
    with suppress(OSError):
        found = [(int(match[1]), path) for path in backups(ledger) if (match := own.fullmatch(path.name))]
        longest = max(found, key=itemgetter(0), default=None)
        for one in found[MOST_AUTOMATIC:]:
            if one is not longest and one[1].name != kept.name:
                one[1].unlink()
    return kept


@contextmanager
def fresh_copy(session: Session, beside: Path) -> Iterator[tuple[Path, Tip]]:
    """A verified copy with a temporary name in the folder of `beside`, and its last row; removed unless moved away.

    Raises StorageError naming `beside` when it cannot be written, IntegrityError when the ledger is damaged.
    """
    refuse_long_path(beside)
    with disk.temporary_beside(beside) as fresh:
        with guarded(beside), session.again() as other:
            disk.new_file(fresh, other.image())
        try:
            found = verify_file(fresh)
        except IntegrityError as error:
            with session.again() as other:
                verify(other)  # the damage is most likely the ledger's own: say it of the file the user knows
            sentence = f"bản sao của {session.file} không giống sổ: ổ đĩa có thể hỏng"
            raise StorageError(sentence, hint="dùng ổ đĩa khác") from error
        disk.remove_left_overs(fresh)
        yield fresh, found


def copy_to(session: Session, target: Path) -> tuple[Path, Tip, bool]:
    """A verified copy under a name of one's own (in a folder: under that of its last row).

    Gives where it is, its last row, and whether it was made now: False if it was there.
    Raises Refused when the name is taken by anything but a whole copy of this very state: nothing is overwritten.
    """
    ledger = session.file
    with guarded(target):
        is_folder = target.is_dir()
    with fresh_copy(session, target / ledger.name if is_folder else target) as (fresh, tip):
        if is_folder:
            target = target / f"{ledger.stem}{AUTOMATIC}{tip.seq}-{tip.mark}{BY_HAND}.db"
        with guarded(target):
            is_new = publish(fresh, target)
            if not is_new and not target.exists():
                raise Refused(f"{target} là liên kết tới tệp không có: không ghi vào đó", hint="chọn tên khác")
            if not is_new and target.samefile(ledger):
                raise Refused(f"{target} chính là sổ đang dùng", hint="chọn tên khác, tốt nhất trên USB")
            if is_new or _holds(target, tip):
                return target, tip, is_new
    raise Refused(f"{target} đã có, nội dung khác: không ghi đè", hint="chọn tên khác, ví dụ có ngày trong tên")


def _named(fresh: Path, tip: Tip, ledger: Path) -> Path:
    """Give the copy the first free name of its state, unless a whole copy of that state has one already."""
    state = f"{ledger.stem}{AUTOMATIC}{tip.seq}-{tip.mark}"
    for number in range(1, 1000):
        target = ledger.with_name(f"{state}{'' if number == 1 else f'-{number}'}.db")
        with guarded(target):
            if publish(fresh, target) or _holds(target, tip):
                return target
    raise StorageError(f"không đặt được tên cho bản sao lưu của {ledger}", hint="dọn bớt các bản sao lưu cũ")


def _holds(path: Path, state: Tip) -> bool:
    with suppress(IntegrityError, StorageError):
        return verify_file(path) == state
    return False


def files_with(ledger: Path, texts: Sequence[str]) -> list[Path]:
    """The files around a ledger that hold one of these texts: copies, unfinished ones, exports, notes, reports.

    Those of its folder and the folders in it, in a workspace of the whole, a few levels deep and on the same disk; of
    the folder above and its `bao-cao`. Word, Excel and packed files are looked into. What cannot be read, or has more
    than 64 MB, is left out.
    """
    spellings = {form(text) for text in texts for form in (str, str.upper, str.lower, partial(normalize, "NFD"))}
    wanted = [text.encode(coding) for text in spellings for coding in ("utf-8", "utf-16-le")]
    beside, above = ledger.parent, ledger.parent.parent
    is_workspace = beside.name == disk.PLAN_FOLDER and above != above.parent
    listed = dict.fromkeys(_files_in(above, LEVELS) if is_workspace else _files_in(beside, 1))
    for folder in (above, above / disk.REPORTS):
        with suppress(OSError):
            listed |= dict.fromkeys(sorted(folder.iterdir()))
    listed.pop(ledger, None)
    return [path for path in listed if any(text in held for held in _contents(path) for text in wanted)]


def _files_in(folder: Path, levels: int) -> Iterator[Path]:
    """The files of a folder and of those in it on the same disk, so many levels down; no link is followed."""
    with suppress(OSError):
        device = folder.stat().st_dev
        for path in sorted(folder.iterdir()):
            if not path.is_dir() or path.is_symlink():
                yield path
            elif levels and path.stat().st_dev == device:
                yield from _files_in(path, levels - 1)


def _contents(path: Path) -> Iterator[bytes]:
    """A file's bytes, and those of the members of an archive."""
    import gzip
    import zlib
    from zipfile import BadZipFile, ZipFile

    with suppress(OSError, EOFError, BadZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error):
        content = disk.read_regular(path, LARGEST_LOOKED_INTO)
        yield content if len(content) <= LARGEST_LOOKED_INTO else b""
        if content.startswith(b"\x1f\x8b"):
            yield gzip.GzipFile(fileobj=io.BytesIO(content)).read(LARGEST_LOOKED_INTO)
        if content.startswith(b"PK"):
            with ZipFile(io.BytesIO(content)) as archive:
                for member in archive.infolist():
                    if member.file_size <= LARGEST_LOOKED_INTO:
                        yield archive.read(member)


class Restored(NamedTuple):
    """The last row of what stands there now, where the replaced file went (None: none was), if anything changed."""

    tip: Tip
    kept: Path | None = None
    changed: bool = True


def restore(source: Path, ledger: Path, *, force: bool) -> Restored:
    """Replace the ledger by a verified copy of `source`, row for row; the file that was there is kept if it had more.

    Raises UsageError for a missing source, IntegrityError for one that fails `verify`, Refused without `force` when
    rows would disappear, naming the first few, or when the present ledger is too damaged to tell.
    """
    refuse_odd_path(source)
    if not os.path.exists(source):
        raise UsageError(f"không có tệp {source} để khôi phục", hint="kiểm tra tên tệp, ổ USB và thư mục đang đứng")
    if os.path.exists(ledger) and source.samefile(ledger):
        raise Refused(f"{source} chính là sổ đang dùng", hint="chỉ ra tệp sao lưu khác")
    target = real_file(ledger)
    with Session(source) as session, fresh_copy(session, target) as (fresh, tip):
        if not os.path.lexists(target):
            with guarded(target):
                _move_side_files(target, _free_name(target, "mat"))
                if publish(fresh, target):
                    return Restored(tip)
        try:
            verify_file(target)  # opening it rolls back what a dead process left half-done
        except IntegrityError as error:
            if not force:
                what = "sổ hiện tại hỏng nên không biết bản sao có thiếu dòng nào không"
                raise Refused(f"{what} ({error.sentence})", hint=FORCE_HINT) from error
            kept = _free_name(target, "hong")
            with guarded(target):
                _move_side_files(target, kept)
                _swap(fresh, target, kept)
            return Restored(tip, kept)
        with Session(target) as present, Session(fresh) as other, present.transaction("EXCLUSIVE"):
            return _replace_whole(present, other, fresh, force)


def _replace_whole(present: Session, other: Session, fresh: Path, force: bool) -> Restored:
    ledger, tip, new_tip = present.file, present.tip(), other.tip()
    # Both chains part at most once.
    pairs = zip_longest(present.stream(EVERY_HASH), other.stream(EVERY_HASH))
    lost = [mine[0] for mine, theirs in pairs if mine is not None and mine != theirs]
    if lost and not force:
        rows = [revision_of(row) for seq in lost[:MOST_LOST_SHOWN] if (row := present.row(ROW, seq))]
        sentence = f"bản sao thiếu {len(lost)} dòng mà sổ {ledger} đang có; chưa thay đổi gì"
        raise Refused(sentence, hint=FORCE_HINT, faults=tuple(map(_lost, rows)))
    if tip == new_tip and not lost:
        # The plans they hold count too: a reading that was edited is put right by a copy.
        theirs = {row[:2]: row[2] for row in other.rows(EVERY_CACHED_PLAN)}
        if all(theirs.get(row[:2], row[2]) == row[2] for row in present.rows(EVERY_CACHED_PLAN)):
            return Restored(new_tip, changed=False)
    kept = _free_name(ledger, f"{tip.seq}-{tip.mark}") if lost else None
    if os.name == "nt":  # an open file cannot be replaced there
        present.close()
        other.close()
    with guarded(ledger):
        _swap(fresh, ledger, kept)
    return Restored(new_tip, kept)


def _lost(row: Revision) -> Fault:
    day = f"ngày {write_date(row.draft.on)}" if row.draft.on else ""
    deed = " ".join(filter(None, [DEEDS[row.draft.kind], row.draft.indicator, day]))
    return Fault(f"dòng {row.seq}", f"{deed} ({sanitise(row.actor) or 'không rõ ai'}, {write_moment(row.at)})")


def _move_side_files(ledger: Path, kept: Path) -> None:
    """What is left of a lost ledger would be played into the copy: it is kept under another name."""
    for ending in SIDE_FILES:
        with suppress(FileNotFoundError):
            os.rename(f"{ledger}{ending}", f"{kept}{ending}")


def _swap(fresh: Path, ledger: Path, kept: Path | None) -> None:
    """In one step for whoever looks at the ledger's name; the old file stays under the name `kept`."""
    os.chmod(fresh, stat.S_IMODE(ledger.stat().st_mode))
    if kept is not None:
        try:
            os.link(ledger, kept)
        except OSError:  # no hard links on FAT and exFAT
            os.rename(ledger, kept)
    os.replace(fresh, ledger)
    disk.sync_folder(ledger.parent)


def _free_name(ledger: Path, state: str) -> Path:
    for number in range(1, 1000):
        kept = ledger.with_name(f"{ledger.name}.before-restore-{state}{'' if number == 1 else f'-{number}'}")
        if not any(os.path.lexists(f"{kept}{ending}") for ending in ("", *SIDE_FILES)):
            return kept
    raise Refused(f"đã có quá nhiều tệp {ledger.name}.before-restore-…", hint="dọn bớt rồi chạy lại")
