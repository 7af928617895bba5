"""A plan stored as JSON comes back the same, without yaml and pydantic."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_file.texts import PLAN_2024
from thidua_cli.domain import plan as d
from thidua_cli.domain import plan as e
from thidua_cli.plan_file import load_text, read_plan
from thidua_cli.plan_file.opening import kept_plan, to_plain

_texts = st.text(min_size=1, max_size=8)
_numbers = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15)
_days = st.dates()
_changes = st.none() | st.builds(d.Relative, _numbers, st.booleans())
_targets = st.builds(
    d.Target, st.sampled_from(d.Comparator), _numbers, st.none() | _numbers, relative=_changes, exact=st.none()
)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=2).map(tuple)


_paces = st.sampled_from(e.PaceShape).map(e.Pace) | st.lists(_numbers, max_size=12).map(
    lambda weights: e.Pace(weights=tuple(weights))
)
_work = st.builds(
    e.WorkItem, _texts, _texts, _maybe(_texts), _maybe(_texts), _some(_texts), _maybe(_days), _some(_texts)
)
_places = st.builds(
    e.Place,
    _texts,
    _texts,
    _some(_texts),
    _some(st.builds(e.PlaceTarget, _texts, _targets)),
    since=_maybe(_days),
    until=_maybe(_days),
)
_items = st.builds(e.ScoreItem, _texts, _numbers, _maybe(_numbers), _maybe(_numbers))
_scorings = st.builds(e.Scoring, _numbers, _some(_items), _numbers, _maybe(st.builds(e.Deductions, _numbers, _numbers)))
_awards = st.builds(e.Award, _texts, _texts, _maybe(_days), _maybe(_days), _maybe(_texts))
_of_periods = _some(st.builds(d.PeriodTarget, _texts, _targets))
_adjustments = st.builds(d.Adjustment, _days, _targets, _maybe(_texts), _maybe(_texts), _of_periods)


def _indicators(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[d.Indicator]:
    return st.builds(
        d.Indicator,
        id=_texts, name=_texts, unit=_texts, target=_targets, combine=st.sampled_from(d.Combine), parts=parts,
        printed=_maybe(_texts), said=_maybe(_texts), rate=_maybe(st.builds(d.Rate, _texts, _texts)),
        baseline=_maybe(st.builds(d.Baseline, _numbers, _maybe(_days))), frequency=_maybe(st.sampled_from(d.Frequency)),
        due=_maybe(_days), plausible=_maybe(st.builds(d.Bounds, _numbers, _numbers)), supplier=_maybe(_texts),
        aliases=_some(_texts), counted=_maybe(st.booleans()), decimals=st.integers(0, 6),
        better=_maybe(st.sampled_from(d.Better)), adjustments=_some(_adjustments),
        by_place=st.booleans(), pace=_maybe(_paces), code=_maybe(_texts), roll_up=_maybe(st.sampled_from(d.RollUp)),
        stretch=_maybe(_targets), also=_some(st.builds(d.AlsoTarget, _texts, _targets, _maybe(_texts))),
        counted_target=_maybe(_targets), by_period=_of_periods,
        years=_maybe(st.builds(d.Years, st.integers(1900, 2999), st.integers(1900, 2999))), whole=_maybe(st.booleans()),
    )  # fmt: skip


_sections = st.builds(d.Section, _texts, _texts, _some(_indicators(_some(_indicators(st.just(()))))), _maybe(_texts))
_plans = st.builds(
    d.Plan,
    schema=_texts, year=st.integers(1900, 2999), title=_texts,
    unit=st.builds(d.Unit, _texts, _texts, _maybe(_texts), _maybe(_texts), _maybe(_texts)),
    sections=_some(_sections),
    calendar=st.sampled_from(d.Calendar), theme=_maybe(_texts), goal=_maybe(_texts), notice=_maybe(_texts),
    document=_maybe(st.builds(d.Reference, _maybe(_texts), _maybe(_days))),
    bases=_some(_texts), recipients=_some(_texts), addressees=_some(_texts),
    organisers=_some(st.builds(d.Organiser, _texts, _texts)),
    signature=_maybe(st.builds(d.Signature, _maybe(_texts), _maybe(_texts), _maybe(_texts), _maybe(_texts))),
    work=_some(_work), movements=_some(_texts), anniversaries=_some(st.builds(e.Anniversary, _texts, _days)),
    places=_some(_places), scoring=_maybe(_scorings), awards=_some(_awards),
    predecessors=_some(st.builds(d.Predecessor, _texts, _texts, _days, _texts, _numbers)),
    report=_maybe(st.builds(d.ReportWords, _maybe(_texts), _maybe(_texts), _maybe(_texts))), days_off=_some(_days),
)  # fmt: skip


def test_the_plan_of_2024_comes_back_the_same() -> None:
    plan = read_plan(load_text(PLAN_2024))
    assert kept_plan(json.dumps(to_plain(plan))) == plan


@settings(max_examples=60)
@given(_plans)
def test_any_plan_comes_back_the_same_digit_for_digit(plan: d.Plan) -> None:
    back = kept_plan(json.dumps(to_plain(plan)))
    assert back == plan
    assert repr(back) == repr(plan)


@pytest.mark.parametrize(
    "content", [None, "", "null", "[]", "{}", '{"year":1}', "x", '{"unit":{"x":1}}', "[" * 100_000]
)
def test_what_is_no_stored_plan_is_read_past(content: str | None) -> None:
    assert kept_plan(content) is None


def test_a_damaged_number_is_read_past() -> None:
    plain = to_plain(read_plan(load_text(PLAN_2024)))
    assert kept_plan(json.dumps(plain)) is not None
    plain["sections"][0]["indicators"][0]["target"]["value"] = "mười"
    assert kept_plan(json.dumps(plain)) is None


def test_neither_library_is_loaded_on_the_way_back() -> None:
    script = (
        "import sys, thidua_cli.plan_file, thidua_cli.plan_file.opening;"
        "sys.exit(any(name in sys.modules for name in ('yaml', 'pydantic', 'pydantic_core')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
