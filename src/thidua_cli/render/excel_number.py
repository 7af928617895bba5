"""How a figure of a document is kept in a spreadsheet: as a number that shows exactly the text people see."""

from __future__ import annotations

import re
from decimal import Decimal

from ..vietnamese.numbers import write_number

MOST_DIGITS = 15
LONGEST_LITERAL = 40
_AROUND = re.compile(r"([^\d\"\\]*?)(-?[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]+)?)([^\d\"\\]*)", re.ASCII)


def number_format(text: str, value: Decimal) -> str | None:
    """The number format under which `value` reads as `text` does (`+222`, `-0,2 điểm %`, `≤ 23`).

    None where no format can: the text says another number, or holds more than one.
    """
    match = _AROUND.fullmatch(text.strip())
    if match is None:
        return None
    before, number, after = match.groups()
    places = len(number.partition(",")[2])
    if write_number(value, places) != number or max(len(before), len(after)) > LONGEST_LITERAL:
        return None
    core = "#,##0" + ("." + "0" * places if places else "") + _literal(after)
    if before == "+":
        return f"+{core};-{core};{core}"
    return _literal(before) + core


def fits_exactly(value: Decimal) -> bool:
    """Whether a spreadsheet keeps the value exactly: at most 15 digits."""
    digits = "".join(str(digit) for digit in value.as_tuple().digits)
    return len(digits.strip("0")) <= MOST_DIGITS and abs(value.adjusted()) < MOST_DIGITS


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""
