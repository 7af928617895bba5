"""The words around an official paper, line by line, for the formats that set them (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Sequence

from ..vietnamese.text import fold
from .document import Frame
from .file_text import printable

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ADDRESSED_TO = "Kính gửi:"
SENT_TO = "Nơi nhận:"
SAME_AS_ABOVE = "Như trên"
KEPT = "Lưu: VT, VP"
_END_MARKS = " ;.,"
_NUMBER_BLANK = "\u00a0" * 6


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
