"""A province to test with: communes with plans of the catalogue's codes, each writing, closing and sending."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hub.server import Hub
from office import Answer, Office
from thidua_cli.domain.period import Period, Span
from thidua_cli.workspace import stamp

CATALOGUE = """code;name;unit;roll_up;weight;better
GS;Tổng đàn gia súc;con;sum;;higher
HN;Tỷ lệ hộ nghèo;%;rate;;lower
TN;Thu nhập bình quân;triệu đồng/người/năm;weighted;DS;higher
DS;Dân số;người;sum;;none
NTM;Tiêu chí nông thôn mới;tiêu chí;none;;higher
"""
PLAN = """schema: thidua.plan/1
year: {year}
title: Kế hoạch thi đua năm {year}
unit: {{id: {id}, name: {name}}}
sections:
  - id: chung
    title: Các chỉ tiêu
    indicators:
      - {{id: gia-suc, name: Tổng đàn gia súc, unit: con, target: ">= 1.000", combine: latest, code: GS, roll_up: sum}}
      - {{id: ho-ngheo, name: Tỷ lệ hộ nghèo, unit: "%", target: "<= 4", combine: latest, code: HN, roll_up: rate}}
      - {{id: thu-nhap, name: Thu nhập, unit: triệu đồng/người/năm, target: ">= 60", combine: latest, code: TN}}
      - {{id: dan-so, name: Dân số, unit: người, target: "~ 5.000", combine: latest, code: DS}}
      - {{id: ntm, name: Tiêu chí nông thôn mới, unit: tiêu chí, target: ">= 19", combine: latest, code: NTM}}
      - {{id: trong-moi, name: Trồng mới, unit: ha, target: ">= 20", combine: sum}}
"""


@dataclass
class Province:
    """A hub and the folders of its communes; figures are those of the last day of a June."""

    hub: Hub
    office: Office
    names: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str) -> Answer:
        """A command of the province's office."""
        return self.office.run("hub", *words, "--hub", self.hub.address("postgres"))

    def done(self, *words: str) -> str:
        answer = self.run(*words)
        assert answer.code == 0, answer.all
        return answer.out

    def machine(self, *words: str) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(self.done(*words, "--format", "json"))
        return record

    def register(self, *units: tuple[str, str], province: str = "Kon Tum") -> None:
        """Units by id and name, and the catalogue."""
        self.names |= dict(units)
        self.write("xa.csv", "id;name;province\n" + "".join(f"{id};{name};{province}\n" for id, name in units))
        self.write("danh-muc.csv", CATALOGUE)
        self.done("units", "import", "xa.csv")
        self.done("indicators", "import", "danh-muc.csv")

    def write(self, name: str, text: str) -> Path:
        path = self.office.folder / name
        path.write_text(text, "utf-8")
        return path

    def plan(self, id: str, year: int) -> str:
        """The commune's plan file, made on first use."""
        path = self.office.folder / id / f"plan_{year}.yaml"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_text(PLAN.format(id=id, name=self.names[id], year=year), "utf-8")
        return str(path)

    def commune(self, id: str, year: int, *words: str) -> Answer:
        """A command in a commune."""
        return self.office.run("--plan", self.plan(id, year), *words)

    def june(self, id: str, year: int, *figures: str) -> None:
        """Record, close and send a June: `gia-suc 1.200`, `ho-ngheo 30/1000`."""
        self.closed(id, year, 6, *figures)

    def at(self, day: date) -> None:
        """It is that day, on the wall and in the ledger."""
        self.office.today(day.isoformat())
        morning = datetime.combine(day, time(1), UTC)
        self.office.stamps = (stamp(morning + timedelta(minutes=minute)) for minute in count())

    def closed(self, id: str, year: int, month: int, *figures: str) -> None:
        """Record the figures of a month's last day, close the month and send."""
        last = Period(Span.MONTH, year, month).last_day
        self.at(last + timedelta(days=5))
        rows = "".join(f"{figure.replace(' ', ';')};{last}\n" for figure in figures)
        lines = [("import", str(self.write("thang.csv", f"id;value;on\n{rows}")), "--yes")] if figures else []
        for words in (*lines, ("close", f"{year}-{month:02d}"), ("send", "--hub", self.hub.address(""))):
            answer = self.commune(id, year, *words)
            assert answer.code == 0, answer.all
