"""`backup`, `restore` and `doctor` as a person uses them: what they say and which exit code scripts get."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from office import Office
from thidua_cli.office import checkup as findings
from thidua_cli.office.checkup import place_doubts

MOUNTS = "/dev/sda1 / ext4 rw 0 0\nnas:/x /srv/chung nfs4 rw 0 0\n/dev/sdb1 /mnt/usb\\040stick vfat rw 0 0\n"


def started(office: Office) -> Path:
    office.done("init")
    office.done("record", "dan-gia-suc", "6.500")
    return office.folder / "data" / "thidua.db"


def verdicts(office: Office, code: int = 0) -> dict[str, str]:
    answer = office.run("doctor", "--format", "json")
    assert answer.code == code, answer.all
    record = json.loads(answer.out)
    assert record["schema"] == "thidua.doctor/1"
    for finding in record["findings"]:
        assert finding["advice"] or finding["verdict"] == "ok", finding
    return {finding["id"]: finding["verdict"] for finding in record["findings"]}


def test_an_export_is_no_backup_and_is_read_back_by_import(office: Office) -> None:
    started(office)
    office.done("export", "--out", "so.jsonl")
    answer = office.run("restore", "so.jsonl")
    assert (answer.code, "so.jsonl là bản xuất của sổ" in answer.err) == (3, True), answer.all
    assert "thidua import so.jsonl" in answer.err
    assert office.run("restore", "khong-co.jsonl").code == 2


def test_a_backup_is_restored_on_another_machine_with_the_same_report_h7(office: Office, tmp_path: Path) -> None:
    ledger = started(office)
    report = office.done("report", "--format", "json")
    office.done("backup", str(tmp_path / "usb.db"))
    ledger.unlink()
    assert "đã khôi phục" in office.done("restore", str(tmp_path / "usb.db"))
    assert office.done("report", "--format", "json") == report
    assert "không thay đổi" in office.done("restore", str(tmp_path / "usb.db"))


def test_restoring_to_a_ledger_named_on_the_command_line_makes_it(office: Office, tmp_path: Path) -> None:
    started(office)
    office.done("backup", str(tmp_path / "usb.db"))
    there = str(tmp_path / "nơi khác" / "sổ.db")
    office.done("--ledger", there, "restore", str(tmp_path / "usb.db"))
    assert "nguyên vẹn: 1 dòng" in office.done("--ledger", there, "verify")


def test_rows_that_would_be_lost_are_listed_and_force_keeps_the_old_ledger_h5(office: Office, tmp_path: Path) -> None:
    started(office)
    office.done("backup", str(tmp_path / "usb.db"))
    office.done("record", "dan-so", "10.900")
    answer = office.run("restore", str(tmp_path / "usb.db"))
    assert answer.code == 5
    assert answer.out == ""
    assert "dòng 2: lần ghi dan-so ngày 05/07/2024 (huong, 05/07/2024 08:01)" in answer.err
    assert "--force" in answer.err
    kept = office.done("restore", str(tmp_path / "usb.db"), "--force").split("được giữ ở ")[1].strip()
    assert "2 dòng" in office.done("--ledger", kept, "verify")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("backup", "data/thidua.db"), 5),
        (("backup", "không có/a.db"), 7),
        (("backup",), 2),
        (("restore", "không có.db"), 2),
        (("restore", "data/plan_2024.yaml"), 6),
        (("restore", "data"), 2),
        (("restore", ":memory:"), 2),
    ],
)
def test_each_refusal_has_its_exit_code_and_says_nothing_on_stdout_h3_h6_q1(
    words: tuple[str, ...], code: int, office: Office
) -> None:
    ledger = started(office)
    content = ledger.read_bytes()
    answer = office.run(*words)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err
    assert ledger.read_bytes() == content


@pytest.mark.parametrize(
    "words",
    [
        ("backup",),
        ("plan", "draft", "văn bản.md", "--year", "2025", "--force", "--out"),
        ("plan", "new", "2025", "--force", "--out"),
        ("plan", "restore", "--out"),
        ("report", "--format", "csv", "--force", "--out"),
    ],
)
@pytest.mark.parametrize("place", ["data/thidua.db", "sổ khác.db"])
def test_no_command_writes_on_the_names_of_a_ledger_k4(words: tuple[str, ...], place: str, office: Office) -> None:
    started(office)
    (office.folder / "sổ khác.db").write_bytes(b"SQLite format 3\0" + bytes(4096))
    (office.folder / "văn bản.md").write_text("# Kế hoạch\n\n1. Tỷ lệ hộ nghèo dưới 3,7%\n" * 20, "utf-8")
    before = {path: path.read_bytes() for path in office.folder.rglob("*") if path.is_file()}
    for ending in ("", "-journal", "-wal", "-shm", "-WAL"):
        answer = office.run(*words, f"{place}{ending}")
        assert answer.code == 5, (ending, answer.all)
        assert {path: path.read_bytes() for path in office.folder.rglob("*") if path.is_file()} == before


def test_without_a_ledger_there_is_nothing_to_back_up(office: Office) -> None:
    assert office.run("backup", "a.db").code == 7
    assert not (office.folder / "a.db").exists()


def test_a_healthy_office_is_told_so_and_nothing_is_written(office: Office) -> None:
    ledger = started(office)
    office.done("backup", "data/thidua.sao-luu-tay.db")
    before = {path: path.stat().st_mtime_ns for path in office.folder.rglob("*")}
    office.monkeypatch.setattr(findings, "LITTLE_SPACE", 0)
    found = verdicts(office)
    assert {name for name, verdict in found.items() if verdict != "ok"} <= {"backup"}  # its age depends on the day
    assert {path: path.stat().st_mtime_ns for path in office.folder.rglob("*")} == before
    assert str(ledger) in office.run("doctor").out


def test_doctor_works_where_nothing_is_there_yet_or_nothing_can_be_found(office: Office) -> None:
    assert verdicts(office)["ledger"] == "ok"
    office.monkeypatch.setenv("THIDUA_PLAN", "không có.yaml")
    assert verdicts(office, code=2)["plan"] == "error"


def test_doctor_names_a_damaged_ledger_with_its_exit_code(office: Office) -> None:
    started(office).write_bytes(b"h\xe1\xbb\x8fng")
    assert verdicts(office, code=6)["ledger"] == "error"


def test_doctor_warns_of_a_ledger_others_can_read_p4(office: Office) -> None:
    started(office).chmod(0o644)
    assert verdicts(office)["permissions"] == "warning"
    assert "chmod 600" in office.run("doctor").out


def test_doctor_warns_of_a_clock_behind_the_ledger_o8(office: Office) -> None:
    started(office)
    for moment, code in (("2024-07-04T00:00:00.000000Z", 0), ("1970-01-01T00:00:00.000000Z", 5)):
        office.stamps = iter([moment] * 9)
        assert verdicts(office, code)["clock"] == ("error" if code else "warning")


def test_doctor_warns_of_an_old_backup_or_none_and_of_a_journal_left_behind(office: Office) -> None:
    ledger = started(office)
    assert verdicts(office)["backup"] == "warning"
    backup = ledger.with_name("thidua.sao-luu-1.db")
    office.done("backup", str(backup))
    os.utime(backup, (1_700_000_000, 1_700_000_000))
    assert "đã cũ" in office.run("doctor").out
    ledger.with_name("thidua.db-journal").touch()
    assert verdicts(office)["journal"] == "warning"


def test_doctor_warns_when_space_runs_out(office: Office) -> None:
    started(office)
    office.monkeypatch.setattr(findings, "LITTLE_SPACE", 2**62)
    assert verdicts(office)["space"] == "warning"
    office.monkeypatch.setattr(findings, "TOO_LITTLE_SPACE", 2**62)
    assert verdicts(office, code=7)["space"] == "error"


def test_a_narrow_screen_is_mentioned(office: Office) -> None:
    office.monkeypatch.setenv("COLUMNS", "40")
    assert "chỉ rộng 40 cột" in office.run("doctor", tty=True).out


@pytest.mark.parametrize(
    ("folder", "word"),
    [
        ("/srv/chung/thi-dua", "nfs4"),
        ("/mnt/usb stick/a", ""),
        ("/home/lan/OneDrive - UBND xã/thi-dua", "OneDrive"),
        ("/home/lan/Dropbox/a", "Dropbox"),
        ("/home/lan/thi-dua", ""),
    ],
)
def test_network_shares_and_synchronised_folders_are_known_d12(folder: str, word: str, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\nnas:/x /srv/chung nfs4 rw 0 0\n/dev/sdb1 /mnt/usb\\040stick vfat rw 0 0\n"
    )
    doubts = list(place_doubts(Path(folder) / "thidua.db", mounts))
    assert bool(doubts) == bool(word)
    assert word in "".join(doubts)


def test_a_ledger_made_in_a_synchronised_folder_gets_a_warning_d12(office: Office) -> None:
    answer = office.run("init", "OneDrive/thi-dua")
    assert answer.code == 0
    assert "đồng bộ OneDrive" in answer.err
    office.monkeypatch.chdir(office.folder / "OneDrive" / "thi-dua")
    assert verdicts(office)["place"] == "warning"


def test_a_workspace_made_inside_another_says_that_its_ledger_is_a_new_one(office: Office) -> None:
    assert office.run("init").err == ""
    (office.folder / "bao-cao").mkdir()
    office.monkeypatch.chdir(office.folder / "bao-cao")
    said = f"nằm trong nơi làm việc đã có ({office.folder / 'data' / 'plan_2024.yaml'})"
    assert said in office.run("init").err
    assert office.run("init").err == ""
    office.monkeypatch.chdir(office.folder / "data")
    assert said in office.run("init").err


def test_the_first_figure_where_no_plan_is_near_says_which_ledger_it_went_to(office: Office) -> None:
    first, second = (office.run("record", "dan-gia-suc", "6.500", "--on", f"0{day}/07/2024") for day in (1, 2))
    assert "ở đây không có tệp kế hoạch nào" in first.err
    assert "vào thư mục ấy rồi gõ lại" in first.err
    assert second.err == ""
    office.done("init")
    assert office.run("record", "dan-gia-suc", "6.500", "--on", "01/07/2024").err == ""


OTHER = """schema: thidua.plan/1
year: 2023
title: KH
unit: {id: ngoc-khe, name: xã Ngọc Khê}
sections: [{id: a, title: A, indicators: [{id: b, name: B, unit: ha, target: ">= 5", combine: latest}]}]
"""


@pytest.mark.parametrize("name", ["data/plan_2023.yaml", "plan_2023.yaml", "plan_2024.yaml"])
@pytest.mark.parametrize("text", [OTHER, "year: [\n"])
def test_no_plan_of_another_commune_is_put_beside_a_units_own(name: str, text: str, office: Office) -> None:
    (office.folder / "data").mkdir()
    (office.folder / name).write_text(text, "utf-8")
    before = sorted(office.folder.rglob("*"))
    answer = office.run("init", ".")
    assert (answer.code, sorted(office.folder.rglob("*"))) == (5, before)
    whose = "kế hoạch của đơn vị khác" if text == OTHER else "một kế hoạch chưa đọc được (thidua plan check)"
    assert f"đã có {whose}: {name}" in answer.err
    assert "thidua plan new NĂM" in answer.err
    office.done("init", "thu")


@pytest.mark.parametrize("name", ["plan_2023.yaml", "plan_2024.yaml"])
def test_beside_the_same_units_plan_or_in_its_place_init_goes_on(name: str, office: Office) -> None:
    (office.folder / "data").mkdir()
    text = OTHER.replace("ngoc-khe", "dak-la") if "2023" in name else OTHER.replace("2023", "2024")
    (office.folder / "data" / name).write_text(text, "utf-8")
    office.done("init")
    assert (office.folder / "data" / name).read_text("utf-8") == text
