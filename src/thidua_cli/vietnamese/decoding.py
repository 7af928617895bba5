"""Bytes to text: UTF-8 only (a BOM is tolerated), no control characters; what is wrong is named by line and byte."""

from __future__ import annotations

import re
from typing import NamedTuple

SAVE_AS = "hãy lưu lại dạng UTF-8"
OLD_ENCODING = "chữ theo bảng mã cũ (TCVN3, VNI), không phải Unicode: chuyển sang Unicode bằng Unikey rồi nhập lại"
# Signs that are letters in the old 8-bit encodings and never stand inside a word in Unicode.
_TCVN3 = re.compile("[A-Za-z][¸µ¶·¹®©¨«¬¦§]|[¸·¹®©¨«¬][a-z]")
# VNI writes the tone as a letter of its own behind the vowel.
_VNI = re.compile("[aeoAEO][ùøûõïåäâÙØÛÕÏÅÄÂ]|[öôÖÔ][ùøûõïÙØÛÕÏ]|ñ[aeiouöô]")
_BOM = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What YAML forbids, and what it takes for a line break where editors show none.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class Misreading(NamedTuple):
    """One place that cannot be read as text: line and column from 1, and a sentence."""

    line: int
    column: int
    sentence: str


class Undecodable(Exception):
    """A file that is not clean UTF-8 text, with everything that is wrong with it."""

    def __init__(self, *found: Misreading) -> None:
        super().__init__(found[0].sentence)
        self.found = found


def is_old_encoding(text: str) -> bool:
    """Whether a text that is Unicode by its container holds the letters of an old Vietnamese font."""
    if text.isascii():
        return False
    return bool(_TCVN3.search(text)) or len(_VNI.findall(text)) > 1


def decode(content: bytes) -> str:
    """The text of a file, its BOM taken off; raises Undecodable naming line and column."""
    if _looks_like_utf16(content):
        raise Undecodable(Misreading(1, 1, f"tệp ở dạng UTF-16 (byte đầu 0x{content[0]:02X}), {SAVE_AS}"))
    body = content.removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Undecodable(_not_utf8(body, error.start)) from None
    _refuse_control_characters(text)
    return text


def _looks_like_utf16(content: bytes) -> bool:
    if content.startswith(_UTF16_MARKS):
        return True
    start = content[:200]
    return len(start) >= 4 and max(start[::2].count(0), start[1::2].count(0)) * 4 >= len(start)


def _not_utf8(body: bytes, at: int) -> Misreading:
    before = body[:at]
    line_start = before.rfind(b"\n") + 1
    line = before.count(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    return Misreading(
        line,
        column,
        f"byte 0x{body[at]:02X} (byte thứ {at - line_start + 1} của dòng {line}) không phải UTF-8,"
        f" có thể tệp ở bảng mã TCVN3, VNI hoặc Windows-1258: {SAVE_AS}",
    )


def _refuse_control_characters(text: str) -> None:
    if not _FORBIDDEN.search(text):
        return
    found = []
    for number, line in enumerate(re.split("\r\n|\n|\r", text), start=1):
        if match := _FORBIDDEN.search(line):
            code = ord(match.group())
            sentence = f"ký tự điều khiển U+{code:04X} ở cột {match.start() + 1}; hãy xóa ký tự đó"
            found.append(Misreading(number, match.start() + 1, sentence))
    raise Undecodable(*found)
