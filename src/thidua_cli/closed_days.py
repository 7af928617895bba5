"""No figure enters a closed day: the refusal says who closed it, when, and how to reopen it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from .domain.closing import Closing
from .domain.figure import Draft
from .domain.plan import Calendar
from .errors import Fault, Refused
from .vietnamese.dates import write_date, write_moment
from .vietnamese.text import sanitise
from .vietnamese.wording import days_text

NOTHING_WRITTEN = "chưa ghi gì"


def on_open_days(drafts: Iterable[Draft], closings: Sequence[Closing], default: Calendar) -> Iterator[Draft]:
    """Pass rows on; raises Refused at the first one whose day is frozen. `default` is the plan's calendar."""
    known: dict[date, list[Closing]] = {}
    for draft in drafts:
        if closings and draft.on is not None and draft.indicator:
            if draft.on not in known:
                known[draft.on] = freezing(closings, draft.on)
            if known[draft.on]:
                raise _refusal([draft], closings, default)
        yield draft


def refuse_closed_days(drafts: Iterable[Draft], closings: Sequence[Closing], default: Calendar) -> None:
    """Raise Refused naming every row whose day is frozen, if there are any."""
    frozen = [draft for draft in drafts if draft.on is not None and draft.indicator and freezing(closings, draft.on)]
    if frozen:
        raise _refusal(frozen, closings, default)


def freezing(closings: Iterable[Closing], day: date) -> list[Closing]:
    """The closings that freeze a day; a month and its half-year may both do."""
    return [closing for closing in closings if closing.freezes(day)]


def reopen_command(closing: Closing, default: Calendar) -> str:
    """What to type to open a closed period again."""
    return f'thidua reopen {period_words(closing, default)} --reason "…"'


def period_words(closing: Closing, default: Calendar) -> str:
    """The period as a command line names it: with its calendar only where that is not the plan's."""
    calendar = closing.period.calendar
    return closing.period.id + ("" if calendar is default else f" --calendar {calendar.value}")


def who_closed(closing: Closing) -> str:
    """`huong chốt lúc 05/07/2024 08:03, dòng 7`."""
    return f"{sanitise(closing.row.actor) or 'không rõ ai'} chốt lúc {write_moment(closing.row.at)}, dòng {closing.seq}"


def _refusal(frozen: Sequence[Draft], closings: Sequence[Closing], default: Calendar) -> Refused:
    days = sorted({draft.on for draft in frozen if draft.on is not None})
    behind = [closing for closing in closings if any(closing.freezes(day) for day in days)]
    because = "; ".join(f"{days_text(closing.heading)}: {who_closed(closing)}" for closing in behind)
    hint = "mở lại kỳ rồi ghi: " + "; ".join(reopen_command(closing, default) for closing in behind)
    if len(frozen) == 1:
        return Refused(f"ngày {write_date(days[0])} thuộc kỳ đã chốt – {because}; {NOTHING_WRITTEN}", hint=hint)
    faults = tuple(
        Fault(f"{draft.indicator}, ngày {write_date(draft.on)}", "ngày đã chốt") for draft in frozen if draft.on
    )
    return Refused(f"{len(frozen)} số liệu thuộc kỳ đã chốt – {because}; {NOTHING_WRITTEN}", hint=hint, faults=faults)
