"""A .docx → its paragraphs and tables: the XML streamed past, numbers of lists counted, no library and no entities."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate

from ..errors import InvalidInput
from ..intake.source import Source
from ..intake.workbook import BadWorkbook, check_archive, stream_part
from ..vietnamese.text import sanitise
from .document import NOTE, Block, Table, Text, tidy

BODY = "word/document.xml"
NOTES = "word/footnotes.xml"
NOT_WORD = "không phải văn bản Word (.docx); nếu là tệp .odt, .xlsx hay .zip: mở ra và lưu lại dạng .docx"
_MOST_COLUMNS = 60
_MOST_PARAGRAPHS = 50_000
_SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPrChange", "rPrChange"}
_BULLET = "bullet"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

Attributes = dict[str, str]


def word_blocks(source: Source) -> list[Block]:
    """Paragraphs (one for each line in them) and tables, then the footnotes' lines; raises InvalidInput."""
    try:
        names = check_archive(source.content, BODY, NOT_WORD, "Word")
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            lists = _Lists()
            for part, reader in (("word/styles.xml", lists.style), ("word/numbering.xml", lists.numbering)):
                if part in names:
                    _stream(archive, part, reader)
            body = _Body(lists)
            _stream(archive, BODY, body.start, body.end, body.characters)
            if NOTES in names:
                body.lead = f"{NOTE} "
                _stream(archive, NOTES, body.start, body.end, body.characters)
    except BadWorkbook as error:
        raise InvalidInput(f"{sanitise(source.name)}: {error}") from None
    return body.blocks


def _stream(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> None:
    """Pass one part's elements, by their names without namespace."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: start(
        name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in given.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = characters
    stream_part(archive, part, parser, "Word")


@dataclass(slots=True)
class _Level:
    """One level of a list: how its number is written, and from what it counts."""

    form: str = "decimal"
    text: str = "%1."
    first: int = 1


@dataclass(slots=True)
class _Lists:
    """The lists of a document: Word keeps only their definitions, the numbers themselves have to be counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _at: str = ""
    _level: int = 0

    def style(self, name: str, given: Attributes) -> None:
        """A style may put its paragraphs into a list."""
        if name == "style":
            self._at = given.get("styleId", "")
        elif name == "ilvl":
            self._level = _whole(given)
        elif name == "numId":
            self.styles[self._at] = (given.get("val", ""), self._level)
            self._level = 0

    def numbering(self, name: str, given: Attributes) -> None:
        """The definitions: abstract lists with levels, and the lists that use them."""
        value = given.get("val", "")
        if name in ("abstractNum", "num"):
            self._at = given.get("abstractNumId" if name == "abstractNum" else "numId", "")
        elif name == "lvl":
            self._level = _whole(given, "ilvl")
            self.levels.setdefault(self._at, {})[self._level] = _Level()
        elif name == "abstractNumId":
            self.lists[self._at] = value
        elif level := self.levels.get(self._at, {}).get(self._level):
            if name == "numFmt":
                level.form = value
            elif name == "lvlText":
                level.text = value
            elif name == "start":
                level.first = _whole(given)

    def label(self, list_id: str, depth: int) -> str:
        """The number that Word shows before the next paragraph of a list: `II. `, `1.2. `, `- `."""
        kind = self.lists.get(list_id, "")
        levels = self.levels.get(kind)
        if levels is None or depth not in levels:
            return ""
        if levels[depth].form == _BULLET:
            return "- "
        counts = self.counts.setdefault(kind, {})
        counts[depth] = counts.get(depth, levels[depth].first - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        text = levels[depth].text
        for place in range(depth + 1):
            level = levels.get(place, _Level())
            text = text.replace(f"%{place + 1}", _written(counts.get(place, level.first), level.form))
        return f"{text} " if text.strip() else ""


def _whole(given: Attributes, key: str = "val") -> int:
    text = given.get(key, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _written(number: int, form: str) -> str:
    if form.endswith("Roman"):
        digits, rest = "", min(number, 39)
        for value, letters in _ROMAN:
            digits += letters * (rest // value)
            rest %= value
        return digits if form.startswith("upper") else digits.lower()
    if form.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form.startswith("upper") else letter
    return str(number)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is being read."""

    text: list[str] = field(default_factory=list)
    list_id: str = ""
    depth: int = 0
    style: str = ""


@dataclass(slots=True)
class _Grid:
    """A table that is being read; a cell holds its paragraphs' lines."""

    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    width: int = 1
    goes_on: bool = False


class _Body:
    """Follows the elements of the text: paragraphs, the cells of tables, tables inside cells as their lines."""

    def __init__(self, lists: _Lists) -> None:
        self.lists = lists
        self.blocks: list[Block] = []
        self.paragraphs: list[_Paragraph] = []
        self.grids: list[_Grid] = []
        self.skipping = 0
        self.is_text = False
        self.count = 0
        self.lead = ""

    def start(self, name: str, given: Attributes) -> None:
        """An element begins."""
        if self.skipping or name in _SKIPPED:
            self.skipping += 1
        elif name == "p":
            self.paragraphs.append(_Paragraph())
        elif name == "tbl":
            self.grids.append(_Grid())
        elif self.paragraphs:
            self._in_paragraph(name, given, self.paragraphs[-1])
        elif self.grids:
            self._in_table(name, given, self.grids[-1])

    def _in_paragraph(self, name: str, given: Attributes, paragraph: _Paragraph) -> None:
        if name == "t":
            self.is_text = True
        elif name in ("tab", "ptab"):
            paragraph.text.append(" ")
        elif name in ("br", "cr"):
            paragraph.text.append("\n")
        elif name == "noBreakHyphen":
            paragraph.text.append("-")
        elif name == "pStyle":
            paragraph.style = given.get("val", "")
        elif name == "ilvl":
            paragraph.depth = _whole(given)
        elif name == "numId":
            paragraph.list_id = given.get("val", "")

    def _in_table(self, name: str, given: Attributes, grid: _Grid) -> None:
        if name == "tr":
            grid.rows.append([])
        elif name == "tc":
            grid.cell, grid.width, grid.goes_on = [], 1, False
        elif name == "gridSpan":
            grid.width = min(max(_whole(given), 1), _MOST_COLUMNS)
        elif name == "vMerge":
            grid.goes_on = given.get("val", "continue") == "continue"

    def characters(self, text: str) -> None:
        """Characters of a run."""
        if self.is_text and self.paragraphs and not self.skipping:
            self.paragraphs[-1].text.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if self.skipping:
            self.skipping -= 1
        elif name == "t":
            self.is_text = False
        elif name == "p" and self.paragraphs:
            self._paragraph_ends(self.paragraphs.pop())
        elif name == "tc" and self.grids and self.grids[-1].rows:
            grid = self.grids[-1]
            text = "" if grid.goes_on else "\n".join(grid.cell)
            grid.rows[-1] += [text] + [""] * (grid.width - 1)
            del grid.rows[-1][_MOST_COLUMNS:]
        elif name == "tbl" and self.grids:
            self._table_ends(self.grids.pop())

    def _paragraph_ends(self, paragraph: _Paragraph) -> None:
        self.count += 1
        if self.count > _MOST_PARAGRAPHS:
            raise BadWorkbook("văn bản quá dài: hãy chép riêng phần chỉ tiêu và nhiệm vụ sang một tệp mới")
        lines = [tidy(line) for line in "".join(paragraph.text).split("\n")]
        lines = [line for line in lines if line]
        if lines:
            styled = self.lists.styles.get(paragraph.style, ("", 0))
            list_id, depth = (paragraph.list_id, paragraph.depth) if paragraph.list_id else styled
            lines[0] = self.lead + self.lists.label(list_id, depth) + lines[0]
        if self.grids:
            self.grids[-1].cell += lines
        else:
            self.blocks += [Text(line, self.count) for line in lines]

    def _table_ends(self, grid: _Grid) -> None:
        if self.grids:
            self.grids[-1].cell += [line for row in grid.rows for cell in row for line in cell.split("\n") if line]
        else:
            self.blocks.append(Table(tuple(tuple(row) for row in grid.rows), self.count))
