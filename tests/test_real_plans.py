"""Real offices' plans as they state them, their figures, and what was published: docs/ke-hoach-that.md."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from office import Office
from thidua_cli.plan_file import PlanText, read_plan
from thidua_cli.plan_file.doubts import plan_warnings

CASES = Path(__file__).parent / "real_plans"
PAGE = CASES.parents[1] / "docs" / "ke-hoach-that.md"
BEGIN, END = "<!-- bảng do tests/test_real_plans.py viết -->\n", "<!-- hết bảng -->\n"
DOCUMENTS = sorted(path.name for path in CASES.iterdir() if path.is_dir())
Published = Mapping[str, str]

DIFFERENCES = {
    ("dong-loc-2025", "thu-ns", "pct 0"): "45/35,229 là 127,74%; số thực hiện công bố (45 tỷ đồng) đã làm tròn",
    ("ia-sao-2025", "thu-ns", "pct 2"): "6,043/0,66 là 915,61%; dự toán công bố (0,66 tỷ đồng) đã làm tròn",
    ("dong-son-2024", "truong-2", "actual 2"): "25/38 là 65,789…%; nơi công bố cắt bớt chữ số, máy làm tròn nửa lên",
    ("ngoc-khe-2023", "gdvh", "actual 0"): "480/662 là 72,507…%; nơi công bố cắt bớt chữ số",
    ("ngoc-khe-2023", "gdvh", "pct 0"): "tính từ 72% đã cắt bớt; từ 480/662 là 96,68% kế hoạch",
}
"""What the program says otherwise than the office, and why."""
KINDS = {"actual": "thực hiện", "pct": "% kế hoạch"}


def rows_of(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plans_of(document: str) -> list[Path]:
    return sorted((CASES / document).glob("plan_*.yaml"))


@cache
def indicators_of(document: str) -> int:
    plans = [read_plan(PlanText(path.name, path.read_bytes())) for path in plans_of(document)]
    return sum(1 for plan in plans for _ in plan.rows())


def exact(held: Mapping[str, Any] | None, key: str = "value") -> Fraction | None:
    return None if held is None or held.get(key) is None else Fraction(held[key])


def said_by(row: Mapping[str, Any], kind: str) -> Fraction | str | None:
    """What the report says of the kind of number that was published, as exactly as it can be told."""
    what = kind.split()[0]
    target = row["also"][0]["target"] if what == "also" else row["target"]
    actual, goal = exact(row["actual"]), exact(target)
    if what in ("pct", "pct<", "also"):
        return actual / goal * 100 if actual is not None and goal else None
    if what == "excess":
        return actual / goal * 100 - 100 if actual is not None and goal else None
    same = row["same_period"]
    others: dict[str, Fraction | str | None] = {
        "actual": actual,
        "diff": exact(row["difference"]),
        "samediff": exact(same, "difference"),
        "index": exact(same, "index"),
        "growth": exact(same, "growth"),
        "verdict": row["verdict"],
    }
    return others[what]


def agrees(said: Fraction | str | None, kind: str, published: str) -> bool:
    if said is None or isinstance(said, str):
        return said == published
    number = Decimal(published)
    if kind == "pct<":
        return said < Fraction(number)
    places = int(kind.split()[-1]) if kind[-1].isdigit() else max(0, -int(number.as_tuple().exponent))
    rounded = (Decimal(said.numerator) / Decimal(said.denominator)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return rounded == number


def reports_of(office: Office, document: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The document's figures recorded, and every report that something was published of: rows by indicator."""
    (office.folder / "data").mkdir(exist_ok=True)
    for path in plans_of(document):
        shutil.copy(path, office.folder / "data")
    for one in rows_of("figures.csv"):
        if one["document"] == document:
            day, month, year = one["day"].split("/")
            office.today(f"{year}-{month}-{day}" if one["earlier_year"] == "0" else f"{int(year) + 1}-12-31")
            earlier = ["--earlier-year"] if one["earlier_year"] == "1" else []
            words = ["--on", one["day"], "--level", one["level"], *earlier, "--yes"]
            office.done("record", one["id"], one["value"], *words)
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for each in published_of(document):
        key = (each["year"], each["period"], each["today"])
        if key not in found:
            office.today(each["today"] or f"{int(each['year']) + 1}-01-05")
            plan = f"data/plan_{each['year']}.yaml"
            words = ["--plan", plan, "report", "--period", each["period"], "--format", "json"]
            found[key] = {row["id"]: row for row in json.loads(office.done(*words))["indicators"]}
    return found


def published_of(document: str) -> list[dict[str, str]]:
    return [row for row in rows_of("published.csv") if row["document"] == document]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_offices_plan_stands_as_the_office_states_it(document: str) -> None:
    for path in plans_of(document):
        text = PlanText(path.name, path.read_bytes())
        assert read_plan(text).year == int(path.stem[-4:])
        assert all(fault.place for fault in plan_warnings(read_plan(text), text))


@pytest.mark.parametrize("document", sorted({row["document"] for row in rows_of("published.csv")}))
def test_what_an_office_published_comes_out_or_differs_for_a_known_reason(office: Office, document: str) -> None:
    reports = reports_of(office, document)
    wrong = []
    for each in published_of(document):
        row = reports[each["year"], each["period"], each["today"]][each["id"]]
        said = said_by(row, each["kind"])
        known = (document, each["id"], each["kind"]) in DIFFERENCES
        if agrees(said, each["kind"], each["published"]) is known:
            wrong.append((each["id"], each["kind"], each["published"], str(said)))
    assert wrong == []


def table() -> str:
    """The result, one row for each document, then the differences."""
    lines = ["| Văn bản | Chỉ tiêu | Số đã công bố | Khớp | Khác |", "|---|---|---|---|---|"]
    for document in DOCUMENTS:
        published = published_of(document)
        differ = sum(key[0] == document for key in DIFFERENCES)
        lines.append(
            f"| {document} | {indicators_of(document)} | {len(published)} | {len(published) - differ} | {differ} |"
        )
    every = rows_of("published.csv")
    lines.append(
        f"| **Cộng** | {sum(map(indicators_of, DOCUMENTS))} | {len(every)} | {len(every) - len(DIFFERENCES)}"
        f" | {len(DIFFERENCES)} |"
    )
    lines += ["", "| Văn bản | Chỉ tiêu | Số | Vì sao khác |", "|---|---|---|---|"]
    lines += [
        f"| {document} | `{id}` | {KINDS[kind.split()[0]]} | {reason} |"
        for (document, id, kind), reason in DIFFERENCES.items()
    ]
    return "\n".join(lines) + "\n"


def test_the_page_about_real_plans_has_the_result(request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    now = before + BEGIN + table() + END + rest.partition(END)[2]
    if request.config.getoption("--rewrite"):
        PAGE.write_text(now, "utf-8")
    assert now == PAGE.read_text("utf-8"), "pytest tests/test_real_plans.py --rewrite brings the page up to date"
