"""Writing an output file: never half, never over something else unasked or the ledger; the register of them all."""

import errno
import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from itertools import count
from pathlib import Path
from time import sleep
from types import MappingProxyType
from typing import NamedTuple

from ..disk import FORBIDDEN, add_line, read_regular, reason_of, refuse_database, replace_file
from ..errors import UNLIKE_OURS, Fault, Refused, StorageError
from ..vietnamese.numbers import shown

READER_COMES_WITHIN = 60
"""Twentieths of a second."""
SIDE_FILES = ("", "-journal", "-wal", "-shm")
REGISTER = "tep-da-ghi.jsonl"
MOST_REGISTER_BYTES = 4 * 1024 * 1024


class Saying(NamedTuple):
    """What a file says, whatever its ledger's anchor: a digest of all of it, and one of each row's figures.

    `about` names the report (of which unit, which period): a report of another one is no newer version of it.
    """

    digest: str
    figures: Mapping[str, str] = MappingProxyType({})
    about: str = ""

    def moved_from(self, before: "Saying") -> int:
        """How many rows' figures differ from what was said `before`, new and vanished rows among them."""
        return sum(self.figures.get(one) != before.figures.get(one) for one in {*self.figures, *before.figures})


def digest_of(content: bytes | Iterable[bytes]) -> str:
    """The SHA-256 of bytes, whole or in pieces, as hex digits."""
    digest = hashlib.sha256()
    for piece in [content] if isinstance(content, bytes) else content:
        digest.update(piece)
    return digest.hexdigest()


class Register(NamedTuple):
    """A list in the user's own folder, one line for each file written; it is about contents, not about places.

    Without a folder (`path` None), or where it cannot be read or written, nothing is known and nothing is refused
    for that: a file is then ours only if its bytes are the very ones to be written.
    """

    path: Path | None = None

    def find(self, digest: str) -> Saying | None:
        """What the file with this digest says, if it is exactly what thidua wrote once."""
        for line in reversed(self._lines()):
            with suppress(*UNLIKE_OURS):  # somebody else's line
                if digest in line and (entry := json.loads(line))["file"] == digest:
                    figures = {str(one): str(digest) for one, digest in entry["figures"].items()}
                    return Saying(str(entry["says"]), figures, str(entry["about"]))
        return None

    def knows(self, path: Path) -> bool:
        """Whether a file has been written at this place before, whatever is there now."""
        return any(_place(path) in line for line in self._lines())

    def add(self, path: Path, content: Iterable[bytes], saying: Saying) -> None:
        """Note a file about to be written."""
        if self.path is None:
            return
        entry = {"file": digest_of(content), "says": saying.digest, "figures": dict(saying.figures)}
        line = json.dumps(entry | {"about": saying.about, "at": _place(path)}) + "\n"
        with suppress(OSError):
            add_line(self.path, line.encode(), MOST_REGISTER_BYTES // 2)

    def _lines(self) -> list[str]:
        with suppress(OSError):
            if self.path is not None:
                return read_regular(self.path, MOST_REGISTER_BYTES).decode("utf-8", "replace").splitlines()
        return []


def _place(path: Path) -> str:
    """A digest of where a file is: names of files are nobody else's business."""
    return digest_of(os.path.realpath(path).encode("utf-8", "surrogateescape"))[:16]


class Outcome(Enum):
    """What became of a file."""

    WRITTEN = "đã ghi"
    UPDATED = "đã cập nhật"
    UNCHANGED = "không thay đổi"


class Output(NamedTuple):
    """A file to be written and what it says; `sent` tells, for the report of a closed period, what to do instead.

    `content` is never held whole where it comes in pieces, anew at each call; `mode` is that of a new file.
    """

    path: Path
    content: bytes | Callable[[], Iterable[bytes]]
    saying: Saying = Saying("")
    sent: str = ""
    mode: int | None = None

    def pieces(self) -> Iterable[bytes]:
        """The content from its beginning."""
        return [self.content] if isinstance(self.content, bytes) else self.content()


class Done(NamedTuple):
    """What became of a file, how many figures changed in it, and where its old content was moved to."""

    path: Path
    outcome: Outcome
    changed: int = 0
    kept: Path | None = None

    @property
    def sentence(self) -> str:
        """`đã cập nhật bao-cao/a.md (2 số liệu)`."""
        if self.outcome is Outcome.UNCHANGED:
            return f"{self.outcome.value}: {self.path}"
        changed = f"{self.changed} số liệu" if self.changed else "lời văn"
        what = f" ({changed})" if self.outcome is Outcome.UPDATED else ""
        return f"{self.outcome.value} {self.path}{what}{f'; bản cũ giữ ở {self.kept}' if self.kept else ''}"


class Writing(NamedTuple):
    """How files may be written: what we wrote before, what is never touched, and whether old files give way.

    `force`: an old file that is not ours is moved to `<name>.cu-N.<ext>` first. `anywhere`: pipes and devices, which a
    person names, are written to; the names that a program chooses by itself are regular files only.
    """

    register: Register = Register()
    protected: Sequence[Path] = ()
    force: bool = False
    anywhere: bool = True


def write_outputs(outputs: Sequence[Output], manner: Writing) -> Iterator[Done]:
    """Write files that belong together: all are looked at first, and if one is refused none is written.

    Gives what became of each as soon as it is known. One of ours that says the same is left alone, and one that nobody
    edited is replaced. Raises Refused for a protected file or its side files (also with `force`), for the report of a
    closed period that now says something else, and for content that is not provably ours; StorageError when it cannot
    be written, the old file then being as it was. A symbolic link to a file is followed.
    """
    foretold, refusals, path = [], [], Path()
    try:
        for output in outputs:
            path = output.path
            try:
                foretold.append(_foreseen(output, manner))
            except Refused as refusal:
                refusals.append(refusal)
        if len(refusals) > 1:
            faults = tuple(Fault("", refusal.sentence) for refusal in refusals)
            raise Refused(f"{len(refusals)} tệp bị từ chối, chưa ghi tệp nào", hint=refusals[0].hint, faults=faults)
        if refusals:
            raise refusals[0]
        for output, done in zip(outputs, foretold, strict=True):
            path = output.path
            if done.outcome is not Outcome.UNCHANGED:
                _write(output, done, manner)
            yield done
    except OSError as error:
        remedy = " (nếu tệp đang mở trong Excel hay Word: đóng tệp rồi chạy lại)" if error.errno in FORBIDDEN else ""
        raise StorageError(f"không ghi được {_named(path)}: {reason_of(error)}{remedy}") from error


def _foreseen(output: Output, manner: Writing) -> Done:
    """What writing would come to, with nothing written; raises as `write_outputs` does, and OSError."""
    path, target = output.path, Path(os.path.realpath(output.path))
    name, unwritten = _named(path), f"không ghi được {_named(path)}"
    beside = (f"{os.path.realpath(kept)}{side}" for kept in manner.protected for side in SIDE_FILES)
    for kept in map(os.path.realpath, beside):
        with suppress(OSError):
            if os.path.normcase(target) == os.path.normcase(kept) or os.path.samefile(target, kept):
                sentence = f"không ghi đè {name}: đó là sổ số liệu, kế hoạch hoặc tệp mẫu"
                raise Refused(sentence, hint="hãy chọn tên khác bằng --out")
    old = _stat(path)
    if old is not None and manner.anywhere and _takes_anything(old):
        return Done(path, Outcome.WRITTEN)
    refuse_database(path)
    if not target.parent.is_dir():
        raise StorageError(f"{unwritten}: không có thư mục {_named(target.parent)}", hint="hãy tạo thư mục đó trước")
    if old is None:
        if not path.is_symlink():
            return Done(path, Outcome.WRITTEN)
        sentence = f"{name} là một liên kết tới chỗ không có tệp nào ({_named(target)}): không ghi qua nó"
        raise Refused(sentence, hint="hãy bỏ liên kết ấy, hoặc ghi thẳng vào tệp nó chỉ tới")
    if stat.S_ISDIR(old.st_mode):
        raise StorageError(f"{unwritten}: đó là một thư mục", hint="hãy thêm tên tệp")
    if not stat.S_ISREG(old.st_mode):
        hint = "hãy dời nó đi hoặc chọn tên khác"
        raise Refused(f"không ghi vào {name}: đó không phải là một tệp thường", hint=hint)
    if not old.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise StorageError(f"{unwritten}: tệp được đặt chỉ đọc", hint="hãy bỏ chỉ đọc hoặc chọn tên khác bằng --out")
    return _settled(output, target, manner)


def _settled(output: Output, target: Path, manner: Writing) -> Done:
    """What to do with a file that is there; raises Refused where only a person may decide."""
    path, register = output.path, manner.register
    with target.open("rb") as file:
        held = hashlib.file_digest(file, "sha256").hexdigest()
    before = register.find(held)
    if held == digest_of(output.pieces()) or (before is not None and before.digest == output.saying.digest):
        return Done(path, Outcome.UNCHANGED)
    is_older_self = before is not None and before.about == output.saying.about
    if before is not None and is_older_self and not output.sent:
        return Done(path, Outcome.UPDATED, output.saying.moved_from(before))
    if manner.force:
        return Done(path, Outcome.WRITTEN, kept=_free_name(path))
    if is_older_self:
        sentence = "là bản đã gửi của kỳ đã chốt, nay số liệu hoặc lời văn đã khác"
        raise Refused(f"{_named(path)} {sentence}", hint=output.sent)
    edited = "đã được sửa tay sau khi thidua ghi" if register.knows(path) else "không rõ có phải do thidua ghi ra không"
    whose = edited if before is None else "là văn bản khác của thidua (kỳ, đơn vị hoặc loại khác)"
    hint = f"thêm --force để ghi bản mới (bản ấy được giữ thành {_free_name(path).name}), hoặc tự đổi tên nó"
    raise Refused(f"{_named(path)} đã có và {whose}: không ghi đè", hint=hint)


def _free_name(path: Path) -> Path:
    """`bao-cao.cu-1.docx` beside the file, the first number that is free."""
    names = (path.with_name(f"{path.stem}.cu-{number}{path.suffix}") for number in count(1))
    return next(name for name in names if not os.path.lexists(name))


def _write(output: Output, done: Done, manner: Writing) -> None:
    """The old file has another name before its own is given away, and loses it again when that fails."""
    path, target, kept = output.path, Path(os.path.realpath(output.path)), done.kept
    old = _stat(path)
    if old is not None and _takes_anything(old):
        _pour(path, output.pieces())
        return
    manner.register.add(path, output.pieces(), output.saying)
    if kept is not None:
        try:
            os.link(target, kept)
        except (OSError, AttributeError):  # a disk without hard links, or another disk behind a symbolic link
            replace_file(kept, target.read_bytes(), stat.S_IMODE(target.stat().st_mode))
    try:
        replace_file(target, output.pieces(), output.mode if old is None else stat.S_IMODE(old.st_mode))
    except BaseException:
        with suppress(OSError):
            if kept is not None:
                kept.unlink()
        raise


def _pour(path: Path, content: Iterable[bytes]) -> None:
    """Write into a device or a pipe; its reader may come a little later, but is not waited for without end."""
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    for attempt in range(READER_COMES_WITHIN, -1, -1):
        try:
            descriptor = os.open(path, flags)
            break
        except OSError as error:
            if error.errno != errno.ENXIO or not attempt:
                raise
            sleep(1 / 20)
    if hasattr(os, "set_blocking"):
        os.set_blocking(descriptor, True)
    with open(descriptor, "wb") as file:
        file.writelines(content)


def _takes_anything(old: os.stat_result) -> bool:
    """A device or a pipe: written to, never replaced."""
    return stat.S_ISCHR(old.st_mode) or stat.S_ISFIFO(old.st_mode)


def _stat(path: Path) -> os.stat_result | None:
    with suppress(FileNotFoundError):
        return path.stat()
    return None


def _named(path: Path) -> str:
    return shown(str(path), most=200)
