"""Pace: where each indicator should be by now, what each month left has to bring, how the year may end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..domain.pace import FEWEST_MONTHS, Course, Forecast, ForecastMethod, NoCourse, Stage
from ..domain.plan import Pace, PaceShape
from ..domain.rounding import round_half_up, round_percent, shortest
from ..domain.scorecard import Scorecard, Standing
from ..render.document import Align, Block, Cell, Column, Document, Listing, Paragraph, Row, Table, Tone
from ..vietnamese.dates import write_date
from ..vietnamese.numbers import machine_number, write_number
from ..vietnamese.wording import BEHIND, figure_text, target_text, with_unit
from .page import Page
from .report import NONE, Origin, anchor, figure_cell, origin_record, period_label, signed, signed_cell
from .report_record import head_record

SCHEMA = "thidua.pace/1"
STAGES = {Stage.BEHIND: BEHIND, Stage.ON_TIME: "đúng tiến độ", Stage.AHEAD: "vượt tiến độ"}
SIGNS = {Stage.BEHIND: "▼", Stage.ON_TIME: "=", Stage.AHEAD: "▲"}
TONES = {Stage.BEHIND: Tone.BAD, Stage.ON_TIME: Tone.GOOD, Stage.AHEAD: Tone.GOOD}
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
COLUMNS = (
    Column("name", "Chỉ tiêu", wraps=True),
    Column("unit", "ĐVT", rank=5, wraps=True, joins="name"),
    Column("target", "Kế hoạch", Align.RIGHT, rank=2),
    Column("actual", "Thực hiện", Align.RIGHT),
    Column("expected", "Phải có", Align.RIGHT),
    Column("gap", "Chênh", Align.RIGHT, rank=3),
    Column("stage", "Tiến độ", wraps=True),
    Column("needed", "Mỗi tháng còn lại cần", Align.RIGHT, rank=1),
    Column("forecast", "Dự báo cả năm", wraps=True),
    Column("reason", "Căn cứ", rank=4, wraps=True),
)
NO_PACE = (
    "Kế hoạch không ghi nhịp (pace) cho chỉ tiêu nào nên không nói nhanh, chậm. Muốn theo dõi, thêm vào chỉ tiêu đó:"
    " pace: linear (đều), pace: last-year (như năm trước) hoặc 12 số cho 12 tháng."
)


def pace_page(card: Scorecard, origin: Origin) -> Page:
    """Only the indicators to which the plan gives a pace."""
    paced = [standing for standing in card.standings if standing.course is not None]
    blocks: list[Block] = [Paragraph(NO_PACE, Tone.QUIET)]
    if paced:
        blocks = [Paragraph(_headline(paced), Tone.STRONG), Listing(tuple(_notes()))]
        blocks.append(Table(COLUMNS, tuple(Row(tuple(_cells(one))) for one in paced), label_key="name", name="Tiến độ"))
    return Page(
        Document(
            f"Tiến độ thi đua {card.plan.unit.name} – {period_label(card)}", tuple(blocks), closing=(anchor(origin),)
        ),
        lambda: _record(card, paced, origin_record(origin)),
    )


def _headline(paced: Sequence[Standing]) -> str:
    stages = [one.course.stage for one in paced if one.course]
    counted = [f"{stages.count(stage)} {STAGES[stage]}" for stage in Stage if stage in stages]
    silent = stages.count(None)
    rest = [f"{silent} chưa nói được"] if silent else []
    return f"{len(paced)} chỉ tiêu có nhịp: {', '.join(counted + rest)}"


def _notes() -> Iterable[str]:
    yield "Đúng tiến độ: đoạn đường đã đi lệch không quá 5% so với đoạn phải đi theo nhịp của kế hoạch."
    yield (
        f"Dự báo là khoảng có thể, không phải cam kết: {METHODS[ForecastMethod.MONTHS]}; theo nhịp năm trước:"
        f" {METHODS[ForecastMethod.INDEX]}. Cần ít nhất {FEWEST_MONTHS} tháng có số liệu."
    )


def _cells(standing: Standing) -> Iterable[Cell]:
    held, indicator = standing.course, standing.indicator
    assert held is not None
    assert indicator.pace is not None
    target = standing.target.target
    yield Cell(indicator.name)
    yield Cell(indicator.unit)
    yield Cell(target_text(target))
    yield figure_cell(standing, standing.actual)
    if held.stage is None or held.day is None:
        yield from (Cell(NONE, tone=Tone.QUIET) for _ in range(5))
        yield Cell(REASONS[held.reason] if held.reason else "")
        return
    yield Cell(figure_text(held.expected, indicator), shortest(round_half_up(held.expected, indicator.decimals)))
    yield signed_cell(held.actual - held.expected, indicator.unit)
    yield Cell(f"{SIGNS[held.stage]} {STAGES[held.stage]}", tone=TONES[held.stage])
    yield _needed_cell(standing, held)
    yield Cell(forecast_text(standing))
    yield Cell(f"{pace_words(indicator.pace)}, đến ngày {write_date(held.day)}")


def _needed_cell(standing: Standing, held: Course) -> Cell:
    if held.needed is None:
        return Cell("đã tới mức giao" if held.months_left else NONE, tone=Tone.QUIET)
    return signed_cell(held.needed, standing.indicator.unit)


def pace_words(pace: Pace) -> str:
    """How the plan wants the year to go."""
    if pace.shape is PaceShape.LINEAR:
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
        for value in (held.start, Fraction(standing.target.target.value), held.expected, held.actual)
    )
    percent = write_number(shortest(round_percent(held.share * 100)))
    yield (
        f"Theo {pace_words(indicator.pace)}, đến ngày {write_date(held.day)} phải đi {percent}% đoạn đường"
        f" từ {start} đến {goal}, tức {expected}; thực hiện {actual}: {STAGES[held.stage]}."
    )
    if held.needed is not None:
        per_month = signed(held.needed, indicator.unit)
        per_month = per_month if indicator.is_rate else with_unit(per_month, indicator.unit)
        yield f"Còn {held.months_left} tháng, mỗi tháng cần {per_month} để đến mức giao."
    yield f"Dự báo cả năm ({indicator.unit}) {forecast_text(standing)}{_method(held)}."


def _method(held: Course) -> str:
    return f": {METHODS[held.forecast.method]}" if held.forecast else ""


def _record(card: Scorecard, paced: Sequence[Standing], origin: Mapping[str, Any]) -> dict[str, Any]:
    plan = card.plan
    return {
        "schema": SCHEMA,
        **head_record(plan, card.window, origin),
        "indicators": [course_record(standing) for standing in paced],
    }


def course_record(standing: Standing) -> dict[str, Any]:
    """The pace of one indicator for machines."""
    held, pace = standing.course, standing.indicator.pace
    assert held is not None
    assert pace is not None
    known = held.stage is not None
    return {
        "id": standing.indicator.id,
        "name": standing.indicator.name,
        "unit": standing.indicator.unit,
        "pace": pace.shape.value if pace.shape else [machine_number(weight) for weight in pace.weights],
        "reason": held.reason and held.reason.value,
        "day": held.day and held.day.isoformat(),
        "start": machine_number(held.start) if known else None,
        "share": machine_number(held.share * 100) if known else None,
        "expected": machine_number(held.expected) if known else None,
        "actual": machine_number(held.actual) if known else None,
        "stage": held.stage and held.stage.value,
        "months_left": held.months_left if known else None,
        "needed_per_month": None if held.needed is None else machine_number(held.needed),
        "months_known": held.months_known if known else None,
        "forecast": held.forecast and _forecast_record(held.forecast),
    }


def _forecast_record(forecast: Forecast) -> dict[str, Any]:
    ends = {
        "low": machine_number(forecast.low),
        "middle": machine_number(forecast.middle),
        "high": machine_number(forecast.high),
    }
    return ends | {"method": forecast.method.value, "bounded": forecast.bounded}
