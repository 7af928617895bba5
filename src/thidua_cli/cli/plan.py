"""`plan check`, `plan show`, `plan schema`: the plan file itself."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ..errors import ConditionMet
from ..plan_file import json_schema, load_text, plan_warnings, read_plan
from ..render.pages.plan import plan_page
from ..workspace import Workspace
from .output import present
from .printing import emit, say
from .words import Force, FormatOption, Out


def check(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="coi cảnh báo là lỗi: kết thúc với mã 4")] = False,
) -> None:
    """Kiểm tra tệp kế hoạch: mọi lỗi, mỗi lỗi có dòng, cột và cách sửa."""
    workspace: Workspace = ctx.obj
    text = load_text(workspace.plan_path())
    plan = read_plan(text)
    warnings = plan_warnings(plan, text)
    rows = list(plan.rows())
    tops = sum(row.parent is None for row in rows)
    for warning in warnings:
        say(f"cảnh báo: {warning}")
    say(
        f"kế hoạch đúng: {text.path}, năm {plan.year}, {len(plan.sections)} mục, {tops} chỉ tiêu"
        f" và {len(rows) - tops} phần; {sum(row.counted for row in rows)} chỉ tiêu được tính"
        + "".join(
            f"; {count} {name}" for count, name in ((len(plan.work), "nhiệm vụ"), (len(plan.places), "thôn")) if count
        )
    )
    if warnings and strict:
        raise ConditionMet(f"có {len(warnings)} cảnh báo (--strict)")


def show(ctx: typer.Context, form: FormatOption = None, out: Out = None, force: Force = False) -> None:
    """Toàn bộ kế hoạch đang dùng: căn cứ, chủ đề, chỉ tiêu, nơi cung cấp, hạn."""
    workspace: Workspace = ctx.obj
    with workspace.open() as office:
        present(plan_page(office.plan, office.text.path, office.text.revision), office, form=form, out=out, force=force)


def schema() -> None:
    """JSON Schema của tệp kế hoạch; dòng đầu của kế hoạch trỏ tới nó để trình soạn thảo gợi ý."""
    emit((json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n").encode())
