"""B13: thousands of random decimals come back from the ledger and from their Vietnamese spelling as they were."""

from __future__ import annotations

from faults.roundtrips import differing, naive

SEED = 2024


def test_decimals_come_back_to_the_digit_b13() -> None:
    assert differing(2000, SEED) == []


def test_a_float_on_the_way_is_caught() -> None:
    assert differing(300, SEED, naive)
