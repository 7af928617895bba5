"""Simulated power cuts: what a writer told the disk is recorded with strace and replayed up to every moment.

At each moment the disk may hold nothing of what was not synced yet, all of it, the names but not the content, any part
of it, or torn 512-byte sectors. Every such image is opened; each row acknowledged before that moment must be there.

python powercut.py write LEDGER ROWS [FULL]     the writer that is recorded; FULL: with the known-bad `synchronous`
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ledger.sample import made, recorded, write
from thidua_cli.errors import ThiduaError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger import file as ledger_file
from thidua_cli.ledger.copies import verify_file as verify

SECTOR = 512
IMPORTED = 40
VARIANTS = ("nothing", "everything", "names only", "some", "torn")
CALLS = "openat,pwrite64,ftruncate,fsync,fdatasync,unlink,write"
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?$")
_HEX = re.compile(r"\\x([0-9a-f]{2})")


@dataclass(frozen=True)
class Deed:
    """One thing the writer did: to a file (write, cut, sync, create, unlink), or that it acknowledged rows (ack)."""

    verb: str
    path: str = ""
    content: bytes = b""
    number: int = 0


@dataclass
class Inode:
    """A file on the disk: what is safe, and what was written since the last sync, in order."""

    safe: bytes = b""
    pending: list[Deed] = field(default_factory=list)


@dataclass
class Disk:
    """Files and names as the writer left them, and as they are sure to be found after a power cut."""

    names: dict[str, Inode] = field(default_factory=dict)
    safe_names: dict[str, Inode] = field(default_factory=dict)
    pending: list[tuple[str, Inode | None]] = field(default_factory=list)
    acknowledged: int = 0

    def do(self, deed: Deed) -> None:
        """Carry out one recorded deed."""
        match deed.verb:
            case "ack":
                self.acknowledged = deed.number
            case "create":
                if deed.path not in self.names:
                    self._name(deed.path, Inode())
            case "unlink":
                del self.names[deed.path]
                self.pending.append((deed.path, None))
            case "sync" if deed.path in self.names:
                inode = self.names[deed.path]
                inode.safe, inode.pending = applied(inode.safe, inode.pending), []
            case "sync":
                self.safe_names, self.pending = dict(self.names), []
            case _:
                self.names[deed.path].pending.append(deed)

    def _name(self, path: str, inode: Inode) -> None:
        self.names[path] = inode
        self.pending.append((path, inode))

    def image(self, variant: str, dice: random.Random) -> dict[str, bytes]:
        """The files that may be found after a power cut now."""
        names = dict(self.safe_names)
        kept = {"nothing": 0, "everything": len(self.pending), "names only": len(self.pending)}
        for path, inode in self.pending[: kept.get(variant, dice.randint(0, len(self.pending)))]:
            names.pop(path, None)
            if inode is not None:
                names[path] = inode
        return {path: applied(inode.safe, chosen(inode.pending, variant, dice)) for path, inode in names.items()}


def chosen(pending: list[Deed], variant: str, dice: random.Random) -> list[Deed]:
    """Which of the writes that were not synced reached the disk."""
    if variant in ("nothing", "names only"):
        return []
    if variant == "everything":
        return pending
    some = [deed for deed in pending if dice.random() < 0.5]
    if variant == "some":
        return some
    return [piece for deed in pending for piece in torn(deed, dice)]


def torn(deed: Deed, dice: random.Random) -> Iterator[Deed]:
    """The sectors of a write that made it."""
    if deed.verb != "write":
        yield deed
        return
    for start in range(0, len(deed.content), SECTOR):
        if dice.random() < 0.5:
            yield Deed("write", deed.path, deed.content[start : start + SECTOR], deed.number + start)


def applied(content: bytes, deeds: list[Deed]) -> bytes:
    """A file's bytes after these writes and cuts."""
    result = bytearray(content)
    for deed in deeds:
        if deed.verb == "cut":
            del result[deed.number :]
            result.extend(bytes(deed.number - len(result)))
        else:
            result.extend(bytes(max(0, deed.number - len(result))))
            result[deed.number : deed.number + len(deed.content)] = deed.content
    return bytes(result)


def recorded_deeds(folder: Path, rows: int, *words: str) -> tuple[Disk, list[Deed]]:
    """Run the writer under strace; the disk before it began, and what it did."""
    path = made(folder, 3)
    disk = Disk()
    inode = Inode(path.read_bytes())
    disk.names[str(path)] = disk.safe_names[str(path)] = inode
    trace = folder / "trace"
    strace = ["strace", "-f", "-qq", "-y", "-xx", "-s", "100000", "-o", str(trace), "-e", f"trace={CALLS}"]
    subprocess.run(
        [*strace, sys.executable, __file__, "write", str(path), str(rows), *words],
        check=True,
        capture_output=True,
        timeout=120,
    )
    lines = trace.read_text("ascii").splitlines()
    return disk, [deed for line in lines for deed in deeds_of(line, str(folder))]


def deeds_of(line: str, folder: str) -> Iterator[Deed]:
    """What a line of the trace means for the files of the folder."""
    match = _LINE.match(line)
    if not match or match[3].startswith("-"):
        return
    call, words, result = match[1], match[2], int(match[3])
    strings = [_bytes(text) for text in re.findall(r'"((?:[^"\\]|\\.)*)"', words)]
    opened = _bytes((re.match(r"\d+<([^>]*)>", words) or ["", ""])[1]).decode()
    if call == "write":
        if words.startswith("1<"):
            yield Deed("ack", number=int(strings[0]))
    elif call == "openat":
        path = strings[0].decode()
        if path.startswith(folder) and "O_CREAT" in words:
            yield Deed("create", path)
    elif call == "unlink":
        yield from [Deed("unlink", strings[0].decode())] if strings[0].decode().startswith(folder) else []
    elif not opened.startswith(folder):
        return
    elif call == "pwrite64":
        yield Deed("write", opened, strings[0][:result], int(words.rsplit(", ", 1)[1]))
    elif call == "ftruncate":
        yield Deed("cut", opened, number=int(words.rsplit(", ", 1)[1]))
    else:
        yield Deed("sync", opened)


def _bytes(text: str) -> bytes:
    return bytes.fromhex("".join(_HEX.findall(text))) if "\\x" in text else text.encode()


def run(folder: Path, rows: int, images: int, seed: int, *words: str) -> Counter[str]:
    """Try at least so many images, spread over all moments; gives counts of what was found."""
    (folder / "recorded").mkdir()
    disk, deeds = recorded_deeds(folder / "recorded", rows, *words)
    dice = random.Random(seed)
    outcomes: Counter[str] = Counter({"moments": len(deeds)})
    each = -(-images // (len(deeds) * len(VARIANTS)))
    for deed in deeds:
        disk.do(deed)
        for variant in VARIANTS * each:
            outcomes["images"] += 1
            outcomes[outcome(folder / "image", disk.image(variant, dice), disk.acknowledged, rows)] += 1
    return outcomes


def outcome(folder: Path, image: dict[str, bytes], acknowledged: int, rows: int) -> str:
    """'whole', or what is wrong with this image."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for path, content in image.items():
        (folder / Path(path).name).write_bytes(content)
    was_hot = (folder / "thidua.db-journal").exists()
    try:
        found = verify(folder / "thidua.db").seq
    except ThiduaError:
        return "damaged"
    if found < acknowledged:
        return "acknowledged and lost"
    if 3 + rows < found < 3 + rows + IMPORTED:
        return "half an import"
    return "whole after a rollback" if was_hot else "whole"


def write_rows(path: Path, rows: int, synchronous: str) -> None:
    """One row after the other, then an import; says after each commit how many rows there are."""
    wanted = ("synchronous", synchronous, {"FULL": 2, "EXTRA": 3}[synchronous])
    ledger_file.PRAGMAS = tuple(wanted if pragma[0] == "synchronous" else pragma for pragma in ledger_file.PRAGMAS)
    with Ledger(path) as ledger:
        for number in range(rows):
            acknowledge(write(ledger, [recorded(str(number), f"i{number}")]).seq)
        drafts = [recorded(str(number), f"nhập {number}") for number in range(IMPORTED)]
        acknowledge(write(ledger, drafts).seq)


def acknowledge(rows: int) -> None:
    """In one system call, which is what the trace shows."""
    os.write(1, f"{rows}\n".encode())


if __name__ == "__main__":
    write_rows(Path(sys.argv[2]), int(sys.argv[3]), *(sys.argv[4:] or ["EXTRA"]))
