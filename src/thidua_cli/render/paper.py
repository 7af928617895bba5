"""The words around an official paper, line by line, for the formats that set them (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Sequence

from .document import Frame

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ADDRESSED_TO = "Kính gửi:"
SENT_TO = "Nơi nhận:"
SAME_AS_ABOVE = "Như trên"
_NUMBER_BLANK = "\u00a0" * 6


def number_line(frame: Frame) -> str:
    """`Số:      /BC-UBND`, with room for the clerk's number."""
    return f"Số:{_NUMBER_BLANK}{frame.symbol}"


def listed(lines: Sequence[str]) -> list[str]:
    """Each line ended by ";", the last by "."; a dash or an ending that is there already is not doubled."""
    bare = [line.strip().removeprefix("- ").rstrip(";. ") for line in lines]
    return [f"{line}{'.' if place == len(bare) else ';'}" for place, line in enumerate(bare, 1)]


def recipient_lines(frame: Frame) -> list[str]:
    """The Nơi nhận list, led by "Như trên" where the paper is addressed to somebody."""
    lines = list(frame.recipients)
    if frame.addressees and SAME_AS_ABOVE not in [line.strip("- ;.") for line in lines]:
        lines.insert(0, SAME_AS_ABOVE)
    return listed(lines)


def addressee_lines(frame: Frame) -> list[str]:
    """Whom the paper goes to: one name as it is, several as a list."""
    if len(frame.addressees) < 2:
        return [line.strip() for line in frame.addressees]
    return [f"- {line}" for line in listed(frame.addressees)]
