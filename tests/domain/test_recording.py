"""What writing a figure comes to, and what an undo restores."""

from __future__ import annotations

from datetime import date

import pytest

from domain.making import amount
from thidua_cli.domain.closing import closed_detail, heading_text
from thidua_cli.domain.figure import Draft, Kind, Level, Revision
from thidua_cli.domain.period import Period, Span
from thidua_cli.office.changes import restoring
from thidua_cli.office.figures import Fate, decide

ESTIMATE, PRELIMINARY, OFFICIAL = Level.ESTIMATE, Level.PRELIMINARY, Level.OFFICIAL


def draft(value: str | None, level: Level | None = OFFICIAL, note: str = "", kind: Kind = Kind.RECORD) -> Draft:
    held = amount(value) if value is not None else None
    return Draft(kind, "x", date(2024, 6, 14), held, level, note, "báo cáo tháng")


def row(held: Draft, seq: int = 7) -> Revision:
    return Revision(seq, "id", 0, held, "xa", "huong", "2024-06-14T00:00:00.000000Z", "1", "", "", "")


@pytest.mark.parametrize(
    ("present", "wanted", "fate"),
    [
        (draft("3.5"), draft("3.5"), Fate.SAME),
        (draft("3.50"), draft("3.5"), Fate.SAME),
        (draft("9/10"), draft("9/10"), Fate.SAME),
        (draft("0"), draft("0"), Fate.SAME),
        (draft("3.5"), draft("3.6"), Fate.CHANGED),
        (draft("3.5"), draft("0"), Fate.CHANGED),
        (draft("90"), draft("9/10"), Fate.CHANGED),
        (draft("9/10"), draft("18/20"), Fate.CHANGED),
        (draft("3.5"), draft("3.5", note="đếm lại"), Fate.CHANGED),
        (draft("3.5", ESTIMATE), draft("3.5", PRELIMINARY), Fate.RAISED),
        (draft("3.5", ESTIMATE), draft("3.6", OFFICIAL), Fate.RAISED),
        (draft("3.5", PRELIMINARY), draft("3.9", OFFICIAL, "mới"), Fate.RAISED),
        (draft("3.5", OFFICIAL), draft("3.5", PRELIMINARY), Fate.LOWERED),
        (draft("3.5", PRELIMINARY), draft("3.6", ESTIMATE), Fate.LOWERED),
        (draft("3.5", None), draft("3.5", OFFICIAL), Fate.SAME),
        (draft("3.5", OFFICIAL), draft("3.5", None), Fate.SAME),
        (draft("3.5"), draft(None), Fate.CHANGED),
    ],
)
def test_a_figure_on_a_day_that_has_one(present: Draft, wanted: Draft, fate: Fate) -> None:
    assert decide(present, wanted) is fate


def test_the_first_figure_of_a_day_is_new_as_is_one_after_a_withdrawn_one() -> None:
    assert decide(None, draft("3.5")) is Fate.NEW
    assert decide(draft(None, None, kind=Kind.VOID), draft("3.5", ESTIMATE)) is Fate.NEW


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("90", "90.00", True),
        ("90", "9/10", False),
        ("9/10", "9/10", True),
        ("9/10", "90/100", False),
        ("0", "1", False),
    ],
)
def test_amounts_are_the_same_in_number_and_in_form(one: str, other: str, same: bool) -> None:
    assert (amount(one) == amount(other)) is same


def test_taking_back_the_first_figure_leaves_its_day_empty() -> None:
    undo = restoring(row(draft("3.5", note="gõ nhầm"), 4), None)
    assert undo == Draft(Kind.UNDO, "x", date(2024, 6, 14), supersedes=4)


def test_taking_back_a_correction_restores_figure_level_note_and_source() -> None:
    before = draft("3.4", ESTIMATE, "số cũ")
    corrected = draft("3.5", note="số mới", kind=Kind.CORRECT)._replace(reason="đếm lại", supersedes=4)
    undo = restoring(row(corrected, 5), row(before, 4))
    assert undo == before._replace(kind=Kind.UNDO, supersedes=5)
    assert undo.reason == ""


def test_taking_back_a_withdrawal_restores_what_was_withdrawn() -> None:
    undo = restoring(row(draft(None, None, kind=Kind.VOID), 6), row(draft("3.5"), 5))
    assert (undo.kind, undo.amount, undo.level, undo.supersedes) == (Kind.UNDO, amount("3.5"), OFFICIAL, 6)


def test_taking_back_a_figure_put_on_a_withdrawn_day_leaves_it_withdrawn() -> None:
    undo = restoring(row(draft("3.5"), 8), row(draft(None, None, kind=Kind.VOID), 7))
    assert (undo.amount, undo.level, undo.supersedes) == (None, None, 8)


def test_taking_back_a_closing_repeats_neither_its_report_nor_what_another_closing_said() -> None:
    june = Period(Span.MONTH, 2024, 6)
    closing = Draft(Kind.CLOSE, detail=closed_detail(june, '{"schema":"thidua.report/1"}'))
    other = Draft(Kind.REOPEN, reason="quý khác", note="quý khác", detail=heading_text(june._replace(number=5)))
    undo = restoring(row(closing, 11), row(other, 10))
    assert undo == Draft(Kind.UNDO, detail=heading_text(june), supersedes=11)


def test_taking_back_a_closing_names_what_was_closed() -> None:
    closing = Draft(Kind.CLOSE, detail='{"period":"2024-06"}')
    undo = restoring(row(closing, 11), None)
    assert (undo.kind, undo.detail, undo.supersedes, undo.on) == (Kind.UNDO, '{"period":"2024-06"}', 11, None)
