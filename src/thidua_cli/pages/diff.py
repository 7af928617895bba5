"""What has moved since a report was sent: sent → now of every figure and verdict, and the ledger rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple

from ..domain.attainment import Method, Verdict
from ..domain.closing import Closing, State
from ..domain.figure import Actual
from ..domain.plan import PERCENT, Comparator, Indicator, Plan
from ..domain.scorecard import Scorecard, Standing
from ..domain.target import PERCENT_PLACES, round_half_up, shortest
from ..errors import command
from ..render.document import Block, Document, Heading, Listing, Paragraph, Tone
from ..vietnamese.numbers import write_date, write_moment, write_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import LEVELS, amount_text, days_text, printed_target, verdict_text
from .indicators import Change, change_record, history_table
from .notes import actual_text
from .page import NONE, Field, Origin, Page, anchor, closed_record, field, record_of, right, table_of
from .report import gap_text
from .report_record import CUT_PLACES, standing_in
from .sentences import has_running_total, headline

CEILINGS = (Comparator.BELOW, Comparator.AT_MOST)
BY_PLAN = ("target", "indicator")
"""Fields that only the plan can move."""
WITH_TARGET = ("ratio", "attainment", "difference", "verdict")
"""Fields that an actual and its target make together."""
BY_EARLIER_YEAR = ("same_period", "index", "growth")
"""Fields that figures of last year move; the first of them by those alone."""
PLAN = "kế hoạch"
STRETCHES = {"met": "đạt", "not_met": "chưa đạt"}
Kept = Mapping[str, Any]
"""One indicator as a report's record tells of it."""


class FigureChange(NamedTuple):
    """One figure or verdict of one indicator that differs: raw for machines, in words for people."""

    field: str
    title: str
    sent: Any
    now: Any
    sent_text: str
    now_text: str


class Moved(NamedTuple):
    """An indicator that differs, with all its changes, and the ledger rows that moved its year and its same period."""

    id: str
    name: str
    changes: tuple[FigureChange, ...]
    year: tuple[int, ...] = ()
    earlier: tuple[int, ...] = ()

    @property
    def said(self) -> list[FigureChange]:
        """The changes without what a period brought where that is what has been reached."""
        held = [(one.sent, one.now) for one in self.changes if one.field == "actual"]
        reached = [tuple(side and side["value"] for side in sides) for sides in held]
        return [one for one in self.changes if one.field != "in_period" or (one.sent, one.now) not in reached]

    @property
    def by_plan(self) -> bool:
        """Whether its target moved too."""
        return any(change.field in BY_PLAN for change in self.changes)

    def rows(self, field: str) -> tuple[int, ...]:
        """The rows behind one field."""
        if field in BY_PLAN:
            return ()
        if field not in BY_EARLIER_YEAR:
            return self.year
        return self.earlier if field == BY_EARLIER_YEAR[0] else tuple(sorted({*self.year, *self.earlier}))


class _Side(NamedTuple):
    """One report's row, and the standing it tells of; differences are printed with `places`."""

    kept: Kept
    standing: Standing
    places: int = PERCENT_PLACES

    def in_full(self) -> _Side:
        """Where the printed places, or the document's own words of a target, do not show what differs."""
        row, target = self.standing.row, self.standing.target._replace(printed=None)
        row = row._replace(indicator=row.indicator._replace(decimals=CUT_PLACES))
        return _Side(self.kept, self.standing._replace(row=row, target=target), CUT_PLACES)


class _Compared(NamedTuple):
    """`raw` gives what is compared, `words` how a report prints it."""

    key: str
    title: str
    raw: Callable[[Kept], Any]
    words: Callable[[_Side], str]


def differences(sent: Kept, now: Kept, find: Callable[[str], Indicator | None]) -> list[Moved]:
    """The indicators of two reports that differ, in the order of the newer one; `find` gives decimals."""
    before, after = ({kept["id"]: kept for kept in report["indicators"]} for report in (sent, now))
    moved = []
    for id in dict.fromkeys([*after, *before]):
        if changes := tuple(_changes(before.get(id), after.get(id), find(id))):
            moved.append(Moved(id, (after.get(id) or before[id])["name"], changes))
    return moved


def _changes(sent: Kept | None, now: Kept | None, indicator: Indicator | None) -> Iterable[FigureChange]:
    if sent is None or now is None:
        words = ("có trong báo cáo", "không còn trong kế hoạch") if now is None else ("chưa có", "thêm vào kế hoạch")
        yield FigureChange("indicator", "Chỉ tiêu", sent and sent["verdict"], now and now["verdict"], *words)
        return
    differing = [one for one in COMPARED if _comparable(one.raw(sent)) != _comparable(one.raw(now))]
    sides = [_Side(kept, standing_in(kept, indicator)) for kept in (sent, now)] if differing else []
    for one in differing:
        old, new = map(one.words, sides)
        if old == new:
            old, new = (one.words(side.in_full()) for side in sides)
        is_added = one.key == "actual" and has_running_total(sides[1].standing)
        yield FigureChange(one.key, "Lũy kế" if is_added else one.title, one.raw(sent), one.raw(now), old, new)


def _comparable(raw: Any) -> Any:
    """Figures by their value, so that 3.5 and 3.50 are alike, and a kept one that was cut with one that is not."""
    if isinstance(raw, Mapping):
        return {key: _comparable(value) for key, value in raw.items()}
    try:
        return round_half_up(Decimal(raw), CUT_PLACES)
    except (ArithmeticError, TypeError, ValueError):
        return raw


def _at(path: str) -> Callable[[Kept], Any]:
    """What a record holds there, `actual.level`; None where it holds nothing."""

    def read(kept: Any) -> Any:
        return reduce(lambda held, name: held and held.get(name), path.split("."), kept)

    return read


def _parts(key: str, *parts: str) -> Callable[[Kept], Any]:
    return lambda kept: kept[key] and {part: kept[key][part] for part in parts}


def _ratio(kept: Kept) -> Any:
    """TH/KH, which is never printed for a ceiling."""
    return None if kept["target"]["comparator"] in CEILINGS else kept["ratio"]["percent"]


def _reduction(kept: Kept) -> Any:
    held = kept["attainment"]
    return held["percent"] if held["method"] == Method.REDUCTION else None


def _index(kept: Kept) -> Any:
    """The index, which is never printed for a rate."""
    return None if kept["unit"] == PERCENT else _compared(kept, "index")


def _growth(kept: Kept) -> Any:
    """Growth in percent; for a rate the difference in points."""
    return _compared(kept, "difference" if kept["unit"] == PERCENT else "growth")


def _compared(kept: Kept, key: str) -> Any:
    """A number beside last year's; an answer by yes or no has none, whatever older copies say."""
    return None if kept["target"]["comparator"] == Comparator.YES else kept["same_period"][key]


def _figure(side: _Side, actual: Actual | None) -> str:
    return actual_text(side.standing, actual) if actual else NONE


def _target_words(side: _Side) -> str:
    held = side.standing.target
    printed = printed_target(side.standing.indicator, held.target, held.printed)
    return f"{printed} (theo {held.decision})" if held.decision else printed


def _actual_words(side: _Side) -> str:
    """A rate with its two parts."""
    held = side.standing.actual
    return amount_text(held.latest, side.standing.indicator) if held and held.latest else _figure(side, held)


def _same_period_words(side: _Side) -> str:
    return _figure(side, side.standing.same_period.actual)


def _of_actual(words: Callable[[Actual], str]) -> Callable[[_Side], str]:
    return lambda side: words(side.standing.actual) if side.standing.actual else NONE


def _percent_words(raw: Callable[[Kept], Any]) -> Callable[[_Side], str]:
    def words(side: _Side) -> str:
        percent = raw(side.kept)
        return NONE if percent is None else f"{write_number(shortest(Decimal(percent)))}%"

    return words


def _gap_words(side: _Side, gap: Fraction | None) -> str:
    """`+222 con`, `-0,0001 điểm %`: rounded as the report does it, never to zero when it is not zero."""
    return NONE if gap is None else gap_text(gap, side.standing.indicator, side.places)


def _growth_words(side: _Side) -> str:
    same = side.standing.same_period
    if side.standing.indicator.is_rate:
        return _gap_words(side, same.difference)
    if same.growth is None:
        return NONE
    return f"{'+' if same.growth > 0 else ''}{write_number(same.growth)}%"


def _also_words(side: _Side) -> str:
    said = [
        f"{one['by']} {one['target']['printed']}: {verdict_text(Verdict(one['verdict']))}"
        for one in side.kept.get("also") or []
    ]
    return "; ".join(said) or NONE


def _count_words(side: _Side) -> str:
    held = side.kept.get("count")
    if not held:
        return NONE
    return f"{write_number(Decimal(held['actual']))}: {verdict_text(Verdict(held['verdict']))}"


COMPARED = (
    _Compared("target", "Kế hoạch", _parts("target", "comparator", "value", "upper"), _target_words),
    _Compared("in_period", "Trong kỳ", _at("in_period"), lambda side: _figure(side, side.standing.in_period)),
    _Compared("actual", "Thực hiện", _parts("actual", "value", "numerator", "denominator"), _actual_words),
    _Compared("level", "Mức số liệu", _at("actual.level"), _of_actual(lambda actual: LEVELS[actual.level])),
    _Compared("on", "Ngày số liệu", _at("actual.on"), _of_actual(lambda actual: write_date(actual.on))),
    _Compared("ratio", "% KH", _ratio, _percent_words(_ratio)),
    _Compared("attainment", "Mức giảm đạt", _reduction, _percent_words(_reduction)),
    _Compared("difference", "So với KH", _at("difference"), lambda side: _gap_words(side, side.standing.difference)),
    _Compared("same_period", "Cùng kỳ năm trước", _at("same_period.value"), _same_period_words),
    _Compared("index", "% cùng kỳ", _index, _percent_words(_index)),
    _Compared("growth", "Tăng, giảm so với cùng kỳ", _growth, _growth_words),
    _Compared("also", "Nơi khác giao", lambda kept: kept.get("also") or [], _also_words),
    _Compared("count", "Giao số lượng", _at("count"), _count_words),
    _Compared("stretch", "Phấn đấu", _at("stretch"), lambda side: STRETCHES.get(str(side.kept.get("stretch")), NONE)),
    _Compared("verdict", "Đánh giá", _at("verdict"), lambda side: verdict_text(side.standing.verdict)),
)


class _Line(NamedTuple):
    moved: Moved
    change: FigureChange

    @property
    def cause(self) -> str:
        """The rows behind it, and the plan where it may have moved it."""
        rows = list(map(str, self.moved.rows(self.change.field)))
        is_by_plan = not rows or (self.moved.by_plan and self.change.field in WITH_TARGET)
        return ", ".join([*rows, PLAN] if is_by_plan else rows)


COLUMNS: Sequence[Field[_Line]] = (
    field("name", "Chỉ tiêu", lambda line: line.moved.name, wraps=True),
    field("figure", "Số liệu", lambda line: line.change.title),
    right("sent", "Đã gửi", lambda line: line.change.sent_text, wraps=True),
    right("now", "Nay", lambda line: line.change.now_text, wraps=True),
    field("rows", "Do dòng", lambda line: line.cause, rank=1, wraps=True),
)


class Sides(NamedTuple):
    """The report as sent and the same now, as records and cards; the latter's origin (which says if it is closed)."""

    sent: Mapping[str, Any]
    now: Mapping[str, Any]
    cards: tuple[Scorecard, Scorecard]
    origin: Origin


def diff_page(
    plan: Plan,
    closing: Closing,
    copies: Sequence[Closing],
    sides: Sides,
    moved: Sequence[Moved],
    rows: Sequence[Change],
) -> Page:
    """The page; `copies` are all closings of the period, `rows` the ledger rows behind the changes, oldest first."""
    blocks: list[Block] = [Listing(tuple(_sent_lines(plan, closing, copies, sides)))]
    if moved:
        turned = sum(any(change.field == "verdict" for change in each.changes) for each in moved)
        also = f", {turned} chỉ tiêu đổi đánh giá" if turned else ""
        blocks.append(Paragraph(f"{len(moved)} chỉ tiêu khác báo cáo đã gửi{also}", Tone.STRONG))
        sent, now = map(headline, sides.cards)
        if sent != now:
            blocks.append(Listing((f"Đã gửi: {sent}", f"Nay: {now}")))
        lines = (_Line(each, change) for each in moved for change in each.said)
        blocks.append(table_of(COLUMNS, lines, "name", "Thay đổi"))
    else:
        blocks.append(Paragraph("Không có gì khác so với báo cáo đã gửi.", Tone.STRONG))
    blocks += [Heading("Các dòng sổ làm thay đổi", 2), history_table(plan, rows, "Dòng sổ")] if rows else []
    old, new = (str(side["plan"]["revision"]) for side in (sides.sent, sides.now))
    if moved and old != new:
        codes = f"Tệp kế hoạch đã đổi từ khi gửi: mã {old[:16]} → {new[:16]}"
        whose = f"chỗ ghi “{PLAN}” là do kế hoạch, không do dòng sổ nào."
        blocks.append(Paragraph(f"{codes}; {whose}", Tone.FAIR))
    record = {
        "schema": "thidua.diff/1",
        "period": sides.sent["period"],
        "closed": closed_record(sides.origin.closed),
        "sent": _copy_record(closing) | _side_record(sides.sent),
        "now": _side_record(sides.now),
        "copies": [_copy_record(copy) for copy in copies],
        "indicators": [_moved_record(each) for each in moved],
        "rows": [change_record(row) for row in rows],
    }
    title = f"Thay đổi từ khi chốt – {days_text(closing.period)}"
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
    return f"{words}, mở lại lúc {write_moment(end.at)} vì: {sanitise(end.draft.reason)}"


def _side_record(report: Mapping[str, Any]) -> dict[str, Any]:
    return {"plan": report["plan"]["revision"], **{key: report[key] for key in ("ledger", "headline", "summary")}}


def _copy_record(closing: Closing) -> dict[str, Any]:
    end = closing.ended_by
    return {
        **record_of(closing, "seq at=row.at by=row.actor state"),
        "ended": end and record_of(end, "seq at by=actor reason=draft.reason"),
    }


def _moved_record(each: Moved) -> dict[str, Any]:
    changes = [record_of(one, "field sent now") | {"rows": each.rows(one.field)} for one in each.changes]
    return record_of(each, "id name") | {"changes": changes, "plan_changed": each.by_plan}
