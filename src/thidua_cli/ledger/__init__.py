"""The append-only ledger of figures: the only place that knows SQLite."""

from .rows import EMPTY_HASH, Author, PlanStamp, Tip
from .store import Ledger
from .writer import Appended, Writer

__all__ = ["EMPTY_HASH", "Appended", "Author", "Ledger", "PlanStamp", "Tip", "Writer"]
