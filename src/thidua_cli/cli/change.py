"""`correct`, `void`, `undo`: what was recorded is superseded by new rows, never erased."""

from functools import partial
from typing import Annotated

from ..domain.closing import period_in
from ..domain.figure import Draft, Kind, Level, Revision, former_in
from ..domain.nomination import number_in
from ..domain.work import subject
from ..office.changes import correct_figure, former_indicator, held_figure, undo_last, withdraw
from ..office.figures import Typed, Wanted, held_text, who_wrote
from ..vietnamese.wording import KINDS, days_text, stage_text
from ..workspace import Office
from . import words
from .printing import complain, say
from .record import after_commit, confirm, confirmed, opened
from .words import flag

DEEDS = {kind: f"lần {deed}" for kind, deed in KINDS.items()}
DEEDS |= {Kind.CLOSE: "lần chốt số liệu", Kind.NOMINATE: "lần ghi đề nghị khen thưởng"}
MOST_UNDONE_SHOWN = 10


def correct(
    ctx: words.Context,
    indicator: words.Id,
    value: words.Value,
    on: words.On = None,
    period: words.ForPeriod = None,
    reason: words.Reason = "",
    place: words.PlaceOption = None,
    level: Annotated[Level | None, words.LEVEL_OPTION] = None,
    cumulative: Annotated[bool, flag("--cumulative", "GIÁ_TRỊ là lũy kế từ đầu năm")] = False,
    note: Annotated[str | None, words.NOTE_OPTION] = None,
    source: Annotated[str | None, words.SOURCE_OPTION] = None,
    by: words.By = None,
    yes: words.Sure = False,
) -> None:
    """Sửa số liệu đã ghi của một ngày; số cũ vẫn còn trong sổ.

    Ví dụ: thidua correct dan-gia-suc 6.550 --on 05/07/2024 --reason "đếm lại"
    """
    asked = Typed(
        indicator, value, on, period, level, cumulative, note=note, source=source, place=place, by=by, reason=reason
    )
    with opened(ctx.obj, asked) as office:
        wanted, held = held_figure(office, asked)
        written = confirmed(partial(correct_figure, wanted, held, asked), yes, "Vẫn sửa?")
        confirm(written)
        if held.draft.since and written.row and not written.row.draft.since:
            complain("Cảnh báo: số cũ là lũy kế, số mới là số riêng của ngày ấy; nếu vẫn là lũy kế: thêm --cumulative")


def void(
    ctx: words.Context,
    indicator: words.Id,
    on: words.On = None,
    period: words.ForPeriod = None,
    place: words.PlaceOption = None,
    reason: words.Reason = "",
    by: words.By = None,
) -> None:
    """Rút số liệu đã ghi của một ngày: báo cáo không tính nữa, sổ vẫn giữ.

    Ví dụ: thidua void dan-gia-suc --on 05/07/2024 --reason "ghi nhầm chỉ tiêu"
    """
    asked = Typed(indicator, on=on, period=period, place=place, by=by, reason=reason)
    with opened(ctx.obj, asked) as office:
        confirm(withdraw(*held_figure(office, asked)))


def undo(
    ctx: words.Context,
    past_erasures: Annotated[bool, flag("--past-erasures", "bỏ qua các lần xóa tên, hoàn tác việc trước đó")] = False,
    by: words.By = None,
) -> None:
    """Hoàn tác việc ghi gần nhất chưa bị hoàn tác (một lần ghi, sửa, rút hoặc cả một lần nhập tệp)."""
    with ctx.obj.open() as office:
        undone, writer = undo_last(office, by, past_erasures=past_erasures)
        if writer is None or not undone:
            say("không còn gì để hoàn tác")
            return
        after_commit(office, writer)
        first, many = undone[0][0], len(undone) > 1
        deed = "lần nhập" if many and first.draft.kind in (Kind.RECORD, Kind.CORRECT) else DEEDS[first.draft.kind]
        deed = "lần đổi mã đơn vị" if former_in(first.draft.indicator) else deed
        say(f"đã hoàn tác {deed} của {who_wrote(first)}" + (f" gồm {len(undone)} dòng" if many else ""))
        for row, draft in undone[:MOST_UNDONE_SHOWN]:
            if period := period_in(row.seq, row.draft.detail):
                now = "nay mở, lại nhận số liệu" if row.draft.kind is Kind.CLOSE else "nay lại chốt"
                say(f"  {days_text(period)}: {now}")
            if former := former_in(row.draft.indicator):
                say(f"  sổ lại là của đơn vị '{former}': '{row.unit}' không tính số liệu của nó, không ghi vào nó được")
            if row.draft.kind is Kind.NOMINATE:
                _tell_nomination(office, row, draft)
            if row.draft.on is not None:
                found = subject(office.plan, row.draft.indicator) or former_indicator(office, row)
                of = Wanted(office, found, row.draft, None).subject
                say(f"  {of}: {held_text(row, found)} → {held_text(draft, found)}")
        if len(undone) > MOST_UNDONE_SHOWN:
            say(f"  … và {len(undone) - MOST_UNDONE_SHOWN} dòng nữa")
        say("  hoàn tác thêm một bước: thidua undo")


def _tell_nomination(office: Office, row: Revision, draft: Draft) -> None:
    from ..office.nominations import as_of, subject_text

    before, after = as_of(office.ledger, row), as_of(office.ledger, row._replace(draft=draft))
    named = f" ({subject_text(before)})" if before else ""
    now = stage_text(after) if after else "không còn đề nghị"
    number = number_in(row.draft.indicator)
    say(f"  đề nghị số {number}{named}: {stage_text(before)} → {now}")
    if after is None and before is not None and before.name is not None:
        say(f'  họ tên vẫn còn trong sổ; xóa hẳn: thidua nominate erase-name {number} --reason "…"')
