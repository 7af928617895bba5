"""The ledgers of the communes that were merged into this one: read from their exports, proved before they are used."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..domain.inheritance import Past
from ..domain.plan import Plan, Predecessor
from ..errors import InvalidInput, ThiduaError
from ..intake import load_source
from ..ledger.transfer import figures_in
from ..plan_file import PlanText, read_plan
from ..vietnamese.text import sanitise

LARGEST = 2 * 1024**3


def pasts_of(plan: Plan, folder: Path) -> list[Past]:
    """What each predecessor of a plan had; its ledger's path counts from the folder of the plan.

    Raises UsageError for a missing ledger, InvalidInput for another commune's, IntegrityError for a broken one.
    """
    return [_past(one, folder / one.ledger) for one in plan.predecessors]


def _past(predecessor: Predecessor, path: Path) -> Past:
    stat = path.stat() if path.exists() else None
    return _read(predecessor, str(path), stat and (stat.st_size, stat.st_mtime_ns))


@lru_cache(maxsize=32)
def _read(predecessor: Predecessor, path: str, state: tuple[int, int] | None) -> Past:
    """Read once as long as the file stays as it is (`state`: its size and time)."""
    source = load_source(path, LARGEST)
    name = sanitise(source.name)
    unit, figures, plan = figures_in(source.content.decode("utf-8", "replace").split("\n"), name)
    if unit != predecessor.unit:
        raise InvalidInput(
            f"{name} là sổ của {sanitise(unit)}, predecessors ghi {predecessor.unit}",
            hint="ghi đúng tệp vào khóa ledger",
        )
    return Past(predecessor, figures, _plan(plan, name))


def _plan(source: bytes, name: str) -> Plan | None:
    """The old commune's plan, for its places and codes; one that this version cannot read is done without."""
    try:
        return read_plan(PlanText(name, source))
    except ThiduaError:
        return None
