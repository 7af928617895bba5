"""The rows of the illustration's deeds, made by the same functions as the commands an officer would type."""

from __future__ import annotations

from hashlib import sha256

from ..demo.story import YEAR, Deed, Entry, Move, Proposal
from ..domain.closing import closing_in_force
from ..domain.figure import Draft, Kind
from ..domain.nomination import Step
from ..domain.period import Period, Span
from ..domain.recording import decide
from ..domain.work import subject
from ..ledger.writer import Writer
from ..workspace import Office
from .closing import closing_draft, reopening_draft
from .figures import Typed, admit
from .nominations import move_rows, moves, numbered, proposed, row_of


def drafts_of(deed: Deed, office: Office, writer: Writer) -> list[Draft]:
    """What one deed writes, held against what the ledger has so far."""
    if isinstance(deed, Entry):
        return [_figure_draft(deed, office)]
    if isinstance(deed, Proposal):
        return [_proposal_draft(deed, office, writer)]
    if isinstance(deed, Move):
        return _move_drafts(deed, office)
    period = Period(Span.MONTH, YEAR, deed.month, office.plan.calendar)
    if not deed.reason:
        return [closing_draft(office, period)[1]]
    found = closing_in_force(office.closings(), period)
    assert found is not None
    return [reopening_draft(found, deed.reason)]


def _figure_draft(entry: Entry, office: Office) -> Draft:
    indicator = subject(office.plan, entry.key)
    assert indicator is not None
    when = Typed("", entry.value, None if entry.until else entry.on, entry.until or None, entry.level, entry.running)
    typed = when._replace(earlier_year=entry.on.year < YEAR, note=entry.note, source=entry.source)
    wanted = admit(office, indicator, office.plan.place(entry.place), typed)
    if not entry.reason:
        decided = decide(wanted.present(), wanted.draft).draft
        assert decided is not None
        return decided
    present = wanted.present()
    assert present is not None
    return wanted.draft._replace(kind=Kind.CORRECT, reason=entry.reason, supersedes=present.seq)


def _proposal_draft(told: Proposal, office: Office, writer: Writer) -> Draft:
    wanted = proposed(
        office,
        told.name,
        told.written,
        form=told.form,
        nominee=told.nominee.value,
        post=told.post,
        achievement=told.achievement,
        links=told.links,
    )
    # The same salt every time: the illustration is the same to the byte, and the names are nobody's.
    return row_of(numbered(office, writer, wanted, salt=sha256(told.name.encode()).hexdigest()[:32]))


def _move_drafts(told: Move, office: Office) -> list[Draft]:
    draft = Draft(Kind.NOMINATE, reason=told.reason)
    step = Step(told.stage, told.written, told.decision)
    return move_rows(moves(office, [str(number) for number in told.numbers], step, draft), draft)
