"""`completion`: prints a shell's completion script."""

from __future__ import annotations

from typing import Annotated

import typer

from ..completion.scripts import SCRIPTS
from ..errors import UsageError
from ..vietnamese.numbers import shown
from .printing import say


def completion(
    shell: Annotated[str, typer.Argument(metavar="VỎ_LỆNH", help="bash, zsh, fish hoặc powershell")],
) -> None:
    """In đoạn cài phím TAB cho một vỏ lệnh: gõ thidua record ho rồi bấm TAB, máy điền mã và cho xem tên chỉ tiêu.

    Cách cài nằm ở dòng đầu của đoạn được in.
    """
    script = SCRIPTS.get(shell.lower())
    if script is None:
        raise UsageError(f"không có vỏ lệnh '{shown(shell)}'", hint=f"chọn một trong: {', '.join(SCRIPTS)}")
    say(script, as_is=True)
