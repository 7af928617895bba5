"""One connection to the hub: its address, its version, and PostgreSQL's errors as ours. The only psycopg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BusyError, IntegrityError, Refused, StorageError, ThiduaError, UsageError, brought_by
from ..vietnamese.numbers import shown

if TYPE_CHECKING:
    from psycopg import Connection, Error

    Hub = Connection[tuple[Any, ...]]
VERSION = 1
MIGRATIONS = ("schema.sql",)
"""The file that brings a hub to version n + 1; once released it may change how a new hub proves, never what."""
OLDEST_SERVER = 140000
ROLES = ("hub_owner", "commune", "province_reader", "province_office")
PATIENCE: dict[str, Any] = {"connect_timeout": 10, "tcp_user_timeout": 30000}
"""A server that is silent for 30 seconds (milliseconds here), or does not answer at all in 10, is not there."""
SETTINGS = "-c lock_timeout=20s -c search_path=pg_catalog"
"""No function that somebody else put into `public` is called with the rights of the one who connects."""
EXAMPLE = "postgresql://may-chu.tinh.gov.vn/thidua"
KEPT_IN = "mật khẩu ghi trong ~/.pgpass (Windows: %APPDATA%\\postgresql\\pgpass.conf) hoặc tệp service, không gõ ở lệnh"
RENAMED = "xã đổi mã: tỉnh khai báo trước bằng thidua hub mergers import"
AGAIN = "gõ lại lệnh: gõ lại không gửi trùng"
_REFUSALS = ("authentication", "password", "pg_hba", "role ", "permission denied", "not permitted")
_BUSY = ("too many", "remaining connection slots", "starting up", "shutting down", "recovery mode")


def check_address(address: str) -> dict[str, Any]:
    """What an address says, by name; raises UsageError for one that is none, or that holds a password."""
    psycopg, odd = _library(), UsageError("không phải địa chỉ kho của tỉnh", hint=f"ví dụ: {EXAMPLE}")
    try:
        parts = psycopg.conninfo.conninfo_to_dict(address.strip())
    except (psycopg.Error, UnicodeEncodeError) as error:
        raise odd from error
    if parts.get("password"):
        raise UsageError("địa chỉ kho của tỉnh không được chứa mật khẩu", hint=KEPT_IN)
    if not parts.keys() & {"host", "hostaddr", "service", "dbname"}:
        raise odd
    return dict(parts)


def _library() -> Any:
    with brought_by("hub", "psycopg", "nối với kho của tỉnh"):
        import psycopg
        import psycopg.conninfo
    return psycopg


@contextmanager
def connected(address: str, *, unit: str = "", versioned: bool = True) -> Iterator[Hub]:
    """A connection in one transaction, committed at the end; nothing is kept of a block that raises.

    A commune's connection (`unit`) goes by its role `xa_<unit>` unless the address names another user.
    Raises StorageError without a connection, Refused where the server does not let one in or permit something,
    BusyError when another holds the rows, UsageError where no hub is, IntegrityError for a newer or damaged one.
    """
    psycopg, parts = _library(), check_address(address)
    unsaid = {name: value for name, value in PATIENCE.items() if name not in parts}
    unsaid["options"] = f"{SETTINGS} {parts.get('options', '')}"
    if unit and not parts.keys() & {"user", "service"}:
        unsaid["user"] = role_of(unit)
    try:
        with psycopg.connect(address.strip(), prepare_threshold=None, **unsaid) as hub:
            if versioned:
                _check_version(hub)
            yield hub
    except psycopg.Error as error:
        raise said(error) from error


def role_of(unit: str) -> str:
    """The database role of a commune."""
    return f"xa_{unit}"


def _check_version(hub: Hub) -> int:
    """The hub's version; raises IntegrityError for a newer one."""
    row = hub.execute("SELECT max(version) FROM hub.version").fetchone()
    if row is None or row[0] is None or row[0] > VERSION:
        raise IntegrityError(
            f"kho của tỉnh ở phiên bản {row and row[0]}: cần thidua mới hơn (bản này biết đến phiên bản {VERSION})",
            hint="cài bản thidua mới hơn rồi gõ lại lệnh",
        )
    return int(row[0])


def said(error: Error) -> ThiduaError:
    """PostgreSQL's error as a sentence with the exit code that scripts rely on; its own words follow in brackets."""
    state, text = error.sqlstate or "", shown(" ".join(str(error).split()), 200)
    words = "" if state else str(error)  # before a session begins there is no state
    if state in ("3F000", "42P01"):
        return UsageError("địa chỉ này chưa có kho của tỉnh", hint="tỉnh tạo kho trước: thidua hub init ĐỊA_CHỈ")
    if state in ("42501", "28000", "28P01") or any(word in words for word in _REFUSALS):
        return Refused(f"kho của tỉnh không cho phép ({text})", hint=f"xem lại tên xã, quyền; {KEPT_IN}; {RENAMED}")
    if state in ("55P03", "57014", "40P01", "40001", "53300", "57P03") or any(word in words for word in _BUSY):
        return BusyError(f"kho của tỉnh đang bận ({text})", hint=AGAIN)
    if state.startswith("42"):
        return IntegrityError(f"kho của tỉnh không như thidua đã tạo ({text})", hint="tạo lại kho ở cơ sở dữ liệu mới")
    if state.startswith(("22", "23")):
        return IntegrityError(f"kho của tỉnh không nhận, chưa lưu gì ({text})", hint="kiểm tra sổ: thidua verify")
    sentence = f"không nối được kho của tỉnh ({text})"
    return StorageError(sentence, hint="kiểm tra địa chỉ, tên cơ sở dữ liệu, mạng rồi gõ lại; gõ lại không gửi trùng")


def initialise(address: str) -> tuple[int, int]:
    """Create the hub or bring it to the present version; gives the version found (0: none) and the present one.

    Needs a role that may create roles. Safe to repeat: a hub of the present version stays as it is.
    """
    with connected(address, versioned=False) as hub:
        if hub.info.server_version < OLDEST_SERVER:
            sentence = f"máy chủ PostgreSQL {hub.info.server_version // 10000} quá cũ"
            raise UsageError(sentence, hint="cần từ PostgreSQL 14")
        hub.execute("SELECT pg_advisory_xact_lock(hashtext('thidua hub'))")
        found = hub.execute("SELECT to_regclass('hub.version') IS NOT NULL").fetchone() == (True,)
        before = _check_version(hub) if found else 0
        if not found:
            make_roles(hub, ROLES, "NOLOGIN")
            hub.execute(b"GRANT hub_owner TO CURRENT_USER")
            hub.execute(b"GRANT province_reader TO province_office")
            hub.execute(b"CREATE SCHEMA hub AUTHORIZATION hub_owner")
        for file in MIGRATIONS[before:]:
            hub.execute("SET LOCAL ROLE hub_owner")
            hub.execute(Path(__file__).with_name(file).read_text("utf-8").encode())
        if before < VERSION:
            hub.execute("DELETE FROM hub.version")
            hub.execute("INSERT INTO hub.version VALUES (%s)", (VERSION,))
    return before, VERSION


def make_roles(hub: Hub, roles: Sequence[str], rights: str) -> int:
    """Make those of the roles that the server (all its hubs) does not have; gives how many were made."""
    found = hub.execute("SELECT rolname::text FROM pg_roles WHERE rolname = ANY(%s)", [list(roles)])
    lacking = dict.fromkeys(roles).keys() - {name for (name,) in found}
    for role in sorted(lacking):  # a role's name holds nothing that could end the quotes
        hub.execute(f'CREATE ROLE "{role}" {rights}'.encode())
    return len(lacking)
