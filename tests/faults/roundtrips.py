"""B13: decimals there and back, typed zeros included: text → ledger → text, and Vietnamese spelling → number."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from ledger.sample import NEW_YEAR, made, recorded, write
from thidua_cli.ledger import Ledger
from thidua_cli.vietnamese.numbers import read_number, write_number

MOST_DIGITS = 15
CHUNK = 20_000


def texts(count: int, seed: int) -> Iterator[str]:
    """Decimals in plain notation, of up to 15 digits before and 6 after the dot."""
    dice = random.Random(seed)
    for _ in range(count):
        whole = dice.randrange(10 ** dice.randint(1, MOST_DIGITS))
        places = dice.randint(0, 6)
        decimals = f".{dice.randrange(10**places):0{places}d}" if places else ""
        sign = "-" if dice.random() < 0.2 and (whole or decimals.strip(".0")) else ""
        yield f"{sign}{whole}{decimals}"


def through_the_ledger(path: Path, batch: list[str]) -> list[str]:
    """The texts as the ledger gives them back."""
    with Ledger(path) as ledger:
        drafts = [recorded(text, f"i{n % 40}", NEW_YEAR + timedelta(n % 366)) for n, text in enumerate(batch)]
        write(ledger, drafts)
        return [str(row.draft.amount.value) for row in ledger.history() if row.draft.amount]


def through_spelling(text: str) -> str:
    """The text after it was written for people and read again."""
    return str(read_number(write_number(Decimal(text))))


def naive(text: str) -> str:
    """The known-bad twin: a float on the way."""
    return str(Decimal(repr(float(text))))


def differing(count: int, seed: int, spelling: Callable[[str], str] = through_spelling) -> list[str]:
    """The texts that came back as something else."""
    wrong: list[str] = []
    batch: list[str] = []
    for text in texts(count, seed):
        if spelling(text) != text:
            wrong.append(text)
        batch.append(text)
        if len(batch) == CHUNK:
            wrong += _lost(batch)
            batch = []
    return wrong + _lost(batch) if batch else wrong


def _lost(batch: list[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        back = through_the_ledger(made(Path(folder)), batch)
    return [text for text, came in zip(batch, back, strict=True) if text != came]


def soak(_: Path, size: int, seed: int) -> tuple[object, bool]:
    """For the soak: what was counted, and whether it holds."""
    wrong, twin = differing(size, seed), differing(1000, seed, naive)
    found = f"{size} decimals, {len(wrong)} changed {wrong[:5]}; control with floats: {len(twin)} of 1000"
    return found, not wrong and bool(twin)
