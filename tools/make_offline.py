"""Makes the folder that installs thidua on an office computer without internet: python3 tools/make_offline.py"""

from __future__ import annotations

import argparse
import email.parser
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
ROOT = "thidua-cli[all]"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

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


def fetch(target: Target, own: Path, folder: Path) -> None:
    """Everything one computer needs, also what pip leaves out because this computer would not need it."""
    folder.mkdir()
    wanted = [f"{own}[all]"]
    while wanted:
        before = sorted(folder.glob("*.whl"))
        subprocess.run(download_command(target, wanted, folder, own.parent), check=True)
        after = sorted(folder.glob("*.whl"))
        wanted = missing(after, ROOT, target.environment())
        if wanted and after == before:
            raise SystemExit(f"{target.name}: không tìm thấy {', '.join(wanted)}")


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


def fill(folder: Path, chosen: list[Target], scratch: Path) -> None:
    """Build the project's wheel and gather everybody's wheels and texts in `folder`."""
    wheels = folder / WHEELS
    wheels.mkdir(parents=True)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*build, "--wheel-dir", str(wheels), str(PROJECT)], check=True)
    own = next(wheels.glob("thidua_cli-*.whl"))
    for number, target in enumerate(chosen, start=1):
        print(f"[{number}/{len(chosen)}] {target.name}", flush=True)
        place = scratch / str(number)
        fetch(target, own, place)
        for wheel in place.glob("*.whl"):
            if not (wheels / wheel.name).exists():
                shutil.move(wheel, wheels / wheel.name)
    write_texts(folder, own.name.split("-")[1], {target.python for target in chosen})


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
    subprocess.run([*install, "--isolated", "--no-index", "--find-links", str(folder / WHEELS), ROOT], check=True)
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
    with tempfile.TemporaryDirectory(prefix="thidua-offline-") as name:
        folder, scratch = Path(name) / "folder", Path(name)
        fill(folder, chosen, scratch)
        try_here(folder, chosen, scratch)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        replace(folder, options.out)
    print(f"Đã tạo {options.out} ({size // 1_000_000} MB). Chép cả thư mục vào USB; trên máy cơ quan mở {GUIDE} trước.")


def in_own_environment(arguments: list[str]) -> int:
    """Run this file again in a fresh environment: the system's Python may have no pip, and none of its users asked."""
    with tempfile.TemporaryDirectory(prefix="thidua-tool-") as name:
        subprocess.run([sys.executable, "-m", "venv", name], check=True)
        python = str(Path(name) / ("Scripts" if os.name == "nt" else "bin") / "python")
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "packaging>=24"]
        subprocess.run([python, *install], check=True)
        return subprocess.run([python, __file__, "--inside", *arguments], check=False).returncode


def read_options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Tạo thư mục cài thidua cho máy không có internet.")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist" / "thidua-offline", help="thư mục kết quả")
    parser.add_argument("--python", nargs="+", default=PYTHONS, choices=PYTHONS, help="các bản Python cần hỗ trợ")
    systems = [system.name for system in SYSTEMS]
    parser.add_argument("--system", nargs="+", default=systems, choices=systems, help="các loại máy")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Make the folder; 0 when it is there."""
    options = read_options(arguments)
    if not options.inside:
        return in_own_environment(arguments)
    try:
        make(options)
    except subprocess.CalledProcessError as error:
        print(f"Không làm được: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
