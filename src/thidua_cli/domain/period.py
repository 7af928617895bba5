"""Reporting periods of both calendars: half-open spans of days, read from and written as short forms.

`calendar` is the statistical calendar (Nghị định 60/2018/NĐ-CP); `nd09` is the one of administrative
reports (Nghị định 09/2019/NĐ-CP, Điều 12), whose months run from the 15th to the 14th.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container
from contextlib import suppress
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple
from unicodedata import combining, normalize

from ..errors import UsageError

MONTHS = 12
FIRST_YEAR, LAST_YEAR = 1900, 2999
"""What can be the year of a plan, a period or a figure; anything else is a slip of the keyboard."""
ND09_FIRST_DAY = 15
ONE_DAY = timedelta(days=1)
SATURDAY = 5
FORMS = "2024-06, 2024-Q2, 2024-H1, 2024-H2, 2024-9M, 2024, t6, 6/2024, q2, 6t, 9t, nam, this-month, last-month"
_ROMAN = ("I", "II", "III", "IV")


class Calendar(StrEnum):
    """`calendar`: civil months (statistics). `nd09`: from the 15th to the 14th (Nghị định 09/2019/NĐ-CP, Điều 12)."""

    CIVIL = "calendar"
    ND09 = "nd09"


class Span(IntEnum):
    """How long a period is, in months."""

    MONTH = 1
    QUARTER = 3
    HALF = 6
    NINE_MONTHS = 9
    YEAR = 12


_YEAR = r"(?:/(?P<year>\d{4}))?"
_WRITTEN = {
    Span.MONTH: ("-{:02d}", "tháng {number} ", rf"t(?P<index>\d{{1,2}}){_YEAR}"),
    Span.QUARTER: ("-Q{}", "quý {roman} ", rf"q(?P<index>\d){_YEAR}"),
    Span.HALF: ("-H{}", "6 tháng {half} ", rf"(?:h(?P<index>\d)|6t){_YEAR}"),
    Span.NINE_MONTHS: ("-9M", "9 tháng đầu ", rf"9t{_YEAR}"),
    Span.YEAR: ("", "", r"nam|(?P<year>\d{4})"),
}
"""How the id of such a period ends, how its label begins, and a pattern of its short forms."""


class Period(NamedTuple):
    """A month, quarter, half, nine months or year of one calendar; `number` counts within the year from 1."""

    span: Span
    year: int
    number: int = 1
    calendar: Calendar = Calendar.CIVIL

    @property
    def start(self) -> date:
        """Its first day."""
        return _first_day(self.year, (self.number - 1) * self.span + 1, self.calendar)

    @property
    def end(self) -> date:
        """The first day after it."""
        return _first_day(self.year, self.number * self.span + 1, self.calendar)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.end - ONE_DAY

    @property
    def id(self) -> str:
        """The stable short form used by machines and in file names."""
        return f"{self.year}{_WRITTEN[self.span][0].format(self.number)}"

    @property
    def label(self) -> str:
        """As it is written in a report."""
        half, roman = "đầu" if self.number == 1 else "cuối", _ROMAN[(self.number - 1) % 4]
        return f"{_WRITTEN[self.span][1].format(number=self.number, half=half, roman=roman)}năm {self.year}"

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def a_year_earlier(self) -> Period:
        """The same period of last year (cùng kỳ năm trước)."""
        return self._replace(year=self.year - 1)

    def whole_year(self) -> Period:
        """The plan year it belongs to."""
        return Period(Span.YEAR, self.year, 1, self.calendar)

    def months(self) -> list[Period]:
        """The twelve months of its year."""
        return [Period(Span.MONTH, self.year, month, self.calendar) for month in range(1, MONTHS + 1)]


def _first_day(year: int, month: int, calendar: Calendar) -> date:
    """First day of a month counted from January of `year` (13 is the next January)."""
    is_nd09 = calendar is Calendar.ND09
    years, zero_based = divmod(month - 1 - is_nd09, MONTHS)
    return date(year + years, zero_based + 1, ND09_FIRST_DAY if is_nd09 else 1)


def month_of(day: date, calendar: Calendar) -> Period:
    """The month a day belongs to, and so the plan year: under nd09, 15/06 already belongs to July."""
    month = day.month + (1 if calendar is Calendar.ND09 and day.day >= ND09_FIRST_DAY else 0)
    return Period(Span.MONTH, day.year + (month > MONTHS), (month - 1) % MONTHS + 1, calendar)


def write_date(day: date) -> str:
    """A day as it is written and typed: `14/06/2024`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def is_working_day(day: date, days_off: Container[date]) -> bool:
    """Neither Saturday nor Sunday, nor one of the days off."""
    return day.weekday() < SATURDAY and day not in days_off


def working_day(day: date, days_off: Collection[date], step: timedelta = ONE_DAY) -> date:
    """The day, or the first working day after it (of a `step` back: the last before it).

    A term that ends on a day off ends on the next working day: Bộ luật Dân sự 2015, Điều 148 khoản 5. Without days off
    the plan does not count by working days: the day itself.
    """
    while days_off and not is_working_day(day, days_off):
        day += step
    return day


def working_days(after: date, until: date, days_off: Container[date]) -> int:
    """How many working days lie after a day, up to and with another."""
    days = (after + ONE_DAY * count for count in range(1, (until - after).days + 1))
    return sum(is_working_day(day, days_off) for day in days)


def later(day: date, months: int) -> date:
    """The same day so many months on; a month's last day stays the last day, and no month is overrun."""
    end = _first_day(day.year, day.month + months + 1, Calendar.CIVIL) - ONE_DAY
    is_last = (day + ONE_DAY).day == 1
    return end if is_last or day.day > end.day else end.replace(day=day.day)


def period_before(period: Period) -> Period | None:
    """The period before in the same plan year, for nine months the first half; None where figures start anew."""
    if period.span is Span.NINE_MONTHS:
        return Period(Span.HALF, period.year, 1, period.calendar)
    return period._replace(number=period.number - 1) if period.number > 1 else None


_IN_WORDS = (
    (r"^(?:thang nay|this month)$", "this-month"),
    (r"^(?:thang truoc|last month)$", "last-month"),
    (r"^(?:ca nam|nam nay)$", "nam"),
    (r"^([69]) thang(?: dau)?(?= nam|$)", r"\1t"),
    (r"^6 thang cuoi(?= nam|$)", "h2"),
    (r"^thang ?(?=\d)", "t"),
    (r"^quy ?(?=[\div])", "q"),
    (r"^q(iv|i{1,3})\b", lambda found: f"q{_ROMAN.index(found[1].upper()) + 1}"),
    (r"(?<=\S) nam (?=\d{4}$)", "/"),
    (r"(?<=\S) nam$|^nam (?=\d{4}$)", ""),
    (r"^(\d{4})-([qh]\d)$", r"\2/\1"),
    (r"^(\d{4})-9m$", r"9t/\1"),
    (r"^(\d{4})-(\d{1,2})$", r"t\2/\1"),
    (r"^(?=\d{1,2}/\d{4}$)", "t"),
)
"""What is written in reports (`quý III năm 2024`, without accents) or used by machines, and the short form of it."""


def year_named_in(text: str, calendar: Calendar, today: date) -> int | None:
    """The year a period's text names by itself; None for short forms such as `t6`."""
    with suppress(UsageError):
        return read_period(text, plan_year=0, calendar=calendar, today=today).year
    return None


def read_period(text: str, *, plan_year: int, calendar: Calendar, today: date) -> Period:
    """Read a period's short form, or its label; without a year it is of `plan_year`, `last-month` counts from `today`.

    Raises UsageError naming the accepted forms, also for a year or a number that cannot be.
    """
    letters = normalize("NFD", " ".join(text[:60].casefold().split()).replace("đ", "d"))
    plain = "".join(letter for letter in letters if not combining(letter))
    for pattern, short in _IN_WORDS:
        plain = re.sub(pattern, short, plain)
    if plain in ("this-month", "last-month"):
        month = month_of(today, calendar)
        return month if plain == "this-month" else month_of(month.start - ONE_DAY, calendar)
    for span, (_, _, pattern) in _WRITTEN.items():
        if match := re.fullmatch(pattern, plain, re.ASCII):
            found = match.groupdict()
            period = Period(span, int(found.get("year") or plan_year), int(found.get("index") or 1), calendar)
            if 1 <= period.number <= MONTHS // span and FIRST_YEAR <= period.year <= LAST_YEAR:
                return period
    raise UsageError(f"kỳ không hợp lệ {text[:40]!r}", hint=f"hãy viết một trong các dạng: {FORMS}")


BEGUN = "gõ một kỳ đã bắt đầu, ví dụ last-month hoặc this-month"


def begun(period: Period, today: date, hint: str = BEGUN) -> Period:
    """The period; raises UsageError while it has not begun."""
    if period.start > today:
        since = f"bắt đầu ngày {write_date(period.start)}, hôm nay {write_date(today)}"
        raise UsageError(f"kỳ {period.label} chưa bắt đầu ({since})", hint=hint)
    return period
