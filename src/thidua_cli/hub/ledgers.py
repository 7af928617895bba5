"""The hub's PostgreSQL: one connection, its errors as ours; ledgers sent to it and proved. The only psycopg."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BusyError, IntegrityError, InvalidInput, Refused, StorageError, ThiduaError, UsageError, brought_by
from ..ledger import Ledger
from ..ledger.rows import COLUMNS, EMPTY_HASH, NAMES, UNIT, Row, Tip
from ..ledger.transfer import PLAN_NAMES, Reading
from ..ledger.verify import Chain
from ..vietnamese.numbers import shown, write_moment

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

UNPROVED = {
    "23503": ": một dòng của sổ không nối với dòng trước nó",
    "23505": ": sổ rẽ nhánh, tỉnh đã có dòng khác ở cùng số dòng",
    "23514": ": một dòng của sổ không khớp mã băm",
}
"""How the hub's tables refuse a row of a ledger."""


@contextmanager
def connected(address: str, *, unit: str = "", versioned: bool = True) -> Iterator[Hub]:
    """A connection in one transaction, committed at the end; nothing is kept of a block that raises.

    A commune's connection (`unit`) goes by its role `xa_<unit>` unless the address names another user.
    Raises StorageError without a connection, Refused where the server does not let one in or permit something,
    BusyError when another holds the rows, UsageError where no hub is, for an address that is none or that holds a
    password, IntegrityError for a newer or damaged hub.
    """
    with brought_by("hub", "psycopg", "nối với kho của tỉnh"):
        import psycopg
        import psycopg.conninfo
    odd = UsageError("không phải địa chỉ kho của tỉnh", hint=f"ví dụ: {EXAMPLE}")
    try:
        parts = psycopg.conninfo.conninfo_to_dict(address.strip())
    except (psycopg.Error, UnicodeEncodeError) as error:
        raise odd from error
    if parts.get("password"):
        raise UsageError("địa chỉ kho của tỉnh không được chứa mật khẩu", hint=KEPT_IN)
    if not parts.keys() & {"host", "hostaddr", "service", "dbname"}:
        raise odd
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
        why = UNPROVED.get(state, "") if error.diag.table_name == "entries" else ""
        return IntegrityError(f"kho của tỉnh không nhận{why}, chưa lưu gì ({text})", hint="kiểm tra sổ: thidua verify")
    if state and not state.startswith(("08", "57")):  # connected, but the server cannot
        sentence = f"máy chủ giữ kho của tỉnh không làm được, chưa lưu gì ({text})"
        return StorageError(sentence, hint=f"báo người giữ máy: chỉ đọc (máy dự phòng), hết chỗ, hỏng đĩa; rồi {AGAIN}")
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


StoredPlan = tuple[str, str, int, str]
"""A plan that came with a ledger: its revision, its text, the first row under it, and that row's time."""
STORED, PLANS = f"{COLUMNS}, former", ", ".join(PLAN_NAMES)
_INCOMING = (
    f"CREATE TEMP TABLE IF NOT EXISTS incoming ON COMMIT DROP AS SELECT {STORED} FROM hub.entries WITH NO DATA"
).encode()
_COPY = f"COPY incoming ({STORED}) FROM STDIN".encode()
# COPY into a table with row-level security is refused. Never ON CONFLICT (unit, seq): it would hide a fork.
_APPEND = (
    f"INSERT INTO hub.entries ({STORED}) SELECT {STORED} FROM incoming ORDER BY seq"
    " ON CONFLICT (unit, seq, hash) DO NOTHING"
).encode()
_KEEP_PLAN = f"INSERT INTO hub.plans (unit, {PLANS}) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING".encode()
_TIP = b"""SELECT coalesce(tip.seq, 0), coalesce(tip.hash, %s) FROM hub.units AS u LEFT JOIN LATERAL (
    SELECT seq, hash FROM hub.entries AS e WHERE e.unit = u.unit ORDER BY seq DESC LIMIT 1) AS tip ON true
  WHERE u.unit = %s"""
_RENAMED = b"SELECT 1 FROM hub.mergers WHERE (old_unit, new_unit) = (%s, %s)"
# Not an export: one that is not made to be sent holds names of persons.
NEWER_FILE = "xin xã tệp mới: thidua send --out TỆP.jsonl"
NEWEST_COPY = "khôi phục sổ từ bản mới nhất (thidua restore), hoặc lấy sổ từ tỉnh về: thidua hub pull"


def send(hub: Hub, ledger: Ledger, unit: str) -> tuple[int, Tip]:
    """Append to the hub the rows it does not have yet; all of them or none, and safe to repeat.

    Gives how many rows were new to the hub, and the last row it has of the ledger now. Raises as `_taken_up_to`.
    """
    seq = _taken_up_to(hub, unit, ledger.tip().seq, lambda seq: ledger.tip(seq).hash, NEWEST_COPY)
    return append(hub, unit, ledger.rows_after(seq), ledger.plans_after(seq)), tip_of(hub, unit)


def _taken_up_to(hub: Hub, unit: str, length: int, own: Callable[[int], str], newer: str) -> int:
    """Up to which row the hub has a ledger that goes on from there; `own` gives the hash of its row.

    Raises as `tip_of`, Refused for a ledger shorter than the hub's copy (`newer`: where to find a longer one),
    IntegrityError naming the hub's first row that is another where the two have parted.
    """
    head = tip_of(hub, unit)
    if length < head.seq:
        short = f"sổ {unit} này chỉ có {length} dòng, tỉnh đã nhận đến dòng {head.seq}"
        raise Refused(f"{short}: đây là bản cũ, chưa lưu gì", hint=newer)
    if head.seq and own(head.seq) != head.hash:
        rows = hub.execute("SELECT seq, hash, actor, at FROM hub.entries WHERE unit = %s ORDER BY seq", (unit,))
        other, _, actor, at = next(row for row in rows if row[1] != own(row[0]))
        parted = f"từ dòng {other} (ở tỉnh: {actor} ghi lúc {write_moment(at)})"
        raise IntegrityError(
            f"sổ {unit} rẽ nhánh khỏi sổ tỉnh đã nhận, {parted}: tỉnh có đến dòng {head.seq}; chưa lưu gì",
            hint="hai máy cùng ghi, hoặc sổ khôi phục từ bản cũ rồi ghi tiếp: lấy sổ từ tỉnh về (thidua hub pull),"
            f" rồi ghi lại những gì chỉ máy này có từ dòng {other}",
        )
    return head.seq


def tip_of(hub: Hub, unit: str) -> Tip:
    """The last row the hub has of a commune's ledger; (0, 64 zeros) when there is none.

    Raises Refused for a commune that the province has not registered: no report would show its rows.
    """
    if row := hub.execute(_TIP, (EMPTY_HASH, unit)).fetchone():
        return Tip(*row)
    hint = f"tỉnh khai báo trước: thidua hub units add {shown(unit)} --name … --province …"
    raise Refused(f"tỉnh chưa khai báo xã {shown(unit)}; chưa lưu gì", hint=hint)


def append(hub: Hub, unit: str, rows: Iterable[Row], plans: Iterable[StoredPlan]) -> int:
    """Put rows and plans into the hub, whose tables prove them; gives how many rows were new."""
    from psycopg.errors import UniqueViolation

    first = next(iterator := iter(rows), None)
    if first is None:
        return 0
    hub.execute(_INCOMING)
    with hub.cursor().copy(_COPY) as copy:
        for row in chain([first], iterator):
            former = None if row[UNIT] == unit else row[UNIT]
            copy.write_row((*row[:UNIT], unit, *row[UNIT + 1 :], former))
    try:
        with hub.transaction():
            new = hub.execute(_APPEND).rowcount
    except UniqueViolation:
        # The same rows, sent by another process at the same moment, are there by now; others are refused again.
        new = hub.execute(_APPEND).rowcount
    for plan in plans:
        hub.execute(_KEEP_PLAN, (unit, *plan))
    hub.execute(b"DELETE FROM incoming")
    return new


def proved_file(
    lines: Iterable[str], name: str, against: tuple[int, str] | None = None
) -> tuple[list[Row], list[StoredPlan]]:
    """The rows and plans of a ledger's export; `against` is the anchor of the signed paper that came with it.

    Raises InvalidInput or IntegrityError where it does not prove itself, IntegrityError for another paper's.
    """
    reading = Reading(name, Chain(against), again=NEWER_FILE)
    entries = list(reading.entries(lines))
    rows = [row for row in entries if len(row) == len(NAMES)]
    if not rows:
        raise InvalidInput(f"{name}: sổ chưa có dòng nào, không có gì để nhận")
    reading.chain.check_anchor(f"sổ {rows[0][UNIT]}", reading.short)
    return rows, [(row[0], row[1].decode(), *row[2:]) for row in entries if len(row) == len(PLAN_NAMES)]


def receive(hub: Hub, rows: Sequence[Row], plans: Sequence[StoredPlan]) -> tuple[str, int, Tip]:
    """Append a whole ledger that came as a file, already proved; gives whose it is and what `send` gives.

    Raises as `send`, and Refused for a change of its id that the province has not registered.
    """
    first, unit = rows[0][UNIT], rows[-1][UNIT]
    seq = _taken_up_to(hub, unit, len(rows), lambda seq: rows[seq - 1][-1], NEWER_FILE)
    if first != unit and not hub.execute(_RENAMED, (first, unit)).fetchone():
        raise Refused(f"sổ của '{shown(first)}' nay là của '{shown(unit)}': chưa nhận gì", hint=RENAMED)
    return unit, append(hub, unit, islice(rows, seq, None), plans), tip_of(hub, unit)


def stored_rows(hub: Hub, unit: str) -> Iterator[Row]:
    """The rows the hub has of a ledger, exactly as the commune wrote them, in their order."""
    own = COLUMNS.replace(" unit,", " coalesce(former, unit),")
    with hub.cursor(name="stored") as cursor:
        cursor.itersize = 5000
        yield from cursor.execute(f"SELECT {own} FROM hub.entries WHERE unit = %s ORDER BY seq".encode(), (unit,))


def stored_plans(hub: Hub, unit: str) -> list[StoredPlan]:
    """The plans that came with a ledger, by the first row under each."""
    return hub.execute(f"SELECT {PLANS} FROM hub.plans WHERE unit = %s ORDER BY first_seq".encode(), (unit,)).fetchall()


def units_stored(hub: Hub) -> list[str]:
    """The communes that the hub has rows of, as far as the one who asks may see them."""
    return [unit for (unit,) in hub.execute(b"SELECT DISTINCT unit FROM hub.entries ORDER BY unit")]


def prove(hub: Hub, unit: str, against: tuple[int, str] | None = None) -> Tip:
    """Hash every stored row of a ledger again, here and not in the database; `against` is a printed anchor.

    Raises IntegrityError naming the first row that is wrong or missing.
    """
    chain = Chain(against)
    for row in stored_rows(hub, unit):
        if wrong := chain.take(row):
            sentence = f"kho của tỉnh hỏng hoặc bị sửa: {unit}, {wrong}"
            raise IntegrityError(sentence, hint="khôi phục kho từ bản sao lưu, rồi để xã gửi lại (thidua send)")
    chain.check_anchor(f"sổ {unit}", 0)
    return chain.tip
