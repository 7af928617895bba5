"""`entry`: guided entry on a terminal of what is missing or due for a period; one summary, one write, one undo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import typer

from ..domain.due import Expected, Wait, expected_figures
from ..domain.figure import Figure
from ..domain.period import Period
from ..domain.plan import Plan, Row
from ..domain.scorecard import Window
from ..errors import Refused, ThiduaError, UsageError
from ..render.document import Align, Cell, Column, Document, Paragraph, Table
from ..render.document import Row as PageRow
from ..vietnamese.dates import write_date
from ..vietnamese.text import clean_text
from ..vietnamese.wording import LEVELS_SHORT, amount_text
from ..workspace import Office, Workspace
from .asking import Rest, agrees
from .entry_answers import Answer, Desk, Question, answered
from .entry_draft import DraftFile
from .entry_talk import ask_all, tell
from .output import present
from .printing import is_interactive, say
from .record import decision_on
from .words import By, CalendarOption, PeriodOption, chosen_period, period_year
from .writing import TAKE_BACK, after_commit, held_text, year_span

COLUMNS = (
    Column("name", "Chỉ tiêu", wraps=True),
    Column("on", "Ngày"),
    Column("before", "Trước", Align.RIGHT),
    Column("after", "Sẽ ghi", Align.RIGHT),
    Column("level", "Mức", rank=1),
)
INTERRUPTED = 130
KEPT = "Chưa ghi gì vào sổ. Những số đã gõ được giữ trong bản nháp; gõ tiếp: thidua entry{period}"


def entry(ctx: typer.Context, period: PeriodOption = None, calendar: CalendarOption = None, by: By = None) -> None:
    """Ghi lần lượt những số liệu còn thiếu của kỳ: mỗi chỉ tiêu một câu hỏi, xem lại tất cả rồi mới ghi một lần.

    Enter: bỏ qua; ?: giải thích; b: quay lại; n 14/06/2024: đổi ngày; q: nghỉ, lần sau gõ tiếp.
    """
    if not is_interactive():
        raise UsageError(
            "thidua entry cần người ngồi trước màn hình để hỏi",
            hint="từ chương trình hoặc tệp, hãy dùng: thidua record CHỈ_TIÊU SỐ --on NGÀY, hoặc thidua import TỆP",
        )
    workspace: Workspace = ctx.obj
    with workspace.open(year=period_year(period, calendar, workspace)) as office:
        chosen = chosen_period(period, calendar, office.plan, workspace.today())
        desk = Desk(office, clean_text(by, "tên người ghi (--by)") if by else None, str(uuid4()))
        again = f" --period {chosen.id}" if period else ""
        again += f" --calendar {chosen.calendar.value}" if calendar else ""
        _sit_down(desk, questions_of(office, chosen), chosen, again)


def questions_of(office: Office, period: Period) -> list[Question]:
    """What is expected by the cut-off, in the plan's order; each for its own day if that lies in the period."""
    cutoff = Window.until(period, office.workspace.today()).cutoff
    first, _ = year_span(office.plan.year)
    ids = [row.indicator.id for row in office.plan.rows()]
    places = [place.id for place in office.plan.places]
    figures = office.ledger.figures(office.plan.unit.id, ids, first, cutoff, others=places)
    late = [row for row in expected_figures(office.plan, figures, cutoff) if row.wait is Wait.LATE]
    found: list[Question] = []
    for row in office.plan.rows():
        for expected in (one for one in late if one.id == row.indicator.id):
            day = expected.day if period.start <= expected.day <= cutoff else cutoff
            if expected.places:
                found += [one._replace(until=cutoff) for one in _of_places(office.plan, row, expected, day, figures)]
            else:
                found.append(Question(row.indicator, row.number, day, expected.last, until=cutoff))
    return found


def _of_places(plan: Plan, row: Row, expected: Expected, day: date, figures: list[Figure]) -> Iterator[Question]:
    """One question for each place that has not reported."""
    for place in plan.places:
        if place.id in expected.places:
            own = [one for one in figures if (one.indicator, one.place) == (row.indicator.id, place.id)]
            last = max(own, key=lambda figure: (figure.on, figure.seq), default=None)
            yield Question(row.indicator, row.number, day, last, place)


def _sit_down(desk: Desk, questions: list[Question], period: Period, again: str) -> None:
    """Ask, show, write; whoever leaves in between finds the answers again next time."""
    draft = DraftFile.of(desk.office, period)
    try:
        answers = _resumed(desk, draft, questions)
        if not questions:
            say(f"không còn số liệu nào phải ghi cho {period.label}; xem: thidua due")
            return
        tell(f"Ghi số liệu {period.label}: {len(questions)} chỉ tiêu. Enter: bỏ qua, ?: giải thích, q: nghỉ.")
        ask_all(desk, questions, answers, draft.keep)
        if answers and not _agreed(desk, questions, answers):
            raise Rest
    except (Rest, KeyboardInterrupt) as left:
        say(KEPT.format(period=again) if draft.answers() else "chưa ghi gì")
        if isinstance(left, KeyboardInterrupt):
            raise typer.Exit(INTERRUPTED) from None
        return
    if answers:
        _write(desk, questions, answers)
    else:
        say("chưa ghi gì: không có số nào được gõ")
    draft.forget()


def _resumed(desk: Desk, draft: DraftFile, questions: list[Question]) -> dict[str, Answer]:
    """The answers of an unfinished sitting, if wanted; their questions are asked too, those that fail are told."""
    held = draft.answers()
    if not held:
        return {}
    if not agrees(f"Có bản nháp với {len(held)} số đã gõ. Gõ tiếp từ đó?", default=True):
        draft.forget()
        return {}
    asked = {question.id for question in questions}
    answers = {}
    for question in draft.questions(desk.office.plan):
        if _still_holds(desk, question, held[question.id]):
            answers[question.id] = held[question.id]
            questions += [] if question.id in asked else [question]
    return answers


def _still_holds(desk: Desk, question: Question, answer: Answer) -> bool:
    try:
        answered(desk, question, answer)
    except ThiduaError as error:
        tell(f"  bỏ số {answer.text} của {question.id} trong bản nháp: {error.sentence}")
        return False
    return True


def _agreed(desk: Desk, questions: list[Question], answers: dict[str, Answer]) -> bool:
    """Show everything once more; whether it is to be written."""
    rows = []
    for question in questions:
        if question.id not in answers:
            continue
        wanted = answered(desk, question, answers[question.id])
        assert wanted.draft.amount is not None
        texts = (
            question.name,
            write_date(wanted.day),
            held_text(wanted.present(), question.indicator),
            amount_text(wanted.draft.amount, question.indicator, wanted.day),
            LEVELS_SHORT[answers[question.id].level],
        )
        rows.append(PageRow(tuple(Cell(text) for text in texts)))
    page = Document(
        "Xem lại trước khi ghi", (Paragraph(f"{len(rows)} số liệu"), Table(COLUMNS, tuple(rows), "", "name"))
    )
    present(page, desk.office)
    return agrees(f"Ghi {len(rows)} số liệu này vào sổ?", default=False)


def _write(desk: Desk, questions: list[Question], answers: dict[str, Answer]) -> None:
    """All of them in one transaction under one command id, so that one `undo` takes them back; or none."""
    office, drafts = desk.office, []
    with office.writing() as writer:
        for question in questions:
            if question.id in answers:
                draft = decision_on(answered(desk, question, answers[question.id])).draft
                drafts += [draft] if draft else []
        if not drafts:
            raise Refused("các số này vừa được người khác ghi; không còn gì để ghi", hint="xem: thidua history")
        writer.append(
            drafts,
            action=desk.action,
            unit=office.plan.unit.id,
            author=office.author(desk.by),
            plan=office.stamp(),
        )
    after_commit(office, writer)
    say(f"đã ghi {len(drafts)} số liệu trong một lần")
    say(TAKE_BACK)
