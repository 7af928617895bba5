"""Plan files: which lie near and which is meant, bytes, a quick look at the year; a plan as JSON values and back."""

import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import NoneType
from typing import Any, ForwardRef, NamedTuple, get_args, get_origin, get_type_hints

from ..disk import PLAN_FOLDER, found, read_regular, reason_of
from ..domain.period import month_of
from ..domain.plan import Calendar, Plan
from ..errors import UNLIKE_OURS, InvalidInput, StorageError, UsageError
from ..vietnamese.text import Unreadable, sanitise

PREFIX, SUFFIX = "plan_", ".yaml"
About = date | int | Callable[[Calendar], int | None]
"""A day or a year that a command is about, or how to tell the year in a plan's own calendar."""
MOST_BYTES = 2 * 1024 * 1024
_KEY = rb"""(?<!\w)(year|calendar)["']?\s*:"""
# Four digits after the one key, a calendar's name after the other.
_PLAIN = rb"""^(?:(year)|calendar):[ \t]*["']?((?(1)[0-9]{4}|(?:calendar|nd09)))["']?[ \t]*(?:#.*)?\r?$"""
_BOM = b"\xef\xbb\xbf"
_DOCUMENT = "là tệp {}, không phải tệp kế hoạch; soạn kế hoạch từ văn bản (.docx, .pdf): thidua plan draft TỆP"
FOREIGN = {
    b"SQLite format 3\0": "là sổ số liệu, không phải tệp kế hoạch; sổ ghi ở --ledger TỆP, tệp .yaml ở --plan TỆP",
    b"PK\x03\x04": _DOCUMENT.format("Word hoặc Excel"),
    b"%PDF-": _DOCUMENT.format("PDF"),
}
"""What another file is by its first bytes, in words."""


class PlanText(NamedTuple):
    """A plan file as it was read, once: its path as shown in messages, and its bytes."""

    path: str
    content: bytes

    @property
    def revision(self) -> str:
        """SHA-256 of the bytes in hex: the plan's revision in the ledger and in reports."""
        return sha256(self.content).hexdigest()


def head(text: PlanText) -> tuple[int | None, Calendar]:
    """The year and calendar of the plan, also of one with faults; a year that cannot be seen is None.

    Both are seen without yaml where their key stands once, at the left margin; the whole tree is read otherwise.
    """
    content = text.content.removeprefix(_BOM)
    held = {(key or b"calendar").decode(): value.decode() for key, value in re.findall(_PLAIN, content, re.MULTILINE)}
    if "year" not in held or sorted(map(bytes.decode, re.findall(_KEY, content))) != sorted(held):
        from .events import Scalar, tree_of

        held = {}
        with suppress(Unreadable):
            entries = reversed(tree_of(text.content).entries)
            held = {key.text: value.text for key, value in entries if isinstance(value, Scalar)}
    year, calendar = held.get("year", ""), held.get("calendar")
    seen = int(year) if re.fullmatch("[0-9]{4}", year) else None
    return seen, Calendar(calendar) if calendar in list(Calendar) else Calendar.CIVIL


def load_text(path: Path) -> PlanText:
    """The bytes of a plan file (`-`: standard input), at most 2 MB.

    Raises UsageError when there is no such file, InvalidInput when it is no readable plain file or too big.
    """
    name = sanitise(str(path))
    with found(f"tệp kế hoạch {name}", "hãy chỉ rõ tệp .yaml; đọc từ đầu vào chuẩn: --plan -", InvalidInput):
        content = sys.stdin.buffer.read(MOST_BYTES + 1) if str(path) == "-" else read_regular(path, MOST_BYTES)
    if what := next((what for mark, what in FOREIGN.items() if content.startswith(mark)), ""):
        raise InvalidInput(f"{name}: {what}")
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"{name}: tệp kế hoạch lớn hơn 2 MB: hãy kiểm tra lại có đúng tệp không")
    return PlanText(str(path), content)


def nearby_plans(here: Path | None = None) -> list[Path]:
    """The plan files of the nearest folder that has any, from the present one upwards; there and in its `data`.

    Raises StorageError where the present folder may not be looked into.
    """
    try:
        here = here or Path.cwd()
    except OSError:
        return []
    for folder in (here, *here.parents):
        if found := sorted([*_plans_in(folder / PLAN_FOLDER, here), *_plans_in(folder, here)]):
            return found
    return []


def _plans_in(folder: Path, here: Path) -> list[Path]:
    """The files `plan_*.yaml` of a folder; not by glob, which compiles a pattern at every start.

    Raises StorageError where the present folder or its `data`, or a link of that name above, cannot be looked into (no
    right, a link to a stick pulled out): another plan and another ledger would be used without a word.
    """
    try:
        names = os.listdir(folder)
    except OSError as error:
        is_absent = isinstance(error, FileNotFoundError | NotADirectoryError)
        if os.path.islink(folder) or (folder in (here, here / PLAN_FOLDER) and not is_absent):
            raise StorageError(
                f"không xem được thư mục {folder} ({reason_of(error, 'xem')}) nên không biết kế hoạch và sổ nào ở đó;"
                " chưa làm gì",
                hint="cấp quyền đọc thư mục, cắm lại ổ đĩa mà nó trỏ tới rồi chạy lại, hoặc chỉ rõ cả hai:"
                " thidua --plan TỆP --ledger TỆP …",
            ) from error
        return []
    return [folder / name for name in names if name.startswith(PREFIX) and name.endswith(SUFFIX)]


def lost_ledger(name: str) -> Path | None:
    """A ledger of that name in the present folder or its `data`; asked for where no plan file is near.

    Raises StorageError where the present folder is gone: another plan and another ledger would be used without a word.
    """
    try:
        here = Path.cwd()
    except OSError as error:
        raise StorageError(
            "thư mục đang đứng không còn (bị xóa, ổ đĩa đã rút?) nên không biết kế hoạch và sổ nào ở đó; chưa làm gì",
            hint="vào lại thư mục làm việc rồi gõ lại lệnh, hoặc chỉ rõ sổ: thidua --ledger TỆP …",
        ) from error
    return next((path for path in (here / PLAN_FOLDER / name, here / name) if os.path.isfile(path)), None)


def plan_about(paths: Sequence[Path], about: About | None, today: date) -> Path:
    """The plan of what a command is about, else of the latest year begun; raises UsageError for two of its year."""
    years, meant, begun = dict[Path, int](), list[Path](), list[tuple[int, Path]]()
    for path in paths:
        year, calendar = head(load_text(path))
        named = path.name.removeprefix(PREFIX).removesuffix(SUFFIX)
        if year is None and re.fullmatch("[0-9]{4}", named):
            year = int(named)  # faults hide it, and are told when this plan is the one
        if year is not None:
            years[path] = year
            wanted = month_of(about, calendar).year if isinstance(about, date) else about
            meant += [path] if year == (wanted(calendar) if callable(wanted) else wanted) else []
            begun += [(year, path)] if year <= month_of(today, calendar).year else []
    chosen = meant[0] if meant else max(begun)[-1] if begun else paths[0]
    same = [sanitise(str(path)) for path, year in years.items() if year == years.get(chosen)]
    if len(same) > 1:
        raise UsageError(
            f"có {len(same)} tệp kế hoạch cùng năm {years[chosen]}: {', '.join(same)}",
            hint="chỉ để một tệp mỗi năm: chuyển bản cũ sang thư mục khác, hoặc chỉ rõ: thidua --plan TỆP …",
        )
    return chosen


def to_plain(value: Any) -> Any:
    """JSON values: decimals and days as strings, what is absent left out."""
    match value:
        case StrEnum() | Decimal() | date():
            return str(value)
        case tuple() if hasattr(value, "_fields"):
            return {name: to_plain(item) for name, item in zip(value._fields, value, strict=True) if item is not None}
        case tuple():
            return [to_plain(item) for item in value]
    return value


def kept_plan(content: str | None) -> Plan | None:
    """The plan that `to_plain` wrote and a cache holds as text; None where there is none or it cannot be read."""
    plan: Plan | None = None
    with suppress(*UNLIKE_OURS):
        plan = reader_of(Plan)(json.loads(content)) if content else None
    return plan


def given(hint: Any) -> Any:
    """A type as it is given: `X` for `X | None`."""
    return next(part for part in get_args(hint) if part is not NoneType) if NoneType in get_args(hint) else hint


@cache
def reader_of(hint: Any) -> Callable[[Any], Any]:
    """How a value of that type is read back from what `to_plain` made of it."""
    hint = given(hint)
    if get_origin(hint) is tuple:
        read = reader_of(get_args(hint)[0])
        return lambda plain: tuple(map(read, plain))
    if hasattr(hint, "_fields"):
        hints = hint.__annotations__
        if any(isinstance(one, str | ForwardRef) for one in hints.values()):  # only then: it costs a millisecond
            hints = get_type_hints(hint)
        return lambda plain: hint(**{name: reader_of(hints[name])(item) for name, item in plain.items()})
    read = date.fromisoformat if hint is date else hint
    return read
