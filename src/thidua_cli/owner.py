"""Whose plan, ledger and folder these are: a stranger's are told of once, and written to only when they are trusted."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from .disk import NotAFile, read_regular, replace_file, stored
from .errors import Refused

MOST_BYTES = 1024 * 1024
TRUST = "thidua config --trust"


def stranger_of(places: Iterable[Path]) -> Path | None:
    """The first of these that is owned by neither this user nor root; None where the system keeps no owners."""
    user = getattr(os, "geteuid", lambda: 0)()
    if user == 0:
        return None
    for place in places:
        try:
            if os.stat(place).st_uid not in (0, user):
                return place
        except OSError:
            continue
    return None


def is_trusted(folder: Path, kept: Path) -> bool:
    """Whether this user has said that the folder may be worked in; `kept` is the list of such folders."""
    try:
        lines = os.fsdecode(read_regular(kept, MOST_BYTES)).splitlines()
    except (OSError, ValueError, NotAFile):
        return False
    return os.path.realpath(folder) in lines


def trust(folder: Path, kept: Path) -> bool:
    """Remember that the folder may be worked in; False if it was known. Raises StorageError."""
    if is_trusted(folder, kept):
        return False
    with stored(f"không ghi được {kept}"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        held = read_regular(kept, MOST_BYTES) if kept.exists() else b""
        replace_file(kept, held + os.fsencode(os.path.realpath(folder)) + b"\n", 0o600)
    return True


def refused(place: Path, deed: str) -> Refused:
    """What is not done in a stranger's folder."""
    return Refused(
        f"{place} là của người dùng khác trên máy này: {deed}",
        hint=f"nếu đúng là nơi làm việc của mình: đứng trong thư mục đó, chạy {TRUST}",
    )
