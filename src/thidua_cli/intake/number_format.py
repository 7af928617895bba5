"""What the format of a cell shows of what it holds: words, another scale, no data, nothing, a doubtful day."""

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import lru_cache
from unicodedata import category

from ..vietnamese.text import sanitise
from .columns import MONTH_FIRST, NO_DAY, Broken, Flaw, Styled, Value

MOST_DIGITS = 15
TOO_EXACT = Broken(
    f"có số hơn {MOST_DIGITS} chữ số có nghĩa, bảng tính không giữ đúng được: làm tròn bằng hàm ROUND,"
    " hoặc ghi tử số và mẫu số"
)
NO_VALUE = Broken("không phải chữ, số hay ngày (có thể là giờ): định dạng ô là General rồi gõ lại")
NO_ZERO = "hiện '{}' mà trong ô là số 0: chưa có số liệu thì xóa trống ô; đúng là 0 thì định dạng ô là General"
HIDDEN = ";;;"
HIDDEN_ZERO = "ô chứa số 0 không hiện ra, đọc là ô trống (đúng là 0 thì cho ô hiện số 0)"
_FRACTION = re.compile(r"[?#0] */ *[?#0-9]")
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
# Groups by their first letter: the end of a section, words that it prints, the numbers it is for, its placeholders.
_PIECE = re.compile(
    r'(?P<end>;)|"(?P<word>[^"]*)"?|\\(?P<w1>.?)|(?P<w2>\$)|\[\$(?P<w3>[^]\[-]*)[^]\[]*\]|[_*].?'
    r"|\[(?P<for>[<>=]+-?[0-9]+(?:\.[0-9]+)?)\]|\[[^]\[]*\]|(?P<place>.)",
    re.DOTALL,
)


@lru_cache
def _sections(shown_as: str) -> list[defaultdict[str, str]]:
    """The parts of a format, for numbers above, below and equal to zero if they say nothing else."""
    sections = [defaultdict[str, str](str)]
    for piece in _PIECE.finditer(shown_as):
        if piece["end"]:
            sections.append(defaultdict(str))
        elif piece.lastgroup:
            sections[-1][piece.lastgroup[0]] += piece[piece.lastgroup]
    return sections


def _is_for(number: Decimal, condition: str) -> bool:
    sign = condition.rstrip("-.0123456789")
    limit = Decimal(condition.removeprefix(sign) or 0)
    relation = "<" if number < limit else ">" if number > limit else "="
    return not sign or relation in sign


def _section(shown_as: str, number: Decimal) -> tuple[str, str]:
    """The placeholders and the words by which a format shows a number."""
    sections = _sections(shown_as)
    at = 1 if number < 0 else 0 if number else 2
    section = sections[at if at < len(sections) else 0]
    if any(one["f"] for one in sections):
        section = next((one for one in sections if _is_for(number, one["f"])), section)
    return section["p"], " ".join(section["w"].split())


def as_shown(held: object, shown_as: str) -> Value:
    """The number a person typed: its shortest spelling, which is exact to 15 digits; with what they saw otherwise."""
    number = Decimal(repr(held))
    if not number.is_finite():
        return NO_VALUE
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        return TOO_EXACT
    places, words = _section(shown_as, number)
    if not re.search("[0#?@/g]" if number else "[0@/g]", places, re.IGNORECASE):  # g: General
        said = words or places.strip("#?.,% ")
        zero = Broken(NO_ZERO.format(sanitise(said)[:40])) if said else ""
        return Styled(number, "không hiện con số") if number else zero
    if "%" in places:  # in quotes or behind a backslash it is only printed
        return Styled(number, "hiện dạng phần trăm", is_percent=True)
    if _FRACTION.search(places):
        return Styled(number, "hiện dạng phân số", is_fraction=True)
    if _THOUSANDS.search(places):
        return Styled(number, "hiện rút gọn theo nghìn, nên con số thấy trên màn hình khác con số trong ô")
    is_named = any(character.isalpha() or category(character) == "Sc" for character in words)
    return Styled(number, f"hiện kèm chữ '{sanitise(words)[:40]}'") if is_named else number


_LOCAL = ("mm-dd-yy", "m/d/yy h:mm")
"""Excel's own formats 14 and 22, which each computer shows in its own order."""


def flaw_of_day(day: date, shown_as: str) -> Flaw | None:
    """What its format makes doubtful of a day: the month or the year alone is shown, or the month before the day."""
    places = _sections(shown_as)[0]["p"].lower()
    if re.search("[my]", places) and not re.search("(?<!d)dd?(?!d)", places):
        return NO_DAY
    may_be_month = day.day <= 12 and day.day != day.month and shown_as not in _LOCAL
    return MONTH_FIRST if may_be_month and re.match(r"(?:ddd+\W*)?mm?(?!m)\W*d", places) else None
