"""Đề nghị khen thưởng: who is named for which form, how far it has gone, and who may decide it.

A nomination lives in the ledger under the key `khen/<number>`; each row's detail carries its whole state.
Names of persons and households stand outside the chain: a row holds only the digest of the name.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from ..errors import UNLIKE_OURS, IntegrityError
from .period import FIRST_YEAR, LAST_YEAR
from .plan import Award, Plan

PREFIX = "khen/"
SCHEMA = "thidua.nomination/1"
MOST_DIGITS, MOST_CHARACTERS = 9, 64_000
"""Of a number, and of a nomination's whole state."""
ERASED = "(đã xóa tên theo yêu cầu)"


class Nominee(StrEnum):
    """Who is named: one person, a household (called by a person's name), or a collective."""

    PERSON = "person"
    HOUSEHOLD = "household"
    COLLECTIVE = "collective"

    @property
    def is_private(self) -> bool:
        """Whether its name is personal data, kept outside the chain."""
        return self is not Nominee.COLLECTIVE


class Stage(StrEnum):
    """How far a nomination has gone."""

    PROPOSED = "proposed"
    COUNCIL = "council"
    SUBMITTED = "submitted"
    DECIDED = "decided"
    DECLINED = "declined"


FOLLOWING: dict[Stage, tuple[Stage, ...]] = {
    # Straight to submission: commendations by the simplified procedure do not wait for the council.
    Stage.PROPOSED: (Stage.COUNCIL, Stage.SUBMITTED, Stage.DECLINED),
    Stage.COUNCIL: (Stage.SUBMITTED, Stage.DECLINED),
    Stage.SUBMITTED: (Stage.DECIDED, Stage.DECLINED),
    Stage.DECIDED: (),
    Stage.DECLINED: (),
}
"""Which stage may come after which."""


class Step(NamedTuple):
    """One stage reached: on which day, and for a decision its number and the level that took it."""

    stage: Stage
    on: date
    decision: str = ""
    decided_by: str = ""


class Nomination(NamedTuple):
    """Một đề nghị khen thưởng. `name` is None where it was erased, `person` the digest of one outside the chain.

    `links` are ids of indicators and ledger keys of work items that the achievement rests on.
    """

    number: int
    year: int
    form: str
    nominee: Nominee
    name: str | None
    person: str
    post: str
    achievement: str
    links: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def key(self) -> str:
        """Its key in the ledger."""
        return f"{PREFIX}{self.number}"

    @property
    def shown(self) -> str:
        """The name for a page."""
        return ERASED if self.name is None else self.name

    @property
    def last(self) -> Step:
        """The step it stands at."""
        return self.steps[-1]

    @property
    def stage(self) -> Stage:
        """The stage it stands at."""
        return self.last.stage


def number_in(key: str) -> int | None:
    """The number in a nomination's key; None for other keys."""
    digits = key.removeprefix(PREFIX)
    is_number = key.startswith(PREFIX) and digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if is_number else None


def detail_of(nomination: Nomination) -> str:
    """The whole state as canonical JSON, for a row's detail; never with the name of a person or household."""
    steps = [step._asdict() if step.decision else {"stage": step.stage, "on": step.on} for step in nomination.steps]
    name = "" if nomination.nominee.is_private else nomination.name
    fields = {"schema": SCHEMA, **nomination._asdict(), "name": name, "steps": steps}
    del fields["number"]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def nomination_in(seq: int, key: str, detail: str) -> Nomination | None:
    """The nomination that row `seq` holds; None when it is about something else or takes a nomination away.

    A name outside the chain is left empty. Raises IntegrityError when the detail is not what was written.
    """
    number = number_in(key)
    if number is None or not detail:
        return None
    with suppress(*UNLIKE_OURS):
        fields = json.loads(detail) if len(detail) <= MOST_CHARACTERS else {}
        steps = tuple(map(_step_in, fields["steps"]))
        texts = {key: str(fields[key]) for key in ("form", "name", "person", "post", "achievement")}
        kind, links = Nominee(fields["nominee"]), tuple(map(str, fields["links"]))
        year = date(fields["year"], 1, 1).year
        if fields["schema"] == SCHEMA and steps and FIRST_YEAR <= year <= LAST_YEAR:
            return Nomination(number, year, nominee=kind, links=links, steps=steps, **texts)
    sentence = f"dòng {seq} của sổ (đề nghị khen thưởng) không đọc được"
    raise IntegrityError(sentence, hint="kiểm tra toàn sổ: thidua verify")


def _step_in(fields: Mapping[str, Any]) -> Step:
    decision, decided_by = (str(fields.get(key, "")) for key in ("decision", "decided_by"))
    return Step(Stage(fields["stage"]), date.fromisoformat(fields["on"]), decision, decided_by)


def authorities(plan: Plan, form: str, day: date | None = None) -> list[Award]:
    """Who may decide a form on a day (None: ever); usually one, none when no authority is in force."""
    of_form = [award for award in plan.awards if award.form == form]
    return [one for one in of_form if day is None or (one.since or day) <= day <= (one.until or day)]


def deciding_day(plan: Plan, nomination: Nomination, today: date) -> date:
    """The day on which who may decide it is judged: today, but never after the end of the year it is of."""
    return min(today, plan.whole_year._replace(year=nomination.year).last_day)
