"""Makes the ledgers that are measured: seeded, through thidua's own writer, so every row is validated and chained."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from math import gcd
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from thidua_cli.domain.figure import Amount, Draft, Kind, Level
from thidua_cli.domain.plan import Combine, Indicator, Plan
from thidua_cli.ledger.rows import Author
from thidua_cli.workspace import Office, Workspace, create_ledger, shipped_plan, stamp

SEED = 2024
YEAR = 2024
MOMENT = datetime(2024, 1, 2, tzinfo=UTC)
FIRST_YEAR = 1980
SPREAD_YEARS = 40
VILLAGES = 10
COMMAND_ROWS = 50_000
ROWS_PER_FIGURE = 3
"""In the long history each figure is recorded once and corrected twice."""


class Entry(NamedTuple):
    """A dated figure: what a peer's journal and our ledger both hold."""

    indicator: Indicator
    on: date
    value: Decimal


def recordable(plan: Plan) -> list[Indicator]:
    """The 21 indicators that take figures; the two totals are computed."""
    return [row.indicator for row in plan.rows() if row.indicator.combine is not Combine.TOTAL]


def workspace(folder: Path) -> Workspace:
    """A workspace whose plan is the shipped one, copied into the folder."""
    target = folder / "data" / "plan_2024.yaml"
    if not target.exists():
        target.parent.mkdir(parents=True)
        target.write_bytes(shipped_plan().read_bytes())
        create_ledger(folder / "data" / "thidua.db")
    environ = {"THIDUA_TODAY": f"{YEAR}-12-31", "USER": "bench", "HOME": str(folder)}
    return Workspace(str(target), str(folder / "data" / "thidua.db"), environ)


def one_year(plan: Plan) -> Iterator[Draft]:
    """Twelve month-end figures for each indicator: 252."""
    dice = random.Random(SEED)
    ends = [date(YEAR, month + 1, 1) - timedelta(days=1) for month in range(1, 12)] + [date(YEAR, 12, 31)]
    for indicator in recordable(plan):
        yield from (_draft(indicator, day, dice) for day in ends)


def history(plan: Plan, rows: int) -> Iterator[Draft]:
    """So many rows over the years before, of the commune and its villages; two of three are corrections."""
    return islice(_corrected_twice(plan, -(-rows // ROWS_PER_FIGURE)), rows)


def _corrected_twice(plan: Plan, figures: int) -> Iterator[Draft]:
    dice = random.Random(SEED + 1)
    indicators = recordable(plan)
    places = ["", *(f"thon-{number}" for number in range(1, VILLAGES + 1))]
    first, days = date(FIRST_YEAR, 1, 1), (date(YEAR, 1, 1) - date(FIRST_YEAR, 1, 1)).days
    keys = ((day, indicator, place) for day in range(days) for indicator in indicators for place in places)
    a_day = len(indicators) * len(places)
    for day, indicator, place in islice(keys, 0, None, _stride(days * a_day, figures, a_day)):
        draft = _draft(indicator, first + timedelta(days=day), dice)._replace(place=place)
        yield draft
        for _ in range(1, ROWS_PER_FIGURE):
            yield draft._replace(kind=Kind.CORRECT, amount=Amount(_value(dice)), reason="đếm lại")


def _stride(keys: int, wanted: int, a_day: int) -> int:
    """The longest step that meets so many keys and, in the course of the days, every indicator of every place."""
    if keys < wanted:
        raise ValueError(f"{keys} days of indicators and places are fewer than {wanted}")
    return next(step for step in range(keys // wanted, 0, -1) if gcd(step, a_day) == 1)


def spread(plan: Plan, count: int, years: int = SPREAD_YEARS) -> list[Entry]:
    """So many figures spread over forty years and all indicators, no two of one indicator on one day."""
    dice = random.Random(SEED + 2)
    indicators = recordable(plan)
    first = date(YEAR - years + 1, 1, 1)
    days = (date(YEAR, 12, 31) - first).days + 1
    each = -(-count // len(indicators))
    entries = (
        Entry(indicator, first + timedelta(days=number * days // each), _value(dice))
        for number in range(each)
        for indicator in indicators
    )
    return list(islice(entries, count))


def drafts_of(entries: Sequence[Entry]) -> Iterator[Draft]:
    """The figures as rows of a ledger."""
    for entry in entries:
        yield Draft(Kind.RECORD, entry.indicator.id, entry.on, Amount(entry.value), Level.OFFICIAL)


def filled(folder: Path, *batches: Iterator[Draft]) -> Workspace:
    """A fresh workspace with all these rows, a command each 50,000."""
    made = workspace(folder)
    with made.open() as office:
        number = 0
        for drafts in batches:
            while part := list(islice(drafts, COMMAND_ROWS)):
                number += 1
                _append(office, part, number)
    return made


def _append(office: Office, drafts: Sequence[Draft], number: int) -> None:
    author = Author("bench", stamp(MOMENT + timedelta(hours=number)), "bench")
    with office.writing() as writer:
        tip = office.ledger.tip().seq
        placed = (_superseding(draft, tip + place) for place, draft in enumerate(drafts))
        writer.append(
            placed, action=str(UUID(int=number)), unit=office.plan.unit.id, author=author, plan=office.stamp()
        )


def _superseding(draft: Draft, seq_before: int) -> Draft:
    return draft._replace(supersedes=seq_before) if draft.kind is Kind.CORRECT else draft


def _draft(indicator: Indicator, day: date, dice: random.Random) -> Draft:
    return Draft(Kind.RECORD, indicator.id, day, Amount(_value(dice)), Level.OFFICIAL, source="báo cáo tháng")


def _value(dice: random.Random) -> Decimal:
    return Decimal(dice.randrange(100, 10_000)).scaleb(-2)
