"""The log of automatic `summary` runs in the user's state folder, and the reminder after one that failed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path

from ..errors import ThiduaError
from ..named_tuple import NamedTuple
from ..vietnamese.dates import VIETNAM, write_date
from ..vietnamese.numbers import shown
from ..workspace import STATE_FOLDER, Settings, Workspace, user_folder

LOG_NAME = "lan-chay.tsv"
LONGEST_SENTENCE = 300
TAIL_BYTES = 4096
MOST_BYTES = 256 * 1024
ANSWERED = (0, 4)
"""Exit codes of a run that did its work: 4 is a condition the caller asked about."""

period_made: ContextVar[str] = ContextVar("period_made", default="-")
"""The id of the period that this process's `summary` is about, as soon as it is known."""


class Run(NamedTuple):
    """One line of the log: which day in Vietnam, which period, the exit code, and the error's first sentence."""

    on: date
    period: str
    code: int
    sentence: str

    @property
    def failed(self) -> bool:
        """The summary was not made."""
        return self.code not in ANSWERED


def log_path(environ: Mapping[str, str]) -> Path:
    """Where the log is; raises UsageError without a home."""
    return user_folder(environ, *STATE_FOLDER) / LOG_NAME


def last_run(environ: Mapping[str, str]) -> Run | None:
    """The newest line of the log; None when there is none or it cannot be read."""
    try:
        with log_path(environ).open("rb") as file:
            file.seek(max(os.fstat(file.fileno()).st_size - TAIL_BYTES, 0))
            lines = file.read().decode("utf-8", "replace").splitlines()
        at, period, code, sentence = lines[-1].split("\t")
        day = datetime.fromisoformat(at).astimezone(VIETNAM).date()
        return Run(day, shown(period), int(code), shown(sentence, LONGEST_SENTENCE))
    except (OSError, ThiduaError, ValueError, OverflowError, IndexError):
        return None


def leave_line(code: int, sentence: str, *, on_terminal: bool) -> None:
    """Add a run to the log; a run that a person watches only ends a reminder. A log that cannot be written is none."""
    environ = os.environ
    last = last_run(environ)
    if on_terminal and not (last and last.failed and code == 0):
        return
    run = (Workspace(Settings()).now(), period_made.get(), str(code), shown(sentence, LONGEST_SENTENCE))
    period_made.set("-")
    line = ("\t".join(part.replace("\t", " ") for part in run) + "\n").encode("utf-8", "replace")
    with suppress(OSError, ThiduaError):
        path = log_path(environ)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.unlink()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(descriptor, "ab") as file:
            file.write(line)


def reminder() -> str:
    """What a person should know of the last automatic run; empty unless it failed."""
    run = last_run(os.environ)
    if run is None or not run.failed:
        return ""
    again = f" --period {run.period}" if run.period != "-" else ""
    return f"Lưu ý: lần chạy tự động ngày {write_date(run.on)} lỗi: {run.sentence}\n  → chạy lại: thidua summary{again}"
