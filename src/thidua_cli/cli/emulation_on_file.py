"""Reading from an open ledger what only the emulation asks for: progress of work, and when figures came in."""

from __future__ import annotations

from ..domain.plan import Combine
from ..domain.scorecard import Window
from ..domain.scoring import Arrivals
from ..domain.work import Progress, WorkStanding, key_of, work_standings
from ..vietnamese.dates import day_in_vietnam
from ..workspace import Office
from .figures_on_file import Known


def arrivals_of(office: Office, known: Known, window: Window) -> Arrivals:
    """When the first figure in force of each indicator and place was written, as a Vietnamese day."""
    plan = known.plan
    ids = [row.indicator.id for row in plan.rows() if row.indicator.combine is not Combine.TOTAL]
    places = [place.id for place in plan.places]
    stamps = office.ledger.first_written(plan.unit.id, ids, window.year_start, window.cutoff, known.tip.seq, places)
    return {key: day_in_vietnam(at) for key, at in stamps.items()}


def work_on_file(office: Office, known: Known, window: Window) -> list[WorkStanding]:
    """How every work item of the plan stands at the window's cut-off."""
    return work_standings(known.plan, progress_on_file(office, known, window), window.cutoff)


def progress_on_file(office: Office, known: Known, window: Window) -> dict[str, Progress]:
    """The newest progress of each work item up to the window's cut-off, by item id."""
    keys = {key_of(item): item.id for item in known.plan.work}
    if not keys:
        return {}
    figures = office.ledger.figures(
        known.plan.unit.id, list(keys), window.year_start, window.cutoff, until=known.tip.seq
    )
    newest = {figure.indicator: figure for figure in sorted(figures, key=lambda figure: figure.on)}
    found = {}
    for key, figure in newest.items():
        row = office.ledger.revision(figure.seq)
        if row is not None:
            draft = row.draft
            found[keys[key]] = Progress(figure.amount, figure.on, draft.note, draft.source, row.seq, row.actor)
    return found
