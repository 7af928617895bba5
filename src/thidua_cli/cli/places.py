"""`--place`: which place a figure is about, and what a place's figure must look like so that it can be put together."""

from __future__ import annotations

from ..domain.emulation import Place
from ..domain.figure import Amount
from ..domain.plan import Indicator, Plan
from ..errors import UsageError
from ..vietnamese.finding import find_place

PLACES_GUIDE = "xem mục Số liệu theo thôn của hướng dẫn"


def placed(plan: Plan, indicator: Indicator, typed: str | None) -> Place | None:
    """The place meant by `--place`; None for the commune as a whole.

    Raises UsageError: no such place, or an indicator whose figures are not collected by place.
    """
    if typed is None:
        return None
    place = find_place(plan, typed)
    if not indicator.by_place:
        raise UsageError(
            f"{indicator.name} ({indicator.id}) không thu theo thôn, nên không ghi cho {place.name} được",
            hint="ghi cho cả xã: bỏ tên thôn (--place);"
            " nếu chỉ tiêu này cộng được từ các thôn, thêm by_place: true vào kế hoạch",
        )
    return place


def check_parts(amount: Amount, indicator: Indicator, place: Place | None) -> None:
    """Raises UsageError for a place's rate without its two parts: percentages of places cannot be averaged."""
    if place is not None and indicator.is_rate and amount.numerator is None:
        words = f" ({indicator.rate.numerator}/{indicator.rate.denominator})" if indicator.rate else ""
        raise UsageError(
            f"tỷ lệ của {place.name} phải ghi bằng tử số/mẫu số{words}: các thôn lớn nhỏ khác nhau,"
            " nên tỷ lệ của xã là tổng tử số/tổng mẫu số, không phải bình quân các tỷ lệ",
            hint=f"ví dụ: thidua record {indicator.id} 12/150 --place {place.id}",
        )
