"""F1: flips single bits of a ledger; `verify` must find every one that changes anything SQLite reads.

python flips.py LEDGER SEED FLIPS      ends with 1 if one was missed elsewhere, or one that changed a figure
"""

from __future__ import annotations

import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from thidua_cli.errors import ThiduaError
from thidua_cli.ledger.copies import verify_file as verify

FIGURES = (
    "SELECT unit, place, indicator, on_day, value, numerator, denominator, level FROM entries NOT INDEXED ORDER BY seq"
)
PAGE = 4096
INNER, LEAVES = (2, 5), (10, 13)


def figures(path: Path) -> object:
    """What any reader of the file would take the figures to be; None if it cannot be read at all."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(FIGURES).fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        connection.close()


def everything(path: Path) -> object:
    """All that SQLite reads from the file: what is in it, and every column of every table."""
    connection = sqlite3.connect(path)
    try:
        catalogue = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
        tables = [name for kind, name, _, _ in catalogue if kind == "table"]
        return catalogue, [connection.execute(f"SELECT * FROM {name} NOT INDEXED").fetchall() for name in tables]
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


def found_by_sqlite(path: Path) -> bool:
    """The known-bad twin: what SQLite's own check sees."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    except (sqlite3.Error, UnicodeDecodeError):
        return True
    finally:
        connection.close()


def unused(content: bytes) -> set[int]:
    """The places of the bytes that SQLite never reads: between a page's pointers and its cells, and in freed cells."""
    places: set[int] = set()
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        head = 100 if start == 0 else 0
        if page[head] in (*INNER, *LEAVES):
            places.update(start + place for span in _gaps(page, head) for place in span)
    return places


def _gaps(page: bytes, head: int) -> Iterator[range]:
    """The unallocated space of a b-tree page, and its freeblocks after their four bytes.

    As in https://www.sqlite.org/fileformat2.html, 1.6.
    """
    freed, cells, content = (int.from_bytes(page[head + at : head + at + 2]) for at in (1, 3, 5))
    yield range(head + (12 if page[head] in INNER else 8) + 2 * cells, content)
    while freed:
        follows, size = int.from_bytes(page[freed : freed + 2]), int.from_bytes(page[freed + 2 : freed + 4])
        yield range(freed + 4, freed + size)
        freed = follows


def run(source: Path, seed: int, flips: int, found: Callable[[Path], bool] = found) -> Counter[str]:
    """Counts: flips, flips found, missed (and where), figures changed, changed figures missed."""
    dice, whole, before, content = random.Random(seed), source.read_bytes(), figures(source), everything(source)
    path, idle = source.with_name("flipped.db"), unused(whole)
    counts = Counter({"changed and missed": 0, "missed elsewhere": 0, "bytes": len(whole), "unused bytes": len(idle)})
    for _ in range(flips):
        place, bit = dice.randrange(len(whole)), 1 << dice.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        changed, noticed = figures(path) != before, found(path)
        counts["flips"] += 1
        counts["figures changed"] += changed
        counts["changed and missed"] += changed and not noticed
        if noticed:
            counts["found"] += 1
        elif place in idle:
            counts["missed in unused bytes"] += 1
        else:
            counts["missed, but all reads the same" if everything(path) == content else "missed elsewhere"] += 1
    return counts


if __name__ == "__main__":
    counted = run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(dict(counted))
    missed = counted["changed and missed"] + counted["missed elsewhere"]
    sys.exit(missed > 0 or counted["figures changed"] == 0)
