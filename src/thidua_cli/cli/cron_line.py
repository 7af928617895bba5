"""The line that makes the monthly summary by itself: for crontab and for Windows' schtasks, quoted and escaped."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from ..domain.period import ND09_FIRST_DAY
from ..domain.plan import Calendar
from ..errors import UsageError
from ..vietnamese.numbers import shown

TASK_NAME = "thidua bao cao thang"
HOUR, MINUTE = 7, 30
"""On the machine's clock. From 07:00 on it is the same day in Vietnam (UTC+7) or already the next one, whatever the
machine's zone (UTC-12 to UTC+14); so the month before is over there when the line runs on the first day."""
LONGEST_TASK = 261
UNFIT = ("\n", "\r", "\\")


@dataclass(frozen=True, slots=True)
class Job:
    """What is run: the program's words, the workspace it runs in, where reports and messages go; absolute paths."""

    program: tuple[str, ...]
    workspace: Path
    out_dir: Path
    log: Path
    options: tuple[str, ...] = ()
    """Root options that were given: `--plan`, `--ledger`."""
    calendar: Calendar = Calendar.CIVIL

    @property
    def words(self) -> tuple[str, ...]:
        """The command without its surroundings. The plan is found anew each time, for it is another one next year."""
        return (*self.program, *self.options, "summary", "--out-dir", str(self.out_dir))

    @property
    def day(self) -> int:
        """The first day after a month: the 15th in the calendar of administrative reports."""
        return ND09_FIRST_DAY if self.calendar is Calendar.ND09 else 1

    def into(self, folder: Path) -> Job:
        """The same, with everything it writes in another folder."""
        return replace(self, out_dir=folder / "bao-cao", log=folder / self.log.name)

    def shell(self) -> str:
        """The command for `/bin/sh`."""
        place, log = shlex.quote(str(self.workspace)), shlex.quote(str(self.log))
        return f"cd {place} && {shlex.join(self.words)} >> {log} 2>&1"

    def crontab(self) -> str:
        """The line for `crontab -e`; cron takes a bare `%` for the end of the command, so it is escaped.

        Raises UsageError for a path that no crontab line can hold.
        """
        command = self.shell()
        if any(sign in command for sign in UNFIT):
            raise UsageError(
                f"đường dẫn có dấu \\ hoặc xuống dòng, crontab không nhận: {shown(command, 200)}",
                hint="chuyển thư mục làm việc sang nơi có tên thường",
            )
        return f"{MINUTE} {HOUR} {self.day} * * {escaped(command)}"

    def schtasks(self) -> str:
        """The command for Windows, to be typed once in a Command Prompt."""
        words = " ".join(_windows_word(word) for word in self.words)
        run = f"cmd /c cd /d {_windows_word(str(self.workspace))} && {words} >> {_windows_word(str(self.log))} 2>&1"
        inner = run.replace('"', '\\"')
        when = f"/SC MONTHLY /D {self.day} /ST {HOUR:02d}:{MINUTE:02d}"
        return f'schtasks /Create /F /TN "{TASK_NAME}" {when} /TR "{inner}"'


def escaped(command: str) -> str:
    """A command as crontab wants it."""
    return command.replace("%", "\\%")


def unescaped(command: str) -> str:
    """What cron hands to the shell: the text up to the first bare `%`, escaped ones made plain."""
    plain, rest = "", command
    while rest:
        if rest.startswith("\\%"):
            plain, rest = plain + "%", rest[2:]
        elif rest[0] == "%":
            break
        else:
            plain, rest = plain + rest[0], rest[1:]
    return plain


def _windows_word(word: str) -> str:
    """Quoted where it is a path or holds what cmd would split at."""
    plain = word.replace("-", "").isalnum() and word.isascii()
    return word if plain else f'"{word}"'
