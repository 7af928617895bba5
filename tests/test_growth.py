"""No command does more than its figures ask for: function calls are counted, so no busy machine can upset the test."""

from __future__ import annotations

import gc
import random
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import ClassVar, Self

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import ledgers
from bench.growth import COMMANDS, Size, commune

from thidua_cli.__main__ import run
from thidua_cli.domain.figure import Amount, Draft, Kind, Level
from thidua_cli.domain.period import Period, Span
from thidua_cli.domain.scorecard import Window, score
from thidua_cli.office.view import View
from thidua_cli.render import terminal
from thidua_cli.workspace import create_ledger

VILLAGES = (5, 10, 20)
A_YEAR = 4
LINEAR, SOME_MORE = 2, 1.1
COUNTED = {**COMMANDS, "import": ("import", "form.csv", "--yes")}
MOST_CALLS = {"report": 30, "summary": 60, "check": 190, "report --by place": 205, "rank": 270}
"""For each figure more, of four a year: what reads the newest one only pays a fourth of it for each."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same commune with more and more villages."""
    return [commune(tmp_path_factory.mktemp("xa") / "office", Size(count, A_YEAR)) for count in VILLAGES]


def calls(words: Sequence[str]) -> int:
    """How many Python functions a command line calls."""
    count = 0

    def counting(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    gc.disable()  # a collection calls what other tests have left behind
    sys.setprofile(counting)
    try:
        code = run(list(words))
    finally:
        sys.setprofile(None)
        gc.enable()
    assert code == 0
    return count


@pytest.mark.parametrize("name", COUNTED)
def test_twice_as_many_figures_more_cost_twice_as_many_calls_more(
    name: str, folders: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = COUNTED[name]
    monkeypatch.setenv("THIDUA_TODAY", "2024-12-31")
    found = []
    for folder in (folders[0], *folders):  # the first time loads modules and makes what is kept
        monkeypatch.chdir(folder)
        if words[0] == "import":
            (folder / "data" / "thidua.db").unlink()
        found.append(calls(words))
    _, few, more, most = found
    assert most - more <= (more - few) * LINEAR * SOME_MORE
    figures_more = Size(VILLAGES[2] - VILLAGES[1], A_YEAR).figures
    assert (most - more) / figures_more <= MOST_CALLS.get(name, most)


@pytest.mark.parametrize("form", ["csv", "json", "plain", "table"])
def test_a_long_history_is_read_and_shown_in_stretches(
    form: str, folders: list[Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_TODAY", "2024-12-31")
    monkeypatch.chdir(folders[0])
    said = []
    for rows in (10_000, 150):
        monkeypatch.setattr("thidua_cli.cli.indicators.STRETCH", rows)
        assert run(["history", "--all", "--format", form]) == 0
        said.append(capfd.readouterr().out)
    if form != "table":
        assert said[0] == said[1]
    shown = [line for line in said[1].split("\n") if "ghi" in line and "Chỉ tiêu i" in line]
    assert len(shown) == (0 if form == "json" else Size(VILLAGES[0], A_YEAR).figures)
    assert said[1].count("(tiếp)") == (2 if form == "table" else 0)


def test_four_times_as_long_a_history_takes_no_more_memory(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_TODAY", "2024-12-31")
    monkeypatch.setattr("thidua_cli.cli.indicators.STRETCH", 100)
    peaks = []
    for folder in (folders[0], folders[0], folders[2]):  # the first time loads modules
        monkeypatch.chdir(folder)
        tracemalloc.start()
        assert run(["history", "--all"]) == 0
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] * 1.2


FOLLOWED = {
    "check": ["Đang kiểm tra"],
    "verify": ["Đang kiểm tra"],
    "export --out so.jsonl": ["Đang xuất"],
    "--ledger moi.db import so.jsonl": ["Đang nạp"],
    "--ledger khac.db import form.csv --yes": ["Đang đọc", "Đang đối chiếu", "Đang ghi"],
}


class Bar:
    """A drawn bar that only counts."""

    drawn: ClassVar[list[Bar]] = []

    def __init__(self, *columns: object, **options: object) -> None:
        self.label, self.done, self.is_stopped = "", 0, False
        self.total: int | None = None

    def __enter__(self) -> Self:
        self.drawn.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        self.is_stopped = True

    def add_task(self, label: str, total: int | None) -> None:
        self.label, self.total = label, total

    def update(self, task: None, *, completed: int) -> None:
        self.done = completed


class LookAtTheEnd:
    """A thread that runs when it is waited for."""

    def __init__(self, *, target: Callable[[], None], daemon: bool) -> None:
        self.start, self.join = lambda: None, target


class OneLook:
    """An event that looks as if it were not there yet: while nothing is drawn, and once more."""

    def __init__(self) -> None:
        self.looks = iter((False, False, True))

    def wait(self, seconds: float) -> bool:
        return next(self.looks)

    def set(self) -> None:
        pass


@pytest.mark.parametrize("is_on_terminal", [True, False])
def test_long_work_is_followed_on_a_terminal_and_nowhere_else(
    is_on_terminal: bool, folders: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_TODAY", "2024-12-31")
    monkeypatch.chdir(folders[0])
    monkeypatch.setattr("threading.Thread", LookAtTheEnd)
    monkeypatch.setattr("threading.Event", OneLook)
    monkeypatch.setattr("rich.progress.Progress", Bar)
    monkeypatch.setattr(terminal, "is_terminal", lambda stream: is_on_terminal and stream is sys.stderr)
    for name in ("moi", "khac"):
        run(["--ledger", f"{name}{is_on_terminal}.db", "init"])
    for words, labels in FOLLOWED.items():
        Bar.drawn.clear()
        assert run(words.replace(".db", f"{is_on_terminal}.db").split()) == 0
        assert [bar.label for bar in Bar.drawn] == (labels if is_on_terminal else [])
        assert all(bar.done >= (bar.total or 1) and bar.is_stopped for bar in Bar.drawn)


PLAN = """schema: thidua.plan/1
year: 2024
title: Kế hoạch
unit: {id: thu, name: xã Thử}
sections: [{id: m, number: "1", title: Mục, indicators: [
  {id: thang, name: Tháng, unit: con, target: ">= 9", combine: latest, frequency: monthly, due: 2024-01-31, by_place: true},
  {id: quy, name: Quý, unit: con, target: ">= 9", combine: latest, frequency: quarterly, due: 2024-03-31},
  {id: nam, name: Năm, unit: con, target: ">= 9", combine: latest, frequency: yearly, due: 2024-06-30, by_place: true},
  {id: vu, name: Vụ, unit: con, target: ">= 9", combine: latest, frequency: season, due: 2024-06-30, by_place: true},
  {id: cuoi, name: Cuối, unit: con, target: ">= 9", combine: latest, frequency: quarterly, due: 2024-12-31},
  {id: luc, name: Lúc, unit: con, target: ">= 9", combine: latest, due: 2024-06-30, by_place: true},
  {id: mot, name: Một, unit: con, target: ">= 9", combine: latest, frequency: once, due: 2024-06-30},
  {id: cong, name: Cộng, unit: con, target: ">= 9", combine: sum, frequency: monthly, due: 2024-01-31, by_place: true},
  {id: nhat, name: Nhất, unit: con, target: ">= 9", combine: max, frequency: monthly, due: 2024-01-31}]}]
places: [{id: t0, name: Thôn 0}, {id: t1, name: Thôn 1, until: 2024-05-31}, {id: t2, name: Thôn 2, from: 2024-04-01}]
"""  # noqa: E501


def figures(dice: random.Random) -> Iterator[Draft]:
    """Some of every indicator and place, of this year and the last, at any level; some withdrawn again."""
    keys = [(one, place) for one in ("thang", "nam", "vu", "luc", "cong") for place in ("", "t0", "t1", "t2")]
    keys += [(one, "") for one in ("quy", "cuoi", "mot", "nhat")]
    for one, place in keys:
        for day in sorted(dice.sample(range(700), dice.randrange(9))):
            on, level = date(2023, 1, 1) + timedelta(days=day), dice.choice(list(Level))
            if place != "t1" or on <= date(2024, 5, 31):
                yield Draft(Kind.RECORD, one, on, Amount(Decimal(dice.randrange(20))), level, place=place)
                if not dice.randrange(5):
                    yield Draft(Kind.VOID, one, on, place=place, reason="nhầm")


@pytest.mark.parametrize("seed", range(12))
def test_a_report_or_summary_from_what_decides_says_what_one_from_every_figure_says(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    place = tmp_path / "data" / "plan_2024.yaml"
    place.parent.mkdir()
    place.write_text(PLAN, encoding="utf-8")
    create_ledger(tmp_path / "data" / "thidua.db")
    with ledgers.filled(tmp_path, figures(dice)).open() as office:
        for month in range(1, 13):
            window = Window.until(Period(Span.YEAR, 2024), date(2024, month, dice.randrange(1, 29)))
            view = View.now(office, window)
            whole = score(view.plan, window, *view.held())
            for one, other in zip(view.card().standings, whole.standings, strict=True):
                held = [series.overdue for series in one.overdue], [series.overdue for series in other.overdue]
                assert held[0] == held[1]
                assert one._replace(overdue=()) == other._replace(overdue=())
            view = view._replace(window=Window.until(Period(Span.MONTH, 2024, month), window.cutoff))
            drawn, plain = (view.digest(drawn=drawn) for drawn in (True, False))
            assert plain.summary_page(view.origin()).record() == drawn.summary_page(view.origin()).record()
