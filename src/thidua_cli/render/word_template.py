"""Filling in the office's own Word template: each `{{tên}}` is replaced by the text or the blocks of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from docx.document import Document as WordFile
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import PartFactory, XmlPart
from docx.oxml.ns import qn
from docx.shared import Twips
from lxml.etree import XMLSyntaxError, fromstring  # type: ignore[import-untyped]

from ..errors import Fault, InvalidInput
from ..vietnamese.numbers import shown
from ..vietnamese.text import fold, nearest, nfc
from .document import Block, Document, Frame, Table, parted
from .paper import ADDRESSED_TO, addressee_lines, listed, recipient_lines
from .word_body import Rooms, Stretch, below_tables, join_sections, stretches, whole_place
from .word_opening import HARDENED
from .word_text import PORTRAIT, Element, Manner, fit, text_pieces

MOST_PLACES = 2_000
MOST_BODIES = 3
NOTE_TYPES = (CONTENT_TYPE.WML_FOOTNOTES, CONTENT_TYPE.WML_ENDNOTES)
for note_type in NOTE_TYPES:
    PartFactory.part_type_for.setdefault(note_type, XmlPart)
GUIDE = "cách viết mẫu: docs/mau-word.md"
BODY, TABLES, ANNEXES = "noi-dung", "bang", "phu-luc"
ADDRESSEES = "kinh-gui"
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_BESIDE = (
    RELATIONSHIP_TYPE.HEADER,
    RELATIONSHIP_TYPE.FOOTER,
    RELATIONSHIP_TYPE.FOOTNOTES,
    RELATIONSHIP_TYPE.ENDNOTES,
    RELATIONSHIP_TYPE.COMMENTS,
)


class Place(NamedTuple):
    """A paragraph of the template that holds placeholders: its texts, their joint content, and the names in it."""

    paragraph: Element
    texts: tuple[Element, ...]
    content: str
    names: tuple[str, ...]


class Offer(NamedTuple):
    """What a document has to put in: short texts, lists of lines, and blocks, by the placeholder's name."""

    texts: Mapping[str, str]
    lines: Mapping[str, Sequence[str]]
    blocks: Mapping[str, Sequence[Block]]

    @property
    def general(self) -> list[str]:
        """All names but those of single indicators, which carry a dot."""
        return [name for name in (*self.texts, *self.lines, *self.blocks) if "." not in name]

    def knows(self, name: str) -> bool:
        """Whether there is something of that name."""
        return name in self.texts or name in self.lines or name in self.blocks

    def text(self, written: str) -> str:
        """The short text of a placeholder as it is written: `{{CO-QUAN}}` asks for capitals."""
        text = fit(self.texts[_name(written)])
        return text.upper() if written.isupper() else text


def offer_of(document: Document, facts: Mapping[str, str] = MappingProxyType({})) -> Offer:
    """Every placeholder with its content; parts that the document does not have are empty, for the clerk."""
    frame = document.frame or Frame()
    texts = {
        "tieu-de": document.title,
        "co-quan-cap-tren": whole_place(frame.superior),
        "co-quan": whole_place(frame.issuer),
        "ky-hieu": frame.symbol,
        "dia-danh-ngay": frame.place_and_day,
        "ten-loai": frame.kind,
        "trich-yeu": frame.subject,
        "nguoi-ky": frame.signatory,
        **facts,
    }
    lines = {
        ADDRESSEES: addressee_lines(frame),
        "can-cu": listed(frame.bases),
        "noi-nhan": [f"- {line}" for line in recipient_lines(frame)],
        "chuc-vu-ky": frame.signature,
        "doi-chieu": document.closing,
    }
    tables = [block for block in document.blocks if isinstance(block, Table)]
    annexes = [block for annex in parted(document.blocks)[1:] for block in annex]
    return Offer(texts, lines, {BODY: document.blocks, TABLES: tables, ANNEXES: annexes})


def fill(file: WordFile, offer: Offer, name: str) -> None:
    """Replace every placeholder of the template; raises InvalidInput when one is unknown, broken or misplaced.

    What is put in is never searched again: `{{…}}` in a note stays as it was typed.
    """
    places = list(_places(file))
    faults = [Fault("", sentence) for place in places for sentence in _faults(place, offer, file)]
    faults += [Fault("", sentence) for sentence in (*_too_many(places, offer), *_out_of_reach(file))]
    if faults:
        known = ", ".join(offer.general)
        raise InvalidInput(
            f"{shown(name, most=200)}: mẫu có chỗ điền sai",
            faults=tuple(dict.fromkeys(faults)),
            hint=f"các tên dùng được: {known}; từng chỉ tiêu: ho-ngheo.thuc-hien …; {GUIDE}",
        )
    if not any(place.names for place in places):
        raise InvalidInput(f"{shown(name, most=200)}: mẫu không có chỗ điền {{{{…}}}} nào", hint=GUIDE)
    if any(ANNEXES in place.names for place in places):
        offer = offer._replace(blocks={**offer.blocks, BODY: parted(offer.blocks[BODY])[0]})
    for place in places:
        _fill_place(place, offer, file)


def _places(file: WordFile) -> Iterator[Place]:
    for root in _roots(file):
        for paragraph in list(root.iter(qn("w:p"))):
            texts = tuple(text for text in paragraph.iter(qn("w:t")) if _owner(text) is paragraph)
            content = "".join(text.text or "" for text in texts)
            if "{{" in content or "}}" in content:
                yield Place(paragraph, texts, content, tuple(map(_name, _PLACEHOLDER.findall(content))))


def _roots(file: WordFile) -> list[Element]:
    """What may hold placeholders: the paper itself, headers, footers, footnotes, endnotes and comments."""
    roots = [file.element]
    for relation in file.part.rels.values():
        if relation.reltype in _BESIDE and isinstance(relation.target_part, XmlPart):
            roots.append(relation.target_part.element)
    return roots


def _too_many(places: Sequence[Place], offer: Offer) -> Iterator[str]:
    if sum(len(place.names) for place in places) > MOST_PLACES:
        yield f"mẫu có quá {MOST_PLACES} chỗ điền"
    if sum(name in offer.blocks for place in places for name in place.names) > MOST_BODIES:
        yield f"{{{{{BODY}}}}} và {{{{{TABLES}}}}} chỉ đặt được {MOST_BODIES} lần trong một mẫu"


def _out_of_reach(file: WordFile) -> Iterator[str]:
    """Placeholders where nothing can be put in: charts, field codes, deleted text, properties, names of pictures."""
    roots = _roots(file)
    for part in file.part.package.iter_parts():
        if "xml" not in part.content_type:
            continue
        is_reached = isinstance(part, XmlPart) and any(part.element is root for root in roots)
        with suppress(XMLSyntaxError):
            root = fromstring(part.blob, HARDENED)  # plain: the library's own elements say more than their text
            if any("{{" in text for text in _unfilled(root, is_reached=is_reached)):
                yield f"có chỗ điền {{{{…}}}} ở chỗ máy không điền được (phần {shown(str(part.partname))} của tệp mẫu)"


def _unfilled(root: Element, *, is_reached: bool) -> Iterator[str]:
    """The attributes of a part, and its texts that are no text of a paragraph, joined: one may be cut in pieces."""
    loose: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        yield from element.attrib.values()
        if not (is_reached and element.tag == qn("w:t")):
            loose.append(element.text or "")
        loose.append((element.tail or "").strip())
    yield "".join(loose)


def _owner(element: Element) -> Element | None:
    """The nearest paragraph around an element: a text box in a paragraph holds paragraphs of its own."""
    return next(iter(element.iterancestors(qn("w:p"))), None)


def _name(written: str) -> str:
    return nfc(written).strip().lower()


def _faults(place: Place, offer: Offer, file: WordFile) -> Iterator[str]:
    rest = _PLACEHOLDER.sub("", place.content)
    if "{{" in rest or "}}" in rest:
        yield f"dấu {{{{ hoặc }}}} không thành cặp ở '{shown(place.content)}'"
    for name in place.names:
        if not offer.knows(name):
            near = nearest(name, offer.general)
            guess = f"; có phải {{{{{near[0]}}}}}?" if near else ""
            yield f"không có {{{{{shown(name)}}}}}{guess}"
        elif name not in offer.texts and rest.strip():
            yield f"{{{{{name}}}}} phải đứng riêng một đoạn, không cùng chữ khác"
        elif name not in offer.texts and len(place.names) > 1:
            yield f"{{{{{name}}}}} phải đứng riêng một đoạn, không cùng chỗ điền khác"
        elif name in offer.blocks and place.paragraph.getparent() is not file.element.body:
            yield f"{{{{{name}}}}} phải nằm ở thân văn bản, ngoài bảng, khung chữ và đầu trang"


def _fill_place(place: Place, offer: Offer, file: WordFile) -> None:
    name = place.names[0]
    if name in offer.blocks:
        _put_blocks(place.paragraph, offer.blocks[name], file, are_annexes=name == ANNEXES)
    elif name in offer.lines:
        nobody = name == ADDRESSEES and not offer.lines[name]
        if nobody and place.paragraph.getparent() is file.element.body:
            _drop_title(place.paragraph)
            _take_out(place.paragraph)
        else:
            _put_lines(place, offer.lines[name])
    else:
        _put_texts(place, offer)


def _put_texts(place: Place, offer: Offer) -> None:
    """Each text lands in the run where its placeholder begins, and takes the look of that run."""
    starts = [0, *accumulate(len(text.text or "") for text in place.texts)]
    pieces: list[str] = [""] * len(place.texts)
    at = 0
    for found in _PLACEHOLDER.finditer(place.content):
        _spread(pieces, starts, place.content, at, found.start())
        pieces[_run_at(starts, found.start())] += offer.text(found.group(1))
        at = found.end()
    _spread(pieces, starts, place.content, at, len(place.content))
    for text, piece in zip(place.texts, pieces, strict=True):
        for element in text_pieces(piece):
            text.addprevious(element)
        text.getparent().remove(text)


def _run_at(starts: Sequence[int], position: int) -> int:
    return max(place for place, start in enumerate(starts[:-1]) if start <= position < starts[place + 1])


def _spread(pieces: list[str], starts: Sequence[int], content: str, begin: int, end: int) -> None:
    """Give the untouched stretch of the content back to the runs it came from."""
    for place in range(len(pieces)):
        pieces[place] += content[max(begin, starts[place]) : min(end, starts[place + 1])]


def _put_lines(place: Place, lines: Sequence[str]) -> None:
    manner = Manner(place.paragraph)
    for line in lines or ("",):
        place.paragraph.addprevious(manner.body(line))
    _take_out(place.paragraph)


def _drop_title(paragraph: Element) -> None:
    """Without anybody to address, "Kính gửi:" right above the placeholder would stand there alone."""
    above = paragraph.getprevious()
    if above is None or above.tag != qn("w:p") or above.xpath("./w:pPr/w:sectPr"):
        return
    words = "".join(text.text or "" for text in above.iter(qn("w:t")))
    if fold(words).strip(" :\u00a0") == fold(ADDRESSED_TO).strip(":"):
        above.getparent().remove(above)


def _put_blocks(paragraph: Element, blocks: Sequence[Block], file: WordFile, *, are_annexes: bool) -> None:
    section = _section_after(paragraph, file)
    rooms = _rooms(section)
    is_end = are_annexes and paragraph.getnext() is file.element.body.sectPr
    parts = [part._replace(begins=part.begins and is_end) for part in stretches(blocks, rooms, Manner(paragraph))]
    if parts and (parts[0].is_wide or parts[0].begins):
        parts.insert(0, Stretch((), False))
    for element in join_sections(below_tables(parts) if is_end else parts, section, is_whole=is_end):
        paragraph.addprevious(element)
    _take_out(paragraph)


def _take_out(paragraph: Element) -> None:
    """Remove the placeholder's paragraph; one that closes a section, or a cell after a table, stays, empty."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    ends_section = bool(paragraph.xpath("./w:pPr/w:sectPr"))
    is_needed = after is None and before is not None and before.tag == qn("w:tbl")
    if not ends_section and not is_needed:
        paragraph.getparent().remove(paragraph)
        return
    for child in list(paragraph):
        if child.tag != qn("w:pPr"):
            paragraph.remove(child)


def _section_after(paragraph: Element, file: WordFile) -> Element:
    """The properties of the section that a paragraph of the body lies in."""
    for element in (paragraph, *paragraph.itersiblings()):
        # Also inside what stands around paragraphs: content controls, tracked moves, custom XML.
        found: Element | None = next(element.iter(qn("w:sectPr")), None)
        if found is not None:
            return found
    section: Element = file.element.body.get_or_add_sectPr()
    return section


def _rooms(section: Element) -> Rooms:
    """The width of the text of the template's page, upright and on its side; a page without measures becomes A4."""
    size, margins = section.get_or_add_pgSz(), section.get_or_add_pgMar()
    if not _measure(size, "w") or not _measure(size, "h"):
        size.w, size.h = Twips(PORTRAIT.width), Twips(PORTRAIT.height)
        margins.left, margins.right = Twips(PORTRAIT.left), Twips(PORTRAIT.right)
    beside = _measure(margins, "left") + _measure(margins, "right")
    width, height = _measure(size, "w"), _measure(size, "h")
    return Rooms(width - beside, max(width, height) - beside)


def _measure(element: Element, name: str) -> int:
    written = element.get(qn(f"w:{name}"), "")
    return int(written) if written.isascii() and written.isdigit() else 0
