"""What a commune with its own password and psql can try against the hub: every forgery and misuse ends as wanted."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from hub.making import NAMES, after, register, rows_of, sent
from hub.server import Hub
from office import Office
from thidua_cli.domain.period import Period, Span
from thidua_cli.errors import IntegrityError
from thidua_cli.hub.catalogue import HubView
from thidua_cli.hub.ledgers import connected

OWN, OTHER = "dak-la", "minh-hoa"
COLUMNS = ", ".join(NAMES)
MARKS = ", ".join(["%s"] * len(NAMES))
INSERT = f"INSERT INTO hub.entries ({COLUMNS}) VALUES ({MARKS}) ON CONFLICT (unit, seq, hash) DO NOTHING"
Row = tuple[Any, ...]


@pytest.fixture
def tip(hub: Hub, office: Office) -> Row:
    """The last row of a commune whose ledger the hub has; the other commune has sent nothing."""
    register(hub, OWN, OTHER)
    for name, group in (("tinh", "province_reader"), ("vp", "province_office")):
        if not hub.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"):
            hub.sql(f"CREATE ROLE {name} LOGIN IN ROLE {group}")
    office.done("record", "giai-ngan", "25,5", "--on", "31/05/2024", "--note", 'ghi chú "lạ"\tcó tab, \\ và \u2028')
    office.done("record", "ho-ngheo", "105/3000", "--on", "14/06/2024")
    office.done("close", "t6")
    ledger = Path(office.folder / "data" / "thidua.db")
    ledger = ledger if ledger.exists() else next(office.folder.parent.rglob("thidua.db"))
    assert sent(hub, ledger, OWN) == 3
    return rows_of(ledger)[-1]


def outcome(hub: Hub, user: str, sql: str, values: Row | None = None) -> str | int:
    """The name of PostgreSQL's refusal, else how many rows the statement touched."""
    with psycopg.connect(hub.address(user)) as connection:
        try:
            return connection.execute(sql.encode(), values).rowcount
        except psycopg.Error as error:
            return type(error).__name__
        finally:
            connection.rollback()


FORGED: dict[str, tuple[Callable[[Row], Row], str | int]] = {
    "an honest next row": (lambda tip: after(tip, kind="record", detail=""), 1),
    "the same row again": (lambda tip: tip, 0),
    "a row altered after hashing": (lambda tip: after(tip, reason="khác", hash=tip[-1]), "CheckViolation"),
    "a row skipped": (lambda tip: after(tip, seq=tip[0] + 2), "ForeignKeyViolation"),
    "chained to another row": (lambda tip: after(tip, previous="ab" * 32), "ForeignKeyViolation"),
    "a fork: another row at a number that is taken": (
        lambda tip: after(tip, seq=tip[0], previous=tip[-2]),
        "UniqueViolation",
    ),
    "a second first row": (lambda tip: after(tip, seq=1, previous="0" * 64), "UniqueViolation"),
    "a first row with a previous one": (lambda tip: after(tip, seq=1, previous="1" * 64), "CheckViolation"),
    "a row of another commune": (lambda tip: after(tip, unit=OTHER, seq=1, previous="0" * 64), "InsufficientPrivilege"),
    "a closing without its report": (lambda tip: after(tip, detail='{"schema":'), "InvalidTextRepresentation"),
    "row nought": (lambda tip: after(tip, seq=0, previous="0" * 64), "CheckViolation"),
    "a text hashed in another spelling of its letters": (
        lambda tip: after(tip, kind="record", note=_apart("Đắk Hà"), hash=after(tip, kind="record", note="Đắk Hà")[-1]),
        "CheckViolation",
    ),
    "the same text hashed as it stands": (lambda tip: after(tip, kind="record", note=_apart("Đắk Hà")), 1),
    "a text with a NUL": (lambda tip: after(tip, kind="record", note="a\0b"), "DataError"),
    "every control character, quotes, and letters beyond the first plane": (
        lambda tip: after(tip, kind="record", note="".join(map(chr, range(1, 160))) + "\ufeff\u2028\uffff\U0001f33e"),
        1,
    ),
    "a text of three million letters": (lambda tip: after(tip, kind="record", note="Đ" * 3_000_000), 1),
    "a row that says it was written in a thousand years": (
        lambda tip: after(tip, kind="record", at="3024-01-01T00:00:00.000000Z"),
        1,
    ),
    "an own row replayed as the next": (lambda tip: (tip[0] + 1, *tip[1:]), "CheckViolation"),
    "a hash in capitals": (
        lambda tip: after(tip, kind="record", hash=after(tip, kind="record")[-1].upper()),
        "CheckViolation",
    ),
}


def _apart(text: str) -> str:
    """Letters and their marks one by one."""
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("name", FORGED)
def test_a_row_is_stored_only_if_it_is_whole_next_and_ones_own(name: str, hub: Hub, tip: Row) -> None:
    made, wanted = FORGED[name]
    assert outcome(hub, f"xa_{OWN}", INSERT, made(tip)) == wanted


def test_a_commune_changes_nothing_that_is_stored(hub: Hub, tip: Row) -> None:
    for statement in (
        "UPDATE hub.entries SET value = '1'",
        "DELETE FROM hub.entries",
        "TRUNCATE hub.entries",
        "DROP POLICY own_read ON hub.entries",
        "ALTER TABLE hub.entries DROP CONSTRAINT own_hash",
        "UPDATE hub.units SET name = 'khác'",
        "INSERT INTO hub.mergers VALUES ('minh-hoa', 'dak-la', '2025-07-01', 1, '')",
        "CREATE FUNCTION hub.row_hash() RETURNS text LANGUAGE sql RETURN ''",
        f'SET ROLE "xa_{OTHER}"',
        "SET ROLE province_office",
        "SET ROLE hub_owner",
        f'SET SESSION AUTHORIZATION "xa_{OTHER}"',
        "SET session_replication_role = replica",  # would keep foreign keys from being checked
        "ALTER TABLE hub.entries DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE hub.entries ALTER received_at SET DEFAULT 'yesterday'",
        "ALTER POLICY own_append ON hub.entries WITH CHECK (true)",
        "ALTER ROLE commune CREATEROLE",
        "ALTER FUNCTION hub.closed_period(text) OWNER TO CURRENT_USER",
        "CREATE TRIGGER late AFTER INSERT ON hub.entries EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE RULE away AS ON INSERT TO hub.entries DO INSTEAD NOTHING",
        "SELECT * FROM hub.entries FOR UPDATE",
        "LOCK TABLE hub.entries IN ACCESS EXCLUSIVE MODE",
        "INSERT INTO hub.entries (unit, seq) SELECT unit, seq FROM hub.entries"
        " ON CONFLICT (unit, seq) DO UPDATE SET value = '1'",
        "COPY hub.entries TO PROGRAM 'cat'",
        "INSERT INTO hub.version VALUES (0)",
    ):
        assert outcome(hub, f"xa_{OWN}", statement) == "InsufficientPrivilege", statement


def test_no_receipt_is_forged(hub: Hub, tip: Row) -> None:
    for name, value in (
        ("received_at", "now() - interval '1 year'"),
        ("received_at", "now() + interval '1 year'"),
        ("received_by", "'vp'"),
    ):
        sql = f"INSERT INTO hub.entries ({COLUMNS}, {name}) VALUES ({MARKS}, {value})"
        assert outcome(hub, f"xa_{OWN}", sql, after(tip, kind="record")) == "InsufficientPrivilege"


def test_the_policies_guard_the_receipt_also_where_a_grant_of_columns_does_not_reach(hub: Hub, tip: Row) -> None:
    hub.sql("GRANT INSERT ON hub.entries TO commune")
    test_no_receipt_is_forged(hub, tip)


def test_the_receipt_is_the_moment_a_row_came_not_when_its_transaction_began(hub: Hub, tip: Row) -> None:
    with psycopg.connect(hub.address(f"xa_{OWN}")) as connection:
        connection.execute("SELECT pg_sleep(0.05)")
        connection.execute(INSERT.encode(), after(tip, kind="record"))
        sql = "SELECT received_at > now() + interval '40 milliseconds' FROM hub.entries WHERE seq = %s"
        assert connection.execute(sql.encode(), (tip[0] + 1,)).fetchone() == (True,)


def test_copy_into_the_table_is_refused(hub: Hub, tip: Row) -> None:
    sql = f"COPY hub.entries ({COLUMNS}) FROM STDIN".encode()
    with (
        psycopg.connect(hub.address(f"xa_{OWN}")) as connection,
        pytest.raises(psycopg.Error, match="row-level security"),
        connection.cursor().copy(sql) as copy,
    ):
        copy.write_row(after(tip, kind="record"))


def test_no_row_of_another_commune_comes_by_way_of_a_table_of_ones_own(hub: Hub, tip: Row) -> None:
    with psycopg.connect(hub.address(f"xa_{OWN}")) as connection:
        connection.execute(f"CREATE TEMP TABLE incoming AS SELECT {COLUMNS} FROM hub.entries WITH NO DATA".encode())
        with connection.cursor().copy(f"COPY incoming ({COLUMNS}) FROM STDIN".encode()) as copy:
            copy.write_row(after(tip, kind="record"))
            copy.write_row(after(tip, kind="record", unit=OTHER, seq=1, previous="0" * 64))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"INSERT INTO hub.entries ({COLUMNS}) SELECT * FROM incoming".encode())
    assert hub.sql("SELECT count(*) FROM hub.entries") == [(3,)]


def test_a_whole_chain_is_not_replayed_as_another_commune_s(hub: Hub, tip: Row) -> None:
    """Neither under its own hashes nor as rows under a former name that the province does not know."""
    first = hub.sql(f"SELECT {COLUMNS} FROM hub.entries WHERE seq = 1")[0]
    stolen = tuple(OTHER if name == "unit" else value for name, value in zip(NAMES, first, strict=True))
    assert outcome(hub, f"xa_{OTHER}", INSERT, stolen) == "CheckViolation"
    sql = f"INSERT INTO hub.entries ({COLUMNS}, former) VALUES ({MARKS}, %s)"
    assert outcome(hub, f"xa_{OTHER}", sql, (*stolen, OWN)) == "InsufficientPrivilege"


@pytest.mark.parametrize(("column", "value"), [("prev_seq", 2), ("period", "2024-06"), ("closed", "{}")])
def test_what_the_server_works_out_is_not_given(hub: Hub, tip: Row, column: str, value: object) -> None:
    hub.sql("GRANT INSERT ON hub.entries TO commune")
    sql = f"INSERT INTO hub.entries ({COLUMNS}, {column}) OVERRIDING SYSTEM VALUE VALUES ({MARKS}, %s)"
    assert outcome(hub, f"xa_{OWN}", sql, (*after(tip, kind="record"), value)) == "GeneratedAlways"


def test_nothing_of_another_commune_is_seen_by_way_of_functions_statistics_or_large_objects(hub: Hub, tip: Row) -> None:
    hub.sql("ANALYZE")
    with psycopg.connect(hub.address(f"xa_{OTHER}")) as connection:
        seen: list[str] = []
        connection.add_notice_handler(lambda notice: seen.append(notice.message_primary or ""))
        tell = "BEGIN RAISE NOTICE '%', $1; RETURN true; END"
        sql = f"CREATE FUNCTION pg_temp.tell(text) RETURNS bool COST 0.0001 LANGUAGE plpgsql AS $${tell}$$"
        connection.execute(sql.encode())
        assert connection.execute("SELECT * FROM hub.entries WHERE pg_temp.tell(note)").fetchall() == []
        assert seen == []
        assert connection.execute("SELECT * FROM pg_stats WHERE tablename = 'entries'").fetchall() == []
        connection.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM hub.entries")
    assert outcome(hub, f"xa_{OTHER}", "SELECT lo_import('/etc/hostname')") == "InsufficientPrivilege"


def test_no_function_that_a_commune_puts_into_public_runs_with_the_province_s_rights(hub: Hub, tip: Row) -> None:
    """Up to PostgreSQL 14, and in databases that come from there, everybody may create in `public`."""
    hub.sql("GRANT CREATE ON SCHEMA public TO PUBLIC")
    sql = "CREATE FUNCTION public.unnest(text[]) RETURNS SETOF text LANGUAGE sql RETURN 'minh-hoa'"
    hub.sql(sql, f"xa_{OWN}")
    with connected(hub.address("tinh")) as connection:
        senders = HubView(connection, Period(Span.MONTH, 2024, 6), date(2024, 7, 5)).senders()
    assert [one.unit.id for one in senders] == [OWN, OTHER]


def test_a_commune_reads_its_own_rows_only_and_the_province_reads_all(hub: Hub, tip: Row) -> None:
    assert outcome(hub, f"xa_{OTHER}", "SELECT * FROM hub.entries") == 0
    assert outcome(hub, f"xa_{OTHER}", "SELECT * FROM hub.plans") == 0
    assert outcome(hub, f"xa_{OTHER}", "SELECT * FROM hub.closings") == "InsufficientPrivilege"
    assert outcome(hub, f"xa_{OWN}", "SELECT * FROM hub.entries") == 3
    assert outcome(hub, "tinh", "SELECT * FROM hub.entries") == 3


def test_the_province_reads_but_writes_nothing_and_its_office_appends_but_changes_nothing(hub: Hub, tip: Row) -> None:
    assert outcome(hub, "tinh", INSERT, after(tip, kind="record")) == "InsufficientPrivilege"
    assert outcome(hub, "vp", INSERT, after(tip, kind="record")) == 1
    for user in ("tinh", "vp"):
        assert outcome(hub, user, "UPDATE hub.entries SET value = '1'") == "InsufficientPrivilege"
        assert outcome(hub, user, "DELETE FROM hub.entries") == "InsufficientPrivilege"


def test_the_group_of_communes_is_no_commune(hub: Hub, tip: Row) -> None:
    """`SET ROLE commune` makes the current user `commune`, whose letters after the third are `mune`."""
    with psycopg.connect(hub.address(f"xa_{OWN}")) as connection:
        connection.execute("SET ROLE commune")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(INSERT.encode(), after(tip, unit="mune", seq=1, previous="0" * 64, kind="record"))


def test_no_search_path_replaces_the_functions_that_prove_a_row(hub: Hub, tip: Row) -> None:
    hub.sql(f'CREATE SCHEMA own AUTHORIZATION "xa_{OWN}"')
    with psycopg.connect(hub.address(f"xa_{OWN}")) as connection:
        forged = "RETURN decode(repeat('ab', 32), 'hex')"
        connection.execute(f"CREATE FUNCTION own.sha256(bytea) RETURNS bytea LANGUAGE sql IMMUTABLE {forged}".encode())
        connection.execute("SET search_path = own, pg_catalog")
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(INSERT.encode(), after(tip, kind="record", hash="ab" * 32))


def test_a_plan_is_the_file_its_revision_means(hub: Hub, tip: Row) -> None:
    sql = "INSERT INTO hub.plans VALUES ('dak-la', %s, 1, '', 'schema: khác')"
    assert outcome(hub, f"xa_{OWN}", sql, ("0" * 64,)) == "CheckViolation"


def test_rows_under_a_former_name_are_taken_only_where_the_province_says_so(hub: Hub, tip: Row) -> None:
    sql = f"INSERT INTO hub.entries ({COLUMNS}, former) VALUES ({MARKS}, %s)"
    row = after(tip, kind="record", unit="xa-cu")
    stored = tuple(OWN if name == "unit" else value for name, value in zip(NAMES, row, strict=True))
    assert outcome(hub, f"xa_{OWN}", sql, (*stored, "xa-cu")) == "InsufficientPrivilege"
    hub.sql("INSERT INTO hub.units VALUES ('xa-cu', 'xã Cũ', '52')")
    hub.sql("INSERT INTO hub.mergers VALUES ('xa-cu', 'dak-la', '2024-01-01', 1, 'NQ 1')")
    assert outcome(hub, f"xa_{OWN}", sql, (*stored, "xa-cu")) == 1


@pytest.mark.parametrize("percent", ["1e99999999", "1e-99999999", "NaN"])
def test_a_number_without_end_in_a_closed_report_is_told_and_not_calculated_with(
    percent: str, hub: Hub, tip: Row
) -> None:
    detail = str(tip[NAMES.index("detail")]).replace('"code":null', '"code":"GS"')
    forged = after(tip, detail=detail.replace('"percent":null', f'"percent":"{percent}"'))
    with psycopg.connect(hub.address(f"xa_{OWN}")) as connection:
        connection.execute(INSERT.encode(), forged)
    with connected(hub.address("tinh")) as opened:
        view = HubView(opened, Period(Span.MONTH, 2024, 6), date(2024, 7, 5))
        with pytest.raises(IntegrityError, match="không phải do thidua làm ra"):
            view.senders()
