"""How wide a text is in Times New Roman: for lines as long as a text, and for columns in which no number breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ..vietnamese.text import nfc

UNITS_PER_EM = 2048
TWIPS_PER_POINT = 20
HORN = "\u031b"
_SPACES = re.compile("[ \t\n\u200b]+")
_WIDEST = 2048

# Advance widths of the font in 1/2048 em, the same in every font made to its measure (Tinos, Liberation Serif).
_REGULAR = {
    0: "\u200b",
    369: "'", 410: "|", 512: " ,.\u00a0", 569: "/:;\\ijlt", 614: "²³", 682: "!()-I[]`fr·‘’", 797: "Js", 819: "°",
    836: '"', 909: "?acez“”", 961: "^", 983: "{}", 1024: "#$*0123456789_bdghknopquvxyđ–", 1083: "ơ", 1108: "~",
    1110: "ư", 1124: "√≤≥±", 1139: "FPS", 1155: "+<=>×", 1237: "○●■□", 1251: "ELTZ", 1366: "BCR",
    1479: "ADGHKNOQUVXYwĐƠ", 1589: "Ư", 1593: "&m", 1706: "%", 1821: "M", 1886: "@", 1933: "W", 2027: "▲▼►",
}  # fmt: skip
_BOLD = {
    0: "\u200b",
    451: "|", 512: " ,.\u00a0", 569: "'/\\il", 614: "²³", 682: "!()-:;[]`fjt‘’", 683: "·", 797: "Is", 807: "{}",
    819: "°", 909: "cerz", 1024: "#$*0123456789?J_agovxy–“”", 1065: "~", 1124: "√≤≥±", 1134: "ơ", 1137: '"',
    1139: "Sbdhknpquđ", 1167: "+<=>×", 1190: "^", 1229: "ư", 1237: "○●■□", 1251: "FP", 1366: "BELTZ",
    1479: "ACDNRUVXYwĐ", 1593: "GHKOQƠ", 1630: "Ư", 1706: "&m", 1905: "@", 1933: "M", 2027: "▲▼►",
}  # fmt: skip


def _by_letter(groups: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in groups.items() for letter in letters}


_WIDTHS = {False: _by_letter(_REGULAR), True: _by_letter(_BOLD)}


def width_of(text: str, half_points: int, *, bold: bool = False) -> int:
    """The width of a text on one line, in twips (1/20 pt), rounded up; an unknown letter counts as a full em."""
    widths = _WIDTHS[bold]
    units = sum(widths.get(letter, _WIDEST) for letter in _bare(text))
    return -(-units * half_points * TWIPS_PER_POINT // (2 * UNITS_PER_EM))


def longest_word(text: str, half_points: int, *, bold: bool = False) -> int:
    """The width of the widest piece between two spaces, in twips: narrower than that, a word or number breaks."""
    return max(width_of(word, half_points, bold=bold) for word in _SPACES.split(text))


def _bare(text: str) -> str:
    """Letters without tones and hats, which take no room; ơ and ư keep their horn."""
    marks = unicodedata.normalize("NFD", text)
    return nfc("".join(mark for mark in marks if mark == HORN or not unicodedata.combining(mark)))
