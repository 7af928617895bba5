"""`nominate move`: one or many nominations take their next step, with its day and, for a decision, its number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer

from ..domain.figure import Draft, Kind
from ..domain.nomination import Nomination, Stage, Step, detail_of
from ..errors import UsageError
from ..vietnamese.nominating import STAGES, Called, step_text, who_decides
from ..vietnamese.text import clean_text
from ..workspace import Office, Workspace
from .nominating import OPTIONS, after_stage, append_rows, checked_step, day_of, keep_out, read_stage
from .nominations_on_file import Year, find_nomination, office_of, subject_text
from .printing import say
from .words import By, Note, On, Reason
from .writing import TAKE_BACK, after_commit

Moved = tuple[Called, Nomination]
"""A nomination as it was, and after the step."""


def move(
    ctx: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="SỐ…", help="một hay nhiều số của đề nghị")],
    stage: Annotated[str, typer.Argument(metavar="BƯỚC", help="council, submitted, decided, declined")],
    decision: Annotated[
        str, typer.Option("--decision", metavar="SỐ_QĐ", help="số quyết định, khi đã quyết định: 45/QĐ-UBND")
    ] = "",
    decided_by: Annotated[
        str, typer.Option("--decided-by", metavar="CẤP", help="ai ký; mặc định cấp có thẩm quyền ngày ấy")
    ] = "",
    reason: Reason = "",
    on: On = None,
    note: Note = "",
    by: By = None,
    year: Year = None,
) -> None:
    """Ghi bước tiếp theo: council (họp hội đồng), submitted (trình), decided (đã quyết định), declined (không xét).

    Ví dụ: thidua nominate move 3 decided --decision 45/QĐ-UBND --on 20/12/2024
    """
    wanted = read_stage(stage)
    workspace: Workspace = ctx.obj
    with office_of(workspace, year) as office:
        step = Step(wanted, day_of(on, office), clean_text(decision.strip(), "số quyết định (--decision)"), decided_by)
        author = clean_text(by, "tên người ghi (--by)") if by else None
        because, note = clean_text(reason.strip(), "lý do (--reason)"), clean_text(note, OPTIONS["note"])
        draft = Draft(Kind.NOMINATE, note=note, reason=because)
        if not list(moves(office, numbers, step, draft)):
            _tell_moved(office, [])
            return
        with office.writing() as writer:
            moved = list(moves(office, numbers, step, draft))
            if drafts := move_rows(moved, draft):
                append_rows(office, writer, drafts, author)
        after_commit(office, writer)
        _tell_moved(office, moved)


def moves(office: Office, numbers: Sequence[str], step: Step, draft: Draft) -> Iterator[Moved]:
    """Every nomination that takes the step, once; those that stand there already are left out.

    `draft` has the reason and the note. Raises UsageError or Refused when the step may not be taken like that.
    """
    _refuse_misplaced(step, draft.reason)
    found = {one.nomination.number: one for one in (find_nomination(office, typed) for typed in numbers)}
    for one in found.values():
        if one.name is not None and one.nomination.nominee.is_private:
            keep_out(one.name, reason=draft.reason, note=draft.note, decision=step.decision)
        if not _is_there(one.nomination.last, step):
            yield one, one.nomination.moved(checked_step(office.plan, one.nomination, step))


def move_rows(moved: Iterable[Moved], draft: Draft) -> list[Draft]:
    """The rows of one step: `draft` for each nomination, with the state it has after the step."""
    return [draft._replace(indicator=after.key, detail=detail_of(after)) for _, after in moved]


def _is_there(held: Step, wanted: Step) -> bool:
    return (held.stage, held.on, held.decision) == (wanted.stage, wanted.on, wanted.decision)


def _refuse_misplaced(step: Step, reason: str) -> None:
    if step.stage is Stage.DECIDED and not step.decision:
        raise UsageError("thiếu --decision", hint="ghi số quyết định và ngày ký: --decision 45/QĐ-UBND --on 20/12/2024")
    if step.stage is not Stage.DECIDED and (step.decision or step.decided_by):
        raise UsageError("--decision và --decided-by chỉ dùng với bước decided (đã quyết định)")
    if step.stage is Stage.DECLINED and not reason:
        raise UsageError("thiếu --reason", hint='không xét phải có lý do: --reason "chưa đủ thời gian công tác"')


def _tell_moved(office: Office, moved: Sequence[Moved]) -> None:
    if not moved:
        say("không thay đổi: các đề nghị ấy đã ở bước này")
        return
    for before, after in moved:
        say(f"đã ghi đề nghị số {after.number} ({subject_text(before)}): {STAGES[after.stage]}")
        say(f"  trước → nay: {step_text(before.nomination.last)} → {step_text(after.last)}")
        if after.stage not in (Stage.DECIDED, Stage.DECLINED):
            say(f"  cấp quyết định: {who_decides(office.plan, after.form, after.last.on)}")
    if len(moved) == 1 and (following := after_stage(moved[0][1])):
        say(f"  bước sau: {following}")
    say(TAKE_BACK)
