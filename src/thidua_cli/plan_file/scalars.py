"""One value of the plan file from its text: choices, words, whole numbers, yes or no, amounts, days, targets."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ..domain.emulation import Pace, PaceShape
from ..domain.plan import Bounds, Target
from ..errors import InvalidInput
from ..vietnamese.dates import read_date
from ..vietnamese.numbers import shown
from ..vietnamese.targets import read_amount, read_bounds, read_target
from ..vietnamese.text import MOST_CHARACTERS, nearest, nfc

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)

_CURLY = "“”„‟"

_Choice = TypeVar("_Choice", bound=StrEnum)


def words(text: str, *, many_lines: bool = False) -> str:
    """Text in NFC without space around it; empty, hidden or control characters are refused."""
    plain = nfc(text).strip()
    if not plain:
        raise InvalidInput("giá trị rỗng; hãy ghi nội dung hoặc xóa dòng này")
    _refuse_hidden(plain)
    if len(plain) > MOST_CHARACTERS:
        raise InvalidInput(f"dài {len(plain)} ký tự, tối đa 4.000; hãy rút ngắn")
    if not many_lines and re.search(r"[\n\t]", plain):
        raise InvalidInput("có chỗ xuống dòng hoặc dấu Tab; hãy viết trên một dòng")
    return plain


def _refuse_hidden(plain: str) -> None:
    if match := HIDDEN.search(plain):
        code = ord(match.group())
        kind = "ký tự điều khiển" if code < 0xA0 else "ký tự ẩn"
        raise InvalidInput(f"'{shown(plain)}' có {kind} U+{code:04X}; hãy xóa và gõ lại")


def curly_quotes(text: str) -> str | None:
    """What to type for a value in the curly quotes that Word makes; None for a text without them at its ends."""
    bare = text.strip()
    if not bare or (bare[0] not in _CURLY and bare[-1] not in _CURLY):
        return None
    meant = bare.strip(_CURLY).strip()
    return f"'{shown(text)}' nằm trong ngoặc kép cong “ ”; hãy dùng ngoặc kép thẳng: \"{shown(meant)}\""


def choice(text: str, kind: type[_Choice]) -> _Choice:
    """One of the fixed words of `kind`, exactly as listed."""
    known = [member.value for member in kind]
    if text in known:
        return kind(text)
    near = nearest(text, known)
    meant = f"ý bạn là '{near[0]}'? " if near else ""
    raise InvalidInput(f"giá trị '{shown(text)}' không dùng được; {meant}hãy chọn một trong: {', '.join(known)}")


def whole_number(text: str, unit: str) -> int:
    """Digits only, at most nine."""
    return _digits(text, "2")


def plan_year(text: str, unit: str) -> int:
    """A whole number, with a year for an example."""
    return _digits(text, "2024")


def _digits(text: str, example: str) -> int:
    if re.fullmatch(r"0|[1-9][0-9]{0,8}", text, re.ASCII):
        return int(text)
    raise InvalidInput(f"số không hợp lệ '{shown(text)}'; hãy viết số nguyên chỉ gồm chữ số, ví dụ {example}")


def yes_or_no(text: str, unit: str) -> bool:
    """`true` or `false`, nothing else."""
    if text in ("true", "false"):
        return text == "true"
    raise InvalidInput(f"giá trị '{shown(text)}' không dùng được; hãy ghi true (có) hoặc false (không)")


def amount(text: str, unit: str) -> Decimal:
    """A number in the house spelling."""
    return read_amount(text, unit)


def day(text: str, unit: str) -> date:
    """A day, `2024-12-31` or `31/12/2024`."""
    return read_date(text)


def target(text: str, unit: str) -> Target:
    """A target with its comparator."""
    return read_target(text, unit)


def bounds(text: str, unit: str) -> Bounds:
    """A span `0..100`."""
    return read_bounds(text, unit)


def pace(text: str, unit: str) -> Pace:
    """A pace by the name of its shape; twelve weights are a list."""
    if text in list(PaceShape):
        return Pace(PaceShape(text))
    names = ", ".join(PaceShape)
    raise InvalidInput(
        f"giá trị '{shown(text)}' không dùng được; hãy ghi {names} hoặc 12 số từ tháng 1 đến tháng 12:"
        " [5, 5, 10, 5, 10, 10, 5, 10, 10, 10, 10, 10]"
    )
