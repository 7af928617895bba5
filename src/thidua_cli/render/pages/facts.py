"""Single texts of a scorecard by name, for an office's own template: `ky`, `so-chi-tieu-dat`, `ho-ngheo.thuc-hien`."""

from __future__ import annotations

from collections.abc import Iterator

from ...domain.attainment import Verdict
from ...domain.scorecard import Scorecard
from ...vietnamese.dates import write_date
from ...vietnamese.judging import VERDICTS
from ..document import RowKind
from .report_table import report_table

COUNTS = {
    Verdict.EXCEEDED: "so-chi-tieu-vuot",
    Verdict.MET: "so-chi-tieu-dat",
    Verdict.WITHIN: "so-chi-tieu-trong-muc",
    Verdict.NOT_YET: "so-chi-tieu-chua-dat",
    Verdict.MISSED: "so-chi-tieu-khong-dat",
    Verdict.NOT_DUE: "so-chi-tieu-chua-den-ky",
    Verdict.NO_DATA: "so-chi-tieu-chua-co-so-lieu",
}
OF_INDICATOR = {
    "target": "ke-hoach",
    "in_period": "trong-ky",
    "actual": "thuc-hien",
    "ratio": "ty-le",
    "difference": "chenh-lech",
    "same_period": "cung-ky",
    "index": "ty-le-cung-ky",
    "growth": "tang-giam",
    "note": "ghi-chu",
}


def facts_of(card: Scorecard, headline: str) -> dict[str, str]:
    """Period, counts and every cell of the main table, worded as in the table itself."""
    counts = card.counts()
    window = card.window
    return {
        "ky": window.period.label,
        "nam": str(card.plan.year),
        "don-vi": card.plan.unit.name,
        "so-lieu-den-ngay": write_date(window.cutoff),
        "nhan-xet-chung": headline,
        "so-chi-tieu": str(card.counted),
        "so-chi-tieu-co-so-lieu": str(card.with_figures),
        "so-chi-tieu-dat-va-vuot": str(counts[Verdict.EXCEEDED] + counts[Verdict.MET]),
        **{name: str(counts[verdict]) for verdict, name in COUNTS.items()},
        **dict(_of_indicators(card)),
    }


def _of_indicators(card: Scorecard) -> Iterator[tuple[str, str]]:
    table = report_table(card, card.standings)
    rows = [row for row in table.rows if row.kind is not RowKind.GROUP]
    for standing, row in zip(card.standings, rows, strict=True):
        identity = standing.indicator.id
        for column, cell in zip(table.columns, row.cells, strict=True):
            if column.key in OF_INDICATOR:
                yield f"{identity}.{OF_INDICATOR[column.key]}", cell.text
        yield f"{identity}.danh-gia", VERDICTS[standing.verdict]
