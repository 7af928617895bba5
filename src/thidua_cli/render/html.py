"""HTML (`--format html`): one file that needs nothing else, for the screen, the printer and a screen reader."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from html import escape
from itertools import pairwise
from pathlib import Path

from ..vietnamese.numbers import write_number
from ..vietnamese.text import plain_id
from . import document as doc
from .document import Align, Block, Document, Frame, RowKind, Table, Tone

HERE = Path(__file__).parent
MOST_PORTRAIT_COLUMNS = 7


def to_bytes(document: Document) -> bytes:
    """The page as UTF-8 HTML 5 without script or remote resource; its policy allows its own style and no other.

    A page that is mostly its wide table lies on its side; in a signed paper only the table does.
    """
    frame, has_wide_table = document.frame, any(map(is_wide, document.tables))
    sheet = "lying.css" if frame is None and has_wide_table else "upright.css"
    style = f"\n{(HERE / 'page.css').read_text('utf-8')}{''.join((HERE / sheet).read_text('utf-8').splitlines())}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    title = escaped(f"{frame.kind} {frame.subject}".strip() if frame and frame.subject else document.title)
    kind = "page" if frame is None else "paper spread" if has_wide_table else "paper"
    page = (HERE / "page.html").read_text("utf-8")
    return page.format(policy=policy, title=title, style=style, kind=kind, body="\n".join(_body(document))).encode()


def is_wide(table: Table) -> bool:
    """Whether the table needs the long side of the doc."""
    return len(table.speaking().columns) > MOST_PORTRAIT_COLUMNS


def escaped(text: object) -> str:
    """Text for an element, which cannot become markup; a number keeps its unit on its line, line breaks are `<br>`."""
    return escape(doc.held(text).strip()).replace("\n", "<br>")


def attribute(text: object) -> str:
    """The same for an attribute or a `<title>`, where no element may stand."""
    return escape(doc.printable(text).strip().replace("\n", " "))


def _paragraph(text: str, tone: Tone = Tone.PLAIN) -> str:
    return f"<p{_class(tone)}>{escaped(text)}</p>"


def _class(tone: Tone, *others: str) -> str:
    """The class attribute for a tone and other classes; nothing where there are none."""
    names = " ".join(name for name in ("" if tone is Tone.PLAIN else tone.value, *others) if name)
    return f' class="{names}"' if names else ""


def _body(document: Document) -> Iterator[str]:
    frame, above = document.frame, document.title
    yield from _head(frame) if frame else [f"<h1>{escaped(document.title)}</h1>"]
    own, *annexes = document.parts()
    is_ending = bool(frame and own and isinstance(own[-1], doc.Paragraph))
    for place, block in enumerate(own, 1):
        yield from ['<div class="ending">'] if is_ending and place == len(own) else []
        yield from _block(block, above, place)
        above = block.text if isinstance(block, doc.Heading) else document.title
    if frame:  # the signature with room to sign, beside Nơi nhận; never torn apart by a page
        recipients = "".join(f"<li>{escaped(line)}</li>" for line in frame.recipient_lines())
        yield f'<div class="closing">\n<div class="recipients">\n<p><b><i>{doc.SENT_TO}</i></b></p>'
        yield f'<ul>{recipients}</ul>\n</div>\n<div class="signature">'
        yield from (f"<p><b>{escaped(line)}</b></p>" for line in frame.signature)
        yield f'<p class="signatory"><b>{escaped(frame.signatory)}</b></p>\n</div>\n</div>'
    yield from ["</div>"] if is_ending else []
    yield from ('<footer class="anchor">', *map(_paragraph, document.closing), "</footer>") if document.closing else ()
    last = len(own)
    for head, *content in annexes:  # printed on pages of its own, which lie on their side for a wide table
        assert isinstance(head, doc.Annex)
        wide = " wide" if any(isinstance(block, Table) and is_wide(block) for block in content) else ""
        yield f'<section class="annex{wide}" aria-labelledby="phu-luc-{last}">'
        yield f'<h2 id="phu-luc-{last}">{escaped(head.number)}<span>{escaped(head.title)}</span></h2>'
        yield f"<p><i>{escaped(head.attached)}</i></p>" if head.attached else ""
        for place, block in enumerate(content, last + 1):
            yield from _block(block, head.title, place)
        yield "</section>"
        last += 1 + len(content)


def _block(block: Block, above: str, place: int) -> Iterator[str]:
    match block:
        case doc.Heading():
            yield f"<h{block.level + 1}>{escaped(block.text)}</h{block.level + 1}>"
        case doc.Paragraph():
            yield _paragraph(block.text, block.tone)
        case doc.Listing(lines=(only,)):
            yield _paragraph(only)
        case doc.Listing():
            yield from ('<ul class="lines">', *(f"<li>{escaped(line)}</li>" for line in block.lines), "</ul>")
        case doc.Blank():
            yield f'<div class="blank" role="img" aria-label="Chỗ trống để viết">{"<span></span>" * block.lines}</div>'
        case doc.Charts():
            yield from _charts(block, place)
        case Table():
            yield from _table(block, above, place)


def _head(frame: Frame) -> Iterator[str]:
    yield '<header class="letterhead">\n<div class="issuer">'
    yield from [f'<p class="superior">{escaped(frame.superior_line())}</p>'] if frame.superior else []
    yield f'<p class="ruled short"><b>{escaped(frame.issuer.upper())}</b></p>'
    yield f'<p class="symbol">{escaped(frame.number_line())}</p>'
    yield '</div>\n<div class="nation">'
    yield f"<p><b>{doc.NATION}</b></p>"
    yield f'<p class="ruled motto"><b>{doc.MOTTO}</b></p>'
    yield f'<p class="day"><i>{escaped(frame.place_and_day)}</i></p>'
    yield "</div>\n</header>"
    lines = (f"<span>{escaped(part)}</span>" for part in doc.broken_subject(frame.subject).split("\n"))
    subject = f'<span class="subject ruled short">{" ".join(lines)}</span>' if frame.subject else ""
    yield f"<h1>{escaped(frame.kind)}{subject}</h1>"
    if frame.addressees:
        yield f'<div class="addressees">\n<p>{doc.ADDRESSED_TO}</p>'
        lines = (f"<li>{escaped(line)}</li>" for line in frame.addressee_lines())
        yield f"<ul>{''.join(lines)}</ul>\n</div>"
    yield from (f'<p class="basis">{escaped(line)}</p>' for line in doc.listed(frame.bases))


LONGEST_TAG = 20
DASHES = ("–", "-")
BAR_LENGTH, BAR_HEIGHT = Decimal(100), Decimal(12)
LEAST_SCALE, MOST_SCALE = Decimal("1.1"), Decimal("1.5")
_LONG_WORD = re.compile(r"(?<=\w{4})/(?=\w{4})")


def place_of(value: Decimal) -> str:
    """A coordinate of a drawing: at most two decimals, a dot, no exponent."""
    return f"{value.quantize(Decimal('0.01')).normalize():f}"


def _table(table: Table, above: str, place: int) -> Iterator[str]:
    """The table in a region that can be scrolled with the keyboard; what stands `above` names it.

    One `tbody` per group, so that the group's heading is a header of its rows. "Trong đó:" has a row of its own, so
    that the first part's name and figures stand on one line.
    """
    if table.is_empty:
        yield f'<p class="quiet">{doc.NO_ROWS}</p>'
        return
    fractions = [cell.fraction for row in table.rows for cell in row.cells if cell.fraction is not None]
    spoken, scale = table.speaking(), min(max([LEAST_SCALE, *fractions]), MOST_SCALE)
    wide = " wide" if is_wide(table) else ""
    yield f'<section class="sheet{wide}" aria-labelledby="bang-{place}" tabindex="0">\n<table>'
    yield f'<caption id="bang-{place}" class="unseen">{escaped(above)}</caption>'
    titles = (f'<th scope="col"{_classes(column)}>{escaped(column.title)}</th>' for column in spoken.columns)
    yield f"<thead>\n<tr>{''.join(titles)}</tr>\n</thead>\n<tbody>"
    width, before = len(spoken.columns), spoken.label
    for number, (row, is_first_part) in enumerate(spoken.with_first_parts()):
        if row.kind is RowKind.GROUP:
            yield from ["</tbody>", "<tbody>"] if number else []
            yield f'<tr class="group"><th scope="rowgroup" colspan="{width}">{escaped(row.cell(0).text)}</th></tr>'
            continue
        if is_first_part:
            yield f'<tr class="among">{"<td></td>" * before}<td colspan="{width - before}">{doc.PARTS}</td></tr>'
        kind = "total" if row.is_total else "part" if row.kind is RowKind.PART else ""
        cells = "".join(_cell(row.cell(at), spoken, at, scale) for at in range(width))
        yield f"<tr{_class(Tone.PLAIN, kind)}>{cells}</tr>"
    yield "</tbody>\n</table>\n</section>"


def _classes(column: doc.Column, tone: Tone = Tone.PLAIN, kind: str = "") -> str:
    """Alignment and wrapping as classes: no style attribute, for the page's policy forbids them."""
    align = {Align.LEFT: "", Align.RIGHT: "number", Align.CENTRE: "centre"}[column.align]
    return _class(tone, align, "" if column.wraps else "whole", kind, "typed" if column.is_typed else "")


def _cell(cell: doc.Cell, table: Table, at: int, scale: Decimal) -> str:
    column, said = table.columns[at], str(cell.text).strip()
    if at == table.label:
        return f'<th scope="row"{_classes(column, cell.tone)}><span class="name">{escaped(cell.text)}</span></th>'
    bar = "" if cell.fraction is None else bar_svg(cell.fraction, cell.tone, scale, column.title)
    text = _LONG_WORD.sub("/<wbr>", escaped(cell.text)) if column.wraps else escaped(cell.text)
    if not text and not bar:
        return "<td></td>"
    kind = "none" if said in DASHES else ""
    if column.wraps and said not in DASHES:
        is_tag = said and cell.tone is not Tone.PLAIN  # a short toned word, kept on one line
        kind = "remark" if len(said) > LONGEST_TAG else "tag" if is_tag else ""
    return f'<td data-title="{attribute(column.title)}"{_classes(column, cell.tone, kind)}>{bar}{text}</td>'


def bar_svg(fraction: Decimal, tone: Tone, scale: Decimal, title: str) -> str:
    """A bar to scale with a line where the target is; what goes beyond the scale ends in an arrow."""
    target = BAR_LENGTH / scale
    end = min(max(fraction, Decimal(0)) * target, BAR_LENGTH)
    reached = f"{write_number(fraction * 100, 2)}%" if fraction > 0 else "không quá 0%"
    ink = f'<rect class="ink" x="0" y="3" width="{place_of(end)}" height="6"/>' if fraction > 0 else ""
    arrow = '<path class="ink" d="M94 0 L100 6 L94 12 Z"/>' if fraction > scale else ""
    return (
        f'<svg{_class(tone, "bar")} viewBox="0 0 {BAR_LENGTH} {BAR_HEIGHT}" role="img">'
        f"<title>{attribute(f'{title} {reached} (vạch đứng: 100%)')}</title>"
        f'<rect class="track" x="0" y="3" width="{place_of(target)}" height="6"/>{ink}{arrow}'
        f'<path class="goal" d="M{place_of(target)} 0 V{BAR_HEIGHT}"/></svg>'
    )


WIDTH, HEIGHT = Decimal(260), Decimal(110)
LEFT, RIGHT, TOP, BOTTOM = Decimal(4), Decimal(256), Decimal(22), Decimal(86)
FOOT = Decimal(104)
CLOSE_LABELS = Decimal("0.3")


def _charts(charts: doc.Charts, place: int) -> Iterator[str]:
    drawn = [series for series in charts.series if series.points]
    if not drawn:
        return
    yield '<section class="charts">'
    yield from [f'<p class="caption">{escaped(charts.caption)}</p>'] if charts.caption else []
    yield '<div class="grid">'
    for number, series in enumerate(drawn, 1):
        key = f"bieu-do-{place}-{number}"
        unit = f' <span class="unit">({escaped(series.unit)})</span>' if series.unit else ""
        goal = f" Kế hoạch: {series.target_text}." if series.target_text else ""
        words = "; ".join(f"{point.label}: {point.text}" for point in series.points) + f".{goal}"
        yield f"<figure>\n<figcaption>{escaped(series.name)}{unit}</figcaption>"
        names = f'aria-labelledby="{key}-ten {key}-loi"'
        yield (
            f'<svg class="line" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" {names}>'
            f'<title id="{key}-ten">{attribute(series.name)}</title><desc id="{key}-loi">{attribute(words)}</desc>'
        )
        yield from _drawing(series)
        yield "</svg>\n</figure>"
    yield "</div>\n</section>"


def _drawing(series: doc.Series) -> Iterator[str]:
    """The line; the last figure and the target on top; the first and the last day below the axis."""
    values = [point.value for point in series.points] + ([] if series.target is None else [series.target])
    air = (max(values) - min(values)) / 8 or max(abs(max(values)) / 8, Decimal(1))
    low, high = min(values) - air, max(values) + air

    def across(along: Decimal) -> str:
        return place_of(LEFT + min(max(along, Decimal(0)), Decimal(1)) * (RIGHT - LEFT))

    def down(value: Decimal) -> str:
        return place_of(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP))

    yield from (f'<path class="quarter" d="M{across(Decimal(quarter) / 4)} {TOP} V{BOTTOM}"/>' for quarter in range(5))
    yield f'<path class="axis" d="M{LEFT} {BOTTOM} H{RIGHT}"/>'
    if series.target is not None:
        yield f'<path class="goal" d="M{LEFT} {down(series.target)} H{RIGHT}"/>'
    spots = [(across(point.along), down(point.value)) for point in series.points]
    if len(spots) > 1:
        yield f'<path class="trace" d="M{" L".join(f"{x} {y}" for x, y in spots)}"/>'
    yield from (f'<circle class="spot" cx="{x}" cy="{y}" r="2.5"/>' for x, y in spots)
    first, last = series.points[0], series.points[-1]
    yield f'<text class="figure" x="0" y="13">{attribute(last.text)}</text>'
    if series.target_text:
        yield f'<text class="aim" x="{WIDTH}" y="13" text-anchor="end">Kế hoạch {attribute(series.target_text)}</text>'
    for point in (first, last) if last.along - first.along >= CLOSE_LABELS else (last,):
        anchor = "start" if point.along < Decimal("0.15") else "end" if point.along > Decimal("0.85") else "middle"
        place = f'x="{across(point.along)}" y="{FOOT}" text-anchor="{anchor}"'
        yield f'<text class="day" {place}>{attribute(point.label)}</text>'


_PAGE_LINK = re.compile(r"\]\(([a-z-]+)\.md\)")
_LINK_ELSEWHERE = re.compile(r"\[([^\]]+)\]\((?!#)[^)]+\)")


def book(text: str, pages: Mapping[str, str]) -> bytes:
    """A long text in Markdown as one page with a table of contents; no script, nothing from the network.

    `pages`: first line → file name of each page in the text, which links name.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(_LINK_ELSEWHERE.sub(r"\1", _PAGE_LINK.sub(r"](#\1)", text)))
    contents = ""
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            name = pages.get(f"# {inline.content}", "").removesuffix(".md") or plain_id(inline.content, None)
            heading.attrSet("id", name)
            if heading.tag == "h1" or inline.content[0].isdigit():
                contents += f'<li><a href="#{name}">{escape(inline.content)}</a></li>'
    body = reader.renderer.render(tokens, reader.options, {})
    return (HERE / "book.html").read_text("utf-8").replace("{contents}", contents).replace("{body}", body).encode()
