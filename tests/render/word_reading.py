"""Reading a Word file back for the tests: parts, paragraphs, measures, and every word of it in reading order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from docx import Document as open_word
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length
from docx.text.paragraph import Paragraph


def read(content: bytes) -> WordFile:
    """The file as python-docx sees it."""
    return open_word(io.BytesIO(content))


def part(content: bytes, name: str) -> str:
    """The text of one member of the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def paragraphs(file: WordFile) -> list[Paragraph]:
    """Every paragraph of the body in reading order, those in tables too."""
    return [Paragraph(element, file) for element in file.element.body.iter(qn("w:p"))]


def found(file: WordFile, start: str) -> Paragraph:
    """The first paragraph whose text begins like this."""
    for paragraph in paragraphs(file):
        if paragraph.text.startswith(start):
            return paragraph
    raise LookupError(start)


def following(file: WordFile, start: str) -> Paragraph:
    """The paragraph right below the one that begins like this."""
    return Paragraph(found(file, start)._p.getnext(), file)


def texts(file: WordFile) -> list[str]:
    """The texts of all paragraphs that have one."""
    return [paragraph.text for paragraph in paragraphs(file) if paragraph.text]


def foot_texts(file: WordFile) -> list[str]:
    """The texts at the foot of every sheet, which the first sheet has too."""
    section = file.sections[0]
    lines, first = ([line.text for line in foot.paragraphs] for foot in (section.footer, section.first_page_footer))
    assert lines == first
    return [line for line in lines if line]


def millimetres(length: Length | None) -> float:
    """A length in millimetres to a hundredth."""
    assert length is not None
    return float(round(length.mm, 2))


def points(paragraph: Paragraph) -> float:
    """The size of a paragraph's letters, from its runs or its style."""
    sizes = {run.font.size for run in paragraph.runs}
    assert len(sizes) == 1
    size = sizes.pop() or _of_styles(paragraph, "size")
    return float(size.pt)


def is_bold(paragraph: Paragraph) -> bool:
    """Whether all letters are bold, by runs or style."""
    return all(_letters(paragraph, "bold"))


def is_italic(paragraph: Paragraph) -> bool:
    """Whether all letters are italic, by runs or style."""
    return all(_letters(paragraph, "italic"))


def alignment(paragraph: Paragraph) -> str:
    """LEFT, CENTER, RIGHT or JUSTIFY, by paragraph or style."""
    own = paragraph.paragraph_format.alignment
    value = own if own is not None else paragraph.style.paragraph_format.alignment  # type: ignore[union-attr]
    return value.name if value is not None else "LEFT"


def measure(paragraph: Paragraph, name: str) -> Length:
    """A measure of the paragraph's layout, its own or its style's."""
    own = getattr(paragraph.paragraph_format, name)
    value: Length = own if own is not None else getattr(paragraph.style.paragraph_format, name)  # type: ignore[union-attr]
    return value


def line_length(paragraph: Paragraph, room: int) -> int:
    """The length in twips of a line drawn as the border of an empty paragraph in a room of that width."""
    assert paragraph._p.get_or_add_pPr().xpath("./w:pBdr/w:top[@w:val='single']")
    layout = paragraph.paragraph_format
    assert layout.left_indent is not None
    assert layout.right_indent is not None
    assert layout.left_indent == layout.right_indent
    return room - int(layout.left_indent + layout.right_indent) // 635


def _letters(paragraph: Paragraph, name: str) -> Iterable[bool]:
    for run in paragraph.runs:
        own = getattr(run.font, name)
        yield bool(own if own is not None else _of_styles(paragraph, name))


def _of_styles(paragraph: Paragraph, name: str) -> Length:
    style = paragraph.style
    while getattr(style.font, name) is None and style.base_style is not None:  # type: ignore[union-attr]
        style = style.base_style  # type: ignore[union-attr]
    value: Length = getattr(style.font, name)  # type: ignore[union-attr]
    return value


def widths(table: BaseOxmlElement) -> list[int]:
    """The widths of a table's columns in twips."""
    return [int(column.get(qn("w:w"))) for column in table.xpath("./w:tblGrid/w:gridCol")]


def words_of(element: BaseOxmlElement) -> str:
    """All text below an element, run together."""
    return "".join(text.text or "" for text in element.iter(qn("w:t")))
