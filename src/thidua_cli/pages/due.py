"""What is still expected and the command to type, the year by months, and `today`; work items by lead unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from ..domain.expected import ANNIVERSARY, SOON_DAYS, WORK, Expected, Presence, Wait
from ..domain.period import Period, month_of
from ..domain.plan import Frequency, Plan
from ..domain.plan import Row as PlanRow
from ..domain.scorecard import Window
from ..domain.target import shortest
from ..domain.work import WorkStanding, WorkState, by_lead, counts, subject
from ..render.document import Align, Block, Cell, Column, Document, Heading, Listing, Paragraph, Row, Table, Tone
from ..vietnamese.numbers import two_digits, write_date, write_number
from ..vietnamese.wording import LEVELS, amount_text
from . import page
from .page import DASH, NONE, Field, Origin, Page, anchor, day_text, field, right, without

WAITS = {Wait.LATE: "trễ", Wait.SOON: "sắp đến hạn", Wait.COMING: "chưa đến hạn"}
TITLES = {Wait.LATE: "Đã trễ", Wait.SOON: f"Đến hạn trong {SOON_DAYS} ngày tới", Wait.COMING: "Chưa đến hạn"}
TONES = {Wait.LATE: Tone.BAD, Wait.SOON: Tone.FAIR, Wait.COMING: Tone.QUIET}
NOBODY = "Chưa ghi nơi cung cấp"
ANNIVERSARIES = "Ngày kỷ niệm"
MOST_PERIODS = 4
"""So many missing periods are named one by one."""


def due_page(plan: Plan, expected: Sequence[Expected], today: date, *, everything: bool = False) -> Page:
    """The expected things, the late ones first, in each part by supplier; a screen counts what is far off."""
    counts = {wait: sum(row.wait is wait for row in expected) for wait in Wait}
    headline = ", ".join(f"{counts[wait]} {WAITS[wait]}" for wait in Wait)
    blocks: list[Block] = [Paragraph(headline if expected else "Đã đủ số liệu của cả năm, không còn gì phải ghi.")]
    columns = _columns(plan, today)
    parts = {wait: [row for row in expected if row.wait is wait] for wait in Wait}
    near = [block for wait in (Wait.LATE, Wait.SOON) for block in _part(without(columns, "command"), parts[wait], wait)]
    late, far = counts[Wait.LATE], _part(columns, parts[Wait.COMING], Wait.COMING)
    asked = "; ghi lần lượt trên màn hình: thidua entry" if any(row.is_asked for row in expected) else ""
    closing = (f"{late} việc đã trễ{asked}",) if late else ()
    title = f"Việc và số liệu còn phải có – năm {plan.year} (hôm nay {write_date(today)})"
    counted = [Paragraph(f"{counts[Wait.COMING]} việc chưa đến hạn: thidua due --all", Tone.QUIET)]
    whole = [block for wait in Wait for block in _part(columns, parts[wait], wait)]
    return Page(
        Document(title, (*blocks, *whole), closing),
        screen=Document(title, (*blocks, *near, *(counted if far and not everything else far)), closing),
        told=lambda: {
            **page.day_head("thidua.due/1", plan, today),
            "summary": counts,
            "expected": [_record(row, today) for row in expected],
        },
    )


def command_text(words: Iterable[str]) -> str:
    """The command as it is typed; the words in capitals are to be filled in."""
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _columns(plan: Plan, today: date) -> Sequence[Field[Expected]]:
    return (
        field("name", "Việc, chỉ tiêu", lambda row: row.name, wraps=True),
        field("day", "Ngày", lambda row: write_date(row.day)),
        field("wait", "Thời hạn", lambda row: Cell(how_long(row, plan, today), tone=TONES[row.wait]), wraps=True),
        right("last", "Số đã có", partial(_last_text, plan), rank=1, wraps=True),
        field("command", "Có số rồi thì gõ", lambda row: command_text(row.command), rank=2),
    )


def _part(columns: Sequence[Field[Expected]], rows: Sequence[Expected], wait: Wait) -> list[Block]:
    if not rows:
        return []
    groups = list(dict.fromkeys(map(_group_of, rows)))
    rows = sorted(rows, key=lambda row: groups.index(_group_of(row)))
    table = page.table_of(columns, rows, "name", "Số liệu đến hạn", heading=_group_of)
    blocks: list[Block] = [Heading(TITLES[wait], 2), table]
    commands = dict.fromkeys(command_text(row.command) for row in rows if row.command)
    if commands and wait is not Wait.COMING:
        by = "số, tên thôn" if any("THÔN" in row.command for row in rows) else "số"
        by += ", … bằng lý do" if any(row.closed for row in rows) else ""
        blocks.append(Paragraph(f"Có số rồi thì gõ (thay chữ hoa bằng {by}):", Tone.QUIET))
        blocks.append(Listing(tuple(commands)))
    return blocks


def _group_of(row: Expected) -> str:
    return ANNIVERSARIES if row.kind == ANNIVERSARY else row.supplier or (NO_LEAD if row.kind == WORK else NOBODY)


def how_long(row: Expected, plan: Plan, today: date) -> str:
    """`trễ từ 30/04/2024 (66 ngày), thiếu t4, t5, t6`, `trễ 5 ngày; thuộc kỳ đã chốt 2024-H1`, `còn 3 ngày`."""
    return _how_late(row, plan, today) + (f"; thuộc kỳ đã chốt {row.closed}" if row.closed else "")


def _how_late(row: Expected, plan: Plan, today: date) -> str:
    if row.wait is not Wait.LATE:
        left = (row.day - today).days
        return f"còn {left} ngày" if left else "hôm nay"
    days = (today - (row.since or row.day)).days
    late = f"trễ {days} ngày" if days else "hạn hôm nay"
    if row.missed < 2:
        return late
    if row.since and row.since != row.day:
        late = f"trễ từ {write_date(row.since)} ({days} ngày)"
    found = plan.find(row.id)
    names = [_period_of(day, plan, found.indicator.frequency if found else None) for day in row.lacking]
    several = f"{row.missed} kỳ từ {names[0]} đến {names[-1]}"
    return f"{late}, thiếu {', '.join(names) if row.missed <= MOST_PERIODS else several}"


def _period_of(day: date, plan: Plan, frequency: Frequency | None) -> str:
    """How a command names the plan's period that ends on a day, else the day: `t4`, `q2`, `6t`, `01/04`."""
    months, month = frequency.months if frequency else None, month_of(day, plan.calendar)
    if not months or month.number % months or month.last_day != day:
        return f"{day:%d/%m}"
    return {1: f"t{month.number}", 3: f"q{month.number // 3}"}.get(months, "6t" if month.number == 6 else "nam")


def _last_text(plan: Plan, row: Expected) -> str:
    found = subject(plan, row.last.indicator) if row.last else None
    if row.last is None or found is None:
        return NONE
    level = "" if row.last.level.value == "official" else f" ({LEVELS[row.last.level]})"
    return f"{amount_text(row.last.amount, found, row.last.on)}{level}, ngày {write_date(row.last.on)}"


def _record(row: Expected, today: date) -> dict[str, Any]:
    is_late = row.wait is Wait.LATE
    return {
        **page.record_of(row, "kind id? name from=supplier? on=day wait since"),
        "days": -(today - (row.since or row.day)).days if is_late else (row.day - today).days,
        "missed": row.missed,
        "last": row.last and page.record_of(row.last, "on level"),
        "command": command_text(row.command) or None,
        **({"places": row.places} if row.places else {}),
    }


SIGNS = {
    Presence.THERE: ("√", "có số", Tone.GOOD),
    Presence.ESTIMATED: ("≈", "số ước hoặc sơ bộ", Tone.FAIR),
    Presence.PARTIAL: ("½", "mới có một số thôn", Tone.FAIR),
    Presence.LATE: ("×", "thiếu, đã đến hạn", Tone.BAD),
    Presence.MISSING: ("–", "không có, kỳ sau đã có", Tone.FAIR),
    Presence.COMING: ("·", "chưa đến hạn", Tone.QUIET),
    Presence.NONE: ("", "", Tone.PLAIN),
}
CLOSED = "■"
NOTHING_LATE = "Không thiếu số nào đã đến hạn."
MOST_NAMED = 5
Year = tuple[PlanRow, Sequence[Presence]]


class Overview(NamedTuple):
    """Indicators with what is there of each month, the months, whether each is closed, and whether `entry` asks."""

    rows: Sequence[Year]
    months: Sequence[Period]
    closed: Sequence[bool]
    asked: bool = False


def overview_page(plan: Plan, year: Overview, today: date, lead: str = "") -> Page:
    """The table, its legend, and the same for machines; `lead` stands for the line on what is missing."""
    legend = "; ".join(f"{sign} {words}" for sign, words, _ in SIGNS.values() if sign)
    late = sum(held.count(Presence.LATE) + held.count(Presence.PARTIAL) for _, held in year.rows)
    title = f"Toàn cảnh số liệu năm {plan.year} – {plan.unit.name} (hôm nay {write_date(today)})"
    how = "; ghi lần lượt: thidua entry" if year.asked else ", đều thuộc kỳ đã chốt hoặc đã có số của kỳ sau"
    passed = sum(held.count(Presence.MISSING) for _, held in year.rows)
    none = f"Không còn chờ số nào đã đến hạn; {passed} ô không có số, kỳ sau đã có." if passed else NOTHING_LATE
    lead = lead or (f"{late} ô còn thiếu số đã đến hạn{how}" if late else none)
    ends = Paragraph(f"{legend}; {CLOSED} tháng đã chốt", Tone.QUIET)
    return Page(
        Document(title, (Paragraph(lead), _table(*year[:3]), ends)),
        lambda: {
            **page.day_head("thidua.overview/1", plan, today),
            "months": [{"id": month.id, "closed": shut} for month, shut in zip(year.months, year.closed, strict=True)],
            "indicators": [page.record_of(row.indicator, "id name") | {"months": held} for row, held in year.rows],
        },
    )


def _table(rows: Sequence[Year], months: Sequence[Period], closed: Sequence[bool]) -> Table:
    fields: list[Field[Year]] = [
        field("number", "TT", lambda one: page.quiet(one[0].number), rank=2),
        field("name", "Chỉ tiêu", lambda one: one[0].indicator.name, wraps=True),
        *(field(month.id, f"T{at + 1}", partial(_mark, at), Align.CENTRE) for at, month in enumerate(months)),
    ]
    shut = Row((Cell(), page.quiet("Tháng đã chốt"), *(Cell(CLOSED if is_closed else "") for is_closed in closed)))
    lines: list[Year | Row] = [*([shut] if any(closed) else []), *rows]
    return page.table_of(fields, lines, "name", "Toàn cảnh", stands=lambda one: one[0])


def _mark(at: int, one: Year) -> Cell:
    sign, _, tone = SIGNS[one[1][at]]
    return Cell(sign, tone=tone)


class LastMonth(NamedTuple):
    """The report of the month before: its label, how it stands, the command that it asks for, and what that does."""

    label: str
    standing: str
    command: str = ""
    purpose: str = ""


def today_page(plan: Plan, expected: Sequence[Expected], report: LastMonth, today: date) -> Page:
    """Today at a glance: late figures and work, last month's report, the next commands."""
    owed = [row for row in expected if row.kind != ANNIVERSARY]
    late, soon = ([row for row in owed if row.wait is wait] for wait in (Wait.LATE, Wait.SOON))
    counted = [f"{len(rows)} việc {words}" for rows, words in ((late, "đã trễ"), (soon, "sắp đến hạn")) if rows]
    headline = f"{', '.join(counted) or 'Không có việc nào đã trễ'}."
    blocks: list[Block] = [Paragraph(headline, Tone.BAD if late else Tone.GOOD)]
    if late:
        whom = (f"hỏi {row.supplier}" if row.supplier else _group_of(row).lower() for row in late)
        lines = [f"- {row.name}: {how_long(row, plan, today)}, {asked}" for row, asked in zip(late, whom, strict=True)]
        more = [f"… và {len(late) - MOST_NAMED} việc nữa: thidua due"] if len(late) > MOST_NAMED else []
        blocks += [Listing((*lines[:MOST_NAMED], *more))]
    blocks += [Paragraph(f"Báo cáo {report.label}: {report.standing}", Tone.STRONG)]
    commands = [(report.command, report.purpose)] if report.command else []
    commands += [("thidua entry", "ghi lần lượt những số còn thiếu")] if any(row.is_asked for row in late) else []
    commands += [("thidua report", "bảng đánh giá"), ("thidua overview", "toàn cảnh cả năm")]
    commands += [("thidua --help", "mọi lệnh")]
    rows = tuple(Row((Cell(command, tone=Tone.STRONG), Cell(words))) for command, words in commands)
    columns = Column("command", "Gõ tiếp"), Column("meaning", "Để làm gì", wraps=True)
    blocks += [Table(columns, rows, label_key="command")]
    title = f"Hôm nay {write_date(today)} – {plan.unit.name}, kế hoạch năm {plan.year}"
    record = {
        **page.day_head("thidua.today/1", plan, today),
        "late": len(late),
        "soon": len(soon),
        "report": page.record_of(report, "period=label standing"),
        "commands": [command for command, _ in commands],
    }
    return Page(Document(title, tuple(blocks)), lambda: record)


WORK_SCHEMA = "thidua.work/1"
WORK_WORDS = """id=item.id number title=item.title lead=item.lead support=item.support due=item.due
    indicators=item.indicators state"""
NO_LEAD = "Chưa ghi đơn vị chủ trì"
STATES = {
    WorkState.DONE: Cell("√ Xong", tone=Tone.GOOD),
    WorkState.UNDER_WAY: Cell("○ Đang làm", tone=Tone.FAIR),
    WorkState.OVERDUE: Cell("× Quá hạn", tone=Tone.BAD),
    WorkState.NO_REPORT: Cell("? Chưa ghi tiến độ", tone=Tone.QUIET),
}
TOLD = {
    WorkState.DONE: "đã hoàn thành",
    WorkState.UNDER_WAY: "đang thực hiện",
    WorkState.OVERDUE: "quá hạn",
    WorkState.NO_REPORT: "chưa có báo cáo tiến độ",
}
WORK_COLUMNS: Sequence[Field[WorkStanding]] = (
    field("number", "TT", lambda one: page.quiet(one.number), rank=5),
    field("id", "Mã", lambda one: one.item.id, is_typed=True),
    field("title", "Nhiệm vụ", lambda one: one.item.title, wraps=True),
    field("due", "Hạn", lambda one: day_text(one.item.due, NONE), rank=2),
    right("percent", "Tiến độ", lambda one: _percent_cell(one)),
    field("state", "Tình trạng", lambda one: STATES[one.state], wraps=True),
    field("on", "Ngày", lambda one: day_text(one.progress and one.progress.on), rank=3),
    field("note", "Ghi chú, minh chứng", lambda one: _work_note(one), rank=1, wraps=True),
)


def work_page(plan: Plan, standings: Sequence[WorkStanding], window: Window, origin: Origin) -> Page:
    """The whole page."""
    days = [f"{write_date(one.on)}: {one.name}{_distance(one.on, window.cutoff)}" for one in plan.anniversaries]
    blocks: list[Block] = [*work_blocks(standings), *page.listing("Phong trào thi đua", plan.movements)]
    blocks += page.listing("Ngày kỷ niệm", days)
    title = f"Nhiệm vụ thi đua {plan.unit.name} – {window.period.label} (đến ngày {write_date(window.cutoff)})"
    return Page(
        Document(title, tuple(blocks), (anchor(origin),)),
        lambda: {
            **page.report_head(WORK_SCHEMA, plan, window, origin),
            "headline": work_headline(standings),
            **work_record(standings),
            "movements": plan.movements,
            "anniversaries": plan.anniversaries,
        },
    )


def work_blocks(standings: Sequence[WorkStanding]) -> list[Block]:
    """The headline and the table by lead unit."""
    if not standings:
        return [Paragraph("Kế hoạch không ghi nhiệm vụ (work).", Tone.QUIET)]
    members = [one for group in by_lead(standings).values() for one in group]
    table = page.table_of(WORK_COLUMNS, members, "title", "Nhiệm vụ", heading=_lead, key=_lead)
    return [Paragraph(work_sentence(standings), Tone.STRONG), table]


def _lead(one: WorkStanding) -> str:
    return one.item.lead or NO_LEAD


def work_sentence(standings: Sequence[WorkStanding]) -> str:
    """`Trong 27 nhiệm vụ, có 05 nhiệm vụ đã hoàn thành, 10 nhiệm vụ đang thực hiện, 02 nhiệm vụ quá hạn.`"""
    count = counts(standings)
    said = [f"{two_digits(Decimal(count[state]))} nhiệm vụ {words}" for state, words in TOLD.items() if count[state]]
    return f"Trong {len(standings)} nhiệm vụ, có {', '.join(said)}."


def work_headline(standings: Sequence[WorkStanding]) -> str:
    """`5/27 nhiệm vụ xong; 10 đang làm; 2 quá hạn; 10 chưa ghi tiến độ`."""
    count = counts(standings)
    others = (WorkState.UNDER_WAY, WorkState.OVERDUE, WorkState.NO_REPORT)
    said = [f"{count[state]} {STATES[state].text[2:].lower()}" for state in others if count[state]]
    return "; ".join([f"{count[WorkState.DONE]}/{len(standings)} nhiệm vụ xong", *said])


def _percent_cell(one: WorkStanding) -> Cell:
    if one.progress is None:
        return DASH
    percent = shortest(one.progress.percent)
    return Cell(f"{write_number(percent)}%", percent)


def _work_note(standing: WorkStanding) -> str:
    held, item = standing.progress, standing.item
    notes = [held.note] if held and held.note else []
    if held and held.evidence:
        notes.append(f"minh chứng: {held.evidence}")
    if item.support:
        notes.append(f"phối hợp: {', '.join(item.support)}")
    return "; ".join(notes)


def _distance(day: date, cutoff: date) -> str:
    left = (day - cutoff).days
    return "" if left < 0 else " (hôm nay)" if left == 0 else f" (còn {left} ngày)"


def work_record(standings: Sequence[WorkStanding]) -> dict[str, Any]:
    """Counts and items for machines."""
    return {
        "summary": {"items": len(standings)} | {state.value: counts(standings)[state] for state in WorkState},
        "work": [
            page.record_of(one, WORK_WORDS)
            | {"progress": one.progress and page.record_of(one.progress, "percent on note evidence seq actor")}
            for one in standings
        ],
    }
