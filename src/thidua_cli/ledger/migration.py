"""Brings a ledger of an older version to the present one: verified backup first, one transaction per step."""

from __future__ import annotations

from pathlib import Path

from .copies import automatic_backup
from .schema import MIGRATIONS, VERSION
from .session import Session


def migrate(session: Session) -> Path | None:
    """Run the steps an open ledger lacks; gives the backup made before them, None when there was nothing to do.

    Everything is decided under the lock that the step itself holds, so of two processes one migrates and the other
    finds it done. A process killed at any moment leaves the old version or the new one. Raises StorageError when
    there is no room for the backup or the step, BusyError, and IntegrityError for a damaged or newer ledger.
    """
    backup: Path | None = None
    while session.version < VERSION:
        session.begin()
        try:
            if session.version < VERSION:
                backup = backup or automatic_backup(session.file)
                session.alter(list(MIGRATIONS[session.version].values()), session.version + 1)
            session.commit(None)
        except BaseException:
            session.rollback()
            raise
    return backup
