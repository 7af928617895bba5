"""What differs between two `thidua.report/1` records: every figure and verdict, as raw values and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...domain.attainment import Verdict
from ...domain.figure import Level
from ...domain.plan import PERCENT, Indicator
from ...named_tuple import NamedTuple
from ...vietnamese.dates import write_date
from ...vietnamese.judging import verdict_text
from ...vietnamese.numbers import write_number
from ...vietnamese.wording import LEVELS, POINTS, figure_text, with_unit

ENDLESS_PLACES = 6
"""A figure in a record has this many places when it does not end."""
CEILINGS = ("<", "<=")
NONE = "–"

Standing = Mapping[str, Any]


class Change(NamedTuple):
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
    changes: tuple[Change, ...]


class _Field(NamedTuple):
    """`raw` gives what is compared, `words` how a report prints it; a field without words is not printed there."""

    key: str
    title: str
    raw: Callable[[Standing], Any]
    words: Callable[[Standing, Indicator | None], str]


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


def _changes(sent: Standing | None, now: Standing | None, indicator: Indicator | None) -> Iterable[Change]:
    if sent is None or now is None:
        words = ("có trong báo cáo", "không còn trong kế hoạch") if now is None else ("chưa có", "thêm vào kế hoạch")
        yield Change("indicator", "Chỉ tiêu", sent and sent["verdict"], now and now["verdict"], *words)
        return
    for field in FIELDS:
        before, after = field.raw(sent), field.raw(now)
        if _comparable(before) == _comparable(after):
            continue
        old, new = field.words(sent, indicator), field.words(now, indicator)
        if old == new:
            old, new = _in_full(before), _in_full(after)
        yield Change(field.key, field.title, before, after, old, new)


def _comparable(raw: Any) -> Any:
    """Figures by their value, so that 3.5 and 3.50 are alike."""
    if isinstance(raw, Mapping):
        return {key: _comparable(value) for key, value in raw.items()}
    try:
        return Decimal(raw)
    except (ArithmeticError, TypeError, ValueError):
        return raw


def _in_full(raw: Any) -> str:
    """A figure with all its places, where the printed ones do not show the difference."""
    if isinstance(raw, Mapping):
        return "; ".join(_in_full(value) for value in raw.values() if value is not None)
    try:
        return write_number(Decimal(raw))
    except (ArithmeticError, TypeError, ValueError):
        return NONE if raw is None else str(raw)


def number_text(raw: str | None, indicator: Indicator | None) -> str:
    """A record's figure in words, with all places it has; one that does not end with the indicator's decimals."""
    if raw is None:
        return NONE
    number = Decimal(raw)
    endless = len(raw.partition(".")[2]) >= ENDLESS_PLACES
    return figure_text(Fraction(number), indicator) if endless and indicator else write_number(number)


def _actual(standing: Standing) -> Any:
    held = standing["actual"]
    return held and {part: held[part] for part in ("value", "numerator", "denominator")}


def _actual_words(standing: Standing, indicator: Indicator | None) -> str:
    held = standing["actual"]
    if held is None:
        return NONE
    text = with_unit(number_text(held["value"], indicator), standing["unit"])
    if held["numerator"] is None:
        return text
    return f"{text} ({number_text(held['numerator'], None)}/{number_text(held['denominator'], None)})"


def _target(standing: Standing) -> Any:
    held = standing["target"]
    return {part: held[part] for part in ("comparator", "value", "upper")}


def _target_words(standing: Standing, indicator: Indicator | None) -> str:
    decision = standing["target"].get("decision")
    return str(standing["target"]["printed"]) + (f" (theo {decision})" if decision else "")


def _of_actual(part: str) -> Callable[[Standing], Any]:
    return lambda standing: standing["actual"] and standing["actual"][part]


def _ratio(standing: Standing) -> Any:
    """TH/KH, which is never printed for a ceiling."""
    return None if standing["target"]["comparator"] in CEILINGS else standing["ratio"]["percent"]


def _reduction(standing: Standing) -> Any:
    held = standing["attainment"]
    return held["percent"] if held["method"] == "reduction" else None


def _percent_words(raw: Callable[[Standing], Any]) -> Callable[[Standing, Indicator | None], str]:
    return lambda standing, indicator: NONE if raw(standing) is None else f"{number_text(raw(standing), None)}%"


def _gap_words(standing: Standing, indicator: Indicator | None) -> str:
    held = standing["difference"]
    return NONE if held is None else f"{_signed(held['value'], indicator)} {held['unit']}"


def _signed(raw: str, indicator: Indicator | None) -> str:
    return ("+" if Decimal(raw) > 0 else "") + number_text(raw, indicator)


def _same(part: str) -> Callable[[Standing], Any]:
    return lambda standing: standing["same_period"][part]


def _in_unit(raw: Callable[[Standing], Any]) -> Callable[[Standing, Indicator | None], str]:
    def words(standing: Standing, indicator: Indicator | None) -> str:
        text = number_text(raw(standing), indicator)
        return text if text == NONE else with_unit(text, standing["unit"])

    return words


def _index(standing: Standing) -> Any:
    """The index, which is never printed for a rate."""
    return None if standing["unit"] == PERCENT else standing["same_period"]["index"]


def _growth(standing: Standing) -> Any:
    """Growth in percent; for a rate the difference in points."""
    return standing["same_period"]["difference" if standing["unit"] == PERCENT else "growth"]


def _growth_words(standing: Standing, indicator: Indicator | None) -> str:
    growth = _growth(standing)
    unit = f" {POINTS}" if standing["unit"] == PERCENT else "%"
    return NONE if growth is None else _signed(growth, indicator) + unit


def _level_words(standing: Standing, indicator: Indicator | None) -> str:
    return LEVELS[Level(standing["actual"]["level"])] if standing["actual"] else NONE


def _day_words(standing: Standing, indicator: Indicator | None) -> str:
    return write_date(date.fromisoformat(standing["actual"]["on"])) if standing["actual"] else NONE


FIELDS = (
    _Field("target", "Kế hoạch", _target, _target_words),
    _Field("in_period", "Trong kỳ", lambda row: row["in_period"], _in_unit(lambda row: row["in_period"])),
    _Field("actual", "Lũy kế", _actual, _actual_words),
    _Field("level", "Mức số liệu", _of_actual("level"), _level_words),
    _Field("on", "Ngày số liệu", _of_actual("on"), _day_words),
    _Field("ratio", "% KH", _ratio, _percent_words(_ratio)),
    _Field("attainment", "Mức giảm đạt", _reduction, _percent_words(_reduction)),
    _Field("difference", "So với KH", lambda row: row["difference"], _gap_words),
    _Field("same_period", "Cùng kỳ năm trước", _same("value"), _in_unit(_same("value"))),
    _Field("index", "% cùng kỳ", _index, _percent_words(_index)),
    _Field("growth", "Tăng, giảm so với cùng kỳ", _growth, _growth_words),
    _Field(
        "verdict",
        "Đánh giá",
        lambda row: row["verdict"],
        lambda row, indicator: verdict_text(Verdict(row["verdict"])),
    ),
)
