"""`correct`, `void`, `undo`: what was recorded is superseded by new rows, never erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated
from uuid import uuid4

import typer

from ..domain.closing import heading_of
from ..domain.figure import Draft, Kind, Level, Revision
from ..domain.nomination import number_in
from ..domain.recording import restoring, same_figure, with_words_kept
from ..domain.work import subject
from ..errors import Refused, UsageError
from ..office.figures import (
    Wanted,
    check_parts,
    check_plausible,
    held_text,
    placed,
    read_amount,
    running_since,
    state_text,
    who_wrote,
)
from ..office.find import find_subject
from ..vietnamese.dates import write_date
from ..vietnamese.nominating import stage_text
from ..vietnamese.text import clean_text, sanitise
from ..vietnamese.wording import days_text
from ..workspace import Office, Workspace
from .printing import complain, say
from .words import LEVEL_OPTION, NOTE_OPTION, SOURCE_OPTION, By, Id, On, PlaceOption, Reason, Value
from .writing import after_commit, confirm

DEEDS = {
    Kind.RECORD: "lần ghi",
    Kind.CORRECT: "lần sửa",
    Kind.VOID: "lần rút",
    Kind.UNDO: "lần hoàn tác",
    Kind.CLOSE: "lần chốt số liệu",
    Kind.REOPEN: "lần mở lại kỳ",
    Kind.NOMINATE: "lần ghi đề nghị khen thưởng",
    Kind.ERASE: "lần xóa tên",
}
MANY = "lần nhập"
"""Several rows under one command: an import or a guided entry."""
MOST_UNDONE_SHOWN = 10
NOTHING_LEFT = "không còn gì để hoàn tác"


def correct(
    ctx: typer.Context,
    indicator: Id,
    value: Value,
    on: On = None,
    reason: Reason = "",
    place: PlaceOption = None,
    level: Annotated[Level | None, LEVEL_OPTION] = None,
    cumulative: Annotated[bool, typer.Option("--cumulative", help="GIÁ_TRỊ là lũy kế từ đầu năm")] = False,
    note: Annotated[str | None, NOTE_OPTION] = None,
    source: Annotated[str | None, SOURCE_OPTION] = None,
    by: By = None,
) -> None:
    """Sửa số liệu đã ghi của một ngày; số cũ vẫn còn trong sổ.

    Ví dụ: thidua correct dan-gia-suc 6.550 --on 05/07/2024 --reason "đếm lại"
    """
    with _existing(ctx.obj, indicator, on, place, reason, by) as (wanted, held):
        amount = read_amount(value, wanted.indicator)
        check_parts(amount, wanted.indicator, wanted.place)
        check_plausible(amount, wanted.indicator)
        draft = wanted.draft._replace(
            kind=Kind.CORRECT,
            amount=amount,
            level=level or held.draft.level,
            note=clean_text(note or "", "ghi chú (--note)"),
            source=clean_text(source or "", "nguồn (--source)"),
            since=running_since(wanted.office.plan, wanted.indicator, amount, wanted.day) if cumulative else None,
        )
        kept = with_words_kept(draft, held.draft)
        draft = draft._replace(
            note=kept.note if note is None else draft.note, source=kept.source if source is None else draft.source
        )
        if _says_the_same(draft, held.draft):
            say(f"không thay đổi: {wanted.subject} đã là {held_text(held, wanted.indicator)}")
            return
        _supersede(wanted._replace(draft=draft), held)
        if held.draft.since and not cumulative:
            complain("Cảnh báo: số cũ là lũy kế, số mới là số riêng của ngày ấy; nếu vẫn là lũy kế: thêm --cumulative")


def void(
    ctx: typer.Context, indicator: Id, on: On = None, place: PlaceOption = None, reason: Reason = "", by: By = None
) -> None:
    """Rút số liệu đã ghi của một ngày: báo cáo không tính nữa, sổ vẫn giữ.

    Ví dụ: thidua void dan-gia-suc --on 05/07/2024 --reason "ghi nhầm chỉ tiêu"
    """
    with _existing(ctx.obj, indicator, on, place, reason, by) as (wanted, held):
        _supersede(wanted._replace(draft=wanted.draft._replace(kind=Kind.VOID)), held)


@contextmanager
def _existing(
    workspace: Workspace, typed: str, on: date | None, place: str | None, reason: str, by: str | None
) -> Iterator[tuple[Wanted, Revision]]:
    """The figure of a day that a correction is about, with the reason it needs."""
    if not reason.strip():
        raise UsageError("thiếu --reason", hint='thay đổi phải có lý do: --reason "đếm lại sau kiểm tra"')
    day = on or workspace.today()
    with workspace.open(day=day) as office:
        indicator = find_subject(office.plan, typed)
        where = placed(office.plan, indicator, place)
        why = clean_text(reason, "lý do (--reason)")
        draft = Draft(Kind.CORRECT, indicator.id, day, reason=why, place=where.id if where else "")
        author = clean_text(by, "tên người ghi (--by)") if by else None
        wanted = Wanted(office, indicator, draft, author, str(uuid4()), where)
        held = wanted.present()
        if held is None or held.draft.amount is None:
            raise UsageError(f"{wanted.subject}: {held_text(held, indicator)} số liệu", hint=_days_with_figures(wanted))
        yield wanted, held


def _days_with_figures(wanted: Wanted) -> str:
    days = [write_date(figure.on) for figure in wanted.figures()]
    if not days:
        where = f" --place {wanted.place.id}" if wanted.place else ""
        return f"năm nay chưa ghi; để ghi: thidua record {wanted.indicator.id} GIÁ_TRỊ{where}"
    return "các ngày đã có số liệu: " + ", ".join(days)


def _says_the_same(draft: Draft, held: Draft) -> bool:
    return same_figure(draft, held) and (draft.level, draft.note, draft.source) == (held.level, held.note, held.source)


def _supersede(wanted: Wanted, held: Revision) -> None:
    """Append the superseding row, unless somebody else changed the figure meanwhile."""
    with wanted.office.writing() as writer:
        present = wanted.present()
        if present is None or present.seq != held.seq:
            newer = held_text(present, wanted.indicator)
            by_whom = f" ({who_wrote(present)})" if present else ""
            raise Refused(f"{wanted.subject} vừa được đổi thành {newer}{by_whom}", hint="xem lại rồi chạy lại lệnh")
        written = wanted.write(writer, wanted.draft._replace(supersedes=held.seq))
    if written.draft.amount is None:
        sentence = f"đã rút {held_text(held, wanted.indicator)} của {wanted.subject}"
    else:
        sentence = f"đã ghi {held_text(written, wanted.indicator)} cho {wanted.subject}"
    confirm(wanted, held, writer, sentence)


def undo(
    ctx: typer.Context,
    past_erasures: Annotated[
        bool,
        typer.Option("--past-erasures", help="bỏ qua các lần xóa tên, hoàn tác việc trước đó"),
    ] = False,
    by: By = None,
) -> None:
    """Hoàn tác việc ghi gần nhất chưa bị hoàn tác (một lần ghi, sửa, rút hoặc cả một lần nhập tệp)."""
    workspace: Workspace = ctx.obj
    author = clean_text(by, "tên người ghi (--by)") if by else None
    with workspace.open() as office:
        if not _undoable(office, past_erasures):
            say(NOTHING_LEFT)
            return
        with office.writing() as writer:
            rows = _undoable(office, past_erasures)
            drafts = [restoring(row, office.ledger.before(row.seq)) for row in rows]
            if drafts:
                unit = rows[0].unit
                writer.append(drafts, action=str(uuid4()), unit=unit, author=office.author(author), plan=office.stamp())
        after_commit(office, writer)
        if rows:
            _tell_undone(office, rows, drafts)
        else:
            say(NOTHING_LEFT)


def _undoable(office: Office, past_erasures: bool) -> list[Revision]:
    """The rows of the last command; an erased name is gone, so taking that back is refused."""
    rows = office.ledger.last_undoable(past_erasures=past_erasures)
    if rows and rows[0].draft.kind is Kind.ERASE:
        raise Refused(
            f"việc gần nhất là lần xóa tên của {who_wrote(rows[0])}: tên đã xóa không khôi phục được; chưa ghi gì",
            hint="hoàn tác việc trước đó: thidua undo --past-erasures",
        )
    return rows


def _tell_undone(office: Office, rows: list[Revision], drafts: list[Draft]) -> None:
    first = rows[0]
    count = f" gồm {len(rows)} dòng" if len(rows) > 1 else ""
    figures = first.draft.kind in (Kind.RECORD, Kind.CORRECT)
    deed = MANY if figures and len(rows) > 1 else DEEDS[first.draft.kind]
    say(f"đã hoàn tác {deed} của {who_wrote(first)}{count}")
    for row, draft in list(zip(rows, drafts, strict=True))[:MOST_UNDONE_SHOWN]:
        if heading := heading_of(row.seq, row.draft.detail):
            now = "nay mở, lại nhận số liệu" if row.draft.kind is Kind.CLOSE else "nay lại chốt"
            say(f"  {days_text(heading)}: {now}")
        if row.draft.kind is Kind.NOMINATE:
            _tell_nomination(office, row, draft)
        found = subject(office.plan, row.draft.indicator)
        if found is None or row.draft.on is None:
            continue
        place = office.plan.place(row.draft.place)
        where = f", {sanitise(place.name)}" if place else ""
        name = f"{sanitise(found.name)} ({found.id}){where}, ngày {write_date(row.draft.on)}"
        say(f"  {name}: {held_text(row, found)} → {state_text(draft, found)}")
    if len(rows) > MOST_UNDONE_SHOWN:
        say(f"  … và {len(rows) - MOST_UNDONE_SHOWN} dòng nữa")
    say("  hoàn tác thêm một bước: thidua undo")


def _tell_nomination(office: Office, row: Revision, draft: Draft) -> None:
    from ..office.nominations import called_in, subject_text

    before, after = called_in(office.ledger, row), called_in(office.ledger, row._replace(draft=draft))
    named = f" ({subject_text(before)})" if before else ""
    now = stage_text(after) if after else "không còn đề nghị"
    say(f"  đề nghị số {number_in(row.draft.indicator)}{named}: {stage_text(before)} → {now}")
