"""`check`: all data checks of the plan year at once, for people and for cron."""

from __future__ import annotations

from typing import Annotated

import typer

from ..checks import Severity, findings
from ..errors import ConditionMet, InvalidInput
from ..office.closing import evidence_of
from ..pages.checks import checks_page
from ..workspace import Workspace
from .output import present
from .words import Force, FormatOption, Out


def check(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="coi cảnh báo là lỗi: kết thúc với mã 4")] = False,
    form: FormatOption = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Kiểm tra số liệu của năm: gõ nhầm, ngoài khoảng, tử lớn hơn mẫu, quá cũ, ngoài kế hoạch…"""
    workspace: Workspace = ctx.obj
    with workspace.open() as office:
        evidence = evidence_of(office)
        found = findings(evidence)
        page = checks_page(office.plan, found, evidence.today, len(evidence.figures) + len(evidence.outside))
        present(page, office, form=form, out=out, force=force)
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    if errors:
        raise InvalidInput(f"số liệu có {errors} lỗi", hint="sửa theo cột Làm gì rồi chạy lại: thidua check")
    if found and strict:
        raise ConditionMet(f"số liệu có {len(found)} cảnh báo (--strict)")
