"""Letters: what a Vietnamese syllable may be, and texts whose letters are those of an old encoding, or broken ones."""

import re
from functools import lru_cache
from unicodedata import normalize

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_NUCLEI = (
    "uyê|iêu|oai|oay|oao|oeo|uôi|ươi|ươu|uây|uyu|yêu|uya|uao|uai|uêu|uâ|uê|uơ|uy|ua|uô|ưa|ươ|ia|iê|yê|oa|oă|oe|oo|ai|ao|au|ay"
    "|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(rf"(?:{_ONSETS})(?:{_NUCLEI})(?:ch|ng|nh|c|m|n|p|t)?")
OLD_ENCODING = "chữ theo bảng mã cũ (TCVN3, VNI), không phải Unicode: chuyển sang Unicode bằng Unikey rồi nhập lại"
MISREAD = "chữ vỡ khi đổi bảng mã (như 'áº¡' thay 'ạ'): hãy lấy lại bản gốc hoặc gõ lại bằng Unicode"
_TCVN3 = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
)
# VNI writes accent and tone as a letter of its own behind the vowel: circumflex, breve, sắc, huyền, hỏi, ngã, nặng.
_VNI = {ord(sign): mark for sign, mark in zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True)}
_VNI |= {ord(sign): f"\u0302{mark}" for sign, mark in zip("âáàåãä", ("", *_VNI.values()), strict=True)}
_VNI |= {
    ord(sign): f"\u0306{mark}" for sign, mark in zip("êéèúüë", ("", *"\u0301\u0300\u0309\u0303\u0323"), strict=True)
}
_VNI |= {ord(sign): letter for sign, letter in zip("ôöñæóòî", "ơưđỉĩịỵ", strict=True)}
# Signs inside a word that no Vietnamese one has, and capitals behind small letters.
_ODD = "[\xa1-\xbf\xd7\xf7ÄÅÆÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñöøûüþ]|[a-z][\xc0-\xde]"
_WORD = "(?<![\u0100-\u1fff])[A-Za-z\xa1-\xff]{2,12}(?![A-Za-z\xa1-\xff\u0100-\u1fff])"
# What is left of two or three bytes of UTF-8 that were read as letters of Windows-1252.
_LATER = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = f"\ufffd|á[º»][{_LATER}]|Ä[‘ƒ‚©¨]|Æ[°¡¯]|Å[©¨]|Ã[¡-£¨-ª¬\xad²-µ¹º½]|[a-z]Ã\xa0|Ã[{_LATER}](?=[a-z])"


def is_syllable(word: str) -> bool:
    """Whether a word in small letters may be a Vietnamese syllable; one that ends in c, ch, p, t needs sắc or nặng."""
    marked = normalize("NFD", word)
    tones = [mark for mark in marked if mark in _TONES]
    bare = normalize("NFC", "".join(mark for mark in marked if mark not in _TONES))
    rings = not bare.endswith(("c", "ch", "p", "t")) or tones in (["\u0301"], ["\u0323"])
    return len(tones) < 2 and rings and _SYLLABLE.fullmatch(bare) is not None


def is_old_encoding(text: str) -> bool:
    """Whether a text that is Unicode by its container holds the letters of an old Vietnamese font."""
    return not text.isascii() and sum(map(_weight, set(re.findall(_WORD, text)))) > 1


@lru_cache(10_000)
def _weight(word: str) -> int:
    """How much a word says that its text is in an old encoding, in which it is a syllable, as it stands none: 0, 1, 2.

    A forgotten tone makes no word an old one; one that is short (`µm`, `N·m`), or has no odd sign, is not enough alone.
    """
    small, is_odd = word.lower(), re.search(_ODD, word) is not None
    untoned = "".join(mark for mark in normalize("NFD", small.replace("ñ", "?")) if mark not in _TONES)
    old = [small.translate(_VNI), *([word.translate(_TCVN3).lower()] if is_odd else [])]
    if word.isascii() or is_syllable(f"{untoned}\u0301") or not any(one != small and is_syllable(one) for one in old):
        return 0
    return 2 if is_odd and len(word) > 3 else 1


def broken_letters(text: str) -> str:
    """What is said of a text whose letters are not what was typed; "" for any other."""
    if text.isascii():
        return ""
    return MISREAD if re.search(_MISREAD, text) else OLD_ENCODING if is_old_encoding(text) else ""
