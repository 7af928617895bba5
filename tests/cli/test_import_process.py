"""`import` as a process: killed at any moment it wrote all or nothing (I9); 50,000 rows take little memory (I15)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from thidua_cli.ledger import Ledger
from thidua_cli.ledger.copies import verify_file as verify

IDS = ("dan-so", "dan-gia-suc", "dan-gia-cam", "bao-phu-bhyt", "ho-ngheo")
START = "import sys; from thidua_cli.__main__ import run; code = run(sys.argv[1:])"
KILLS = 8


def big_file(folder: Path, rows: int) -> Path:
    path, last = folder / "lon.csv", date(2023, 12, 14)
    lines = (
        f"{IDS[n % len(IDS)]};{n % 90},5;{last - timedelta(n // len(IDS)):%d/%m/%Y};ghi chú {n}\n" for n in range(rows)
    )
    path.write_text("id;value;on;note\n" + "".join(lines), "utf-8")
    return path


def command(folder: Path, file: Path, after: str = "") -> list[str]:
    ledger = folder / "thidua.db"
    code = f"{START}{after}\nsys.exit(code)"
    return [sys.executable, "-c", code, "--ledger", str(ledger), "import", str(file), "--earlier-year"]


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_i9_a_killed_import_has_written_all_or_nothing(tmp_path: Path) -> None:
    file, dice, outcomes = big_file(tmp_path, 1500), random.Random(9), set()
    Ledger.create(tmp_path / "thidua.db")
    begun = time.monotonic()
    subprocess.run([*command(tmp_path, file), "--dry-run"], check=True, stdout=subprocess.DEVNULL)
    usual = time.monotonic() - begun
    for _ in range(KILLS):
        process = subprocess.Popen(command(tmp_path, file), stdout=subprocess.DEVNULL)
        time.sleep(usual * dice.uniform(0.3, 1.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Ledger(tmp_path / "thidua.db"):  # rolls a half-done transaction back
            pass
        rows = verify(tmp_path / "thidua.db").seq
        outcomes.add(rows)
        if rows:
            (tmp_path / "thidua.db").unlink()
            Ledger.create(tmp_path / "thidua.db")
    assert outcomes <= {0, 1500}


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak memory from /proc")
def test_i15_50_000_rows_take_less_than_200_mebibytes(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "thidua.db")
    after = "\nprint(open('/proc/self/status').read())"
    run = subprocess.run(
        command(tmp_path, big_file(tmp_path, 50_000), after), check=True, capture_output=True, encoding="utf-8"
    )
    assert "đã nhập 50000 dòng" in run.stdout
    peak = next(line.split()[1] for line in run.stdout.splitlines() if line.startswith("VmHWM:"))
    assert int(peak) < 200 * 1024
    assert verify(tmp_path / "thidua.db").seq == 50_000
