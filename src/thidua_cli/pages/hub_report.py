"""What the province's communes add up to: the whole, each province, each commune, and last year recast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..domain.period import Period
from ..domain.plan import PERCENT, Calendar, RollUp
from ..domain.rollup import Closed, Comparison, Entry, Held, RolledUp, Total, Unit, parts_of
from ..domain.rounding import exact_or_cut, round_half_up, round_percent, shortest
from ..render.document import Align, Block, Cell, Column, Document, Heading, Listing, Paragraph, Row, Table, Tone
from ..vietnamese.dates import write_moment
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.wording import VERDICTS
from .page import NONE, Page
from .report import TONES, signed

REPORT_SCHEMA = "thidua.hub-report/1"
PLACES = 2
TOTAL_COLUMNS = (
    Column("number", "TT", Align.RIGHT, counts=True, is_order=True),
    Column("name", "Chỉ tiêu", wraps=True),
    Column("code", "Mã", rank=3, is_typed=True),
    Column("unit", "ĐVT", rank=2),
    Column("actual", "Thực hiện", Align.RIGHT),
    Column("communes", "Số xã", Align.RIGHT, rank=1),
    Column("reached", "Xã đạt", Align.RIGHT, rank=2),
    Column("note", "Ghi chú", wraps=True, rank=4),
)
YEAR_COLUMNS = (
    Column("before", "Cùng kỳ", Align.RIGHT, rank=1),
    Column("change", "So cùng kỳ", Align.RIGHT, rank=1),
)


def named(period: Period) -> str:
    """The period, with its days where they are not those of its name."""
    if period.calendar is Calendar.CIVIL:
        return period.label
    return f"{period.label} (kỳ báo cáo {period.start:%d/%m}–{period.last_day:%d/%m/%Y})"


def place_of(province: str | None) -> str:
    """`, Kon Tum` behind a title; nothing for all provinces."""
    return f", {province}" if province else ""


def head_record(schema: str, period: Period, province: str | None) -> dict[str, Any]:
    """What every record of the province begins with."""
    return {
        "schema": schema,
        "period": {
            "id": period.id,
            "label": period.label,
            "start": period.start.isoformat(),
            "last": period.last_day.isoformat(),
            "calendar": period.calendar.value,
        },
        "province": province,
    }


def report_page(rolled: RolledUp, province: str | None, *, by_commune: bool = False) -> Page:
    """What the closed reports add up to: the whole, each province where there are several, each commune if wanted."""
    blocks: list[Block] = [Paragraph(_report_headline(rolled), Tone.STRONG), Listing(tuple(_report_notes(rolled)))]
    blocks.append(_total_table(rolled, None, "Tổng hợp"))
    if len(rolled.provinces()) > 1:
        for name, units in rolled.provinces().items():
            blocks += [Heading(name, 2), _total_table(rolled, units, name)]
    if by_commune:
        for unit in rolled.units:
            blocks += commune_blocks(rolled, unit)
    if uncoded := _uncoded(rolled):
        blocks += [Heading("Chưa có mã trong danh mục nên không cộng", 2), Listing(tuple(_uncoded_lines(uncoded)))]
    return Page(
        Document(f"Tổng hợp chỉ tiêu {named(rolled.period)}{place_of(province)}", tuple(blocks)),
        lambda: _report_record(rolled, province),
    )


def _report_headline(rolled: RolledUp) -> str:
    closed = f"{len(rolled.now)}/{len(rolled.units)} xã đã chốt"
    return f"{closed}; cộng {len(rolled.entries)} chỉ tiêu của danh mục từ báo cáo đã chốt"


def _report_notes(rolled: RolledUp) -> Iterable[str]:
    yield "Số xã: số xã có số trong tổng trên số xã phải báo cáo; xã chưa chốt không nằm trong tổng."
    if rolled.before is not None:
        yield (
            "Cùng kỳ và so cùng kỳ: chỉ tính trên các xã có đủ số cả hai năm, kể cả của mọi xã cũ đã nhập vào;"
            " xã mới được quy đổi từ các xã cũ theo nghị quyết sắp xếp."
        )


def _columns(rolled: RolledUp) -> tuple[Column, ...]:
    if rolled.before is None:
        return TOTAL_COLUMNS
    return (*TOTAL_COLUMNS[:5], *YEAR_COLUMNS, *TOTAL_COLUMNS[5:])


def _total_table(rolled: RolledUp, units: Sequence[Unit] | None, name: str) -> Table:
    rows = []
    for number, entry in enumerate(rolled.entries, start=1):
        total = rolled.total(entry, units)
        compared = None if rolled.before is None else rolled.compare(entry, units)
        cells = [Cell(str(number), Decimal(number)), Cell(entry.name), Cell(entry.code), Cell(entry.unit)]
        cells.append(_figure(entry, total))
        cells += [] if compared is None else _year_cells(entry, compared)
        cells.append(Cell(f"{total.communes}/{total.of}") if entry.roll_up is not RollUp.NONE else Cell(NONE))
        cells.append(Cell(f"{total.reached}/{total.judged}" if total.judged else NONE))
        cells.append(Cell("; ".join(_total_notes(total, compared))))
        rows.append(Row(tuple(cells)))
    return Table(_columns(rolled), tuple(rows), label_key="name", name=name)


def _figure(entry: Entry, total: Total) -> Cell:
    if entry.roll_up is RollUp.NONE:
        return Cell(f"{total.reached}/{total.judged} xã đạt" if total.judged else NONE)
    return figure_cell(entry, total.exact, Tone.STRONG)


def figure_cell(entry: Entry, exact: Fraction | None, tone: Tone = Tone.PLAIN) -> Cell:
    """A sum with all its places; a rate or a mean half-up to two."""
    if exact is None:
        return Cell(NONE, tone=Tone.QUIET)
    value = exact_or_cut(exact) if entry.roll_up is RollUp.SUM else round_half_up(exact, PLACES)
    return Cell(write_number(value), value, tone)


def _year_cells(entry: Entry, compared: Comparison) -> list[Cell]:
    return [figure_cell(entry, compared.before.exact), Cell(change_text(entry, compared))]


def change_text(entry: Entry, compared: Comparison) -> str:
    """`102,1%` of last year for amounts, `+1,2 điểm %` for rates, and of how many communes: `(3 xã)`."""
    if not compared.communes:
        return NONE
    if entry.roll_up is RollUp.RATE or entry.unit == PERCENT:
        difference = compared.difference
        if difference is None:
            return NONE
        return f"{signed(difference, PERCENT)} ({compared.communes} xã)"
    return (
        NONE if compared.ratio is None else f"{write_number(round_percent(compared.ratio))}% ({compared.communes} xã)"
    )


def _total_notes(total: Total, compared: Comparison | None) -> Iterable[str]:
    if total.stale:
        yield f"{total.stale} xã theo số liệu cũ"
    if total.left_out and total.entry.roll_up is RollUp.RATE:
        yield f"{total.left_out} xã chỉ có tỷ lệ, không có tử số và mẫu số nên không cộng"
    elif total.left_out and total.entry.roll_up is RollUp.WEIGHTED:
        yield f"{total.left_out} xã không có {total.entry.weight} làm quyền số nên không cộng"
    if compared is not None:
        if total.entry.roll_up is RollUp.NONE:
            yield "cùng kỳ không quy đổi được"
        elif compared.olds:
            yield f"cùng kỳ quy đổi từ {compared.olds} xã cũ"


COMMUNE_COLUMNS = (
    Column("name", "Chỉ tiêu", wraps=True),
    Column("unit", "ĐVT", rank=2),
    Column("actual", "Thực hiện", Align.RIGHT),
    Column("verdict", "Đánh giá"),
    Column("note", "Ghi chú", wraps=True, rank=3),
)


def commune_blocks(rolled: RolledUp, unit: Unit) -> list[Block]:
    """One commune under its heading: what its closed report says of the catalogue, with last year where asked for."""
    report = rolled.now.get(unit.id)
    if report is None:
        return [Heading(unit.name, 2), Paragraph("Chưa chốt kỳ này.")]
    rows = [row for entry in rolled.entries if (row := _commune_row(rolled, entry, unit, report))]
    head = Paragraph(f"Chốt lúc {write_moment(report.at)}, dòng sổ {report.seq}, mã {report.hash[:32]}.")
    columns = COMMUNE_COLUMNS if rolled.before is None else (*COMMUNE_COLUMNS[:3], *YEAR_COLUMNS, *COMMUNE_COLUMNS[3:])
    table = Table(columns, tuple(rows), label_key="name", name=unit.name)
    return [Heading(unit.name, 2), head, *([table] if rows else [])]


def _commune_row(rolled: RolledUp, entry: Entry, unit: Unit, report: Closed) -> Row | None:
    held = report.held.get(entry.code)
    if held is None:
        return None
    cells = [Cell(entry.name), Cell(entry.unit), held_cell(held)]
    notes = ["theo số liệu cũ"] if held.is_stale else []
    if rolled.before is not None:
        compared = rolled.compare(entry, [unit])
        cells += [figure_cell(entry, compared.before.exact), Cell(change_text(entry, compared).removesuffix(" (1 xã)"))]
        notes += [recast_text(rolled, entry, unit, compared)]
    cells.append(Cell(VERDICTS[held.verdict], tone=TONES[held.verdict]))
    return Row((*cells, Cell("; ".join(note for note in notes if note))))


def held_cell(held: Held) -> Cell:
    """A commune's actual as it was frozen, a rate with its two parts."""
    if held.value is None:
        return Cell(NONE, tone=Tone.QUIET)
    if held.is_yes_no:
        return Cell("đạt" if held.value else "chưa đạt")
    parts = (
        ""
        if held.numerator is None
        else f" ({write_number(held.numerator)}/{write_number(held.denominator or Decimal(0))})"
    )
    value = shortest(held.value, PLACES) if parts else held.value
    return Cell(f"{write_number(value)}{parts}", value)


def recast_text(rolled: RolledUp, entry: Entry, unit: Unit, compared: Comparison) -> str:
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
    found: dict[tuple[str, str], int] = {}
    for report in rolled.now.values():
        unknown = [(code, "") for code in report.held if code not in known]
        for one in (*report.uncoded, *unknown):
            found[one] = found.get(one, 0) + 1
    return dict(sorted(found.items()))


def _uncoded_lines(found: Mapping[tuple[str, str], int]) -> Iterable[str]:
    for (id, name), count in found.items():
        yield f"{name} ({id}): {count} xã" if name else f"mã {id} không có trong danh mục: {count} xã"


def _report_record(rolled: RolledUp, province: str | None) -> dict[str, Any]:
    return head_record(REPORT_SCHEMA, rolled.period, province) | {
        "recast": rolled.before is not None,
        "communes": {"units": len(rolled.units), "closed": len(rolled.now)},
        "indicators": [_total_record(rolled, entry, None) for entry in rolled.entries],
        "by_province": [
            {"province": name, "indicators": [_total_record(rolled, entry, units) for entry in rolled.entries]}
            for name, units in rolled.provinces().items()
        ],
        "by_unit": [_unit_record(rolled, unit) for unit in rolled.units],
        "without_code": [
            {"id": id, "name": name or None, "communes": count} for (id, name), count in _uncoded(rolled).items()
        ],
    }


def _total_record(rolled: RolledUp, entry: Entry, units: Sequence[Unit] | None) -> dict[str, Any]:
    total = rolled.total(entry, units)
    parts = bool(total.communes) and entry.roll_up is not RollUp.SUM
    record = {
        "code": entry.code,
        "name": entry.name,
        "unit": entry.unit,
        "roll_up": entry.roll_up.value,
        "value": _exact(total.exact),
        "numerator": machine_number(total.upper) if parts else None,
        "denominator": machine_number(total.lower) if parts else None,
        "communes": total.communes,
        "of": total.of,
        "stale": total.stale,
        "left_out": total.left_out,
        "reached": total.reached,
        "judged": total.judged,
    }
    return record | ({"last_year": _comparison_record(rolled, entry, units)} if rolled.before is not None else {})


def _comparison_record(rolled: RolledUp, entry: Entry, units: Sequence[Unit] | None) -> dict[str, Any]:
    compared = rolled.compare(entry, units)
    reason = None if compared.communes else "not-recast" if entry.roll_up is RollUp.NONE else "no-history"
    return {
        "value": _exact(compared.before.exact),
        "value_now": _exact(compared.now.exact),
        "index": None if compared.ratio is None else f"{round_percent(compared.ratio):f}",
        "difference": _exact(compared.difference),
        "communes": compared.communes,
        "recast_from": compared.olds,
        "reason": reason,
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else machine_number(value)


def _unit_record(rolled: RolledUp, unit: Unit) -> dict[str, Any]:
    report = rolled.now.get(unit.id)
    head = {"unit": unit.id, "name": unit.name, "province": unit.province, "closed": report is not None}
    if report is None:
        return head | {"ledger": None, "received_at": None, "indicators": []}
    held = [report.held[entry.code] for entry in rolled.entries if entry.code in report.held]
    return head | {
        "ledger": {"seq": report.seq, "chain": report.hash[:32]},
        "received_at": report.received_at,
        "indicators": [_held_record(rolled, unit, one) for one in held],
    }


def _held_record(rolled: RolledUp, unit: Unit, held: Held) -> dict[str, Any]:
    texts = {name: getattr(held, name) for name in ("value", "numerator", "denominator")}
    record: dict[str, Any] = {"code": held.code}
    record |= {name: None if value is None else machine_number(value) for name, value in texts.items()}
    record |= {"verdict": held.verdict.value, "stale": held.is_stale}
    if rolled.before is not None:
        entry = next(one for one in rolled.entries if one.code == held.code)
        record["last_year"] = _comparison_record(rolled, entry, [unit])
    return record
