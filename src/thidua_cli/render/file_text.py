"""Text for files that other programs open: composed, and nothing in it that hides or steers."""

from __future__ import annotations

import re

from ..vietnamese.text import nfc
from .document import Cell, RowKind, Table

REPLACEMENT = "\ufffd"
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)
_NO_AMOUNT = "".join(f"(?<!{word} )" for word in ("ngày", "tháng", "quý", "năm", "số", "thôn", "điều"))
_NO_UNIT = "(?!(?:đến|và|so|theo|của|trên|từ|là|cho|để|do|tại) )"
_BEFORE_UNIT = re.compile(
    rf"{_NO_AMOUNT}(?<![\w/.,-])([-+\u2212]?[0-9](?:[0-9.,]*[0-9])?) {_NO_UNIT}(?=[^\W\d_]|%)", re.IGNORECASE
)


def printable(text: object) -> str:
    """Any content as NFC text with U+FFFD for controls and direction marks; only line break and tab stay."""
    if text is None:
        return ""
    return _HIDDEN.sub(REPLACEMENT, nfc(str(text)).replace("\r\n", "\n"))


def held(text: object) -> str:
    """Printable text for paper: no line ends between a number and its unit (`6.500 con`) or inside `điểm %`."""
    return _BEFORE_UNIT.sub("\\1\u00a0", printable(text).replace("điểm %", "điểm\u00a0%"))


def speaking_columns(table: Table) -> list[int]:
    """The places of the columns that say something in at least one row, and of the one that names the rows."""
    rows = [row.cells for row in table.rows if row.kind is not RowKind.GROUP]
    return [
        at
        for at in range(len(table.columns))
        if at == label_place(table) or any(at < len(cells) and _speaks(cells[at]) for cells in rows)
    ]


def _speaks(cell: Cell) -> bool:
    return cell.fraction is not None or bool(printable(cell.text).strip())


def label_place(table: Table) -> int:
    """The place of the column that names a row; the first where none is named."""
    keys = [column.key for column in table.columns]
    return keys.index(table.label_key) if table.label_key in keys else 0
