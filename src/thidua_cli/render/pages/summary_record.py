"""The digest for machines (`thidua.summary/1`): the whole report, and what the digest says beyond it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...domain.digest import Change, Missing
from ...domain.scorecard import Scorecard, Standing
from ...domain.work import WorkStanding
from . import sentences
from .report import Origin, headline, origin_record
from .report_record import period_record, plain_number, report_record
from .work import work_record

SCHEMA = "thidua.summary/1"


def summary_record(
    card: Scorecard,
    before: Scorecard | None,
    changes: Iterable[Change],
    missing: Iterable[Missing],
    origin: Origin,
    work: Sequence[WorkStanding] = (),
) -> dict[str, Any]:
    """The report's own record, one sentence per indicator, the changes, what is missing from whom, and the work."""
    return {
        "schema": SCHEMA,
        "report": report_record(card, origin_record(origin), headline(card), card.standings),
        "previous": period_record(before.window) if before else None,
        "sentences": [
            {"id": standing.indicator.id, "sentence": sentences.result(standing)} for standing in card.standings
        ],
        "changes": [_change(each) for each in changes],
        "missing": [_missing(each) for each in missing],
        "work": work_record(work) if work else None,
    }


def _change(what: Change) -> dict[str, Any]:
    return {
        "id": what.now.indicator.id,
        "verdict": {"from": what.before.verdict.value, "to": what.now.verdict.value},
        "actual": {"from": _actual(what.before), "to": _actual(what.now)},
        "sentence": sentences.change(what),
    }


def _actual(standing: Standing) -> str | None:
    return None if standing.actual is None else plain_number(standing.actual)


def _missing(what: Missing) -> dict[str, Any]:
    indicator = what.standing.indicator
    return {
        "id": indicator.id,
        "from": indicator.supplier,
        "due": indicator.due.isoformat() if indicator.due else None,
        "last": what.last.isoformat() if what.last else None,
    }
