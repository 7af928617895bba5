"""HTML (`--format html`): one file that needs nothing else, for the screen, the printer and a screen reader."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from .document import Blank, Block, Charts, Document, Heading, Listing, Paragraph, Table
from .html_charts import charts_html
from .html_paper import foot_html, head_html
from .html_style import LANDSCAPE, PORTRAIT, STYLE
from .html_table import is_wide, table_html
from .html_text import escaped, paragraph_html

NEWEST = "utf-8"


def to_bytes(document: Document, *, width: int | None = None, colour: bool = False) -> bytes:
    """The page as UTF-8 HTML 5 without script or remote resource; its policy allows its own style and no other."""
    del width, colour
    return ("\n".join(_page(document)) + "\n").encode(NEWEST)


def _page(document: Document) -> Iterator[str]:
    style = STYLE + _paper_size(document)
    yield "<!DOCTYPE html>"
    yield '<html lang="vi">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<link rel="icon" href="data:,">'
    yield f"<title>{escaped(_title(document))}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"
    yield f'<body class="{_kind_of_page(document)}">'
    yield "<main>"
    yield from _body(document)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _policy(style: str) -> str:
    """Everything is forbidden but this very style sheet and the empty icon."""
    digest = base64.b64encode(hashlib.sha256(style.encode(NEWEST)).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _has_wide_table(document: Document) -> bool:
    return any(isinstance(block, Table) and is_wide(block) for block in document.blocks)


def _kind_of_page(document: Document) -> str:
    if document.frame is None:
        return "page"
    return "paper spread" if _has_wide_table(document) else "paper"


def _paper_size(document: Document) -> str:
    """A page that is mostly its wide table lies on its side; in a signed paper only the table does."""
    return LANDSCAPE if document.frame is None and _has_wide_table(document) else PORTRAIT


def _title(document: Document) -> str:
    frame = document.frame
    return f"{frame.kind} {frame.subject}".strip() if frame and frame.subject else document.title


def _body(document: Document) -> Iterator[str]:
    if document.frame is None:
        yield f"<h1>{escaped(document.title)}</h1>"
    else:
        yield from head_html(document.frame)
    above = document.title
    frame, last = document.frame, len(document.blocks)
    for place, block in enumerate(document.blocks, 1):
        if frame and place == last and isinstance(block, Paragraph):
            yield '<div class="ending">'
        yield from _block(block, above, place)
        above = block.text if isinstance(block, Heading) else document.title
    if frame:
        yield from foot_html(frame)
        yield from ["</div>"] if last and isinstance(document.blocks[-1], Paragraph) else []
    if document.closing:
        yield '<footer class="anchor">'
        yield from (paragraph_html(line) for line in document.closing)
        yield "</footer>"


def _block(block: Block, above: str, place: int) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h{block.level + 1}>{escaped(block.text)}</h{block.level + 1}>"
        case Paragraph():
            yield paragraph_html(block.text, block.tone)
        case Listing(lines=(only,)):
            yield paragraph_html(only)
        case Listing():
            yield from ('<ul class="lines">', *(f"<li>{escaped(line)}</li>" for line in block.lines), "</ul>")
        case Blank():
            yield f'<div class="blank" role="img" aria-label="Chỗ trống để viết">{"<span></span>" * block.lines}</div>'
        case Charts():
            yield from charts_html(block, place)
        case Table():
            yield from table_html(block, above, place)
