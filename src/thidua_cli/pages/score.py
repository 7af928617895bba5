"""Points, ranks and pace as pages: the sheet of the scale, the league table of places, the course of the year."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from ..domain.attainment import Reason, Verdict
from ..domain.figure import Actual, exact_of
from ..domain.pace import FEWEST_MONTHS, Course, ForecastMethod, NoCourse, Stage
from ..domain.plan import Indicator, Pace, PaceShape, Place, Plan
from ..domain.scorecard import Scorecard, Standing
from ..domain.scoring import Deduction, ItemScore, Lapse, Measure, Placing, Sheet
from ..domain.target import round_half_up, round_percent, shortest
from ..render.document import Align, Block, Cell, Document, Listing, Paragraph, Row, Tone
from ..vietnamese.numbers import write_date, write_number
from ..vietnamese.text import first_of
from ..vietnamese.wording import BEHIND, REASONS, VERDICTS, figure_text, rounded_figure, target_words, with_unit
from . import page
from .notes import NO_BASIS, NO_UNIT, basis_text, dated, gap_places, why_no_share
from .page import NONE, Field, Origin, Page, anchor, field, number_cell, right, section_heading
from .report import figure_cell, gap_text, period_label, signed_cell, verdict_cell

WAITING = {
    Verdict.NOT_DUE: "chưa đến kỳ nên chưa chấm, chưa phải 0 điểm",
    Verdict.NO_DATA: "chưa có số liệu nên chưa chấm được",
}
MEASURES = {
    Measure.RATIO: "{}% kế hoạch",
    Measure.REDUCTION: "{}% mức giảm kế hoạch",
    Measure.NEARNESS: "gần mức giao {}%",
}
SHARE_PLACES = 4


def points_text(points: Decimal) -> str:
    """`12,5 điểm`."""
    return f"{write_number(shortest(points))} điểm"


def item_reasons(one: ItemScore, plan: Plan) -> list[str]:
    """All sentences about an indicator's points, without full stops."""
    return [*points_reasons(one), *(deduction_text(each, plan) for each in one.deductions)]


def points_reasons(one: ItemScore) -> list[str]:
    """The sentences about points earned and bonus, deductions aside."""
    per_percent, most, reasons = one.item.bonus_per_percent, one.item.bonus_most, [_earned_reason(one)]
    if per_percent is not None and one.above is not None:
        above = write_number(round_half_up(one.above, 2))
        at_most = f", nhiều nhất {points_text(most)}" if most is not None else ""
        reasons.append(f"vượt {above}% × {points_text(per_percent)} mỗi %: thưởng {points_text(one.bonus)}{at_most}")
    return reasons


def _earned_reason(one: ItemScore) -> str:
    verdict = one.standing.verdict
    word = VERDICTS[verdict].lower()
    if verdict is Verdict.NOT_JUDGED:
        return "không giao chỉ tiêu hoặc là số tham khảo nên không chấm"
    if verdict in WAITING:
        waiting = f"{told} nên chưa chấm được" if (told := basis_text(one.standing)) else WAITING[verdict]
        return f"{waiting}; còn có thể đạt {points_text(one.winnable)}"
    if one.measure is None:
        suffix = ", năm chưa hết nên là điểm tạm tính" if verdict is Verdict.WITHIN else ""
        return f"{word} nên đủ {points_text(one.full)}{suffix}"
    if one.measure is Measure.ALL_OR_NOTHING:
        return f"{word}; {why_no_share(one.standing)} nên chỉ có đủ điểm hoặc 0 điểm"
    share = one.share or Fraction(0)
    reached = MEASURES[one.measure].format(write_number(shortest(round_percent(share * 100, SHARE_PLACES))))
    if one.earned < round_half_up(Fraction(one.full) * share, 2):
        return f"{word} nên không được đủ {points_text(one.full)}: {reached}, {points_text(one.earned)}"
    return f"{word}: {reached} × {points_text(one.full)} = {points_text(one.earned)}"


def deduction_text(taken: Deduction, plan: Plan) -> str:
    """`trừ 2 điểm: số liệu vào sổ ngày 05/08/2024, sau hạn 30/06/2024`."""
    row = plan.find(taken.indicator)
    name = f" ({row.indicator.name})" if row is not None and row.parent is not None else ""
    due = f" {write_date(taken.due)}" if taken.due else ""
    if taken.fault is Lapse.MISSING:
        return f"trừ {points_text(taken.points)}: đã đến hạn{due} mà chưa có số liệu{name}"
    return f"trừ {points_text(taken.points)}: số liệu{name} vào sổ ngày {page.day_text(taken.arrived)}, sau hạn{due}"


SUMS = "total of=full earned bonus bonus_most=scoring.bonus deducted lost winnable"
"""The sums of a sheet for machines."""


def _page(schema: str, title: str, card: Scorecard, origin: Origin, blocks: Sequence[Block], **told: object) -> Page:
    document = Document(f"{title} – {period_label(card)}", tuple(blocks), (anchor(origin),))
    return Page(document, partial(page.ledger_record, f"thidua.{schema}/1", card.plan, origin, card.window, **told))


def _points_cell(points: Decimal, tone: Tone = Tone.PLAIN) -> Cell:
    return number_cell(shortest(points), tone)


def _points_of(key: str, title: str, rank: int = 0, *, says_nothing: bool = False) -> Field[ItemScore]:
    """A column of points; a dash for what is not judged, and for nothing where `says_nothing` is not asked for."""

    def cell(one: ItemScore) -> Cell | None:
        points: Decimal = getattr(one, key)
        is_told = one.standing.verdict is not Verdict.NOT_JUDGED and (points or says_nothing)
        return _points_cell(points) if is_told else None

    return right(key, title, cell, rank=rank)


COLUMNS: Sequence[Field[ItemScore]] = (
    field("number", "TT", lambda one: page.quiet(one.standing.row.number), rank=6),
    field("name", "Chỉ tiêu", lambda one: one.standing.indicator.name, wraps=True),
    _points_of("full", "Tối đa", says_nothing=True),
    _points_of("earned", "Đạt", says_nothing=True),
    _points_of("bonus", "Thưởng", 3),
    _points_of("deducted", "Trừ", 3),
    _points_of("lost", "Mất", 2),
    _points_of("winnable", "Còn", 1),
    field("verdict", "Đánh giá", lambda one: verdict_cell(one.standing), rank=4, wraps=True),
    field("reason", "Vì sao", lambda one: "; ".join(points_reasons(one)), wraps=True),
    field("need", "Cần", lambda one: need_text(one) if one.winnable else "", rank=2, wraps=True),
)
MOST_NAMED = 5


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else round_percent(share * 100)


def score_page(card: Scorecard, sheet: Sheet, origin: Origin, plan: Plan, place: Place | None = None) -> Page:
    """The sheet of the commune, or of one place; `plan` is the commune's plan."""
    easiest = [one.standing.indicator for one in sheet.easiest_first()]
    order = f", dễ nhất trước: {first_of([one.name for one in easiest], MOST_NAMED)}" if easiest else ""
    rest = f"Đã mất {points_text(sheet.lost)}; còn có thể giành {points_text(sheet.winnable)}{order}"
    sums = (sheet.full, sheet.earned, sheet.bonus, sheet.deducted, sheet.lost, sheet.winnable)
    full, earned, bonus, deducted, *_ = (write_number(shortest(points)) for points in sums)
    most = write_number(shortest(sheet.scoring.bonus))
    total = f"{points_text(sheet.total)} = {earned}/{full} + thưởng {bonus}/{most} − trừ {deducted}"
    blocks: list[Block] = [Paragraph(total, Tone.STRONG), Paragraph(rest)]
    blocks += page.listing("", _notes(sheet, plan, place))
    cells = Cell(), Cell("Cộng", tone=Tone.STRONG), *(_points_cell(one, Tone.STRONG) for one in sums), *[Cell()] * 3
    rows: list[ItemScore | Row] = [*sheet.items, Row(cells, is_total=True)]
    blocks.append(page.table_of(COLUMNS, rows, "name", "Phiếu điểm", heading=_section))
    told = {
        "place": place and page.record_of(place, "id name"),
        "summary": page.record_of(sheet, SUMS),
        "items": [item_record(one, plan) for one in sheet.items],
        "easiest": [one.id for one in easiest],
    }
    title = f"Phiếu điểm thi đua {f'{place.name}, ' if place else ''}{plan.unit.name}"
    return _page("score", title, card, origin, blocks, **told)


def _section(one: ItemScore) -> str:
    return section_heading(one.standing.row.section)


def _notes(sheet: Sheet, plan: Plan, place: Place | None) -> Iterable[str]:
    """Where the sums are not what a reader would add up."""
    scale = sheet.scoring
    if place is not None:
        of_commune = f"trong {len(scale.items)} chỉ tiêu của xã"
        yield f"Thang điểm của thôn gồm {len(sheet.items)} chỉ tiêu thu theo thôn, {of_commune}."
    elif sheet.full != scale.total:
        yield f"Thang điểm ghi {points_text(scale.total)}, các chỉ tiêu được chấm cộng lại {points_text(sheet.full)}."
    if (bonus := sum((one.bonus for one in sheet.items), Decimal(0))) > sheet.bonus:
        yield f"Điểm thưởng cộng lại {points_text(bonus)}, thang điểm chỉ cho nhiều nhất {points_text(scale.bonus)}."
    if (taken := sum((one.deducted for one in sheet.items), Decimal(0))) > sheet.deducted:
        yield f"Điểm trừ cộng lại {points_text(taken)}, chỉ trừ đến 0 điểm."
    for one in sheet.items:
        yield from (f"{one.standing.indicator.name}: {deduction_text(each, plan)}." for each in one.deductions)


def need_text(one: ItemScore) -> str:
    """What has to happen for the points that are left: `thêm 222 con`, `báo số liệu …`, `chờ đến kỳ 31/12/2024`."""
    indicator, verdict, gap = one.standing.indicator, one.standing.verdict, one.standing.difference
    if verdict is Verdict.NOT_DUE:
        return f"chờ đến kỳ {write_date(one.standing.due)}" if one.standing.due else "chờ đến kỳ"
    if one.standing.actual is not None and indicator.is_yes_no:
        return "đạt"
    if one.standing.lacks_basis:
        return {
            NO_BASIS: "ghi kết quả năm trước (--earlier-year)",
            NO_UNIT: f"ghi kết quả năm trước, đổi ra {indicator.unit}, vào baseline",
        }.get(basis_text(one.standing), "sửa kế hoạch: giao một con số thay cho %")
    if gap is None:
        return "báo số liệu, đã đến hạn" + (f"; chờ {indicator.supplier}" if indicator.supplier else "")
    if not gap:
        return "qua khỏi mức giao"
    places = gap_places(gap, indicator, one.standing.measured)
    return f"{'giảm' if gap > 0 else 'thêm'} {gap_text(abs(gap), indicator, places).removeprefix('+')}"


def item_record(one: ItemScore, plan: Plan) -> dict[str, Any]:
    """One indicator's points for machines."""
    words = """id=standing.indicator.id number=standing.row.number name=standing.indicator.name verdict=standing.verdict
        points=full earned bonus lost winnable measure share
        deductions(reason=fault indicator points due arrived) reasons"""
    return page.record_of(one, words, share=one.share and one.share * 100, reasons=item_reasons(one, plan))


RANK_COLUMNS: Sequence[Field[Placing]] = (
    right("rank", "Hạng", lambda one: number_cell(one.rank, Tone.STRONG), is_order=True),
    field("moved", "So trước", lambda one: _moved_cell(one), Align.CENTRE),
    field("place", "Thôn", lambda one: one.place.name, wraps=True),
    right("total", "Tổng điểm", lambda one: _points_cell(one.sheet.total, Tone.STRONG)),
    right("of", "Tối đa", lambda one: _points_cell(one.sheet.full), rank=3),
    right("percent", "% tối đa", lambda one: number_cell(_percent(one.sheet.share)), rank=1),
    right("earned", "Đạt", lambda one: _points_cell(one.sheet.earned), rank=4),
    right("bonus", "Thưởng", lambda one: _points_cell(one.sheet.bonus), rank=4),
    right("deducted", "Trừ", lambda one: _points_cell(one.sheet.deducted), rank=4),
    right("winnable", "Còn", lambda one: _points_cell(one.sheet.winnable), rank=2),
    field("bar", "Mức điểm", lambda one: page.bar_cell(_percent(one.sheet.share)), rank=5),
)


def rank_page(card: Scorecard, table: Sequence[Placing], compared: date | None, origin: Origin) -> Page:
    """Best first; `compared` is the day that the movement is counted from, None where the year has no such day."""
    scales_differ, first = len({one.sheet.full for one in table}) > 1, [one for one in table if one.rank == 1]
    headline = "Chưa thôn nào có chỉ tiêu được chấm điểm"
    if first:  # where scales differ they have the share, not the points, in common
        share, points = _percent(first[0].sheet.share), points_text(first[0].sheet.total)
        reached = f"{write_number(share)}% điểm tối đa" if scales_differ and share is not None else points
        headline = f"Dẫn đầu: {', '.join(one.place.name for one in first)} ({reached})"
        if len(first) == len(table):
            headline = f"Cả {len(table)} thôn đồng hạng, {reached}"
    notes = ["Tháng đầu của năm kế hoạch: chưa có tháng trước để so hạng."]
    if compared is not None:
        until = f"So trước: hạng tính đến ngày {write_date(compared)}"
        notes = [f"{until} theo cùng sổ số liệu (▲ lên, ▼ xuống, = giữ hạng)."]
    equal = "% điểm tối đa bằng nhau" if scales_differ else "Điểm bằng nhau"
    notes.append(f"{equal} thì đồng hạng, hạng kế tiếp tính cả các thôn đồng hạng (1, 2, 2, 4).")
    if scales_differ:
        notes.append("Các thôn được giao số chỉ tiêu khác nhau nên xếp theo % điểm tối đa của từng thôn.")
    ranked = page.table_of(RANK_COLUMNS, table, "place", "Xếp hạng")
    blocks = (Paragraph(headline, Tone.STRONG), Listing(tuple(notes)), ranked)
    words = "rank before moved id=place.id name=place.name percent"
    heads = (page.record_of(one, words, percent=_percent(one.sheet.share)) for one in table)
    places = [head | page.record_of(one.sheet, SUMS) for head, one in zip(heads, table, strict=True)]
    title = f"Xếp hạng thi đua các thôn, {card.plan.unit.name}"
    return _page("rank", title, card, origin, blocks, compared_with=compared, places=places)


def _moved_cell(one: Placing) -> Cell | None:
    """`▲2`, `▼1`, `=`; a dash without an earlier rank."""
    if one.moved is None:
        return None
    sign, tone = ("▲", Tone.GOOD) if one.moved > 0 else ("▼", Tone.BAD) if one.moved else ("=", Tone.QUIET)
    return Cell(f"{sign}{abs(one.moved) or ''}", Decimal(one.moved), tone)


STAGES = {
    Stage.BEHIND: Cell(f"▼ {BEHIND}", tone=Tone.BAD),
    Stage.ON_TIME: Cell("= đúng tiến độ", tone=Tone.GOOD),
    Stage.AHEAD: Cell("▲ vượt tiến độ", tone=Tone.GOOD),
}
PACES = {PaceShape.LINEAR: "đều 12 tháng", PaceShape.LAST_YEAR: "như năm trước", None: "riêng từng tháng"}
NO_COURSES = {
    NoCourse.NOT_JUDGED: "số tham khảo, không đánh giá nên không nói tiến độ",
    NoCourse.SPAN: "chỉ tiêu tính qua nhiều năm, không có đường đi của riêng năm nay",
    NoCourse.RANGE: "chỉ tiêu giao là một khoảng, không có đường đi từ thấp đến cao",
    NoCourse.COMBINE: "tính bình quân hoặc lấy số lớn nhất nên không có tiến độ cộng dần",
    NoCourse.ONE_WAY_CEILING: "mức tối đa của cả năm, không có mức phải đạt từng tháng",
    NoCourse.NO_BASELINE: "càng thấp càng tốt mà chưa có mức gốc năm trước (baseline) cao hơn chỉ tiêu",
    NoCourse.NO_WAY: "mức gốc năm trước đã bằng hoặc hơn chỉ tiêu",
    NoCourse.BASELINE: "nhịp như năm trước không dùng được khi đi từ mức gốc (baseline): ghi pace: linear hoặc 12 số",
    NoCourse.NO_LAST_YEAR: "chưa đủ số liệu năm trước (ít nhất 3 tháng, ghi với --earlier-year)",
    NoCourse.NO_FIGURE: "chưa có số liệu năm nay (không phải bằng 0)",
    NoCourse.GAP: "thiếu số từ kỳ đầu",
    NoCourse.YEAR_CLOSED: "năm đã hết: xem đánh giá đạt hay không đạt",
}
METHODS = {
    ForecastMethod.MONTHS: "nếu các tháng còn lại đi như tháng thấp nhất – giữa – cao nhất từ đầu năm",
    ForecastMethod.INDEX: "số cả năm trước nhân với chỉ số so cùng kỳ thấp nhất – giữa – cao nhất từ đầu năm",
}
PACE_NOTES = (
    "Đúng tiến độ: đoạn đường đã đi lệch không quá 5% so với đoạn phải đi theo nhịp của kế hoạch.",
    f"Dự báo là khoảng có thể, không phải cam kết: {METHODS[ForecastMethod.MONTHS]}; theo nhịp năm trước:"
    f" {METHODS[ForecastMethod.INDEX]}. Cần ít nhất {FEWEST_MONTHS} tháng có số liệu.",
)
NO_PACE = (
    "Kế hoạch không ghi nhịp (pace) cho chỉ tiêu nào nên không nói nhanh, chậm. Muốn theo dõi, thêm vào chỉ tiêu đó:"
    " pace: linear (đều), pace: last-year (như năm trước) hoặc 12 số cho 12 tháng."
)


def _known(cell: Callable[[Standing, Course], Cell | str | None]) -> Callable[[Standing], Cell | str | None]:
    """A dash where nothing can be said about the pace."""
    return lambda one: None if one.course is None or one.course.stage is None else cell(one, one.course)


def _needed_cell(one: Standing, held: Course) -> Cell:
    if held.needed is not None:
        return signed_cell(held.needed, one.indicator.unit)
    reached = "qua khỏi mức giao" if one.verdict is Verdict.NOT_YET else "đã tới mức giao"
    return page.quiet(reached if held.months_left else NONE)


def _reached(one: Standing) -> Actual | None:
    """The actual that the pace is judged by, where it is."""
    return one.course.reached if one.course and one.course.stage else one.actual


def _stage_cell(one: Standing, held: Course) -> Cell:
    shown = STAGES[held.stage or Stage.ON_TIME]
    return shown._replace(text=dated(shown.text, one, held.reached))


def _basis(one: Standing) -> str:
    """How far the plan wants the year to have gone by the day that is spoken of; else why nothing can be said of it."""
    held, pace = one.course, one.indicator.pace
    if held and held.day and held.stage and pace:
        start, goal = (
            with_unit(figure_text(end, one.indicator), one.indicator.unit) for end in (held.start, held.goal)
        )
        way = f"{write_number(shortest(round_percent(held.share * 100)))}% đoạn đường từ {start} đến {goal}"
        return f"nhịp {PACES[pace.shape]}, đến ngày {write_date(held.day)} phải đi {way}"
    if held is None or held.reason is None:
        return ""
    is_unlike = held.reason is NoCourse.NO_LAST_YEAR and one.same_period.ratio.reason is Reason.OTHER_UNIT
    return dated(REASONS[Reason.OTHER_UNIT] if is_unlike else NO_COURSES[held.reason], one)


PACE_COLUMNS: Sequence[Field[Standing]] = (
    field("name", "Chỉ tiêu", lambda one: one.indicator.name, wraps=True),
    field("unit", "ĐVT", lambda one: one.indicator.unit, rank=5, wraps=True, joins="name"),
    right("target", "Kế hoạch", lambda one: target_words(one.target.target, one.indicator), rank=2),
    right("actual", "Thực hiện", lambda one: figure_cell(one, _reached(one))),
    right("expected", "Phải có", _known(lambda one, held: number_cell(rounded_figure(held.expected, one.indicator)))),
    right("gap", "Chênh", _known(lambda one, way: signed_cell(way.actual - way.expected, one.indicator.unit)), rank=3),
    field("stage", "Tiến độ", _known(_stage_cell), wraps=True),
    right("needed", "Mỗi tháng còn lại cần", _known(_needed_cell), rank=1),
    field("forecast", "Dự báo cả năm", _known(lambda one, held: forecast_text(held, one.indicator)), wraps=True),
    field("reason", "Căn cứ", _basis, rank=4, wraps=True),
)


def pace_page(card: Scorecard, origin: Origin) -> Page:
    """Only the indicators to which the plan gives a pace."""
    paced = [one for one in card.standings if one.course]
    stages = [one.course and one.course.stage for one in paced]
    counted = [f"{stages.count(stage)} {STAGES[stage].text[2:]}" for stage in Stage if stage in stages]
    counted += [f"{stages.count(None)} chưa nói được"] if None in stages else []
    blocks: list[Block] = [Paragraph(NO_PACE, Tone.QUIET)]
    if paced:
        headline = Paragraph(f"{len(paced)} chỉ tiêu có nhịp: {', '.join(counted)}", Tone.STRONG)
        blocks = [headline, Listing(PACE_NOTES), page.table_of(PACE_COLUMNS, paced, "name", "Tiến độ")]
    records = [course_record(one) for one in paced]
    return _page("pace", f"Tiến độ thi đua {card.plan.unit.name}", card, origin, blocks, indicators=records)


def forecast_text(held: Course, indicator: Indicator) -> str:
    """`90,1 – 93,2 – 97,3 (từ 5 tháng)`, or why there is none."""
    if held.forecast is None:
        because = "theo nhịp này chưa đủ để dự báo" if held.months_known >= FEWEST_MONTHS else f"cần {FEWEST_MONTHS}"
        return f"chưa: {held.months_known} tháng có số liệu, {because}"
    low, middle, high, _, is_bounded = held.forecast
    texts = " – ".join(figure_text(end, indicator) for end in (low, middle, high))
    return f"{texts} (từ {held.months_known} tháng{', trong giới hạn hợp lý' if is_bounded else ''})"


def course_lines(standing: Standing) -> Iterable[str]:
    """The pace of one indicator as the table of paces tells it, for `explain`; none where the plan gives none."""
    for each in page.without(PACE_COLUMNS, "name", "target") if standing.course else ():
        if (text := page.cell_of(each, standing).text) not in ("", NONE):
            yield f"{each.column.title}: {text}."
    if standing.course and standing.course.stage and standing.course.forecast:
        yield f"Dự báo: {METHODS[standing.course.forecast.method]}."


def course_record(standing: Standing) -> dict[str, Any]:
    """The pace of one indicator for machines."""
    held, pace = standing.course or Course(), standing.indicator.pace or Pace()
    words = "day start share expected actual stage months_left needed_per_month=needed months_known forecast"
    known = page.record_of(held, words, share=held.share * 100)
    about = page.record_of(standing.indicator, "id name unit pace", pace=pace.shape or pace.weights)
    known = {**(known if held.stage else dict.fromkeys(known)), "actual": exact_of(_reached(standing))}
    return {**about, "reason": held.reason, **known, **page.record_of(standing, "stale(missing expected)")}
