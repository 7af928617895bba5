"""The page a text is written on: how wide it is and whether it may have colours."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TextIO

from ..named_tuple import NamedTuple

USUAL_WIDTH = 80
WIDEST = 1_000
_OFF = ("", "0", "false")


class Page(NamedTuple):
    """`width` in terminal cells, None for as wide as the content; `colour` allows escape sequences."""

    width: int | None = None
    colour: bool = False


def page_of(stream: TextIO | None, environ: Mapping[str, str]) -> Page:
    """The page behind a stream: a terminal's width and colours, else natural width without colours.

    NO_COLOR wins over FORCE_COLOR, which wins over TERM=dumb; an unusable COLUMNS counts as absent.
    """
    on_terminal = is_terminal(stream)
    width = _width(stream, environ) if on_terminal else None
    return Page(width, _has_colour(on_terminal, environ))


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person reads this stream; a missing or closed one is nobody's."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _width(stream: TextIO | None, environ: Mapping[str, str]) -> int:
    asked = environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and 0 < len(asked.lstrip("0")) <= 9:
        return min(int(asked), WIDEST)
    return min(_real_width(stream) or USUAL_WIDTH, WIDEST)


def _real_width(stream: TextIO | None) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream else 0
    except (OSError, ValueError):
        return 0


def _has_colour(on_terminal: bool, environ: Mapping[str, str]) -> bool:
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "").lower() not in _OFF:
        return True
    return on_terminal and environ.get("TERM") not in ("dumb", "unknown") and _understands_escapes()


def _understands_escapes() -> bool:
    if os.name != "nt":
        return True
    from rich.console import detect_legacy_windows

    return not detect_legacy_windows()
