"""A table on a sheet: real numbers, colours that follow the verdicts, bars of attainment, widths, print titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from .document import (
    Align,
    Annex,
    Blank,
    Block,
    Cell,
    Column,
    Frame,
    Heading,
    Listing,
    Paragraph,
    Row,
    RowKind,
    Table,
    Tone,
)
from .excel_style import (
    ALIGNS,
    BODY,
    CENTRED,
    FILLS,
    GROUP,
    HEADER,
    INKS,
    SMALL,
    TITLE,
    Look,
    Looks,
    Written,
    checked,
    fits_exactly,
    number_format,
    room_for,
    row_height,
    write_text,
)
from .paper import (
    ADDRESSED_TO,
    MOTTO,
    NATION,
    SENT_TO,
    addressee_lines,
    listed,
    number_line,
    printable,
    recipient_lines,
    superior_line,
)

NARROWEST, WIDEST, WIDEST_LABEL, NARROWEST_WRAPPED, WIDEST_WRAPPED = 5, 40, 36, 13, 24
PAGE_WIDTH = 155
"""What A4 on its side holds in letters of 10 points; a wider table is printed in smaller ones."""
LONGEST_RULE_TEXT = 60
BAR_COLUMN_WIDTH = 9
PERCENT = '0.00%;-0.00%;"≤ 0%"'
FIRST_PART, OTHER_PART = "Trong đó: ", "– "
INDENT = 1
BAR_INK = "#C6D3E0"


class TableWriter:
    """Writes one table at a row of a sheet; afterwards `inexact` names the cells that hold a number as text."""

    def __init__(self, sheet: Any, looks: Looks, table: Table, top: int) -> None:
        self.sheet, self.looks, self.table, self.top = sheet, looks, table, top
        self.label = table.label
        self.widths = widths_of(table)
        self.inexact: list[str] = []

    @property
    def bottom(self) -> int:
        """The row below the table."""
        return self.top + 1 + len(self.table.rows)

    def write(self) -> None:
        """Header, rows, colours and bars."""
        for at, column in enumerate(self.table.columns):
            write_text(self.sheet, self.top, at, column.title, self.looks(HEADER))
        titles = [
            Written(column.title, width, bold=True)
            for column, width in zip(self.table.columns, self.widths, strict=True)
        ]
        self.sheet.set_row(self.top, row_height(titles))
        before = RowKind.GROUP
        for place, row in enumerate(self.table.rows, self.top + 1):
            self._write_row(place, row, FIRST_PART if before is not RowKind.PART else OTHER_PART)
            before = row.kind
        self._colour_verdicts()
        self._draw_bars()

    def _write_row(self, place: int, row: Row, opening: str) -> None:
        if row.kind is RowKind.GROUP:
            text = "".join(str(cell.text) for cell in row.cells[:1])
            for at in range(len(self.table.columns)):
                write_text(self.sheet, place, at, "" if at else text, self.looks(GROUP))
            return
        for at, column in enumerate(self.table.columns):
            cell = row.cells[at] if at < len(row.cells) else Cell()
            look = self._look(cell, column)
            if at == self.label and row.kind is RowKind.PART:
                look = look._replace(indent=2, number=f'"{opening}"@')
            self._write_cell(place, at, cell, look)
        self.sheet.set_row(place, row_height(list(self._texts(row, opening))))

    def _texts(self, row: Row, opening: str) -> Iterator[Written]:
        """The cells that may be broken into lines."""
        for at, (column, cell, width) in enumerate(zip(self.table.columns, row.cells, self.widths, strict=False)):
            if column.wraps:
                is_part = at == self.label and row.kind is RowKind.PART
                text = f"{opening if is_part else ''}{cell.text}"
                yield Written(text, width - INDENT * (2 if is_part else 1), bold=_is_bold(cell))

    def _look(self, cell: Cell, column: Column) -> Look:
        quiet = INKS[Tone.QUIET] if cell.tone is Tone.QUIET else ""
        return Look(
            bold=cell.tone is Tone.STRONG,
            colour=quiet,
            align=ALIGNS[column.align],
            indent=int(column.align is Align.LEFT),
            wrap=column.wraps,
            ruled=True,
        )

    def _write_cell(self, row: int, at: int, cell: Cell, look: Look) -> None:
        text = printable(cell.text)
        if cell.fraction is not None and not text:
            self.sheet.write_number(row, at, cell.fraction, self.looks(look._replace(number=PERCENT, align="right")))
            return
        shape = None if cell.value is None else number_format(text, cell.value)
        if shape is not None and cell.value is not None and fits_exactly(cell.value):
            align = look.align if look.align == ALIGNS[Align.CENTRE] else ALIGNS[Align.RIGHT]
            self.sheet.write_number(row, at, cell.value, self.looks(look._replace(number=shape, align=align)))
            return
        if cell.value is not None and not fits_exactly(cell.value):
            self.inexact.append(xl_rowcol_to_cell(row, at))
        write_text(self.sheet, row, at, text, self.looks(look))

    def _colour_verdicts(self) -> None:
        """Rules, not paint: a verdict that somebody changes in the sheet changes its colour."""
        for at in range(len(self.table.columns)):
            for text, tone in self._toned_texts(at).items():
                quoted = text.replace('"', '""')
                rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": self.looks.colouring(tone)}
                self._add_rule(at, rule)

    def _toned_texts(self, at: int) -> dict[str, Tone]:
        cells = [row.cells[at] for row in self.table.rows if row.kind is not RowKind.GROUP and at < len(row.cells)]
        texts = {printable(cell.text): cell.tone for cell in cells if cell.tone in FILLS and cell.value is None}
        return {text: tone for text, tone in texts.items() if 0 < len(text) <= LONGEST_RULE_TEXT}

    def _draw_bars(self) -> None:
        """A bar in the cell, full at 100 %."""
        limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
        rule = {"type": "data_bar", "bar_color": BAR_INK, "bar_solid": True, "bar_no_border": True} | limits
        for at in range(len(self.table.columns)):
            cells = [row.cells[at] for row in self.table.rows if at < len(row.cells)]
            if any(cell.fraction is not None and not cell.text for cell in cells):
                self._add_rule(at, rule)

    def _add_rule(self, at: int, rule: dict[str, Any]) -> None:
        self.sheet.conditional_format(self.top + 1, at, self.bottom - 1, at, rule)


def widths_of(table: Table) -> list[int]:
    """A width for each column of the table; texts that are broken into lines get what the page has left."""
    found = [_width(table, at, column) for at, column in enumerate(table.columns)]
    widths = [width for width, _ in found]
    wanted = [longest - width for width, longest in found]
    spare = min(max(PAGE_WIDTH - sum(widths), 0), sum(wanted))
    return [width + spare * more // max(sum(wanted), 1) for width, more in zip(widths, wanted, strict=True)]


def _width(table: Table, at: int, column: Column) -> tuple[int, int]:
    """How wide a column is and how wide its longest text would have it."""
    cells = [row.cells[at] for row in table.rows if row.kind is not RowKind.GROUP and at < len(row.cells)]
    texts = [(str(cell.text), _is_bold(cell)) for cell in cells]
    title = _title_width(column.title)
    longest = max([title, *(room_for(text, bold=bold) + 1 for text, bold in texts)])
    if any(cell.fraction is not None for cell in cells):
        longest = max(longest, BAR_COLUMN_WIDTH)
    if not column.wraps:
        width = min(max(longest, NARROWEST), WIDEST)
        return width, width
    longest += INDENT
    words = [(word, bold) for text, bold in texts for word in text.split()]
    word = max([title, *(room_for(word, bold=bold) + INDENT for word, bold in words)])
    if column.key == table.label_key:
        width = min(max(longest, NARROWEST), WIDEST_LABEL)
    else:
        least = min(max(word, NARROWEST_WRAPPED, -(-longest // 2)), max(word, WIDEST_WRAPPED), WIDEST)
        width = max(min(longest, least), NARROWEST)
    return width, max(longest, width)


def _title_width(title: str) -> int:
    """The room in which a title stands on two lines at most."""
    words = title.split(" ")
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words))]
    return min(max(room_for(half, bold=True) for half in pair) for pair in halves) + 1


def _is_bold(cell: Cell) -> bool:
    """Written in bold letters, or made so by the rule that colours a verdict."""
    return cell.tone is Tone.STRONG or cell.tone in FILLS


class Bars(NamedTuple):
    """The bars of a table for a chart: what they name, what they measure, and each one's name, length and tone."""

    label: str
    title: str
    rows: tuple[tuple[str, Decimal, Tone], ...]


def attained(table: Table) -> Bars | None:
    """Name, attainment (1 is 100 %) and tone of every row that has a bar; None when no row has."""
    label, title, found = table.label, "", []
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=False):
            if cell.fraction is not None and label < len(row.cells):
                title = column.title
                found.append((str(row.cells[label].text), cell.fraction, cell.tone))
                break
    return Bars(table.columns[label].title, title, tuple(found)) if found else None


ROOM_TO_SIGN = 4


class TextWriter:
    """Writes lines downwards from a row, each over all columns of the sheet or over its left or right half."""

    def __init__(self, sheet: Any, looks: Looks, widths: Sequence[int]) -> None:
        self.sheet, self.looks, self.widths = sheet, looks, widths
        self.row = 0
        self.middle = len(self.widths) // 2

    def line(self, text: str, look: Look = BODY) -> None:
        """One text over all columns, as high as it needs to be."""
        self._across(0, len(self.widths) - 1, text, look)
        self.sheet.set_row(
            self.row, row_height([Written(text, room_of(self.widths) - look.indent, look.size, look.bold)])
        )
        self.row += 1

    def halves(self, left: str, right: str, left_look: Look = CENTRED, right_look: Look = CENTRED) -> None:
        """Two texts side by side."""
        self._across(0, self.middle - 1, left, left_look)
        self._across(self.middle, len(self.widths) - 1, right, right_look)
        rooms = room_of(self.widths[: self.middle]), room_of(self.widths[self.middle :])
        texts = [
            Written(text, room, look.size, look.bold)
            for text, room, look in ((left, rooms[0], left_look), (right, rooms[1], right_look))
        ]
        self.sheet.set_row(self.row, row_height(texts))
        self.row += 1

    def gap(self, lines: int = 1) -> None:
        """Empty rows."""
        self.row += lines

    def block(self, block: Block) -> None:
        """A heading, sentences, or room for the office's own; tables and charts have sheets of their own."""
        match block:
            case Heading():
                self.gap()
                self.line(block.text, Look(bold=True, size=13 if block.level == 1 else 12, wrap=True))
            case Paragraph():
                self.line(block.text, _toned(block.tone))
            case Listing(lines=(only,)):
                self.line(only)
            case Listing():
                for text in block.lines:
                    self.line(f"– {text}", BODY._replace(indent=1))
            case Blank():
                self.gap(block.lines)
            case _:
                return

    def head(self, frame: Frame) -> None:
        """Letterhead, kind of paper and subject, Kính gửi and căn cứ."""
        bold = CENTRED._replace(bold=True)
        if frame.superior:
            self.halves(superior_line(frame), NATION, CENTRED, bold)
            self.halves(frame.issuer.upper(), MOTTO, bold, bold._replace(size=12))
        else:
            self.halves(frame.issuer.upper(), NATION, bold, bold)
            self.halves("", MOTTO, bold, bold._replace(size=12))
        self.halves(number_line(frame), frame.place_and_day, CENTRED, CENTRED._replace(italic=True))
        self.gap()
        self.line(frame.kind, bold._replace(size=14))
        self.line(frame.subject, bold._replace(size=13))
        self.gap()
        for at, text in enumerate(addressee_lines(frame)):
            self.line(f"{ADDRESSED_TO} {text}" if at == 0 else text, CENTRED._replace(size=12))
        for text in listed(frame.bases):
            self.line(text, BODY._replace(italic=True))

    def foot(self, frame: Frame) -> None:
        """Nơi nhận on the left, signature on the right."""
        recipients = recipient_lines(frame)
        left = [SENT_TO, *(f"- {line}" for line in recipients)] if recipients else []
        right = [*frame.signature, *[""] * ROOM_TO_SIGN, frame.signatory]
        self.gap()
        for at in range(max(len(left), len(right))):
            first = left[at] if at < len(left) else ""
            second = right[at] if at < len(right) else ""
            small = Look(size=11, bold=at == 0, italic=at == 0, wrap=True)
            self.halves(first, second, small, CENTRED._replace(bold=True, size=12))

    def closing(self, lines: Iterable[str]) -> None:
        """The last lines of the page, with the ledger's anchor."""
        self.gap()
        for text in lines:
            self.line(text, SMALL)

    def annex(self, annex: Annex) -> None:
        """What stands above an annex of a paper."""
        self.line(annex.number, CENTRED._replace(bold=True, size=14))
        self.line(annex.title.upper(), CENTRED._replace(bold=True, size=13))
        if annex.attached:
            self.line(annex.attached, CENTRED._replace(italic=True, size=12))

    def title(self, text: str) -> None:
        """The title of a page without a letterhead."""
        self.line(text, TITLE)

    def _across(self, first: int, last: int, text: str, look: Look) -> None:
        safe = checked(text)
        if not safe:
            return
        if first == last:
            self.sheet.write_string(self.row, first, safe, self.looks(look))
            return
        self.sheet.merge_range(self.row, first, self.row, last, "", self.looks(look))
        self.sheet.write_string(self.row, first, safe, self.looks(look))


def room_of(widths: Sequence[int]) -> int:
    """The width of several columns as one: 5 pixels of each belong to its edges, a unit of width is 7."""
    return sum(widths) + 5 * (len(widths) - 1) // 7


def _toned(tone: Tone) -> Look:
    return BODY._replace(bold=tone is Tone.STRONG, colour=INKS.get(tone, ""))
