"""The main table: Scorecard → Document, in the columns and words of published reports; and the report by place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from ..domain.attainment import Verdict
from ..domain.closing import Closing
from ..domain.figure import Actual, is_inherited
from ..domain.period import Span
from ..domain.places import by
from ..domain.plan import SHARES, Calendar, Comparator, Indicator, Place, Plan, TargetInForce
from ..domain.scorecard import Also, Scorecard, Standing
from ..domain.target import CEILINGS, PERCENT_PLACES, shortest
from ..render.document import Block, Cell, Document, Paragraph, Table, Tone
from ..vietnamese import wording
from ..vietnamese.numbers import machine_number, write_date, write_moment, write_number
from ..vietnamese.text import plain_id, sanitise
from ..vietnamese.wording import SIGNED_VERDICTS, VERDICTS, difference_unit, in_unit, planned_text, with_unit
from . import page, sentences
from .notes import dated, gap_places, honest, note, reported_text, unofficial_text, verdict_text
from .page import DASH, Field, Origin, Page, anchor, field, right, unlike_line

TONES = {
    **dict.fromkeys((Verdict.EXCEEDED, Verdict.MET), Tone.GOOD),
    **dict.fromkeys((Verdict.WITHIN, Verdict.NOT_YET), Tone.FAIR),
    **dict.fromkeys((Verdict.MISSED, Verdict.NO_DATA), Tone.BAD),
    **dict.fromkeys((Verdict.NOT_DUE, Verdict.NOT_JUDGED), Tone.QUIET),
}


def report_table(card: Scorecard, shown: Iterable[Standing], fields: Sequence[Field[Standing]] = ()) -> Table:
    """Standings by section, under the columns of the report or others."""
    manner: dict[str, Any] = {"stands": lambda one: one.row, "key": lambda one: one.indicator.id, "key_title": "Mã"}
    return page.table_of(fields or report_fields(card), shown, "name", "Kết quả", **manner)


def report_fields(card: Scorecard, *, internal: bool = True) -> Sequence[Field[Standing]]:
    """The columns; those about the period, last year and what is foreseen only where there is something of that.

    Without `internal` the notes hold only what may leave the office.
    """
    is_year = card.window.period.span is Span.YEAR
    whole = "cả năm" if is_year else "hết kỳ"
    absent = ["in_period"] if is_year else []
    if all(one.same_period.actual is None for one in card.standings):
        absent += ["same_period", "index", "growth"]
    if all(one.expected is None for one in card.standings):
        absent += ["expected", "expected_ratio", "expected_verdict"]
    says_twice = all(one.in_period == one.actual for one in card.standings)
    foreseen = _foreseen(lambda one: page.quiet(verdict_text(one, SIGNED_VERDICTS)))
    fields: list[Field[Standing]] = [
        field("number", "TT", lambda one: page.quiet(one.row.number), rank=6),
        field("name", "Chỉ tiêu", lambda one: one.indicator.name, wraps=True),
        field("unit", "ĐVT", lambda one: one.indicator.unit, rank=4, wraps=True, joins="name"),
        right("target", "Kế hoạch", target_cell),
        right("in_period", "Trong kỳ", lambda one: figure_cell(one, one.in_period), rank=9 if says_twice else 6),
        right("actual", "Thực hiện" if is_year else "Lũy kế", lambda one: figure_cell(one, one.actual)),
        right("ratio", "% KH", ratio_cell, rank=1),
        right("difference", "So với KH", difference_cell, rank=3),
        field("bar", "Đạt % KH", _bar_cell, rank=7),
        right("same_period", "Cùng kỳ", lambda one: figure_cell(one, one.same_period.actual, judged=False), rank=8),
        right("index", "% cùng kỳ", _index_cell, rank=8),
        right("growth", "Tăng, giảm", _growth_cell, rank=8),
        right("expected", f"Ước {whole}", _foreseen(lambda one: figure_cell(one, one.actual)), rank=1),
        right("expected_ratio", "Ước % KH", _foreseen(ratio_cell), rank=4),
        field("expected_verdict", f"Nếu đúng ước {whole}", foreseen, rank=4, wraps=True),
        field("verdict", "Đánh giá", verdict_cell, wraps=True),
        field("note", "Ghi chú", lambda one: note(one, card.plan, internal=internal), rank=5, wraps=True),
    ]
    return page.without(fields, *absent)


def target_cell(standing: Standing, *, by_place: bool = False) -> Cell:
    """The target as reports print it, of a place only its own; a number for spreadsheets where it stands alone."""
    target, printed = standing.target.target, standing.target.printed
    if by_place and target.comparator is Comparator.REFERENCE:
        return DASH
    words = wording.target_words(target, standing.indicator, None if by_place or standing.of_period else printed)
    return Cell(words, target.value if words == write_number(target.value) else None)


def figure_cell(standing: Standing, actual: Actual | None, *, judged: bool = True) -> Cell:
    """An actual, one that is judged on its side of the target; a dash where there is none."""
    if actual is None:
        return DASH
    number = wording.shown_number(actual, standing.indicator, standing.target.target if judged else None)
    return Cell(in_unit(number, standing.indicator) if standing.indicator.is_yes_no else write_number(number), number)


def _foreseen(cell: Callable[[Standing], Cell]) -> Callable[[Standing], Cell | None]:
    """The cell of a row as it would stand on the period's last day; none for a row of which nothing is foreseen."""
    return lambda one: one.expected and cell(one.expected)


def ratio_cell(standing: Standing) -> Cell:
    """Empty where lower is better: TH/KH of a missed ceiling would read as a success."""
    percent = standing.ratio.percent
    if percent is None or standing.target.target.comparator in CEILINGS or standing.target.target.value < 0:
        return DASH
    return Cell(write_number(shortest(percent)), percent)


def difference_cell(standing: Standing) -> Cell:
    """Actual − target; a dash for what is not judged."""
    if standing.difference is None or standing.target.target.comparator is Comparator.REFERENCE:
        return DASH
    places = gap_places(standing.difference, standing.indicator, standing.measured)
    return signed_cell(standing.difference, standing.indicator.unit, places)


def signed_cell(gap: Fraction, unit: str, places: int = PERCENT_PLACES) -> Cell:
    """`+222`, `-0,2 điểm %`, `0`: only differences of rates carry their unit, for they are not percent."""
    number = honest(gap, places)
    text = f"{'+' if gap > 0 else ''}{write_number(number)}"
    return Cell(with_unit(text, difference_unit(unit)) if gap and unit.startswith(SHARES) else text, number)


def gap_text(gap: Fraction, indicator: Indicator, places: int = PERCENT_PLACES) -> str:
    """`+222 con`, `-0,2 điểm %`, `0` of a rate: a difference in its unit."""
    text = f"{'+' if gap > 0 else ''}{write_number(honest(gap, places))}"
    return with_unit(text, difference_unit(indicator.unit)) if gap or not indicator.is_rate else text


def _bar_cell(standing: Standing) -> Cell:
    """A bar of TH/KH where that is printed."""
    percent = ratio_cell(standing).value
    return Cell() if percent is None else Cell(tone=TONES[standing.verdict], fraction=max(percent, Decimal(0)) / 100)


def _index_cell(standing: Standing) -> Cell:
    """The index of last year; a dash for rates, which differ in points, and where the days cannot be compared."""
    percent, is_share = standing.same_period.ratio.percent, standing.indicator.is_share
    if percent is None or is_share or sentences.is_of_other_days(standing):
        return DASH
    return Cell(write_number(shortest(percent)), percent)


def _growth_cell(standing: Standing) -> Cell:
    same = standing.same_period
    if same.difference is None or sentences.is_of_other_days(standing):
        return DASH
    if standing.indicator.is_share:  # points also of what was not above 0, where there is no percentage
        places = gap_places(same.difference, standing.indicator, standing.actual, same.actual)
        return signed_cell(same.difference, standing.indicator.unit, places)
    return DASH if same.growth is None else Cell(sentences.signed_percent(same.growth), same.growth)


def verdict_cell(standing: Standing) -> Cell:
    """The verdict; one that rests on an old figure says of which day."""
    return Cell(dated(verdict_text(standing, SIGNED_VERDICTS), standing), tone=TONES[standing.verdict])


Shows = Callable[[Standing], bool]
"""Which rows a table shows; counts and headline never depend on it."""


def report_page(card: Scorecard, origin: Origin, shows: Shows | None = None, outside: Sequence[str] = ()) -> Page:
    """The report as a document; `outside` are ids that have figures but are not in the plan."""
    shown = list(filter(shows, card.standings))
    said, covered = sentences.headline(card), f"{card.with_figures}/{len(card.counted)} chỉ tiêu có số liệu"
    if not card.counted:
        covered = f"{sum(one.actual is not None for one in card.standings)}/{len(card.standings)} dòng có số liệu"
    # Which rest on figures that are not official yet: the column of notes is not on every screen.
    by_level = by(shown, lambda one: unofficial_text(one.actual)).items()
    weak = {level: ", ".join(one.indicator.name for one in held) for level, held in by_level if level}
    blocks: list[Block] = [
        *unlike_line(origin.closed),
        Paragraph(said, Tone.STRONG),
        Paragraph(covered),
        report_table(card, shown),
        *(Paragraph(f"Mới có {level}: {names}.", Tone.FAIR) for level, names in weak.items()),
        *([Paragraph(outside_text(outside), Tone.FAIR)] if outside else []),
    ]
    words = card.plan.report
    about = words.subject[:1].upper() + words.subject[1:] if words and words.subject else "Thi đua"
    title = f"{about} {card.plan.unit.name} – {period_label(card)}"
    document = Document(title, tuple(blocks), (anchor(origin),), again=said)
    return Page(document, partial(report_record, card, origin, shown), partial(facts_of, card))


def report_page_as_sent(card: Scorecard, sent: Mapping[str, Any], closing: Closing, shows: Shows) -> Page:
    """The report that a closing keeps; its headline and its record are the kept ones."""
    row = closing.row
    origin = Origin(sent["plan"]["revision"], sent["ledger"]["seq"], sent["ledger"]["chain"], sent["as_known"])
    made = report_page(card, origin, shows)
    said = f"Bản đã gửi: {sanitise(row.actor)} chốt lúc {write_moment(row.at)} (dòng {row.seq})."
    blocks = (Paragraph(said, Tone.QUIET), *made.document.blocks)
    ids = {standing.indicator.id for standing in filter(shows, card.standings)}
    told = {**sent, "indicators": [one for one in sent["indicators"] if one["id"] in ids]}
    return made._replace(document=made.document._replace(blocks=blocks, again=""), told=lambda: told)


SAME_PERIOD = "value=actual.exact index=ratio.percent growth difference reason=ratio.reason recast!"
ACTUAL = "value numerator=latest.numerator denominator=latest.denominator on level entries"
EXPECTED = "value=actual.exact percent=ratio.percent difference verdict on=actual.on"
ALSO = "by=asked.by target ratio(percent reason) difference verdict"
COUNT = "target actual difference verdict"
COVERAGE = "reported of missing without_parts value=together.exact used=decides difference=gap"
OTHERS_IN_HEADLINE = (Verdict.WITHIN, Verdict.MISSED, Verdict.NOT_YET, Verdict.NOT_DUE, Verdict.NO_DATA)


def _headline(card: Scorecard) -> str:
    """`22/24 chỉ tiêu đạt và vượt, trong đó 9 vượt, 13 đạt; 2 không đạt: …` – counted indicators only."""
    if not card.counted:
        return "Không có chỉ tiêu nào được tính vào câu tổng hợp"
    counts = card.counts()
    exceeded, met = counts[Verdict.EXCEEDED], counts[Verdict.MET]
    told = {one: f"{counts[one]} {VERDICTS[one].lower()}" for one in OTHERS_IN_HEADLINE if counts[one]}
    if missed := card.of(Verdict.MISSED):
        told[Verdict.MISSED] += f": {', '.join(one.indicator.name for one in missed)}"
    old = f"{card.with_figures} có số liệu, trong đó {len(card.stale)} chỉ tiêu theo số liệu cũ" if card.stale else ""
    said = f"{exceeded + met}/{len(card.counted)} chỉ tiêu đạt và vượt, trong đó {exceeded} vượt, {met} đạt"
    return page.joined((said, *told.values(), old))


def report_record(card: Scorecard, origin: Origin, shown: Iterable[Standing]) -> dict[str, Any]:
    """The whole report; `shown` are the rows that were asked for."""
    counts = card.counts()
    verdicts = {verdict.value: counts[verdict] for verdict in Verdict}
    summary = {"counted": len(card.counted), **verdicts, "stale": len(card.stale)}
    told = {"headline": _headline(card), "summary": summary, "indicators": list(map(standing_record, shown))}
    return page.ledger_record("thidua.report/1", card.plan, origin, card.window, **told)


def standing_record(standing: Standing) -> dict[str, Any]:
    """One indicator."""
    row, indicator, actual, same = standing.row, standing.indicator, standing.actual, standing.same_period
    gap, expected, unit = standing.difference, standing.expected, difference_unit(standing.indicator.unit)
    counted = indicator._replace(unit=indicator.rate.numerator if indicator.rate else "")
    return {
        **page.record_of(row, "id=indicator.id number name=indicator.name section=section.id parent=parent.id"),
        **page.record_of(row, "unit=indicator.unit counted"),
        "target": target_record(standing.target, indicator)
        | ({"basis": standing.basis} if standing.lacks_basis and standing.basis is not None else {}),
        "actual": actual and page.record_of(actual, ACTUAL, value=plain_number(actual)),
        "in_period": standing.in_period and plain_number(standing.in_period),
        **page.record_of(standing, "ratio(percent reason) attainment(method percent reason)"),
        "difference": _difference(gap, unit),
        "same_period": page.record_of(same, SAME_PERIOD, recast=is_inherited(same.actual)),
        **page.record_of(standing, "inherited! verdict stale(missing expected)", inherited=is_inherited(actual)),
        "expected": expected and page.record_of(expected, EXPECTED, difference=_difference(expected.difference, unit)),
        "also": [_also(one, indicator, ALSO) for one in standing.also],
        "count": standing.of_count and _also(standing.of_count, counted, COUNT),
        "stretch": None if standing.stretch is None else "met" if standing.stretch else "not_met",
        **page.record_of(standing, f"code=row.indicator.code places=coverage({COVERAGE})!"),
    }


def _difference(gap: Fraction | None, unit: str) -> dict[str, Any] | None:
    return None if gap is None else {"value": gap, "unit": unit}


def _also(one: Also, indicator: Indicator, words: str) -> dict[str, Any]:
    """Another target than the one that judges; a rate's numerator has the unit that the plan says is counted."""
    target = target_record(TargetInForce(one.asked.target, one.asked.printed), indicator)
    gap = _difference(one.difference, difference_unit(indicator.unit))
    return page.record_of(one, words, target=target, difference=gap)


def target_record(held: TargetInForce, indicator: Indicator) -> dict[str, Any]:
    """A target; `value` is null where it is no number or rests on a result of last year that nobody knows."""
    target, relative = held.target, held.target.relative
    has_number = target.comparator.is_number and not target.is_open
    number = target.value if target.exact is None else target.bound
    value, printed = number if has_number else None, planned_text(target, indicator, held.printed)
    record = page.record_of(target, "comparator value upper printed", value=value, printed=printed)
    if relative is not None:
        sign = "+" if relative.change > 0 else ""
        record["relative"] = f"{sign}{machine_number(relative.change)}{'%' if relative.in_percent else ''}"
    if held.since is not None:
        record |= page.record_of(held, "decision since")
    return record


def plain_number(actual: Actual) -> Decimal | Fraction:
    """An actual's number: a recorded value with its own digits, else the exact one."""
    typed = actual.latest and actual.latest.value
    return actual.exact if typed is None else typed


def outside_text(outside: Sequence[str]) -> str:
    """Names ids which have figures but stand in no row of the plan; empty when there are none."""
    return "Có số liệu ngoài kế hoạch: " + ", ".join(outside) if outside else ""


def period_label(card: Scorecard) -> str:
    """The period with its cut-off, and its calendar where that is not the civil one."""
    window = card.window
    calendar = f", {wording.CALENDARS[window.period.calendar]}" if window.period.calendar is not Calendar.CIVIL else ""
    return f"{window.period.label} (số liệu đến ngày {write_date(window.cutoff)}{calendar})"


COUNTS = {one: f"so-chi-tieu-{plain_id(said, None)}" for one, said in VERDICTS.items() if one is not Verdict.NOT_JUDGED}
OF_INDICATOR = {
    "target": "ke-hoach",
    "in_period": "trong-ky",
    "actual": "thuc-hien",
    "ratio": "ty-le",
    "difference": "chenh-lech",
    "same_period": "cung-ky",
    "index": "ty-le-cung-ky",
    "growth": "tang-giam",
    "note": "ghi-chu",
}


def facts_of(card: Scorecard) -> dict[str, str]:
    """Period, counts and every cell of the main table, worded as in the table itself."""
    counts, window = card.counts(), card.window
    counts[Verdict.NO_DATA] -= sum(one.lacks_basis for one in card.of(Verdict.NO_DATA))  # as the headline counts them
    facts = {
        "ky": window.period.label,
        "nam": str(card.plan.year),
        "don-vi": card.plan.unit.name,
        "so-lieu-den-ngay": write_date(window.cutoff),
        "nhan-xet-chung": sentences.headline(card),
        "so-chi-tieu": str(len(card.counted)),
        "so-chi-tieu-co-so-lieu": str(card.with_figures),
        "so-chi-tieu-dat-va-vuot": str(counts[Verdict.EXCEEDED] + counts[Verdict.MET]),
        "so-chi-tieu-so-cu": str(len(card.stale)),
        **{name: str(counts[verdict]) for verdict, name in COUNTS.items()},
    }
    fields = [each for each in report_fields(card) if each.column.key in OF_INDICATOR]
    for one in card.standings:
        texts = {OF_INDICATOR[each.column.key]: page.cell_of(each, one).text for each in fields}
        texts["danh-gia"] = dated(verdict_text(one), one)
        facts |= {f"{one.indicator.id}.{name}": text for name, text in texts.items()}
    return facts


def _place_fields(name: Cell, plan: Plan) -> Sequence[Field[Standing]]:
    """The columns of one place's standing, or the commune's, under the name that it is shown by."""
    return (
        field("place", "Thôn", lambda _: name, wraps=True),
        right("target", "Kế hoạch", lambda one: target_cell(one, by_place=True), rank=1),
        right("actual", "Thực hiện", lambda one: figure_cell(one, one.actual)),
        right("ratio", "% KH", ratio_cell, rank=2),
        right("difference", "So với KH", difference_cell, rank=4),
        field("verdict", "Đánh giá", _place_verdict_cell, wraps=True),
        field("on", "Ngày", lambda one: page.day_text(one.actual and one.actual.on), rank=3),
        field("note", "Ghi chú", lambda one: note(one, plan), rank=5, wraps=True),
    )


def places_page(
    card: Scorecard, cards: Sequence[tuple[Place, Scorecard]], shown: Sequence[Standing], origin: Origin
) -> Page:
    """Grouped by indicator, the places in the plan's order, the commune last; `shown` are the commune's standings."""
    rows, plan = [], card.plan
    for standing in shown:
        indicator, name = standing.indicator, Cell(f"Cả {plan.unit.name}", tone=Tone.STRONG)
        reported = f": {reported_text(standing.coverage)}" if standing.coverage else ""
        rows.append(page.heading_row(f"{indicator.name} ({indicator.unit}){reported}"))
        for place, own in cards:
            if (held := own.find(indicator.id)) is not None:
                gone = f" (đến {write_date(place.until)})" if place.until else " (chưa có)"
                here = Cell(place.name + ("" if place.exists_on(own.window.cutoff) else gone))
                rows.append(page.row_of(_place_fields(here, own.plan), held, key=indicator.id))
        rows.append(page.row_of(_place_fields(name, plan), standing, is_total=True, key=indicator.id))
    blocks: list[Block] = [page.table_of(_place_fields(Cell(), plan), rows, "place", "Theo thôn", key_title="Mã")]
    if not shown:
        blocks = [Paragraph("Không có chỉ tiêu nào thu theo thôn (by_place) trong phần đã chọn.", Tone.QUIET)]
    title = f"Thi đua {plan.unit.name} theo thôn – {period_label(card)}"
    ids = [standing.indicator.id for standing in shown]

    def told() -> Mapping[str, Any]:
        places = []
        for place, own in cards:
            listed = [standing_record(one) for one in own.standings if one.indicator.id in ids]
            places.append(page.record_of(place, "id name indicators", indicators=listed))
        told = {"places": places, "indicators": list(map(standing_record, shown))}
        return page.ledger_record("thidua.report-places/1", plan, origin, card.window, **told)

    document = Document(title, (*unlike_line(origin.closed), *blocks), (anchor(origin),))
    return Page(document, told, partial(facts_of, card))


def _place_verdict_cell(standing: Standing) -> Cell:
    """A place that was given no target of its own is not judged, but whether it has reported is said."""
    if standing.verdict is not Verdict.NOT_JUDGED:
        return verdict_cell(standing)
    awaited = SIGNED_VERDICTS[Verdict.NO_DATA if standing.overdue else Verdict.NOT_DUE]
    return page.quiet(dated("Không giao riêng", standing) if standing.actual else awaited)
