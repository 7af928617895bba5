"""The draft of an unfinished guided entry: what was typed, in a small file of the user's own, until it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from ..domain.figure import Level
from ..domain.period import Period
from ..domain.plan import Plan
from ..errors import StorageError
from ..render.output import replace_file
from ..vietnamese.reasons import reason_of
from ..workspace import Office, user_folder
from .entry_answers import Answer, Question
from .printing import complain

SCHEMA = "thidua.entry/1"
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One draft for each ledger, unit and period."""

    path: Path

    @classmethod
    def of(cls, office: Office, period: Period) -> DraftFile:
        """The draft's place in the user's state folder."""
        about = f"{office.ledger_path}\n{office.plan.unit.id}\n{period.id}\n{period.calendar}"
        folder = user_folder(office.workspace.variables, "XDG_STATE_HOME", ".local/state")
        return cls(folder / f"nhap-{period.id}-{sha256(about.encode()).hexdigest()[:12]}.json")

    def answers(self) -> dict[str, Answer]:
        """What was typed, by indicator; nothing where there is no draft or it cannot be read."""
        try:
            with self.path.open("rb") as file:
                held = json.loads(file.read(MOST_BYTES))
            return {id_: _answer(one) for id_, one in held["answers"].items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            complain(f"Bản nháp {self.path} không đọc được nên bỏ qua.")
            return {}

    def questions(self, plan: Plan) -> list[Question]:
        """The questions that the draft has answers for."""
        rows = {row.indicator.id: row for row in plan.rows()}
        found = []
        for id_, answer in self.answers().items():
            code, _, where = id_.partition("/")
            place = plan.place(where)
            if code in rows and bool(where) is bool(place):
                found.append(Question(rows[code].indicator, rows[code].number, answer.day, None, place))
        return found

    def keep(self, answers: Mapping[str, Answer]) -> None:
        """Write the draft; readable by its owner only. Raises StorageError."""
        content = {"schema": SCHEMA, "answers": {id_: _plain(answer) for id_, answer in answers.items()}}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self.path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(), 0o600)
        except OSError as error:
            raise StorageError(f"không giữ được bản nháp {self.path}: {reason_of(error)}") from error

    def forget(self) -> None:
        """Remove the draft; by now the figures are written, so one that cannot be removed is only told."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            complain(f"Không xóa được bản nháp {self.path}: {reason_of(error)}.")


def _plain(answer: Answer) -> dict[str, object]:
    return {
        "value": answer.text,
        "on": answer.day.isoformat(),
        "cumulative": answer.cumulative,
        "level": answer.level.value,
        "sure": answer.sure,
    }


def _answer(plain: Mapping[str, object]) -> Answer:
    day = date.fromisoformat(str(plain["on"]))
    return Answer(
        str(plain["value"]), day, plain["cumulative"] is True, Level(str(plain["level"])), plain["sure"] is True
    )
