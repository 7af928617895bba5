"""CSV: UTF-8 text with `;`, `,` or TAB between fields, known by the header's names; a bad quote has its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice

from ..errors import Fault, InvalidInput
from ..vietnamese.text import SAVE_AS, Undecodable, decode, nfc
from .columns import LINES_SEARCHED, MOST_COLUMNS, Grid, Head, Line, head_of
from .source import Source

SEPARATORS = {";": "dấu chấm phẩy (;)", ",": "dấu phẩy (,)", "\t": "dấu TAB"}
LONGEST_FIELD = 131_072
EXCEL_ADVICE = "trong Excel: Lưu thành → loại tệp CSV UTF-8 (Comma delimited)"
_SEP_LINE = re.compile(r"sep=(.)\r?(?:\n|\Z)", re.IGNORECASE)
_BARE_RETURN = re.compile(r"\r(?!\n)")


def named_columns(row: list[str]) -> int:
    """How near a row comes to heading a table of figures; one that does is far above all others."""
    found = head_of(row, 0, "")
    return 100 + len(found.at) if isinstance(found, Head) else found.named


def read_csv(source: Source, named: Callable[[list[str]], int] = named_columns) -> Grid:
    """The lines of a CSV file; raises InvalidInput for what is not clean text, or (while reading) for bad quoting.

    The separator is the one under which a row is nearest to a header, as `named` tells.
    """
    text = _text(source)
    declared = _SEP_LINE.match(text)
    first_line = 2 if declared else 1
    body = text[declared.end() :] if declared else text
    separator = declared.group(1) if declared else max(SEPARATORS, key=lambda one: _best(body, one, named))
    remark = f"các cột tách bằng {SEPARATORS.get(separator, repr(separator))}"
    return Grid("", _lines(source, body, separator, first_line), (remark,))


def _text(source: Source) -> str:
    try:
        text = nfc(decode(source.content))
    except Undecodable as error:
        faults = tuple(source.fault(f"{line}:{column}", sentence) for line, column, sentence in error.found)
        hint = EXCEL_ADVICE if SAVE_AS in faults[0].sentence else ""
        raise InvalidInput("tệp có chỗ không đọc được; chưa ghi gì", hint=hint, faults=faults) from None
    if match := _BARE_RETURN.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise _refused(source, line, f"có ký tự xuống dòng lẻ (CR); {SAVE_AS}, xuống dòng kiểu Windows hoặc Unix")
    return text


def _best(body: str, separator: str, named: Callable[[list[str]], int]) -> int:
    start = "".join(islice(io.StringIO(body, newline=""), LINES_SEARCHED))
    best = 0
    with suppress(csv.Error):
        for row in csv.reader(io.StringIO(start, newline=""), delimiter=separator):
            best = max(best, named(row[:MOST_COLUMNS]))
    return best


def _lines(source: Source, body: str, separator: str, first_line: int) -> Iterator[Line]:
    """Each record with the number of the line it begins on."""
    csv.field_size_limit(LONGEST_FIELD)
    if separator in '"\r\n':
        raise _refused(source, 1, "dòng sep= không dùng được: hãy ghi sep=;")
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    while True:
        begun = reader.line_num
        try:
            if len(row := next(reader)) > MOST_COLUMNS:
                raise _refused(
                    source, begun + first_line, f"có hơn {MOST_COLUMNS} cột: chép riêng bảng cần nhập sang tệp mới"
                )
            yield Line(begun + first_line, row)
        except StopIteration:
            return
        except csv.Error as error:
            raise _badly_quoted(source, body, separator, begun, first_line, str(error)) from None


def _badly_quoted(source: Source, body: str, separator: str, begun: int, first_line: int, what: str) -> InvalidInput:
    if "field limit" in what:
        return _refused(source, begun + first_line, "có ô dài hơn 131.072 ký tự: hãy rút ngắn")
    record = "".join(islice(io.StringIO(body, newline=""), begun, None))
    line = begun + first_line + _opening_quote(record, separator)
    return _refused(source, line, 'dấu ngoặc kép (") mở ở dòng này không được đóng đúng: thêm " hoặc bỏ đi')


def _opening_quote(record: str, separator: str) -> int:
    """How many lines below its begin the badly closed quote of a record was opened: behind the last whole field."""
    other, end = f"[^{re.escape(separator)}\\r\\n]", f"(?:{re.escape(separator)}|\\r?\\n)"
    field = re.compile(f'(?:"(?:[^"]|"")*+"|(?!"){other}*){end}')
    place = 0
    while match := field.match(record, place):
        place = match.end()
    return record.count("\n", 0, place)


def _refused(source: Source, line: int, sentence: str) -> InvalidInput:
    fault: Fault = source.fault(str(line), sentence)
    return InvalidInput("tệp có chỗ không đọc được; chưa ghi gì", faults=(fault,))
