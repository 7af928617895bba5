"""Questions to the person at the terminal, on stderr; each is answered with a line."""

from __future__ import annotations

import sys

from ..vietnamese.text import fold
from .printing import complain

YES, NO = ("c", "co", "i", "ies"), ("k", "khong", "n", "no")


class Rest(Exception):
    """The person leaves for now."""


def read_line(prompt: str) -> str:
    """What is typed after a prompt. Raises Rest at the end of the input (Ctrl-D); Ctrl-C ends the prompt's line."""
    try:
        sys.stderr.write(prompt)
        sys.stderr.flush()
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        complain("")
        raise
    if not typed:
        complain("")
        raise Rest
    return typed.strip()


def agrees(sentence: str, *, default: bool) -> bool:
    """A question with yes (c) or no (k); Enter means the one in capitals. Raises Rest for `q` and Ctrl-D."""
    while True:
        typed = fold(read_line(f"{sentence} [{'C/k' if default else 'c/K'}] "))
        if not typed:
            return default
        if typed == "q":
            raise Rest
        if typed in (*YES, *NO):
            return typed in YES
        complain("  gõ c (có) hoặc k (không)")


def consents(sentence: str) -> bool:
    """Whether the person says yes; Enter, leaving and Ctrl-D are a no."""
    try:
        return agrees(sentence, default=False)
    except Rest:
        return False
