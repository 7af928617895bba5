"""The rows of the illustration's deeds, made by the same functions as the commands an officer would type."""

from __future__ import annotations

from hashlib import sha256

from ..demo.story import YEAR, Deed, Entry, Move, Proposal
from ..domain.closing import closing_in_force
from ..domain.figure import Draft, Kind, expected_key
from ..domain.nomination import Step
from ..domain.period import Period, Span
from ..domain.recording import decide
from ..domain.work import subject
from ..ledger.writer import Writer
from ..workspace import Office
from .closing import closing_draft, reopening_draft
from .find import check_parts, check_plausible, read_amount
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
    amount = read_amount(entry.value, indicator)
    check_parts(amount, indicator, office.plan.place(entry.place))
    check_plausible(amount, indicator)
    key = expected_key(entry.key, entry.until) if entry.until else entry.key
    since = entry.on.replace(month=1, day=1) if entry.running else None
    draft = Draft(Kind.RECORD, key, entry.on, amount, entry.level, *entry[6:9], entry.place, since=since)
    present = office.ledger.present(office.plan.unit.id, entry.place, key, entry.on)
    if entry.reason:
        assert present is not None
        return draft._replace(kind=Kind.CORRECT, supersedes=present.seq)
    decided = decide(present, draft).draft
    assert decided is not None
    return decided


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
