"""The illustration's plan and year, as `year.toml` tells them: who writes what on which day. All made up."""

from __future__ import annotations

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
HOUSEHOLDS: int = sum(TOLD["villages"]["households"])
_ITEM = re.compile(r"^( *)- id: ([a-z0-9-]+)$", re.MULTILINE)


class Village(NamedTuple):
    """A village: its size, and its skills in thousandths above or below the commune's course."""

    id: str
    name: str
    households: int
    people: int
    children: int
    poor: int
    field_skill: int
    town_skill: int

    def share_of(self, amount: int) -> int:
        """Its part of a whole number, by households, rounded down."""
        return amount * self.households // HOUSEHOLDS


VILLAGES = tuple(
    Village(f"thon-{number}", f"Thôn {number}", *row)
    for number, row in enumerate(zip(*TOLD["villages"].values(), strict=True), start=1)
)


def shares(amount: int) -> list[int]:
    """A whole number dealt out by households without a remainder: what is left over goes to the last village."""
    parts = [village.share_of(amount) for village in VILLAGES]
    return [*parts[:-1], parts[-1] + amount - sum(parts)]


def illustration_plan(shipped: str) -> str:
    """The text of the illustration's plan file, from that of the shipped plan of 2024.

    Raises ValueError when an indicator named in `year.toml` is no longer in the shipped plan.
    """
    text = shipped
    for before, after in TOLD["renamed"].items():
        text = text.replace(before, after)
    missing = {*TOLD["by_place"], *TOLD["added"], *TOLD["points"]} - {found[2] for found in _ITEM.finditer(text)}
    if missing:
        raise ValueError(f"not in the shipped plan: {sorted(missing)}")
    text = _ITEM.sub(_with_additions, text)
    for section, rows in TOLD["rows_before"].items():
        text = text.replace(
            f"  - id: {section}\n", "".join(f"      - {row}\n" for row in rows) + f"  - id: {section}\n"
        )
    text = re.sub("^title: ", f"notice: {NOTICE}\ntitle: ", text, count=1, flags=re.MULTILINE)
    points = [f"    - {{indicator: {identity}, {points}}}" for identity, points in TOLD["points"].items()]
    scoring = ["scoring:", "  total: 950", "  bonus: 50", "  deductions: {late: 2, missing: 5}", "  items:", *points]
    return "\n".join([text, *_places(), *scoring, ""])


def _with_additions(match: re.Match[str]) -> str:
    indent, identity = match.groups()
    lines = [*(["by_place: true"] if identity in TOLD["by_place"] else []), *TOLD["added"].get(identity, ())]
    return "\n".join([match.group(), *(f"{indent}  {line}" for line in lines)])


def _places() -> Iterator[str]:
    yield "places:"
    for place, village in enumerate(VILLAGES):
        yield from (f"  - id: {village.id}", f"    name: {village.name}", "    targets:")
        for identity, (amount, decimals) in TOLD["place_targets"].items():
            yield f'      - {{indicator: {identity}, target: ">= {amount_text(shares(amount)[place], decimals)}"}}'


def amount_text(units: int, decimals: int) -> str:
    """12783 with 1 decimal place is `1278,3`."""
    digits = str(units).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]},{digits[-decimals:]}" if decimals else digits


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


def _day(text: str, year: int = YEAR) -> date:
    return date.fromisoformat(f"{year}-{text}")


def _each(kind: Any, name: str, **read: Any) -> list[Any]:
    """The deeds of a list in `year.toml`; `read` makes the fields that are no text or number."""
    read["written"] = _day
    return [
        kind(**{key: read.get(key, lambda as_told: as_told)(value) for key, value in one.items()}) for one in TOLD[name]
    ]


PROPOSALS: list[Proposal] = _each(Proposal, "proposals", nominee=Nominee, links=tuple)
_DAYS = {
    "months": [Period(Span.MONTH, YEAR, month).last_day for month in range(1, 13)],
    "quarters": [_day(day) for day in ("04-01", "07-01", "10-01", "12-31")],
    "halves": [_day("06-30"), _day("12-31")],
}


def deeds(work: tuple[WorkItem, ...]) -> list[Deed]:
    """The whole year in the order of writing; within a day figures come first, then closings, then commendations."""
    told: list[Deed] = [
        *_last_year(),
        *_of_villages(),
        *_series("this_year"),
        *_of_work(work),
        *_each(Entry, "corrections", on=_day),
        *_each(Closing, "closings"),
        *PROPOSALS,
        *_each(Move, "moves", numbers=tuple, stage=Stage),
    ]
    return sorted(told, key=lambda deed: (deed.written, _rank(deed)))


def _rank(deed: Deed) -> int:
    if isinstance(deed, Proposal | Move):
        return 4
    if isinstance(deed, Closing):
        return 1 if deed.reason else 3
    return 2 if deed.reason else 0


def _last_year() -> Iterator[Entry]:
    """Last year's figures of every indicator, on the days of this year's, so that each report finds its same period."""
    for entry in _series("last_year"):
        leap_day = (entry.on.month, entry.on.day) == (2, 29)
        before = entry.on.replace(year=YEAR - 1, day=28 if leap_day else entry.on.day)
        yield entry._replace(written=_day("01-05"), on=before, note="số liệu năm trước")


def _series(name: str) -> Iterator[Entry]:
    """The entries of a list in `year.toml`, typed on the day they are for unless it says otherwise."""
    for told in TOLD[name]:
        one = dict(told)
        on, values = one.pop("on"), one.pop("values").split()
        one["level"] = Level(one.get("level", Level.OFFICIAL))
        written = _day(one.pop("written")) if "written" in one else None
        for day, value in zip(_DAYS[on] if isinstance(on, str) else map(_day, on), values, strict=False):
            yield Entry(written or day, day, value=value, **one)


def _of_villages() -> Iterator[Entry]:
    for place, village in enumerate(VILLAGES):
        yield from _herds(place, village)
        yield from _fields(place, village)
        yield from _insured(village)
        yield from _health(village)
        yield from _homes(village)


def _herds(place: int, village: Village) -> Iterator[Entry]:
    """Counts of 1/4, 1/7, 1/10 and the year's end; Thôn 7 sends its first one late."""
    for key, start, skill in (
        ("dan-gia-suc", 950, village.field_skill * 3 // 2),
        ("dan-gia-cam", 944, village.town_skill * 2),
    ):
        target = shares(TOLD["place_targets"][key][0])[place]
        for quarter, day in enumerate(_DAYS["quarters"]):
            count = target * (start + 17 * quarter + skill * (quarter + 1) // 4) // 1000
            late = village.id == "thon-7" and quarter == 0
            yield Entry(_day("04-05") if late else day, day, key, str(count), village.id, source="Thú y xã")


def _fields(place: int, village: Village) -> Iterator[Entry]:
    """Two seasons of annual crops, in tenths of a hectare."""
    key = "dien-tich-cay-hang-nam"
    target = shares(TOLD["place_targets"][key][0])[place]
    for day, part, skill in ((_day("05-31"), 605, village.field_skill), (_day("09-30"), 402, village.town_skill)):
        yield Entry(day, day, key, amount_text(target * (part + skill) // 1000, 1), village.id)


def _insured(village: Village) -> Iterator[Entry]:
    for month, day in enumerate(_DAYS["months"], start=1):
        rate = 9290 + 20 * month + village.town_skill * 10 + (village.people * 7 + month * 5) % 11
        insured = village.people * rate // 10000
        yield Entry(day, day, "bao-phu-bhyt", f"{insured}/{village.people}", village.id, source="BHXH")


def _health(village: Village) -> Iterator[Entry]:
    """Weighed in June and December; Thôn 4 sends June's figures ten days late."""
    for day, better in zip(_DAYS["halves"], (0, 12), strict=True):
        written = _day("07-10") if village.id == "thon-4" and not better else day
        for key, per_mille, skill in (
            ("suy-dinh-duong-thap-coi", 234, village.field_skill),
            ("suy-dinh-duong-nhe-can", 156, village.town_skill),
        ):
            count = village.children * (per_mille - better - skill) // 1000
            yield Entry(written, day, key, f"{count}/{village.children}", village.id, source="Trạm Y tế")


def _homes(village: Village) -> Iterator[Entry]:
    cultured = village.households * (977 + village.town_skill) // 1000
    for day, key, count, level, note in (
        (_day("09-30"), "ho-ngheo", village.poor + 3, Level.ESTIMATE, "rà soát giữa kỳ"),
        (_day("12-31"), "ho-ngheo", village.poor, Level.OFFICIAL, ""),
        (_day("11-30"), "gia-dinh-van-hoa", cultured, Level.OFFICIAL, ""),
    ):
        yield Entry(day, day, key, f"{count}/{village.households}", village.id, level, note)


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
