"""C, K, N, Q: hostile words in every place of every command: a sentence and an exit code, never a bug of ours."""

from __future__ import annotations

import os

import pytest

from faults.arguments import WORDS, slots
from office import Office
from thidua_cli.ledger.copies import verify_file as verify

SLOTS = list(slots())
EVERY = int(os.environ.get("THIDUA_HOSTILE_EVERY", "20"))
"""Of all pairs of a place and a word every so many; 1 tries them all."""
CODES = {0, 2, 3, 4, 5, 6, 7, 8}


@pytest.mark.parametrize("share", range(4))
def test_a_hostile_word_anywhere_is_taken_or_refused_with_a_sentence(share: int, office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500", "--on", "30/06/2024")
    (office.folder / "a.csv").write_text("id;value;on\ndan-so;x;01/07/2024\n", "utf-8")
    pairs = [(slot, word) for slot in SLOTS for word in WORDS][::EVERY]
    wrong = []
    for slot, word in pairs[share::4]:
        answer = office.run(*slot.line(word))
        if answer.code not in CODES or "\x1b" in answer.all:
            wrong.append((slot.line(word[:40]), answer.code, answer.err[:200]))
    assert wrong == []
    assert verify(office.folder / "data" / "thidua.db").seq >= 1


def test_every_command_has_a_place_for_a_word_or_takes_none() -> None:
    assert len(SLOTS) > 80
