"""Appending: what goes in comes out, chained, in one transaction, in one spelling."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from json import dumps
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.sample import NEW_YEAR, UNIT, action_id, author, made, recorded, stamp, tampered, write
from thidua_cli.domain.figure import Amount, Draft, Kind, Level
from thidua_cli.errors import IntegrityError, InvalidInput, Refused, StorageError
from thidua_cli.ledger import EMPTY_HASH, Ledger
from thidua_cli.ledger.copies import verify_file as verify
from thidua_cli.ledger.rows import decimal_text

FULL = Draft(
    kind=Kind.CORRECT,
    indicator="ho-ngheo",
    on=date(2024, 6, 14),
    amount=Amount(numerator=Decimal("105"), denominator=Decimal("3000")),
    level=Level.PRELIMINARY,
    note='dòng 1\ndòng "2" \\ [/] đ',
    source="Phòng Lao động",
    reason="rà soát lại",
    place="thôn 1",
    supersedes=1,
)


def test_a_draft_comes_back_exactly_as_it_was_written(tmp_path: Path) -> None:
    path = made(tmp_path)
    with Ledger(path) as ledger:
        write(ledger, [recorded("3.50")])
        appended = write(ledger, [FULL], action_id(7))
        found = ledger.revision(2)
    assert found == appended
    assert found is not None
    assert found.draft == FULL
    assert (found.action, found.item, found.unit, found.actor) == (action_id(7), 0, UNIT, "Y Thoan")
    assert (found.at, found.version, found.plan) == ("2024-06-14T03:05:06.000000Z", "0.1.0", stamp().revision)


def test_every_row_carries_the_hash_of_the_one_before_it(tmp_path: Path) -> None:
    with Ledger(made(tmp_path, 25)) as ledger:
        rows = list(ledger.history())
    assert [row.seq for row in rows] == list(range(1, 26))
    assert [row.previous for row in rows] == [EMPTY_HASH, *(row.hash for row in rows[:-1])]


def test_the_hash_is_that_of_a_json_array_anyone_can_rebuild(tmp_path: Path) -> None:
    with Ledger(made(tmp_path)) as ledger:
        row = write(ledger, [recorded("3.50")])
    fields = [1, row.action, 0, "record", None, UNIT, "", "ho-ngheo", "2024-01-01", "3.50", None, None, "official"]
    fields += ["ghi chú", "", "", row.actor, "", row.at, row.version, row.plan, EMPTY_HASH]
    assert row.hash == sha256(dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def test_items_of_one_command_are_numbered_and_found_together(tmp_path: Path) -> None:
    path = made(tmp_path)
    with Ledger(path) as ledger, ledger.writing() as writer:
        for value in ("1", "2"):
            writer.append(
                [recorded(value), recorded(value, "ho-moi")],
                action="cùng lệnh",
                unit=UNIT,
                author=author(),
                plan=stamp(),
            )
        assert [row.item for row in ledger.action("cùng lệnh")] == [0, 1, 2, 3]
    assert verify(path).seq == 4


def test_a_command_id_used_before_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with Ledger(made(tmp_path)) as ledger:
        write(ledger, [recorded("1")], "a")
        with pytest.raises(Refused):
            write(ledger, [recorded("2")], "a")
        assert ledger.tip().seq == 1


def test_an_exception_in_the_block_takes_everything_back_q2(tmp_path: Path) -> None:
    path = made(tmp_path, 3)

    def interrupted(ledger: Ledger) -> None:
        with ledger.writing() as writer:
            writer.append([recorded("1")], action="a", unit=UNIT, author=author(), plan=stamp("khác"))
            assert ledger.tip().seq == 4
            raise KeyboardInterrupt  # Q2

    with Ledger(path) as ledger:
        before = ledger.tip()
        with pytest.raises(KeyboardInterrupt):
            interrupted(ledger)
        assert ledger.tip() == before
        assert ledger.plan_source(stamp("khác").revision) is None
        write(ledger, [recorded("1")])
    assert verify(path).seq == 4


def test_a_command_without_rows_is_a_bug_of_the_caller(tmp_path: Path) -> None:
    with Ledger(made(tmp_path)) as ledger, pytest.raises(ValueError, match="nothing"):
        write(ledger, [])


def test_a_transaction_without_appends_ends_quietly(tmp_path: Path) -> None:
    with Ledger(made(tmp_path)) as ledger:
        with ledger.writing() as writer:
            pass
        assert not writer.doubtful
        assert not writer.written


def test_nothing_is_built_on_a_tip_that_was_edited(tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    tampered(path, "UPDATE entries SET value = '9' WHERE seq = 3")
    with Ledger(path) as ledger, pytest.raises(IntegrityError, match="dòng 3"):
        write(ledger, [recorded("1")])


def test_an_empty_ledger_reads_as_one_without_rows_and_cannot_be_written() -> None:
    with Ledger(None) as ledger:
        assert ledger.path is None
        assert (ledger.tip().seq, ledger.tip().hash) == (0, EMPTY_HASH)
        assert ledger.figures(UNIT, ["ho-ngheo"], NEW_YEAR, NEW_YEAR) == []
        assert ledger.last_undoable() == []
        assert list(ledger.history()) == []
        with pytest.raises(StorageError):
            write(ledger, [recorded("1")])


def test_the_plan_is_kept_once_per_revision_and_its_cache_can_be_replaced(tmp_path: Path) -> None:
    path = made(tmp_path)
    newer = stamp().__class__(stamp().revision, stamp().source, 1, '{"title":"đọc lại"}')
    with Ledger(path) as ledger:
        for number, plan in enumerate((stamp(), stamp("sửa"), newer)):
            with ledger.writing() as writer:
                writer.append([recorded("1")], action=action_id(number), unit=UNIT, author=author(), plan=plan)
        assert ledger.plan_source(stamp().revision) == stamp().source
        assert ledger.editions() == [
            (stamp().revision, 1, author().at),
            (stamp("sửa").revision, 2, author().at),
        ]
        first, second = stamp().revision, stamp("sửa").revision
        assert [[one for one, _, _ in ledger.editions(seq)] for seq in (0, 1, 2, 3)] == [
            [],
            [first],
            [second, first],
            [first, second],
        ]
        assert ledger.cached_plan(stamp().revision, 1) == newer.content
        assert ledger.cached_plan(stamp().revision, 2) is None
    assert verify(path).seq == 3


def test_a_cached_plan_with_a_flipped_bit_is_not_believed(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    tampered(path, "UPDATE plan_cache SET content = replace(content, '2024', '2025')")
    with Ledger(path) as ledger:
        assert ledger.cached_plan(stamp().revision, 1) is None
    with pytest.raises(IntegrityError, match="bản đọc sẵn"):
        verify(path)


def test_a_plan_stamp_whose_hash_is_not_its_own_is_a_bug(tmp_path: Path) -> None:
    false = stamp().__class__("0" * 64, b"x", 1, "{}")
    with Ledger(made(tmp_path)) as ledger, pytest.raises(ValueError, match="SHA-256"), ledger.writing() as writer:
        writer.append([recorded("1")], action="a", unit=UNIT, author=author(), plan=false)


@pytest.mark.parametrize(
    ("number", "text"),
    [("-0", "0"), ("-0.00", "0.00"), ("1278.30", "1278.30"), ("1E+3", "1000"), ("1E-7", "0.0000001"), ("-5.5", "-5.5")],
)
def test_a_decimal_has_one_spelling_b2_b7(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "sNaN", "1e99999999", "1e-99999999", "1" * 61])
def test_a_number_that_cannot_be_kept_is_refused_at_once_a7(number: str, tmp_path: Path) -> None:
    with Ledger(made(tmp_path)) as ledger:
        with pytest.raises(InvalidInput):
            write(ledger, [recorded(number)])
        assert ledger.tip().seq == 0


def test_a_text_with_a_lone_surrogate_is_refused_c11(tmp_path: Path) -> None:
    with Ledger(made(tmp_path)) as ledger, pytest.raises(InvalidInput):
        write(ledger, [Draft(Kind.RECORD, "ho-ngheo", NEW_YEAR, Amount(Decimal(1)), Level.OFFICIAL, "\udcff")])


PLAIN = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6)
ANY = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**20), 10**20), st.integers(0, 9)
)


@settings(max_examples=20)
@given(numbers=st.lists(PLAIN | ANY, min_size=100, max_size=100))
def test_decimals_come_back_digit_for_digit_b13(
    numbers: list[Decimal], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Ledger(made(tmp_path_factory.mktemp("b13"))) as ledger:
        write(ledger, [recorded(str(number)) for number in numbers])
        found = [row.draft.amount.value for row in ledger.history() if row.draft.amount]
    texts = [format(number if number else number.copy_abs(), "f") for number in numbers]
    assert [
        str(value) if value is not None and "E" not in str(value) else format(value, "f") for value in found
    ] == texts
