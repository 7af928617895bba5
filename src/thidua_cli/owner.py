"""Whose plan, ledger and folder these are, and what this user has noted of them in the user's own folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from .disk import NotAFile, read_regular, replace_file, stored
from .errors import Refused

MOST_BYTES = 1024 * 1024
MOST_NOTED = 5_000
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
    return line in _noted(kept)


def note(line: str, kept: Path) -> bool:
    """Remember the line in the list `kept`; False if it was known. Raises StorageError."""
    if line in (lines := _noted(kept)):
        return False
    with stored(f"không ghi được {kept}"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_file(kept, b"".join(os.fsencode(f"{one}\n") for one in [*lines, line][-MOST_NOTED:]), 0o600)
    return True


def _noted(kept: Path) -> list[str]:
    try:
        return os.fsdecode(read_regular(kept, MOST_BYTES)).splitlines()
    except (OSError, ValueError, NotAFile):
        return []


def refused(place: Path, deed: str) -> Refused:
    """What is not done in a stranger's folder."""
    return Refused(
        f"{place} là của người dùng khác trên máy này: {deed}",
        hint=f"nếu đúng là nơi làm việc của mình: đứng trong thư mục đó, chạy {TRUST}",
    )
