"""One run's outside world: its plan, its ledger (`Office`: both open), the day, the environment. The only clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

from . import __version__
from .disk import PLAN_FOLDER, REPORTS, TRUST, is_remembered, remember, stored
from .domain.closing import Closing, closings_of, freezing, in_force
from .domain.figure import Draft, Revision
from .domain.period import Period, year_named_in
from .domain.plan import Calendar, Plan
from .errors import Fault, IntegrityError, InvalidInput, Refused, ThiduaError, UsageError
from .ledger import ALL, Ledger
from .ledger.rows import Author, PlanStamp, cache_digest, canonical_json
from .ledger.session import Writer
from .plan_file import READER_VERSION, PlanText, load_text, read_plan
from .plan_file.opening import About, kept_plan, lost_ledger, nearby_plans, plan_about, to_plain
from .settings import KEYS, SETTINGS_NAME, kept_settings
from .vietnamese.numbers import VIETNAM, read_date, write_date, write_moment
from .vietnamese.text import clean_text, sanitise
from .vietnamese.wording import days_text

NOTHING_WRITTEN = "chưa ghi gì"


def closed_days(drafts: Iterable[Draft], closings: Sequence[Closing]) -> Refused | None:
    """The refusal naming every row whose day is frozen, if there are any."""
    frozen = [(one, one.on) for one in drafts if one.on is not None and one.indicator and freezing(closings, one.on)]
    if not frozen:
        return None
    days = sorted({day for _, day in frozen})
    behind = [closing for closing in in_force(closings) if any(day in closing.period for day in days)]
    because = "; ".join(f"{days_text(closing.period)}: {who_closed(closing)}" for closing in behind)
    hint = "mở lại kỳ rồi ghi: " + "; ".join(closing.reopening for closing in behind)
    if len(frozen) == 1:
        return Refused(f"ngày {write_date(days[0])} thuộc kỳ đã chốt – {because}; {NOTHING_WRITTEN}", hint=hint)
    faults = tuple(Fault(f"{draft.indicator}, ngày {write_date(day)}", "ngày đã chốt") for draft, day in frozen)
    return Refused(f"{len(frozen)} số liệu thuộc kỳ đã chốt – {because}; {NOTHING_WRITTEN}", hint=hint, faults=faults)


def who_closed(closing: Closing) -> str:
    """`huong chốt lúc 05/07/2024 08:03, dòng 7`."""
    return f"{sanitise(closing.row.actor) or 'không rõ ai'} chốt lúc {write_moment(closing.row.at)}, dòng {closing.seq}"


LEDGER_NAME = "thidua.db"
SCHEMA_NAME = "plan.schema.json"
MIGRATED = "Sổ {path} đã chuyển sang phiên bản mới; bản sao lưu trước khi chuyển: {backup}"
LOST_PLAN = (
    "Cảnh báo: có sổ {lost} nhưng bên cạnh không có tệp kế hoạch plan_<năm>.yaml (bị đổi tên hoặc chuyển đi?)."
    " Đang dùng kế hoạch kèm theo chương trình và sổ khác: {used}"
)
FAR_LEDGER = (
    "Lưu ý: ở đây không có tệp kế hoạch nào nên ghi theo kế hoạch kèm theo chương trình, vào sổ riêng (thidua where);"
    " đã có thư mục làm việc thì hoàn tác (thidua undo), vào thư mục ấy rồi gõ lại"
)
ALTERED_READING = (
    "Cảnh báo: bản đọc sẵn của kế hoạch trong sổ {ledger} không như tệp kế hoạch (bị sửa bằng chương trình khác?):"
    " không dùng, đã đọc lại tệp; kiểm tra sổ: thidua verify"
)
DOUBT = "Cảnh báo: máy báo lỗi khi đang ghi, nhưng đã kiểm tra lại: việc ghi đã xong."
MOST_READINGS = 5_000
VARIABLES: Mapping[str, str] = os.environ
"""The environment, for whom no workspace is at hand."""


class Workspace:
    """The plan and the ledger of one run, found by the rules people rely on (option, variable, folder, shipped).

    `plan` and `ledger` are what was given on the command line, `variables` is the environment; `warnings` tells what to
    know once an office has written.
    """

    def __init__(
        self,
        plan: str | None = None,
        ledger: str | None = None,
        variables: Mapping[str, str] = VARIABLES,
        tell: Callable[[str], None] | None = None,
        warnings: Callable[[Office], Iterable[str]] = lambda _: (),
    ) -> None:
        self._plan, self._ledger, self.variables, self.warnings = plan, ledger, variables, warnings
        self.tell = cache(tell or (lambda _: None))
        """Says a sentence to the person at the terminal, beside the answer; the same one once."""

    def _setting(self, option: str | None, variable: str) -> str | None:
        """An option's text, else its variable's; an empty text is refused rather than ignored."""
        given = option if option is not None else self.variables.get(variable)
        if given is not None and not given.strip():
            raise UsageError(f"{variable} hoặc tùy chọn tương ứng đang để trống: hãy ghi cho đủ, hoặc bỏ hẳn")
        return given

    def today(self) -> date:
        """The day in Vietnam (UTC+7), or `$THIDUA_TODAY`."""
        given = self.variables.get("THIDUA_TODAY")
        try:
            return read_date(given) if given else datetime.now(VIETNAM).date()
        except UsageError as error:
            raise UsageError(f"THIDUA_TODAY: {error.sentence}", hint=error.hint) from None

    def now(self) -> str:
        """The ledger's time stamp: UTC, fixed width, so that text order is time order."""
        return stamp(datetime.now(UTC))

    def new_id(self) -> str:
        """An id for a command that brings none."""
        return str(uuid4())

    def salt(self, name: str) -> str | None:
        """The salt under which a name is kept outside the chain; None: drawn at random."""

    def actor(self, given: str | None) -> str:
        """Who writes: `--by`, `$THIDUA_BY`, `thidua.toml`, else the login name, else the account's name."""
        login = ((self.variables.get(variable), variable) for variable in ("USER", "LOGNAME", "USERNAME"))
        named = next((one for one in (self.chosen("by", given or None), *login) if one[0]), None)
        name, whence = named or (_account("pw_name"), "tên đăng nhập")
        return clean_text(name or "", f"tên người ghi ({whence})")

    def plan_path(self, about: About | None = None) -> Path:
        """The plan file of what a command is about, else of the latest year begun."""
        if named := self.named_plan():
            return named
        found = nearby_plans()
        if len(found) < 2:
            return found[0] if found else shipped_plan()
        return plan_about(found, about, self.today())

    def year_in(self, period: str | None, calendar: Calendar | None) -> About | None:
        """The year a period's text is about, as far as it can be known before a plan is open: `this-month` and
        `last-month` are counted in the calendar asked for, else in that of each plan."""
        return None if period is None else lambda own: year_named_in(period, calendar or own, self.today())

    def office_place(self) -> Path:
        """What tells this office from others: the folder above the one its reports usually go to; opens no plan."""
        plan = self.named_plan() or next(iter(nearby_plans()), None) or shipped_plan()
        return Path(os.path.realpath(default_folder(plan).parent))

    def named_plan(self) -> Path | None:
        """The plan named by option or variable, if one is."""
        given = self._setting(self._plan, "THIDUA_PLAN")
        return Path(given) if given else None

    def ledger_path(self, plan_path: Path | None = None) -> tuple[Path, bool]:
        """The ledger named, else that of the plan file (without one: of commands without a period), and whether it was
        named: then it is never created by accident."""
        if named := self.named_ledger():
            return named, True
        plan_path = plan_path or self.plan_path()
        if plan_path == shipped_plan():
            return user_folder(self.variables, "XDG_DATA_HOME", ".local/share") / LEDGER_NAME, False
        return plan_path.absolute().parent / LEDGER_NAME, False

    def named_ledger(self) -> Path | None:
        """The ledger named by option or variable, if one is."""
        given = self._setting(self._ledger, "THIDUA_LEDGER")
        if given and (given.strip() == ":memory:" or given.startswith("file:")):
            raise UsageError(f"'{given}' không phải đường dẫn tệp: sổ số liệu phải là một tệp trên đĩa")
        return Path(given).absolute() if given else None

    def hub_address(self, given: str | None) -> str:
        """The province's hub: `--hub`, else `$THIDUA_HUB`, else what `hub join` remembered beside the plan."""
        found, _ = self.chosen("hub", given)
        if not found:
            hint = "xã: thidua hub join ĐỊA_CHỈ --unit MÃ_XÃ; hoặc thêm --hub ĐỊA_CHỈ"
            raise UsageError("chưa biết kho của tỉnh ở đâu", hint=hint)
        return found

    def settings_path(self) -> Path:
        """What this office has set for itself: the file beside its plan, in the present folder without one."""
        plan = self.named_plan() or next(iter(nearby_plans()), None)
        return (plan.parent if plan else Path()) / SETTINGS_NAME

    def chosen(self, key: str, given: str | None = None) -> tuple[str | None, str]:
        """A setting, and where it is from: what an option gave, else its variable, else `thidua.toml`."""
        variable, option, _ = KEYS[key]
        if held := self._setting(given, variable):
            return held, variable if given is None else option
        path = self.settings_path()
        if kept := kept_settings(path).get(key):
            self.refuse_stranger(f"không theo {SETTINGS_NAME} ở đó", path, path.parent)
        return kept, SETTINGS_NAME if kept else ""

    def all_chosen(self) -> list[tuple[str, str | None, str]]:
        """Every setting with what is chosen and where it is from; raises for what cannot be read."""
        return [(key, *self.chosen(key)) for key in KEYS]

    def whence(self, key: str) -> str:
        """The option or variable that names the plan or the ledger, if one does."""
        given = self._plan if key == "plan" else self._ledger
        variable = f"THIDUA_{key.upper()}"
        return f"--{key}" if given is not None else variable if self.variables.get(variable) else ""

    def reports_folder(self, given: str | None, plan_path: Path) -> Path:
        """Where summaries go: a folder in `thidua.toml` is counted from the file's own, else the plan's usual one."""
        folder, whence = self.chosen("out_dir", given)
        if folder is None:
            return default_folder(plan_path)
        place = self.settings_path().parent if whence == SETTINGS_NAME else Path()
        return Path(os.path.normpath(place / folder))

    @property
    def trusted_folders(self) -> Path:
        """The list of strangers' folders in which this user works."""
        return user_folder(self.variables, "XDG_DATA_HOME", ".local/share") / "thu-muc-tin-cay.txt"

    def stranger(self, *places: Path) -> Path | None:
        """Which of these neither this user nor root owns, in a folder that this user does not trust; None without any.

        None too where the system keeps no owners.
        """
        user = getattr(os, "geteuid", lambda: 0)()
        for place in places if user else ():
            folder = os.path.realpath(place if place.is_dir() else place.parent)
            with suppress(OSError):
                if os.stat(place).st_uid not in (0, user) and not is_remembered(folder, self.trusted_folders):
                    return place
        return None

    def refuse_stranger(self, deed: str, *places: Path) -> None:
        """Raise Refused, saying what is not done, where one of these is a stranger's."""
        if place := self.stranger(*places):
            hint = f"nếu đúng là nơi làm việc của mình: đứng trong thư mục đó, chạy {TRUST}"
            raise Refused(f"{place} là của người dùng khác trên máy này: {deed}", hint=hint)

    def tell_of_stranger(self, *places: Path) -> None:
        """Say whose the plan and the ledger are, where they are another user's."""
        if place := self.stranger(*places):
            self.tell(f"Cảnh báo: {place} là của người dùng khác trên máy này, chỉ đọc; muốn ghi ở đó: {TRUST}")

    def plan_of(self, text: PlanText, ledger: Ledger) -> tuple[Plan, str | None]:
        """The plan, and the ledger's reading that it is from; without one that this user noted, read and validated.

        Whoever can write to the ledger can put another reading there, but not into the user's own folder.
        """
        kept = ledger.cached_plan(text.revision, READER_VERSION)
        with suppress(ThiduaError):
            digest = cache_digest(text.revision, READER_VERSION, kept or "")
            if is_remembered(digest, self.noted_readings) and (plan := kept_plan(kept)):
                return plan, kept
        plan = read_plan(text)
        if kept is not None and kept != _content(plan):
            self.tell(ALTERED_READING.format(ledger=ledger.path))
        return plan, None

    @property
    def noted_readings(self) -> Path:
        """The list of readings of plans that this user's own program made."""
        return state_file("ban-doc-ke-hoach.txt", self.variables)

    @contextmanager
    def open(self, about: About | None = None, *, text: PlanText | None = None) -> Iterator[Office]:
        """The plan (`text` when it was read before) and its ledger, open for reading; none yet reads as empty."""
        text = text or load_text(self.plan_path(about))
        path, named = self.ledger_path(Path(text.path))
        is_far = not named and Path(text.path) == shipped_plan() and not self.named_plan()
        if is_far and (lost := lost_ledger(LEDGER_NAME)) not in (None, path):  # figures would seem to be gone
            self.tell(LOST_PLAN.format(lost=lost, used=path))
        self.tell_of_stranger(*_places(text, path))
        with open_ledger(path, named) as ledger, closing(Office(self, text, ledger, path)) as office:
            if doubt := office.foreign():
                self.tell(f"Cảnh báo: {doubt}; số liệu của sổ này không được tính")
            yield office


class Office:
    """An open plan and ledger, and the way to write to it."""

    def __init__(self, workspace: Workspace, text: PlanText, ledger: Ledger, ledger_path: Path) -> None:
        self.workspace, self.text, self.ledger, self.ledger_path = workspace, text, ledger, ledger_path
        self.plan, self._kept = workspace.plan_of(text, ledger)
        self.writer: Writer | None = None
        """Who wrote last; None while nobody did."""

    def close(self) -> None:
        """Let go of the ledger, also of one made meanwhile."""
        self.ledger.close()

    def make_ledger(self) -> None:
        """Make the ledger file where it is missing at its default place; what was read until then was an empty one."""
        if self.ledger.path is None:
            create_ledger(self.ledger_path)
            if Path(self.text.path) == shipped_plan():
                self.workspace.tell(FAR_LEDGER)
            self.ledger.close()
            self.ledger = Ledger(self.ledger_path)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction; makes the ledger first where it is missing at its default place, and tells of a doubtful end
        and what the workspace has to warn of."""
        self.refuse_foreign()
        self.make_ledger()
        if backup := self.ledger.migrate():
            self.workspace.tell(MIGRATED.format(path=self.ledger_path, backup=backup))
        with self.ledger.writing() as self.writer:
            yield self.writer
        if self.writer.doubtful:
            self.workspace.tell(DOUBT)
        for warning in self.workspace.warnings(self):
            self.workspace.tell(warning)

    def foreign(self) -> str:
        """A sentence where the ledger is another commune's than the plan; a ledger belongs to that of its first row."""
        first, own = self.ledger.first_unit(), self.plan.unit.id
        if first is None or first in self.ledger.owners(own):
            return ""
        return f"sổ {self.ledger_path} là của đơn vị '{sanitise(first)}', kế hoạch là của '{own}'"

    def refuse_foreign(self) -> None:
        """Raise Refused where nothing may be written: a stranger's folder, another commune's ledger."""
        self.refuse_stranger()
        if doubt := self.foreign():
            hint = "mỗi đơn vị một sổ: dùng đúng sổ (--ledger TỆP); nếu chính đơn vị này đổi mã"
            raise Refused(f"{doubt}: {NOTHING_WRITTEN}", hint=f'{hint}: thidua init --adopt --reason "…"')

    def refuse_stranger(self) -> None:
        """Raise Refused in another user's folder that this one does not trust."""
        self.workspace.refuse_stranger(NOTHING_WRITTEN, *_places(self.text, self.ledger_path))

    def closings(self, until: int = ALL) -> list[Closing]:
        """Every closing of the commune's periods, as it stood when the ledger's last row was `until`."""
        return closings_of(self.ledger.closing_rows(self.plan.unit.id, until), self.plan.calendar)

    def refuse_closed_days(self, drafts: Iterable[Draft]) -> None:
        """Raise Refused naming every row whose day is closed: for a preview, before anything is asked or written."""
        if found := closed_days(drafts, self.closings()):
            raise found

    def _on_open_days(self, drafts: Iterable[Draft], unit: str) -> Iterator[Draft]:
        closed = in_force(closings_of(self.ledger.closing_rows(unit), self.plan.calendar))
        for draft in drafts:
            if closed and (found := closed_days([draft], closed)):
                raise found
            yield draft

    def append(
        self, writer: Writer, drafts: Iterable[Draft], by: str | None, action: str | None = None, unit: str = ""
    ) -> Revision:
        """Append one command's rows, of the plan's commune unless another is named; gives the last of them.

        Kept with them is who wrote them, when and with which version. Without an id the command gets a new one.
        Raises Refused for a closed day: the closings are read once the transaction is ours.
        """
        believed = self.workspace.variables.get("THIDUA_CLOCK", "") == "dung"
        author = Author(self.workspace.actor(by), self.workspace.now(), __version__, believed)
        unit, action = unit or self.plan.unit.id, action or self.workspace.new_id()
        allowed = self._on_open_days(drafts, unit)
        return writer.append(allowed, action=action, unit=unit, author=author, plan=self.stamp())

    def stamp(self) -> PlanStamp:
        """The plan as it is kept with the rows written under it."""
        made = PlanStamp(self.text.revision, self.text.content, READER_VERSION, self._kept or _content(self.plan))
        if self._kept is None:
            with suppress(ThiduaError):  # where it cannot be noted, the plan is read each time
                remember(made.digest, self.workspace.noted_readings, MOST_READINGS)
        return made


def _places(text: PlanText, ledger: Path) -> list[Path]:
    """Plan, ledger and their folders; what ships with the program is nobody's."""
    plan = Path(text.path)
    own = [] if plan == shipped_plan() or text.path == "-" else [plan, plan.absolute().parent]
    return [*own, ledger, ledger.parent]


def stamp(moment: datetime) -> str:
    """A moment as the ledger writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def shipped_plan() -> Path:
    """The 2024 plan inside the package, or in the checkout the package is run from."""
    inside = Path(__file__).with_name("plan_2024.yaml")
    return inside if inside.exists() else Path(__file__).parents[2] / "data" / "plan_2024.yaml"


def default_folder(plan_path: Path) -> Path:
    """`bao-cao` beside the plan's folder `data`, else in the plan's own folder; here for a plan that has no folder."""
    if str(plan_path) == "-" or plan_path == shipped_plan():
        return Path.cwd() / REPORTS
    folder = plan_path.absolute().parent
    return (folder.parent if folder.name == PLAN_FOLDER else folder) / REPORTS


def file_stem(plan: Plan, period: Period, kind: str = REPORTS) -> str:
    """`bao-cao-dak-la-2024-06`; in the other calendar than the plan's `bao-cao-dak-la-2024-06-nd09`."""
    other = "" if period.calendar is plan.calendar else f"-{period.calendar.value}"
    return f"{kind}-{plan.unit.id}-{period.id}{other}"


def user_folder(variables: Mapping[str, str], variable: str, below_home: str) -> Path:
    """The program's folder among the user's own: `$XDG_…/thidua`, `~/.local/…/thidua`, `%LOCALAPPDATA%\\thidua`."""
    folder = variables.get(variable) or (variables.get("LOCALAPPDATA") if os.name == "nt" else None)
    return (Path(folder) if folder else home_folder(variables) / below_home) / "thidua"


def state_file(name: str, variables: Mapping[str, str] = VARIABLES) -> Path:
    """A file of the program's own among the user's, as `user_folder`; raises UsageError without a home."""
    return user_folder(variables, "XDG_STATE_HOME", ".local/state") / name


def home_folder(variables: Mapping[str, str]) -> Path:
    """The user's own folder; raises UsageError where the system names none."""
    home = variables.get("HOME") or variables.get("USERPROFILE") or _account("pw_dir")
    if not home:
        raise UsageError("không biết thư mục cá nhân (biến HOME trống)", hint="hãy chỉ rõ sổ: thidua --ledger TỆP …")
    return Path(home)


def _account(field: str) -> str:
    """A field of the account this process runs under; empty where the system keeps none."""
    with suppress(ImportError, KeyError):
        import pwd

        return str(getattr(pwd.getpwuid(os.getuid()), field))
    return ""


def open_ledger(path: Path, named: bool) -> Ledger:
    """The ledger at `path`; a missing one reads as empty, unless it was named."""
    return Ledger(path if named or os.path.lexists(path) else None)


def create_ledger(path: Path) -> bool:
    """Make an empty ledger and the folders above it; False when it was there."""
    make_folder(path.parent)
    return Ledger.create(path)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; raises StorageError."""
    with stored(f"không tạo được thư mục {folder}"):
        folder.mkdir(parents=True, exist_ok=True)


def check_readings(ledger: Ledger) -> None:
    """Raise IntegrityError where a kept reading of a plan, by which reports are judged, is not what its file says."""
    for revision, _, _ in sorted(ledger.editions(), key=lambda edition: edition[1]):
        content, source = ledger.cached_plan(revision, READER_VERSION), ledger.plan_source(revision) or b""
        with suppress(InvalidInput):
            if content is None or content == _content(read_plan(PlanText(f"sổ:{revision[:12]}", source))):
                continue
        raise IntegrityError(
            f"sổ số liệu {ledger.file}: bản đọc sẵn của kế hoạch {revision[:12]} không như tệp kế hoạch đã lưu:"
            " đã bị sửa bằng chương trình khác; báo cáo không dùng bản ấy, mà đọc lại tệp kế hoạch",
            hint="các dòng số liệu còn nguyên; lần ghi tới theo kế hoạch ấy sẽ thay bản đọc này,"
            " hoặc lấy lại từ bản sao lưu: thidua restore TỆP_SAO_LƯU",
        )


def _content(plan: Plan) -> str:
    """A plan as the ledger keeps it beside its source."""
    return canonical_json(to_plain(plan))
