"""The JSON Schema describes the YAML as people write it, and the committed copy is current."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
import yaml

from office import Office
from plan_file.schema import json_schema
from plan_file.texts import PLAN_2024, SOUND, spoilt

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
}  # fmt: skip


def _errors(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> list[str]:
    """As much of JSON Schema as this schema uses."""
    if "$ref" in schema:
        return _errors(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    kinds = schema["type"] if isinstance(schema.get("type"), list) else [schema.get("type", "string")]
    if not any(isinstance(value, _TYPES[kind]) for kind in kinds):
        return [f"{value!r} is no {kinds}"]
    if isinstance(value, str):
        return [] if re.search(schema.get("pattern", ""), value) and value in schema.get("enum", [value]) else [value]
    if isinstance(value, list):
        return [error for item in value for error in _errors(item, schema["items"], root)]
    if not isinstance(value, dict):
        return []
    known = schema["properties"]
    errors = [f"unknown {key}" for key in value if key not in known]
    errors += [f"missing {key}" for key in schema["required"] if key not in value]
    return errors + [error for key in value if key in known for error in _errors(value[key], known[key], root)]


class _AsInYaml12(yaml.SafeLoader):
    """Editors read YAML 1.2, in which `on` is a word and no truth."""


_AsInYaml12.yaml_implicit_resolvers = {
    letter: [(tag, shape) for tag, shape in resolvers if letter in "tTfF" or not tag.endswith(":bool")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _as_an_editor_sees(text: str) -> Any:
    loaded = yaml.load(text, _AsInYaml12)  # noqa: S506
    return json.loads(json.dumps(loaded, default=date.isoformat))


def _check(text: str) -> list[str]:
    schema = json_schema()
    return _errors(_as_an_editor_sees(text), schema, schema)


def test_the_committed_schema_is_current_and_is_what_is_printed(office: Office, request: pytest.FixtureRequest) -> None:
    path, made = PLAN_2024.with_name("plan.schema.json"), json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    if request.config.getoption("--rewrite"):
        path.write_text(made, "utf-8")
    assert path.read_text("utf-8") == made, "pytest tests/plan_file/test_schema.py --rewrite, then read the difference"
    assert office.done("plan", "schema") == made


def test_the_plan_names_its_schema_in_the_first_line() -> None:
    first = PLAN_2024.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=plan.schema.json"


def test_the_plan_of_2024_fits_the_schema() -> None:
    assert _check(PLAN_2024.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        spoilt("target", "tagret"),
        spoilt('"< 3,7"', '"3,7"'),
        spoilt('"< 3,7"', '"< 3.7"'),
        spoilt("latest", "lastest"),
        spoilt("ho-ngheo", "Hộ nghèo"),
        SOUND + "        due: hôm nay\n",
        SOUND + "        supplier: BHXH\n",
        SOUND + "        pace: deu\n",
        SOUND + "work:\n  - {id: a, tiel: b}\n",
        SOUND + "scoring: {total: mười, items: []}\n",
        SOUND + "awards: [{form: a, decides: b, since: 2024-01-01}]\n",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(text: str) -> None:
    assert _check(SOUND) == []
    assert _check(text) != []


def test_every_key_has_a_vietnamese_description_and_no_python_form() -> None:
    schema = json_schema()
    groups = [schema, *schema["$defs"].values()]
    for group in groups:
        for key, value in group.get("properties", {}).items():
            assert value["description"], key
        assert group.get("additionalProperties", False) is False
    text = json.dumps(schema)
    assert "null" not in text
    assert "Comparator" not in text
    assert '"from"' in text
    assert '"supplier"' not in text
