"""Opening a plan file: its bytes, their fingerprint, and a quick look at the year without reading the rest."""

from __future__ import annotations

import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ..disk import NotAFile, read_regular
from ..domain.plan import Calendar
from ..errors import InvalidInput, UsageError
from ..vietnamese.reasons import reason_of
from ..vietnamese.text import sanitise

MOST_BYTES = 2 * 1024 * 1024
STANDARD_INPUT = "-"
_KEY = rb"""(?<!\w)%s["']?\s*:"""
_PLAIN = rb"""^%s:[ \t]*["']?(%s)["']?[ \t]*(?:#.*)?\r?$"""
_BOM = b"\xef\xbb\xbf"


class PlanText(NamedTuple):
    """A plan file as it was read, once: its path as shown in messages, and its bytes."""

    path: str
    content: bytes

    @property
    def revision(self) -> str:
        """SHA-256 of the bytes in hex: the plan's revision in the ledger and in reports."""
        return sha256(self.content).hexdigest()


class Head(NamedTuple):
    """What decides which of several plan files is meant."""

    year: int | None
    calendar: Calendar


def head(text: PlanText) -> Head:
    """The year and calendar of the plan, also of one with faults; a year that cannot be seen is None.

    Both are seen without yaml where their key stands once, at the left margin; the whole tree is read otherwise.
    """
    content = text.content.removeprefix(_BOM)
    try:
        year, calendar = _seen(content, b"year", rb"[0-9]{4}"), _seen(content, b"calendar", rb"calendar|nd09")
    except LookupError:
        year, calendar = _of_tree(text)
    return Head(
        int(year) if year and re.fullmatch("[0-9]{4}", year) else None,
        Calendar(calendar) if calendar in list(Calendar) else Calendar.CIVIL,
    )


def _seen(content: bytes, key: bytes, value: bytes) -> str | None:
    """The plain value of a key at the left margin; raises LookupError unless that is the only place of the key."""
    places = len(re.findall(_KEY % key, content))
    found = re.findall(_PLAIN % (key, value), content, re.MULTILINE)
    if places != len(found) or places > 1 or (not places and key == b"year"):
        raise LookupError
    return str(found[0].decode()) if found else None


def _of_tree(text: PlanText) -> tuple[str | None, str | None]:
    from .events import decode, tree_of
    from .nodes import Scalar, Unreadable

    try:
        entries = tree_of(decode(text.content)).entries
    except Unreadable:
        return None, None
    held = {one.key.text: one.value.text for one in reversed(entries) if isinstance(one.value, Scalar)}
    return held.get("year"), held.get("calendar")


def load_text(path: Path, shown: str | None = None) -> PlanText:
    """The bytes of a plan file (`-`: standard input), at most 2 MB.

    Raises UsageError when there is no such file, InvalidInput when it is no readable plain file or too big.
    """
    name = shown if shown is not None else str(path)
    content = _from_standard_input() if str(path) == STANDARD_INPUT else _from_file(path, sanitise(name))
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"{sanitise(name)}: tệp kế hoạch lớn hơn 2 MB: hãy kiểm tra lại có đúng tệp không")
    return PlanText(name, content)


def _from_standard_input() -> bytes:
    return sys.stdin.buffer.read(MOST_BYTES + 1)


def _from_file(path: Path, name: str) -> bytes:
    try:
        return read_regular(path, MOST_BYTES)
    except NotAFile as error:
        if error.is_folder:
            raise InvalidInput(f"{name}: là thư mục, không phải tệp kế hoạch: hãy chỉ rõ tệp .yaml trong đó") from None
        raise InvalidInput(f"{name}: không phải tệp thường; để đọc từ đầu vào chuẩn hãy ghi --plan -") from None
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"không có tệp kế hoạch {name}", hint="xem kế hoạch đang dùng: thidua where") from None
    except PermissionError:
        raise InvalidInput(f"{name}: không được phép đọc tệp kế hoạch: hãy kiểm tra quyền của tệp") from None
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{name}: không đọc được tệp kế hoạch: {reason_of(error, 'đọc')}") from None
