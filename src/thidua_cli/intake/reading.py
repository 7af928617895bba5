"""A whole file to proposed figures: finds each header, counts what is blank, lists faults; reads CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice

from ..errors import Fault, InvalidInput
from ..vietnamese.text import OLD_ENCODING, SAVE_AS, Undecodable, decode, is_old_encoding, nfc, sanitise
from . import columns as col
from .columns import LINES_SEARCHED, MOST_COLUMNS, Grid, Head, Line, Missing, Proposed, column_letter, head_of, is_blank
from .source import EXCEL_SUFFIXES, FileKind, Source

MOST_PARTIAL = 10_000
TEMPLATE = "mẫu có sẵn: thidua template --out bieu-mau.xlsx"


@dataclass(slots=True)
class Intake:
    """What a file proposes, what is wrong with its shape (by line), and what a person should know about it."""

    source: Source
    proposed: list[Proposed] = field(default_factory=list)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    blank: int = 0
    unfilled: int = 0
    partial: list[Proposed] = field(default_factory=list)
    """Rows without an amount, of those not filled in, in which something may have been written all the same."""


def read_intake(source: Source) -> Intake:
    """Read a file, whatever its kind; raises InvalidInput when it is no table that can be read."""
    intake = Intake(source)
    lacking: list[tuple[Grid, Missing]] = []
    found = False
    for grid in _grids(source):
        head, rest, nearest = _find_head(grid)
        if head is None:
            lacking.append((grid, nearest))
            continue
        found = True
        _remark_on(intake, grid, head)
        _take(intake, head, _below_one_title(intake, grid, head, rest))
    if not found:
        raise _no_header(source, lacking)
    intake.remarks += [f"bỏ qua trang tính '{sanitise(grid.name)}': {missing.sentence}" for grid, missing in lacking]
    return intake


def _grids(source: Source) -> Iterator[Grid]:
    if source.kind is FileKind.TEXT and not source.name.lower().endswith(EXCEL_SUFFIXES):
        return iter([read_csv(source)])
    from .workbook import read_workbook

    return read_workbook(source)


def _find_head(grid: Grid) -> tuple[Head | None, Iterator[Line], Missing]:
    """The first row that heads a table, the lines after it, and the row that came nearest to being one."""
    nearest = Missing(0, "không thấy dòng tiêu đề (id hoặc chỉ tiêu; giá trị; ngày)")
    above = [grid.name]
    for _, line in zip(range(LINES_SEARCHED), grid.lines, strict=False):
        found = head_of(line.cells, line.number, grid.name)
        if isinstance(found, Head):
            return replace(found, above=tuple(above)), grid.lines, nearest
        above += [cell for cell in line.cells if isinstance(cell, str)]
        if garbled := next((cell for cell in line.cells if _is_garbled(cell)), None):
            what = garbled.sentence if isinstance(garbled, col.Broken) else OLD_ENCODING
            return None, iter(()), Missing(0, f"dòng {line.number}: {what}")
        if found.named > nearest.named:
            at = f"dòng {line.number}"
            nearest = Missing(found.named, f"{at}: {found.sentence}")
    return None, iter(()), nearest


def _is_garbled(cell: col.Value) -> bool:
    if isinstance(cell, col.Broken):
        return OLD_ENCODING in cell.sentence
    return isinstance(cell, str) and is_old_encoding(cell)


def _below_one_title(intake: Intake, grid: Grid, head: Head, lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, unless a title is merged over several columns that hold amounts: which is meant cannot be known."""
    wide = [
        (key, at, last)
        for top, bottom, at, last in grid.merged
        if top <= head.line <= bottom and last > at
        for key in col.AMOUNTS
        if head.at.get(key) == at
    ]
    if not wide:
        return lines
    held = list(lines)
    for key, at, last in wide:
        beside = range(at + 1, min(last + 1, len(head.titles)))
        if any(place < len(line.cells) and not is_blank(line.cells[place]) for line in held for place in beside):
            columns = ", ".join(column_letter(place) for place in range(at, last + 1))
            sentence = f"tiêu đề '{head.titles[at]}' gộp các cột {columns}: hãy tách thành các cột có tên riêng"
            intake.faults.append((head.line, intake.source.fault(head.place(head.line, key), sentence)))
            return iter(())
    return iter(held)


def _no_header(source: Source, lacking: list[tuple[Grid, Missing]]) -> InvalidInput:
    faults = tuple(source.fault(sanitise(grid.name), missing.sentence) for grid, missing in lacking)
    sentence = f"{sanitise(source.name)}: không có bảng nào nhập được"
    return InvalidInput(sentence, hint=TEMPLATE, faults=faults or (source.fault("", "tệp trống"),))


def _remark_on(intake: Intake, grid: Grid, head: Head) -> None:
    where = f"trang tính '{sanitise(grid.name)}': " if grid.name else ""
    read = {place for key, place in head.at.items() if key not in (col.ID, col.PLACE)}
    hidden = [column_letter(place) for place in sorted(grid.hidden & read)]
    intake.remarks += [f"{where}{remark}" for remark in grid.remarks]
    if hidden:
        intake.remarks.append(f"{where}có đọc cả cột đang ẩn: {', '.join(hidden)}")
    if head.unknown:
        intake.remarks.append(f"{where}không đọc các cột: {', '.join(head.unknown)}")


def _take(intake: Intake, head: Head, lines: Iterator[Line]) -> None:
    width = len(head.titles)
    for line in lines:
        cells, row = line.cells, Proposed(head, line.number, line.cells)
        if all(map(is_blank, cells)):
            intake.blank += 1
        elif len(cells) != width and (len(cells) < width or not all(map(is_blank, cells[width:]))):
            fault = intake.source.fault(head.place(line.number, col.ID), _ragged(head, cells))
            intake.faults.append((line.number, fault))
        elif any(not is_blank(row.get(key)) for key in (*col.AMOUNTS, col.DEED)):
            intake.proposed.append(row)
        else:
            intake.unfilled += 1
            if len(intake.partial) < MOST_PARTIAL:
                intake.partial.append(row)


def _ragged(head: Head, cells: Sequence[col.Value]) -> str:
    width = len(head.titles)
    sizes = f"có {len(cells)} ô, dòng tiêu đề (dòng {head.line}) có {width} cột"
    if len(cells) < width:
        return f"{sizes}: thiếu ô từ cột {column_letter(len(cells))}"
    extra = next(place for place in range(width, len(cells)) if not is_blank(cells[place]))
    return f"{sizes}: thừa ô ở cột {column_letter(extra)}; chữ hoặc số có dấu tách cột phải đặt trong ngoặc kép"


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
