"""`thidua.toml`: what an office has set once instead of typing it with every command."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from .disk import read_if_there, replace_file, stored
from .errors import Fault, InvalidInput
from .vietnamese.numbers import shown
from .vietnamese.text import nearest

SETTINGS_NAME = "thidua.toml"
MOST_BYTES = 65_536
PLACE_IN_TOML = r"line (\d+), column (\d+)"
EXAMPLE = (
    'mỗi mục một dòng, trong ngoặc kép thẳng, đường dẫn viết dấu /: formats = "docx,xlsx", out_dir = "D:/gui-huyen"'
)
KEYS = {
    "formats": ("THIDUA_FORMATS", "summary --formats", "các dạng tệp của summary"),
    "out_dir": ("THIDUA_OUT_DIR", "summary --out-dir", "thư mục ghi báo cáo của summary"),
    "by": ("THIDUA_BY", "--by", "người ghi số liệu, có trong thidua history"),
    "hub": ("THIDUA_HUB", "--hub", "kho của tỉnh"),
}
"""The settings: the variable of each, the option that wins over both, and what it is."""


def kept_settings(path: Path) -> Mapping[str, str]:
    """What the file says; nothing where there is none. Raises InvalidInput with every fault and its line."""
    content = read_if_there(path, str(path), MOST_BYTES, f"xóa nó, hoặc đặt tệp cài đặt vào đó; {EXAMPLE}")
    if not content:
        return {}
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"{path} lớn quá {MOST_BYTES} byte, không phải tệp cài đặt của thidua")
    import tomllib

    try:
        text = content.decode("utf-8-sig")
        held = tomllib.loads(text)
        formats = held.get("formats")
        if isinstance(formats, list) and all(isinstance(word, str) for word in formats):
            held["formats"] = ",".join(formats)
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} không phải UTF-8", hint="mở bằng Notepad, lưu lại với mã UTF-8") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is none of its own errors
        found = re.search(PLACE_IN_TOML, str(error))
        place = f"{path}:{found[1]}:{found[2]}" if found else str(path)
        raise InvalidInput(f"{place}: dòng này không đúng cách viết", hint=EXAMPLE) from None
    if faults := tuple(_faults(path, text, held)):
        raise InvalidInput(f"{path} có {len(faults)} chỗ sai", hint=EXAMPLE, faults=faults)
    return held


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
        if key not in KEYS:
            near = nearest(key, list(KEYS))
            meant = f"ý bạn là: {', '.join(near)}" if near else f"có: {', '.join(KEYS)}"
            yield Fault(f"{path}:{line}", f"không có mục '{shown(key)}'; {meant}")
        elif not isinstance(value, str):
            yield Fault(f"{path}:{line}", f"{key} phải là chữ trong ngoặc kép")
        elif not value.strip():
            yield Fault(f"{path}:{line}", f"{key} đang để trống: ghi giá trị, hoặc bỏ cả dòng")
        elif key == "out_dir" and re.search(r"[\0-\x1f]", value):  # "D:\bao-cao": in TOML \b is one sign
            sentence = f"{key}: trong ngoặc kép, \\ đổi nghĩa chữ đứng sau; hãy viết dấu / thay cho \\"
            yield Fault(f"{path}:{line}", sentence)
