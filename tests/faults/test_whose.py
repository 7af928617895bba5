"""R13, R14: whose folder and whose ledger this is; and a new machine on which the plan is not the ledger's."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from office import Office
from thidua_cli import disk
from thidua_cli.errors import Refused, StorageError

STRANGER, ME = 12345, 54321
as_root = pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root gives files to another user")


@pytest.fixture(autouse=True)
def workspace(office: Office) -> None:
    office.done("init", ".")
    office.done("record", "ho-ngheo", "3,5", "--on", "14/06/2024")


def plan(office: Office) -> Path:
    return office.folder / "data" / "plan_2024.yaml"


def renamed(office: Office, id_: str) -> None:
    """The plan is another commune's now."""
    text = plan(office).read_text("utf-8")
    assert "id: dak-la" in text
    plan(office).write_text(text.replace("id: dak-la", f"id: {id_}"), "utf-8")


def test_another_commune_s_ledger_is_told_for_reading_and_refused_for_writing_r14(office: Office) -> None:
    renamed(office, "dak-hring")
    read = office.run("report")
    assert read.code == 0
    assert "là của đơn vị 'dak-la', kế hoạch là của 'dak-hring'" in read.err
    (office.folder / "a.csv").write_text("id;value;on\nho-ngheo;3,4;20/06/2024\n", "utf-8")
    because = ("--reason", "a")
    for words in (
        ("record", "ho-ngheo", "3,4"), ("undo",), ("close", "t5"), ("reopen", "t5", *because), ("send", "--out", "a"),
        ("import", "a.csv", "--yes"), ("correct", "ho-ngheo", "3,4", "--on", "14/06/2024", *because),
        ("void", "ho-ngheo", "--on", "14/06/2024", *because), ("nominate", "move", "1", "council"),
        ("nominate", "erase-name", "1", *because, "--yes"), ("work", "record", "chi-thi-34", "50"),
        ("nominate", "add", "A", "--form", "Giấy khen", "--achievement", "a"), ("close", "nam"), ("record", "xxx", "1"),
        ("nominate", "add", "A", "--form", "zzz", "--achievement", "a"),
        ("work", "done", "zzz", "--evidence", "https://a"),
    ):  # fmt: skip
        answer = office.run(*words)
        assert answer.code == 5, (words, answer.all)
    assert "1 dòng" in office.done("verify")
    doctor = office.run("doctor")
    assert (doctor.code, "dak-hring" in doctor.out) == (5, True)


def test_a_commune_that_changed_its_id_takes_its_ledger_over_and_both_are_one_r14(office: Office) -> None:
    office.done("record", "dien-tich-cay-hang-nam", "500", "--on", "14/06/2024")
    renamed(office, "dak-la-moi")
    assert office.run("init", "--adopt").code == 2
    assert "'dak-la' nay là của 'dak-la-moi'" in office.done("init", "--adopt", "--reason", "sắp xếp đơn vị")
    assert office.run("init", "--adopt", "--reason", "lần nữa").code == 2
    office.done("record", "dien-tich-cay-hang-nam", "100", "--on", "20/06/2024")
    answer = office.run("report", "--format", "json")
    assert "Cảnh báo" not in answer.err
    rows = {row["id"]: row["actual"] for row in json.loads(answer.out)["indicators"]}
    assert rows["dien-tich-cay-hang-nam"]["value"] == "600"
    assert rows["ho-ngheo"]["value"] == "3.5"
    office.done("void", "ho-ngheo", "--on", "14/06/2024", "--reason", "nhầm")
    rows = {row["id"]: row["actual"] for row in json.loads(office.done("report", "--format", "json"))["indicators"]}
    assert rows["ho-ngheo"] is None
    assert "sắp xếp đơn vị" in office.done("history")
    office.done("verify")


def test_a_colleague_s_plan_that_still_has_the_old_id_counts_and_guards_what_is_written_under_the_new_one(
    office: Office,
) -> None:
    old = office.folder / "cu.yaml"
    old.write_bytes((office.folder / "data" / "plan_2024.yaml").read_bytes())
    renamed(office, "dak-la-moi")
    office.done("init", "--adopt", "--reason", "sắp xếp đơn vị")
    office.done("record", "dan-gia-cam", "31.000", "--on", "20/06/2024")
    under_old = ("--plan", str(old), "--ledger", str(office.folder / "data" / "thidua.db"))
    assert "31.000" in office.done(*under_old, "show", "dan-gia-cam")
    assert office.run(*under_old, "record", "dan-gia-cam", "30.900", "--on", "20/06/2024").code == 5
    office.done(*under_old, "correct", "dan-gia-cam", "30.900", "--on", "20/06/2024", "--reason", "đếm lại")
    assert "30.900" in office.done("show", "dan-gia-cam")


def test_a_taken_over_ledger_is_told_in_words_and_taking_that_back_says_whose_it_is_again(office: Office) -> None:
    renamed(office, "dak-la-moi")
    office.done("init", "--adopt", "--reason", "sắp xếp đơn vị")
    said = office.done("undo")
    assert said.splitlines()[:2] == [
        "đã hoàn tác lần đổi mã đơn vị của huong ở dòng 2",
        "  sổ lại là của đơn vị 'dak-la': 'dak-la-moi' không tính số liệu của nó, không ghi vào nó được",
    ]
    assert office.run("record", "ho-ngheo", "3,4").code == 5
    told = office.done("history")
    assert (told.count("Đơn vị dak-la đổi mã thành dak-la-moi"), "ngoài kế hoạch" in told) == (2, False)
    rows = json.loads(office.done("history", "--format", "json"))["rows"]
    assert [(row["indicator"], row["former_unit"]) for row in rows[1:]] == [("unit/dak-la", "dak-la")] * 2
    assert rows[0]["former_unit"] is None


def test_a_copy_and_an_export_of_another_commune_are_not_taken_in_r14(office: Office) -> None:
    office.done("backup", "a.db")
    office.done("export", "--out", "a.jsonl")
    renamed(office, "dak-hring")
    (office.folder / "data" / "thidua.db").unlink()
    for words in (("restore", "a.db"), ("import", "a.jsonl")):
        answer = office.run(*words)
        assert answer.code == 5, answer.all
        assert "'dak-la'" in answer.err
    office.done("record", "ho-ngheo", "3,4", "--on", "20/06/2024")


def test_a_plan_that_reads_otherwise_than_the_ledger_s_is_told_and_can_be_had_back(office: Office) -> None:
    text = plan(office).read_text("utf-8")
    plan(office).write_text(f"{text}\n# chỉ một lời ghi\n", "utf-8")
    assert office.run("report").err == ""
    plan(office).write_text(text.replace('"< 3,7"', '"< 2,7"'), "utf-8")
    assert text != plan(office).read_text("utf-8")
    for words in (("report",), ("summary", "--period", "t6", "--formats", "md")):
        assert "kế hoạch đang dùng khác bản mà sổ được ghi" in office.run(*words).err
    assert "kế hoạch của sổ" in office.run("doctor").out
    answer = office.run("plan", "restore")
    assert answer.code == 5, answer.all
    office.done("plan", "restore", "--out", "cu.yaml")
    assert Path("cu.yaml").read_text("utf-8") == text
    assert office.run("plan", "restore", "--out", "cu.yaml").code == 5
    assert office.run("plan", "restore", "ffffff", "--out", "b.yaml").code == 2


def test_on_a_new_machine_the_plan_comes_back_out_of_the_ledger(office: Office, tmp_path: Path) -> None:
    plan(office).write_text(plan(office).read_text("utf-8").replace('"< 3,7"', '"< 2,7"'), "utf-8")
    office.done("record", "ho-ngheo", "2,5", "--on", "20/06/2024")
    office.done("backup", "usb.db")
    new = tmp_path / "may-moi"
    new.mkdir()
    office.monkeypatch.chdir(new)
    office.done("init", ".")
    answer = office.run("restore", str(office.folder / "usb.db"))
    assert answer.code == 0, answer.all
    assert "kế hoạch đang dùng khác bản mà sổ được ghi" in answer.err
    (new / "data" / "plan_2024.yaml").unlink()
    office.done("--ledger", "data/thidua.db", "plan", "restore")
    assert "< 2,7" in (new / "data" / "plan_2024.yaml").read_text("utf-8")
    assert office.run("report").err == ""


@as_root
def test_a_stranger_s_folder_is_told_of_and_not_written_to_until_it_is_trusted_r13(office: Office) -> None:
    (office.folder / "data" / "thidua.toml").write_text('by = "kẻ khác"\n', "utf-8")
    for path in (office.folder / "data", *(office.folder / "data").iterdir()):
        os.chown(path, STRANGER, -1)
    office.monkeypatch.setattr(os, "geteuid", lambda: ME)
    read = office.run("report")
    assert (read.code, read.err.count("người dùng khác")) == (0, 1), read.all
    for words in (("record", "ho-ngheo", "3,4"), ("undo",), ("init", "--adopt", "--reason", "a")):
        answer = office.run(*words)
        assert answer.code in (2, 5), answer.all
    refused = office.run("record", "ho-ngheo", "3,4", "--by", "tôi")
    assert (refused.code, office.run("cron", "--rehearse", "--format", "json").out) == (5, "")
    assert "thidua config --trust" in refused.err
    assert "1 dòng" in office.done("verify")
    assert "đã ghi nhớ" in office.done("config", "--trust")
    assert "không thay đổi" in office.done("config", "--trust")
    assert json.loads(office.done("config", "--trust", "--format", "json"))["trusted"] is True
    assert "người dùng khác" not in office.run("report").err
    office.done("record", "ho-ngheo", "3,4", "--by", "tôi")


@as_root
def test_nothing_is_put_beside_a_stranger_s_plan_unasked_and_every_reader_tells_once_r13(office: Office) -> None:
    for path in (office.folder, office.folder / "data", *(office.folder / "data").iterdir()):
        os.chown(path, STRANGER, -1)
    office.monkeypatch.setattr(os, "geteuid", lambda: ME)
    before = sorted(str(path) for path in office.folder.rglob("*"))
    (office.folder.parent / "cua-toi").mkdir()
    for words in ("summary --period t6", "plan restore", "init .", "init moi", "--ledger b.db init", "close t5"):
        answer = office.run(*words.split())
        assert (answer.code, "thidua config --trust" in answer.err) == (5, True), (words, answer.all)
    assert sorted(str(path) for path in office.folder.rglob("*")) == before
    mine = str(office.folder.parent / "cua-toi" / "a")
    for words in ("verify", f"backup {mine}.db", "doctor", f"summary --period t6 --out-dir {mine}", "history"):
        assert office.run(*words.split()).err.count("người dùng khác") == 1, words


@as_root
def test_trust_in_one_folder_is_no_trust_in_another_r13(office: Office) -> None:
    other = office.folder.parent / "noi-khac" / "thidua.db"
    other.parent.mkdir()
    (office.folder / "data" / "thidua.db").rename(other)
    for path in (office.folder / "data" / "plan_2024.yaml", other, other.parent):
        os.chown(path, STRANGER, -1)
    office.monkeypatch.setattr(os, "geteuid", lambda: ME)
    office.done("config", "--trust")
    answer = office.run("--ledger", str(other), "record", "ho-ngheo", "3,4")
    assert (answer.code, str(other) in answer.err) == (5, True), answer.all


def test_the_list_of_trusted_folders_is_never_begun_anew_and_holds_only_whole_names_r13(tmp_path: Path) -> None:
    kept = tmp_path / "list"
    assert disk.remember("/a", kept)
    assert disk.remember("/b", kept)
    with pytest.raises(Refused, match="xuống dòng"):
        disk.remember("/c\n/d", kept)
    kept.rename(tmp_path / "aside")
    kept.mkdir()
    with pytest.raises(StorageError, match="đó là một thư mục"):
        disk.remember("/c", kept)
    kept.rmdir()
    (tmp_path / "aside").rename(kept)
    assert disk.is_remembered("/a", kept)
    assert disk.is_remembered("/b", kept)
    assert not disk.is_remembered("/d", kept)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_where_settings_are_looked_for_is_refused_and_not_waited_for_r13(office: Office) -> None:
    os.mkfifo(office.folder / "data" / "thidua.toml")
    for words in (("config",), ("record", "ho-ngheo", "3,4"), ("summary", "--period", "t6"), ("close", "t5")):
        answer = office.run(*words)
        assert (answer.code, "thidua.toml không phải tệp thường" in answer.err) == (3, True), answer.all


@as_root
def test_what_belongs_to_root_or_to_oneself_is_nobody_else_s_r13(office: Office) -> None:
    os.chown(office.folder / "data" / "plan_2024.yaml", ME, -1)
    office.monkeypatch.setattr(os, "geteuid", lambda: ME)
    assert office.run("report").err == ""
