"""A progress bar for work that takes long: on a terminal, on stderr, from the second second on; nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, TextIO, TypeVar

from .terminal import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress

QUIET_SECONDS = 1
T = TypeVar("T")


@contextmanager
def progress(label: str, total: int, stream: TextIO | None = None) -> Iterator[Callable[[], None]]:
    """Gives the function to call after each of `total` steps; the bar appears by itself when the work lasts.

    It vanishes at the end, whatever the end. `stream` is stderr unless given; off a terminal nothing happens.
    """
    target = stream if stream is not None else sys.stderr
    if target is None or not is_terminal(target):
        yield lambda: None
        return
    bar = _Bar(label, total, target)
    bar.timer.start()
    try:
        yield bar.step
    finally:
        bar.close()


def watched(items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """The items, `total` of them, with the bar following whoever takes them."""
    with progress(label, total) as step:
        for item in items:
            yield item
            step()


class _Bar:
    """Counts from the start, draws once the timer has run out; the lock keeps timer and work apart."""

    def __init__(self, label: str, total: int, stream: TextIO) -> None:
        self.label, self.total, self.done = label, total, 0
        self.stream = stream
        self.lock = Lock()
        self.drawn: Progress | None = None
        self.closed = False
        self.timer = Timer(QUIET_SECONDS, self._appear)
        self.timer.daemon = True

    def step(self) -> None:
        """One step done."""
        with self.lock:
            self.done += 1
            if self.drawn is not None:
                self.drawn.update(self.drawn.task_ids[0], completed=self.done)

    def close(self) -> None:
        """Take the bar away."""
        self.timer.cancel()
        with self.lock:
            self.closed = True
            if self.drawn is not None:
                self.drawn.stop()

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        with self.lock:
            if self.closed:
                return
            columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
            self.drawn = Progress(
                *columns,
                console=Console(file=self.stream),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self.drawn.add_task(self.label, total=self.total, completed=self.done)
            self.drawn.start()
