"""The findings of the data checks as a page: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..checks import RULES, Finding, Severity
from ..domain.plan import Plan
from ..render.document import Block, Cell, Document, Paragraph, Tone
from ..vietnamese.dates import write_date
from . import page
from .page import Field, Page, field

SEVERITIES = {Severity.ERROR: Cell("× lỗi", tone=Tone.BAD), Severity.WARNING: Cell("! cảnh báo", tone=Tone.FAIR)}
COLUMNS: Sequence[Field[Finding]] = (
    field("severity", "Mức", lambda finding: SEVERITIES[finding.severity]),
    field("place", "Ở đâu", lambda finding: finding.place, wraps=True),
    field("sentence", "Thấy gì", lambda finding: finding.sentence, wraps=True),
    field("advice", "Làm gì", lambda finding: finding.advice, wraps=True),
)


def checks_page(plan: Plan, found: Sequence[Finding], today: date, figures: int) -> Page:
    """Every finding under its rule's title; without one, what was looked at."""
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    looked = f"đã xem {figures} số liệu theo {len(RULES)} quy tắc"
    headline = (
        f"{errors} lỗi, {len(found) - errors} cảnh báo; {looked}" if found else f"Không có gì phải xem lại; {looked}"
    )
    titles = {rule.code: f"{rule.title} ({rule.code})" for rule in RULES}
    by_rule = sorted(found, key=lambda one: list(titles).index(one.code))
    blocks: list[Block] = [Paragraph(headline)]
    if found:
        blocks.append(page.table_of(COLUMNS, by_rule, "place", "Kiểm tra", heading=lambda one: titles[one.code]))
    closing = (f"Giải thích một quy tắc: thidua guide {found[0].code}",) if found else ()
    return Page(
        Document(f"Kiểm tra số liệu năm {plan.year} (hôm nay {write_date(today)})", tuple(blocks), closing),
        lambda: {
            **page.day_head("thidua.check/1", plan, today),
            "summary": {"figures": figures, "errors": errors, "warnings": len(found) - errors},
            "findings": [_record(finding) for finding in found],
        },
    )


def _record(finding: Finding) -> dict[str, Any]:
    return page.record_of(finding, "severity code indicator? place=of_place? on seq sentence advice")
