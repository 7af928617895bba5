"""The province's pages: who has closed, what the communes add up to, who leads, and all of it on one page."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from ..domain import rollup
from ..domain.attainment import ranked
from ..domain.period import Period
from ..domain.plan import PERCENT, Better, Calendar, RollUp
from ..domain.rollup import Closed, Comparison, Entry, Held, RolledUp, Sender, State, Total, Unit
from ..domain.target import exact_or_cut, round_half_up, round_percent, shortest
from ..errors import UsageError
from ..render.document import Block, Cell, Charts, Document, Heading, Listing, Paragraph, Point, Series, Tone
from ..vietnamese.numbers import write_moment, write_number
from ..vietnamese.text import sanitise, sort_key
from ..vietnamese.wording import VERDICTS, with_unit
from . import page
from .page import DASH, NONE, Field, Page, field, number_cell, record_of, right, table_of
from .report import TONES, signed_cell

PLACES = 2
VERDICT_CELLS = {verdict: Cell(said, tone=TONES[verdict]) for verdict, said in VERDICTS.items()}
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


def _page(
    kind: str, title: str, period: Period, province: str | None, blocks: Sequence[Block], told: Callable[[], Any]
) -> Page:
    """A page about a period, with its days where they are not those of its name, and a province or all of them;
    `told` gives what its record holds besides."""
    days = "" if period.calendar is Calendar.CIVIL else f" (kỳ báo cáo {period.start:%d/%m}–{period.last_day:%d/%m/%Y})"
    title += f"{period.label}{days}" + (f", {province}" if province else "")
    head = {"period": record_of(period, "id label start last=last_day calendar"), "province": province}
    return Page(Document(title, tuple(blocks)), lambda: {"schema": f"thidua.hub-{kind}/1", **head, **told()})


def _state_cell(one: Sender) -> Cell:
    cell = STATES[one.state]
    return cell._replace(text=f"{cell.text} (đã chốt với --calendar {one.elsewhere})") if one.elsewhere else cell


SENDER_WORDS = """unit=unit.id name=unit.name province=unit.province state closed_at=report.at received_at?
    ledger(seq chain) last_period?"""
NUMBER: Field[int] = right("number", "TT", number_cell, counts=True, is_order=True)
STATUS_COLUMNS: Sequence[Field[Sender]] = (
    field("unit", "Xã", lambda one: one.unit.name, wraps=True),
    field("province", "Tỉnh", lambda one: one.unit.province, rank=4),
    field("state", "Tình hình", _state_cell, wraps=True),
    field("closed_at", "Chốt lúc", lambda one: write_moment(one.report.at) if one.report else NONE, rank=2),
    field("received_at", "Tỉnh nhận lúc", lambda one: write_moment(at) if (at := one.received_at) else NONE, rank=1),
    right("rows", "Dòng sổ", lambda one: Cell(str(one.seq), Decimal(one.seq)), rank=3),
    field("last", "Kỳ chốt gần nhất", lambda one: one.last_period or NONE, rank=3),
)


def status_page(period: Period, listed: Sequence[Sender], province: str | None) -> Page:
    """Who has closed a period, in the order given."""
    counts = {state.value: sum(one.state is state for one in listed) for state in State}
    others = ((State.REOPENED, "đã mở lại"), (State.LATE, "chưa chốt"), (State.NEVER, "chưa gửi lần nào"))
    parts = [f"{counts[state]} xã {words}" for state, words in others if counts[state]]
    said = "; ".join([f"{counts[State.CLOSED]}/{len(listed)} xã đã chốt", *parts])
    headline = said if listed else "Chưa khai báo xã nào"
    is_of_several = len({one.unit.province for one in listed}) > 1
    columns = STATUS_COLUMNS if is_of_several else page.without(STATUS_COLUMNS, "province")
    table = table_of(columns, listed, "unit", "Tình hình chốt", number=NUMBER)
    blocks = (Paragraph(headline, Tone.STRONG), *((table,) if listed else ()))
    units = [record_of(one, SENDER_WORDS, ledger=one if one.seq else None) for one in listed]
    told = {"headline": headline, "summary": {"units": len(listed), **counts}, "units": units}
    return _page("status", "Tình hình chốt số liệu ", period, province, blocks, lambda: told)


class _Line(NamedTuple):
    """A code of the catalogue in the sum of some communes, with last year where asked for, or why there is none
    (`lacking`); of one commune what its closed report says (`held`)."""

    total: Total
    compared: Comparison | None
    names: Mapping[str, str]
    lacking: str = ""
    held: Held | None = None

    def reached(self, what: str = "") -> str:
        return f"{self.total.reached}/{self.total.judged}{what}" if self.total.judged else NONE

    def unit(self) -> str:
        return (self.held and self.held.other_unit) or self.total.entry.unit

    def figure(self) -> Cell:
        """What it adds up to; for what is not added, how many communes have reached their target."""
        if self.held:
            return _held_cell(self.held)
        return Cell(self.reached(" xã đạt")) if self.total.counts_communes else _figure_cell(self.total, Tone.STRONG)

    def change(self) -> str:
        """`102,1%` of last year for amounts, `+1,2 điểm %` for rates, and of how many communes: `(3 xã)`."""
        if (compared := self.compared) is None or not compared.now.communes:
            return NONE
        text, entry = None, self.total.entry
        if entry.roll_up is RollUp.RATE or entry.unit.startswith(PERCENT):
            text = compared.difference is not None and signed_cell(compared.difference, PERCENT).text
        elif compared.ratio is not None:
            text = f"{write_number(round_percent(compared.ratio))}%"
        if not text:
            return NONE
        return text if self.held else f"{text} ({compared.now.communes} xã)"

    def communes(self) -> str:
        return NONE if self.total.counts_communes else f"{self.total.communes}/{self.total.of}"

    def notes(self) -> Iterable[str]:
        total, entry, roll_up = self.total, self.total.entry, self.total.entry.roll_up

        def communes(number: int) -> str:
            return "" if self.held else f"{number} xã "

        stale = self.held.is_stale if self.held else total.stale
        if stale:
            yield f"{communes(stale)}theo số liệu cũ"
        others = [f"{self.names[unit]} ({own})" for unit, own in total.other_units]
        if others and roll_up is not RollUp.NONE:
            yield f"đơn vị khác nên không cộng: {', '.join(others)}"
        if total.yes_no and not total.counts_communes:
            yield f"{communes(total.yes_no)}ghi đạt hay chưa đạt nên không cộng"
        left_out = total.left_out - len(others) - total.yes_no
        if left_out and roll_up is RollUp.RATE:
            yield f"{communes(left_out)}chỉ có tỷ lệ, không có tử số và mẫu số nên không cộng"
        elif left_out and roll_up is RollUp.WEIGHTED:
            yield f"{communes(left_out)}không có {entry.weight} làm quyền số nên không cộng"
        if self.compared and self.compared.olds:
            yield f"cùng kỳ quy đổi từ {self.compared.olds} xã cũ"
        elif self.lacking:
            yield self.lacking

    def record(self) -> dict[str, Any]:
        if self.held:
            return record_of(self.held, HELD_WORDS, unit=self.unit()) | _last_year(self.compared)
        has_parts = self.total.communes and self.total.entry.roll_up is not RollUp.SUM
        parts = record_of(self.total if has_parts else None, "numerator=upper denominator=lower")
        return record_of(self.total, TOTAL_WORDS, **parts) | _last_year(self.compared)


NOT_RECAST = "cùng kỳ không quy đổi được"
HELD_WORDS = "code value numerator denominator verdict stale=is_stale unit"
TOTAL_WORDS = """code=entry.code name=entry.name unit=entry.unit roll_up=entry.roll_up value=exact numerator denominator
    communes of stale left_out reached judged"""
TOTAL_COLUMNS: Sequence[Field[_Line]] = (
    field("name", "Chỉ tiêu", lambda line: line.total.entry.name, wraps=True),
    field("code", "Mã", lambda line: line.total.entry.code, rank=3, is_typed=True),
    field("unit", "ĐVT", _Line.unit, rank=2),
    right("actual", "Thực hiện", _Line.figure),
    right("before", "Cùng kỳ", lambda line: line.compared and _figure_cell(line.compared.before), rank=1),
    right("change", "So cùng kỳ", _Line.change, rank=1),
    right("communes", "Số xã", _Line.communes, rank=1),
    right("reached", "Xã đạt", _Line.reached, rank=2),
    field("note", "Ghi chú", lambda line: "; ".join(line.notes()), wraps=True, rank=4),
)
COMMUNE_COLUMNS: Sequence[Field[_Line]] = (
    *page.without(TOTAL_COLUMNS, "code", "communes", "reached", "note"),
    field("verdict", "Đánh giá", lambda line: line.held and VERDICT_CELLS[line.held.verdict]),
    TOTAL_COLUMNS[-1],
)


def report_page(rolled: RolledUp, province: str | None, *, by_commune: bool = False) -> Page:
    """What the closed reports add up to: the whole, each province where there are several, each commune if wanted."""
    closed = f"{len(rolled.now)}/{len(rolled.units)} xã đã chốt"
    headline = f"{closed}; cộng {len(rolled.entries)} chỉ tiêu của danh mục từ báo cáo đã chốt"
    blocks: list[Block] = [Paragraph(headline, Tone.STRONG), Listing(NOTES[: 1 if rolled.before is None else 2])]
    columns = TOTAL_COLUMNS if rolled.before is not None else page.without(TOTAL_COLUMNS, "before", "change")
    provinces = rolled.provinces() if len(rolled.provinces()) > 1 else {}
    for name, units in (("Tổng hợp", rolled.units), *provinces.items()):
        blocks += [Heading(name, 2)] if units is not rolled.units else []
        blocks.append(table_of(columns, _lines(rolled, units), "name", name, number=NUMBER))
    if by_commune:
        blocks += [block for unit in rolled.units for block in _commune_blocks(rolled, unit)]
    uncoded = _uncoded(rolled)
    named = [(f"{name} ({id})" if name else f"mã {id} không có trong danh mục", n) for (id, name), n in uncoded]
    blocks += page.listing("Chưa có mã trong danh mục nên không cộng", (f"{what}: {n} xã" for what, n in named))
    return _page("report", "Tổng hợp chỉ tiêu ", rolled.period, province, blocks, lambda: _report_record(rolled))


UNIT_WORDS = "unit=id name province closed ledger(seq chain) received_at indicators"


def _report_record(rolled: RolledUp) -> dict[str, Any]:
    def added(units: Sequence[Unit]) -> list[dict[str, Any]]:
        return [line.record() for line in _lines(rolled, units)]

    by_unit = []
    for unit in rolled.units:
        report = rolled.now.get(unit.id)
        lines = [line.record() for line in _held_lines(rolled, unit)]
        told = {"closed": report is not None, "received_at": report and report.received_at, "indicators": lines}
        by_unit.append(record_of(unit, UNIT_WORDS, ledger=report, **told))
    return {
        "recast": rolled.before is not None,
        "communes": {"units": len(rolled.units), "closed": len(rolled.now)},
        "indicators": added(rolled.units),
        "by_province": [{"province": name, "indicators": added(units)} for name, units in rolled.provinces().items()],
        "by_unit": by_unit,
        "without_code": [{"id": id, "name": name or None, "communes": n} for (id, name), n in _uncoded(rolled)],
    }


def _lines(rolled: RolledUp, units: Sequence[Unit]) -> list[_Line]:
    names = {unit.id: unit.name for unit in units}
    lacking = {} if rolled.before is None else {RollUp.NONE: NOT_RECAST}
    return [
        _Line(rolled.total(one, units), rolled.compare(one, units), names, lacking.get(one.roll_up, ""))
        for one in rolled.entries
    ]


def _figure_cell(total: Total, tone: Tone = Tone.PLAIN) -> Cell:
    """A sum with all its places; a rate or a mean half-up to two."""
    if total.exact is None:
        return DASH
    is_sum = total.entry.roll_up is RollUp.SUM
    return number_cell(exact_or_cut(total.exact) if is_sum else round_half_up(total.exact, PLACES), tone)


def _commune_blocks(rolled: RolledUp, unit: Unit) -> list[Block]:
    """One commune under its heading: what its closed report says of the catalogue, with last year where asked for."""
    report = rolled.now.get(unit.id)
    if report is None:
        return [Heading(unit.name, 2), Paragraph("Chưa chốt kỳ này.")]
    head = Paragraph(f"Chốt lúc {write_moment(report.at)}, dòng sổ {report.seq}, mã {report.chain}.")
    columns = COMMUNE_COLUMNS if rolled.before is not None else page.without(COMMUNE_COLUMNS, "before", "change")
    table = table_of(columns, _held_lines(rolled, unit), "name", unit.name)
    return [Heading(unit.name, 2), head, *([table] if table.rows else [])]


def _held_lines(rolled: RolledUp, unit: Unit) -> Iterable[_Line]:
    held = rolled.now[unit.id].held if unit.id in rolled.now else {}
    for line in _lines(rolled, [unit]):
        if one := held.get((entry := line.total.entry).code):
            yield line._replace(held=one, lacking=_lacking(rolled, unit, entry))


def _lacking(rolled: RolledUp, unit: Unit, entry: Entry) -> str:
    """Why one commune has no last year: it, or an old one of it, counted in another unit, or has no figure."""
    origins, before = rolled.made_of.get(unit.id, ()), rolled.before or {}
    is_recast = any(origin != (unit.id, rollup.WHOLE) for origin in origins)
    if is_recast and entry.roll_up is RollUp.NONE:
        return NOT_RECAST
    held = [before[old].held if old in before else {} for old, _ in origins]
    others = dict.fromkeys(one.other_unit for each in held if (one := each.get(entry.code)) and one.other_unit)
    if others:
        return f"cùng kỳ có số bằng đơn vị khác ({', '.join(others)})"
    absent = sum(rollup.parts_of(entry, each) is None for each in held)
    return f"cùng kỳ thiếu số của {absent}/{len(origins)} xã cũ" if absent and is_recast else ""


def _held_cell(held: Held | None) -> Cell:
    """A commune's actual as it was frozen, a rate with its two parts."""
    if held is None or held.value is None:
        return DASH
    if held.is_yes_no:
        return Cell("đạt" if held.value else "chưa đạt")
    if held.numerator is None:
        return number_cell(held.value)
    value = shortest(held.value, PLACES)
    parts = f"{write_number(held.numerator)}/{write_number(held.denominator or Decimal(0))}"
    return Cell(f"{write_number(value)} ({parts})", value)


def _uncoded(rolled: RolledUp) -> list[tuple[tuple[str, str], int]]:
    known = {entry.code for entry in rolled.entries}
    found: Counter[tuple[str, str]] = Counter()
    for report in rolled.now.values():
        found.update([*report.uncoded, *((code, "") for code in report.held if code not in known)])
    return sorted(found.items())


def _last_year(compared: Comparison | None) -> dict[str, Any]:
    if compared is None:
        return {}
    lacking = "not-recast" if compared.now.entry.roll_up is RollUp.NONE else "no-history"
    index = None if compared.ratio is None else round_percent(compared.ratio)
    words = "value=before.exact value_now=now.exact index difference communes=now.communes recast_from=olds reason"
    return {"last_year": record_of(compared, words, index=index, reason=None if compared.now.communes else lacking)}


class _Place(NamedTuple):
    """A commune's place in the league table, what decided it, and its closed report; `entry` where one code did."""

    rank: int | None
    key: tuple[Fraction, ...] | None
    unit: Unit
    report: Closed | None
    entry: Entry | None

    @property
    def held(self) -> Held | None:
        return self.report.held.get(self.entry.code) if self.report and self.entry else None

    @property
    def counts(self) -> Mapping[str, int]:
        return self.report.summary if self.report else {}

    @property
    def percent(self) -> Decimal | None:
        return round_percent(self.key[0] * 100) if self.key else None

    def actual_cell(self) -> Cell:
        if self.report is None:
            return page.quiet("chưa chốt")
        if self.entry:
            cell, own = _held_cell(self.held), self.held and self.held.other_unit
            return cell._replace(text=with_unit(cell.text, own)) if own else cell
        reached = self.counts.get("exceeded", 0) + self.counts.get("met", 0)
        return Cell(f"{reached}/{self.counts['counted']}") if self.key else DASH

    def record(self) -> dict[str, Any]:
        words = "rank unit=unit.id name=unit.name province=unit.province closed"
        head = record_of(self, words, closed=self.report is not None)
        counts = {name: self.counts.get(name) for name in ("counted", "exceeded", "met")}
        return head | (record_of(self.held, "value attainment verdict") if self.entry else counts)


_FIRST: Sequence[Field[_Place]] = (
    right("rank", "Hạng", lambda place: number_cell(place.rank, Tone.STRONG), is_order=True),
    field("unit", "Xã", lambda place: place.unit.name, wraps=True),
    field("province", "Tỉnh", lambda place: place.unit.province, rank=3),
)
RANK_COLUMNS: Sequence[Field[_Place]] = (
    *_FIRST,
    right("reached", "Đạt và vượt", _Place.actual_cell),
    right("percent", "Tỷ lệ %", lambda place: number_cell(place.percent)),
    right("exceeded", "Vượt", lambda one: number_cell(one.counts.get("exceeded", 0) if one.key else None), rank=1),
    field("bar", "Mức đạt", lambda place: page.bar_cell(place.percent), rank=4),
)
INDICATOR_COLUMNS: Sequence[Field[_Place]] = (
    *_FIRST,
    right("actual", "Thực hiện", _Place.actual_cell),
    right("attainment", "Mức đạt %", lambda place: number_cell(place.held and place.held.attainment), rank=1),
    field("verdict", "Đánh giá", lambda place: place.held and VERDICT_CELLS[place.held.verdict]),
)
RANKED_BY = {
    "verdicts": "Xếp theo tỷ lệ chỉ tiêu đạt và vượt trên số được tính, rồi tỷ lệ vượt; bằng nhau thì đồng hạng.",
    "attainment": "Xếp theo mức đạt so với chỉ tiêu được giao của từng xã; bằng nhau thì đồng hạng.",
    "value": "Có xã không tính được mức đạt nên xếp theo giá trị, {end} thì đứng trước; bằng nhau thì đồng hạng.",
}


def rank_page(rolled: RolledUp, province: str | None, code: str | None = None) -> Page:
    """The league table of communes, by verdicts or by one code; those that have not closed stand last, without a rank.

    Raises UsageError for a code that the catalogue does not have.
    """
    entry = next((one for one in rolled.entries if one.code == code), None)
    if code is not None and entry is None:
        known = ", ".join(one.code for one in rolled.entries) or "danh mục còn trống: thidua hub indicators import"
        raise UsageError(f"danh mục không có mã '{sanitise(code)}'", hint=f"các mã: {known}")
    keys, by = {unit: rollup.verdict_key(report) for unit, report in rolled.now.items()}, "verdicts"
    if entry:
        keys, by_attainment = rollup.indicator_keys(entry, rolled.now)
        by = "attainment" if by_attainment else "value"
    units = {unit.id: unit for unit in sorted(rolled.units, key=lambda unit: sort_key(unit.name))}
    table = ranked({unit: keys.get(unit) for unit in units})
    places = [_Place(rank, keys.get(unit), units[unit], rolled.now.get(unit), entry) for unit, rank in table.items()]
    first = ", ".join(place.unit.name for place in places if place.rank == 1)
    lead = f"Dẫn đầu: {first}" if first else "Chưa xếp hạng được xã nào"
    headline = f"{lead}; {len(rolled.now)}/{len(rolled.units)} xã đã chốt"
    note = RANKED_BY[by].format(end="thấp hơn" if entry and entry.better is Better.LOWER else "cao hơn")
    fields = INDICATOR_COLUMNS if entry else RANK_COLUMNS
    columns = fields if len(rolled.provinces()) > 1 else page.without(fields, "province")
    blocks = (Paragraph(headline, Tone.STRONG), Listing((note,)), table_of(columns, places, "unit", "Xếp hạng"))
    title = f"Xếp hạng các xã{f' theo {entry.name}' if entry else ''}, "
    told = {"indicator": entry and entry.code, "by": by, "units": [place.record() for place in places]}
    return _page("rank", title, rolled.period, province, blocks, lambda: told)


def province_page(listed: Sequence[Sender], rolled: RolledUp, months: Sequence[RolledUp], province: str | None) -> Page:
    """One page for people: who has reported, the league table, what it adds up to, the year's course, each commune."""
    report = report_page(rolled, province)
    blocks: list[Block] = [Heading("Ai đã báo cáo"), *status_page(rolled.period, listed, province).document.blocks]
    blocks += [Heading("Xếp hạng"), *rank_page(rolled, province).document.blocks]
    blocks += [Heading("Tổng hợp"), *report.document.blocks, *_course(months), Heading("Từng xã")]
    blocks += [block for unit in rolled.units for block in _commune_blocks(rolled, unit)]
    return _page("report", "Thi đua các xã, ", rolled.period, province, blocks, report.told)


def _course(months: Sequence[RolledUp]) -> list[Block]:
    """Each code over the months of the year, always over the same communes: those that have closed all of them."""
    if not (shown := [month for month in months if month.now]):
        return []
    last = shown[-1]
    same = [unit for unit in last.units if all(unit.id in month.now for month in shown)]
    lines = (Series(one.name, one.unit, tuple(_points(one, shown, same))) for one in last.entries)
    series = tuple(line for line in lines if len(line.points) > 1)
    caption = f"Các tháng đã chốt của năm {last.period.year}, {len(same)} xã đã chốt đủ"
    return [Heading("Diễn biến trong năm"), Charts(caption, series)] if series else []


def _points(entry: Entry, months: Sequence[RolledUp], units: Sequence[Unit]) -> Iterable[Point]:
    for month in months:
        if (value := _figure_cell(month.total(entry, units)).value) is not None:
            along = round_half_up(Fraction(month.period.number - 1, 11), PLACES * 2)
            yield Point(along, value, month.period.label, with_unit(write_number(value), entry.unit))
