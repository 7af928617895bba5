"""What an import would do, before it does it: counts, then the rows, each with its place in the file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import NamedTuple

from ..render.document import Block, Cell, Document, Listing, Paragraph, Tone
from ..vietnamese.text import sanitise
from .page import Field, Page, day_text, field, right, table_of

MOST_ROWS_SHOWN = 50


class Fate(Enum):
    """What becomes of a row of an imported file, in a word."""

    NEW = "mới"
    RAISED = "nâng mức"
    CHANGED = "đổi"
    UNUSUAL = "bất thường"
    SAME = "đã có"
    REFUSED = "từ chối"
    FAULTY = "sai"


ALWAYS_COUNTED = (Fate.NEW, Fate.SAME)
TONES = {Fate.UNUSUAL: Tone.FAIR, Fate.REFUSED: Tone.BAD, Fate.SAME: Tone.QUIET}


class PreviewRow(NamedTuple):
    """One row: where it is in the file, its fate, the figure before and after in words, and why."""

    place: str
    fate: Fate
    name: str
    on: date | None
    before: str
    after: str
    why: str = ""


COLUMNS: Sequence[Field[PreviewRow]] = (
    field("place", "Dòng, ô", lambda row: sanitise(row.place)),
    field("fate", "Kết quả", lambda row: Cell(row.fate.value, tone=TONES.get(row.fate, Tone.PLAIN))),
    field("name", "Chỉ tiêu", lambda row: sanitise(row.name), wraps=True),
    field("on", "Ngày số liệu", lambda row: day_text(row.on), rank=1, joins="name"),
    right("before", "Trước", lambda row: row.before, wraps=True),
    right("after", "Nay", lambda row: row.after, wraps=True),
    field("why", "Ghi chú", lambda row: row.why, wraps=True),
)


def import_preview(
    name: str, rows: Iterator[PreviewRow], counts: Counter[Fate], remarks: Sequence[str], skipped: Sequence[str]
) -> Page:
    """The counts of the whole file, and at most 50 rows of each fate; rows that cannot be read are listed as faults."""
    blocks: list[Block] = [Paragraph("; ".join([counted(counts), *skipped]) + ".")]
    if remarks:
        blocks.append(Listing(tuple(f"- {remark}" for remark in remarks)))
    if shown := list(rows):
        blocks.append(table_of(COLUMNS, shown, "name", "Xem trước"))
    left_out = [
        f"{counts[fate] - MOST_ROWS_SHOWN} dòng {fate.value}"
        for fate in Fate
        if fate is not Fate.FAULTY and counts[fate] > MOST_ROWS_SHOWN
    ]
    if left_out:
        blocks.append(Paragraph(f"Không in hết: còn {', '.join(left_out)}.", Tone.QUIET))
    return Page(Document(f"Xem trước việc nhập {sanitise(name)}", tuple(blocks)))


def counted(counts: Counter[Fate]) -> str:
    """`10 mới, 1 đổi, 2 đã có`: new and present ones always, others where there are any."""
    return ", ".join(f"{counts[fate]} {fate.value}" for fate in Fate if counts[fate] or fate in ALWAYS_COUNTED)
