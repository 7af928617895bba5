"""Text for files that other programs open: composed, and nothing in it that hides or steers."""

from __future__ import annotations

import re

from ..vietnamese.text import nfc

REPLACEMENT = "\ufffd"
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)


def printable(text: object) -> str:
    """Any content as NFC text with U+FFFD for controls and direction marks; only line break and tab stay."""
    if text is None:
        return ""
    return _HIDDEN.sub(REPLACEMENT, nfc(str(text)).replace("\r\n", "\n"))
