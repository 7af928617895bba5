"""A workbook looked at before anything parses it: the zip's own directory, its size unpacked, DTDs, far cells.

Also finds what openpyxl's quick reader does not tell: hidden rows and columns, merged cells, formulas.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
MOST_MEMBERS = 2_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200
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


def check_archive(content: bytes) -> tuple[str, ...]:
    """The names of the archive's members; raises BadWorkbook for what is damaged, foreign or a zip bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        raise BadWorkbook("tệp bị cắt cụt hoặc hỏng: hãy chép lại hoặc mở bằng Excel và lưu lại") from None
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if unpacked > MOST_UNPACKED or unpacked // packed > MOST_RATIO or len(members) > MOST_MEMBERS:
        raise BadWorkbook(
            f"tệp nén bung ra quá lớn ({unpacked // (1024 * 1024)} MB, gấp {unpacked // packed} lần): không mở, vì"
            " có thể là tệp độc hại; hãy chép riêng bảng cần nhập sang một tệp mới"
        )
    if any(member.flag_bits & 1 for member in members):
        raise BadWorkbook("tệp có đặt mật khẩu: hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại")
    names = tuple(member.filename for member in members)
    if CONTENT_TYPES not in names or WORKBOOK_PART not in names:
        raise BadWorkbook(NOT_EXCEL)
    return names


def check_parts(content: bytes) -> dict[str, SheetShape]:
    """The shape of every sheet by its part's name; raises BadWorkbook for a DTD, a far cell, or XML that is broken."""
    shapes: dict[str, SheetShape] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                shape = _look_through(archive, member)
                if shape is not None:
                    shapes[member.filename] = shape
    return shapes


def _look_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> SheetShape | None:
    """What one XML part shows while it streams past; None unless it is a sheet."""
    parser = ParserCreate(namespace_separator=" ")
    look = _Look(parser)
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = look.root
    try:
        for chunk in _chunks(archive, member):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise BadWorkbook(f"phần {member.filename} bên trong tệp bị hỏng: mở bằng Excel và lưu lại") from None
    return look.shape if look.is_sheet else None


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _refuse_dtd(*_: Any) -> None:
    raise BadWorkbook("tệp có khai báo DTD, bảng tính thật không có: không mở, vì có thể là tệp độc hại")


class _Look:
    """Follows the elements of one part; whatever prefix Excel's own elements carry."""

    def __init__(self, parser: Any) -> None:
        self.parser = parser
        self.is_sheet = False
        self.shape = SheetShape()
        self.row = self.column = 0
        self.widest = ""

    def root(self, element: str, _: dict[str, str]) -> None:
        """The first element says what the part is; only sheets are followed further."""
        self.is_sheet = element.rpartition(" ")[2] == "worksheet"
        self.parser.StartElementHandler = self.start if self.is_sheet else None

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
            first, last = _number(attributes.get("min")), _number(attributes.get("max"))
            self.shape.hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
        elif kind == "mergeCell" and len(self.shape.merged) < MOST_COLUMNS:
            self.shape.merged.append(attributes.get("ref", ""))
        elif kind == "autoFilter":
            self.shape.has_filter = True

    def _row(self, attributes: dict[str, str]) -> None:
        number = _number(attributes.get("r")) or self.row + 1
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


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
