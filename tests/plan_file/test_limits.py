"""Cases A9 and A10, and sizes: hostile texts are refused at once and never kill the process."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml

from plan_file.texts import SOUND, faults_of, only_fault
from thidua_cli.plan_file import events

_ALIAS_BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
_MERGE_BOMB = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 6)
)
_READ = """
import sys
from thidua_cli.errors import InvalidInput
from thidua_cli.plan_file import PlanText, read_plan
try:
    read_plan(PlanText("plan.yaml", sys.stdin.buffer.read()))
except InvalidInput as error:
    print(*error.faults, sep="\\n")
"""


@pytest.mark.parametrize("bomb", [_ALIAS_BOMB, _MERGE_BOMB])
def test_a9_alias_and_merge_bombs_are_refused_unexpanded(bomb: str) -> None:
    assert "neo '&a0' không được dùng" in faults_of(bomb)[0]


@pytest.mark.parametrize("text", ["[" * 100_000, "{" * 100_000, "- " * 100_000, "? " * 100_000, "a: " + "[" * 100_000])
def test_a10_deep_nesting_is_refused_and_the_process_lives(text: str) -> None:
    run = subprocess.run([sys.executable, "-c", _READ], input=text.encode(), capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")
    assert "lồng nhau quá 20 cấp" in run.stdout.decode()


def test_a10_twenty_levels_are_walked_and_the_next_is_not() -> None:
    assert "lồng nhau" not in faults_of("a: " + "[" * 19 + "]" * 19)[0]
    assert only_fault("a: " + "[" * 20 + "]" * 20) == "plan.yaml:1:23: lồng nhau quá 20 cấp"


def test_too_many_elements_are_refused() -> None:
    assert "quá 200.000 phần tử" in only_fault("a: [" + "b," * 200_000 + "]")


def test_piled_up_marks_are_not_composed() -> None:
    assert "quá 20 dấu" in only_fault(SOUND.replace("Kinh tế", "e" + "\u0301\u0323" * 400_000))


def test_the_slow_loader_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        SOUND.replace("target", "tagret"),
        SOUND + "year: 1\n",
        "a: &b c\n",
        SOUND.replace('"< 3,7"', '"< 3,7'),
        "[" * 30,
    ]
    fast = [faults_of(text)[0] for text in texts]
    monkeypatch.setattr(events, "LOADER", yaml.SafeLoader)
    assert [faults_of(text)[0] for text in texts] == fast
