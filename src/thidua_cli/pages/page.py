"""A page: the same result as a document for people, as a record for machines, and as texts for an office's template."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..render.document import Document, marked
from ..render.formats import Format, Saying, digest_of, read_template
from ..vietnamese.text import INVISIBLE

ANCHOR_KEYS = ("ledger", "closed", "as_known")
FIGURE_KEYS = ("actual", "in_period", "expected", "same_period")
_HIDDEN = re.compile(f"[{INVISIBLE}]")


class Page(NamedTuple):
    """What a command answers with.

    `record` and `facts` are worked out only when asked for: `record` by `--format json`, `facts` (single texts by
    name: `ky`, `so-chi-tieu-dat`, `ho-ngheo.thuc-hien`) by an office's own template.
    """

    document: Document
    record: Callable[[], Mapping[str, Any]] = dict
    facts: Callable[[], Mapping[str, str]] = dict
    sent: str = ""
    """For the report of a closed period: what to do when it now says something else than was sent."""

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

    def saying(self, wanted: Format, template: Path | None = None) -> Saying:
        """What the page says in a format, the ledger's anchor aside, and the figures of each row."""
        record = self.record()
        says = _without_anchor(record) if wanted.is_for_machines else None
        own = b"" if template is None else read_template(template)
        whole = repr((wanted.name, says or self.document._replace(closing=()), digest_of(own)))
        inner = record.get("report")
        report = inner if isinstance(inner, Mapping) and "indicators" in inner else record
        rows = [row for row in report.get("indicators", ()) if isinstance(row, Mapping) and "id" in row]
        figures = {str(row["id"]): _digest([row.get(key) for key in FIGURE_KEYS]) for row in rows}
        return Saying(digest_of(whole.encode("utf-8", "backslashreplace")), figures, _about(report))

    def filled_in(self, wanted: Format, template: Path) -> bytes:
        """The page put into the office's own file; raises as `Format.from_template` does."""
        return wanted.from_template(self.document, template, self.facts())


def _without_anchor(node: Any) -> Any:
    """A record without what moves while no figure does."""
    if not isinstance(node, Mapping):
        return node
    return {key: _without_anchor(held) for key, held in node.items() if key not in ANCHOR_KEYS}


def _about(record: Mapping[str, Any]) -> str:
    """Which report it is: its kind, unit, year and period."""
    plan, period = record.get("plan"), record.get("period")
    named = [plan.get("unit"), plan.get("year")] if isinstance(plan, Mapping) else [plan]
    named += [period.get("id"), period.get("calendar")] if isinstance(period, Mapping) else [period]
    return _digest([record.get("schema"), record.get("id"), record.get("indicator"), *named])


def _digest(values: object) -> str:
    return digest_of(repr(values).encode())[:12]


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
