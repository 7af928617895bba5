"""`python -m bench.growth [figures villages years]`: how each command's processor time grows, beside its peers' time.

`--write` puts the tables into docs/performance.md. Sizes are those of one commune whose indicators are all by place.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import NamedTuple

from thidua_cli.domain.figure import Amount, Draft, Kind, Level
from thidua_cli.workspace import create_ledger

from . import growth_peers, ledgers, timing
from .measures import THIDUA, TODAY, grouped
from .timing import Run

INDICATORS = tuple(f"i{number:02d}" for number in range(20))
BEGIN, END = "<!-- growth: begin -->", "<!-- growth: end -->"
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
ENOUGH_SECONDS, MOST_RUNS = 1.5, 5


class Size(NamedTuple):
    """A commune: its villages, the figures of one indicator and village in a year, and the years."""

    villages: int
    a_year: int = 12
    years: int = 1

    @property
    def figures(self) -> int:
        """All of them."""
        return self.villages * self.a_year * self.years * len(INDICATORS)


DIMENSIONS = {
    "figures": (Size(10, 1), Size(10, 10), Size(10, 100)),
    "villages": (Size(10), Size(100), Size(300)),
    "years": (Size(10), Size(10, years=10), Size(10, years=40)),
}
COMMANDS: Mapping[str, Sequence[str]] = {
    "report": ("report",),
    "report --by place": ("report", "--by", "place"),
    "summary": ("summary", "--formats", "md", "--out-dir", "out", "--force"),
    "check": ("check",),
    "due": ("due",),
    "score": ("score",),
    "rank": ("rank",),
    "history --all": ("history", "--all"),
    "verify": ("verify",),
    "export": ("export",),
}


def plan_text(size: Size) -> str:
    """The plan file."""
    lines = ["schema: thidua.plan/1", f"year: {ledgers.YEAR}", "title: Kế hoạch", "unit: {id: thu, name: xã Thử}"]
    lines += ["sections:", '  - {id: m, number: "1", title: Mục, indicators: [']
    rest = "combine: latest, frequency: monthly, due: 2024-01-31, by_place: true"
    lines += [
        f'    {{id: {one}, name: "Chỉ tiêu {one}", unit: con, target: ">= {size.villages * 1000}", {rest}}},'
        for one in INDICATORS
    ]
    lines += ["  ]}", "places:", *(f"  - {{id: t{place}, name: Thôn {place}}}" for place in range(size.villages))]
    points = (f"    - {{indicator: {one}, points: 5}}" for one in INDICATORS)
    return "\n".join([*lines, "scoring:", "  total: 100", "  items:", *points, ""])


def drafts(size: Size) -> Iterator[Draft]:
    """Every figure, by its day."""
    dice = random.Random(ledgers.SEED)
    for year in range(ledgers.YEAR - size.years + 1, ledgers.YEAR + 1):
        for turn in range(size.a_year):
            day = date(year, 1, 1) + timedelta(days=turn * 364 // size.a_year)
            for one in INDICATORS:
                for place in range(size.villages):
                    amount = Amount(Decimal(dice.randrange(900, 1100)))
                    yield Draft(Kind.RECORD, one, day, amount, Level.OFFICIAL, place=f"t{place}")


def commune(folder: Path, size: Size) -> Path:
    """A fresh folder with the plan, the ledger, and the year's figures as a form to import."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "plan_2024.yaml").write_text(plan_text(size), encoding="utf-8")
    create_ledger(folder / "data" / "thidua.db")
    ledgers.filled(folder, drafts(size))
    with (folder / "form.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["id", "thôn", "value", "on"])
        of_year = drafts(size._replace(years=1))
        writer.writerows([one.indicator, one.place, one.amount and one.amount.value, one.on] for one in of_year)
    return folder


def processor_seconds(run: Run) -> float:
    """User and system time of one whole process; a failed run is no measurement."""
    before = timing.processor_time()
    timing.seconds(run)
    return timing.processor_time() - before


def settled(run: Callable[[], Run]) -> float:
    """The median of several runs, of long ones of fewer."""
    found = [processor_seconds(run())]
    while len(found) < MOST_RUNS and sum(found) < ENOUGH_SECONDS:
        found.append(processor_seconds(run()))
    return statistics.median(found)


def measured(folder: Path, size: Size) -> dict[str, float]:
    """Seconds by command, thidua's own and then the peers'."""
    commune(folder, size)
    found = {
        name: settled(lambda words=words: Run((THIDUA, *words), folder, TODAY))  # type: ignore[misc]
        for name, words in COMMANDS.items()
    }
    numbers = count(1)
    found["record"] = settled(lambda: _record(folder, next(numbers)))
    found["import"] = settled(lambda: _import(folder, folder / f"import-{next(numbers)}"))
    return found | growth_peers.measured(folder, list(drafts(size)), processor_seconds)


def _record(folder: Path, number: int) -> Run:
    """Each time another value, corrected where the day has one."""
    words = ("correct", INDICATORS[0], str(1100 + number), "--on", f"{ledgers.YEAR}-01-01", "--place", "t0")
    return Run((THIDUA, *words, "--reason", "đếm lại", "--yes"), folder, TODAY)


def _import(folder: Path, fresh: Path) -> Run:
    (fresh / "data").mkdir(parents=True)
    (fresh / "data" / "plan_2024.yaml").write_bytes((folder / "data" / "plan_2024.yaml").read_bytes())
    return Run((THIDUA, "import", str(folder / "form.csv"), "--yes"), fresh, TODAY)


def exponent(seconds: Sequence[float], sizes: Sequence[Size]) -> float:
    """The power of the number of figures with which the time grows, between the two largest sizes."""
    return math.log(seconds[-1] / seconds[-2]) / math.log(sizes[-1].figures / sizes[-2].figures)


def table(name: str, sizes: Sequence[Size]) -> Iterator[str]:
    """The lines of one dimension's table."""
    with tempfile.TemporaryDirectory(prefix="thidua-growth-") as folder:
        columns = [measured(Path(folder) / str(place), size) for place, size in enumerate(sizes)]
    heads = (f"{grouped(one.figures)} figures" for one in sizes)
    yield f"| {name} × {', '.join(_shown(name, one) for one in sizes)} | {' | '.join(heads)} | exponent |"
    yield f"|---|{'---|' * (len(sizes) + 1)}"
    for command in columns[0]:
        held = [column[command] for column in columns if command in column]
        cells = " | ".join(f"{one:.2f} s" for one in held) + " | –" * (len(sizes) - len(held))
        yield f"| {command} | {cells} | {f'{exponent(held, sizes):.2f}' if len(held) == len(sizes) else '–'} |"


def _shown(name: str, size: Size) -> str:
    return str({"figures": size.a_year, "villages": size.villages, "years": size.years}[name])


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*DIMENSIONS, []], help="which ones; all without")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    options = parser.parse_args()
    lines: list[str] = []
    for name in options.names or DIMENSIONS:
        lines += ["", *table(name, DIMENSIONS[name])]
        print("\n".join(lines[-20:]), flush=True)
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}{chr(10).join(lines)}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
