"""YAML text to a tree of nodes by walking its events: no aliases, no types, nothing recursive without a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from unicodedata import combining

import yaml

from ..vietnamese.numbers import shown
from ..vietnamese.text import nfc
from .nodes import MOST_LEVELS, Entry, Finding, Group, Listing, Node, Scalar, Spot, Unreadable
from .syntax import explain

MOST_EVENTS = 200_000
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_MARKS = 20
_MERGE = "<<"
_OUTSIDE_LATIN = re.compile(f"[^\x00-\u02ff\u1e00-\u1eff\u2000-\u206f]{{{MOST_MARKS + 1},}}")


def tree_of(text: str) -> Group:
    """The file's one group of keys; raises Unreadable with all forbidden parts, or the first syntax error."""
    walk = _Walk(text)
    try:
        root = walk.document()
    except yaml.YAMLError as error:
        raise Unreadable(*walk.refusals, explain(error, text)) from None
    if walk.refusals:
        raise Unreadable(*walk.refusals)
    if not isinstance(root, Group):
        sentence = "kế hoạch phải gồm các dòng 'khóa: giá trị'; dòng đầu tiên là 'schema: thidua.plan/1'"
        raise Unreadable(Finding(root.spot, sentence))
    return root


class _Walk:
    """One pass over the events; forbidden parts are noted and the walk goes on, limits end it."""

    def __init__(self, text: str) -> None:
        self.refusals: list[Finding] = []
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=LOADER))
        self._count = 0

    def document(self) -> Node:
        """The only document."""
        self._next()
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            raise Unreadable(Finding(Spot(1, 1), "tệp trống, chưa có kế hoạch nào; hãy chép mẫu bằng: thidua init"))
        if start.version or start.tags:
            self._refuse(start, "chỉ thị % của YAML không được dùng; hãy xóa dòng bắt đầu bằng %")
        root = self._node(self._next(), 1)
        self._next()
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            sentence = "tệp có hai văn bản YAML; mỗi tệp chỉ chứa một kế hoạch, hãy xóa dòng '---' này"
            raise Unreadable(*self.refusals, Finding(_spot(after), sentence))
        return root

    def _next(self) -> Any:
        event = next(self._events)
        self._count += 1
        if self._count > MOST_EVENTS:
            raise Unreadable(*self.refusals, Finding(_spot(event), "tệp quá dài: quá 200.000 phần tử YAML"))
        return event

    def _refuse(self, event: Any, sentence: str) -> None:
        self.refusals.append(Finding(_spot(event), sentence))

    def _node(self, event: Any, level: int) -> Node:
        self._refuse_indirections(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self._composed(event), _spot(event), not event.style)
        if isinstance(event, yaml.AliasEvent):
            return Scalar("", _spot(event))
        if level > MOST_LEVELS:
            raise Unreadable(*self.refusals, Finding(_spot(event), f"lồng nhau quá {MOST_LEVELS} cấp"))
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(tuple(self._items(level)), _spot(event))
        return Group(tuple(self._entries(level)), _spot(event), bool(event.flow_style))

    def _composed(self, event: Any) -> str:
        if _is_piled_up(event.value):
            self._refuse(event, f"quá {MOST_MARKS} dấu chồng lên một chữ; hãy xóa và gõ lại")
            return ""
        return nfc(event.value)

    def _items(self, level: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, level + 1)

    def _entries(self, level: int) -> Iterator[Entry]:
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, level + 1)
            value = self._node(self._next(), level + 1)
            if not isinstance(key, Scalar):
                self._refuse(event, "khóa phải là một từ, ví dụ 'target: …'")
            elif key.plain and key.text == _MERGE:
                self._refuse(event, "khóa gộp '<<' không được dùng; hãy ghi đầy đủ từng khóa")
            else:
                yield Entry(key, value)

    def _refuse_indirections(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(
                event, f"tham chiếu '*{shown((event.anchor or '')[:100])}' không được dùng; hãy ghi lại giá trị"
            )
            return
        if event.anchor:
            self._refuse(event, f"neo '&{shown(event.anchor[:100])}' không được dùng; hãy xóa neo")
        if event.tag:
            self._refuse(event, f"thẻ kiểu '{shown(event.tag[:100])}' không được dùng; hãy xóa thẻ hoặc thêm ngoặc kép")


def _is_piled_up(text: str) -> bool:
    """Long runs of combining marks: composing them takes quadratic time (minutes for a megabyte)."""
    return any(
        len(list(run)) > MOST_MARKS
        for match in _OUTSIDE_LATIN.finditer(text)
        for is_mark, run in groupby(match.group(), lambda character: combining(character) > 0)
        if is_mark
    )


def _spot(event: Any) -> Spot:
    mark = event.start_mark
    return Spot(mark.line + 1, mark.column + 1)
