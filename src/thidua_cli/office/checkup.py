"""What `doctor` looks at: one function per subject, each gives what it found and what to do about it."""

import os
import platform
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from .. import __version__
from ..disk import reason_of
from ..errors import ThiduaError, install_line
from ..ledger import Ledger
from ..ledger.file import SQLITE_VERSION, WAL, backups, lone_side_files, making, refuse_long_path
from ..plan_file import load_text, read_plan
from ..render.terminal import screen_of
from ..vietnamese.numbers import shown, write_moment
from ..workspace import Workspace, stamp

NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "vboxsf", "fuse.sshfs", "fuse.rclone", "afs", "davfs", "fuse.davfs")
)
SYNCHRONISED = {
    **dict.fromkeys(("google drive", "googledrive", "my drive"), "Google Drive"),
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud drive": "iCloud",
    "zalo received files": "Zalo",
}
_OCTAL = re.compile(r"\\([0-7]{3})")


def place_doubts(path: Path, mounts: Path = Path("/proc/mounts")) -> Iterator[str]:
    """Sentences on what makes the place of a ledger unsafe; none for an ordinary folder of the machine."""
    real = Path(os.path.realpath(path))
    if kind := _network_kind(real, mounts):
        yield f"{real.parent} là ổ mạng hoặc thư mục dùng chung ({kind}): hai máy ghi cùng lúc có thể hỏng sổ"
    for folder in map(str.casefold, real.parts):
        for mark, cloud in SYNCHRONISED.items():
            if folder == mark or folder.startswith(f"{mark} - "):
                yield f"{real.parent} là thư mục đồng bộ {cloud}: bản trên mạng có thể đè lên lần ghi mới"
                return


def _network_kind(path: Path, mounts: Path) -> str:
    """The network file system that holds `path`; '' for a local one. UNC paths are Windows' network shares."""
    if str(path).startswith(("\\\\", "//")):
        return "SMB"
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    mounted = [words[1:3] for line in reversed(lines) if len(words := line.split(" ")) > 2]
    points = [(_OCTAL.sub(lambda match: chr(int(match[1], 8)), point), kind) for point, kind in mounted]
    holding = [(len(point), kind) for point, kind in points if path.is_relative_to(point)]
    _, kind = max(holding, key=itemgetter(0), default=(0, ""))
    return kind if kind in NETWORK else ""


NARROW = 60
LITTLE_SPACE = 50 * 1024 * 1024
TOO_LITTLE_SPACE = 2 * 1024 * 1024
OLD_BACKUP = timedelta(days=31)
FIRST_YEAR = "2024"
NEEDED = ("typer", "rich", "pydantic", "PyYAML")
EXTRAS = {
    "excel": ("cần tệp Excel", "XlsxWriter", "openpyxl"),
    "word": ("cần tệp Word", "python-docx"),
    "pdf": ("soạn kế hoạch từ PDF", "pypdf"),
    "hub": ("gửi sổ lên kho của tỉnh", "psycopg"),
    "holidays": ("liệt kê ngày lễ, Tết", "holidays"),
}
"""What each extra is for, and its libraries."""
SELDOM = {"hub", "holidays"}
"""Few need these; they are not in `all`."""


class Health(StrEnum):
    """How a finding is to be taken."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


SIGNS = {Health.OK: "√ ổn", Health.WARNING: "! lưu ý", Health.ERROR: "× lỗi"}


class Finding(NamedTuple):
    """One subject looked at; `code` is the exit code an error leads to."""

    sentence: str
    verdict: Health = Health.OK
    advice: str = ""
    code: int = 0
    id: str = ""
    subject: str = ""


Look = Callable[[Workspace, Path], Iterator[Finding]]


def findings(workspace: Workspace) -> Iterator[Finding]:
    """Everything there is to look at, in the order in which a person would ask."""
    path, looks = Path(), {**LOOKS, **LOOKS_AT_LEDGER}
    try:
        path, _ = workspace.ledger_path()
    except ThiduaError:  # which one, says the look at the ledger
        looks = {**LOOKS, "ledger": LOOKS_AT_LEDGER["ledger"]}
    for name, (subject, look) in looks.items():
        try:
            yield from (found._replace(id=name, subject=subject) for found in look(workspace, path))
        except ThiduaError as error:
            advice = error.hint or ("xem mọi lỗi: thidua plan check" if name == "plan" else "")
            yield Finding(error.sentence, Health.ERROR, advice, error.exit_code, name, subject)


def _versions(_: Workspace, __: Path) -> Iterator[Finding]:
    system = f"{platform.system()} {platform.release()}"
    yield Finding(f"thidua {__version__}, Python {platform.python_version()}, SQLite {SQLITE_VERSION}, {system}")


def _libraries(_: Workspace, __: Path) -> Iterator[Finding]:
    from importlib import metadata

    found: dict[str, str | None] = dict.fromkeys((*NEEDED, *(name for _, *names in EXTRAS.values() for name in names)))
    for name in found:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    text = ", ".join(f"{name} {version or 'chưa cài'}" for name, version in found.items())
    missing = {extra: what for extra, (what, *names) in EXTRAS.items() if None in map(found.get, names)}
    advice = "; ".join(f"{what} thì cài: {install_line(extra)}" for extra, what in missing.items())
    yield Finding(text, Health.WARNING if missing.keys() - SELDOM else Health.OK, advice)


def _encoding(_: Workspace, __: Path) -> Iterator[Finding]:
    text = f"ra màn hình {getattr(sys.stdout, 'encoding', None) or 'không rõ'}, tên tệp {sys.getfilesystemencoding()}"
    advice = "nếu chữ thử bên trên không đọc được: đổi phông của cửa sổ lệnh (Consolas, Cascadia Mono)"
    yield Finding(f"{text}; chữ thử: ă â đ ê ô ơ ư ạ ễ ợ √ ▲ ○", advice=advice)


def _screen(workspace: Workspace, _: Path) -> Iterator[Finding]:
    width = screen_of(sys.stdout, workspace.variables).width
    if width is None:
        yield Finding("không phải cửa sổ lệnh (ống hoặc tệp): in với bề rộng tự nhiên")
    elif width >= NARROW:
        yield Finding(f"rộng {width} cột")
    else:
        advice = "kéo rộng cửa sổ để thấy đủ các cột; con số không bao giờ bị cắt"
        yield Finding(f"chỉ rộng {width} cột", Health.WARNING, advice)


def _plan(workspace: Workspace, _: Path) -> Iterator[Finding]:
    place = workspace.plan_path()
    yield Finding(f"năm {read_plan(load_text(place)).year}, {place.absolute()}")


def _settings(workspace: Workspace, _: Path) -> Iterator[Finding]:
    """Nothing where all that is set can be read; else the error that commands would end with."""
    workspace.today()
    workspace.all_chosen()
    yield from ()


def _plan_of_ledger(workspace: Workspace, _: Path) -> Iterator[Finding]:
    """Whether the ledger was last written under another plan than the one in use."""
    from .view import plan_doubt

    with suppress(ThiduaError), workspace.open() as office:
        if doubt := plan_doubt(office):
            yield Finding(doubt.removeprefix("Lưu ý: "), Health.WARNING)


def _owner(workspace: Workspace, _: Path) -> Iterator[Finding]:
    with suppress(ThiduaError), workspace.open() as office:
        if foreign := office.foreign():
            advice = "dùng đúng sổ (--ledger TỆP); nếu chính đơn vị đổi mã: thidua init --adopt"
            yield Finding(foreign, Health.ERROR, advice, 5)


def _health(workspace: Workspace, _: Path) -> Iterator[Finding]:
    from ..ledger.verify import verify

    path, named = workspace.ledger_path()
    refuse_long_path(path)
    if not os.path.lexists(path):
        advice = f"tạo bằng: {making(path)}" if named else "sổ được tạo khi ghi lần đầu, hoặc: thidua init"
        yield Finding(f"{path} chưa có", advice=advice)
        return
    with Ledger(path) as ledger:
        found = verify(ledger)
    yield Finding(f"{path} nguyên vẹn: {found.seq} dòng, mã cuối {found.chain}")


def _permissions(_: Workspace, path: Path) -> Iterator[Finding]:
    folder = path if os.path.isdir(path) else path.parent
    closed = [place for place in (folder, path) if os.path.exists(place) and not os.access(place, os.W_OK)]
    if closed:
        advice = "cấp quyền ghi, hoặc dùng sổ ở thư mục khác: thidua --ledger TỆP …"
        yield Finding(f"{closed[0]} chỉ đọc: không ghi được", Health.ERROR, advice, 7)
    elif os.name != "nt" and os.path.exists(path) and stat.S_IMODE(path.stat().st_mode) & 0o077:
        sentence = f"người khác trên máy cũng mở được {path}"
        yield Finding(sentence, Health.WARNING, f"chỉ để riêng mình: chmod 600 {path}")
    else:
        yield Finding("ghi được, chỉ người dùng này mở được")


def _space(_: Workspace, path: Path) -> Iterator[Finding]:
    from shutil import disk_usage

    folder = next((place for place in path.parents if os.path.exists(place)), path.parent)
    try:
        free = disk_usage(folder).free
    except OSError as error:
        yield Finding(f"không rõ ({reason_of(error, 'đọc')})", Health.WARNING)
        return
    text, advice = f"còn {free // 1024 // 1024} MiB ở {folder}", "dọn bớt đĩa trước khi ghi tiếp"
    verdict, code = (Health.ERROR, 7) if free < TOO_LITTLE_SPACE else (Health.WARNING, 0)
    yield Finding(text) if free >= LITTLE_SPACE else Finding(text, verdict, advice, code)


def _clock(workspace: Workspace, path: Path) -> Iterator[Finding]:
    now = workspace.now()
    text = f"giờ Việt Nam {write_moment(now)}"
    if named := workspace.variables.get("THIDUA_TODAY"):
        text += f"; hôm nay không theo đồng hồ mà theo biến THIDUA_TODAY: {shown(named)}"
    advice = "chỉnh lại ngày giờ của máy (pin đồng hồ có thể đã hết)"
    last = now
    with suppress(ThiduaError), Ledger(path) as ledger:
        last = next((row.at for row in ledger.history(limit=1)), now)
    if now[:4] < FIRST_YEAR:
        yield Finding(f"{text}: năm vô lý", Health.ERROR, advice, 5)
    else:
        slow = Finding(f"{text}, chậm hơn lần ghi gần nhất trong sổ ({write_moment(last)})", Health.WARNING, advice)
        yield slow if now < last else Finding(text)


def _place(_: Workspace, path: Path) -> Iterator[Finding]:
    advice = "để sổ ở ổ đĩa của máy; chỉ chép bản sao lưu (thidua backup) vào đó"
    doubts = [Finding(sentence, Health.WARNING, advice) for sentence in place_doubts(path)]
    yield from doubts or [Finding("ổ đĩa của máy")]


def _backups(workspace: Workspace, path: Path) -> Iterator[Finding]:
    found, advice = backups(path), "chép ra USB: thidua backup TỆP"
    if found:
        made = datetime.fromtimestamp(found[0].stat().st_mtime, UTC)
        text = f"bản mới nhất bên cạnh sổ: {found[0].name}, {write_moment(stamp(made))}"
        is_old = datetime.fromisoformat(workspace.now()) - made > OLD_BACKUP
        yield Finding(f"{text}, đã cũ", Health.WARNING, advice) if is_old else Finding(text)
    elif os.path.exists(path):
        sentence = "không thấy bản sao lưu nào bên cạnh sổ (bản để ở USB, máy khác thì không biết được)"
        yield Finding(sentence, Health.WARNING, advice)


def _journal(_: Workspace, path: Path) -> Iterator[Finding]:
    if lone := lone_side_files(path):
        names = ", ".join(side.name for side in lone)
        sentence = f"không có sổ {path.name} nhưng còn {names}: sẽ ghi đè lên sổ nào được đặt vào đây"
        advice = f"tìm lại {path.name}; không còn thì khôi phục: thidua restore TỆP_SAO_LƯU (tự dời {names} đi)"
        yield Finding(sentence, Health.ERROR, advice, 5)
    elif os.path.lexists(f"{path}{WAL}"):
        sentence = f"còn {path.name}{WAL}: một chương trình khác đang giữ các dòng chưa ghi vào sổ"
        yield Finding(sentence, Health.WARNING, "đóng chương trình đó (DB Browser…)")
    elif os.path.exists(f"{path}-journal"):
        sentence = "còn một lần ghi dở bên cạnh sổ"
        advice = "không xóa tệp -journal: lệnh ghi kế tiếp tự dùng nó để khôi phục trạng thái trước"
        yield Finding(sentence, Health.WARNING, advice)


LOOKS: dict[str, tuple[str, Look]] = {
    "versions": ("phiên bản", _versions),
    "libraries": ("thư viện", _libraries),
    "encoding": ("bảng mã", _encoding),
    "screen": ("màn hình", _screen),
    "plan": ("kế hoạch", _plan),
    "settings": ("cài đặt", _settings),
}
LOOKS_AT_LEDGER: dict[str, tuple[str, Look]] = {
    "journal": ("nhật ký ghi", _journal),
    "ledger": ("sổ số liệu", _health),
    "plan-of-ledger": ("kế hoạch của sổ", _plan_of_ledger),
    "owner": ("sổ của ai", _owner),
    "permissions": ("quyền", _permissions),
    "space": ("chỗ trống", _space),
    "clock": ("đồng hồ", _clock),
    "place": ("nơi để sổ", _place),
    "backup": ("bản sao lưu", _backups),
}
