"""Pace: where each indicator should be by now, what each month left has to bring, how the year may end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from ..domain.attainment import Verdict
from ..domain.pace import FEWEST_MONTHS, Course, ForecastMethod, NoCourse, Stage
from ..domain.plan import Pace, PaceShape
from ..domain.scorecard import Scorecard, Standing
from ..domain.target import round_half_up, round_percent, shortest
from ..render.document import Block, Cell, Document, Listing, Paragraph, Tone
from ..vietnamese.numbers import write_date, write_number
from ..vietnamese.wording import BEHIND, figure_text, target_text, with_unit
from . import page
from .page import DASH, NONE, Field, Origin, Page, anchor, field, right
from .report import figure_cell, period_label, signed, signed_cell

SCHEMA = "thidua.pace/1"
STAGES = {
    Stage.BEHIND: Cell(f"▼ {BEHIND}", tone=Tone.BAD),
    Stage.ON_TIME: Cell("= đúng tiến độ", tone=Tone.GOOD),
    Stage.AHEAD: Cell("▲ vượt tiến độ", tone=Tone.GOOD),
}
REASONS = {
    NoCourse.NOT_JUDGED: "số tham khảo, không đánh giá nên không nói tiến độ",
    NoCourse.RANGE: "chỉ tiêu giao là một khoảng, không có đường đi từ thấp đến cao",
    NoCourse.COMBINE: "tính bình quân hoặc lấy số lớn nhất nên không có tiến độ cộng dần",
    NoCourse.ONE_WAY_CEILING: "mức tối đa của số cộng dồn, không có mức phải đạt từng tháng",
    NoCourse.NO_BASELINE: "càng thấp càng tốt mà chưa có mức gốc năm trước (baseline) cao hơn chỉ tiêu",
    NoCourse.NO_WAY: "mức gốc năm trước đã bằng hoặc hơn chỉ tiêu",
    NoCourse.NO_LAST_YEAR: "chưa đủ số liệu năm trước (ít nhất 3 tháng, ghi với --earlier-year)",
    NoCourse.NO_FIGURE: "chưa có số liệu năm nay (không phải bằng 0)",
    NoCourse.YEAR_CLOSED: "năm đã hết: xem đánh giá đạt hay không đạt",
}
METHODS = {
    ForecastMethod.MONTHS: "nếu các tháng còn lại đi như tháng thấp nhất – giữa – cao nhất từ đầu năm",
    ForecastMethod.INDEX: "số cả năm trước nhân với chỉ số so cùng kỳ thấp nhất – giữa – cao nhất từ đầu năm",
}
NO_PACE = (
    "Kế hoạch không ghi nhịp (pace) cho chỉ tiêu nào nên không nói nhanh, chậm. Muốn theo dõi, thêm vào chỉ tiêu đó:"
    " pace: linear (đều), pace: last-year (như năm trước) hoặc 12 số cho 12 tháng."
)


class _Paced(NamedTuple):
    """An indicator with its course."""

    standing: Standing
    held: Course

    def expected_cell(self) -> Cell:
        indicator, expected = self.standing.indicator, self.held.expected
        return Cell(figure_text(expected, indicator), shortest(round_half_up(expected, indicator.decimals)))

    def gap_cell(self) -> Cell:
        return signed_cell(self.held.actual - self.held.expected, self.standing.indicator.unit)

    def needed_cell(self) -> Cell:
        if self.held.needed is None:
            reached = "qua khỏi mức giao" if self.standing.verdict is Verdict.NOT_YET else "đã tới mức giao"
            return page.quiet(reached if self.held.months_left else NONE)
        return signed_cell(self.held.needed, self.standing.indicator.unit)

    def basis(self) -> str:
        if self.held.stage is None or self.held.day is None:
            return REASONS[self.held.reason] if self.held.reason else ""
        return f"{pace_words(self.standing.indicator.pace)}, đến ngày {write_date(self.held.day)}"


def _known(cell: Callable[[_Paced], Cell | str]) -> Callable[[_Paced], Cell | str]:
    """A dash where nothing can be said about the pace."""
    return lambda one: DASH if one.held.stage is None else cell(one)


COLUMNS: Sequence[Field[_Paced]] = (
    field("name", "Chỉ tiêu", lambda one: one.standing.indicator.name, wraps=True),
    field("unit", "ĐVT", lambda one: one.standing.indicator.unit, rank=5, wraps=True, joins="name"),
    right("target", "Kế hoạch", lambda one: target_text(one.standing.target.target), rank=2),
    right("actual", "Thực hiện", lambda one: figure_cell(one.standing, one.standing.actual)),
    right("expected", "Phải có", _known(_Paced.expected_cell)),
    right("gap", "Chênh", _known(_Paced.gap_cell), rank=3),
    field("stage", "Tiến độ", lambda one: STAGES[one.held.stage] if one.held.stage else DASH, wraps=True),
    right("needed", "Mỗi tháng còn lại cần", _known(_Paced.needed_cell), rank=1),
    field("forecast", "Dự báo cả năm", _known(lambda one: forecast_text(one.standing)), wraps=True),
    field("reason", "Căn cứ", _Paced.basis, rank=4, wraps=True),
)


def pace_page(card: Scorecard, origin: Origin) -> Page:
    """Only the indicators to which the plan gives a pace."""
    paced = [_Paced(standing, standing.course) for standing in card.standings if standing.course]
    blocks: list[Block] = [Paragraph(NO_PACE, Tone.QUIET)]
    if paced:
        blocks = [Paragraph(_headline(paced), Tone.STRONG), Listing(tuple(_notes()))]
        blocks.append(page.table_of(COLUMNS, paced, "name", "Tiến độ"))
    return Page(
        Document(f"Tiến độ thi đua {card.plan.unit.name} – {period_label(card)}", tuple(blocks), (anchor(origin),)),
        lambda: {
            **page.report_head(SCHEMA, card.plan, card.window, origin),
            "indicators": [course_record(one.standing) for one in paced],
        },
    )


def _headline(paced: Sequence[_Paced]) -> str:
    stages = [one.held.stage for one in paced]
    counted = [f"{stages.count(stage)} {STAGES[stage].text[2:]}" for stage in Stage if stage in stages]
    silent = stages.count(None)
    rest = [f"{silent} chưa nói được"] if silent else []
    return f"{len(paced)} chỉ tiêu có nhịp: {', '.join(counted + rest)}"


def _notes() -> Iterable[str]:
    yield "Đúng tiến độ: đoạn đường đã đi lệch không quá 5% so với đoạn phải đi theo nhịp của kế hoạch."
    yield (
        f"Dự báo là khoảng có thể, không phải cam kết: {METHODS[ForecastMethod.MONTHS]}; theo nhịp năm trước:"
        f" {METHODS[ForecastMethod.INDEX]}. Cần ít nhất {FEWEST_MONTHS} tháng có số liệu."
    )


def pace_words(pace: Pace | None) -> str:
    """How the plan wants the year to go."""
    if pace is None or pace.shape is PaceShape.LINEAR:
        return "nhịp đều 12 tháng"
    return "nhịp như năm trước" if pace.shape is PaceShape.LAST_YEAR else "nhịp riêng từng tháng"


def forecast_text(standing: Standing) -> str:
    """`90,1 – 93,2 – 97,3 (từ 5 tháng)`, or why there is none."""
    held = standing.course
    if held is None or held.stage is None:
        return NONE
    if held.forecast is None:
        few = held.months_known < FEWEST_MONTHS
        because = f"cần {FEWEST_MONTHS}" if few else "theo nhịp này chưa đủ để dự báo"
        return f"chưa: {held.months_known} tháng có số liệu, {because}"
    ends = (held.forecast.low, held.forecast.middle, held.forecast.high)
    texts = " – ".join(figure_text(end, standing.indicator) for end in ends)
    bounded = ", trong giới hạn hợp lý" if held.forecast.bounded else ""
    return f"{texts} (từ {held.months_known} tháng{bounded})"


def course_lines(standing: Standing) -> Iterable[str]:
    """The pace of one indicator in sentences, for `explain`; none where the plan gives none."""
    held, indicator = standing.course, standing.indicator
    if held is None or indicator.pace is None:
        return
    if held.stage is None or held.day is None:
        because = f": {REASONS[held.reason]}" if held.reason else ""
        yield f"Kế hoạch ghi {pace_words(indicator.pace)}; chưa nói được{because}."
        return
    start, goal, expected, actual = (
        with_unit(figure_text(value, indicator), indicator.unit)
        for value in (held.start, held.goal, held.expected, held.actual)
    )
    percent = write_number(shortest(round_percent(held.share * 100)))
    yield (
        f"Theo {pace_words(indicator.pace)}, đến ngày {write_date(held.day)} phải đi {percent}% đoạn đường"
        f" từ {start} đến {goal}, tức {expected}; thực hiện {actual}: {STAGES[held.stage].text[2:]}."
    )
    if held.needed is not None:
        per_month = signed(held.needed, indicator.unit)
        per_month = per_month if indicator.is_rate else with_unit(per_month, indicator.unit)
        yield f"Còn {held.months_left} tháng, mỗi tháng cần {per_month} để đến mức giao."
    method = f": {METHODS[held.forecast.method]}" if held.forecast else ""
    yield f"Dự báo cả năm ({indicator.unit}) {forecast_text(standing)}{method}."


def course_record(standing: Standing) -> dict[str, Any]:
    """The pace of one indicator for machines."""
    held, pace = standing.course, standing.indicator.pace
    assert held is not None
    assert pace is not None
    words = "day start share expected actual stage months_left needed_per_month=needed months_known forecast"
    known = page.record_of(held, words) | {"share": held.share * 100}
    return {
        **page.record_of(standing.indicator, "id name unit"),
        "pace": pace.shape or pace.weights,
        "reason": held.reason,
        **(known if held.stage else dict.fromkeys(known)),
    }
