"""`demo`: a throw-away workspace with ten made-up villages and a worked year, written as an officer would write it."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import count, groupby
from pathlib import Path
from typing import Annotated
from uuid import NAMESPACE_URL, uuid5

from ..demo.story import CLERK, FIGURES, NOTICE, YEAR, Deed, deeds, illustration_plan
from ..disk import PLAN_FOLDER, replace_file, stored
from ..domain.nomination import Stage, Step
from ..domain.period import Period, Span
from ..domain.work import subject
from ..errors import Refused
from ..ledger import Ledger
from ..ledger.session import Writer
from ..office.changes import correct_figure, held_figure
from ..office.closing import close_period, reopen_period
from ..office.figures import Typed, Wanted, admit
from ..office.nominations import move, put_forward
from ..vietnamese.numbers import VIETNAM
from ..workspace import LEDGER_NAME, SCHEMA_NAME, Office, Workspace, shipped_plan, stamp
from .printing import complain, say
from .record import DOUBT
from .words import Context, argument

PLAN_NAME = "plan_2024.yaml"
ELSEWHERE = "bỏ trống để dùng thư mục tạm: thidua demo"
OPENS = time(8, 0, tzinfo=VIETNAM)
TO_TRY = (
    "thidua report",
    "thidua rank --period t9",
    "thidua score",
    "thidua score --place thon-4",
    "thidua pace --period t9",
    "thidua explain bao-phu-bhyt --period t9",
    "thidua report --by place",
    "thidua summary --period t9",
    "thidua diff t9",
    "thidua nominate",
    "thidua nominate show 6",
    "thidua nominate paper --out to-trinh.docx",
)


class StoryWorkspace(Workspace):
    """The illustration's own days and times: figures are written on the day the story says, never today."""

    def __init__(self, plan: Path, ledger: Path) -> None:
        super().__init__(str(plan), str(ledger), {})
        self.moment = datetime.combine(date(YEAR, 1, 1), OPENS)
        self.numbers = count()

    def today(self) -> date:
        """The story's day."""
        return self.moment.date()

    def now(self) -> str:
        """The story's time."""
        return stamp(self.moment)

    def new_id(self) -> str:
        """Everything of the illustration is the same every time."""
        return str(uuid5(NAMESPACE_URL, f"thidua-minh-hoa/{next(self.numbers)}"))

    def salt(self, name: str) -> str:
        """The same every time too: the names are nobody's."""
        return sha256(name.encode()).hexdigest()[:32]


def demo(
    ctx: Context,
    folder: Annotated[str | None, argument("THƯ_MỤC", "thư mục mới hoặc trống; mặc định: một thư mục tạm")] = None,
) -> None:
    """Dựng một thư mục làm việc minh họa: một xã mười thôn, cả năm 2024 số liệu giả định, để xem thử mọi lệnh.

    Không đụng đến kế hoạch và sổ đang dùng. Mọi trang đều ghi: MINH HỌA – không phải số liệu thật.
    """
    if folder is None:
        import tempfile

        place = Path(tempfile.mkdtemp(prefix="thidua-minh-hoa-"))
    else:
        place = Path(folder).absolute()
        with stored(f"không tạo được thư mục {place}", ELSEWHERE):
            place.mkdir(parents=True, exist_ok=True)
            held = next(place.iterdir(), None)
        if held is not None:
            sentence = f"thư mục {place} không trống (có {held.name}): minh họa chỉ dựng ở thư mục mới"
            raise Refused(sentence, hint="chọn thư mục khác, hoặc bỏ trống để dùng thư mục tạm: thidua demo")
    plan = place / PLAN_FOLDER / PLAN_NAME
    shipped = shipped_plan()
    with stored(f"không tạo được {plan}", ELSEWHERE):
        plan.parent.mkdir()
        replace_file(plan, illustration_plan(shipped.read_text("utf-8")).encode())
        replace_file(plan.with_name(SCHEMA_NAME), shipped.with_name(SCHEMA_NAME).read_bytes())
    rows = _write_year(StoryWorkspace(plan, plan.with_name(LEDGER_NAME)))
    say(f"đã dựng minh họa ở {place}: 10 thôn, sổ {rows} dòng")
    say(f"  {NOTICE}")
    for name in ("THIDUA_PLAN", "THIDUA_LEDGER"):
        if ctx.obj.variables.get(name):
            complain(f"Chú ý: biến {name} đang đặt; hãy bỏ biến ấy trước khi gõ các lệnh sau, kẻo lệnh dùng tệp thật.")
    say("Xem thử:")
    for command in (f'cd "{place}"', *TO_TRY):
        say(f"  {command}")
    say("Xem xong thì xóa thư mục ấy.")


def _write_year(workspace: StoryWorkspace) -> int:
    """Every deed of the story by the functions of the commands that an officer would type; gives the number of rows."""
    Ledger.create(workspace.named_ledger() or Path())
    with workspace.open() as office:
        year = groupby(deeds(office.plan.work), lambda deed: (deed.written, deed.kind in FIGURES or id(deed)))
        for (written, _), batch in year:  # a day's figures are typed in one go
            # some minutes later, or the morning of a later day
            workspace.moment = max(workspace.moment + timedelta(minutes=7), datetime.combine(written, OPENS))
            if (writer := _carry_out(list(batch), office)) and writer.doubtful:
                complain(DOUBT)
        return office.ledger.tip().seq


def _carry_out(batch: list[Deed], office: Office) -> Writer | None:
    """Write a day's figures, or the one other deed; None where nothing was left to write."""
    kind, written, told = batch[0]
    if kind in FIGURES:
        with office.writing() as writer:
            drafts = [_wanted(Typed(**one.told), office).row_to_write() for one in batch]
            office.append(writer, filter(None, drafts), CLERK)
        return writer
    if kind == "corrections":
        asked = Typed(**told, by=CLERK)
        return correct_figure(*held_figure(office, asked), asked, sure=True).writer
    if kind == "proposals":
        return put_forward(office, on=written, **({"post": "", "links": ()} | told), by=CLERK)[1]
    if kind == "moves":
        step, numbers = Step(Stage(told["stage"]), written, told.get("decision", "")), map(str, told["numbers"])
        return move(office, list(numbers), step, reason=told.get("reason", ""), note="", by=CLERK)[1]
    period = Period(Span.MONTH, YEAR, told["month"], office.plan.calendar)
    if kind == "reopenings":
        return reopen_period(office, period, told["reason"], CLERK)[1]
    return close_period(office, period, CLERK, sure=False)[2]


def _wanted(typed: Typed, office: Office) -> Wanted:
    indicator = subject(office.plan, typed.indicator)
    assert indicator is not None
    return admit(office, indicator, office.plan.place(typed.place or ""), typed)
