"""JSON for machines (`--format json`): the document's record, figures as exact strings."""

from __future__ import annotations

import json
import re
from typing import Any

from .document import Document

_HIDDEN = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def to_bytes(document: Document, *, width: int | None = None, colour: bool = False) -> bytes:
    """The record as indented UTF-8 JSON; raises TypeError for a float, which could not be exact."""
    del width, colour
    record = document.record()
    refuse_floats(record)
    text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return _HIDDEN.sub(_escape, text).encode("utf-8", "backslashreplace")


def refuse_floats(node: Any, place: str = "record") -> None:
    """Walk a record and raise TypeError naming the first float."""
    if isinstance(node, float):
        raise TypeError(f"float at {place}: figures go into JSON as decimal strings")
    if isinstance(node, dict):
        for key, value in node.items():
            refuse_floats(value, f"{place}.{key}")
    elif isinstance(node, list | tuple):
        for at, value in enumerate(node):
            refuse_floats(value, f"{place}[{at}]")


def _escape(match: re.Match[str]) -> str:
    """Invisible characters that steer a terminal, in JSON's own notation: the same text for a parser."""
    return f"\\u{ord(match.group()):04x}"
