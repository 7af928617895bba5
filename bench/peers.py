"""The same dated figures and the same targets as journals of hledger and ledger, the budget tools nearest to us."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from thidua_cli.domain.plan import Indicator

from .ledgers import SPREAD_YEARS, YEAR, Entry

HLEDGER = "hledger"
LEDGER = "ledger"


def is_here(peer: str) -> bool:
    """Whether the peer is installed (Debian packages `hledger` and `ledger`)."""
    return shutil.which(peer) is not None


def write_journal(path: Path, indicators: Sequence[Indicator], entries: Sequence[Entry]) -> None:
    """A journal with one transaction a figure, and the yearly targets as a periodic transaction."""
    lines = [f"~ yearly from {YEAR - SPREAD_YEARS + 1}-01-01"]
    lines += [f"    {account(indicator)}  {indicator.target.value:f} X" for indicator in indicators]
    lines += ["    ke-hoach", ""]
    for entry in sorted(entries, key=lambda entry: entry.on):
        lines += [f"{entry.on.isoformat()} số liệu", f"    {account(entry.indicator)}  {entry.value:f} X", "    xa", ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def account(indicator: Indicator) -> str:
    """The account an indicator's figures go to."""
    return f"chi-tieu:{indicator.id}"


def words(peer: str, journal: Path) -> list[str]:
    """The peer's own command for "actual against target, year by year"."""
    if peer == HLEDGER:
        return [HLEDGER, "-f", str(journal), "bal", "--budget", "-Y"]
    last = date(YEAR, 12, 31).isoformat()
    return [LEDGER, "-f", str(journal), "--now", last, "budget"]
