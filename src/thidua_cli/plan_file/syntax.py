"""YAML syntax errors in Vietnamese: where, why, what to type, and the line itself."""

from __future__ import annotations

import re
from typing import Any

from ..vietnamese.numbers import shown
from .meanings import MEANINGS
from .nodes import MOST_LEVELS, Finding, Spot
from .quotes import unclosed

_QUOTE = "hãy để giá trị trong ngoặc kép"
_NO_SPACE = re.compile(r"\s*(?:- )?([A-Za-z_]+):(?=[^\s/:])")
_BARE_GREATER = re.compile(r"""[:,-]\s*(>=?\s*[^"'#|]*?[0-9][^"'#]*?)\s*$""")
_TAB = re.compile(r"[ -]*\t")
_AFTER_QUOTE = re.compile(r"""(?:[A-Za-z_]+: +|- +)(?:"[^"]*"|'[^']*')[ \t]*([^\s#,:}\]])""")
_LONGEST_LINE = 300
# Here the place to look at is where it was opened, not where the parser gave up.
_OPENED = r"unexpected end of stream|expected ',' or|expected ':'.*simple key"
_ASTRAY = r"mapping values are not allowed"
_KEYS = frozenset(key for group in MEANINGS.values() for key in group if key)
_NO_COLON = re.compile(r"\s*(?:- +)?(?P<key>[a-z_]+)(?: +(?P<value>[^:]*))?\s*")
_NO_CLOSING = 'thiếu dấu ngoặc kép đóng; hãy thêm " ở cuối giá trị'
_CAUSES = (
    # libyaml 0.2.6 and later counts brackets itself, before our walk sees them.
    (r"nesting depth", f"lồng nhau quá {MOST_LEVELS} cấp"),
    (r"found unexpected end of stream", "ngoặc kép hoặc ngoặc đơn mở mà chưa đóng; hãy thêm ngoặc đóng"),
    (
        r"unknown escape|escape sequence|hexdecimal|hexadecimal|escape code|UTF-8",
        "dấu \\ trong ngoặc kép không hợp lệ; hãy dùng ngoặc đơn '…' hoặc gõ thẳng ký tự",
    ),
    (
        r"mapping values are not allowed",
        f"dấu hai chấm không đúng chỗ; nếu nó thuộc giá trị, {_QUOTE}, nếu không hãy kiểm tra thụt đầu dòng",
    ),
    (r"cannot start any token", f"ký tự này không được đứng đầu giá trị; {_QUOTE}"),
    (
        r"comment or line break|chomping or indentation|block scalar",
        f'dấu > hoặc | đứng đầu giá trị; {_QUOTE}, ví dụ ">= 95"',
    ),
    (
        r"directive|incompatible YAML|document start",
        "chỉ thị % hoặc dấu '---' không được dùng ở đây; hãy xóa dòng đó hoặc để giá trị trong ngoặc kép",
    ),
    (r"unexpected document indicator", "gặp '---' khi ngoặc kép chưa đóng; hãy thêm ngoặc đóng"),
    (r"expected ',' or '\]'", "danh sách [ ] chưa đóng hoặc thiếu dấu phẩy; hãy kiểm tra dấu ]"),
    (r"expected ',' or '\}'", "nhóm { } chưa đóng hoặc thiếu dấu phẩy; hãy kiểm tra dấu }"),
    (r"expected node content", "thiếu giá trị ở đây; hãy ghi giá trị hoặc bỏ dấu phẩy, dấu ngoặc thừa"),
    (r"expected ':'", "thiếu dấu hai chấm sau khóa; hãy viết 'khóa: giá trị'"),
    (r"block sequence entries", "dấu '-' không đúng chỗ; hãy kiểm tra thụt đầu dòng"),
    (
        r"expected '-' indicator|block mapping|block end|expected key|block collection",
        "dòng này thụt đầu dòng không khớp các dòng cùng nhóm; hãy cho các khóa thẳng cột, dùng dấu cách",
    ),
    (r"tag|anchor|alias", f"dấu !, & hoặc * đứng đầu giá trị; {_QUOTE}"),
    (r"special characters|not allowed", "ký tự điều khiển trong tệp; hãy xóa ký tự đó"),
)


def explain(error: Any, text: str) -> Finding:
    """The first syntax error of a text, at the line that causes it rather than where the parser noticed."""
    lines = re.split("\r\n|\n|\r", text)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = " ".join(str(getattr(error, part, None) or "") for part in ("problem", "context"))
    if re.search(_OPENED, problem):
        mark = getattr(error, "context_mark", None) or mark
    spot = _spot_within(mark, lines)
    if opening := unclosed(lines, spot.line):
        return Finding(opening, _quoted(_NO_CLOSING, lines, opening))
    found = _known_slip(lines, spot) or _without_colon(problem, lines, spot)
    return found or Finding(spot, _quoted(_cause(problem), lines, spot))


def _spot_within(mark: Any, lines: list[str]) -> Spot:
    if mark is None:
        return Spot(1, 1)
    line = min(mark.line + 1, len(lines))
    if line == mark.line + 1 and (lines[line - 1].strip() or mark.column):
        return Spot(line, mark.column + 1)
    while line > 1 and not lines[line - 1].strip():
        line -= 1
    return Spot(line, len(lines[line - 1].rstrip()) + 1)


def _known_slip(lines: list[str], spot: Spot) -> Finding | None:
    """The everyday slips, looked for in the line of the error and the one before it."""
    for line in (spot.line, spot.line - 1):
        content = lines[line - 1][:_LONGEST_LINE] if line >= 1 else ""
        slip = _slip_in_any_line(content) or (_slip_in_its_line(content) if line == spot.line else None)
        if slip is not None:
            column, sentence = slip
            return Finding(Spot(line, column), _quoted(sentence, lines, Spot(line, column)))
    return None


def _without_colon(problem: str, lines: list[str], spot: Spot) -> Finding | None:
    """A key of the plan without its colon: in the line of the error, or in the one that it was joined to."""
    line = spot.line
    if re.search(_ASTRAY, problem):
        line -= 1
        while line > 1 and (not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
            line -= 1
    match = _NO_COLON.fullmatch(lines[line - 1][:_LONGEST_LINE]) if line >= 1 else None
    if match is None or match["key"] not in _KEYS:
        return None
    place = Spot(line, match.start("key") + 1)
    value = shown((match["value"] or "").strip(), 40)
    wanted = f"{match['key']}: {_as_typed(value)}".strip()
    return Finding(place, _quoted(f"{match['key']}: thiếu dấu hai chấm sau khóa; hãy viết '{wanted}'", lines, place))


def _as_typed(value: str) -> str:
    return f'"{value}"' if value[:1] in tuple("%@`>|&*!") else value


def _slip_in_any_line(content: str) -> tuple[int, str] | None:
    if match := _TAB.match(content):
        return match.end(), "thụt đầu dòng bằng phím Tab; hãy dùng dấu cách"
    if match := _NO_SPACE.match(content):
        key = match.group(1)
        return match.end(), f"{key}: thiếu dấu cách sau dấu hai chấm; hãy viết '{key}: …'"
    return None


def _slip_in_its_line(content: str) -> tuple[int, str] | None:
    if match := _BARE_GREATER.search(content):
        value = shown(match.group(1))
        return match.start(1) + 1, f'giá trị bắt đầu bằng dấu > phải để trong ngoặc kép; hãy viết "{value}"'
    if match := _AFTER_QUOTE.search(content):
        return match.start(1) + 1, "có chữ sau ngoặc đóng; hãy để cả giá trị trong một cặp ngoặc"
    return None


def _cause(problem: str) -> str:
    for pattern, sentence in _CAUSES:
        if re.search(pattern, problem):
            return sentence
    return "không đúng cú pháp YAML; hãy kiểm tra ngoặc kép và thụt đầu dòng"


def _quoted(sentence: str, lines: list[str], spot: Spot) -> str:
    content = shown(lines[spot.line - 1].strip()[:_LONGEST_LINE], 60)
    return f"{sentence} (dòng: {content})" if content else sentence
