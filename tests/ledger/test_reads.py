"""Reading: the present is the newest row of each key, the past is a prefix of the rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.sample import LAST_DAY, NEW_YEAR, UNIT, action_id, author, made, recorded, stamp, tampered, voided, write
from thidua_cli.domain.figure import Amount, Draft, Kind, Level, Revision
from thidua_cli.errors import IntegrityError
from thidua_cli.ledger import ALL, Ledger

FEBRUARY = date(2024, 2, 1)
JUNE = date(2024, 6, 14)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(made(tmp_path)) as opened:
        yield opened


def values(ledger: Ledger, *indicators: str, until: int = ALL, place: str = "") -> list[tuple[str, str]]:
    found = ledger.figures(UNIT, indicators or ("ho-ngheo",), NEW_YEAR, LAST_DAY, [place], until)
    return [(figure.on.isoformat(), str(figure.amount.value)) for figure in found]


def test_the_newest_row_of_a_key_is_its_figure(ledger: Ledger) -> None:
    write(ledger, [recorded("3.5"), recorded("4", on=JUNE)])
    write(ledger, [recorded("3.6")])
    assert values(ledger) == [("2024-01-01", "3.6"), ("2024-06-14", "4")]


def test_a_key_withdrawn_has_no_figure_until_it_is_written_again(ledger: Ledger) -> None:
    write(ledger, [recorded("3.5")])
    write(ledger, [voided(1)])
    assert values(ledger) == []
    write(ledger, [recorded("3.7")])
    assert values(ledger) == [("2024-01-01", "3.7")]


def test_until_shows_the_figures_as_they_were(ledger: Ledger) -> None:
    write(ledger, [recorded("3.5")])
    write(ledger, [voided(1)])
    write(ledger, [recorded("3.7")])
    assert [values(ledger, until=seq) for seq in range(4)] == [
        [],
        [("2024-01-01", "3.5")],
        [],
        [("2024-01-01", "3.7")],
    ]


def test_a_figure_is_there_since_its_day_was_first_written_whatever_was_corrected_later(ledger: Ledger) -> None:
    days = ["2024-04-01T01:00:00.000000Z", "2024-04-05T01:00:00.000000Z", "2024-05-01T01:00:00.000000Z"]
    write(ledger, [recorded("1"), recorded("2", place="thon-1"), recorded("9", "voided")], at=days[0])
    write(ledger, [recorded("1.5"), recorded("3", on=JUNE, place="thon-2")], at=days[1])
    write(ledger, [voided(3, "voided"), recorded("2", on=JUNE)], at=days[2])
    wanted, places = ["ho-ngheo", "voided"], ["thon-1", "thon-2"]
    found = ledger.first_written(UNIT, wanted, NEW_YEAR, LAST_DAY, ["", *places], 99)
    assert found == {("", "ho-ngheo"): days[0], ("thon-1", "ho-ngheo"): days[0], ("thon-2", "ho-ngheo"): days[1]}
    assert ledger.first_written(UNIT, wanted, NEW_YEAR, LAST_DAY, until=99) == {("", "ho-ngheo"): days[0]}
    assert ledger.first_written(UNIT, ["ho-ngheo"], FEBRUARY, LAST_DAY, until=99) == {("", "ho-ngheo"): days[2]}
    assert ledger.first_written(UNIT, ["voided"], NEW_YEAR, LAST_DAY, until=3) == {("", "voided"): days[0]}
    with Ledger(None) as nothing:
        assert nothing.first_written(UNIT, wanted, NEW_YEAR, LAST_DAY, until=0) == {}


def test_figures_of_several_places_are_read_together_each_with_its_place(ledger: Ledger) -> None:
    write(ledger, [recorded("1"), recorded("2", place="thon-1"), recorded("3", place="thon-2"), recorded("9", "x")])
    write(ledger, [recorded("2.5", place="thon-1"), recorded("4", on=JUNE, place="thon-1")])
    found = ledger.figures(UNIT, ["ho-ngheo"], NEW_YEAR, LAST_DAY, ["", "thon-1", "thon-3"])
    assert [(figure.place, figure.on, str(figure.amount.value)) for figure in found] == [
        ("", NEW_YEAR, "1"), ("thon-1", NEW_YEAR, "2.5"), ("thon-1", JUNE, "4"),
    ]  # fmt: skip
    assert len(ledger.figures(UNIT, ["ho-ngheo"], NEW_YEAR, LAST_DAY, ["", "thon-1"], 2)) == 2


def test_keys_of_other_things_than_indicators_are_not_outside_the_plan(ledger: Ledger) -> None:
    write(ledger, [recorded("1", "work/cai-cach"), recorded("2", "la"), recorded("3")])
    assert [one.indicator for one in ledger.outside(UNIT, {"ho-ngheo"}, (), NEW_YEAR, LAST_DAY)] == ["la"]


def test_both_ends_of_the_span_belong_to_it(ledger: Ledger) -> None:
    write(ledger, [recorded("1", on=NEW_YEAR), recorded("2", on=FEBRUARY), recorded("3", on=JUNE)])
    found = ledger.figures(UNIT, ["ho-ngheo"], NEW_YEAR, FEBRUARY)
    assert [figure.on for figure in found] == [NEW_YEAR, FEBRUARY]


def test_figures_of_several_indicators_come_by_indicator_and_day(ledger: Ledger) -> None:
    write(ledger, [recorded("1", "b", JUNE), recorded("2", "a", JUNE), recorded("3", "b"), recorded("4", "c")])
    assert values(ledger, "b", "a", "b") == [("2024-06-14", "2"), ("2024-01-01", "3"), ("2024-06-14", "1")]


def test_another_unit_or_place_is_another_figure(ledger: Ledger) -> None:
    write(ledger, [recorded("1"), recorded("2", place="thôn 1")])
    with ledger.writing() as writer:
        writer.append([recorded("9")], action="khác", unit="xã khác", author=author(), plan=stamp())
    assert values(ledger) == [("2024-01-01", "1")]
    assert values(ledger, place="thôn 1") == [("2024-01-01", "2")]


def test_a_figure_is_proved_whatever_letters_its_row_holds(ledger: Ledger) -> None:
    letters = "".join(map(chr, [*range(0x300), 0x2028, 0xFEFF, 0xFFFF, 0x1F600]))
    write(ledger, [recorded("5")._replace(note=letters, source='{"a": "\\u0000"}', reason="\0")])
    held = ledger.figures(UNIT, ["ho-ngheo"], NEW_YEAR, LAST_DAY)
    assert [figure.amount.value for figure in held] == [5]
    until = ledger.tip().seq
    assert ledger.newest_figures(UNIT, ["ho-ngheo"], NEW_YEAR, LAST_DAY, until=until) == held


def test_a_figure_is_proved_by_its_whole_row(ledger: Ledger) -> None:
    write(ledger, [recorded("5", on=JUNE), recorded("7")])
    write(ledger, [voided(1, on=JUNE)])
    held = ledger.figures(UNIT, ["ho-ngheo"], NEW_YEAR, LAST_DAY)
    assert [figure.amount.value for figure in held] == [7]
    assert ledger.newest_figures(UNIT, ["ho-ngheo"], NEW_YEAR, LAST_DAY) == held
    tampered(ledger.file, "UPDATE entries SET value = '8' WHERE seq = 2")
    with pytest.raises(IntegrityError, match="dòng 2 của sổ số liệu không khớp mã băm"):
        ledger.figures(UNIT, ["ho-ngheo"], NEW_YEAR, LAST_DAY)


def test_a_rate_comes_back_as_its_two_parts(ledger: Ledger) -> None:
    rate = Amount(numerator=Decimal("105"), denominator=Decimal("3000"))
    write(ledger, [Draft(Kind.RECORD, "ho-ngheo", JUNE, rate, Level.ESTIMATE)])
    (figure,) = ledger.figures(UNIT, ["ho-ngheo"], JUNE, JUNE)
    assert (figure.amount, figure.level, figure.seq, figure.place) == (rate, Level.ESTIMATE, 1, "")


def test_indicators_the_plan_does_not_know_are_named_a22(ledger: Ledger) -> None:
    write(ledger, [recorded("1", "a"), recorded("1", "b", place="thôn 1"), recorded("1", "c", JUNE)])
    write(ledger, [Draft(Kind.CLOSE, detail="{}")])
    assert [one.indicator for one in ledger.outside(UNIT, {"a"}, (), NEW_YEAR, FEBRUARY)] == ["b"]
    assert [one.indicator for one in ledger.outside(UNIT, set(), (), NEW_YEAR, LAST_DAY)] == ["a", "c", "b"]
    assert [one.indicator for one in ledger.outside(UNIT, set(), (), NEW_YEAR, LAST_DAY, until=1)] == ["a"]
    assert [one.indicator for one in ledger.outside("xã khác", set(), (), NEW_YEAR, LAST_DAY)] == []


def test_present_is_also_a_row_without_an_amount(ledger: Ledger) -> None:
    write(ledger, [recorded("1")])
    write(ledger, [voided(1)])
    present = ledger.present(UNIT, "", "ho-ngheo", NEW_YEAR)
    assert present is not None
    assert (present.seq, present.draft.kind, present.draft.amount) == (2, Kind.VOID, None)
    earlier = ledger.present(UNIT, "", "ho-ngheo", NEW_YEAR, until=1)
    assert earlier is not None
    assert earlier.seq == 1
    assert ledger.present(UNIT, "", "ho-ngheo", JUNE) is None


def test_days_lists_the_newest_row_of_each_day(ledger: Ledger) -> None:
    write(ledger, [recorded("1", on=JUNE), recorded("2"), recorded("3", on=FEBRUARY)])
    write(ledger, [voided(3, on=FEBRUARY)])
    assert seqs(ledger.days(UNIT, "", "ho-ngheo", NEW_YEAR, LAST_DAY)) == [2, 4, 1]
    assert seqs(ledger.days(UNIT, "", "ho-ngheo", FEBRUARY, LAST_DAY)) == [4, 1]
    assert seqs(ledger.days(UNIT, "", "ho-ngheo", NEW_YEAR, FEBRUARY)) == [2, 4]


def test_history_is_in_the_order_of_writing_and_can_be_narrowed(ledger: Ledger) -> None:
    write(
        ledger, [recorded("1", "b"), recorded("2", "a", JUNE), recorded("3", "a"), recorded("4", "a", place="thôn 1")]
    )
    assert seqs(ledger.history()) == [1, 2, 3, 4]
    assert seqs(ledger.history(indicator="a")) == [2, 3, 4]
    assert seqs(ledger.history(indicator="a", until=3)) == [2, 3]
    assert seqs(ledger.history(limit=2)) == [3, 4]
    assert seqs(ledger.history(indicator="a", limit=2)) == [3, 4]
    assert seqs(ledger.history(indicator="không có")) == []


def test_the_tip_of_a_prefix_is_that_of_its_last_row(ledger: Ledger) -> None:
    write(ledger, [recorded("1"), recorded("2", "b")])
    first = ledger.revision(1)
    assert first is not None
    assert ledger.tip(1).hash == first.hash
    assert ledger.tip(1).chain == first.hash[:32]
    assert ledger.tip(99) == ledger.tip()
    assert ledger.revision(3) is None


def test_as_known_is_the_last_row_not_stamped_later_c13(ledger: Ledger) -> None:
    for number, hour in enumerate((10, 12, 9)):  # the clock was set back before the third
        write(ledger, [recorded(str(number), f"i{number}")], at=f"2024-06-14T{hour:02}:00:00.000000Z")
    assert ledger.seq_at("2024-06-14T08:59:59.999999Z") == 0
    assert ledger.seq_at("2024-06-14T10:00:00.000000Z") == 3
    assert ledger.seq_at("2024-06-15T00:00:00.000000Z") == 3


def test_before_is_the_state_an_undo_restores(ledger: Ledger) -> None:
    write(ledger, [recorded("1"), recorded("9", "khac")])
    write(ledger, [recorded("2")])
    first, _, third = ledger.history()
    assert ledger.before(third) == first
    assert ledger.before(first) is None


def test_undo_walks_back_one_command_at_a_time(ledger: Ledger) -> None:
    write(ledger, [recorded("1"), recorded("5", "b")], "nhập tệp")
    write(ledger, [recorded("2")], "sửa")
    write(ledger, [Draft(Kind.CLOSE, detail="{}")], "chốt")
    undone = []
    while rows := ledger.last_undoable():
        undone.append(rows[0].action)
        write(ledger, [undo(ledger, row) for row in rows])
    assert undone == ["chốt", "sửa", "nhập tệp"]
    assert values(ledger) == []
    assert ledger.tip().seq == 8


def test_what_is_written_after_an_undo_is_undone_first(ledger: Ledger) -> None:
    write(ledger, [recorded("1")], "một")
    write(ledger, [undo(ledger, row) for row in ledger.last_undoable()])
    write(ledger, [recorded("2")], "hai")
    assert [row.action for row in ledger.last_undoable()] == ["hai"]
    write(ledger, [undo(ledger, row) for row in ledger.last_undoable()])
    assert ledger.last_undoable() == []


def test_rows_of_one_command_are_found_by_its_id(ledger: Ledger) -> None:
    write(ledger, [recorded("1"), recorded("2", "b")], action_id(5))
    assert [row.draft.indicator for row in ledger.action(action_id(5))] == ["ho-ngheo", "b"]
    assert ledger.action(action_id(6)) == []


def undo(ledger: Ledger, row: Revision) -> Draft:
    earlier = ledger.before(row)
    kept = earlier.draft if earlier else Draft(Kind.VOID)
    draft = row.draft
    return Draft(Kind.UNDO, draft.indicator, draft.on, kept.amount, kept.level, place=draft.place, supersedes=row.seq)


def seqs(rows: Iterator[Revision] | list[Revision]) -> list[int]:
    return [row.seq for row in rows]


def test_the_newest_figure_is_the_last_of_all_figures_whatever_was_corrected_or_withdrawn(tmp_path: Path) -> None:
    dice = random.Random(2024)
    with Ledger(made(tmp_path)) as ledger:
        newest: dict[tuple[str, date], int] = {}
        for seq in range(1, 161):
            indicator, on = dice.choice(("a", "b", "c")), NEW_YEAR + timedelta(days=dice.randrange(12))
            held = newest.get((indicator, on))
            withdraw = held is not None and dice.random() < 0.6
            write(ledger, [voided(held or 0, indicator, on) if withdraw else recorded(str(seq), indicator, on)])
            newest[indicator, on] = seq
        for until in range(161):
            first = NEW_YEAR + timedelta(days=until % 5)
            last = first + timedelta(days=until % 9)
            everything = ledger.figures(UNIT, ("a", "b", "c"), first, last, until=until)
            wanted = list({figure.indicator: figure for figure in everything}.values())
            assert ledger.newest_figures(UNIT, ("a", "b", "c"), first, last, until=until) == wanted


def test_the_plans_of_more_figures_than_a_question_may_name_are_found(ledger: Ledger) -> None:
    write(
        ledger,
        [recorded("3.5", on=NEW_YEAR + timedelta(days=day % 360), place=f"p{day // 360}") for day in range(1100)],
    )
    places = [f"p{number}" for number in range(4)]
    found = ledger.figures(UNIT, ["ho-ngheo"], NEW_YEAR, LAST_DAY, places)
    assert len(found) == 1100
    assert ledger.plans_of(found) == ledger.plans_under(UNIT, ["ho-ngheo"], places, NEW_YEAR, LAST_DAY)
    assert {id for id, _ in ledger.plans_of(found)} == {"ho-ngheo"}
