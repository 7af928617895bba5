"""A table in HTML: header cells with scope, group rows, "Trong đó" parts, bars of attainment as inline drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..named_tuple import NamedTuple
from ..vietnamese.numbers import write_number
from .document import Align, Cell, Column, Row, RowKind, Table, Tone
from .file_text import label_place, speaking_columns
from .html_text import attribute, class_of, escaped, place_of

PARTS_TITLE = "Trong đó:"
NO_ROWS = "(không có dòng nào)"
MOST_PORTRAIT_COLUMNS = 7
LONGEST_TAG = 20
DASHES = ("–", "-")
BAR_LENGTH, BAR_HEIGHT = Decimal(100), Decimal(12)
LEAST_SCALE, MOST_SCALE = Decimal("1.1"), Decimal("1.5")
_LONG_WORD = re.compile(r"(?<=\w{4})/(?=\w{4})")


class _Look(NamedTuple):
    """What every row of a table needs to know: its columns, which one names a row, and the bars' scale."""

    columns: tuple[Column, ...]
    kept: list[int]
    label: int
    scale: Decimal


def is_wide(table: Table) -> bool:
    """Whether the table needs the long side of the paper."""
    return len(speaking_columns(table)) > MOST_PORTRAIT_COLUMNS


def table_html(table: Table, above: str, place: int) -> Iterator[str]:
    """The table in a region that can be scrolled with the keyboard; `above` names it where it has no caption."""
    caption = table.caption or above
    if not table.rows or not table.columns:
        yield f'<p class="quiet">{NO_ROWS}</p>'
        return
    look = _look_of(table)
    wide = " wide" if is_wide(table) else ""
    yield f'<section class="sheet{wide}" aria-labelledby="bang-{place}" tabindex="0">'
    yield "<table>"
    hidden = "" if table.caption else ' class="unseen"'
    yield f'<caption id="bang-{place}"{hidden}>{escaped(caption)}</caption>'
    yield "<thead>"
    yield "<tr>" + "".join(_header(look.columns[at]) for at in look.kept) + "</tr>"
    yield "</thead>"
    yield from _bodies(table, look)
    yield "</table>"
    yield "</section>"


def _look_of(table: Table) -> _Look:
    fractions = [cell.fraction for row in table.rows for cell in row.cells if cell.fraction is not None]
    scale = min(max([LEAST_SCALE, *fractions]), MOST_SCALE)
    return _Look(table.columns, speaking_columns(table), label_place(table), scale)


def _header(column: Column) -> str:
    return f'<th scope="col"{_classes(column)}>{escaped(column.title)}</th>'


def _classes(column: Column, tone: Tone = Tone.PLAIN, kind: str = "") -> str:
    """Alignment and wrapping as classes: no style attribute, for the page's policy forbids them."""
    align = {Align.LEFT: "", Align.RIGHT: "number", Align.CENTRE: "centre"}[column.align]
    return class_of(tone, align, "" if column.wraps else "whole", kind, "typed" if column.is_typed else "")


def _bodies(table: Table, look: _Look) -> Iterator[str]:
    """One `tbody` per group, so that the group's heading is a header of its rows."""
    yield "<tbody>"
    before = RowKind.GROUP
    for at, row in enumerate(table.rows):
        if row.kind is RowKind.GROUP and at:
            yield "</tbody>"
            yield "<tbody>"
        if row.kind is RowKind.GROUP:
            text = "".join(escaped(cell.text) for cell in row.cells[:1])
            yield f'<tr class="group"><th scope="rowgroup" colspan="{len(look.kept)}">{text}</th></tr>'
        else:
            if row.kind is RowKind.PART and before is not RowKind.PART:
                yield _among(look)
            yield _row(row, look)
        before = row.kind
    yield "</tbody>"


def _among(look: _Look) -> str:
    """A row of its own, so that the first part's name and figures stand on one line."""
    before = look.kept.index(look.label)
    words = f'<td colspan="{len(look.kept) - before}">{PARTS_TITLE}</td>'
    return f'<tr class="among">{"<td></td>" * before}{words}</tr>'


def _row(row: Row, look: _Look) -> str:
    cells = row.cells + (Cell(),) * (len(look.columns) - len(row.cells))
    written = [
        _label(cells[at], look.columns[at]) if at == look.label else _cell(cells[at], look.columns[at], look.scale)
        for at in look.kept
    ]
    kind = "total" if row.is_total else "part" if row.kind is RowKind.PART else ""
    return f"<tr{class_of(Tone.PLAIN, kind)}>" + "".join(written) + "</tr>"


def _label(cell: Cell, column: Column) -> str:
    return f'<th scope="row"{_classes(column, cell.tone)}><span class="name">{escaped(cell.text)}</span></th>'


def _cell(cell: Cell, column: Column, scale: Decimal) -> str:
    bar = "" if cell.fraction is None else bar_svg(cell.fraction, cell.tone, scale, column.title)
    text = _LONG_WORD.sub("/<wbr>", escaped(cell.text)) if column.wraps else escaped(cell.text)
    if not text and not bar:
        return "<td></td>"
    title = attribute(column.title)
    return f'<td data-title="{title}"{_classes(column, cell.tone, _kind_of(cell, column))}>{bar}{text}</td>'


def _kind_of(cell: Cell, column: Column) -> str:
    """`none`: a dash for "no figure"; `tag`: a short toned word that is kept on one line; `remark`: running text."""
    text = str(cell.text).strip()
    if text in DASHES:
        return "none"
    if not column.wraps or not text:
        return ""
    if len(text) > LONGEST_TAG:
        return "remark"
    return "" if cell.tone is Tone.PLAIN else "tag"


def bar_svg(fraction: Decimal, tone: Tone, scale: Decimal, title: str) -> str:
    """A bar to scale with a line where the target is; what goes beyond the scale ends in an arrow."""
    target = BAR_LENGTH / scale
    end = min(max(fraction, Decimal(0)) * target, BAR_LENGTH)
    reached = f"{write_number(fraction * 100, 2)}%" if fraction > 0 else "không quá 0%"
    words = f"{title} {reached} (vạch đứng: 100%)"
    ink = f'<rect class="ink" x="0" y="3" width="{place_of(end)}" height="6"/>' if fraction > 0 else ""
    arrow = '<path class="ink" d="M94 0 L100 6 L94 12 Z"/>' if fraction > scale else ""
    return (
        f'<svg{class_of(tone, "bar")} viewBox="0 0 {BAR_LENGTH} {BAR_HEIGHT}" role="img">'
        f"<title>{attribute(words)}</title>"
        f'<rect class="track" x="0" y="3" width="{place_of(target)}" height="6"/>{ink}{arrow}'
        f'<path class="goal" d="M{place_of(target)} 0 V{BAR_HEIGHT}"/></svg>'
    )
