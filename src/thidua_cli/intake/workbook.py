"""XLSX and XLSM to lines of cells: exact numbers, days, percentages; formulas without a result and errors are named."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from zipfile import BadZipFile

from ..errors import InvalidInput, MissingLibrary
from ..vietnamese.text import nfc, sanitise
from .source import FileKind, Source
from .values import Broken, Grid, Line, Percent, Value
from .workbook_shape import MOST_ROWS, BadWorkbook, SheetShape, check_archive, check_parts

MOST_DIGITS = 15
MERGED_SHOWN = 10
NO_RESULT = Broken("là công thức chưa có kết quả: mở bằng Excel và lưu lại")
TOO_EXACT = Broken(
    f"có số hơn {MOST_DIGITS} chữ số có nghĩa, bảng tính không giữ đúng được: làm tròn bằng hàm ROUND,"
    " hoặc ghi tử số và mẫu số"
)
NO_VALUE = Broken("không phải chữ, số hay ngày")
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')
_SENTENCES = {
    FileKind.OLD_EXCEL: "tệp Excel đời cũ (.xls): mở bằng Excel và lưu lại dạng .xlsx",
    FileKind.LOCKED_EXCEL: "tệp có đặt mật khẩu: hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại",
    FileKind.TEXT: "tên là tệp Excel nhưng nội dung không phải: nếu là CSV hãy đổi đuôi thành .csv",
}


def read_workbook(source: Source) -> Iterator[Grid]:
    """Every worksheet, in the workbook's order; raises InvalidInput for a file that cannot be opened as one."""
    if source.kind is not FileKind.WORKBOOK:
        raise _refused(source, _SENTENCES[source.kind])
    try:
        names = check_archive(source.content)
        shapes = check_parts(source.content)
    except BadWorkbook as error:
        raise _refused(source, str(error)) from None
    has_macros = any(name.endswith("vbaProject.bin") for name in names)
    return _grids(source, shapes, has_macros)


def _grids(source: Source, shapes: dict[str, SheetShape], has_macros: bool) -> Iterator[Grid]:
    values = _open(source, data_only=True)
    formulas = _open(source, data_only=False) if any(shape.has_formulas for shape in shapes.values()) else None
    for place, sheet in enumerate(values.worksheets):
        shape = shapes.get(_part(sheet), SheetShape())
        rows = _rows(sheet, shape)
        beside = _rows(formulas.worksheets[place], shape) if formulas and shape.has_formulas else None
        remarks = [*_remarks(sheet, shape)]
        if has_macros and place == 0:
            remarks.insert(0, "tệp có macro: không chạy macro nào, chỉ đọc giá trị")
        grid = Grid(nfc(sheet.title), _lines(source, rows, beside), tuple(remarks), frozenset(shape.hidden_columns))
        yield grid


def _open(source: Source, *, data_only: bool) -> Any:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingLibrary(
            "đọc tệp Excel cần thư viện openpyxl chưa được cài",
            "excel",
            otherwise="hoặc lưu tệp dạng CSV UTF-8 rồi nhập",
        ) from None
    try:
        # What openpyxl warns about (styles, validations it drops) is nothing that is read here.
        warnings.filterwarnings("ignore", module="openpyxl")
        return load_workbook(io.BytesIO(source.content), read_only=True, data_only=data_only, keep_links=False)
    except Exception as error:  # a foreign file may break the library anywhere
        raise _unreadable(source, error) from None


def _unreadable(source: Source, error: Exception) -> InvalidInput:
    if isinstance(error, MemoryError | RecursionError):
        raise error
    kind = (
        "tệp bị cắt cụt"
        if isinstance(error, BadZipFile)
        else f"nội dung không đúng dạng .xlsx ({type(error).__name__})"
    )
    return _refused(source, f"{kind}: mở bằng Excel và lưu lại")


def _refused(source: Source, sentence: str) -> InvalidInput:
    return InvalidInput(f"{sanitise(source.name)}: {sentence}")


def _part(sheet: Any) -> str:
    return str(getattr(sheet, "_worksheet_path", "")).lstrip("/")


def _remarks(sheet: Any, shape: SheetShape) -> Iterator[str]:
    if sheet.sheet_state != "visible":
        yield "trang tính đang ẩn, vẫn được đọc"
    if shape.hidden_rows:
        listed = ", ".join(map(str, shape.hidden_rows[:MERGED_SHOWN]))
        more = "…" if len(shape.hidden_rows) > MERGED_SHOWN else ""
        why = " (bảng đang lọc)" if shape.has_filter else ""
        yield f"có đọc cả {len(shape.hidden_rows)} dòng đang ẩn{why}: {listed}{more}"
    if shape.merged:
        listed = ", ".join(shape.merged[:MERGED_SHOWN])
        more = "…" if len(shape.merged) > MERGED_SHOWN else ""
        yield f"có ô gộp, chỉ ô đầu tiên của mỗi vùng có giá trị: {listed}{more}"


def _rows(sheet: Any, shape: SheetShape) -> Iterator[Sequence[Any]]:
    """Rows of cells as wide as the widest one, whatever the sheet says of its own size."""
    sheet.reset_dimensions()
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(max_row=MOST_ROWS, max_col=max(shape.width, 1))
    return rows


def _lines(source: Source, rows: Iterable[Sequence[Any]], beside: Iterable[Sequence[Any]] | None) -> Iterator[Line]:
    try:
        if beside is None:
            for number, row in enumerate(rows, start=1):
                yield Line(number, [_value(cell) for cell in row])
            return
        for number, (row, twins) in enumerate(zip(rows, beside, strict=False), start=1):
            yield Line(number, [_computed(cell, twin) for cell, twin in zip(row, twins, strict=False)])
    except (GeneratorExit, InvalidInput):
        raise
    except Exception as error:
        raise _unreadable(source, error) from None


def _computed(cell: Any, twin: Any) -> Value:
    """A cell's stored result; `twin` is the same cell with its formula."""
    if cell.value is None and twin.data_type == "f":
        return NO_RESULT
    return _value(cell)


def _value(cell: Any) -> Value:
    held = cell.value
    if held is None:
        return ""
    if isinstance(held, str):
        return Broken(f"là lỗi tính toán {held}: sửa công thức rồi lưu lại") if cell.data_type == "e" else nfc(held)
    if isinstance(held, bool):
        return "TRUE" if held else "FALSE"
    if isinstance(held, datetime):
        return held.date() if held.time() == time() else Broken("là ngày có kèm giờ: chỉ ghi ngày")
    if isinstance(held, date):
        return held
    if isinstance(held, int | Decimal) or type(held).__name__ == "float":
        return _number(held, str(cell.number_format))
    return NO_VALUE


def _number(held: Any, shown_as: str) -> Value:
    """The number a person typed: its shortest spelling, which is exact to 15 digits."""
    number = Decimal(repr(held))
    if not number.is_finite():
        return NO_VALUE
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        return TOO_EXACT
    return Percent(number) if _is_percentage(shown_as) else number


@cache
def _is_percentage(shown_as: str) -> bool:
    """A percent sign that scales; in quotes or behind a backslash it is only printed."""
    return "%" in _LITERAL.sub("", shown_as)
