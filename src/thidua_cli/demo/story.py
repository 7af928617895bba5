"""The illustration's plan and year, as `year.toml` tells them: who writes what on which day. All made up."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..domain.figure import Level
from ..domain.nomination import Nominee, Stage
from ..domain.period import Period, Span
from ..domain.plan import WorkItem
from ..domain.work import key_of

TOLD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("year.toml").read_text("utf-8"))
YEAR = 2024
NOTICE = "MINH HỌA – không phải số liệu thật"
CLERK = "Nguyễn Thị Minh"
VILLAGES = {f"thon-{number}": f"Thôn {number}" for number in range(1, 11)}


def illustration_plan(shipped: str) -> str:
    """The illustration's plan file, made of the shipped one; ValueError for an indicator that it no longer has."""
    text = shipped
    for before, after in TOLD["renamed"].items():
        text = text.replace(before, after)
    items = {id: line for line, id in re.findall(r"^( *- id: ([a-z0-9-]+)\n)", text, re.MULTILINE)}
    if missing := {*TOLD["by_place"], *TOLD["added"], *TOLD["points"]} - items.keys():
        raise ValueError(f"not in the shipped plan: {sorted(missing)}")
    for id, line in items.items():
        added = [*(["by_place: true"] if id in TOLD["by_place"] else []), *TOLD["added"].get(id, ())]
        below = "".join(f"{line.partition('-')[0]}  {one}\n" for one in added)
        text = text.replace(f"\n{line}", f"\n{line}{below}")
    for section, rows in TOLD["rows_before"].items():
        above = "".join(f"      - {row}\n" for row in rows)
        text = text.replace(f"  - id: {section}\n", f"{above}  - id: {section}\n")
    text = re.sub("^title: ", f"notice: {NOTICE}\ntitle: ", text, count=1, flags=re.MULTILINE)
    lines = [text, "places:"]
    for place, (id, name) in enumerate(VILLAGES.items()):
        lines += [f"  - id: {id}", f"    name: {name}", "    targets:"]
        for indicator, targets in TOLD["place_targets"].items():
            lines.append(f'      - {{indicator: {indicator}, target: ">= {targets[place]}"}}')
    lines += ["scoring:", "  total: 950", "  bonus: 50", "  deductions: {late: 2, missing: 5}", "  items:"]
    lines += (f"    - {{indicator: {id}, {points}}}" for id, points in TOLD["points"].items())
    return "\n".join([*lines, ""])


class Entry(NamedTuple):
    """A figure as an officer types it; `on` is the day it is for, `written` the day it was typed.

    With a reason it corrects what is there. `running`: a running total; `until`: expected for that period's end.
    """

    written: date
    on: date
    key: str
    value: str
    place: str = ""
    level: Level = Level.OFFICIAL
    note: str = ""
    source: str = ""
    reason: str = ""
    running: bool = False
    until: str = ""


class Closing(NamedTuple):
    """A period closed on a day; with a reason it is opened again."""

    written: date
    month: int
    reason: str = ""


class Proposal(NamedTuple):
    """A nomination as an officer types it; their numbers follow the order of writing."""

    written: date
    name: str
    form: str
    nominee: Nominee
    achievement: str
    post: str = ""
    links: tuple[str, ...] = ()


class Move(NamedTuple):
    """Nominations that take their next step together: a decision with its number, a refusal with its reason."""

    written: date
    numbers: tuple[int, ...]
    stage: Stage
    decision: str = ""
    reason: str = ""


Deed = Entry | Closing | Proposal | Move


def _day(text: str) -> date:
    return date.fromisoformat(f"{YEAR}-{text}")


def _each(kind: Any, name: str, **read: Any) -> list[Any]:
    """The deeds of a list in `year.toml`; `read` makes the fields that are no text or number."""
    read["written"] = _day
    return [kind(**{key: read[key](held) if key in read else held for key, held in one.items()}) for one in TOLD[name]]


PROPOSALS: list[Proposal] = _each(Proposal, "proposals", nominee=Nominee, links=tuple)
_DAYS = {
    "months": [Period(Span.MONTH, YEAR, month).last_day for month in range(1, 13)],
    "quarters": [_day(day) for day in ("04-01", "07-01", "10-01", "12-31")],
    "halves": [_day("06-30"), _day("12-31")],
}
_LATE = {(one["place"], one["key"], _day(one["on"])): _day(one["written"]) for one in TOLD["late"]}


def deeds(work: tuple[WorkItem, ...]) -> list[Deed]:
    """The whole year in the order of writing; within a day as they are listed here."""
    told: list[Deed] = []
    # Last year's figures on the days of this year's, so that each report finds its same period.
    for entry in _series("last_year"):
        leap_day = (entry.on.month, entry.on.day) == (2, 29)
        before = entry.on.replace(year=YEAR - 1, day=28 if leap_day else entry.on.day)
        told.append(entry._replace(written=_day("01-05"), on=before, note="số liệu năm trước"))
    for at, place in enumerate(VILLAGES):
        told += _series("village_figures", place, at)
    told += [*_series("this_year"), *_of_work(work)]
    closings: list[Closing] = _each(Closing, "closings")
    told += [one for one in closings if one.reason]
    told += _each(Entry, "corrections", on=_day)
    told += [one for one in closings if not one.reason]
    told += [*PROPOSALS, *_each(Move, "moves", numbers=tuple, stage=Stage)]
    return sorted(told, key=lambda deed: deed.written)


def _series(name: str, place: str = "", at: int = 0) -> Iterator[Entry]:
    """The entries of a list in `year.toml`, typed on the day they are for unless it says otherwise."""
    for told in TOLD[name]:
        one = dict(told)
        on, values = one.pop("on"), one.pop("villages")[at] if place else one.pop("values")
        one["level"] = Level(one.get("level", Level.OFFICIAL))
        written = _day(one.pop("written")) if "written" in one else None
        for day, value in zip(_DAYS[on] if isinstance(on, str) else map(_day, on), values.split(), strict=False):
            late = _LATE.get((place, told["key"], day))
            yield Entry(written or late or day, day, value=value, place=place, **one)


def _of_work(work: tuple[WorkItem, ...]) -> Iterator[Entry]:
    """Each work item half-way at the end of June and at its end in December, but every seventh is left behind."""
    halfway, end = _day("06-28"), _day("12-20")
    for place, item in enumerate(work):
        if item.due is not None and item.due < halfway:
            yield Entry(item.due, item.due, key_of(item), "100", source="báo cáo tổng kết (minh họa)")
            continue
        yield Entry(halfway, halfway, key_of(item), str(30 + place * 7 % 40), note="sơ kết 6 tháng")
        done = place % 7 != 6
        source = "báo cáo tổng kết (minh họa)" if done else ""
        yield Entry(end, end, key_of(item), "100" if done else "80", source=source)
