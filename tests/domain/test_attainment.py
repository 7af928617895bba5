"""Judging: every rule of the verdicts in tables, and percentages that follow published practice."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.making import exact, indicator, target
from thidua_cli.domain.attainment import Method, Reason, Verdict, attainment, difference, ratio, satisfies, verdict
from thidua_cli.domain.plan import Better, Combine

EXCEEDED, MET, WITHIN, NOT_YET = Verdict.EXCEEDED, Verdict.MET, Verdict.WITHIN, Verdict.NOT_YET
MISSED, NOT_DUE, NO_DATA, NOT_JUDGED = Verdict.MISSED, Verdict.NOT_DUE, Verdict.NO_DATA, Verdict.NOT_JUDGED
LATEST, SUM, MEAN, MAX = Combine.LATEST, Combine.SUM, Combine.MEAN, Combine.MAX
NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6)
DECIMALS = st.decimals(min_value=-1000, max_value=1000, places=2)


def judge(
    text: str,
    actual: str | None,
    combine: Combine = LATEST,
    better: Better | None = None,
    *,
    due: bool = True,
    closed: bool = False,
) -> Verdict:
    judged = indicator(text, combine, better=better)
    reached = exact(actual) if actual is not None else None
    return verdict(judged, judged.target, reached, due=due, year_closed=closed)


# target, actual, verdict while the year is open, verdict when it is closed
LEVEL_RULES = [
    (">= 95", "95.0000001", EXCEEDED, EXCEEDED),
    (">= 95", "95", MET, MET),
    (">= 95", "94.9999999", NOT_YET, MISSED),
    (">= 80", "79.87", NOT_YET, MISSED),
    (">= 100", "99.2", NOT_YET, MISSED),
    (">= 2", "0", NOT_YET, MISSED),
    (">= 0", "0", MET, MET),
    (">= 0", "-1", NOT_YET, MISSED),
    (">= -5", "-4", EXCEEDED, EXCEEDED),
    (">= -5", "-5", MET, MET),
    (">= -5", "-6", NOT_YET, MISSED),
    ("> 95", "95.01", MET, MET),
    ("> 95", "95", NOT_YET, MISSED),
    ("> 95", "94", NOT_YET, MISSED),
    ("> 0", "0", NOT_YET, MISSED),
    ("<= 23", "22.9", EXCEEDED, EXCEEDED),
    ("<= 23", "23", MET, MET),
    ("<= 23", "23.01", NOT_YET, MISSED),
    ("<= 23", "0", EXCEEDED, EXCEEDED),
    ("<= 4.5", "6.1", NOT_YET, MISSED),
    ("<= 0", "0", MET, MET),
    ("<= 0", "1", NOT_YET, MISSED),
    ("<= -2", "-3", EXCEEDED, EXCEEDED),
    ("<= -2", "-1", NOT_YET, MISSED),
    ("< 3.7", "3.5", MET, MET),
    ("< 3.7", "3.7", NOT_YET, MISSED),
    ("< 3.7", "3.8", NOT_YET, MISSED),
    ("< 3.7", "0", MET, MET),
    ("= 100", "100", MET, MET),
    ("= 100", "100.01", NOT_YET, MISSED),
    ("= 100", "99.99", NOT_YET, MISSED),
    ("= 0", "0", MET, MET),
    ("~ 11000", "1", NOT_JUDGED, NOT_JUDGED),
    ("~ 11000", "11000", NOT_JUDGED, NOT_JUDGED),
]


@pytest.mark.parametrize(("text", "actual", "open_year", "closed_year"), LEVEL_RULES)
@pytest.mark.parametrize("combine", [LATEST, MEAN])
def test_a_level_is_judged_on_its_exact_value(
    text: str, actual: str, open_year: Verdict, closed_year: Verdict, combine: Combine
) -> None:
    assert judge(text, actual, combine) is open_year
    assert judge(text, actual, combine, closed=True) is closed_year


# target, better, actual, open year, closed year
RANGE_RULES = [
    (None, "60", MET, MET),
    (None, "61", MET, MET),
    (None, "62", MET, MET),
    (None, "59.99", NOT_YET, MISSED),
    (None, "62.01", NOT_YET, MISSED),
    (Better.NONE, "62.01", NOT_YET, MISSED),
    (Better.NONE, "59.99", NOT_YET, MISSED),
    (Better.HIGHER, "62.01", EXCEEDED, EXCEEDED),
    (Better.HIGHER, "62", MET, MET),
    (Better.HIGHER, "60", MET, MET),
    (Better.HIGHER, "59.99", NOT_YET, MISSED),
    (Better.LOWER, "59.99", EXCEEDED, EXCEEDED),
    (Better.LOWER, "60", MET, MET),
    (Better.LOWER, "62", MET, MET),
    (Better.LOWER, "62.01", NOT_YET, MISSED),
]


@pytest.mark.parametrize(("better", "actual", "open_year", "closed_year"), RANGE_RULES)
def test_a_range_is_exceeded_beyond_its_good_end_only(
    better: Better | None, actual: str, open_year: Verdict, closed_year: Verdict
) -> None:
    assert judge("60..62", actual, better=better) is open_year
    assert judge("60..62", actual, better=better, closed=True) is closed_year


CEILING_RULES = [
    ("<= 5", "0", WITHIN, EXCEEDED),
    ("<= 5", "4.99", WITHIN, EXCEEDED),
    ("<= 5", "5", WITHIN, MET),
    ("<= 5", "5.01", MISSED, MISSED),
    ("< 5", "4.99", WITHIN, MET),
    ("< 5", "5", MISSED, MISSED),
    ("< 5", "9", MISSED, MISSED),
]


@pytest.mark.parametrize(("text", "actual", "open_year", "closed_year"), CEILING_RULES)
@pytest.mark.parametrize("combine", [SUM, MAX])
def test_a_ceiling_on_what_only_grows_is_not_met_in_march_and_missed_once_broken(
    text: str, actual: str, open_year: Verdict, closed_year: Verdict, combine: Combine
) -> None:
    assert judge(text, actual, combine) is open_year
    assert judge(text, actual, combine, closed=True) is closed_year


@pytest.mark.parametrize("combine", [SUM, MAX])
@pytest.mark.parametrize(
    ("text", "actual", "open_year"),
    [(">= 2", "2", MET), (">= 2", "3", EXCEEDED), (">= 2", "1", NOT_YET), ("> 2", "3", MET), ("= 2", "1", NOT_YET)],
)
def test_a_floor_on_what_only_grows_is_judged_at_once(
    combine: Combine, text: str, actual: str, open_year: Verdict
) -> None:
    assert judge(text, actual, combine) is open_year


@pytest.mark.parametrize(
    ("combines", "open_year"),
    [((SUM, SUM), WITHIN), ((SUM, MAX), WITHIN), ((SUM, LATEST), EXCEEDED), ((LATEST, MEAN), EXCEEDED)],
)
def test_a_ceiling_on_a_total_waits_only_when_all_its_parts_grow(
    combines: tuple[Combine, ...], open_year: Verdict
) -> None:
    parts = tuple(indicator("<= 3", combine, id=f"p{place}") for place, combine in enumerate(combines))
    total = indicator("<= 6", Combine.TOTAL, parts=parts)
    assert verdict(total, total.target, Fraction(4), due=True, year_closed=False) is open_year


@pytest.mark.parametrize("text", [">= 10", "> 10", "<= 10", "< 10", "= 10", "60..62"])
@pytest.mark.parametrize("combine", [LATEST, SUM, MEAN, MAX])
@pytest.mark.parametrize("closed", [False, True])
def test_without_a_figure_nothing_is_missed(text: str, combine: Combine, closed: bool) -> None:
    assert judge(text, None, combine, due=True, closed=closed) is NO_DATA
    assert judge(text, None, combine, due=False, closed=closed) is NOT_DUE


def test_a_reference_is_not_judged_even_without_a_figure() -> None:
    assert judge("~ 11000", None, due=True, closed=True) is NOT_JUDGED


@given(DECIMALS, NUMBERS)
def test_strict_and_inclusive_targets_differ_at_their_own_number_only(value: Decimal, actual: Fraction) -> None:
    for strict, inclusive in ((">", ">="), ("<", "<=")):
        loose = satisfies(actual, target(f"{inclusive} {value}"))
        assert (satisfies(actual, target(f"{strict} {value}")) is MET) == (loose is EXCEEDED)
    assert satisfies(Fraction(value), target(f">= {value}")) is satisfies(Fraction(value), target(f"<= {value}")) is MET


@given(DECIMALS, NUMBERS)
def test_a_floor_and_its_mirrored_ceiling_agree(value: Decimal, actual: Fraction) -> None:
    assert satisfies(actual, target(f">= {value}")) is satisfies(-actual, target(f"<= {-value}"))


@pytest.mark.parametrize(
    ("text", "actual", "percent"),
    [
        (">= 100", "0", "0.00"),
        (">= 100", "100", "100.00"),
        (">= 100000", "99996", "99.99"),
        (">= 100000", "100004", "100.01"),
        (">= 75", "1809.5", "2412.67"),
        (">= 2.28", "-4.13", "-181.14"),
        ("< 3.7", "3.5", "94.59"),
        ("<= 4.5", "6.1", "135.56"),
        ("= 8", "8", "100.00"),
        ("> 95", "290/3", "101.75"),
    ],
)
def test_the_ratio_is_neutral_never_capped_and_0_percent_is_a_value(text: str, actual: str, percent: str) -> None:
    found = ratio(exact(actual), target(text))
    assert (str(found.percent), found.reason) == (percent, None)


@given(DECIMALS.filter(lambda value: value > 0), NUMBERS)
def test_the_ratio_is_100_only_when_actual_and_target_are_equal(value: Decimal, actual: Fraction) -> None:
    found = ratio(actual, target(f">= {value}"))
    assert found.exact == actual / Fraction(value) * 100
    assert (found.percent == 100, found.percent == 0) == (actual == Fraction(value), actual == 0)


@pytest.mark.parametrize(
    ("text", "actual", "reason"),
    [
        ("~ 11000", "11000", Reason.REFERENCE),
        ("~ 0", None, Reason.REFERENCE),
        (">= -5", "-10", Reason.NEGATIVE_TARGET),
        (">= -5", None, Reason.NEGATIVE_TARGET),
        ("60..62", "61", Reason.RANGE_TARGET),
        ("0..62", None, Reason.RANGE_TARGET),
        (">= 0", "5", Reason.ZERO_TARGET),
        ("<= 0", "0", Reason.ZERO_TARGET),
        (">= 10", None, Reason.NO_ACTUAL),
    ],
)
def test_a_missing_ratio_has_a_reason_b9(text: str, actual: str | None, reason: Reason) -> None:
    found = ratio(None if actual is None else exact(actual), target(text))
    assert (found.percent, found.reason, found.exact) == (None, reason, None)


@pytest.mark.parametrize(
    ("text", "baseline", "actual", "method", "percent", "reason"),
    [
        ("< 3.7", "5.2", "3.5", Method.REDUCTION, "113.33", None),
        ("< 3.7", "5.2", "3.7", Method.REDUCTION, "100.00", None),
        ("< 3.7", "5.2", "5.2", Method.REDUCTION, "0.00", None),
        ("<= 3.7", "5.2", "6.1", Method.REDUCTION, "-60.00", None),
        ("<= 0", "4", "1", Method.REDUCTION, "75.00", None),
        ("<= -2", "0", "-1", None, None, Reason.NEGATIVE_TARGET),
        ("<= 0", "100000", "4", Method.REDUCTION, "99.99", None),
        ("< 3.7", "5.2", None, Method.REDUCTION, None, Reason.NO_ACTUAL),
        ("< 3.7", None, "3.5", Method.REDUCTION, None, Reason.NO_BASELINE),
        ("< 3.7", None, None, Method.REDUCTION, None, Reason.NO_BASELINE),
        ("<= 3.7", "3.7", "3.5", Method.REDUCTION, None, Reason.NO_BASELINE),
        ("<= 3.7", "3.0", "3.5", Method.REDUCTION, None, Reason.NO_BASELINE),
        (">= 95", "90", "94", Method.RATIO, "98.95", None),
        ("> 95", None, "95", Method.RATIO, "100.00", None),
        ("= 2", None, "1", Method.RATIO, "50.00", None),
        (">= 0", None, "1", Method.RATIO, None, Reason.ZERO_TARGET),
        (">= 5", None, None, Method.RATIO, None, Reason.NO_ACTUAL),
        ("60..62", "50", "61", None, None, Reason.RANGE_TARGET),
        ("~ 11000", "50", "61", None, None, Reason.REFERENCE),
    ],
)
def test_attainment_is_the_ratio_upwards_and_the_reduction_reached_downwards(
    text: str, baseline: str | None, actual: str | None, method: Method | None, percent: str | None, reason: Reason
) -> None:
    judged = indicator(text, baseline=baseline)
    found = attainment(exact(actual) if actual is not None else None, judged.target, judged)
    assert found.method is method
    assert found.reason is reason
    assert found.percent == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize(
    ("text", "actual", "gap"),
    [
        ("< 3.7", "3.5", "-0.2"),
        (">= 31.5", "33", "1.5"),
        (">= 0", "0", "0"),
        ("~ 11000", "10578", "-422"),
        ("60..62", "60", "0"),
        ("60..62", "61.5", "0"),
        ("60..62", "63", "1"),
        ("60..62", "58.5", "-1.5"),
        (">= 1", "1/3", "-2/3"),
    ],
)
def test_the_difference_is_exact_and_of_a_range_from_its_nearest_end(text: str, actual: str, gap: str) -> None:
    assert difference(exact(actual), target(text)) == exact(gap)
