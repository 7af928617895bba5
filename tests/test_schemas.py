"""The published JSON Schemas: made from one table, current in docs/schemas, and what the commands print."""

from __future__ import annotations

import json
from pathlib import Path

import fastjsonschema
import pytest

from office import Office, refuse_undeclared_json, validator_of
from schemas import OUTPUTS, json_schema
from thidua_cli.ledger.rows import NAMES
from thidua_cli.ledger.transfer import PLAN_NAMES

SCHEMAS = Path(__file__).parents[1] / "docs" / "schemas"
NAMES_OF = {id_: f"{id_.removeprefix('thidua.').removesuffix('/1')}.json" for id_ in OUTPUTS}
ON_THE_DEMO = (
    "report",
    "report --period t9",
    "report --by place",
    "list",
    "show bao-phu-bhyt",
    "explain bao-phu-bhyt --period t9",
    "explain dien-tich-gieo-trong",
    "due",
    "check",
    "overview",
    "today",
    "history",
    "diff t9",
    "score",
    "score --place thon-4",
    "rank --period t9",
    "pace --period t9",
    "work",
    "nominate list",
    "nominate show 1",
    "plan show",
    "plan history",
    "plan diff data/plan_2024.yaml data/plan_2024.yaml",
    "doctor",
    "cron",
    "where",
    "config",
    "verify",
)
KNOWN_HERE = {"thidua.error/1", "thidua.summary/1", "thidua.ledger/1"} | {
    f"thidua.hub-{name}/1" for name in ("status", "report", "rank")
}
"""Those that are no answer of one of the commands above; they have tests of their own."""


def made(id_: str) -> str:
    return json.dumps(json_schema(id_), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("id_", OUTPUTS)
def test_the_published_schema_is_the_declared_one(id_: str, request: pytest.FixtureRequest) -> None:
    path = SCHEMAS / NAMES_OF[id_]
    if request.config.getoption("--rewrite"):
        path.write_text(made(id_), "utf-8")
    assert path.exists(), "pytest tests/test_schemas.py --rewrite"
    assert path.read_text("utf-8") == made(id_), "pytest tests/test_schemas.py --rewrite, then read the difference"


def test_no_schema_is_published_that_no_command_prints() -> None:
    assert {path.name for path in SCHEMAS.glob("*.json")} == set(NAMES_OF.values())


def test_the_list_of_schemas_names_each_with_its_command() -> None:
    page = (SCHEMAS / "README.md").read_text("utf-8")
    for id_, output in OUTPUTS.items():
        assert f"| [{id_}]({NAMES_OF[id_]}) | {output.source} |" in page


def test_every_declared_output_is_printed_on_the_demo_and_is_valid(office: Office) -> None:
    office.today("2024-12-28")
    office.done("demo", "demo")
    office.monkeypatch.chdir(office.folder / "demo")
    office.monkeypatch.setenv("THIDUA_CLOCK", "dung")
    office.done("close", "t9")
    seen = set()
    for words in ON_THE_DEMO:
        answer = office.run(*words.split(), "--format", "json")  # each is validated there
        seen.add(json.loads(answer.out or answer.err)["schema"])
    assert seen == set(OUTPUTS) - KNOWN_HERE


def test_the_summary_for_machines_is_valid(office: Office) -> None:
    office.done("demo", "demo")
    office.monkeypatch.chdir(office.folder / "demo")
    office.done("summary", "--formats", "json", "--out-dir", ".")
    (made_file,) = Path().glob("bao-cao-*.json")
    validator_of("thidua.summary/1")(json.loads(made_file.read_text("utf-8")))


def test_every_line_of_an_exported_ledger_is_valid(office: Office) -> None:
    office.done("demo", "demo")
    office.monkeypatch.chdir(office.folder / "demo")
    lines = [json.loads(line) for line in office.done("export").splitlines()]
    assert {next(iter(line)) for line in lines} == {"schema", "plan", "name", "seq"}
    for line in lines[:20] + lines[-20:]:
        validator_of("thidua.ledger/1")(line)


def test_the_declared_fields_of_the_ledger_are_its_columns() -> None:
    _, plan, _, row = json_schema("thidua.ledger/1")["anyOf"]
    assert tuple(row["properties"]) == NAMES
    assert tuple(plan["properties"]["plan"]["properties"]) == PLAN_NAMES


def test_an_error_is_valid_too(office: Office) -> None:
    answer = office.run("report", "--period", "x", "--format", "json")
    assert json.loads(answer.err)["schema"] == "thidua.error/1"


def test_published_schemas_allow_keys_to_be_added() -> None:
    allows = fastjsonschema.compile(json_schema("thidua.error/1"))
    allows({"schema": "thidua.error/1", "error": {"code": 2, "sentence": "", "hint": "", "faults": []}, "new": 1})


def test_a_key_that_is_not_declared_is_named_with_what_to_do() -> None:
    record = {"schema": "thidua.error/1", "error": {"code": 2, "sentence": "", "hint": "", "faults": []}, "new": 1}
    with pytest.raises(AssertionError, match=r"(?s)new.*tests/schemas\.txt.*--rewrite"):
        refuse_undeclared_json(json.dumps(record))
    with pytest.raises(AssertionError, match="no schema"):
        refuse_undeclared_json('{"schema": "thidua.unheard-of/1"}')


def test_the_schemas_are_listed_and_printed(office: Office) -> None:
    assert office.done("schema").count("\n") == len(OUTPUTS)
    assert office.done("schema", "report") == office.done("schema", "thidua.report/1") == made("thidua.report/1")
    answer = office.run("schema", "bao-cao")
    assert answer.code == 2
    assert "thidua schema" in answer.err
