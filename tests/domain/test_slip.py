"""Slips of the keyboard: ten, a hundred, a thousand times off, and a sudden minus; honest figures pass."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import exact, figure, indicator
from thidua_cli.domain.figure import Amount, Draft, Figure
from thidua_cli.domain.figure import Kind as Row
from thidua_cli.domain.plan import Combine, Comparator, Frequency, Target
from thidua_cli.domain.slip import Course, Kind, Slip, grows_like_totals, suspected
from thidua_cli.domain.target import Relative

FACTORS = ("10", "100", "1000", "1/10", "1/100", "1/1000")


def slip(
    value: str | Fraction,
    *earlier: str,
    target: str = ">= 1000",
    combine: Combine = Combine.LATEST,
    unit: str = "tấn",
) -> Slip | None:
    """What is found when `value` follows the earlier figures, one a month."""
    judged = indicator(target, combine, unit=unit)
    recorded = [figure(text, f"2024-{month:02d}-01") for month, text in enumerate(earlier, start=1)]
    return suspected(typed(value), judged, judged.target, Course.of(recorded))


def typed(value: str | Fraction) -> Draft:
    """A figure of that value; a fraction by its two parts, since a decimal may not end."""
    exact = Fraction(value)
    if isinstance(value, str) and "/" not in value:
        return Draft(Row.RECORD, "x", date(2024, 12, 1), Amount(Decimal(value)))
    amount = Amount(numerator=Decimal(exact.numerator), denominator=Decimal(exact.denominator * 100))
    return Draft(Row.RECORD, "x", date(2024, 12, 1), amount)


def off(times: str | Fraction, reference: int, *, target: bool = False) -> Slip:
    """A power of ten off."""
    return Slip(Kind.POWER, Fraction(reference), target, Fraction(times))


def factor(found: Slip | None) -> Fraction | None:
    return found.factor if found else None


@pytest.mark.parametrize("times", FACTORS)
@pytest.mark.parametrize("close", ["4/5", "9/10", "1", "11/10", "6/5"])
def test_a_value_within_a_fifth_of_a_power_of_ten_is_suspected(times: str, close: str) -> None:
    found = slip(exact(times) * exact(close) * 50, "50")
    assert found == off(times, 50)


@pytest.mark.parametrize("times", FACTORS)
@pytest.mark.parametrize("close", ["79/100", "121/100", "1/2", "2"])
def test_a_value_further_off_is_no_power_of_ten(times: str, close: str) -> None:
    found = slip(exact(times) * exact(close) * 50, "50")
    assert found is None or found.kind is Kind.FAR_OFF


@pytest.mark.parametrize("value", ["50", "25", "100", "350", "21", "2400"])
def test_ordinary_changes_pass(value: str) -> None:
    assert slip(value, "50") is None


@given(st.fractions(min_value=Fraction(13, 100), max_value=Fraction(79, 10)), st.integers(1, 10**9))
def test_less_than_eightfold_either_way_is_never_suspected(times: Fraction, last: int) -> None:
    assert slip(times * last, str(last)) is None


def test_the_value_is_held_against_the_last_day_whatever_the_order_of_recording() -> None:
    judged = indicator(">= 1000", unit="tấn")
    recorded = [figure("500", "2024-07-01", seq=1), figure("5", "2024-04-01", seq=2)]
    assert suspected(typed("5000"), judged, judged.target, Course.of(recorded)) == off("10", 500)
    assert suspected(typed("500"), judged, judged.target, Course.of(recorded)) is None


@pytest.mark.parametrize("times", FACTORS)
def test_a_first_figure_is_held_against_the_target(times: str) -> None:
    assert slip(exact(times) * 1000) == off(times, 1000, target=True)


@pytest.mark.parametrize("times", ["1/10", "1/100", "1/1000"])
def test_a_first_figure_in_percent_is_not_held_against_the_target(times: str) -> None:
    assert slip(exact(times) * 95, target=">= 95", unit="%") is None
    assert slip("950", target=">= 95", unit="%") is None


@pytest.mark.parametrize("times", FACTORS)
def test_a_later_figure_in_percent_is_held_against_the_last_one(times: str) -> None:
    assert slip(exact(times) * 95, "95", target=">= 95", unit="%") == off(times, 95)


def test_a_rate_given_as_two_parts_counts_in_percent() -> None:
    assert slip("9", "9/10", unit="%") == off(Fraction(1, 10), 90)


@pytest.mark.parametrize("times", ["10", "100", "1000"])
def test_an_amount_that_adds_up_is_held_against_the_largest_so_far(times: str) -> None:
    found = slip(exact(times) * 60, "60", "8", combine=Combine.SUM)
    assert found == off(times, 60)


@pytest.mark.parametrize("times", ["1/10", "1/100", "1/1000"])
def test_an_amount_that_adds_up_may_be_small(times: str) -> None:
    assert slip(exact(times) * 60, "60", combine=Combine.SUM) is None
    assert slip(exact(times) * 1000, combine=Combine.SUM) is None


def test_a_first_amount_that_adds_up_is_held_against_the_target_upwards() -> None:
    assert slip("10000", combine=Combine.SUM) == off("10", 1000, target=True)


@pytest.mark.parametrize(
    ("value", "earlier", "target", "expected"),
    [
        ("4000/37", (), ">= 90", Kind.PART_ABOVE_WHOLE),  # 1.000/925
        ("4000/37", (), ">= 100", Kind.PART_ABOVE_WHOLE),
        ("92.5", (), ">= 90", None),
        ("108.1", (), ">= 90", None),
        ("100/1", (), ">= 90", None),
        ("4000/37", (), ">= 105", None),
        ("4000/37", (), "95..110", None),
        ("4000/37", ("104",), ">= 90", None),
    ],
)
def test_a_part_above_its_whole_is_suspected_where_more_than_all_is_not_expected(
    value: str, earlier: tuple[str, ...], target: str, expected: Kind | None
) -> None:
    found = slip(value, *earlier, target=target, unit="%")
    assert (found.kind if found else None) == expected


@pytest.mark.parametrize("combine", [Combine.LATEST, Combine.SUM, Combine.MEAN, Combine.MAX])
def test_a_minus_where_none_was_is_suspected(combine: Combine) -> None:
    assert slip("-51", "50", combine=combine) == Slip(Kind.MINUS, Fraction(50), False)
    assert slip("-1", combine=combine) == Slip(Kind.MINUS, Fraction(1000), True)
    assert slip("-1", "0", combine=combine) == Slip(Kind.MINUS, Fraction(0), False)


def test_a_minus_after_a_minus_is_nothing_new() -> None:
    assert slip("-2", "-1.5") is None
    assert factor(slip("-20", "-2")) == 10


@pytest.mark.parametrize("earlier", [("0",), ("50", "0")])
def test_nothing_is_a_multiple_of_zero(earlier: tuple[str, ...]) -> None:
    assert slip("70", *earlier) is None


@pytest.mark.parametrize("zeros", [("0",), ("0", "0")])
def test_after_a_zero_the_value_is_held_against_the_last_figure_before_it(zeros: tuple[str, ...]) -> None:
    assert slip("65000", "6000", *zeros) == off("10", 6000)
    assert slip("600", "6000", *zeros) == off(Fraction(1, 10), 6000)
    assert slip("6500", "6000", *zeros) is None


@pytest.mark.parametrize("combine", [Combine.LATEST, Combine.SUM])
def test_after_nothing_but_zeros_the_value_is_held_against_the_target_as_a_first_one_is(combine: Combine) -> None:
    assert slip("10000", "0", combine=combine) == off("10", 1000, target=True)
    assert slip("900", "0", combine=combine) is None
    assert slip("100", "0", target=">= 10", unit="%") is None


def test_a_first_figure_against_a_zero_target_passes() -> None:
    assert slip("100", target="<= 0") is None


def test_a_first_figure_is_held_against_the_end_of_a_range_that_it_lies_beyond() -> None:
    assert slip("600", target="60..62") == off("10", 62, target=True)
    assert slip("6", target="60..62") == off("1/10", 60, target=True)
    assert slip("9", target="1..10") is None
    assert factor(slip("80", target="1.1..1.2", unit="%")) == Fraction(80) / Fraction("1.2")
    assert slip("2", target="1.1..1.2", unit="%") is None


def test_a_first_figure_is_held_against_a_change_on_the_baseline() -> None:
    grown = Target(Comparator.AT_LEAST, relative=Relative(Decimal(5), in_percent=True))
    judged = indicator(unit="tỷ đồng", baseline="80")._replace(target=grown)
    assert suspected(typed("840"), judged, grown, Course.of([])) == off("10", 84, target=True)
    assert suspected(typed("90"), judged, grown, Course.of([])) is None


def test_a_first_figure_is_held_against_a_reference_number_too() -> None:
    assert slip("110000", target="~ 11000", unit="người") == off("10", 11000, target=True)


def test_no_earlier_figure_is_an_empty_sequence() -> None:
    none: list[Figure] = []
    judged = indicator(">= 1000")
    assert suspected(typed("1000"), judged, judged.target, Course.of(none)) is None


def test_without_a_target_a_first_figure_is_only_suspected_of_its_minus() -> None:
    judged = indicator(unit="tấn")
    assert suspected(typed("1"), judged, None, Course.of([])) is None
    assert suspected(typed("-1"), judged, None, Course.of([])) == Slip(Kind.MINUS, Fraction(0), True)


SUM = Combine.SUM


@pytest.mark.parametrize(
    ("value", "earlier", "target", "unit", "combine", "expected"),
    [
        # fifty times off, either way; in percent and for a sum only upwards
        ("62300000", (), ">= 62.3", "triệu đồng", Combine.LATEST, Kind.FAR_OFF),
        ("540056", (), ">= 540.056", "tỷ đồng", Combine.LATEST, Kind.POWER),
        ("3115", ("62.3",), "~ 5", "triệu đồng", Combine.LATEST, Kind.FAR_OFF),
        ("1", (), ">= 62.3", "triệu đồng", Combine.LATEST, Kind.FAR_OFF),
        ("1.9", ("80",), ">= 75.7", "%", Combine.LATEST, None),
        ("60", (), ">= 3000", "ha", SUM, None),
        ("150000", (), "<= 2900", "ha", SUM, Kind.FAR_OFF),
        # what the last figure bears out is not held against the target again
        ("63000000", ("62300000",), ">= 62.3", "triệu đồng", Combine.LATEST, None),
        # a stray nought
        ("0", (), "< 3.7", "%", Combine.LATEST, Kind.ZERO),
        ("0", (), ">= 100", "%", Combine.LATEST, None),
        ("0", (), "> 95", "%", Combine.LATEST, Kind.ZERO),
        ("0", ("90",), ">= 100", "%", Combine.LATEST, Kind.ZERO),
        ("0", ("0",), ">= 100", "%", Combine.LATEST, None),
        ("0", (), ">= 6278", "con", Combine.LATEST, Kind.ZERO),
        ("0", (), "<= 0", "vụ", Combine.LATEST, None),
        ("0", (), ">= 100", "ha", SUM, None),
        # halves of what is counted
        ("10950.5", ("10900",), "~ 11000", "người", Combine.LATEST, Kind.BROKEN),
        ("10950.0", ("10900",), "~ 11000", "người", Combine.LATEST, None),
        ("10950.5", ("10900",), "~ 11000", "người", Combine.MEAN, None),
        ("10950.5", ("10900",), "~ 11000", "nghìn người", Combine.LATEST, None),
        # a rate written as a decimal fraction
        ("1", (), ">= 100", "%", Combine.LATEST, Kind.DECIMAL_RATE),
        ("0.95", (), "> 95", "%", Combine.LATEST, Kind.DECIMAL_RATE),
        ("0.95", (), "< 3.7", "%", Combine.LATEST, None),
        ("1/100", (), ">= 100", "%", Combine.LATEST, None),
        ("0.037", (), "< 3.7", "%", Combine.LATEST, Kind.DECIMAL_RATE),
        ("0.05", (), "< 3.7", "%", Combine.LATEST, Kind.DECIMAL_RATE),
        ("0.09", (), "> 9", "%", Combine.LATEST, Kind.DECIMAL_RATE),
        ("0.15", (), "<= 23", "%", Combine.LATEST, Kind.DECIMAL_RATE),
        ("0.06", ("3.9",), "3..5", "%", Combine.LATEST, Kind.DECIMAL_RATE),
        ("0.039", ("3.9",), "< 3.7", "%", Combine.LATEST, Kind.POWER),
        ("0.037", ("0.04",), "< 3.7", "%", Combine.LATEST, None),
        ("0.4", (), "<= 0.5", "%", Combine.LATEST, None),
        ("0.9", (), "<= 3", "%", Combine.LATEST, None),
        ("0.01", (), "< 3.7", "%", Combine.LATEST, None),
        ("0.037", (), "< 3.7", "con", Combine.LATEST, Kind.BROKEN),
        # a running total typed as an amount
        ("1278.3", (), ">= 1278.3", "ha", SUM, Kind.WHOLE_YEAR),
        ("1200", (), ">= 1278.3", "ha", SUM, None),
        ("90", ("10",), ">= 1278.3", "ha", SUM, Kind.POWER),
        ("130", ("10",), ">= 1278.3", "ha", SUM, Kind.MANY_TIMES),
        ("79", ("10",), ">= 1278.3", "ha", SUM, None),
    ],
)
def test_what_a_suspected_slip_looks_like(
    value: str, earlier: tuple[str, ...], target: str, unit: str, combine: Combine, expected: Kind | None
) -> None:
    found = slip(value, *earlier, target=target, unit=unit, combine=combine)
    assert (found.kind if found else None) == expected


@pytest.mark.parametrize("frequency", [Frequency.ONCE, Frequency.YEARLY])
def test_what_comes_once_a_year_may_be_the_whole_of_it(frequency: Frequency) -> None:
    judged = indicator(">= 2", SUM, unit="thôn")._replace(frequency=frequency)
    assert suspected(typed("2"), judged, judged.target, Course.of([])) is None


@pytest.mark.parametrize(
    ("value", "on", "expected"),
    [
        ("620", "2024-05-31", None),
        ("590", "2024-05-31", Kind.FALLING),  # 100 were reached, and 500 more
        ("600", "2024-05-31", None),
        ("100", "2024-04-15", None),
        ("120", "2024-02-29", Kind.ABOVE_LATER),
        ("60", "2024-02-29", None),
        ("60000", "2024-05-31", Kind.FAR_OFF),
    ],
)
def test_running_totals_only_grow(value: str, on: str, expected: Kind | None) -> None:
    since = date(2024, 1, 1)
    judged = indicator(">= 1278.3", SUM)
    held = [figure("100", "2024-03-31")._replace(since=since), figure("500", "2024-04-30")]
    one = typed(value)._replace(on=date.fromisoformat(on), since=since)
    found = suspected(one, judged, judged.target, Course.of(held))
    assert (found.kind if found else None) == expected


@pytest.mark.parametrize(
    ("held", "total", "expected"),
    [
        ([("300", "2024-03-31")], ("250", "2024-04-30"), True),
        ([("300", "2024-03-31")], ("300", "2024-04-30"), False),
        ([("200", "2024-02-29"), ("100", "2024-03-31")], ("250", "2024-04-30"), True),
        ([("300", "2024-05-31")], ("250", "2024-04-30"), False),  # an amount after a total
    ],
)
def test_a_running_total_and_the_amounts_before_it_are_held_against_each_other_in_every_order(
    held: list[tuple[str, str]], total: tuple[str, str], expected: bool
) -> None:
    judged = indicator(">= 1278.3", SUM)
    figures = [figure(*total)._replace(since=date(2024, 1, 1)), *(figure(*one) for one in held)]
    for order in permutations(figures):
        asked = [suspected(one, judged, judged.target, Course.of(order[:at])) for at, one in enumerate(order)]
        assert {slip.kind for slip in asked if slip} <= {Kind.FALLING, Kind.ABOVE_LATER}
        assert any(asked) is expected, order


def test_a_running_total_may_be_lower_where_an_amount_was_taken_off_in_between() -> None:
    judged, since = indicator(">= 1278.3", SUM), date(2024, 1, 1)
    held = [figure("300", "2024-03-31")._replace(since=since), figure("-60", "2024-04-15")]
    one = figure("250", "2024-04-30")._replace(since=since)
    assert suspected(one, judged, judged.target, Course.of(held)) is None


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.integers(-5, 500), st.booleans()), unique_by=lambda entry: entry[0], max_size=8
    ),
    st.integers(1, 12),
)
def test_rows_added_one_by_one_are_known_as_all_of_them_at_once(entries, month) -> None:  # type: ignore[no-untyped-def]
    figures = [
        figure(str(value), f"2024-{month:02d}-01")._replace(since=date(2024, 1, 1) if total else None)
        for month, value, total in entries
    ]
    course = Course()
    for one in figures:
        course.add(one)
    day = date(2024, month, 1)
    assert course.without(day) == Course.of(one for one in figures if one.on != day)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["100", "250", "400", "620"], True),
        (["100", "250", "400"], False),
        (["100", "250", "240", "620"], False),
        (["10", "25", "40", "62"], False),
    ],
)
def test_amounts_that_only_grow_past_the_target_look_like_running_totals(amounts: list[str], expected: bool) -> None:
    assert grows_like_totals([exact(one) for one in amounts], indicator(">= 1278.3").target) is expected
