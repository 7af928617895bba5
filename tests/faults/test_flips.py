"""F1: a flipped bit is found wherever SQLite reads; SQLite's own check would miss changed figures."""

from __future__ import annotations

from pathlib import Path

from faults.flips import everything, found, found_by_sqlite, run, unused
from ledger.sample import made

SEED = 2024


def test_a_flipped_bit_is_found_unless_nothing_ever_reads_it_f1(tmp_path: Path) -> None:
    counts = run(made(tmp_path, 100), SEED, 200)
    assert (counts["changed and missed"], counts["missed elsewhere"]) == (0, 0)
    assert counts["figures changed"] > 5
    assert counts["missed in unused bytes"] > 5


def test_the_check_of_sqlite_alone_is_caught_missing_figures(tmp_path: Path) -> None:
    assert run(made(tmp_path, 100), SEED, 100, found_by_sqlite)["changed and missed"] > 0


def test_what_counts_as_unused_holds_no_figure(tmp_path: Path) -> None:
    """Writing over every such byte at once leaves a ledger that passes: none of them means anything."""
    path = made(tmp_path, 300)
    content = bytearray(path.read_bytes())
    before = everything(path)
    for place in unused(bytes(content)):
        content[place] = 0xFF
    path.write_bytes(content)
    assert not found(path)
    assert everything(path) == before
