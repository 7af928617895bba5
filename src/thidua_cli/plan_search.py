"""What lies around the folder a command is typed in: plan files, the one meant, and `thidua.toml` beside it."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from .disk import PLAN_FOLDER, NotAFile, read_regular, reason_of, remedy_of, replace_file, stored
from .domain.period import year_of
from .domain.plan import Calendar
from .errors import Fault, InvalidInput, StorageError, UsageError
from .plan_file import head, load_text
from .vietnamese.numbers import shown
from .vietnamese.text import nearest, sanitise

PREFIX, SUFFIX = "plan_", ".yaml"
Year = int | Callable[[Calendar], int | None]
"""The year a command is about, or how to tell it in a plan's own calendar."""


def nearby_plans() -> list[Path]:
    """The plan files of the nearest folder that has any, from the present one upwards; there and in its `data`.

    Raises StorageError where the present folder may not be looked into.
    """
    try:
        here = Path.cwd()
    except OSError:
        return []
    for folder in (here, *here.parents):
        if found := sorted([*_plans_in(folder / PLAN_FOLDER, here), *_plans_in(folder, here)]):
            return found
    return []


def _plans_in(folder: Path, here: Path) -> list[Path]:
    """The files `plan_*.yaml` of a folder; not by glob, which compiles a pattern at every start.

    Raises StorageError where the present folder or its `data` may not be looked into: another plan and another ledger
    would be used without a word.
    """
    try:
        names = os.listdir(folder)
    except OSError as error:
        if isinstance(error, PermissionError) and folder in (here, here / PLAN_FOLDER):
            raise StorageError(
                f"không có quyền xem thư mục {folder} nên không biết kế hoạch và sổ nào ở đó; chưa làm gì",
                hint="cấp quyền đọc thư mục rồi chạy lại, hoặc chỉ rõ cả hai: thidua --plan TỆP --ledger TỆP …",
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


def plan_about(paths: Sequence[Path], day: date | None, year: Year | None, today: date) -> Path:
    """The plan of `year`, else of `day`, else of the latest year begun; raises UsageError when two are of its year."""
    heads = {}
    for path in paths:
        own, calendar = head(load_text(path))
        named = path.name.removeprefix(PREFIX).removesuffix(SUFFIX)
        if own is None and len(named) == 4 and named.isascii() and named.isdigit():
            own = int(named)  # faults hide it, and are told when this plan is the one
        heads[path] = own, calendar
    dated = [(own, calendar, path) for path, (own, calendar) in heads.items() if own is not None]
    if year is None:
        about = [path for own, calendar, path in dated if day and own == year_of(day, calendar)]
    else:
        about = [path for own, calendar, path in dated if own == (year if isinstance(year, int) else year(calendar))]
    begun = [(own, str(path), path) for own, calendar, path in dated if own <= year_of(today, calendar)]
    chosen = about[0] if about else max(begun)[-1] if begun else paths[0]
    same = [sanitise(str(path)) for own, _, path in dated if own == heads[chosen][0]]
    if len(same) > 1:
        raise UsageError(
            f"có {len(same)} tệp kế hoạch cùng năm {heads[chosen][0]}: {', '.join(same)}",
            hint="chỉ để một tệp mỗi năm: chuyển bản cũ sang thư mục khác, hoặc chỉ rõ: thidua --plan TỆP …",
        )
    return chosen


SETTINGS_NAME = "thidua.toml"
MOST_BYTES = 65_536
PLACE_IN_TOML = r"line (\d+), column (\d+)"
EXAMPLE = 'mỗi dòng một mục, dạng: formats = "docx,xlsx"'
KEYS = {
    "formats": ("THIDUA_FORMATS", "summary --formats", "các dạng tệp của summary"),
    "out_dir": ("THIDUA_OUT_DIR", "summary --out-dir", "thư mục ghi báo cáo của summary"),
    "by": ("THIDUA_BY", "--by", "người ghi số liệu, có trong thidua history"),
    "hub": ("THIDUA_HUB", "--hub", "kho của tỉnh"),
}
"""The settings: the variable of each, the option that wins over both, and what it is."""


def kept_settings(path: Path) -> Mapping[str, str]:
    """What the file says; nothing where there is none. Raises InvalidInput with every fault and its line."""
    try:
        content = read_regular(path, MOST_BYTES)
    except FileNotFoundError:
        return {}
    except NotAFile:
        hint = f"xóa nó, hoặc đặt tệp cài đặt vào đó; {EXAMPLE}"
        raise InvalidInput(f"{path} không phải tệp thường", hint=hint) from None
    except OSError as error:
        raise StorageError(f"không đọc được {path}: {reason_of(error)}", hint=remedy_of(error)) from error
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"{path} lớn quá {MOST_BYTES} byte, không phải tệp cài đặt của thidua")
    import tomllib

    try:
        text = content.decode("utf-8-sig")
        held = tomllib.loads(text)
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} không phải UTF-8", hint="mở bằng Notepad, lưu lại với mã UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(PLACE_IN_TOML, str(error))
        place = f"{path}:{found[1]}:{found[2]}" if found else str(path)
        raise InvalidInput(f"{place}: dòng này không đúng cách viết", hint=EXAMPLE) from None
    if faults := tuple(_faults(path, text, held)):
        raise InvalidInput(f"{path} có {len(faults)} chỗ sai", hint=EXAMPLE, faults=faults)
    return {key: _as_text(value) for key, value in held.items()}


def keep_setting(path: Path, key: str, value: str) -> None:
    """Put a setting first in the file, in place of how it stood there; the rest stays byte for byte.

    Raises InvalidInput where the file is faulty, or this cannot be done for how the setting is written; StorageError.
    """
    if kept_settings(path).get(key) == value:
        return
    import json
    import tomllib

    with stored(f"không ghi được {path}"):
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        name, long = rf"""(?:{key}|"{key}"|'{key}')""", r'''"""[\s\S]*?"""|\'{3}[\s\S]*?\'{3}'''
        others = re.sub(rf"(?m)^[ \t]*{name}[ \t]*=[ \t]*(?:{long})?.*\n?", "", text)
        wanted = f"{key} = {json.dumps(value, ensure_ascii=False)}\n{others}"
        with suppress(tomllib.TOMLDecodeError):
            if tomllib.loads(wanted) == tomllib.loads(text) | {key: value}:
                return replace_file(path, wanted.encode())
    raise InvalidInput(f"không sửa được mục {key} của {path}", hint="xóa mục ấy trong tệp rồi gõ lại lệnh")


def _faults(path: Path, text: str, held: Mapping[str, object]) -> Iterator[Fault]:
    for key, value in held.items():
        found = re.search(rf"(?m)^\s*\[*\s*[\"']?{re.escape(key)}\b", text)
        line = text.count("\n", 0, found.end()) + 1 if found else 1
        is_list = key == "formats" and isinstance(value, list) and all(isinstance(word, str) for word in value)
        if key not in KEYS:
            near = nearest(key, list(KEYS))
            meant = f"ý bạn là: {', '.join(near)}" if near else f"có: {', '.join(KEYS)}"
            yield Fault(f"{path}:{line}", f"không có mục '{shown(key)}'; {meant}")
        elif not (is_list or isinstance(value, str)):
            yield Fault(f"{path}:{line}", f"{key} phải là chữ trong ngoặc kép")
        elif not _as_text(value).strip():
            yield Fault(f"{path}:{line}", f"{key} đang để trống: ghi giá trị, hoặc bỏ cả dòng")


def _as_text(value: object) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)
