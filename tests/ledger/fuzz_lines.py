"""Spoils exports (.jsonl) in random ways, half of them with every hash made anew, and fills empty ledgers with them.

python fuzz_lines.py COUNT SEED [naive]     counts outcomes; `naive` puts in what the lines say and must fail

A violation is an exception that is not ours, or a ledger that took an export and then does not verify or read.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from intake.fuzz import spoilt
from ledger.sample import made, to_lines
from thidua_cli.errors import ThiduaError
from thidua_cli.ledger import EMPTY_HASH, Ledger
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.ledger.rows import NAMES
from thidua_cli.ledger.transfer import from_lines

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2, 10**30, 1.5, float("nan"), "", "x", "\0", "\x1b[2J", "\ud800", "9" * 200, "-0", "1e999",
    "2024-13-01", "9999-12-31T23:59:59.999999Z", "a" * 100_000, [], [1], {}, {"a": 1}, "estimate",
    "undo", "close", "erase",
)  # fmt: skip
ROWS = 12


def exported() -> list[str]:
    """The lines of a sound export."""
    with tempfile.TemporaryDirectory() as folder:
        return list(to_lines(made(Path(folder), ROWS)))


def spoil(lines: list[str], chance: random.Random) -> list[str]:
    """Bytes spoilt, or fields and lines; in half of those the chain is forged so that only the content is wrong."""
    if chance.random() < 0.3:
        return spoilt("".join(lines).encode(), chance).decode("utf-8", "surrogateescape").split("\n")
    records = [json.loads(line) for line in lines]
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(records))
        match chance.randrange(6):
            case 0:
                del records[at]
            case 1:
                records.insert(at, dict(records[chance.randrange(len(records))]))
            case _:
                _spoil_field(records[at], chance)
        if not records:
            break
    if chance.random() < 0.5:
        _forge(records)
    return [dumps(record, ensure_ascii=chance.random() < 0.2) + "\n" for record in records]


def _spoil_field(record: dict[str, Any], chance: random.Random) -> None:
    inside = record["plan"] if isinstance(record.get("plan"), dict) and chance.random() < 0.8 else record
    if not inside:
        return
    key = chance.choice(list(inside))
    if chance.random() < 0.1:
        del inside[key]
    else:
        inside[key] = chance.choice(VALUES)


def _forge(records: list[dict[str, Any]]) -> None:
    """What somebody would do who wants the export believed: number and chain the rows anew."""
    seq, previous = 0, EMPTY_HASH
    for record in records:
        if set(record) == set(NAMES):
            seq += 1
            record |= {"seq": seq, "previous": previous}
            text = dumps([record[name] for name in NAMES[:-1]], ensure_ascii=False, separators=(",", ":"))
            record["hash"] = previous = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if records and "schema" in records[0]:
        records[0] |= {"rows": seq, "hash": previous}


def careful(path: Path, lines: list[str]) -> str:
    """Our reader: what came of it, in one word."""
    try:
        with Ledger(path) as ledger, from_lines(ledger, lines, "tep.jsonl"):
            pass
    except ThiduaError as error:
        told = "".join([error.sentence, *map(str, error.faults)])
        return "refused" if verify(path).seq == 0 else f"violation: refused and written: {told}"
    except Exception as error:
        return f"violation: {type(error).__name__}: {error}"[:200]
    try:
        verify(path)
        with Ledger(path) as ledger:
            list(ledger.history())
    except Exception as error:
        return f"violation: taken, then {type(error).__name__}: {error}"[:200]
    return "accepted"


def naive(path: Path, lines: list[str]) -> str:
    """What most programs do: every line that can be read is put in."""
    connection = sqlite3.connect(path)
    try:
        for line in lines[1:]:
            record = json.loads(line)
            row = [record[name] for name in NAMES]
            connection.execute(f"INSERT INTO entries VALUES ({', '.join('?' * len(row))})", row)
        return "accepted"
    except Exception as error:
        return f"violation: {type(error).__name__}"
    finally:
        connection.close()


def run(folder: Path, count: int, seed: int, reader: Callable[[Path, list[str]], str]) -> Counter[str]:
    """Outcomes of `count` spoilt exports; number n of a seed is the same in every run."""
    sound, path = exported(), folder / "thidua.db"
    Ledger.create(path)
    empty = path.read_bytes()
    outcomes: Counter[str] = Counter()
    for number in range(count):
        outcome = reader(path, spoil(sound, random.Random(seed * 1_000_003 + number)))
        outcomes[outcome] += 1
        if outcome != "refused":
            path.write_bytes(empty)
    return outcomes


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        found = run(Path(place), int(sys.argv[1]), int(sys.argv[2]), naive if sys.argv[3:] == ["naive"] else careful)
    print(dict(found))
    sys.exit(any(outcome.startswith("violation") for outcome in found))
