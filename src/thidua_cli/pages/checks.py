"""The findings of the data checks as a page: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..checks import RULES, Finding, Severity
from ..domain.plan import Plan
from ..render.document import Block, Cell, Column, Document, Paragraph, Row, RowKind, Table, Tone
from ..vietnamese.dates import write_date
from .page import Page

SEVERITIES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo"}
SIGNS = {Severity.ERROR: "×", Severity.WARNING: "!"}
TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.FAIR}
COLUMNS = (
    Column("severity", "Mức"),
    Column("place", "Ở đâu", wraps=True),
    Column("sentence", "Thấy gì", wraps=True),
    Column("advice", "Làm gì", wraps=True),
)


def checks_page(plan: Plan, found: Sequence[Finding], today: date, figures: int) -> Page:
    """Every finding under its rule's title; without one, what was looked at."""
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    looked = f"đã xem {figures} số liệu theo {len(RULES)} quy tắc"
    headline = (
        f"{errors} lỗi, {len(found) - errors} cảnh báo; {looked}" if found else f"Không có gì phải xem lại; {looked}"
    )
    blocks: list[Block] = [Paragraph(headline)]
    if found:
        blocks.append(Table(COLUMNS, tuple(_rows(found)), label_key="place", name="Kiểm tra"))
    closing = (f"Giải thích một quy tắc: thidua guide {found[0].code}",) if found else ()
    record = {
        "schema": "thidua.check/1",
        "plan": {"year": plan.year, "unit": plan.unit.name},
        "today": today.isoformat(),
        "summary": {"figures": figures, "errors": errors, "warnings": len(found) - errors},
        "findings": [_record(finding) for finding in found],
    }
    return Page(
        Document(f"Kiểm tra số liệu năm {plan.year} (hôm nay {write_date(today)})", tuple(blocks), closing),
        lambda: record,
    )


def _rows(found: Sequence[Finding]) -> Iterable[Row]:
    for rule in RULES:
        own = [finding for finding in found if finding.code == rule.code]
        if own:
            yield Row((Cell(f"{rule.title} ({rule.code})", tone=Tone.STRONG),), RowKind.GROUP)
        for finding in own:
            severity = f"{SIGNS[finding.severity]} {SEVERITIES[finding.severity]}"
            texts = (finding.place, finding.sentence, finding.advice)
            yield Row((Cell(severity, tone=TONES[finding.severity]), *(Cell(text) for text in texts)))


def _record(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "indicator": finding.indicator or None,
        "place": finding.of_place or None,
        "on": finding.on.isoformat() if finding.on else None,
        "seq": finding.seq,
        "sentence": finding.sentence,
        "advice": finding.advice,
    }
