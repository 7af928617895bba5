"""The words around an official paper, line by line, for the formats that set them (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..vietnamese.text import CONTROLS, fold, nfc
from .document import Frame, RowKind, Table

REPLACEMENT = "\ufffd"
_HIDDEN = f"[\x00-\x08\x0b-\x1f{CONTROLS}\ud800-\udfff\ufffc-\uffff]"
_NO_AMOUNT = "".join(f"(?<!{word} )" for word in ("ngày", "tháng", "quý", "năm", "số", "thôn", "điều"))
_NO_UNIT = "(?!(?:đến|và|so|theo|của|trên|từ|là|cho|để|do|tại) )"
_BEFORE_UNIT = rf"(?i){_NO_AMOUNT}(?<![\w/.,-])([-+\u2212]?[0-9](?:[0-9.,]*[0-9])?) {_NO_UNIT}(?=[^\W\d_]|%)"


def printable(text: object) -> str:
    """Any content as NFC text with U+FFFD for controls and direction marks; only line break and tab stay."""
    return "" if text is None else re.sub(_HIDDEN, REPLACEMENT, nfc(str(text)).replace("\r\n", "\n"))


def held(text: object) -> str:
    """Printable text for paper: no line ends between a number and its unit (`6.500 con`) or inside `điểm %`."""
    return re.sub(_BEFORE_UNIT, "\\1\u00a0", printable(text).replace("điểm %", "điểm\u00a0%"))


def speaking(table: Table) -> Table:
    """The table with the columns that say something in at least one row, and the one that names the rows."""
    says = [
        any(row.cell(at).fraction is not None or printable(row.cell(at).text).strip() for row in table.items)
        for at in range(len(table.columns))
    ]
    kept = [at for at, has_words in enumerate(says) if has_words or at == table.label]
    rows = (row if row.kind is RowKind.GROUP else row._replace(cells=tuple(map(row.cell, kept))) for row in table.rows)
    return table._replace(columns=tuple(table.columns[at] for at in kept), rows=tuple(rows))


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ADDRESSED_TO = "Kính gửi:"
SENT_TO = "Nơi nhận:"
SAME_AS_ABOVE = "Như trên"
KEPT = "Lưu: VT, VP"
_END_MARKS = " ;.,"
_NUMBER_BLANK = "\u00a0" * 6


def superior_line(frame: Frame) -> str:
    """The superior body in capitals, its usual words abbreviated (II.2.a): `UBND HUYỆN ĐẮK HÀ`."""
    return printable(frame.superior).upper().replace("ỦY BAN NHÂN DÂN", "UBND")


def broken_subject(subject: str) -> str:
    """A trích yếu that is too long for a line, broken where its area begins, as offices set it."""
    before, area, place = subject.rpartition(" trên địa bàn ")
    return f"{before}\n{area.strip()} {place}" if before and "\n" not in subject else subject


def number_line(frame: Frame) -> str:
    """`Số:      /BC-UBND`, with room for the clerk's number."""
    return f"Số:{_NUMBER_BLANK}{frame.symbol}"


def listed(lines: Sequence[str]) -> list[str]:
    """Each line that says something ended by ";", the last by "."; a dash or an ending there already is not doubled."""
    bare = [text for line in lines if (text := _bare(line))]
    return [f"{line}{'.' if place == len(bare) else ';'}" for place, line in enumerate(bare, 1)]


def _bare(line: str) -> str:
    return printable(line).strip().removeprefix("-").strip().rstrip(_END_MARKS)


def recipient_lines(frame: Frame) -> list[str]:
    """Nơi nhận: "Như trên" first when there is a Kính gửi, "Lưu: VT, VP" last unless the plan names its own Lưu."""
    names = [_bare(line) for line in frame.recipients]
    if frame.addressees and not any(fold(name).startswith(fold(SAME_AS_ABOVE)) for name in names):
        names.insert(0, SAME_AS_ABOVE)
    kept = [name for name in names if fold(name).startswith("luu:")]
    return listed([*(name for name in names if name not in kept), *(kept or [KEPT])])


def addressees(frame: Frame) -> list[str]:
    """Whom the paper goes to: one name as it is, several ended by ";" and "."."""
    names = listed(frame.addressees)
    return names if len(names) > 1 else [name.removesuffix(".") for name in names]


def addressee_lines(frame: Frame) -> list[str]:
    """The same line by line, several with their dashes."""
    names = addressees(frame)
    return [f"- {name}" for name in names] if len(names) > 1 else names
