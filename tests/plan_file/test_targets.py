"""Targets and bounds from text and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_cli.domain.plan import Bounds, Comparator, Relative, Target
from thidua_cli.errors import UsageError
from thidua_cli.vietnamese.targets import read_bounds, read_target, write_bounds, write_target

_numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12).map(
    lambda number: number if number else abs(number)
)
_points = st.builds(
    Target,
    st.sampled_from([one for one in Comparator if one.is_number and one is not Comparator.RANGE]),
    _numbers,
    st.none(),
    relative=st.none(),
    exact=st.none(),
)
_changes = st.builds(
    Target,
    st.sampled_from([Comparator.AT_LEAST, Comparator.ABOVE, Comparator.AT_MOST, Comparator.BELOW]),
    st.just(Decimal(0)),
    st.none(),
    relative=st.builds(Relative, _numbers, st.booleans()),
    exact=st.none(),
)
_ranges = st.tuples(_numbers, _numbers).filter(lambda ends: ends[0] != ends[1])


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (">= 4.482,38", Target(Comparator.AT_LEAST, Decimal("4482.38"))),
        (">95", Target(Comparator.ABOVE, Decimal(95))),
        ("<=  23", Target(Comparator.AT_MOST, Decimal(23))),
        ("< 3,70", Target(Comparator.BELOW, Decimal("3.70"))),
        ("= 100 %", Target(Comparator.EQUAL, Decimal(100))),
        ("~ 11.000", Target(Comparator.REFERENCE, Decimal(11000))),
        ("60..62", Target(Comparator.RANGE, Decimal(60), Decimal(62))),
        ("1.000,5 .. 2.000", Target(Comparator.RANGE, Decimal("1000.5"), Decimal(2000))),
        (">= -5,5", Target(Comparator.AT_LEAST, Decimal("-5.5"))),
        ("none", Target(Comparator.NONE)),
        ("đạt", Target(Comparator.YES, Decimal(1))),
        (">= +5%", Target(Comparator.AT_LEAST, relative=Relative(Decimal(5), in_percent=True))),
        ("<= -1,5 điểm", Target(Comparator.AT_MOST, relative=Relative(Decimal("-1.5")))),
        ("> +2 điểm phần trăm", Target(Comparator.ABOVE, relative=Relative(Decimal(2)))),
    ],
)
def test_every_comparator_is_read(text: str, target: Target) -> None:
    assert read_target(text, "%") == target


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("95", '">= 95" (phải đạt ít nhất) hoặc "<= 95"'),
        ("trên: 9 %", '"> 9"'),
        ("dưới 3,7%", '"< 3,7"'),
        ("≥ 5", '">= 5"'),
        ("=> 5", '">= 5"'),
        ("60..", '"60..62"'),
        ("62..60", '"60..62"'),
        ("60..60", 'hãy viết "= 60"'),
        ("> = 5", 'hãy viết ">= 5"'),
        ("< =5,5", 'hãy viết "<=5,5"'),
        ("", '"< 3,7"'),
        (">= ", '"< 3,7"'),
        (">= 5.5", "5,5"),
        ("90 % trở lên", '">= 90" và giữ lời văn ở khóa printed'),
        ("từ 90 % trở lên", '">= 90"'),
        ("90 % trở xuống", '"<= 90"'),
        ("10-12", '"10..12"'),
        ("từ 10 đến 12", '"10..12"'),
        ("khoảng 4.700 - 4.730", '"4.700..4.730"'),
        ("giảm còn 0,8%", '"<= 0,8"'),
        ("không dưới 98%", '">= 98"'),
        ("12-10", '"< 3,7"'),
        ("ít nhất 7.25", "4.482,38"),
        ("mười hai", '"< 3,7"'),
        ("+5%", '">= +5%"'),
        ("= +5%", '">= +5%"'),
        ("-1,5 điểm", '"<= -1,5 điểm"'),
        ("+5%..+6%", 'hãy viết một mức: ">= +5%"'),
        (">= 5 điểm", '">= +5 điểm" (tăng so với năm trước) hoặc "<= -5 điểm" (giảm)'),
        (">= +5 tấn", '">= +5%" (phần trăm của năm trước) hoặc ">= +5 điểm"'),
    ],
)
def test_what_is_no_target_is_refused_with_what_to_type(text: str, advice: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_target(text, "%")
    assert advice in caught.value.sentence


def test_a_unit_after_the_number_is_told_to_be_left_out() -> None:
    with pytest.raises(UsageError, match="hãy chỉ viết 39"):
        read_target(">= 39 ha", "ha")


@given(_points | _changes)
def test_a_written_target_is_read_back_exactly(target: Target) -> None:
    assert repr(read_target(write_target(target), "ha")) == repr(target)


@given(_ranges)
def test_a_written_range_is_read_back_exactly(ends: tuple[Decimal, Decimal]) -> None:
    target = Target(Comparator.RANGE, min(ends), max(ends))
    assert read_target(write_target(target), "ha") == target
    bounds = Bounds(min(ends), max(ends))
    assert read_bounds(write_bounds(bounds), "ha") == bounds
