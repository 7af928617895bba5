"""A document's bytes → its lines and tables, in order; what cannot be read is refused with what to do instead."""

import io
import logging
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ParserCreate

from ..errors import InvalidInput, brought_by
from ..intake.source import Source
from ..intake.workbook import opened, stream_part
from ..vietnamese.phrase_words import NUMBER, UNIT
from ..vietnamese.text import Unreadable, decode, faults, is_syllable, nfc, sanitise

MOST_CHARACTERS = 500_000
MOST_PAGES = 300
FEWEST_LETTERS = 60
FEWEST_WORDS = 50
LETTERS_OF_A_PAGE = 40
NUMBERED = re.compile(
    r"(?a)(?:[IVX]{1,6}|[A-H]|\d{1,2}(?:\.\d{1,2})*)\s?[.)/](?:\s|$)|\d{1,2}(?:\.\d{1,2})+\s|[a-zđ][.)]\s"
    r"|\(\d{1,2}\)\s?|\d{1,2}(?:\.\d{1,2})*-\s|\d{1,2}[.)](?=[^\W\d_]|[À-ỹ])"
)
MARKS = "-–+•*·▪►✓✔➢➤❖●○■□◆♦→"
_WRAPPED_FROM = 60
LINES_OF_A_LETTERHEAD = 12
_SIDES = re.compile(r"(?<=\S)(?: {4,}|\t[\t ]*)(?=\S)")
_ACCENTED = "(?i)[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]"
KINDS = (
    "K[ẾE] HO[ẠA]CH|NGHỊ QUYẾT|CHƯƠNG TRÌNH|QUYẾT ĐỊNH|CHỈ THỊ|ĐỀ ÁN|PHƯƠNG HƯỚNG|HƯỚNG DẪN|BÁO CÁO|TỜ TRÌNH"
    "|LỜI KÊU GỌI"
)
KIND = re.compile(rf"(?:{KINDS})\s*[:.]?")
NOTE = "Chú thích:"
SAVE_AS = "hãy mở bằng Word (hoặc LibreOffice) và lưu lại dạng .docx"
TAKE_WORD = "hãy lấy tệp Word gốc, hoặc nhận dạng chữ (OCR) rồi lưu lại dạng .docx"
_NO_DOCUMENT = (
    (rb"\xd0\xcf\x11\xe0", "là tệp Word/Excel kiểu cũ (.doc, .xls) hoặc có mật khẩu", SAVE_AS),
    (rb"\{\\rtf", "là tệp RTF", SAVE_AS),
    (rb"(?i:\s*<(?:!doctype|html|\?xml))", "là trang web hoặc XML", SAVE_AS),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "là ảnh chụp", TAKE_WORD),
    (rb"SQLite format 3\0", "là sổ số liệu", "hãy chọn tệp Word của kế hoạch"),
)
"""How files begin that hold no text to read, what they are, and what to do."""


class Text(NamedTuple):
    """A paragraph, and the line or paragraph of the file it begins on."""

    text: str
    at: int


class Table(NamedTuple):
    """Rows of cells, and the line or paragraph of the file it begins on."""

    rows: tuple[tuple[str, ...], ...]
    at: int


Block = Text | Table


def tidy(text: str) -> str:
    """One line of clean text: composed, single spaces, a symbol font's bullet as a dash, %o as ‰, nothing hidden."""
    plain = re.sub(r"%[oO0](?!\w)", "‰", " ".join(nfc(text).split()))
    plain = re.sub("^[\ue000-\uf8ff]+ ?", "- ", plain.translate({0xF0A3: "≤", 0xF0B3: "≥"}))
    return plain if plain.isprintable() else "".join(character for character in plain if character.isprintable())


def read_document(source: Source) -> list[Block]:
    """The lines and tables of a document, whatever its kind.

    Raises InvalidInput for another kind of file, a scan, text in an old encoding, or a file that is not safe to open;
    MissingLibrary for a PDF without the extra `pdf`.
    """
    for mark, sentence, hint in _NO_DOCUMENT:
        if re.match(mark, source.content[:200]):
            raise _refused(source, sentence, hint)
    readers = {b"%PDF-": _pdf_lines, b"PK": _word_blocks}
    by_name = _word_blocks if source.name.lower().endswith((".docx", ".docm", ".doc")) else _text_lines
    read = next((readers[mark] for mark in readers if source.content.startswith(mark)), by_name)
    blocks = _joined(read(source))
    texts = "\n".join(text for block in blocks for text in _texts(block))
    if len(texts) > MOST_CHARACTERS:
        raise _refused(source, "văn bản quá dài", "hãy chép riêng phần chỉ tiêu và nhiệm vụ sang một tệp mới")
    _refuse_unreadable(source, texts)
    return blocks


def _texts(block: Block) -> Iterable[str]:
    return (block.text,) if isinstance(block, Text) else (cell for row in block.rows for cell in row)


def _refused(source: Source, sentence: str, hint: str) -> InvalidInput:
    return source.refused(f"{sentence}, không soạn kế hoạch từ tệp này được", hint)


def _refuse_unreadable(source: Source, texts: str) -> None:
    """A scan without a text layer, letters of an old font or drawn apart from their accents, a failed recognition."""
    letters = sum(character.isalpha() for character in texts)
    few_accents = len(re.findall(_ACCENTED, texts)) * 12 < letters
    foreign = len(re.findall("(?i)[äëïöüåøûîñ¸µ¶§®¬¢«»×Ø]", texts)) * 50 > letters
    words = [word for word in texts.split() if word.isalpha() and word.islower()]
    is_torn = len(words) >= FEWEST_WORDS and sum(not is_syllable(word) for word in words) * 8 > len(words)
    if letters < FEWEST_LETTERS or few_accents or foreign or is_torn:
        causes = "bản chụp, bản scan nhận dạng hỏng, chữ bị vỡ, không dấu, phông cũ TCVN3/.VnTime, VNI"
        hint = f"{TAKE_WORD}; chữ theo phông cũ thì chuyển sang Unicode (ví dụ bằng UniKey)"
        raise _refused(source, f"hầu như không có chữ tiếng Việt Unicode ({causes})", hint)


# ── text and Markdown ───────────────────────────────────────────────────────────────────────────────────────────────
def _text_lines(source: Source) -> Iterator[Block]:
    try:
        text = decode(source.content.replace(b"\x0c", b"\n"))
    except Unreadable as error:
        told = faults(source.name, error.found[:1])
        raise InvalidInput(f"{sanitise(source.name)} không đọc được", faults=told) from None
    rows: list[tuple[str, ...]] = []
    first, signed = 0, False
    for at, line in enumerate([*re.split("\r\n|\n|\r", text), ""], start=1):
        if (is_markdown := line.lstrip().startswith("|")) or line.strip().count("\t") > 1:
            divided = line.strip()[1:].rstrip("|").split("|") if is_markdown else line.rstrip().split("\t")
            cells, first = tuple(map(_bare, divided)), first if rows else at
            rows += [] if all(set(cell) <= set(":- ") for cell in cells) else [cells]
            continue
        if rows:
            yield Table(tuple(rows), first)
            rows = []
        signed = signed or "nơi nhận" in line.lower()
        sides = _SIDES.split(line.rstrip()) if signed or at <= LINES_OF_A_LETTERHEAD else [line]
        around = [Text("", at)] if re.match(r"\s{0,3}#{1,6}\s", line) else []
        yield from (*around, *(Text(_bare(side), at) for side in (sides if len(sides) == 2 else [line])), *around)


def _bare(line: str) -> str:
    """A line without Markdown's signs; a leading `*` stays, as a dash."""
    plain = re.sub(r"^\s*<sup>[^<]*</sup>\s*", f"{NOTE} ", re.sub(r"<br\s*/?>", " ", line))
    plain = re.sub(r"^\s{0,3}(?:#{1,6}\s+|>(?!\s?\d)\s?)|<su[bp]>[^<]*</su[bp]>", "", plain)
    plain = re.sub(r"^\s*\*\s+", "- ", plain)
    plain = re.sub(r"^\s*(?:---+|\*\*\*+|___+)\s*$", "", plain).replace("**", "").replace("\\", "")
    return _as_row(tidy(re.sub(r"(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", plain)))


def _as_row(line: str) -> str:
    """`3 Tỷ lệ hộ nghèo % 4,5`, a row of a table whose lines are lost, as `3. Tỷ lệ hộ nghèo: 4,5 %`."""
    lost = rf"(\d{{1,2}}|[-+]) ([^\W\d].*?) (?!(?<=\d )t[ỷỉr]|năm|tháng)({UNIT}) ([<>≤≥]{{0,2}} ?{NUMBER})"
    row = re.fullmatch(lost, line)
    return f"{row[1]}{'.' if row[1].isdigit() else ''} {row[2]}: {row[4]} {row[3]}" if row else line


# ── PDF ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _pdf_lines(source: Source) -> Iterator[Block]:
    """The text layer, line by line; raises InvalidInput for a locked, damaged or scanned file."""
    with brought_by("pdf", "pypdf", "đọc PDF"):
        from pypdf import PdfReader
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells the user's terminal what it skips
    try:
        pages = [page.extract_text() for page in islice(PdfReader(io.BytesIO(source.content)).pages, MOST_PAGES + 1)]
    except Exception:  # pypdf raises whatever a damaged or locked file provokes
        hint = "hãy bỏ mật khẩu rồi lưu lại, hoặc lấy tệp Word gốc (.docx)"
        raise _refused(source, "tệp PDF hỏng hoặc có đặt mật khẩu", hint) from None
    if len(pages) > MOST_PAGES:
        raise _refused(source, f"có hơn {MOST_PAGES} trang", "hãy tách riêng các trang của kế hoạch")
    if sum(character.isalpha() for page in pages for character in page) < LETTERS_OF_A_PAGE * len(pages):
        raise _refused(source, "là bản scan (ảnh chụp trang giấy), không có chữ để đọc", TAKE_WORD)
    for at, line in enumerate("\n".join(pages).splitlines(), start=1):
        yield Text(_as_row(tidy(line)), at)


# ── lines that were wrapped ─────────────────────────────────────────────────────────────────────────────────────────
def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Paragraphs whole again: a line that goes on is joined to the one before it, also over the end of a page."""
    whole: list[Block] = []
    gap = False
    for block in blocks:
        before, text = whole[-1] if whole else None, block.text if isinstance(block, Text) else ""
        if text and isinstance(before, Text) and _goes_on(before.text, text, gap):
            whole[-1] = Text(f"{before.text} {text}", before.at)
        elif text or isinstance(block, Table):
            whole.append(block)
        gap = isinstance(block, Text) and not text
    return whole


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
TOO_LONG = "văn bản quá dài: hãy chép riêng phần chỉ tiêu và nhiệm vụ sang một tệp mới"
_MOST_COLUMNS = 60
_MOST_PARAGRAPHS = 50_000
_MOST_ELEMENTS = 1_000_000
_DEEPEST = 200
_SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPrChange", "rPrChange"}
_SPACES = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNSEEN, _OFF = ("strike", "dstrike", "vanish"), ("0", "false", "off")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def _word_blocks(source: Source) -> list[Block]:
    """Paragraphs (one for each line in them) and tables, then the footnotes' lines; raises InvalidInput."""
    with opened(source, BODY, NOT_WORD, "Word") as archive:
        names, parts = archive.namelist(), ("word/styles.xml", "word/numbering.xml", BODY, NOTES)
        styles, numbering, body, notes = (_tree(archive, part) if part in names else Element("") for part in parts)
        reader = _Reader(styles, numbering)
        blocks = [*reader.blocks(body), *reader.blocks(notes, f"{NOTE} ")]
        told = ((at, f"{NOTE} đã gạch hoặc ẩn: {text}") for at, text in reader.struck)
        return [*blocks, *(Text(line, at) for at, note in told for line in ("", note))]


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    """A part as a tree of elements, by their names without namespace; raises InvalidInput for what has no end."""
    builder, numbers = TreeBuilder(), count(1)
    opened: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        opened.append(tag.rpartition(" ")[2])
        if len(opened) > _DEEPEST or next(numbers) > _MOST_ELEMENTS:
            raise InvalidInput(TOO_LONG)
        builder.start(opened[-1], {key.rpartition(" ")[2]: value for key, value in given.items()})

    def end(_: str) -> None:
        builder.end(opened.pop())

    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    stream_part(archive, name, parser, "Word")
    return builder.close()


def _value(element: Element | None, path: str, missing: str = "", unsaid: str | None = None) -> str:
    """The `val` of the first element at a path below this one; `unsaid` where it is there without any."""
    found = element.find(path) if element is not None else None
    return missing if found is None else found.get("val", missing if unsaid is None else unsaid)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _written(number: int, form: str) -> str:
    text = str(number)
    if form.endswith("Roman"):
        tens, rest = divmod(min(number, 39), 10)
        text = "X" * tens + _ROMAN[rest]
    elif form.endswith("Letter"):
        text = chr(ord("A") + (number - 1) % 26)
    return text if form.startswith("upper") else text.lower()


class _Reader:
    """Paragraphs, the cells of tables, tables inside cells as their lines; what was struck out is not there. Of lists
    Word keeps only their definitions: the numbers themselves have to be counted."""

    def __init__(self, styles: Element, numbering: Element) -> None:
        self.levels = {
            one.get("abstractNumId", ""): {_whole(level.get("ilvl", "")): level for level in one.iter("lvl")}
            for one in numbering.iter("abstractNum")
        }
        self.lists = {one.get("numId", ""): _value(one, "abstractNumId") for one in numbering.iter("num")}
        self.styles = {one.get("styleId", ""): one for one in styles.iter("style")}
        self.counts: dict[str, dict[int, int]] = {}
        self.count = 0
        self.struck: list[tuple[int, str]] = []

    def blocks(self, element: Element, lead: str = "") -> Iterator[Block]:
        """All that stands below an element; `lead` begins each paragraph."""
        for child in element:
            if child.tag == "tbl":
                yield Table(tuple(tuple(self._cells(row)) for row in _nearest(child, "tr")), self.count)
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child, lead)
            if child.tag != "p":
                continue
            self.count += 1
            if self.count > _MOST_PARAGRAPHS:
                raise InvalidInput(TOO_LONG)
            text, struck = "", list[str]()
            for piece, raised in _runs(child, struck):
                if raised and piece.strip().isdigit() and not text.endswith("m"):
                    piece = "" if text else f"{NOTE} "  # the number of a footnote is no part of the text
                text += piece
            self.struck += [(self.count, tidy("".join(struck)))] if struck else []
            lines = list(filter(None, map(tidy, text.split("\n"))))
            lines[:1] = [lead + self._label(child) + line for line in lines[:1]]
            yield from (Text(line, self.count) for line in ("", *lines))

    def _label(self, paragraph: Element) -> str:
        """The number that Word shows before a paragraph of a list, its own or its style's: `II. `, `1.2. `, `- `."""
        held = paragraph if _value(paragraph, "pPr/numPr/numId") else self.styles.get(_value(paragraph, "pPr/pStyle"))
        kind, depth = self.lists.get(_value(held, "pPr/numPr/numId"), ""), _whole(_value(held, "pPr/numPr/ilvl"))
        levels = self.levels.get(kind, {})
        if depth not in levels or _value(levels[depth], "numFmt") == "bullet":
            return "- " if depth in levels else ""
        counts = self.counts.setdefault(kind, {})
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        text = _value(levels[depth], "lvlText", "%1.")
        for place, level in ((place, levels.get(place)) for place in range(depth + 1)):
            first = _whole(_value(level, "start", "1"))
            if place == depth:
                counts[place] = counts.get(place, first - 1) + 1
            text = text.replace(f"%{place + 1}", _written(counts.get(place, first), _value(level, "numFmt")))
        return f"{text} " if text.strip() else ""

    def _cells(self, row: Element) -> Iterator[str]:
        """The texts of a row's cells; one that is merged with those beside it is followed by empty ones."""
        cells: list[str] = []
        for cell in _nearest(row, "tc"):
            lines = [line for block in self.blocks(cell) for line in _texts(block) if line]
            goes_on = _value(cell, "tcPr/vMerge", "continue") == "continue" and cell.find("tcPr/vMerge") is not None
            width = min(max(_whole(_value(cell, "tcPr/gridSpan")), 1), _MOST_COLUMNS)
            cells += ["" if goes_on else "\n".join(lines), *[""] * (width - 1)]
        yield from cells[:_MOST_COLUMNS]


def _nearest(element: Element, tag: str) -> Iterator[Element]:
    """The elements of that name below this one, not those inside a deeper table."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _SKIPPED and child.tag != "tbl":
            yield from _nearest(child, tag)


def _runs(element: Element, struck: list[str], raised: bool = False) -> Iterator[tuple[str, bool]]:
    """The pieces of a paragraph's text, each with whether it is raised; struck and hidden ones go to `struck`."""
    for child in element:
        if child.tag == "t":
            yield child.text or "", raised
        elif child.tag == "sym" and re.fullmatch("(?i)f0[0-9a-f]{2}", child.get("char", "")):
            yield chr(int(child.get("char", ""), 16)), raised
        elif child.tag == "r" and any(_value(child, f"rPr/{key}", "0", "1") not in _OFF for key in _UNSEEN):
            struck.append("".join(piece for piece, _ in _runs(child, struck)))
        elif child.tag == "r":
            is_up = _value(child, "rPr/vertAlign") == "superscript" or _whole(_value(child, "rPr/position")) > 0
            yield from _runs(child, struck, is_up)
        elif child.tag not in _SKIPPED and child.tag not in ("p", "tbl"):
            yield _SPACES.get(child.tag, ""), False
            yield from _runs(child, struck, raised)
