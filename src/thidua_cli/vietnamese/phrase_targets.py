"""An amount that an office writes → the target that a plan file spells, its unit, its doubts: one target given."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ..domain.target import exact_or_cut
from . import phrase_words as said
from .numbers import write_number
from .phrase_words import Amount

NONE, YES = "none", "đạt"
POINTS = "điểm"
NO_UNIT_SEEN = "không thấy đơn vị"


@dataclass(frozen=True, slots=True)
class Given:
    """One target as a document gives it; `target` is spelt as in a plan file, `printed` is in the document's words.

    `inside`: how deep it stands within another: after "trong đó" or in a bracket 1, a bracket in there 2.
    `against`: the year a growth target is compared with (`2023`, `trước`).
    `baseline`: the level it starts from. `fraction`: numerator and denominator of `8/10 thôn`.
    `also`: further targets of the same thing, each with who gives it, its target and its words.
    `verb`: of a change (`giảm`), where it stands before the name.
    `periods`: its targets in single periods of the year: `("H1", "> 50")`.
    `source`: the line of the document it stands in, and `supplier` who supplies it, where a draft knows them.
    """

    name: str
    unit: str
    target: str
    printed: str
    inside: int = 0
    against: str = ""
    stretch: str = ""
    count: str = ""
    baseline: str = ""
    also: tuple[tuple[str, str, str], ...] = ()
    periods: tuple[tuple[str, str], ...] = ()
    fraction: tuple[Decimal, Decimal] | None = None
    doubts: tuple[str, ...] = ()
    verb: str = ""
    source: str = field(default="", repr=False)
    supplier: str = field(default="", repr=False)

    @property
    def words(self) -> str:
        """How the document says the target, a change with its verb: `giảm 10%`."""
        return f"{self.verb} {self.printed}".lstrip()

    @property
    def is_change(self) -> bool:
        """Its target is a change against last year's result."""
        return self.target.endswith(("%", POINTS))


def target_and_unit(name: str, amount: Amount, unit: str) -> tuple[str, str, tuple[str, ...]]:
    """The target as a plan spells it, its unit, and what is doubtful."""
    if not amount.values:
        return NONE, unit, amount.doubts
    if amount.change and not said.MORE.match(name):
        return _relative(name, amount, unit)
    doubts = amount.doubts if unit else (*amount.doubts, NO_UNIT_SEEN)
    if amount.fraction and unit in (amount.unit, "%"):
        return _part_of_all(name, amount, unit, doubts)
    low, high = (-value if amount.text[0] in "-−–" else value for value in (amount.values[0], amount.values[-1]))
    if low < high:
        return f"{write_number(low)}..{write_number(high)}", unit, doubts
    if len(amount.values) > 1:
        return NONE, unit, (*doubts, f"khoảng '{amount.text}' có số đầu không nhỏ hơn số cuối")
    usual = said.usual_sign(name, low, unit)
    sign = amount.sign or ("<=" if amount.still else usual)
    if sign[0] == ">" and (said.FALLS.search(name) or said.RISES.match(name)):
        meant, other = ("tăng", "đạt") if said.RISES.match(name) else ("giảm", "còn lại")
        doubts = (*doubts, f"'{amount.text}' hiểu là mức {meant} so với năm trước, không phải mức {other}")
    is_odd = (unit == "%" and low > said.LEAST_OF_A_LEVEL) or (low and not said.LOW_NAME.match(name))
    if sign == "<=" and is_odd and not (amount.sign or amount.still):
        doubts = (*doubts, f"'{amount.text}' hiểu là không được quá, xem lại chiều")
    if sign == "~" and amount.sign and usual != "~":
        sign, doubts = usual, (*doubts, f"'{amount.text}' được hiểu là {usual} {write_number(low)}")
    return f"{sign} {write_number(low)}", unit, doubts


def _part_of_all(name: str, amount: Amount, unit: str, doubts: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """`8/10 thôn` → `>= 80` %; of things that are no share as many as stand above the line."""
    assert amount.fraction is not None
    over, under = map(Fraction, amount.fraction)
    exact = over / under * 100
    if unit == "%" and exact > 100:
        return NONE, unit, (*doubts, f"'{amount.text}' có tử số lớn hơn mẫu số, không rõ là mức nào")
    if said.TWO_THINGS.search(f"{name} {unit}"):
        return NONE, unit, (*doubts, f"'{amount.text}' có thể là mức của hai chỉ tiêu (có dấu '/'), hãy tách ra")
    sign = amount.sign.replace("~", "") or said.usual_sign(name, exact_or_cut(exact), "%")
    is_usual = re.match(rf"(?i)số |{said.SHARE_OF.pattern[4:]}|{said.LOW.pattern[4:]}", name)
    if sign == "<=" and not (amount.sign or is_usual):
        doubts = (*doubts, f"'{amount.text}' hiểu là không được quá, xem lại chiều")
    share = write_number(exact) if exact_or_cut(exact) == exact else ""
    if (amount.of_all or unit == "%" or said.SHARE_OF.match(name)) and not share:
        share = _share_rounded(exact, up=sign in (">", "<="))
        doubts = (*doubts, f"'{amount.text}' lấy {share}% (làm tròn {'lên' if sign in ('>', '<=') else 'xuống'})")
    return (f"{sign} {share}", "%", doubts) if share else (f"{sign} {write_number(over)}", unit, doubts)


def _relative(name: str, amount: Amount, unit: str) -> tuple[str, str, tuple[str, ...]]:
    """`tăng 10%` → `>= +10%`; `giảm 1,5 điểm %` → `<= -1,5 điểm`, in points of the row's own unit."""
    falls, doubts = amount.change == "giảm", amount.doubts
    sign = amount.sign.replace("~", "") or ">="
    sign = sign.translate(str.maketrans("<>", "><")) if falls else sign
    number = f"{'-' if falls else '+'}{write_number(amount.values[0])}"
    if amount.fraction and amount.of_all:
        over, under = map(Fraction, amount.fraction)
        share = _share_rounded(over / under * 100)
        return f"{sign} {number[0]}{share}%", unit, (*doubts, f"'{amount.text}' lấy {share}% (làm tròn xuống)")
    if len(amount.values) > 1:
        doubts = (*doubts, f"'{amount.text}': lấy mức {write_number(amount.values[0])}")
    if not amount.against and name:
        doubts = (*doubts, f"'{amount.text}' không nói so với năm nào, hiểu là so với năm trước")
    is_rate = amount.unit.startswith("điểm") or (unit == "%" and (amount.unit != "%" or said.RATE.match(name)))
    if amount.unit == "%" and not is_rate:
        return f"{sign} {number}%", "" if unit == "%" else unit, doubts
    if amount.unit == "lần" and (times := Fraction(amount.values[0])):
        change = times if times <= 1 else 1 - 1 / times if falls else times - 1
        share = f"{number[0]}{write_number(Fraction(int(change * 10000), 100))}%"
        return f"{sign} {share}", "" if unit == "lần" else unit, (*doubts, f"'{amount.text}' hiểu là {share}")
    if amount.unit == "bậc":
        doubts = (*doubts, f"'{amount.text}': số là thứ hạng thì càng nhỏ càng tốt, xem lại chiều")
    if amount.unit == "%":
        doubts = (*doubts, f"'{amount.text}' được hiểu là điểm %")
    return f"{sign} {number} {POINTS}", "%" if amount.unit.startswith(("điểm", "%")) else unit, doubts


def _share_rounded(exact: Fraction, *, up: bool = False) -> str:
    """Two thirds are 66,66 %, so that just two thirds still reach it; as a ceiling, 66,67 %."""
    return write_number(Fraction(-(-exact * 100 // 1) if up else int(exact * 100), 100))
