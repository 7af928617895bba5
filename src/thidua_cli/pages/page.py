"""A page: the same result as a document for people, as a record for machines, and as texts for an office's template."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..render.document import Document, marked
from ..render.formats import Format

_HIDDEN = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


class Page(NamedTuple):
    """What a command answers with.

    `record` and `facts` are worked out only when asked for: `record` by `--format json`, `facts` (single texts by
    name: `ky`, `so-chi-tieu-dat`, `ho-ngheo.thuc-hien`) by an office's own template.
    """

    document: Document
    record: Callable[[], Mapping[str, Any]] = dict
    facts: Callable[[], Mapping[str, str]] = dict

    def marked(self, notice: str | None) -> Page:
        """The same page with a notice that no reader can miss; machines get it as `notice`."""
        if not notice:
            return self
        return self._replace(document=marked(self.document, notice), record=lambda: {**self.record(), "notice": notice})

    def to_bytes(self, wanted: Format, *, width: int | None = None, colour: bool = False) -> bytes:
        """The page in a format; raises UsageError with the pip line when the format's library is missing."""
        if wanted.is_for_machines:
            return record_bytes(self.record())
        return wanted.to_bytes(self.document, width=width, colour=colour)

    def filled_in(self, wanted: Format, template: Path) -> bytes:
        """The page put into the office's own file; raises as `Format.from_template` does."""
        return wanted.from_template(self.document, template, self.facts())


def record_bytes(record: Mapping[str, Any]) -> bytes:
    """A record as indented UTF-8 JSON; raises TypeError for a float, which could not be exact."""
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
