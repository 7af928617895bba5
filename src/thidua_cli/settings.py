"""`thidua.toml` beside the plan: what an office has set for itself. The one place that reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from .disk import NotAFile, read_regular, reason_of, remedy_of
from .errors import Fault, InvalidInput, StorageError
from .vietnamese.numbers import shown
from .vietnamese.text import nearest

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


class Chosen(NamedTuple):
    """A setting's value and where it was said; None where it was not."""

    value: str | None
    whence: str


def kept_settings(path: Path) -> Mapping[str, str]:
    """What the file says; nothing where there is none. Raises InvalidInput with every fault and its line."""
    try:
        content = read_regular(path, MOST_BYTES)
    except FileNotFoundError:
        return {}
    except NotAFile:
        raise InvalidInput(
            f"{path} không phải tệp thường", hint=f"xóa nó, hoặc đặt tệp cài đặt vào đó; {EXAMPLE}"
        ) from None
    except OSError as error:
        raise StorageError(f"không đọc được {path}: {reason_of(error)}", hint=remedy_of(error)) from error
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"{path} lớn quá {MOST_BYTES} byte, không phải tệp cài đặt của thidua")
    return _checked(path, content)


def _checked(path: Path, content: bytes) -> dict[str, str]:
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
    faults = [Fault(f"{path}:{_line_of(key, text)}", sentence) for key in held if (sentence := _fault(key, held[key]))]
    if faults:
        raise InvalidInput(f"{path} có {len(faults)} chỗ sai", hint=EXAMPLE, faults=tuple(faults))
    return {key: _as_text(value) for key, value in held.items()}


def _fault(key: str, value: object) -> str:
    if key not in KEYS:
        near = nearest(key, list(KEYS))
        return f"không có mục '{shown(key)}'; " + (f"ý bạn là: {', '.join(near)}" if near else f"có: {', '.join(KEYS)}")
    is_list = key == "formats" and isinstance(value, list) and all(isinstance(word, str) for word in value)
    if not (is_list or isinstance(value, str)):
        return f"{key} phải là chữ trong ngoặc kép"
    return "" if _as_text(value).strip() else f"{key} đang để trống: ghi giá trị, hoặc bỏ cả dòng"


def _as_text(value: object) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def _line_of(key: str, text: str) -> int:
    found = re.search(rf"(?m)^\s*\[*\s*[\"']?{re.escape(key)}\b", text)
    return text.count("\n", 0, found.end()) + 1 if found else 1
