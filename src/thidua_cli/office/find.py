"""Finding what an officer means: an indicator (id, alias, words or initials of its name), a place, a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ..domain.period import Period, Span, read_period, year_named_in
from ..domain.plan import Calendar, Indicator, Place, Plan, Row, WorkItem
from ..errors import UsageError
from ..plan_search import Year
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import shown
from ..vietnamese.text import nearest, words
from ..workspace import Workspace

Matcher = Callable[[str, Row], bool]
NO_PLACES = "kế hoạch không có danh sách thôn (places)"


def find_indicator(plan: Plan, typed: str, *, whole_words: bool = False, advise: bool = True) -> Row:
    """The one row meant by `typed`; the strictest way of matching that finds anything decides.

    With `whole_words` beginnings of words and initials are not enough: what stands in a file was not typed in haste.

    Raises UsageError: with the list when several match, with the nearest names (unless not to `advise`) when none does.
    Never guesses.
    """
    found = matching(plan, typed, whole_words=whole_words)
    if len(found) == 1:
        return found[0]
    if found:
        listed = "\n".join(f"  {row.indicator.id}  {row.indicator.name}" for row in found)
        raise UsageError(
            f"'{shown(typed)}' khớp với {len(found)} chỉ tiêu:\n{listed}",
            hint="hãy gõ mã đầy đủ ở cột đầu",
        )
    raise UsageError(f"không có chỉ tiêu '{shown(typed)}'", hint=_advice(plan, typed) if advise else "")


def find_subject(plan: Plan, typed: str) -> Indicator:
    """What a correction is about: a work item by its exact id (with or without `work/`), else an indicator."""
    from ..domain.work import as_indicator, item_of

    item = item_of(plan, typed.strip())
    return as_indicator(item) if item else find_indicator(plan, typed).indicator


def find_work(plan: Plan, typed: str) -> WorkItem:
    """The one work item meant by `typed`: its id, or words of its title; never guesses.

    Raises UsageError like `find_indicator`, also for the very id, name or alias of an indicator.
    """
    from ..domain.work import item_of

    if item := item_of(plan, typed.strip()):
        return item
    if row := next((row for row in plan.rows() if _is_id(typed, row) or _is_name(typed, row)), None):
        indicator = row.indicator
        raise UsageError(
            f"'{shown(typed)}' là chỉ tiêu {indicator.name} ({indicator.id}), không phải nhiệm vụ",
            hint=f"ghi số liệu bằng: thidua record {indicator.id} …",
        )
    parts = words(typed)
    found = [item for item in plan.work if parts and _begin(parts, words(f"{item.id} {item.title}"))]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "\n".join(f"  {item.id}  {item.title}" for item in found)
        raise UsageError(
            f"'{shown(typed)}' khớp với {len(found)} nhiệm vụ:\n{listed}", hint="hãy gõ mã đầy đủ ở cột đầu"
        )
    near = nearest(typed, [item.id for item in plan.work])
    hint = f"có phải: {', '.join(near)}?" if near else "xem các mã bằng: thidua work"
    raise UsageError(f"không có nhiệm vụ '{shown(typed)}'", hint=hint)


def find_place(plan: Plan, typed: str) -> Place:
    """The one place meant by `typed`: its id, its name or an alias without accents, or the number in its id.

    Raises UsageError with the list of places; never guesses.
    """
    if not plan.places:
        raise UsageError(NO_PLACES, hint="ghi cho cả xã: bỏ tên thôn (--place)")
    wanted = words(typed)
    exact = [place for place in plan.places if typed.strip() == place.id or wanted in _place_names(place)]
    if len(exact) == 1:
        return exact[0]
    listed = ", ".join(f"{place.id} ({place.name})" for place in exact or plan.places)
    problem = f"khớp với {len(exact)} thôn" if exact else "không phải thôn nào của kế hoạch"
    raise UsageError(f"'{shown(typed)}' {problem}", hint=f"các thôn: {listed}")


def _place_names(place: Place) -> list[list[str]]:
    """The words of each name; `3` alone means `thon-3`."""
    names = [words(name) for name in (place.id, place.name, *place.aliases)]
    number = place.id.rpartition("-")[2]
    return [*names, [number]] if number.isdigit() else names


def matching(plan: Plan, typed: str, *, whole_words: bool = False) -> list[Row]:
    """All rows that match in the strictest way that finds any, in the plan's order."""
    rows = list(plan.rows())
    letters = sum(map(len, words(typed)))
    # One letter begins a word by chance: it finds a row only where it is the whole id or name.
    ways = _WAYS[:2] if letters == 1 else _WHOLE if whole_words else _WAYS
    for matches in ways if letters else ():
        if found := [row for row in rows if matches(typed, row)]:
            return found
    return []


def containing(plan: Plan, typed: str) -> list[Row]:
    """All rows in which every typed word begins some word of the id, name or an alias; for lists."""
    return [row for row in plan.rows() if _all_words_begin(typed, row)]


def _is_id(typed: str, row: Row) -> bool:
    return typed.strip() == row.indicator.id


def _is_name(typed: str, row: Row) -> bool:
    return " ".join(words(typed)) in [" ".join(words(name)) for name in _names(row)]


def _is_run_of_words(typed: str, row: Row) -> bool:
    run = f" {' '.join(words(typed))} "
    return any(run in f" {' '.join(words(name))} " for name in _names(row))


def _all_words_begin(typed: str, row: Row) -> bool:
    known = [word for name in _names(row) for word in words(name)]
    return _begin(words(typed), known)


def _begin(parts: Sequence[str], known: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in known) for part in parts)


def _is_initials(typed: str, row: Row) -> bool:
    wanted = "".join(words(typed))
    return len(wanted) > 1 and any(_initials(name).find(wanted) == 0 for name in _names(row))


_WHOLE: Sequence[Matcher] = (_is_id, _is_name, _is_run_of_words)
_WAYS: Sequence[Matcher] = (*_WHOLE, _all_words_begin, _is_initials)


def _initials(name: str) -> str:
    return "".join(word[0] for word in words(name))


def _names(row: Row) -> list[str]:
    indicator = row.indicator
    return [indicator.id, indicator.name, *indicator.aliases]


def _advice(plan: Plan, typed: str) -> str:
    from ..domain.work import item_of

    if item := item_of(plan, typed.strip()):
        return f"đó là nhiệm vụ; xem: thidua work; ghi tiến độ bằng: thidua work record {item.id} TIẾN_ĐỘ"
    known = {name: row.indicator.id for row in plan.rows() for name in _names(row)}
    near = dict.fromkeys(known[name] for name in nearest(typed, list(known)))
    if near:
        return "có phải: " + ", ".join(near) + "?"
    return "xem các mã bằng: thidua list"


def period_year(text: str | None, calendar: Calendar | None, workspace: Workspace) -> Year | None:
    """The year a period's text is about, as far as it can be known before a plan is open.

    `this-month` and `last-month` are counted in the calendar asked for, else in that of each plan.
    """
    if text is None:
        return None
    if text.strip().casefold() not in ("this-month", "last-month"):
        return year_named_in(text)
    today = workspace.today()
    return lambda own: read_period(text, plan_year=today.year, calendar=calendar or own, today=today).year


def chosen_period(text: str | None, calendar: Calendar | None, plan: Plan, today: date) -> Period:
    """The period asked for, or the plan's whole year; one that has not begun is refused."""
    used = calendar or plan.calendar
    year = Period(Span.YEAR, plan.year, 1, used)
    period = read_period(text, plan_year=plan.year, calendar=used, today=today) if text else year
    if period.year != plan.year:
        raise UsageError(
            f"kỳ {period.label} không thuộc kế hoạch năm {plan.year}",
            hint="chọn tệp kế hoạch của năm ấy bằng --plan, hoặc đặt tệp plan_<năm>.yaml cạnh kế hoạch này",
        )
    if period.start > today:
        raise UsageError(
            f"kỳ {period.label} chưa bắt đầu (bắt đầu ngày {write_date(period.start)}, hôm nay {write_date(today)})"
        )
    return period
