"""Amounts in a line: the number or numbers, the unit, the comparing words before and after, a change, a fraction."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from . import phrase_words as said
from .numbers import UnreadableNumber, read_number, write_number
from .text import nfc

MOST_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a line: where it stands, from its comparing words to `trở lên` or the year of comparison."""

    start: int
    end: int
    text: str
    values: tuple[Decimal, ...]
    unit: str = ""
    sign: str = ""
    change: str = ""
    still: bool = False
    against: str = ""
    level: Decimal | None = None
    fraction: tuple[str, str] | None = None
    doubts: tuple[str, ...] = ()


def hidden(text: str) -> str:
    """The text on one line, digits of days, years, document numbers and ages hidden: they are no amounts."""
    plain = " ".join(nfc(text[:MOST_CHARACTERS]).translate(dict.fromkeys(said.UNHIDE)).split())
    return said.NO_AMOUNT.sub(lambda match: match.group().translate(said.HIDE), plain)


def unhidden(text: str) -> str:
    """Hidden digits shown again."""
    return text.translate(said.UNHIDE).strip()


def amounts_in(plain: str) -> list[Amount]:
    """All amounts of a line whose other digits are hidden, in order."""
    return [_amount(plain, match) for match in said.AMOUNT.finditer(plain)]


def _amount(plain: str, match: re.Match[str]) -> Amount:
    """An amount with the words that belong to it: before it how it compares, after it `trở lên`, `so với năm …`."""
    before = said.BEFORE.search(plain[max(0, match.start() - 60) : match.start()])
    after = said.AFTER.match(plain, match.end())
    assert before is not None
    assert after is not None
    still, change, sign = (before[name] or "" for name in ("still", "change", "sign"))
    start = match.start() - len(change) - len(sign)
    if change and said.MORE.search(plain[max(0, start - 10) : start + len(change)]):
        start, change = start + len(change), ""
    amount = _values(match)
    if after["onward"]:
        sign = "ít nhất" if after["onward"].endswith("lên") else "không quá"
    return replace(
        amount,
        start=start,
        end=after.end(),
        text=unhidden(plain[start : after.end()]),
        sign=amount.sign or said.SIGN_OF.get(sign.strip(" :").lower(), ""),
        change=change.strip().lower(),
        still=bool(still),
        against=unhidden(after["against"] or "").lower(),
    )


def _values(match: re.Match[str]) -> Amount:
    """The numbers and the unit; an unreadable number (`7.25`) leaves no value and a doubt."""
    bare = Amount(match.start(), match.end(), match.group(), ())
    try:
        if match["over"]:
            over, under = read_number(match["over"]), read_number(match["under"])
            return replace(
                bare, values=(over,), unit=match["counted"], fraction=(write_number(over), write_number(under))
            )
        if match["billion"]:
            both = read_number(match["billion"]) * 1000 + read_number(match["million"])
            return replace(bare, values=(both,), unit="triệu đồng")
        return _plain_values(bare, match)
    except UnreadableNumber as error:
        unit = match["unit2"] or match["unit"] or match["counted"] or ""
        return replace(bare, unit=_unit(unit), doubts=(error.sentence,))


def _plain_values(bare: Amount, match: re.Match[str]) -> Amount:
    values = tuple(read_number(match[end].replace(" ", ".")) for end in ("low", "high") if match[end])
    unit = _unit(match["unit2"] or match["unit"] or "")
    spaced = tuple(
        f"'{match[end]}' có dấu cách giữa các chữ số" for end in ("low", "high") if " " in (match[end] or "")
    )
    joint = (match["joint"] or "").lower()
    sign = said.SIGN_OF.get((match["sign"] or "").strip(" :").lower(), "")
    if joint in ("lên", "xuống", "xuống còn"):
        sign = sign or (">=" if joint == "lên" else "<=")
        return replace(bare, values=values[1:], unit=unit, sign=sign, level=values[0], doubts=spaced)
    return replace(bare, values=values, unit=unit, sign=sign, doubts=spaced)


def _unit(text: str) -> str:
    unit = re.sub(r"\s?/\s?", "/", text.strip())
    unit = unit.removesuffix("/năm") if unit.startswith(("%", "‰", "điểm ", "điểm%", "phần")) else unit
    first, slash, rest = unit.partition("/")
    return said.UNITS.get(first.lower(), first) + slash + rest


def stands_alone(plain: str, amount: Amount) -> bool:
    """A number without a unit is a target only after a colon, or after `còn`, `tăng`, and at the end of its clause."""
    led = plain[: amount.start].rstrip().endswith(":") or amount.still or bool(amount.change)
    return led and re.match(r"\s*(?:[;,.()]|$)", plain[amount.end :]) is not None
