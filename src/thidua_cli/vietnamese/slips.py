"""Words about suspected slips of the keyboard."""

from __future__ import annotations

from ..domain.figure import Amount
from ..domain.plan import Indicator
from ..domain.slip import Slip
from .wording import amount_text, figure_text, with_unit


def slip_words(slip: Slip, indicator: Indicator) -> str:
    """How far off a value looks: `gấp khoảng 10 lần số đã có (650 con)`."""
    if slip.factor is None:
        return "là số âm, trước nay chưa có số âm"
    reference = with_unit(figure_text(slip.reference, indicator), indicator.unit)
    held = "chỉ tiêu giao" if slip.reference_is_target else "số đã có"
    times = f"gấp khoảng {slip.factor} lần" if slip.factor > 1 else f"chỉ bằng khoảng 1/{1 / slip.factor}"
    return f"{times} {held} ({reference})"


def slip_sentence(slip: Slip, amount: Amount, indicator: Indicator) -> str:
    """A suspected slip in words."""
    if slip.factor is None:
        return f"{amount_text(amount, indicator)} là số âm, {indicator.name} trước nay chưa có số âm: có thể gõ nhầm"
    return f"{amount_text(amount, indicator)} {slip_words(slip, indicator)} của {indicator.name}: có thể gõ nhầm"
