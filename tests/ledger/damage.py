"""Run by itself: damages copies of a ledger at random and uses them; anything but our own errors is a failure.

python damage.py LEDGER SEED ROUNDS      prints how many of the damaged copies `verify` refused
"""

from __future__ import annotations

import random
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

from thidua_cli.errors import ThiduaError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import verify_file as verify

UNIT = "dak-la"


def damaged(content: bytes, dice: random.Random) -> bytes:
    """One of six kinds of damage."""
    place = dice.randrange(len(content))
    length = dice.choice((1, 4, 64, 512, 4096))
    match dice.randrange(6):
        case 0:
            return content[:place]
        case 1:
            return content[:place] + bytes(length) + content[place + length :]
        case 2:
            return content[:place] + dice.randbytes(length) + content[place + length :]
        case 3:
            return content[:place] + content[place + length :]
        case 4:
            other = dice.randrange(len(content))
            return content[:place] + content[other : other + length] + content[place + length :]
    return content[:place] + bytes([content[place] ^ 1 << dice.randrange(8)]) + content[place + 1 :]


def refuses(path: Path) -> bool:
    """Ask everything of the ledger; True if `verify` refuses it."""
    with suppress(ThiduaError):
        read_all(path)
    try:
        verify(path)
    except ThiduaError:
        return True
    return False


def read_all(path: Path) -> None:
    with Ledger(path, timeout=1) as ledger:
        known = [f"chi-tieu-{number}" for number in range(5)]
        first, last = date(2024, 1, 1), date(2024, 12, 31)
        asked = (
            lambda: ledger.figures(UNIT, known, first, last),
            lambda: ledger.outside(UNIT, [], (), first, last),
            lambda: ledger.days(UNIT, "", known[0], date.min, date.max),
            lambda: list(ledger.history()),
            lambda: list(ledger.history(indicator=known[1], limit=3)),
            lambda: ledger.last_undoable(),
            lambda: [ledger.before(row) for row in ledger.history(limit=3)],
            lambda: ledger.seq_at("2025"),
            lambda: [ledger.plan_source(revision) for revision, _, _ in ledger.editions()],
        )
        for question in asked:
            with suppress(ThiduaError):
                question()


def main(source: Path, seed: int, rounds: int) -> None:
    content = source.read_bytes()
    dice = random.Random(seed)
    path = source.with_name("damaged.db")
    refused = 0
    for number in range(rounds):
        changed = damaged(content, dice)
        path.write_bytes(changed)
        refused += refuses(path)
        if path.read_bytes() != changed or path.with_name("damaged.db-journal").exists():
            raise SystemExit(f"round {number} of seed {seed}: the damaged file was written to")
    print(refused)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
