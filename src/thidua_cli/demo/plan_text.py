"""The illustration's plan: the 2024 plan's own text under another name; ten made-up villages, a scale of points."""

from __future__ import annotations

import re
from typing import NamedTuple

HOUSEHOLDS = (312, 268, 405, 190, 351, 268, 228, 297, 334, 257)
PEOPLE = (1179, 1013, 1531, 718, 1327, 1013, 862, 1123, 1262, 972)
CHILDREN = (94, 81, 122, 57, 106, 81, 69, 90, 101, 78)
POOR_HOUSEHOLDS = (8, 9, 10, 14, 9, 9, 11, 10, 8, 12)
FIELD_SKILL = (12, 4, 18, -15, 8, 4, -8, 0, 15, -4)
TOWN_SKILL = (-6, 10, 7, 3, -12, 10, 14, -3, 5, 9)


class Village(NamedTuple):
    """A village: its size, and its skills in thousandths above or below the commune's course."""

    id: str
    name: str
    households: int
    people: int
    children: int
    poor: int
    field_skill: int
    town_skill: int

    def share_of(self, amount: int) -> int:
        """Its part of a whole number, by households, rounded down."""
        return amount * self.households // sum(HOUSEHOLDS)


VILLAGES = tuple(
    Village(f"thon-{number}", f"Thôn {number}", *row)
    for number, row in enumerate(
        zip(HOUSEHOLDS, PEOPLE, CHILDREN, POOR_HOUSEHOLDS, FIELD_SKILL, TOWN_SKILL, strict=True), start=1
    )
)


def shares(amount: int) -> list[int]:
    """A whole number dealt out by households without a remainder: what is left over goes to the last village."""
    parts = [village.share_of(amount) for village in VILLAGES]
    return [*parts[:-1], parts[-1] + amount - sum(parts)]


YEAR = 2024
NOTICE = "MINH HỌA – không phải số liệu thật"
RENAMED = {
    "Đắk La": "Minh Họa",
    "Đăk La": "Minh Họa",
    "Đắk Hà": "Mẫu",
    "id: dak-la": "id: minh-hoa",
    "name: Trần Văn Tâm": "name: Nguyễn Văn Mẫu",
}
BY_PLACE = (
    "dien-tich-cay-hang-nam",
    "dan-gia-suc",
    "dan-gia-cam",
    "suy-dinh-duong-thap-coi",
    "suy-dinh-duong-nhe-can",
    "bao-phu-bhyt",
    "ho-ngheo",
    "gia-dinh-van-hoa",
)
ADDED = {
    "dien-tich-cay-hang-nam": ("pace: [0, 0, 0, 0, 60, 0, 0, 0, 40, 0, 0, 0]",),
    "bao-phu-bhyt": ("pace: linear", 'baseline: {value: "92,8", on: 2023-12-31}'),
    "bao-phu-bhxh": ("pace: linear", 'baseline: {value: "8,1", on: 2023-12-31}'),
    "ho-ngheo": ('baseline: {value: "5,2", on: 2023-12-31}',),
    "suy-dinh-duong-thap-coi": ('baseline: {value: "24,5", on: 2023-12-31}',),
    "giai-ngan": ("pace: last-year",),
}
PLACE_TARGETS = {"dien-tich-cay-hang-nam": (12783, 1), "dan-gia-suc": (6278, 0), "dan-gia-cam": (31500, 0)}
"""What is dealt out to the villages: in units of the last decimal place, and how many decimal places."""
POINTS = {
    "dien-tich-cay-hang-nam": "points: 60, bonus_per_percent: 1, bonus_most: 5",
    "dien-tich-cay-lau-nam": "points: 40",
    "dan-gia-suc": 'points: 60, bonus_per_percent: "0,5", bonus_most: 5',
    "dan-gia-cam": 'points: 60, bonus_per_percent: "0,5", bonus_most: 5',
    "nuoi-trong-thuy-san": "points: 40",
    "thu-nhap-binh-quan": "points: 60, bonus_per_percent: 1, bonus_most: 10",
    "lao-dong-duoc-dao-tao": "points: 50",
    "suy-dinh-duong-thap-coi": "points: 40",
    "suy-dinh-duong-nhe-can": "points: 40",
    "bao-phu-bhyt": "points: 70, bonus_per_percent: 2, bonus_most: 10",
    "bao-phu-bhxh": "points: 50, bonus_per_percent: 1, bonus_most: 5",
    "ho-ngheo": 'points: 80, bonus_per_percent: "0,2", bonus_most: 10',
    "gia-dinh-van-hoa": "points: 60",
    "thon-van-hoa": "points: 40",
    "giao-quan": "points: 50",
    "thon-an-toan-antt": "points: 40",
    "truong-an-toan-antt": "points: 30",
    "giai-ngan": "points: 50",
    "thon-ntm-kieu-mau": "points: 30",
}
_ITEM = re.compile(r"^( *)- id: ([a-z0-9-]+)$", re.MULTILINE)
_ID_LINE = re.compile(r"^title: ", re.MULTILINE)


def illustration_plan(shipped: str) -> str:
    """The text of the illustration's plan file, from that of the shipped plan of 2024.

    Raises ValueError when an indicator named here is no longer in the shipped plan.
    """
    text = shipped
    for before, after in RENAMED.items():
        text = text.replace(before, after)
    missing = {*BY_PLACE, *ADDED, *POINTS} - {match.group(2) for match in _ITEM.finditer(text)}
    if missing:
        raise ValueError(f"not in the shipped plan: {sorted(missing)}")
    text = _ITEM.sub(_with_additions, text)
    return _ID_LINE.sub(f"notice: {NOTICE}\ntitle: ", text, count=1) + "\n" + "\n".join([*_places(), *_scoring(), ""])


def _with_additions(match: re.Match[str]) -> str:
    indent, identity = match.groups()
    lines = [*(["by_place: true"] if identity in BY_PLACE else []), *ADDED.get(identity, ())]
    return "\n".join([match.group(), *(f"{indent}  {line}" for line in lines)])


def _places() -> list[str]:
    dealt = {identity: shares(amount) for identity, (amount, _) in PLACE_TARGETS.items()}
    lines = ["places:"]
    for place, village in enumerate(VILLAGES):
        lines += [f"  - id: {village.id}", f"    name: {village.name}", "    targets:"]
        for identity, (_, decimals) in PLACE_TARGETS.items():
            target = f">= {amount_text(dealt[identity][place], decimals)}"
            lines.append(f'      - {{indicator: {identity}, target: "{target}"}}')
    return lines


def _scoring() -> list[str]:
    items = [f"    - {{indicator: {identity}, {points}}}" for identity, points in POINTS.items()]
    return ["scoring:", "  total: 950", "  bonus: 50", "  deductions: {late: 2, missing: 5}", "  items:", *items]


def amount_text(units: int, decimals: int) -> str:
    """12783 with 1 decimal place is `1278,3`."""
    digits = str(units).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]},{digits[-decimals:]}" if decimals else digits
