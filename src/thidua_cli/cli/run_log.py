"""Automatic runs of `summary`: one at a time in a folder, their log in the user's state folder, a failure recalled."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from ..disk import OWNER_ONLY, add_line, read_regular, reason_of, stored
from ..errors import BusyError, StorageError, ThiduaError
from ..vietnamese.numbers import day_in_vietnam, shown, write_date
from ..workspace import Workspace, state_file

LOG_NAME = "lan-chay.tsv"
LONGEST_SENTENCE = 300
LONGEST_PLACE = 1000
MOST_BYTES = 64 * 1024
REFUSED = 5
ANSWERED = (0, 4)
"""Exit codes of a run that did its work: 4 is a condition the caller asked about."""
NONE = "-"
"""What the log has for a period, a calendar or a place that is not known."""
about: ContextVar[tuple[str, str]] = ContextVar("about", default=(NONE, NONE))
"""The id of the period that this process's `summary` is about, as soon as it is known, and the calendar asked for."""


def _place(workspace: Workspace) -> str:
    """The office's place as the log writes it; NONE where no plan can be named."""
    with suppress(OSError, ValueError, ThiduaError):
        return shown(str(workspace.office_place()), LONGEST_PLACE).encode("utf-8", "replace").decode("utf-8")
    return NONE


def leave_line(code: int, sentence: str, plan: str | None, *, by_itself: bool) -> None:
    """Add a timed run to the log, if it can be; one typed by hand only ends a reminder. `plan`: the one typed."""
    workspace = Workspace(plan)
    if not by_itself and (code != 0 or not reminder(plan)):
        return
    period, calendar = about.get()
    run = (workspace.now(), period, str(code), shown(sentence, LONGEST_SENTENCE), _place(workspace), calendar)
    about.set((NONE, NONE))
    line = ("\t".join(part.replace("\t", " ") for part in run) + "\n").encode("utf-8", "replace")
    with suppress(OSError, ThiduaError):
        add_line(state_file(LOG_NAME), line, MOST_BYTES)


def reminder(plan: str | None = None) -> str:
    """What a person should know of this office's last automatic run; empty unless it failed and the log says so."""
    try:
        lines = read_regular(state_file(LOG_NAME), 2 * MOST_BYTES).decode("utf-8", "replace").split("\n")[:-1]
    except (OSError, ThiduaError):
        return ""
    own = _place(Workspace(plan))
    for line in reversed(lines):
        with suppress(ValueError, OverflowError):  # a damaged line
            at, period, code, sentence, place, calendar = line.split("\t")
            on, ended = day_in_vietnam(at), int(code)
            if place != own:
                continue
            if ended in ANSWERED:
                return ""
            # What the log holds is made safe to show.
            again = f" --period {shown(period)}" if period != NONE else ""
            again += f" --calendar {shown(calendar)}" if calendar != NONE else ""
            typed = f"chạy lại: thidua summary{again}"
            if ended == REFUSED:
                typed = f"xem tệp ấy rồi {typed}, thêm --force nếu thay được"
            why = shown(sentence, LONGEST_SENTENCE)
            return f"Lưu ý: lần chạy tự động ngày {write_date(on)} lỗi: {why}\n  → {typed}"
    return ""


LOCK_NAME = ".thidua-summary.lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises BusyError when another run holds it, StorageError when it cannot be made.

    The lock's file is gone afterwards; one that a killed run left behind holds nothing and is taken over.
    """
    path = folder / LOCK_NAME
    with stored(f"không tạo được tệp khóa {path}", "chọn thư mục khác: thidua summary --out-dir THƯ_MỤC"):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    with open(descriptor, "r+b") as file:
        _lock(path, descriptor)
        try:
            yield
        finally:
            if os.name == "nt":  # an open file cannot be removed there
                file.close()
            with suppress(OSError):
                path.unlink()


def _lock(path: Path, descriptor: int) -> None:
    """Lock the file that is there; one that its holder removed once we had opened it was still held."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.stat(path), os.fstat(descriptor)):
            return
    except OSError as error:
        # So says POSIX that somebody else holds it, so does Windows, and so Wine, which gives no reason.
        held = isinstance(error, BlockingIOError | PermissionError | FileNotFoundError)
        if not held and error.errno not in (0, errno.EDEADLK):
            raise StorageError(f"không khóa được {path}: {reason_of(error)}") from error
    raise BusyError(f"một lần chạy summary khác đang ghi vào {path.parent}", hint="đợi nó xong rồi chạy lại")
