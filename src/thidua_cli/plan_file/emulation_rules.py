"""Rules about work, places, the scale of points and awards: what they name exists, what they count is sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..vietnamese.dates import write_date
from ..vietnamese.numbers import shown, write_number
from ..vietnamese.text import nearest
from .pieces import Broken, Piece, id_rule


def emulation_rules(plan: Piece) -> Broken:
    """All broken rules of these parts of the plan."""
    indicators = {one.take("id", str) or "": one for one in _indicators(plan)}
    known = [identity for identity in indicators if identity]
    for item in plan.each("work"):
        yield from id_rule(item)
        yield from _work_links(item, known)
    yield from _place_rules(plan, indicators)
    yield from _scoring_rules(plan, known)
    for award in plan.each("awards"):
        yield from _award_rule(award)


def _indicators(plan: Piece) -> Iterator[Piece]:
    for section in plan.each("sections"):
        for indicator in section.each("indicators"):
            yield indicator
            yield from indicator.each("parts")


def _work_links(item: Piece, known: list[str]) -> Broken:
    links = item.values.get("indicators")
    for place, link in enumerate(links if isinstance(links, list) else ()):
        if isinstance(link, str) and link not in known:
            yield (*item.at("indicators"), place), _unknown(link, known)


def _unknown(written: str, known: list[str]) -> str:
    near = nearest(written[:40], known)
    advice = f"ý bạn là '{near[0]}'?" if near else "hãy ghi mã của một chỉ tiêu ở trên"
    return f"không có chỉ tiêu '{shown(written)}' trong kế hoạch; {advice}"


def _place_rules(plan: Piece, indicators: dict[str, Piece]) -> Broken:
    for place in plan.each("places"):
        yield from id_rule(place)
        yield from _named_once(place, "targets", list(indicators))
        for target in place.each("targets"):
            named = indicators.get(target.take("indicator", str) or "")
            if named is not None and not named.take("by_place", bool):
                yield (
                    target.at("indicator"),
                    "chỉ tiêu này không thu theo thôn; hãy thêm by_place: true cho chỉ tiêu đó",
                )
    if not plan.values.get("places"):
        for indicator in indicators.values():
            if indicator.take("by_place", bool):
                yield (
                    indicator.at("by_place"),
                    "kế hoạch chưa có thôn nào; hãy thêm places: [{id: thon-1, name: Thôn 1}]",
                )


def _named_once(group: Piece, key: str, known: list[str]) -> Broken:
    """Each group of a list names an indicator of the plan, and none twice."""
    seen: set[str] = set()
    for piece in group.each(key):
        written = piece.take("indicator", str)
        if written is None:
            continue
        if written not in known:
            yield piece.at("indicator"), _unknown(written, known)
        elif written in seen:
            yield piece.at("indicator"), f"chỉ tiêu '{written}' đã có ở trên; hãy giữ một dòng"
        seen.add(written)


def _scoring_rules(plan: Piece, known: list[str]) -> Broken:
    values = plan.values.get("scoring")
    if not isinstance(values, dict):
        return
    scoring = Piece(values, plan.at("scoring"))
    yield from _named_once(scoring, "items", known)
    if scoring.values.get("items") == []:
        yield scoring.at("items"), "thang điểm chưa có chỉ tiêu nào; hãy thêm - {indicator: ho-ngheo, points: 50}"
    yield from _positive(scoring, "total")
    yield from _not_negative(scoring, "bonus")
    for item in scoring.each("items"):
        yield from _positive(item, "points")
        yield from _not_negative(item, "bonus_per_percent")
        yield from _not_negative(item, "bonus_most")
        if item.values.get("bonus_most") is not None and item.values.get("bonus_per_percent") is None:
            yield (
                item.at("bonus_most"),
                "cần bonus_per_percent (điểm thưởng cho mỗi % vượt); hãy thêm hoặc xóa dòng này",
            )
    deductions = scoring.values.get("deductions")
    if isinstance(deductions, dict):
        for key in ("late", "missing"):
            yield from _not_negative(Piece(deductions, scoring.at("deductions")), key)


def _positive(piece: Piece, key: str) -> Broken:
    points = piece.take(key, Decimal)
    if points is not None and points <= 0:
        yield piece.at(key), f"{write_number(points)} điểm không hợp lệ; hãy ghi số lớn hơn 0"


def _not_negative(piece: Piece, key: str) -> Broken:
    points = piece.take(key, Decimal)
    if points is not None and points < 0:
        yield piece.at(key), f"{write_number(points)} điểm không hợp lệ; hãy ghi số từ 0 trở lên"


def _award_rule(award: Piece) -> Broken:
    since, until = award.take("from", date), award.take("until", date)
    if since is not None and until is not None and until < since:
        yield award.at("until"), f"phải từ ngày bắt đầu ({write_date(since)}) trở đi; hãy kiểm tra lại hai ngày"
