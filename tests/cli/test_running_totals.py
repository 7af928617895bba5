"""`--cumulative`: a running total is kept as one, so that the order in which figures arrive does not matter."""

from __future__ import annotations

import json
import shlex

import pytest

from office import Office

CROPS = "dien-tich-cay-hang-nam"


def reported(office: Office, *words: str) -> tuple[str | None, str | None]:
    rows = json.loads(office.done("report", "--format", "json", *words))["indicators"]
    row = next(row for row in rows if row["id"] == CROPS)
    return row["actual"] and row["actual"]["value"], row["in_period"]


@pytest.mark.parametrize("order", [0, 1])
def test_a_late_running_total_changes_nothing_about_a_later_one(order: int, office: Office) -> None:
    facts = [("100", "31/03/2024"), ("60", "29/02/2024")]
    for value, day in facts if order else reversed(facts):
        office.done("record", CROPS, value, "--cumulative", "--on", day)
    assert reported(office, "--period", "t3") == ("100", "40")
    assert reported(office, "--period", "t2") == ("60", None)
    assert office.run("check").code == 0


def test_an_amount_after_a_running_total_is_added_and_one_before_it_is_held_by_it(office: Office) -> None:
    office.done("record", CROPS, "100", "--cumulative", "--on", "31/03/2024")
    office.done("record", CROPS, "30", "--on", "15/04/2024")
    said = office.done("record", CROPS, "20", "--on", "29/02/2024")
    assert "cộng từ đầu năm: 130 ha" in said
    assert reported(office)[0] == "130"
    explained = office.done("explain", CROPS, "--all")
    assert "20 ha, ngày 29/02/2024, số chính thức (đã nằm trong lũy kế, không cộng)" in explained
    assert "100 + 30 = 130 ha" in explained


@pytest.mark.parametrize(
    ("held", "typed", "command"),
    [
        (["100"], ["50"], f"thidua correct {CROPS} 150 --on 31/03/2024"),
        (["100"], ["100", "--cumulative"], f"thidua correct {CROPS} 100 --cumulative --on 31/03/2024"),
        (["100", "--cumulative"], ["50"], f"thidua correct {CROPS} 150 --cumulative --on 31/03/2024"),
        (["100", "--cumulative"], ["120", "--cumulative"], f"thidua correct {CROPS} 120 --cumulative --on 31/03/2024"),
    ],
)
def test_a_second_figure_of_a_day_is_refused_with_the_ways_out(
    held: list[str], typed: list[str], command: str, office: Office
) -> None:
    office.done("record", CROPS, *held, "--on", "31/03/2024")
    answer = office.run("record", CROPS, *typed, "--on", "31/03/2024")
    assert answer.code == 5
    assert command in answer.err.split("\n  → ")[1]


def test_the_same_running_total_again_changes_nothing(office: Office) -> None:
    office.done("record", CROPS, "100", "--cumulative", "--on", "31/03/2024")
    assert "không thay đổi" in office.done("record", CROPS, "100", "--cumulative", "--on", "31/03/2024")


def test_a_correction_may_make_an_amount_of_a_running_total_and_says_so(office: Office) -> None:
    office.done("record", CROPS, "60", "--on", "29/02/2024")
    office.done("record", CROPS, "100", "--cumulative", "--on", "31/03/2024")
    answer = office.run("correct", CROPS, "40", "--on", "31/03/2024", "--reason", "là phần thêm")
    assert answer.code == 0
    assert "100 ha (lũy kế) → 40 ha" in answer.out
    assert "số cũ là lũy kế" in answer.err
    assert reported(office)[0] == "100"
    office.done("correct", CROPS, "110", "--cumulative", "--on", "31/03/2024", "--reason", "lũy kế")
    assert reported(office)[0] == "110"


def test_a_year_without_an_amount_any_more_comes_to_nothing_not_to_zero(office: Office) -> None:
    office.done("record", CROPS, "60", "--on", "29/02/2024")
    said = office.done("void", CROPS, "--on", "29/02/2024", "--reason", "nhầm")
    assert "cộng từ đầu năm: không còn số liệu" in said


def test_undo_brings_a_running_total_back_as_one(office: Office) -> None:
    office.done("record", CROPS, "60", "--on", "29/02/2024")
    office.done("record", CROPS, "100", "--cumulative", "--on", "31/03/2024")
    office.done("void", CROPS, "--on", "31/03/2024", "--reason", "nhầm")
    assert reported(office)[0] == "60"
    assert "đã rút → 100 ha (lũy kế)" in office.done("undo")
    assert reported(office)[0] == "100"
    assert office.run("verify").code == 0


def test_the_exported_ledger_keeps_what_is_a_running_total(office: Office) -> None:
    office.done("record", CROPS, "100", "--cumulative", "--on", "31/03/2024")
    office.done("export", "--out", "so.csv")
    head, row = (office.folder / "so.csv").read_text("utf-8-sig").splitlines()
    cells = dict(zip(head.replace('"', "").split(";"), row.split(";"), strict=True))
    assert (cells["Giá trị"], cells["Lũy kế"]) == ("", "100")
    office.done("export", "--out", "so.jsonl")
    (office.folder / "khac").mkdir()
    office.monkeypatch.setenv("THIDUA_LEDGER", str(office.folder / "khac" / "thidua.db"))
    office.done("init")
    office.done("import", "so.jsonl")
    assert reported(office)[0] == "100"


def test_a_running_total_below_the_amounts_before_it_is_asked_about_whatever_brings_it(office: Office) -> None:
    office.done("record", CROPS, "300", "--on", "31/03/2024")
    below = "250 ha thấp hơn số đã đạt trước ngày ấy (300 ha)"
    answer = office.run("record", CROPS, "250", "--cumulative", "--on", "30/04/2024")
    assert answer.code == 5
    assert below in answer.err
    (office.folder / "a.csv").write_text(f"id;lũy kế;ngày\n{CROPS};250;30/04/2024\n", encoding="utf-8")
    answer = office.run("import", "a.csv")
    assert answer.code == 5
    assert "thấp hơn số đã đạt trước ngày ấy" in answer.all
    office.done("record", CROPS, "320", "--cumulative", "--on", "30/04/2024")
    answer = office.run("correct", CROPS, "250", "--cumulative", "--on", "30/04/2024", "--reason", "x")
    assert answer.code == 5
    assert below in answer.err
    office.done("correct", CROPS, "250", "--cumulative", "--on", "30/04/2024", "--reason", "x", "--yes")
    assert "thấp hơn số đã đạt trước ngày ấy (300 ha)" in office.run("check").out


def test_an_amount_that_lifts_what_was_reached_above_a_later_running_total_is_asked_about(office: Office) -> None:
    office.done("record", CROPS, "250", "--cumulative", "--on", "30/04/2024")
    answer = office.run("record", CROPS, "300", "--on", "31/03/2024")
    assert answer.code == 5
    assert "300 ha làm số đã đạt cao hơn lũy kế ghi của ngày sau (250 ha)" in answer.err
    (office.folder / "a.csv").write_text(f"id;giá trị;ngày\n{CROPS};300;31/03/2024\n", encoding="utf-8")
    assert office.run("import", "a.csv").code == 5
    office.done("record", CROPS, "200", "--on", "31/03/2024")
    office.done("record", CROPS, "300", "--on", "31/05/2024")


@pytest.mark.parametrize(
    ("note", "options", "named"),
    [
        ("số ước", [], "--level ước"),
        ("Ước", [], "--level ước"),
        ("số liệu sơ bộ của huyện", [], '--level "sơ bộ"'),
        ("lũy kế từ đầu năm", [], "--cumulative"),
        ("luỹ kế 6 tháng", [], "--cumulative"),
        ("số ước", ["--level", "estimate"], None),
        ("lũy kế", ["--cumulative"], None),
        ("theo giao ước thi đua", [], None),
        ("theo quy ước năm 2024", [], None),
        ("Hương ước năm 2024 của thôn", [], None),
        ("giao ước năm 2024", [], None),
        ("khế ước tháng 3", [], None),
        ("thỏa ước năm 2024", [], None),
        ("tổng ước năm 2024", [], "--level ước"),
        ("quy ước, số ước", [], "--level ước"),
    ],
)
def test_a_note_that_says_more_than_the_figure_is_told(
    note: str, options: list[str], named: str | None, office: Office
) -> None:
    office.done("init")
    for words in (["record", CROPS, "100"], ["correct", CROPS, "101", "--reason", "x"]):
        answer = office.run(*words, "--on", "31/03/2024", "--note", note, *options)
        assert answer.code == 0, answer.all
        assert f"Lưu ý: ghi chú '{note}' nói" in answer.err if named else "ghi chú" not in answer.err
        assert named is None or answer.err.splitlines()[0].endswith(f"thidua undo, rồi gõ lại, thêm {named}")
    if named:
        office.done("undo")
        office.done("correct", CROPS, "101", "--reason", "x", "--on", "31/03/2024", *shlex.split(named))


def test_notes_of_a_file_that_say_more_than_the_figures_are_told_once(office: Office) -> None:
    office.done("init")
    rows = "".join(f"{CROPS};1{month};{month}/05/2024;số ước\n" for month in (10, 11, 12))
    (office.folder / "a.csv").write_text(f"id;giá trị;ngày;ghi chú\n{rows}", encoding="utf-8")
    answer = office.run("import", "a.csv", "--yes")
    assert answer.code == 0
    assert answer.err.count("Lưu ý") == 1
    assert "dòng 2: ghi chú 'số ước' nói số ước hoặc sơ bộ, mà số được ghi là chính thức" in answer.err
    assert "thêm cột Mức rồi nhập lại (đã ghi thì thidua undo trước); còn 2 dòng nữa như vậy" in answer.err
