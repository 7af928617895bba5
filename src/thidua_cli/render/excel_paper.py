"""Sentences on a sheet: a page of merged lines for the letterhead, the running text and the signature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .document import Blank, Block, Frame, Heading, Listing, Paragraph, Tone
from .excel_style import BODY, CENTRED, INKS, SMALL, TITLE, Look, Looks, Written, row_height
from .excel_text import checked
from .paper import ADDRESSED_TO, MOTTO, NATION, SENT_TO, addressee_lines, listed, number_line, recipient_lines

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
            self.halves(frame.superior.upper(), NATION, CENTRED, bold)
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
