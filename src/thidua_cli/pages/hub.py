"""The province's pages: who has closed, what the communes add up to, who leads, and all of it on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from ..domain.period import Period
from ..domain.plan import PERCENT, Calendar, RollUp
from ..domain.rollup import Closed, Comparison, Entry, Held, Ranked, RolledUp, Sender, State, Total, Unit, parts_of
from ..domain.target import exact_or_cut, round_half_up, round_percent, shortest
from ..render.document import Block, Cell, Charts, Document, Heading, Listing, Paragraph, Point, Series, Table, Tone
from ..vietnamese.numbers import write_moment, write_number
from ..vietnamese.wording import VERDICTS, with_unit
from . import page
from .page import DASH, NONE, Field, Page, field, number_cell, record_of, right, table_of
from .report import TONES, signed_cell

STATUS_SCHEMA, REPORT_SCHEMA, RANK_SCHEMA = "thidua.hub-status/1", "thidua.hub-report/1", "thidua.hub-rank/1"
PLACES = 2
NOTES = (
    "Số xã: số xã có số trong tổng trên số xã phải báo cáo; xã chưa chốt không nằm trong tổng.",
    "Cùng kỳ và so cùng kỳ: chỉ tính trên các xã có đủ số cả hai năm, kể cả của mọi xã cũ đã nhập vào;"
    " xã mới được quy đổi từ các xã cũ theo nghị quyết sắp xếp.",
)
STATES = {
    State.CLOSED: Cell("√ đã chốt", tone=Tone.GOOD),
    State.REOPENED: Cell("↺ đã mở lại, chưa chốt lại", tone=Tone.BAD),
    State.LATE: Cell("× chưa chốt", tone=Tone.BAD),
    State.OPEN: Cell("… kỳ chưa hết", tone=Tone.QUIET),
    State.NEVER: Cell("– chưa gửi lần nào", tone=Tone.BAD),
}


def _title(what: str, period: Period, province: str | None) -> str:
    """The period, with its days where they are not those of its name, and the province unless it is all of them."""
    days = "" if period.calendar is Calendar.CIVIL else f" (kỳ báo cáo {period.start:%d/%m}–{period.last_day:%d/%m/%Y})"
    return f"{what}{period.label}{days}" + (f", {province}" if province else "")


def _head(schema: str, period: Period, province: str | None) -> dict[str, Any]:
    """What every record of the province begins with."""
    named = record_of(period, "id label start last=last_day calendar")
    return {"schema": schema, "period": named, "province": province}


class _Sent(NamedTuple):
    """A commune that sends reports, at its place in the list."""

    number: int
    one: Sender

    @property
    def received(self) -> str:
        """When the province received the report, else the last time that it received anything; empty for never."""
        return self.one.report.received_at if self.one.report else self.one.received_at

    def record(self) -> dict[str, Any]:
        one = self.one
        return {
            **record_of(one, "unit=unit.id name=unit.name province=unit.province state closed_at=report.at"),
            "received_at": self.received or None,
            "ledger": {"seq": one.rows, "chain": one.hash[:32]} if one.rows else None,
            "last_period": one.last_period or None,
        }


STATUS_COLUMNS: Sequence[Field[_Sent]] = (
    right("number", "TT", lambda sent: number_cell(sent.number), counts=True, is_order=True),
    field("unit", "Xã", lambda sent: sent.one.unit.name, wraps=True),
    field("province", "Tỉnh", lambda sent: sent.one.unit.province, rank=4),
    field("state", "Tình hình", lambda sent: STATES[sent.one.state], wraps=True),
    field("closed_at", "Chốt lúc", lambda sent: write_moment(sent.one.report.at) if sent.one.report else NONE, rank=2),
    field("received_at", "Tỉnh nhận lúc", lambda sent: write_moment(sent.received) if sent.received else NONE, rank=1),
    right("rows", "Dòng sổ", lambda sent: Cell(str(sent.one.rows), Decimal(sent.one.rows)), rank=3),
    field("last", "Kỳ chốt gần nhất", lambda sent: sent.one.last_period or NONE, rank=3),
)


def status_page(period: Period, listed: Sequence[Sender], province: str | None) -> Page:
    """Who has closed a period, in the order given."""
    sent = [_Sent(number, one) for number, one in enumerate(listed, start=1)]
    counts = {state: sum(one.state is state for one in listed) for state in State}
    others = ((State.REOPENED, "đã mở lại"), (State.LATE, "chưa chốt"), (State.NEVER, "chưa gửi lần nào"))
    parts = [f"{counts[state]} xã {words}" for state, words in others if counts[state]]
    said = "; ".join([f"{counts[State.CLOSED]}/{len(listed)} xã đã chốt", *parts])
    headline = said if listed else "Chưa khai báo xã nào"
    table = table_of(_told_apart(STATUS_COLUMNS, [one.unit for one in listed]), sent, "unit", "Tình hình chốt")
    blocks = (Paragraph(headline, Tone.STRONG), *((table,) if sent else ()))
    return Page(
        Document(_title("Tình hình chốt số liệu ", period, province), blocks),
        lambda: {
            **_head(STATUS_SCHEMA, period, province),
            "headline": headline,
            "summary": {"units": len(listed), **counts},
            "units": [one.record() for one in sent],
        },
    )


def _told_apart(fields: Sequence[Field[page.T]], units: Iterable[Unit]) -> Sequence[Field[page.T]]:
    """Without the column of provinces where all rows are of one."""
    return fields if len({unit.province for unit in units}) > 1 else page.without(fields, "province")


class _Line(NamedTuple):
    """A code of the catalogue in the sum of some communes, at its place, with last year where it is asked for."""

    number: int
    entry: Entry
    total: Total
    compared: Comparison | None

    @property
    def is_added(self) -> bool:
        return self.entry.roll_up is not RollUp.NONE

    def figure(self) -> Cell:
        """What it adds up to; for what is not added, how many communes have reached their target."""
        if not self.is_added:
            return Cell(_reached(self.total, " xã đạt"))
        return _figure_cell(self.entry, self.total.exact, Tone.STRONG)

    def notes(self) -> Iterable[str]:
        total, roll_up = self.total, self.entry.roll_up
        if total.stale:
            yield f"{total.stale} xã theo số liệu cũ"
        if total.left_out and roll_up is RollUp.RATE:
            yield f"{total.left_out} xã chỉ có tỷ lệ, không có tử số và mẫu số nên không cộng"
        elif total.left_out and roll_up is RollUp.WEIGHTED:
            yield f"{total.left_out} xã không có {self.entry.weight} làm quyền số nên không cộng"
        if self.compared is not None and roll_up is RollUp.NONE:
            yield "cùng kỳ không quy đổi được"
        elif self.compared is not None and self.compared.olds:
            yield f"cùng kỳ quy đổi từ {self.compared.olds} xã cũ"

    def record(self) -> dict[str, Any]:
        total = self.total
        parts = bool(total.communes) and self.entry.roll_up is not RollUp.SUM
        return {
            **record_of(self.entry, "code name unit roll_up"),
            "value": total.exact,
            "numerator": total.upper if parts else None,
            "denominator": total.lower if parts else None,
            **record_of(total, "communes of stale left_out reached judged"),
            **_last_year(self.entry, self.compared),
        }


TOTAL_COLUMNS: Sequence[Field[_Line]] = (
    right("number", "TT", lambda line: number_cell(line.number), counts=True, is_order=True),
    field("name", "Chỉ tiêu", lambda line: line.entry.name, wraps=True),
    field("code", "Mã", lambda line: line.entry.code, rank=3, is_typed=True),
    field("unit", "ĐVT", lambda line: line.entry.unit, rank=2),
    right("actual", "Thực hiện", lambda line: line.figure()),
    right("before", "Cùng kỳ", lambda one: _figure_cell(one.entry, one.compared and one.compared.before.exact), rank=1),
    right("change", "So cùng kỳ", lambda line: _change_text(line.entry, line.compared), rank=1),
    right("communes", "Số xã", lambda one: f"{one.total.communes}/{one.total.of}" if one.is_added else NONE, rank=1),
    right("reached", "Xã đạt", lambda line: _reached(line.total), rank=2),
    field("note", "Ghi chú", lambda line: "; ".join(line.notes()), wraps=True, rank=4),
)


def _reached(total: Total, what: str = "") -> str:
    return f"{total.reached}/{total.judged}{what}" if total.judged else NONE


def _of_years(fields: Sequence[Field[page.T]], rolled: RolledUp) -> Sequence[Field[page.T]]:
    """Without the columns of last year where it is not asked for."""
    return fields if rolled.before is not None else page.without(fields, "before", "change")


def report_page(rolled: RolledUp, province: str | None, *, by_commune: bool = False) -> Page:
    """What the closed reports add up to: the whole, each province where there are several, each commune if wanted."""
    headline = f"{_closed(rolled)}; cộng {len(rolled.entries)} chỉ tiêu của danh mục từ báo cáo đã chốt"
    blocks: list[Block] = [Paragraph(headline, Tone.STRONG), Listing(NOTES[: 1 if rolled.before is None else 2])]
    blocks.append(_total_table(rolled, rolled.units, "Tổng hợp"))
    if len(rolled.provinces()) > 1:
        for name, units in rolled.provinces().items():
            blocks += [Heading(name, 2), _total_table(rolled, units, name)]
    if by_commune:
        blocks += [block for unit in rolled.units for block in _commune_blocks(rolled, unit)]
    lines = (
        f"{name} ({id}): {count} xã" if name else f"mã {id} không có trong danh mục: {count} xã"
        for (id, name), count in _uncoded(rolled).items()
    )
    blocks += page.listing("Chưa có mã trong danh mục nên không cộng", lines)
    return Page(
        Document(_title("Tổng hợp chỉ tiêu ", rolled.period, province), tuple(blocks)),
        lambda: {
            **_head(REPORT_SCHEMA, rolled.period, province),
            "recast": rolled.before is not None,
            "communes": {"units": len(rolled.units), "closed": len(rolled.now)},
            "indicators": [line.record() for line in _lines(rolled, rolled.units)],
            "by_province": [
                {"province": name, "indicators": [line.record() for line in _lines(rolled, units)]}
                for name, units in rolled.provinces().items()
            ],
            "by_unit": [_unit_record(rolled, unit) for unit in rolled.units],
            "without_code": [
                {"id": id, "name": name or None, "communes": count} for (id, name), count in _uncoded(rolled).items()
            ],
        },
    )


def _closed(rolled: RolledUp) -> str:
    return f"{len(rolled.now)}/{len(rolled.units)} xã đã chốt"


def _lines(rolled: RolledUp, units: Sequence[Unit]) -> list[_Line]:
    numbered = enumerate(rolled.entries, start=1)
    return [_Line(number, one, rolled.total(one, units), rolled.compare(one, units)) for number, one in numbered]


def _total_table(rolled: RolledUp, units: Sequence[Unit], name: str) -> Table:
    return table_of(_of_years(TOTAL_COLUMNS, rolled), _lines(rolled, units), "name", name)


def _figure_cell(entry: Entry, exact: Fraction | None, tone: Tone = Tone.PLAIN) -> Cell:
    """A sum with all its places; a rate or a mean half-up to two."""
    if exact is None:
        return DASH
    return number_cell(exact_or_cut(exact) if entry.roll_up is RollUp.SUM else round_half_up(exact, PLACES), tone)


def _change_text(entry: Entry, compared: Comparison | None) -> str:
    """`102,1%` of last year for amounts, `+1,2 điểm %` for rates, and of how many communes: `(3 xã)`."""
    if compared is None or not compared.communes:
        return NONE
    text = None
    if entry.roll_up is RollUp.RATE or entry.unit == PERCENT:
        text = compared.difference is not None and signed_cell(compared.difference, PERCENT).text
    elif compared.ratio is not None:
        text = f"{write_number(round_percent(compared.ratio))}%"
    return f"{text} ({compared.communes} xã)" if text else NONE


class _HeldLine(NamedTuple):
    """What one commune's closed report says of a code of the catalogue."""

    rolled: RolledUp
    unit: Unit
    entry: Entry
    held: Held
    compared: Comparison | None

    def notes(self) -> Iterable[str]:
        if self.held.is_stale:
            yield "theo số liệu cũ"
        if self.compared is not None and (recast := _recast_text(self.rolled, self.entry, self.unit, self.compared)):
            yield recast

    def record(self) -> dict[str, Any]:
        words = "code value numerator denominator verdict stale=is_stale"
        return record_of(self.held, words) | _last_year(self.entry, self.compared)


COMMUNE_COLUMNS: Sequence[Field[_HeldLine]] = (
    field("name", "Chỉ tiêu", lambda line: line.entry.name, wraps=True),
    field("unit", "ĐVT", lambda line: line.entry.unit, rank=2),
    right("actual", "Thực hiện", lambda line: _held_cell(line.held)),
    right("before", "Cùng kỳ", lambda one: _figure_cell(one.entry, one.compared and one.compared.before.exact), rank=1),
    right("change", "So cùng kỳ", lambda line: _change_text(line.entry, line.compared).removesuffix(" (1 xã)"), rank=1),
    field("verdict", "Đánh giá", lambda line: _verdict_cell(line.held)),
    field("note", "Ghi chú", lambda line: "; ".join(line.notes()), wraps=True, rank=3),
)


def _commune_blocks(rolled: RolledUp, unit: Unit) -> list[Block]:
    """One commune under its heading: what its closed report says of the catalogue, with last year where asked for."""
    report = rolled.now.get(unit.id)
    if report is None:
        return [Heading(unit.name, 2), Paragraph("Chưa chốt kỳ này.")]
    head = Paragraph(f"Chốt lúc {write_moment(report.at)}, dòng sổ {report.seq}, mã {report.hash[:32]}.")
    lines = _held_lines(rolled, unit, report)
    table = table_of(_of_years(COMMUNE_COLUMNS, rolled), lines, "name", unit.name)
    return [Heading(unit.name, 2), head, *([table] if lines else [])]


def _held_lines(rolled: RolledUp, unit: Unit, report: Closed) -> list[_HeldLine]:
    held = [(one, report.held[one.code]) for one in rolled.entries if one.code in report.held]
    return [_HeldLine(rolled, unit, entry, one, rolled.compare(entry, [unit])) for entry, one in held]


def _verdict_cell(held: Held) -> Cell:
    return Cell(VERDICTS[held.verdict], tone=TONES[held.verdict])


def _held_cell(held: Held) -> Cell:
    """A commune's actual as it was frozen, a rate with its two parts."""
    if held.value is None:
        return DASH
    if held.is_yes_no:
        return Cell("đạt" if held.value else "chưa đạt")
    if held.numerator is None:
        return number_cell(held.value)
    value = shortest(held.value, PLACES)
    parts = f"{write_number(held.numerator)}/{write_number(held.denominator or Decimal(0))}"
    return Cell(f"{write_number(value)} ({parts})", value)


def _recast_text(rolled: RolledUp, entry: Entry, unit: Unit, compared: Comparison) -> str:
    """Where a commune's last year comes from: `quy đổi từ 3 xã cũ`, or why there is none."""
    origins = rolled.made_of.get(unit.id, ())
    is_recast = any((old, share) != (unit.id, Decimal(1)) for old, share in origins)
    if entry.roll_up is RollUp.NONE and is_recast:
        return "cùng kỳ không quy đổi được"
    if compared.communes:
        return f"cùng kỳ quy đổi từ {compared.olds} xã cũ" if compared.olds else ""
    before = rolled.before or {}
    lacking = [old for old, _ in origins if old not in before or parts_of(entry, before[old].held) is None]
    return f"cùng kỳ thiếu số của {len(lacking)}/{len(origins)} xã cũ" if is_recast and lacking else ""


def _uncoded(rolled: RolledUp) -> dict[tuple[str, str], int]:
    known = {entry.code for entry in rolled.entries}
    found: Counter[tuple[str, str]] = Counter()
    for report in rolled.now.values():
        found.update([*report.uncoded, *((code, "") for code in report.held if code not in known)])
    return dict(sorted(found.items()))


def _last_year(entry: Entry, compared: Comparison | None) -> dict[str, Any]:
    if compared is None:
        return {}
    reason = None if compared.communes else "not-recast" if entry.roll_up is RollUp.NONE else "no-history"
    return {
        "last_year": {
            **record_of(compared, "value=before.exact value_now=now.exact"),
            "index": None if compared.ratio is None else round_percent(compared.ratio),
            **record_of(compared, "difference communes recast_from=olds"),
            "reason": reason,
        }
    }


def _unit_record(rolled: RolledUp, unit: Unit) -> dict[str, Any]:
    report = rolled.now.get(unit.id)
    return {
        **record_of(unit, "unit=id name province"),
        "closed": report is not None,
        "ledger": report and {"seq": report.seq, "chain": report.hash[:32]},
        "received_at": report and report.received_at,
        "indicators": [line.record() for line in _held_lines(rolled, unit, report)] if report else [],
    }


class League(NamedTuple):
    """Communes in order; by one code of the catalogue where `entry` is given, by its attainment or by its value."""

    table: Sequence[Ranked]
    entry: Entry | None = None
    by_attainment: bool = False


class _Place(NamedTuple):
    """A commune's place in the league table, and its closed report."""

    rank: int | None
    unit: Unit
    report: Closed | None
    entry: Entry | None

    @property
    def held(self) -> Held | None:
        return self.report.held.get(self.entry.code) if self.report and self.entry else None

    def count(self, *verdicts: str) -> int:
        return sum(self.report.summary.get(verdict, 0) for verdict in verdicts) if self.report else 0

    @property
    def percent(self) -> Decimal | None:
        counted = self.count("counted")
        return round_percent(Fraction(self.count("exceeded", "met") * 100, counted)) if counted else None

    @property
    def exceeded(self) -> int | None:
        return self.count("exceeded") if self.count("counted") else None

    def actual_cell(self) -> Cell:
        if self.report is None:
            return page.quiet("chưa chốt")
        if self.entry:
            return _held_cell(self.held) if self.held else DASH
        return DASH if self.percent is None else Cell(f"{self.count('exceeded', 'met')}/{self.count('counted')}")

    def record(self) -> dict[str, Any]:
        head = record_of(self, "rank unit=unit.id name=unit.name province=unit.province")
        head["closed"] = self.report is not None
        if self.entry is None:
            counts = self.report.summary if self.report else {}
            return head | {name: counts.get(name) for name in ("counted", "exceeded", "met")}
        return head | record_of(self.held, "value attainment verdict")


_FIRST: Sequence[Field[_Place]] = (
    right("rank", "Hạng", lambda place: number_cell(place.rank, Tone.STRONG), is_order=True),
    field("unit", "Xã", lambda place: place.unit.name, wraps=True),
    field("province", "Tỉnh", lambda place: place.unit.province, rank=3),
)
RANK_COLUMNS: Sequence[Field[_Place]] = (
    *_FIRST,
    right("reached", "Đạt và vượt", _Place.actual_cell),
    right("percent", "Tỷ lệ %", lambda place: number_cell(place.percent)),
    right("exceeded", "Vượt", lambda place: number_cell(place.exceeded), rank=1),
    field("bar", "Mức đạt", lambda place: page.bar_cell(place.percent), rank=4),
)
INDICATOR_COLUMNS: Sequence[Field[_Place]] = (
    *_FIRST,
    right("actual", "Thực hiện", _Place.actual_cell),
    right("attainment", "Mức đạt %", lambda place: number_cell(place.held and place.held.attainment), rank=1),
    field("verdict", "Đánh giá", lambda place: _verdict_cell(place.held) if place.held else DASH),
)


def rank_page(rolled: RolledUp, league: League, province: str | None) -> Page:
    """The league table of communes; those that have not closed stand last, without a rank."""
    by_id = {unit.id: unit for unit in rolled.units}
    places = [_Place(one.rank, by_id[one.unit], rolled.now.get(one.unit), league.entry) for one in league.table]
    first = ", ".join(place.unit.name for place in places if place.rank == 1)
    headline = f"Dẫn đầu: {first}; {_closed(rolled)}" if first else f"Chưa xếp hạng được xã nào; {_closed(rolled)}"
    columns = _told_apart(INDICATOR_COLUMNS if league.entry else RANK_COLUMNS, [place.unit for place in places])
    table = table_of(columns, places, "unit", "Xếp hạng")
    blocks = (Paragraph(headline, Tone.STRONG), Listing((_rank_note(league),)), table)
    what = f" theo {league.entry.name}" if league.entry else ""
    return Page(
        Document(_title(f"Xếp hạng các xã{what}, ", rolled.period, province), blocks),
        lambda: {
            **_head(RANK_SCHEMA, rolled.period, province),
            "indicator": league.entry and league.entry.code,
            "by": "verdicts" if league.entry is None else "attainment" if league.by_attainment else "value",
            "units": [place.record() for place in places],
        },
    )


def _rank_note(league: League) -> str:
    if league.entry is None:
        return "Xếp theo tỷ lệ chỉ tiêu đạt và vượt trên số được tính, rồi tỷ lệ vượt; bằng nhau thì đồng hạng."
    if league.by_attainment:
        return "Xếp theo mức đạt so với chỉ tiêu được giao của từng xã; bằng nhau thì đồng hạng."
    end = "thấp hơn" if league.entry.better.value == "lower" else "cao hơn"
    return f"Có xã không tính được mức đạt nên xếp theo giá trị, {end} thì đứng trước; bằng nhau thì đồng hạng."


def province_page(
    listed: Sequence[Sender], rolled: RolledUp, league: League, months: Sequence[RolledUp], province: str | None
) -> Page:
    """One page for people: who has reported, the league table, what it adds up to, the year's course, each commune."""
    report = report_page(rolled, province)
    blocks: list[Block] = [Heading("Ai đã báo cáo"), *status_page(rolled.period, listed, province).document.blocks]
    blocks += [Heading("Xếp hạng"), *rank_page(rolled, league, province).document.blocks]
    blocks += [Heading("Tổng hợp"), *report.document.blocks, *_course(months), Heading("Từng xã")]
    blocks += [block for unit in rolled.units for block in _commune_blocks(rolled, unit)]
    return Page(Document(_title("Thi đua các xã, ", rolled.period, province), tuple(blocks)), report.told)


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
            value = _figure_cell(entry, exact).value or Decimal(0)
            along = round_half_up(Fraction(month.period.number - 1, 11), PLACES * 2)
            points.append(Point(along, value, month.period.label, with_unit(write_number(value), entry.unit)))
    return Series(entry.name, entry.unit, tuple(points)) if len(points) > 1 else None
