"""`config`: what is set for this office, and where each value comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Annotated

import typer

from ..owner import trust
from ..settings import KEYS, SETTINGS_NAME, Chosen
from ..vietnamese.text import sanitise
from ..workspace import Workspace
from .printing import say
from .words import TextOrJson

NOT_SET = "(không đặt)"


def config(
    ctx: typer.Context,
    form: TextOrJson = "table",
    trusted: Annotated[
        bool, typer.Option("--trust", help="tin thư mục này dù là của người dùng khác trên máy: cho ghi ở đó")
    ] = False,
) -> None:
    """Những gì đang được đặt, và đặt ở đâu: tệp thidua.toml cạnh kế hoạch, biến môi trường, tùy chọn.

    Tùy chọn thắng biến môi trường, biến môi trường thắng tệp. Trong thidua.toml mỗi dòng một mục, ví dụ:
    formats = "docx,xlsx" · out_dir = "D:/gui-huyen" · by = "Nguyễn Thị Hương"
    """
    workspace: Workspace = ctx.obj
    path = workspace.settings_path().absolute()
    if trusted:
        is_new = trust(path.parent, workspace.trusted_folders)
        say(f"đã ghi nhớ: tin thư mục {path.parent}" if is_new else f"không thay đổi: đã tin thư mục {path.parent}")
        return
    chosen = dict(_chosen(workspace))
    if form == "json":
        settings = [{"key": key, "value": one.value, "from": one.whence} for key, one in chosen.items()]
        record = {"schema": "thidua.config/1", "path": str(path), "exists": os.path.exists(path), "settings": settings}
        say(json.dumps(record, ensure_ascii=False, indent=2))
        return
    say(f"{SETTINGS_NAME}: {path}{'' if os.path.exists(path) else ' (chưa có; tạo bằng trình soạn thảo khi cần)'}")
    for key, one in chosen.items():
        meaning = f"  # {KEYS[key].meaning}" if key in KEYS else ""
        value = NOT_SET if one.value is None else sanitise(one.value)
        say(f"{key}: {value}{f' ({one.whence})' if one.whence else ''}{meaning}")


def _chosen(workspace: Workspace) -> Iterator[tuple[str, Chosen]]:
    """Where things are, then the settings of the file."""
    plan = workspace.plan_path()
    ledger, _ = workspace.ledger_path(plan)
    for key, path in (("plan", plan.absolute()), ("ledger", ledger)):
        yield key, Chosen(str(path), workspace.whence(key))
    today = "THIDUA_TODAY" if workspace.variables.get("THIDUA_TODAY") else ""
    yield "today", Chosen(workspace.today().isoformat(), today)
    for key in KEYS:
        yield key, workspace.chosen(key)
