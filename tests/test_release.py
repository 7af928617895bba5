"""What is released: workflows that run what `.ci/run` runs, one version everywhere, a README that stands alone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua_cli import __version__

PROJECT = Path(__file__).parents[1]
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
CI = (PROJECT / ".ci" / "run").read_text("utf-8")
FACTS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))


def workflow(name: str) -> Any:
    return yaml.safe_load((PROJECT / ".github" / "workflows" / name).read_text("utf-8"))


def commands(held: Any) -> list[str]:
    return [step["run"] for job in held["jobs"].values() for step in job["steps"] if "run" in step]


def classified() -> list[str]:
    lines = FACTS["project"]["classifiers"]
    return [found[1] for line in lines if (found := re.search(r":: (3\.\d+)$", line))]


def test_the_workflow_of_tests_runs_the_projects_own_checks_and_nothing_else() -> None:
    assert commands(workflow("tests.yml")) == ["bash .ci/run"]


def test_the_workflow_of_a_release_runs_the_same_checks_first_and_the_tools_that_are_here() -> None:
    run = commands(workflow("release.yml"))
    assert run[0] == "bash .ci/run"
    called = [found[1] for line in run[1:] if (found := re.match(r"python3 (tools/\S+)", line))]
    assert called == ["tools/check_release.py", "tools/make_windows.py"]
    assert all((PROJECT / tool).is_file() for tool in called)


def test_the_checks_of_a_release_are_part_of_the_projects_own_checks() -> None:
    assert "python3 tools/check_release.py" in CI


def test_the_pythons_of_the_workflow_are_those_of_the_classifiers_and_the_oldest_is_the_required_one() -> None:
    assert workflow("tests.yml")["jobs"]["ci"]["strategy"]["matrix"]["python"] == classified()
    assert FACTS["project"]["requires-python"] == f">={classified()[0]}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_only_and_keeps_no_secret(path: Path) -> None:
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    assert "secrets." not in text
    assert "password" not in text.replace("no password", "")


def test_the_version_is_the_newest_of_the_changelog() -> None:
    released = re.findall(
        r"(?m)^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", (PROJECT / "CHANGELOG.md").read_text("utf-8")
    )
    assert released[0] == __version__


def test_on_the_index_every_link_and_picture_of_the_readme_is_named_in_full() -> None:
    text = (PROJECT / "README.md").read_text("utf-8")
    for one in FACTS["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        text = re.sub(one["pattern"], one["replacement"], text)
    targets = re.findall(r'\]\(([^)\s]+)\)|src="([^"]+)"', text)
    assert len(targets) > 8
    assert all((link or picture).startswith(("https://", "#")) for link, picture in targets)
    assert re.search(r"raw\.[^)\"]+docs/pictures/[a-z-]+\.png", text)


def test_types_are_published() -> None:
    assert (PROJECT / "src" / "thidua_cli" / "py.typed").read_bytes() == b""
