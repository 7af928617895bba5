"""Which files and functions of the package a command enters: `python tools/trace_command.py report --period t6`.

The command is carried out in the present folder, as typed; its answer goes to stdout as always, the tally to stderr.
Files are those in which a function runs; that a module is loaded does not count.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import FrameType
from typing import Any

import thidua_cli
from thidua_cli.__main__ import run

PACKAGE = Path(thidua_cli.__file__).parent


def entered(words: list[str]) -> dict[str, set[str]]:
    """Carry out a command; the functions that ran, by the file's path inside the package."""
    found: defaultdict[str, set[str]] = defaultdict(set)

    def look(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_flags & CO_OPTIMIZED and not code.co_name.startswith("<"):
            path = Path(code.co_filename)
            if path.is_relative_to(PACKAGE):
                found[str(path.relative_to(PACKAGE))].add(code.co_qualname)

    sys.setprofile(look)
    try:
        run(words)
    finally:
        sys.setprofile(None)
    return dict(found)


def main() -> None:
    """Trace the command of this command line."""
    found = entered(sys.argv[1:])
    for path, functions in sorted(found.items()):
        print(f"{len(functions):4} {path}", file=sys.stderr)
    total = sum(map(len, found.values()))
    print(f"{' '.join(sys.argv[1:])}: {len(found)} files, {total} functions", file=sys.stderr)


if __name__ == "__main__":
    main()
