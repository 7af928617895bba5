"""Situations and the exact sentence that offices write for them (`sentences.csv`)."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.making import indicator
from thidua_cli.domain.figure import Amount, Figure, Level
from thidua_cli.domain.period import Period, read_period
from thidua_cli.domain.plan import Calendar, Combine, Indicator
from thidua_cli.domain.scorecard import Window, score
from thidua_cli.pages import sentences
from thidua_cli.plan_file import load_text, read_plan
from thidua_cli.vietnamese.targets import read_target
from thidua_cli.workspace import shipped_plan

ROWS = list(csv.DictReader(Path(__file__).with_name("sentences.csv").read_text("utf-8").splitlines(), delimiter=";"))
PLAN = read_plan(load_text(shipped_plan()))
OTHERS = {
    "thu ngân sách": ("Thu ngân sách trên địa bàn", "triệu đồng"),
    "xã đạt chuẩn y tế": ("Xã đạt tiêu chí quốc gia về y tế", "có/không"),
}


def amount(text: str) -> Amount:
    if text in ("có", "không"):
        return Amount(value=Decimal(text == "có"))
    numbers = [Decimal(part.replace(".", "").replace(",", ".")) for part in text.split("/")]
    return Amount(value=numbers[0]) if len(numbers) == 1 else Amount(numerator=numbers[0], denominator=numbers[1])


def indicator_of(case: str) -> Indicator:
    """The indicator of the shipped plan, or one that only the table knows."""
    identity, _, rest = case.partition(":")
    if identity != "khac":
        return next(row.indicator for row in PLAN.rows() if row.indicator.id == identity)
    name, unit = next(given for words, given in OTHERS.items() if rest.strip().startswith(words))
    return indicator(id="khac", unit=unit)._replace(name=name)


def held(row: dict[str, str], one: Indicator, period: Period) -> list[Figure]:
    """The figure of the situation, on the day that its note names, else on the period's last; parts from the note.

    Of what is added up it is all of the year so far.
    """
    day = period.last_day
    if found := re.search(r"số liệu ngày (\d+)/(\d+)/(\d+)", row["note"]):
        day = date(*map(int, reversed(found.groups())))
    level = Level(row["level"] or "official")
    if not one.parts:
        return [Figure(one.id, day, amount(row["actual"]), level, "", 1)] if row["actual"] else []
    numbers = [re.search(r"([\d.,]*\d) \(KH", part) for part in row["note"].split("; ")]
    return [
        Figure(part.id, day, amount(found[1]), level, "", 1, date(2024, 1, 1) if part.combine is Combine.SUM else None)
        for part, found in zip(one.parts, numbers, strict=True)
        if found
    ]


def told(row: dict[str, str]) -> str:
    one = indicator_of(row["case"])
    period = read_period(row["period"], plan_year=2024, calendar=Calendar.CIVIL, today=date(2025, 1, 31))
    if row["unit"] != "có/không":
        one = one._replace(target=read_target(row["target"], one.unit), adjustments=())
    else:
        one = one._replace(target=read_target("đạt", one.unit))
    window = Window.until(period, date(2025, 1, 31))
    section = PLAN.sections[0]._replace(indicators=(one,))
    plan = PLAN._replace(sections=(section,))
    before = window.a_year_earlier().cutoff
    history = [Figure(one.id, before, amount(row["last_year"]), Level.OFFICIAL, "", 1)] if row["last_year"] else []
    card = score(plan, window, held(row, one, period), history)
    whole, *parts = card.standings
    return sentences.Said(whole, window, parts).with_parts()


SINGLE = [row for row in ROWS if row["unit"]]


@pytest.mark.parametrize("row", SINGLE, ids=[row["case"] for row in SINGLE])
def test_a_situation_is_told_in_the_words_of_offices(row: dict[str, str]) -> None:
    assert told(row) == row["sentence"]
