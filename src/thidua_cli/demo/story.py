"""The illustration's plan and year, as `year.toml` tells them: who writes what on which day. All made up."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..domain.figure import Level
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


class Deed(NamedTuple):
    """What an officer writes on a day: of which list of `year.toml`, or the work; and what is typed, by its names."""

    kind: str
    written: date
    told: dict[str, Any]


FIGURES = ("last_year", "village_figures", "this_year", "work")
"""The kinds of deeds that are figures: those of a day are typed in one go."""


def _day(text: str) -> date:
    return date.fromisoformat(f"{YEAR}-{text}")


_DAYS = {
    "months": [Period(Span.MONTH, YEAR, month).last_day for month in range(1, 13)],
    "quarters": [_day(day) for day in ("04-01", "07-01", "10-01", "12-31")],
    "halves": [_day("06-30"), _day("12-31")],
}
_LATE = {(one["place"], one["indicator"], _day(one["on"])): _day(one["written"]) for one in TOLD["late"]}


def deeds(work: tuple[WorkItem, ...]) -> list[Deed]:
    """The whole year in the order of writing; within a day as they are listed here."""
    listed: list[Deed] = []
    # Last year's figures on the days of this year's, so that each report finds its same period.
    for kind, day, told in _figures("last_year"):
        leap_day = (day.month, day.day) == (2, 29)
        before = {"on": day.replace(year=YEAR - 1, day=28 if leap_day else day.day), "note": "số liệu năm trước"}
        listed.append(Deed(kind, _day("01-05"), told | before | {"earlier_year": True}))
    for at, place in enumerate(VILLAGES):
        listed += _figures("village_figures", place, at)
    listed += [*_figures("this_year"), *_of_work(work)]
    for kind in ("reopenings", "corrections", "closings", "proposals", "moves"):
        for one in TOLD[kind]:
            told = one | {key: _day(one[key]) for key in ("written", "on") if key in one}
            listed.append(Deed(kind, told.pop("written"), told))
    return sorted(listed, key=lambda deed: deed.written)


def _figures(kind: str, place: str = "", at: int = 0) -> Iterator[Deed]:
    """The figures of a list in `year.toml`, typed on the day they are for unless it says otherwise."""
    for row in TOLD[kind]:
        told = row | {"level": Level(row.get("level", Level.OFFICIAL)), "place": place or None}
        on, values = told.pop("on"), told.pop("villages")[at] if place else told.pop("values")
        written = _day(told.pop("written")) if "written" in told else None
        for day, value in zip(_DAYS[on] if isinstance(on, str) else map(_day, on), values.split(), strict=False):
            late = _LATE.get((place, row["indicator"], day))
            on_day = {"value": value} | ({} if "period" in told else {"on": day})
            yield Deed(kind, written or late or day, told | on_day)


def _of_work(work: tuple[WorkItem, ...]) -> Iterator[Deed]:
    """Each work item half-way at the end of June and at its end in December, but every seventh is left behind."""
    halfway, end, report = _day("06-28"), _day("12-20"), "báo cáo tổng kết (minh họa)"

    def progress(on: date, value: str, **more: str) -> Deed:
        return Deed("work", on, {"indicator": key_of(item), "value": value, "on": on, **more})

    for place, item in enumerate(work):
        if item.due is not None and item.due < halfway:
            yield progress(item.due, "100", source=report)
            continue
        yield progress(halfway, str(30 + place * 7 % 40), note="sơ kết 6 tháng")
        yield progress(end, "100", source=report) if place % 7 != 6 else progress(end, "80")
