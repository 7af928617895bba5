"""Text in a workbook: always a text, never a formula or a link, and never cut."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from ..errors import InvalidInput
from .file_text import printable

MOST_CHARACTERS = 32_767
LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\ufffd\n\t]+")


def write_text(sheet: Any, row: int, column: int, text: object, look: Any) -> None:
    """Write a text as a text; an empty one as a blank cell. Raises InvalidInput where Excel would cut it."""
    safe = checked(text)
    if safe:
        sheet.write_string(row, column, safe, look)
    else:
        sheet.write_blank(row, column, None, look)


def checked(text: object) -> str:
    """The printable text; raises InvalidInput for more characters than a cell of Excel holds."""
    safe = printable(text)
    if len(safe.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        raise InvalidInput(
            f"một ô dài {len(safe)} ký tự, mà ô của Excel chỉ chứa 32.767 ký tự",
            hint="rút ngắn ghi chú đó, hoặc in ra dạng khác: --format html",
        )
    return safe


def sheet_name(wanted: str, taken: Container[str]) -> str:
    """A name that Excel takes: at most 31 characters, none of `[]:*?/\\`, no apostrophe at an end, not used before."""
    bare = _NOT_IN_SHEET_NAME.sub(" ", printable(wanted)).strip(" '") or "Bảng"
    name, number = _shortened(bare, LONGEST_SHEET_NAME), 1
    while name.casefold() in taken:
        number += 1
        name = f"{_shortened(bare, LONGEST_SHEET_NAME - len(str(number)) - 1)} {number}"
    return name


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    whole, _, _ = text[: most + 1].rpartition(" ")
    return (whole or text[:most]).strip(" '.,;–-")
