"""A document's bytes → its lines and tables, in order; what cannot be read is refused with what to do instead."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..errors import InvalidInput, MissingLibrary
from ..intake.source import Source
from ..vietnamese.decoding import Undecodable, decode
from ..vietnamese.text import nfc, sanitise

MOST_CHARACTERS = 500_000
MOST_PAGES = 300
FEWEST_LETTERS = 60
LETTERS_OF_A_PAGE = 40
NUMBERED = re.compile(
    r"(?:[IVX]{1,6}|[A-H]|\d{1,2}(?:\.\d{1,2})*)\s?[.)](?:\s|$)|\d{1,2}(?:\.\d{1,2})+\s|[a-zđ][.)]\s", re.ASCII
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
    return blocks


def _texts(block: Block) -> Iterable[str]:
    return (block.text,) if isinstance(block, Text) else (cell for row in block.rows for cell in row)


def _blocks(source: Source) -> Iterable[Block]:
    content = source.content
    if content.startswith(b"%PDF-"):
        return _joined(_pdf_lines(source))
    if content.startswith(b"PK"):
        from .word_document import word_blocks

        return _joined(word_blocks(source))
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


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
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
        return before[-1] not in ";." and not before.isupper()
    return not gap and len(before) >= _WRAPPED_FROM and before[-1] not in ':;”"' and not before.isupper()
