"""What stands on a sheet: the looks of cells, a table with real numbers and coloured verdicts, lines of text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from typing import Any

from xlsxwriter.utility import xl_pixel_width, xl_rowcol_to_cell

from ..errors import InvalidInput
from ..vietnamese.numbers import write_number
from . import document as doc
from .document import Align, Frame, RowKind, Table, Tone

FONT = "Times New Roman"
INKS = {Tone.GOOD: "#1F6F43", Tone.FAIR: "#8A5A00", Tone.BAD: "#B3261E", Tone.QUIET: "#6B6B6B"}
FILLS = {Tone.GOOD: "#E3F1E8", Tone.FAIR: "#FBF0DA", Tone.BAD: "#FBE3E1"}
RULE, BAND, BAR_INK = "#BFBBB2", "#F1EEE7", "#C6D3E0"
Look = Mapping[str, Any]
"""What a cell looks like, as XlsxWriter's properties of a format."""
BODY: Look = {"text_wrap": True}
RULED: Look = {"border": 1, "border_color": RULE}
CENTRED: Look = {"align": "center", "text_wrap": True}
BOLD: Look = {"bold": True}
ITALIC: Look = {"italic": True}
DOTTED: Look = {"bottom": 7, "bottom_color": INKS[Tone.QUIET]}
HEADER: Look = {**RULED, **CENTRED, **BOLD, "bg_color": BAND, "valign": "vcenter"}
GROUP: Look = {**BOLD, "bg_color": "#FAF8F4", "top": 1, "bottom": 1, "top_color": RULE, "bottom_color": RULE}
HEADLINE: Look = {**BOLD, "font_size": 14}
TITLE: Look = {**HEADLINE, **BODY}
SMALL: Look = {**BODY, "font_size": 9, "font_color": INKS[Tone.QUIET]}
PERCENT = '0.00%;-0.00%;"≤ 0%"'
LONGEST_RULE_TEXT = 60


def looks_of(workbook: Any) -> Callable[[Look], Any]:
    """What gives the workbook's format for a look, made when first asked for."""

    @cache
    def made(*look: tuple[str, Any]) -> Any:
        return workbook.add_format({"align": "left", "valign": "top", **dict(look)})

    return lambda look: made(*look.items())


MOST_CHARACTERS = 32_767


def checked(text: object) -> str:
    """The doc.printable text; raises InvalidInput for more characters than a cell of Excel holds."""
    safe = doc.printable(text)
    if len(safe.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        hint = "rút ngắn ghi chú đó, hoặc in ra dạng khác: --format html"
        raise InvalidInput(f"một ô dài {len(safe)} ký tự, mà ô của Excel chỉ chứa 32.767 ký tự", hint=hint)
    return safe


MOST_DIGITS = 15
LONGEST_LITERAL = 40
_AROUND = re.compile(r"([^\d\"\\]*?)(-?[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]+)?)([^\d\"\\]*)", re.ASCII)


def number_format(text: str, value: Decimal) -> str | None:
    """The number format under which `value` reads as `text` does (`+222`, `-0,2 điểm %`, `≤ 23`).

    None where no format can: the text says another number, or holds more than one.
    """
    match = _AROUND.fullmatch(text.strip())
    if match is None:
        return None
    before, number, after = match.groups()
    places = len(number.partition(",")[2])
    if write_number(value, places) != number or max(len(before), len(after)) > LONGEST_LITERAL:
        return None
    opening, ending = (f'"{text}"' if text else "" for text in (before, after))
    core = "#,##0" + ("." + "0" * places if places else "") + ending
    return f"+{core};-{core};{core}" if before == "+" else opening + core


def fits_exactly(value: Decimal) -> bool:
    """Whether a spreadsheet keeps the value exactly: at most 15 digits."""
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    return len(digits) <= MOST_DIGITS and abs(value.adjusted()) < MOST_DIGITS


PAGE = 1100
"""Pixels that A4 on its side holds in letters of 10 points; a wider table is printed in smaller ones."""
NARROWEST, WIDEST, BAR, AROUND, INDENT = 40, 280, 68, 16, 9
READABLE_LABEL, READABLE_TEXT, READABLE_HALF = 250, 95, 170
POINTS_PER_LINE, HIGHEST_ROW = 15, 409


def widths_of(table: Table) -> list[int]:
    """Pixels for each column: figures and words whole, texts on several lines with the room that the page has left."""
    wishes = []
    for at, column in enumerate(table.columns):
        texts = table.texts(at)
        title = max([pixels(column.title) // 2 + AROUND, *map(pixels, column.title.split())])  # on two lines or so
        bar = BAR if any(row.cell(at).fraction is not None for row in table.items) else 0
        most = max([NARROWEST, title, bar, *map(pixels, texts)])
        readable = max(READABLE_TEXT, min(most // 2, READABLE_HALF))
        readable = READABLE_LABEL if column.key == table.label_key else readable
        words = [pixels(word) for text in texts for word in text.split()] if column.wraps else [most]
        least = max([NARROWEST, title, min(most, readable), *words])
        wishes.append((min(least, WIDEST), *doc.in_lines(most)))
    return doc.shared_out(wishes, PAGE)


def pixels(text: str) -> int:
    """How wide a text of 11 points is, as XlsxWriter measures it, in bold letters at need, with the cell's edges."""
    return max(int(xl_pixel_width(line)) for line in text.split("\n")) * 21 // 20 + AROUND


def height_of(text: str, room: int, size: int = 11) -> int:
    """Points for a text in so many pixels: merged cells do not grow by themselves."""
    room_per_line = 11 * max(room - AROUND, 1)
    lines = sum(max(-(-int(xl_pixel_width(line)) * size // room_per_line), 1) for line in text.split("\n"))
    return min(lines * POINTS_PER_LINE * max(size, 11) // 11 + 2, HIGHEST_ROW)


def _rules(table: Table, at: int, looks: Callable[[Look], Any]) -> Iterator[dict[str, Any]]:
    """Rules, not paint: a verdict that somebody changes in the sheet changes its colour; bars are full at 100 %."""
    cells = [row.cell(at) for row in table.items]
    toned = {doc.printable(cell.text): cell.tone for cell in cells if cell.tone in FILLS and cell.value is None}
    for text, tone in toned.items():
        if 0 < len(text) <= LONGEST_RULE_TEXT:
            quoted, colours = text.replace('"', '""'), {"font_color": INKS[tone], "bg_color": FILLS[tone]}
            yield {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": looks({**BOLD, **colours})}
    if any(cell.fraction is not None and not cell.text for cell in cells):
        limits = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
        yield {"type": "data_bar", "bar_color": BAR_INK, "bar_solid": True, "bar_no_border": True, **limits}


ROOM_TO_SIGN = 4
MOST_FROZEN_WIDTH = 350
MOST_LINES_ABOVE = 6
"""So many lines of text may be frozen above a table's header."""


class Sheet:
    """A sheet that is written downwards: lines of text over all its columns or a half of them, tables, blocks."""

    def __init__(self, worksheet: Any, looks: Callable[[Look], Any], widths: Sequence[int] = ()) -> None:
        self.worksheet, self.looks, self.widths, self.row = worksheet, looks, widths, 0
        self.heights: list[int] = []
        self.kept: set[int] = set()
        """Rows that no page may end with."""
        for at, width in enumerate(widths):
            worksheet.set_column_pixels(at, at, width)

    def text(self, row: int, column: int, text: object, look: Look) -> None:
        """A text as a text; an empty one as a blank cell. Raises InvalidInput where Excel would cut it."""
        if safe := checked(text):  # not by write(): in XlsxWriter 3.2 it makes a formula of `{=…}`
            self.worksheet.write_string(row, column, safe, self.looks(look))
        else:
            self.worksheet.write_blank(row, column, None, self.looks(look))

    def figure(self, row: int, column: int, text: str, value: Decimal | None, look: Look) -> bool:
        """A number shown as the text; else the text. Whether a number had too many digits to be written as one."""
        if value is not None and fits_exactly(value) and (shape := number_format(text, value)):
            align = "center" if look.get("align") == "center" else "right"
            self.worksheet.write_number(row, column, value, self.looks({**look, "num_format": shape, "align": align}))
        else:
            self.text(row, column, text, look)
        return value is not None and not fits_exactly(value)

    def line(self, text: str, look: Look = BODY) -> None:
        """One text over all columns, as high as it needs to be."""
        self._side_by_side((text, look))

    def _side_by_side(self, *parts: tuple[str, Look]) -> None:
        """Texts on one row, each over as many columns."""
        first, heights = 0, [0]
        for at, (text, look) in enumerate(parts, 1):
            safe, end = checked(text), len(self.widths) * at // len(parts)
            heights.append(height_of(safe, sum(self.widths[first:end]), look.get("font_size", 11)))
            if safe and end - first > 1:
                self.worksheet.merge_range(self.row, first, self.row, end - 1, "", self.looks(look))
            if safe:
                self.worksheet.write_string(self.row, first, safe, self.looks(look))
            first = end
        self._end_row(max(heights))

    def _end_row(self, height: int) -> None:
        self.worksheet.set_row(self.row, height)
        self.heights.append(height)
        self.row += 1

    def table(self, table: Table) -> int:
        """Header, rows, colours and bars, the header in sight and on every printed page; how high that is.

        No page ends with the heading of a group, or just before the last row.
        """
        top, places, titles = self.row, range(len(table.columns)), [column.title for column in table.columns]
        names = table.label + 1
        if top <= MOST_LINES_ABOVE:
            self.worksheet.freeze_panes(top + 1, names if sum(self.widths[:names]) <= MOST_FROZEN_WIDTH else 0)
            self.worksheet.repeat_rows(top)
        for at in places:
            self.text(top, at, titles[at], HEADER)
        self._end_row(max(map(height_of, titles, self.widths)))
        inexact: list[str] = []
        for row, is_first_part in table.with_first_parts():
            if row.kind is RowKind.GROUP:
                for at in places:
                    self.text(self.row, at, "" if at else row.cell(0).text, GROUP)
                self.kept.add(self.row)
                self.gap()
            else:
                inexact += self._row(table, row, f"{doc.PARTS} " if is_first_part else "– ")
        for at in places:
            for rule in _rules(table, at, self.looks):
                self.worksheet.conditional_format(top + 1, at, self.row - 1, at, rule)
        self.kept |= {self.row - 3, self.row - 2}
        if inexact:
            what = "Số dài hơn 15 chữ số được ghi dạng chữ để không mất chữ số nào"
            self.line(f"{what}: ô {', '.join(inexact)}.", SMALL)
        return self.heights[top]

    def _row(self, table: Table, row: doc.Row, opening: str) -> list[str]:
        """The cells of a row; gives the names of those that hold a number as text."""
        heights, inexact = [height_of("", 1)], []
        for at, column in enumerate(table.columns):
            cell, room = row.cell(at), self.widths[at]
            look = {**RULED, "align": column.align, "indent": int(column.align is Align.LEFT)}
            look |= {"text_wrap": column.wraps, "bold": cell.tone is Tone.STRONG}
            look |= {"font_color": INKS[Tone.QUIET]} if cell.tone is Tone.QUIET else {}
            text = measured = doc.printable(cell.text)
            if at == table.label and row.kind is RowKind.PART:
                look = {**look, "indent": 2, "num_format": f'"{opening}"@'}
                measured, room = f"{opening}{text}", room - INDENT
            heights += [height_of(measured, room)] if column.wraps else []
            if cell.fraction is not None and not text:
                percent = {**look, "num_format": PERCENT, "align": "right"}
                self.worksheet.write_number(self.row, at, cell.fraction, self.looks(percent))
            elif self.figure(self.row, at, text, cell.value, look):
                inexact.append(xl_rowcol_to_cell(self.row, at))
        self._end_row(max(heights))
        return inexact

    def page_breaks(self, room: int, repeated: int = 0) -> Iterator[int]:
        """The rows with which pages of so many points begin; a table's header is `repeated` on each."""
        used = first = 0
        for at, height in enumerate(self.heights):
            if used + height > room:
                start = at
                while start - 1 > first and start - 1 in self.kept:
                    start -= 1
                yield start
                first, used = start, repeated + sum(self.heights[start:at])
            used += height

    def gap(self, lines: int = 1) -> None:
        """Empty rows."""
        self.heights += [POINTS_PER_LINE] * lines
        self.row += lines

    def blocks(self, blocks: Sequence[doc.Block]) -> None:
        """Headings, sentences, room for the office's own; tables and charts have sheets of their own."""
        for block in blocks:
            match block:
                case doc.Heading():
                    self.gap()
                    self.kept.add(self.row)
                    self.line(block.text, {**BODY, **BOLD, "font_size": 13 if block.level == 1 else 12})
                case doc.Paragraph(tone=Tone.ATTACHED):
                    self.line(block.text, {**BODY, **ITALIC})
                case doc.Paragraph():
                    colour = {"font_color": INKS[block.tone]} if block.tone in INKS else {}
                    self.line(block.text, {**BODY, **colour, "bold": block.tone is Tone.STRONG})
                case doc.Listing(lines=(only,)):
                    self.line(only)
                case doc.Listing():
                    for text in block.lines:
                        self.line(f"– {text}", {**BODY, "indent": 1})
                case doc.Annex():
                    self.line(block.number, {**CENTRED, **BOLD, "font_size": 14})
                    self.line(block.title.upper(), {**CENTRED, **BOLD, "font_size": 13})
                    if block.attached:
                        self.line(block.attached, {**CENTRED, **ITALIC, "font_size": 12})
                case doc.Blank():
                    self.kept.update(range(self.row, self.row + block.lines - 1))
                    for _ in range(block.lines):
                        self.line(" ", DOTTED)

    def head(self, frame: Frame) -> None:
        """Letterhead, kind of paper and subject, Kính gửi and căn cứ."""
        bold = {**CENTRED, **BOLD}
        left = [(frame.superior_line(), CENTRED)] if frame.superior else []
        left += [(frame.issuer.upper(), bold), ("", CENTRED)]
        for (text, look), (nation, size) in zip(left, ((doc.NATION, 11), (doc.MOTTO, 12)), strict=False):
            self._side_by_side((text, look), (nation, {**bold, "font_size": size}))
        self._side_by_side((frame.number_line(), CENTRED), (frame.place_and_day, {**CENTRED, **ITALIC}))
        self.gap()
        self.line(frame.kind, {**bold, "font_size": 14})
        self.line(doc.broken_subject(frame.subject), {**bold, "font_size": 13})
        self.gap()
        for at, text in enumerate(frame.addressee_lines()):
            self.line(text if at else f"{doc.ADDRESSED_TO} {text}", {**CENTRED, "font_size": 12})
        for text in doc.listed(frame.bases):
            self.line(text, {**BODY, **ITALIC})

    def foot(self, frame: Frame) -> None:
        """Nơi nhận on the left, signature on the right, on the page of what stands above and of the closing lines."""
        left = [doc.SENT_TO, *frame.recipient_lines()]
        right = [*frame.signature, *[""] * ROOM_TO_SIGN, frame.signatory]
        above = self.row - 2
        self.gap()
        for at, (first, second) in enumerate(zip_longest(left, right, fillvalue="")):
            small = BODY if at else {**BODY, **BOLD, **ITALIC}
            self._side_by_side((first, small), (second, {**CENTRED, **BOLD, "font_size": 12}))
        self.kept.update(range(above, self.row + 1))

    def closing(self, lines: Iterable[str]) -> None:
        """The last lines of the page, with the ledger's anchor."""
        self.gap()
        for text in lines:
            self.line(text, SMALL)
