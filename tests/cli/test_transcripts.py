"""What people see: whole transcripts, compared to the letter. `pytest --rewrite` writes them anew, to be read."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from itertools import takewhile
from pathlib import Path

import pytest

from office import Office

TRANSCRIPTS = sorted(Path(__file__).parent.joinpath("transcripts").glob("*.txt"))
PLANS = Path(__file__).with_name("plans")
WINDOWS_PATH = re.compile(r"(?<=[\w>])\\(?=\w)(?!n\w*[^\n]*' > )")
CODE = re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{16}(?:[0-9a-f]{16})?\b")


def played(script: str, office: Office) -> str:
    """Run every `$` line of a transcript again and give the transcript as it comes out now.

    `$ NAME=value` sets a variable, `$ cp` takes a plan of the folder `plans`, `$ printf '…' > FILE` writes a file,
    `$ cat FILE` shows one,
    `$ thidua …` is a command;
    `=> 5` stands below an exit code that is not 0.
    Hash codes change with every release, so they are written as `<mã>`; the folder is written as `<thư mục>`.
    """
    pieces = list(takewhile(lambda line: line.startswith("#"), script.splitlines()))
    for line in (line for line in script.splitlines() if line.startswith("$ ")):
        pieces.append(("" if not pieces else "\n") + line if pieces else line)
        words = shlex.split(line[2:])
        if "=" in words[0] and words[0].split("=")[0].isupper():
            name, _, value = words[0].partition("=")
            office.monkeypatch.setenv(name, value)
            continue
        if words[0] == "cp":
            shutil.copy(PLANS / words[1], office.folder / words[2])
            continue
        if words[0] == "printf":
            office.folder.joinpath(words[3]).write_text(words[1].replace("\\n", "\n"), "utf-8")
            continue
        if words[0] == "cat":
            pieces.append(office.folder.joinpath(words[1]).read_text("utf-8").rstrip("\n"))
            continue
        assert words[0] == "thidua"
        answer = office.run(*words[1:])
        pieces.append(answer.all.rstrip("\n"))
        if answer.code:
            pieces.append(f"=> {answer.code}")
    text = "\n".join(pieces) + "\n"
    text = text.replace(str(office.folder), "<thư mục>")
    return CODE.sub("<mã>", WINDOWS_PATH.sub("/", text) if os.name == "nt" else text)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_is_what_the_program_prints(path: Path, office: Office, request: pytest.FixtureRequest) -> None:
    written = path.read_text("utf-8")
    now = played(written, office)
    if request.config.getoption("--rewrite"):
        path.write_text(now, "utf-8")
    assert now == path.read_text("utf-8")


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) >= 4
