"""`record`: one dated figure, held against what is there, against its bounds and against slips of the keyboard."""

# No annotations as text here: Typer would compile each of them again at every start.

from typing import Annotated
from uuid import UUID, uuid4

import typer

from ..domain.figure import Amount, Draft, Kind, Level
from ..domain.period import year_of
from ..domain.plan import Combine
from ..domain.recording import Decision, Effect, decide, same_amount
from ..errors import Refused, UsageError
from ..vietnamese.finding import find_indicator
from ..vietnamese.numbers import shown
from ..vietnamese.text import clean_text
from ..workspace import Workspace
from .admission import check_day, outside_year, refusal
from .amounts import check_plausible, read_amount
from .asking import consents
from .places import check_parts, placed
from .printing import complain, is_interactive, say
from .words import By, Id, LevelOption, Note, On, PlaceOption, Source, Value
from .writing import Wanted, confirm, held_text


def record(
    ctx: typer.Context,
    indicator: Id,
    value: Value,
    on: On = None,
    level: LevelOption = Level.OFFICIAL,
    cumulative: Annotated[
        bool, typer.Option("--cumulative", help="GIÁ_TRỊ là lũy kế từ đầu năm; phần chênh lệch được ghi")
    ] = False,
    earlier_year: Annotated[
        bool, typer.Option("--earlier-year", help="số liệu của năm trước, để so với cùng kỳ")
    ] = False,
    note: Note = "",
    source: Source = "",
    place: PlaceOption = None,
    by: By = None,
    action: Annotated[
        str | None,
        typer.Option("--id", metavar="UUID", help="mã lệnh của chương trình gọi: chạy lại không ghi hai lần"),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="đã kiểm tra, ghi cả khi số có vẻ gõ nhầm")] = False,
) -> None:
    """Ghi một số liệu của một chỉ tiêu. Ví dụ: thidua record ho-ngheo 102/2910 --on 14/06/2024"""
    workspace: Workspace = ctx.obj
    day = on or workspace.today()
    with workspace.open(day=None if earlier_year else day) as office:
        row = find_indicator(office.plan, indicator)
        where = placed(office.plan, row.indicator, place)
        amount = read_amount(value, row.indicator)
        check_parts(amount, row.indicator, where)
        draft = Draft(Kind.RECORD, row.indicator.id, day, amount, level, place=where.id if where else "")
        check_day(day, office.plan, workspace.today(), earlier_year)
        draft = draft._replace(note=clean_text(note, "ghi chú (--note)"), source=clean_text(source, "nguồn (--source)"))
        author = clean_text(by, "tên người ghi (--by)") if by else None
        wanted = Wanted(office, row.indicator, draft, author, _read_uuid(action), where)
        wanted = from_cumulative(wanted) if cumulative else wanted
        if action and _already_there(wanted):
            return
        doubt = "" if earlier_year else outside_year(day, office.plan)
        _record(wanted, careful=not (yes or earlier_year), doubt=doubt)


def _record(wanted: Wanted, *, careful: bool, doubt: str) -> None:
    """Write the figure; `doubt` is told once it is written."""
    assert wanted.draft.amount is not None
    check_plausible(wanted.draft.amount, wanted.indicator)
    if decision_on(wanted).effect is Effect.UNCHANGED:
        say(f"không thay đổi: {wanted.subject} đã là {held_text(wanted.present(), wanted.indicator)}")
        return
    wanted.office.refuse_closed_days([wanted.draft])
    if careful:
        _ask_about_slip(wanted)
    with wanted.office.writing() as writer:
        before = wanted.present()
        draft = decision_on(wanted).draft
        written = wanted.write(writer, draft) if draft else None
    if written is None:
        say(f"không thay đổi: {wanted.subject} vừa được ghi như vậy")
        return
    confirm(wanted, before, writer, f"đã ghi {held_text(written, wanted.indicator)} cho {wanted.subject}")
    if doubt:
        complain(f"Cảnh báo: {doubt}")


def decision_on(wanted: Wanted) -> Decision:
    """What writing would come to; a change without a reason and a step back in level are refused."""
    present = wanted.present()
    decision = decide(present, wanted.draft)
    if present is None or decision.effect not in (Effect.LOWERED, Effect.CONFLICT):
        return decision
    wanted.office.refuse_closed_days([wanted.draft])
    raise refusal(decision.effect, present, wanted.draft, wanted.indicator, wanted.place, wanted.by)


def _ask_about_slip(wanted: Wanted) -> None:
    sentence = suspicion(wanted)
    if sentence is None:
        return
    if is_interactive() and consents(f"{sentence}. Vẫn ghi?"):
        return
    raise Refused(sentence, hint="chưa ghi gì; kiểm tra lại, nếu đúng thì chạy lại lệnh và thêm --yes")


def suspicion(wanted: Wanted) -> str | None:
    """Why the value looks like a slip of the keyboard; None when it does not."""
    from ..domain.places import target_for
    from ..domain.slip import find_slip
    from ..vietnamese.slips import slip_sentence

    assert wanted.draft.amount is not None
    calendar = wanted.office.plan.calendar
    year = year_of(wanted.day, calendar)
    others = [one for one in wanted.figures() if one.on != wanted.day and year_of(one.on, calendar) == year]
    target = target_for(wanted.indicator, wanted.place, wanted.day)
    slip = find_slip(wanted.draft.amount.exact, wanted.indicator, target, others)
    return slip_sentence(slip, wanted.draft.amount, wanted.indicator) if slip else None


def from_cumulative(wanted: Wanted) -> Wanted:
    """Turn "so far this year" into the difference to what is recorded before that day."""
    if wanted.indicator.combine is not Combine.SUM:
        raise UsageError(f"--cumulative chỉ dùng cho chỉ tiêu cộng dồn; {wanted.indicator.name} không cộng dồn")
    amount = wanted.draft.amount
    if amount is None or amount.value is None:
        raise UsageError("--cumulative cần một số, không nhận dạng tử/mẫu")
    value = amount.value
    for figure in wanted.added_up():
        if figure.on < wanted.day:
            value -= figure.amount.value or 0
    return wanted._replace(draft=wanted.draft._replace(amount=Amount(value=value)))


def _read_uuid(text: str | None) -> str:
    try:
        return str(UUID(text) if text is not None else uuid4())
    except ValueError:
        raise UsageError(
            f"--id '{shown(text or '')}' không phải UUID", hint="dạng đúng: 123e4567-e89b-12d3-a456-426614174000"
        ) from None


def _already_there(wanted: Wanted) -> bool:
    """An id seen before with the same content is done; with other content it is refused."""
    rows = wanted.office.ledger.action(wanted.action)
    if not rows:
        return False
    held, asked = rows[0].draft, wanted.draft
    keys = [(one.indicator, one.place, one.on, one.level, one.note, one.source) for one in (held, asked)]
    same = keys[0] == keys[1]
    if not same or held.amount is None or asked.amount is None or not same_amount(held.amount, asked.amount):
        raise Refused(
            f"--id {wanted.action} đã dùng cho dòng {rows[0].seq} với nội dung khác", hint="dùng một UUID mới"
        )
    say(f"đã có: {held_text(rows[0], wanted.indicator)} cho {wanted.subject} (dòng {rows[0].seq})")
    return True
