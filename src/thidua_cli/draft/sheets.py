"""A table of a document → its targets, row by row: which column holds what, which rows are parts, groups, notes."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..vietnamese import phrase_words as said
from ..vietnamese.numbers import size_of
from ..vietnamese.phrase_targets import NONE, Given
from ..vietnamese.phrases import ABOUT_UNITS, target_of, targets_of
from ..vietnamese.text import lowered, words
from .document import MARKS, Table, Text

_HEAD_ROWS = 4
_FEWEST_ROWS = 3
_NAMES: tuple[str, ...] = ("ten chi tieu", "noi dung chi tieu", "ten tieu chi", "noi dung", "danh muc", "tieu chi")
_NAMES += ("cac chi tieu", "chi tieu", "danh hieu")
_UNITS = ("dvt", "don vi tinh", "dv tinh", "^don vi$")
_TARGETS = r"\b(?:ke hoach|kh|giao|muc tieu|phan dau|chi tieu|du toan|dang ki|so luong)\b"
_OF_YEAR = re.compile(r"(?i)\bnăm\b|\b20\d\d\b|tổng|toàn|chung\b")
_COMPARED = re.compile(r"(?i)so với|so sánh|tăng|tốc độ|%|\bth\s?/\s?kh")
_OF_NO_YEAR = re.compile(
    r"(?i:giai đoạn|nhiệm kỳ|(?<!\d)\d năm|\b(?:tháng|quý|vụ|đợt)\b)"
    r"|(?i:thôn|buôn|làng|bản|ấp|xóm|khu phố|khối|tổ dân phố|TDP) (?:[^\W\d_a-zđ]|\d)"
)
_YEAR = re.compile(r"(?i)(năm học )?\b(20\d\d(?:\s?[-–]\s?20\d\d)?)(?![\d/])")
_WHO = "phu trach|theo doi|thuc hien boi|don vi thuc hien|co quan|chu tri|bo phan|phong ban"
_DITTO = ('"', "-nt-", "nt", "″", "''")
_GIVES = re.compile(r"(?i)\s*(?:giao|phấn đấu|đề ra|quyết nghị)\s*$")  # `HĐND xã giao`
GROUP = r"(?i)(?:(?:các |nhóm |những )*chỉ tiêu|lĩnh vực|về(?! đích))(?: [^\W\d]+[,;]?| [-–&]| \(\d+ chỉ tiêu\))+$"
"""What may name a group of targets without a number: `Về kinh tế`."""
_ABSENT = -1
"""The place of a column that is not there: an empty cell at the end of each row."""


class Group(NamedTuple):
    """What a table calls the rows below."""

    number: str
    name: str


class Columns(NamedTuple):
    """Where the columns stand; `others` are further columns that give a target, each with its heading and period."""

    name: int
    target: int
    unit: int
    order: int
    who: int = _ABSENT
    last: int = _ABSENT
    note: int = _ABSENT
    others: tuple[tuple[int, str, str], ...] = ()
    doubt: str = ""


class Sheet(NamedTuple):
    """A table of targets, row by row; its columns serve the next table too, which may go on without headings."""

    rows: tuple[Given | Group, ...]
    columns: Columns
    width: int
    lines: tuple[Text, ...]
    """The rows as text, without their order: where numbers may stand that became no target."""


def sheet_of(table: Table, year: int, before: Sheet | None = None) -> Sheet | None:
    """The targets of a table for a year (0: for any); None for a table that has no columns for a name and a target, nor
    those of `before`."""
    width = max(map(len, table.rows), default=0)
    rows = [(*(" ".join(cell.split()) for cell in row), *[""] * (width - len(row) + 1)) for row in table.rows]
    numbered = (at for at, row in enumerate(rows) if re.fullmatch(r"\d{1,2}\.?", row[0]) and not _is_numbering(row))
    for head in range(1, min(_HEAD_ROWS, next(numbered, len(rows))) + 1):
        columns = _columns(_headings(rows[:head]), year)
        if columns is None or not any(_has_amount(row[columns.target]) for row in rows[head : head + 12]):
            continue
        for row in rows[head:]:  # one that names nothing and holds words or years only still belongs to the headings
            named = row[columns.name] not in ("", rows[head - 1][columns.name])
            if named or not any(row) or not all(re.search(r"[^\W\d_]|^(?:20\d\d)?$", cell) for cell in row):
                break
            head += 1
            columns = _columns(_headings(rows[:head]), year) or columns
        break
    else:
        goes_on = before and before.width == width and not (all(rows[0][:width]) and not any(map(_has_amount, rows[0])))
        head, columns = 0, before.columns if before and goes_on else _guessed(rows, width)
    if columns is None:
        return None
    told = (row for row in rows[head:] if not _is_numbering(row))
    lines = (" | ".join(cell for place, cell in enumerate(row) if cell and place != columns.order) for row in told)
    return Sheet(tuple(_lines(rows[head:], columns)), columns, width, tuple(Text(line, table.at) for line in lines))


def _guessed(rows: Sequence[Sequence[str]], width: int) -> Columns | None:
    """The columns of a table without headings: one of units, one of amounts after it, one of names before."""

    def most(fits: Callable[[str], object], places: range) -> int:
        counts = {place: sum(bool(fits(row[place])) for row in rows) for place in places}
        best = max(counts, key=lambda place: counts[place], default=_ABSENT)
        return best if counts.get(best, 0) * 2 > len(rows) else _ABSENT

    unit = most(lambda cell: re.fullmatch(said.UNIT, cell, re.IGNORECASE), range(width))
    target, name = most(_has_amount, range(unit + 1, width)), most(lambda cell: len(cell.split()) > 1, range(unit))
    order = most(lambda cell: re.fullmatch(r"\d+\.?|[IVX]+\.?|[-+]", cell), range(unit))
    if _ABSENT in (unit, target, name) or len(rows) < _FEWEST_ROWS:
        return None
    return Columns(name, target, unit, order, doubt="bảng không có dòng tiêu đề, hiểu cột theo nội dung")


def _headings(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The words above each column, of all heading rows from above, a merged one for all columns under it."""
    found: list[list[str]] = [[] for _ in rows[0][1:]]
    for depth, row in enumerate(rows):
        above = ""
        for place, cell in enumerate(row[:-1]):
            above = cell or (above if depth + 1 < len(rows) and rows[depth + 1][place] else "")
            found[place] += [above] if above not in ("", *found[place][-1:]) else []
    return [pieces or [""] for pieces in found]


def _is_of(heading: str, year: int) -> bool:
    """Whether it names this year last (of a school year its first), or none; a span of years is another."""
    told = [years[:4] if school else years for school, years in _YEAR.findall(heading)]
    return not (told and year) or told[-1] == str(year)


def _period_of(pieces: Sequence[str]) -> str:
    """The period that the lowest heading names, `Trong đó: 6 tháng đầu năm 2026`, else the one above it."""
    plain = (" ".join(re.sub(r"(?i)[()]|(?:năm )?\b20\d\d\b", " ", piece).split()) for piece in reversed(pieces))
    return next(filter(None, map(said.period_of, plain)), "")


def _columns(above: list[list[str]], year: int) -> Columns | None:
    """Which column holds what, by the headings above each."""
    whole = [" ".join(pieces) for pieces in above]
    headings = [" ".join(words(text)) for text in whole]

    def first(*names: str) -> int:
        patterns = (form.format(name) for form in ("^{}$", r"\b{}\b") for name in names)
        return next((place for one in patterns for place, text in enumerate(headings) if re.search(one, text)), _ABSENT)

    order, name, unit = first("^tt$", "stt", "so tt"), first(*_NAMES), first(*_UNITS)
    free = [place for place in range(len(headings)) if place not in (order, name, unit)]
    who, note = next((place for place in free if re.search(_WHO, headings[place])), _ABSENT), first("ghi chu")
    free = [place for place in free if place not in (who, note)]
    results = [place for place in free if re.search(r"\b(?:thuc hien|th|uoc|ket qua)\b", headings[place])]
    found = _targets({place: above[place] for place in free if place not in results}, year)
    if name == _ABSENT or found is None:
        return None
    last = [place for place in results if _is_of(whole[place], year - 1) and not _COMPARED.search(whole[place])]
    dated = sorted(last, key=lambda place: not _YEAR.search(whole[place]))
    of_year = next((place for place in dated if not _period_of(above[place])), _ABSENT)
    target, others, doubt = found
    return Columns(name, target, unit, order, who, of_year, note, others, doubt)


def _targets(above: dict[int, list[str]], year: int) -> tuple[int, tuple[tuple[int, str, str], ...], str] | None:
    """The column of the year's targets, the others that give some, and what is doubtful about it. One of another year,
    of several, of a place, or one that compares, is taken only where there is no other."""
    whole = {place: " ".join(pieces) for place, pieces in above.items() if _is_of(" ".join(pieces), year)}
    periods = {place: period for place in whole if (period := _period_of(above[place]))}

    def told(words_above: Iterable[str]) -> bool:
        text = " ".join(words_above)
        return bool(re.search(_TARGETS, " ".join(words(text))) or _OF_YEAR.search(text))

    targets = [place for place, pieces in above.items() if told(pieces)]
    plain = [place for place in targets if place in whole and place not in periods]
    alike = [place for place in plain if not _COMPARED.search(whole[place]) and not _OF_NO_YEAR.search(whole[place])]
    own = [place for place in alike if told(above[place][-1:])]
    own.sort(key=lambda place: not _YEAR.search(whole[place]))  # one without a year may be of the year before
    best = [*own, *alike, *plain, *periods, *targets]
    if not best:
        return None
    chosen, is_sure = best[0], own or len(alike) == 1
    doubt = "" if is_sure else f"không rõ cột nào là chỉ tiêu của năm, lấy cột '{' '.join(above[chosen])}'"
    further = (place for place in (*own, *periods) if place != chosen)
    others = tuple((place, _GIVES.sub("", above[place][-1]), periods.get(place, "")) for place in further)
    return chosen, others, doubt


def _has_amount(cell: str) -> bool:
    return any(character.isdigit() for character in cell)


def _is_numbering(row: Sequence[str]) -> bool:
    return all(re.fullmatch(r"\(?\w{0,2}\)?|\(?\w\)?=.*", cell) for cell in row)  # `A B 1 2=`


def numbers_of(text: str) -> set[str]:
    """The numbers of a text, without zeros in front."""
    return {number.lstrip("0") for number in re.findall(said.NUMBER, text.replace("..", " "))}


def _lines(rows: Sequence[Sequence[str]], columns: Columns) -> Iterator[Given | Group]:
    """The rows; the one after "Trong đó" and those marked with a dash are parts of the row above."""
    inside, group, crop, unit = False, "", "", ""
    for place, row in enumerate(rows):
        number, name = row[columns.order], row[columns.name]
        plain = name.strip(MARKS + " :;")
        if not plain or _is_numbering(row):
            continue
        if re.match(rf"{said.OF_WHICH}\W*$", plain, re.IGNORECASE):
            inside = True
            continue
        led = re.match(rf"{said.OF_WHICH}[{MARKS}\s:,]*(?=\w)", plain, re.IGNORECASE)
        dashed = bool(number and number in f"{MARKS}+") or (name[0] in MARKS and not group)
        inside = bool(led) or dashed or (inside and not number)
        group = "" if re.fullmatch(r"\d+\.?", number) else group
        plain = said.crop_named(plain[led.end() :] if led else plain)
        unit = unit if row[columns.unit] in _DITTO else lowered(row[columns.unit])
        if not unit and (told := re.search(rf"\s*\(({said.UNIT})\)$", plain, re.IGNORECASE)):
            plain, unit = plain[: told.start()], told[1]  # `Tổng đàn bò (con)`
        found = _given(row, columns, plain, unit)
        after, below = (rows[place + 1][at] if place + 1 < len(rows) else "" for at in (columns.order, columns.name))
        if not found:
            group, inside = plain, False
            is_numbered = re.fullmatch(r"(?:[IVX]+|[A-H])\.?", number) or after.startswith(f"{number}.")
            if is_numbered or plain.isupper() or re.match(GROUP, plain):
                yield Group(number, plain)
            continue
        source, supplier = " | ".join(filter(None, row)), row[columns.who]
        given, *others = (replace(one, source=source, supplier=supplier) for one in found)
        crop = "" if re.fullmatch(r"\d+\.?", number) else crop
        if (noun := said.SMALL_NOUN.match(plain)) and plain[noun.end() :].lstrip()[:1] in ("", "("):
            name = f"{noun.group()} {lowered(group or crop)}{plain[noun.end() :]}"
            given, inside = replace(given, name=" ".join(name.split())), inside and not group
        else:
            crop = _crop_of(plain) or crop
        if number and after.startswith((f"{number.strip('.')}.", "a)")) and not re.match(f"(?i){said.OF_WHICH}", below):
            given = replace(given, doubts=(*given.doubts, f"các dòng từ {after} có thể là phần của dòng này (parts)"))
        yield replace(given, inside=inside)
        yield from (replace(other, inside=inside + 1) for other in others)


def _crop_of(name: str) -> str:
    """What a bare `Năng suất` below a row is of: `Lúa`, `Diện tích cà phê`; "" for a state of it, or anything else."""
    of = said.SMALL_NOUN.sub("", name, count=1).strip() if said.SMALL_NOUN.match(name) else name
    is_state = re.match("(?i)(?:cho|kinh doanh|thu hoạch|tái canh|hiện|cuối)(?!\\w)", of)
    return "" if is_state or said.DEED.match(of) or said.NOUN.match(of) else of


def _given(row: Sequence[str], columns: Columns, name: str, unit: str) -> list[Given]:
    """The target of a row, with those of the other columns; [] for a row that only names a group. A cell with more than
    an amount is read as a line of text: `45 (phấn đấu 50)`, `≥ 85; án rất nghiêm trọng trên 95`."""
    cell, note = row[columns.target], row[columns.note]
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
    if unit and not given.is_change and size_of(given.unit) != size_of(unit):
        beside = filter(_has_amount, (note, row[columns.last], *(row[place] for place, *_ in columns.others)))
        left_out = f", đã để ngoài: {listed}" if (listed := "; ".join(beside)) else ""
        given = replace(given, doubts=(*given.doubts, f"ô ghi '{cell}', cột đơn vị ghi {unit}{left_out}"))
        columns, note = columns._replace(last=_ABSENT, others=()), ""
    if lost := numbers_of(said.hidden(cell)) - numbers_of(str([replace(given, name=""), *others])):
        given = replace(given, doubts=(*given.doubts, f"trong ô còn số chưa đọc: {'; '.join(sorted(lost))}"))
    if _has_amount(note):
        # What the note says more: `phấn đấu 68`, `HĐND xã giao 70`; another number in it is marked.
        more = _of_line(f"{name}: {cell} {unit}, {note}", unit)[:1]
        if more and (more[0].stretch or more[0].also):
            given = replace(given, stretch=more[0].stretch, also=more[0].also)
        else:
            given = replace(given, doubts=(*given.doubts, f"ghi chú có số: '{note}'"))
    given = _with_others(given, row, columns, unit)
    last = target_of(row[columns.last], name, unit)
    level = last.target.split(" ")[-1] if last and re.fullmatch(r"(?:[<>]=?|~) [\d.,]+", last.target) else ""
    doubts = tuple(dict.fromkeys((*given.doubts, *filter(None, (columns.doubt,)), *said.of_each(name, unit))))
    return [replace(given, name=name, baseline=given.baseline or level, doubts=doubts), *others]


def _with_others(given: Given, row: Sequence[str], columns: Columns, unit: str) -> Given:
    """What further columns give: a second authority's target, the only one, or something that cannot be read."""
    for place, giver, period in columns.others:
        cell = row[place]
        other = target_of(cell, given.name, unit)
        if other is None or (other.target == NONE and _has_amount(cell)):
            doubts: tuple[str, ...] = (f"không đọc được mức {giver}{'' if period else ' giao'} '{cell}'",)
        elif other.target == NONE or (other.target == given.target and not period):
            continue
        elif period:
            given, doubts = replace(given, periods=(*given.periods, (period, other.target))), other.doubts
        elif given.target == NONE and not given.printed:
            given, doubts = other, (*other.doubts, f"chỉ {giver} giao")
        else:
            given, doubts = replace(given, also=(*given.also, (giver, other.target, cell))), other.doubts
        given = replace(given, doubts=tuple(dict.fromkeys((*given.doubts, *doubts))))
    return given


def _of_line(line: str, unit: str) -> list[Given]:
    """The targets of a line in which numbers without a unit have the row's own."""
    found = ((one, tuple(doubt for doubt in one.doubts if doubt not in ABOUT_UNITS)) for one in targets_of(line))
    return [replace(one, unit=one.unit or unit, doubts=doubts) for one, doubts in found]
