"""Nominations from the command line: what machines read, replay, as-known, exports, and names erased for good."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_word

from office import Office

NAME = "Nguyễn Thị Bích"
ERASED = "(đã xóa tên theo yêu cầu)"
ACHIEVEMENT = ("--achievement", "Giúp 12 hộ thoát nghèo")
FORM = ("--form", "Giấy khen")
STAGES = ("council", "submitted", "decided", "declined")
FORMATS = ("json", "csv", "md", "html", "docx", "xlsx", "txt")


def add(office: Office, name: str = NAME, *words: str, form: str = "Giấy khen") -> str:
    return office.done("nominate", "add", name, "--form", form, *ACHIEVEMENT, *words)


def machine(office: Office, *words: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(office.done("nominate", *words, "--format", "json"))
    return record


def names(office: Office, *words: str) -> list[str | None]:
    return [one["name"] for one in machine(office, "list", *words)["nominations"]]


def erase(office: Office, *numbers: str) -> str:
    return office.done("nominate", "erase-name", *numbers, "--reason", "theo đơn", "--yes")


def ledger(office: Office) -> Path:
    """Where the ledger of the shipped plan is."""
    return office.folder.parent / "home/.local/share/thidua/thidua.db"


def all_rows(office: Office) -> str:
    connection = sqlite3.connect(ledger(office))
    try:
        return str(connection.execute("SELECT * FROM entries").fetchall())
    finally:
        connection.close()


def test_machines_read_the_nomination_with_its_steps_and_who_decides(office: Office) -> None:
    add(office, NAME, "--post", "Bí thư Thôn 3", "--link", "ho-ngheo", "--link", "nong-thon-moi")
    office.done("nominate", "move", "1", "council")
    record = machine(office, "list")
    assert record["schema"] == "thidua.nominations/1"
    assert record["plan"]["year"] == 2024
    assert record["ledger"]["seq"] == 2
    step = {"on": "2024-07-05", "decision": None, "decided_by": None}
    assert record["nominations"] == [
        {
            "number": 1, "year": 2024, "nominee": "person", "name": NAME, "erased": False, "post": "Bí thư Thôn 3",
            "form": "Giấy khen", "achievement": "Giúp 12 hộ thoát nghèo", "links": ["ho-ngheo", "work/nong-thon-moi"],
            "decides": "Chủ tịch UBND xã", "state": "council",
            "steps": [{"state": "proposed", **step}, {"state": "council", **step}],
        }
    ]  # fmt: skip


def test_the_list_is_called_in_vietnamese_order_of_given_names(office: Office) -> None:
    for name in ("Y Thoan", "Trần Văn Ân", "Nguyễn Thị An", "Đặng Thị Ánh", "Lê Văn An"):
        add(office, name)
    add(office, "Thôn 10", "--as", "collective")
    add(office, "Thôn 2", "--as", "tập thể")
    assert names(office) == [
        "Thôn 2", "Thôn 10", "Lê Văn An", "Nguyễn Thị An", "Đặng Thị Ánh", "Trần Văn Ân", "Y Thoan",
    ]  # fmt: skip


def test_no_private_name_stands_in_the_chain_but_a_collective_s_does(office: Office) -> None:
    add(office)
    add(office, "Hộ ông A Jring", "--as", "household", form="Gia đình văn hóa")
    add(office, "Thôn 10", "--as", "collective")
    rows = all_rows(office)
    assert NAME not in rows
    assert "Jring" not in rows
    assert "Thôn 10" in rows


@pytest.mark.parametrize("seed", range(2))
def test_replaying_the_history_gives_the_printed_list(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    for turn in range(20):
        match chance.choice(("add", "move", "move", "move", "undo", "erase")):
            case "add":
                add(office, f"Người Thứ {turn}")
            case "undo":
                office.run("undo", "--past-erasures")
            case "erase":
                office.run("nominate", "erase-name", str(chance.randint(1, 4)), "--reason", "theo đơn", "--yes")
            case _:
                stage = chance.choice(STAGES)
                extra = {"decided": ("--decision", "45/QĐ-UBND"), "declined": ("--reason", "chưa đủ")}.get(stage, ())
                office.run("nominate", "move", str(chance.randint(1, 4)), stage, *extra)
    replayed: dict[int, tuple[str, str | None]] = {}
    for row in json.loads(office.done("history", "--all", "--format", "json"))["rows"]:
        held = row["nomination"]
        if held["after"] is None:
            replayed.pop(held["number"], None)
        else:
            replayed[held["number"]] = (held["after"], held["name"])
    printed = machine(office, "list")["nominations"]
    assert {one["number"]: (one["state"], one["name"]) for one in printed} == replayed
    assert "nguyên vẹn" in office.done("verify")


def test_a_number_that_was_taken_back_is_not_used_again(office: Office) -> None:
    add(office)
    office.done("undo")
    assert names(office) == []
    assert "đề nghị số 2" in add(office)


def test_what_was_known_earlier_is_the_state_of_then_but_never_an_erased_name(office: Office) -> None:
    add(office)  # 05/07/2024 08:00
    office.done("nominate", "move", "1", "council")  # 08:01
    at_first = ("--as-known", "2024-07-05T08:00")
    assert machine(office, "list", *at_first)["nominations"][0]["state"] == "proposed"
    assert names(office, *at_first) == [NAME]
    erase(office, "1")
    assert machine(office, "list", *at_first)["nominations"][0]["state"] == "proposed"
    assert names(office, *at_first) == [None]


def test_a_closed_period_does_not_hinder_commendations(office: Office) -> None:
    office.done("close", "t6")
    add(office, NAME, "--on", "20/06/2024")
    office.done("nominate", "move", "1", "council", "--on", "28/06/2024")
    office.done("undo")
    assert machine(office, "list")["nominations"][0]["state"] == "proposed"


def test_a_decision_after_the_district_is_gone_is_refused_with_what_the_plan_knows(office: Office) -> None:
    add(office, "Thôn 2", "--as", "collective", form="Thôn văn hóa")
    office.done("nominate", "move", "1", "submitted")
    office.today("2025-07-10")
    decide = ("nominate", "move", "1", "decided", "--decision", "9/QĐ-UBND")
    answer = office.run(*decide)
    assert answer.code == 5
    assert "(kế hoạch ghi: Chủ tịch UBND huyện (Luật" in answer.err
    assert " từ 01/01/2024 đến 30/06/2025); chưa ghi gì" in answer.err
    office.done(*decide, "--on", "30/06/2025", "--decided-by", "Chủ tịch UBND huyện")
    assert machine(office, "list")["nominations"][0]["decides"] == "Chủ tịch UBND huyện"


@pytest.mark.parametrize("level", ["xã", "UBND xã", "chu tich ubnd xa", "Chủ tịch UBND xã"])
def test_the_level_may_be_typed_short(office: Office, level: str) -> None:
    add(office)
    office.done("nominate", "move", "1", "submitted")
    office.done("nominate", "move", "1", "decided", "--decision", "45/QĐ-UBND", "--decided-by", level)


@pytest.mark.parametrize("level", ["Chủ tịch UBND huyện", "chủ tịch", "UBND", "Sở Nội vụ"])
def test_a_level_that_may_not_decide_is_refused_with_the_law(office: Office, level: str) -> None:
    add(office)
    office.done("nominate", "move", "1", "submitted")
    answer = office.run("nominate", "move", "1", "decided", "--decision", "45/QĐ-UBND", "--decided-by", level)
    assert answer.code == 5
    assert "Luật Thi đua, khen thưởng số 06/2022/QH15, Điều 80 khoản 3" in answer.err
    assert machine(office, "list")["nominations"][0]["state"] == "submitted"


def test_a_declined_nomination_may_be_tried_again_but_no_other(office: Office) -> None:
    again = ("nominate", "add", NAME, "--form", "Giấy khen", *ACHIEVEMENT)
    add(office)
    for stage, extra in (("council", ()), ("submitted", ()), ("decided", ("--decision", "45/QĐ-UBND"))):
        assert office.run(*again).code == 5
        office.done("nominate", "move", "1", stage, *extra)
    assert office.run(*again).code == 5
    add(office, form="Gia đình văn hóa")
    add(office, "Lê Văn An")
    office.done("nominate", "move", "3", "declined", "--reason", "chưa đủ")
    add(office, "Lê Văn An")


def test_of_several_numbers_none_is_moved_when_one_may_not(office: Office) -> None:
    add(office, "Lê Văn An")
    add(office, "Lê Văn Bé")
    office.done("nominate", "move", "2", "declined", "--reason", "chưa đủ")
    assert office.run("nominate", "move", "1", "2", "council").code == 5
    assert [one["state"] for one in machine(office, "list")["nominations"]] == ["proposed", "declined"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "…", *FORM, *ACHIEVEMENT), 2, "tên phải có chữ"),
        (("add", "x" * 201, *FORM, *ACHIEVEMENT), 2, "tối đa 200"),
        (("add", "Lê An", *ACHIEVEMENT), 2, "thiếu --form"),
        (("add", "Lê An", "--form", "giay khan", *ACHIEVEMENT), 2, "hình thức của kế hoạch (awards): "),
        (("add", "Lê An", *FORM, *ACHIEVEMENT, "--on", "06/07/2024"), 2, "sau hôm nay"),
        (("add", "Lê An", *FORM, *ACHIEVEMENT, "--on", "01/01/2023"), 2, "--year 2023"),
        (("add", "Lê An", *FORM, *ACHIEVEMENT, "--as", "nhóm"), 2, "không có loại 'nhóm'"),
        (("add", "Lê An", *FORM, *ACHIEVEMENT, "--link", "khong-co"), 2, "không có chỉ tiêu"),
        (("add", "Lê An", *FORM, *ACHIEVEMENT, "--note", "bà Lê An ốm"), 2, "--note có họ tên"),
        (("add", "Lê\x1bAn", *FORM, *ACHIEVEMENT), 3, "ký tự điều khiển"),
        (("move", "7", "council"), 2, "không có đề nghị '7'"),
        (("move", "1", "xong"), 2, "không có bước 'xong'"),
        (("move", "1", "council", "--decision", "1"), 2, "chỉ dùng với bước decided"),
        (("move", "1", "declined", "--reason", f"{NAME} xin rút"), 2, "có họ tên"),
        (("show", "không ai"), 2, "không có đề nghị"),
        (("list", "--form", "Cờ"), 2, "kế hoạch không có"),
        (("paper",), 2, "không có đề nghị nào"),
        (("erase-name", "9", "--reason", "x"), 2, "không có đề nghị"),
    ],
)
def test_wrong_words_are_answered_and_nothing_is_written(
    office: Office, words: tuple[str, ...], code: int, said: str
) -> None:
    add(office)
    answer = office.run("nominate", *words)
    assert (answer.code, said in answer.err, answer.out) == (code, True, ""), answer.all
    assert machine(office, "list")["ledger"]["seq"] == 1


def test_a_refused_command_makes_no_ledger(office: Office) -> None:
    for words in (("move", "1", "council"), ("erase-name", "1", "--reason", "x"), ("add", "Lê An", "--form", "Cờ")):
        assert office.run("nominate", *words).code == 2
    assert not ledger(office).exists()


@pytest.mark.parametrize("year", ["2023", "2025", "20245", "0"])
@pytest.mark.parametrize(
    "words",
    [
        ("add", "Lê An", *FORM, *ACHIEVEMENT),
        ("list",),
        ("show", "1"),
        ("paper",),
        ("move", "1", "council"),
        ("erase-name", "1", "--reason", "x", "--yes"),
    ],
)
def test_a_year_without_a_plan_is_refused_instead_of_taking_another_year(
    office: Office, words: tuple[str, ...], year: str
) -> None:
    add(office)
    answer = office.run("nominate", *words, "--year", year)
    assert (answer.code, answer.out) == (2, "")
    assert f"kế hoạch đang dùng là năm 2024, không có kế hoạch năm {year}" in answer.err
    assert "plan_<năm>.yaml" in answer.err
    assert machine(office, "list", "--year", "2024")["ledger"]["seq"] == 1


def test_a_year_that_is_no_number_is_answered_in_vietnamese(office: Office) -> None:
    answer = office.run("nominate", "list", "--year", "abc")
    assert answer.code == 2
    assert "'abc' không phải số nguyên" in answer.err
    assert "is not" not in answer.err


def test_a_nomination_that_nobody_decides_on_its_day_has_no_level(office: Office) -> None:
    text = "schema: thidua.plan/1\nyear: 2024\ntitle: x\nunit: {id: a, name: xã A}\nsections:\n"
    text += "  - id: s\n    title: S\n    indicators:\n"
    text += '      - {id: x, name: X, unit: ha, target: ">= 1", combine: latest}\n'
    text += "awards:\n  - {form: Bằng khen, decides: Chủ tịch UBND tỉnh, from: 2024-01-01, until: 2024-06-30}\n"
    (office.folder / "plan_2024.yaml").write_text(text, "utf-8")
    office.today("2024-12-05")
    add(office, "Hộ A B", "--as", "household", form="Bằng khen")
    assert machine(office, "list")["nominations"][0]["decides"] is None


def test_a_plan_without_awards_says_what_to_add(office: Office) -> None:
    text = "schema: thidua.plan/1\nyear: 2024\ntitle: x\nunit: {id: a, name: xã A}\nsections:\n"
    text += "  - id: s\n    title: S\n    indicators:\n"
    text += '      - {id: x, name: X, unit: ha, target: ">= 1", combine: latest}\n'
    (office.folder / "plan_2024.yaml").write_text(text, "utf-8")
    answer = office.run("nominate", "add", NAME, *FORM, *ACHIEVEMENT)
    assert answer.code == 2
    assert "awards" in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--state", "decided"), "Không có đề nghị nào ở bước 'đã quyết định'."),
        (("--state", "council", "--state", "decided"), "ở bước 'họp hội đồng' hoặc 'đã quyết định'."),
        (("--form", "thon van hoa"), "Không có đề nghị Thôn văn hóa nào."),
        (("--form", "thon van hoa", "--state", "decided"), "Không có đề nghị Thôn văn hóa nào ở bước 'đã quyết định'."),
    ],
)
def test_a_list_without_a_row_says_what_was_looked_for(office: Office, words: tuple[str, ...], said: str) -> None:
    assert "Chưa có đề nghị khen thưởng nào." in office.done("nominate", "list", *words)
    add(office)
    page = office.done("nominate", "list", *words)
    assert said in page
    assert "Chưa có đề nghị" not in page


@pytest.mark.parametrize("width", ["60", "50", "30"])
def test_on_a_narrow_screen_the_number_before_a_name_is_the_one_to_type(office: Office, width: str) -> None:
    for given in ("Dần", "Cúc", "An"):
        add(office, f"Lê Văn {given}", form="Tập thể lao động tiên tiến")
    add(office, "Ban Chỉ huy Quân sự xã", "--as", "collective")
    office.monkeypatch.setenv("COLUMNS", width)
    page = re.sub(r"\x1b\[[0-9;]*m", "", office.run("nominate", "list", tty=True).out)
    found = re.findall(r"^([0-9 ]+)(?:Ban Chỉ huy|Lê Văn)", page, re.MULTILINE)
    assert [number.strip() for number in found] == ["4", "3", "2", "1"]


def test_only_a_list_of_what_is_before_the_council_or_submitted_goes_with_a_paper(office: Office) -> None:
    def goes_with_a_paper(*words: str) -> bool:
        office.done("nominate", "list", *words, "--out", "danh-sach.md", "--force")
        return "Kèm theo Tờ trình" in (office.folder / "danh-sach.md").read_text("utf-8")

    for name in ("Lê Văn An", "Lê Văn Bé", "Lê Văn Có"):
        add(office, name)
    assert not goes_with_a_paper()
    office.done("nominate", "move", "1", "2", "3", "council")
    office.done("nominate", "move", "2", "3", "submitted")
    assert goes_with_a_paper()
    office.done("nominate", "move", "2", "decided", "--decision", "45/QĐ-UBND")
    office.done("nominate", "move", "3", "declined", "--reason", "chưa đủ")
    assert not goes_with_a_paper()
    assert not goes_with_a_paper("--state", "decided")
    assert not goes_with_a_paper("--state", "declined")
    assert not goes_with_a_paper("--state", "proposed")
    assert goes_with_a_paper("--state", "council")
    assert "Kèm theo" not in office.done("nominate", "list", "--state", "council")


def test_a_list_that_goes_with_a_paper_has_the_title_and_reference_line_of_an_annex(office: Office) -> None:
    add(office)
    office.done("nominate", "move", "1", "council")
    for name in ("ds.docx", "ds.md", "ds.html"):
        office.done("nominate", "list", "--out", name)
    title, reference = "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG NĂM 2024", "(Kèm theo Tờ trình số"
    for line in (f"# {title}", f"*{reference}"):
        assert line in (office.folder / "ds.md").read_text("utf-8")
    assert f'<p class="attached">{reference}' in (office.folder / "ds.html").read_text("utf-8")
    first, second, *_ = open_word(str(office.folder / "ds.docx")).paragraphs
    assert first.text == title
    assert second.text.startswith(reference)
    assert (second.runs[0].italic, second.alignment, second.paragraph_format.first_line_indent) == (True, 1, 0)


def test_the_paper_to_the_commune_s_own_chairman_is_sent_by_the_council(office: Office) -> None:
    add(office)
    office.done("nominate", "move", "1", "council")
    office.done("nominate", "paper", "--out", "to-trinh.md")
    paper = (office.folder / "to-trinh.md").read_text("utf-8")
    for words in (
        "TỜ TRÌNH",
        "/TTr-HĐTĐKT",
        "Chủ tịch Ủy ban nhân dân xã Đắk La",
        "Căn cứ khoản 3 Điều 80 Luật Thi đua, khen thưởng số 06/2022/QH15",
        "Biên bản họp Hội đồng Thi đua - Khen thưởng xã Đắk La ngày 05/07/2024",
        "TM. HỘI ĐỒNG",
        NAME,
    ):
        assert words in paper, words


def test_the_paper_to_the_district_is_sent_and_signed_by_the_committee(office: Office) -> None:
    add(office, "Thôn 2", "--as", "collective", form="Thôn văn hóa")
    add(office, "Lê Văn An", form="Chiến sĩ thi đua cơ sở")
    office.done("nominate", "move", "1", "2", "council")
    office.done("nominate", "paper", "--out", "to-trinh.md")
    paper = (office.folder / "to-trinh.md").read_text("utf-8")
    for words in ("/TTr-UBND", "Chủ tịch Ủy ban nhân dân huyện Đắk Hà", "Trần Văn Tâm", "2. Chiến sĩ"):
        assert words in paper, words


def test_the_list_and_the_paper_of_an_old_year_name_who_decided_then(office: Office) -> None:
    add(office, "Thôn 2", "--as", "collective", form="Thôn văn hóa")
    office.done("nominate", "move", "1", "submitted")
    office.today("2026-03-01")
    assert machine(office, "list")["nominations"][0]["decides"] == "Chủ tịch UBND huyện"
    assert "Cấp quyết định: Chủ tịch UBND huyện" in office.done("nominate", "show", "1")
    assert "Chủ tịch Ủy ban nhân dân huyện Đắk Hà" in office.done("nominate", "paper")
    office.done("nominate", "paper", "--out", "to-trinh.docx")
    answer = office.run("nominate", "move", "1", "decided", "--decision", "9/QĐ-UBND")
    assert answer.code == 5
    assert "ngày 01/03/2026 không cấp nào có thẩm quyền quyết định Thôn văn hóa (kế hoạch ghi: Chủ" in answer.err


def test_every_format_holds_the_names_and_after_erasing_none_does(office: Office) -> None:
    add(office)
    add(office, "Thôn 2", "--as", "collective")
    office.done("nominate", "move", "1", "council")
    for suffix in FORMATS:
        office.done("nominate", "list", "--out", f"truoc.{suffix}")
    erase(office, "1")
    for suffix in FORMATS:
        for word in ("list", "paper"):
            office.done("nominate", word, "--out", f"{word}.{suffix}")
        assert _text(office.folder / f"truoc.{suffix}").count(NAME) >= 1
        assert NAME not in _text(office.folder / f"list.{suffix}")
        assert NAME not in _text(office.folder / f"paper.{suffix}")
    for words in (("history",), ("history", "--format", "json"), ("nominate", "show", "1"), ("nominate", "list")):
        page = office.done(*words)
        assert NAME not in page
        assert ERASED in page or '"name": null' in page


def _text(path: Path) -> str:
    """All text of a file, packed or not."""
    if path.suffix not in (".docx", ".xlsx"):
        return path.read_text("utf-8-sig")
    from zipfile import ZipFile

    with ZipFile(path) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_after_erasing_no_byte_of_the_name_is_left_in_the_ledger_and_it_verifies(office: Office) -> None:
    chance = random.Random(7)
    people = [f"Người {chance.randbytes(chance.randint(2, 40)).hex()} Số{number}" for number in range(36)]
    for name in people:
        add(office, name)
    file = ledger(office)
    assert all(name.encode() in file.read_bytes() for name in people)
    while people:
        chosen = [people.index(name) for name in chance.sample(people, min(6, len(people)))]
        gone = [people[place] for place in chosen]
        found = {one["name"]: str(one["number"]) for one in machine(office, "list")["nominations"]}
        erase(office, *(found[name] for name in gone))
        people = [name for name in people if name not in gone]
        content = file.read_bytes()
        assert not any(name.encode() in content for name in gone)
        assert all(name.encode() in content for name in people)
    assert "nguyên vẹn" in office.done("verify")
    assert not list(file.parent.glob("thidua.db-*"))


def test_copies_beside_the_ledger_that_still_hold_the_name_are_listed(office: Office) -> None:
    add(office)
    folder = ledger(office).parent
    kept = folder / "thidua.sao-luu-1.db"
    kept.write_bytes(ledger(office).read_bytes())
    (folder / "thidua.sao-luu-0.db").write_bytes(b"")
    (folder / "khac.db").write_bytes(kept.read_bytes())
    said = erase(office, "1")
    assert kept.name in said
    assert "sao-luu-0" not in said
    assert "khac.db" in said


def test_the_name_of_a_nomination_that_was_taken_back_can_be_erased_too(office: Office) -> None:
    add(office)
    office.done("undo")
    assert NAME.encode() in ledger(office).read_bytes()
    erase(office, "1")
    assert NAME.encode() not in ledger(office).read_bytes()
    assert names(office) == []
    assert "nguyên vẹn" in office.done("verify")


def test_an_erased_name_cannot_be_brought_back_and_what_came_before_still_can(office: Office) -> None:
    add(office)
    office.done("nominate", "move", "1", "council")
    erase(office, "1")
    answer = office.run("undo")
    assert answer.code == 5
    assert "không khôi phục được" in answer.err
    office.done("undo", "--past-erasures")
    assert [(one["state"], one["name"]) for one in machine(office, "list")["nominations"]] == [("proposed", None)]


def test_erasing_asks_at_a_terminal_and_takes_no_for_no(office: Office) -> None:
    add(office)
    words = ("nominate", "erase-name", "1", "--reason", "theo đơn")
    assert office.run(*words, stdin="\n", tty=True).code == 5
    assert names(office) == [NAME]
    assert office.run(*words, stdin="y\n", tty=True).code == 0
    assert names(office) == [None]


def test_an_export_carries_the_kept_names_to_another_ledger_and_no_erased_one(office: Office) -> None:
    add(office)
    add(office, "Lê Văn An")
    erase(office, "1")
    office.done("export", "--out", "so.jsonl")
    assert NAME not in (office.folder / "so.jsonl").read_text("utf-8")
    office.done("init", "moi")
    office.monkeypatch.chdir(office.folder / "moi")
    office.done("import", "../so.jsonl")
    assert names(office) == ["Lê Văn An", None]
    assert "nguyên vẹn" in office.done("verify")


@pytest.mark.parametrize("change", ["taken out", "changed", "doubled", "half a character"])
def test_an_export_whose_names_were_touched_is_not_read(office: Office, change: str) -> None:
    add(office)
    office.done("export", "--out", "so.jsonl")
    file = office.folder / "so.jsonl"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    place = next(place for place, line in enumerate(lines) if line.startswith('{"name"'))
    touched = {"taken out": "", "changed": lines[place].replace("Bích", "Lan"), "doubled": lines[place] * 2}
    touched["half a character"] = lines[place].replace("Bích", "\\ud800")
    file.write_text("".join([*lines[:place], touched[change], *lines[place + 1 :]]), "utf-8")
    office.done("init", "moi")
    office.monkeypatch.chdir(office.folder / "moi")
    answer = office.run("import", "../so.jsonl")
    assert (answer.code, "tên người" in answer.err) in ((3, True), (6, True)), answer.all
    assert names(office) == []


def test_a_name_taken_out_behind_our_back_is_found(office: Office) -> None:
    add(office)
    connection = sqlite3.connect(ledger(office), isolation_level=None)
    connection.execute("DELETE FROM names")
    connection.close()
    answer = office.run("verify")
    assert answer.code == 6
    assert "tên người đã mất" in answer.err


def test_a_plan_that_names_its_days_off_counts_the_working_days_of_a_step(office: Office) -> None:
    office.done("init")
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8") + "\ndays_off: [2024-07-08]\n", "utf-8")
    add(office)
    office.today("2024-07-12")
    (one,) = machine(office, "list")["nominations"]
    assert one["working_days"] == 4
    assert "đã 4 ngày làm việc" in office.done("nominate", "list")
    office.done("nominate", "move", "1", "declined", "--reason", "chưa đủ tiêu chuẩn")
    assert machine(office, "list")["nominations"][0]["working_days"] is None
