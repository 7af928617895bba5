"""A page without a format: titles, sentences and tables whose cells hold a text and, where it is one, a number.

Then what formats share: bars, printable texts, the words around an official paper (Nghị định 30/2020/NĐ-CP).
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from ..vietnamese.text import CONTROLS, fold, nfc, sanitise


class Tone(StrEnum):
    """What a cell means for the eye; never the only carrier of a meaning. `attached`: what an annex belongs to."""

    PLAIN = "plain"
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    QUIET = "quiet"
    STRONG = "strong"
    ATTACHED = "attached"


class Align(StrEnum):
    """Where a column's text stands, as libraries spell it."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "center"


class Cell(NamedTuple):
    """A text for people; `value` is the same figure as a number (exact, in the column's unit), for spreadsheets.

    `fraction` (0..1 and beyond, exact decimal) asks for a bar of attainment where the format can draw one.
    """

    text: str = ""
    value: Decimal | None = None
    tone: Tone = Tone.PLAIN
    fraction: Decimal | None = None


class Column(NamedTuple):
    """A column of a table.

    `key` names it for machines (CSV header, tests); `rank` says in which order columns leave a page that is
    too narrow: rank 0 never leaves while its rows differ, a higher rank leaves earlier.
    `wraps`: its text may be broken at spaces.
    `joins`: when it leaves, its text follows in brackets in the column of that key.
    `counts`: it numbers the rows of this page only, so a card does without it.
    `is_order`: its numbers count the rows or name their order (TT, Hạng), so they stand in the middle, not in line.
    `is_typed`: it is for typing in commands, and printed papers leave it out.
    """

    key: str
    title: str
    align: Align = Align.LEFT
    rank: int = 0
    wraps: bool = False
    joins: str = ""
    counts: bool = False
    is_order: bool = False
    is_typed: bool = False


class RowKind(StrEnum):
    """A group heading (one text over all columns), an ordinary row, or a part ("Trong đó") of the row above."""

    GROUP = "group"
    ITEM = "item"
    PART = "part"


class Row(NamedTuple):
    """One row: a cell for each column (a group heading has just one); `is_total`: it sums up the rows above it.

    `key` is what the row is about, for formats whose lines stand alone: an indicator's id.
    """

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.ITEM
    is_total: bool = False
    key: str = ""

    def cell(self, place: int) -> Cell:
        """The cell in that column; an empty one where the row is too short."""
        return self.cells[place] if place < len(self.cells) else Cell()


class Table(NamedTuple):
    """Rows under columns; the heading right above, if any, says what they are."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    label_key: str = ""
    """The column that names a row when the table is turned into one card per row."""
    key_title: str = ""
    """What the keys of the rows are, where the headings do not say it: `Mã`."""
    name: str = ""
    """What the table is called in a word or two, where a format gives each table a sheet of its own."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to set in lines and columns."""
        return not self.rows or not self.columns

    @property
    def label(self) -> int:
        """The place of the column that names a row; the first where none is named."""
        return next((at for at, column in enumerate(self.columns) if column.key == self.label_key), 0)

    @property
    def items(self) -> list[Row]:
        """The rows that are no heading of a group."""
        return [row for row in self.rows if row.kind is not RowKind.GROUP]

    def texts(self, place: int) -> list[str]:
        """What a column says, row by row."""
        return [row.cell(place).text for row in self.items]

    def speaking(self) -> "Table":
        """The table with the columns that say something in at least one row, and the one that names the rows."""
        says = [
            any(row.cell(at).fraction is not None or printable(row.cell(at).text).strip() for row in self.items)
            for at in range(len(self.columns))
        ]
        kept = [at for at, has_words in enumerate(says) if has_words or at == self.label]
        cells = (row.cells if row.kind is RowKind.GROUP else map(row.cell, kept) for row in self.rows)
        rows = tuple(row._replace(cells=tuple(left)) for row, left in zip(self.rows, cells, strict=True))
        return self._replace(columns=tuple(self.columns[at] for at in kept), rows=rows)

    def with_first_parts(self) -> list[tuple[Row, bool]]:
        """Each row, and whether it is the first part of the row above it, so that "Trong đó:" stands before it."""
        above = (RowKind.GROUP, *(row.kind for row in self.rows))
        return [(row, row.kind is RowKind.PART is not kind) for row, kind in zip(self.rows, above, strict=False)]


class Heading(NamedTuple):
    """A heading inside the page; level 1 is `I.`, 2 is `1.`."""

    text: str
    level: int = 1


class Annex(NamedTuple):
    """Where an annex of a paper begins: after its signature, on pages of its own (Nghị định 30/2020/NĐ-CP, III.1).

    `number` is `Phụ lục`, of several `Phụ lục I`; `attached` says to what: `(Kèm theo Báo cáo số …)`. The blocks up to
    the next annex are its content.
    """

    number: str
    title: str
    attached: str = ""


class Paragraph(NamedTuple):
    """A sentence or more."""

    text: str
    tone: Tone = Tone.PLAIN


class Listing(NamedTuple):
    """Sentences that belong together, one below the other."""

    lines: tuple[str, ...]


class Blank(NamedTuple):
    """Room for text that the office writes itself, so many lines of it."""

    lines: int = 3


class Point(NamedTuple):
    """One point of a line: its place on the axis 0..1 (exact), its figure, and both in words."""

    along: Decimal
    value: Decimal
    label: str
    text: str


class Series(NamedTuple):
    """A small line of one indicator over the year, with its target where there is one."""

    name: str
    unit: str
    points: tuple[Point, ...]
    target: Decimal | None = None
    target_text: str = ""


class Charts(NamedTuple):
    """Small lines, one per indicator; formats that cannot draw leave them out (their numbers stand in the tables)."""

    caption: str
    series: tuple[Series, ...]


Block = Heading | Annex | Paragraph | Listing | Blank | Charts | Table


class Frame(NamedTuple):
    """What surrounds an official paper (Nghị định 30/2020/NĐ-CP, Phụ lục I); empty texts stay blank for the clerk.

    `symbol` is `/BC-UBND`; `place_and_day` is `Đắk La, ngày … tháng 7 năm 2024`; `kind` is `BÁO CÁO` and
    `subject` its trích yếu; `bases` are the Căn cứ lines; `signature` are the lines above the name.
    """

    superior: str = ""
    issuer: str = ""
    symbol: str = ""
    place_and_day: str = ""
    kind: str = ""
    subject: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    signatory: str = ""

    def superior_line(self) -> str:
        """The superior body in capitals, its usual words abbreviated (II.2.a): `UBND HUYỆN ĐẮK HÀ`."""
        return printable(self.superior).upper().replace("ỦY BAN NHÂN DÂN", "UBND")

    def number_line(self) -> str:
        """`Số:      /BC-UBND`, with room for the clerk's number."""
        return "Số:" + "\u00a0" * 6 + self.symbol

    def addressee_lines(self) -> list[str]:
        """Whom the paper goes to, line by line: one name as it is, several with dashes, ended by ";" and "."."""
        names = listed(self.addressees)
        return [f"- {name}" for name in names] if len(names) > 1 else [name.removesuffix(".") for name in names]

    def recipient_lines(self) -> list[str]:
        """Nơi nhận with dashes: "Như trên" first after a Kính gửi, "Lưu: VT, VP" last unless the plan names its own."""
        names = [_bare(line) for line in self.recipients]
        if self.addressees and not any(fold(name).startswith(fold(SAME_AS_ABOVE)) for name in names):
            names.insert(0, SAME_AS_ABOVE)
        kept = [name for name in names if fold(name).startswith("luu:")]
        return [f"- {name}" for name in listed([*(name for name in names if name not in kept), *(kept or [KEPT])])]


class Document(NamedTuple):
    """What people read: title, blocks in reading order, closing lines.

    `frame` is given for papers that an office signs and sends; `notice` stands above rows that have no title;
    `again` is the sentence that a screen repeats below its long table.
    """

    title: str
    blocks: tuple[Block, ...]
    closing: tuple[str, ...] = ()
    frame: Frame | None = None
    notice: str = ""
    again: str = ""

    @property
    def tables(self) -> list[Table]:
        """The tables among its blocks."""
        return [block for block in self.blocks if isinstance(block, Table)]

    def parts(self) -> list[Sequence[Block]]:
        """What a paper says above its signature, then each annex from its heading on."""
        starts = [place for place, block in enumerate(self.blocks) if isinstance(block, Annex)]
        return [self.blocks[first:last] for first, last in pairwise([0, *starts, len(self.blocks)])]

    def marked(self, notice: str) -> "Document":
        """The same page with a notice that no reader of any format can miss: it stands before the title.

        In a paper's frame, where the title is not printed, it stands in the trích yếu too.
        """
        frame = self.frame and self.frame._replace(subject=f"{self.frame.subject} ({notice})".strip())
        return self._replace(title=f"{notice} · {self.title}", frame=frame, notice=notice)


def in_lines(width: int) -> tuple[int, ...]:
    """Rising wishes of a column with a text so wide: that it takes three lines, two (less full at their ends), one."""
    return width * 2 // 5, width * 3 // 5, width


def shared_out(wishes: Sequence[Sequence[int]], room: int) -> list[int]:
    """A width for each column, in any measure, by its rising wishes, the first of which it gets in any case.

    What is left goes to the second wishes, then to the third and so on: whole to the most modest, in equal parts to
    those that want more.
    """
    widths = [least for least, *_ in wishes]
    free = room - sum(widths)
    for wanted in list(zip(*wishes, strict=True))[1:]:
        gaps = sorted((max(wish - width, 0), at) for at, (wish, width) in enumerate(zip(wanted, widths, strict=True)))
        for waiting, (gap, at) in zip(range(len(gaps), 0, -1), gaps, strict=True):
            more = max(min(gap, free // waiting), 0)
            widths[at], free = widths[at] + more, free - more
    return widths


def sentences(block: Block) -> tuple[str, ...]:
    """The running text of a block; headings and tables have none."""
    return (block.text,) if isinstance(block, Paragraph) else block.lines if isinstance(block, Listing) else ()


def on_one_line(text: object) -> str:
    """Any content as text on one line that cannot steer a terminal; nothing for None."""
    return "" if text is None else sanitise(str(text))


NO_ROWS = "(không có dòng nào)"
PARTS = "Trong đó:"
BAR_WIDTH = 10
REST = "░"
_FULL, _HALF, _BEYOND = "█", "▌", "►"


def bar_of(fraction: Decimal) -> str:
    """A bar of fixed width in half-cell steps: full only from 1 on, an arrow beyond 1, some ink above 0."""
    if fraction > 1:
        return _FULL * (BAR_WIDTH - 1) + _BEYOND
    if fraction <= 0:
        return REST * BAR_WIDTH
    halves = max(1, int(fraction * BAR_WIDTH * 2))
    return (_FULL * (halves // 2) + _HALF * (halves % 2)).ljust(BAR_WIDTH, REST)


_HIDDEN = f"[\x00-\x08\x0b-\x1f{CONTROLS}\ud800-\udfff\ufffc-\uffff]"
_NO_AMOUNT = "".join(f"(?<!{word} )" for word in ("ngày", "tháng", "quý", "năm", "số", "thôn", "điều"))
_NO_UNIT = "(?!(?:đến|và|so|theo|của|trên|từ|là|cho|để|do|tại) )"
_BEFORE_UNIT = rf"(?i){_NO_AMOUNT}(?<![\w/.,-])([-+\u2212]?[0-9](?:[0-9.,]*[0-9])?) {_NO_UNIT}(?=[^\W\d_]|%)"


def printable(text: object) -> str:
    """Any content as NFC text with U+FFFD for controls and direction marks; only line break and tab stay."""
    return "" if text is None else re.sub(_HIDDEN, "\ufffd", nfc(str(text)).replace("\r\n", "\n").replace("\r", "\n"))


def held(text: object) -> str:
    """Printable text for paper: no line ends between a number and its unit (`6.500 con`) or inside `điểm %`."""
    return re.sub(_BEFORE_UNIT, "\\1\u00a0", printable(text).replace("điểm %", "điểm\u00a0%"))


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ADDRESSED_TO = "Kính gửi:"
SENT_TO = "Nơi nhận:"
SAME_AS_ABOVE = "Như trên"
KEPT = "Lưu: VT, VP"


LINE_OF_SUBJECT = 72
"""Letters of a trích yếu that stand on a line of A4."""
_PERIOD = re.compile(r"\s(?=(?:[0-9]+\stháng\s(?:\w+\s)?|(?:tháng|quý)\s\w+\s)?năm\s[0-9]{4}$)")


def broken_subject(subject: str) -> str:
    """A trích yếu of more than a line broken where its area begins, as offices set it; else where its period does."""
    before, area, place = subject.rpartition(" trên địa bàn ")
    if not before or "\n" in subject or len(subject) <= LINE_OF_SUBJECT:
        return subject
    broken = _PERIOD.sub("\n", before, count=1) if len(before) > LINE_OF_SUBJECT else before
    return f"{before}\n{area.strip()} {place}" if broken == before else f"{broken}{area}{place}"


def listed(lines: Sequence[str]) -> list[str]:
    """Each line that says something ended by ";", the last by "."; a dash or an ending there already is not doubled."""
    bare = [text for line in lines if (text := _bare(line))]
    return [f"{line}{'.' if place == len(bare) else ';'}" for place, line in enumerate(bare, 1)]


def _bare(line: str) -> str:
    return printable(line).strip().removeprefix("-").strip().rstrip(" ;.,")
