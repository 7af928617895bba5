"""Likely typing errors of a Vietnamese text: words left out or doubled, syllables that there are not, other accents."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .letters import is_syllable
from .text import fold, nfc

_LEFT_OUT = (
    (r"(Hội đồng nhân)(?! dân)(?!\w)", "Hội đồng nhân dân"),
    (r"(Hội đồng dân)(?= (?:xã|phường|huyện|tỉnh|thành))", "Hội đồng nhân dân"),
    (r"((?:Ủy|Uỷ) ban nhân)(?! dân)(?!\w)", "Ủy ban nhân dân"),
    (r"((?:Ủy|Uỷ) ban dân)(?= (?:xã|phường|huyện|tỉnh|thành))", "Ủy ban nhân dân"),
    (r"(Mặt trận Tổ)(?! quốc)(?!\w)", "Mặt trận Tổ quốc"),
    (r"(kinh tế - xã)(?! hội)(?!\w)", "kinh tế - xã hội"),
    (r"(?<!phát )(?<!\w)(triển)(?= (?:các|nội dung|thực hiện|kế hoạch|nhiệm vụ|đồng bộ))", "triển khai"),
    (r"(?<!\w)(lành nghề)(?= (?:khám|y|dược))", "hành nghề"),
)
_DOUBLED = r"(?<!\w)((của|và|các|những|với|trong|được|cho|là|về|để|tại|theo|năm|xã|thực hiện|căn cứ) \2)(?!\w)"


class Slip(NamedTuple):
    """What was typed, and what was probably meant ("" where only the error is sure)."""

    typed: str
    meant: str


def slips_in(text: str) -> Iterator[Slip]:
    """The likely typing errors of a text; names and abbreviations are left alone."""
    plain = nfc(text)
    for pattern, meant in (*_LEFT_OUT, (_DOUBLED, "")):
        yield from (Slip(found[1], meant or found[2]) for found in re.finditer(pattern, plain, re.IGNORECASE))
    for word in re.findall(r"(?<![\w-])[^\W\d_]{2,}(?![\w-])", plain):
        # Foreign words and abbreviations (`đvt`) have no vowel with an accent.
        accents = (fold(letter) in "aeiou" and not letter.isascii() for letter in word)
        if word.isalpha() and word.islower() and not is_syllable(word) and any(accents):
            yield Slip(word, "")


def spelt_otherwise(text: str, names: Sequence[str]) -> Iterator[Slip]:
    """Names of several words that a text writes with other accents than given: `Đăk La` where the plan has `Đắk La`."""
    pieces = re.findall(r"[^\W\d_]+", nfc(text))
    for name in names:
        size = len(name.split())
        for place in range(len(pieces) - size + 1):
            typed = " ".join(pieces[place : place + size])
            if fold(typed) == fold(name) and typed.casefold() != nfc(name).casefold() and typed[:1].isupper():
                yield Slip(typed, name)
