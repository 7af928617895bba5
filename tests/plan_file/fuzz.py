"""Spoils the plan of 2024 in random ways: `python tests/plan_file/fuzz.py COUNT SEED [naive]` counts what goes wrong.

A violation is an exception that is not ours, or a fault without line and column; `naive` is the reader that must fail.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import yaml

from thidua_cli.errors import InvalidInput
from thidua_cli.plan_file import PlanText, read_plan
from thidua_cli.plan_file.doubts import plan_warnings

SOURCE = (Path(__file__).parents[2] / "data" / "plan_2024.yaml").read_bytes()
_WORDS = (
    "&a ", "*a", "<<: ", "!!int ", "---\n", "...\n", "%YAML 1.1\n", "\t", "{", "}", "[", "]", '"', "'", ": ", "- ",
    "? ", "|\n", ">", "#", ",", "\\", "\0", "\x1b", "\u200b", "ê", "\u0323" * 30, "[" * 50, "..", "1e9999", ".inf", "~",
    "null", "2024-02-30", "\ufeff", "\r", "\U0001f600", "total", "parts: []\n",
)  # fmt: skip
PIECES = [word.encode() for word in _WORDS] + [b"\xff", b"\xc3", b"\xed\xa0\x80"]
PLACE = re.compile(r"^plan\.yaml:[1-9][0-9]*:[1-9][0-9]*$")


def spoil(chance: random.Random) -> bytes:
    """One spoilt plan: cuts, doublings, foreign pieces, swapped lines, flipped bytes."""
    text = bytearray(SOURCE)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(5):
            case 0:
                del text[at : at + chance.choice((1, 1, 5, 100, 5000))]
            case 1:
                text[at:at] = text[at : at + chance.randrange(1, 200)]
            case 2:
                text[at:at] = chance.choice(PIECES)
            case 3:
                lines = text.split(b"\n")
                first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[first], lines[second] = lines[second], lines[first]
                text = bytearray(b"\n".join(lines))
            case _:
                text[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(text)


def careful(content: bytes) -> str:
    """Our reader: what came of it, in one word."""
    text = PlanText("plan.yaml", content)
    try:
        plan_warnings(read_plan(text), text)
    except InvalidInput as error:
        placed = error.faults and all(PLACE.match(fault.place) for fault in error.faults)
        lines = content.count(b"\n") + content.count(b"\r") + 2
        inside = all(int(fault.place.split(":")[1]) <= lines for fault in error.faults)
        return "refused" if placed and inside else "violation: without a line"
    except Exception as error:
        return f"violation: {type(error).__name__}"
    return "accepted"


def naive(content: bytes) -> str:
    """What most programs do; a harness in which this passes proves nothing."""
    try:
        yaml.safe_load(content)
    except yaml.YAMLError as error:
        return "refused" if getattr(error, "problem_mark", None) else "violation: without a line"
    except Exception as error:
        return f"violation: {type(error).__name__}"
    return "accepted"


def run(count: int, seed: int, reader: Callable[[bytes], str]) -> Counter[str]:
    """Outcomes of `count` spoilt plans; plan number n of a seed is the same in every run."""
    return Counter(reader(spoil(random.Random(seed * 1_000_003 + number))) for number in range(count))


if __name__ == "__main__":
    outcomes = run(int(sys.argv[1]), int(sys.argv[2]), naive if sys.argv[3:] == ["naive"] else careful)
    print(f"seed {sys.argv[2]}:", dict(outcomes))
    sys.exit(any(outcome.startswith("violation") for outcome in outcomes))
