"""F9: whatever SQL is tried on the file, rows are neither changed, removed, replaced nor put out of order."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ledger.sample import made
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.ledger.rows import EVERY_ROW, INSERT

FORBIDDEN = [
    "UPDATE entries SET value = '9' WHERE seq = 2",
    "UPDATE OR REPLACE entries SET seq = 1 WHERE seq = 2",
    "DELETE FROM entries WHERE seq = 3",
    "DELETE FROM entries",
    "UPDATE plans SET source = x'00'",
    "DELETE FROM plans",
    "INSERT OR REPLACE INTO plans SELECT revision, x'00', first_seq, at FROM plans",
    "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 2",
    "REPLACE INTO entries SELECT * FROM entries WHERE seq = 3",
    "INSERT INTO entries SELECT * FROM entries WHERE seq = 3 ON CONFLICT (seq) DO UPDATE SET value = '9'",
]


@pytest.mark.parametrize("careless", [True, False], ids=["plain connection", "recursive triggers"])
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_sql_that_would_change_the_past_is_aborted_f9(statement: str, careless: bool, tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    connection = _connected(path, careless)
    with pytest.raises(sqlite3.IntegrityError, match=r"append only|out of order|already there"):
        connection.execute(statement)
    connection.close()
    assert verify(path).seq == 3


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"])
@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 3},
        {"seq": 5},
        {"seq": None},
        {"seq": 4, "previous": "f" * 64},
        {"seq": 4, "previous": "tip"},  # the same action and item again
    ],
)
def test_a_row_out_of_order_is_aborted_f9(verb: str, changes: dict[str, object], tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    connection = _connected(path, careless=True)
    rows = connection.execute(EVERY_ROW).fetchall()
    row = list(rows[-1])
    row[0] = changes["seq"]
    row[-2] = rows[-1][-1] if changes.get("previous") == "tip" else changes.get("previous", row[-2])
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(INSERT.replace("INSERT", verb, 1), row)
    connection.close()
    assert verify(path).seq == 3


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "'forget'"), ("on_day", "'1/2/2024'"), ("at", "'2024-06-14'"), ("level", "NULL"), ("numerator", "'1'")],
)
def test_a_row_of_another_shape_is_refused_by_the_table(column: str, value: str, tmp_path: Path) -> None:
    connection = _connected(made(tmp_path, 1), careless=False)
    columns = EVERY_ROW.removeprefix("SELECT ").split(" FROM")[0]
    chosen = ", ".join(value if name == column else name for name in columns.split(", "))
    chosen = chosen.replace("seq", "seq + 1", 1).replace("item", "item + 1", 1).replace("previous, hash", "hash, hash")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        connection.execute(f"INSERT INTO entries SELECT {chosen} FROM entries")
    connection.close()


def _connected(path: Path, careless: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA recursive_triggers = {'OFF' if careless else 'ON'}")
    return connection
