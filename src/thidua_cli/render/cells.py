"""How many cells of a terminal a text takes: Vietnamese letters and our signs one each; rich knows the rest.

Nearly every text of a page is made of these alone, and then rich with its tables of all letters is not loaded.
"""

from __future__ import annotations

from itertools import chain

_SIGNS = "–—…‘’“”•√≈≤≥≠×·○●▲▼►█▓▒░─"
_LETTERS = chain(range(0x20, 0x7F), range(0xA0, 0xAD), range(0xAE, 0x1B1), range(0x1E00, 0x1F00))
NARROW = frozenset(map(chr, _LETTERS)).union(_SIGNS)
"""ASCII, Latin-1 (but for its invisible hyphen), the Latin letters up to ư, all those with two marks, and our signs."""


def cell_len(text: str) -> int:
    """The width of a text in a terminal of letters of one width."""
    if NARROW.issuperset(text):
        return len(text)
    from rich.cells import cell_len as any_cell_len

    return any_cell_len(text)
