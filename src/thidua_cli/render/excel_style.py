"""The looks of cells in a workbook: each one made once, in the letters and colours of the other formats."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil
from typing import Any

from ..named_tuple import NamedTuple
from .document import Align, Tone

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
LETTERS_PER_WIDTH = Fraction(13, 10)
"""Times New Roman sets about a third more letters than the sheet's unit of width says."""


def row_height(texts: Iterable[tuple[str, int, int]]) -> int:
    """Points for a row whose cells hold these (text, width, letter size): merged cells do not grow by themselves."""
    height = POINTS_PER_LINE
    for text, width, size in texts:
        room = max(LETTERS_PER_WIDTH * width * 11 / size, Fraction(1))
        lines = sum(max(ceil(len(part) / room), 1) for part in text.split("\n"))
        height = max(height, lines * POINTS_PER_LINE * max(size, 11) // 11)
    return min(height + 2, HIGHEST_ROW)
