"""The rules every new figure passes, typed or imported: its day or period, its amount, and what is there already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from ..domain.figure import EXACTLY, Amount, Draft, Figure, Kind, Level, Revision, actual_of, expected_key, key_parts
from ..domain.period import ONE_DAY, Period, Span, month_of, read_period
from ..domain.plan import STEPS, Calendar, Combine, Indicator, Place, Plan
from ..errors import Refused, ThiduaError, UsageError, command
from ..vietnamese.numbers import shown, write_date, write_number
from ..vietnamese.text import bare, sanitise
from ..vietnamese.wording import CALENDARS, LEVEL_SAID, LEVELS, expected_text, held_amount, places_text, with_unit
from ..workspace import Office
from .find import OTHER_YEAR, check_amount, find_place, read_amount, typed_form

if TYPE_CHECKING:
    from ..domain.places import Coverage, Grouped
    from ..domain.slip import Course, Slip


class Typed(NamedTuple):
    """What a person asks to have recorded, in their own words; `period` instead of a day (`--for`)."""

    indicator: str
    value: str = ""
    on: date | None = None
    period: str | None = None
    level: Level | None = None
    cumulative: bool = False
    earlier_year: bool = False
    note: str | None = None
    source: str | None = None
    place: str | None = None
    by: str | None = None
    action: str | None = None
    reason: str = ""
    """Why something that is there is changed: of that, level, note and source stay where None is said."""


class Fate(Enum):
    """What becomes of a figure somebody wants written, in a word: as `decide` finds, or a row of a file comes to."""

    NEW = "mới"
    RAISED = "nâng mức"
    CHANGED = "đổi"
    LOWERED = "lùi mức"
    UNUSUAL = "bất thường"
    SAME = "đã có"
    REFUSED = "từ chối"
    FAULTY = "sai"


class SuspectedSlip(Refused):
    """The value looks mistyped; the person may confirm it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, hint="chưa ghi gì; kiểm tra lại, nếu đúng thì chạy lại lệnh và thêm --yes")

    def then(self, question: str) -> str:
        """The sentence and a question after it."""
        return f"{self.sentence}{'' if self.sentence.endswith('?') else '.'} {question}"


class Wanted(NamedTuple):
    """A figure somebody wants written: the open office, its indicator, the row, who asks, and the command's id."""

    office: Office
    indicator: Indicator
    draft: Draft
    by: str | None
    action: str | None = None

    @property
    def place(self) -> Place | None:
        """Whose it is, None for the commune; one that is no longer in the plan by its id."""
        key = self.draft.place
        return (self.office.plan.place(key) or Place(key, key)) if key else None

    @property
    def day(self) -> date:
        """The day the figure refers to."""
        assert self.draft.on is not None
        return self.draft.on

    @property
    def expects(self) -> str:
        """The period whose end it foresees (ước cả kỳ); empty for a figure of its own day."""
        return key_parts(self.draft.indicator)[1]

    @property
    def subject(self) -> str:
        """Which figure, in words: `Tổng đàn (dan-gia-suc), Thôn 3, ngày 05/07/2024`; `…, ước cả năm 2024`."""
        named = f"{sanitise(self.indicator.name)} ({self.indicator.id})"
        if self.expects:
            return f"{named}, {expected_text(self.expects)}"
        where = f", {sanitise(self.place.name)}" if self.place else ""
        return f"{named}{where}, ngày {write_date(self.day)}"

    def present(self) -> Revision | None:
        """The newest row of this figure's key."""
        return self.office.ledger.present(self.office.plan.unit.id, self.draft.place, self.draft.indicator, self.day)

    def figures(self) -> list[Figure]:
        """The indicator's figures of that year in either calendar, of the same place: what is there to compare with."""
        plan = self.office.plan
        first, last = year_span(plan.year)
        if not first <= self.day <= last:
            first, last = year_span(month_of(self.day, plan.calendar).year)
        return self.office.ledger.figures(plan.unit.id, [self.indicator.id], first, last, [self.draft.place])

    def total(self) -> tuple[date, Fraction | None]:
        """The day from which this figure is added up with others, and what reports make of them today, in the plan's
        calendar: of its place alone, or of the whole."""
        from ..domain.places import reach

        held, place = self.held(), self.draft.place
        reached = held.reached(self.indicator, place) if place else reach(self.indicator, held)
        return held.days.first, reached and reached.exact

    def held(self) -> Grouped:
        """The figures up to today of the year, or span of years, in which its day lies, as reports group them."""
        from ..domain.due import grouped_of
        from .view import with_inherited

        plan, until = self.office.plan, self.office.workspace.today()
        last = min(month_of(self.day, plan.calendar).whole_year().last_day, until)
        first, ids = first_day(plan, self.indicator, self.day), [self.indicator.id]
        found = self.office.ledger.figures(plan.unit.id, ids, first, last, plan.everywhere)
        if plan.predecessors:
            with suppress(ThiduaError):  # the figure is written by now; a report tells of a ledger that is not there
                found = with_inherited(self.office, found, until)
        return grouped_of(plan, found, first, last, is_over=False)

    def coverage(self) -> Coverage | None:
        """The same of its indicator's places, of those that were there on its day."""
        held = self.held()
        return held._replace(days=held.days._replace(last=min(self.day, held.days.last))).coverage(self.indicator)

    def after_places(self) -> str:
        """What to know of an amount where its places and the whole both have figures; or empty."""
        indicator, is_sum = self.indicator, self.indicator.combine is Combine.SUM
        held = self.held().coverage(indicator) if indicator.by_place and not self.expects else None
        if held is None or held.together is None or held.own is None:
            return ""
        if self.place and (not is_sum or held.adds or held.decides):
            return ""
        what = with_unit(write_number(held.together.exact), indicator.unit) if is_sum else "số liệu"
        used = "chỉ lấy số ghi cho xã, không lấy số các thôn"
        if held.adds or held.decides:
            used = (
                "cộng cả hai, vì số của xã ghi sau số các thôn" if held.adds else "lấy số các thôn, mới hơn số vừa ghi"
            )
        return f"các thôn đã có {what} ({places_text(held)}); báo cáo {used}"

    def beside_others(self, named: str, written: Iterable[Draft] = ()) -> str:
        """What to know of an amount of a whole period in which there are others, to which it is added: rows that are
        there, or are `written` with it for the same indicator and place; or empty."""
        plan, indicator, today = self.office.plan, self.indicator, self.office.workspace.today()
        if indicator.combine is not Combine.SUM or self.draft.since or self.expects:
            return ""
        period = read_period(named, plan_year=plan.year, calendar=plan.calendar, today=today)
        held = {one.on for one in self.figures()} | {one.on for one in written if one.on}
        days = [on for on in held if on in period and on < self.day]
        if not days:
            return ""
        known = f"đã có số ({'đến ' if len(days) > 1 else ''}ngày {write_date(max(days))})"
        added = f"trong {period.label} {known}, {held_amount(self.draft, indicator)} được cộng thêm vào"
        again = "ghi riêng phần chưa có, hoặc lũy kế đến hết kỳ (--cumulative, cột Lũy kế)"
        return f"{added}; nếu là số của cả kỳ: {again}; đã ghi thì thidua undo trước"

    def seen_before(self) -> Revision | None:
        """The row of a command id seen before with the same content; with other content it is refused."""
        row = next(iter(self.office.ledger.action(self.action)), None) if self.action else None
        if row and row.draft._replace(kind=Kind.RECORD, supersedes=None, reason="") != self.draft:
            sentence = f"--id {self.action} đã dùng cho dòng {row.seq} với nội dung khác"
            raise Refused(sentence, hint="dùng một UUID mới")
        return row

    def record(self, *, sure: bool) -> Written:
        """Write the figure, or find that it is there already. Raises as `row_to_write` does."""
        before = self.present()
        if self.row_to_write(sure=sure) is None:
            return Written(self, before)
        with self.office.writing() as writer:
            before, draft = self.present(), self.row_to_write()
            row = self.office.append(writer, [draft], self.by, self.action) if draft else None
            return Written(self, before, row)

    def day_in_question(self) -> date | None:
        """The last day before today for which the indicator was expected to have a figure, where it passed without one.

        Only of what is expected by the month, the quarter or the half; of one place, or of the whole. In the plan's
        first month that is also a day of last year's plan beside it.
        """
        from ..domain.due import expected_days, grouped_of, series_of

        indicator, plan, today = self.indicator, self.office.plan, self.office.workspace.today()
        (first, _), last = year_span(plan.year), min(today, plan.whole_year.last_day)
        figures = self.office.ledger.figures(plan.unit.id, [indicator.id], first, last, plan.everywhere)
        held = grouped_of(plan, figures, None, today, is_over=False)
        expected = max((day for day in expected_days(indicator, plan) if day < today), default=None)
        own = (one for one in series_of(indicator, plan, held) if self.place is None or one.place in (None, self.place))
        if indicator.frequency in STEPS and any(expected in one.overdue for one in own):
            return expected
        if today <= plan.whole_year.months()[0].last_day:
            with suppress(ThiduaError), self.office.workspace.open(plan.year - 1) as former:
                row = former.plan.find(indicator.id)
                if row and former.plan.year < plan.year and not former.foreign():
                    return self._replace(office=former, indicator=row.indicator).day_in_question()
        return None

    def row_to_write(self, *, sure: bool = True) -> Draft | None:
        """The row that puts the figure over what is there; None where it is there already.

        Raises Refused for a change of a row over which somebody else has written meanwhile, a closed day, a change
        without a reason and a step back in level; SuspectedSlip for what looks like a slip, unless it is `sure`.
        """
        present = self.present()
        if self.draft.supersedes and (present is None or present.seq != self.draft.supersedes):
            by_whom = f" ({who_wrote(present)})" if present else ""
            sentence = f"{self.subject} vừa được đổi thành {held_text(present, self.indicator)}{by_whom}"
            raise Refused(sentence, hint="xem lại rồi chạy lại lệnh")
        fate = None if self.draft.supersedes else decide(present and present.draft, self.draft)
        if fate is Fate.SAME:
            return None
        self.office.refuse_closed_days([self.draft])
        if present and fate in (Fate.LOWERED, Fate.CHANGED):
            raise self.refusal(fate, present)
        if self.draft.amount and not sure and (slip := self.slip()):
            from ..checks import slip_sentence

            raise SuspectedSlip(slip_sentence(slip, self.draft.amount, self.indicator))
        return self.draft._replace(supersedes=present and present.seq)

    def slip(self, known: Course | None = None) -> Slip | None:
        """What slip a value looks like beside the figures of its year, where these are not `known`.

        What is expected of a sum is like a running total, of its year alone: one over several years loses the ones
        before.
        """
        from ..domain.places import target_for
        from ..domain.slip import Course, suspected

        plan, indicator, draft = self.office.plan, self.indicator, self.draft
        whole = month_of(self.day, plan.calendar).whole_year()
        known = known or Course.of(one for one in self.figures() if one.on in whole)
        if self.expects and indicator.combine is Combine.SUM:
            since = first_day(plan, indicator, self.day)
            draft, held = draft._replace(since=since), self.office.ledger.figures
            earlier = actual_of(held(plan.unit.id, [indicator.id], since, whole.start - ONE_DAY), Combine.SUM)
            known.totals = {day: exact - (earlier.exact if earlier else 0) for day, exact in known.totals.items()}
        return suspected(draft, indicator, target_for(indicator, self.place, self.day), known)

    def refusal(self, fate: Fate, present: Revision) -> Refused:
        """Why a figure that is there may not be overwritten, with the command that corrects it in the words typed."""
        indicator, draft, there, because = self.indicator, self.draft, present.draft, "muốn đổi phải có lý do"
        if lowered := fate is Fate.LOWERED:
            because = f"không lùi từ số {LEVELS[there.level or Level.OFFICIAL]} về mức thấp hơn"
        same = draft.amount is not None and draft.amount == there.amount
        rest = {
            "for": self.expects or None,
            "on": None if self.expects else write_date(self.day),
            "place": draft.place or None,
            "level": draft.level.value if draft.level and draft.level is not (there.level or Level.OFFICIAL) else None,
            "note": draft.note or ("" if same and there.note else None),  # the value alone would keep the old one
            "source": draft.source or None,
            "by": self.by or None,
            "reason": "…",
        }
        correct, is_total = partial(command, "thidua", "correct", indicator.id), there.since is not None
        wrong = correct(typed_form(draft.amount or Amount(), indicator), cumulative=draft.since is not None, **rest)
        hint = f"để sửa: {wrong}"
        new, old = (one.amount.value if one.amount else None for one in (draft, there))
        can_add = indicator.combine is Combine.SUM and not (self.expects or draft.since or lowered)
        if can_add and new is not None and old is not None:
            both = correct(typed_form(Amount(EXACTLY.add(old, new))), cumulative=is_total, **rest)
            what = "chưa nằm trong lũy kế ấy" if is_total else "là phần thêm của ngày ấy"
            hint = f"nếu {held_amount(draft, indicator)} {what}, ghi cả hai cộng lại: {both}"
            hint += f"\n  → nếu {held_amount(there, indicator)} sai: {wrong}"
        held = f"{held_text(present, indicator)} ({who_wrote(present)})"
        return Refused(f"{self.subject} đã có {held}; {because}", hint=hint)


class Written(NamedTuple):
    """What became of a wanted figure: what was there, and the row it is now (None: it was so already)."""

    wanted: Wanted
    before: Revision | None
    row: Revision | None = None


def admit(office: Office, indicator: Indicator, place: Place | None, typed: Typed) -> Wanted:
    """What was typed, admitted; UsageError for what does not go together, InvalidInput for what is out of bounds."""
    plan, today = office.plan, office.workspace.today()
    amount = read_amount(typed.value, indicator, of_total=typed.earlier_year)
    check_amount(amount, indicator, place)
    key, day = key_and_day(plan, indicator, typed, today)
    check_time(place, day)
    since = running_since(plan, indicator, amount, day, key) if typed.cumulative else None
    level, where = typed.level or Level.OFFICIAL, place.id if place else ""
    draft = Draft(Kind.RECORD, key, day, amount, level, typed.note or "", typed.source or "", place=where, since=since)
    try:
        action = None if typed.action is None else str(UUID(typed.action))
    except ValueError:
        sentence = f"--id '{shown(typed.action or '')}' không phải UUID"
        raise UsageError(sentence, hint="dạng đúng: 123e4567-e89b-12d3-a456-426614174000") from None
    return Wanted(office, indicator, draft, typed.by, action)


def key_and_day(plan: Plan, indicator: Indicator, typed: Typed, today: date) -> tuple[str, date]:
    """The key and the day of a figure: of the day typed, of the last day of the period typed, or of today.

    Before a period's last day only an estimate of what it will have reached then is possible, under a key of its own.
    """
    if typed.period is None:
        of_work = plan.find(indicator.id) is None
        return indicator.id, checked_day(typed.on or today, plan, today, typed.earlier_year, of_work=of_work)
    if typed.on is not None:
        raise UsageError("--on và --for không dùng cùng nhau: kỳ đã cho biết ngày", hint="bỏ một trong hai")
    period = read_period(typed.period, plan_year=plan.year, calendar=plan.calendar, today=today)
    if period.year > plan.year:
        raise UsageError(f"kỳ {period.label} không thuộc kế hoạch năm {plan.year}", hint=OTHER_YEAR)
    if period.last_day <= today or period.year < plan.year:
        return indicator.id, checked_day(period.last_day, plan, today, typed.earlier_year)
    if typed.level is not Level.ESTIMATE or typed.place is not None:
        until = f"{period.label} đến ngày {write_date(period.last_day)} mới hết (hôm nay {write_date(today)})"
        whose, hint = "", "ghi mức ước: --level estimate, hoặc cột Mức của tệp"
        if typed.place is not None:
            whose, hint = " của cả xã, không ghi theo thôn", "số của thôn: ghi theo ngày (--on, cột Ngày) thay cho kỳ"
        raise UsageError(f"{until}: trước ngày ấy chỉ ghi được số ước cả kỳ{whose}", hint=hint)
    return expected_key(indicator.id, period.id), period.last_day


def unsaid(draft: Draft, indicator: Indicator) -> tuple[str, str, str] | None:
    """What a note says of a figure that its row does not, the option that says it, and the column; None for nothing."""
    said, note = "", bare(draft.note)
    if draft.level is Level.OFFICIAL and re.search(LEVEL_SAID, draft.note):
        option = '--level "sơ bộ"' if "so bo" in note else "--level ước"
        said, column = "số ước hoặc sơ bộ, mà số được ghi là chính thức", "Mức"
    elif indicator.combine is Combine.SUM and not draft.since and ("luy ke" in note or "tu dau nam" in note):
        said, option, column = "lũy kế, mà số được ghi là số riêng của ngày ấy", "--cumulative", "Lũy kế"
    return (f"ghi chú '{shown(draft.note)}' nói {said}", option, column) if said else None


def year_span(year: int) -> tuple[date, date]:
    """The first and last day that lie in a plan year of either calendar."""
    return Period(Span.YEAR, year, 1, Calendar.ND09).start, Period(Span.YEAR, year).last_day


def figures_of_year(office: Office, until: date | None = None) -> list[Figure]:
    """What is in force for the plan's rows, commune and places, in its year in either calendar (up to a day)."""
    plan, (first, last) = office.plan, year_span(office.plan.year)
    ids = [row.indicator.id for row in plan.rows()]
    return office.ledger.figures(plan.unit.id, ids, first, until or last, plan.everywhere)


def held_text(row: Revision | Draft | None, indicator: Indicator) -> str:
    """What a row holds: `6.500 con`, `90% (9/10), ước tính`, `đã rút`; `chưa có` for none and where it was undone."""
    draft = row.draft if isinstance(row, Revision) else row
    if draft is None or draft.amount is None:
        return "chưa có" if draft is None or draft.kind is Kind.UNDO else "đã rút"
    level = draft.level or Level.OFFICIAL
    return held_amount(draft, indicator) + ("" if level is Level.OFFICIAL else f", {LEVELS[level]}")


def who_wrote(row: Revision) -> str:
    """The writer and the row."""
    return f"{sanitise(row.actor) or 'không rõ ai'} ở dòng {row.seq}"


def same_figure(one: Draft, other: Draft) -> bool:
    """The same amount, in number and in form: 9/10 is not 90, and a running total is not an amount of the day."""
    return one.amount is not None and (one.amount, one.since) == (other.amount, other.since)


def decide(held: Draft | None, wanted: Draft) -> Fate:
    """Hold a wanted figure against what the newest row of its key holds.

    No figure there (never, or withdrawn): a new row. A higher level: a new row over the old one.
    The same value, level and note: nothing. A lower level, another value, or a running total over an amount (and the
    reverse): refused, since a change needs a reason.
    """
    if held is None or held.amount is None:
        return Fate.NEW
    before, after = (list(Level).index(one.level or Level.OFFICIAL) for one in (held, wanted))
    if after > before and wanted.since == held.since:
        return Fate.RAISED
    if after < before:
        return Fate.LOWERED
    same = same_figure(wanted, held) and after == before and wanted.note == held.note
    return Fate.SAME if same else Fate.CHANGED


def running_since(plan: Plan, indicator: Indicator, amount: Amount, day: date, key: str) -> date | None:
    """The day from which a running total of that day counts: the first of its plan year, in the plan's calendar.

    None for what is expected, which is the whole year's by itself. Raises UsageError for an indicator that is not added
    up, for the two parts of a rate, and for what is expected over several years: only the year's own part is kept.
    """
    if indicator.combine is not Combine.SUM:
        sentence = f"--cumulative chỉ dùng cho chỉ tiêu cộng dồn; {indicator.name} không cộng dồn"
        raise UsageError(sentence, hint="gõ lại, bỏ --cumulative")
    if amount.value is None:
        raise UsageError("--cumulative cần một số, không nhận dạng tử/mẫu", hint="ghi một số, ví dụ 120,5")
    if key != indicator.id and indicator.years:
        what = f"là của riêng năm ấy, không phải lũy kế từ {indicator.years.first}"
        advice = "ghi lũy kế ước trừ số đã đạt các năm trước (bỏ --cumulative; trong tệp: ở cột giá trị)"
        raise UsageError(f"số ước cả kỳ của {indicator.name} {what}: {advice}")
    return first_day(plan, indicator, day) if key == indicator.id else None


def first_day(plan: Plan, indicator: Indicator, day: date) -> date:
    """The first day of what is added up together: of the plan year in the plan's calendar, or of the span of years."""
    year = month_of(day, plan.calendar).whole_year()
    years = indicator.years
    return year._replace(year=years.first).start if years and years.first <= year.year <= years.last else year.start


def checked_day(day: date, plan: Plan, today: date, earlier_year: bool, *, of_work: bool = False) -> date:
    """The day, if it is in the past and in the plan year of one of the calendars, or in an earlier year on request.

    Raises UsageError with the day to type instead; progress of a work item has neither a period nor an earlier year.
    """
    year, (first, last), whole = plan.year, year_span(plan.year), plan.whole_year
    days = f"từ {write_date(whole.start)} đến {write_date(whole.last_day)}"
    if day > today:
        what = "việc đã làm" if of_work else "số liệu đã có"
        sentence = f"ngày {write_date(day)} ở sau hôm nay ({write_date(today)}): chỉ ghi {what}"
        hint = f"số của hôm nay là của ngày {write_date(today)}; số ước cả kỳ: ghi theo kỳ (--for, cột kỳ), mức ước"
    elif earlier_year:
        if month_of(day, plan.calendar).year < year:
            return day
        sentence, hint = f"ngày {write_date(day)} thuộc năm kế hoạch {year}: hãy bỏ --earlier-year", ""
    elif day < first:
        sentence = f"ngày {write_date(day)} ở trước năm kế hoạch {year}"
        hint = "số liệu của năm trước, để so với cùng kỳ, ghi với --earlier-year"
    elif day > last:
        sentence = f"năm kế hoạch {year} đã qua, ngày {write_date(day)} không thuộc năm ấy"
        hint = f"số liệu cả năm {year} ghi với --on {write_date(whole.last_day)}"
    else:
        return day
    progress = f"tiến độ ghi với --on là hôm nay hoặc một ngày đã qua, {days}"
    raise UsageError(sentence, hint=progress if of_work else hint)


def check_time(place: Place | None, day: date) -> None:
    """Raises UsageError for a day on which the place was not there yet, or not any more."""
    if place is not None and not place.exists_on(day):
        first, last = (write_date(end) if end else "…" for end in (place.since, place.until))
        sentence = f"ngày {write_date(day)} không thuộc thời gian của {place.name} ({first} – {last})"
        raise UsageError(sentence, hint="ghi cho thôn có vào ngày ấy, hoặc sửa from, until của thôn trong kế hoạch")


def outside_year(day: date, plan: Plan) -> str:
    """What to know of an accepted day that the plan's own calendar counts to another year; or empty."""
    year = month_of(day, plan.calendar).year
    if year == plan.year:
        return ""
    other = next(calendar for calendar in Calendar if calendar is not plan.calendar)
    where = f"năm {year} {CALENDARS[plan.calendar]} (lịch của kế hoạch)"
    only = f"báo cáo năm {plan.year} không tính số này, chỉ tính khi xem với --calendar {other.value}"
    return f"ngày {write_date(day)} thuộc {where}: {only}"


def placed(plan: Plan, indicator: Indicator, typed: str | None) -> Place | None:
    """The place meant by `--place` (None: the commune); UsageError for an unknown one, or figures not by place."""
    if typed is None:
        return None
    place = find_place(plan, typed)
    if not indicator.by_place:
        sentence = f"{indicator.name} ({indicator.id}) không thu theo thôn, nên không có số riêng của {place.name}"
        more = "nếu chỉ tiêu này cộng được từ các thôn, thêm by_place: true vào kế hoạch"
        raise UsageError(sentence, hint=f"số của cả xã: bỏ tên thôn (--place); {more}")
    return place
