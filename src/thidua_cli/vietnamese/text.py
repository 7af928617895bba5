"""Vietnamese text: bytes decoded, NFC at every border, folding for search, the alphabet, hostile text made visible;
what a syllable may be: letters of an old encoding or broken ones, likely typing errors."""

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, count
from textwrap import shorten
from typing import Literal

from ..errors import Fault, InvalidInput, UsageError

MOST_CHARACTERS = 4_000
_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
CONTROLS = "\x7f-\x9f\u061c\u180e\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
"""What turns or breaks the text around it, beside the ASCII controls: inside `[…]` of a regular expression."""
INVISIBLE = f"{CONTROLS}\u00ad\u200b-\u200d"
"""What nobody sees: these, and what joins or parts letters."""
AREAS = "xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh"
"""What has a people's committee, as a pattern."""
SAVE_AS = "hãy lưu lại dạng UTF-8"
# What YAML forbids, and what it takes for a line break where editors show none.
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
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
    if sentence := broken_letters(composed):
        raise InvalidInput(f"{what} có {sentence}")
    return composed


def sanitise(text: str) -> str:
    """Text that is safe on one line of a terminal: line breaks become spaces, hidden characters `\\x1b`."""
    return visible(nfc(text).replace("\n", " ").replace("\t", " "))


def visible(text: str) -> str:
    """Text of several lines that is safe on a terminal: line breaks and tabs stay, the rest shows as `\\x1b`."""
    return text if text.isprintable() else re.sub(_HIDDEN, lambda one: one[0].encode("unicode_escape").decode(), text)


def fold(text: str) -> str:
    """The form in which `ho ngheo`, `HỘ NGHÈO`, hoá/hòa and tỉ/tỷ are alike; for comparing only."""
    return bare(text).replace("y", "i")


def bare(text: str) -> str:
    """Small letters without marks: `Trạm Y tế` → `tram y te`."""
    return "".join(c for c in _normal("NFD", nfc(text).casefold().replace("đ", "d")) if not unicodedata.combining(c))


def plain_id(text: str, most_words: int | None = 6) -> str:
    """An id, or a piece of a file's name, made of a name: its first words without accents, `ho-ngheo`; may be empty."""
    return "-".join(re.findall("[a-z0-9]+", bare(text))[:most_words])


LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAME = rf"[\[\]:*?/\\\x00-\x1f{INVISIBLE}\ud800-\udfff]+"


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes, not yet `taken`: at most 31 characters, none of `[]:*?/\\`, no apostrophe at an end."""
    bare = re.sub(_NOT_IN_SHEET_NAME, " ", nfc(wanted)).strip(" '") or "Bảng"
    for ending in chain([""], (f" {number}" for number in count(2))):
        most = LONGEST_SHEET_NAME - len(ending)
        name = (shorten(bare, most, placeholder="") or bare[:most]).rstrip(" '") + ending
        if name.casefold() not in taken:
            break
    taken.add(name.casefold())
    return name


def words(text: str) -> list[str]:
    """The folded words of a text, split at everything that is neither a letter nor a digit."""
    return re.findall(r"[^\W_]+", fold(text))


def first_of(texts: Sequence[str], most: int, between: str = ", ") -> str:
    """The first so many of several texts, with `…` where there are more."""
    return between.join(texts[:most]) + (f"{between}…" if len(texts) > most else "")


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


def lowered(name: str) -> str:
    """A name inside a sentence: `tổng đàn gia súc`; an abbreviation keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name


def nearest(typed: str, known: list[str]) -> list[str]:
    """Up to three likely spellings for a typo; a suggestion only, nothing acts on it."""
    from difflib import get_close_matches

    by_fold = {fold(name): name for name in known}
    return [by_fold[match] for match in get_close_matches(fold(typed), list(by_fold), n=3)]


Finding = tuple[int, int, str]
"""Something to tell about a line and column (from 1) of a file."""


class Unreadable(Exception):
    """A text that cannot be read, with all that is wrong with it."""

    def __init__(self, *found: Finding) -> None:
        super().__init__(*found)
        self.found = found


def faults(path: str, findings: Iterable[Finding]) -> tuple[Fault, ...]:
    """Findings as faults of a file, in its order, each once."""
    name = sanitise(path)
    ordered = sorted(dict.fromkeys(findings), key=lambda finding: finding[:2])
    return tuple(Fault(f"{name}:{line}:{column}", sentence) for line, column, sentence in ordered)


def decode(content: bytes) -> str:
    """The text of a file, its BOM taken off; raises Unreadable for what is not clean UTF-8."""
    start = content[:200]
    zeros = max(start[::2].count(0), start[1::2].count(0)) if len(start) >= 4 else 0
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or (zeros and zeros * 4 >= len(start)):
        raise Unreadable((1, 1, f"tệp ở dạng UTF-16 (byte đầu 0x{content[0]:02X}), {SAVE_AS}"))
    body = content.removeprefix(BOM_UTF8)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line, before = body.count(b"\n", 0, error.start) + 1, body[: error.start].rpartition(b"\n")[2]
        byte = f"byte 0x{body[error.start]:02X} (byte thứ {len(before) + 1} của dòng {line})"
        sentence = f"{byte} không phải UTF-8, có thể tệp ở bảng mã TCVN3, VNI hoặc Windows-1258: {SAVE_AS}"
        raise Unreadable((line, len(before.decode("utf-8", "replace")) + 1, sentence)) from None
    if re.search(_FORBIDDEN, text):
        searched = (re.search(_FORBIDDEN, line) for line in re.split("\r\n|\n|\r", text))
        found = ((row, match.start() + 1, ord(match[0])) for row, match in enumerate(searched, start=1) if match)
        told = "ký tự điều khiển U+{:04X} ở cột {}; hãy xóa ký tự đó"
        raise Unreadable(*((row, at, told.format(code, at)) for row, at, code in found))
    return text


# ── letters ─────────────────────────────────────────────────────────────────────────────────────────────────────────
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_NUCLEI = (
    "uyê|iêu|oai|oay|oao|oeo|uôi|ươi|ươu|uây|uyu|yêu|uya|uao|uai|uêu|uâ|uê|uơ|uy|ua|uô|ưa|ươ|ia|iê|yê|oa|oă|oe|oo|ai|ao|au|ay"
    "|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = rf"(?:{_ONSETS})(?:{_NUCLEI})(?:ch|ng|nh|c|m|n|p|t)?"
OLD_ENCODING = "chữ theo bảng mã cũ (TCVN3, VNI), không phải Unicode: chuyển sang Unicode bằng Unikey rồi nhập lại"
MISREAD = "chữ vỡ khi đổi bảng mã (như 'áº¡' thay 'ạ'): hãy lấy lại bản gốc hoặc gõ lại bằng Unicode"
_TCVN3 = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
)
# VNI writes accent and tone as a letter of its own behind the vowel: sắc, huyền, hỏi, ngã, nặng, alone or behind a
# circumflex or breve.
_TONES_OF_VNI = "\u0301\u0300\u0309\u0303\u0323"
_MARKS_OF_VNI = (*_TONES_OF_VNI, *(f"{accent}{tone}" for accent in "\u0302\u0306" for tone in ("", *_TONES_OF_VNI)))
_VNI = str.maketrans(dict(zip("ùøûõïâáàåãäêéèúüëôöñæóòî", (*_MARKS_OF_VNI, *"ơưđỉĩịỵ"), strict=True)))
# Signs inside a word that no Vietnamese one has, and capitals behind small letters.
_ODD = "[\xa1-\xbf\xd7\xf7ÄÅÆÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñöøûüþ]|[a-z][\xc0-\xde]"
_WORD = "(?<![\u0100-\u1fff])[A-Za-z\xa1-\xff]{2,12}(?![A-Za-z\xa1-\xff\u0100-\u1fff])"
# What is left of two or three bytes of UTF-8 that were read as letters of Windows-1252.
_LATER = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = f"\ufffd|á[º»][{_LATER}]|Ä[‘ƒ‚©¨]|Æ[°¡¯]|Å[©¨]|Ã[¡-£¨-ª¬\xad²-µ¹º½]|[a-z]Ã\xa0|Ã[{_LATER}](?=[a-z])"


def is_syllable(word: str) -> bool:
    """Whether a word in small letters may be a Vietnamese syllable; one that ends in c, ch, p, t needs sắc or nặng."""
    marked = unicodedata.normalize("NFD", word)
    tones = [mark for mark in marked if mark in _TONES]
    plain = unicodedata.normalize("NFC", "".join(mark for mark in marked if mark not in _TONES))
    rings = not plain.endswith(("c", "ch", "p", "t")) or tones in (["\u0301"], ["\u0323"])
    return len(tones) < 2 and rings and re.fullmatch(_SYLLABLE, plain) is not None


def is_old_encoding(text: str) -> bool:
    """Whether a text that is Unicode by its container holds the letters of an old Vietnamese font."""
    return not text.isascii() and sum(map(_weight, set(re.findall(_WORD, text)))) > 1


@lru_cache(10_000)
def _weight(word: str) -> int:
    """How much a word says that its text is in an old encoding, in which it is a syllable, as it stands none: 0, 1, 2.
    A forgotten tone makes no word old; one that is short (`µm`, `N·m`), or has no odd sign, is not enough alone."""
    small, is_odd = word.lower(), re.search(_ODD, word) is not None
    untoned = "".join(mark for mark in unicodedata.normalize("NFD", small.replace("ñ", "?")) if mark not in _TONES)
    old = [small.translate(_VNI), *([word.translate(_TCVN3).lower()] if is_odd else [])]
    if word.isascii() or is_syllable(f"{untoned}\u0301") or not any(one != small and is_syllable(one) for one in old):
        return 0
    return 2 if is_odd and len(word) > 3 else 1


def broken_letters(text: str) -> str:
    """What is said of a text whose letters are not what was typed; "" for any other."""
    if text.isascii():
        return ""
    return MISREAD if re.search(_MISREAD, text) else OLD_ENCODING if is_old_encoding(text) else ""


# ── typing errors ───────────────────────────────────────────────────────────────────────────────────────────────────
_HALF = r"(?:nhân(?! dân)(?!\w)|dân(?= (?:xã|phường|huyện|tỉnh|thành)))"
_LEFT_OUT = (
    (rf"(Hội đồng {_HALF})", "Hội đồng nhân dân"),
    (rf"((?:Ủy|Uỷ) ban {_HALF})", "Ủy ban nhân dân"),
    (r"(Mặt trận Tổ)(?! quốc)(?!\w)", "Mặt trận Tổ quốc"),
    (r"(kinh tế - xã)(?! hội)(?!\w)", "kinh tế - xã hội"),
    (r"(?<!phát )(?<!\w)(triển)(?= (?:các|nội dung|thực hiện|kế hoạch|nhiệm vụ|đồng bộ))", "triển khai"),
    (r"(?<!\w)(lành nghề)(?= (?:khám|y|dược))", "hành nghề"),
)
_DOUBLED = r"(?<!\w)((của|và|các|những|với|trong|được|cho|là|về|để|tại|theo|năm|xã|thực hiện|căn cứ) \2)(?!\w)"


def slips_in(text: str, names: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """The likely typing errors of a text, each with what was probably meant ("" where only the error is sure).

    Names and abbreviations are left alone, but for `names` of several words that it writes with other accents: `Đăk La`
    where the plan has `Đắk La`.
    """
    plain = nfc(text)
    for pattern, meant in (*_LEFT_OUT, (_DOUBLED, "")):
        yield from ((found[1], meant or found[2]) for found in re.finditer(pattern, plain, re.IGNORECASE))
    for word in re.findall(r"(?<![\w-])[^\W\d_]{2,}(?![\w-])", plain):
        # Foreign words and abbreviations (`đvt`) have no vowel with an accent.
        accents = (fold(letter) in "aeiou" and not letter.isascii() for letter in word)
        if word.isalpha() and word.islower() and not is_syllable(word) and any(accents):
            yield word, ""
    pieces = re.findall(r"[^\W\d_]+", plain)
    for name in names:
        size = len(name.split())
        for place in range(len(pieces) - size + 1):
            typed = " ".join(pieces[place : place + size])
            if fold(typed) == fold(name) and typed.casefold() != nfc(name).casefold() and typed[:1].isupper():
                yield typed, name
