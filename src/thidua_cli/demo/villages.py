"""The ten made-up villages: how large they are, and how well each does. Thôn 2 and Thôn 6 are alike, so they tie."""

from __future__ import annotations

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
