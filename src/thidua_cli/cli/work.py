"""`work`, `work record`, `work done`: the plan's work items, kept in the same ledger as figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from ..domain.figure import Amount, Draft, Kind, Level
from ..domain.recording import Effect, decide
from ..domain.work import DONE, as_indicator
from ..errors import Refused, UsageError, command
from ..office.figures import Wanted, Written, check_day, held_text, who_wrote
from ..office.find import check_plausible, find_work, read_amount, typed_form
from ..office.view import View, work_on_file
from ..pages.page import Page
from ..pages.work import work_page
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import shown
from ..vietnamese.text import clean_text
from ..workspace import Workspace
from .output import page_of_period
from .printing import say
from .words import By, Note, On
from .writing import confirm

WorkId = Annotated[str, typer.Argument(metavar="NHIỆM_VỤ", help="mã hoặc một phần nội dung (không cần dấu)")]
Yes = Annotated[bool, typer.Option("--yes", help="đã kiểm tra, ghi cả khi tiến độ lùi")]


@page_of_period
def list_work(view: View) -> Page:
    """Các nhiệm vụ của kế hoạch và tiến độ, theo đơn vị chủ trì. Gõ tắt: thidua work"""
    standings = work_on_file(view.office, view.known, view.window)
    return work_page(view.plan, standings, view.window, view.origin())


def record_work(
    ctx: typer.Context,
    item: WorkId,
    percent: Annotated[str, typer.Argument(metavar="TIẾN_ĐỘ", help="phần trăm đã làm: 60%")],
    on: On = None,
    note: Note = "",
    by: By = None,
    yes: Yes = False,
) -> None:
    """Ghi tiến độ một nhiệm vụ. Ví dụ: thidua work record cai-cach-hanh-chinh 60% --note "xong khâu tập huấn" """
    _write(ctx.obj, item, percent, on, Draft(Kind.RECORD, note=note), by, yes=yes)


def finish_work(
    ctx: typer.Context,
    item: WorkId,
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="TỆP_HOẶC_URL", help="minh chứng: tệp trên máy hoặc địa chỉ http(s)")
    ] = "",
    on: On = None,
    note: Note = "",
    by: By = None,
) -> None:
    """Ghi một nhiệm vụ đã xong, kèm minh chứng. Ví dụ: thidua work done ton-giao --evidence bien-ban.pdf"""
    if not evidence.strip():
        raise UsageError("thiếu --evidence", hint="xong việc phải có minh chứng: --evidence bien-ban.pdf")
    draft = Draft(Kind.RECORD, note=note, source=_evidence(clean_text(evidence.strip(), "minh chứng (--evidence)")))
    _write(ctx.obj, item, str(DONE), on, draft, by, yes=True)


def _evidence(given: str) -> str:
    """A web address as given; a file with the first digits of its SHA-256, so that it can be told from a later one."""
    if given.startswith(("http://", "https://")):
        return given
    from hashlib import file_digest

    path = Path(given)
    try:
        if not path.is_file():
            raise FileNotFoundError
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        raise UsageError(
            f"không đọc được tệp minh chứng '{shown(given)}'",
            hint="ghi đường dẫn một tệp có trên máy hoặc địa chỉ http(s)://…; số văn bản thì ghi ở --note",
        ) from None
    return f"{given} (sha256 {digest[:16]})"


def _write(
    workspace: Workspace, typed: str, percent: str, on: date | None, draft: Draft, by: str | None, *, yes: bool
) -> None:
    day = on or workspace.today()
    with workspace.open(day=day) as office:
        indicator = as_indicator(find_work(office.plan, typed))
        amount = read_amount(percent, indicator)
        check_day(day, office.plan, workspace.today(), False)
        check_plausible(amount, indicator)
        note = clean_text(draft.note, "ghi chú (--note)")
        whole = draft._replace(indicator=indicator.id, on=day, amount=amount, level=Level.OFFICIAL, note=note)
        author = clean_text(by, "tên người ghi (--by)") if by else None
        wanted = Wanted(office, indicator, whole, author, str(uuid4()))
        if not yes:
            _refuse_step_back(wanted, amount)
        _append(wanted)


def _append(wanted: Wanted) -> None:
    with wanted.office.writing() as writer:
        before = wanted.present()
        decision = decide(before, wanted.draft)
        if before is not None and decision.draft is None:
            if decision.effect is Effect.UNCHANGED and before.draft.source == wanted.draft.source:
                say(f"không thay đổi: {wanted.subject} đã là {held_text(before, wanted.indicator)}")
                return
            wanted.office.refuse_closed_days([wanted.draft])
            raise Refused(
                f"{wanted.subject} đã có {held_text(before, wanted.indicator)} ({who_wrote(before)});"
                " muốn đổi phải có lý do",
                hint=f"để sửa: {_correcting(wanted)}",
            )
        assert decision.draft is not None
        written = wanted.write(writer, decision.draft)
    confirm(Written(wanted, before, written, writer))


def _correcting(wanted: Wanted) -> str:
    draft = wanted.draft
    source = ["--source", draft.source] if draft.source else []
    value = typed_form(draft.amount or Amount(Decimal(0)))
    when = ("--on", write_date(wanted.day))
    return command("thidua", "correct", wanted.indicator.id, f"{value}%", *when, *source, "--reason", "…")


def _refuse_step_back(wanted: Wanted, amount: Amount) -> None:
    earlier = [figure for figure in wanted.figures() if figure.on < wanted.day]
    if earlier and earlier[-1].amount.exact > amount.exact:
        held = typed_form(earlier[-1].amount)
        raise Refused(
            f"{wanted.subject}: {typed_form(amount)}% thấp hơn {held}% đã ghi ngày {write_date(earlier[-1].on)}",
            hint="chưa ghi gì; nếu tiến độ lùi thật thì chạy lại lệnh và thêm --yes",
        )
