"""What thidua has written: the SHA-256 of each output file and of what it says, so that nobody has to guess later."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ..disk import NotAFile, read_regular, replace_file

MOST_BYTES = 4 * 1024 * 1024
KEPT_LINES = 1_000


class Saying(NamedTuple):
    """What a file says, whatever its ledger's anchor: a digest of all of it, and one of each row's figures.

    `about` names the report (of which unit, which period): a report of another one is no newer version of it.
    """

    digest: str
    figures: Mapping[str, str] = MappingProxyType({})
    about: str = ""

    def figures_changed(self, before: Saying) -> int:
        """How many rows have other figures than before, new and vanished ones among them."""
        ids = {*self.figures, *before.figures}
        return sum(self.figures.get(one) != before.figures.get(one) for one in ids)


def digest_of(content: bytes) -> str:
    """The SHA-256 of bytes, as hex digits."""
    return hashlib.sha256(content).hexdigest()


class Register:
    """A list in the user's own folder, one line for each file written; it is about contents, not about places.

    Without a folder (`path` None), or where it cannot be read or written, nothing is known and nothing is refused
    for that: a file is then ours only if its bytes are the very ones to be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path

    def find(self, content: bytes) -> Saying | None:
        """What these bytes say, if they are exactly what thidua wrote once."""
        wanted = digest_of(content)
        for line in reversed(self._lines()):
            if wanted in line and (found := _read(line)) and found[0] == wanted:
                return found[1]
        return None

    def knows(self, path: Path) -> bool:
        """Whether a file has been written at this place before, whatever is there now."""
        place = _place(path)
        return any(place in line for line in self._lines())

    def add(self, path: Path, content: bytes, saying: Saying) -> None:
        """Note a file about to be written."""
        if self.path is None:
            return
        entry = {"file": digest_of(content), "says": saying.digest, "figures": dict(saying.figures)}
        line = json.dumps(entry | {"about": saying.about, "at": _place(path)}) + "\n"
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._shorten()
            with open(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())

    def _lines(self) -> list[str]:
        if self.path is None:
            return []
        try:
            return read_regular(self.path, MOST_BYTES).decode("utf-8", "replace").splitlines()
        except (OSError, NotAFile):
            return []

    def _shorten(self) -> None:
        """Keep the newest lines once there are too many bytes."""
        if self.path is not None and self.path.exists() and self.path.stat().st_size > MOST_BYTES // 2:
            kept: Iterable[str] = self._lines()[-KEPT_LINES:]
            replace_file(self.path, "".join(f"{line}\n" for line in kept).encode(), 0o600)


def _place(path: Path) -> str:
    """A digest of where a file is: names of files are nobody else's business."""
    return digest_of(os.path.realpath(path).encode("utf-8", "surrogateescape"))[:16]


def _read(line: str) -> tuple[str, Saying] | None:
    try:
        entry = json.loads(line)
        figures = {str(one): str(digest) for one, digest in entry["figures"].items()}
        return str(entry["file"]), Saying(str(entry["says"]), figures, str(entry["about"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
