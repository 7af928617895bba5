"""R: what an attacker or a crash leaves: side files, links, journals, crafted indexes, forged plans, old anchors."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing, nullcontext
from datetime import date
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pytest

from ledger.sample import made, recorded, tampered, write
from office import Office
from thidua_cli import disk
from thidua_cli.disk import new_file
from thidua_cli.errors import BusyError, StorageError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.rows import NAMES, canonical_json
from thidua_cli.ledger.verify import verify

SPAN = (date(2024, 1, 1), date(2024, 12, 31))
MAGIC = bytes.fromhex("d9d505f920a163d7")


def plan_there(office: Office) -> Path:
    """One figure of the shipped plan in a ledger beside a plan file; gives the ledger."""
    office.done("init", ".")
    office.done("record", "ho-ngheo", "3,5", "--on", "14/06/2024")
    return office.folder / "data" / "thidua.db"


def journal_naming(ledger: Path, victim: Path) -> None:
    """A rollback journal whose super-journal is a file of the user: SQLite deletes it when the ledger is opened."""
    page = struct.unpack(">H", ledger.read_bytes()[16:18])[0]
    head = MAGIC + struct.pack(">IIIII", 0, 12345, ledger.stat().st_size // page, 512, page)
    name = os.fsencode(victim)
    end = struct.pack(">I", 0x40000000 // page + 1) + name + struct.pack(">II", len(name), sum(name)) + MAGIC
    Path(f"{ledger}-journal").write_bytes(head.ljust(512, b"\0") + end)


def hot_journal(ledger: Path) -> None:
    """What a writer killed in mid-transaction leaves: a journal that takes its change back."""
    code = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1'); c.execute('PRAGMA cache_spill = 1'); c.execute('BEGIN IMMEDIATE')\n"
        "c.execute('DROP TRIGGER plans_no_update')\n"
        "c.execute('UPDATE plans SET source = zeroblob(500000)')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(ledger)], check=False)
    assert Path(f"{ledger}-journal").exists()


def forged(ledger: Path, **cells: str | None) -> None:
    """Other cells in the last row, and its hash computed anew."""
    with Ledger(ledger) as opened:
        *_, row = opened.rows_after(0)
    edited = [cells.get(name, cell) for name, cell in zip(NAMES, row, strict=True)]
    edited[-1] = sha256(canonical_json(tuple(edited[:-1])).encode()).hexdigest()
    texts = ["NULL" if cell is None else "'{}'".format(str(cell).replace("'", "''")) for cell in edited]
    put = ", ".join(f"{name} = {text}" for name, text in zip(NAMES, texts, strict=True))
    tampered(ledger, f"UPDATE entries SET {put} WHERE seq = {row[0]}")


@pytest.mark.parametrize("words", [("report",), ("record", "dan-so", "10.900"), ("verify",), ("doctor",), ("history",)])
def test_a_journal_that_names_another_file_is_not_opened_and_the_file_stays_r3(
    words: tuple[str, ...], office: Office
) -> None:
    ledger = plan_there(office)
    victim = office.folder / "quan-trong.txt"
    victim.write_text("còn đây")
    journal_naming(ledger, victim)
    answer = office.run(*words)
    assert answer.code == 6, answer.all
    assert "thidua.db-journal" in answer.all
    assert victim.read_text() == "còn đây"
    Path(f"{ledger}-journal").unlink()
    office.done("report")


def test_the_same_journal_would_have_deleted_the_file_r3(office: Office) -> None:
    """The harness can fail: plain SQLite obeys it."""
    ledger, victim = plan_there(office), office.folder / "quan-trong.txt"
    victim.write_text("còn đây")
    journal_naming(ledger, victim)
    with closing(sqlite3.connect(ledger)) as plain:
        plain.execute("SELECT count(*) FROM entries").fetchone()
    assert not victim.exists()


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
def test_side_files_of_a_lost_ledger_are_not_played_into_a_new_one_r1(ending: str, office: Office) -> None:
    ledger = plan_there(office)
    side = Path(f"{ledger}{ending}")
    copy = office.folder / "ban-sao.db"
    office.done("backup", str(copy))
    ledger.unlink()
    side.write_bytes(b"con lai")
    for words in (("record", "dan-so", "10.900"), ("init", "."), ("--ledger", str(ledger), "init")):
        answer = office.run(*words)
        assert (answer.code, ledger.exists()) == (5, False), answer.all
        assert side.name in answer.all
    assert f"thidua.db{ending}" in office.run("doctor").out
    assert "đã khôi phục" in office.done("restore", str(copy))
    assert not side.exists()
    (kept,) = ledger.parent.glob(f"*{ending}")
    assert kept.read_bytes() == b"con lai"
    office.done("verify")


def test_a_hot_journal_left_alone_does_not_undo_what_is_restored_r1(office: Office) -> None:
    ledger = plan_there(office)
    copy = office.folder / "ban-sao.db"
    office.done("backup", str(copy))
    hot_journal(ledger)
    ledger.unlink()
    office.done("restore", str(copy))
    assert "nguyên vẹn: 1 dòng" in office.done("verify")


def test_a_backup_does_not_land_beside_side_files_of_its_name_r1(office: Office) -> None:
    plan_there(office)
    (office.folder / "a.db-journal").write_bytes(b"cu")
    answer = office.run("backup", "a.db")
    assert answer.code == 5, answer.all
    assert not (office.folder / "a.db").exists()


def test_a_link_to_a_ledger_is_followed_once_and_its_crash_is_rolled_back_r2(office: Office, tmp_path: Path) -> None:
    ledger = plan_there(office)
    real = tmp_path / "o-dia" / "that.db"
    real.parent.mkdir()
    shutil.move(ledger, real)
    ledger.symlink_to(real)
    hot_journal(real)
    assert "nguyên vẹn: 1 dòng" in office.done("verify")
    office.done("record", "dan-so", "10.900", "--yes")
    assert ledger.is_symlink()
    office.done("backup", "ban-sao.db")
    hot_journal(real)
    office.done("restore", "ban-sao.db")
    assert "nguyên vẹn: 2 dòng" in office.done("verify")
    assert ledger.is_symlink()


@pytest.mark.parametrize("target", ["o-da-rut.db", "thidua.db"], ids=["missing", "itself"])
def test_a_link_that_leads_nowhere_is_no_empty_ledger_r2(target: str, office: Office) -> None:
    ledger = plan_there(office)
    ledger.unlink()
    ledger.symlink_to(target)
    for words in (("report",), ("due",), ("record", "ho-ngheo", "3,5"), ("verify",), ("init", "."), ("doctor",)):
        answer = office.run(*words)
        assert answer.code == 7, (words, answer.all)
        assert target in answer.all
    assert ledger.is_symlink()
    assert sorted(path.name for path in ledger.parent.glob("*.db")) == ["thidua.db"]


def test_a_side_file_that_is_no_plain_file_is_refused_and_does_not_hang_r1(office: Office) -> None:
    ledger = plan_there(office)
    os.mkfifo(f"{ledger}-journal")
    answer = office.run("report")
    assert answer.code == 6, answer.all
    assert "không phải tệp thường" in answer.err


def test_rows_in_a_write_ahead_log_are_not_lost_by_looking_r16(office: Office) -> None:
    ledger = plan_there(office)
    other = sqlite3.connect(ledger)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE them (a)")
    other.commit()
    names = sorted(path.name for path in ledger.parent.iterdir())
    answer = office.run("report")
    assert answer.code == 6, answer.all
    assert "WAL" in answer.err
    assert sorted(path.name for path in ledger.parent.iterdir()) == names
    other.close()


def test_a_forged_reading_of_the_plan_is_found_by_verify_and_put_right_by_a_copy_r4(office: Office) -> None:
    ledger = plan_there(office)
    office.done("backup", "ban-sao.db")
    forged_cache(ledger, "3.7", "2.7")
    answer = office.run("verify")
    assert answer.code == 6, answer.all
    assert "bản đọc sẵn của kế hoạch" in answer.err
    office.done("restore", "ban-sao.db")
    office.done("verify")


@pytest.mark.parametrize(
    "words", ["report --format json", "list", "due", "show ho-ngheo", "report --as-known 2030-01-01 --format json"]
)
def test_a_forged_reading_of_the_plan_is_read_past_and_told_r4(words: str, office: Office) -> None:
    ledger = plan_there(office)
    before = office.run(*words.split())
    assert "bản đọc sẵn" not in before.err
    forged_cache(ledger, "3.7", "2.7")
    answer = office.run(*words.split())
    assert (answer.code, answer.out) == (0, before.out)
    assert answer.err.count("bản đọc sẵn của kế hoạch") == 1
    office.done("record", "dan-gia-suc", "6.500", "--on", "14/06/2024")
    assert "bản đọc sẵn" not in office.run(*words.split()).err
    office.done("verify")


def test_a_reading_that_this_user_did_not_make_is_read_again_and_is_no_fault_r4(office: Office) -> None:
    plan_there(office)
    before = office.run("report")
    office.monkeypatch.setenv("HOME", str(office.folder / "may-khac"))
    assert office.run("report") == before
    assert not (office.folder / "may-khac").exists()


def test_a_forged_source_of_a_plan_is_damage_for_whatever_reads_it_r4(office: Office) -> None:
    ledger = plan_there(office)
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8") + "# sửa\n", "utf-8")
    tampered(
        ledger,
        "DELETE FROM plan_cache",
        "UPDATE plans SET source = CAST(replace(CAST(source AS TEXT), '3,7', '2,7') AS BLOB)",
    )
    for words in ("report --as-known 2030-01-01", "plan restore --out cu.yaml", "export --out a.jsonl", "verify"):
        answer = office.run(*words.split())
        assert answer.code == 6, (words, answer.all)
        assert "không khớp mã băm" in answer.err


def test_a_cache_that_is_no_plan_is_read_past_r4(office: Office) -> None:
    ledger = plan_there(office)
    before = office.done("report", "--format", "json")
    connection = sqlite3.connect(ledger)
    revision, reader = connection.execute("SELECT revision, reader FROM plan_cache").fetchone()
    for content in ("{", "[]", '{"year": 1}', '{"year": 2024, "sections": 7}', "null"):
        digest = sha256(canonical_json((revision, reader, content)).encode()).hexdigest()
        connection.execute("UPDATE plan_cache SET content = ?, digest = ?", (content, digest))
        connection.commit()
        assert office.done("report", "--format", "json") == before, content
    connection.close()


def test_anchors_have_32_digits_and_16_are_taken_for_old_rows_only_r5(office: Office) -> None:
    ledger = plan_there(office)
    anchor = json.loads(office.done("report", "--format", "json"))["ledger"]
    assert len(anchor["chain"]) == 32
    assert f"{anchor['seq']}:{anchor['chain']}" in office.done("report")
    office.done("verify", "--against", f"1:{anchor['chain']}")
    answer = office.run("verify", "--against", f"1:{anchor['chain'][:16]}")
    assert answer.code == 2, answer.all
    assert "32 chữ số" in answer.err
    shutil.copyfile(Path(__file__).parents[1] / "ledger" / "fixtures" / "version-2.db", ledger)
    with Ledger(ledger) as opened:
        old = opened.tip()
        opened.migrate()
        write(opened, [recorded("1")], at="2025-01-02T03:04:05.000000Z")
        new = opened.tip()
    office.done("verify", "--against", f"{old.seq}:{old.hash[:16]}")
    assert office.run("verify", "--against", f"{new.seq}:{new.hash[:16]}").code == 2
    office.done("export", "--out", "so.jsonl")
    ledger.unlink()
    office.done("import", "so.jsonl")
    office.done("verify", "--against", f"{old.seq}:{old.hash[:16]}")


def bomb(path: Path, levels: int) -> None:
    """Every child of every page of the index `entries_by_key` is the same page of the next level: it has no end."""
    connection = sqlite3.connect(path)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'entries_by_key'").fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    size = struct.unpack(">H", content[16:18])[0]
    page = bytearray(content[(root - 1) * size : root * size])
    assert page[0] == 2, "the index must have more than one page"
    count = struct.unpack(">H", page[3:5])[0]
    cells = [struct.unpack(">H", page[12 + 2 * i : 14 + 2 * i])[0] for i in range(count)]
    leaf, total = struct.unpack(">I", page[cells[count // 2] : cells[count // 2] + 4])[0], len(content) // size

    def leading_to(child: int) -> bytes:
        made = bytearray(page)
        for place in (8, *cells):
            made[place : place + 4] = struct.pack(">I", child)
        return bytes(made)

    content[(root - 1) * size : root * size] = leading_to(total + 1)
    for level in range(levels):
        content += leading_to(total + 2 + level if level + 1 < levels else leaf)
    content[28:32] = struct.pack(">I", len(content) // size)
    path.write_bytes(content)


def test_an_index_without_an_end_is_damage_and_not_an_endless_wait_r12(tmp_path: Path) -> None:
    path = made(tmp_path, 1500)
    bomb(path, 8)
    with Ledger(path) as ledger, pytest.raises(Exception, match="hỏng"):
        ledger.figures("dak-la", [f"chi-tieu-{number}" for number in range(5)], *SPAN)


def test_a_copy_asked_for_beside_the_ledger_is_not_rotated_away_r16(office: Office) -> None:
    ledger = plan_there(office)
    office.done("backup", str(ledger.parent))
    (mine,) = ledger.parent.glob("thidua.sao-luu-*.db")
    os.utime(mine, (1, 1))
    for number in range(12):
        with Ledger(ledger) as opened:
            write(opened, [recorded(str(number), "a")], at="2025-01-02T03:04:05.000000Z")
            opened.back_up()
    assert mine.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "9999-99-99T99:99:99.999999Z"),
        ("at", "9999-12-31T23:59:59.000000Z"),
        ("value", "9" * 60),
        ("level", None),
        ("item", -1),
        ("supersedes", 1),
    ],
)
def test_an_export_with_impossible_cells_and_a_right_chain_is_refused_r16(
    field: str, value: str, office: Office
) -> None:
    plan_there(office)
    office.done("export", "--out", "so.jsonl")
    head, *rest = [json.loads(line) for line in Path("so.jsonl").read_text("utf-8").splitlines()]
    row = rest[-1]
    row[field] = value
    if field == "at":
        rest[0]["plan"]["at"] = value
    row["hash"] = sha256(canonical_json(tuple(row.values())[:-1]).encode()).hexdigest()
    head["hash"] = row["hash"]
    Path("gia.jsonl").write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in (head, *rest)), "utf-8")
    answer = office.run("--ledger", "moi.db", "init"), office.run("--ledger", "moi.db", "import", "gia.jsonl")
    assert answer[1].code == 6, answer[1].all
    assert answer[1].err.startswith("gia.jsonl")
    assert "tệp xuất bị hỏng hoặc bị sửa" in answer[1].err


def test_a_path_too_long_for_sqlite_is_said_and_measured_r16(office: Office) -> None:
    folder = office.folder
    while len(os.fsencode(folder)) < 470:
        folder = folder / ("thư mục dài " * 3).strip()
    folder.mkdir(parents=True)
    os.chdir(folder)
    for words in (("init", "."), ("doctor",), ("record", "dan-so", "10.900")):
        answer = office.run(*words)
        assert answer.code == 7, (words, answer.all)
        assert "byte, tối đa 504" in answer.all


def test_a_name_cannot_borrow_letters_from_its_salt_r10(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    with Ledger(path) as ledger, ledger.writing() as writer:
        digest = writer.keep_name("An Bình")
    connection = sqlite3.connect(path, isolation_level=None)
    (salt,) = connection.execute("SELECT salt FROM names").fetchone()
    connection.close()
    tampered(path, f"UPDATE names SET salt = '{salt[:-1]}', name = '{salt[-1]}An Bình' WHERE digest = '{digest}'")
    with Ledger(path) as ledger, pytest.raises(Exception, match="tên người"):
        verify(ledger)


def test_after_a_name_is_erased_no_letter_of_it_lingers_between_the_rows_r10(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    names = [f"Nguyễn Thị Tên Dài Số {number:03}" for number in range(120)]
    with Ledger(path) as ledger, ledger.writing() as writer:
        digests = [writer.keep_name(name) for name in names]
    with Ledger(path) as ledger, ledger.writing() as writer:
        for digest in digests[::2]:
            writer.erase_name(digest)
    content = path.read_bytes()
    assert [name for name in names[::2] if name.encode() in content] == []
    assert all(name.encode() in content for name in names[1::2])


def test_every_file_around_that_holds_an_erased_name_is_named_r10(office: Office) -> None:
    office.done("init", ".")
    name = "Nguyễn Thị Kín Đáo"
    office.done("nominate", "add", name, "--form", "Giấy khen", "--achievement", "giúp 12 hộ")
    office.done("backup", "data/ban-sao.db")
    office.done("export", "--out", "so.jsonl")
    office.done("nominate", "list", "--out", "danh-sach.docx")
    held = {
        "khac/sau/a.csv": name.encode(),
        "khac/chu-hoa.txt": name.upper().encode(),
        "khac/nfd.txt": normalize("NFD", name).encode(),
        "khac/utf-16.txt": name.encode("utf-16"),
        "khac/nen.gz": gzip.compress(name.encode()),
        ".an": name.encode(),
        "data/.thidua-0123456789abcdef.tmp": name.encode(),
        "data/thidua.db.before-restore-1": name.encode(),
    }
    clean = {"khac/sach.txt": b"Nguyen", "khac/hong.zip": b"PK\x03\x04hong", "khac/hong.gz": b"\x1f\x8bhong"}
    for place, content in (held | clean).items():
        (office.folder / place).parent.mkdir(parents=True, exist_ok=True)
        (office.folder / place).write_bytes(content)
    os.mkfifo(office.folder / "khac" / "ong")
    told = office.done("nominate", "erase-name", "1", "--reason", "theo yêu cầu", "--yes")
    found = {line.rpartition(": ")[2] for line in told.splitlines() if "còn tên trong tệp" in line}
    beside = {place.removeprefix("data/") for place in (*held, "data/ban-sao.db", "so.jsonl", "danh-sach.docx")}
    assert found == beside


def offered(office: Office, *words: str, shell: str = "bash") -> str:
    """What TAB gets, from a process of its own as the shell asks."""
    command = [sys.executable, "-m", "thidua_cli", "--complete", shell, *words]
    done = subprocess.run(command, cwd=office.folder, capture_output=True, timeout=30, check=False)
    return done.stdout.decode()


def forged_cache(ledger: Path, old: str, new: str) -> None:
    connection = sqlite3.connect(ledger)
    revision, reader, content = connection.execute("SELECT revision, reader, content FROM plan_cache").fetchone()
    assert old in content
    content = content.replace(old, new)
    digest = sha256(canonical_json((revision, reader, content)).encode()).hexdigest()
    connection.execute("UPDATE plan_cache SET content = ?, digest = ?", (content, digest))
    connection.commit()
    connection.close()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_tab_offers_no_word_that_a_shell_would_run_and_no_escapes_r6(shell: str, office: Office) -> None:
    ledger = plan_there(office)
    forged_cache(ledger, '"ho-ngheo"', '"ho-ngheo$(touch /tmp/x)"')
    forged_cache(ledger, "Tổng đàn gia súc", "\\u001b]0;x\\u0007Tổng đàn")
    shown = offered(office, "record", "", shell=shell)
    assert "dan-gia-suc" in shown
    assert "touch" not in shown
    assert "\x1b" not in shown


def test_tab_does_not_hang_on_a_pipe_and_obeys_no_foreign_ledger_r6(office: Office) -> None:
    ledger = plan_there(office)
    victim = office.folder / "quan-trong.txt"
    victim.write_text("còn đây")
    journal_naming(ledger, victim)
    assert "dan-gia-suc" in offered(office, "record", "dan-gia-s")
    assert victim.exists()
    plan = office.folder / "data" / "plan_2024.yaml"
    plan.unlink()
    os.mkfifo(plan)
    assert offered(office, "record", "dan-gia-s") == ""


def test_tab_does_not_wait_for_an_endless_view_r6(office: Office) -> None:
    ledger = plan_there(office)
    ledger.unlink()
    connection = sqlite3.connect(ledger)
    connection.execute(
        "CREATE VIEW plan_cache AS WITH RECURSIVE n (content) AS (SELECT 1 UNION ALL SELECT content + 1 FROM n)"
        " SELECT content, '' AS revision, 1 AS reader, '' AS digest FROM n"
    )
    connection.commit()
    connection.close()
    assert "dan-gia-suc" in offered(office, "record", "dan-gia-s")


@pytest.mark.parametrize("words", ["export --out a.jsonl", "init", "summary", "config", "cron", "demo x", "report"])
def test_a_working_folder_that_is_gone_is_said_r16(words: str, office: Office) -> None:
    gone = office.folder / "mat"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert office.run(*words.split()).code != 1
    for also in ("report", "record ho-ngheo 3,5", "undo", "close t6"):
        answer = office.run(*also.split())
        assert (answer.code, "thư mục đang đứng không còn" in answer.err) == (7, True), answer.all


@pytest.mark.parametrize(("name", "most"), [("chỉ tiêu lạ {}", 50 * 6), ("chỉ tiêu lạ", 6)])
def test_many_unknown_names_are_compared_with_the_plan_s_only_where_somebody_sees_it_r17(
    name: str, most: int, office: Office
) -> None:
    plan_there(office)
    asked: list[str] = []

    def nearest(typed: str, known: list[str]) -> list[str]:
        asked.append(typed)
        return known[:1]

    office.monkeypatch.setattr("thidua_cli.office.find.nearest", nearest)
    rows = "".join(f"{name.format(number)};1;14/06/2024\n" for number in range(300))
    (office.folder / "a.csv").write_text(f"id;value;on\n{rows}", "utf-8")
    answer = office.run("import", "a.csv")
    assert answer.code == 3
    assert "300 dòng sai" in answer.err
    assert most / 6 <= len(asked) <= most


@pytest.mark.parametrize(
    "words",
    [("report",), ("due",), ("show", "ho-ngheo"), ("history",), ("check",), ("summary",), ("template",)],
    ids=lambda words: words[0],
)
def test_a_row_that_was_edited_is_told_by_whatever_reads_it_r17(words: tuple[str, ...], office: Office) -> None:
    ledger = plan_there(office)
    tampered(ledger, "UPDATE entries SET value = '2.5' WHERE seq = 1")
    answer = office.run(*words)
    assert (answer.code, "2,5" in answer.out) == (6, False)
    assert "dòng 1 của sổ số liệu không khớp mã băm" in answer.err
    assert "thidua verify" in answer.err


@pytest.mark.parametrize("before", [True, False], ids=["there first", "swapped"])
def test_a_link_under_the_name_of_a_temporary_copy_gets_nothing_r9(before: bool, office: Office) -> None:
    plan_there(office)
    victim = made(office.folder.parent, 3)
    held, temporary = victim.read_bytes(), office.folder / ".thidua-0000000000000000.tmp"
    office.monkeypatch.setattr(disk, "temporary_beside", lambda target: nullcontext(temporary))

    def swapped(path: Path, content: bytes) -> None:
        new_file(path, content)
        path.unlink()
        path.symlink_to(victim)

    if before:
        temporary.symlink_to(victim)
    else:
        office.monkeypatch.setattr(disk, "new_file", swapped)
    office.run("backup", "ban-sao.db")
    assert victim.read_bytes() == held


@pytest.mark.parametrize(
    "cells",
    [
        {"value": None, "numerator": "1", "denominator": "0"},
        {"value": None, "numerator": "1", "denominator": "-3"},
        {"value": "9" * 4000},
        {"at": "9999-12-31T23:59:59.000000Z"},
        {"at": "2024-99-99T99:99:99.999999Z"},
    ],
    ids=str,
)
def test_impossible_cells_under_a_right_hash_are_damage_for_whatever_reads_them_r16(
    cells: dict[str, str | None], office: Office
) -> None:
    ledger = plan_there(office)
    forged(ledger, **cells)
    if "at" in cells:
        tampered(ledger, f"UPDATE plans SET at = '{cells['at']}'")
    for words in ("verify", "history", "show ho-ngheo", "record dan-gia-suc 6.500 --on 14/06/2024", "undo", "doctor"):
        answer = office.run(*words.split())
        assert answer.code == 6, (words, answer.all)
    codes = {words: office.run(*words.split()).code for words in ("report", "check", "explain ho-ngheo", "close t6")}
    assert set(codes.values()) <= {0, 5, 6}, codes
    assert codes["explain ho-ngheo"] == 6, codes


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('"links":[]', f'"links":{DEEP}', 6),
        ('"year":2024', '"year":1e999', 6),
        ('"year":2024', '"year":99999999', 6),
        ('"year":2024', '"year":-5', 6),
        ('"stage":"proposed"', '"stage":"proposed","decision":["x"],"decided_by":{"x":1}', 0),
        ('"name":"', f'"name":"{"x" * 100_000}', 6),
        ("khen/", "khen/" + "9" * 5000, 0),
    ],
    ids=range(7),
)
def test_a_forged_nomination_under_a_right_hash_is_damage_and_no_bug_r16(
    before: str, after: str, code: int, office: Office
) -> None:
    ledger = plan_there(office)
    office.done("nominate", "add", "Thôn 1", "--as", "collective", "--form", "Giấy khen", "--achievement", "x")
    with Ledger(ledger) as opened:
        *_, row = opened.rows_after(0)
    key, detail = row[NAMES.index("indicator")], row[NAMES.index("detail")]
    forged(ledger, indicator=key.replace(before, after), detail=detail.replace(before, after))
    codes = {words: office.run(*words.split()).code for words in ("nominate", "history", "undo", "verify", "doctor")}
    assert codes["nominate"] == code, codes
    assert set(codes.values()) <= {0, 6}, codes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"as_known":null', f'"as_known":{DEEP}'),
        ('"indicators":[', '"indicators":["x",'),
        ('"value":"4482.38"', '"value":"1e99999999"'),
        ('"value":"4482.38"', f'"value":"{"9" * 1_000_000}"'),
        ('"value":"4482.38"', f'"value":"{"9" * 100_000}x"'),
        ('"headline":', '"kept":'),
        ('"cutoff":', '"kept":'),
        ('"id":"ho-ngheo"', '"id":{}'),
        ('"section":"kinh-te"', '"section":[1]'),
        ('"entries":1', '"entries":1000000000'),
        ('"also":[]', '"also":[{"by":1}]'),
        ('"count":null', '"count":{"actual":"1e9999999"}'),
        ('"verdict":"not_due"', '"verdict":"x"'),
    ],
    ids=range(13),
)
def test_a_forged_closed_report_under_a_right_hash_is_damage_and_no_bug_r16(
    before: str, after: str, office: Office
) -> None:
    ledger = plan_there(office)
    office.done("close", "t6")
    with Ledger(ledger) as opened:
        *_, row = opened.rows_after(0)
    detail = row[NAMES.index("detail")]
    assert before in detail
    forged(ledger, detail=detail.replace(before, after, 1))
    for words in ("diff t6", "report --period t6", "report --period t6 --as-sent", "check", "summary --period t6"):
        answer = office.run(*words.split())
        assert (answer.code, "dòng 2 của sổ (chốt kỳ) không đọc được" in answer.err) == (6, True), (words, answer.all)
    assert {office.run(words).code for words in ("verify", "history", "doctor")} <= {0, 6}


def test_words_longer_than_any_entrance_takes_are_damage_and_no_endless_page_r16(office: Office) -> None:
    ledger = plan_there(office)
    forged(ledger, note="x" * 5_000_000)
    answer = office.run("history")
    assert (answer.code, "dòng 1 của sổ số liệu hỏng" in answer.err) == (6, True)


def test_a_disk_that_cannot_lock_is_not_called_busy_r17(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    path = made(tmp_path, 1)

    def none_left(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BusyError):
            Ledger(path, timeout=0)
        monkeypatch.setattr(fcntl, "lockf", none_left)
        with pytest.raises(StorageError, match="không khóa được"):
            Ledger(path, timeout=0)
