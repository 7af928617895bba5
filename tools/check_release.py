"""Makes the files of a release and checks them: python3 tools/check_release.py [--out DIR] [--try PYTHON …]

Source distribution and wheel are built twice and must be the same bytes; twine and pyroma must have nothing to say; the
wheel must install and work in a fresh environment of each Python named.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import make_offline

LIBRARIES = ("build>=1.2", "twine>=5", "pyroma>=4.2")
EPOCH = "1704067200"
BEST = "10/10"


def built(folder: Path, zone: str) -> list[Path]:
    """The source distribution and the wheel made from it, in the order of their names."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "TZ": zone}
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(make_offline.PROJECT)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return sorted(folder.iterdir())


def refuse_differences(one: list[Path], other: list[Path]) -> None:
    """The same sources give the same bytes."""
    names = [path.name for path in one]
    different = filecmp.cmpfiles(one[0].parent, other[0].parent, names, shallow=False)[1]
    if different or names != [path.name for path in other]:
        raise SystemExit(f"hai lần dựng khác nhau: {', '.join(different) or names}")


def refuse_other_version(tag: str) -> None:
    """A tag names the version that the package states."""
    text = (make_offline.PROJECT / "src" / "thidua_cli" / "__init__.py").read_text("utf-8")
    if f'"{tag.removeprefix("v")}"' not in text:
        raise SystemExit(f"nhãn {tag} không phải phiên bản trong src/thidua_cli/__init__.py")


def judge(files: list[Path]) -> None:
    """Let twine and pyroma look at the files."""
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *map(str, files)], check=True)
    command = [sys.executable, "-m", "pyroma", "--min", "10", str(make_offline.PROJECT)]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    if said.returncode or BEST not in said.stdout:
        raise SystemExit(f"{said.stdout}{said.stderr}pyroma chưa cho {BEST}")
    print(f"pyroma: {BEST}")


def try_in(python: str, wheel: Path, scratch: Path) -> None:
    """Install the wheel with all extras as anybody would and make a report with it."""
    place = Path(tempfile.mkdtemp(prefix="try-", dir=scratch))
    subprocess.run([python, "-m", "venv", str(place)], check=True)
    install = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, f"{wheel}[all]"], check=True)
    clean = {"PATH": os.defpath, "HOME": str(place), "THIDUA_TODAY": "2024-07-05"}
    for words in (
        ["--version"],
        ["demo", "demo"],
        ["summary", "--out-dir", "ra"],
        ["guide", "8"],
        ["schema", "report"],
    ):
        command = [str(place / "bin" / "thidua"), *words]
        subprocess.run(command, check=True, cwd=place, env=clean, stdout=subprocess.DEVNULL)
    version = [str(place / "bin" / "python"), "-c", "import platform; print(platform.python_version())"]
    print(f"chạy được với Python {subprocess.check_output(version, text=True).strip()}")


def make(options: argparse.Namespace) -> None:
    """The whole work, inside the tool's own environment."""
    if options.tag:
        refuse_other_version(options.tag)
    with tempfile.TemporaryDirectory(prefix="thidua-release-") as name:
        scratch = Path(name)
        files = built(scratch / "one", "UTC")
        refuse_differences(files, built(scratch / "other", "Asia/Ho_Chi_Minh"))
        judge(files)
        for python in options.tried:
            try_in(python, next(path for path in files if path.suffix == ".whl"), scratch)
        for path in files if options.out else ():
            options.out.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, options.out / path.name)
        for path in files:
            print(f"{make_offline.sha256(path)}  {path.name}")


def read_options(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Dựng và kiểm tra các tệp phát hành.")
    parser.add_argument("--out", type=Path, metavar="DIR", help="chép các tệp đã kiểm tra vào đây")
    parser.add_argument("--try", dest="tried", nargs="+", default=[sys.executable], metavar="PYTHON")
    parser.add_argument("--tag", metavar="vX.Y.Z", help="từ chối khi phiên bản khác nhãn này")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(make_offline.run_tool(Path(__file__), LIBRARIES, read_options, make, sys.argv[1:]))
