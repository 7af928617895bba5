"""Persons' names are kept outside the chain: they can be erased for good, and the chain still verifies."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ledger.sample import UNIT, author, made, recorded, stamp, tampered, write
from thidua_cli.domain.figure import Draft, Kind
from thidua_cli.errors import IntegrityError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import verify_file as verify

NAME = "Nguyễn Thị Bích"


def nominated(ledger: Ledger, name: str = NAME) -> str:
    """A commendation whose row holds only the digest."""
    with ledger.writing() as writer:
        digest = writer.keep_name(name)
        draft = Draft(Kind.NOMINATE, detail=f'{{"person":"{digest}"}}')
        writer.append([draft], action=digest, unit=UNIT, author=author(), plan=stamp())
    return digest


def erased(ledger: Ledger, digest: str) -> None:
    with ledger.writing() as writer:
        writer.erase_name(digest)
        draft = Draft(Kind.ERASE, reason="theo đơn", detail=f'{{"person":"{digest}"}}')
        writer.append([draft], action=f"xóa {digest}", unit=UNIT, author=author(), plan=stamp())


def test_a_kept_name_is_found_by_its_digest_and_the_rows_do_not_hold_it(tmp_path: Path) -> None:
    path = made(tmp_path)
    with Ledger(path) as ledger:
        digest = nominated(ledger)
        assert ledger.name_of(digest) == NAME
        assert ledger.name_of("0" * 64) is None
        assert NAME not in str(list(ledger.history()))
    assert verify(path).seq == 1


def test_the_same_name_gets_another_digest_each_time_so_that_digests_tell_nothing(tmp_path: Path) -> None:
    with Ledger(made(tmp_path)) as ledger:
        assert nominated(ledger) != nominated(ledger)


def test_an_erased_name_is_gone_from_the_file_and_the_chain_still_verifies(tmp_path: Path) -> None:
    path = made(tmp_path)
    with Ledger(path) as ledger:
        digest, other = nominated(ledger), nominated(ledger, "Y Thoan")
        assert NAME.encode() in path.read_bytes()
        erased(ledger, digest)
        assert ledger.name_of(digest) is None
        assert ledger.name_of(other) == "Y Thoan"
        erased(ledger, "0" * 64)
    assert NAME.encode() not in path.read_bytes()
    assert verify(path).seq == 4


def test_a_name_given_up_with_its_transaction_is_not_kept(tmp_path: Path) -> None:
    kept: list[str] = []

    def given_up(ledger: Ledger) -> None:
        with ledger.writing() as writer:
            kept.append(writer.keep_name(NAME))
            raise KeyboardInterrupt

    with Ledger(made(tmp_path)) as ledger:
        with pytest.raises(KeyboardInterrupt):
            given_up(ledger)
        assert ledger.name_of(kept[0]) is None


@pytest.mark.parametrize(
    "statement", ["UPDATE names SET name = 'Lan'", "INSERT OR REPLACE INTO names SELECT digest, '', 'Lan' FROM names"]
)
def test_a_kept_name_cannot_be_changed(statement: str, tmp_path: Path) -> None:
    path = made(tmp_path)
    with Ledger(path) as ledger:
        nominated(ledger)
    connection = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.IntegrityError, match=r"append only|already there"):
        connection.execute(statement)
    connection.close()
    assert verify(path).seq == 1


def test_a_name_changed_behind_our_back_is_found(tmp_path: Path) -> None:
    path = made(tmp_path)
    with Ledger(path) as ledger:
        nominated(ledger)
    tampered(path, "UPDATE names SET name = 'Lan'")
    with pytest.raises(IntegrityError, match="tên người"):
        verify(path)


def test_an_empty_ledger_knows_no_names() -> None:
    with Ledger(None) as ledger:
        assert ledger.name_of("0" * 64) is None


def test_writing_rows_keeps_working_beside_names(tmp_path: Path) -> None:
    path = made(tmp_path, 3)
    with Ledger(path) as ledger:
        nominated(ledger)
        write(ledger, [recorded("1")])
    assert verify(path).seq == 5
