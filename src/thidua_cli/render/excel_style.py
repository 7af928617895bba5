"""The looks of cells in a workbook: each one made once, in the letters and colours of the other formats."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from ..errors import InvalidInput
from ..vietnamese.numbers import write_number
from .document import Align, Tone
from .paper import printable
from .word_text import width_of

FONT = "Times New Roman"
INKS = {Tone.GOOD: "#1F6F43", Tone.FAIR: "#8A5A00", Tone.BAD: "#B3261E", Tone.QUIET: "#6B6B6B"}
FILLS = {Tone.GOOD: "#E3F1E8", Tone.FAIR: "#FBF0DA", Tone.BAD: "#FBE3E1"}
RULE = "#BFBBB2"
BAND = "#F1EEE7"
STRONG = "#3A3A3A"
LINE = 1


class Look(NamedTuple):
    """What one cell looks like; equal looks share one format of the workbook."""

    bold: bool = False
    italic: bool = False
    size: int = 11
    colour: str = ""
    fill: str = ""
    align: str = "left"
    middle: bool = False
    wrap: bool = False
    indent: int = 0
    number: str = ""
    ruled: bool = False
    band: bool = False


class Looks:
    """The formats of one workbook, made when first asked for."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[Look, Any] = {}

    def __call__(self, look: Look) -> Any:
        """The workbook's format for a look."""
        if look not in self._made:
            self._made[look] = self._workbook.add_format(_properties(look))
        return self._made[look]

    def colouring(self, tone: Tone) -> Any:
        """The format that a rule for coloured verdicts applies."""
        return self._workbook.add_format({"font_color": INKS[tone], "bg_color": FILLS[tone], "bold": True})


def _properties(look: Look) -> dict[str, Any]:
    made: dict[str, Any] = {
        "font_name": FONT,
        "font_size": look.size,
        "align": look.align,
        "valign": "vcenter" if look.middle else "top",
    }
    made |= {name: True for name, wanted in _switches(look).items() if wanted}
    texts = {"font_color": look.colour, "bg_color": look.fill, "num_format": look.number, "indent": look.indent}
    made |= {name: text for name, text in texts.items() if text}
    if look.ruled:
        made |= {"border": LINE, "border_color": RULE}
    if look.band:
        made |= {"top": LINE, "bottom": LINE, "top_color": RULE, "bottom_color": RULE}
    return made


def _switches(look: Look) -> dict[str, bool]:
    return {"bold": look.bold, "italic": look.italic, "text_wrap": look.wrap}


HEADER = Look(bold=True, fill=BAND, align="center", middle=True, wrap=True, ruled=True)
GROUP = Look(bold=True, fill="#FAF8F4", band=True)
TITLE = Look(bold=True, size=14, wrap=True)
CENTRED = Look(align="center", wrap=True)
BODY = Look(wrap=True)
SMALL = Look(size=9, colour=INKS[Tone.QUIET], wrap=True)
ALIGNS = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTRE: "center"}
HIGHEST_ROW = 409
POINTS_PER_LINE = 15
TWIPS_PER_WIDTH = 105
"""The sheet's unit of width: a digit of 7 pixels."""
SURE_TWIPS_PER_WIDTH = 102
"""A little less, as letters on a screen are set in whole pixels."""


class Written(NamedTuple):
    """A text that may be broken into lines, the width it has, and its letters."""

    text: str
    width: int
    size: int = 11
    bold: bool = False


def room_for(text: str, *, bold: bool = False) -> int:
    """How wide a text of 11 points is, in the sheet's units of width."""
    return -(-width_of(text, 22, bold=bold) // TWIPS_PER_WIDTH)


def row_height(texts: Iterable[Written]) -> int:
    """Points for a row: merged cells do not grow by themselves."""
    height = POINTS_PER_LINE
    for written in texts:
        lines = sum(_lines(part, written) for part in written.text.split("\n"))
        height = max(height, lines * POINTS_PER_LINE * max(written.size, 11) // 11)
    return min(height + 2, HIGHEST_ROW)


def _lines(text: str, written: Written) -> int:
    """Into how many lines a text is broken: at its spaces, and inside a word that is wider than the room."""
    room = max(written.width, 1) * SURE_TWIPS_PER_WIDTH
    space, *widths = (width_of(word, written.size * 2, bold=written.bold) for word in [" ", *text.split(" ")])
    lines, used = 1, 0
    for width in widths:
        if used and used + space + width > room:
            lines, used = lines + 1, 0
        used += (space if used else 0) + width
        if used > room:
            lines, used = lines + (used - 1) // room, (used - 1) % room + 1
    return lines


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


MOST_DIGITS = 15
LONGEST_LITERAL = 40
_AROUND = re.compile(r"([^\d\"\\]*?)(-?[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]+)?)([^\d\"\\]*)", re.ASCII)


def number_format(text: str, value: Decimal) -> str | None:
    """The number format under which `value` reads as `text` does (`+222`, `-0,2 điểm %`, `≤ 23`).

    None where no format can: the text says another number, or holds more than one.
    """
    match = _AROUND.fullmatch(text.strip())
    if match is None:
        return None
    before, number, after = match.groups()
    places = len(number.partition(",")[2])
    if write_number(value, places) != number or max(len(before), len(after)) > LONGEST_LITERAL:
        return None
    core = "#,##0" + ("." + "0" * places if places else "") + _literal(after)
    if before == "+":
        return f"+{core};-{core};{core}"
    return _literal(before) + core


def fits_exactly(value: Decimal) -> bool:
    """Whether a spreadsheet keeps the value exactly: at most 15 digits."""
    digits = "".join(str(digit) for digit in value.as_tuple().digits)
    return len(digits.strip("0")) <= MOST_DIGITS and abs(value.adjusted()) < MOST_DIGITS


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""
