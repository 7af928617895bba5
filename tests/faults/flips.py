"""F1: flips single bits of a ledger; `verify` must find every one that changes a figure, and most of the others.

python flips.py LEDGER SEED FLIPS      ends with 1 if a changed figure was not found
"""

from __future__ import annotations

import random
import sqlite3
import sys
from collections import Counter
from pathlib import Path

from thidua_cli.errors import ThiduaError
from thidua_cli.ledger.verify import verify

FIGURES = (
    "SELECT unit, place, indicator, on_day, value, numerator, denominator, level FROM entries NOT INDEXED ORDER BY seq"
)


def figures(path: Path) -> object:
    """What any reader of the file would take the figures to be; None if it cannot be read at all."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(FIGURES).fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        connection.close()


def found(path: Path) -> bool:
    """Whether `verify` refuses the ledger."""
    try:
        verify(path)
    except ThiduaError:
        return True
    return False


def run(source: Path, seed: int, flips: int) -> Counter[str]:
    """Counts: flips, flips found, figures changed, changed figures found."""
    dice, whole, before = random.Random(seed), source.read_bytes(), figures(source)
    path = source.with_name("flipped.db")
    counts: Counter[str] = Counter({"changed and missed": 0})
    for _ in range(flips):
        place, bit = dice.randrange(len(whole)), 1 << dice.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        changed, noticed = figures(path) != before, found(path)
        counts["flips"] += 1
        counts["found"] += noticed
        counts["figures changed"] += changed
        counts["changed and missed"] += changed and not noticed
    return counts


if __name__ == "__main__":
    counted = run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(dict(counted))
    sys.exit(counted["changed and missed"] > 0 or counted["figures changed"] == 0)
