"""XLSX and XLSM to lines of cells: exact numbers, days, percentages; formulas without a result and errors are named."""

import io
import posixpath
import re
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any
from unicodedata import category
from xml.parsers.expat import ExpatError, ParserCreate

from ..domain.places import by
from ..errors import InvalidInput, brought_by, command
from ..vietnamese.text import OLD_ENCODING, nfc, sanitise
from . import columns as col
from .columns import HIDDEN_ZERO, MOST_COLUMNS, Broken, Flaw, Grid, Line, Styled, Value, column_letters
from .source import FileKind, Source

MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
MOST_MEMBERS = 2_000
MOST_ELEMENTS, MOST_TEXTS = 50_000, 1_000_000
MOST_ROWS = 200_000
MOST_SHEETS = 500
LONGEST_TEXT, LONGEST_FORMAT, MOST_BRACKETS = 1_000_000, 255, 20
NOT_EXCEL = "không phải sổ tính Excel (.xlsx); nếu là tệp .ods, .xlsb hay .docx: mở ra và lưu lại dạng .xlsx"
STRICT = "tệp lưu dạng Strict Open XML: mở bằng Excel và lưu lại dạng Excel Workbook (.xlsx)"
HOSTILE = "không mở, vì có thể là tệp độc hại; hãy chép riêng bảng cần nhập sang một tệp mới"
FAR = f"nằm quá xa (tối đa {MOST_ROWS} dòng, {MOST_COLUMNS} cột): hãy xóa hẳn các dòng, cột trống ở xa rồi lưu lại"


@contextmanager
def opened(
    source: Source, part: str = "xl/workbook.xml", foreign: str = NOT_EXCEL, program: str = "Excel"
) -> Iterator[zipfile.ZipFile]:
    """An archive that is neither damaged, foreign nor a zip bomb: InvalidInput for one, and for what is refused of it.

    `part` makes it a file of `program`; without it the sentence is `foreign`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        raise source.refused(f"tệp bị cắt cụt hoặc hỏng: hãy chép lại hoặc mở bằng {program} và lưu lại") from None
    members, names = archive.infolist(), archive.namelist()
    unpacked = sum(member.file_size for member in members)  # by its own directory, before anything is unpacked
    ratio = unpacked // max(sum(member.compress_size for member in members), 1)
    try:
        if unpacked > MOST_UNPACKED or ratio > MOST_RATIO or len(members) > MOST_MEMBERS:
            raise InvalidInput(f"tệp nén bung ra quá lớn ({unpacked // (1024 * 1024)} MB, gấp {ratio} lần): {HOSTILE}")
        if any(member.flag_bits & 1 for member in members):
            raise InvalidInput(f"tệp có đặt mật khẩu: hãy mở bằng {program}, bỏ mật khẩu rồi lưu lại")
        if "[Content_Types].xml" not in names or part not in names:
            raise InvalidInput(foreign)
        yield archive
    except InvalidInput as error:
        raise source.refused(error.sentence) from None


def stream_part(archive: zipfile.ZipFile, name: str, parser: Any, program: str = "Excel") -> None:
    """Feed one XML part of an archive to a parser; raises InvalidInput for a DTD and for what is broken."""

    def refuse_dtd(*_: Any) -> None:
        raise InvalidInput("tệp có khai báo DTD, tệp thật không có: không mở, vì có thể là tệp độc hại")

    parser.StartDoctypeDeclHandler = refuse_dtd
    try:
        with archive.open(name) as part:
            parser.ParseFile(part)
    except (ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise InvalidInput(f"phần {name} bên trong tệp bị hỏng: mở bằng {program} và lưu lại") from None


class SheetShape:
    """What a person does not see at once in a sheet, followed element by element, whatever prefix Excel's own carry.

    Merged cells, hidden rows and columns (from 0), and the columns (as bits, from 1) with formulas, by row.
    """

    def __init__(self, part: str = "") -> None:
        self.parser, self.part = ParserCreate(namespace_separator=" "), part
        self.parser.StartElementHandler = self.root
        self.merged: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self.formulas: defaultdict[int, int] = defaultdict(int)
        self.runs: defaultdict[int, set[tuple[int, Flaw]]] = defaultdict(set)
        """By row, what `RUNS` says of texts that stand in the sheet itself."""
        self.is_sheet = self.has_filter = self.hides_zeros = False
        self.is_uncomputed = False
        """Excel is to compute all formulas when it opens the workbook: a result of 0 may be none."""
        self.told: list[str] = []
        """Of a part that is no sheet: the cells with comments, or the names of the parts that hold comments."""
        self.width = self.count = self.length = self.row = self.column = 0
        self.sheets, self.formula = set[str](), ""

    def root(self, element: str, _attributes: dict[str, str]) -> None:
        """The first element says what the part is; only sheets are followed further."""
        space, _, kind = element.rpartition(" ")
        if kind == "workbook" and "purl.oclc.org" in space:
            raise InvalidInput(STRICT)
        self.is_sheet, self.formula = kind == "worksheet", f"{space} f".lstrip()
        self.parser.StartElementHandler = self.start if self.is_sheet else self.other
        if not self.part.startswith("customXml/"):
            self.parser.buffer_text, self.parser.CharacterDataHandler = True, self.text

    def text(self, piece: str) -> None:
        """Text of a cell, of a shared one, or of all that stands outside of these."""
        self.length += len(piece)
        if self.length > LONGEST_TEXT:
            raise InvalidInput(f"phần {self.part} có một ô hơn {LONGEST_TEXT} chữ: {HOSTILE}")

    def another(self, most: int) -> None:
        """One more of what becomes objects in memory, each many times its size in the file."""
        self.count += 1
        if self.count > most:
            raise InvalidInput(f"phần {self.part} có hơn {most} mục (kiểu dáng, tên, chữ): {HOSTILE}")

    def other(self, element: str, attributes: dict[str, str]) -> None:
        """An element of a part that is no sheet."""
        kind, target = element.rpartition(" ")[2], posixpath.basename(attributes.get("Target", ""))
        relation, shown_as = attributes.get("Type", "").rpartition("/")[2], attributes.get("formatCode", "")
        if kind == "comment" or relation == "comments":
            self.told.append(attributes.get("ref", target))
        elif kind == "calcPr" and attributes.get("fullCalcOnLoad") in ("1", "true"):
            self.is_uncomputed = True
        elif kind == "sheet" or relation == "worksheet":
            sheet = target or next((held for name, held in attributes.items() if name.endswith(" id")), "")
            if sheet in self.sheets or len(self.sheets) == MOST_SHEETS:
                raise InvalidInput(f"có một trang tính ghi hai lần, hoặc hơn {MOST_SHEETS} trang: {HOSTILE}")
            self.sheets.add(sheet)
        elif len(shown_as) > LONGEST_FORMAT or shown_as.count("[") > MOST_BRACKETS:
            raise InvalidInput(f"có định dạng số dài quá {LONGEST_FORMAT} chữ hoặc quá rắc rối: {HOSTILE}")
        if kind in ("comment", "si"):
            self.length = 0
        self.another(MOST_TEXTS if self.part.endswith("sharedStrings.xml") else MOST_ELEMENTS)

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """An element inside a sheet."""
        kind, is_hidden = element.rpartition(" ")[2], attributes.get("hidden") in ("1", "true")
        self.another(MOST_ELEMENTS)  # since the last cell: its parts, or all that stands before and behind the rows
        if kind == "c":
            self._cell(attributes.get("r", ""))
        elif element == self.formula:  # those of charts and rules have another name space
            self.formulas[self.row] |= 1 << self.column
        elif kind in RUNS and attributes.get("val", "1") not in PLAIN_RUN:
            self.runs[self.row].add((self.column - 1, RUNS[kind]))
        elif kind == "row":
            self._row(attributes.get("r"), is_hidden)
        elif kind == "col" and is_hidden:
            first, last = _shape_number(attributes.get("min")), _shape_number(attributes.get("max"))
            self.hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
        elif kind == "mergeCell" and len(self.merged) < MOST_ELEMENTS:
            self.merged.append(attributes.get("ref", ""))
        elif kind == "sheetView":
            self.hides_zeros |= attributes.get("showZeros") in ("0", "false")
        elif kind == "autoFilter":
            self.has_filter = True

    def _row(self, typed: str | None, is_hidden: bool) -> None:
        number = _shape_number(typed) or self.row + 1
        if number <= self.row:
            raise InvalidInput(f"bảng tính có dòng {number} không theo thứ tự: mở bằng Excel và lưu lại")
        if number > MOST_ROWS:
            raise InvalidInput(f"bảng tính có dòng {number} {FAR}")
        self.row, self.column, self.count, self.length = number, 0, 0, 0
        if is_hidden:
            self.hidden_rows.append(number)

    def _cell(self, reference: str) -> None:
        letters, before, self.count, self.length = reference.rstrip("0123456789"), self.column, 0, 0
        self.column = column_letters().get(letters.upper(), MOST_COLUMNS) + 1 if letters else before + 1
        if self.column <= before:
            raise InvalidInput(f"bảng tính có ô {reference} không theo thứ tự: mở bằng Excel và lưu lại")
        if self.column > MOST_COLUMNS:
            raise InvalidInput(f"bảng tính có ô {reference or f'thứ {self.column} của dòng {self.row}'} {FAR}")
        self.width = max(self.width, self.column)


def _shape_number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def check_parts(archive: zipfile.ZipFile) -> dict[str, SheetShape]:
    """The shape of every sheet by its part's name; raises InvalidInput for a DTD, a far cell, or XML that is broken.

    Beside it stand, by their parts' names, what sheets refer to, which cells have comments, and what is not computed.
    """
    shapes: dict[str, SheetShape] = {}
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            shape = SheetShape(name)
            stream_part(archive, name, shape.parser)
            if shape.is_sheet or shape.told or shape.is_uncomputed:
                shapes[posixpath.basename(name)] = shape
    return shapes


_AREA = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7}):([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
COMMENT, STRUCK = Flaw("không đọc ghi chú gắn vào ô (comment)"), Flaw("vẫn đọc ô bị gạch ngang")
RUNS = {"vertAlign": col.RAISED, "strike": col.PART_STRUCK}
PLAIN_RUN = (None, False, "0", "false", "baseline")


def read_workbook(source: Source) -> Iterator[Grid]:
    """Every worksheet, in the workbook's order; raises InvalidInput for a file that cannot be opened as one."""
    if source.kind is not FileKind.WORKBOOK:
        raise source.refused(source.kind.sentence.format(command("thidua", "restore", source.name)))
    with opened(source) as archive:
        names, shapes = archive.namelist(), check_parts(archive)
    with brought_by("excel", "openpyxl", "đọc tệp Excel", "hoặc lưu tệp dạng CSV UTF-8 rồi nhập"):
        from openpyxl.reader.excel import ExcelReader
    try:
        # What openpyxl warns about (styles, validations it drops) is nothing that is read here.
        warnings.filterwarnings("ignore", module="openpyxl")
        options = {"read_only": True, "data_only": True, "keep_links": False, "rich_text": True}
        reader = ExcelReader(io.BytesIO(source.content), **options)
        reader.read()
        parts = {sheet.name: posixpath.basename(link.target) for sheet, link in reader.parser.find_sheets()}
    except Exception as error:  # a foreign file may break the library anywhere
        raise _unreadable(source, error) from None
    has_macros = any(name.endswith("vbaProject.bin") for name in names)
    is_uncomputed = any(shape.is_uncomputed for shape in shapes.values())
    for place, sheet in enumerate(reader.wb.worksheets):
        part = parts[sheet.title]
        shape, refers = (shapes.get(name, SheetShape()) for name in (part, f"{part}.rels"))
        commented = {cell for name in refers.told for cell in shapes.get(name, SheetShape()).told}
        shape.is_uncomputed = is_uncomputed
        remarks = tuple(_remarks(sheet, shape, has_macros and not place))
        areas = (match.groups() for area in shape.merged if (match := _AREA.fullmatch(area)))
        at = column_letters()
        merged = tuple((int(top), int(end), at[first.upper()], at[last.upper()]) for first, top, last, end in areas)
        lines = _spanned(_lines(source, sheet, shape, commented), merged)
        yield Grid(nfc(sheet.title), lines, remarks, frozenset(shape.hidden_columns), merged)


def _unreadable(source: Source, error: Exception) -> InvalidInput:
    if isinstance(error, MemoryError | RecursionError):
        raise error
    return source.refused(f"nội dung không đúng dạng .xlsx ({type(error).__name__}): mở bằng Excel và lưu lại")


def _remarks(sheet: Any, shape: SheetShape, has_macros: bool) -> Iterator[str]:
    if has_macros:
        yield "tệp có macro: không chạy macro nào, chỉ đọc giá trị"
    if sheet.sheet_state != "visible":
        yield "trang tính đang ẩn, vẫn được đọc"
    why = " (bảng đang lọc)" if shape.has_filter else ""
    for found, what in (
        (shape.hidden_rows, f"có đọc cả {len(shape.hidden_rows)} dòng đang ẩn{why}"),
        (shape.merged, "có ô gộp, chỉ ô đầu tiên của mỗi vùng có giá trị"),
    ):
        if found:
            yield f"{what}: {', '.join(map(str, found[: col.MOST_SHOWN]))}{'…' if len(found) > col.MOST_SHOWN else ''}"


def _lines(source: Source, sheet: Any, shape: SheetShape, commented: set[str]) -> Iterator[Line]:
    """Rows of cells as wide as the widest one, whatever the sheet says of its own size."""
    try:
        sheet.reset_dimensions()
        letters = list(islice(column_letters(), max(shape.width, 1)))
        for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=max(shape.width, 1)), start=1):
            formulas = shape.formulas.get(number, 0)
            cells = [_value(cell, formulas >> place & 1, shape) for place, cell in enumerate(row, start=1)]
            flaws = [(place, COMMENT) for place in range(len(row)) if f"{letters[place]}{number}" in commented]
            flaws += [(place, STRUCK) for place, cell in enumerate(row) if cell.value is not None and cell.font.strike]
            flaws += [(place, HIDDEN_ZERO) for place, cell in enumerate(row) if cells[place] == "" and cell.value == 0]
            flaws += [*_flaws(row), *sorted(shape.runs.get(number, ()))]
            flaws += [(place, STRUCK) for place, flaw in flaws if flaw is col.PART_STRUCK]
            yield Line(number, cells, flaws)
    except Exception as error:
        raise _unreadable(source, error) from None


def _spanned(lines: Iterator[Line], merged: Sequence[tuple[int, int, int, int]]) -> Iterator[Line]:
    """The lines, with a flaw where a cell shows what only the first row of a merged area holds."""
    begun, below = by(merged, lambda area: area[0]), dict[int, tuple[int, Flaw]]()
    for line in lines:
        covered = [(place, flaw) for place, (end, flaw) in below.items() if line.number <= end]
        yield line._replace(flaws=[*line.flaws, *covered]) if covered else line
        for _, end, at, last in begun.get(line.number, ()):
            if end > line.number and at < len(line.cells) and not col.is_blank(line.cells[at]):
                area = f"{col.column_letter(at)}{line.number}:{col.column_letter(last)}{end}"
                flaw = Flaw(f"nằm trong ô gộp {area}: hãy bỏ gộp rồi ghi ở từng dòng", col.MERGED)
                below |= dict.fromkeys(range(at, min(last + 1, MOST_COLUMNS)), (end, flaw))


def _flaws(row: Sequence[Any]) -> Iterator[tuple[int, Flaw]]:
    """What the fonts of the parts of a text say, and the days that are doubtful as they are shown."""
    for place, cell in enumerate(row):
        if isinstance(cell.value, date) and (doubt := flaw_of_day(cell.value, cell.number_format)):
            yield place, doubt
        for part in cell.value if isinstance(cell.value, list) else ():
            font = getattr(part, "font", None)
            yield from ((place, what) for name, what in RUNS.items() if getattr(font, name, None) not in PLAIN_RUN)


def _value(cell: Any, is_formula: int, shape: SheetShape) -> Value:
    """What a cell holds; nothing is, of a formula, a result that was never computed, but not an empty text."""
    held = str(cell.value) if isinstance(cell.value, list) else cell.value
    if is_formula and (cell.data_type != "str" if held is None else held == 0 and shape.is_uncomputed):
        return Broken("là công thức chưa có kết quả: mở bằng Excel và lưu lại, hoặc gõ thẳng vào ô")
    if held is None:
        return ""
    if isinstance(held, str) and cell.data_type == "e":
        return Broken(f"là lỗi tính toán {held}: sửa công thức rồi lưu lại")
    if isinstance(held, str):
        text = nfc(held.replace("_x000D_", "\r").replace("\r\n", "\n"))
        is_plain = text.isascii() or max(text) > "\xff" or col.key_of(text) or text in col.FORM_TITLES.values()
        if not is_plain and re.match(r"(?i)\.Vn|VNI-", str(cell.font.name or "")):  # it shows other letters
            return Broken(f"dùng phông {sanitise(cell.font.name)[:40]}: {OLD_ENCODING}")
        return text
    if isinstance(held, bool):
        return "TRUE" if held else "FALSE"
    if isinstance(held, datetime):
        return held.date() if held.time() == time() else Broken("là ngày có kèm giờ: chỉ ghi ngày")
    if isinstance(held, date):
        return held
    if isinstance(held, int | Decimal) or type(held).__name__ == "float":
        return as_shown(held, HIDDEN if shape.hides_zeros and not held else str(cell.number_format))
    return NO_VALUE


MOST_DIGITS = 15
TOO_EXACT = Broken(
    f"có số hơn {MOST_DIGITS} chữ số có nghĩa, bảng tính không giữ đúng được: làm tròn bằng hàm ROUND,"
    " hoặc ghi tử số và mẫu số"
)
NO_VALUE = Broken("không phải chữ, số hay ngày (có thể là giờ): định dạng ô là General rồi gõ lại")
NO_ZERO = "hiện '{}' mà trong ô là số 0: chưa có số liệu thì xóa trống ô; đúng là 0 thì định dạng ô là General"
HIDDEN = ";;;"
# Groups by their first letter: the end of a section, words that it prints, the numbers it is for, its placeholders.
_PIECE = re.compile(
    r'(?P<end>;)|"(?P<word>[^"]*)"?|\\(?P<w1>.?)|(?P<w2>\$)|\[\$(?P<w3>[^]\[-]*)[^]\[]*\]|[_*].?'
    r"|\[(?P<for>[<>=]+-?[0-9]+(?:\.[0-9]+)?)\]|\[[^]\[]*\]|(?P<place>.)",
    re.DOTALL,
)


@lru_cache
def _sections(shown_as: str) -> list[defaultdict[str, str]]:
    """The parts of a format, for numbers above, below and equal to zero if they say nothing else."""
    sections = [defaultdict[str, str](str)]
    for piece in _PIECE.finditer(shown_as):
        if piece["end"]:
            sections.append(defaultdict(str))
        elif piece.lastgroup:
            sections[-1][piece.lastgroup[0]] += piece[piece.lastgroup]
    return sections


def _is_for(number: Decimal, condition: str) -> bool:
    sign = condition.rstrip("-.0123456789")
    limit = Decimal(condition.removeprefix(sign) or 0)
    relation = "<" if number < limit else ">" if number > limit else "="
    return not sign or relation in sign


def _section(shown_as: str, number: Decimal) -> tuple[str, str]:
    """The placeholders and the words by which a format shows a number."""
    sections = _sections(shown_as)
    at = 1 if number < 0 else 0 if number else 2
    section = sections[at if at < len(sections) else 0]
    if any(one["f"] for one in sections):
        section = next((one for one in sections if _is_for(number, one["f"])), section)
    return section["p"], " ".join(section["w"].split())


def as_shown(held: object, shown_as: str) -> Value:
    """The number a person typed: its shortest spelling, which is exact to 15 digits; with what they saw otherwise."""
    number = Decimal(repr(held))
    if not number.is_finite():
        return NO_VALUE
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        return TOO_EXACT
    places, words = _section(shown_as, number)
    if not re.search("[0#?@/g]" if number else "[0@/g]", places, re.IGNORECASE):  # g: General
        said = words or places.strip("#?.,% ")
        zero = Broken(NO_ZERO.format(sanitise(said)[:40])) if said else ""
        return Styled(number, "không hiện con số") if number else zero
    if "%" in places:  # in quotes or behind a backslash it is only printed
        return Styled(number, "hiện dạng phần trăm", is_percent=True)
    if re.search("[?#0] */ *[?#0-9]", places):
        return Styled(number, "hiện dạng phân số", is_fraction=True)
    if re.search("[0#?],+(?![0#?,])", places):
        return Styled(number, "hiện rút gọn theo nghìn, nên con số thấy trên màn hình khác con số trong ô")
    is_named = any(character.isalpha() or category(character) == "Sc" for character in words)
    return Styled(number, f"hiện kèm chữ '{sanitise(words)[:40]}'") if is_named else number


def flaw_of_day(day: date, shown_as: str) -> Flaw | None:
    """What its format makes doubtful of a day: the month or the year alone is shown, or the month before the day."""
    places = _sections(shown_as)[0]["p"].lower()
    if re.search("[my]", places) and not re.search("(?<!d)dd?(?!d)", places):
        return col.NO_DAY
    is_local = shown_as in ("mm-dd-yy", "m/d/yy h:mm")  # Excel's 14 and 22, which each computer shows in its own order
    may_be_month = day.day <= 12 and day.day != day.month and not is_local
    return col.MONTH_FIRST if may_be_month and re.match(r"(?:ddd+\W*)?mm?(?!m)\W*d", places) else None
