"""Reading a scorecard from an open plan and ledger: figures of the year, of last year, as known at a moment."""

from __future__ import annotations

import json
from datetime import date

from ..domain.emulation import PaceShape, Place
from ..domain.figure import Figure
from ..domain.period import Period
from ..domain.plan import Combine, Plan
from ..domain.scorecard import Scorecard, Window, score
from ..ledger import Tip
from ..named_tuple import NamedTuple
from ..plan_file import READER_VERSION, PlanText, read_plan
from ..plan_file.stored import from_plain
from ..workspace import Office


class Known(NamedTuple):
    """The ledger as it was at a moment: the prefix's tip, and the plan in use then (and its revision)."""

    tip: Tip
    plan: Plan
    revision: str
    as_known: str | None = None


def known_at(office: Office, as_known: str | None) -> Known:
    """The whole ledger, or what it held at `as_known` with the plan revision in use then when it is kept."""
    if as_known is None:
        return Known(office.ledger.tip(), office.plan, office.text.revision)
    seq = office.ledger.seq_at(as_known)
    for revision in _revisions_in_use(office, seq):
        plan = plan_of_revision(office, revision)
        if plan is not None and plan.year == office.plan.year:
            return Known(office.ledger.tip(seq), plan, revision, as_known)
    return Known(office.ledger.tip(seq), office.plan, office.text.revision, as_known)


def _revisions_in_use(office: Office, seq: int) -> list[str]:
    """Plan revisions up to a row, the last used first; other years' plans are among them."""
    last = office.ledger.plan_in_use(seq) if seq else None
    earlier = [revision for revision, first_seq, _ in reversed(office.ledger.plan_revisions()) if first_seq <= seq]
    return [*([last] if last else []), *earlier]


def plan_of_revision(office: Office, revision: str) -> Plan | None:
    """A plan the ledger has seen, from its stored content or its stored source."""
    if revision == office.text.revision:
        return office.plan
    if content := office.ledger.cached_plan(revision, READER_VERSION):
        return from_plain(json.loads(content))
    source = office.ledger.plan_source(revision)
    return read_plan(PlanText(f"sổ:{revision[:12]}", source)) if source is not None else None


def scorecard(office: Office, known: Known, period: Period, today: date) -> Scorecard:
    """Judge the plan over a period from the rows the ledger held."""
    window = Window.until(period, today)
    if known.plan.places or any(row.indicator.pace for row in known.plan.rows()):
        return score(known.plan, window, *figures_of(office, known, window))
    return score(known.plan, window, *_deciding_figures(office, known, window))


def _deciding_figures(office: Office, known: Known, window: Window) -> tuple[list[Figure], list[Figure]]:
    """Of an indicator that takes its latest figure that one alone, of others all: enough to judge, not to draw."""
    latest = [row.indicator.id for row in known.plan.rows() if row.indicator.combine is Combine.LATEST]
    others = [
        row.indicator.id for row in known.plan.rows() if row.indicator.combine not in (Combine.LATEST, Combine.TOTAL)
    ]
    ledger, unit, until = office.ledger, known.plan.unit.id, known.tip.seq

    def read(window: Window) -> list[Figure]:
        first, last = window.year_start, window.cutoff
        newest = ledger.newest_figures(unit, latest, first, last, until)
        return newest + ledger.figures(unit, others, first, last, until=until)

    return read(window), read(window.a_year_earlier())


def place_scorecards(office: Office, known: Known, window: Window) -> list[tuple[Place, Scorecard]]:
    """Each place judged by what is collected by place, in the plan's order."""
    from ..domain.places import score_place

    figures, history = figures_of(office, known, window)
    return [(place, score_place(known.plan, place, window, figures, history)) for place in known.plan.places]


def figures_of(office: Office, known: Known, window: Window) -> tuple[list[Figure], list[Figure]]:
    """The figures of the plan year up to the cut-off, and those of the same stretch of last year.

    Where the plan takes a pace from last year's shape, its whole year.
    """
    ids = [row.indicator.id for row in known.plan.rows() if row.indicator.combine is not Combine.TOTAL]
    earlier = window.a_year_earlier()
    unit, until = known.plan.unit.id, known.tip.seq
    places = [place.id for place in known.plan.places]
    figures = office.ledger.figures(unit, ids, window.year_start, window.cutoff, until=until, others=places)
    shaped = any(row.indicator.pace and row.indicator.pace.shape is PaceShape.LAST_YEAR for row in known.plan.rows())
    last = earlier.period.whole_year().last_day if shaped else earlier.cutoff
    history = office.ledger.figures(unit, ids, earlier.year_start, last, until=until, others=places)
    return figures, history
