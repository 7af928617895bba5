"""What has moved since a report was sent: sent → now of every figure and verdict, and the ledger rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.closing import Closing, State
from ..domain.figure import Level
from ..domain.plan import PERCENT, Combine, Comparator, Indicator, Plan, Target
from ..domain.rounding import PERCENT_PLACES, round_half_up, shortest
from ..errors import command
from ..render.document import Align, Block, Cell, Column, Document, Heading, Listing, Paragraph, Row, Table, Tone
from ..vietnamese.dates import write_date, write_moment
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import LEVELS, POINTS, YES_NO, days_text, figure_text, target_text, verdict_text, with_unit
from .history import Change, change_record, history_table
from .notes import honest
from .page import Origin, Page, anchor, closed_record

ENDLESS_PLACES = 6
"""A figure in a record has this many places when it does not end."""
CEILINGS = ("<", "<=")
NONE = "–"
Standing = Mapping[str, Any]


class FigureChange(NamedTuple):
    """One figure or verdict of one indicator that differs: raw for machines, in words for people."""

    field: str
    title: str
    sent: Any
    now: Any
    sent_text: str
    now_text: str


class Moved(NamedTuple):
    """An indicator that differs, with all its changes; `sent` or `now` is None where the plan does not have it."""

    id: str
    name: str
    changes: tuple[FigureChange, ...]


class _Side(NamedTuple):
    """One report's row and the indicator it is about; `in_full` where the printed places do not show the difference."""

    row: Standing
    indicator: Indicator | None
    in_full: bool = False


class _Field(NamedTuple):
    """`raw` gives what is compared, `words` how a report prints it; a field without words is not printed there."""

    key: str
    title: str
    raw: Callable[[Standing], Any]
    words: Callable[[_Side], str]


def differences(
    sent: Mapping[str, Any], now: Mapping[str, Any], find: Callable[[str], Indicator | None]
) -> list[Moved]:
    """The indicators of two reports that differ, in the order of the newer one; `find` gives units and decimals."""
    before = {standing["id"]: standing for standing in sent["indicators"]}
    after = {standing["id"]: standing for standing in now["indicators"]}
    moved = [_moved(before.get(id), after.get(id), find(id)) for id in dict.fromkeys([*after, *before])]
    return [each for each in moved if each.changes]


def _moved(sent: Standing | None, now: Standing | None, indicator: Indicator | None) -> Moved:
    named = now or sent or {}
    return Moved(named["id"], named["name"], tuple(_changes(sent, now, indicator)))


def _changes(sent: Standing | None, now: Standing | None, indicator: Indicator | None) -> Iterable[FigureChange]:
    if sent is None or now is None:
        words = ("có trong báo cáo", "không còn trong kế hoạch") if now is None else ("chưa có", "thêm vào kế hoạch")
        yield FigureChange("indicator", "Chỉ tiêu", sent and sent["verdict"], now and now["verdict"], *words)
        return
    for field in FIELDS:
        before, after = field.raw(sent), field.raw(now)
        if _comparable(before) == _comparable(after):
            continue
        old, new = (field.words(_Side(each, indicator)) for each in (sent, now))
        if old == new:
            old, new = (field.words(_Side(each, indicator, in_full=True)) for each in (sent, now))
        yield FigureChange(field.key, field.title, before, after, old, new)


def _comparable(raw: Any) -> Any:
    """Figures by their value, so that 3.5 and 3.50 are alike, and a kept one that was cut with one that is not."""
    if isinstance(raw, Mapping):
        return {key: _comparable(value) for key, value in raw.items()}
    try:
        return round_half_up(Decimal(raw), ENDLESS_PLACES)
    except (ArithmeticError, TypeError, ValueError):
        return raw


def _number(raw: str | None, side: _Side) -> str:
    """A figure with all places it has; one that does not end, and so was computed, with the indicator's decimals."""
    if raw is None:
        return NONE
    return _computed(Fraction(raw), side) if _may_be_cut(raw) else write_number(Decimal(raw))


def _computed(exact: Fraction, side: _Side) -> str:
    """A figure as the report printed it: on the right side of its target."""
    if side.in_full or side.indicator is None:
        return write_number(exact)
    return figure_text(exact, side.indicator, _target_of(side.row))


def _may_be_cut(raw: str) -> bool:
    return len(raw.partition(".")[2]) >= ENDLESS_PLACES


def _actual(standing: Standing) -> Any:
    held = standing["actual"]
    return held and {part: held[part] for part in ("value", "numerator", "denominator")}


def _exact(standing: Standing) -> Fraction:
    """The actual from its two parts where it is a rate, so that nothing is cut off."""
    held = standing["actual"]
    if held["numerator"] is None:
        return Fraction(held["value"])
    return Fraction(held["numerator"]) / Fraction(held["denominator"]) * 100


def _reached(side: _Side) -> str:
    """The actual's number: typed where one figure decides, else computed."""
    held, indicator = side.row["actual"], side.indicator
    is_total = indicator is not None and indicator.combine is Combine.TOTAL
    if held["numerator"] is None and held["entries"] == 1 and not is_total:
        return write_number(Decimal(held["value"]))
    return _computed(_exact(side.row), side)


def _yes_no(row: Standing, raw: str) -> str:
    """`đạt` or `chưa đạt` of a row that is answered so; empty of others."""
    return YES_NO[bool(Decimal(raw))] if row["target"]["comparator"] == Comparator.YES else ""


def _actual_words(side: _Side) -> str:
    held = side.row["actual"]
    if held is None:
        return NONE
    if answer := _yes_no(side.row, held["value"]):
        return answer
    text = with_unit(_reached(side), side.row["unit"])
    if held["numerator"] is None:
        return text
    return f"{text} ({write_number(Decimal(held['numerator']))}/{write_number(Decimal(held['denominator']))})"


def _in_period_words(side: _Side) -> str:
    raw, held = side.row["in_period"], side.row["actual"]
    if raw is None:
        return NONE
    if answer := _yes_no(side.row, raw):
        return answer
    same = held is not None and Decimal(held["value"]) == Decimal(raw)
    return with_unit(_reached(side) if same else _number(raw, side), side.row["unit"])


def _target(standing: Standing) -> Any:
    held = standing["target"]
    return {part: held[part] for part in ("comparator", "value", "upper")}


def _target_of(standing: Standing) -> Target:
    held = standing["target"]
    upper = None if held["upper"] is None else Decimal(held["upper"])
    return Target(Comparator(held["comparator"]), Decimal(held["value"] or 0), upper)


def _target_words(side: _Side) -> str:
    held = side.row["target"]
    printed = with_unit(target_text(_target_of(side.row)), side.row["unit"]) if side.in_full else held["printed"]
    return f"{printed} (theo {held['decision']})" if held.get("decision") else str(printed)


def _of_actual(part: str) -> Callable[[Standing], Any]:
    return lambda standing: standing["actual"] and standing["actual"][part]


def _ratio(standing: Standing) -> Any:
    """TH/KH, which is never printed for a ceiling."""
    return None if standing["target"]["comparator"] in CEILINGS else standing["ratio"]["percent"]


def _reduction(standing: Standing) -> Any:
    held = standing["attainment"]
    return held["percent"] if held["method"] == "reduction" else None


def _percent_words(raw: Callable[[Standing], Any]) -> Callable[[_Side], str]:
    def words(side: _Side) -> str:
        percent = raw(side.row)
        return NONE if percent is None else f"{write_number(shortest(Decimal(percent)))}%"

    return words


def _gap_words(side: _Side) -> str:
    held = side.row["difference"]
    if held is None:
        return NONE
    return f"{_signed(_gap(side.row, held['value']), side)} {held['unit']}"


def _gap(standing: Standing, raw: str) -> Fraction:
    """The difference from the target, from the rate's two parts where the record has cut it off."""
    target = _target_of(standing)
    if _may_be_cut(raw) or not Decimal(raw):
        for bound in (target.value, target.upper):
            exact = None if bound is None else _exact(standing) - Fraction(bound)
            if exact is not None and machine_number(exact) == raw:
                return exact
    return Fraction(raw)


def _signed(gap: Fraction, side: _Side) -> str:
    """`+222`, `-0,0001`: rounded as the report does it, never to zero when it is not zero."""
    places = ENDLESS_PLACES if side.in_full else PERCENT_PLACES
    return ("+" if gap > 0 else "") + write_number(honest(gap, places))


def _same(part: str) -> Callable[[Standing], Any]:
    return lambda standing: standing["same_period"][part]


def _same_period_words(side: _Side) -> str:
    text = _number(_same("value")(side.row), side)
    return text if text == NONE else with_unit(text, side.row["unit"])


def _index(standing: Standing) -> Any:
    """The index, which is never printed for a rate."""
    return None if standing["unit"] == PERCENT else standing["same_period"]["index"]


def _growth(standing: Standing) -> Any:
    """Growth in percent; for a rate the difference in points."""
    return standing["same_period"]["difference" if standing["unit"] == PERCENT else "growth"]


def _growth_words(side: _Side) -> str:
    growth = _growth(side.row)
    if growth is None:
        return NONE
    if side.row["unit"] == PERCENT:
        return f"{_signed(Fraction(growth), side)} {POINTS}"
    return f"{'+' if Decimal(growth) > 0 else ''}{write_number(Decimal(growth))}%"


def _level_words(side: _Side) -> str:
    held = side.row["actual"]
    return LEVELS[Level(held["level"])] if held else NONE


def _day_words(side: _Side) -> str:
    held = side.row["actual"]
    return write_date(date.fromisoformat(held["on"])) if held else NONE


def _also_words(row: Standing) -> str:
    said = [
        f"{one['by']} {one['target']['printed']}: {verdict_text(Verdict(one['verdict']))}"
        for one in row.get("also") or []
    ]
    return "; ".join(said) or NONE


def _count_words(row: Standing) -> str:
    held = row.get("count")
    if not held:
        return NONE
    return f"{write_number(Decimal(held['actual']))}: {verdict_text(Verdict(held['verdict']))}"


def _stretch_words(row: Standing) -> str:
    return {"met": "đạt", "not_met": "chưa đạt"}.get(row.get("stretch") or "", NONE)


FIELDS = (
    _Field("target", "Kế hoạch", _target, _target_words),
    _Field("in_period", "Trong kỳ", lambda row: row["in_period"], _in_period_words),
    _Field("actual", "Lũy kế", _actual, _actual_words),
    _Field("level", "Mức số liệu", _of_actual("level"), _level_words),
    _Field("on", "Ngày số liệu", _of_actual("on"), _day_words),
    _Field("ratio", "% KH", _ratio, _percent_words(_ratio)),
    _Field("attainment", "Mức giảm đạt", _reduction, _percent_words(_reduction)),
    _Field("difference", "So với KH", lambda row: row["difference"], _gap_words),
    _Field("same_period", "Cùng kỳ năm trước", _same("value"), _same_period_words),
    _Field("index", "% cùng kỳ", _index, _percent_words(_index)),
    _Field("growth", "Tăng, giảm so với cùng kỳ", _growth, _growth_words),
    _Field("also", "Nơi khác giao", lambda row: row.get("also") or [], lambda side: _also_words(side.row)),
    _Field("count", "Giao số lượng", lambda row: row.get("count"), lambda side: _count_words(side.row)),
    _Field("stretch", "Phấn đấu", lambda row: row.get("stretch"), lambda side: _stretch_words(side.row)),
    _Field(
        "verdict",
        "Đánh giá",
        lambda row: row["verdict"],
        lambda side: verdict_text(Verdict(side.row["verdict"])),
    ),
)
SCHEMA = "thidua.diff/1"
PLAN = "kế hoạch"
BY_PLAN = ("target", "indicator")
"""Fields that only the plan can move."""
WITH_TARGET = ("ratio", "attainment", "difference", "verdict")
"""Fields that an actual and its target make together."""
BY_EARLIER_YEAR = ("same_period", "index", "growth")
"""Fields that figures of last year move; the first of them by those alone."""
FIELD_COLUMNS = (
    Column("name", "Chỉ tiêu", wraps=True),
    Column("figure", "Số liệu"),
    Column("sent", "Đã gửi", Align.RIGHT, wraps=True),
    Column("now", "Nay", Align.RIGHT, wraps=True),
    Column("rows", "Do dòng", rank=1, wraps=True),
)


class Traced(NamedTuple):
    """An indicator that moved, the rows that moved its year and its same period, and whether its target moved too."""

    moved: Moved
    year: tuple[int, ...]
    earlier: tuple[int, ...]
    by_plan: bool

    def rows(self, field: str) -> tuple[int, ...]:
        """The rows behind one field."""
        if field in BY_PLAN:
            return ()
        if field not in BY_EARLIER_YEAR:
            return self.year
        return self.earlier if field == BY_EARLIER_YEAR[0] else tuple(sorted({*self.year, *self.earlier}))


class Sides(NamedTuple):
    """The report as sent, the same report now, and the latter's origin (which says whether the period is closed)."""

    sent: Mapping[str, Any]
    now: Mapping[str, Any]
    origin: Origin


def diff_page(
    plan: Plan,
    closing: Closing,
    copies: Sequence[Closing],
    sides: Sides,
    traced: Sequence[Traced],
    rows: Sequence[Change],
) -> Page:
    """The page; `copies` are all closings of the period, `rows` the ledger rows behind the changes, oldest first."""
    blocks: list[Block] = [Listing(tuple(_sent_lines(plan, closing, copies, sides)))]
    if traced:
        blocks.append(Paragraph(_summary(traced), Tone.STRONG))
        if sides.sent["headline"] != sides.now["headline"]:
            blocks.append(Listing((f"Đã gửi: {sides.sent['headline']}", f"Nay: {sides.now['headline']}")))
        blocks.append(Table(FIELD_COLUMNS, tuple(_rows(traced)), label_key="name", name="Thay đổi"))
    else:
        blocks.append(Paragraph("Không có gì khác so với báo cáo đã gửi.", Tone.STRONG))
    if rows:
        blocks.append(Heading("Các dòng sổ làm thay đổi", 2))
        blocks.append(history_table(plan, rows, "Dòng sổ"))
    if traced and sides.sent["plan"]["revision"] != sides.now["plan"]["revision"]:
        blocks.append(Paragraph(_plan_moved(sides), Tone.FAIR))
    record = _record(closing, copies, sides, traced, rows)
    title = f"Thay đổi từ khi chốt – {days_text(closing.heading)}"
    return Page(Document(title, tuple(blocks), (anchor(sides.origin),)), lambda: record)


def _sent_lines(plan: Plan, closing: Closing, copies: Sequence[Closing], sides: Sides) -> Iterable[str]:
    ledger = sides.sent["ledger"]
    yield f"Báo cáo đã gửi: {_copy_words(closing)}"
    yield f"Làm từ sổ dòng {ledger['seq']}, mã {ledger['chain']}"
    others = [copy for copy in copies if copy.seq != closing.seq]
    if others:
        listed = "; ".join(_copy_words(copy) for copy in others)
        calendar = () if closing.period.calendar is plan.calendar else ("--calendar", closing.period.calendar.value)
        seen = command("thidua", "diff", closing.period.id, *calendar, "--sent", str(others[-1].seq))
        yield f"Bản gửi khác của kỳ này: {listed} – so với một bản: {seen}"


def _copy_words(closing: Closing) -> str:
    """`huong chốt lúc 05/07/2024 08:03 (dòng 7), mở lại lúc … vì: …`."""
    words = f"{sanitise(closing.row.actor)} chốt lúc {write_moment(closing.row.at)} (dòng {closing.seq})"
    end = closing.ended_by
    if end is None:
        return words
    if closing.state is State.TAKEN_BACK:
        return f"{words}, đã hoàn tác lúc {write_moment(end.at)}"
    return f"{words}, mở lại lúc {write_moment(end.at)} vì: {sanitise(end.reason)}"


def _summary(traced: Sequence[Traced]) -> str:
    turned = sum(any(change.field == "verdict" for change in each.moved.changes) for each in traced)
    return f"{len(traced)} chỉ tiêu khác báo cáo đã gửi" + (f", {turned} chỉ tiêu đổi đánh giá" if turned else "")


def _rows(traced: Iterable[Traced]) -> Iterable[Row]:
    for each in traced:
        for change in each.moved.changes:
            texts = (each.moved.name, change.title, change.sent_text, change.now_text, _cause(each, change))
            yield Row(tuple(map(Cell, texts)))


def _cause(each: Traced, change: FigureChange) -> str:
    rows = list(map(str, each.rows(change.field)))
    return ", ".join([*rows, PLAN] if not rows or (each.by_plan and change.field in WITH_TARGET) else rows)


def _plan_moved(sides: Sides) -> str:
    old, new = (str(side["plan"]["revision"])[:16] for side in (sides.sent, sides.now))
    return f"Tệp kế hoạch đã đổi từ khi gửi: mã {old} → {new}; chỗ ghi “{PLAN}” là do kế hoạch, không do dòng sổ nào."


def _record(
    closing: Closing, copies: Sequence[Closing], sides: Sides, traced: Sequence[Traced], rows: Sequence[Change]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "period": dict(sides.sent["period"]),
        "closed": closed_record(sides.origin.closed),
        "sent": _copy_record(closing) | _side(sides.sent),
        "now": _side(sides.now),
        "copies": [_copy_record(copy) for copy in copies],
        "indicators": [_moved_record(each) for each in traced],
        "rows": [change_record(row) for row in rows],
    }


def _side(report: Mapping[str, Any]) -> dict[str, Any]:
    shared = {key: report[key] for key in ("ledger", "headline", "summary")}
    return {"plan": report["plan"]["revision"]} | shared


def _copy_record(closing: Closing) -> dict[str, Any]:
    end = closing.ended_by
    ended = {"seq": end.seq, "at": end.at, "by": end.actor, "reason": end.reason} if end else None
    return {
        "seq": closing.seq,
        "at": closing.row.at,
        "by": closing.row.actor,
        "state": closing.state.value,
        "ended": ended,
    }


def _moved_record(each: Traced) -> dict[str, Any]:
    changes = [
        {"field": change.field, "sent": change.sent, "now": change.now, "rows": list(each.rows(change.field))}
        for change in each.moved.changes
    ]
    return {
        "id": each.moved.id,
        "name": each.moved.name,
        "changes": changes,
        "plan_changed": each.by_plan,
    }
