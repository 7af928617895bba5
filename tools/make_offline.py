"""Makes the folder that installs thidua on an office computer without internet: python3 tools/make_offline.py"""

from __future__ import annotations

import argparse
import email.parser
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
TEXTS = Path(__file__).resolve().with_name("offline")
WHEELS = "goi"
GUIDE = "DOC-TRUOC.txt"
LOCK = Path(__file__).resolve().with_name("locked.txt")
"""The libraries' versions and the SHA-256 of each wheel, for every kind of computer; renewed with --renew only."""
LOCKED = "khoa.txt"
SUMS = "SHA256SUMS"
HEAD = """\
# The libraries that the offline folder and the setup carry, by the SHA-256 of each wheel.
# Written by: python3 tools/make_offline.py --renew
"""
ROOT = "thidua-cli[all]"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

OFFLINE = ("--no-index", "--find-links")
LOCKED_ONLY = ("--require-hashes", "--requirement")

Copy = Callable[[str], bytes]


@dataclass(frozen=True)
class System:
    """A kind of computer: what pip calls it, what markers see of it, and the Pythons its libraries come for."""

    name: str
    platforms: tuple[str, ...]
    markers: tuple[tuple[str, str], ...]
    pythons: tuple[str, ...] = PYTHONS


@dataclass(frozen=True)
class Target:
    """One kind of computer with one Python."""

    system: System
    python: str

    @property
    def name(self) -> str:
        """As it is named in messages."""
        return f"{self.system.name} Python {self.python}"

    def environment(self) -> dict[str, str]:
        """What environment markers mean there; pip itself would ask the computer it runs on."""
        common = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
        version = {"python_version": self.python, "python_full_version": f"{self.python}.0"}
        return {**common, **version, **dict(self.system.markers)}


def _markers(os_name: str, sys_platform: str, system: str, machine: str) -> tuple[tuple[str, str], ...]:
    return (
        ("os_name", os_name),
        ("sys_platform", sys_platform),
        ("platform_system", system),
        ("platform_machine", machine),
    )


# Ubuntu 22.04 (glibc 2.35) is the oldest common system with a Python 3.11: all wheels up to 2.34 run there.
MANYLINUX = tuple(f"manylinux_2_{minor}_x86_64" for minor in range(34, 4, -1))
SYSTEMS = (
    System("win64", ("win_amd64",), _markers("nt", "win32", "Windows", "AMD64")),
    # PyYAML has no wheel for 32-bit Windows beyond Python 3.13.
    System("win32", ("win32",), _markers("nt", "win32", "Windows", "x86"), PYTHONS[:3]),
    System(
        "linux",
        (*MANYLINUX, "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"),
        _markers("posix", "linux", "Linux", "x86_64"),
    ),
)


def targets(systems: Iterable[str], pythons: Iterable[str]) -> list[Target]:
    """Every asked-for pair of system and Python for which the libraries exist."""
    names, wanted = set(systems), set(pythons)
    chosen = [system for system in SYSTEMS if system.name in names]
    return [Target(system, python) for system in chosen for python in system.pythons if python in wanted]


@dataclass(frozen=True)
class Pin:
    """One library: its version and the wheels that may be used."""

    name: str
    version: str
    hashes: frozenset[str]

    def __str__(self) -> str:
        """As pip reads it: a requirement that only these files answer."""
        hashes = "".join(f" \\\n    --hash=sha256:{digest}" for digest in sorted(self.hashes))
        return f"{self.name}=={self.version}{hashes}\n"


def pins(text: str) -> list[Pin]:
    """What a file of pins says."""
    lines = text.replace("\\\n", " ").splitlines()
    words = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    pairs = [(first.split("=="), [word.rpartition(":")[2] for word in rest]) for first, *rest in words]
    return [Pin(name, version, frozenset(hashes)) for (name, version), hashes in pairs]


def pinned(wheels: Iterable[Path]) -> list[Pin]:
    """The pins that exactly these wheels answer; of each library there may be one version."""
    from packaging.utils import parse_wheel_filename

    found: dict[str, tuple[set[str], set[str]]] = {}
    for wheel in wheels:
        name, version, _, _ = parse_wheel_filename(wheel.name)
        versions, hashes = found.setdefault(name, (set(), set()))
        versions.add(str(version))
        hashes.add(sha256(wheel))
    several = [name for name, (versions, _) in found.items() if len(versions) > 1]
    if several:
        raise SystemExit(f"các loại máy cần bản khác nhau của: {', '.join(sorted(several))}")
    return [Pin(name, versions.pop(), frozenset(hashes)) for name, (versions, hashes) in sorted(found.items())]


def sha256(path: Path) -> str:
    """A file's SHA-256 in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refuse_unlocked(wheels: Iterable[Path], allowed: Iterable[Pin]) -> None:
    """Nothing from the registry is used that is not written down."""
    known = {digest for pin in allowed for digest in pin.hashes}
    strange = [wheel.name for wheel in wheels if sha256(wheel) not in known]
    if strange:
        raise SystemExit(f"không có trong {LOCK.name}: {', '.join(strange)} (cập nhật bằng --renew, rồi xem lại)")


def download_command(target: Target, wanted: list[str], folder: Path, found: Path) -> list[str]:
    """The pip call that fetches ready-built wheels for another computer."""
    places = [word for name in target.system.platforms for word in ("--platform", name)]
    kind = ["--implementation", "cp", "--python-version", target.python, "--only-binary=:all:"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    return [*command, *kind, *places, "--find-links", str(found), "--dest", str(folder), *wanted]


def needs(wheel: Path) -> tuple[str, list[str]]:
    """A wheel's own name and the requirements it states."""
    with zipfile.ZipFile(wheel) as archive:
        inside = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        facts = email.parser.BytesParser().parsebytes(archive.read(inside), headersonly=True)
    return facts["Name"], facts.get_all("Requires-Dist", [])


def missing(wheels: Iterable[Path], root: str, environment: dict[str, str]) -> list[str]:
    """Requirements of `root`, direct and indirect, that the wheels do not answer in that environment."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    stated = {canonicalize_name(name): lines for name, lines in map(needs, wheels)}
    first = Requirement(root)
    waiting, seen, absent = [(canonicalize_name(first.name), {"", *first.extras})], set(), []
    while waiting:
        name, extras = waiting.pop()
        for line in stated[name]:
            needed = Requirement(line)
            marker = needed.marker
            if marker and not any(marker.evaluate({**environment, "extra": extra}) for extra in extras):
                continue
            key = (canonicalize_name(needed.name), tuple(sorted(needed.extras)))
            if key[0] not in stated:
                absent.append(f"{needed.name}{needed.specifier}")
            elif key not in seen:
                seen.add(key)
                waiting.append((key[0], {"", *needed.extras}))
    return sorted(set(absent))


def fetch(target: Target, own: Path, folder: Path, allowed: list[Pin]) -> None:
    """Everything one computer needs, also what pip leaves out because this computer would not need it.

    With `allowed`, in these versions and files only.
    """
    folder.mkdir()
    bounds = folder / "bounds.txt"
    bounds.write_text("".join(f"{pin.name}=={pin.version}\n" for pin in allowed))
    wanted = [f"{own}[all]"]
    while wanted:
        before = sorted(folder.glob("*.whl"))
        command = [*download_command(target, wanted, folder, own.parent), "--constraint", str(bounds)]
        subprocess.run(command, check=True)
        after = sorted(folder.glob("*.whl"))
        wanted = missing(after, ROOT, target.environment())
        if wanted and after == before:
            raise SystemExit(f"{target.name}: không tìm thấy {', '.join(wanted)}")
    if allowed:
        refuse_unlocked((wheel for wheel in folder.glob("*.whl") if wheel.name != own.name), allowed)


def windows_text(text: str) -> bytes:
    """A text file for Windows: CRLF ends of lines; a mark at the start when it has Vietnamese letters, for Notepad."""
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    return lines.encode("ascii" if text.isascii() else "utf-8-sig")


def linux_text(text: str) -> bytes:
    """A text file for Linux."""
    return ("\n".join(text.splitlines()) + "\n").encode()


FILES: dict[str, Copy] = {
    "cai-dat.bat": windows_text,
    "thidua.bat": windows_text,
    "cai-dat.sh": linux_text,
    GUIDE: windows_text,
}


def texts(version: str, pythons: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The files beside the wheels, with the version and the Pythons filled in."""
    known = sorted(pythons, key=lambda text: [int(part) for part in text.split(".")])
    for name, copy in FILES.items():
        text = (TEXTS / name).read_text(encoding="utf-8-sig")
        filled = text.replace("@VERSION@", version).replace("@PYTHONS@", " ".join(known))
        yield name, copy(filled)


def write_texts(folder: Path, version: str, pythons: Iterable[str]) -> None:
    """Put the installers and the guide into the folder."""
    for name, content in texts(version, pythons):
        (folder / name).write_bytes(content)
        if name.endswith(".sh"):
            (folder / name).chmod(0o755)


def own_wheel(folder: Path) -> Path:
    """The project's own wheel, built into the folder."""
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*build, "--wheel-dir", str(folder), str(PROJECT)], check=True)
    return next(folder.glob("thidua_cli-*.whl"))


def fill(folder: Path, chosen: list[Target], scratch: Path, allowed: list[Pin]) -> None:
    """Build the project's wheel and gather everybody's wheels, their pins, texts and checksums in `folder`."""
    wheels = folder / WHEELS
    wheels.mkdir(parents=True)
    own = own_wheel(wheels)
    for number, target in enumerate(chosen, start=1):
        print(f"[{number}/{len(chosen)}] {target.name}", flush=True)
        place = scratch / str(number)
        fetch(target, own, place, allowed)
        for wheel in place.glob("*.whl"):
            if not (wheels / wheel.name).exists():
                shutil.move(wheel, wheels / wheel.name)
    write_texts(folder, own.name.split("-")[1], {target.python for target in chosen})
    (wheels / LOCKED).write_text(with_all_extras(pinned(wheels.glob("*.whl"))), newline="\n")
    (folder / SUMS).write_text(sums(folder), newline="\n")


def with_all_extras(found: list[Pin]) -> str:
    """The pins as the installers hand them to pip."""
    own = ROOT.partition("[")[0]
    return "".join(str(Pin(ROOT if pin.name == own else pin.name, pin.version, pin.hashes)) for pin in found)


def sums(folder: Path) -> str:
    """The SHA-256 of every file, as `sha256sum -c` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def renew(found: list[Pin]) -> None:
    """Write the pins of today's libraries down."""
    own = ROOT.partition("[")[0]
    LOCK.write_text(HEAD + "".join(str(pin) for pin in found if pin.name != own), newline="\n")


def try_here(folder: Path, chosen: list[Target], scratch: Path) -> None:
    """Install from the folder alone into a fresh environment and write a report in all formats with it.

    Only when the folder was made for this kind of computer too.
    """
    mine = ("linux", f"{sys.version_info.major}.{sys.version_info.minor}")
    if platform.machine() != "x86_64" or mine not in {(target.system.name, target.python) for target in chosen}:
        print("Thư mục không dành cho loại máy này: chưa cài thử")
        return
    place = scratch / "try"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    install = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*install, "--isolated", *OFFLINE, str(folder / WHEELS), *LOCKED_ONLY, str(folder / WHEELS / LOCKED)],
        check=True,
    )
    thidua = str(place / "bin" / "thidua")
    clean = {"PATH": os.defpath, "HOME": str(place), "THIDUA_TODAY": "2024-07-05"}
    subprocess.run([thidua, "--version"], check=True)
    report = [thidua, "summary", "--formats", "md,html,docx,xlsx", "--out-dir", str(place / "bao-cao")]
    subprocess.run(report, check=True, cwd=place, env=clean)


def replace(folder: Path, out: Path) -> None:
    """Put the finished folder in its place; only a folder made by this tool is replaced."""
    if out.exists():
        if any(out.iterdir()) and not (out / GUIDE).is_file():
            raise SystemExit(f"{out} đã có và không phải thư mục cài đặt: hãy chọn chỗ khác bằng --out")
        shutil.rmtree(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder, out)


def make(options: argparse.Namespace) -> None:
    """The whole work, inside the tool's own environment."""
    chosen = targets(options.system, options.python)
    if not chosen:
        raise SystemExit("không có thư viện dựng sẵn cho loại máy và Python đã chọn")
    allowed = [] if options.renew else pins(LOCK.read_text())
    with tempfile.TemporaryDirectory(prefix="thidua-offline-") as name:
        folder, scratch = Path(name) / "folder", Path(name)
        fill(folder, chosen, scratch, allowed)
        try_here(folder, chosen, scratch)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        if options.renew:
            renew(pinned((folder / WHEELS).glob("*.whl")))
        replace(folder, options.out)
    print(f"Đã tạo {options.out} ({size // 1_000_000} MB). Chép cả thư mục vào USB; trên máy cơ quan mở {GUIDE} trước.")


def in_own_environment(tool: Path, libraries: Iterable[str], arguments: list[str]) -> int:
    """Run a tool again in a fresh environment: the system's Python may have no pip, and none of its users asked."""
    with tempfile.TemporaryDirectory(prefix="thidua-tool-") as name:
        subprocess.run([sys.executable, "-m", "venv", name], check=True)
        python = str(Path(name) / ("Scripts" if os.name == "nt" else "bin") / "python")
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "packaging>=24", *libraries]
        subprocess.run([python, *install], check=True)
        return subprocess.run([python, str(tool), "--inside", *arguments], check=False).returncode


def read_options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Tạo thư mục cài thidua cho máy không có internet.")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist" / "thidua-offline", help="thư mục kết quả")
    parser.add_argument("--python", nargs="+", default=PYTHONS, choices=PYTHONS, help="các bản Python cần hỗ trợ")
    systems = [system.name for system in SYSTEMS]
    parser.add_argument("--system", nargs="+", default=systems, choices=systems, help="các loại máy")
    parser.add_argument("--renew", action="store_true", help="ghi các bản thư viện mới nhất vào locked.txt")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def run_tool(
    tool: Path,
    libraries: Iterable[str],
    read: Callable[[list[str]], argparse.Namespace],
    work: Callable[[argparse.Namespace], None],
    arguments: list[str],
) -> int:
    """Do a tool's work in an environment of its own; 0 when it is done."""
    options = read(arguments)
    if not options.inside:
        return in_own_environment(tool, libraries, arguments)
    try:
        work(options)
    except subprocess.CalledProcessError as error:
        print(f"Không làm được: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run_tool(Path(__file__), (), read_options, make, sys.argv[1:]))
