"""Vietnamese text: bytes decoded, NFC at every border, folding for search, the alphabet, hostile text made visible."""

import re
import unicodedata
from typing import Literal

from ..errors import InvalidInput, UsageError

MOST_CHARACTERS = 4_000
_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
CONTROLS = "\x7f-\x9f\u061c\u180e\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
"""What turns or breaks the text around it, beside the ASCII controls: inside `[…]` of a regular expression."""
INVISIBLE = f"{CONTROLS}\u00ad\u200b-\u200d"
"""What nobody sees: these, and what joins or parts letters."""
# Compiled when first needed: a printable text holds none of these.
_HIDDEN = f"[\x00-\x08\x0b-\x1f{INVISIBLE}\ud800-\udfff]"
_REFUSED = "[\x00-\x08\x0b-\x1f\x7f-\x9f]"
_ENDLESS_MARKS = "([^\\w\x00-\u02ff]{30})"
_SURROGATE = "[\ud800-\udfff]"


def nfc(text: str) -> str:
    """Composed form: Excel and macOS deliver NFD, which looks the same and compares differently."""
    return _normal("NFC", text)


def _normal(form: Literal["NFC", "NFD"], text: str) -> str:
    """A normal form in linear time: a run of 30 and more marks, which no language has, is done piece by piece: ordering
    one takes time that grows with its square, and no signal is heard meanwhile."""
    if len(text) <= MOST_CHARACTERS // 4 or text.isascii() or not re.search(_ENDLESS_MARKS, text):
        return unicodedata.normalize(form, text)
    return "".join(unicodedata.normalize(form, piece) for piece in re.split(_ENDLESS_MARKS, text))


def clean_text(text: str, what: str) -> str:
    """Text for the ledger in NFC, else as typed.

    Raises UsageError for bytes that are not UTF-8, InvalidInput for control characters
    (except line break and tab), letters of an old encoding and more than 4.000 characters. `what` names the field.
    """
    if not text.isprintable() and re.search(_SURROGATE, text):
        raise UsageError(f"{what} có byte không phải UTF-8: hãy gõ lại bằng bộ gõ Unicode")
    composed = nfc(text) if len(text) <= 4 * MOST_CHARACTERS else text
    if len(composed) > MOST_CHARACTERS:
        raise InvalidInput(f"{what} dài {len(composed)} ký tự, tối đa 4.000: hãy rút ngắn")
    if not composed.isprintable() and (match := re.search(_REFUSED, composed)):
        raise InvalidInput(f"{what} có ký tự điều khiển {sanitise(match.group())}: hãy bỏ ký tự đó")
    if not composed.isascii():
        from .letters import broken_letters

        if sentence := broken_letters(composed):
            raise InvalidInput(f"{what} có {sentence}")
    return composed


def sanitise(text: str) -> str:
    """Text that is safe on one line of a terminal: line breaks become spaces, hidden characters `\\x1b`."""
    return visible(nfc(text).replace("\n", " ").replace("\t", " "))


def visible(text: str) -> str:
    """Text of several lines that is safe on a terminal: line breaks and tabs stay, the rest shows as `\\x1b`."""
    return text if text.isprintable() else re.sub(_HIDDEN, _code, text)


def _code(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def fold(text: str) -> str:
    """The form in which `ho ngheo`, `HỘ NGHÈO`, hoá/hòa and tỉ/tỷ are alike; for comparing only."""
    return bare(text).replace("y", "i")


def bare(text: str) -> str:
    """Small letters without marks: `Trạm Y tế` → `tram y te`."""
    return "".join(c for c in _normal("NFD", nfc(text).casefold().replace("đ", "d")) if not unicodedata.combining(c))


def plain_id(text: str, most_words: int | None = 6) -> str:
    """An id, or a piece of a file's name, made of a name: its first words without accents, `ho-ngheo`; may be empty."""
    return "-".join(re.findall("[a-z0-9]+", bare(text))[:most_words])


def words(text: str) -> list[str]:
    """The folded words of a text, split at everything that is neither a letter nor a digit."""
    return re.findall(r"[^\W_]+", fold(text))


def sort_key(text: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """Vietnamese dictionary order: a ă â b … đ …, then the tones ngang huyền hỏi ngã sắc nặng."""
    plain = nfc(text).casefold()
    letters: list[tuple[int, int]] = []
    tones: list[tuple[int, int]] = []
    for character in plain:
        decomposed = unicodedata.normalize("NFD", character)
        tones.append((next((_TONES[mark] for mark in decomposed if mark in _TONES), 0), 0))
        place = _ALPHABET.get(nfc("".join(mark for mark in decomposed if mark not in _TONES)))
        letters.append((0, ord(character)) if place is None else (1, place))
    return (*letters, (-1, -1), *tones), plain


AREAS = "xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh"
"""What has a people's committee, as a pattern."""


def lowered(name: str) -> str:
    """A name inside a sentence: `tổng đàn gia súc`; an abbreviation keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name


def nearest(typed: str, known: list[str]) -> list[str]:
    """Up to three likely spellings for a typo; a suggestion only, nothing acts on it."""
    from difflib import get_close_matches

    by_fold = {fold(name): name for name in known}
    return [by_fold[match] for match in get_close_matches(fold(typed), list(by_fold), n=3)]


SAVE_AS = "hãy lưu lại dạng UTF-8"
_BOM = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What YAML forbids, and what it takes for a line break where editors show none.
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"


class Undecodable(Exception):
    """A file that is not clean UTF-8 text: line and column (from 1) of all that is wrong with it, and a sentence."""

    def __init__(self, *found: tuple[int, int, str]) -> None:
        super().__init__(*found)
        self.found = found


def decode(content: bytes) -> str:
    """The text of a file, its BOM taken off; raises Undecodable naming line and column."""
    start = content[:200]
    zeros = max(start[::2].count(0), start[1::2].count(0)) if len(start) >= 4 else 0
    if content.startswith(_UTF16_MARKS) or (zeros and zeros * 4 >= len(start)):
        raise Undecodable((1, 1, f"tệp ở dạng UTF-16 (byte đầu 0x{content[0]:02X}), {SAVE_AS}"))
    body = content.removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line, before = body.count(b"\n", 0, error.start) + 1, body[: error.start].rpartition(b"\n")[2]
        byte = f"byte 0x{body[error.start]:02X} (byte thứ {len(before) + 1} của dòng {line})"
        sentence = f"{byte} không phải UTF-8, có thể tệp ở bảng mã TCVN3, VNI hoặc Windows-1258: {SAVE_AS}"
        raise Undecodable((line, len(before.decode("utf-8", "replace")) + 1, sentence)) from None
    if re.search(_FORBIDDEN, text):
        searched = (re.search(_FORBIDDEN, line) for line in re.split("\r\n|\n|\r", text))
        found = ((row, match.start() + 1, ord(match[0])) for row, match in enumerate(searched, start=1) if match)
        told = "ký tự điều khiển U+{:04X} ở cột {}; hãy xóa ký tự đó"
        raise Undecodable(*((row, at, told.format(code, at)) for row, at, code in found))
    return text
