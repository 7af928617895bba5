"""What a report says about its figures: the plan and rows they come from, who closed the period, what is left out."""

from __future__ import annotations

from ..domain.closing import closing_in_force
from ..domain.period import Period
from ..domain.scorecard import Scorecard
from ..render.pages.report import Closed, Origin
from ..workspace import Office
from .figures_on_file import Known


def origin_of(known: Known) -> Origin:
    """Where the figures come from, for the anchor."""
    return Origin(known.revision, known.tip.seq, known.tip.chain, known.as_known)


def origin_of_period(office: Office, known: Known, period: Period) -> Origin:
    """The same for a report of a period, with who closed it if it is closed."""
    return origin_of(known)._replace(closed=closed_of(office, known, period))


def closed_of(office: Office, known: Known, period: Period) -> Closed | None:
    """That this very period is closed, as the ledger stood; None while it is open."""
    found = closing_in_force(office.closings(known.tip.seq), period)
    return Closed(found.seq, found.row.at, found.row.actor) if found else None


def outside_of(office: Office, known: Known, card: Scorecard) -> list[str]:
    """Ids that have figures this year but stand in no row of the plan."""
    ids = {row.indicator.id for row in known.plan.rows()}
    window = card.window
    return office.ledger.indicators_outside(
        known.plan.unit.id, ids, window.year_start, window.cutoff, until=known.tip.seq
    )
