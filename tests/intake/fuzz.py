"""Spoils CSV and XLSX files in random ways: `python tests/intake/fuzz.py csv|xlsx COUNT SEED [naive]` counts outcomes.

A violation is an exception that is not ours, or a refusal that does not name the file; `naive` is the reader that must
fail. A crash of the interpreter ends the process with its signal.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date

from thidua_cli.errors import ThiduaError
from thidua_cli.intake.reading import read_intake
from thidua_cli.intake.source import Source
from thidua_cli.office.intake import DraftReader
from thidua_cli.plan_file import load_text, read_plan
from thidua_cli.vietnamese.numbers import read_number
from thidua_cli.workspace import shipped_plan

ROWS = [
    ("id", "chỉ tiêu", "value", "tử số", "mẫu số", "on", "mức", "note"),
    ("ho-ngheo", "Tỷ lệ hộ nghèo", "", "105", "2.910", "14/06/2024", "ước", "rà soát; đợt 1"),
    ("dan-gia-suc", "Tổng đàn gia súc", "6.500", "", "", "01/07/2024", "", '"trích"'),
    ("bao-phu-bhyt", "", "95,4", "", "", "2024-07-01", "chính thức", ""),
    ("", "", "", "", "", "", "", ""),
    ("dan-so", "Dân số", "", "", "", "01/07/2024", "", "=1+1"),
]
_WORDS = (
    ";", ",", "\t", '"', '""', "'", "\r", "\n", "\r\n", "sep=,\n", "\0", "\x1b", "\ufeff", "\u202e", "=1+1", "1e999",
    "-", "31/02/2024", "9/0", "%", "ê", "\u0323" * 40, "9" * 200, "١٢", "#N/A", "<", "&x;", "</row>", "<f>1</f>",
    'r="A9"',
)  # fmt: skip
PIECES = [word.encode() for word in _WORDS] + [b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\x00\x00", b"PK\x03\x04"]
PLAN = read_plan(load_text(shipped_plan()))
TODAY = date(2024, 7, 5)


def text() -> bytes:
    """A sound CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(ROWS)
    return out.getvalue().encode("utf-8-sig")


def workbook() -> bytes:
    """A sound workbook."""
    from openpyxl import Workbook

    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["C5"], book.active["F5"], book.active["C4"] = 12.5, TODAY, "=2*3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Cuts, doublings, foreign pieces, flipped bytes."""
    spoil = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(spoil) + 1)
        match chance.randrange(4):
            case 0:
                del spoil[at : at + chance.choice((1, 1, 5, 100, 5000))]
            case 1:
                spoil[at:at] = spoil[at : at + chance.randrange(1, 200)]
            case 2:
                spoil[at:at] = chance.choice(PIECES)
            case _:
                spoil[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(spoil)


def spoilt_book(content: bytes, chance: random.Random) -> bytes:
    """The archive itself spoilt, or one of its members."""
    if chance.random() < 0.4:
        return spoilt(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = chance.choice(list(parts))
    parts[name] = spoilt(parts[name], chance)
    if chance.random() < 0.1:
        del parts[chance.choice(list(parts))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for kept, part in parts.items():
            new.writestr(kept, part)
    return out.getvalue()


def careful(name: str, content: bytes) -> str:
    """Our reader, down to the figures: what came of it, in one word."""
    reader = DraftReader(PLAN, TODAY, False, read_number)
    try:
        for row in read_intake(Source(name, content)).proposed:
            reader.draft(row)
            row.place()
    except ThiduaError as error:
        told = "".join([error.sentence, *map(str, error.faults)])
        return "refused" if name in told else "violation: without the file's name"
    except Exception as error:
        return f"violation: {type(error).__name__}"
    return "accepted"


def naive(name: str, content: bytes) -> str:
    """What most programs do; a harness in which this passes proves nothing."""
    try:
        if name.endswith(".csv"):
            list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        else:
            from openpyxl import load_workbook

            list(load_workbook(io.BytesIO(content), data_only=True).active.values)
    except Exception as error:
        return f"violation: {type(error).__name__}"
    return "accepted"


def run(kind: str, count: int, seed: int, reader: Callable[[str, bytes], str]) -> Counter[str]:
    """Outcomes of `count` spoilt files; file number n of a seed is the same in every run."""
    make, spoil = (text, spoilt) if kind == "csv" else (workbook, spoilt_book)
    sound = make()
    outcomes: Counter[str] = Counter()
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)
        outcomes[reader(f"tep.{kind}", spoil(sound, chance))] += 1
    return outcomes


if __name__ == "__main__":
    found = run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), naive if sys.argv[4:] == ["naive"] else careful)
    print(dict(found))
    sys.exit(any(outcome.startswith("violation") for outcome in found))
