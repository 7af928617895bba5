"""What a new figure does to what is already recorded for its day: nothing, a new row, or a refusal."""

from enum import Enum
from typing import NamedTuple

from .closing import without_report
from .figure import Draft, Kind, Level, Revision


class Effect(Enum):
    """What writing a figure comes to."""

    NEW = "new"
    RAISED = "raised"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    LOWERED = "lowered"


class Decision(NamedTuple):
    """The effect, and the row to append where there is one."""

    effect: Effect
    draft: Draft | None = None


def same_figure(one: Draft, other: Draft) -> bool:
    """The same amount, in number and in form: 9/10 is not 90, and a running total is not an amount of the day."""
    return one.amount is not None and (one.amount, one.since) == (other.amount, other.since)


def decide(present: Revision | None, wanted: Draft) -> Decision:
    """Hold a wanted figure against the newest row of its key.

    No figure there (never, or withdrawn): a new row. A higher level: a new row over the old one.
    The same value, level and note: nothing. A lower level, another value, or a running total over an amount (and the
    reverse): refused, since a change needs a reason.
    """
    if present is None:
        return Decision(Effect.NEW, wanted)
    if present.draft.amount is None:
        return Decision(Effect.NEW, wanted._replace(supersedes=present.seq))
    held, rising = present.draft, list(Level)
    before, after = (rising.index(one.level or Level.OFFICIAL) for one in (held, wanted))
    if after > before and wanted.since == held.since:
        return Decision(Effect.RAISED, wanted._replace(supersedes=present.seq))
    if after < before:
        return Decision(Effect.LOWERED)
    same = same_figure(wanted, held) and after == before and wanted.note == held.note
    return Decision(Effect.UNCHANGED if same else Effect.CONFLICT)


def restoring(undone: Revision, before: Revision | None) -> Draft:
    """The row that takes `undone` back: its key's state becomes what it was before (nothing, if there was nothing).

    Closings have no state to return to: their heading is named, the kept report not repeated.
    """
    is_closing = undone.draft.kind in (Kind.CLOSE, Kind.REOPEN)
    nothing = undone.draft._replace(amount=None, level=None, note="", source="", detail="", since=None)
    state = before.draft if before and not is_closing else nothing
    detail = without_report(undone.draft.detail) if is_closing else state.detail
    return state._replace(kind=Kind.UNDO, reason="", detail=detail, supersedes=undone.seq)
