"""The .docx file around a page: an empty one of our own look, and the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime

from docx import Document as open_word
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml.parser import parse_xml
from docx.shared import Twips

from .file_text import printable
from .word_styles import HEADER_STYLE, PORTRAIT, SETTINGS, STYLES
from .word_text import Element, run, w

NO_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 - Word's core properties carry no zone; a file of ours carries no day
MOST_TITLE = 250
_FIRST_MEMBERS = ("[Content_Types].xml", "_rels/.rels")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_KEPT = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
}


def empty_file(title: str, author: str) -> WordFile:
    """An A4 page with our styles and nothing of the library's own template; page numbers from the second page on."""
    file = open_word()
    _drop_foreign_parts(file.part.rels)
    _drop_foreign_parts(file.part.package.rels)
    _refill(file.styles.element, STYLES)
    _refill(file.settings.element, SETTINGS)
    _set_page(file)
    properties = file.core_properties
    properties.title, properties.author = printable(title)[:MOST_TITLE], printable(author)[:MOST_TITLE]
    properties.comments = properties.keywords = properties.subject = properties.last_modified_by = ""
    properties.created = properties.modified = NO_DAY
    properties.language, properties.revision = "vi-VN", 1
    return file


def _drop_foreign_parts(relations: Relationships) -> None:
    for name, relation in list(relations.items()):
        if relation.reltype not in _KEPT:
            del relations[name]


def _refill(element: Element, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(xml)))


def _set_page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Twips(PORTRAIT.width), Twips(PORTRAIT.height)
    section.top_margin, section.bottom_margin = Twips(PORTRAIT.top), Twips(PORTRAIT.bottom)
    section.left_margin, section.right_margin = Twips(PORTRAIT.left), Twips(PORTRAIT.right)
    section.header_distance = section.footer_distance = Twips(PORTRAIT.header)
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.style = HEADER_STYLE
    line._p.append(w("fldSimple", run("2"), instr=" PAGE "))


def set_footer(file: WordFile, lines: Sequence[Element]) -> None:
    """The lines at the foot of every sheet, the first one too."""
    for footer in (file.sections[0].footer, file.sections[0].first_page_footer) if lines else ():
        footer.is_linked_to_previous = False
        for former in list(footer._element):
            footer._element.remove(former)
        footer._element.extend([deepcopy(line) for line in lines])


def packed(file: WordFile) -> bytes:
    """The file's bytes: members in a fixed order, without times."""
    rough, fine = io.BytesIO(), io.BytesIO()
    file.save(rough)
    with zipfile.ZipFile(rough) as old, zipfile.ZipFile(fine, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name not in _FIRST_MEMBERS, name))
        for name in names:
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(member, old.read(name))
    return fine.getvalue()
