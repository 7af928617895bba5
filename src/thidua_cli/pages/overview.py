"""`overview`: indicators by months with a sign for what each holds; `today`: what is late, and what to type next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..domain.due import ANNIVERSARY, Expected, Wait
from ..domain.overview import Presence
from ..domain.period import Period
from ..domain.plan import Plan
from ..domain.plan import Row as PlanRow
from ..render.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    Row,
    RowKind,
    Table,
    Tone,
)
from ..vietnamese.dates import write_date
from .due import how_long
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
MOST_NAMED = 5
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


class LastMonth(NamedTuple):
    """The report of the month before: its label, how it stands, and the command that it asks for."""

    label: str
    standing: str
    command: str = ""


def today_page(plan: Plan, expected: Sequence[Expected], report: LastMonth, today: date) -> Page:
    """Today at a glance: late figures and work, last month's report, the next commands."""
    owed = [row for row in expected if row.kind != ANNIVERSARY]
    late, soon = ([row for row in owed if row.wait is wait] for wait in (Wait.LATE, Wait.SOON))
    headline = (
        f"{len(late)} việc đã trễ, {len(soon)} việc sắp đến hạn." if late or soon else "Không có việc nào đã trễ."
    )
    blocks: list[Block] = [Paragraph(headline, Tone.BAD if late else Tone.GOOD)]
    if late:
        lines = [f"- {row.name}: {how_long(row, today)}, hỏi {row.supplier or 'không rõ nơi nào'}" for row in late]
        more = [f"… và {len(late) - MOST_NAMED} việc nữa: thidua due"] if len(late) > MOST_NAMED else []
        blocks += [Heading("Đã trễ", 2), Listing((*lines[:MOST_NAMED], *more))]
    blocks += [Heading(f"Báo cáo {report.label}", 2), Paragraph(report.standing)]
    commands = [(report.command, f"báo cáo {report.label}")] if report.command else []
    commands += [("thidua entry", "ghi lần lượt những số còn thiếu")] if late else []
    commands += [
        ("thidua report", "bảng đánh giá"),
        ("thidua overview", "toàn cảnh cả năm"),
        ("thidua --help", "mọi lệnh"),
    ]
    rows = tuple(Row((Cell(command, tone=Tone.STRONG), Cell(words))) for command, words in commands)
    columns = Column("command", "Gõ tiếp"), Column("meaning", "Để làm gì", wraps=True)
    blocks += [Table(columns, rows, label_key="command")]
    title = f"Hôm nay {write_date(today)} – {plan.unit.name}, kế hoạch năm {plan.year}"
    record = {
        "schema": "thidua.today/1",
        "plan": {"year": plan.year, "unit": plan.unit.name},
        "today": today.isoformat(),
        "late": len(late),
        "soon": len(soon),
        "report": {"period": report.label, "standing": report.standing},
        "commands": [command for command, _ in commands],
    }
    return Page(Document(title, tuple(blocks)), lambda: record)
