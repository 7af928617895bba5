"""One run at a time in a folder: a lock that the kernel lets go of when its holder ends, however it ends."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import BusyError, StorageError
from ..vietnamese.reasons import reason_of, remedy_of

LOCK_NAME = ".thidua-summary.lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises BusyError when another run holds it, StorageError when it cannot be made.

    The lock's file is gone afterwards; one that a killed run left behind holds nothing and is taken over.
    """
    path = folder / LOCK_NAME
    descriptor = _taken(path)
    try:
        yield
    finally:
        _let_go(path, descriptor)


def _taken(path: Path) -> int:
    while True:
        try:
            descriptor = _open(path)
        except OSError as error:
            hint = remedy_of(error, "chọn thư mục khác: thidua summary --out-dir THƯ_MỤC")
            raise StorageError(f"không tạo được tệp khóa {path}: {reason_of(error)}", hint=hint) from error
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if not _is_held(error):
                raise StorageError(f"không khóa được {path}: {reason_of(error)}") from error
            raise BusyError(
                f"một lần chạy summary khác đang ghi vào {path.parent}", hint="đợi nó xong rồi chạy lại"
            ) from error
        if _is_still_there(path, descriptor):
            return descriptor
        os.close(descriptor)


def _is_held(error: OSError) -> bool:
    """Whether somebody else holds the lock: how POSIX says so, how Windows does, and Wine, which gives no reason."""
    return isinstance(error, BlockingIOError | PermissionError) or error.errno in (0, errno.EDEADLK)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _is_still_there(path: Path, descriptor: int) -> bool:
    """The holder before may have removed the file between our opening and our locking it."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _let_go(path: Path, descriptor: int) -> None:
    if os.name == "nt":  # an open file cannot be removed there
        os.close(descriptor)
        with suppress(OSError):
            path.unlink()
        return
    with suppress(OSError):
        path.unlink()
    os.close(descriptor)


if os.name == "nt":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
