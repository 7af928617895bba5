"""Other processes that use a ledger: one that writes, one that dies writing, one that only asks. Run by path.

python crew.py write LEDGER NAME TIMES      one command after the other; prints each id once it is committed
python crew.py die LEDGER                   is killed in the middle of a long import, leaving a hot journal
python crew.py import LEDGER                adds 500 rows in one transaction, like `add`
python crew.py read|add LEDGER              reads, or adds one row; prints exit code, sentence and hint
"""

from __future__ import annotations

import os
import shlex  # noqa: F401 - both now: an ordinary user may not be able to read root's Python
import shutil  # noqa: F401
import signal
import sys
import urllib.parse  # noqa: F401
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ledger.sample import UNIT, author, recorded, stamp, write
from thidua_cli.errors import ThiduaError
from thidua_cli.ledger import Ledger

NOBODY = 65534
NOW = "2025-01-02T03:04:05.000000Z"


def write_many(path: Path, name: str, times: int) -> None:
    for number in range(times):
        with Ledger(path) as ledger:
            write(ledger, [recorded(str(number), name)], f"{name}/{number}", NOW)
        print(f"{name}/{number}", flush=True)


def die_writing(path: Path) -> None:
    with Ledger(path) as ledger, ledger.writing() as writer:
        drafts = (recorded(str(number), "chết") for number in range(20_000))
        writer.append(drafts, action="chết", unit=UNIT, author=author(NOW), plan=stamp())
        os.kill(os.getpid(), signal.SIGKILL)


def boast(path: Path) -> None:
    """What must never happen: says that the row is written before it is."""
    with Ledger(path) as ledger:
        print("0 4", flush=True)
        write(ledger, [recorded("1", "thêm")], at=NOW)


def ask(path: Path, rows: int) -> None:
    try:
        with Ledger(path, timeout=1) as ledger:
            if rows:
                write(ledger, [recorded(str(number), f"thêm {number}") for number in range(rows)], at=NOW)
            print(0, len(list(ledger.history())))
    except ThiduaError as error:
        print(error.exit_code, error.sentence, error.hint)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", path, name, times]:
            write_many(Path(path), name, int(times))
        case ["die", path]:
            die_writing(Path(path))
        case ["boast", path]:
            boast(Path(path))
        case [verb, path, *user]:
            if user and os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            ask(Path(path), {"read": 0, "add": 1, "import": 500}[verb])
