"""Text in HTML: escaped everywhere, toned by class, decimals for drawings."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from .document import Tone
from .file_text import held, printable

HUNDREDTH = Decimal("0.01")


def escaped(text: object) -> str:
    """Text for an element, which cannot become markup; a number keeps its unit on its line, line breaks are `<br>`."""
    return escape(held(text).strip()).replace("\n", "<br>")


def attribute(text: object) -> str:
    """The same for an attribute or a `<title>`, where no element may stand."""
    return escape(printable(text).strip().replace("\n", " "))


def paragraph_html(text: str, tone: Tone = Tone.PLAIN) -> str:
    """A paragraph in its tone."""
    return f"<p{class_of(tone)}>{escaped(text)}</p>"


def class_of(tone: Tone, *others: str) -> str:
    """The class attribute for a tone and other classes; nothing where there are none."""
    names = " ".join([*([] if tone is Tone.PLAIN else [tone.value]), *(name for name in others if name)])
    return f' class="{names}"' if names else ""


def place_of(value: Decimal) -> str:
    """A coordinate of a drawing: at most two decimals, a dot, no exponent."""
    return f"{value.quantize(HUNDREDTH).normalize():f}"
