"""A Windows computer that is none: a fresh Wine prefix with what Wine 8 lacks mended, and the setup run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = {"wine": "wine", "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64"}
"""What this harness needs, and Debian's package of it."""
NO_COPYFILE2 = "import _winapi\nif hasattr(_winapi, 'CopyFile2'):\n    del _winapi.CopyFile2\n"
TEST_LIBRARIES = ("pytest", "hypothesis", "packaging", "markdown-it-py", "fastjsonschema")
PROJECT = Path(__file__).parents[2]


def missing_programs() -> list[str]:
    """Debian's packages that are not installed here."""
    return [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


@dataclass(frozen=True)
class Ran:
    """What a program came to."""

    code: int
    out: str


@dataclass(frozen=True)
class Computer:
    """One prefix; its person's folders are inside, nothing of this machine's home is touched."""

    root: Path
    person: str

    @classmethod
    def fresh(cls, root: Path) -> Computer:
        """A new computer with Windows 10."""
        computer = cls(root, os.environ.get("USER") or "root")
        (root / "home").mkdir(parents=True)
        computer.start("wineboot", "-i")
        computer.start("winecfg", "-v", "win10")
        return computer

    @property
    def home(self) -> Path:
        """The person's folder, `%USERPROFILE%`."""
        users = self.root / "prefix" / "drive_c" / "users"
        return next(path for path in users.iterdir() if path.name != "Public")

    @property
    def program(self) -> Path:
        """Where the setup puts thidua."""
        return self.home / "AppData" / "Local" / "Programs" / "thidua"

    @property
    def workspace(self) -> Path:
        """The folder of the plan and the figures."""
        return self.home / "thi-dua"

    def start(self, *words: str, cwd: Path | None = None, **variables: str) -> Ran:
        """Run a program of Linux in the prefix's environment, waiting for all that it starts."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root / "home"),
            "USER": self.person,
            "WINEPREFIX": str(self.root / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;bcryptprimitives=n",
            "LANG": "C.UTF-8",
            "DISPLAY": "",
            **variables,
        }
        done = subprocess.run(
            words,
            cwd=cwd or self.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8", "replace").replace("\r\n", "\n"))

    def run(self, *words: str, cwd: Path | None = None, **variables: str) -> Ran:
        """Run a Windows program."""
        return self.start("wine", *words, cwd=cwd, **variables)

    def thidua(self, *words: str, cwd: Path | None = None, **variables: str) -> Ran:
        """Run thidua in the workspace on 05/07/2024."""
        program = str(self.program / "thidua.exe")
        return self.run(program, *words, cwd=cwd or self.workspace, THIDUA_TODAY="2024-07-05", **variables)

    def python(self, *words: str, cwd: Path | None = None, **variables: str) -> Ran:
        """Run the installed Python."""
        return self.run(str(self.program / "python" / "python.exe"), *words, cwd=cwd, **variables)

    def install(self, setup: Path) -> Ran:
        """Run the setup without questions, then give this computer what only Wine lacks."""
        ran = self.run(str(setup), "/S")
        if ran.code == 0:
            self._mend()
        return ran

    def _mend(self) -> None:
        """A random source for pydantic-core, no CopyFile2, no WMI; `site` reads the second."""
        python = self.program / "python"
        shim = ["x86_64-w64-mingw32-gcc", "-shared", "-O1", "-o", str(python / "bcryptprimitives.dll")]
        subprocess.run([*shim, str(Path(__file__).with_name("prng.c")), "-ladvapi32"], check=True)
        (python / "_wmi.pyd").unlink()
        paths = next(python.glob("python*._pth"))
        paths.write_text(paths.read_text("ascii") + "import site\n", "ascii", newline="\r\n")
        (self.program / "lib" / "sitecustomize.py").write_text(NO_COPYFILE2, "ascii")

    def add_test_libraries(self) -> None:
        """Put pytest and what the tests import, as they are for Windows, beside thidua's own libraries."""
        kind = ["--platform", "win_amd64", "--python-version", "3.13", "--only-binary=:all:", "--quiet"]
        place = ["--target", str(self.program / "lib"), "--disable-pip-version-check", "--no-warn-conflicts"]
        subprocess.run([sys.executable, "-m", "pip", "install", *kind, *place, *TEST_LIBRARIES], check=True)
        next((self.program / "python").glob("python*._pth")).unlink()  # or programs that tests start ignore variables

    def tests(self, folders: Iterable[str]) -> Ran:
        """Run the project's tests with the installed Python and the installed thidua."""
        options = ["-X", "utf8", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=line", "-W", "ignore"]
        library = "Z:" + str(self.program / "lib").replace("/", "\\")  # good from every folder, whatever its drive
        variables = {"PYTHONPATH": library, "PYTHONUTF8": "1"}
        return self.python(*options, *folders, cwd=PROJECT, **variables)
