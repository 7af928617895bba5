"""D1-D4: the commands whose system calls fail in turn, what their folder looks like before, and what may be after."""

from __future__ import annotations

import io
import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults.syscalls import CREW, Scenario
from ledger.sample import backup, made, recorded, to_lines, write
from thidua_cli.errors import ThiduaError
from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import verify_file as verify

OLD_LEDGER = CREW.with_name("fixtures") / "version-1.db"
OLD_REPORT = b"old"
LATER = "2025-01-02T03:04:05.000000Z"
LAST_DAY_BEFORE = date(2023, 12, 14)
MOST_AUTOMATIC_COPIES = "thidua.sao-luu-*.db"


def rows_in(path: Path) -> int:
    """How many rows a ledger has, -1 if it is not whole."""
    try:
        return verify(path).seq
    except ThiduaError:
        return -1


def by_rows(before: int, after: int) -> Callable[[Path], str]:
    """The state of a folder by the rows of its ledger; the copies made before are whole, or have no name."""

    def state(folder: Path) -> str:
        for copy in folder.glob(MOST_AUTOMATIC_COPIES):
            if rows_in(copy) != before:
                return "a copy is not whole"
        rows = rows_in(folder / "thidua.db")
        return {before: "before", after: "after"}.get(rows, f"{rows} rows")

    return state


def three_rows(folder: Path) -> None:
    made(folder, 3)


def crew(verb: str) -> Callable[[Path], list[str]]:
    return lambda folder: [str(CREW), verb, str(folder / "thidua.db")]


def command(*words: str) -> Callable[[Path], list[str]]:
    """A command line of thidua; `@` stands for the folder."""
    return lambda folder: ["-m", "thidua_cli", *(word.replace("@", str(folder)) for word in words)]


def three_figures(folder: Path) -> None:
    """Figures of the plan that ships, of June 2024."""
    Ledger.create(folder / "thidua.db")
    days = (date(2024, 6, 1), date(2024, 6, 15), date(2024, 6, 30))
    with Ledger(folder / "thidua.db") as ledger:
        write(ledger, [recorded(f"65{number}0", "dan-gia-suc", day) for number, day in enumerate(days)])


def three_figures_and_an_old(*names: str) -> Callable[[Path], None]:
    """The same, and old reports under these names."""

    def prepare(folder: Path) -> None:
        three_figures(folder)
        for name in names:
            (folder / name).write_bytes(OLD_REPORT)

    return prepare


def figures_to_import(folder: Path) -> None:
    """A CSV file of 500 figures of earlier years beside a ledger of three rows."""
    three_rows(folder)
    lines = [f"dan-gia-suc;{6000 + n};{LAST_DAY_BEFORE - timedelta(n):%d/%m/%Y}\n" for n in range(500)]
    (folder / "a.csv").write_text("id;value;on\n" + "".join(lines), "utf-8")


def export_to_import(folder: Path) -> None:
    """An export of 40 rows beside an empty ledger."""
    (folder / "before").mkdir()
    (folder / "a.jsonl").write_text("".join(to_lines(made(folder / "before", 40))), "utf-8")
    Ledger.create(folder / "thidua.db")


def old_version(folder: Path) -> None:
    shutil.copyfile(OLD_LEDGER, folder / "thidua.db")


def backed_up(folder: Path) -> None:
    """A ledger of five rows and a backup of three."""
    (folder / "usb").mkdir()
    backup(made(folder, 3), folder / "usb" / "a.db")
    with Ledger(folder / "thidua.db") as ledger:
        write(ledger, [recorded("1", "b"), recorded("2", "c")], at=LATER)


def backup_state(folder: Path) -> str:
    if rows_in(folder / "thidua.db") != 3:
        return "the ledger changed"
    if not (folder / "a.db").exists():
        return "before"
    return "after" if rows_in(folder / "a.db") == 3 else "half a backup under its name"


def restored_state(folder: Path) -> str:
    if rows_in(folder / "usb" / "a.db") != 3:
        return "the backup changed"
    rows = rows_in(folder / "thidua.db")
    kept = list(folder.glob("thidua.db.before-restore-*"))
    if rows == 3 and [rows_in(path) for path in kept[:1]] != [5]:
        return "the replaced ledger is gone"
    return {5: "before", 3: "after"}.get(rows, f"{rows} rows")


def by_files(*names: str) -> Callable[[Path], str]:
    """The state of a folder by files that a command makes or replaces: each is the old one or the whole new one."""

    def state(folder: Path) -> str:
        if rows_in(folder / "thidua.db") != 3:
            return "the ledger changed"
        finished = 0
        for path in (folder / name for name in names):
            content = path.read_bytes() if path.exists() else OLD_REPORT
            if content != OLD_REPORT and not is_whole(content, path.suffix):
                return f"half of {path.name}"
            finished += content != OLD_REPORT
        return "after" if finished == len(names) else "before"

    return state


def is_whole(content: bytes, suffix: str) -> bool:
    """Whether a report of this kind has its end."""
    if suffix in (".docx", ".xlsx"):
        return zipfile.is_zipfile(io.BytesIO(content)) and zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    if suffix == ".jsonl":
        lines = [json.loads(line) for line in content.splitlines()]
        return bool(lines) and content.endswith(b"\n") and lines[0]["rows"] == sum("seq" in line for line in lines)
    if suffix == ".html":
        return content.endswith(b"</html>\n")
    return content.count(b"\n") > 20 and content.endswith(b"\n")


def _output(name: str, *words: str) -> Scenario:
    """A command that replaces one file."""
    kind = words[-1].rpartition("/")[2]
    return Scenario(name, three_figures_and_an_old(kind), command(*words, "--force"), by_files(kind), strict=False)


SUMMARIES = tuple(f"bao-cao-dak-la-2024-06.{suffix}" for suffix in ("md", "html", "docx", "xlsx"))
CORRECT = ("correct", "dan-gia-suc", "6.550", "--on", "30/06/2024", "--reason", "đếm lại")
RECORD = Scenario("record", three_rows, crew("add"), by_rows(3, 4))
SCENARIOS = (
    RECORD,
    Scenario("correct", three_figures, command(*CORRECT), by_rows(3, 4)),
    Scenario("import", figures_to_import, command("import", "@/a.csv", "--earlier-year"), by_rows(3, 503)),
    Scenario("import-ledger", export_to_import, command("import", "@/a.jsonl"), by_rows(0, 40)),
    Scenario("close", three_figures, command("close", "2024-06"), by_rows(3, 4)),
    Scenario("migrate", old_version, crew("add"), by_rows(24, 25)),
    Scenario("backup", three_rows, command("backup", "@/a.db"), backup_state, strict=False),
    Scenario("restore", backed_up, command("restore", "@/usb/a.db", "--force"), restored_state, strict=False),
    _output("report", "report", "--out", "@/a.csv"),
    _output("export", "export", "--out", "@/a.jsonl"),
    _output("template", "template", "--out", "@/a.xlsx"),
    Scenario(
        "summary",
        three_figures_and_an_old(*SUMMARIES[1:3]),
        command("summary", "--period", "2024-06", "--out-dir", "@", "--force"),
        by_files(*SUMMARIES),
        strict=False,
    ),
)
