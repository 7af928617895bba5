"""The rules every new figure passes, typed or imported: its day, and what is there already."""

from __future__ import annotations

from datetime import date

from ..domain.emulation import Place
from ..domain.figure import Amount, Draft, Level, Revision
from ..domain.period import year_of
from ..domain.plan import Calendar, Indicator, Plan
from ..domain.recording import Effect, same_amount
from ..errors import Refused, UsageError
from ..vietnamese.dates import write_date
from ..vietnamese.wording import CALENDARS, LEVELS
from .amounts import typed_form
from .writing import held_text, subject_of, who_wrote, year_span


def check_day(day: date, plan: Plan, today: date, earlier_year: bool) -> None:
    """A figure belongs to the past and to the plan year of one of the calendars, or to an earlier year on request.

    Raises UsageError with the day to type instead.
    """
    year = plan.year
    if day > today:
        raise UsageError(f"ngày {write_date(day)} ở sau hôm nay ({write_date(today)}): chỉ ghi số liệu đã có")
    first, last = year_span(year)
    if earlier_year:
        if year_of(day, plan.calendar) >= year:
            raise UsageError(f"ngày {write_date(day)} thuộc năm kế hoạch {year}: hãy bỏ --earlier-year")
    elif day < first:
        hint = "số liệu của năm trước, để so với cùng kỳ, ghi với --earlier-year"
        raise UsageError(f"ngày {write_date(day)} ở trước năm kế hoạch {year}", hint=hint)
    elif day > last:
        hint = f"số liệu cả năm {year} ghi với --on 31/12/{year}"
        raise UsageError(f"năm kế hoạch {year} đã qua, ngày {write_date(day)} không thuộc năm ấy", hint=hint)


def outside_year(day: date, plan: Plan) -> str:
    """What to know of an accepted day that the plan's own calendar counts to another year; or empty."""
    year = year_of(day, plan.calendar)
    if year == plan.year:
        return ""
    other = next(calendar for calendar in Calendar if calendar is not plan.calendar)
    return (
        f"ngày {write_date(day)} thuộc năm {year} {CALENDARS[plan.calendar]} (lịch của kế hoạch):"
        f" báo cáo năm {plan.year} không tính số này, chỉ tính khi xem với --calendar {other.value}"
    )


def refusal(
    effect: Effect,
    present: Revision,
    wanted: Draft,
    indicator: Indicator,
    place: Place | None = None,
    by: str | None = None,
) -> Refused:
    """Why a figure that is there may not be overwritten, with the command that corrects it in the words typed."""
    assert wanted.on is not None
    held = f"{subject_of(indicator, wanted.on, place)} đã có {held_text(present, indicator)} ({who_wrote(present)})"
    because, level = "muốn đổi phải có lý do", ""
    if effect is Effect.LOWERED:
        because = f"không lùi từ số {LEVELS[present.draft.level or Level.OFFICIAL]} về mức thấp hơn"
        level = f" --level {wanted.level}" if wanted.level else ""
    value = typed_form(wanted.amount or Amount())
    where = f" --place {place.id}" if place else ""
    command = f"thidua correct {indicator.id} {value} --on {write_date(wanted.on)}{where}{level}"
    command += f'{_words_typed(present.draft, wanted, by)} --reason "…"'
    return Refused(f"{held}; {because}", hint=f"để sửa: {command}")


def _words_typed(held: Draft, wanted: Draft, by: str | None) -> str:
    """Note, source and writer as options; an empty note is named where the value alone would keep the old one."""
    from shlex import quote

    same = wanted.amount is not None and held.amount is not None and same_amount(wanted.amount, held.amount)
    typed = [("--note", wanted.note)] if wanted.note or (same and held.note) else []
    typed += [("--source", wanted.source)] if wanted.source else []
    typed += [("--by", by)] if by else []
    return "".join(f" {option} {quote(text)}" for option, text in typed)
