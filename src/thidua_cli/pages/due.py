"""What is still expected and the command to type, the year by months, and `today`; work items by lead unit."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from ..domain.due import ANNIVERSARY, SOON_DAYS, WORK, Expected, Presence, Wait
from ..domain.figure import Level
from ..domain.period import Period, month_of
from ..domain.places import by
from ..domain.plan import STEPS, Frequency, Plan
from ..domain.plan import Row as PlanRow
from ..domain.scorecard import Window
from ..domain.target import shortest
from ..domain.work import WorkStanding, WorkState, by_lead, subject
from ..render.document import Align, Block, Cell, Document, Heading, Listing, Paragraph, Row, Table, Tone
from ..vietnamese.numbers import shown, two_digits, write_date, write_number
from ..vietnamese.wording import LEVELS, amount_text
from . import page
from .page import NONE, Field, Origin, Page, anchor, day_text, field, right, without

WAITS = {Wait.LATE: "trễ", Wait.SOON: "sắp đến hạn", Wait.COMING: "chưa đến hạn"}
TITLES = {Wait.LATE: "Đã trễ", Wait.SOON: f"Đến hạn trong {SOON_DAYS} ngày tới", Wait.COMING: "Chưa đến hạn"}
TONES = {Wait.LATE: Tone.BAD, Wait.SOON: Tone.FAIR, Wait.COMING: Tone.QUIET}
NOBODY = "Chưa ghi nơi cung cấp"
ANNIVERSARIES = "Ngày kỷ niệm"
TO_TYPE = "Gõ (thay chữ hoa bằng số đúng, tên thôn; … bằng lý do):"
MOST_PERIODS = 4
"""So many missing periods are named one by one."""


def due_page(
    plan: Plan, expected: Sequence[Expected], today: date, supplier: str | None, owed: str, *, everything: bool
) -> Page:
    """What is expected, of one `supplier` or all: the late first, in each part by supplier; a screen counts what is far
    off. `owed`: what the year before still lacks."""
    parts = {wait: [row for row in expected if row.wait is wait] for wait in Wait}
    counts = {wait: len(rows) for wait, rows in parts.items()}
    headline = ", ".join(f"{count} {WAITS[wait]}" for wait, count in counts.items())
    none = "Đã đủ số liệu của cả năm, không còn gì phải ghi."
    said = Paragraph(headline if expected else f"Không còn chờ gì từ '{shown(supplier)}'." if supplier else none)
    columns: Sequence[Field[Expected]] = (
        field("name", "Việc, chỉ tiêu", lambda row: row.name, wraps=True),
        field("day", "Ngày", lambda row: write_date(row.day)),
        field("wait", "Thời hạn", lambda row: Cell(how_long(row, plan, today), tone=TONES[row.wait]), wraps=True),
        right("last", "Số đã có", partial(_last_text, plan), rank=1, wraps=True),
        field("command", "Có số rồi thì gõ", lambda row: row.command, rank=2),
    )
    whole = [block for wait, rows in parts.items() for block in _part(columns, rows, wait)]
    near = [block for wait in (Wait.LATE, Wait.SOON) for block in _part(without(columns, "command"), parts[wait], wait)]
    far = _part(columns, parts[Wait.COMING], Wait.COMING)
    if far and not everything:
        far = [Paragraph(f"{counts[Wait.COMING]} việc chưa đến hạn: thidua due --all", Tone.QUIET)]
    asked = "; ghi lần lượt trên màn hình: thidua entry" if any(row.is_asked for row in expected) else ""
    late = f"{counts[Wait.LATE]} việc đã trễ{asked}" if counts[Wait.LATE] else ""
    closing = tuple(filter(None, (late, owed)))
    title = f"Việc và số liệu còn phải có – năm {plan.year} (hôm nay {write_date(today)})"
    words = "kind id? name from=supplier? on=day wait since days missed last(on level) command? places!"
    told = [page.record_of(row, words, days=(row.term - today).days, missed=len(row.lacking)) for row in expected]
    record = partial(page.day_record, "thidua.due/1", plan, today, summary=counts, expected=told)
    return Page(Document(title, (said, *whole), closing), record, screen=Document(title, (said, *near, *far), closing))


def _part(columns: Sequence[Field[Expected]], rows: Sequence[Expected], wait: Wait) -> list[Block]:
    if not rows:
        return []
    rows = [row for group in by(rows, _group_of).values() for row in group]
    table = page.table_of(columns, rows, "name", "Số liệu đến hạn", heading=_group_of)
    blocks: list[Block] = [Heading(TITLES[wait], 2), table]
    commands = dict.fromkeys(row.command for row in rows if row.command)
    if commands and wait is not Wait.COMING:
        blocks += [Paragraph(TO_TYPE, Tone.QUIET), Listing(tuple(commands))]
    return blocks


def _group_of(row: Expected) -> str:
    return ANNIVERSARIES if row.kind == ANNIVERSARY else row.supplier or (NO_LEAD if row.kind == WORK else NOBODY)


def how_long(row: Expected, plan: Plan, today: date) -> str:
    """`trễ từ 30/04/2024 (66 ngày), thiếu t4, t5, t6`, `trễ 5 ngày; thuộc kỳ đã chốt 2024-H1`, `còn 3 ngày`."""
    which, first, since, missed = "", row.since or row.day, row.term, len(row.lacking)
    days = (today - since).days
    if row.wait is not Wait.LATE:
        said = (f"còn {-days} ngày" if days else "hôm nay") + (" (ngày hạn là ngày nghỉ)" if since != first else "")
    elif missed > 1 and first != row.day:
        said = f"trễ từ {write_date(since)} ({days} ngày)"
    else:
        said = f"trễ {days} ngày" if days else "hạn hôm nay"
    if missed > 1:
        found = plan.find(row.id)
        names = [_period_of(day, plan, found.indicator.frequency if found else None) for day in row.lacking]
        several = f"{missed} kỳ từ {names[0]} đến {names[-1]}"
        said += f", thiếu {', '.join(names) if missed <= MOST_PERIODS else several}"
        shut = [name for name, day in zip(names, row.lacking, strict=True) if day in row.shut]
        which = f"{', '.join(shut)} " if len(shut) < missed else ""
    return said + (f"; {which}thuộc kỳ đã chốt {row.closed}" if row.closed else "")


def _period_of(day: date, plan: Plan, frequency: Frequency | None) -> str:
    """How a command names the plan's period that ends on a day, else the day: `t4`, `q2`, `6t`, `01/04`."""
    months, month = STEPS.get(frequency), month_of(day, plan.calendar)
    if not months or month.number % months or month.last_day != day:
        return f"{day:%d/%m}"
    return {1: f"t{month.number}", 3: f"q{month.number // 3}"}.get(months, "6t" if month.number == 6 else "nam")


def _last_text(plan: Plan, row: Expected) -> str:
    last = row.last
    if last is None or last.amount is None or (found := subject(plan, last.indicator)) is None:
        return NONE
    level = last.level or Level.OFFICIAL
    unsure = "" if level is Level.OFFICIAL else f" ({LEVELS[level]})"
    return f"{amount_text(last.amount, found, last.on)}{unsure}, ngày {day_text(last.on)}"


SIGNS = {
    Presence.THERE: (Cell("√", tone=Tone.GOOD), "có số"),
    Presence.ESTIMATED: (Cell("≈", tone=Tone.FAIR), "số ước hoặc sơ bộ"),
    Presence.PARTIAL: (Cell("½", tone=Tone.FAIR), "mới có một số thôn"),
    Presence.LATE: (Cell("×", tone=Tone.BAD), "thiếu, đã đến hạn"),
    Presence.MISSING: (Cell("–", tone=Tone.FAIR), "không có, kỳ sau đã có"),
    Presence.COMING: (Cell("·", tone=Tone.QUIET), "chưa đến hạn"),
    Presence.NONE: (Cell(), ""),
}
CLOSED = "■"
ALL_SHUT = ", đều thuộc kỳ đã chốt, của thôn nay không còn, hoặc đã có số của kỳ sau"
NOTHING_LATE = "Không thiếu số nào đã đến hạn."

MOST_NAMED = 5
Year = tuple[PlanRow, Sequence[Presence]]
"""An indicator, and what is there of it month by month."""


def overview_page(
    plan: Plan, rows: Sequence[Year], closed: Mapping[Period, bool], today: date, *, asked: bool, lead: str = ""
) -> Page:
    """The months and whether each is `closed`, a legend; `asked`: by `entry`; `lead` instead of what is missing."""
    counts = Counter(each for _, held in rows for each in held)
    late, passed = counts[Presence.LATE] + counts[Presence.PARTIAL], counts[Presence.MISSING]
    how = "; ghi lần lượt: thidua entry" if asked else ALL_SHUT
    none = f"Không còn chờ số nào đã đến hạn; {passed} ô không có số, kỳ sau đã có." if passed else NOTHING_LATE
    said = Paragraph(lead or (f"{late} ô còn thiếu số đã đến hạn{how}" if late else none))
    fields: list[Field[Year]] = [
        field("number", "TT", lambda one: page.quiet(one[0].number), rank=2),
        field("name", "Chỉ tiêu", lambda one: one[0].indicator.name, wraps=True),
        *(field(month.id, f"T{month.number}", partial(_mark, month.number), Align.CENTRE) for month in closed),
    ]
    shut = Row((Cell(), page.quiet("Tháng đã chốt"), *(Cell(CLOSED if one else "") for one in closed.values())))
    lines: list[Year | Row] = [*([shut] if any(closed.values()) else []), *rows]
    table = page.table_of(fields, lines, "name", "Toàn cảnh", stands=lambda one: one[0])
    legend = "; ".join(f"{sign.text} {words}" for sign, words in SIGNS.values() if words)
    ends = Paragraph(f"{legend}; {CLOSED} tháng đã chốt", Tone.QUIET)
    title = f"Toàn cảnh số liệu năm {plan.year} – {plan.unit.name} (hôm nay {write_date(today)})"
    months = [{"id": month.id, "closed": is_shut} for month, is_shut in closed.items()]
    years = [page.record_of(row.indicator, "id name") | {"months": held} for row, held in rows]
    told = partial(page.day_record, "thidua.overview/1", plan, today, months=months, indicators=years)
    return Page(Document(title, (said, table, ends)), told)


def _mark(month: int, one: Year) -> Cell:
    return SIGNS[one[1][month - 1]][0]


LastMonth = tuple[str, str, Mapping[str, str]]
"""The report of the month before: its label, how it stands, and the command that it asks for with what that does."""


def today_page(plan: Plan, expected: Sequence[Expected], report: LastMonth, today: date, owed: str) -> Page:
    """Today at a glance: late figures and work, what the year before still lacks (`owed`), last month's report, the
    next commands."""
    month, standing, asked = report
    asked_of = [row for row in expected if row.kind != ANNIVERSARY]
    late, soon = ([row for row in asked_of if row.wait is wait] for wait in (Wait.LATE, Wait.SOON))
    counted = [f"{len(rows)} việc {words}" for rows, words in ((late, "đã trễ"), (soon, "sắp đến hạn")) if rows]
    none = f"Không có việc nào đã trễ{f' trong kế hoạch năm {plan.year}' if owed else ''}"
    blocks: list[Block] = [Paragraph(f"{', '.join(counted) or none}.", Tone.BAD if late else Tone.GOOD)]
    blocks += [Paragraph(owed, Tone.BAD)] if owed else []
    if late:
        whom = (f"hỏi {row.supplier}" if row.supplier else _group_of(row).lower() for row in late)
        lines = [f"- {row.name}: {how_long(row, plan, today)}, {who}" for row, who in zip(late, whom, strict=True)]
        more = [f"… và {len(late) - MOST_NAMED} việc nữa: thidua due"] if len(late) > MOST_NAMED else []
        blocks.append(Listing((*lines[:MOST_NAMED], *more)))
    blocks.append(Paragraph(f"Báo cáo {month}: {standing}", Tone.STRONG))
    before_year = {"thidua plan check": "soát tệp kế hoạch", "thidua due --all": "lịch của năm"}
    commands = dict(asked)
    commands |= {"thidua entry": "ghi lần lượt những số còn thiếu"} if any(row.is_asked for row in late) else {}
    commands |= before_year if today < plan.whole_year.start else {"thidua report": "bảng đánh giá"}
    commands |= {"thidua overview": "toàn cảnh cả năm", "thidua --help": "mọi lệnh"}
    fields: Sequence[Field[str]] = (
        field("command", "Gõ tiếp", lambda command: Cell(command, tone=Tone.STRONG)),
        field("meaning", "Để làm gì", lambda command: commands[command], wraps=True),
    )
    blocks.append(page.table_of(fields, commands, "command"))
    title = f"Hôm nay {write_date(today)} – {plan.unit.name}, kế hoạch năm {plan.year}"
    stands = {"late": len(late), "soon": len(soon), "report": {"period": month, "standing": standing}}
    told = partial(page.day_record, "thidua.today/1", plan, today, **stands, commands=list(commands))
    return Page(Document(title, tuple(blocks)), told)


WORK_WORDS = """id=item.id number title=item.title lead=item.lead support=item.support due=item.due
    indicators=item.indicators state
    progress(percent=draft.amount.exact on=draft.on note=draft.note evidence=draft.source seq actor)"""
NO_LEAD = "Chưa ghi đơn vị chủ trì"
STATES = {
    WorkState.DONE: (Cell("√ Xong", tone=Tone.GOOD), "đã hoàn thành"),
    WorkState.UNDER_WAY: (Cell("○ Đang làm", tone=Tone.FAIR), "đang thực hiện"),
    WorkState.OVERDUE: (Cell("× Quá hạn", tone=Tone.BAD), "quá hạn"),
    WorkState.NO_REPORT: (Cell("? Chưa ghi tiến độ", tone=Tone.QUIET), "chưa có báo cáo tiến độ"),
}
TOLD = {state: words for state, (_, words) in STATES.items()}
WORK_COLUMNS: Sequence[Field[WorkStanding]] = (
    field("number", "TT", lambda one: page.quiet(one.number), rank=5),
    field("id", "Mã", lambda one: one.item.id, is_typed=True),
    field("title", "Nhiệm vụ", lambda one: one.item.title, wraps=True),
    field("due", "Hạn", lambda one: day_text(one.item.due, NONE), rank=2),
    right("percent", "Tiến độ", lambda one: _percent_cell(one.percent)),
    field("state", "Tình trạng", lambda one: STATES[one.state][0], wraps=True),
    field("on", "Ngày", lambda one: day_text(one.progress and one.progress.draft.on), rank=3),
    field("note", "Ghi chú, minh chứng", lambda one: _work_note(one), rank=1, wraps=True),
)


def work_page(plan: Plan, standings: Sequence[WorkStanding], window: Window, origin: Origin) -> Page:
    """The whole page."""
    blocks = (*work_blocks(standings), *movements_and_days(plan))
    title = f"Nhiệm vụ thi đua {plan.unit.name} – {window.period.label} (đến ngày {write_date(window.cutoff)})"
    told = {"headline": work_sentence(standings), **work_record(standings)}
    told |= page.record_of(plan, "movements anniversaries")
    record = partial(page.ledger_record, "thidua.work/1", plan, origin, window, **told)
    return Page(Document(title, blocks, (anchor(origin),)), record)


def movements_and_days(plan: Plan) -> Iterable[Block]:
    """The movements that the plan calls for, and the days to be kept."""
    yield from page.listing("Phong trào thi đua", plan.movements)
    yield from page.listing(ANNIVERSARIES, (f"{write_date(one.on)}: {one.name}" for one in plan.anniversaries))


def work_blocks(standings: Sequence[WorkStanding]) -> list[Block]:
    """The headline and the table by lead unit."""
    headline = Paragraph(work_sentence(standings), Tone.STRONG)
    return [headline, work_table(WORK_COLUMNS, standings)] if standings else [headline]


def work_table(columns: Sequence[Field[WorkStanding]], standings: Iterable[WorkStanding]) -> Table:
    """Work items by lead unit, those without one last."""
    return page.table_of(columns, by_lead(standings), "title", "Nhiệm vụ", heading=_lead, key=_lead)


def _lead(one: WorkStanding) -> str:
    return one.item.lead or NO_LEAD


def work_sentence(standings: Sequence[WorkStanding]) -> str:
    """`Trong 27 nhiệm vụ, có 05 nhiệm vụ đã hoàn thành, 10 nhiệm vụ đang thực hiện, 02 nhiệm vụ quá hạn.`"""
    if not standings:
        return "Kế hoạch không ghi nhiệm vụ (work)."
    count = Counter(one.state for one in standings)
    said = [f"{two_digits(count[state])} nhiệm vụ {words}" for state, words in TOLD.items() if count[state]]
    return f"Trong {two_digits(len(standings))} nhiệm vụ, có {', '.join(said)}."


def _percent_cell(percent: Fraction | None) -> Cell | None:
    return None if percent is None else Cell(f"{write_number(shortest(percent))}%", shortest(percent))


def _work_note(standing: WorkStanding) -> str:
    held, support = standing.progress and standing.progress.draft, ", ".join(standing.item.support)
    notes = (("", held and held.note), ("minh chứng: ", held and held.source), ("phối hợp: ", support))
    return "; ".join(f"{lead}{said}" for lead, said in notes if said)


def work_record(standings: Sequence[WorkStanding]) -> dict[str, Any]:
    """Counts and items for machines."""
    count = Counter(one.state for one in standings)
    return {
        "summary": {"items": len(standings), **{state.value: count[state] for state in WorkState}},
        "work": [page.record_of(one, WORK_WORDS) for one in standings],
    }
