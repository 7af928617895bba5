"""The main table: Scorecard → Document, in the columns and words of published reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...domain.attainment import Verdict
from ...domain.plan import Calendar
from ...domain.scorecard import Scorecard, Standing
from ...named_tuple import NamedTuple
from ...vietnamese.dates import write_date, write_moment
from ...vietnamese.wording import (
    CALENDARS,
)
from ..document import Block, Document, Paragraph, Tone
from .report_table import report_table

OTHERS_IN_HEADLINE = (
    (Verdict.WITHIN, "trong mức"),
    (Verdict.MISSED, "không đạt"),
    (Verdict.NOT_YET, "chưa đạt"),
    (Verdict.NOT_DUE, "chưa đến kỳ"),
    (Verdict.NO_DATA, "chưa có số liệu"),
)


class Closed(NamedTuple):
    """That a report's period is closed: the row that closed it, when, and by whom."""

    seq: int
    at: str
    actor: str


class Origin(NamedTuple):
    """Where a report's figures come from: the plan file's revision, the ledger's tip, "as known at"; and if closed."""

    revision: str
    seq: int
    chain: str
    as_known: str | None = None
    closed: Closed | None = None


class Selection(NamedTuple):
    """Which rows a table shows; counts and headline never depend on it."""

    section: str | None = None
    verdicts: tuple[Verdict, ...] = ()

    def shows(self, standing: Standing) -> bool:
        """Whether a row is shown."""
        if self.section is not None and standing.row.section.id != self.section:
            return False
        return not self.verdicts or standing.verdict in self.verdicts


EVERYTHING = Selection()


def report_page(
    card: Scorecard, origin: Origin, selection: Selection = EVERYTHING, outside: Sequence[str] = ()
) -> Document:
    """The report as a document; `outside` are ids that have figures but are not in the plan."""
    shown = [standing for standing in card.standings if selection.shows(standing)]
    blocks: list[Block] = [
        Paragraph(headline(card), Tone.STRONG),
        Paragraph(coverage(card)),
        report_table(card, shown),
        *outside_line(outside),
    ]
    return Document(
        title=title(card),
        blocks=tuple(blocks),
        closing=(anchor(origin),),
        record=lambda: _record(card, origin, shown),
        facts=lambda: _facts(card),
    )


def _record(card: Scorecard, origin: Origin, shown: Sequence[Standing]) -> Mapping[str, Any]:
    from .report_record import report_record

    return report_record(card, origin_record(origin), headline(card), shown)


def _facts(card: Scorecard) -> Mapping[str, str]:
    from .facts import facts_of

    return facts_of(card, headline(card))


def outside_line(outside: Sequence[str]) -> tuple[Paragraph, ...]:
    """A line that names ids which have figures but stand in no row of the plan; nothing when there are none."""
    return (Paragraph("Có số liệu ngoài kế hoạch: " + ", ".join(outside), Tone.FAIR),) if outside else ()


def title(card: Scorecard) -> str:
    """`Thi đua xã Đắk La – tháng 6 năm 2024 (đến ngày 30/06/2024)`."""
    return f"Thi đua {card.plan.unit.name} – {period_label(card)}"


def period_label(card: Scorecard) -> str:
    """The period with its cut-off, and its calendar where that is not the civil one."""
    window = card.window
    calendar = f", {CALENDARS[window.period.calendar]}" if window.period.calendar is not Calendar.CIVIL else ""
    return f"{window.period.label} (số liệu đến ngày {write_date(window.cutoff)}{calendar})"


def headline(card: Scorecard) -> str:
    """`22/24 chỉ tiêu đạt và vượt, trong đó 9 vượt, 13 đạt; 2 không đạt: …` – counted indicators only."""
    counts = card.counts()
    exceeded, met = counts[Verdict.EXCEEDED], counts[Verdict.MET]
    text = f"{exceeded + met}/{card.counted} chỉ tiêu đạt và vượt, trong đó {exceeded} vượt, {met} đạt"
    for verdict, words in OTHERS_IN_HEADLINE:
        if counts[verdict]:
            text += f"; {counts[verdict]} {words}"
            if verdict is Verdict.MISSED:
                text += ": " + ", ".join(standing.indicator.name for standing in card.of(verdict))
    return text


def coverage(card: Scorecard) -> str:
    """`12/18 chỉ tiêu có số liệu`."""
    return f"{card.with_figures}/{card.counted} chỉ tiêu có số liệu"


def anchor(origin: Origin) -> str:
    """The last line of every report: the ledger's tip, by which paper proves the figures later."""
    tip = f"Sổ số liệu: dòng {origin.seq}, mã {origin.chain}"
    check = f" (đối chiếu: thidua verify --against {origin.seq}:{origin.chain})" if origin.seq else " (sổ trống)"
    known = f"; như sổ ghi đến {write_moment(origin.as_known)}" if origin.as_known else ""
    return closed_text(origin.closed) + tip + check + known


def closed_text(closed: Closed | None) -> str:
    """`Kỳ đã chốt ngày 05/07/2024 (dòng 7). `, on the anchor's line since both may move while no figure does."""
    return f"Kỳ đã chốt ngày {write_moment(closed.at)[:10]} (dòng {closed.seq}). " if closed else ""


def closed_record(closed: Closed | None) -> dict[str, object] | None:
    """The same for machines; None for a period that is open."""
    return {"seq": closed.seq, "at": closed.at, "by": closed.actor} if closed else None


def origin_record(origin: Origin) -> dict[str, object]:
    """The same for machines."""
    return {
        "revision": origin.revision,
        "as_known": origin.as_known,
        "ledger": {"seq": origin.seq, "chain": origin.chain},
        "closed": closed_record(origin.closed),
    }
