"""An amount as it is typed or written in a file, read for its indicator and held against what that can be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ..domain.figure import Amount
from ..domain.plan import Bounds, Combine, Indicator, Place
from ..errors import InvalidInput, UsageError, command
from ..vietnamese.numbers import read_number, shown, write_number
from ..vietnamese.text import fold
from ..vietnamese.wording import amount_outside, with_unit

NumberReader = Callable[[str], Decimal]


def read_amount(text: str, indicator: Indicator, read: NumberReader = read_number, *, of_total: bool = False) -> Amount:
    """Read `4.482,38`, `75,7%`, `9/10` or `chưa đạt` for an indicator; `read` reads each number in it.

    Raises UsageError: unreadable, a fraction or a percent sign where the unit is not %, a total that is computed
    (but for its figure of an earlier year: `of_total`).
    """
    if not of_total:
        _refuse_total(indicator)
    if indicator.is_yes_no:
        return read_yes_no(text, indicator)
    plain = text.strip()
    if "/" in plain:
        return _read_parts(plain, indicator, read)
    if plain.endswith("%"):
        if not indicator.is_rate:
            raise UsageError(f"'{shown(text)}' có dấu % nhưng {indicator.name} tính bằng {indicator.unit}")
        plain = plain[:-1].rstrip()
    return Amount(value=read(plain))


def read_yes_no(text: str, indicator: Indicator) -> Amount:
    """Read `đạt`, `chưa đạt` or `không đạt`, with or without accents: 1 or 0. Raises UsageError for anything else."""
    answer = _ANSWERS.get(fold(text))
    if answer is None:
        raise UsageError(
            f"'{shown(text)}' không đọc được: {indicator.name} chỉ ghi {YES} hoặc {NO}",
            hint=f"ví dụ: {command('thidua', 'record', indicator.id, YES)}",
        )
    return Amount(value=Decimal(answer))


YES, NO = "đạt", "chưa đạt"
_ANSWERS = {fold(YES): 1, fold(NO): 0, fold("không đạt"): 0}


def _read_parts(plain: str, indicator: Indicator, read: NumberReader) -> Amount:
    if not indicator.is_rate:
        raise UsageError(
            f"'{shown(plain)}' là dạng tử/mẫu, chỉ dùng cho chỉ tiêu tính bằng %;"
            f" {indicator.name} tính bằng {indicator.unit}"
        )
    upper, _, lower = plain.partition("/")
    if "/" in lower or not upper.strip() or not lower.strip():
        raise UsageError(f"số không hợp lệ '{shown(plain)}': tỷ lệ viết một số, hoặc dạng tử/mẫu như 102/2910")
    numerator, denominator = read(upper), read(lower)
    if denominator <= 0:
        raise UsageError(f"'{shown(plain)}': mẫu số phải lớn hơn 0")
    return Amount(numerator=numerator, denominator=denominator)


def _refuse_total(indicator: Indicator) -> None:
    if indicator.combine is Combine.TOTAL:
        parts = ", ".join(f"{part.id} ({part.name})" for part in indicator.parts)
        raise UsageError(
            f"{indicator.name} là tổng, được cộng từ các phần: {parts}",
            hint=f"hãy ghi từng phần: thidua record {indicator.parts[0].id} GIÁ_TRỊ",
        )


def check_plausible(amount: Amount, indicator: Indicator) -> None:
    """Raises InvalidInput for a value outside the plan's `plausible` bounds."""
    bounds = indicator.plausible
    if bounds is not None and not bounds.holds(amount.exact if amount.value is None else amount.value):
        span = f"{write_number(bounds.lower)} đến {with_unit(write_number(bounds.upper), indicator.unit)}"
        outside = amount_outside(amount, indicator, bounds.lower, bounds.upper)
        raise InvalidInput(
            f"{outside} nằm ngoài khoảng hợp lý của {indicator.name} ({span})",
            hint=f"{_other_way_round(amount, bounds)}kiểm tra lại số đã gõ; chưa ghi gì",
        )


def _other_way_round(amount: Amount, bounds: Bounds) -> str:
    """The question whether the two parts of a rate changed places, where they would fit then."""
    turned = Amount(numerator=amount.denominator, denominator=amount.numerator)
    if amount.numerator is None or amount.numerator <= 0 or not bounds.holds(turned.exact):
        return ""
    return f"có phải viết ngược, tử số trước mẫu số là {typed_form(turned)}? "


def typed_form(amount: Amount, indicator: Indicator | None = None) -> str:
    """The amount as it would be typed on the command line."""
    if indicator is not None and indicator.is_yes_no:
        return YES if amount.value else NO
    if amount.numerator is not None and amount.denominator is not None:
        return f"{write_number(amount.numerator)}/{write_number(amount.denominator)}"
    return write_number(amount.value or Decimal(0))


def check_parts(amount: Amount, indicator: Indicator, place: Place | None) -> None:
    """Raises UsageError for a place's rate without its two parts: percentages of places cannot be averaged."""
    if place is not None and indicator.is_rate and amount.numerator is None:
        words = f" ({indicator.rate.numerator}/{indicator.rate.denominator})" if indicator.rate else ""
        raise UsageError(
            f"tỷ lệ của {place.name} phải ghi bằng tử số/mẫu số{words}: các thôn lớn nhỏ khác nhau,"
            " nên tỷ lệ của xã là tổng tử số/tổng mẫu số, không phải bình quân các tỷ lệ",
            hint=f"ví dụ: thidua record {indicator.id} 12/150 --place {place.id}",
        )
