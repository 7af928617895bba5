"""Whose plan, ledger and folder these are, and what this user has noted of them in the user's own folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from .disk import NotAFile, read_regular, replace_file, stored
from .errors import Refused, StorageError

MOST_BYTES = 1024 * 1024
TRUST = "thidua config --trust"


def strangers_of(places: Iterable[Path]) -> Iterator[Path]:
    """Those of these that are owned by neither this user nor root; none where the system keeps no owners."""
    user = getattr(os, "geteuid", lambda: 0)()
    for place in places if user else ():
        with suppress(OSError):
            if os.stat(place).st_uid not in (0, user):
                yield place


def is_noted(line: str, kept: Path) -> bool:
    """Whether this user has noted the line: a folder that is trusted, a reading of a plan that was made here."""
    with suppress(OSError, ValueError, StorageError):
        return line in _noted(kept)
    return False


def note(line: str, kept: Path, most: int = 0) -> bool:
    """Remember the line in the list `kept`, of which the last `most` stay (0: all); False if it was known.

    Raises Refused for what is not one line, StorageError where the list cannot be read or written.
    """
    if line.splitlines() != [line]:
        raise Refused(f"tên có ký tự xuống dòng, không ghi nhớ được: {line!r}", hint="đổi tên thư mục rồi chạy lại")
    with stored(f"không ghi được {kept}"):
        if line in (lines := _noted(kept)):
            return False
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_file(kept, b"".join(os.fsencode(f"{one}\n") for one in [*lines, line][-most:]), 0o600)
    return True


def _noted(kept: Path) -> list[str]:
    try:
        return os.fsdecode(read_regular(kept, MOST_BYTES)).splitlines()
    except FileNotFoundError:
        return []
    except NotAFile:
        raise StorageError(f"{kept} không phải là tệp", hint="xóa hoặc đổi tên nó rồi chạy lại") from None


def refused(place: Path, deed: str) -> Refused:
    """What is not done in a stranger's folder."""
    return Refused(
        f"{place} là của người dùng khác trên máy này: {deed}",
        hint=f"nếu đúng là nơi làm việc của mình: đứng trong thư mục đó, chạy {TRUST}",
    )
