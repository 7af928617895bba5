"""What has moved since a report was sent: sent → now of every figure and verdict, and the ledger rows behind it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import NoneType
from typing import Any, NamedTuple

from ..domain import attainment
from ..domain.attainment import Method, Percentage, Reason, Verdict
from ..domain.closing import Closing, State
from ..domain.due import Stale
from ..domain.figure import INHERITED, Actual, Amount, Figure, Level
from ..domain.period import Period
from ..domain.plan import SHARES, Combine, Comparator, Indicator, Plan, Row, Section, Target, TargetInForce
from ..domain.scorecard import SamePeriod, Scorecard, Standing, Window
from ..domain.target import CEILINGS, PERCENT_PLACES, round_half_up
from ..errors import UNLIKE_OURS
from ..render.document import Block, Document, Heading, Listing, Paragraph, Tone
from ..vietnamese.numbers import machine_number, write_date, write_moment, write_number
from ..vietnamese.text import sanitise
from ..vietnamese.wording import LEVELS, SIGNED_VERDICTS, amount_text, days_text, percent_text, planned_text
from .indicators import Change, PlanOf, change_record, history_columns
from .notes import actual_text, gap_places, verdict_text
from .page import CLOSED, NONE, Field, Origin, Page, anchor, field, record_of, right, table_of
from .report import gap_text
from .sentences import has_running_total, headline, is_of_other_days, signed_percent

BY_PLAN = ("target", "indicator")
"""Fields that only the plan can move, and of a target against last year its result."""
WITH_TARGET = ("ratio", "attainment", "difference", "verdict")
"""Fields that an actual and its target make together."""
GROWN = ("index", "growth")
COMPUTED = ("on", "ratio", "attainment", "difference", *GROWN)
"""Fields that come of the figures alone, which a correction names and tells in its sentences."""
OF_OTHER_TARGETS = ("actual", "ratio", "difference")
"""The same of a target that does not judge: what differs is that target or its verdict."""
PLAN = "kế hoạch"
STRETCHES = {"met": "đạt", "not_met": "chưa đạt"}
_ENDLESS = r'"(?!(?:id|number|section|parent|code)")[^"]*": "\s*(?:[-+\d_.]{100,}|[-+\d_.]*[\d_.][eE][-+\d_]{3,})\s*"'
"""A number that could not be calculated with, or not in any time; ids may look like one."""
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
    """An indicator that differs, with all its changes, whether the plan moved its target too, and the ledger rows that
    moved its year, its same period and last year's result, from which its target is computed."""

    id: str
    name: str
    changes: tuple[FigureChange, ...]
    by_plan: bool
    year: tuple[int, ...] = ()
    earlier: tuple[int, ...] = ()
    result: tuple[int, ...] = ()

    @property
    def said(self) -> list[FigureChange]:
        """The changes that show, without what a period brought where that is what has been reached."""
        held = next((one for one in self.changes if one.field == "actual"), None)
        reached = held and tuple(side and side["value"] for side in (held.sent, held.now))
        shown = [one for one in self.changes if one.sent_text != one.now_text]
        return [one for one in shown if one.field != "in_period" or (one.sent, one.now) != reached]

    def rows(self, field: str) -> tuple[int, ...]:
        """The rows behind one field: none where only the plan can move it; where last year's figures do, theirs too."""
        if field in BY_PLAN:
            return self.result
        if field == "same_period":
            return self.earlier
        others = self.earlier if field in GROWN else self.result if field in WITH_TARGET else ()
        return tuple(sorted({*self.year, *others}))

    def cause(self, field: str) -> str:
        """The same in words, and the plan where it may have moved it."""
        rows = list(map(str, self.rows(field)))
        if not rows or (self.by_plan and field in (*BY_PLAN, *WITH_TARGET)):
            rows.append(PLAN)
        return ", ".join(rows)


def differences(
    sent: Kept, now: Kept, plan: Plan | None = None, cards: Sequence[Scorecard | None] = (None, None)
) -> list[Moved]:
    """The indicators of two reports that differ, in the order of the newer one; the plan gives their decimals, and the
    cards of both say where a report prints no growth."""
    sides = zip((sent, now), cards, strict=True)
    before, after = ({kept["id"]: _as_shown(kept, card) for kept in report["indicators"]} for report, card in sides)
    moved = []
    for id in dict.fromkeys([*after, *before]):
        row = plan.find(id) if plan else None
        if changes := tuple(_changes(before.get(id), after.get(id), row and row.indicator)):
            by_plan = _asked(before.get(id)) != _asked(after.get(id))
            moved.append(Moved(id, (after.get(id) or before[id])["name"], changes, by_plan))
    return moved


MOST_ENTRIES = 1_000_000
CUT_PLACES = 6
"""A number in a record has this many places when it does not end."""


def card_in(record: Mapping[str, Any], plan: Plan, period: Period) -> Scorecard:
    """The scorecard that a kept record tells of, as far as a report prints it.

    `plan` gives what a record does not hold: sections and totals as far as it still has them, decimals, suppliers, and
    whether the target is one of the very period.
    """
    window = Window(period, date.fromisoformat(record["period"]["cutoff"]))
    known = {row.indicator.id: row.indicator for row in plan.rows(window.cutoff)}
    sections, standings = {one.id: one for one in plan.sections}, []
    for kept in record["indicators"]:
        one = standing_in(kept, known.get(kept["id"]))
        row = one.row._replace(section=sections.get(kept["section"], one.row.section), parent=known.get(kept["parent"]))
        asked = (own := known.get(kept["id"])) and own.target_of(period.id, window.cutoff)
        standings.append(one._replace(row=row, of_period=asked is not None))
    return Scorecard(plan, window, tuple(standings))


def standing_in(kept: Mapping[str, Any], known: Indicator | None) -> Standing:
    """One indicator that a kept record tells of; `known` gives its decimals and how its figures add up."""
    held, upper, since = kept["target"], kept["target"]["upper"], kept["target"].get("since")
    target = Target(Comparator(held["comparator"]), Decimal(held["value"] or 0), upper and Decimal(upper))
    indicator = known or Indicator(kept["id"], "", "", target, Combine.LATEST)
    indicator = indicator._replace(name=kept["name"], unit=kept["unit"], target=target)
    actual = _actual_in(kept["actual"], indicator, kept.get("inherited", False))
    inside, same, stale = kept["in_period"], kept["same_period"], kept.get("stale")
    equal = actual is not None and inside is not None and Decimal(inside) == Decimal(kept["actual"]["value"])
    index, then = _percentage_in({"percent": same["index"], "reason": same["reason"]}), same["difference"]
    # Of last year's number a record says only whether merged communes brought it.
    merged = Figure(indicator.id, date.min, Amount(Decimal(0)), Level.OFFICIAL, "", INHERITED)
    source = Actual(Fraction(0), date.min, Level.OFFICIAL, (merged,) if same.get("recast") else ())
    return Standing(
        row=Row(indicator, kept["number"], Section(kept["section"], kept["section"], ()), None, kept["counted"]),
        target=TargetInForce(target, held["printed"], held.get("decision"), since and date.fromisoformat(since)),
        actual=actual,
        in_period=actual if equal else _computed_in(inside, actual),
        ratio=_percentage_in(kept["ratio"]),
        attainment=_percentage_in(kept["attainment"]),
        difference=_difference_in(kept["difference"], target, actual),
        same_period=SamePeriod(_computed_in(same["value"], source), index, then and Fraction(then)),
        verdict=Verdict(kept["verdict"]),
        basis=Fraction(held["basis"]) if "basis" in held else None,
        stale=stale and actual and Stale(stale["missing"], date.fromisoformat(stale["expected"]), actual.on),
    )


def _actual_in(kept: Mapping[str, Any] | None, indicator: Indicator, inherited: bool) -> Actual | None:
    """Typed where one figure decides, else computed; a rate exactly from its two parts."""
    if kept is None:
        return None
    amount = None
    if kept["entries"] > MOST_ENTRIES:
        raise ValueError(kept["entries"])
    if kept["numerator"] is not None:
        amount = Amount(numerator=Decimal(kept["numerator"]), denominator=Decimal(kept["denominator"]))
    elif kept["entries"] == 1 and indicator.combine is not Combine.TOTAL:
        amount = Amount(Decimal(kept["value"]))
    on, level = date.fromisoformat(kept["on"]), Level(kept["level"])
    one = Figure(indicator.id, on, amount or Amount(), level, "", seq=INHERITED if inherited else 1)
    exact = amount.exact if amount else Fraction(kept["value"])
    return Actual(exact, on, level, (one,) * kept["entries"], amount)


def _computed_in(value: str | None, actual: Actual | None) -> Actual | None:
    """A number of which the record says no more than itself; one that ends within its places is printed as it is."""
    if value is None:
        return None
    ends = len(value.partition(".")[2]) < CUT_PLACES
    held = actual or Actual(Fraction(0), date.min, Level.OFFICIAL, ())
    return held._replace(exact=Fraction(value), latest=Amount(Decimal(value)) if ends else None)


def _difference_in(kept: Mapping[str, Any] | None, target: Target, actual: Actual | None) -> Fraction | None:
    """The actual less its target where the record tells of that, which it may have cut off."""
    if kept is None:
        return None
    exact = attainment.difference(actual.exact, target) if actual else None
    return exact if exact is not None and machine_number(exact) == kept["value"] else Fraction(kept["value"])


def _percentage_in(kept: Mapping[str, Any]) -> Percentage:
    percent, reason, method = kept["percent"], kept["reason"], kept.get("method")
    exact = percent and Fraction(percent)
    return Percentage(percent and Decimal(percent), reason and Reason(reason), exact, method and Method(method))


def is_readable(sent: Kept) -> bool:
    """Whether a kept report holds what pages say of one; under a right hash anything may have been forged."""
    try:
        _ = sent["headline"], sent["as_known"], sent["plan"]["revision"], sent["ledger"]["seq"], sent["ledger"]["chain"]
        date.fromisoformat(sent["period"]["cutoff"])
        for kept in sent["indicators"]:
            keys = {kept["id"], kept["number"], kept["section"], kept["parent"]}
            is_endless = re.search(_ENDLESS, json.dumps(kept, ensure_ascii=False))
            if is_endless or not {str, NoneType} >= set(map(type, keys)):
                return False
            _words(kept, standing_in(kept, None))
    except UNLIKE_OURS:
        return False
    return True


def _as_shown(kept: Kept, card: Scorecard | None) -> Kept:
    """Without a growth between figures of other days, which no report prints."""
    standing = card and card.find(kept["id"])
    if not standing or not is_of_other_days(standing):
        return kept
    return {**kept, "same_period": {**kept["same_period"], "index": None, "growth": None, "difference": None}}


def _asked(kept: Kept | None) -> Any:
    """What the plan asks for, of a change on last year not the number that its result makes of it."""
    target = kept["target"] if kept else {}
    counted = "relative" if "relative" in target else "value"
    return _comparable({part: target.get(part) for part in ("comparator", counted, "upper")})


def _changes(sent: Kept | None, now: Kept | None, indicator: Indicator | None) -> Iterable[FigureChange]:
    if sent is None or now is None:
        words = ("có trong báo cáo", "không còn trong kế hoạch") if now is None else ("chưa có", "thêm vào kế hoạch")
        yield FigureChange("indicator", "Chỉ tiêu", sent and sent["verdict"], now and now["verdict"], *words)
        return
    old, new = _raw(sent), _raw(now)
    differing = [key for key in old if _comparable(old[key]) != _comparable(new[key])]
    sides = [(kept, standing_in(kept, indicator)) for kept in (sent, now)] if differing else []
    printed = [_words(kept, standing) for kept, standing in sides]
    for key in differing:
        (_, before), (title, after) = (words[key] for words in printed)
        if before == after:
            before, after = (_words(kept, _in_full(standing), CUT_PLACES)[key][1] for kept, standing in sides)
        yield FigureChange(key, title, old[key], new[key], before, after)


def _comparable(raw: Any) -> Any:
    """Figures by their value, so that 3.5 and 3.50 are alike, and a kept one that was cut with one that is not."""
    if isinstance(raw, list):
        return list(map(_comparable, raw))
    if isinstance(raw, Mapping):
        return {key: _comparable(value) for key, value in raw.items() if key not in OF_OTHER_TARGETS}
    try:
        return round_half_up(Decimal(raw), CUT_PLACES)
    except (ArithmeticError, TypeError, ValueError):
        return raw


def _raw(kept: Kept) -> dict[str, Any]:
    """What is compared of an indicator, raw, by field; None for what a report never prints of such a one.

    A ceiling has no ratio, a rate no index and its growth in points; an answer by yes or no has neither, nor has what
    was not above 0 last year, whatever older copies say.
    """
    target, actual, held, same = kept["target"], kept["actual"], kept["attainment"], kept["same_period"]
    is_share, is_number = kept["unit"].startswith(SHARES), target["comparator"] != Comparator.YES
    is_ceiling = target["comparator"] in CEILINGS
    has_growth = is_number and (is_share or Decimal(same["value"] or 0) > 0)
    return {
        "target": {part: target[part] for part in ("comparator", "value", "upper")},
        "in_period": kept.get("in_period"),
        "actual": actual and {part: actual[part] for part in ("value", "numerator", "denominator")},
        "level": actual and actual.get("level"),
        "on": actual and actual.get("on"),
        "ratio": None if is_ceiling else kept["ratio"]["percent"],
        "attainment": held["percent"] if held["method"] == Method.REDUCTION else None,
        "difference": kept.get("difference"),
        "same_period": same.get("value"),
        "index": same["index"] if has_growth and not is_share else None,
        "growth": same["difference" if is_share else "growth"] if has_growth else None,
        "also": kept.get("also") or [],
        "count": kept.get("count"),
        "stretch": kept.get("stretch"),
        "verdict": kept.get("verdict"),
    }


def _words(kept: Kept, standing: Standing, places: int = PERCENT_PLACES) -> dict[str, tuple[str, str]]:
    """The same as a report prints it, under its title; differences with `places`, never as zero when they are not."""
    raw, actual, same = _raw(kept), standing.actual, standing.same_period
    indicator, target, count = standing.indicator, standing.target, kept.get("count")

    def figure(held: Actual | None) -> str:
        return actual_text(standing, held) if held else NONE

    def percent(number: str | None) -> str:
        return NONE if number is None else percent_text(Decimal(number))

    def gap(held: Fraction | None, *of: Actual | None) -> str:
        return NONE if held is None else gap_text(held, indicator, max(places, gap_places(held, indicator, *of)))

    reached = amount_text(actual.latest, indicator) if actual and actual.latest else figure(actual)
    decision = f" (theo {target.decision})" if target.decision else ""
    grown = NONE if same.growth is None else signed_percent(same.growth)
    grown = gap(same.difference, actual, same.actual) if indicator.is_share else grown
    also = [f"{one['by']} {one['target']['printed']}: {_other(one, standing, places)}" for one in raw["also"]]
    counted = count and f"{write_number(Decimal(count['actual']))}: {_other(count, standing, places)}"
    return {
        "target": ("Kế hoạch", planned_text(target.target, indicator, target.printed) + decision),
        "in_period": ("Trong kỳ", figure(standing.in_period)),
        "actual": ("Lũy kế" if has_running_total(standing) else "Thực hiện", reached),
        "level": ("Mức số liệu", LEVELS[actual.level] if actual else NONE),
        "on": ("Ngày số liệu", write_date(actual.on) if actual else NONE),
        "ratio": ("% KH", percent(raw["ratio"])),
        "attainment": ("Mức giảm đạt", percent(raw["attainment"])),
        "difference": ("So với KH", gap(standing.difference, actual)),
        "same_period": ("Cùng kỳ năm trước", figure(same.actual)),
        "index": ("% cùng kỳ", percent(raw["index"])),
        "growth": ("Tăng, giảm so với cùng kỳ", grown),
        "also": ("Nơi khác giao", "; ".join(also) or NONE),
        "count": ("Giao số lượng", counted or NONE),
        "stretch": ("Phấn đấu", STRETCHES.get(raw["stretch"], NONE)),
        "verdict": ("Đánh giá", verdict_text(standing, SIGNED_VERDICTS)),
    }


def _in_full(standing: Standing) -> Standing:
    """Where the printed places, or the document's own words of a target, do not show what differs."""
    row, target = standing.row, standing.target._replace(printed=None)
    return standing._replace(row=row._replace(indicator=row.indicator._replace(decimals=CUT_PLACES)), target=target)


def _other(one: Kept, standing: Standing, places: int) -> str:
    """The verdict on another target, in full with the difference: nothing else may show what differs."""
    away = one.get("difference") if places == CUT_PLACES else None
    told = away and gap_text(Fraction(away["value"]), standing.indicator._replace(unit=away["unit"]), places)
    words = verdict_text(standing._replace(verdict=Verdict(one["verdict"])), SIGNED_VERDICTS)
    return f"{words} ({told})" if told else words


COLUMNS: Sequence[Field[tuple[Moved, FigureChange]]] = (
    field("name", "Chỉ tiêu", lambda line: line[0].name, wraps=True),
    field("figure", "Số liệu", lambda line: line[1].title),
    right("sent", "Đã gửi", lambda line: line[1].sent_text, wraps=True),
    right("now", "Nay", lambda line: line[1].now_text, wraps=True),
    field("rows", "Do dòng", lambda line: line[0].cause(line[1].field), rank=1, wraps=True),
)


class Compared(NamedTuple):
    """A closed report as sent and now: all closings of its period, both as records and cards, the latter's origin
    (which says if it is closed), what differs, the ledger rows behind that, oldest first, and the plans they
    were written under."""

    closing: Closing
    copies: Sequence[Closing]
    sent: Mapping[str, Any]
    now: Mapping[str, Any]
    cards: tuple[Scorecard, Scorecard]
    origin: Origin
    moved: Sequence[Moved]
    changes: Sequence[Change]
    written_under: PlanOf


def diff_page(plan: Plan, held: Compared) -> Page:
    """What has moved since a report was sent, and why."""
    moved, rows, ledger = held.moved, held.changes, held.sent["ledger"]
    lines = [f"Báo cáo đã gửi: {_copy_words(held.closing)}", f"Làm từ sổ dòng {ledger['seq']}, mã {ledger['chain']}"]
    if others := [copy for copy in held.copies if copy.seq != held.closing.seq]:
        listed = "; ".join(_copy_words(copy) for copy in others)
        seen = f"thidua diff {held.closing.named} --sent {others[-1].seq}"
        lines.append(f"Bản gửi khác của kỳ này: {listed} – so với một bản: {seen}")
    blocks: list[Block] = [Listing(tuple(lines))]
    if moved:
        turned = sum(any(change.field == "verdict" for change in each.changes) for each in moved)
        also = f", {turned} chỉ tiêu đổi đánh giá" if turned else ""
        blocks.append(Paragraph(f"{len(moved)} chỉ tiêu khác báo cáo đã gửi{also}", Tone.STRONG))
        sent, now = map(headline, held.cards)
        if sent != now:
            blocks.append(Listing((f"Đã gửi: {sent}", f"Nay: {now}")))
        said = ((each, change) for each in moved for change in each.said)
        blocks.append(table_of(COLUMNS, said, "name", "Thay đổi"))
    else:
        blocks.append(Paragraph("Không có gì khác so với báo cáo đã gửi.", Tone.STRONG))
    if rows:
        columns = history_columns(plan, held.written_under)
        blocks += [Heading("Các dòng sổ làm thay đổi", 2), table_of(columns, rows, "seq", "Dòng sổ")]
    old, new = (str(side["plan"]["revision"]) for side in (held.sent, held.now))
    if moved and old != new:
        codes = f"Tệp kế hoạch đã đổi từ khi gửi: mã {old[:16]} → {new[:16]}"
        whose = f"chỗ ghi “{PLAN}” là do kế hoạch, không do dòng sổ nào."
        blocks.append(Paragraph(f"{codes}; {whose}", Tone.FAIR))
    title = f"Thay đổi từ khi chốt – {days_text(held.closing.period)}"
    return Page(Document(title, tuple(blocks), (anchor(held.origin),)), partial(_record, held))


def _copy_words(closing: Closing) -> str:
    """`huong chốt lúc 05/07/2024 08:03 (dòng 7), mở lại lúc … vì: …`."""
    words = f"{sanitise(closing.row.actor)} chốt lúc {write_moment(closing.row.at)} (dòng {closing.seq})"
    end = closing.ended_by
    if end is None:
        return words
    if closing.state is State.TAKEN_BACK:
        return f"{words}, đã hoàn tác lúc {write_moment(end.at)}"
    return f"{words}, mở lại lúc {write_moment(end.at)} vì: {sanitise(end.draft.reason)}"


def _record(held: Compared) -> dict[str, Any]:
    def copy(closing: Closing) -> dict[str, Any]:
        ended = "ended=ended_by(seq at by=actor reason=draft.reason)"
        return record_of(closing, f"seq at=row.at by=row.actor state {ended}")

    def side(report: Kept) -> dict[str, Any]:
        return {"plan": report["plan"]["revision"], **{key: report[key] for key in ("ledger", "headline", "summary")}}

    indicators = []
    for each in held.moved:
        changes = [record_of(one, "field sent now rows", rows=each.rows(one.field)) for one in each.changes]
        indicators.append(record_of(each, "id name changes plan_changed=by_plan", changes=changes))
    return {
        "schema": "thidua.diff/1",
        "period": held.sent["period"],
        **record_of(held.origin, CLOSED),
        "sent": copy(held.closing) | side(held.sent),
        "now": side(held.now),
        "copies": list(map(copy, held.copies)),
        "indicators": indicators,
        "rows": list(map(change_record, held.changes)),
    }
