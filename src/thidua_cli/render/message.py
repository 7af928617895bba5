"""A message on a terminal: wrapped between its words, in the colours of the pages; a command to type stays whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from .document import Tone
from .screen import STYLES, to_lines
from .terminal import Page

_LEAD = re.compile(r" *(?:(?:→|-|[√×!?#]) )?")
_COMMAND = r"thidua (?:--?[a-z]|[a-z]{2})[^\n]*?(?=[;,.]? [^\x00-\x7f]|[;,] |[);,.]*$)"
_PIECE = re.compile(rf"{_COMMAND}|\S+")
_STYLED: tuple[tuple[str, Tone], ...] = (
    (r"^ *(?:× lỗi|Lỗi:|×)", Tone.BAD),
    (r"^ *(?:! lưu ý|(?:[Cc]ảnh báo|Lưu ý|Chú ý):)", Tone.FAIR),
    (r"^ *(?:√ ổn|√)|^đã [^\W\d_]+|^sổ nguyên vẹn|^Mọi thứ đều ổn", Tone.GOOD),
    (r"^không thay đổi|^ *→|^  trước → nay:|^(?:kế hoạch|sổ số liệu):", Tone.QUIET),
    (r"^[^\W\d_][^.;:]{0,40}:$|^Cách dùng:|^\[[0-9]+/[0-9]+\] .*", Tone.STRONG),
    (
        r"(?<=^  )(?:[a-z][a-z-]+|--?[a-z][^ ]*(?:, --[a-z][^ ]*)*(?: [^\Wa-z]+)?|\[?[^\Wa-z]+\]?(?=  ))(?=  |$)",
        Tone.STRONG,
    ),
    (_COMMAND, Tone.STRONG),
)


def painted(text: str, page: Page, *, width: int | None) -> str:
    """The text for a page: each line at most `width` cells wide unless a word or a command is longer."""
    lines = [line for whole in text.split("\n") for line in _wrapped(whole, width)]
    return "\n".join(to_lines([_coloured(line) for line in lines], colour=True) if page.colour else lines)


def _wrapped(text: str, width: int | None) -> Iterator[str]:
    """The line broken between words, further lines set in below the first word."""
    if width is None or cell_len(text) <= width:
        yield text
        return
    lead = _LEAD.match(text)
    before = lead.group() if lead else ""
    line = before
    for piece in _PIECE.findall(text[len(before) :]):
        if line.strip(" ") and line != before and cell_len(line) + 1 + cell_len(piece) > width:
            yield line
            line = " " * cell_len(before)
        line += piece if line == before or not line.strip(" ") else f" {piece}"
    yield line


def _coloured(line: str) -> Text:
    shown = Text(line)
    for pattern, tone in _STYLED:
        for match in re.finditer(pattern, line):
            shown.stylize(STYLES[tone], match.start(), match.end())
    return shown
