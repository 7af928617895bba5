"""D5: a really full disk: a small tmpfs with 0…N free blocks. Reads work at every step, writes succeed or answer 7."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ledger.sample import backup, made, recorded, write
from thidua_cli.errors import StorageError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import restore
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.render.files import Output, Writing, write_outputs

OLD = Path(__file__).parents[1] / "ledger" / "fixtures" / "version-1.db"
BLOCK = 4096
LATER = "2025-01-02T03:04:05.000000Z"
Deed = Callable[[Path], None]


@contextmanager
def small_disk(folder: Path, blocks: int) -> Iterator[Path]:
    """A file system of its own with so many 4-KiB blocks. Raises PermissionError where it cannot be mounted."""
    place = folder / "usb"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={blocks * BLOCK}", "tmpfs", str(place)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        raise PermissionError("mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, free: int) -> None:
    """Take all space but so many blocks."""
    ballast = place / "ballast"
    available = os.statvfs(place).f_bavail
    with ballast.open("wb") as file:
        for _ in range(available - free):
            file.write(bytes(BLOCK))


def record(path: Path) -> None:
    with Ledger(path) as ledger:
        write(ledger, [recorded("1", "thêm")], "thêm", LATER)


def bring_in(path: Path) -> None:
    with Ledger(path) as ledger:
        write(ledger, [recorded(str(number), f"i{number}") for number in range(100)], "nhập", LATER)


def back_up(path: Path) -> None:
    backup(path, path.with_name("a.db"))


def put_back(path: Path) -> None:
    restore(path.parents[1] / "a.db", path, force=True)


def report(path: Path) -> None:
    next(write_outputs([Output(path.with_name("a.csv"), b"0123456789\n" * 2000)], Writing(force=True)))


COMMANDS: dict[str, tuple[Deed, bool]] = {
    "record": (record, False),
    "import": (bring_in, False),
    "migrate": (record, True),
    "backup": (back_up, False),
    "restore": (put_back, False),
    "export": (report, False),
}


def careless(path: Path) -> None:
    """The known-bad twin: a report is opened for writing in place."""
    try:
        path.with_name("a.csv").write_bytes(b"0123456789\n" * 2000)
    except OSError as error:
        raise StorageError("full") from error


def step(place: Path, deed: Deed, old: bool, free: int) -> str:
    """What came of the deed with so many free blocks: 'written', 'refused', or what is wrong."""
    for file in place.iterdir():
        file.unlink()
    path = place / "thidua.db"
    if old:
        shutil.copyfile(OLD, path)
    else:
        shutil.copyfile(place.parent / "made" / "thidua.db", path)
    (place / "a.csv").write_bytes(b"old\n")
    before = verify(path)
    fill(place, free)
    try:
        deed(path)
        answer = "written"
    except StorageError as error:
        answer = "refused" if error.exit_code == 7 else f"exit code {error.exit_code}"
    found = verify(path)
    with Ledger(path) as ledger:
        if len(list(ledger.history())) != found.seq:
            return "cannot be read"
    if answer == "refused" and found != before:
        return "refused, but the ledger changed"
    if (place / "a.csv").stat().st_size not in (4, 22_000):
        return "half a report"
    (place / "ballast").unlink()
    if answer == "refused":
        with suppress(FileNotFoundError):
            (place / "a.db").unlink()
        deed(path)
        verify(path)
    return answer


def run(folder: Path, name: str, steps: int) -> Counter[str]:
    """The command with 0…steps-1 free blocks."""
    deed, old = (careless, False) if name == "careless" else COMMANDS[name]
    (folder / "made").mkdir()
    path = made(folder / "made", 60)
    shutil.copyfile(path, folder / "a.db")
    with Ledger(path) as ledger:
        write(ledger, [recorded("1", "mới hơn")], "mới hơn")
    outcomes: Counter[str] = Counter()
    with small_disk(folder, 400) as place:
        for free in range(steps):
            outcomes[step(place, deed, old, free)] += 1
    return outcomes
