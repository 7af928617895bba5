"""Reading nominations from an open ledger, each with the name it is called by where that is still kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ..domain.figure import Revision
from ..domain.nomination import PREFIX, Nomination, key_of, nomination_in, number_in
from ..errors import UsageError
from ..ledger import Ledger
from ..vietnamese.nominating import Around, Called, calling_order
from ..vietnamese.numbers import shown
from ..vietnamese.text import sanitise, words
from ..workspace import Office, Workspace
from .words import whole_number

Number = Annotated[str, typer.Argument(metavar="SỐ", help="số của đề nghị (cột Số), hoặc một phần tên, không cần dấu")]
Year = Annotated[
    int | None,
    typer.Option("--year", parser=whole_number, metavar="NĂM", help="năm thi đua; mặc định theo kế hoạch đang dùng"),
]


@contextmanager
def office_of(workspace: Workspace, year: int | None) -> Iterator[Office]:
    """The open office whose plan is of the year asked for; raises UsageError when there is no such plan."""
    with workspace.open(year=year) as office:
        if year is not None and year != office.plan.year:
            raise UsageError(
                f"kế hoạch đang dùng là năm {office.plan.year}, không có kế hoạch năm {year}",
                hint="đặt tệp plan_<năm>.yaml cạnh kế hoạch này, hoặc chọn tệp kế hoạch của năm ấy bằng --plan",
            )
        yield office


def called(ledger: Ledger, nomination: Nomination) -> Called:
    """The nomination with its name: a collective's own, or what is kept outside the chain."""
    private = nomination.nominee.is_private
    return Called(nomination, ledger.name_of(nomination.person) if private else nomination.name)


def called_in(ledger: Ledger, row: Revision) -> Called | None:
    """The nomination as row `row` leaves it; None when the row is about something else or takes it away."""
    nomination = nomination_in(row.seq, row.draft.indicator, row.draft.detail)
    return called(ledger, nomination) if nomination else None


def around(ledger: Ledger, row: Revision) -> Around:
    """The nomination a row is about, before and after it."""
    earlier = ledger.before(row.seq)
    return Around(called_in(ledger, earlier) if earlier else None, called_in(ledger, row))


def nominations(office: Office, until: int | None = None) -> list[Called]:
    """Every nomination of the commune in force, of all years, by number."""
    rows = office.ledger.newest_of(office.plan.unit.id, PREFIX.rstrip("/"), until)
    found = [one for row in rows if (one := called_in(office.ledger, row))]
    return sorted(found, key=lambda one: one.nomination.number)


def nominations_of_year(office: Office, until: int | None = None) -> list[Called]:
    """Those of the plan's year in the order of an official list."""
    return sorted(
        (one for one in nominations(office, until) if one.nomination.year == office.plan.year), key=calling_order
    )


def next_number(office: Office) -> int:
    """The number of a new nomination; a number that was taken back is not used again."""
    rows = office.ledger.newest_of(office.plan.unit.id, PREFIX.rstrip("/"))
    return max((number for row in rows if (number := number_in(row.draft.indicator))), default=0) + 1


def find_nomination(office: Office, typed: str) -> Called:
    """The one nomination meant by its number or by words of its name.

    Raises UsageError with the list when several match or none does. Never guesses.
    """
    known = nominations(office)
    found = [one for one in known if one.nomination.number == _number(typed)]
    found = found or [one for one in known if one.name is not None and _begin(words(typed), words(one.name))]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "\n".join(f"  {one.nomination.number}  {subject_text(one)}" for one in found)
        raise UsageError(f"'{shown(typed)}' khớp với {len(found)} đề nghị:\n{listed}", hint="hãy gõ số ở cột đầu")
    raise UsageError(f"không có đề nghị '{shown(typed)}'", hint="xem các số bằng: thidua nominate list")


def last_state(office: Office, typed: str) -> Called:
    """Like `find_nomination`, but by number also one that was taken back, as it last was: its name is still kept."""
    number = _number(typed)
    if number is not None:
        rows = list(office.ledger.history(indicator=key_of(number)))
        for row in reversed(rows):
            if row.unit == office.plan.unit.id and (found := called_in(office.ledger, row)):
                return found
    return find_nomination(office, typed)


def subject_text(one: Called) -> str:
    """`Giấy khen – Nguyễn Thị Bích`."""
    return f"{sanitise(one.nomination.form)} – {sanitise(one.shown)}"


def history_of(office: Office, nomination: Nomination) -> Iterator[Revision]:
    """The rows about one nomination, oldest first."""
    rows = office.ledger.history(indicator=nomination.key)
    return (row for row in rows if row.unit == office.plan.unit.id)


def _number(typed: str) -> int | None:
    digits = typed.strip().removeprefix(PREFIX)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _begin(parts: list[str], known: list[str]) -> bool:
    return bool(parts) and all(any(word.startswith(part) for word in known) for part in parts)
