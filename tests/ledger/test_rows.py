"""Rows that damage has made into something else are named, never passed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.sample import NEW_YEAR, UNIT, made, tampered
from thidua_cli.errors import IntegrityError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.rows import EVERY_ROW, figure_of, is_canonical, number_of, revision_of, text_of

GOOD_FIGURE = ("ho-ngheo", "2024-06-14", "3.5", None, None, "official", "", 7, "")


@pytest.mark.parametrize("text", ["0", "-5.5", "1278.30", "0.00", "10", "-0.5"])
def test_canonical_text_is_plain_notation(text: str) -> None:
    assert is_canonical(text)


@pytest.mark.parametrize("text", ["", "-0", "-0.00", "01", "1.", ".5", "1e3", "1,5", "+1", "٣", "1\n", "nan", " 1"])
def test_any_other_spelling_of_a_number_is_not_canonical(text: str) -> None:
    assert not is_canonical(text)


@pytest.mark.parametrize(
    ("cell", "changed"),
    [
        (0, b"x"),
        (1, "14/6"),
        (2, "1,5"),
        (2, 3),
        (2, "-0"),
        (5, None),
        (5, "sure"),
        (6, None),
        (8, "x"),
        (8, '{"since":"2024-1-1"}'),
    ],
)
def test_a_figure_with_a_broken_cell_is_named_by_its_row(cell: int, changed: object) -> None:
    row = (*GOOD_FIGURE[:cell], changed, *GOOD_FIGURE[cell + 1 :])
    with pytest.raises(IntegrityError, match="dòng 7"):
        figure_of(row)


@pytest.mark.parametrize(("cell", "changed"), [(2, "x"), (3, "forget"), (5, b"x"), (8, "2024"), (13, None), (21, 5)])
def test_a_revision_with_a_broken_cell_is_named_by_its_row(cell: int, changed: object, tmp_path: Path) -> None:
    with Ledger.open(made(tmp_path, 7)) as ledger:
        row = ledger._session.rows(EVERY_ROW)[6]
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
    with Ledger.open(path) as ledger, pytest.raises(IntegrityError, match="dòng 1"):
        ledger.figures(UNIT, ["chi-tieu-0"], NEW_YEAR, NEW_YEAR)
