"""A whole file to proposed figures: finds each header, counts what is blank, lists faults; reads CSV."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from string import ascii_lowercase

from ..errors import Fault, InvalidInput
from ..vietnamese.numbers import shown
from ..vietnamese.text import OLD_ENCODING, SAVE_AS, Unreadable, decode, faults, is_old_encoding, nfc, sanitise
from ..vietnamese.wording import LEVEL_SAID
from . import columns as col
from .columns import Flaw, Grid, Head, Line, Proposed, column_letter, head_of, is_blank
from .source import EXCEL_SUFFIXES, FileKind, Source

MOST_PARTIAL = 10_000
MOST_BELOW = 3
"""How far below the titles a row stands that numbers the columns."""
_NUMBER_OF_COLUMN = re.compile(r"\(?(?:([0-9]{1,2})|([A-Za-z]))\)?(?:\s*=.*)?")
UNREAD = Flaw("không đọc ô ở cột không có tiêu đề")


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
    if source.kind in (FileKind.TEXT, FileKind.EMPTY) and not source.name.lower().endswith(EXCEL_SUFFIXES):
        grids = iter([read_csv(source)])
    else:
        from .workbook import read_workbook

        grids = read_workbook(source)
    intake = Intake(source)
    lacking: list[tuple[str, str]] = []
    found = False
    for grid in grids:
        head = _find_head(grid)
        if head.lacking:
            lacking.append((sanitise(grid.name), head.lacking))
        else:
            found = True
            where = f"trang tính '{sanitise(grid.name)}': " if grid.name else ""
            remarks = (*_remarks(intake, grid, head), *_take(intake, head, _below_one_title(intake, grid, head)))
            intake.remarks += [f"{where}{remark}" for remark in remarks]
    if not found:
        faults = tuple(source.fault(*one) for one in lacking) or (source.fault("", "tệp trống"),)
        raise source.refused("không có bảng nào nhập được", "mẫu có sẵn: thidua template --out bieu-mau.xlsx", faults)
    intake.remarks += [f"bỏ qua trang tính '{name}': {what}" for name, what in lacking]
    return intake


def _find_head(grid: Grid) -> Head:
    """The first row that heads a table, else the one that comes nearest to it, with why it does not."""
    nearest = Head(grid.name, 0, {}, (), "không thấy dòng tiêu đề (id hoặc chỉ tiêu; giá trị; ngày)")
    above = [grid.name]
    for line in islice(grid.lines, col.LINES_SEARCHED):
        found = head_of(line.cells, line.number, grid.name)
        if not found.lacking:
            return found._replace(above=tuple(above), flaws=line.flaws)
        for cell in line.cells:
            what = cell.sentence if isinstance(cell, col.Broken) else ""
            if isinstance(cell, str):
                above.append(cell)
                what = OLD_ENCODING if is_old_encoding(cell) else ""
            if OLD_ENCODING in what:
                return found._replace(lacking=f"dòng {line.number}: {what}")
        if len(found.at) > len(nearest.at):
            nearest = found._replace(lacking=f"dòng {line.number}: {found.lacking}")
    return nearest


def _below_one_title(intake: Intake, grid: Grid, head: Head) -> Iterator[Line]:
    """The lines, unless a title is merged over several columns that hold amounts: which is meant cannot be known."""
    amounts = {head.at[key] for key in col.AMOUNTS if key in head.at}
    wide = [(at, last) for top, end, at, last in grid.merged if top <= head.line <= end and at in amounts and last > at]
    held = list(grid.lines) if wide else []
    for at, last in wide:
        beside = range(at + 1, min(last + 1, len(head.titles)))
        if any(place < len(line.cells) and not is_blank(line.cells[place]) for line in held for place in beside):
            columns = ", ".join(column_letter(place) for place in range(at, last + 1))
            sentence = f"tiêu đề '{head.titles[at]}' gộp các cột {columns}: hãy tách thành các cột có tên riêng"
            intake.faults.append((head.line, intake.source.fault(head.place(head.line, at), sentence)))
            return iter(())
    return iter(held) if wide else grid.lines


def _remarks(intake: Intake, grid: Grid, head: Head) -> Iterator[str]:
    yield from grid.remarks
    read = {place for key, place in head.at.items() if key not in (col.ID, col.PLACE)}
    if hidden := [column_letter(place) for place in sorted(grid.hidden & read)]:
        yield f"có đọc cả cột đang ẩn: {', '.join(hidden)}"
    said = next((text for text in head.above if re.search(LEVEL_SAID, text)), "")
    if said and col.LEVEL not in head.at:
        sentence = f"trên bảng ghi '{shown(said)}' mà bảng không có cột Mức: thêm cột Mức, ghi ước tính, sơ bộ"
        fault = intake.source.fault(head.place(head.line, col.LEVEL), f"{sentence} hoặc chính thức ở từng dòng")
        intake.faults.append((head.line, fault))
    # Columns of our own form are nothing to mention.
    known = {*head.at.values(), *(head.titles.index(own) for own in col.FORM_TITLES.values() if own in head.titles)}
    if unknown := [(place, title) for place, title in enumerate(head.titles) if place not in known and title]:
        yield f"không đọc các cột: {', '.join(f'{shown(title)} ({column_letter(place)})' for place, title in unknown)}"


def surplus(cells: Sequence[col.Value], width: int) -> str:
    """What is wrong with a row that says something behind its last column; empty where none does."""
    extra = next((place for place in range(width, len(cells)) if not is_blank(cells[place])), None)
    what = "chữ hoặc số có dấu tách cột phải đặt trong ngoặc kép"
    return "" if extra is None else f"thừa ô ở cột {column_letter(extra)}; {what}"


def _take(intake: Intake, head: Head, lines: Iterator[Line]) -> Iterator[str]:
    """Sort the rows; gives what is to be told of cells, each with the places of the first ten."""
    width, told = len(head.titles), defaultdict[str, list[str]](list)
    for place, flaw in head.flaws:
        if not flaw.columns:
            told[flaw.sentence].append(f"{column_letter(place)}{head.line}")
    keys = dict.fromkeys((at for at, title in enumerate(head.titles) if not title), col.UNTITLED)
    keys |= {place: key for key, place in head.at.items()}
    for line in lines:
        cells, row = line.cells, Proposed(head, line.number, line.cells)
        noted = [(at, flaw) for at, flaw in line.flaws if flaw is col.HIDDEN_ZERO and keys.get(at) in col.AMOUNTS]
        extra = surplus(cells, width)
        if all(map(is_blank, cells)):
            intake.blank += 1
        elif line.number <= head.line + MOST_BELOW and _numbers_columns(cells):
            told["không đọc dòng đánh số cột"].append(str(line.number))
        elif len(cells) < width or extra:
            wrong = f"có {len(cells)} ô, dòng tiêu đề (dòng {head.line}) có {width} cột: "
            wrong += extra or f"thiếu ô từ cột {column_letter(len(cells))}"
            intake.faults.append((line.number, intake.source.fault(head.place(line.number, col.ID), wrong)))
        elif any(not is_blank(row.get(key)) for key in (*col.AMOUNTS, col.DEED)):
            flaws = [*line.flaws, *_untitled(line, keys)]
            here = ((at, flaw) for at, flaw in flaws if keys.get(at) in flaw.columns)
            wrong_here = (one for one in here if not one[1].behind or keys.get(one[0] - 1) in one[1].behind)
            if faulty := next(wrong_here, None):
                fault = intake.source.fault(head.place(line.number, faulty[0]), f"ô {faulty[1].sentence}")
                intake.faults.append((line.number, fault))
                continue
            intake.proposed.append(row)
            noted += [(at, flaw) for at, flaw in flaws if not flaw.columns and flaw is not col.HIDDEN_ZERO]
        else:
            intake.unfilled += 1
            if len(intake.partial) < MOST_PARTIAL:
                intake.partial.append(row)
        for place, flaw in noted:
            told[flaw.sentence].append(f"{column_letter(place)}{line.number}")
    for what, places in told.items():
        yield f"{what}: {', '.join(places[: col.MOST_SHOWN])}{'…' if len(places) > col.MOST_SHOWN else ''}"


def _numbers_columns(cells: Sequence[col.Value]) -> bool:
    """Whether a row only numbers the columns: `A`, `B`, `(1)`, `(2) = (1)/(3)`; one with a figure has a day."""
    said = [_NUMBER_OF_COLUMN.fullmatch(str(cell).strip()) for cell in cells if not is_blank(cell)]
    numbers, letters = [int(one[1]) for one in said if one and one[1]], [one[2] for one in said if one and one[2]]
    in_order = ascii_lowercase.startswith("".join(letters).lower())
    return all(said) and in_order and len(numbers) > 1 and numbers == [*range(numbers[0], numbers[0] + len(numbers))]


def _untitled(line: Line, keys: Mapping[int, str]) -> Iterator[tuple[int, Flaw]]:
    """What columns without a title hold: words beside an amount may be its unit or its level, all else is told."""
    for place, key in keys.items():
        said = line.cells[place]
        if key != col.UNTITLED or is_blank(said):
            continue
        is_beside = {keys.get(place - 1), keys.get(place + 1)} & {*col.AMOUNTS}
        if isinstance(said, str) and any(map(str.isalpha, said)) and (is_beside or re.search(LEVEL_SAID, said)):
            advice = "đặt tên cột (ĐVT, Mức hoặc Ghi chú), hoặc xóa chữ ấy"
            yield place, Flaw(f"ghi '{shown(said)}' mà cột không có tiêu đề: {advice}", (col.UNTITLED,))
        else:
            yield place, UNREAD


SEPARATORS = {";": "dấu chấm phẩy (;)", ",": "dấu phẩy (,)", "\t": "dấu TAB"}
LONGEST_FIELD = 131_072


def named_columns(row: list[str]) -> int:
    """How near a row comes to heading a table of figures; one that does is far above all others."""
    found = head_of(row, 0, "")
    return len(found.at) if found.lacking else 100 + len(found.at)


def read_csv(source: Source, named: Callable[[list[str]], int] = named_columns) -> Grid:
    """The lines of a CSV file; raises InvalidInput for what is not clean text, or (while reading) for bad quoting.

    The separator is the one under which a row is nearest to a header, as `named` tells.
    """
    try:
        text = nfc(decode(source.content)).replace("\r\n", "\n")
    except Unreadable as error:
        told = faults(source.name, error.found)
        hint = "trong Excel: Lưu thành → loại tệp CSV UTF-8 (Comma delimited)" if SAVE_AS in told[0].sentence else ""
        raise InvalidInput("tệp có chỗ không đọc được; chưa ghi gì", hint=hint, faults=told) from None
    if (at := text.find("\r")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise _refused(source, line, f"có ký tự xuống dòng lẻ (CR); {SAVE_AS}, xuống dòng kiểu Windows hoặc Unix")
    declared = re.match(r"(?i)sep=(.)(?:\n|\Z)", text)
    body = text[declared.end() :] if declared else text
    separator = declared.group(1) if declared else max(SEPARATORS, key=lambda one: _best(body, one, named))
    remark = f"các cột tách bằng {SEPARATORS.get(separator, repr(separator))}"
    return Grid("", _lines(source, body, separator, 2 if declared else 1), (remark,))


def _best(body: str, separator: str, named: Callable[[list[str]], int]) -> int:
    best, start = 0, islice(io.StringIO(body, newline=""), col.LINES_SEARCHED)
    with suppress(csv.Error):
        for row in csv.reader(start, delimiter=separator):
            best = max(best, named(row[: col.MOST_COLUMNS]))
    return best


def _lines(source: Source, body: str, separator: str, line: int) -> Iterator[Line]:
    """Each record with the number of the line it begins on; the first begins on `line`."""
    csv.field_size_limit(LONGEST_FIELD)
    if separator in '"\r\n':
        raise _refused(source, 1, "dòng sep= không dùng được: hãy ghi sep=;")
    reader, begun = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True), 0
    try:
        for row in reader:
            if len(row) > col.MOST_COLUMNS:
                sentence = f"có hơn {col.MOST_COLUMNS} cột: chép riêng bảng cần nhập sang tệp mới"
                raise _refused(source, begun + line, sentence)
            yield Line(begun + line, row, flaws=[*_split(row)] if separator == "," else ())
            begun = reader.line_num
    except csv.Error as error:
        sentence = "có ô dài hơn 131.072 ký tự: hãy rút ngắn"
        if "field limit" not in str(error):
            line += _opening_quote("".join(islice(io.StringIO(body, newline=""), begun, None)), separator)
            sentence = 'dấu ngoặc kép (") mở ở dòng này không được đóng đúng: thêm " hoặc bỏ đi'
        raise _refused(source, begun + line, sentence) from None


def _split(row: list[str]) -> Iterator[tuple[int, Flaw]]:
    """Digits behind a whole number, where a text belongs: a decimal comma that was taken for a separator."""
    for place in range(1, len(row)):
        whole, rest = row[place - 1].strip(), row[place].strip()
        if rest.isdecimal() and re.fullmatch(r"[-\u2212]?[0-9.]+", whole):
            advice = f'đặt số trong ngoặc kép ("{shown(whole)},{shown(rest)}"), hoặc tách cột bằng dấu chấm phẩy (;)'
            odd = f"ghi '{shown(rest)}' ngay sau số {shown(whole)}, có thể dấu phẩy thập phân đã tách cột"
            yield place, Flaw(f"{odd}: {advice}", (col.NOTE, col.SOURCE, col.UNTITLED), behind=col.AMOUNTS)


def _opening_quote(record: str, separator: str) -> int:
    """How many lines below its begin the badly closed quote of a record was opened: behind the last whole field."""
    other, end = f"[^{re.escape(separator)}\\n]", f"(?:{re.escape(separator)}|\\n)"
    field = re.compile(f'(?:"(?:[^"]|"")*+"|(?!"){other}*){end}')
    place = 0
    while match := field.match(record, place):
        place = match.end()
    return record.count("\n", 0, place)


def _refused(source: Source, line: int, sentence: str) -> InvalidInput:
    return InvalidInput("tệp có chỗ không đọc được; chưa ghi gì", faults=(source.fault(str(line), sentence),))
