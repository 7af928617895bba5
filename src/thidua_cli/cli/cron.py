"""`cron`: the line for a monthly summary without anybody at the keyboard, and a rehearsal of it."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from shutil import which
from typing import Annotated, Any, NamedTuple, NoReturn

import typer

from ..disk import REPORTS, stored
from ..domain.period import ND09_FIRST_DAY
from ..domain.plan import Calendar
from ..errors import UsageError, typed_argument
from ..plan_file import head, load_text
from ..vietnamese.numbers import shown
from ..workspace import Workspace, default_folder
from .printing import answer, say
from .words import Context, TextOrJson, flag, option

TASK_NAME = "thidua bao cao thang"
AT = time(7, 30)
"""By default, on the machine's clock. From 07:00 on it is the same day in Vietnam (UTC+7) or already the next one,
whatever the machine's zone (UTC-12 to UTC+14); so the month before is over there on the first day of the next."""
LONGEST_TASK = 261
UNFIT = ("\n", "\r", "\\")
NAMED_VARIABLE = re.compile(r'%[^\s%"][^%"]*%')
SAFE_HOUR = 7
LAST_DAY = 28
"""The last day that every month has."""
FIRST_DAY = {Calendar.CIVIL: 1, Calendar.ND09: ND09_FIRST_DAY}
"""The day on which the month before is over: the 15th in the calendar of administrative reports."""


class Job(NamedTuple):
    """What is run: the program with the root options given, its workspace, where reports and messages go; absolute."""

    program: tuple[str, ...]
    workspace: Path
    out_dir: Path
    log: Path
    day: int = 1
    at: time = AT

    @property
    def words(self) -> tuple[str, ...]:
        """The command without its surroundings. The plan is found anew each time, for it is another one next year."""
        return (*self.program, "summary", "--auto", "--out-dir", str(self.out_dir))

    def shell(self) -> str:
        """The command for `/bin/sh`; raises UsageError for a path that no crontab line can hold."""
        place, log = shlex.quote(str(self.workspace)), shlex.quote(str(self.log))
        command = f"cd {place} && {shlex.join(self.words)} >> {log} 2>&1"
        if any(sign in command for sign in UNFIT):
            sentence = f"đường dẫn có dấu \\ hoặc xuống dòng, crontab không nhận: {shown(command, 200)}"
            raise UsageError(sentence, hint="chuyển thư mục làm việc sang nơi có tên thường")
        return command

    def crontab(self) -> str:
        """The line for `crontab -e`; cron takes a bare `%` for the end of the command, so it is escaped."""
        return f"{self.at.minute} {self.at.hour} {self.day} * * " + self.shell().replace("%", "\\%")

    def task(self) -> str:
        """What Windows' Task Scheduler runs; UsageError for a path that cmd would change or that no quotes can hold."""
        place, paths = str(self.workspace), (self.out_dir, self.log)
        # Short where they can be: Windows bounds the length of a task.
        out_dir, log = (str(path.relative_to(place) if path.is_relative_to(place) else path) for path in paths)
        words = [*self.words[:-1], out_dir]
        for path in (*words, place, log):
            if '"' in path or NAMED_VARIABLE.search(path):
                sentence = f"đường dẫn có %…% hoặc dấu nháy kép, Windows không chạy tự động được: {shown(path, 200)}"
                raise UsageError(sentence, hint="đặt tên khác cho thư mục làm việc")
        command = " ".join(map(_windows_word, words))
        return f"cmd /v:off /c cd /d {_windows_word(place)} && {command} >> {_windows_word(log)} 2>&1"

    def schtasks(self) -> str:
        """The command for Windows, to be typed once in a Command Prompt; raises as `task` does."""
        when = f"/SC MONTHLY /D {self.day} /ST {self.at:%H:%M}"
        return f'schtasks /Create /F /TN "{TASK_NAME}" {when} /TR {typed_argument(self.task())}'


def _windows_word(word: str) -> str:
    """Quoted where it is a path or holds what cmd would split at."""
    plain = word.replace("-", "").isalnum() and word.isascii()
    return word if plain else f'"{word}"'


LOG_NAME = "bao-cao-tu-dong.log"
CRON_PATH = "/usr/bin:/bin"
SHELL = "/bin/sh"


def _read_day(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LAST_DAY):
        raise UsageError(f"'{shown(text)}' không phải ngày trong tháng: từ 1 đến {LAST_DAY}, là ngày tháng nào cũng có")
    return int(text)


def _read_hour(text: str) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3])[:hg]([0-5]\d)", text.strip(), re.ASCII)
    if found is None:
        raise UsageError(f"giờ không hợp lệ '{shown(text)}': hãy viết như 07:30 hoặc 16:45")
    return time(int(found[1]), int(found[2]))


DAY = "ngày trong tháng, 1 đến 28; mặc định ngày đầu sau tháng báo cáo"
DayOfMonth = Annotated[int | None, option("--day", "NGÀY_THÁNG", DAY, _read_day)]
Hour = Annotated[time | None, option("--at", "GIỜ", "giờ của máy; mặc định 07:30", _read_hour)]
Rehearse = Annotated[bool, flag("--rehearse", "chạy thử ngay, đúng môi trường trống của cron, vào một thư mục tạm")]


def cron(
    ctx: Context, rehearse: Rehearse = False, day: DayOfMonth = None, at: Hour = None, form: TextOrJson = "table"
) -> None:
    """Dòng lệnh hẹn giờ: ngày đầu mỗi tháng tự làm báo cáo tháng trước (crontab của Linux, schtasks của Windows).

    Ví dụ: thidua cron --day 3 --at 07:30
    """
    job = job_of(ctx.obj)
    job = job._replace(day=day or job.day, at=at or AT)
    if rehearse and form == "json":
        raise UsageError("--rehearse in từng dòng của lần chạy thử, không có dạng json", hint="bỏ --format json")
    if rehearse:
        _rehearse(job, ctx.obj.variables)
    record = _record(job)
    if form == "json":
        answer(form, record, ())
        return
    if record["crontab"]:
        say("# Linux: chạy crontab -e, dán dòng này vào cuối (giờ của máy; đúng tháng dù máy đặt múi giờ nào)")
        say(record["crontab"], as_is=True)
    if record["schtasks"]:
        say("# Windows: mở Command Prompt, dán dòng này")
        say(record["schtasks"], as_is=True)
    say(f"# Thông báo của mỗi lần chạy: {record['log']}; chạy thử: thidua cron --rehearse")
    say("# Máy tắt đúng giờ ấy thì không có báo cáo: chạy tay thidua summary.")
    say("# Sang năm: đặt plan_<năm>.yaml cạnh kế hoạch này, không phải sửa dòng hẹn giờ.")
    for doubt in record["doubts"]:
        say(f"# {doubt}")


def _record(job: Job) -> dict[str, Any]:
    """The lines for Linux and for Windows, where the paths allow one, and what is to be said of it and of the hour."""
    linux = job.crontab() if os.name != "nt" else None  # a Windows path is no path for cron
    early = "Trước 07:00: đúng tháng khi đồng hồ máy đặt theo giờ Việt Nam."
    windows, doubts = None, [early] if job.at.hour < SAFE_HOUR else []
    try:
        windows = job.schtasks()
        if len(job.task()) > LONGEST_TASK:
            doubts.append(f"Dòng Windows dài quá {LONGEST_TASK} ký tự: chuyển thư mục làm việc ra đường dẫn ngắn hơn.")
    except UsageError as error:
        doubts.append(f"Windows: {error.sentence}; {error.hint}")
    lines = {"crontab": linux, "schtasks": windows, "log": str(job.log), "doubts": doubts}
    return {"schema": "thidua.cron/1", "day": job.day, "at": f"{job.at:%H:%M}", **lines}


def job_of(workspace: Workspace) -> Job:
    """The job of this workspace: named plan and ledger are kept, found ones are found anew at each run."""
    plan = workspace.plan_path()
    named = {"--plan": workspace.named_plan(), "--ledger": workspace.named_ledger()}
    options = [word for name, path in named.items() if path for word in (name, str(path.absolute()))]
    _, calendar = head(load_text(plan))
    place, out_dir = default_folder(plan).parent, workspace.reports_folder(None, plan)
    return Job((*program(), *options), place, out_dir.absolute(), place / LOG_NAME, FIRST_DAY[calendar])


def program() -> tuple[str, ...]:
    """This program by absolute path: the script that was called, the one beside Python, else `python -P -m`; no bare
    name and no module (`-P`), since a file of that name may lie in the work folder."""
    called = Path(sys.argv[0])
    if called.stem == "thidua" and called.parent != Path() and (found := which(str(called))):
        return (str(Path(found).absolute()),)
    beside = Path(sys.executable).with_name("thidua.exe" if os.name == "nt" else "thidua")
    return (str(beside),) if beside.exists() else (sys.executable, "-P", "-m", "thidua_cli")


def _rehearse(job: Job, variables: Mapping[str, str]) -> NoReturn:
    """Do what cron will do with the line, and tell what came of it."""
    if os.name == "nt":
        raise UsageError("--rehearse chạy thử dòng crontab, chỉ có trên Linux", hint="trên Windows: thidua summary")
    with stored("không tạo được thư mục tạm", "đặt biến TMPDIR"):
        folder = Path(tempfile.mkdtemp(prefix="thidua-chay-thu-"))
    trial = job._replace(out_dir=folder / REPORTS, log=folder / job.log.name)
    say(f"chạy thử: {trial.shell()}")
    environ = cron_environment(variables)
    home = environ["PWD"] if Path(environ["PWD"]).is_dir() else "/"
    with trial.log.open("ab") as messages:  # what the shell itself says goes there too
        done = subprocess.run(  # noqa: S603 (the very line that was shown)
            [SHELL, "-c", trial.shell()],
            env=environ | {"XDG_STATE_HOME": str(folder)},  # a rehearsal is no automatic run: the log is not told of it
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=messages,
            stderr=messages,
            check=False,
            start_new_session=True,
        )
    for line in trial.log.read_text("utf-8", "replace").splitlines():
        say(f"  {line}", as_is=True)
    made = sorted(path.name for path in trial.out_dir.glob("*")) if trial.out_dir.exists() else []
    code = done.returncode if done.returncode >= 0 else 128 - done.returncode
    say(f"mã kết thúc: {code}; tệp trong {trial.out_dir}: {', '.join(made) or 'không có'}")
    raise typer.Exit(code)


def cron_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """All that cron gives to a job."""
    home = environ.get("HOME") or "/"
    name = environ.get("LOGNAME") or environ.get("USER") or ""
    return {"HOME": home, "LOGNAME": name, "PATH": CRON_PATH, "PWD": home, "SHELL": SHELL}
