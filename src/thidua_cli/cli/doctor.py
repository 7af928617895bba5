"""`doctor`: looks at the machine, the files and the ledger, and says of each finding what to do."""

from __future__ import annotations

import json

import typer

from ..office.checkup import SIGNS, Finding, Health, findings
from ..workspace import Workspace
from .printing import say
from .words import TextOrJson


def doctor(ctx: typer.Context, form: TextOrJson = "table") -> None:
    """Tự khám: phiên bản, bảng mã, màn hình, tệp, quyền, chỗ trống, đồng hồ, sổ, bản sao lưu.

    Không sửa gì. Mỗi chỗ đáng lưu ý kèm việc cần làm.
    """
    workspace: Workspace = ctx.obj
    found = list(findings(workspace))
    if form == "json":
        record = {"schema": "thidua.doctor/1", "findings": [_record(finding) for finding in found]}
        say(json.dumps(record, ensure_ascii=False, indent=2), as_is=True)
    else:
        for finding in found:
            say(f"{SIGNS[finding.verdict]} {finding.subject}: {finding.sentence}")
            if finding.advice:
                say(f"    → {finding.advice}")
        say(_closing(found))
    if code := max((finding.code for finding in found), default=0):
        raise typer.Exit(code)


def _closing(found: list[Finding]) -> str:
    counts = {verdict: sum(finding.verdict is verdict for finding in found) for verdict in Health}
    if not counts[Health.ERROR] and not counts[Health.WARNING]:
        return "Mọi thứ đều ổn."
    return f"{counts[Health.ERROR]} lỗi, {counts[Health.WARNING]} điều cần lưu ý, {counts[Health.OK]} mục ổn."


def _record(finding: Finding) -> dict[str, str]:
    return {
        "id": finding.id,
        "verdict": finding.verdict.value,
        "subject": finding.subject,
        "sentence": finding.sentence,
        "advice": finding.advice,
    }
