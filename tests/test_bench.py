"""The benchmarks measure what they say: the ledgers they make are whole and of the promised size."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import ledgers, measures, peers, timing

from thidua_cli.ledger.copies import verify_file as verify


def test_the_year_has_twelve_figures_for_each_of_the_21_indicators_that_take_them(tmp_path: Path) -> None:
    drafts = list(ledgers.one_year(measures.plan(tmp_path)))
    assert Counter(Counter(draft.indicator for draft in drafts).values()) == {12: 21}


def test_a_long_history_has_corrections_and_places_and_is_a_whole_ledger(tmp_path: Path) -> None:
    drafts = list(ledgers.history(measures.plan(tmp_path), 2_000))
    assert len(drafts) == 2_000
    assert {draft.kind.value for draft in drafts} == {"record", "correct"}
    assert len({draft.place for draft in drafts}) == 1 + ledgers.VILLAGES
    ledgers.filled(tmp_path / "long", iter(drafts))
    assert verify(tmp_path / "long" / "data" / "thidua.db").seq == 2_000


def test_ten_million_rows_are_spread_over_every_indicator_of_every_place(tmp_path: Path) -> None:
    drafts = ledgers.history(measures.plan(tmp_path), 10 * measures.MILLION)
    keys = Counter((draft.indicator, draft.place) for draft in islice(drafts, 3 * 21 * 11))
    assert set(keys.values()) == {ledgers.ROWS_PER_FIGURE}
    assert len(keys) == 21 * (1 + ledgers.VILLAGES)


def test_a_journal_holds_the_very_figures_of_the_ledger(tmp_path: Path) -> None:
    plan = measures.plan(tmp_path)
    entries = ledgers.spread(plan, 500)
    assert len({(entry.indicator.id, entry.on) for entry in entries}) == 500
    peers.write_journal(tmp_path / "journal", ledgers.recordable(plan), entries)
    text = (tmp_path / "journal").read_text("utf-8")
    assert all(f"{peers.account(entry.indicator)}  {entry.value:f} X" in text for entry in entries)


def test_a_ratio_is_the_median_of_the_pairs_and_not_of_the_sides() -> None:
    ratio = timing.ratio_of([(1.0, 1.0), (8.0, 2.0), (9.0, 3.0)])
    assert (ratio.median, ratio.first_seconds, ratio.second_seconds) == (3.0, 8.0, 2.0)


def test_a_run_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="exit 3"):
        timing.seconds(timing.Run((sys.executable, "-c", "raise SystemExit(3)"), tmp_path))


def test_peak_memory_is_that_of_the_program_and_not_of_the_one_that_measures(tmp_path: Path) -> None:
    ballast = bytearray(200 * 1024 * 1024)
    peak = timing.peak_kilobytes(timing.Run((sys.executable, "-c", "pass"), tmp_path))
    assert len(ballast) > 1024 * peak
