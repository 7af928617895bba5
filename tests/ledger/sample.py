"""Ledgers to test with: a plan stamp, an author, and short ways to write rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from thidua_cli.domain.figure import Amount, Draft, Kind, Level, Revision
from thidua_cli.ledger import Ledger, Tip
from thidua_cli.ledger.copies import copy_to
from thidua_cli.ledger.rows import Author, PlanStamp
from thidua_cli.ledger.transfer import to_lines as exported

UNIT = "dak-la"
NEW_YEAR = date(2024, 1, 1)
LAST_DAY = date(2024, 12, 31)


def stamp(text: str = "kế hoạch 2024") -> PlanStamp:
    source = text.encode()
    return PlanStamp(sha256(source).hexdigest(), source, 1, f'{{"title":"{text}"}}')


def author(moment: str = "2024-06-14T03:05:06.000000Z") -> Author:
    return Author("Y Thoan", moment, "0.1.0")


def action_id(number: int) -> str:
    return str(UUID(int=number))


def recorded(value: str, indicator: str = "ho-ngheo", on: date = NEW_YEAR, place: str = "") -> Draft:
    return Draft(Kind.RECORD, indicator, on, Amount(Decimal(value)), Level.OFFICIAL, "ghi chú", place=place)


def voided(seq: int, indicator: str = "ho-ngheo", on: date = NEW_YEAR) -> Draft:
    return Draft(Kind.VOID, indicator, on, reason="nhầm", supersedes=seq)


def write(
    ledger: Ledger, drafts: Sequence[Draft], action: str = "", at: str = "2024-06-14T03:05:06.000000Z"
) -> Revision:
    """One transaction with one command; gives its last row."""
    with ledger.writing() as writer:
        name = action or action_id(ledger.tip().seq + 1)
        return writer.append(drafts, action=name, unit=UNIT, author=author(at), plan=stamp())


def made(folder: Path, rows: int = 0) -> Path:
    """A ledger file with so many rows: 5 indicators, day after day, one command each 10 rows."""
    path = folder / "thidua.db"
    Ledger.create(path)
    drafts = [
        recorded(f"{seq}.50", f"chi-tieu-{seq % 5}", NEW_YEAR + timedelta(days=seq // 5 % 300)) for seq in range(rows)
    ]
    with Ledger(path) as ledger:
        for start in range(0, rows, 10):
            write(ledger, drafts[start : start + 10])
    return path


def tampered(path: Path, *statements: str) -> None:
    """What a person does with another SQLite program: first drops the triggers, then puts them back."""
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def backup(path: Path, target: Path) -> tuple[Path, Tip, bool]:
    """A copy of the ledger file at `path`, as `thidua backup` makes it."""
    with Ledger(path) as ledger:
        return copy_to(ledger, target)


def automatic_backup(path: Path) -> Path:
    """A copy beside the ledger file at `path`."""
    with Ledger(path) as ledger:
        made = ledger.back_up()
    assert made is not None
    return made


def to_lines(path: Path) -> list[str]:
    """The lines of the ledger file at `path`."""
    with Ledger(path) as ledger:
        return list(exported(ledger))
