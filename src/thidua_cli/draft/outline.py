"""Lines and tables of a document → its parts: headings, points with what hangs below them, rows of targets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..vietnamese.phrases import ABOUT_UNITS, NONE, Given, is_unit, target_of, targets_of
from ..vietnamese.text import words
from .document import KIND, MARKS, NOTE, Block, Table, Text

_MOST_WORDS_OF_A_HEADING = 25
_ROMAN = r"(?:phần\s+)?(?P<roman>(?-i:[IVX]{1,5}))\s*[.):/–-]\s*"
_HEADING = re.compile(
    rf"^(?:{_ROMAN}|(?:phần thứ \w+|chương [IVX]+|điều (?P<article>\d+))\s*[.:–-]?\s*|(?P<letter>(?-i:[A-H]))[.)]\s+"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]\s*|/\s+|(?:(?<=\.\d)|(?<=\.\d\d))\s+(?=[^\W\d_]))|(?P<small>[a-zđ])[.)]\s+)(?P<title>\S.*)$",
    re.IGNORECASE,
)
_LEVELS = {"letter": 0, "roman": 1, "article": 1, "number": 2, "small": 5}
_GROUP_LEVEL = 6
RESULTS = {"ket qua", "danh gia", "tinh hinh", "dac diem", "thuc trang", "ton tai", "han che"}
AIM = {"muc tieu tong quat", "muc tieu chung"}
TARGETS = {"chi tieu"}
PURPOSE = {"muc dich", "ieu cau", "doi tuong", "pham vi"}
WORK = {"noi dung", "nhiem vu", "giai phap", "bien phap", "phong trao thi dua"}
ORGANISATION = {"to chuc thuc hien", "phan cong", "trach nhiem"}
POST = re.compile(
    r"(?:PHÓ |Q\. ?)?(?:CHỦ TỊCH|BÍ THƯ|CHỦ NHIỆM|GIÁM ĐỐC|HIỆU TRƯỞNG|TRƯỞNG BAN|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG)"
    r"(?: .{0,40})?$"
)
_HEAD_ROWS = 4
_FEWEST_ROWS = 3
_NAMES = (
    "ten chi tieu",
    "noi dung chi tieu",
    "ten tieu chi",
    "noi dung",
    "danh muc",
    "tieu chi",
    "cac chi tieu",
    "chi tieu",
)
_UNITS = ("dvt", "don vi tinh", "dv tinh", "don vi")
_TARGETS = ("ke hoach", "kh", "giao", "muc tieu", "phan dau", "chi tieu", "du toan", "nam")
_WHO = ("phu trach", "theo doi", "thuc hien boi", "don vi thuc hien", "co quan", "chu tri", "bo phan", "phong ban")
_NOTES = ("ghi chu",)
_DITTO = ('"', "-nt-", "nt", "″", "''")
_ORDER = ("tt", "stt", "so tt")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a target with its words, or (without) the name of a group."""

    number: str
    name: str
    given: Given | None
    source: str
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of targets, row by row; its columns serve the next table too, which may go on without headings."""

    lines: tuple[Line, ...]
    columns: Columns
    width: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns stand; `targets` are further columns that give a target, each with its heading."""

    name: int
    target: int
    unit: int | None
    order: int | None
    who: int | None
    last: int | None
    note: int | None
    others: tuple[tuple[int, str], ...]
    doubt: str = ""


@dataclass(slots=True)
class Item:
    """A paragraph or a listed point, with its mark, and the points that hang below it."""

    text: str
    at: int
    mark: str = ""
    number: str = ""
    below: list[Item] = field(default_factory=list)

    def source(self) -> list[str]:
        """Its lines as they stand in the document."""
        return [f"{self.mark} {self.text}".strip(), *(line for item in self.below for line in item.source())]


@dataclass(slots=True)
class Part:
    """A heading with all that stands directly under it; `kind` follows from its title and the titles above it."""

    number: str
    title: str
    level: int
    path: tuple[Part, ...] = ()
    items: list[Item] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    def says(self, names: set[str]) -> bool:
        """Whether its title, or one above it, speaks of one of these things."""
        titles = [" ".join(words(part.title)) for part in (*self.path, self)]
        return any(name in title for title in titles for name in names)

    @property
    def chapter(self) -> Part:
        """The highest heading it belongs to."""
        return self.path[0] if self.path else self


@dataclass(slots=True)
class Outline:
    """What stands before the first heading, the parts, and every line of the foot."""

    head: list[Text]
    parts: list[Part]
    foot: list[Text]
    lines: list[Text]


def outline_of(blocks: Sequence[Block]) -> Outline:
    """The parts of a document; letterhead and signature tables are read as lines, tables of targets as sheets."""
    flat: list[Text | tuple[Sheet, int]] = list(_flat(blocks))
    lines = [one for one in flat if isinstance(one, Text)]
    flat = [one for one in flat if not (isinstance(one, Text) and one.text.startswith(NOTE))]
    foot_at = _foot(lines)
    foot = [line for line in lines if foot_at is not None and line.at >= foot_at]
    body = [one for one in flat if not (isinstance(one, Text) and one in foot)]
    outline = _parts(body, Outline([], [], foot, lines), headed=True)
    found = (one for part in outline.parts for item in part.items for one in targets_of(item.text))
    has_targets = any(part.sheets for part in outline.parts) or any(one.printed for one in found)
    return outline if has_targets else _parts(body, Outline([], [], foot, lines), headed=False)


def _parts(body: Sequence[Text | tuple[Sheet, int]], outline: Outline, *, headed: bool) -> Outline:
    """The body under its headings; not `headed`: a document without any, whose lines all stand in one part."""
    reader = _Parts(outline, headed)
    for place, one in enumerate(body):
        reader.take(one, body[place + 1] if place + 1 < len(body) else None)
    return outline


def _flat(blocks: Sequence[Block]) -> Iterator[Text | tuple[Sheet, int]]:
    before: Sheet | None = None
    for block in blocks:
        if isinstance(block, Text):
            yield block
        elif sheet := sheet_of(block, before):
            before = sheet
            yield sheet, block.at
        else:
            yield from _cell_lines(block)


def _cell_lines(table: Table) -> Iterator[Text]:
    """A table that only places text: its cells one after the other."""
    for row in table.rows:
        for cell in row:
            yield from (Text(line, table.at) for line in cell.split("\n") if line)


def _foot(lines: Sequence[Text]) -> int | None:
    """Where `Nơi nhận` or the signature begins, whichever is first, in the last third of the document."""
    tail = [
        line
        for line in lines[len(lines) // 3 :]
        if re.match(r"nơi nhận\s*:?|(?:TM\s*\.|T/M\b)\s*\w", line.text, re.I)
        or (line.text.isupper() and POST.match(line.text))
    ]
    return tail[0].at if tail else None


class _Parts:
    """Takes line after line and knows which heading it stands under."""

    def __init__(self, outline: Outline, headed: bool) -> None:
        self.outline = outline
        self.headed = headed
        self.open: list[Part] = []

    def take(self, one: Text | tuple[Sheet, int], after: Text | tuple[Sheet, int] | None) -> None:
        """A line or a table, with what follows it."""
        if isinstance(one, tuple):
            self._part().sheets.append(one[0])
            return
        match = _HEADING.match(one.text)
        if match and _is_heading(one.text, match, after):
            self._opens(_number(match), match["title"], _level(match))
        elif not self.open and _names_a_subject(one.text, self.outline.head, after):
            self._opens("", one.text, 0)
        elif not self.open and (self.headed or not any(given.printed for given in targets_of(one.text))):
            self.outline.head.append(one)
        elif not self.open:
            self._opens("", "", 0)
            self._item(one, match)
        elif _names_a_group(one.text, after):
            self._opens("", one.text.strip(MARKS + " :"), _GROUP_LEVEL)
        else:
            self._item(one, match)

    def _part(self) -> Part:
        if not self.open:
            self._opens("", "", 0)
        return self.open[-1]

    def _opens(self, number: str, title: str, level: int) -> None:
        while self.open and self.open[-1].level >= level:
            self.open.pop()
        part = Part(number, title.strip(" .:;"), level, tuple(self.open))
        self.open.append(part)
        self.outline.parts.append(part)

    def _goes_on(self, part: Part) -> None:
        """What follows a deeper part and belongs to a higher one stands after it, as in the document."""
        if part.items or part.sheets or any(part in one.path for one in self.outline.parts):
            self.open[-1] = Part(part.number, part.title, part.level, part.path)
            self.outline.parts.append(self.open[-1])

    def _item(self, line: Text, match: re.Match[str] | None) -> None:
        mark = line.text[0] if line.text[0] in MARKS else ""
        number = _number(match) if match and not match["roman"] else ""
        text = match["title"] if match and number else line.text.lstrip(MARKS + " ")
        while match and number and len(self.open) > 1 and self.open[-1].level >= _level(match):
            self.open.pop()
        if self.open[-1] is not self.outline.parts[-1]:
            self._goes_on(self.open[-1])
        items = self.open[-1].items
        item = Item(text, line.at, mark or (f"{number}." if number else ""), number)
        if items and _hangs_below(mark, items[-1]):
            items[-1].below.append(item)
        else:
            items.append(item)


def _hangs_below(mark: str, before: Item) -> bool:
    """A `+` under a `-`, or a `-` under a numbered point; or whatever follows `trong đó:`."""
    if not mark or mark == before.mark:
        return False
    return (mark in "+•·*" and before.mark != "") or (mark in "-–" and bool(before.number)) or _leads(before.text)


def _leads(text: str) -> bool:
    return re.search(r"(?:trong đó|gồm|cụ thể)\s*[:,]?$", text, re.IGNORECASE) is not None


def _number(match: re.Match[str]) -> str:
    found = next((match[name] for name in ("roman", "article", "letter", "number", "small") if match[name]), "")
    return found.upper() if match["roman"] else found


def _level(match: re.Match[str]) -> int:
    kind = next((name for name in _LEVELS if match[name]), "roman")
    return _LEVELS[kind] + (match["number"].count(".") if match["number"] else 0)


def _is_heading(text: str, match: re.Match[str], after: Text | tuple[Sheet, int] | None) -> bool:
    """A short numbered line without a target, above something deeper; capitals and roman numbers are always one."""
    if match["roman"] or match["letter"]:
        return len(text.split()) <= _MOST_WORDS_OF_A_HEADING * 2
    if match["article"]:
        return True
    if text.endswith(":"):
        return not any(one.target != "đạt" for one in targets_of(text))
    if len(text.split()) > _MOST_WORDS_OF_A_HEADING or text.endswith((".", ";")) or after is None:
        return False
    if any(one.printed for one in targets_of(text)):
        return False
    following = _HEADING.match(after.text) if isinstance(after, Text) else None
    return following is None or _level(following) > _level(match)


def _names_a_subject(text: str, head: Sequence[Text], after: Text | tuple[Sheet, int] | None) -> bool:
    """`Chỉ tiêu chủ yếu` above a numbered point, under a title that is complete."""
    if not head or KIND.fullmatch(head[-1].text) or not isinstance(after, Text) or len(text.split()) > 10:
        return False
    opens = " ".join(words(re.sub("^(?:các|những|một số) ", "", text, flags=re.IGNORECASE)))
    numbered = _HEADING.match(after.text)
    is_subject = opens.startswith(tuple(TARGETS | WORK | AIM | ORGANISATION))
    return is_subject and numbered is not None and numbered["number"] is not None


def _names_a_group(text: str, after: Text | tuple[Sheet, int] | None) -> bool:
    """`- Về kinh tế:` above lines of targets."""
    if not text.endswith(":") or len(text.split()) > 12 or _leads(text[:-1]) or targets_of(text):
        return False
    return isinstance(after, Text) and after.text[:1] in MARKS and bool(targets_of(after.text))


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def sheet_of(table: Table, before: Sheet | None = None) -> Sheet | None:
    """The targets of a table; None for a table that has no columns for a name and a target, nor those of `before`."""
    width = max((len(row) for row in table.rows), default=0)
    for rows in range(1, min(_HEAD_ROWS, len(table.rows)) + 1):
        columns = _columns(*_headings(table.rows[:rows]))
        if columns is None or not any(_has_amount(_cell(row, columns.target)) for row in table.rows[rows : rows + 12]):
            continue
        while rows < len(table.rows) and _goes_on(table.rows[rows], columns):
            rows += 1
            columns = _columns(*_headings(table.rows[:rows])) or columns
        return Sheet(tuple(_lines(table.rows[rows:], columns)), columns, width)
    known = before.columns if before and before.width == width else _guessed(table.rows, width)
    return Sheet(tuple(_lines(table.rows, known)), known, width) if known else None


def _guessed(rows: tuple[tuple[str, ...], ...], width: int) -> Columns | None:
    """The columns of a table without headings: one of units, one of amounts after it, one of names before."""

    def most(fits: Callable[[str], object], places: range) -> int | None:
        counts = {place: sum(bool(fits(_cell(row, place))) for row in rows) for place in places}
        best = max(counts, key=lambda place: counts[place], default=None)
        return best if best is not None and counts[best] * 2 > len(rows) else None

    unit = most(is_unit, range(width))
    if unit is None or len(rows) < _FEWEST_ROWS:
        return None
    target, name = most(_has_amount, range(unit + 1, width)), most(lambda cell: len(cell.split()) > 1, range(unit))
    order = most(lambda cell: re.fullmatch(r"\d+\.?|[IVX]+\.?|[-+]", cell), range(unit))
    if target is None or name is None:
        return None
    doubt = "bảng không có dòng tiêu đề, hiểu cột theo nội dung"
    return Columns(name, target, unit, order, None, None, None, (), doubt)


def _goes_on(row: tuple[str, ...], columns: Columns) -> bool:
    """Whether a row still belongs to the headings: it names no row and holds words only."""
    return not _cell(row, columns.name) and any(row) and not any(_has_amount(cell) for cell in row)


def _headings(rows: tuple[tuple[str, ...], ...]) -> tuple[list[str], list[str]]:
    """The words above each column, folded, of all heading rows together; and as written, of the lowest row.

    A merged heading counts for all columns under it.
    """
    width = max(len(row) for row in rows)
    found, lowest = [""] * width, [""] * width
    for depth, row in enumerate(rows):
        above = ""
        for place in range(width):
            cell = row[place] if place < len(row) else ""
            above = cell or (above if depth + 1 < len(rows) and rows[depth + 1][place : place + 1] != ("",) else "")
            found[place] = f"{found[place]} {cell or above}".strip()
            lowest[place] = cell or lowest[place]
    return [" ".join(words(text)) for text in found], lowest


def _columns(headings: list[str], written: list[str]) -> Columns | None:
    def first(names: tuple[str, ...], *, whole: bool = False) -> int | None:
        fits = (lambda text, name: text == name) if whole else (lambda text, name: re.search(rf"\b{name}\b", text))
        return next((place for name in names for place, text in enumerate(headings) if fits(text, name)), None)

    order, name, unit = first(_ORDER, whole=True), first(_NAMES, whole=True), first(_UNITS, whole=True)
    name = first(_NAMES) if name is None else name
    if unit is None:
        unit = first(_UNITS[:3])
    taken = {order, name, unit}
    who = next(
        (place for place, text in enumerate(headings) if place not in taken and any(one in text for one in _WHO)), None
    )
    note = first(_NOTES)
    taken |= {who, note}
    last = [
        place
        for place, text in enumerate(headings)
        if place not in taken and re.search(r"\b(?:thuc hien|th|uoc|ket qua)\b", text)
    ]
    targets = [
        place
        for place, text in enumerate(headings)
        if place not in taken and place not in last and any(re.search(rf"\b{one}\b", text) for one in _TARGETS)
    ]
    if name is None or not targets:
        return None
    others = tuple((place, _giver(written[place])) for place in targets[1:])
    return Columns(name, targets[0], unit, order, who, last[0] if last else None, note, others)


def _giver(heading: str) -> str:
    """Who gives the target of a further column: `HĐND xã giao` → `HĐND xã`."""
    return re.sub(r"\s*(?:giao|phấn đấu|đề ra|quyết nghị)\s*$", "", " ".join(heading.split()), flags=re.IGNORECASE)


def _cell(row: tuple[str, ...], place: int | None) -> str:
    return " ".join(row[place].split()) if place is not None and place < len(row) else ""


def _small(unit: str) -> str:
    """`Triệu đồng` as it stands in a sentence; an abbreviation keeps its capitals."""
    return unit[:1].lower() + unit[1:] if unit[1:2].islower() else unit


def _has_amount(cell: str) -> bool:
    return any(character.isdigit() for character in cell)


def _is_numbering(row: tuple[str, ...]) -> bool:
    """`(1) (2) (3)` or `A B 1 2` under the headings."""
    return all(re.fullmatch(r"\(?\w{0,2}\)?", cell.strip()) for cell in row)


def _lines(rows: tuple[tuple[str, ...], ...], columns: Columns) -> Iterator[Line]:
    """The rows; the one after "Trong đó" and those marked with a dash are parts of the row above."""
    inside, group, unit = False, "", ""
    for place, row in enumerate(rows):
        number, name = _cell(row, columns.order), _cell(row, columns.name)
        plain = name.strip(MARKS + " :;")
        if not plain or _is_numbering(row):
            continue
        if re.match(r"trong đó\W*$", plain, re.IGNORECASE):
            inside = True
            continue
        led = re.match(r"trong đó\s*[:,]?\s*(?=\w)", plain, re.IGNORECASE)
        dashed = bool(number and number in f"{MARKS}+") or (name[0] in MARKS and not group)
        inside = bool(led) or dashed or (inside and not number)
        group = "" if re.fullmatch(r"\d+\.?", number) else group
        plain = plain[led.end() :] if led else plain
        source = " | ".join(_cell(row, place) for place in range(len(row)) if _cell(row, place))
        unit = _small(_cell(row, columns.unit)) if _cell(row, columns.unit) not in _DITTO else unit
        found = _given(row, columns, plain, unit)
        if not found:
            group, inside = plain, False
            after = _cell(rows[place + 1], columns.order) if place + 1 < len(rows) else ""
            if re.fullmatch(r"(?:[IVX]+|[A-H])\.?", number) or plain.isupper() or after.startswith(f"{number}."):
                yield Line(number, plain, None, source)
            continue
        given, *others = found
        if group and re.fullmatch(r"(?:năng suất|sản lượng|diện tích)", plain, re.IGNORECASE):
            given = replace(given, name=f"{plain} {group[:1].lower()}{group[1:]}")
        yield Line(number, given.name, replace(given, inside=inside), source, _cell(row, columns.who))
        for other in others:
            yield Line(number, other.name, replace(other, inside=inside + 1), source, _cell(row, columns.who))


def _given(row: tuple[str, ...], columns: Columns, name: str, unit: str) -> list[Given]:
    """The target of a row, with those of the other columns; [] for a row that only names a group.

    A cell with more than an amount is read as a line of text: `45 (phấn đấu 50)`, `≥ 85; án rất nghiêm trọng trên 95`.
    """
    cell, note = _cell(row, columns.target), _cell(row, columns.note)
    if not cell and not unit:
        return []
    if cell and re.match(r"so với ", note, re.IGNORECASE):
        cell, note = f"{cell} {note}", ""
    single = target_of(cell, name, unit)
    found = [single] if single else _of_line(f"{name}: {cell}", unit)
    name = name[:1].upper() + name[1:]
    if not found:
        return [Given(name, unit, NONE, cell, doubts=(f"không đọc được chỉ tiêu '{cell}'",))]
    given, *others = found
    if _has_amount(note):
        given = _noted(given, name, cell, note, unit)
    given = _with_others(given, row, columns, unit)
    last = target_of(_cell(row, columns.last), name, unit) if columns.last is not None else None
    level = last.target.split(" ")[-1] if last and re.fullmatch(r"(?:[<>]=?|~) [\d.,]+", last.target) else ""
    doubts = (*given.doubts, columns.doubt) if columns.doubt else given.doubts
    return [replace(given, name=name, baseline=given.baseline or level, doubts=doubts), *others]


def _with_others(given: Given, row: tuple[str, ...], columns: Columns, unit: str) -> Given:
    """What further columns give: a second authority's target, the only one, or something that cannot be read."""
    for place, giver in columns.others:
        cell = _cell(row, place)
        other = target_of(cell, given.name, unit)
        doubts = other.doubts if other else (f"không đọc được mức {giver} giao '{cell}'",)
        if other is not None and other.target in (NONE, given.target):
            continue
        if other is not None and given.target == NONE and not given.printed:
            given, doubts = other, (*doubts, f"chỉ {giver} giao")
        elif other is not None:
            given = replace(given, also=(*given.also, (giver, other.target, cell)))
        given = replace(given, doubts=tuple(dict.fromkeys((*given.doubts, *doubts))))
    return given


def _of_line(line: str, unit: str) -> list[Given]:
    """The targets of a line in which numbers without a unit have the row's own."""
    return [
        replace(one, unit=one.unit or unit, doubts=tuple(said for said in one.doubts if said not in ABOUT_UNITS))
        for one in targets_of(line)
    ]


def _noted(given: Given, name: str, cell: str, note: str, unit: str) -> Given:
    """What a note of the row says more: `phấn đấu 68`, `HĐND xã giao 70`; another number in it is marked."""
    more = _of_line(f"{name}: {cell} {unit}, {note}", unit)[:1]
    if more and (more[0].stretch or more[0].also):
        return replace(given, stretch=more[0].stretch, also=more[0].also)
    return replace(given, doubts=(*given.doubts, f"ghi chú có số: '{note}'"))
