"""Letters of old fonts and broken ones are told from Vietnamese, from other languages and from signs of today."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from office import Office
from thidua_cli.vietnamese.text import _TCVN3, MISREAD, OLD_ENCODING, broken_letters

PROJECT = Path(__file__).parents[2]
PAGES = sorted({*PROJECT.joinpath("docs").glob("*.md"), *PROJECT.joinpath("tests").rglob("*.yaml")})
LINES = sorted({line for page in PAGES for line in page.read_text("utf-8").splitlines()})
TO_TCVN3 = {new: old for old, new in _TCVN3.items()}
MARKS = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
SIGNS = {
    "\u0302": {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"},
    "\u0306": {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"},
}
ALONE = {"ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "Đ": "Ñ", "í": "í", "ì": "ì"}


def tcvn3(text: str) -> str:
    return "".join(chr(TO_TCVN3.get(ord(one), ord(one))) if ord(one) in TO_TCVN3 else one for one in text)


def vni(text: str) -> str:
    made = ""
    for letter in text:
        if letter in ALONE:
            made += ALONE[letter]
            continue
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in MARKS), "")
        shape = next((mark for mark in marks if mark in SIGNS), "")
        base = {"\u031b": {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}}.get("\u031b" if "\u031b" in marks else "", {})
        made += base.get(marks[0], marks[0]) + (SIGNS[shape][tone] if shape else MARKS.get(tone, ""))
    return made


def mojibake(text: str) -> str:
    return text.encode().decode("cp1252", "replace")


NOTES = [
    "Trạm thú y xã", "Nguyễn Văn A", "Đếm thiếu", "theo báo cáo của thú y xã", "nhầm đơn vị tính", "số liệu cũ",
    "cập nhật theo báo cáo tháng 6", "Ủy ban nhân dân xã", "trâu chết do rét", "kiểm đếm lại", "Trần Thị Bưởi",
]  # fmt: skip


@pytest.mark.parametrize("note", NOTES)
def test_a_note_in_an_old_encoding_or_broken_is_known(note: str) -> None:
    assert broken_letters(tcvn3(note)) == OLD_ENCODING
    assert broken_letters(vni(note)) == OLD_ENCODING
    assert broken_letters(mojibake(note)) == MISREAD
    assert broken_letters(note[:3] + "\ufffd" + note[4:]) == MISREAD


@pytest.mark.parametrize(
    "text",
    [
        "Y Brôi",
        "Ksor H'Blăm",
        "Y Moan Êñuôl",
        "H'Hen Niê",
        "Rmah Blêh",
        "Krông Nô",
        "Êban",
        "Hrê",
        "Ia Mơ Nông",
        "Pả Cò",
        "25°C, 3 m², 5 µm, 2 µm",
        "12 kW·h",
        "5 N·m",
        "«chất lượng» ©2024 VietGAP®, Roundup®",
        "1½m, ¼ kg, ±5%, § 4",
        "10 tấn¹",
        "người·ngày; trâu·bò",
        "café, São Paulo, Müller, José, naïve, Citroën, Côte d'Ivoire, Zürich, Ångström",
        "“THỊ XÔ",
        "«Thị XÃ»",
        "XÃ…",
        "TỔNG HỢP XÃ\xa0NÀ",
        "tôt, môt, kêt qủa, hêt, mèt",
        "KHÔNG ĐạT",
        "bÊ tông",
        "Ðoàn thanh niên",
        "ôtô, axít, môtô",
        "toàn hoá thuế quý oà",
        "·chăn nuôi",
        "Thiên Long®",
        "kỳ\u00a0này",
        "10m³",
        "số 5/QĐ-UBND",
    ],
)
def test_signs_names_and_slips_of_today_are_no_old_encoding(text: str) -> None:
    assert broken_letters(text) == ""


def test_no_line_of_a_real_plan_or_page_is_taken_for_an_old_encoding() -> None:
    assert [line for line in LINES if broken_letters(line) and not re.search("TCVN3|Unikey|áº", line)] == []


def test_nearly_every_real_line_is_known_in_each_old_encoding() -> None:
    lines = [line for line in LINES if sum(not one.isascii() for one in line) > 4]
    for old in (tcvn3, vni, mojibake):
        assert sum(not broken_letters(old(line)) for line in lines) * 50 < len(lines), old


OLD = tcvn3("Trạm thú y xã")


@pytest.mark.parametrize("broken", [OLD, vni("Đếm thiếu"), mojibake("Trạm thú y"), "Tr\ufffdm thú y"])
def test_nothing_broken_enters_the_ledger_or_a_paper(broken: str, office: Office) -> None:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500", "--on", "30/06/2024")
    for words in (
        ("record", "dan-so", "10.960", "--note", broken),
        ("record", "dan-so", "10.960", "--source", broken),
        ("record", "dan-so", "10.960", "--by", broken),
        ("correct", "dan-gia-suc", "6.600", "--on", "30/06/2024", "--reason", broken),
        ("void", "dan-gia-suc", "--on", "30/06/2024", "--reason", broken),
    ):
        answer = office.run(*words)
        assert answer.code == 3, words
        assert "Unicode" in answer.err
    (office.folder / "a.csv").write_text(f"id;value;on;note\ndan-so;10960;30/06/2024;{broken}\n", "utf-8")
    answer = office.run("import", "a.csv", "--yes")
    assert answer.code == 3
    assert "a.csv:2" in answer.err
    office.done("summary", "--period", "t6", "--formats", "md")
    (words_file,) = (office.folder / "bao-cao").glob("loi-van-*.md")
    title = next(line for line in words_file.read_text("utf-8").splitlines() if line.startswith("# "))
    words_file.write_text(f"{title}\n\n{broken}\n", "utf-8")
    answer = office.run("summary", "--period", "t6", "--formats", "md", "--force")
    assert answer.code == 3
    assert f"{words_file.name}:3" in answer.err
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(re.sub("(?m)^theme: .*$", f"theme: {broken}", plan.read_text("utf-8")), "utf-8")
    assert broken in office.done("plan", "check")
    assert office.run("plan", "check", "--strict").code == 4
