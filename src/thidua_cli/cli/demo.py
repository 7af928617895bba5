"""`demo`: a throw-away workspace with ten made-up villages and a worked year, written as an officer would write it.

Plan and year are as `demo.toml` tells them: who writes what on which day. All made up.
"""

import re
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any
from uuid import NAMESPACE_URL, uuid5

from ..disk import PLAN_FOLDER, replace_file, stored
from ..domain.figure import Level
from ..domain.nomination import Stage, Step
from ..domain.period import Period, Span
from ..domain.plan import WorkItem
from ..domain.work import key_of
from ..errors import Refused
from ..ledger import Ledger
from ..office.changes import correct_figure, held_figure
from ..office.closing import close_period, reopen_period
from ..office.figures import Typed, admit
from ..office.find import find_subject
from ..office.nominations import move, put_forward
from ..vietnamese.numbers import VIETNAM
from ..workspace import LEDGER_NAME, SCHEMA_NAME, Office, Workspace, shipped_plan, stamp
from .printing import complain, say
from .words import Context, argument

TOLD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("demo.toml").read_text("utf-8"))
YEAR = 2024
NOTICE = "MINH HỌA – không phải số liệu thật"
CLERK = "Nguyễn Thị Minh"
VILLAGES = {f"thon-{number}": f"Thôn {number}" for number in range(1, 11)}
ELSEWHERE = "bỏ trống để dùng thư mục tạm: thidua demo"
OPENS = time(8, 0, tzinfo=VIETNAM)
TO_TRY = """
  thidua report
  thidua rank --period t9
  thidua score
  thidua score --place thon-4
  thidua pace --period t9
  thidua explain bao-phu-bhyt --period t9
  thidua report --by place
  thidua summary --period t9
  thidua diff t9
  thidua nominate
  thidua nominate show 6
  thidua nominate paper --out to-trinh.docx"""
Folder = Annotated[str | None, argument("THƯ_MỤC", "thư mục mới hoặc trống; mặc định: một thư mục tạm")]


def illustration_plan(shipped: str) -> str:
    """The illustration's plan file, made of the shipped one; ValueError for an indicator that it no longer has."""
    text = shipped
    for before, after in TOLD["renamed"].items():
        text = text.replace(before, after)
    items = {id: line for line, id in re.findall(r"^( *- id: ([a-z0-9-]+)\n)", text, re.MULTILINE)}
    if missing := {*TOLD["by_place"], *TOLD["added"], *TOLD["points"]} - items.keys():
        raise ValueError(f"not in the shipped plan: {sorted(missing)}")
    for id, line in items.items():
        added = [*(["by_place: true"] if id in TOLD["by_place"] else []), *TOLD["added"].get(id, ())]
        below = "".join(f"{line.partition('-')[0]}  {one}\n" for one in added)
        text = text.replace(f"\n{line}", f"\n{line}{below}")
    for section, rows in TOLD["rows_before"].items():
        above = "".join(f"      - {row}\n" for row in rows)
        text = text.replace(f"  - id: {section}\n", f"{above}  - id: {section}\n")
    text = re.sub("^title: ", f"notice: {NOTICE}\ntitle: ", text, count=1, flags=re.MULTILINE)
    lines = [text, "places:"]
    for place, (id, name) in enumerate(VILLAGES.items()):
        lines += [f"  - id: {id}", f"    name: {name}", "    targets:"]
        for indicator, targets in TOLD["place_targets"].items():
            lines.append(f'      - {{indicator: {indicator}, target: ">= {targets[place]}"}}')
    lines += ["scoring:", "  total: 950", "  bonus: 50", "  deductions: {late: 2, missing: 5}", "  items:"]
    lines += (f"    - {{indicator: {id}, {points}}}" for id, points in TOLD["points"].items())
    return "\n".join([*lines, ""])


FIGURE = "figure"
Deed = tuple[date, str, dict[str, Any]]
"""What an officer writes on a day: a figure, or of which list of `demo.toml` it is; and what is typed, by its names."""


def _day(text: str, year: int = YEAR) -> date:
    return date.fromisoformat(f"{year}-{text}")


DAYS = {"quarters": ("04-01", "07-01", "10-01", "12-31"), "halves": ("06-30", "12-31")}
LATE = {(one["place"], one["indicator"], _day(one["on"])): _day(one["written"]) for one in TOLD["late"]}


def deeds(work: tuple[WorkItem, ...]) -> list[Deed]:
    """The whole year in the order of writing; within a day as they are listed here."""
    # Last year's figures on the days of this year's, so that each report finds its same period.
    before = {"written": "01-05", "note": "số liệu năm trước", "earlier_year": True}
    listed = [deed for row in TOLD["last_year"] for deed in _figures(row | before, YEAR - 1)]
    for at, place in enumerate(VILLAGES):
        for row in TOLD["village_figures"]:
            listed += _figures(row | {"place": place, "values": row["villages"][at]})
    for row in TOLD["this_year"]:
        listed += _figures(row)
    listed += _of_work(work)
    for kind in ("reopenings", "corrections", "closings", "proposals", "moves"):
        for told in map(dict.copy, TOLD[kind]):
            listed.append((_day(told.pop("written")), kind, told))
    return sorted(listed, key=itemgetter(0))


def _figures(row: dict[str, Any], year: int = YEAR) -> Iterator[Deed]:
    """The figures of a row of `demo.toml`, typed on the day they are for unless it says otherwise."""
    on, level = row["on"], Level(row.get("level", Level.OFFICIAL))
    typed = {name: value for name, value in row.items() if name in Typed._fields} | {"level": level}
    days = [_day(day, year) for day in (on if isinstance(on, list) else DAYS.get(on, ()))]
    if on == "months":
        days = [Period(Span.MONTH, year, month).last_day for month in range(1, 13)]
    for day, value in zip(days, row["values"].split(), strict=False):
        late = LATE.get((row.get("place"), row["indicator"], day), day)
        written = _day(row["written"]) if "written" in row else late
        yield written, FIGURE, typed | {"value": value, "on": None if "period" in row else day}


def _of_work(work: tuple[WorkItem, ...]) -> Iterator[Deed]:
    """Each work item half-way at the end of June and at its end in December, but every seventh is left behind."""
    halfway, end = _day("06-28"), _day("12-20")
    said = {halfway: {"note": "sơ kết 6 tháng"}}
    for place, item in enumerate(work):
        steps = {halfway: str(30 + place * 7 % 40), end: "100" if place % 7 != 6 else "80"}
        if item.due is not None and item.due < halfway:
            steps = {item.due: "100"}
        for on, value in steps.items():
            evidence = {"source": "báo cáo tổng kết (minh họa)"} if value == "100" else said.get(on, {})
            yield on, FIGURE, {"indicator": key_of(item), "value": value, "on": on, **evidence}


class StoryWorkspace(Workspace):
    """The illustration's own days and times: figures are written on the day the story says, never today."""

    def __init__(self, plan: Path, ledger: Path) -> None:
        super().__init__(str(plan), str(ledger), {}, complain)
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


def demo(ctx: Context, folder: Folder = None) -> None:
    """Dựng một thư mục làm việc minh họa: một xã mười thôn, cả năm 2024 số liệu giả định, để xem thử mọi lệnh.

    Không đụng đến kế hoạch và sổ đang dùng. Mọi trang đều ghi: MINH HỌA – không phải số liệu thật.
    """
    place = Path(folder).absolute() if folder else Path(tempfile.mkdtemp(prefix="thidua-minh-hoa-"))
    shipped = shipped_plan()
    plan = place / PLAN_FOLDER / shipped.name
    with stored(f"không dựng được minh họa ở {place}", ELSEWHERE):
        place.mkdir(parents=True, exist_ok=True)
        if held := next(place.iterdir(), None):
            sentence = f"thư mục {place} không trống (có {held.name}): minh họa chỉ dựng ở thư mục mới"
            raise Refused(sentence, hint=f"chọn thư mục khác, hoặc {ELSEWHERE}")
        plan.parent.mkdir()
        replace_file(plan, illustration_plan(shipped.read_text("utf-8")).encode())
        replace_file(plan.with_name(SCHEMA_NAME), shipped.with_name(SCHEMA_NAME).read_bytes())
    rows = _write_year(StoryWorkspace(plan, plan.with_name(LEDGER_NAME)))
    say(f"đã dựng minh họa ở {place}: 10 thôn, sổ {rows} dòng")
    say(f"  {NOTICE}")
    for name in ("THIDUA_PLAN", "THIDUA_LEDGER"):
        if ctx.obj.variables.get(name):
            complain(f"Chú ý: biến {name} đang đặt; hãy bỏ biến ấy trước khi gõ các lệnh sau, kẻo lệnh dùng tệp thật.")
    say(f'Xem thử:\n  cd "{place}"{TO_TRY}\nXem xong thì xóa thư mục ấy.')


def _write_year(workspace: StoryWorkspace) -> int:
    """Every deed of the story by the functions of the commands that an officer would type; gives the number of rows."""
    Ledger.create(workspace.named_ledger() or Path())
    with workspace.open() as office:
        year = groupby(deeds(office.plan.work), lambda deed: (deed[0], deed[1] == FIGURE or id(deed)))
        for (written, _), batch in year:  # a day's figures are typed in one go
            # some minutes later, or the morning of a later day
            workspace.moment = max(workspace.moment + timedelta(minutes=7), datetime.combine(written, OPENS))
            _carry_out(list(batch), office)
        return office.ledger.tip().seq


def _carry_out(batch: list[Deed], office: Office) -> None:
    """Write a day's figures, or the one other deed."""
    written, kind, told = batch[0]
    if kind == FIGURE:
        plan, typed = office.plan, [Typed(**one) for _, _, one in batch]
        with office.writing() as writer:
            found = ((find_subject(plan, one.indicator), plan.place(one.place or ""), one) for one in typed)
            office.append(writer, filter(None, (admit(office, *each).row_to_write() for each in found)), CLERK)
    elif kind == "corrections":
        asked = Typed(**told | {"on": _day(told["on"])}, by=CLERK)
        correct_figure(*held_figure(office, asked), asked, sure=True)
    elif kind == "proposals":
        put_forward(office, on=written, **{"post": "", **told}, by=CLERK)
    elif kind == "moves":
        step, numbers = Step(Stage(told["stage"]), written, told.get("decision", "")), map(str, told["numbers"])
        move(office, list(numbers), step, reason=told.get("reason", ""), note="", by=CLERK)
    else:
        period = Period(Span.MONTH, YEAR, told["month"], office.plan.calendar)
        if kind == "reopenings":
            reopen_period(office, period, told["reason"], CLERK)
        else:
            close_period(office, period, CLERK, sure=False)
