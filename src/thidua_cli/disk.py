"""Files, once for all rooms: read with a limit, put in place in one step, whose they are, faults in words."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from .errors import InvalidInput, Refused, StorageError, ThiduaError, UsageError

OWNER_ONLY = 0o600
PLAN_FOLDER, REPORTS = "data", "bao-cao"
"""Plans and ledgers lie in the one, reports are written into the other beside it."""
LEFT_OVER_AFTER_NS = 24 * 60 * 60 * 10**9
TEMPORARY_LENGTH = len(".thidua-0123456789abcdef.tmp")
_SQLITE = b"SQLite format 3\0"
_TEMPORARY = r"\.thidua-[0-9a-f]{16}\.tmp"


class NotAFile(OSError):
    """There is something that is no regular file: a folder (`is_folder`), a pipe, a device."""

    def __init__(self, *, is_folder: bool) -> None:
        super().__init__(errno.EISDIR if is_folder else errno.EINVAL, "")
        self.is_folder = is_folder


def read_regular(path: Path | str, most: int) -> bytes:
    """The bytes of a regular file, at most one more than `most`, so that the reader sees that there are too many.

    Raises as `open_regular` does.
    """
    with open_regular(path) as file:
        return file.read(most + 1)


def open_regular(path: Path | str) -> BufferedReader:
    """A regular file, open for reading.

    It is looked at once it is open, so that nothing can be put in its place, and a pipe is never waited for.
    Raises OSError, NotAFile among them, and ValueError for a path that cannot be one.
    """
    if os.name == "nt" and os.path.isdir(path):
        raise NotAFile(is_folder=True)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise NotAFile(is_folder=stat.S_ISDIR(mode))
    return open(descriptor, "rb")


def refuse_database(path: Path) -> None:
    """Raise Refused where an SQLite file lies or keeps its journal: what stands there is played into it or deleted."""
    place = os.path.realpath(path)
    for name in (place, re.sub(r"-(journal|wal|shm)$", "", place, flags=re.IGNORECASE)):
        with suppress(OSError, ValueError):
            if read_regular(name, len(_SQLITE) - 1) == _SQLITE:
                what = "đó là một sổ số liệu, hoặc tệp phụ của nó (-journal, -wal, -shm)"
                raise Refused(f"không ghi vào {path}: {what}", hint="hãy chọn tên khác")


def replace_file(target: Path, content: bytes | Iterable[bytes], mode: int | None = None) -> None:
    """Put `content`, whole or in pieces, in place of `target` in one step; raises OSError.

    `mode` None takes 0666 less the umask.
    """
    with temporary_beside(target) as fresh:
        new_file(fresh, content, None if mode is None else OWNER_ONLY)
        if mode is not None:
            os.chmod(fresh, mode)
        remove_left_overs(fresh)
        os.replace(fresh, target)
    sync_folder(target.parent)


@contextmanager
def temporary_beside(target: Path) -> Iterator[Path]:
    """A name that nobody uses in the folder of `target`; what then lies there is removed, after a kill a day later."""
    fresh = target.with_name(f".thidua-{os.urandom(8).hex()}.tmp")
    try:
        yield fresh
    finally:
        with suppress(OSError):
            fresh.unlink()


def new_file(path: Path, content: bytes | Iterable[bytes], mode: int | None = OWNER_ONLY) -> None:
    """A file that was not there, written through one descriptor and synced; raises OSError.

    The name is looked up once: a link put in its place meanwhile gets nothing. `mode` None takes 0666 less the umask.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o666 if mode is None else mode), "wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content)
        file.flush()
        os.fsync(file.fileno())


def add_line(path: Path, line: bytes, most: int) -> None:
    """Append a line to a list in the user's own folder; of one with more than `most` bytes the newest lines stay.

    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > most:
        with open(path, "rb") as file:
            file.seek(-(most // 2), os.SEEK_END)
            newest = file.read().partition(b"\n")[2]
        replace_file(path, newest, OWNER_ONLY)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY), "ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def remove_left_overs(fresh: Path) -> None:
    """Delete what killed runs left beside a new file; the age is measured against that file, so no clock is needed."""
    with suppress(OSError), os.scandir(fresh.parent) as entries:
        newest = fresh.stat().st_mtime_ns
        for entry in entries:
            if not re.fullmatch(_TEMPORARY, entry.name) or not entry.is_file(follow_symlinks=False):
                continue
            if newest - entry.stat(follow_symlinks=False).st_mtime_ns > LEFT_OVER_AFTER_NS:
                os.unlink(entry)


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut, where the system can: Windows opens no folder, nor is one opened
    that may be written but not listed; some disks cannot either."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(descriptor)


FORBIDDEN = (errno.EACCES, errno.EPERM)
_REASONS = {
    errno.ENOSPC: "đĩa đầy",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không có thư mục này",
    errno.ENOTDIR: "một phần của đường dẫn không phải là thư mục",
    errno.EEXIST: "đã có một tệp cùng tên",
    errno.EISDIR: "đó là một thư mục",
    errno.ENAMETOOLONG: "tên tệp quá dài",
    errno.ELOOP: "liên kết trỏ vòng quanh",
    errno.EMFILE: "mở quá nhiều tệp",
    errno.EFBIG: "tệp quá lớn",
    errno.ENXIO: "đó là một ổ cắm (socket), hoặc ống không có ai đọc",
    errno.EIO: "lỗi vào/ra của ổ đĩa",
    errno.EPIPE: "bên nhận đã đóng",
}


def reason_of(error: Exception, deed: str = "ghi") -> str:
    """The cause in words; `deed` is what was to be done (`ghi`, `đọc`). A ValueError is a path that cannot be one."""
    number = getattr(error, "errno", None)
    if number in FORBIDDEN:
        return f"không có quyền {deed}"
    if number is None:
        return "đường dẫn không hợp lệ"
    return _REASONS.get(number, f"lỗi hệ thống {number}")


_REMEDIES = {
    **dict.fromkeys((*FORBIDDEN, errno.EROFS), "cấp quyền ghi cho thư mục đó"),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "dọn bớt đĩa rồi chạy lại"),
}


@contextmanager
def stored(what: str, instead: str = "chọn thư mục khác") -> Iterator[None]:
    """A block that uses the disk, its OSError as a StorageError: `what` is what was not done (`không ghi được …`),
    `instead` how to choose another folder."""
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "kiểm tra lại đường dẫn")
        raise StorageError(f"{what}: {reason_of(error)}", hint=f"{remedy}, hoặc {instead}") from error


@contextmanager
def found(name: str, instead: str, unreadable: type[ThiduaError] = StorageError) -> Iterator[None]:
    """A block that reads a file which a person named, called `name` (`tệp mẫu a.docx`): only our errors come out.

    Raises UsageError where there is none, InvalidInput for a folder or a pipe (`instead`: what to name), else
    `unreadable`.
    """
    try:
        yield
    except NotAFile as error:
        what = "là thư mục" if error.is_folder else "không phải tệp thường"
        raise InvalidInput(f"{name} {what}", hint=instead) from None
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"không có {name}", hint="kiểm tra tên tệp và thư mục đang đứng; xem: thidua where") from None
    except (OSError, ValueError) as error:
        hint = "nếu tệp đang mở ở chương trình khác: đóng tệp rồi chạy lại; hoặc xem quyền, ổ đĩa của tệp"
        raise unreadable(f"không đọc được {name}: {reason_of(error, 'đọc')}", hint=hint) from None


def read_if_there(path: Path, name: str, most: int, instead: str) -> bytes:
    """As `read_regular`, of a file that need not be there, then nothing; raises as `found`, and StorageError for a link
    that leads nowhere."""
    if not os.path.lexists(path):
        return b""
    if not os.path.exists(path):
        hint = "cắm lại ổ đĩa có tệp ấy, hoặc bỏ liên kết đi rồi chạy lại"
        raise StorageError(f"không đọc được {name}: là một liên kết tới chỗ không có tệp nào", hint=hint)
    with found(name, instead):
        return read_regular(path, most)


def repacked(archive: bytes) -> bytes:
    """A zip archive without times and without the system it was made on: equal content gives equal bytes."""
    import io
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    made = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            member = ZipInfo(name)
            member.compress_type, member.create_system = ZIP_DEFLATED, 3
            new.writestr(member, old.read(name))
    return made.getvalue()


MOST_NOTED = 1024 * 1024
TRUST = "thidua config --trust"


def is_remembered(line: str, kept: Path) -> bool:
    """Whether this user has noted the line: a folder that is trusted, a reading of a plan that was made here."""
    with suppress(OSError, ValueError, StorageError):
        return line in _noted(kept)
    return False


def remember(line: str, kept: Path, most: int = 0) -> bool:
    """Remember the line in the list `kept`, of which the last `most` stay (0: all); False if it was known.

    Raises Refused for what is not one line, StorageError where the list cannot be read or written.
    """
    if line.splitlines() != [line]:
        raise Refused(f"tên có ký tự xuống dòng, không ghi nhớ được: {line!r}", hint="đổi tên thư mục rồi chạy lại")
    with stored(f"không ghi được {kept}"):
        if line in (lines := _noted(kept)):
            return False
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_file(kept, b"".join(os.fsencode(f"{one}\n") for one in [*lines, line][-most:]), OWNER_ONLY)
    return True


def _noted(kept: Path) -> list[str]:
    with suppress(FileNotFoundError):
        return os.fsdecode(read_regular(kept, MOST_NOTED)).splitlines()
    return []
