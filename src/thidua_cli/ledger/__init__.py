"""The append-only ledger of figures: the only place that knows SQLite."""

from .rows import ALL, EMPTY_HASH, Tip
from .store import Ledger

__all__ = ["ALL", "EMPTY_HASH", "Ledger", "Tip"]
