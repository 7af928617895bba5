"""A bar on the terminal while something long runs; nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

FEWEST_STEPS = 2_000
STEP = 500
T = TypeVar("T")


def watched(items: Iterable[T], total: int, title: str) -> Iterator[T]:
    """The items, with a bar on stderr that follows them when it is a terminal and there are thousands of them."""
    if total < FEWEST_STEPS or sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True, markup=False), transient=True) as bar:
        task = bar.add_task(title, total=total)
        for place, item in enumerate(items, start=1):
            yield item
            if place % STEP == 0:
                bar.update(task, completed=place)
