"""A document's bytes → its lines and tables, in order; what cannot be read is refused with what to do instead."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate

from ..errors import InvalidInput, MissingLibrary
from ..intake.source import Source
from ..intake.workbook import BadWorkbook, check_archive, stream_part
from ..vietnamese.phrase_words import is_syllable
from ..vietnamese.text import Undecodable, decode, nfc, sanitise

MOST_CHARACTERS = 500_000
MOST_PAGES = 300
FEWEST_LETTERS = 60
FEWEST_WORDS = 50
LETTERS_OF_A_PAGE = 40
NUMBERED = re.compile(
    r"(?:[IVX]{1,6}|[A-H]|\d{1,2}(?:\.\d{1,2})*)\s?[.)/](?:\s|$)|\d{1,2}(?:\.\d{1,2})+\s|[a-zđ][.)]\s", re.ASCII
)
MARKS = "-–+•*·▪►✓"
_WRAPPED_FROM = 60
_LINES_OF_A_LETTERHEAD = 12
_SIDES = re.compile(r"(?<=\S) {4,}(?=\S)")
_ACCENTED = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
_FOREIGN = re.compile("[äëïöüåøûîñ¸µ¶§®¬¢«»×Ø]", re.IGNORECASE)
NOTE = "Chú thích:"
SAVE_AS = "hãy mở bằng Word (hoặc LibreOffice) và lưu lại dạng .docx"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, and the line or paragraph of the file it begins on."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, and the line or paragraph of the file it begins on."""

    rows: tuple[tuple[str, ...], ...]
    at: int


Block = Text | Table


def tidy(text: str) -> str:
    """One line of clean text: composed, single spaces, a symbol font's bullet as a dash, nothing hidden."""
    plain = " ".join(nfc(text).split())
    plain = re.sub("^[\ue000-\uf8ff]+ ?", "- ", plain)
    return plain if plain.isprintable() else "".join(character for character in plain if character.isprintable())


def read_document(source: Source) -> list[Block]:
    """The lines and tables of a document, whatever its kind.

    Raises InvalidInput for another kind of file, a scan, text in an old encoding, or a file that is not safe to open;
    MissingLibrary for a PDF without the extra `pdf`.
    """
    blocks = list(_blocks(source))
    texts = "\n".join(text for block in blocks for text in _texts(block))
    if len(texts) > MOST_CHARACTERS:
        raise _refused(source, "văn bản quá dài", "hãy chép riêng phần chỉ tiêu và nhiệm vụ sang một tệp mới")
    _refuse_old_letters(source, texts)
    _refuse_torn_words(source, texts)
    return blocks


def _texts(block: Block) -> Iterable[str]:
    return (block.text,) if isinstance(block, Text) else (cell for row in block.rows for cell in row)


def _blocks(source: Source) -> Iterable[Block]:
    content = source.content
    if content.startswith(b"%PDF-"):
        return _joined(_pdf_lines(source))
    if content.startswith(b"PK"):
        return _joined(_word_blocks(source))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(source, "là tệp Word/Excel kiểu cũ (.doc, .xls) hoặc có mật khẩu", SAVE_AS)
    if content.startswith(b"{\\rtf"):
        raise _refused(source, "là tệp RTF", SAVE_AS)
    if re.match(rb"\s*<(?:!doctype|html|\?xml)", content[:200], re.IGNORECASE):
        raise _refused(source, "là trang web hoặc XML", SAVE_AS)
    return _joined(_text_lines(source))


def _refused(source: Source, sentence: str, hint: str) -> InvalidInput:
    return InvalidInput(f"{sanitise(source.name)}: {sentence}, không soạn kế hoạch từ tệp này được", hint=hint)


def _refuse_old_letters(source: Source, texts: str) -> None:
    """A scan without a text layer, letters of an old font, a failed recognition: nothing in them can be trusted."""
    letters = sum(character.isalpha() for character in texts)
    if letters < FEWEST_LETTERS:
        raise _refused(
            source,
            "hầu như không có chữ (có thể là bản chụp, bản scan)",
            "hãy lấy tệp Word gốc, hoặc nhận dạng chữ (OCR) rồi lưu lại dạng .docx",
        )
    if len(_ACCENTED.findall(texts)) * 12 < letters or len(_FOREIGN.findall(texts)) * 50 > letters:
        raise _refused(
            source,
            "chữ không phải tiếng Việt Unicode (phông cũ TCVN3/.VnTime, VNI, không dấu, hoặc bản scan nhận dạng hỏng)",
            "hãy chuyển sang Unicode (ví dụ bằng UniKey) hoặc lấy tệp Word gốc rồi lưu lại dạng .docx",
        )


# ── text and Markdown ───────────────────────────────────────────────────────────────────────────────────────────────
def _refuse_torn_words(source: Source, texts: str) -> None:
    """A PDF whose letters and accents are drawn apart, or a poor recognition: most words are no syllables."""
    words = [word for word in texts.split() if word.isalpha() and word.islower()]
    torn = sum(not is_syllable(word) for word in words)
    if len(words) >= FEWEST_WORDS and torn * 8 > len(words):
        raise _refused(
            source,
            "chữ lấy ra bị vỡ (chữ và dấu rời nhau, hoặc bản scan nhận dạng hỏng)",
            "hãy lấy tệp Word gốc rồi lưu lại dạng .docx",
        )


def _text_lines(source: Source) -> Iterator[Block]:
    try:
        text = decode(source.content.replace(b"\x0c", b"\n"))
    except Undecodable as error:
        place = f"{error.found[0].line}:{error.found[0].column}"
        faults = (source.fault(place, error.found[0].sentence),)
        raise InvalidInput(f"{sanitise(source.name)} không đọc được", faults=faults) from None
    rows: list[tuple[str, ...]] = []
    signed = False
    for at, line in enumerate(re.split("\r\n|\n|\r", text), start=1):
        if line.lstrip().startswith("|"):
            cells = tuple(_bare(cell) for cell in line.strip().strip("|").split("|"))
            rows += [] if all(set(cell) <= set(":- ") for cell in cells) else [cells]
            continue
        if rows:
            yield Table(tuple(rows), at - len(rows))
            rows = []
        signed = signed or "nơi nhận" in line.lower()
        sides = _SIDES.split(line.expandtabs()) if signed or at <= _LINES_OF_A_LETTERHEAD else [line]
        yield from (Text(_bare(side), at) for side in (sides if len(sides) == 2 else [line]))
    if rows:
        yield Table(tuple(rows), at)


def _bare(line: str) -> str:
    """A line without Markdown's signs; a leading `*` stays, as a dash."""
    plain = re.sub(r"^\s*<sup>[^<]*</sup>\s*", f"{NOTE} ", line)
    plain = re.sub(r"^\s{0,3}(?:#{1,6}\s+|>\s?)|<su[bp]>[^<]*</su[bp]>|<br\s*/?>", "", plain)
    plain = re.sub(r"^\s*\*\s+", "- ", plain)
    plain = re.sub(r"^\s*(?:---+|\*\*\*+|___+)\s*$", "", plain).replace("**", "").replace("\\", "")
    return tidy(re.sub(r"(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", plain))


# ── PDF ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _pdf_lines(source: Source) -> Iterator[Block]:
    """The text layer, line by line; raises InvalidInput for a locked, damaged or scanned file."""
    try:
        from pypdf import PdfReader
    except ImportError:
        raise MissingLibrary("đọc PDF cần thư viện pypdf chưa được cài", "pdf") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells the user's terminal what it skips
    try:
        reader = PdfReader(io.BytesIO(source.content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _refused(source, "có đặt mật khẩu", "hãy mở tệp, bỏ mật khẩu rồi lưu lại")
        if len(reader.pages) > MOST_PAGES:
            raise _refused(source, f"có hơn {MOST_PAGES} trang", "hãy tách riêng các trang của kế hoạch")
        pages = [page.extract_text() for page in reader.pages]
    except InvalidInput:
        raise
    except Exception:  # pypdf raises whatever a damaged file provokes
        raise _refused(source, "tệp PDF hỏng hoặc không đọc được", "hãy lấy tệp Word gốc (.docx)") from None
    if sum(character.isalpha() for page in pages for character in page) < LETTERS_OF_A_PAGE * len(pages):
        raise _refused(
            source,
            "là bản scan (ảnh chụp trang giấy), không có chữ để đọc",
            "hãy lấy tệp Word gốc, hoặc nhận dạng chữ (OCR) rồi lưu lại dạng .docx",
        )
    for at, line in enumerate("\n".join(pages).splitlines(), start=1):
        yield Text(tidy(line), at)


# ── lines that were wrapped ─────────────────────────────────────────────────────────────────────────────────────────
def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Paragraphs whole again: a line that goes on is joined to the one before it, also over the end of a page."""
    held: Text | None = None
    gap = False
    for block in blocks:
        if isinstance(block, Text) and not block.text:
            gap = True
            continue
        if isinstance(block, Text) and held is not None and _goes_on(held.text, block.text, gap):
            held = Text(f"{held.text} {block.text}", held.at)
        else:
            yield from (held,) if held is not None else ()
            held = block if isinstance(block, Text) else None
            yield from () if isinstance(block, Text) else (block,)
        gap = False
    yield from (held,) if held is not None else ()


def _goes_on(before: str, line: str, gap: bool) -> bool:
    if line[0] in MARKS or NUMBERED.match(line) or before[-1] in ".!?/" or line.isupper():
        return False
    if line[0].islower():
        return before[-1] not in ":;" or not gap
    if line[0].isdigit():
        return before[-1] not in (";.:" if gap else ";.") and not before.isupper()
    return not gap and len(before) >= _WRAPPED_FROM and before[-1] not in ':;”"' and not before.isupper()


# ── Word ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
BODY = "word/document.xml"
NOTES = "word/footnotes.xml"
NOT_WORD = "không phải văn bản Word (.docx); nếu là tệp .odt, .xlsx hay .zip: mở ra và lưu lại dạng .docx"
_MOST_COLUMNS = 60
_MOST_PARAGRAPHS = 50_000
_SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPrChange", "rPrChange"}
_BULLET = "bullet"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
Attributes = dict[str, str]


def _word_blocks(source: Source) -> list[Block]:
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
        self.is_raised = False
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
        elif name == "r":
            self.is_raised = False
        elif name == "vertAlign":
            self.is_raised = given.get("val") == "superscript"
        elif name == "position":
            self.is_raised = _whole(given) > 0
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
        if not self.is_text or not self.paragraphs or self.skipping:
            return
        held = self.paragraphs[-1].text
        if self.is_raised and text.strip().isdigit() and not (held and held[-1].endswith("m")):
            held += [] if held else [f"{NOTE} "]
        else:
            held.append(text)

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
            self.blocks += [Text(line, self.count) for line in ("", *lines)]

    def _table_ends(self, grid: _Grid) -> None:
        if self.grids:
            self.grids[-1].cell += [line for row in grid.rows for cell in row for line in cell.split("\n") if line]
        else:
            self.blocks.append(Table(tuple(tuple(row) for row in grid.rows), self.count))
