"""`demo`: a throw-away workspace with ten made-up villages and a worked year, written as an officer would write it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Annotated
from uuid import NAMESPACE_URL, uuid5

from ..demo.story import CLERK, NOTICE, YEAR, Deed, Entry, deeds, illustration_plan
from ..disk import replace_file, stored
from ..errors import Refused
from ..ledger import Ledger
from ..office.demo import drafts_of
from ..vietnamese.numbers import VIETNAM
from ..workspace import LEDGER_NAME, Settings, Workspace, shipped_plan, stamp
from .keeping import SCHEMA_NAME
from .printing import complain, say
from .words import Context, argument
from .writing import warn_if_doubtful

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
        super().__init__(Settings(str(plan), str(ledger), {}))
        self.moment = datetime.combine(date(YEAR, 1, 1), OPENS)

    def today(self) -> date:
        """The story's day."""
        return self.moment.date()

    def now(self) -> str:
        """The story's time."""
        return stamp(self.moment)

    def move_to(self, day: date) -> None:
        """Some minutes later, or the morning of a later day."""
        later = self.moment + timedelta(minutes=7)
        self.moment = max(later, datetime.combine(day, OPENS))


def demo(
    ctx: Context,
    folder: Annotated[str | None, argument("THƯ_MỤC", "thư mục mới hoặc trống; mặc định: một thư mục tạm")] = None,
) -> None:
    """Dựng một thư mục làm việc minh họa: một xã mười thôn, cả năm 2024 số liệu giả định, để xem thử mọi lệnh.

    Không đụng đến kế hoạch và sổ đang dùng. Mọi trang đều ghi: MINH HỌA – không phải số liệu thật.
    """
    place = _new_folder(folder)
    plan = place / "data" / PLAN_NAME
    ledger = plan.with_name(LEDGER_NAME)
    _write_plan(plan)
    rows = _write_year(StoryWorkspace(plan, ledger))
    say(f"đã dựng minh họa ở {place}: 10 thôn, sổ {rows} dòng")
    say(f"  {NOTICE}")
    for name in ("THIDUA_PLAN", "THIDUA_LEDGER"):
        if ctx.obj.variables.get(name):
            complain(f"Chú ý: biến {name} đang đặt; hãy bỏ biến ấy trước khi gõ các lệnh sau, kẻo lệnh dùng tệp thật.")
    say("Xem thử:")
    for command in (f'cd "{place}"', *TO_TRY):
        say(f"  {command}")
    say("Xem xong thì xóa thư mục ấy.")


def _new_folder(given: str | None) -> Path:
    """An empty folder; one that holds anything is never touched."""
    if given is None:
        import tempfile

        return Path(tempfile.mkdtemp(prefix="thidua-minh-hoa-"))
    place = Path(given).absolute()
    with stored(f"không tạo được thư mục {place}", ELSEWHERE):
        place.mkdir(parents=True, exist_ok=True)
        held = next(place.iterdir(), None)
    if held is not None:
        raise Refused(
            f"thư mục {place} không trống (có {held.name}): minh họa chỉ dựng ở thư mục mới",
            hint="chọn thư mục khác, hoặc bỏ trống để dùng thư mục tạm: thidua demo",
        )
    return place


def _write_plan(target: Path) -> None:
    shipped = shipped_plan()
    with stored(f"không tạo được {target}", ELSEWHERE):
        target.parent.mkdir()
        replace_file(target, illustration_plan(shipped.read_text("utf-8")).encode())
        replace_file(target.with_name(SCHEMA_NAME), shipped.with_name(SCHEMA_NAME).read_bytes())


def _write_year(workspace: StoryWorkspace) -> int:
    """Every deed of the story through the ledger's own way of writing; returns the number of rows."""
    Ledger.create(workspace.named_ledger() or Path())
    with workspace.open() as office:
        for number, (written, batch) in enumerate(_batches(deeds(office.plan.work))):
            workspace.move_to(written)
            with office.writing() as writer:
                drafts = [draft for deed in batch for draft in drafts_of(deed, office, writer)]
                action = str(uuid5(NAMESPACE_URL, f"thidua-minh-hoa/{number}"))
                office.append(writer, drafts, CLERK, action)
            warn_if_doubtful(writer)
        return office.ledger.tip().seq


def _batches(told: list[Deed]) -> Iterator[tuple[date, list[Deed]]]:
    """What one officer writes in one go: a day's figures together, anything else by itself."""

    def key(deed: Deed) -> tuple[date, bool]:
        return deed.written, not isinstance(deed, Entry) or bool(deed.reason)

    for (written, alone), group in groupby(told, key=key):
        held = list(group)
        yield from ((written, [deed]) for deed in held) if alone else [(written, held)]
