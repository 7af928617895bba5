"""Reading the office's own template file, before anybody looks into it."""

from __future__ import annotations

from pathlib import Path

from ..errors import InvalidInput, UsageError
from ..vietnamese.numbers import shown
from ..vietnamese.reasons import reason_of

MOST_BYTES = 20 * 1024 * 1024


def read_template(path: Path) -> bytes:
    """The bytes of a template; raises UsageError when there is none, InvalidInput when it is no file or too big."""
    name = shown(str(path), most=200)
    try:
        if not path.exists():
            raise UsageError(f"không có tệp mẫu {name}", hint="kiểm tra lại tên và thư mục sau --template")
        if not path.is_file():
            raise InvalidInput(f"{name}: không phải là một tệp: hãy chỉ rõ tệp .docx")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{name}: không đọc được tệp mẫu: {reason_of(error, 'đọc')}") from None
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"{name}: tệp mẫu lớn hơn 20 MB: hãy bỏ bớt hình ảnh")
    return content
