"""What TAB knows is what the commands take: derived anew and compared; `--rewrite` writes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from completion.offers import derived
from thidua_cli.completion.answer import OFFERS


def test_what_tab_offers_is_what_the_commands_take(request: pytest.FixtureRequest) -> None:
    now = json.dumps(derived(), ensure_ascii=False, indent=1) + "\n"
    path = Path(OFFERS)
    if request.config.getoption("--rewrite"):
        path.write_text(now, "utf-8")
    assert path.read_text("utf-8") == now
