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
_YEAR = rb"""^year:[ \t]*["']?([0-9]{4})["']?[ \t]*(?:#.*)?\r?$"""
_CALENDAR = rb"""^calendar:[ \t]*["']?(calendar|nd09)["']?[ \t]*(?:#.*)?\r?$"""
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
    """The year and calendar written at the left margin; a year that cannot be seen is None."""
    content = text.content.removeprefix(_BOM)
    year, calendar = re.search(_YEAR, content, re.MULTILINE), re.search(_CALENDAR, content, re.MULTILINE)
    return Head(
        int(year.group(1)) if year else None,
        Calendar(calendar.group(1).decode()) if calendar else Calendar.CIVIL,
    )


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
