"""Pieces of a text screen: safe text, lines of toned spans, wrapping at spaces, the bar of attainment, colours."""

from __future__ import annotations

from collections.abc import Iterable

from ..named_tuple import NamedTuple
from ..vietnamese.text import sanitise
from .attainment_bar import REST, bar_of
from .cells import cell_len
from .document import Align, Cell, Tone

RULE = "─"
_STYLES = {
    Tone.GOOD: "green",
    Tone.FAIR: "yellow",
    Tone.BAD: "bold red",
    Tone.QUIET: "dim",
    Tone.STRONG: "bold",
}


class Span(NamedTuple):
    """A run of text in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Span, ...]
BLANK: Line = ()


class Box(NamedTuple):
    """A cell ready for the screen: its text is visible and on one line, its bar is drawn."""

    text: str = ""
    bar: str = ""
    tone: Tone = Tone.PLAIN
    is_number: bool = False


def visible(text: object) -> str:
    """Any cell content as text that cannot steer a terminal; nothing for None."""
    return "" if text is None else sanitise(str(text))


def box_of(cell: Cell) -> Box:
    """A cell with its text made visible and its bar drawn."""
    bar = "" if cell.fraction is None else bar_of(cell.fraction)
    return Box(visible(cell.text), bar, cell.tone, cell.value is not None)


def wrapped(text: str, width: int | None) -> list[str]:
    """The text in lines of at most `width`, broken at spaces only; a longer word stands alone, unbroken."""
    if width is None or cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    for word in text.split(" "):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        elif word or not lines:
            lines.append(word)
    return lines


def hanging(text: str, width: int | None) -> list[str]:
    """Wrapped, with the lines after the first set in below the word that follows a leading sign (`√ Đạt`)."""
    if width is None or cell_len(text) <= width or text[1:2] != " " or text[0].isalnum():
        return wrapped(text, width)
    lines = wrapped(text[2:], width - 2)
    return [text[:2] + lines[0], *(f"  {line}" for line in lines[1:])]


def longest_word(text: str) -> int:
    """The least width in which the text can be wrapped, a leading sign hanging."""
    has_sign = text[1:2] == " " and not text[0].isalnum()
    return max(cell_len(word) for word in text.split(" ")) + (2 if has_sign else 0)


def padded(text: str, width: int, align: Align) -> tuple[str, str]:
    """The spaces before and after a text of a column."""
    free = max(0, width - cell_len(text))
    if align is Align.LEFT:
        return "", " " * free
    before = free if align is Align.RIGHT else free // 2
    return " " * before, " " * (free - before)


def toned_bar(bar: str, tone: Tone) -> list[Span]:
    """The bar in its tone, its empty rest quiet."""
    ink = bar.rstrip(REST)
    return [Span(ink, tone), Span(bar[len(ink) :], Tone.QUIET)]


def to_text(lines: Iterable[Line], *, colour: bool) -> str:
    """The lines without trailing spaces, each ended by a line break; escape sequences only with `colour`."""
    paint = _painter() if colour else {}
    return "".join(_written(line, paint) + "\n" for line in lines)


def _written(line: Line, paint: dict[Tone, tuple[str, str]]) -> str:
    spans = list(line)
    while spans and not spans[-1].text.strip(" "):
        spans.pop()
    if spans:
        spans[-1] = Span(spans[-1].text.rstrip(" "), spans[-1].tone)
    return "".join(_painted(span, paint) for span in spans)


def _painted(span: Span, paint: dict[Tone, tuple[str, str]]) -> str:
    if span.tone not in paint or not span.text.strip(" "):
        return span.text
    before, after = paint[span.tone]
    return before + span.text + after


def _painter() -> dict[Tone, tuple[str, str]]:
    from rich.color import ColorSystem
    from rich.style import Style

    painted = {
        tone: Style.parse(style).render("x", color_system=ColorSystem.STANDARD) for tone, style in _STYLES.items()
    }
    return {tone: (before, after) for tone, text in painted.items() for before, after in [text.split("x")]}
