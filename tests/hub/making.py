"""Ledgers to send: a commune's real rows, and rows that were never written by thidua."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hub.server import Hub
from thidua_cli.hub.ledgers import connected, send
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.rows import COLUMNS, hash_of

NAMES = tuple(COLUMNS.split(", "))


def register(hub: Hub, *units: str) -> None:
    """Make communes and their roles, as `hub units add` does."""
    for unit in units:
        hub.sql(f"INSERT INTO hub.units VALUES ('{unit}', 'xã {unit}', '52')")
        if not hub.sql(f"SELECT 1 FROM pg_roles WHERE rolname = 'xa_{unit}'"):
            hub.sql(f'CREATE ROLE "xa_{unit}" LOGIN IN ROLE commune')


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    """Every row of a ledger file."""
    with Ledger(path) as ledger:
        return list(ledger.rows_after(0))


def sent(hub: Hub, path: Path, unit: str) -> int:
    """Send a ledger as its commune; gives how many rows were new."""
    with connected(hub.address(""), unit=unit) as connection, Ledger(path) as ledger:
        return send(connection, ledger, unit)[0]


def after(row: tuple[Any, ...], **changes: Any) -> tuple[Any, ...]:
    """The row that would follow, correctly hashed unless `hash` is given."""
    fields = dict(zip(NAMES, row, strict=True)) | {
        "seq": row[0] + 1,
        "previous": row[-1],
        "action": "a" * 36,
        "item": 0,
    }
    fields |= changes
    values = tuple(fields[name] for name in NAMES[:-1])
    return (*values, changes.get("hash") or hash_of(values))


@contextmanager
def edited(path: Path) -> Iterator[sqlite3.Connection]:
    """The ledger file in other hands: its triggers taken out of the way and put back."""
    connection = sqlite3.connect(path)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()
