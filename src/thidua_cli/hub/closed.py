"""Who has closed a period and what the reports say that closing froze: read from the hub, nothing computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.period import Period
from ..domain.rollup import ONLY_YES_NO, Closed, Held, RolledUp, Sender, State, Succession, Unit
from ..errors import IntegrityError, UsageError
from ..vietnamese.numbers import shown
from ..vietnamese.text import sort_key
from .catalogue import catalogue, mergers, units

if TYPE_CHECKING:
    from .connection import Hub
_STAMP = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_REPORTS = f"""SELECT unit, seq, hash, at, {_STAMP.format("received_at")}, closed, former FROM hub.closings
  WHERE period = %s AND calendar = %s AND unit = ANY(%s)"""
_SENDERS = f"""SELECT u.unit, coalesce(tip.seq, 0), coalesce(tip.hash, ''),
    coalesce({_STAMP.format("tip.received_at")}, ''), coalesce(last.period, ''),
    EXISTS (SELECT FROM hub.entries AS e WHERE e.period = %s AND e.unit = u.unit AND e.kind = 'close')
  FROM unnest(%s::text[]) AS u (unit)
  LEFT JOIN LATERAL (SELECT seq, hash, received_at FROM hub.entries AS e WHERE e.unit = u.unit
    ORDER BY seq DESC LIMIT 1) AS tip ON true
  LEFT JOIN LATERAL (SELECT period FROM hub.entries AS e WHERE e.unit = u.unit AND e.kind = 'close'
    ORDER BY seq DESC LIMIT 1) AS last ON true"""
MOST_DIGITS = 60


def reports(hub: Hub, period: Period, units: Sequence[Unit]) -> dict[str, Closed]:
    """The closed reports of a period in its calendar, by commune; those reopened are none.

    A ledger that goes on under a new id holds its old rows a second time: such a report counts once, under the old id.
    Raises IntegrityError for a report that thidua did not write.
    """
    names = [unit.id for unit in units]
    rows = hub.execute(_REPORTS.encode(), (period.id, period.calendar.value, names)).fetchall()
    hashes = {(row[0], row[2]) for row in rows}
    return {row[0]: _closed(*row[:6]) for row in rows if row[6] is None or (row[6], row[2]) not in hashes}


def _closed(unit: str, seq: int, hash: str, at: str, received_at: str, kept: Mapping[str, Any]) -> Closed:
    held: dict[str, Held] = {}
    uncoded = []
    try:
        for code, value, upper, lower, verdict, percent, is_stale, comparator, id, name, *_ in kept["indicators"]:
            if code is None:
                uncoded.append((str(id), str(name)))
                continue
            held.setdefault(
                str(code),
                Held(
                    code=str(code),
                    value=_decimal(value),
                    numerator=_decimal(upper),
                    denominator=_decimal(lower),
                    verdict=Verdict(verdict),
                    attainment=_decimal(percent),
                    is_stale=bool(is_stale),
                    is_yes_no=comparator == ONLY_YES_NO,
                ),
            )
        summary = {str(name): int(count) for name, count in kept["summary"].items() if isinstance(count, int)}
    except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
        raise IntegrityError(
            f"báo cáo đã chốt của {unit}, dòng {seq}, không phải do thidua làm ra", hint=f"thidua hub verify {unit}"
        ) from error
    return Closed(unit, seq, hash, at, received_at, summary, held, tuple(uncoded))


def _decimal(text: str | None) -> Decimal | None:
    if text is None:
        return None
    number = Decimal(text)
    if not number.is_finite() or len(text) > MOST_DIGITS:
        raise ValueError(text)
    return number


class Reading(NamedTuple):
    """One look at the hub: a period, the day of the look, and the province asked for (all of them without one)."""

    hub: Hub
    period: Period
    today: date
    province: str | None = None

    def of(self, period: Period) -> Reading:
        """The same look at another period."""
        return self._replace(period=period)

    def senders(self) -> list[Sender]:
        """Every commune and how it stands with the period; silence after its last day is late."""
        own, closed, _ = self._present()
        rows = self.hub.execute(_SENDERS.encode(), (self.period.id, [unit.id for unit in own])).fetchall()
        found = {row[0]: row[1:] for row in rows}
        return [self._sender(unit, closed.get(unit.id), found[unit.id]) for unit in own]

    def _sender(self, unit: Unit, report: Closed | None, row: tuple[Any, ...]) -> Sender:
        seq, hash, received_at, last, was_closed = row
        if report is not None:
            state = State.CLOSED
        elif not seq:
            state = State.NEVER
        elif was_closed:
            state = State.REOPENED
        else:
            state = State.LATE if self.period.last_day < self.today else State.OPEN
        return Sender(unit, state, report, seq, hash, received_at, last)

    def rolled_up(self, *, recast: bool = False) -> RolledUp:
        """The catalogue over the communes' closed reports; with last year's of the communes they are made of."""
        own, closed, succession = self._present()
        rolled = RolledUp(self.period, catalogue(self.hub), own, closed)
        if not recast:
            return rolled
        earlier, everywhere = self.period.a_year_earlier(), units(self.hub)
        before = reports(self.hub, earlier, everywhere)
        made = succession.made_of(everywhere, earlier.last_day, self.period.last_day, before)
        return rolled._replace(before=before, made_of=made)

    def _present(self) -> tuple[list[Unit], dict[str, Closed], Succession]:
        """The communes of the period's last day, or that have closed it all the same, by province and name."""
        listed, succession = units(self.hub, self.province), Succession.of(mergers(self.hub))
        if self.province is not None and not listed:
            known = ", ".join(sorted({one.province for one in units(self.hub)}, key=sort_key))
            raise UsageError(f"kho không có xã nào của tỉnh '{shown(self.province)}'", hint=f"các tỉnh: {known or '–'}")
        closed = reports(self.hub, self.period, listed)
        own = [one for one in listed if one.id in closed or succession.exists(one, self.period.last_day)]
        return sorted(own, key=lambda one: (sort_key(one.province), sort_key(one.name))), closed, succession
