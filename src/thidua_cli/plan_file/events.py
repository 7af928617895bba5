"""YAML text to a tree of nodes with their lines, by walking its events: no aliases, no types, nothing endless."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path as FilePath
from typing import Any, NamedTuple

import yaml

from ..vietnamese.numbers import shown
from ..vietnamese.text import Finding, Unreadable, decode, nfc

Path = tuple[str | int, ...]
MOST_LEVELS = 20


@cache
def key_words(name: str = "keys") -> dict[str, Any]:
    """What each key means (`keys.toml`), by class and key; under `examples` what to add where one is missing.

    `causes`: what to tell for each fault of syntax, by a pattern of the parser's own words.
    """
    return tomllib.loads(FilePath(__file__).with_name(f"{name}.toml").read_text("utf-8"))


class Spot(NamedTuple):
    """A place in the file; both count from 1."""

    line: int
    column: int


class Scalar(NamedTuple):
    """One value, always text; `plain` when it stands without quotes."""

    text: str
    spot: Spot
    plain: bool = True


class Group(NamedTuple):
    """Keys and values, duplicates still in it; `flow` when written in braces."""

    entries: "tuple[tuple[Scalar, Node], ...]"
    spot: Spot
    flow: bool = False


class Listing(NamedTuple):
    """The items of a list."""

    items: "tuple[Node, ...]"
    spot: Spot


Node = Scalar | Group | Listing


_NO_SPACE = re.compile(r"\s*(?:- )?([A-Za-z_]+):(?=[^\s/:])")
_BARE_GREATER = re.compile(r"""[:,-]\s*(>=?\s*[^"'#|]*?[0-9][^"'#]*?)\s*$""")
_TAB = re.compile(r"[ -]*\t")
_AFTER_QUOTE = re.compile(r"""(?:[A-Za-z_]+: +|- +)(?:"[^"]*"|'[^']*')[ \t]*([^\s#,:}\]])""")
_LONGEST_LINE = 300
# Here the place to look at is where it was opened, not where the parser gave up.
_OPENED = r"unexpected end of stream|expected ',' or|expected ':'.*simple key"
_NO_COLON = re.compile(r"\s*(?:- +)?(?P<key>[a-z_]+)(?: +(?P<value>[^:]*))?\s*")


def explain(error: Any, text: str, quoted: Any) -> Finding:
    """The first syntax error of a text, at the line that causes it rather than where the parser noticed.

    `quoted` is the text in quotes that was read last: one without its own closing quote ends at the next text's opening
    one, and the parser gives up there.
    """
    lines = re.split("\r\n|\n|\r", text)
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    problem = " ".join(str(getattr(error, part, None) or "") for part in ("problem", "context"))
    if quoted and marks[0] and quoted.start_mark.line < quoted.end_mark.line == marks[0].line:
        marks, problem = [quoted.start_mark], "unexpected end of stream"
    elif re.search(_OPENED, problem):
        marks.reverse()
    spot = _spot_within(next(filter(None, marks), None), lines)
    unknown = "không đúng cú pháp YAML; hãy kiểm tra ngoặc kép và thụt đầu dòng"
    cause = next((said for pattern, said in key_words("causes").items() if re.search(pattern, problem)), unknown)
    slips = chain(_known_slips(lines, spot), _without_colon(problem, lines, spot))
    line, column, sentence = next(slips, (*spot, cause.replace("{most}", str(MOST_LEVELS))))
    content = shown(lines[line - 1].strip()[:_LONGEST_LINE], 60)
    return line, column, f"{sentence} (dòng: {content})" if content else sentence


def _spot_within(mark: Any, lines: list[str]) -> Spot:
    if mark is None:
        return Spot(1, 1)
    line = min(mark.line + 1, len(lines))
    if line == mark.line + 1 and (lines[line - 1].strip() or mark.column):
        return Spot(line, mark.column + 1)
    line = next((at for at in range(line, 1, -1) if lines[at - 1].strip()), 1)
    return Spot(line, len(lines[line - 1].rstrip()) + 1)


def _known_slips(lines: list[str], spot: Spot) -> Iterator[Finding]:
    """The everyday slips, looked for in the line of the error and the one before it; two of them in the first alone."""
    for line in (spot.line, spot.line - 1):
        content, is_own = lines[line - 1][:_LONGEST_LINE] if line >= 1 else "", line == spot.line
        if match := _TAB.match(content):
            yield line, match.end(), "thụt đầu dòng bằng phím Tab; hãy dùng dấu cách"
        if match := _NO_SPACE.match(content):
            yield line, match.end(), f"{match[1]}: thiếu dấu cách sau dấu hai chấm; hãy viết '{match[1]}: …'"
        if is_own and (match := _BARE_GREATER.search(content)):
            # Inside { } or [ ] the value ends with its amount.
            is_inside = re.search(r"[{[]", content[: match.start(1)])
            value = re.split(r",(?!\d)|[}\]]", match[1])[0] if is_inside else match[1]
            sentence = f'giá trị bắt đầu bằng dấu > phải để trong ngoặc kép; hãy viết "{shown(value.rstrip())}"'
            yield line, match.start(1) + 1, sentence
        if is_own and (match := _AFTER_QUOTE.search(content)):
            yield line, match.start(1) + 1, "có chữ sau ngoặc đóng; hãy để cả giá trị trong một cặp ngoặc"


def _without_colon(problem: str, lines: list[str], spot: Spot) -> Iterator[Finding]:
    """A key of the plan without its colon: in the line of the error, or in the one that it was joined to."""
    line = spot.line
    if "mapping values are not allowed" in problem:
        said = (at for at in range(line - 1, 1, -1) if lines[at - 1].strip()[:1] not in ("", "#"))
        line = next(said, min(line - 1, 1))
    match = _NO_COLON.fullmatch(lines[line - 1][:_LONGEST_LINE]) if line >= 1 else None
    if match and any(match["key"] in group for group in key_words().values()):
        value = shown((match["value"] or "").strip(), 40)
        typed = f'"{value}"' if value[:1] in tuple("%@`>|&*!") else value
        wanted = f"{match['key']}: {typed}".strip()
        sentence = f"{match['key']}: thiếu dấu hai chấm sau khóa; hãy viết '{wanted}'"
        yield line, match.start("key") + 1, sentence


MOST_EVENTS = 200_000
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def tree_of(content: bytes) -> Group:
    """The file's one group of keys; raises Unreadable with all forbidden parts, or the first syntax error."""
    text = decode(content)
    walk = _Walk(text)
    try:
        root = walk.document()
    except yaml.YAMLError as error:
        raise Unreadable(*walk.refusals, explain(error, text, walk.quoted)) from None
    if walk.refusals:
        raise Unreadable(*walk.refusals)
    if not isinstance(root, Group):
        sentence = "kế hoạch phải gồm các dòng 'khóa: giá trị'; dòng đầu tiên là 'schema: thidua.plan/1'"
        raise Unreadable((*root.spot, sentence))
    return root


class _Walk:
    """One pass over the events; forbidden parts are noted and the walk goes on, limits end it."""

    def __init__(self, text: str) -> None:
        self.refusals: list[Finding] = []
        self.quoted: Any = None
        self._events = enumerate(yaml.parse(text, Loader=LOADER), start=1)

    def document(self) -> Node:
        """The only document."""
        self._next()
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            raise Unreadable((1, 1, "tệp trống, chưa có kế hoạch nào; hãy chép mẫu bằng: thidua init"))
        if start.version or start.tags:
            self._refuse(start, "chỉ thị % của YAML không được dùng; hãy xóa dòng bắt đầu bằng %")
        root = self._node(self._next(), 1)
        self._next()
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            sentence = "tệp có hai văn bản YAML; mỗi tệp chỉ chứa một kế hoạch, hãy xóa dòng '---' này"
            raise Unreadable(*self.refusals, (*_spot(after), sentence))
        return root

    def _next(self) -> Any:
        count, event = next(self._events)
        if count > MOST_EVENTS:
            raise Unreadable(*self.refusals, (*_spot(event), "tệp quá dài: quá 200.000 phần tử YAML"))
        return event

    def _refuse(self, event: Any, sentence: str) -> None:
        self.refusals.append((*_spot(event), sentence))

    def _node(self, event: Any, level: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            name = shown((event.anchor or "")[:100])
            self._refuse(event, f"tham chiếu '*{name}' không được dùng; hãy ghi lại giá trị")
            return Scalar("", _spot(event))
        if event.anchor:
            self._refuse(event, f"neo '&{shown(event.anchor[:100])}' không được dùng; hãy xóa neo")
        if event.tag:
            self._refuse(event, f"thẻ kiểu '{shown(event.tag[:100])}' không được dùng; hãy xóa thẻ hoặc thêm ngoặc kép")
        if isinstance(event, yaml.ScalarEvent):
            self.quoted = event if event.style in ('"', "'") else self.quoted
            return Scalar(nfc(event.value), _spot(event), not event.style)
        if level > MOST_LEVELS:
            raise Unreadable(*self.refusals, (*_spot(event), f"lồng nhau quá {MOST_LEVELS} cấp"))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := self._next(), yaml.SequenceEndEvent):
                items.append(self._node(item, level + 1))
            return Listing(tuple(items), _spot(event))
        entries = []
        while not isinstance(start := self._next(), yaml.MappingEndEvent):
            key, value = self._node(start, level + 1), self._node(self._next(), level + 1)
            if not isinstance(key, Scalar):
                self._refuse(start, "khóa phải là một từ, ví dụ 'target: …'")
            elif key.plain and key.text == "<<":
                self._refuse(start, "khóa gộp '<<' không được dùng; hãy ghi đầy đủ từng khóa")
            else:
                entries.append((key, value))
        return Group(tuple(entries), _spot(event), bool(event.flow_style))


def _spot(event: Any) -> Spot:
    mark = event.start_mark
    return Spot(mark.line + 1, mark.column + 1)
