"""`record`: one dated figure, held against what is there, against its bounds and against slips of the keyboard."""

# No annotations as text here: Typer would compile each of them again at every start.

from typing import Annotated
from uuid import UUID, uuid4

import typer

from ..domain.figure import Draft, Kind, Level
from ..domain.recording import Effect, same_figure
from ..errors import Refused, UsageError
from ..office.figures import (
    Wanted,
    check_day,
    check_parts,
    check_plausible,
    decision_on,
    held_text,
    outside_year,
    placed,
    read_amount,
    running_since,
    suspicion,
)
from ..office.find import find_indicator
from ..vietnamese.numbers import shown
from ..vietnamese.text import clean_text
from ..workspace import Workspace
from .printing import complain, consents, is_interactive, say
from .words import By, Id, LevelOption, Note, On, PlaceOption, Source, Value
from .writing import confirm


def record(
    ctx: typer.Context,
    indicator: Id,
    value: Value,
    on: On = None,
    level: LevelOption = Level.OFFICIAL,
    cumulative: Annotated[
        bool, typer.Option("--cumulative", help="GIÁ_TRỊ là lũy kế từ đầu năm, gồm cả các lần đã ghi trước đó")
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
        since = running_since(office.plan, row.indicator, amount, day) if cumulative else None
        draft = Draft(Kind.RECORD, row.indicator.id, day, amount, level, place=where.id if where else "", since=since)
        check_day(day, office.plan, workspace.today(), earlier_year)
        draft = draft._replace(note=clean_text(note, "ghi chú (--note)"), source=clean_text(source, "nguồn (--source)"))
        author = clean_text(by, "tên người ghi (--by)") if by else None
        wanted = Wanted(office, row.indicator, draft, author, _read_uuid(action), where)
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


def _ask_about_slip(wanted: Wanted) -> None:
    sentence = suspicion(wanted)
    if sentence is None:
        return
    if is_interactive() and consents(f"{sentence}. Vẫn ghi?"):
        return
    raise Refused(sentence, hint="chưa ghi gì; kiểm tra lại, nếu đúng thì chạy lại lệnh và thêm --yes")


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
    if keys[0] != keys[1] or not same_figure(held, asked):
        raise Refused(
            f"--id {wanted.action} đã dùng cho dòng {rows[0].seq} với nội dung khác", hint="dùng một UUID mới"
        )
    say(f"đã có: {held_text(rows[0], wanted.indicator)} cho {wanted.subject} (dòng {rows[0].seq})")
    return True
