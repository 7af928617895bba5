"""The same figures in the tools nearest to us, where they do the same work: a year's budget, an import, an export."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from thidua_cli.domain.figure import Draft

from .peers import HLEDGER, LEDGER, is_here, words
from .timing import Run

TASK = "task"
MOST_TASKS = 24_000
"""Taskwarrior reads its whole file for each command; more than this takes minutes to bring in."""
Seconds = Callable[[Run], float]


def measured(folder: Path, drafts: Sequence[Draft], seconds: Seconds) -> dict[str, float]:
    """Processor seconds by the peer's command; a peer that is not installed has no line."""
    journal = folder / "journal"
    journal.write_text("\n".join(_journal(drafts)), encoding="utf-8")
    found = {
        f"{peer}: budget (as report)": seconds(Run(words(peer, journal), folder))
        for peer in (HLEDGER, LEDGER)
        if is_here(peer)
    }
    if is_here(TASK) and len(drafts) <= MOST_TASKS:
        found |= _taskwarrior(folder, drafts, seconds)
    beside = Path(sys.executable).with_name("sqlite-utils")
    tool = str(beside) if beside.exists() else shutil.which("sqlite-utils")
    if tool:
        into = ("insert", "figures.db", "figures", "form.csv", "--csv", "--delimiter", ";")
        found["sqlite-utils: insert (as import)"] = seconds(Run((tool, *into), folder))
        found["sqlite-utils: rows (as export)"] = seconds(Run((tool, "rows", "figures.db", "figures"), folder))
    return found


def _journal(drafts: Sequence[Draft]) -> Iterator[str]:
    yield f"~ yearly from {min(draft.on or date.min for draft in drafts).year}-01-01"
    yield from (f"    chi-tieu:{one}  {1000} X" for one in sorted({draft.indicator for draft in drafts}))
    yield from ("    ke-hoach", "")
    for draft in drafts:
        assert draft.amount is not None
        yield from (f"{draft.on} số liệu", f"    chi-tieu:{draft.indicator}:{draft.place}  {draft.amount.value} X")
        yield from ("    xa", "")


def _taskwarrior(folder: Path, drafts: Sequence[Draft], seconds: Seconds) -> dict[str, float]:
    tasks = [
        {"description": f"{one.indicator} {one.amount and one.amount.value}", "project": one.place, "due": f"{one.on}"}
        for one in drafts
    ]
    (folder / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    (folder / "taskrc").write_text("data.location=tasks\nconfirmation=no\nhooks=0\n", encoding="utf-8")
    (folder / "tasks").mkdir()
    kept = {"TASKRC": str(folder / "taskrc"), "TASKDATA": str(folder / "tasks")}
    return {
        "Taskwarrior: import (as import)": seconds(Run((TASK, "import", "tasks.json"), folder, kept)),
        "Taskwarrior: export (as export)": seconds(Run((TASK, "export"), folder, kept)),
    }
