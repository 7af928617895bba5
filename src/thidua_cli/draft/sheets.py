"""A table of a document → its targets, row by row: which column holds what, which rows are parts, groups, notes."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..vietnamese.phrase_words import SMALL_NOUN, UNIT, period_of
from ..vietnamese.phrases import ABOUT_UNITS, NONE, Given, target_of, targets_of
from ..vietnamese.text import words
from .document import MARKS, Table

_HEAD_ROWS = 4
_FEWEST_ROWS = 3
_NAMES = (
    *("ten chi tieu", "noi dung chi tieu", "ten tieu chi", "noi dung", "danh muc", "tieu chi"),
    *("cac chi tieu", "chi tieu"),
)
_UNITS = ("dvt", "don vi tinh", "dv tinh", "don vi")
_TARGETS = ("ke hoach", "kh", "giao", "muc tieu", "phan dau", "chi tieu", "du toan", "nam")
_WHO = ("phu trach", "theo doi", "thuc hien boi", "don vi thuc hien", "co quan", "chu tri", "bo phan", "phong ban")
_DITTO = ('"', "-nt-", "nt", "″", "''")
_ORDER = ("tt", "stt", "so tt")
_ABSENT = -1
"""The place of a column that is not there: an empty cell at the end of each row."""


class Group(NamedTuple):
    """What a table calls the rows below."""

    number: str
    name: str


class Columns(NamedTuple):
    """Where the columns stand; `others` are further columns that give a target, each with its heading."""

    name: int
    target: int
    unit: int
    order: int
    who: int = _ABSENT
    last: int = _ABSENT
    note: int = _ABSENT
    others: tuple[tuple[int, str], ...] = ()
    doubt: str = ""


class Sheet(NamedTuple):
    """A table of targets, row by row; its columns serve the next table too, which may go on without headings."""

    rows: tuple[Given | Group, ...]
    columns: Columns
    width: int


def sheet_of(table: Table, before: Sheet | None = None) -> Sheet | None:
    """The targets of a table; None for a table that has no columns for a name and a target, nor those of `before`."""
    width = max(map(len, table.rows), default=0)
    rows = [(*(" ".join(cell.split()) for cell in row), *[""] * (width - len(row) + 1)) for row in table.rows]
    for head in range(1, min(_HEAD_ROWS, len(rows)) + 1):
        columns = _columns(*_headings(table.rows[:head]))
        if columns is None or not any(_has_amount(row[columns.target]) for row in rows[head : head + 12]):
            continue
        for row in rows[head:]:  # one that names nothing and holds words only still belongs to the headings
            if row[columns.name] or not any(row) or any(map(_has_amount, row)):
                break
            head += 1
            columns = _columns(*_headings(table.rows[:head])) or columns
        return Sheet(tuple(_lines(rows[head:], columns)), columns, width)
    known = before.columns if before and before.width == width else _guessed(rows, width)
    return Sheet(tuple(_lines(rows, known)), known, width) if known else None


def _guessed(rows: Sequence[Sequence[str]], width: int) -> Columns | None:
    """The columns of a table without headings: one of units, one of amounts after it, one of names before."""

    def most(fits: Callable[[str], object], places: range) -> int:
        counts = {place: sum(bool(fits(row[place])) for row in rows) for place in places}
        best = max(counts, key=lambda place: counts[place], default=_ABSENT)
        return best if counts.get(best, 0) * 2 > len(rows) else _ABSENT

    unit = most(lambda cell: re.fullmatch(UNIT, cell, re.IGNORECASE), range(width))
    target, name = most(_has_amount, range(unit + 1, width)), most(lambda cell: len(cell.split()) > 1, range(unit))
    order = most(lambda cell: re.fullmatch(r"\d+\.?|[IVX]+\.?|[-+]", cell), range(unit))
    if _ABSENT in (unit, target, name) or len(rows) < _FEWEST_ROWS:
        return None
    return Columns(name, target, unit, order, doubt="bảng không có dòng tiêu đề, hiểu cột theo nội dung")


def _headings(rows: tuple[tuple[str, ...], ...]) -> tuple[list[str], list[str]]:
    """The words above each column, folded, of all heading rows together, a merged one for all columns under it; and as
    written, of the lowest row."""
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
    def first(names: tuple[str, ...], pattern: str = r"\b{}\b") -> int:
        hits = (place for name in names for place, text in enumerate(headings) if re.search(pattern.format(name), text))
        return next(hits, _ABSENT)

    def free(fits: Callable[[int], object]) -> list[int]:
        return [place for place in range(len(headings)) if place not in taken and fits(place)]

    order, name, unit = (first(names, "^{}$") for names in (_ORDER, _NAMES, _UNITS))
    name = first(_NAMES) if name == _ABSENT else name
    unit = first(_UNITS[:3]) if unit == _ABSENT else unit
    taken = {order, name, unit}
    who = next(iter(free(lambda place: any(one in headings[place] for one in _WHO))), _ABSENT)
    note = first(("ghi chu",))
    taken |= {who, note}
    last = free(lambda place: re.search(r"\b(?:thuc hien|th|uoc|ket qua)\b", headings[place]))
    taken.update(last)
    of_targets = rf"\b(?:{'|'.join(_TARGETS)})\b"
    targets = free(lambda place: re.search(of_targets, headings[place]) or period_of(written[place]))
    if name == _ABSENT or not targets:
        return None
    targets.sort(key=lambda place: bool(period_of(written[place])))
    plain = [" ".join(written[place].split()) for place in targets]
    # `HĐND xã giao` → `HĐND xã`
    givers = [re.sub(r"(?i)\s*(?:giao|phấn đấu|đề ra|quyết nghị)\s*$", "", heading) for heading in plain]
    others = tuple(zip(targets, givers, strict=True))[1:]
    return Columns(name, targets[0], unit, order, who, last[0] if last else _ABSENT, note, others)


def _has_amount(cell: str) -> bool:
    return any(character.isdigit() for character in cell)


def _lines(rows: Sequence[Sequence[str]], columns: Columns) -> Iterator[Given | Group]:
    """The rows; the one after "Trong đó" and those marked with a dash are parts of the row above."""
    inside, group, unit = False, "", ""
    for place, row in enumerate(rows):
        number, name = row[columns.order], row[columns.name]
        plain = name.strip(MARKS + " :;")
        is_numbering = all(re.fullmatch(r"\(?\w{0,2}\)?|\(?\w\)?=.*", cell) for cell in row)  # `A B 1 2=`
        if not plain or is_numbering:
            continue
        if re.match(r"trong đó\W*$", plain, re.IGNORECASE):
            inside = True
            continue
        led = re.match(r"trong đó\s*[:,]?\s*(?=\w)", plain, re.IGNORECASE)
        dashed = bool(number and number in f"{MARKS}+") or (name[0] in MARKS and not group)
        inside = bool(led) or dashed or (inside and not number)
        group = "" if re.fullmatch(r"\d+\.?", number) else group
        plain = plain[led.end() :] if led else plain
        source = " | ".join(filter(None, row))
        named = row[columns.unit]
        if named not in _DITTO:
            unit = named[:1].lower() + named[1:] if named[1:2].islower() else named  # capitals of `UBND` stay
        found = _given(row, columns, plain, unit)
        if not found:
            group, inside = plain, False
            after = rows[place + 1][columns.order] if place + 1 < len(rows) else ""
            if re.fullmatch(r"(?:[IVX]+|[A-H])\.?", number) or plain.isupper() or after.startswith(f"{number}."):
                yield Group(number, plain)
            continue
        given, *others = (replace(one, source=source, supplier=row[columns.who]) for one in found)
        if group and SMALL_NOUN.fullmatch(plain):
            given = replace(given, name=f"{plain} {group[:1].lower()}{group[1:]}")
        yield replace(given, inside=inside)
        yield from (replace(other, inside=inside + 1) for other in others)


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
    doubts = (*given.doubts, columns.doubt) if columns.doubt else given.doubts
    return [replace(given, name=name, baseline=given.baseline or level, doubts=doubts), *others]


def _with_others(given: Given, row: Sequence[str], columns: Columns, unit: str) -> Given:
    """What further columns give: a second authority's target, the only one, or something that cannot be read."""
    for place, giver in columns.others:
        cell, period = row[place], period_of(giver)
        other = target_of(cell, given.name, unit)
        doubts = other.doubts if other else (f"không đọc được mức {giver} giao '{cell}'",)
        if other is not None and (other.target == NONE or (other.target == given.target and not period)):
            continue
        if other is not None and period:
            given = replace(given, periods=(*given.periods, (period, other.target)))
        elif other is not None and given.target == NONE and not given.printed:
            given, doubts = other, (*doubts, f"chỉ {giver} giao")
        elif other is not None:
            given = replace(given, also=(*given.also, (giver, other.target, cell)))
        given = replace(given, doubts=tuple(dict.fromkeys((*given.doubts, *doubts))))
    return given


def _of_line(line: str, unit: str) -> list[Given]:
    """The targets of a line in which numbers without a unit have the row's own."""
    found = ((one, tuple(said for said in one.doubts if said not in ABOUT_UNITS)) for one in targets_of(line))
    return [replace(one, unit=one.unit or unit, doubts=doubts) for one, doubts in found]
