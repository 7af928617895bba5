"""Word (`--format docx`): the paper of Nghị định 30/2020/NĐ-CP; PDF is the same as LibreOffice lays it out."""

import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

from docx import Document as open_word
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from docx.text.parfmt import ParagraphFormat

from ..disk import repacked
from ..errors import StorageError, UsageError
from . import document as doc
from . import word_pieces as pieces
from .document import Annex, Blank, Block, Charts, Document, Frame, Heading, Listing, Paragraph, Table, Tone, held
from .word_pieces import OURS, Element, Manner, layout_of, paragraph, ruled, run, shaped, w, width_of

BASE = Path(__file__).with_name("base.docx")
"""The empty paper, made by `tools/make_base_docx.py`."""
MOST_TITLE, MOST_BESIDE_SIGNATURE = 250, 3
FIRST_BREAKS, LETTERHEAD = 21, 3
"""Opening a file, LibreOffice breaks a page after so many paragraphs, and leaves a heading behind that is the last.

It counts a table of two rows as three paragraphs.
"""


def to_bytes(document: Document) -> bytes:
    """The document as .docx: with its frame as an official paper, without one as a plain page.

    A wide table turns the page: for an official paper in a section of its own, for a plain page all of it.
    What is below the signature of a paper stands at the foot of every sheet of a plain page.
    """
    file, frame = open_word(str(BASE)), document.frame
    issuer = frame.issuer if frame else ""
    properties = file.core_properties
    properties.title, properties.author = doc.printable(document.title)[:MOST_TITLE], doc.printable(issuer)[:MOST_TITLE]
    *blank, last = file.element.body
    parts = _plain(file, document) if frame is None else _official(document, frame, blank)
    file.element.body[:] = [*join_sections(parts, last, is_whole=True), last]
    return saved(file)


def saved(file: WordFile) -> bytes:
    """The file's bytes, without times."""
    content = io.BytesIO()
    file.save(content)
    return repacked(content.getvalue())


class Stretch(NamedTuple):
    """Elements that share one orientation of the page; `begins`: on a new page that is the first of its own count."""

    elements: tuple[Element, ...]
    is_wide: bool = False
    begins: bool = False


def _official(document: Document, frame: Frame, blank: Sequence[Element]) -> list[Stretch]:
    letterhead, kind, subject, line, to_one, to_several, each, gap, foot = blank
    _fill_frame(letterhead, foot, frame, document.closing)
    words = doc.broken_subject(held(frame.subject or document.title))
    kind.r_lst[0].text, subject.r_lst[0].text = held(frame.kind).upper(), words
    ruled(line, _below(words, pieces.SIZE, pieces.PORTRAIT), pieces.PORTRAIT)
    head = [letterhead, kind, subject, line]
    names = frame.addressee_lines()
    if len(names) == 1:
        head += _filled(to_one, f"{doc.ADDRESSED_TO} {names[0]}")
    elif names:
        head += [to_several, *_filled(each, *(name.replace(" ", "\t", 1) for name in names))]
    head += [paragraph(pieces.BASIS, run(basis)) for basis in doc.listed(frame.bases)]
    own, *annexes = (stretches(blocks, OURS) for blocks in document.parts())
    for element in _merged(own)[-1].elements[-MOST_BESIDE_SIGNATURE:] if own else ():
        if element.tag == qn("w:p"):
            shaped(element, keep_with_next=True)  # a page with nothing but the signature is no page
    annexed = (part for annex in annexes for part in annex)
    first, *others = _merged([Stretch(tuple(head)), *own, Stretch((gap, foot)), *annexed])
    placed: list[Element] = []
    for element in first.elements:
        is_heading = bool(element.xpath("self::w:p/w:pPr/w:pStyle[starts-with(@w:val, 'Heading')]"))
        if is_heading and (len(placed) + LETTERHEAD) % FIRST_BREAKS == 0:  # else it would be the last before a break
            placed.append(_unseen())
        placed.append(element)
    return [first._replace(elements=tuple(placed)), *others]


def _plain(file: WordFile, document: Document) -> list[Stretch]:
    section = file.sections[0]
    for footer in (section.footer, section.first_page_footer) if document.closing else ():
        footer.is_linked_to_previous = False
        footer.part.element[:] = [paragraph(pieces.CLOSING, run(text)) for text in document.closing]
    is_wide = any(layout_of(table).is_wide for table in document.tables if table.rows)
    if is_wide:
        turn(file.element.body.sectPr)
    title = shaped(paragraph(pieces.TITLE, run(document.title)), space_after=Pt(12))
    manner = Manner(portrait=pieces.LANDSCAPE) if is_wide else OURS
    return [Stretch((title,)), *stretches(document.blocks, manner)]


def stretches(blocks: Sequence[Block], manner: Manner) -> list[Stretch]:
    """The blocks by orientation: a wide table takes the headings right above it along to its page."""
    made: list[Stretch] = []
    is_wide = False
    for block in reversed(blocks):
        if isinstance(block, Table):
            layout = layout_of(block, manner)
            is_wide = layout.is_wide and bool(block.rows) and manner.portrait < manner.landscape
            elements = tuple(layout.elements())
        else:
            is_wide = is_wide and isinstance(block, Heading | Annex | Charts)
            elements = tuple(_elements(block, manner))
        if elements:
            made.insert(0, Stretch(elements, is_wide, isinstance(block, Annex)))
    return made


def _elements(block: Block, manner: Manner) -> Iterator[Element]:
    match block:
        case Heading():
            words = held(block.text).upper() if block.level == 1 else block.text
            is_bold = manner.like is not None and block.level < 3
            made = manner.text(words, pieces.HEADINGS[block.level - 1], bold=is_bold)
            yield made if manner.like is None else shaped(made, keep_with_next=True)
        case Annex():
            yield pieces.centred(manner.text(block.number, bold=True))
            yield pieces.centred(manner.text(held(block.title).upper(), bold=True))
            yield from [pieces.centred(manner.text(block.attached, italic=True))] if block.attached else []
        case Paragraph(tone=Tone.ATTACHED):
            yield pieces.centred(manner.text(block.text, italic=True))
        case Paragraph():
            yield manner.text(block.text, bold=block.tone is Tone.STRONG)
        case Listing():
            texts = (held(line) for line in block.lines)
            yield from (manner.text(text if text.startswith(("-", "+", "–", "•")) else f"- {text}") for text in texts)
        case Blank():
            for _ in range(block.lines):
                line = shaped(manner.text("\t", pieces.BLANK), first_line_indent=Twips(0))
                stops = ParagraphFormat(line).tab_stops
                stops.add_tab_stop(Twips(manner.portrait), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
                yield line


def join_sections(parts: Sequence[Stretch], last: Element, *, is_whole: bool = False) -> list[Element]:
    """All elements, with the end of a section wherever the page turns or an annex begins.

    `last` is the section that follows them; with `is_whole` the one that the last part lies in. Only the first page
    of the paper and of each annex is without a number: `last` loses that mark when a section stands before it.
    """
    upright = deepcopy(last)
    made: list[Element] = []
    joined = _merged(parts)
    for place, part in enumerate(joined):
        made += part.elements
        is_last = place == len(joined) - 1
        if is_last and not is_whole and not part.is_wide:
            break
        if not made or made[-1].tag != qn("w:p"):
            made.append(_unseen())
        section = deepcopy(upright)
        if part.is_wide:
            turn(section)
        if part.begins:
            section.find(qn("w:pgMar")).addnext(w("pgNumType", start=1))
        elif place:
            _make_following(section)
        if is_last and is_whole:
            last[:] = list(section)
        else:
            made[-1].get_or_add_pPr().append(section)
            _make_following(last)
    return made


def _merged(parts: Iterable[Stretch]) -> list[Stretch]:
    """Neighbours of one orientation as one stretch; text below a table keeps its distance from it."""
    made: list[Stretch] = []
    for part in parts:
        if not made or made[-1].is_wide != part.is_wide or part.begins:
            made.append(part)
            continue
        above = made[-1].elements
        if above and part.elements and above[-1].tag == qn("w:tbl") and part.elements[0].tag == qn("w:p"):
            shaped(part.elements[0], space_before=Twips(pieces.BETWEEN))
        made[-1] = made[-1]._replace(elements=above + part.elements)
    return made


def turn(section: Element) -> None:
    """Lay the page on its side; the margins keep their sides, as the binding is on the left."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width


def _make_following(section: Element) -> None:
    """A section after the first: on a new page, whose number it shows and continues."""
    for element in section.xpath("./w:titlePg | ./w:pgNumType | ./w:type"):
        section.remove(element)


def _unseen() -> Element:
    """An empty paragraph too small to see, which Word wants after a table."""
    tiny = shaped(paragraph(pieces.BODY), line_spacing=Pt(1), space_after=Pt(0), first_line_indent=Pt(0))
    tiny.pPr.append(w("rPr", w("sz", val=2), w("szCs", val=2)))
    return tiny


_PLACE_WORDS = re.compile(r"(?i) (?=(?:XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU|HUYỆN|QUẬN|THỊ XÃ|TP|THÀNH PHỐ|TỈNH) )")


def _filled(line: Element, *texts: object) -> list[Element]:
    """A line of the base paper once for each text; without any it leaves."""
    made = [deepcopy(line) for _ in texts]
    for each, text in zip(made, texts, strict=True):
        each.r_lst[0].text = held(text)
        line.addprevious(each)
    line.getparent().remove(line)
    return made


def _fill_frame(letterhead: Element, foot: Element, frame: Frame, closing: Sequence[str]) -> None:
    """The tables above and below the paper, of whose foot the left cell is Nơi nhận and the right the signature."""
    (superior, issuer, short), _, (number,), (day,) = (cell.xpath("./w:p") for cell in letterhead.xpath(".//w:tc"))
    room = int(letterhead.xpath("./w:tblGrid/w:gridCol/@w:w")[0])
    bodies = _at_places(held(frame.issuer).upper(), room, bold=True)
    _filled(superior, *_at_places(held(frame.superior_line()), room, bold=False))
    _filled(issuer, *bodies)
    ruled(short, _below("\n".join(bodies), pieces.SIZE_OF_FRAME, room), room)
    _filled(number, f"Số:          {held(frame.symbol)}")
    _filled(day, frame.place_and_day or "………, ngày … tháng … năm ……")
    (_, recipient), (post, name), (last,) = (cell.xpath("./w:p") for cell in foot.xpath(".//w:tc"))
    _filled(recipient, *frame.recipient_lines())
    _filled(post, *(held(line).upper() for line in frame.signature or ("…………………",)))
    _filled(name, frame.signatory)
    _filled(last, *closing)  # on the page of the signature
    if not closing:
        foot.remove(foot.tr_lst[-1])


def _at_places(name: str, room: int, *, bold: bool) -> list[str]:
    """A body's name on one line, else broken where its place begins: ỦY BAN NHÂN DÂN / XÃ ĐẮK LA; none for none."""
    is_long = width_of(name, pieces.SIZE_OF_FRAME, bold=bold) > room
    return _PLACE_WORDS.split(name, maxsplit=1) if is_long else [name] if name else []


def whole_place(name: str) -> str:
    """A body's name whose place is held together, so that a narrow column breaks it nowhere but before the place."""
    body, *place = _PLACE_WORDS.split(name, maxsplit=1)
    return " ".join([body, *(part.replace(" ", "\u00a0") for part in place)])


def _below(text: str, half_points: int, room: int) -> int:
    """The length of the line under a bold text: a little over a third (1/3 to 1/2) of its longest line."""
    longest = max(width_of(line, half_points, bold=True) for line in text.split("\n"))
    return min(longest, room) * 7 // 20


PROGRAMS = (r"C:\Program Files\LibreOffice\program\soffice.exe", "soffice", "libreoffice")
LONGEST_SECONDS = 180
INSTALL = "cài LibreOffice (Windows: vi.libreoffice.org; Debian, Ubuntu: sudo apt install libreoffice-writer)"
BY_HAND = "hoặc mở bản .docx bằng Word rồi lưu thành PDF"


def pdf_of(paper: bytes) -> bytes:
    """A Word file as LibreOffice prints it; raises UsageError without LibreOffice, StorageError when it fails.

    In a folder and with a profile of its own, so that an open LibreOffice is neither needed nor disturbed.
    """
    found = [Path(place).absolute() for name in PROGRAMS if (place := shutil.which(name))]
    program = next((place for place in found if place.parent != Path.cwd()), None)  # Windows looks here first
    if program is None:
        raise UsageError("dạng pdf cần LibreOffice, máy này chưa có", hint=f"{INSTALL}, {BY_HAND}")
    with tempfile.TemporaryDirectory(prefix="thidua-pdf-") as name:
        folder = Path(name)
        (folder / "bao-cao.docx").write_bytes(paper)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(program), profile, "--headless", "--convert-to", "pdf", "--outdir", name]
        command.append(str(folder / "bao-cao.docx"))
        try:
            subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS, check=True)  # noqa: S603 - ours alone
            return (folder / "bao-cao.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            what = "quá lâu" if isinstance(error, subprocess.TimeoutExpired) else "không chuyển được"
            raise StorageError(f"LibreOffice {what} khi làm PDF", hint=f"chạy lại, {BY_HAND}") from error
