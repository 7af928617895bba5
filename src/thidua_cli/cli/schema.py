"""`schema`: the JSON Schema of every JSON output, for programs that read them."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ..errors import UsageError
from ..vietnamese.numbers import shown
from .printing import emit, say


def schema(
    id_: Annotated[
        str | None, typer.Argument(metavar="MÃ", help="thidua.report/1, hoặc gọn: report; để trống: liệt kê")
    ] = None,
) -> None:
    """JSON Schema của dữ liệu máy đọc (--format json). Khóa chỉ được thêm, không bỏ, không đổi kiểu.

    Ví dụ: thidua schema report > report.json. Tệp kế hoạch: thidua plan schema
    """
    from ..pages.schemas import OUTPUTS, json_schema

    if id_ is None:
        for known, output in OUTPUTS.items():
            say(f"{known}\t{output.source}")
        return
    wanted = id_ if id_ in OUTPUTS else f"thidua.{id_.strip()}/1"
    if wanted not in OUTPUTS:
        raise UsageError(f"không có dạng JSON '{shown(id_)}'", hint="xem các dạng: thidua schema")
    emit((json.dumps(json_schema(wanted), ensure_ascii=False, indent=2) + "\n").encode())
