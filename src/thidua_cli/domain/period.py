"""Reporting periods of both calendars: half-open spans of days, read from and written as short forms.

`calendar` is the statistical calendar (Nghị định 60/2018/NĐ-CP); `nd09` is the one of administrative
reports (Nghị định 09/2019/NĐ-CP, Điều 12), whose months run from the 15th to the 14th.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple
from unicodedata import combining, normalize

from ..errors import UsageError
from .plan import Calendar

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""What can be the year of a plan, a period or a figure; anything else is a slip of the keyboard."""
ND09_FIRST_DAY = 15
ONE_DAY = timedelta(days=1)
SATURDAY = 5
FORMS = "2024-06, 2024-Q2, 2024-H1, 2024-H2, 2024-9M, 2024, t6, 6/2024, q2, 6t, 9t, nam, this-month, last-month"
_ROMAN = ("I", "II", "III", "IV")


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine-months"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Its length in months."""
        return {"month": 1, "quarter": 3, "half": 6, "nine-months": 9, "year": 12}[self.value]


class Period(NamedTuple):
    """A month, quarter, half, nine months or year of one calendar; `number` counts within the year from 1."""

    span: Span
    year: int
    number: int = 1
    calendar: Calendar = Calendar.CIVIL

    @property
    def start(self) -> date:
        """Its first day."""
        return _first_day(self.year, (self.number - 1) * self.span.months + 1, self.calendar)

    @property
    def end(self) -> date:
        """The first day after it."""
        return _first_day(self.year, self.number * self.span.months + 1, self.calendar)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.end - ONE_DAY

    @property
    def id(self) -> str:
        """The stable short form used by machines and in file names."""
        suffix = {
            Span.MONTH: f"-{self.number:02d}",
            Span.QUARTER: f"-Q{self.number}",
            Span.HALF: f"-H{self.number}",
            Span.NINE_MONTHS: "-9M",
            Span.YEAR: "",
        }
        return f"{self.year}{suffix[self.span]}"

    @property
    def label(self) -> str:
        """As it is written in a report."""
        if self.span is Span.HALF:
            return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
        words = {
            Span.MONTH: f"tháng {self.number} năm {self.year}",
            Span.QUARTER: f"quý {_ROMAN[(self.number - 1) % 4]} năm {self.year}",
            Span.NINE_MONTHS: f"9 tháng đầu năm {self.year}",
            Span.YEAR: f"năm {self.year}",
        }
        return words[self.span]

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def in_calendar(self, calendar: Calendar) -> Period:
        """The period of the same name in another calendar."""
        return self._replace(calendar=calendar)

    def a_year_earlier(self) -> Period:
        """The same period of last year (cùng kỳ năm trước)."""
        return self._replace(year=self.year - 1)

    def previous(self) -> Period:
        """The period of the same length just before it (nine months: those of last year)."""
        per_year = 12 // self.span.months
        if self.span is Span.NINE_MONTHS:
            return self.a_year_earlier()
        if self.number > 1:
            return self._replace(number=self.number - 1)
        return self._replace(year=self.year - 1, number=per_year)

    def whole_year(self) -> Period:
        """The plan year it belongs to."""
        return Period(Span.YEAR, self.year, 1, self.calendar)


def _first_day(year: int, month: int, calendar: Calendar) -> date:
    """First day of a month counted from January of `year` (13 is the next January)."""
    if calendar is Calendar.ND09:
        month -= 1
    years, zero_based = divmod(month - 1, 12)
    return date(year + years, zero_based + 1, ND09_FIRST_DAY if calendar is Calendar.ND09 else 1)


def year_of(day: date, calendar: Calendar) -> int:
    """The plan year a day belongs to: under nd09, 15/12/2024 already belongs to 2025."""
    december_turn = calendar is Calendar.ND09 and (day.month, day.day) >= (12, ND09_FIRST_DAY)
    return day.year + 1 if december_turn else day.year


def last_day_of(year: int, calendar: Calendar) -> date:
    """The last day of a plan year."""
    return Period(Span.YEAR, year, 1, calendar).last_day


def plan_year_of(day: date, calendar: Calendar) -> Period:
    """The whole plan year a day belongs to: the stretch over which reports of that calendar add it up."""
    return Period(Span.YEAR, year_of(day, calendar), 1, calendar)


def month_of(day: date, calendar: Calendar) -> Period:
    """The month a day belongs to: under nd09, 15/06 already belongs to July."""
    month = day.month + (1 if calendar is Calendar.ND09 and day.day >= ND09_FIRST_DAY else 0)
    return Period(Span.MONTH, day.year + (month > 12), (month - 1) % 12 + 1, calendar)


def is_working_day(day: date, days_off: Container[date]) -> bool:
    """Neither Saturday nor Sunday, nor one of the days off."""
    return day.weekday() < SATURDAY and day not in days_off


def working_day_from(day: date, days_off: Collection[date]) -> date:
    """The day, or the first working day after it: a term that ends on a day off ends on the next working day.

    Bộ luật Dân sự 2015, Điều 148 khoản 5. Without days off the plan does not count by working days: the day itself.
    """
    while days_off and not is_working_day(day, days_off):
        day += ONE_DAY
    return day


def working_day_until(day: date, days_off: Collection[date]) -> date:
    """The day, or the last working day before it; without days off the day itself."""
    while days_off and not is_working_day(day, days_off):
        day -= ONE_DAY
    return day


def working_days(after: date, until: date, days_off: Container[date]) -> int:
    """How many working days lie after a day, up to and with another."""
    days = (after + ONE_DAY * count for count in range(1, (until - after).days + 1))
    return sum(is_working_day(day, days_off) for day in days)


def same_day_a_year_earlier(day: date, period: Period) -> date:
    """The day of last year that closes the same stretch: a period's, and a month's, last day meets last year's."""
    if day == period.last_day:
        return period.a_year_earlier().last_day
    end = _first_day(day.year - 1, day.month + 1, Calendar.CIVIL) - ONE_DAY
    return end if (day + ONE_DAY).day == 1 else day.replace(year=day.year - 1)


_WITH_YEAR = (
    (Span.MONTH, r"(?P<year>\d{4})-(?P<index>\d{1,2})"),
    (Span.MONTH, r"t?(?P<index>\d{1,2})/(?P<year>\d{4})"),
    (Span.QUARTER, r"(?P<year>\d{4})-q(?P<index>\d)"),
    (Span.QUARTER, r"q(?P<index>\d)/(?P<year>\d{4})"),
    (Span.HALF, r"(?P<year>\d{4})-h(?P<index>\d)"),
    (Span.HALF, r"h(?P<index>\d)/(?P<year>\d{4})"),
    (Span.NINE_MONTHS, r"(?P<year>\d{4})-9m"),
    (Span.NINE_MONTHS, r"9t/(?P<year>\d{4})"),
    (Span.HALF, r"6t/(?P<year>\d{4})"),
    (Span.YEAR, r"(?P<year>\d{4})"),
)
_OF_PLAN_YEAR = (
    (Span.MONTH, r"t(?P<index>\d{1,2})"),
    (Span.QUARTER, r"q(?P<index>\d)"),
    (Span.HALF, r"h(?P<index>\d)"),
    (Span.HALF, r"6t"),
    (Span.NINE_MONTHS, r"9t"),
    (Span.YEAR, r"nam"),
)
_IN_WORDS = (
    (r"^thang nay$", "this-month"),
    (r"^thang truoc$", "last-month"),
    (r"^([69]) thang(?: dau)?(?= nam|$)", r"\1t"),
    (r"^6 thang cuoi(?= nam|$)", "h2"),
    (r"^thang ?(?=\d)", "t"),
    (r"^quy ?(?=[\div])", "q"),
    (r"^q(iv|i{1,3})\b", lambda found: f"q{_ROMAN.index(found[1].upper()) + 1}"),
    (r"(?<=\S) nam (?=\d{4}$)", "/"),
    (r"(?<=\S) nam$|^nam (?=\d{4}$)", ""),
)
"""What is written in reports (`quý III năm 2024`, without accents), and the short form of it."""


def _short(text: str) -> str:
    letters = normalize("NFD", " ".join(text[:60].casefold().split()).replace("đ", "d"))
    plain = "".join(letter for letter in letters if not combining(letter))
    for pattern, short in _IN_WORDS:
        plain = re.sub(pattern, short, plain)
    return plain


def year_named_in(text: str) -> int | None:
    """The year a period's text names by itself; None for short forms such as `t6`."""
    for _, pattern in _WITH_YEAR:
        if match := re.fullmatch(pattern, _short(text), re.ASCII):
            return int(match.group("year"))
    return None


def read_period(text: str, *, plan_year: int, calendar: Calendar, today: date) -> Period:
    """Read a period's short form, or its label; without a year it is of `plan_year`, `last-month` counts from `today`.

    Raises UsageError naming the accepted forms.
    """
    plain = _short(text)
    if plain in ("this-month", "last-month"):
        month = month_of(today, calendar)
        return month if plain == "this-month" else month.previous()
    for span, pattern in _WITH_YEAR + _OF_PLAN_YEAR:
        if match := re.fullmatch(pattern, plain, re.ASCII):
            found = match.groupdict()
            period = Period(span, int(found.get("year") or plan_year), int(found.get("index") or 1), calendar)
            if 1 <= period.number <= _most(span) and FIRST_YEAR <= period.year <= LAST_YEAR:
                return period
    raise UsageError(f"kỳ không hợp lệ {text[:40]!r}", hint=f"hãy viết một trong các dạng: {FORMS}")


def _most(span: Span) -> int:
    return 1 if span is Span.NINE_MONTHS else 12 // span.months
