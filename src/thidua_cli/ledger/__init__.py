"""The append-only ledger of figures: the only place that knows SQLite."""

from .rows import EMPTY_HASH, Tip
from .store import Ledger

__all__ = ["EMPTY_HASH", "Ledger", "Tip"]
