"""Rows for programs: CSV for a Vietnamese Excel (`--format csv`) and lines with tabs for scripts (`--format plain`)."""

import re
from collections.abc import Iterator
from itertools import compress

from ..vietnamese.numbers import machine_number
from ..vietnamese.text import nfc
from .document import Cell, Document, Heading, RowKind, Table, on_one_line, sentences

_RUNS = re.compile(r"[\t\r\n]|[ \u00a0\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LIKE_A_DAY = re.compile(r"([0-9]{1,4}) ?([/-]) ?([0-9]{1,4})", re.ASCII)
"""`9/10`: Excel would show a day, quotes or not; the two numbers would be gone."""
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]+)?", re.ASCII)


def to_plain(document: Document) -> bytes:
    """One line per row with its Vietnamese figures, what it is about first, tabs between, no header.

    A document without tables gives its sentences.
    """
    lines = [on_one_line(document.notice)] if document.notice else []
    for table in document.tables:
        places, has_keys = range(len(table.columns)), any(row.key for row in table.rows)
        rows = ([row.key] * has_keys + [row.cell(at).text for at in places] for row in table.items)
        lines += ["\t".join(map(on_one_line, texts)) for texts in rows]
    if not document.tables:
        lines += [on_one_line(line) for block in document.blocks for line in sentences(block)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def to_csv(document: Document) -> bytes:
    """All tables of the document, one below the other; a document without tables gives its title and sentences.

    With BOM, semicolons, decimal commas, and no text that a spreadsheet would run as a formula.
    """
    said = (line for block in document.blocks for line in sentences(block))
    lines = [text_field(text) for text in (document.title, *said) if text]  # the title says a notice too
    if document.tables:
        lines, heading, is_first = [text_field(document.notice)] if document.notice else [], "", True
        for block in document.blocks:
            heading = block.text if isinstance(block, Heading) else heading
            if isinstance(block, Table):
                is_named = len(document.tables) > 1 and heading
                lines += ([] if is_first else [""]) + ([text_field(heading)] if is_named else [])
                lines += _lines(block)
                is_first = False
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _lines(table: Table) -> Iterator[str]:
    kinds = {row.kind for row in table.rows}
    shown = (bool(table.key_title), RowKind.GROUP in kinds, RowKind.PART in kinds)
    leading = compress((table.key_title, "Mục", "Thuộc"), shown)
    yield ";".join(map(text_field, [*leading, *(column.title for column in table.columns)]))
    group = parent = ""
    for row in table.rows:
        if row.kind is RowKind.GROUP:
            group = row.cell(0).text
            continue
        if row.kind is RowKind.ITEM:
            parent = row.cell(table.label).text if table.label_key else ""
        owner = parent if row.kind is RowKind.PART else ""
        cells = [_field(row.cell(at)) for at in range(len(table.columns))]
        yield ";".join([*map(text_field, compress((row.key, group, owner), shown)), *cells])


def _field(cell: Cell) -> str:
    if cell.value is None:
        return text_field(cell.text)
    return cell.text.replace(".", "") if _GROUPED.fullmatch(cell.text) else machine_number(cell.value).replace(".", ",")


def text_field(text: str) -> str:
    """A text in quotes; `'` before what a spreadsheet would run as a formula, controls replaced by U+FFFD."""
    if not text:
        return ""
    safe = nfc(text).replace("\r\n", "\n")
    if match := _LIKE_A_DAY.fullmatch(safe):
        safe = f"{match[1]} trên {match[3]}" if match[2] == "/" else f"{match[1]}\u2011{match[3]}"
    if _RUNS.match(safe):
        safe = f"'{safe}"
    return '"' + _CONTROL.sub("\ufffd", safe).replace('"', '""') + '"'
