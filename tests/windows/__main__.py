"""The tests on the Windows Python under Wine: `python -m tests.windows SETUP [FOLDER…]`; ends with pytest's code."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from windows.wine import Computer, missing_programs

FOLDERS = ("domain", "vietnamese", "plan_file", "intake", "checks", "completion", "render", "ledger", "cli")


def main(setup: str, *folders: str) -> int:
    """Install into a fresh prefix and run the folders of tests there."""
    if absent := missing_programs():
        print(f"not installed: {', '.join(absent)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="thidua-wine-") as name:
        computer = Computer.fresh(Path(name))
        if (ran := computer.install(Path(setup).resolve())).code:
            print(ran.out, file=sys.stderr)
            return ran.code
        computer.add_test_libraries()
        code = 0
        for folder in folders or FOLDERS:
            ran = computer.tests([f"tests/{folder}"])
            print(f"== {folder}\n{ran.out}", flush=True)
            code = code or ran.code
        computer.start("wineserver", "-k")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
