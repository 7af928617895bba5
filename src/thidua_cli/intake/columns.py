"""Which column holds what, known by its title however it is typed; and what a cell says besides its value."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice, product
from string import ascii_uppercase
from typing import NamedTuple

from ..domain.plan import Indicator
from ..errors import UsageError
from ..vietnamese.numbers import read_date, shown, unit_form, write_date, write_number
from ..vietnamese.text import OLD_ENCODING, fold, is_old_encoding, words


class Styled(NamedTuple):
    """A number that the sheet shows otherwise than it is stored: `how` is what a person saw, in words."""

    number: Decimal
    how: str
    is_fraction: bool = False
    is_percent: bool = False


class Broken(NamedTuple):
    """A cell that holds no usable value, and why, in a sentence."""

    sentence: str


Value = str | Decimal | date | Styled | Broken


class Flaw(NamedTuple):
    """What a cell says besides its value, in a sentence: wrong in columns of these keys, `behind` those; else told."""

    sentence: str
    columns: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


class Line(NamedTuple):
    """A row of a file: its number as people count it, its cells, and the columns (from 0) that say more, with what."""

    number: int
    cells: Sequence[Value]
    flaws: Sequence[tuple[int, Flaw]] = ()


class Grid(NamedTuple):
    """A sheet of a workbook, or a whole CSV file (then without a name): its lines, read once, one after the other.

    `hidden` are columns (from 0) and `remarks` sentences about what a person may not see in the sheet; `merged` are
    the cells that are one: first and last row (from 1), first and last column (from 0).
    """

    name: str
    lines: Iterator[Line]
    remarks: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()


def is_blank(value: Value) -> bool:
    """Nothing but spaces stands in the cell."""
    return isinstance(value, str) and not value.strip()


@cache
def column_letters() -> dict[str, int]:
    """The columns of a sheet by their letters, in order: `A` is 0, `AA` is 26."""
    named = (letters for size in (1, 2, 3) for letters in product(ascii_uppercase, repeat=size))
    return {"".join(letters): place for place, letters in enumerate(named)}


def column_letter(place: int) -> str:
    """`A` for column 0, `AA` for column 26."""
    return next(islice(column_letters(), place, None))


A_DAY = "là ngày, không phải số: định dạng ô là General rồi gõ lại số"
ID, NAME, VALUE, NUMERATOR, DENOMINATOR = "id", "name", "value", "numerator", "denominator"
ON, LEVEL, NOTE, SOURCE, PLACE = "on", "level", "note", "source", "place"
UNIT, DEED, CUMULATIVE, PERIOD = "unit", "deed", "cumulative", "for"
UNIT_OR_OFFICE = "unit or office"
NUMBER, TARGET, ADVICE, SUPPLIER = "number", "target", "advice", "supplier"
LAST, LAST_DAY = "last", "last-day"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    ID: ("id", "id", "mã", "indicator", "mã chỉ tiêu"),
    NUMBER: ("TT",),
    NAME: ("Chỉ tiêu", "chỉ tiêu", "name", "tên chỉ tiêu"),
    UNIT: ("ĐVT", "unit", "ĐVT", "Đ.V.T", "ĐV tính", "đơn vị tính"),
    TARGET: ("Kế hoạch",),
    LAST: ("Số gần nhất",),
    LAST_DAY: ("Tính đến",),
    VALUE: ("Thực hiện", "value", "thực hiện", "giá trị", "số liệu"),
    NUMERATOR: ("Tử số", "numerator", "tử số"),
    DENOMINATOR: ("Mẫu số", "denominator", "mẫu số"),
    ON: ("Ngày", "on", "ngày", "ngày số liệu", "date"),
    LEVEL: ("Mức", "level", "mức", "mức số liệu"),
    NOTE: ("Ghi chú", "note", "ghi chú"),
    SOURCE: ("Nguồn", "source", "nguồn"),
    ADVICE: ("Cách ghi",),
    SUPPLIER: ("Đơn vị cung cấp",),
    PLACE: ("place", "place", "thôn"),
    UNIT_OR_OFFICE: ("", "đơn vị"),
    DEED: ("", "deed", "việc"),
    CUMULATIVE: ("", "cumulative", "lũy kế", "lũy kế từ đầu năm"),
    PERIOD: ("", "for", "kỳ"),
}
"""The title of a column in our own form, in their order there (empty: not in it), then what one that is read may be
called; messages speak of a cell by the last one. Some of the form tell something and are not read back."""
TITLES: Mapping[str, Sequence[str]] = {key: titles for key, (_, *titles) in _COLUMNS.items() if titles}
FORM_TITLES = {key: title for key, (title, *_) in _COLUMNS.items() if title}
FORM_TITLE = "BIỂU MẪU SỐ LIỆU THI ĐUA NĂM"
INSTRUCTIONS = (
    "Chỉ điền các ô nền vàng. Chưa có số liệu thì để trống, không ghi 0. Mỗi dòng có số phải có ngày của số liệu.",
    "Tỷ lệ: nên ghi tử số và mẫu số, để trống cột Thực hiện. Mức: chính thức (hoặc để trống), sơ bộ, ước tính.",
    "Không đổi tên cột, không chèn hay xóa cột. Điền xong gửi lại tệp này; người tổng hợp nhập bằng: {command}",
)
"""What stands over the columns of our own form."""
AMOUNTS = (VALUE, NUMERATOR, DENOMINATOR, CUMULATIVE)
MAY_BE_NUMBERS = (NOTE, SOURCE, PLACE, UNIT)
EXACT = (ID, PLACE, ON, LEVEL, PERIOD, *AMOUNTS)
RAISED = Flaw("có phần viết nhỏ ở trên hoặc dưới dòng, đọc liền sẽ sai: bỏ phần ấy, chú thích để ở cột Ghi chú", EXACT)
PART_STRUCK = Flaw("có phần bị gạch ngang, đọc liền sẽ sai: xóa hẳn phần đã gạch", EXACT)
NO_DAY = Flaw("là ngày mà chỉ hiện tháng, năm: ghi đủ ngày (14/06/2024), hoặc ghi kỳ (t6, q2, nam) ở cột Kỳ", (ON,))
MONTH_FIRST = Flaw("là ngày mà tháng hiện trước, dễ lẫn với ngày: định dạng ô là dd/mm/yyyy rồi xem lại ngày", (ON,))
HIDDEN_ZERO = Flaw("ô chứa số 0 không hiện ra, đọc là ô trống (đúng là 0 thì cho ô hiện số 0)")
UNTITLED = ""
"""In place of a key, that of every column without a title."""
MERGED = (UNIT, ON, LEVEL, NOTE, SOURCE, PLACE, PERIOD)
"""Columns in which a merged cell means each of its rows, and only the first would have it."""
LINES_SEARCHED, MOST_SHOWN = 30, 10
MOST_COLUMNS = 200


class Head(NamedTuple):
    """A header row: its number, which column holds what, all titles, the texts over it, and what its cells say more."""

    sheet: str
    line: int
    at: Mapping[str, int]
    titles: tuple[str, ...]
    lacking: str
    """What it lacks to be one, in a sentence; empty for a header."""
    above: tuple[str, ...] = ()
    flaws: Sequence[tuple[int, Flaw]] = ()

    def place(self, line: int, column: str | int) -> str:
        """Where a cell is, by its column or the key of it: `Sheet1!C7` in a workbook, the line number in a CSV file."""
        at = self.at.get(column, 0) if isinstance(column, str) else column
        return f"{self.sheet}!{column_letter(at)}{line}" if self.sheet else str(line)


class Proposed(NamedTuple):
    """A row that proposes a figure: the header it stands under, its number, and its cells."""

    head: Head
    line: int
    cells: Sequence[Value]

    def get(self, key: str) -> Value:
        """The cell of a column; an empty text where the file has no such column."""
        at = self.head.at.get(key)
        return "" if at is None else self.cells[at]

    def text(self, key: str) -> str:
        """The cell as a text, one protecting apostrophe taken off; a number is none where a text belongs, but for some.

        Raises UsageError.
        """
        cell, what = self.get(key), TITLES[key][-1]
        if isinstance(cell, str) and not is_old_encoding(cell):
            return unprotected(cell.strip())
        if isinstance(cell, str | Broken):
            raise UsageError(f"{what} {cell.sentence if isinstance(cell, Broken) else OLD_ENCODING}")
        if isinstance(cell, date):
            return write_date(cell)
        if key in MAY_BE_NUMBERS and isinstance(cell, Decimal):
            return write_number(cell)
        raise UsageError(f"{what} là số: Excel bỏ các số 0 ở đầu; hãy định dạng ô là chữ (Text) rồi gõ lại")

    def place(self, key: str = "") -> str:
        """Where the row is; of a workbook, the cell of `key`, else that of the amount."""
        return self.head.place(self.line, key or self.amount_key)

    @property
    def amount_key(self) -> str:
        """The first amount column with something in it; without one, the value column."""
        return next((key for key in AMOUNTS if not is_blank(self.get(key))), VALUE)


def head_of(cells: Sequence[Value], line: int, sheet: str) -> Head:
    """The header that a row is, or may be."""
    titles = tuple(cell.strip() if isinstance(cell, str) else "" for cell in cells)
    at: dict[str, int] = {}
    doubled: list[str] = []
    for place, title in enumerate(titles):
        key = key_of(title)
        if key and key in at:
            doubled.append(f"'{shown(titles[at[key]])}' ({column_letter(at[key])}, {column_letter(place)})")
        elif key:
            at[key] = place
    if UNIT_OR_OFFICE in at:  # offices stand in it only where the units have a column of their own
        at.setdefault(UNIT, at.pop(UNIT_OR_OFFICE))
    has_value = not at.keys().isdisjoint((VALUE, CUMULATIVE)) or {NUMERATOR, DENOMINATOR} <= at.keys()
    needed = {
        "mã hoặc tên chỉ tiêu (id, chỉ tiêu)": ID in at or NAME in at,
        "giá trị (value, thực hiện, giá trị; hoặc cả tử số và mẫu số)": has_value,
        "ngày (on, ngày; hoặc kỳ)": ON in at or PERIOD in at,
    }
    lacking = [f"thiếu cột {what}" for what, is_there in needed.items() if not is_there]
    lacking += [f"hai cột cùng nghĩa {pair}: hãy bỏ một cột" for pair in doubled]
    return Head(sheet, line, at, titles, "; ".join(lacking))


_KEYS = {" ".join(words(title)): key for key, titles in TITLES.items() for title in titles}


@cache
def key_of(title: str) -> str:
    """The key of the column that a title heads; empty for one that is not read."""
    return _KEYS.get(" ".join(words(title)), "") if len(title) <= 100 else ""


# What the CSV writer protects with an apostrophe so that no spreadsheet runs it.
_PROTECTED = re.compile(r"'(?=[ \u00a0\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20])")


def as_seen(cell: Styled, indicator: Indicator) -> Decimal:
    """The number of a cell that shows another one; refused where a person and the program would read two figures."""
    if cell.is_percent:
        if not indicator.is_rate:
            raise UsageError(f"ô {cell.how} nhưng {indicator.name} tính bằng {indicator.unit}")
        return cell.number.scaleb(2)
    is_named = cell.how.endswith("'") and unit_form(cell.how.split("'")[1]) == unit_form(indicator.unit)
    if is_named or (cell.is_fraction and not indicator.is_rate):
        return cell.number
    spelt = write_number(cell.number)
    advice = "ghi tử số và mẫu số vào hai cột" if cell.is_fraction else "ghi đủ con số, định dạng ô là General"
    raise UsageError(f"ô {cell.how}, con số trong ô là {spelt}: {advice}")


def check_deed(row: Proposed) -> None:
    """Raise UsageError for a row of an exported ledger that is no figure: it would bring old ones back to life."""
    if not is_blank(row.get(DEED)) and fold(deed := row.text(DEED)) not in ("ghi", "record"):
        advice = "muốn lấy lại cả sổ hãy dùng tệp .jsonl (thidua export --out so.jsonl)"
        what = f"là việc '{shown(deed)}', không phải một số liệu để nhập"
        raise UsageError(f"dòng này của bản xuất sổ {what}: {advice}")


def read_day(cell: Value, this_year: int) -> date:
    """The day in a cell; raises UsageError saying how to write it, in `this_year` where the cell names none."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Broken):
        raise UsageError(f"ngày {cell.sentence}")
    if not isinstance(cell, str):
        raise UsageError("ngày là một con số: hãy định dạng ô là ngày (Date), hoặc gõ dạng 14/06/2024")
    if not cell.strip():
        raise UsageError("thiếu ngày của số liệu: hãy gõ dạng 14/06/2024")
    return read_date(cell.strip(), this_year)


def unprotected(text: str) -> str:
    """A text without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text.startswith("'") and _PROTECTED.match(text) else text
