"""What a ledger file must be: tables, marks, pragmas; what lies beside it; what SQLite and the system raise on it."""

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..disk import FORBIDDEN, TEMPORARY_LENGTH, reason_of, refuse_database, sync_folder
from ..errors import BusyError, IntegrityError, Refused, StorageError, ThiduaError, command

AUTOMATIC = ".sao-luu-"
NOTHING_CHANGED = "không có gì bị thay đổi"


@contextmanager
def guarded(path: Path | None) -> Iterator[None]:
    """Let only our errors out of the block; a misuse of sqlite3 (a bug of ours) passes as it is."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
        raise translated(error, path or Path()) from error


def translated(error: Exception, path: Path) -> ThiduaError:
    """The error a user should see for `error` on the ledger at `path`."""
    if isinstance(error, UnicodeDecodeError):
        return damaged(path, "có chữ không phải UTF-8")
    if isinstance(error, FileNotFoundError) and os.path.isdir(_folder(path)):
        return missing(path)
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _full(path)
        is_forbidden = error.errno in (*FORBIDDEN, errno.EROFS)
        return _forbidden(path, "") if is_forbidden else _failing(path, reason_of(error))
    code, name = getattr(error, "sqlite_errorcode", 0), getattr(error, "sqlite_errorname", "")
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return StorageError(f"tệp {path} đã bị dời hoặc xóa trong khi đang dùng", hint="đưa tệp về chỗ cũ rồi chạy lại")
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return _busy(path)
        case sqlite3.SQLITE_FULL:
            return _full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return _forbidden(path, name)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_NOLFS:
            return _failing(path, name)
        case sqlite3.SQLITE_NOTADB:
            return damaged(path, "không đọc được như một cơ sở dữ liệu SQLite")
        case sqlite3.SQLITE_CORRUPT:
            return damaged(path, "cấu trúc bên trong của tệp đã hỏng")
    return damaged(path, f"SQLite báo: {error}")


def damaged(path: Path, what: str) -> IntegrityError:
    """A ledger whose content cannot be trusted; names the newest backup beside it."""
    return IntegrityError(f"sổ số liệu {path} hỏng hoặc bị sửa: {what}; {NOTHING_CHANGED}", hint=_advice(path))


def not_a_ledger(path: Path) -> IntegrityError:
    """A file that thidua did not make."""
    return IntegrityError(f"{path} không phải sổ số liệu thidua; {NOTHING_CHANGED}", hint=_advice(path))


def missing(path: Path) -> StorageError:
    """No such ledger; nothing is created in its place."""
    return StorageError(f"không có tệp sổ số liệu {path}", hint=f"tạo sổ mới: {making(path)}")


def making(path: Path) -> str:
    """The command that makes a ledger that was named; it is never created by a write."""
    return command("thidua", "--ledger", str(path), "init")


def backups(path: Path) -> list[Path]:
    """The backups beside the ledger, the one written last first."""
    found: list[tuple[int, Path]] = []
    with suppress(OSError), os.scandir(_folder(path)) as entries:
        for entry in entries:
            if entry.name.startswith(f"{path.stem}{AUTOMATIC}"):
                found.append((entry.stat().st_mtime_ns, Path(entry.path)))
    return [place for _, place in sorted(found, reverse=True)]


def _folder(path: Path) -> Path:
    """The ledger's folder, spelled out where that is possible (a deleted working folder has no name)."""
    with suppress(OSError):
        return path.absolute().parent
    return path.parent


def _advice(path: Path) -> str:
    if found := backups(path):
        return f"bản sao lưu mới nhất: {found[0]}; khôi phục: thidua restore TỆP_SAO_LƯU"
    return "không thấy bản sao lưu bên cạnh; nếu có ở nơi khác (USB, máy khác): thidua restore TỆP"


def _busy(path: Path) -> ThiduaError:
    try:  # SQLite says "busy" also where the system cannot lock the file at all
        from fcntl import LOCK_NB, LOCK_SH, LOCK_UN, lockf

        descriptor = os.open(path, os.O_RDONLY)  # stays open: closing it would drop this process's own locks
        lockf(descriptor, LOCK_SH | LOCK_NB, 1)
        lockf(descriptor, LOCK_UN, 1)
    except (ImportError, OSError) as error:
        if getattr(error, "errno", None) in (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP):
            return StorageError(
                f"hệ thống không khóa được tệp {path} (ổ mạng không có dịch vụ khóa, hoặc hết chỗ cho khóa): không dùng"
                " sổ ở đây được; số liệu cũ còn nguyên",
                hint="để sổ ở ổ đĩa của máy; chỉ chép bản sao lưu (thidua backup) ra ổ mạng",
            )
    holders: list[str] = []
    with suppress(OSError, ValueError, IndexError):  # only Linux tells who holds a lock
        inode = f":{path.stat().st_ino}"
        for line in map(str.split, Path("/proc/locks").read_text("ascii").splitlines()):
            holders += [line[4]] if line[5].endswith(inode) and int(line[4]) not in (0, os.getpid()) else []
    who = f" (tiến trình {holders[0]})" if holders else ""
    sentence = f"sổ số liệu {path} đang bị chương trình khác giữ{who}: một lệnh thidua khác, hoặc DB Browser đang mở"
    return BusyError(sentence, hint="đóng chương trình đó hoặc đợi một lát rồi chạy lại; chạy lại là an toàn")


def _full(path: Path) -> StorageError:
    from shutil import disk_usage

    free = "không rõ"
    with suppress(OSError):
        free = f"{disk_usage(_folder(path)).free // 1024} KiB"
    return StorageError(
        f"đĩa đầy: không ghi được {path} (còn trống {free}); số liệu cũ còn nguyên", hint="dọn bớt đĩa rồi chạy lại"
    )


def _failing(path: Path, what: str) -> StorageError:
    if not os.path.isdir(_folder(path)):
        hint = "cắm lại ổ đĩa, hoặc tạo thư mục ấy rồi chạy lại"
        return StorageError(f"không có thư mục {_folder(path)} (ổ đĩa đã rút?)", hint=hint)
    return StorageError(
        f"lỗi đọc ghi tệp {path} ({what})", hint="kiểm tra ổ đĩa, USB, quyền truy cập rồi chạy lại; chạy lại là an toàn"
    )


def _forbidden(path: Path, what: str) -> StorageError:
    folder = _folder(path)
    journal = path.with_name(f"{path.name}-journal")
    if not os.path.isdir(folder) or not os.access(folder, os.X_OK):
        return StorageError(f"không vào được thư mục {folder}", hint="cấp quyền vào thư mục ấy rồi chạy lại")
    if what != "SQLITE_READONLY_DIRECTORY" and os.path.exists(journal):
        return StorageError(
            f"sổ số liệu {path} còn một lần ghi dở ({journal.name}) mà tệp hoặc thư mục {folder} chỉ đọc",
            hint=f"cấp quyền ghi cho thư mục và hai tệp, hoặc chép cả {path.name} và {journal.name}"
            " sang một thư mục ghi được, rồi chạy lại",
        )
    if os.path.exists(path) and not os.access(path, os.R_OK):
        part = f"không có quyền đọc tệp {path}"
    elif os.path.exists(path) and not os.access(path, os.W_OK):
        part = f"tệp {path} chỉ đọc, không ghi được"
    elif not os.access(folder, os.W_OK | os.X_OK):
        part = f"thư mục {folder} chỉ đọc, không ghi được"
    else:
        part = f"không mở được tệp {path} để ghi"
    return StorageError(f"{part}; số liệu cũ còn nguyên", hint="cấp quyền rồi chạy lại")


JOURNAL, WAL, _ = SIDE_FILES = ("-journal", "-wal", "-shm")
# A path that SQLite opens has at most 512 bytes with the ending of its journal (260 characters on Windows).
LONGEST_PATH = 260 - len(JOURNAL) if os.name == "nt" else 512 - len(JOURNAL)
SWITCHED = "một chương trình khác đã đổi chế độ nhật ký của tệp (WAL)"
SWITCH_BACK = "mở sổ trong chương trình đó (DB Browser…), chạy: PRAGMA journal_mode = DELETE; đóng lại rồi gõ lại lệnh"
_SUPER_JOURNAL = bytes.fromhex("d9d505f920a163d7")


def real_file(path: Path) -> Path:
    """The file behind a link: SQLite keeps its journal beside that one."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path


def refuse_long_path(path: Path) -> None:
    """Raise StorageError for a path that SQLite could not open, or beside which no temporary copy could be made."""
    place = str(path)
    with suppress(OSError):  # the present folder may be gone
        place = os.path.abspath(path)
    room = max(TEMPORARY_LENGTH - len(os.path.basename(place)), 0)
    length = (len(place) if os.name == "nt" else len(os.fsencode(place))) + room
    if length > LONGEST_PATH:
        raise StorageError(
            f"đường dẫn của sổ số liệu dài quá: {length} byte, tối đa {LONGEST_PATH} ({path}); {NOTHING_CHANGED}",
            hint="chuyển sang thư mục có đường dẫn ngắn hơn, hoặc đặt tên thư mục ngắn lại (chữ có dấu dài 2–3 byte)",
        )


def refuse_hostile_side_files(path: Path) -> None:
    """Raise IntegrityError for side files that opening would obey: a WAL, a link, a journal that names a file.

    A journal may name a super-journal, which SQLite deletes with it: thidua writes none, and any path may stand there.
    """
    for ending in SIDE_FILES:
        side, name = f"{path}{ending}", f"{path.name}{ending}"
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(os.lstat(side).st_mode):
                raise unopened(path, f"{name} bên cạnh sổ không phải tệp thường", f"dời {name} đi chỗ khác")
            if ending == WAL:
                raise unopened(path, f"{SWITCHED}, còn {name}", SWITCH_BACK)
            if ending == JOURNAL and _names_another_file(side):
                what = f"{name} bên cạnh sổ không do thidua ghi: mở sổ sẽ làm mất một tệp khác"
                raise unopened(path, what, f"dời {name} đi chỗ khác (không xóa), rồi chạy: thidua verify")


def unopened(path: Path, what: str, advice: str) -> IntegrityError:
    """A ledger in which nothing is known to be damaged, but which is not opened as it is."""
    return IntegrityError(f"không mở sổ số liệu {path}: {what}; {NOTHING_CHANGED}", hint=advice)


def _names_another_file(journal: str) -> bool:
    with open(journal, "rb") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - len(_SUPER_JOURNAL), 0))
        return file.read() == _SUPER_JOURNAL


def lone_side_files(path: Path) -> list[Path]:
    """Side files beside a name that no file has: SQLite would play them into whatever is put there."""
    sides = (Path(f"{path}{ending}") for ending in SIDE_FILES)
    return [] if os.path.exists(path) else [side for side in sides if os.path.lexists(side)]


def publish(fresh: Path, path: Path) -> bool:
    """Give a finished file its name, which survives a power cut; False if the name is taken.

    Raises OSError, and Refused where side files of that name lie about, which would change it, or it is one itself.
    """
    if names := ", ".join(side.name for side in lone_side_files(path)):
        raise Refused(
            f"không có sổ {path} nhưng bên cạnh còn {names} của một sổ đã mất: đặt tệp mới vào đây sẽ bị nó ghi đè",
            hint=f"tìm lại {path.name}, hoặc dời {names} sang thư mục khác rồi chạy lại",
        )
    if path.name.lower().endswith(SIDE_FILES) and not os.path.lexists(path):
        refuse_database(path)
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    except OSError:
        # FAT and exFAT (USB sticks) have no hard links; there a rename is the best that can be had.
        if os.path.lexists(path):
            return False
        fresh.rename(path)
    sync_folder(path.absolute().parent)
    return True


APPLICATION_ID = 0x74686475  # "thdu"
SQLITE_VERSION, OLDEST_SQLITE = sqlite3.sqlite_version, (3, 37)
# What each version adds to the one before it; never changed once released. Opening an older ledger for writing
# runs those it lacks (`Ledger.migrate`), and a fixture of every version is kept in tests/ledger/fixtures.
MIGRATIONS = [
    [statement.rstrip(";\n") for statement in Path(__file__).with_name(name).read_text("utf-8").split("\n\n")[1:]]
    for name in ("version_1.sql", "version_2.sql", "version_3.sql")
]
VERSION = len(MIGRATIONS)
NAMES_SINCE, SHORT_ANCHORS_SINCE = 2, 3
CATALOGUE = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"
PRAGMAS: tuple[tuple[str, str, str | int], ...] = (
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("secure_delete", "ON", 1),
    ("mmap_size", "0", 0),
    ("synchronous", "EXTRA", 3),
    ("journal_mode", "DELETE", "delete"),
)


def check_sqlite() -> None:
    """Raise StorageError when Python's SQLite is too old for STRICT tables."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        sentence = f"thư viện SQLite {SQLITE_VERSION} quá cũ: thidua cần SQLite từ 3.37"
        raise StorageError(sentence, hint="cài Python mới hơn (3.11 trở lên, bản từ python.org) rồi chạy lại")


def empty(version: int = VERSION) -> sqlite3.Connection:
    """A ledger of that version without rows, in memory."""
    check_sqlite()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    steps = (statement for added in MIGRATIONS[:version] for statement in added)
    marks = (f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {version}")
    for statement in ("BEGIN", *steps, *marks, "COMMIT"):
        connection.execute(statement)
    return connection


def check_mark(connection: sqlite3.Connection, path: Path) -> None:
    """Raise IntegrityError unless the file is an SQLite database that thidua has marked as its own."""
    try:
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_NOTADB:
            raise
        mark = 0
    if mark != APPLICATION_ID:
        raise not_a_ledger(path)


def set_pragmas(connection: sqlite3.Connection, path: Path) -> None:
    """Set every pragma and read it back; raises StorageError when one is not in force, IntegrityError for WAL."""
    if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
        raise unopened(path, SWITCHED, SWITCH_BACK)
    for name, wanted, expected in PRAGMAS:
        connection.execute(f"PRAGMA {name} = {wanted}").fetchall()
        row = connection.execute(f"PRAGMA {name}").fetchone()
        # A library built without memory mapping answers nothing at all, which is as good as 0.
        if (row[0] if row else 0) != expected:
            raise StorageError(f"không đặt được chế độ an toàn '{name}' cho sổ số liệu {path}")


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The ledger's version; raises IntegrityError for one made by a newer thidua, or by none."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise IntegrityError(
            f"sổ số liệu {path} ở phiên bản {version}: cần thidua mới hơn (bản này đọc đến phiên bản {VERSION});"
            " không có gì bị thay đổi",
            hint="cài bản thidua mới hơn rồi gõ lại lệnh",
        )
    if version < 1:
        raise not_a_ledger(path)
    return int(version)


def check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Raise IntegrityError when a table, index, trigger or view differs from what that version has."""
    made = (statement for added in MIGRATIONS[:version] for statement in added if statement.startswith("CREATE"))
    expected = {statement.split()[2]: statement for statement in made}
    found = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    differing = sorted(str(name) for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    if differing:
        raise damaged(path, f"cấu trúc đã bị sửa bằng chương trình khác ({', '.join(differing[:5])})")
