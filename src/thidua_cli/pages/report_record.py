"""The report for machines (`thidua.report/1`), decimals as text; and a kept one read back into a scorecard."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..domain.attainment import Method, Percentage, Reason, Verdict
from ..domain.due import Stale
from ..domain.figure import INHERITED, Actual, Amount, Figure, Level, is_inherited
from ..domain.period import Period
from ..domain.plan import Combine, Comparator, Indicator, Plan, Row, Section, Target, TargetInForce
from ..domain.scorecard import Also, SamePeriod, Scorecard, Standing, Window
from ..vietnamese.numbers import machine_number
from ..vietnamese.wording import VERDICTS, difference_unit, planned_text
from .page import Origin, ledger_record, record_of

SAME_PERIOD = "value=actual.exact index=ratio.percent growth difference reason=ratio.reason recast!"
ACTUAL = "value numerator=latest.numerator denominator=latest.denominator on level entries"
EXPECTED = "value=actual.exact percent=ratio.percent difference verdict on=actual.on"
ALSO = "by=asked.by target ratio(percent reason) difference verdict"
COUNT = "target actual difference verdict"
COVERAGE = "reported of missing without_parts value=together.exact used=decides difference=gap"
OTHERS_IN_HEADLINE = (Verdict.WITHIN, Verdict.MISSED, Verdict.NOT_YET, Verdict.NOT_DUE, Verdict.NO_DATA)


def headline(card: Scorecard) -> str:
    """`22/24 chỉ tiêu đạt và vượt, trong đó 9 vượt, 13 đạt; 2 không đạt: …` – counted indicators only."""
    if not card.counted:
        return "Không có chỉ tiêu nào được tính vào câu tổng hợp"
    counts = card.counts()
    exceeded, met = counts[Verdict.EXCEEDED], counts[Verdict.MET]
    text = f"{exceeded + met}/{card.counted} chỉ tiêu đạt và vượt, trong đó {exceeded} vượt, {met} đạt"
    for verdict in OTHERS_IN_HEADLINE:
        if counts[verdict]:
            text += f"; {counts[verdict]} {VERDICTS[verdict].lower()}"
            if verdict is Verdict.MISSED:
                text += ": " + ", ".join(standing.indicator.name for standing in card.of(verdict))
    if card.stale:
        text += f"; {card.with_figures} có số liệu, trong đó {len(card.stale)} chỉ tiêu theo số liệu cũ"
    return text


def report_record(card: Scorecard, origin: Origin, shown: Iterable[Standing]) -> dict[str, Any]:
    """The whole report; `shown` are the rows that were asked for."""
    counts = card.counts()
    verdicts = {verdict.value: counts[verdict] for verdict in Verdict}
    summary = {"counted": card.counted, **verdicts, "stale": len(card.stale)}
    listed = [standing_record(standing) for standing in shown]
    told = {"headline": headline(card), "summary": summary, "indicators": listed}
    return ledger_record("thidua.report/1", card.plan, origin, card.window, **told)


def standing_record(standing: Standing) -> dict[str, Any]:
    """One indicator."""
    row, indicator, actual, same = standing.row, standing.indicator, standing.actual, standing.same_period
    gap, expected, unit = standing.difference, standing.expected, difference_unit(standing.indicator.unit)
    counted = indicator._replace(unit=indicator.rate.numerator if indicator.rate else "")
    return {
        **record_of(row, "id=indicator.id number name=indicator.name section=section.id parent=parent.id"),
        **record_of(row, "unit=indicator.unit counted"),
        "target": target_record(standing.target, indicator)
        | ({"basis": standing.basis} if standing.lacks_basis and standing.basis is not None else {}),
        "actual": actual and record_of(actual, ACTUAL, value=plain_number(actual)),
        "in_period": standing.in_period and plain_number(standing.in_period),
        **record_of(standing, "ratio(percent reason) attainment(method percent reason)"),
        "difference": _difference(gap, unit),
        "same_period": record_of(same, SAME_PERIOD, recast=is_inherited(same.actual)),
        **record_of(standing, "inherited! verdict stale(missing expected)", inherited=is_inherited(actual)),
        "expected": expected and record_of(expected, EXPECTED, difference=_difference(expected.difference, unit)),
        "also": [_also(one, indicator, ALSO) for one in standing.also],
        "count": standing.of_count and _also(standing.of_count, counted, COUNT),
        "stretch": None if standing.stretch is None else "met" if standing.stretch else "not_met",
        **record_of(standing, f"code=row.indicator.code places=coverage({COVERAGE})!"),
    }


def _difference(gap: Fraction | None, unit: str) -> dict[str, Any] | None:
    return None if gap is None else {"value": gap, "unit": unit}


def _also(one: Also, indicator: Indicator, words: str) -> dict[str, Any]:
    """Another target than the one that judges; a rate's numerator has the unit that the plan says is counted."""
    target = target_record(TargetInForce(one.asked.target, one.asked.printed), indicator)
    gap = _difference(one.difference, difference_unit(indicator.unit))
    return record_of(one, words, target=target, difference=gap)


def target_record(held: TargetInForce, indicator: Indicator) -> dict[str, Any]:
    """A target; `value` is null where it is no number or rests on a result of last year that nobody knows."""
    target, relative = held.target, held.target.relative
    has_number = target.comparator.is_number and not target.is_open
    number = target.value if target.exact is None else target.bound
    value, printed = number if has_number else None, planned_text(target, indicator, held.printed)
    record = record_of(target, "comparator value upper printed", value=value, printed=printed)
    if relative is not None:
        sign = "+" if relative.change > 0 else ""
        record["relative"] = f"{sign}{machine_number(relative.change)}{'%' if relative.in_percent else ''}"
    if held.since is not None:
        record |= record_of(held, "decision since")
    return record


def plain_number(actual: Actual) -> Decimal | Fraction:
    """An actual's number: a recorded value with its own digits, else the exact one."""
    typed = actual.latest and actual.latest.value
    return actual.exact if typed is None else typed


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
    """The actual less a bound of its target where the record tells of that, which it may have cut off."""
    if kept is None:
        return None
    bounds = [bound for bound in (target.value, target.upper) if actual and bound is not None]
    exact = (actual.exact - Fraction(bound) for bound in bounds if actual)
    return next((gap for gap in exact if machine_number(gap) == kept["value"]), Fraction(kept["value"]))


def _percentage_in(kept: Mapping[str, Any]) -> Percentage:
    percent, reason, method = kept["percent"], kept["reason"], kept.get("method")
    exact = percent and Fraction(percent)
    return Percentage(percent and Decimal(percent), reason and Reason(reason), exact, method and Method(method))
