"""Verdicts on the command line: which rows to print, and which of them make a command end with code 4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from ..domain.attainment import Verdict
from ..domain.scorecard import Scorecard
from ..errors import ConditionMet
from ..vietnamese.judging import VERDICTS
from ..vietnamese.text import fold
from .words import choice, parser_of

_VERDICTS = {verdict.value: verdict for verdict in Verdict} | {fold(name): v for v, name in VERDICTS.items()}
read_verdict = choice(_VERDICTS, "đánh giá")


def read_verdicts(text: str | None) -> tuple[Verdict, ...]:
    """Verdicts separated by commas; none without a text."""
    return tuple(read_verdict(word.strip()) for word in (text or "").split(",") if word.strip())


def end_on(conditions: Sequence[Verdict], card: Scorecard) -> None:
    """Raise ConditionMet, naming them, where counted indicators are judged as `--fail-on` asks about."""
    if failing := card.of(*conditions):
        names = ", ".join(f"{standing.indicator.name} ({VERDICTS[standing.verdict]})" for standing in failing)
        raise ConditionMet(f"{len(failing)} chỉ tiêu rơi vào điều kiện --fail-on: {names}")


FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="ĐÁNH_GIÁ,…",
        help="kết thúc với mã 4 nếu có chỉ tiêu được tính bị đánh giá như vậy: missed,no_data",
    ),
]
Verdicts = Annotated[
    list[Verdict] | None,
    typer.Option("--verdict", parser=parser_of(read_verdict), metavar="ĐÁNH_GIÁ", help="chỉ in dòng có đánh giá này"),
]
