"""The rules every new figure passes, typed or imported: its day, and what is there already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import uuid4

from ..domain.figure import EXACTLY, Amount, Draft, Figure, Kind, Level, Revision
from ..domain.period import Period, Span, plan_year_of, year_of
from ..domain.plan import Calendar, Combine, Indicator, Place, Plan
from ..domain.recording import Decision, Effect, decide, same_amount
from ..errors import InvalidInput, Refused, UsageError
from ..ledger.writer import Writer
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import read_number, shown, write_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import CALENDARS, LEVELS, amount_outside, held_amount, with_unit
from ..workspace import Office
from .find import find_place


class Wanted(NamedTuple):
    """A figure somebody wants written: the open office, its indicator, the row, who asks, and the command's id."""

    office: Office
    indicator: Indicator
    draft: Draft
    by: str | None
    action: str
    place: Place | None = None

    @property
    def day(self) -> date:
        """The day the figure refers to."""
        assert self.draft.on is not None
        return self.draft.on

    @property
    def year(self) -> int:
        """The year the figure belongs to: the plan's, or an earlier one."""
        first, last = year_span(self.office.plan.year)
        return self.office.plan.year if first <= self.day <= last else year_of(self.day, self.office.plan.calendar)

    @property
    def subject(self) -> str:
        """Which figure, in words."""
        return subject_of(self.indicator, self.day, self.place)

    def present(self) -> Revision | None:
        """The newest row of this figure's key."""
        return self.office.ledger.present(self.office.plan.unit.id, self.draft.place, self.indicator.id, self.day)

    def figures(self) -> list[Figure]:
        """The indicator's figures of that year in either calendar, of the same place: what is there to compare with."""
        first, last = year_span(self.year)
        return self.office.ledger.figures(
            self.office.plan.unit.id, [self.indicator.id], first, last, place=self.draft.place
        )

    def added_up(self) -> list[Figure]:
        """The indicator's figures of the plan year this one counts in, as reports in the plan's calendar count it."""
        plan = self.office.plan
        year = plan_year_of(self.day, plan.calendar)
        return self.office.ledger.figures(
            plan.unit.id, [self.indicator.id], year.start, year.last_day, place=self.draft.place
        )

    def write(self, writer: Writer, draft: Draft) -> Revision:
        """Append one row."""
        return append(self.office, writer, draft, self.by, self.action)


def append(office: Office, writer: Writer, draft: Draft, by: str | None, action: str | None = None) -> Revision:
    """Append one row of the office's commune; without an id the command gets a new one."""
    unit = office.plan.unit.id
    stamp = office.stamp()
    return writer.append([draft], action=action or str(uuid4()), unit=unit, author=office.author(by), plan=stamp).last


def subject_of(indicator: Indicator, day: date, place: Place | None = None) -> str:
    """Which figure, in words: `Tổng đàn gia súc (dan-gia-suc), Thôn 3, ngày 05/07/2024`."""
    where = f", {sanitise(place.name)}" if place else ""
    return f"{sanitise(indicator.name)} ({indicator.id}){where}, ngày {write_date(day)}"


def year_span(year: int) -> tuple[date, date]:
    """The first and last day that lie in a plan year of either calendar."""
    return Period(Span.YEAR, year, 1, Calendar.ND09).start, Period(Span.YEAR, year).last_day


def held_text(row: Revision | None, indicator: Indicator) -> str:
    """What a row holds: `6.500 con`, `90% (9/10) (ước tính)`, `chưa có`, `đã rút`."""
    return "chưa có" if row is None else state_text(row.draft, indicator)


def state_text(draft: Draft, indicator: Indicator) -> str:
    """What a row leaves behind: `6.500 con`, `90% (9/10), ước tính`, `đã rút`; `chưa có` where it was undone."""
    if draft.amount is None:
        return "chưa có" if draft.kind is Kind.UNDO else "đã rút"
    level = draft.level or Level.OFFICIAL
    suffix = "" if level is Level.OFFICIAL else f", {LEVELS[level]}"
    return held_amount(draft, indicator) + suffix


def who_wrote(row: Revision) -> str:
    """The writer and the row."""
    return f"{sanitise(row.actor) or 'không rõ ai'} ở dòng {row.seq}"


def decision_on(wanted: Wanted) -> Decision:
    """What writing would come to; a change without a reason and a step back in level are refused."""
    present = wanted.present()
    decision = decide(present, wanted.draft)
    if present is None or decision.effect not in (Effect.LOWERED, Effect.CONFLICT):
        return decision
    wanted.office.refuse_closed_days([wanted.draft])
    raise refusal(decision.effect, present, wanted.draft, wanted.indicator, wanted.place, wanted.by)


def suspicion(wanted: Wanted) -> str | None:
    """Why the value looks like a slip of the keyboard; None when it does not."""
    from ..domain.places import target_for
    from ..domain.slip import find_slip
    from ..vietnamese.wording import slip_sentence

    assert wanted.draft.amount is not None
    calendar = wanted.office.plan.calendar
    year = year_of(wanted.day, calendar)
    if wanted.draft.since:
        return None
    others = [one for one in wanted.figures() if one.on != wanted.day and year_of(one.on, calendar) == year]
    others = [one for one in others if one.since is None]
    target = target_for(wanted.indicator, wanted.place, wanted.day)
    slip = find_slip(wanted.draft.amount.exact, wanted.indicator, target, others)
    return slip_sentence(slip, wanted.draft.amount, wanted.indicator) if slip else None


def running_since(plan: Plan, indicator: Indicator, amount: Amount, day: date) -> date:
    """The day from which a running total of that day counts: the first of its plan year, in the plan's calendar.

    Raises UsageError for an indicator that is not added up, and for the two parts of a rate.
    """
    if indicator.combine is not Combine.SUM:
        raise UsageError(f"--cumulative chỉ dùng cho chỉ tiêu cộng dồn; {indicator.name} không cộng dồn")
    if amount.value is None:
        raise UsageError("--cumulative cần một số, không nhận dạng tử/mẫu")
    return plan_year_of(day, plan.calendar).start


NumberReader = Callable[[str], Decimal]


def read_amount(text: str, indicator: Indicator, read: NumberReader = read_number) -> Amount:
    """Read `4.482,38`, `75,7%` or `9/10` for an indicator; `read` reads each number in it.

    Raises UsageError: unreadable, a fraction or a percent sign where the unit is not %, a total that is computed.
    """
    _refuse_total(indicator)
    plain = text.strip()
    if "/" in plain:
        return _read_parts(plain, indicator, read)
    if plain.endswith("%"):
        if not indicator.is_rate:
            raise UsageError(f"'{shown(text)}' có dấu % nhưng {indicator.name} tính bằng {indicator.unit}")
        plain = plain[:-1].rstrip()
    return Amount(value=read(plain))


def _read_parts(plain: str, indicator: Indicator, read: NumberReader) -> Amount:
    if not indicator.is_rate:
        raise UsageError(
            f"'{shown(plain)}' là dạng tử/mẫu, chỉ dùng cho chỉ tiêu tính bằng %;"
            f" {indicator.name} tính bằng {indicator.unit}"
        )
    upper, _, lower = plain.partition("/")
    if "/" in lower or not upper.strip() or not lower.strip():
        raise UsageError(f"số không hợp lệ '{shown(plain)}': tỷ lệ viết một số, hoặc dạng tử/mẫu như 102/2910")
    numerator, denominator = read(upper), read(lower)
    if denominator <= 0:
        raise UsageError(f"'{shown(plain)}': mẫu số phải lớn hơn 0")
    return Amount(numerator=numerator, denominator=denominator)


def _refuse_total(indicator: Indicator) -> None:
    if indicator.combine is Combine.TOTAL:
        parts = ", ".join(f"{part.id} ({part.name})" for part in indicator.parts)
        raise UsageError(
            f"{indicator.name} là tổng, được cộng từ các phần: {parts}",
            hint=f"hãy ghi từng phần: thidua record {indicator.parts[0].id} GIÁ_TRỊ",
        )


def check_plausible(amount: Amount, indicator: Indicator) -> None:
    """Raises InvalidInput for a value outside the plan's `plausible` bounds."""
    bounds = indicator.plausible
    if bounds is not None and not bounds.holds(amount.exact if amount.value is None else amount.value):
        span = f"{write_number(bounds.lower)} đến {with_unit(write_number(bounds.upper), indicator.unit)}"
        outside = amount_outside(amount, indicator, bounds.lower, bounds.upper)
        raise InvalidInput(
            f"{outside} nằm ngoài khoảng hợp lý của {indicator.name} ({span})",
            hint="kiểm tra lại số đã gõ; chưa ghi gì",
        )


def typed_form(amount: Amount) -> str:
    """The amount as it would be typed on the command line."""
    if amount.numerator is not None and amount.denominator is not None:
        return f"{write_number(amount.numerator)}/{write_number(amount.denominator)}"
    return write_number(amount.value or Decimal(0))


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
    value += " --cumulative" if wanted.since else ""
    where = f" --place {place.id}" if place else ""
    words = f" --on {write_date(wanted.on)}{where}{level}"
    words += f'{_words_typed(present.draft, wanted, by)} --reason "…"'
    command = f"thidua correct {indicator.id} {value}{words}"
    whole = _added_to(present.draft, wanted) if indicator.combine is Combine.SUM else None
    if whole is None or effect is Effect.LOWERED:
        return Refused(f"{held}; {because}", hint=f"để sửa: {command}")
    more = f"thidua correct {indicator.id} {typed_form(whole)}{words}"
    added, before = held_amount(wanted, indicator), held_amount(present.draft, indicator)
    hint = f"nếu {added} là phần thêm của ngày ấy, ghi cả hai cộng lại: {more}\n  → nếu {before} sai: {command}"
    return Refused(f"{held}; {because}", hint=hint)


def _added_to(held: Draft, wanted: Draft) -> Amount | None:
    """What two different amounts of one day come to; None where one is a running total, or they are the same."""
    one, other = held.amount, wanted.amount
    if one is None or other is None or one.value is None or other.value is None:
        return None
    return None if held.since or wanted.since else Amount(value=EXACTLY.add(one.value, other.value))


def _words_typed(held: Draft, wanted: Draft, by: str | None) -> str:
    """Note, source and writer as options; an empty note is named where the value alone would keep the old one."""
    from shlex import quote

    same = wanted.amount is not None and held.amount is not None and same_amount(wanted.amount, held.amount)
    typed = [("--note", wanted.note)] if wanted.note or (same and held.note) else []
    typed += [("--source", wanted.source)] if wanted.source else []
    typed += [("--by", by)] if by else []
    return "".join(f" {option} {quote(text)}" for option, text in typed)


PLACES_GUIDE = "xem mục Số liệu theo thôn của hướng dẫn"


def placed(plan: Plan, indicator: Indicator, typed: str | None) -> Place | None:
    """The place meant by `--place`; None for the commune as a whole.

    Raises UsageError: no such place, or an indicator whose figures are not collected by place.
    """
    if typed is None:
        return None
    place = find_place(plan, typed)
    if not indicator.by_place:
        raise UsageError(
            f"{indicator.name} ({indicator.id}) không thu theo thôn, nên không ghi cho {place.name} được",
            hint="ghi cho cả xã: bỏ tên thôn (--place);"
            " nếu chỉ tiêu này cộng được từ các thôn, thêm by_place: true vào kế hoạch",
        )
    return place


def check_parts(amount: Amount, indicator: Indicator, place: Place | None) -> None:
    """Raises UsageError for a place's rate without its two parts: percentages of places cannot be averaged."""
    if place is not None and indicator.is_rate and amount.numerator is None:
        words = f" ({indicator.rate.numerator}/{indicator.rate.denominator})" if indicator.rate else ""
        raise UsageError(
            f"tỷ lệ của {place.name} phải ghi bằng tử số/mẫu số{words}: các thôn lớn nhỏ khác nhau,"
            " nên tỷ lệ của xã là tổng tử số/tổng mẫu số, không phải bình quân các tỷ lệ",
            hint=f"ví dụ: thidua record {indicator.id} 12/150 --place {place.id}",
        )
