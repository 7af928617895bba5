"""Double quotes of a YAML text: where one was opened and not closed, which YAML notices only at a later quote."""

from __future__ import annotations

import re

from .nodes import Spot

_STRING = r'"(?:[^"\\]|\\.)*"'
_BEFORE_VALUE = r"(?P<before>^\s*(?:- +)*|: +|[\[{,]\s*)"
_WHOLE = re.compile(rf"{_BEFORE_VALUE}(?P<string>{_STRING}|'[^']*')")
_OPEN = re.compile(rf'{_BEFORE_VALUE}(?P<string>")')
_COMMENT = re.compile(r"(?:^|\s)#")
_NEXT_QUOTE = re.compile(r'(?:[^"\\]|\\.|\\$)*?"')
_AFTER_VALUE = re.compile(r"\s*(?:$|#|[,\]}])")


def unclosed(lines: list[str], last: int) -> Spot | None:
    """The first double quote up to line `last` that opens a value and is not closed at the end of one."""
    at = 0
    while at < min(last, len(lines)):
        column = _opened(lines[at])
        if column is None:
            at += 1
            continue
        end = _closed(lines, at)
        if end is None:
            return Spot(at + 1, column + 1)
        at = end + 1
    return None


def _opened(line: str) -> int | None:
    """Where a line opens a quote that it does not close."""
    rest = _WHOLE.sub(lambda match: match["before"] + "x" * len(match["string"]), line)
    opening, comment = _OPEN.search(rest), _COMMENT.search(rest)
    if opening is None or (comment is not None and comment.start() < opening.start("string")):
        return None
    return opening.start("string")


def _closed(lines: list[str], at: int) -> int | None:
    """The line at whose next quote a value may end; None when more text of a value follows there, or no quote does."""
    for place in range(at + 1, len(lines)):
        if '"' not in lines[place]:
            continue
        found = _NEXT_QUOTE.match(lines[place])
        if found is not None:
            return place if _AFTER_VALUE.match(lines[place], found.end()) else None
    return None
