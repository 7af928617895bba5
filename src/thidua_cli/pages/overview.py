"""`overview`: indicators by months with a sign for what is there, estimated, late, to come, and what is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..domain.overview import Presence
from ..domain.period import Period
from ..domain.plan import Plan
from ..domain.plan import Row as PlanRow
from ..render.document import Align, Cell, Column, Document, Paragraph, Row, RowKind, Table, Tone
from ..vietnamese.dates import write_date
from .page import Page

SIGNS = {
    Presence.THERE: ("√", "có số", Tone.GOOD),
    Presence.ESTIMATED: ("≈", "số ước hoặc sơ bộ", Tone.FAIR),
    Presence.PARTIAL: ("½", "mới có một số thôn", Tone.FAIR),
    Presence.LATE: ("×", "thiếu, đã đến hạn", Tone.BAD),
    Presence.COMING: ("·", "chưa đến hạn", Tone.QUIET),
    Presence.NONE: ("", "", Tone.PLAIN),
}
CLOSED = "■"
Overview = Sequence[tuple[PlanRow, Sequence[Presence]]]


def overview_page(plan: Plan, rows: Overview, months: Sequence[Period], closed: Sequence[bool], today: date) -> Page:
    """The table, its legend, and the same for machines."""
    legend = "; ".join(f"{sign} {words}" for sign, words, _ in SIGNS.values() if sign)
    late = sum(held.count(Presence.LATE) + held.count(Presence.PARTIAL) for _, held in rows)
    title = f"Toàn cảnh số liệu năm {plan.year} – {plan.unit.name} (hôm nay {write_date(today)})"
    lead = f"{late} ô còn thiếu số đã đến hạn; ghi lần lượt: thidua entry" if late else "Không thiếu số nào đã đến hạn."
    ends = Paragraph(f"{legend}; {CLOSED} tháng đã chốt", Tone.QUIET)
    document = Document(title, (Paragraph(lead), _table(rows, months, closed), ends))
    return Page(document, lambda: _record(plan, rows, months, closed, today))


def _table(rows: Overview, months: Sequence[Period], closed: Sequence[bool]) -> Table:
    columns = [Column("number", "TT", rank=2), Column("name", "Chỉ tiêu", wraps=True)]
    columns += [Column(month.id, f"T{at}", Align.CENTRE) for at, month in enumerate(months, 1)]
    made: list[Row] = []
    if any(closed):
        marks = (Cell(CLOSED if is_closed else "") for is_closed in closed)
        made.append(Row((Cell(), Cell("Tháng đã chốt", tone=Tone.QUIET), *marks)))
    section = None
    for row, held in rows:
        if row.section is not section:
            section = row.section
            made.append(Row((Cell(f"{section.number or ''}. {section.title}".removeprefix(". ")),), RowKind.GROUP))
        marks = (Cell(SIGNS[one][0], tone=SIGNS[one][2]) for one in held)
        kind = RowKind.PART if row.parent else RowKind.ITEM
        made.append(Row((Cell(row.number, tone=Tone.QUIET), Cell(row.indicator.name), *marks), kind))
    return Table(tuple(columns), tuple(made), label_key="name", name="Toàn cảnh")


def _record(
    plan: Plan, rows: Overview, months: Sequence[Period], closed: Sequence[bool], today: date
) -> Mapping[str, object]:
    return {
        "schema": "thidua.overview/1",
        "plan": {"year": plan.year, "unit": plan.unit.name},
        "today": today.isoformat(),
        "months": [{"id": month.id, "closed": is_closed} for month, is_closed in zip(months, closed, strict=True)],
        "indicators": [
            {"id": row.indicator.id, "name": row.indicator.name, "months": [one.value for one in held]}
            for row, held in rows
        ],
    }
