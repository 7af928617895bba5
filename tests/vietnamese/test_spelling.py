"""Likely typing errors of a document are mentioned; good words, names and abbreviations never are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from office import Office
from thidua_cli.vietnamese.text import is_syllable, slips_in

PROJECT = Path(__file__).parents[2]
PAGES = sorted(PROJECT.joinpath("docs").glob("*.md"))


@pytest.mark.parametrize(
    ("text", "typed", "meant"),
    [
        ("Nghị quyết của Hội đồng nhân xã Đắk La", "Hội đồng nhân", "Hội đồng nhân dân"),
        ("Ủy ban dân xã", "Ủy ban dân", "Ủy ban nhân dân"),
        ("Tham mưu triển các nội dung", "triển", "triển khai"),
        ("lành nghề khám bệnh, chữa bệnh", "lành nghề", "hành nghề"),
        ("phát triển kinh tế - xã, quốc phòng", "kinh tế - xã", "kinh tế - xã hội"),
        ("kết quả của của các thôn", "của của", "của"),
        ("tổ chức thưc hiện", "thưc", ""),
        ("nhiệmm vụ", "nhiệmm", ""),
        ("chuyển đổii số", "đổii", ""),
    ],
)
def test_a_likely_error_is_found(text: str, typed: str, meant: str) -> None:
    assert list(slips_in(text)) == [(typed, meant)]


@pytest.mark.parametrize(
    "text",
    [
        "Hội đồng nhân dân, Ủy ban nhân dân, Ủy ban Dân tộc; phát triển các ngành nghề",
        "tỷ lệ 25 m² đất, ĐVT: ha; đvt: con; Pờ Y, Đắk Hà; online",
        "quyển sách, khuỷu tay, ngoằn ngoèo, rượu, hươu, nghiêng, quốc, gì, giếng, huých",
    ],
)
def test_good_words_names_and_abbreviations_are_left_alone(text: str) -> None:
    assert list(slips_in(text)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_in_good_vietnamese_have_none(page: Path) -> None:
    text = re.sub(r"`[^`]*`|```.*?```|\"[^\"]*\"", " ", page.read_text("utf-8"), flags=re.DOTALL)
    assert [typed for typed, _ in slips_in(text) if typed not in ("thídua",)] == []


def test_a_syllable_that_stops_needs_a_sharp_tone() -> None:
    assert [word for word in ("thực", "thức", "thưc", "thừc", "học", "hòc") if is_syllable(word)] == [
        "thực",
        "thức",
        "học",
    ]


def test_a_name_in_other_accents_is_mentioned() -> None:
    assert list(slips_in("xã Đăk La, xã Đắk La", ["Đắk La"])) == [("Đăk La", "Đắk La")]


def test_plan_check_mentions_them_and_strict_still_passes(office: Office) -> None:
    answer = office.run("plan", "check", "--strict")
    assert answer.code == 0
    said = [line.partition(": ")[2] for line in answer.out.splitlines() if line.startswith("chính tả: ")]
    assert [line.partition(": ")[2] for line in said] == [
        "bases[3]: 'Hội đồng nhân' có lẽ là 'Hội đồng nhân dân'",
        "title: 'Đăk Hà' (3 chỗ), chỗ khác viết 'Đắk Hà'",
        "duty: 'triển' có lẽ là 'triển khai'",
    ]
