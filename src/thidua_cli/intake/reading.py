"""A whole file to proposed figures: finds each table's header, counts what is blank or not filled in, lists faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..errors import Fault, InvalidInput
from ..vietnamese.text import OLD_ENCODING, is_old_encoding, sanitise
from . import columns as col
from .columns import Grid, Head, Line, Missing, Proposed, column_letter, is_blank
from .csv_text import read_csv
from .source import FileKind, Source

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
    if source.kind is FileKind.TEXT and not source.is_named_excel:
        return iter([read_csv(source)])
    from .workbook import read_workbook

    return read_workbook(source)


def _find_head(grid: Grid) -> tuple[Head | None, Iterator[Line], Missing]:
    """The first row that heads a table, the lines after it, and the row that came nearest to being one."""
    nearest = Missing(0, "không thấy dòng tiêu đề (id hoặc chỉ tiêu; giá trị; ngày)")
    above = [grid.name]
    for _, line in zip(range(col.LINES_SEARCHED), grid.lines, strict=False):
        found = col.head_of(line.cells, line.number, grid.name)
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
        cells = line.cells
        if all(map(is_blank, cells)):
            intake.blank += 1
        elif len(cells) != width and (len(cells) < width or not all(map(is_blank, cells[width:]))):
            fault = intake.source.fault(head.place(line.number, col.ID), _ragged(head, cells))
            intake.faults.append((line.number, fault))
        elif (proposed := Proposed(head, line.number, cells)).is_filled() or not is_blank(proposed.get(col.DEED)):
            intake.proposed.append(proposed)
        else:
            intake.unfilled += 1
            if len(intake.partial) < MOST_PARTIAL:
                intake.partial.append(proposed)


def _ragged(head: Head, cells: Sequence[col.Value]) -> str:
    width = len(head.titles)
    sizes = f"có {len(cells)} ô, dòng tiêu đề (dòng {head.line}) có {width} cột"
    if len(cells) < width:
        return f"{sizes}: thiếu ô từ cột {column_letter(len(cells))}"
    extra = next(place for place in range(width, len(cells)) if not is_blank(cells[place]))
    return f"{sizes}: thừa ô ở cột {column_letter(extra)}; chữ hoặc số có dấu tách cột phải đặt trong ngoặc kép"
