"""Word (`--format docx`): the paper of Nghị định 30/2020/NĐ-CP, or the office's own template filled in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from docx.oxml.ns import qn
from docx.shared import Pt

from .document import Document, Table, parted
from .word_body import (
    Rooms,
    Stretch,
    below_tables,
    foot_elements,
    head_elements,
    join_sections,
    merged,
    stretches,
    turn,
)
from .word_table import layout_of
from .word_text import (
    LANDSCAPE,
    PORTRAIT,
    TITLE_STYLE,
    Element,
    Manner,
    empty_file,
    packed,
    paragraph,
    run,
    set_footer,
    shaped,
)

ROOMS = Rooms(PORTRAIT.room, LANDSCAPE.room)
WIDE_ROOMS = Rooms(LANDSCAPE.room, LANDSCAPE.room)


def to_bytes(document: Document) -> bytes:
    """The document as .docx: with its frame as an official paper, without one as a plain page.

    A wide table turns the page: for an official paper in a section of its own, for a plain page all of it.
    What is below the signature of a paper stands at the foot of every sheet of a plain page.
    """
    file = empty_file(document.title, document.frame.issuer if document.frame else "")
    last = file.element.body.sectPr
    if document.frame is None:
        set_footer(file, _closing(document))
    parts = _plain(document, last) if document.frame is None else _official(document)
    for element in join_sections(parts, last, is_whole=True):
        last.addprevious(element)
    return packed(file)


def from_template(
    document: Document, template: bytes, name: str, facts: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The office's own .docx with its `{{…}}` filled in, `facts` among it; `name` is the template's, for messages.

    Raises InvalidInput when it is no clean Word file, has no or unknown placeholders, or one in the wrong place.
    """
    from .word_opening import opened
    from .word_template import fill, offer_of

    file = opened(template, name)
    fill(file, offer_of(document, facts), name)
    return packed(file)


def _official(document: Document) -> list[Stretch]:
    assert document.frame is not None
    head = Stretch(tuple(head_elements(document, document.frame)), False)
    foot = Stretch((*foot_elements(document.frame), *_closing(document)), False)
    own, *annexes = (stretches(blocks, ROOMS, Manner()) for blocks in parted(document.blocks))
    if own and own[-1].elements[-1].tag == qn("w:p"):
        shaped(own[-1].elements[-1], keep_with_next=True)  # a page with nothing but the signature is no page
    return merged([head, *own, foot, *(part for annex in annexes for part in below_tables(annex))])


def _plain(document: Document, section: Element) -> list[Stretch]:
    tables = [block for block in document.blocks if isinstance(block, Table) and block.rows]
    is_wide = any(layout_of(table).is_wide for table in tables)
    if is_wide:
        turn(section)
    title = shaped(paragraph(TITLE_STYLE, run(document.title)), space_after=Pt(12))
    body = stretches(document.blocks, WIDE_ROOMS if is_wide else ROOMS, Manner())
    return merged([Stretch((title,), False), *below_tables(body)])


def _closing(document: Document) -> list[Element]:
    return [Manner().closing(line) for line in document.closing]
