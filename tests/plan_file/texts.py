"""A small sound plan to spoil, and what the reader says about a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua_cli.domain.plan import Plan
from thidua_cli.errors import InvalidInput
from thidua_cli.plan_file import PlanText, read_plan

PLAN_2024 = Path(__file__).parents[2] / "data" / "plan_2024.yaml"
SOUND = """\
schema: thidua.plan/1
year: 2024
title: Kế hoạch
unit: {id: dak-la, name: xã Đắk La}
sections:
  - id: kinh-te
    title: Kinh tế
    indicators:
      - id: ho-ngheo
        name: Tỷ lệ hộ nghèo
        unit: "%"
        target: "< 3,7"
        combine: latest
"""


def spoilt(old: str, new: str) -> str:
    """The sound plan with one piece of text replaced."""
    assert SOUND.count(old) == 1, old
    return SOUND.replace(old, new)


def plan_of(text: str | bytes) -> Plan:
    """The plan that a text gives."""
    return read_plan(PlanText("plan.yaml", text if isinstance(text, bytes) else text.encode()))


def faults_of(text: str | bytes) -> list[str]:
    """All faults of a text, as printed."""
    with pytest.raises(InvalidInput) as caught:
        plan_of(text)
    assert caught.value.exit_code == 3
    return [str(fault) for fault in caught.value.faults]


def only_fault(text: str | bytes) -> str:
    """The one fault of a text, on one line."""
    (fault,) = faults_of(text)
    assert "\n" not in fault
    return fault
