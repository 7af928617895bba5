"""Dates both ways: `14/06/2024` for people, ISO for machines; nothing looser is read."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from ..domain.period import FIRST_YEAR, LAST_YEAR
from ..errors import UsageError
from .numbers import shown

VIETNAM = timezone(timedelta(hours=7))
_PEOPLE = r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
# Also with other signs between, the year short, first, or left out: read for advice only.
_LOOSE = r"(?:ngày +)?(?P<one>[0-9]{1,2}|[0-9]{4})[-./ ](?P<month>[0-9]{1,2})(?:[-./ ](?P<other>[0-9]{1,2}|[0-9]{4}))?"
_TOGETHER = r"(?P<one>[0-9]{2})(?P<month>[0-9]{2})(?P<other>[0-9]{4})"
FORMS = "hãy viết dạng 14/06/2024 hoặc 2024-06-14"
_ISO = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"


class UnreadableDate(UsageError):
    """Text that is not a day; the sentence shows the accepted forms."""


def read_date(text: str, this_year: int = 2024) -> date:
    """Read `14/06/2024`, `14/6/2024` or `2024-06-14`.

    Raises UnreadableDate with the day to type, in `this_year` where no year was typed, or with these forms.
    """
    plain = text.strip(" \t")
    if match := re.fullmatch(_PEOPLE, plain, re.ASCII):
        day, month, year = (int(part) for part in match.groups())
    elif match := re.fullmatch(_ISO, plain, re.ASCII):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise UnreadableDate(f"ngày không hợp lệ '{shown(text)}': {_advice(plain, this_year)}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDate(f"năm của ngày '{shown(text)}' phải từ {FIRST_YEAR} đến {LAST_YEAR}: hãy kiểm tra lại")
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDate(
            f"không có ngày '{shown(text)}' trong lịch: hãy kiểm tra lại ngày và tháng (dạng 14/06/2024)"
        ) from None


def _advice(plain: str, this_year: int) -> str:
    """What to type instead: the day that was probably meant, or the forms that are read."""
    match = re.fullmatch(_LOOSE, plain, re.ASCII | re.IGNORECASE) or re.fullmatch(_TOGETHER, plain, re.ASCII)
    if match is None or ((len(match["one"]) == 4) and match["other"] is None):
        return FORMS
    one, month, other = match["one"], int(match["month"]), match["other"] or str(this_year)
    day, year = (int(other), int(one)) if len(one) == 4 else (int(one), int(other))
    try:
        meant = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return FORMS
    lacking = "" if match["other"] else "thiếu năm, "
    return f"{lacking}hãy viết {write_date(meant)}"


def write_date(day: date) -> str:
    """`14/06/2024`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def day_in_vietnam(stamp: str) -> date:
    """The Vietnamese day of a ledger time stamp (UTC)."""
    return datetime.fromisoformat(stamp).astimezone(VIETNAM).date()


def write_moment(stamp: str) -> str:
    """A ledger time stamp (UTC) as people in Vietnam read a clock: `30/06/2024 23:59`."""
    local = datetime.fromisoformat(stamp).astimezone(VIETNAM)
    return f"{write_date(local.date())} {local.hour:02d}:{local.minute:02d}"


def short_day(day: date) -> str:
    """`31/5/2024`, as running text writes days."""
    return f"{day.day}/{day.month}/{day.year}"
