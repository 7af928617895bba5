"""Rows that damage has made into something else are named, never passed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.sample import NEW_YEAR, UNIT, made, tampered
from thidua_cli.errors import IntegrityError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.rows import (
    EVERY_ROW,
    NAMES,
    figure_of,
    hash_of,
    is_sound,
    number_of,
    revision_of,
    text_of,
)


def is_canonical(text: str) -> bool:
    """Whether a row with this amount is one that a ledger may hold."""
    return is_sound((*[None] * 9, text, None, None, *[""] * 6, "2024-06-14T03:05:06.000000Z"))


@pytest.mark.parametrize("text", ["0", "-5.5", "1278.30", "0.00", "10", "-0.5"])
def test_canonical_text_is_plain_notation(text: str) -> None:
    assert is_canonical(text)


@pytest.mark.parametrize(
    "text", ["", "-0", "-0.00", "01", "1.", ".5", "1e3", "1,5", "+1", "٣", "1\n", "nan", " 1", "9" * 4000]
)
def test_any_other_spelling_of_a_number_is_not_canonical(text: str) -> None:
    assert not is_canonical(text)


@pytest.mark.parametrize(
    ("cell", "changed"),
    [
        ("indicator", 5),
        ("on_day", "14/6"),
        ("value", "1,5"),
        ("value", 3),
        ("value", "-0"),
        ("level", None),
        ("level", "sure"),
        ("place", None),
        ("detail", "x"),
        ("detail", '{"since":"2024-1-1"}'),
    ],
)
def test_a_figure_with_a_broken_cell_is_named_by_its_row_also_where_its_hash_is_right(
    cell: str, changed: object, tmp_path: Path
) -> None:
    with Ledger(made(tmp_path, 7)) as ledger:
        row = ledger.rows(EVERY_ROW)[6]
    assert figure_of(row).seq == 7
    at = NAMES.index(cell)
    edited = (*row[:at], changed, *row[at + 1 : -1])
    for digest in (row[-1], hash_of(edited)):
        with pytest.raises(IntegrityError, match="dòng 7"):
            figure_of((*edited, digest))


@pytest.mark.parametrize(("cell", "changed"), [(2, "x"), (3, "forget"), (5, b"x"), (8, "2024"), (13, None), (21, 5)])
def test_a_revision_with_a_broken_cell_is_named_by_its_row(cell: int, changed: object, tmp_path: Path) -> None:
    with Ledger(made(tmp_path, 7)) as ledger:
        row = ledger.rows(EVERY_ROW)[6]
    revision_of(row)
    with pytest.raises(IntegrityError, match="dòng 7"):
        revision_of((*row[:cell], changed, *row[cell + 1 :]))


def test_cells_of_another_type_are_damage() -> None:
    for cell in (None, b"x", 5):
        with pytest.raises(IntegrityError):
            text_of(cell)
    with pytest.raises(IntegrityError):
        number_of("5")


def test_an_edited_amount_that_is_no_number_does_not_reach_a_report(tmp_path: Path) -> None:
    path = made(tmp_path, 5)
    tampered(path, "UPDATE entries SET value = '1e3' WHERE seq = 1")
    with Ledger(path) as ledger, pytest.raises(IntegrityError, match="dòng 1"):
        ledger.figures(UNIT, ["chi-tieu-0"], NEW_YEAR, NEW_YEAR)
