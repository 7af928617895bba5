"""Entry point: the process around a command line; the commands know nothing of it."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

NEW_OBJECTS_BEFORE_COLLECTING = 100_000


def run(args: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; every error has become a message by then."""
    if args[:1] == ["--complete"]:
        from .completion.answer import reply

        return reply(args[1:])
    from .cli.app import carry_out

    return carry_out(list(args))


def main() -> None:
    """Run `thidua` and end the process with its exit code.

    Two habits of the interpreter cost a short command a quarter of its time: looking for garbage while modules
    load, and taking every module apart at the end. So collecting starts late, and the process ends at once when
    its output is out; the ledger and all files are closed by then.
    """
    gc.set_threshold(NEW_OBJECTS_BEFORE_COLLECTING)
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
