"""What a year of figures adds up to: the combining rules, levels and days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import amount, exact, figure
from thidua_cli.domain.figure import Actual, Amount, Figure, Level, actual_of, exact_of
from thidua_cli.domain.plan import Combine

ESTIMATE, PRELIMINARY, OFFICIAL = Level.ESTIMATE, Level.PRELIMINARY, Level.OFFICIAL
LATEST, SUM, MEAN, MAX = Combine.LATEST, Combine.SUM, Combine.MEAN, Combine.MAX
YEAR = [
    figure("30", "2024-04-01", level=OFFICIAL, seq=1),
    figure("12.5", "2024-10-01", level=PRELIMINARY, seq=2),
    figure("20", "2024-07-01", level=ESTIMATE, seq=3),
]
AMOUNTS = st.lists(st.decimals(-(10**9), 10**9, places=3), min_size=1, max_size=12)


def reached(figures: list[Figure], combine: Combine) -> Actual:
    found = actual_of(figures, combine)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("combine", "value", "level", "entries"),
    [
        (LATEST, "12.5", PRELIMINARY, 1),
        (SUM, "62.5", ESTIMATE, 3),
        (MEAN, "125/6", ESTIMATE, 3),
        (MAX, "30", OFFICIAL, 3),
    ],
)
def test_dated_figures_become_one_actual_of_the_latest_day_and_the_lowest_level_used(
    combine: Combine, value: str, level: Level, entries: int
) -> None:
    found = reached(YEAR, combine)
    assert (found.exact, found.on, found.level, found.entries) == (exact(value), date(2024, 10, 1), level, entries)


@pytest.mark.parametrize("combine", list(Combine))
def test_no_figures_make_no_actual(combine: Combine) -> None:
    assert actual_of([], combine) is None


@pytest.mark.parametrize("combine", [LATEST, SUM, MEAN, MAX])
def test_zero_is_a_figure(combine: Combine) -> None:
    assert reached([figure("0", "2024-06-01")], combine).exact == 0


@pytest.mark.parametrize("combine", [LATEST, SUM, MEAN, MAX])
def test_one_figure_is_its_own_actual_and_keeps_its_form(combine: Combine) -> None:
    found = reached([figure("9/10", "2024-06-01", level=ESTIMATE)], combine)
    assert (found.exact, found.level, found.latest) == (Fraction(90), ESTIMATE, amount("9/10"))


@pytest.mark.parametrize(("combine", "form"), [(LATEST, "12.5"), (SUM, None), (MEAN, None), (MAX, "30")])
def test_only_a_figure_that_decides_alone_keeps_its_form(combine: Combine, form: str | None) -> None:
    assert reached(YEAR, combine).latest == (amount(form) if form else None)


def test_the_latest_is_by_day_and_then_by_order_of_recording() -> None:
    same_day = [figure("1", "2024-06-01", seq=9), figure("2", "2024-06-01", seq=4), figure("3", "2024-05-31", seq=11)]
    assert reached(same_day, LATEST).exact == 1


def test_a_later_estimate_stands_for_the_year_with_its_own_level() -> None:
    figures = [figure("3.88", "2024-06-01", level=OFFICIAL), figure("4.39", "2024-12-01", level=ESTIMATE)]
    assert (reached(figures, LATEST).exact, reached(figures, LATEST).level) == (exact("4.39"), ESTIMATE)


def test_tenths_add_up_exactly_b8() -> None:
    assert reached([figure("0.1", "2024-01-01"), figure("0.2", "2024-02-01")], SUM).exact == exact("0.3")
    assert reached([figure("0.1", f"2024-01-{day:02d}") for day in range(1, 11)], SUM).exact == 1


def test_the_largest_of_negative_figures_is_the_one_nearest_zero() -> None:
    assert reached([figure("-3", "2024-01-01"), figure("-5", "2024-02-01")], MAX).exact == -3


@pytest.mark.parametrize("estimated", ["2024-01-31", "2024-03-31"])
def test_a_largest_figure_that_an_official_one_equals_is_no_estimate(estimated: str) -> None:
    figures = [figure("3", estimated, level=ESTIMATE), figure("3", "2024-02-29"), figure("2", "2024-04-30")]
    found = reached(figures, MAX)
    assert (found.exact, found.level, found.on) == (Fraction(3), OFFICIAL, figures[-1].on)


@given(AMOUNTS)
def test_sum_mean_and_max_agree_with_plain_arithmetic_in_any_order(amounts: list[Decimal]) -> None:
    figures = [figure(f"{value:f}", f"2024-{place:02d}-01") for place, value in enumerate(amounts, start=1)]
    units = [int(value.scaleb(3)) for value in amounts]
    for order in (figures, figures[::-1]):
        assert reached(order, SUM).exact == Fraction(sum(units), 1000)
        assert reached(order, MEAN).exact == Fraction(sum(units), 1000 * len(units))
        assert reached(order, MAX).exact == Fraction(max(units), 1000)
        assert reached(order, LATEST).exact == Fraction(units[-1], 1000)


@pytest.mark.parametrize(
    ("text", "value"),
    [("9/10", "90"), ("105/3000", "3.5"), ("118/2910", "1180/291"), ("0/8", "0"), ("11/10", "110"), ("62.3", "62.3")],
)
def test_an_amount_is_exact_in_the_indicators_unit(text: str, value: str) -> None:
    assert amount(text).exact == exact(value)


def test_levels_rise_from_estimate_to_official() -> None:
    assert list(Level) == [ESTIMATE, PRELIMINARY, OFFICIAL]
    assert Level.lowest([OFFICIAL, ESTIMATE, PRELIMINARY]) is ESTIMATE
    assert Level.lowest([OFFICIAL, PRELIMINARY]) is PRELIMINARY


@given(
    st.lists(
        st.decimals(min_value=-(10**15), max_value=10**15, places=6).map(lambda value: Amount(value=value))
        | st.tuples(st.integers(0, 9999), st.integers(1, 9999)).map(
            lambda parts: Amount(numerator=Decimal(parts[0]), denominator=Decimal(parts[1]))
        ),
        max_size=60,
    )
)
def test_a_total_is_the_exact_sum_whatever_the_amounts_are_written_as(amounts: list[Amount]) -> None:
    held = [Figure("a", date(2024, 1, 1), one, OFFICIAL, "", seq) for seq, one in enumerate(amounts)]
    assert (exact_of(actual_of(held, SUM)) or 0) == sum((amount.exact for amount in amounts), Fraction(0))
