"""Whether a file says what we would write now: equal but for the ledger's anchor, which moves with every entry.

That the period has been closed meanwhile stands beside the anchor and changes no figure either.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zipfile

LARGEST_MEMBER = 64 * 1024 * 1024
_ANCHORS = (
    re.compile(rb"(?:thidua verify )?--against [0-9]+:[0-9a-f]{16}"),
    re.compile("dòng [0-9]+, (?:mã|chuỗi) [0-9a-f]{16}".encode()),
    re.compile(rb'"seq": [0-9]+,\s+"chain": "[0-9a-f]{16}"'),
    re.compile("Kỳ đã chốt ngày [0-9/]{10} \\(dòng [0-9]+\\)\\. ".encode()),
    re.compile(rb'"closed": (?:null|\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}),'),
)


def same_text(old: bytes, new: bytes) -> bool:
    """Whether two texts are equal once their anchors are set aside."""
    return _without_anchor(old) == _without_anchor(new)


def same_archive(old: bytes, new: bytes) -> bool:
    """Whether two zip archives hold equal members in equal order, anchors aside; anything unreadable differs."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
            if before.namelist() != after.namelist():
                return False
            return all(_same_member(before, after, name) for name in after.namelist())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return False


def _same_member(before: zipfile.ZipFile, after: zipfile.ZipFile, name: str) -> bool:
    if before.getinfo(name).file_size > min(2 * after.getinfo(name).file_size + 1_000, LARGEST_MEMBER):
        return False
    return same_text(before.read(name), after.read(name))


def _without_anchor(content: bytes) -> bytes:
    for anchor in _ANCHORS:
        content = anchor.sub(b"", content)
    return content
