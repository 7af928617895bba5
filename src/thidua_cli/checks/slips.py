"""Rules about slips of the keyboard: powers of ten, swapped digits, sums that fall, denominators that jump."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ..domain.figure import Amount, Figure
from ..domain.plan import Combine, Indicator, Target
from ..domain.slip import Kind, Slip, grows_like_totals
from ..domain.target import round_half_up
from ..vietnamese.numbers import write_number
from ..vietnamese.wording import amount_text, figure_text, held_amount, with_unit
from .evidence import Evidence, Finding, error, warning

FEWEST_DIGITS = 3
DENOMINATOR_JUMP = Fraction(1, 5)
FAR_OFF = (Kind.POWER, Kind.TOO_LARGE, Kind.TOO_SMALL)
"""Ten, a hundred, a thousand or many times off the history or the target."""
ODD = (Kind.ZERO, Kind.BROKEN, Kind.DECIMAL_RATE)
"""A nought among figures that are none, half a thing, a rate written as a decimal fraction."""
TOTALS = (Kind.WHOLE_YEAR, Kind.MANY_TIMES, Kind.FALLING)


def running_total(evidence: Evidence) -> Iterable[Finding]:
    """Amounts of a sum that look like running totals, and running totals that fall."""
    yield from asked_about(evidence, "running-total", TOTALS)
    for one, year in evidence.by_year():
        if one.indicator.combine is Combine.SUM:
            amounts = [figure for figure in one.figures if figure.since is None]
            exact = [figure.amount.exact for figure in amounts]
            if amounts and grows_like_totals(exact, one.target_on(amounts[-1].on)):
                together = with_unit(figure_text(sum(exact, Fraction(0)), one.indicator), one.indicator.unit)
                sentence = f"{len(amounts)} lần ghi năm {year} chỉ tăng dần, cộng lại {together}, vượt chỉ tiêu giao"
                advice = f"có phải lũy kế? {evidence.correct(amounts[-1], '--cumulative')}"
                yield warning("running-total", amounts[-1], sentence, advice)


def asked_about(evidence: Evidence, code: str, kinds: tuple[Kind, ...]) -> Iterable[Finding]:
    """The slips of these kinds that `record` would have asked about, and that the next figure does not bear out."""
    for one, figure, slip in evidence.suspected:
        if slip.kind in kinds:
            sentence = f"{held_amount(figure, one.indicator)} {slip_words(slip, one.indicator)}"
            yield warning(code, figure, f"{sentence}; {slip_guess(slip, one.indicator)}", evidence.correct(figure))


def swapped_digits(evidence: Evidence) -> Iterable[Finding]:
    """Two neighbouring digits exchanged against the figure before, or against the target.

    Like is held against like: a numerator against the numerator before, a denominator against the denominator.
    """
    for one in evidence.series():
        earlier: Figure | None = None
        for figure in one.figures:
            for typed, number, what in _pairs(figure.amount, earlier, one.target_on(figure.on)):
                if is_swapped(typed, number):
                    sentence = f"{write_number(typed)} chỉ khác {what} {write_number(number)} ở hai chữ số đổi chỗ"
                    yield warning("swapped-digits", figure, sentence, evidence.correct(figure))
                    break
            earlier = figure


def _pairs(amount: Amount, earlier: Figure | None, target: Target | None) -> Iterator[tuple[Decimal, Decimal, str]]:
    """Every number of an amount beside what it is held against, and what that is."""
    for typed, before in zip(amount, earlier.amount, strict=True) if earlier else ():
        if typed is not None and before is not None:
            yield typed, before, "số lần trước"
    if target is not None and amount.value is not None:
        yield amount.value, target.value, "chỉ tiêu giao"


def is_swapped(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers of at least three digits differ just by two neighbouring digits changing places."""
    first, second = f"{one:f}", f"{other:f}"
    places = [at for at, (own, held) in enumerate(zip(first, second, strict=False)) if own != held]
    if len(first) != len(second) or len(places) != 2 or sum(map(str.isdigit, first)) < FEWEST_DIGITS:
        return False
    left, right = places
    between = first[left + 1 : right]
    return between in ("", ".") and (first[left], first[right]) == (second[right], second[left])


def falling_sum(evidence: Evidence) -> Iterable[Finding]:
    """A cumulative figure that falls: an amount below zero in a year's sum; an error when the sum itself is below."""
    for (indicator, figures, _), _ in evidence.by_year():
        total = Fraction(0)
        for figure in figures if indicator.combine is Combine.SUM else ():
            before, amount = total, figure.amount.exact
            total = amount + (before if figure.since is None else 0)
            if total >= before and amount >= 0:
                continue
            reached = with_unit(figure_text(total, indicator), indicator.unit)
            sentence = f"{amount_text(figure.amount, indicator, figure.on)} làm số cộng dồn giảm còn {reached}"
            say = error if total < 0 else warning
            yield say("falling-sum", figure, sentence, evidence.correct(figure))


def denominator_jump(evidence: Evidence) -> Iterable[Finding]:
    """A rate whose denominator differs by more than a fifth from the one before."""
    for indicator, figures, _ in evidence.series():
        parts = [(figure, figure.amount.denominator) for figure in figures if figure.amount.denominator is not None]
        for (_, earlier), (figure, denominator) in pairwise(parts):
            if abs(Fraction(denominator) / Fraction(earlier) - 1) > DENOMINATOR_JUMP:
                what = indicator.rate.denominator if indicator.rate else "mẫu số"
                sentence = f"mẫu số ({what}) từ {write_number(earlier)} thành {write_number(denominator)}"
                yield warning("denominator-jump", figure, sentence, evidence.correct(figure))


def slip_words(slip: Slip, indicator: Indicator) -> str:
    """What is odd about a value: `gấp khoảng 10 lần số đã có (650 con)`."""
    reference = with_unit(figure_text(slip.reference, indicator), indicator.unit)
    held = "chỉ tiêu giao" if slip.reference_is_target else "số đã có"
    if slip.factor is not None:
        off = slip.factor if slip.factor > 1 else 1 / slip.factor
        number = write_number(round_half_up(off, 0))
        times = f"gấp khoảng {number} lần" if slip.factor > 1 else f"chỉ bằng khoảng 1/{number}"
        return f"{times} {held} ({reference})"
    if slip.kind is Kind.ZERO:
        return f"là số 0, trong khi {held} là {reference}"
    return _SLIPS[slip.kind].format(held=held, reference=reference, unit=indicator.unit)


_SLIPS = {
    Kind.MINUS: "là số âm, trước nay chưa có số âm",
    Kind.BROKEN: "có phần lẻ, trong khi {unit} đếm bằng số nguyên",
    Kind.DECIMAL_RATE: "không quá 1%, trong khi {held} là {reference}",
    Kind.WHOLE_YEAR: "bằng hoặc hơn cả chỉ tiêu giao của năm ({reference})",
    Kind.MANY_TIMES: "gấp từ 10 lần trở lên lần ghi lớn nhất ({reference})",
    Kind.FALLING: "thấp hơn lũy kế đã ghi của ngày trước ({reference})",
    Kind.ABOVE_LATER: "cao hơn lũy kế đã ghi của ngày sau ({reference})",
}
GROWING = "{} lần ghi chỉ tăng dần, cộng lại vượt chỉ tiêu: có phải lũy kế? Nếu phải"
_GUESSES = {
    Kind.TOO_LARGE: "có thể nhầm đơn vị",
    Kind.TOO_SMALL: "có thể nhầm đơn vị",
    Kind.ZERO: "chưa có số liệu thì không ghi số 0",
    Kind.BROKEN: "có thể gõ nhầm dấu phẩy",
    Kind.DECIMAL_RATE: "có phải tỷ lệ viết thập phân (0,95 là 95%)?",
    Kind.WHOLE_YEAR: "có phải lũy kế từ đầu năm (--cumulative)?",
    Kind.MANY_TIMES: "có phải lũy kế từ đầu năm (--cumulative), hoặc nhầm đơn vị?",
    Kind.FALLING: "lũy kế không giảm, có thể là số riêng của ngày ấy",
    Kind.ABOVE_LATER: "lũy kế không giảm, có thể một trong hai số gõ nhầm",
}


def slip_guess(slip: Slip, indicator: Indicator) -> str:
    """What a suspected slip may come from; a hundredth of a percentage is most likely a decimal fraction."""
    if indicator.is_rate and slip.factor == Fraction(1, 100):
        return _GUESSES[Kind.DECIMAL_RATE]
    return _GUESSES.get(slip.kind, "có thể gõ nhầm")


def slip_sentence(slip: Slip, amount: Amount, indicator: Indicator) -> str:
    """A suspected slip in words."""
    value = amount_text(amount, indicator)
    return f"{indicator.name}: {value} {slip_words(slip, indicator)}; {slip_guess(slip, indicator)}"
