"""Senders and servers killed, connections cut: what was acknowledged is there, sending again makes the rest whole."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from hub.making import register, rows_of
from hub.server import Hub, Server, running
from office import Office

UNIT = "dak-la"


@pytest.fixture
def commune(hub: Hub, office: Office) -> Office:
    """A commune with three rows that the hub does not have."""
    return with_figures(hub, office)


def with_figures(hub: Hub, office: Office) -> Office:
    register(hub, UNIT)
    office.monkeypatch.setenv("THIDUA_HUB", hub.address(""))
    office.done("init")
    for day in ("29", "30"):
        office.done("record", "giai-ngan", f"25,{day}", "--on", f"{day}/06/2024")
    office.done("close", "t6")
    return office


def own(office: Office) -> list[tuple[int, str]]:
    return [(row[0], row[-1]) for row in rows_of(office.folder / "data" / "thidua.db")]


def stored(hub: Hub) -> list[tuple[int, str]]:
    return hub.sql(f"SELECT seq, hash FROM hub.entries WHERE unit = '{UNIT}' ORDER BY seq")


def sender(office: Office) -> subprocess.Popen[bytes]:
    """`thidua send` in a process of its own."""
    command = [sys.executable, "-m", "thidua_cli", "send"]
    return subprocess.Popen(command, cwd=office.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def waits(hub: Hub) -> bool:
    """Whether a sender waits for a lock: its rows are in, its transaction is open."""
    return bool(hub.sql("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'xa_dak-la'"))


@contextmanager
def halted(hub: Hub, office: Office, table: str = "plans") -> Iterator[subprocess.Popen[bytes]]:
    """A sender in the middle of its transaction: another session holds the table that it wants to put into next.

    With `plans` its rows are in already, not yet committed; with `entries` they are about to be put in.
    """
    with psycopg.connect(hub.address("postgres")) as other:
        other.execute(f"LOCK TABLE hub.{table} IN SHARE MODE".encode())
        process = sender(office)
        for _ in range(400):
            if waits(hub) or process.poll() is not None:
                break
            time.sleep(0.05)
        assert waits(hub)
        yield process
        with suppress(psycopg.Error):
            other.rollback()


def test_a_sender_killed_in_the_middle_leaves_nothing_half_and_sends_all_the_next_time(
    hub: Hub, commune: Office
) -> None:
    with halted(hub, commune) as process:
        process.kill()
        process.communicate()
    assert stored(hub) == []
    assert "đã gửi 3 dòng" in commune.done("send")
    assert stored(hub) == own(commune)


def test_a_connection_that_is_cut_ends_with_7_and_leaves_nothing_half(hub: Hub, commune: Office) -> None:
    with halted(hub, commune) as process:
        hub.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'xa_dak-la'")
        _, err = process.communicate()
    assert process.returncode == 7, err.decode()
    assert "gõ lại không gửi trùng" in err.decode()
    assert stored(hub) == []
    assert "đã gửi 3 dòng" in commune.done("send")
    assert stored(hub) == own(commune)


def test_an_answer_that_is_lost_after_the_commit_is_found_out_by_sending_again(
    hub: Hub, commune: Office, tmp_path: Path
) -> None:
    with deaf_proxy(hub.server, tmp_path) as folder:
        answer = commune.run("send", "--hub", hub.address("").replace(str(hub.server.folder), str(folder)))
    assert (answer.code, answer.out) == (7, "")
    assert stored(hub) == own(commune)
    assert "không thay đổi: tỉnh đã có đủ 3 dòng" in commune.done("send")


@contextmanager
def deaf_proxy(server: Server, folder: Path) -> Iterator[Path]:
    """A socket before the server's that passes everything on until it has passed a COMMIT, and then hangs up."""
    name = ".s.PGSQL.5432"
    front = socket.socket(socket.AF_UNIX)
    front.bind(str(folder / name))
    front.listen()

    def serve() -> None:
        client, _ = front.accept()
        back = socket.socket(socket.AF_UNIX)
        back.connect(str(server.folder / name))
        threading.Thread(target=pass_on, args=(back, client), daemon=True).start()
        while words := client.recv(65536):
            if b"COMMIT" in words and b"ON COMMIT" not in words:
                client.shutdown(socket.SHUT_RDWR)
                back.sendall(words)
                time.sleep(0.3)
                break
            back.sendall(words)
        client.close()
        back.close()

    def pass_on(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while words := source.recv(65536):
                target.sendall(words)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield folder
    thread.join(5)
    front.close()


@pytest.fixture
def mortal(server: Server) -> Iterator[Hub]:
    """A hub on a server of its own that really writes to its disk, to be killed."""
    from thidua_cli.hub.ledgers import initialise

    with running(server.bin, {"fsync": "on"}) as started:
        started.sql("postgres", "CREATE DATABASE hub")
        initialise(started.address("hub", "postgres"))
        yield Hub(started, "hub")


def test_a_killed_server_keeps_what_it_acknowledged_and_takes_the_rest_afterwards(mortal: Hub, office: Office) -> None:
    commune = with_figures(mortal, office)
    assert "đã gửi 3 dòng" in commune.done("send")
    commune.done("reopen", "t6", "--reason", "số đến muộn")
    with halted(mortal, commune, "entries") as process:
        mortal.server.stop(signal.SIGKILL)
        process.communicate()
        assert process.returncode == 7
    mortal.server.start()
    assert stored(mortal) == own(commune)[:3]
    assert "đã gửi 1 dòng, tỉnh có 4" in commune.done("send")
    assert stored(mortal) == own(commune)


def test_a_promoted_standby_has_every_acknowledged_row_and_takes_the_next(mortal: Hub, office: Office) -> None:
    server = mortal.server
    if not (server.bin / "pg_basebackup").exists():
        pytest.skip("pg_basebackup is not on this machine")
    commune = with_figures(mortal, office)
    with server.standby() as standby:
        mortal.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        mortal.sql("SELECT pg_reload_conf()")
        assert "đã gửi 3 dòng" in commune.done("send")
        server.stop(signal.SIGKILL)
        assert standby.sql("hub", "SELECT pg_promote()") == [(True,)]
        other = Hub(standby, "hub")
        assert stored(other) == own(commune)
        commune.done("reopen", "t6", "--reason", "số đến muộn")
        other.sql("ALTER SYSTEM SET synchronous_standby_names = ''")
        other.sql("SELECT pg_reload_conf()")
        assert "đã gửi 1 dòng, tỉnh có 4" in commune.done("send", "--hub", other.address(""))


def test_many_that_send_at_once_all_arrive_whole(hub: Hub, commune: Office) -> None:
    """The same ledger from four processes: one sends, the others find it there; nothing twice, no fork."""
    processes = [sender(commune) for _ in range(4)]
    codes = [process.communicate() and process.returncode for process in processes]
    assert codes == [0, 0, 0, 0]
    assert stored(hub) == own(commune)


def test_senders_that_put_the_same_rows_at_the_same_moment_see_no_fork(hub: Hub, commune: Office) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE relation = 'hub.entries'::regclass AND NOT granted"
    with psycopg.connect(hub.address("postgres")) as other:
        other.execute(b"LOCK TABLE hub.entries IN SHARE MODE")
        processes = [sender(commune) for _ in range(6)]
        for _ in range(400):
            if hub.sql(waiting) == [(len(processes),)]:
                break
            time.sleep(0.05)
        other.rollback()
    codes = [process.communicate() and process.returncode for process in processes]
    assert codes == [0] * len(processes)
    assert stored(hub) == own(commune)
