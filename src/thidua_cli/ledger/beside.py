"""What lies beside a ledger file: SQLite's side files; how long its path may be; how a finished file gets its name."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from ..errors import IntegrityError, Refused, StorageError
from .faults import NOTHING_CHANGED

JOURNAL, WAL, SHM = SIDE_FILES = ("-journal", "-wal", "-shm")
OWNER_ONLY = 0o600
TEMPORARY_LENGTH = len(".thidua-0123456789abcdef.tmp")
# A path that SQLite opens has at most 512 bytes with the ending of its journal (260 characters on Windows).
LONGEST_PATH = 260 - len(JOURNAL) if os.name == "nt" else 512 - len(JOURNAL)
_SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")


def real_file(path: Path) -> Path:
    """The file behind a link: SQLite keeps its journal beside that one."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path


def refuse_long_path(path: Path) -> None:
    """Raise StorageError for a path that SQLite could not open, or beside which no temporary copy could be made."""
    place = str(path) if path.is_absolute() else os.path.join(_here(), path)
    room = max(len(os.path.basename(place)), TEMPORARY_LENGTH) - len(os.path.basename(place))
    length = (len(place) if os.name == "nt" else len(os.fsencode(place))) + room
    if length > LONGEST_PATH:
        raise StorageError(
            f"đường dẫn của sổ số liệu dài quá: {length} byte, tối đa {LONGEST_PATH} ({path}); {NOTHING_CHANGED}",
            hint="chuyển sang thư mục có đường dẫn ngắn hơn, hoặc đặt tên thư mục ngắn lại (chữ có dấu dài 2–3 byte)",
        )


def _here() -> str:
    """The present folder; one that is gone has no name."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def refuse_hostile_side_files(path: Path) -> None:
    """Raise IntegrityError for side files that opening would obey: a WAL, a link, a journal that names a file.

    A journal may name a super-journal, which SQLite deletes with it: thidua writes none, and any path may stand there.
    """
    for ending in SIDE_FILES:
        side = f"{path}{ending}"
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(os.lstat(side).st_mode):
                name = os.path.basename(side)
                raise _hostile(path, f"{name} bên cạnh sổ không phải tệp thường", f"dời {name} đi chỗ khác")
            if ending == WAL:
                raise _hostile(
                    path,
                    f"một chương trình khác đã đổi chế độ nhật ký của tệp (WAL), còn {os.path.basename(side)}",
                    "đóng chương trình đó (DB Browser…); trong đó chạy: PRAGMA journal_mode = DELETE; rồi gõ lại lệnh",
                )
            if ending == JOURNAL and _names_another_file(side):
                raise _hostile(
                    path,
                    f"{os.path.basename(side)} bên cạnh sổ không do thidua ghi: mở sổ sẽ làm mất một tệp khác",
                    f"dời {os.path.basename(side)} đi chỗ khác (không xóa), rồi chạy: thidua verify",
                )


def _names_another_file(journal: str) -> bool:
    with open(journal, "rb") as file:
        file.seek(0, os.SEEK_END)
        if file.tell() < len(_SUPER_JOURNAL):
            return False
        file.seek(-len(_SUPER_JOURNAL), os.SEEK_END)
        return file.read() == _SUPER_JOURNAL


def _hostile(path: Path, what: str, advice: str) -> IntegrityError:
    return IntegrityError(f"không mở sổ số liệu {path}: {what}; {NOTHING_CHANGED}", hint=advice)


def lone_side_files(path: Path) -> list[Path]:
    """Side files beside a name that no file has: SQLite would play them into whatever is put there."""
    if os.path.exists(path):
        return []
    return [Path(f"{path}{ending}") for ending in SIDE_FILES if os.path.lexists(f"{path}{ending}")]


def refuse_lone_side_files(path: Path) -> None:
    """Raise Refused where a new file at `path` would be changed by what is left of another one."""
    if found := lone_side_files(path):
        names = ", ".join(side.name for side in found)
        raise Refused(
            f"không có sổ {path} nhưng bên cạnh còn {names} của một sổ đã mất: đặt tệp mới vào đây sẽ bị nó ghi đè",
            hint=f"tìm lại {path.name}, hoặc dời {names} sang thư mục khác rồi chạy lại",
        )


def publish(fresh: Path, path: Path) -> bool:
    """Give a finished file its name, which survives a power cut; False if the name is taken.

    Raises OSError, and Refused where side files of that name lie about.
    """
    refuse_lone_side_files(path)
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    except OSError:
        # FAT and exFAT (USB sticks) have no hard links; there a rename is the best that can be had.
        if os.path.lexists(path):
            return False
        fresh.rename(path)
    sync_folder(path.absolute().parent)
    return True


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def new_file(path: Path, content: bytes) -> None:
    """A file that was not there, for its owner alone, written through one descriptor and synced; raises OSError.

    The name is looked up once: a link put in its place meanwhile gets nothing.
    """
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, OWNER_ONLY), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
