"""Adding up communes: sums, Σ/Σ, weighted means, mergers through chains and splits – each against exact fractions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given

from thidua_cli.domain.attainment import Verdict, ranked
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.plan import Better, RollUp
from thidua_cli.domain.rollup import (
    Closed,
    Entry,
    Held,
    Merger,
    RolledUp,
    Succession,
    Unit,
    add_up,
    circle_in,
    indicator_keys,
    verdict_key,
)

JUNE = Period(Span.MONTH, 2026, 6)
THEN, NOW = JUNE.a_year_earlier().last_day, JUNE.last_day
DAY = date(2025, 7, 1)
ONE = Decimal(1)
SUM, RATE = Entry("GS", "Gia súc", "con", RollUp.SUM), Entry("HN", "Hộ nghèo", "%", RollUp.RATE)
INCOME = Entry("TN", "Thu nhập", "triệu đồng", RollUp.WEIGHTED, "DS")
COUNTED = Entry("NTM", "Nông thôn mới", "", RollUp.NONE)


def held(code: str, value: str | None, parts: str = "", verdict: Verdict = Verdict.MET, **more: object) -> Held:
    upper, lower = (Decimal(part) for part in parts.split("/")) if parts else (None, None)
    return Held(code, None if value is None else Decimal(value), upper, lower, verdict, **more)  # type: ignore[arg-type]


def closed(unit: str, *rows: Held, **summary: int) -> Closed:
    return Closed(unit, 1, "ab" * 32, "", "", summary, {row.code: row for row in rows})


def unit(id: str, **more: object) -> Unit:
    return Unit(id, f"xã {id}", "52", **more)  # type: ignore[arg-type]


def total(entry: Entry, *reports: Closed) -> tuple[Fraction | None, int, int]:
    found = add_up(entry, [(report, ONE) for report in reports])
    return found.exact, found.communes, found.left_out


def test_amounts_are_added_to_the_last_digit() -> None:
    rows = [closed("a", held("GS", "0.1")), closed("b", held("GS", "0.2")), closed("c", held("GS", "1" + "0" * 15))]
    assert total(SUM, *rows) == (Fraction(3, 10) + 10**15, 3, 0)


def test_rates_are_the_sum_of_the_parts_and_one_without_parts_is_left_out() -> None:
    rows = [closed("a", held("HN", "10", "1/10")), closed("b", held("HN", "50", "45/90")), closed("c", held("HN", "3"))]
    assert total(RATE, *rows) == (Fraction(46), 2, 1)


def test_a_mean_is_weighed_by_the_other_code_and_one_without_weight_is_left_out() -> None:
    rows = [closed("a", held("TN", "60"), held("DS", "1000")), closed("b", held("TN", "90"), held("DS", "3000"))]
    assert total(INCOME, *rows, closed("c", held("TN", "10"))) == (Fraction(165, 2), 2, 1)


def test_what_is_not_added_and_yes_or_no_are_counted() -> None:
    rows = [
        closed("a", held("NTM", "1", is_yes_no=True)),
        closed("b", held("NTM", "0", verdict=Verdict.MISSED, is_yes_no=True)),
    ]
    for entry in (COUNTED, COUNTED._replace(roll_up=RollUp.SUM)):
        found = add_up(entry, [(row, ONE) for row in (*rows, closed("c", held("NTM", None, verdict=Verdict.NOT_DUE)))])
        assert (found.exact, found.reached, found.judged, found.left_out) == (None, 1, 2, 2)


def test_a_sum_says_how_many_are_in_it_by_an_old_figure_and_of_how_many() -> None:
    rolled = RolledUp(
        JUNE, [SUM], [unit("a"), unit("b"), unit("c")], {"a": closed("a", held("GS", "5", is_stale=True))}
    )
    found = rolled.total(SUM, rolled.units)
    assert (found.communes, found.of, found.stale) == (1, 3, 1)


def test_a_merged_commune_is_made_of_its_old_ones_through_a_chain_and_a_split() -> None:
    mergers = [
        Merger("a", "b", date(2024, 1, 1)),
        Merger("b", "x", DAY),
        Merger("c", "x", DAY, Decimal("0.5")),
        Merger("c", "y", DAY, Decimal("0.5")),
    ]
    units = [unit(id) for id in ("a", "b", "c", "x", "y", "z")]
    found = Succession(mergers).made_of(units, THEN, NOW, ())
    half = Decimal("0.5")
    assert found == {"x": [("b", ONE), ("c", half)], "y": [("c", half)], "z": [("z", ONE)]}
    assert Succession(mergers).made_of(units, THEN, NOW, {"a"})["x"][0] == ("a", ONE)


def test_a_commune_that_goes_on_under_its_own_id_keeps_its_past() -> None:
    units = [unit("a"), unit("b"), unit("c", from_day=DAY)]
    taken_in = [Merger("b", "a", DAY), Merger("a", "a", DAY, Decimal("0.8")), Merger("a", "c", DAY, Decimal("0.2"))]
    assert Succession(taken_in).made_of(units, THEN, NOW, ())["a"] == [("a", Decimal("0.8")), ("b", ONE)]
    later = JUNE._replace(year=2027)
    assert Succession(taken_in).made_of(units, NOW, later.last_day, ()) == {"a": [("a", ONE)], "c": [("c", ONE)]}


@pytest.mark.parametrize(
    ("id", "day", "is_one"),
    [("b", THEN, True), ("b", NOW, False), ("x", THEN, False), ("x", NOW, True), ("z", THEN, True), ("k", THEN, False)],
)
def test_a_commune_is_one_from_its_first_day_until_it_is_merged(id: str, day: date, is_one: bool) -> None:
    mergers = [Merger("b", "x", DAY), Merger("c", "x", DAY)]
    assert Succession(mergers).exists(unit(id, from_day=DAY if id == "k" else None), day) is is_one


def test_last_year_is_compared_only_where_every_old_commune_has_its_figure() -> None:
    mergers = [Merger(old, "x", DAY) for old in "abc"]
    units = [unit(id) for id in "abcx"]
    before = {old: closed(old, held("GS", "10"), held("NTM", "1")) for old in "abc"}
    rolled = RolledUp(JUNE, [SUM], [unit("x")], {"x": closed("x", held("GS", "33"))}, before)
    rolled = rolled._replace(made_of=Succession(mergers).made_of(units, THEN, NOW, before))
    found = rolled.compare(SUM, rolled.units)
    assert found is not None
    assert (found.ratio, found.now.communes, found.olds) == (Fraction(110), 1, 3)
    del before["b"]
    lacking = [rolled.compare(one, rolled.units) for one in (SUM, COUNTED)]
    assert [one and one.now.communes for one in lacking] == [0, 0]
    assert rolled._replace(before=None).compare(SUM, rolled.units) is None


@pytest.mark.parametrize("old", ["now", "before"])
def test_an_old_figure_is_not_compared_with_last_year_and_the_other_communes_still_are(old: str) -> None:
    """As in the commune's own report, which prints no growth of such a row."""
    sides = {
        side: {id: closed(id, held("GS", value, is_stale=id == "a" and side == old)) for id in "ab"}
        for side, value in (("now", "12"), ("before", "10"))
    }
    units = [unit("a"), unit("b")]
    made: dict[str, list[tuple[str, Decimal]]] = {id: [(id, ONE)] for id in "ab"}
    rolled = RolledUp(JUNE, [SUM], units, sides["now"], sides["before"], made)
    found, alone = rolled.compare(SUM, units), rolled.compare(SUM, units[:1])
    assert found is not None
    assert (found.ratio, found.now.communes, alone and alone.ratio) == (Fraction(120), 1, None)
    assert rolled.total(SUM, units).communes == 2


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Merger], dict[str, Decimal]]:
    """Old communes on four levels, each going on to one or two of a later level; figures of all of the first levels."""
    names = [f"{level}{number}" for level in "abcd" for number in range(3)]
    mergers = []
    for place, old in enumerate(names[:9]):
        later = [name for name in names if name[0] > old[0]]
        targets = draw(st.lists(st.sampled_from(later), max_size=2, unique=True))
        share = draw(st.sampled_from(["0.5", "0.25", "0.125"]))
        shares = [Decimal(1)] if len(targets) == 1 else [Decimal(share), 1 - Decimal(share)]
        mergers += [
            Merger(old, new, date(2024 + place % 2, 1, 1), part) for new, part in zip(targets, shares, strict=False)
        ]
    amounts = st.decimals(-(10**9), 10**9, places=3)
    return mergers, {name: draw(amounts) for name in names if draw(st.booleans())}


@given(worlds())
def test_recast_cells_equal_exact_fractions(world: tuple[list[Merger], dict[str, Decimal]]) -> None:
    mergers, figures = world

    def ends(name: str, share: Fraction) -> list[tuple[str, Fraction]]:
        onward = [one for one in mergers if one.old == name]
        return [e for one in onward for e in ends(one.new, share * Fraction(one.share))] if onward else [(name, share)]

    wanted: dict[str, Fraction] = {}
    for old, amount in figures.items():
        for end, share in ends(old, Fraction(1)):
            wanted[end] = wanted.get(end, Fraction(0)) + Fraction(amount) * share
    before = {name: closed(name, held("GS", f"{amount:f}")) for name, amount in figures.items()}
    origins = Succession(mergers).made_of([unit(name) for name in figures], THEN, NOW, before)
    found = {new: add_up(SUM, [(before[old], share) for old, share in made]).exact for new, made in origins.items()}
    assert found == wanted


@given(worlds(), st.lists(st.sampled_from("abcd"), min_size=2, max_size=4))
def test_a_circle_of_mergers_is_found_and_nothing_else_is_one(
    world: tuple[list[Merger], dict[str, Decimal]], loop: list[str]
) -> None:
    mergers, _ = world
    assert circle_in(mergers) == []
    names = list(dict.fromkeys(f"{name}9" for name in loop))
    circle = [Merger(old, new, DAY) for old, new in zip(names, [*names[1:], names[0]], strict=True)]
    assert set(circle_in([*mergers, *circle])) == (set(names) if len(names) > 1 else set())


def test_of_several_circles_the_one_that_is_listed_first_is_told() -> None:
    names = [f"xa-{number}" for number in range(20)]
    split = [Merger("cu", name, DAY, Decimal("0.05")) for name in names]
    back = [Merger(old, new, DAY) for name in names for old, new in ((name, f"{name}-b"), (f"{name}-b", name))]
    assert circle_in([*split, *back]) == ["xa-0", "xa-0-b"]


def test_ranks_are_shared_by_equals_who_stand_by_name() -> None:
    reports = {
        "a": closed("a", counted=4, exceeded=1, met=2),
        "b": closed("b", counted=8, exceeded=2, met=4),
        "c": closed("c", counted=4, exceeded=2, met=1),
        "d": closed("d", counted=0),
    }
    keys = {id: verdict_key(report) for id, report in reports.items()} | {"e": None}
    found = ranked({id: keys[id] for id in sorted(keys, reverse=True)})
    assert list(found.items()) == [("c", 1), ("b", 2), ("a", 2), ("e", None), ("d", None)]


def test_one_indicator_ranks_by_attainment_where_all_have_one_else_by_the_good_end_of_the_value() -> None:
    entry = RATE._replace(better=Better.LOWER)
    reports = {
        "a": closed("a", held("HN", "3", attainment=Decimal(90))),
        "b": closed("b", held("HN", "4", attainment=Decimal(120))),
        "c": closed("c"),
    }
    keys, by_attainment = indicator_keys(entry, reports)
    assert by_attainment
    assert list(ranked(keys)) == ["b", "a", "c"]
    reports["c"] = closed("c", held("HN", "5"))
    keys, by_attainment = indicator_keys(entry, reports)
    assert not by_attainment
    assert list(ranked(keys)) == ["a", "b", "c"]


def test_ranks_are_found_without_holding_each_against_each() -> None:
    compared = 0

    class Counting(Fraction):
        def __lt__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return bool(Fraction.__lt__(self, other))  # type: ignore[operator]

    keys = {str(number): Counting(number * 7919 % 1000) for number in range(2000)}
    ranks = ranked(keys)
    assert compared < len(keys) * 20
    assert [{ranks[id] for id in keys if keys[id] == key} for key in (999, 998, 0)] == [{1}, {3}, {1999}]
