"""Writing an output file: never half, never over something else without being asked, never over the ledger."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from ..errors import Fault, Refused, StorageError
from ..vietnamese.numbers import shown
from ..vietnamese.reasons import FORBIDDEN, reason_of

LARGEST_COMPARED = 64 * 1024 * 1024
LEFT_OVER_AFTER_SECONDS = 24 * 60 * 60
SIDE_FILES = ("", "-journal", "-wal", "-shm")
_TEMPORARY = re.compile(r"\.thidua-[0-9a-f]{16}\.tmp", re.ASCII)
_OPEN_ELSEWHERE = " (nếu tệp đang mở trong Excel hay Word: đóng tệp rồi chạy lại)"


class Outcome(Enum):
    """What became of an output file."""

    WRITTEN = "đã ghi"
    UNCHANGED = "không thay đổi"


class Output(NamedTuple):
    """A file of ours to be written; `same` tells whether old bytes are ours with the same figures."""

    path: Path
    content: bytes
    same: Callable[[bytes], bool]


def write_output(
    path: Path, content: bytes, *, force: bool, same: Callable[[bytes], bool], protected: Sequence[Path] = ()
) -> Outcome:
    """Write a file of ours; one that is there already with the same content is left alone.

    Raises Refused for a `protected` file or its side files (also with `force`) and for another old content without
    `force`; StorageError when it cannot be written, the old file then being as it was. A symbolic link is followed;
    pipes and `/dev/null` are written to.
    """
    output = Output(path, content, same)
    return _write(output, foreseen(output, force=force, protected=protected))


def write_outputs(
    outputs: Sequence[Output], *, force: bool, protected: Sequence[Path] = (), step: Callable[[], None] = lambda: None
) -> Iterator[tuple[Path, Outcome]]:
    """Write files that belong together: all are looked at first, and if one is refused none is written.

    Gives each file's outcome as soon as it is known; `step` is called after each. Raises as `write_output` does.
    """
    outcomes = _all_foreseen(outputs, force, protected)
    for output, outcome in zip(outputs, outcomes, strict=True):
        yield output.path, _write(output, outcome)
        step()


def _all_foreseen(outputs: Sequence[Output], force: bool, protected: Sequence[Path]) -> list[Outcome]:
    outcomes, refusals = [], []
    for output in outputs:
        try:
            outcomes.append(foreseen(output, force=force, protected=protected))
        except Refused as refusal:
            refusals.append(refusal)
    if len(refusals) > 1:
        faults = tuple(Fault("", refusal.sentence) for refusal in refusals)
        raise Refused(f"{len(refusals)} tệp bị từ chối, chưa ghi tệp nào", hint=refusals[0].hint, faults=faults)
    if refusals:
        raise refusals[0]
    return outcomes


def foreseen(output: Output, *, force: bool, protected: Sequence[Path] = ()) -> Outcome:
    """What writing would come to, with nothing written; raises as `write_output` does."""
    path, target = output.path, Path(os.path.realpath(output.path))
    try:
        _refuse_protected(path, target, protected)
        old = _stat(path)
        if old is not None and _takes_anything(old):
            return Outcome.WRITTEN
        _refuse_unwritable(path, target, old)
        settled = old is not None and _is_settled(path, target, old, output.content, force=force, same=output.same)
    except OSError as error:
        raise _unwritten(path, error) from error
    return Outcome.UNCHANGED if settled else Outcome.WRITTEN


def _write(output: Output, outcome: Outcome) -> Outcome:
    if outcome is Outcome.UNCHANGED:
        return outcome
    try:
        old = _stat(output.path)
        if old is not None and _takes_anything(old):
            output.path.write_bytes(output.content)
        else:
            mode = None if old is None else stat.S_IMODE(old.st_mode)
            replace_file(Path(os.path.realpath(output.path)), output.content, mode)
    except OSError as error:
        raise _unwritten(output.path, error) from error
    return outcome


def _takes_anything(old: os.stat_result) -> bool:
    """A device or a pipe: written to, never replaced."""
    return stat.S_ISCHR(old.st_mode) or stat.S_ISFIFO(old.st_mode)


def _unwritten(path: Path, error: OSError) -> StorageError:
    return StorageError(f"không ghi được {_named(path)}: {_reason(error)}")


def replace_file(target: Path, content: bytes, mode: int | None = None) -> None:
    """Put `content` in place of `target` in one step; `mode` None takes 0666 less the umask. Raises OSError."""
    temporary = target.with_name(f".thidua-{os.urandom(8).hex()}.tmp")
    try:
        _write_through(temporary, content, mode)
        _remove_left_overs(temporary)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _write_through(temporary: Path, content: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        os.chmod(temporary, mode)


def _remove_left_overs(temporary: Path) -> None:
    """Delete what killed runs left behind; the age is measured against the new file, so no clock is needed."""
    with suppress(OSError), os.scandir(temporary.parent) as entries:
        newest = temporary.stat().st_mtime_ns
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                age = newest - entry.stat(follow_symlinks=False).st_mtime_ns
                if age > LEFT_OVER_AFTER_SECONDS * 1_000_000_000:
                    os.unlink(entry)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def _refuse_protected(path: Path, target: Path, protected: Sequence[Path]) -> None:
    for kept in protected:
        for side in SIDE_FILES:
            if _is_same_file(target, Path(os.path.realpath(f"{os.path.realpath(kept)}{side}"))):
                raise Refused(
                    f"không ghi đè {_named(path)}: đó là sổ số liệu, kế hoạch hoặc tệp mẫu",
                    hint="hãy chọn tên khác bằng --out",
                )


def _is_same_file(one: Path, other: Path) -> bool:
    if os.path.normcase(one) == os.path.normcase(other):
        return True
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _refuse_unwritable(path: Path, target: Path, old: os.stat_result | None) -> None:
    if not target.parent.is_dir():
        raise StorageError(
            f"không ghi được {_named(path)}: không có thư mục {_named(target.parent)}", hint="hãy tạo thư mục đó trước"
        )
    if old is None:
        return
    if stat.S_ISDIR(old.st_mode):
        raise StorageError(f"không ghi được {_named(path)}: đó là một thư mục", hint="hãy thêm tên tệp")
    if not stat.S_ISREG(old.st_mode):
        raise StorageError(f"không ghi được {_named(path)}: đó không phải là một tệp thường")
    if not old.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise StorageError(
            f"không ghi được {_named(path)}: tệp được đặt chỉ đọc", hint="hãy bỏ chỉ đọc hoặc chọn tên khác bằng --out"
        )


def _is_settled(
    path: Path, target: Path, old: os.stat_result, content: bytes, *, force: bool, same: Callable[[bytes], bool]
) -> bool:
    """Whether the old file already says the same; raises Refused when it says something else and nobody forces."""
    if old.st_size <= LARGEST_COMPARED:
        before = target.read_bytes()
        if before == content or same(before):
            return True
    if force:
        return False
    raise Refused(
        f"{_named(path)} đã có, với số liệu khác hoặc đã được sửa tay: không ghi đè",
        hint="thêm --force để ghi đè, hoặc cất tệp cũ đi (đổi tên, chuyển chỗ) rồi chạy lại",
    )


def _reason(error: OSError) -> str:
    return reason_of(error) + (_OPEN_ELSEWHERE if error.errno in FORBIDDEN else "")


def _named(path: Path) -> str:
    return shown(str(path), most=200)
