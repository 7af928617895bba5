"""A group of keys as the rules look at it, and the rule about ids that several kinds of groups share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from ..vietnamese.numbers import shown
from .nodes import Path

LONGEST_ID = 64

_T = TypeVar("_T")
_ID = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*", re.ASCII)


class Piece:
    """A group of keys with its place; what is missing or faulty reads as None."""

    def __init__(self, values: dict[str, object], path: Path) -> None:
        self.values = values
        self.path = path

    def take(self, key: str, kind: type[_T]) -> _T | None:
        """The value of a key, if it is of this kind."""
        value = self.values.get(key)
        return value if isinstance(value, kind) else None

    def each(self, key: str) -> list[Piece]:
        """The groups in a list."""
        items = self.values.get(key)
        listed = enumerate(items) if isinstance(items, list) else ()
        return [Piece(item, (*self.path, key, place)) for place, item in listed if isinstance(item, dict)]

    def at(self, key: str) -> Path:
        """The place of a key."""
        return (*self.path, key)


Broken = Iterator[tuple[Path, str]]


def id_rule(piece: Piece) -> Broken:
    """An id has its letters and its length."""
    written = piece.take("id", str)
    if written is None:
        return
    if not _ID.fullmatch(written):
        yield piece.at("id"), f"mã '{shown(written)}' không hợp lệ; chỉ dùng a-z, 0-9 và dấu '-', ví dụ ho-ngheo"
    elif len(written) > LONGEST_ID:
        yield piece.at("id"), f"mã dài {len(written)} ký tự; hãy rút còn tối đa {LONGEST_ID}"
