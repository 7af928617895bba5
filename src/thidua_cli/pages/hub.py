"""The province's other pages: who has closed, who leads, and all of it on one page for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from ..domain.period import Period
from ..domain.rollup import Closed, Entry, Ranked, RolledUp, Sender, State, Unit
from ..domain.rounding import round_half_up, round_percent
from ..render.document import (
    Align,
    Block,
    Cell,
    Charts,
    Column,
    Document,
    Heading,
    Listing,
    Paragraph,
    Point,
    Row,
    Series,
    Table,
    Tone,
)
from ..vietnamese.dates import write_moment
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.wording import VERDICTS, with_unit
from .hub_report import PLACES, commune_blocks, figure_cell, head_record, held_cell, named, place_of, report_page
from .page import NONE, Page
from .report import TONES

STATUS_SCHEMA, RANK_SCHEMA = "thidua.hub-status/1", "thidua.hub-rank/1"
STATES = {
    State.CLOSED: ("√ đã chốt", Tone.GOOD),
    State.REOPENED: ("↺ đã mở lại, chưa chốt lại", Tone.BAD),
    State.LATE: ("× chưa chốt", Tone.BAD),
    State.OPEN: ("… kỳ chưa hết", Tone.QUIET),
    State.NEVER: ("– chưa gửi lần nào", Tone.BAD),
}
STATUS_COLUMNS = (
    Column("number", "TT", Align.RIGHT, counts=True, is_order=True),
    Column("unit", "Xã", wraps=True),
    Column("province", "Tỉnh", rank=4),
    Column("state", "Tình hình", wraps=True),
    Column("closed_at", "Chốt lúc", rank=2),
    Column("received_at", "Tỉnh nhận lúc", rank=1),
    Column("rows", "Dòng sổ", Align.RIGHT, rank=3),
    Column("last", "Kỳ chốt gần nhất", rank=3),
)


def status_page(period: Period, listed: Sequence[Sender], province: str | None) -> Page:
    """Who has closed a period, in the order given."""
    table = _told_apart(Table(STATUS_COLUMNS, tuple(_status_rows(listed)), label_key="unit", name="Tình hình chốt"))
    blocks = (Paragraph(_status_headline(listed), Tone.STRONG), *((table,) if listed else ()))
    return Page(
        Document(f"Tình hình chốt số liệu {named(period)}{place_of(province)}", blocks),
        lambda: _status_record(period, listed, province),
    )


def _status_headline(listed: Sequence[Sender]) -> str:
    if not listed:
        return "Chưa khai báo xã nào"
    counts = {state: sum(one.state is state for one in listed) for state in State}
    parts = [f"{counts[State.CLOSED]}/{len(listed)} xã đã chốt"]
    for state, word in ((State.REOPENED, "đã mở lại"), (State.LATE, "chưa chốt"), (State.NEVER, "chưa gửi lần nào")):
        if counts[state]:
            parts.append(f"{counts[state]} xã {word}")
    return "; ".join(parts)


def _status_rows(listed: Sequence[Sender]) -> Iterable[Row]:
    for number, one in enumerate(listed, start=1):
        word, tone = STATES[one.state]
        received = one.report.received_at if one.report else one.received_at
        texts = (
            Cell(str(number), Decimal(number)),
            Cell(one.unit.name),
            Cell(one.unit.province),
            Cell(word, tone=tone),
            Cell(write_moment(one.report.at) if one.report else NONE),
            Cell(write_moment(received) if received else NONE),
            Cell(str(one.rows), Decimal(one.rows)),
            Cell(one.last_period or NONE),
        )
        yield Row(texts)


def _status_record(period: Period, listed: Sequence[Sender], province: str | None) -> dict[str, Any]:
    counts = {state.value: sum(one.state is state for one in listed) for state in State}
    return head_record(STATUS_SCHEMA, period, province) | {
        "headline": _status_headline(listed),
        "summary": {"units": len(listed)} | counts,
        "units": [
            {
                "unit": one.unit.id,
                "name": one.unit.name,
                "province": one.unit.province,
                "state": one.state.value,
                "closed_at": one.report.at if one.report else None,
                "received_at": (one.report.received_at if one.report else one.received_at) or None,
                "ledger": {"seq": one.rows, "chain": one.hash[:32]} if one.rows else None,
                "last_period": one.last_period or None,
            }
            for one in listed
        ],
    }


RANK_COLUMNS = (
    Column("rank", "Hạng", Align.RIGHT, is_order=True),
    Column("unit", "Xã", wraps=True),
    Column("province", "Tỉnh", rank=3),
    Column("reached", "Đạt và vượt", Align.RIGHT),
    Column("percent", "Tỷ lệ %", Align.RIGHT),
    Column("exceeded", "Vượt", Align.RIGHT, rank=1),
    Column("bar", "Mức đạt", rank=4),
)
INDICATOR_COLUMNS = (
    Column("rank", "Hạng", Align.RIGHT, is_order=True),
    Column("unit", "Xã", wraps=True),
    Column("province", "Tỉnh", rank=3),
    Column("actual", "Thực hiện", Align.RIGHT),
    Column("attainment", "Mức đạt %", Align.RIGHT, rank=1),
    Column("verdict", "Đánh giá"),
)


class League(NamedTuple):
    """Communes in order; by one code of the catalogue where `entry` is given, by its attainment or by its value."""

    table: Sequence[Ranked]
    entry: Entry | None = None
    by_attainment: bool = False


def rank_page(rolled: RolledUp, league: League, province: str | None) -> Page:
    """The league table of communes; those that have not closed stand last, without a rank."""
    by_id = {unit.id: unit for unit in rolled.units}
    blocks = (Paragraph(_rank_headline(rolled, league, by_id), Tone.STRONG), Listing(tuple(_rank_notes(league))))
    what = f" theo {league.entry.name}" if league.entry else ""
    return Page(
        Document(
            f"Xếp hạng các xã{what}, {named(rolled.period)}{place_of(province)}",
            (*blocks, _league(rolled, league, by_id)),
        ),
        lambda: _rank_record(rolled, league, by_id, province),
    )


def _league(rolled: RolledUp, league: League, by_id: Mapping[str, Unit]) -> Table:
    rows = []
    for one in league.table:
        unit, report = by_id[one.unit], rolled.now.get(one.unit)
        first = Cell(NONE, tone=Tone.QUIET) if one.rank is None else Cell(str(one.rank), Decimal(one.rank), Tone.STRONG)
        cells = _indicator_cells(report, league.entry) if league.entry else _verdict_cells(report)
        rows.append(Row((first, Cell(unit.name), Cell(unit.province), *cells)))
    columns = INDICATOR_COLUMNS if league.entry else RANK_COLUMNS
    return _told_apart(Table(columns, tuple(rows), label_key="unit", name="Xếp hạng"))


def _told_apart(table: Table) -> Table:
    """Without the column of provinces where all rows are of one."""
    place = next(place for place, column in enumerate(table.columns) if column.key == "province")
    if len({row.cells[place].text for row in table.rows}) > 1:
        return table
    rows = (row._replace(cells=row.cells[:place] + row.cells[place + 1 :]) for row in table.rows)
    return table._replace(columns=table.columns[:place] + table.columns[place + 1 :], rows=tuple(rows))


def _verdict_cells(report: Closed | None) -> list[Cell]:
    counted = report.summary.get("counted", 0) if report else 0
    if report is None or not counted:
        return [
            Cell("chưa chốt" if report is None else NONE, tone=Tone.QUIET),
            *(Cell(NONE, tone=Tone.QUIET),) * 2,
            Cell(),
        ]
    exceeded = report.summary.get("exceeded", 0)
    reached = exceeded + report.summary.get("met", 0)
    percent = round_percent(Fraction(reached * 100, counted))
    return [
        Cell(f"{reached}/{counted}"),
        Cell(write_number(percent), percent),
        Cell(str(exceeded), Decimal(exceeded)),
        Cell("", fraction=percent / 100),
    ]


def _indicator_cells(report: Closed | None, entry: Entry) -> list[Cell]:
    held = report.held.get(entry.code) if report else None
    if held is None:
        return [Cell("chưa chốt" if report is None else NONE, tone=Tone.QUIET), *(Cell(NONE, tone=Tone.QUIET),) * 2]
    percent = Cell(NONE) if held.attainment is None else Cell(write_number(held.attainment), held.attainment)
    return [held_cell(held), percent, Cell(VERDICTS[held.verdict], tone=TONES[held.verdict])]


def _rank_headline(rolled: RolledUp, league: League, by_id: Mapping[str, Unit]) -> str:
    first = [by_id[one.unit].name for one in league.table if one.rank == 1]
    closed = f"{len(rolled.now)}/{len(rolled.units)} xã đã chốt"
    return f"Dẫn đầu: {', '.join(first)}; {closed}" if first else f"Chưa xếp hạng được xã nào; {closed}"


def _rank_notes(league: League) -> Iterable[str]:
    if league.entry is None:
        yield "Xếp theo tỷ lệ chỉ tiêu đạt và vượt trên số được tính, rồi tỷ lệ vượt; bằng nhau thì đồng hạng."
    elif league.by_attainment:
        yield "Xếp theo mức đạt so với chỉ tiêu được giao của từng xã; bằng nhau thì đồng hạng."
    else:
        end = "thấp hơn" if league.entry.better.value == "lower" else "cao hơn"
        yield f"Có xã không tính được mức đạt nên xếp theo giá trị, {end} thì đứng trước; bằng nhau thì đồng hạng."


def _rank_record(rolled: RolledUp, league: League, by_id: Mapping[str, Unit], province: str | None) -> dict[str, Any]:
    by = "verdicts" if league.entry is None else "attainment" if league.by_attainment else "value"
    return head_record(RANK_SCHEMA, rolled.period, province) | {
        "indicator": league.entry.code if league.entry else None,
        "by": by,
        "units": [_ranked_record(rolled, league, one, by_id[one.unit]) for one in league.table],
    }


def _ranked_record(rolled: RolledUp, league: League, one: Ranked, unit: Unit) -> dict[str, Any]:
    report = rolled.now.get(unit.id)
    record: dict[str, Any] = {"rank": one.rank, "unit": unit.id, "name": unit.name, "province": unit.province}
    record |= {"closed": report is not None}
    if league.entry is None:
        counts = report.summary if report else {}
        return record | {name: counts.get(name) for name in ("counted", "exceeded", "met")}
    held = report.held.get(league.entry.code) if report else None
    return record | {
        "value": None if held is None or held.value is None else machine_number(held.value),
        "attainment": None if held is None or held.attainment is None else machine_number(held.attainment),
        "verdict": held.verdict.value if held else None,
    }


def province_page(
    listed: Sequence[Sender], rolled: RolledUp, league: League, months: Sequence[RolledUp], province: str | None
) -> Page:
    """One page for people: who has reported, the league table, what it adds up to, the year's course, each commune."""
    senders, report = status_page(rolled.period, listed, province).document, report_page(rolled, province)
    rank = rank_page(rolled, league, province).document
    blocks: list[Block] = [Heading("Ai đã báo cáo"), *senders.blocks, Heading("Xếp hạng"), *rank.blocks]
    blocks += [Heading("Tổng hợp"), *report.document.blocks]
    blocks += _course(months)
    blocks.append(Heading("Từng xã"))
    for unit in rolled.units:
        blocks += commune_blocks(rolled, unit)
    return Page(Document(f"Thi đua các xã, {named(rolled.period)}{place_of(province)}", tuple(blocks)), report.record)


def _course(months: Sequence[RolledUp]) -> list[Block]:
    """Each code over the months of the year, always over the same communes: those that have closed all of them."""
    shown = [month for month in months if month.now]
    same = [unit for unit in shown[-1].units if all(unit.id in month.now for month in shown)] if shown else []
    series = tuple(one for entry in (shown[-1].entries if same else ()) if (one := _series(entry, shown, same)))
    caption = f"Các tháng đã chốt của năm {shown[-1].period.year}, {len(same)} xã đã chốt đủ" if shown else ""
    return [Heading("Diễn biến trong năm"), Charts(caption, series)] if series else []


def _series(entry: Entry, months: Sequence[RolledUp], units: Sequence[Unit]) -> Series | None:
    points = []
    for month in months:
        exact = month.total(entry, units).exact
        if exact is not None:
            value = figure_cell(entry, exact).value or Decimal(0)
            along = round_half_up(Fraction(month.period.number - 1, 11), PLACES * 2)
            points.append(Point(along, value, month.period.label, with_unit(write_number(value), entry.unit)))
    return Series(entry.name, entry.unit, tuple(points)) if len(points) > 1 else None
