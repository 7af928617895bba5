"""One run's outside world: which plan, which ledger, which day. The only clock, the only look at the environment."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__
from .closed_days import on_open_days, refuse_closed_days
from .domain.closing import Closing, closings_of, in_force
from .domain.figure import Draft
from .domain.period import year_of
from .domain.plan import Calendar, Plan
from .errors import StorageError, UsageError
from .ledger import Author, Ledger, PlanStamp
from .named_tuple import NamedTuple
from .plan_file import READER_VERSION, Head, PlanText, head, load_text, read_plan
from .plan_file.stored import from_plain, to_plain
from .vietnamese.dates import VIETNAM, read_date

if TYPE_CHECKING:
    from .ledger.writer import Writer

LEDGER_NAME = "thidua.db"
PLAN_PREFIX, PLAN_SUFFIX = "plan_", ".yaml"
MIGRATED = "Sổ {path} đã chuyển sang phiên bản mới; bản sao lưu trước khi chuyển: {backup}"
STATE_FOLDER = ("XDG_STATE_HOME", ".local/state")
Year = int | Callable[[Calendar], int | None]
"""The year a command is about, or how to tell it in a plan's own calendar."""


class PlanPlace(NamedTuple):
    """A plan file that may be the one wanted, and what its head says."""

    path: Path
    head: Head


class Settings(NamedTuple):
    """What was given on the command line and in the environment, as given."""

    plan: str | None = None
    ledger: str | None = None
    environ: Mapping[str, str] | None = None

    def setting(self, option: str | None, variable: str) -> str | None:
        """An option's text, else its variable's; an empty text is refused rather than ignored."""
        given = option if option is not None else self.variables.get(variable)
        if given is not None and not given.strip():
            raise UsageError(f"{variable} hoặc tùy chọn tương ứng đang để trống: hãy ghi đường dẫn tệp, hoặc bỏ hẳn")
        return given

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment."""
        return os.environ if self.environ is None else self.environ


class Workspace:
    """The plan and the ledger of one run, found by the rules people rely on (option, variable, folder, shipped)."""

    def __init__(self, settings: Settings, tell: Callable[[str], None] | None = None) -> None:
        self._settings = settings
        self.tell = tell or _to_nobody
        """Says a sentence to the person at the terminal, beside the answer."""

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment of this run."""
        return self._settings.variables

    def today(self) -> date:
        """The day in Vietnam (UTC+7), or `$THIDUA_TODAY`."""
        given = self.variables.get("THIDUA_TODAY")
        if given:
            try:
                return read_date(given)
            except UsageError as error:
                raise UsageError(f"THIDUA_TODAY: {error.sentence}", hint=error.hint) from None
        return datetime.now(VIETNAM).date()

    def now(self) -> str:
        """The ledger's time stamp: UTC, fixed width, so that text order is time order."""
        return stamp(datetime.now(UTC))

    def actor(self, given: str | None) -> str:
        """Who writes: `--by`, else the login name, else the account's name."""
        variables = ("USER", "LOGNAME", "USERNAME")
        names = (given, *(self.variables.get(variable) for variable in variables))
        return next((name for name in names if name), None) or _account("pw_name")

    def plan_path(self, *, day: date | None = None, year: Year | None = None) -> Path:
        """The plan file a command is about: that of `year`, else of `day`, else of the latest year begun."""
        if named := self.named_plan():
            return named
        found = self._nearby_plans()
        if len(found) < 2:
            return found[0] if found else shipped_plan()
        places = [PlanPlace(path, head(load_text(path))) for path in found]
        return _plan_about(places, day, year, self.today()).path

    def named_plan(self) -> Path | None:
        """The plan named by option or variable, if one is."""
        given = self._settings.setting(self._settings.plan, "THIDUA_PLAN")
        return Path(given) if given else None

    def _nearby_plans(self) -> list[Path]:
        try:
            here = Path.cwd()
        except OSError:
            return []
        for folder in (here, *here.parents):
            if found := sorted([*_plans_in(folder / "data"), *_plans_in(folder)]):
                return found
        return []

    def ledger_path(self, plan_path: Path) -> tuple[Path, bool]:
        """The ledger of a plan file, and whether it was named (a named one is never created by accident)."""
        if named := self.named_ledger():
            return named, True
        if plan_path == shipped_plan():
            return user_folder(self.variables, "XDG_DATA_HOME", ".local/share") / LEDGER_NAME, False
        if str(plan_path) == "-":
            return Path.cwd() / LEDGER_NAME, False
        return plan_path.absolute().parent / LEDGER_NAME, False

    def present_ledger_path(self) -> Path:
        """The ledger that commands without a period use; opens no plan."""
        return self.named_ledger() or self.ledger_path(self.plan_path())[0]

    def named_ledger(self) -> Path | None:
        """The ledger named by option or variable, if one is."""
        given = self._settings.setting(self._settings.ledger, "THIDUA_LEDGER")
        return _named_ledger(given) if given else None

    @contextmanager
    def open(self, *, day: date | None = None, year: Year | None = None) -> Iterator[Office]:
        """The plan and its ledger, open for reading; a ledger that does not exist yet reads as an empty one."""
        text = load_text(self.plan_path(day=day, year=year))
        path, named = self.ledger_path(Path(text.path))
        with open_ledger(path, named) as ledger:
            yield Office(self, text, _plan_of(text, ledger), ledger, path, named)


class Office:
    """An open plan and ledger, and the way to write to it."""

    def __init__(
        self, workspace: Workspace, text: PlanText, plan: Plan, ledger: Ledger, ledger_path: Path, named: bool
    ) -> None:
        self.workspace, self.text, self.plan = workspace, text, plan
        self.ledger, self.ledger_path, self.named = ledger, ledger_path, named

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction; makes the ledger first where it is missing at its default place.

        No row on a closed day can be appended in it: the closings are read once the transaction is ours.
        """
        if self.ledger.path is None:
            create_ledger(self.ledger_path)
            self.ledger = Ledger.open(self.ledger_path)
        if backup := self.ledger.migrate():
            self.workspace.tell(MIGRATED.format(path=self.ledger_path, backup=backup))
        with self.ledger.writing(self._on_open_days) as writer:
            yield writer

    def closings(self, until: int | None = None) -> list[Closing]:
        """Every closing of the commune's periods, as it stood when the ledger's last row was `until`."""
        return closings_of(self.ledger.closing_rows(self.plan.unit.id, until))

    def refuse_closed_days(self, drafts: Iterable[Draft]) -> None:
        """Raise Refused naming every row whose day is closed: for a preview, before anything is asked or written."""
        refuse_closed_days(drafts, in_force(self.closings()), self.plan.calendar)

    def _on_open_days(self, drafts: Iterable[Draft], unit: str) -> Iterator[Draft]:
        closed = in_force(closings_of(self.ledger.closing_rows(unit)))
        yield from on_open_days(drafts, closed, self.plan.calendar)

    def author(self, given: str | None) -> Author:
        """Who, when and with which version."""
        believed = self.workspace.variables.get("THIDUA_CLOCK", "") == "dung"
        return Author(self.workspace.actor(given), self.workspace.now(), __version__, believed)

    def stamp(self) -> PlanStamp:
        """The plan as it is kept with the rows written under it."""
        content = json.dumps(to_plain(self.plan), ensure_ascii=False, separators=(",", ":"))
        return PlanStamp(self.text.revision, self.text.content, READER_VERSION, content)


def _to_nobody(_: str) -> None:
    """Where nobody listens."""


def stamp(moment: datetime) -> str:
    """A moment as the ledger writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def shipped_plan() -> Path:
    """The 2024 plan inside the package, or in the checkout the package is run from."""
    inside = Path(__file__).with_name("plan_2024.yaml")
    return inside if inside.exists() else Path(__file__).parents[2] / "data" / "plan_2024.yaml"


def user_folder(variables: Mapping[str, str], variable: str, below_home: str) -> Path:
    """The program's folder among the user's own: `$XDG_…/thidua`, `~/.local/…/thidua`, `%LOCALAPPDATA%\\thidua`."""
    if folder := variables.get(variable):
        return Path(folder) / "thidua"
    if os.name == "nt" and (folder := variables.get("LOCALAPPDATA")):
        return Path(folder) / "thidua"
    return Path(_home(variables)) / below_home / "thidua"


def _home(variables: Mapping[str, str]) -> str:
    home = variables.get("HOME") or variables.get("USERPROFILE") or _account("pw_dir")
    if not home:
        raise UsageError("không biết thư mục cá nhân (biến HOME trống)", hint="hãy chỉ rõ sổ: thidua --ledger TỆP …")
    return home


def _account(field: str) -> str:
    """A field of the account this process runs under; empty where the system keeps none."""
    try:
        import pwd

        return str(getattr(pwd.getpwuid(os.getuid()), field))
    except (ImportError, KeyError):
        return ""


def open_ledger(path: Path, named: bool) -> Ledger:
    """The ledger at `path`; a missing one reads as empty, unless it was named."""
    if not named and not os.path.exists(path):
        return Ledger.empty()
    return Ledger.open(path)


def create_ledger(path: Path) -> bool:
    """Make an empty ledger and the folders above it; False when it was there."""
    make_folder(path.parent)
    return Ledger.create(path)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; raises StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"không tạo được thư mục {folder}: {error.strerror}") from error


def _named_ledger(given: str) -> Path:
    if given.strip() == ":memory:" or given.startswith("file:"):
        raise UsageError(f"'{given}' không phải đường dẫn tệp: sổ số liệu phải là một tệp trên đĩa")
    return Path(given).absolute()


def _plan_of(text: PlanText, ledger: Ledger) -> Plan:
    """The plan: from the ledger's copy when this very file was used before, else read and validated."""
    content = ledger.cached_plan(text.revision, READER_VERSION)
    return from_plain(json.loads(content)) if content else read_plan(text)


def _plans_in(folder: Path) -> list[Path]:
    """The files `plan_*.yaml` of a folder; not by glob, which compiles a pattern at every start."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [folder / name for name in names if name.startswith(PLAN_PREFIX) and name.endswith(PLAN_SUFFIX)]


def _plan_about(places: list[PlanPlace], day: date | None, year: Year | None, today: date) -> PlanPlace:
    dated = [place for place in places if place.head.year is not None]
    for place in dated:
        if place.head.year == _year_wanted(place.head.calendar, day, year):
            return place
    begun = [place for place in dated if (place.head.year or 0) <= year_of(today, place.head.calendar)]
    if begun:
        return max(begun, key=lambda place: (place.head.year or 0, str(place.path)))
    return places[0]


def _year_wanted(calendar: Calendar, day: date | None, year: Year | None) -> int | None:
    """The plan year that a plan of this calendar must have to be the one a command is about."""
    if year is None:
        return year_of(day, calendar) if day else None
    return year if isinstance(year, int) else year(calendar)
