"""Sending, receiving, proving and taking back: what a commune and a province type, on a real server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub.making import edited, register, rows_of
from hub.server import Hub
from office import Answer, Office
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.rows import KEEP_SHORT_ANCHORS

UNIT = "dak-la"


@pytest.fixture
def commune(hub: Hub, office: Office) -> Office:
    """A commune with three figures of June, whose province has a hub."""
    register(hub, UNIT, "minh-hoa")
    office.monkeypatch.setenv("THIDUA_HUB", hub.address(""))
    office.done("init")
    for line in (
        "giai-ngan 25,5 --on 31/05/2024",
        "ho-ngheo 105/3000 --on 14/06/2024",
        "dan-so 10.950 --on 30/06/2024",
    ):
        office.done("record", *line.split())
    return office


def ledger(office: Office) -> Path:
    return office.folder / "data" / "thidua.db"


def stored(hub: Hub, unit: str = UNIT) -> list[tuple[int, str]]:
    return hub.sql(f"SELECT seq, hash FROM hub.entries WHERE unit = '{unit}' ORDER BY seq")


def own(office: Office) -> list[tuple[int, str]]:
    return [(row[0], row[-1]) for row in rows_of(ledger(office))]


def as_province(office: Office, hub: Hub, *words: str) -> Answer:
    return office.run("hub", *words, "--hub", hub.address("postgres"))


def anchor(office: Office, digits: int = 32) -> str:
    seq, code = own(office)[-1]
    return f"{seq}:{code[:digits]}"


def test_what_is_sent_is_what_the_ledger_holds_and_sending_again_sends_nothing(hub: Hub, commune: Office) -> None:
    assert "đã gửi 3 dòng, tỉnh có 3" in commune.done("send")
    assert "không thay đổi: tỉnh đã có đủ 3 dòng" in commune.done("send")
    commune.done("close", "t6")
    assert "đã gửi 1 dòng, tỉnh có 4" in commune.done("send")
    assert stored(hub) == own(commune)


def test_an_unclosed_month_is_proposed_to_be_closed(commune: Office) -> None:
    assert "tháng 6 năm 2024 chưa chốt" in commune.done("send")
    commune.done("close", "t6")
    assert "chưa chốt" not in commune.done("send")


def test_the_plan_is_sent_with_the_rows_under_it(hub: Hub, commune: Office) -> None:
    commune.done("send")
    ((source,),) = hub.sql("SELECT source FROM hub.plans")
    assert source == (commune.folder / "data" / "plan_2024.yaml").read_text("utf-8")


def test_an_older_copy_of_the_ledger_is_refused_and_sends_nothing(hub: Hub, commune: Office) -> None:
    commune.done("backup", "cu.db")
    commune.done("record", "bao-phu-bhyt", "95,4", "--on", "30/06/2024")
    commune.done("send")
    before = stored(hub)
    ledger(commune).write_bytes(Path("cu.db").read_bytes())
    answer = commune.run("send")
    assert (answer.code, answer.out, stored(hub)) == (5, "", before)
    assert "chỉ có 3 dòng, tỉnh đã nhận đến dòng 4" in answer.err
    assert "thidua hub pull" in answer.err


def test_a_fork_is_named_with_its_first_row(hub: Hub, commune: Office) -> None:
    commune.done("backup", "cu.db")
    commune.done("record", "bao-phu-bhyt", "95,4", "--on", "30/06/2024", "--by", "Lan")
    commune.done("send")
    before = stored(hub)
    ledger(commune).write_bytes(Path("cu.db").read_bytes())
    for value in ("96", "97"):
        commune.done("record", "bao-phu-bhyt", value, "--on", f"{value[1]}/06/2024")
    answer = commune.run("send")
    assert (answer.code, stored(hub)) == (6, before)
    assert "rẽ nhánh khỏi sổ tỉnh đã nhận, từ dòng 4 (ở tỉnh: Lan ghi lúc" in answer.err


def test_a_row_changed_before_it_was_ever_sent_is_not_taken(hub: Hub, commune: Office) -> None:
    with edited(ledger(commune)) as file:
        file.execute("UPDATE entries SET value = '99' WHERE seq = 3")
    answer = commune.run("send")
    assert (answer.code, stored(hub)) == (6, [])
    assert "không khớp mã băm" in answer.err


def test_another_communes_ledger_is_not_sent(hub: Hub, commune: Office) -> None:
    plan = commune.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("id: dak-la", "id: minh-hoa", 1), "utf-8")
    answer = commune.run("send")
    assert (answer.code, stored(hub, "minh-hoa")) == (5, [])
    assert "là của đơn vị 'dak-la'" in answer.err


def test_a_ledger_that_goes_on_under_a_new_id_is_taken_once_the_province_says_so(hub: Hub, commune: Office) -> None:
    commune.done("send")
    plan = commune.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("id: dak-la", "id: minh-hoa", 1), "utf-8")
    commune.done("init", "--adopt", "--reason", "đổi mã")
    answer = commune.run("send")
    assert (answer.code, stored(hub, "minh-hoa")) == (5, [])
    assert "thidua hub mergers import" in answer.err
    hub.sql("INSERT INTO hub.mergers VALUES ('dak-la', 'minh-hoa', '2024-07-01', 1, 'NQ 1')")
    assert "đã gửi 4 dòng" in commune.done("send")
    assert stored(hub, "minh-hoa") == own(commune)
    assert "kho nguyên vẹn: 2 xã, 7 dòng" in as_province(commune, hub, "verify").out
    commune.done("send", "--out", "gui.jsonl")
    assert (
        "không thay đổi: minh-hoa"
        in as_province(commune, hub, "receive", "gui.jsonl", "--against", anchor(commune)).out
    )


def test_a_server_that_is_not_there_ends_with_7_and_one_without_a_hub_with_2(hub: Hub, commune: Office) -> None:
    assert commune.run("send", "--hub", "postgresql:///x?host=/khong-co").code == 7
    assert commune.run("send", "--hub", hub.server.address("postgres")).code == 2


def test_a_server_that_only_reads_is_not_called_out_of_reach(hub: Hub, commune: Office) -> None:
    hub.sql(f"ALTER DATABASE {hub.database} SET default_transaction_read_only = on")
    answer = commune.run("send")
    assert (answer.code, "không nối được" in answer.err) == (7, False)
    assert "chỉ đọc (máy dự phòng)" in answer.err


def test_a_commune_that_the_province_does_not_know_is_not_let_in(hub: Hub, commune: Office) -> None:
    hub.sql('ALTER ROLE "xa_dak-la" NOLOGIN')
    try:
        answer = commune.run("send")
    finally:
        hub.sql('ALTER ROLE "xa_dak-la" LOGIN')
    assert answer.code == 5
    assert "không cho phép" in answer.err


def test_rows_that_another_session_holds_end_with_8(hub: Hub, commune: Office) -> None:
    import psycopg

    address = hub.address("") + "&options=-c%20lock_timeout%3D100"
    with psycopg.connect(hub.address("postgres")) as other:
        other.execute("LOCK TABLE hub.entries IN ACCESS EXCLUSIVE MODE")
        answer = commune.run("send", "--hub", address)
    assert answer.code == 8
    assert "đang bận" in answer.err
    assert "đã gửi 3 dòng" in commune.done("send")


def test_a_newer_hub_is_left_alone(hub: Hub, commune: Office) -> None:
    hub.sql("UPDATE hub.version SET version = 99")
    answer = commune.run("send")
    assert (answer.code, stored(hub)) == (6, [])
    assert "cần thidua mới hơn" in answer.err


def test_join_remembers_one_line_and_no_password(hub: Hub, commune: Office) -> None:
    commune.monkeypatch.delenv("THIDUA_HUB")
    address, file = hub.address(""), commune.folder / "data" / "thidua.toml"
    assert commune.run("send").code == 2
    file.write_text('# của tôi\nby = "Hương"\nhub = "cũ"\nformats = "md"\n', "utf-8")
    said = commune.done("hub", "join", address, "--unit", UNIT)
    assert "vai trò xa_dak-la" in said
    assert "tên người ghi, ghi chú, lý do" in said
    assert file.read_text("utf-8") == f'hub = "{address}"\n# của tôi\nby = "Hương"\nformats = "md"\n'
    assert "đã gửi 3 dòng" in commune.done("send")


@pytest.mark.parametrize(
    ("address", "unit", "code"),
    [
        ("postgresql://xa_dak-la:matkhau@may/thidua", UNIT, 2),
        ("postgresql://may/thidua?password=matkhau", UNIT, 2),
        ("host=may password=matkhau", UNIT, 2),
        ("không phải địa chỉ", UNIT, 2),
        ("", UNIT, 2),
        ("postgresql:///x?host=/khong-co", UNIT, 7),
        ("postgresql:///x?host=/khong-co", "minh-hoa", 2),
    ],
)
def test_join_refuses_a_password_a_wrong_commune_and_what_is_not_there(
    commune: Office, address: str, unit: str, code: int
) -> None:
    answer = commune.run("hub", "join", address, "--unit", unit)
    assert answer.code == code
    assert "matkhau" not in answer.all
    assert not (commune.folder / "data" / "thidua.toml").exists()


NAME = "Nguyễn Thị Rất Riêng"


def nominated(commune: Office) -> None:
    commune.done("nominate", "add", NAME, "--form", "Giấy khen", "--achievement", "tiêu biểu")


def test_names_of_persons_stay_in_the_commune(hub: Hub, commune: Office) -> None:
    nominated(commune)
    commune.done("send")
    commune.done("send", "--out", "gui.jsonl")
    kept = str(hub.sql("SELECT e.*, p.* FROM hub.entries AS e, hub.plans AS p")) + Path("gui.jsonl").read_text("utf-8")
    assert NAME not in kept
    assert json.dumps(NAME)[1:-1] not in kept
    assert NAME in commune.done("export")


def test_a_file_is_received_with_the_anchor_of_the_signed_paper(hub: Hub, commune: Office) -> None:
    nominated(commune)
    commune.done("send", "--out", "gui.jsonl")
    for given, code in (((), 2), (("--against", "4:" + "ab" * 16), 6), (("--against", "9:" + "ab" * 16), 6)):
        assert as_province(commune, hub, "receive", "gui.jsonl", *given).code == code
        assert stored(hub) == []
    for digits in (32, 64):
        assert as_province(commune, hub, "receive", "gui.jsonl", "--against", anchor(commune, digits)).code == 0
    assert stored(hub) == own(commune)
    assert "không thay đổi" in commune.done("send")


def test_sixteen_digits_are_enough_only_for_rows_from_before_papers_had_thirty_two(hub: Hub, commune: Office) -> None:
    with Ledger(ledger(commune)) as open_ledger, open_ledger.writing() as writer:
        writer.replay(KEEP_SHORT_ANCHORS, [(2,)])
    commune.done("send", "--out", "gui.jsonl")
    seq, code = own(commune)[1]
    assert as_province(commune, hub, "receive", "gui.jsonl", "--against", f"{seq}:{code[:16]}").code == 0
    for words in (("receive", "gui.jsonl"), ("verify", UNIT)):
        answer = as_province(commune, hub, *words, "--against", anchor(commune, 16))
        assert (answer.code, "có 32 chữ số" in answer.err) == (2, True)


def test_files_are_received_all_or_none(hub: Hub, commune: Office) -> None:
    commune.done("send", "--out", "gui.jsonl")
    lines = Path("gui.jsonl").read_text("utf-8").splitlines(keepends=True)
    Path("hong.jsonl").write_text("".join(lines).replace("10950", "10951"), "utf-8")
    words = ("--against", anchor(commune), "--against", anchor(commune))
    answer = as_province(commune, hub, "receive", "gui.jsonl", "hong.jsonl", *words)
    assert (answer.code, stored(hub)) == (6, [])


def test_a_file_of_a_commune_or_under_an_id_that_the_province_does_not_know_is_refused(
    hub: Hub, commune: Office
) -> None:
    """`hub report` would never have shown it; an export for one's own use holds names, so it is never asked for."""
    commune.done("send", "--out", "gui.jsonl")
    words = ("receive", "gui.jsonl", "--against", anchor(commune))
    hub.sql("DELETE FROM hub.units WHERE unit = 'dak-la'")
    join = ("hub", "join", hub.address(""), "--unit", UNIT)
    for answer in (as_province(commune, hub, *words), commune.run("send"), commune.run(*join)):
        assert (answer.code, stored(hub)) == (5, [])
        assert "thidua hub units add dak-la" in answer.err
    plan = commune.folder / "data" / "plan_2024.yaml"
    plan.write_text(plan.read_text("utf-8").replace("id: dak-la", "id: minh-hoa", 1), "utf-8")
    commune.done("init", "--adopt", "--reason", "đổi mã")
    commune.done("send", "--out", "moi.jsonl")
    answer = as_province(commune, hub, "receive", "moi.jsonl", "--against", anchor(commune))
    assert (answer.code, stored(hub, "minh-hoa")) == (5, [])
    assert "thidua hub mergers import" in answer.err
    Path("hong.jsonl").write_text(Path("gui.jsonl").read_text("utf-8")[:3000], "utf-8")
    answer = as_province(commune, hub, "receive", "hong.jsonl", *words[2:])
    assert answer.code == 3
    assert "thidua send --out" in answer.err
    assert "export" not in answer.err


def test_an_old_file_and_a_forked_one_are_refused(hub: Hub, commune: Office) -> None:
    commune.done("send", "--out", "cu.jsonl")
    old = anchor(commune)
    commune.done("backup", "cu.db")
    commune.done("record", "bao-phu-bhyt", "95,4", "--on", "30/06/2024")
    commune.done("send")
    assert as_province(commune, hub, "receive", "cu.jsonl", "--against", old).code == 5
    ledger(commune).write_bytes(Path("cu.db").read_bytes())
    commune.done("record", "bao-phu-bhyt", "96", "--on", "29/06/2024")
    commune.done("send", "--out", "re.jsonl")
    answer = as_province(commune, hub, "receive", "re.jsonl", "--against", anchor(commune))
    assert answer.code == 6
    assert "từ dòng 4" in answer.err


def test_what_the_hub_holds_is_proved_without_the_database(hub: Hub, commune: Office) -> None:
    commune.done("send")
    assert "kho nguyên vẹn: 1 xã, 3 dòng" in as_province(commune, hub, "verify").out
    assert as_province(commune, hub, "verify", UNIT, "--against", anchor(commune)).code == 0
    assert as_province(commune, hub, "verify", UNIT, "--against", "3:" + "ab" * 16).code == 6
    assert as_province(commune, hub, "verify", "minh-hoa").code == 2
    hub.sql("ALTER TABLE hub.entries DROP CONSTRAINT own_hash")
    hub.sql("UPDATE hub.entries SET value = '11000' WHERE seq = 3")
    answer = as_province(commune, hub, "verify")
    assert answer.code == 6
    assert "dak-la, dòng 3" in answer.err


def test_a_new_computer_takes_its_ledger_back_and_goes_on(hub: Hub, commune: Office) -> None:
    nominated(commune)
    commune.done("send")
    before = own(commune)
    ledger(commune).unlink()
    printed = commune.run("hub", "pull", "--out", "-")
    assert "4 dòng" in commune.done("hub", "pull")
    assert (printed.out, "4 dòng" in printed.err) == (Path("dak-la-tu-tinh.jsonl").read_text("utf-8"), True)
    said = commune.done("import", "dak-la-tu-tinh.jsonl")
    assert "xóa tên: đề nghị số 1" in said
    assert own(commune)[: len(before)] == before
    commune.done("verify")
    assert "đã gửi 1 dòng, tỉnh có 5" in commune.done("send")


def test_a_copy_from_the_province_keeps_which_papers_have_anchors_of_16_digits(hub: Hub, commune: Office) -> None:
    commune.done("send")
    with edited(ledger(commune)) as connection:
        connection.execute("INSERT INTO short_anchors VALUES (2)")
    anchors = [f"{row[0]}:{row[-1][:16]}" for row in own(commune)]
    commune.done("hub", "pull")
    ledger(commune).unlink()
    commune.done("import", "dak-la-tu-tinh.jsonl")
    commune.done("verify", "--against", anchors[1])
    assert commune.run("verify", "--against", anchors[2]).code == 2


def test_an_empty_address_is_not_asked_for_as_the_path_of_a_file(hub: Hub, commune: Office) -> None:
    commune.monkeypatch.setenv("THIDUA_HUB", "")
    answer = commune.run("send")
    assert answer.code == 2
    assert "THIDUA_HUB" in answer.err
    assert "tệp" not in answer.err


def test_a_hub_is_made_once_and_by_whom_may(hub: Hub, office: Office) -> None:
    assert "không thay đổi" in office.done("hub", "init", hub.address("postgres"))
    hub.sql("CREATE DATABASE other")
    assert "đã tạo kho của tỉnh" in office.done("hub", "init", hub.server.address("other", "postgres"))
    register(hub, UNIT)
    hub.sql("CREATE DATABASE third")
    assert office.run("hub", "init", hub.server.address("third", "xa_dak-la")).code == 5
