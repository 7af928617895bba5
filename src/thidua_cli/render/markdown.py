"""Markdown (`--format md`): reads well as it is, and as a page in any viewer of GitHub's dialect."""

import re
from collections.abc import Sequence
from html import escape

from . import document as doc
from .document import Align, Block, Document, RowKind, Table, Tone

_SPECIAL = re.compile(r"([\\`*_\[\]#|~$])")
_BLOCK_START = re.compile(r"^(?:([-+=])|([0-9]{1,9})([.)]))(?=\s|$|[-=])", re.MULTILINE)
_RULES = {Align.LEFT: ":{}-", Align.RIGHT: "-{}:", Align.CENTRE: ":{}:"}
BREAK = "<br>"


def to_bytes(document: Document) -> bytes:
    """The page as UTF-8 Markdown: one blank line between blocks, tables with aligned bars."""
    frame = document.frame
    own, *annexes = document.parts()
    blocks = [] if frame else [f"# {inline(document.title)}"]
    if frame:  # issuer beside quốc hiệu and tiêu ngữ, then the kind of paper, its subject, Kính gửi and the căn cứ
        left = [inline(frame.superior_line()), _bold(frame.issuer.upper()), inline(frame.number_line())]
        left = left if frame.superior else [*left[1:], ""]
        day = f"*{inline(frame.place_and_day)}*" if frame.place_and_day else ""
        rows = zip(left, (_bold(doc.NATION), _bold(doc.MOTTO), day), strict=True)
        blocks = [piped(list(rows), (Align.CENTRE, Align.CENTRE))]
        blocks += [f"# {inline(frame.kind)}" if frame.kind else "", _bold(frame.subject)]
        addressees = [inline(line) for line in frame.addressee_lines()]
        between = " " if len(addressees) == 1 else BREAK
        blocks += [f"**{doc.ADDRESSED_TO}**{between}{BREAK.join(addressees)}"] if frame.addressees else []
        blocks += [f"*{inline(line)}*" for line in doc.listed(frame.bases)]
    blocks += map(_block, own)
    if frame:  # Nơi nhận on the left, the signature with room to sign on the right
        left = [f"***{doc.SENT_TO}***", *map(inline, frame.recipient_lines())]
        right = [*map(_bold, frame.signature), "", "", "", _bold(frame.signatory)]
        blocks.append(piped([["", ""], [BREAK.join(left), BREAK.join(right)]], (Align.LEFT, Align.CENTRE)))
    blocks += [_block(block) for annex in annexes for block in annex]
    blocks += ["---", *map(paragraph, document.closing)] if document.closing else []
    return ("\n\n".join(filter(None, blocks)) + "\n").encode()


def inline(text: object) -> str:
    """A text on one line that means nothing to Markdown or HTML; line breaks become `<br>`."""
    plain = escape(doc.printable(text).strip(), quote=False)
    return BREAK.join(_SPECIAL.sub(r"\\\1", line.strip().replace("\t", " ")) for line in plain.split("\n"))


def paragraph(text: object) -> str:
    """The same where a block could begin: no text turns into a list, a heading or a rule."""
    return _BLOCK_START.sub(r"\2\\\1\3", inline(text))


def _block(block: Block) -> str:
    match block:
        case doc.Heading():
            return f"{'#' * (block.level + 1)} {inline(block.text)}"
        case doc.Annex():
            attached = f"\n\n*{inline(block.attached)}*" if block.attached else ""
            return f"## {inline(block.number)}\n\n{_bold(block.title.upper())}{attached}"
        case doc.Paragraph(tone=Tone.STRONG):
            return _bold(block.text)
        case doc.Paragraph(tone=Tone.ATTACHED):
            return f"*{inline(block.text)}*"
        case doc.Paragraph(text=text) | doc.Listing(lines=(text,)):
            return paragraph(text)
        case doc.Listing():
            return "\n".join(f"- {paragraph(line)}" for line in block.lines)
        case doc.Blank():
            return f"{BREAK}\n".join(["…" * 30] * block.lines)
        case doc.Charts():
            return ""
        case Table():
            return _table(block)


def _bold(text: str) -> str:
    return f"**{inline(text)}**" if text.strip() else ""


def _table(table: Table) -> str:
    if table.is_empty:
        return doc.NO_ROWS
    spoken = table.speaking()
    places, label = range(len(spoken.columns)), spoken.label
    lines = [[inline(column.title) for column in spoken.columns]]
    for row, is_first_part in spoken.with_first_parts():
        lines += [[f"*{doc.PARTS}*" if at == label else "" for at in places]] if is_first_part else []
        if row.kind is RowKind.GROUP:
            lines.append([_bold(row.cell(0).text) if at == label else "" for at in places])
            continue
        cells = [row.cell(at) for at in places]
        texts = [inline(one.text) or ("" if one.fraction is None else doc.bar_of(one.fraction)) for one in cells]
        if row.kind is RowKind.PART:
            texts[label] = f"– {texts[label]}"
        lines.append(texts)
    return piped(lines, [column.align for column in spoken.columns])


def piped(lines: Sequence[Sequence[str]], aligns: Sequence[Align]) -> str:
    """Lines of cells as a table whose first line is the header; the bars stand below each other."""
    widths = [max(3, *(len(line[at]) for line in lines)) for at in range(len(aligns))]
    rules = [_RULES[align].format("-" * (width - 2)) for align, width in zip(aligns, widths, strict=True)]
    shapes = [f"{'>' if align is Align.RIGHT else '<'}{width}" for align, width in zip(aligns, widths, strict=True)]
    return "\n".join(f"| {' | '.join(map(format, line, shapes))} |" for line in (lines[0], rules, *lines[1:]))
