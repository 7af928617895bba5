"""XLSX and XLSM to lines of cells: exact numbers, days, percentages; formulas without a result and errors are named."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile

from ..disk import is_bomb
from ..errors import InvalidInput, brought_by, command
from ..vietnamese.text import OLD_ENCODING, nfc, sanitise
from .columns import MOST_COLUMNS, Broken, Grid, Line, Styled, Value, is_title
from .source import FileKind, Source

MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
MOST_MEMBERS = 2_000
MOST_ELEMENTS, MOST_TEXTS = 50_000, 1_000_000
MOST_ROWS = 200_000
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK_PART = "xl/workbook.xml"
NOT_EXCEL = "không phải sổ tính Excel (.xlsx); nếu là tệp .ods, .xlsb hay .docx: mở ra và lưu lại dạng .xlsx"
_CHUNK = 256 * 1024


class BadWorkbook(Exception):
    """A file that will not be opened as a workbook, and why, in a sentence."""


@dataclass(slots=True)
class SheetShape:
    """What a person does not see at once in a sheet: merged and hidden cells, and whether it has formulas."""

    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    has_formulas: bool = False
    has_filter: bool = False
    width: int = 0


def check_archive(
    content: bytes, part: str = WORKBOOK_PART, foreign: str = NOT_EXCEL, program: str = "Excel"
) -> tuple[str, ...]:
    """The names of the archive's members; raises BadWorkbook for what is damaged, foreign or a zip bomb.

    `part` makes it a file of `program`; without it the sentence is `foreign`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        raise BadWorkbook(f"tệp bị cắt cụt hoặc hỏng: hãy chép lại hoặc mở bằng {program} và lưu lại") from None
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if is_bomb(members, MOST_UNPACKED, MOST_MEMBERS, MOST_RATIO):
        raise BadWorkbook(
            f"tệp nén bung ra quá lớn ({unpacked // (1024 * 1024)} MB, gấp {unpacked // packed} lần): không mở, vì"
            " có thể là tệp độc hại; hãy chép riêng bảng cần nhập sang một tệp mới"
        )
    if any(member.flag_bits & 1 for member in members):
        raise BadWorkbook(f"tệp có đặt mật khẩu: hãy mở bằng {program}, bỏ mật khẩu rồi lưu lại")
    names = tuple(member.filename for member in members)
    if CONTENT_TYPES not in names or part not in names:
        raise BadWorkbook(foreign)
    return names


def check_parts(content: bytes) -> dict[str, SheetShape]:
    """The shape of every sheet by its part's name; raises BadWorkbook for a DTD, a far cell, or XML that is broken."""
    shapes: dict[str, SheetShape] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                parser = ParserCreate(namespace_separator=" ")
                look = _Look(parser, member.filename)
                parser.StartElementHandler = look.root
                stream_part(archive, member.filename, parser)
                if look.is_sheet:
                    shapes[member.filename] = look.shape
    return shapes


def stream_part(archive: zipfile.ZipFile, name: str, parser: Any, program: str = "Excel") -> None:
    """Feed one XML part of an archive to a parser; raises BadWorkbook for a DTD and for what is broken."""
    parser.StartDoctypeDeclHandler = _refuse_dtd
    try:
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise BadWorkbook(f"phần {name} bên trong tệp bị hỏng: mở bằng {program} và lưu lại") from None


def _refuse_dtd(*_: Any) -> None:
    raise BadWorkbook("tệp có khai báo DTD, tệp thật không có: không mở, vì có thể là tệp độc hại")


class _Look:
    """Follows the elements of one part; whatever prefix Excel's own elements carry."""

    def __init__(self, parser: Any, part: str) -> None:
        self.parser, self.part = parser, part
        self.count = 0
        self.is_sheet = False
        self.shape = SheetShape()
        self.row = self.column = 0
        self.widest = ""

    def root(self, element: str, _: dict[str, str]) -> None:
        """The first element says what the part is; only sheets are followed further."""
        self.is_sheet = element.rpartition(" ")[2] == "worksheet"
        self.parser.StartElementHandler = self.start if self.is_sheet else self.other

    def other(self, *_: Any) -> None:
        """An element of a part that becomes objects in memory, each many times its size in the file."""
        self.count += 1
        most = MOST_TEXTS if self.part.endswith("sharedStrings.xml") else MOST_ELEMENTS
        if self.count > most:
            raise BadWorkbook(
                f"phần {self.part} có hơn {most} mục (kiểu dáng, tên, chữ): không mở, vì có thể là tệp độc hại;"
                " hãy chép riêng bảng cần nhập sang một tệp mới"
            )

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """An element inside a sheet."""
        kind = element.rpartition(" ")[2]
        if kind == "c":
            self._cell(attributes.get("r", ""))
        elif kind == "f":
            self.shape.has_formulas = True
        elif kind == "row":
            self._row(attributes)
        elif kind == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = _shape_number(attributes.get("min")), _shape_number(attributes.get("max"))
            self.shape.hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
        elif kind == "mergeCell" and len(self.shape.merged) < MOST_COLUMNS:
            self.shape.merged.append(attributes.get("ref", ""))
        elif kind == "autoFilter":
            self.shape.has_filter = True

    def _row(self, attributes: dict[str, str]) -> None:
        number = _shape_number(attributes.get("r")) or self.row + 1
        if number <= self.row:
            raise BadWorkbook(f"bảng tính có dòng {number} không theo thứ tự: mở bằng Excel và lưu lại")
        if number > MOST_ROWS:
            raise _far(f"dòng {number}")
        self.row, self.column = number, 0
        if attributes.get("hidden") in ("1", "true"):
            self.shape.hidden_rows.append(number)

    def _cell(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        if letters and letters == self.widest:
            self.column = self.shape.width
            return
        self.column = _column(letters) if letters else self.column + 1
        if self.column > MOST_COLUMNS:
            raise _far(f"ô {reference or f'thứ {self.column} của dòng {self.row}'}")
        if self.column > self.shape.width:
            self.shape.width, self.widest = self.column, letters


def _far(where: str) -> BadWorkbook:
    return BadWorkbook(
        f"bảng tính có {where} nằm quá xa (tối đa {MOST_ROWS} dòng, {MOST_COLUMNS} cột): hãy xóa hẳn các dòng,"
        " cột trống ở xa rồi lưu lại"
    )


@cache
def _column(letters: str) -> int:
    """1 for A; more than any limit for what is no column."""
    if not (letters.isascii() and letters.isalpha()) or len(letters) > 3:
        return MOST_COLUMNS + 1
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _shape_number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


MOST_DIGITS = 15
MERGED_SHOWN = 10
_AREA = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7}):([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
NO_RESULT = Broken("là công thức chưa có kết quả: mở bằng Excel và lưu lại")
TOO_EXACT = Broken(
    f"có số hơn {MOST_DIGITS} chữ số có nghĩa, bảng tính không giữ đúng được: làm tròn bằng hàm ROUND,"
    " hoặc ghi tử số và mẫu số"
)
NO_VALUE = Broken("không phải chữ, số hay ngày")
OLD_FONT = re.compile(r"\.Vn|VNI-", re.IGNORECASE)
_FRACTION = re.compile(r"[?#0] */ *[?#0-9]")
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
_WORDS = re.compile(r'"([^"]*)"|\\(.)')
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')
_SENTENCES = {
    FileKind.OLD_EXCEL: "tệp Excel đời cũ (.xls): mở bằng Excel và lưu lại dạng .xlsx",
    FileKind.LOCKED_EXCEL: "tệp có đặt mật khẩu: hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại",
    FileKind.TEXT: "tên là tệp Excel nhưng nội dung không phải: nếu là CSV hãy đổi đuôi thành .csv",
    FileKind.LEDGER: "là một sổ số liệu, không phải bảng; khôi phục sổ từ tệp này: {}",
    FileKind.PDF: "là tệp PDF, không phải bảng: xin nơi gửi tệp Excel, hoặc chép số vào biểu mẫu",
    FileKind.WEB_PAGE: "là trang web lưu tên bảng tính: mở bằng Excel, lưu lại dạng .xlsx rồi nhập tệp đó",
}


def read_workbook(source: Source) -> Iterator[Grid]:
    """Every worksheet, in the workbook's order; raises InvalidInput for a file that cannot be opened as one."""
    if source.kind is not FileKind.WORKBOOK:
        raise _refused(source, _SENTENCES[source.kind].format(command("thidua", "restore", source.name)))
    try:
        names = check_archive(source.content)
        shapes = check_parts(source.content)
    except BadWorkbook as error:
        raise _refused(source, str(error)) from None
    has_macros = any(name.endswith("vbaProject.bin") for name in names)
    values = _open(source, data_only=True)
    formulas = _open(source, data_only=False) if any(shape.has_formulas for shape in shapes.values()) else None
    for place, sheet in enumerate(values.worksheets):
        shape = shapes.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), SheetShape())
        rows = _rows(sheet, shape)
        beside = _rows(formulas.worksheets[place], shape) if formulas and shape.has_formulas else None
        remarks = [*_remarks(sheet, shape)]
        if has_macros and place == 0:
            remarks.insert(0, "tệp có macro: không chạy macro nào, chỉ đọc giá trị")
        hidden, merged = frozenset(shape.hidden_columns), tuple(_merged(shape))
        yield Grid(nfc(sheet.title), _lines(source, rows, beside), tuple(remarks), hidden, merged)


def _merged(shape: SheetShape) -> Iterator[tuple[int, int, int, int]]:
    """The merged areas: first and last row, first and last column (from 0)."""
    for area in shape.merged:
        if match := _AREA.fullmatch(area):
            first, top, last, bottom = match.groups()
            yield int(top), int(bottom), _column(first) - 1, _column(last) - 1


def _open(source: Source, *, data_only: bool) -> Any:
    with brought_by("excel", "openpyxl", "đọc tệp Excel", "hoặc lưu tệp dạng CSV UTF-8 rồi nhập"):
        from openpyxl import load_workbook
    try:
        # What openpyxl warns about (styles, validations it drops) is nothing that is read here.
        warnings.filterwarnings("ignore", module="openpyxl")
        return load_workbook(io.BytesIO(source.content), read_only=True, data_only=data_only, keep_links=False)
    except Exception as error:  # a foreign file may break the library anywhere
        raise _unreadable(source, error) from None


def _unreadable(source: Source, error: Exception) -> InvalidInput:
    if isinstance(error, MemoryError | RecursionError):
        raise error
    is_cut = isinstance(error, BadZipFile)
    kind = "tệp bị cắt cụt" if is_cut else f"nội dung không đúng dạng .xlsx ({type(error).__name__})"
    return _refused(source, f"{kind}: mở bằng Excel và lưu lại")


def _refused(source: Source, sentence: str) -> InvalidInput:
    return InvalidInput(f"{sanitise(source.name)}: {sentence}")


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
    yield from sheet.iter_rows(max_row=MOST_ROWS, max_col=max(shape.width, 1))


def _lines(source: Source, rows: Iterable[Sequence[Any]], beside: Iterator[Sequence[Any]] | None) -> Iterator[Line]:
    """The values; `beside` are the same cells with their formulas."""
    try:
        for number, row in enumerate(rows, start=1):
            twins = row if beside is None else next(beside, row)
            pairs = zip(row, twins, strict=False)
            yield Line(number, [_value(cell, lacks=twin.data_type == "f") for cell, twin in pairs])
    except (GeneratorExit, InvalidInput):
        raise
    except Exception as error:
        raise _unreadable(source, error) from None


def _value(cell: Any, *, lacks: bool) -> Value:
    """What a cell holds; `lacks`: a formula, so nothing is a result that was never computed."""
    held = cell.value
    if held is None:
        return NO_RESULT if lacks else ""
    if isinstance(held, str):
        return Broken(f"là lỗi tính toán {held}: sửa công thức rồi lưu lại") if cell.data_type == "e" else _text(cell)
    if isinstance(held, bool):
        return "TRUE" if held else "FALSE"
    if isinstance(held, datetime):
        return held.date() if held.time() == time() else Broken("là ngày có kèm giờ: chỉ ghi ngày")
    if isinstance(held, date):
        return held
    if isinstance(held, int | Decimal) or type(held).__name__ == "float":
        return _number(held, str(cell.number_format))
    return NO_VALUE


def _text(cell: Any) -> Value:
    """A text in Unicode; old Vietnamese fonts show other letters than the cell holds."""
    text = nfc(cell.value)
    if text.isascii() or is_title(text):
        return text
    if max(text) <= "\xff" and OLD_FONT.match(str(cell.font.name or "")):
        return Broken(f"dùng phông {sanitise(cell.font.name)[:40]}: {OLD_ENCODING}")
    return text


def _number(held: Any, shown_as: str) -> Value:
    """The number a person typed: its shortest spelling, which is exact to 15 digits."""
    number = Decimal(repr(held))
    if not number.is_finite():
        return NO_VALUE
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        return TOO_EXACT
    return number if shown_as == "General" else _as_shown(number, shown_as)


def _as_shown(number: Decimal, shown_as: str) -> Value:
    """The number, with what the sheet makes of it where a person saw something else."""
    if "%" in _LITERAL.sub("", shown_as):  # in quotes or behind a backslash it is only printed
        return Styled(number, "hiện dạng phần trăm", is_percent=True)
    format_ = shown_as.split(";")[0]
    bare = _LITERAL.sub("", format_)
    if _FRACTION.search(bare):
        return Styled(number, "hiện dạng phân số", is_fraction=True)
    if _THOUSANDS.search(bare):
        return Styled(number, "hiện rút gọn theo nghìn, nên con số thấy trên màn hình khác con số trong ô")
    words = " ".join("".join(quoted or single for quoted, single in _WORDS.findall(format_)).split())
    if any(character.isalpha() for character in words):
        return Styled(number, f"hiện kèm chữ '{sanitise(words)[:40]}'")
    return number
