"""Which persons' names a ledger must keep, going by its rows: from a nomination's first row until one erases it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..domain.figure import Kind
from ..domain.nomination import nomination_in
from .rows import Row

_SEQ, _KIND, _UNIT, _KEY, _DETAIL = 0, 3, 5, 7, 17


@dataclass(slots=True)
class NamesDue:
    """Is shown every row in turn and knows the digests that must have a name."""

    _due: dict[tuple[str, str], str] = field(default_factory=dict)
    """By unit and key; empty once a row erased the name, which nothing brings back."""

    def note(self, row: Row) -> None:
        """Look at the next row; raises IntegrityError when a nomination cannot be read."""
        if row[_KIND] == Kind.ERASE:
            self._due[row[_UNIT], row[_KEY]] = ""
        elif row[_KIND] == Kind.NOMINATE:
            nomination = nomination_in(row[_SEQ], row[_KEY], row[_DETAIL])
            if nomination and nomination.person:
                self._due.setdefault((row[_UNIT], row[_KEY]), nomination.person)

    def digests(self) -> set[str]:
        """Those that must have a name now."""
        return {digest for digest in self._due.values() if digest}
