"""Targets and bounds both ways: `>= 4.482,38`, `< 3,7`, `60..62`, `~ 11.000`; a bare number is refused."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal

from ..domain.period import FIRST_YEAR, LAST_YEAR
from ..domain.plan import PERCENT, Bounds, Comparator, Relative, Target, Years
from ..errors import UsageError
from .numbers import number_or_none, read_number, shown, write_number
from .text import nfc

RANGE = ".."
MOST_CHARACTERS_OF_WORDS = 100
FORMS = '">= 95", "> 95", "<= 23", "< 3,7", "= 100", "60..62", "~ 11.000", ">= +5%", "đạt" hoặc none'
_SHAPE = re.compile(r"(>=|<=|>(?!=)|<(?!=)|=(?![<>])|~)[ \t\u00a0]*(.+)", re.DOTALL)
YES = "đạt"
POINT_WORDS = ("điểm", "điểm %", "điểm phần trăm")
_RELATIVE = re.compile(r"(>=|<=|>(?!=)|<(?!=))[ \t\u00a0]*([+\-\u2212][0-9][0-9.,]*)[ \t\u00a0]*(%|[^\W\d].*)")
_CHANGE = r"[+\-\u2212]?[0-9]+(?:[.,][0-9]+)*"
_ALMOST_RELATIVE = re.compile(
    rf"(?P<sign>>=|<=|[<>=~])?\s*(?P<change>{_CHANGE})\s*(?P<measure>%|điểm(?: %| phần trăm)?)?"
    rf"(?P<range>\s*\.\.\s*{_CHANGE}\s*(?:%|điểm(?: %| phần trăm)?)?)?"
)
_YEARS = re.compile(r"([0-9]{4})\s*[-–]\s*([0-9]{4})")


def read_target(text: str, unit: str) -> Target:
    """Read a target in `unit`; `%` after a number only when the unit is %.

    Raises UsageError, with what to type instead.
    """
    plain = nfc(text).strip()
    if plain in (Comparator.NONE, YES):
        return Target(Comparator.NONE) if plain == Comparator.NONE else Target(Comparator.YES, Decimal(1))
    match, is_rate = _RELATIVE.fullmatch(plain), unit.startswith(PERCENT)
    if match and not (is_rate and match[3] == PERCENT and match[2][0] != "+"):  # `<= -5%` of a rate: below zero
        return _relative(match, unit)
    if meant := _meant_as_change(plain, unit):
        raise UsageError(f"chỉ tiêu không hợp lệ '{shown(text)}'; {meant}")
    if match := _SHAPE.fullmatch(plain):
        if match[1] in "<>" and match[2].startswith("="):
            raise UsageError(f"chỉ tiêu không hợp lệ '{shown(text)}'; hãy viết \"{match[1]}{match[2]}\", dấu liền nhau")
        return Target(Comparator(match.group(1)), read_amount(match.group(2), unit))
    if RANGE in plain:
        ends = read_bounds(plain, unit)
        if ends.lower == ends.upper:
            raise UsageError(f"khoảng '{shown(text)}' có hai đầu bằng nhau; hãy viết \"= {write_number(ends.lower)}\"")
        return Target(Comparator.RANGE, *ends)
    raise _without_comparator(plain, unit)


def _relative(match: re.Match[str], unit: str) -> Target:
    """`>= +5%`, `<= -1,5 điểm`: a change against last year's result, in percent of it or in the row's own unit."""
    sign, change, measure = match[1], match[2], match[3].strip()
    number = read_number(change.removeprefix("+"))
    in_percent = measure == PERCENT
    if in_percent or measure.casefold() in {unit.casefold(), *POINT_WORDS}:
        return Target(Comparator(sign), relative=Relative(number, in_percent=in_percent))
    instead = f'"{sign} {change}%" (phần trăm của năm trước) hoặc "{sign} {change} điểm" (đơn vị của chỉ tiêu)'
    raise UsageError(f"'{shown(match.group())}' so với năm trước bằng '{shown(measure)}'; hãy viết {instead}")


def _meant_as_change(plain: str, unit: str) -> str:
    """What to type for a change against last year without its sign or comparator, or as a range; "" for others."""
    match = _ALMOST_RELATIVE.fullmatch(plain)
    if match is None or unit in POINT_WORDS:
        return ""
    sign, measure, change = match["change"][0], match["measure"] or "", match["change"].lstrip("+-\u2212")
    is_level = not measure or (measure == PERCENT and (sign.isdigit() or (sign != "+" and unit.startswith(PERCENT))))
    if is_level or (not sign.isdigit() and not match["range"] and match["sign"] not in (None, "=", "~")):
        return ""
    rise = f'">= +{change}{measure and " " * (measure != PERCENT) + measure}"'
    return f"hãy viết một mức: {rise} (tăng so với năm trước) hoặc {rise.replace('>= +', '<= -')} (giảm)"


def write_relative(relative: Relative) -> str:
    """`+5%`, `-1,5 điểm`."""
    number = ("+" if relative.change >= 0 else "") + write_number(relative.change)
    return f"{number}%" if relative.in_percent else f"{number} {POINT_WORDS[0]}"


def write_target(target: Target) -> str:
    """The target as a plan file spells it; read_target gives the same target back."""
    if not target.comparator.is_number:
        return YES if target.comparator is Comparator.YES else Comparator.NONE.value
    if target.relative is not None:
        return f"{target.comparator.value} {write_relative(target.relative)}"
    if target.comparator is Comparator.RANGE and target.upper is not None:
        return f"{write_number(target.value)}{RANGE}{write_number(target.upper)}"
    return f"{target.comparator.value} {write_number(target.value)}"


def read_bounds(text: str, unit: str) -> Bounds:
    """Read `0..100`; both ends belong to it. Raises UsageError."""
    lower, _, upper = text.partition(RANGE)
    if not lower.strip() or not upper.strip():
        raise UsageError(f"khoảng '{shown(text)}' thiếu một đầu; hãy viết dạng \"60..62\"")
    bounds = Bounds(read_amount(lower, unit), read_amount(upper, unit))
    if bounds.lower > bounds.upper:
        turned = write_bounds(Bounds(bounds.upper, bounds.lower))
        raise UsageError(f"khoảng '{shown(text)}' có số đầu lớn hơn số cuối; hãy viết \"{turned}\"")
    return bounds


def write_bounds(bounds: Bounds) -> str:
    """`0..100`."""
    return f"{write_number(bounds.lower)}{RANGE}{write_number(bounds.upper)}"


def read_years(text: str) -> Years:
    """Read `2021-2025`, both years included. Raises UsageError."""
    match = _YEARS.fullmatch(text.strip())
    if match is None or not FIRST_YEAR <= int(match[1]) < int(match[2]) <= LAST_YEAR:
        raise UsageError(f"giai đoạn không hợp lệ '{shown(text)}'; hãy viết năm đầu và năm cuối: 2021-2025")
    return Years(int(match[1]), int(match[2]))


WRITTEN: Mapping[type, Callable[..., str]] = {
    Target: write_target,
    Bounds: write_bounds,
    Years: lambda years: f"{years.first}-{years.last}",
    Decimal: write_number,
}
"""How a value of a plan is written, by its type."""


def read_amount(text: str, unit: str) -> Decimal:
    """A number in `unit`, with the percent sign allowed when that is the unit."""
    plain = text.strip()
    if plain.endswith(PERCENT):
        if not unit.startswith(PERCENT):
            raise UsageError(f"'{shown(plain)}' có dấu % nhưng đơn vị là '{shown(unit)}'; hãy bỏ dấu %")
        plain = plain.removesuffix(PERCENT).rstrip(" \t\u00a0\u202f")
    elif unit and plain != (bare := plain.removesuffix(unit)) and number_or_none(bare) is not None:
        raise UsageError(f"'{shown(plain)}' có ghi đơn vị; đơn vị đã có ở khóa unit, hãy chỉ viết {bare.strip()}")
    return read_number(plain)


def _without_comparator(plain: str, unit: str) -> UsageError:
    bare = plain.removesuffix(PERCENT).rstrip() if unit.startswith(PERCENT) else plain
    if number_or_none(bare) is not None:
        instead = f'">= {bare}" (phải đạt ít nhất) hoặc "<= {bare}" (không được vượt quá)'
        return UsageError(f"'{shown(plain)}' thiếu dấu so sánh; hãy viết {instead}")
    from .phrase_targets import NONE
    from .phrases import target_of  # words that offices use: `từ 90 % trở lên`, `10-12`, `giảm 1,5`

    meant = target_of(plain, unit=unit) if len(plain) <= MOST_CHARACTERS_OF_WORDS else None
    if meant is not None and meant.target not in (NONE, plain):
        with suppress(UsageError):
            read_target(meant.target, unit)
            instead = f'"{meant.target}" và giữ lời văn ở khóa printed'
            return UsageError(f"chỉ tiêu không hợp lệ '{shown(plain)}'; hãy viết {instead}")
    if any(digit in plain for digit in "0123456789"):
        try:
            read_number(plain)
        except UsageError as error:
            return UsageError(f"{error.sentence}; chỉ tiêu viết dạng {FORMS}")
    return UsageError(f"chỉ tiêu không hợp lệ '{shown(plain)}'; hãy viết dạng {FORMS}")
