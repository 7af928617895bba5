"""Plain lines for scripts (`--format plain`): one line per row, what it is about first, tabs between, no header."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Document, RowKind, Table, sentences
from .paper import on_one_line


def to_bytes(document: Document, *, width: int | None = None, colour: bool = False) -> bytes:
    """The rows with their Vietnamese figures as UTF-8; a document without tables gives its sentences."""
    del width, colour
    return "".join(f"{line}\n" for line in _lines(document)).encode("utf-8", "backslashreplace")


def _lines(document: Document) -> Iterator[str]:
    if document.notice:
        yield on_one_line(document.notice)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    for table in tables:
        yield from _rows(table)
    if not tables:
        yield from (on_one_line(line) for block in document.blocks for line in sentences(block))


def _rows(table: Table) -> Iterator[str]:
    has_keys = any(row.key for row in table.rows)
    for row in table.rows:
        if row.kind is not RowKind.GROUP:
            texts = [on_one_line(cell.text) for cell in row.cells]
            first = [on_one_line(row.key)] if has_keys else []
            yield "\t".join(first + (texts + [""] * len(table.columns))[: len(table.columns)])
