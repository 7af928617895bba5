"""The shape of every JSON output, declared once: `thidua schema`, docs/schemas and the tests are made from it.

A new key is one word pair in its record's table; then `pytest tests/test_schemas.py --rewrite`. Keys are only added.
The notation is explained in `shapes.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..domain.attainment import Method, Verdict
from ..domain.closing import State
from ..domain.due import Wait
from ..domain.figure import Kind, Level
from ..domain.nomination import Nominee, Stage
from ..domain.pace import ForecastMethod
from ..domain.pace import Stage as PaceStage
from ..domain.plan import Calendar, Combine, Frequency
from ..domain.plan_changes import ChangeKind
from ..domain.scoring import Fault, Measure
from ..domain.work import WorkState
from .shapes import DIALECT, Either, Maybe, Shape, Words, of, schema_of


class Output(NamedTuple):
    """One kind of JSON: where it comes from, and its shape."""

    source: str
    shape: Shape


VERDICT = Words.of(Verdict)
LEVEL = Words.of(Level)
PLAN = of("year count, unit text, title text, revision text")
SHORT_PLAN = of("year count, unit text")
PERIOD = {**of("id text, label text, start day, cutoff day"), "calendar": Words.of(Calendar), "year_closed": "yes"}
LEDGER = of("seq count, chain text")
CLOSED = Maybe(of("seq count, at moment, by text, changed? count"))
HEAD = {"plan": PLAN, "period": PERIOD, "as_known": "moment?", "ledger": LEDGER, "closed": CLOSED}
NOTICE = {"notice?": "text"}
COUNTS = {"counted": "count", **{verdict.value: "count" for verdict in Verdict}, "stale?": "count"}
TARGET = of("comparator text, value decimal?, upper decimal?, printed text, relative? any, decision? text?, since? day")
PERCENT = of("percent decimal?, reason text?")
DIFFERENCE = Maybe(of("value decimal, unit text"))
ACTUAL = Maybe(
    {**of("value decimal, numerator decimal?, denominator decimal?, on day"), "level": LEVEL, "entries": "count"}
)
SAME_PERIOD = of("value decimal?, index decimal?, growth decimal?, difference decimal?, reason text?, recast? yes")
COVERAGE = {
    **of("reported count, of count"),
    "missing": ["text"],
    "without_parts": ["text"],
    **of("value decimal?, used yes, difference decimal?"),
}
ALSO = {"by": "text", "target": TARGET, "ratio": PERCENT, "difference": DIFFERENCE, "verdict": VERDICT}
COUNT = {"target": TARGET, "actual": "decimal?", "difference": DIFFERENCE, "verdict": VERDICT}
EXPECTED = {**of("value decimal, percent decimal?"), "difference": DIFFERENCE, "verdict": VERDICT, "on": "day"}
STANDING = {
    **of("id text, number text, name text, section text, parent text?, unit text, counted yes"),
    "target": TARGET,
    "actual": ACTUAL,
    "in_period": "decimal?",
    "ratio": PERCENT,
    "attainment": {"method": Words.of(Method, null=True), **PERCENT},
    "difference": DIFFERENCE,
    "same_period": SAME_PERIOD,
    "verdict": VERDICT,
    **of("code? text?, inherited? yes"),
    "stale?": Maybe(of("missing count, expected day")),
    "expected?": Maybe(EXPECTED),
    "also?": Maybe([ALSO]),
    "count?": Maybe(COUNT),
    "stretch?": Words(("met", "not_met"), null=True),
    **of("code? text?, inherited? yes"),
    "places?": COVERAGE,
}
REPORT = {**HEAD, "headline": "text", "summary": COUNTS, "indicators": [STANDING], **NOTICE}
AMOUNT = Maybe(of("value decimal, numerator decimal?, denominator decimal?, level text, cumulative yes"))
ROW = {
    **of("seq count, action text"),
    "kind": Words.of(Kind),
    **of("indicator text, for text?, place text, on day?"),
    "before": AMOUNT,
    "after": AMOUNT,
    **of("note text, source text, reason text"),
    "closing": Maybe({"period": "text", "calendar": Words.of(Calendar), **of("first day, last day")}),
    "nomination": Maybe(
        {
            **of("number count, form text?, name text?"),
            "before": Words.of(Stage, null=True),
            "after": Words.of(Stage, null=True),
        }
    ),
    **of("supersedes count?, actor text, at moment, version text, plan text, hash text"),
}
ENDED = Maybe(of("seq count, at moment, by text, reason text"))
COPY = {**of("seq count, at moment, by text"), "state": Words.of(State), "ended": ENDED}
SIDE = {"plan": "text", "ledger": LEDGER, "headline": "text", "summary": COUNTS}
PLAN_CHANGE = {"kind": Words.of(ChangeKind), **of("indicator text?, name text?, field text, before any, after any")}
WORK_ITEM = {
    **of("id text, number text, title text, lead text?"),
    "support": ["text"],
    "due": "day?",
    "indicators": ["text"],
    "state": Words.of(WorkState),
    "progress": Maybe(of("percent decimal, on day, note text, evidence text, seq count, actor text")),
}
WORK_COUNTS = {"items": "count", **{state.value: "count" for state in WorkState}}
ANNIVERSARY = of("name text, on day")
POINTS = {
    **of("id text, number text, name text"),
    "verdict": VERDICT,
    **of("points decimal, earned decimal, bonus decimal, lost decimal, winnable decimal"),
    "measure": Words.of(Measure, null=True),
    "share": "decimal?",
    "deductions": [{"reason": Words.of(Fault), **of("indicator text, points decimal, due day, arrived day?")}],
    "reasons": ["text"],
}
SCORE = of(
    "total decimal, of decimal, earned decimal, bonus decimal, bonus_most decimal, deducted decimal, "
    "lost decimal, winnable decimal"
)
PACE = {
    **of("id text, name text, unit text"),
    "pace": Either(("text", ["decimal"])),
    **of("reason text?, day day?, start decimal?, share decimal?, expected decimal?, actual decimal?"),
    "stage": Words.of(PaceStage, null=True),
    **of("months_left count?, needed_per_month decimal?, months_known count?"),
    "forecast": Maybe(
        {**of("low decimal, middle decimal, high decimal"), "method": Words.of(ForecastMethod), "bounded": "yes"}
    ),
}
STEP = {"state": Words.of(Stage), **of("on day, decision text?, decided_by text?")}
NOMINATION = {
    **of("number count, year count"),
    "nominee": Words.of(Nominee),
    **of("name text?, erased yes, post text, form text, achievement text"),
    "links": ["text"],
    "decides": "text",
    "state": Words.of(Stage),
    "working_days?": "count?",
    "steps": [STEP],
}
NOMINATION_ROW = {
    "seq": "count",
    "kind": Words.of(Kind),
    "state": Words.of(Stage, null=True),
    **of("reason text, note text, actor text, at moment"),
}
PLAN_INDICATOR = {
    **of("id text, number text, name text, unit text, section text, parent text?, counted yes"),
    "target": TARGET,
    "adjustments": [{"on": "day", "target": TARGET, "decision": "text?", "by_period?": "any"}],
    "combine": Words.of(Combine),
    "frequency": Words.of(Frequency, null=True),
    **of("due day?, from text?, by_place yes"),
    "stretch?": Maybe(TARGET),
    "also?": [{"by": "text", "target": TARGET}],
    "count?": Maybe(TARGET),
    "by_period?": "any",
    **of("years? text?, whole? yes, said? text?, code? text?, roll_up? text?"),
}
FINDING = {
    "severity": Words(("error", "warning")),
    **of("code text, indicator text?, place text?, on day?, seq count?, sentence text, advice text"),
}
DUE_ITEM = {
    "kind": Words(("indicator", "work", "anniversary")),
    **of("id text?, name text, from text?, on day"),
    "wait": Words.of(Wait),
    **of("since day?, days count, missed count"),
    "last": Maybe({"on": "day", "level": LEVEL}),
    "command": "text?",
    "places?": ["text"],
}
RANKED = of("rank count?, before count?, moved count?, id text, name text, percent decimal?")
SHOWN_FIGURE = {
    **of("on day, seq count, value decimal, numerator decimal?, denominator decimal?, cumulative yes"),
    "level": LEVEL,
    "place?": "text",
}
LISTED = {**of("id text, number text, name text, unit text, target text, from text?"), "aliases": ["text"]}
MOVED = of("from any, to any")
CHANGE = {"id": "text", "verdict?": MOVED, "actual?": MOVED, "sentence": "text"}
LEDGER_PLAN = of("revision text, source text, first_seq count, at moment")
LEDGER_ROW = of(
    "seq count, action text, item count, kind text, supersedes count?, unit text, place text, "
    "indicator text, on_day day, value decimal?, numerator decimal?, denominator decimal?, level text?, "
    "note text, source text, reason text, actor text, detail text, at moment, version text, plan text, "
    "previous text, hash text"
)
HUB_PERIOD = {**of("id text, label text, start day, last day"), "calendar": Words.of(Calendar)}
HUB_HEAD = {"period": HUB_PERIOD, "province": "text?"}
HUB_UNIT = of("unit text, name text, province text")
HUB_VALUES = of("code text, value decimal?, numerator decimal?, denominator decimal?")
RECAST_OF = of("communes count, recast_from count, reason text?")
RECAST = {"last_year?": of("value decimal?, value_now decimal?, index decimal?, difference decimal?") | RECAST_OF}
HUB_STATES = of("units count, closed count, reopened count, late count, open count, never count")
HUB_COUNTS = of("communes count, of count, stale count, left_out count, reached count, judged count")
ROLLED = {**HUB_VALUES, **of("name text, unit text, roll_up text"), **HUB_COUNTS, **RECAST}
HUB_HELD = {**HUB_VALUES, "verdict": VERDICT, "stale": "yes", **RECAST}
HUB_CLOSED = {**HUB_UNIT, **of("closed yes, received_at moment?"), "ledger": Maybe(LEDGER), "indicators": [HUB_HELD]}
HUB_MOMENTS = of("state text, closed_at moment?, received_at moment?, last_period text?")
HUB_SENT = {**HUB_UNIT, **HUB_MOMENTS, "ledger": Maybe(LEDGER)}
HUB_PLACE = of("rank count?, closed yes, counted? count?, exceeded? count?, met? count?")
HUB_RANKED = HUB_UNIT | HUB_PLACE | of("value? decimal?, attainment? decimal?, verdict? text?")
OUTPUTS: Mapping[str, Output] = {
    "thidua.report/1": Output("thidua report --format json", REPORT),
    "thidua.report-places/1": Output(
        "thidua report --by place --format json",
        {
            **HEAD,
            "places": [{**of("id text, name text"), "indicators": [STANDING]}],
            "indicators": [STANDING],
            **NOTICE,
        },
    ),
    "thidua.hub-status/1": Output(
        "thidua hub status --format json",
        {**HUB_HEAD, "headline": "text", "summary": HUB_STATES, "units": [HUB_SENT]},
    ),
    "thidua.hub-report/1": Output(
        "thidua hub report --format json",
        {
            **HUB_HEAD,
            "recast": "yes",
            "communes": of("units count, closed count"),
            "indicators": [ROLLED],
            "by_province": [{"province": "text", "indicators": [ROLLED]}],
            "by_unit": [HUB_CLOSED],
            "without_code": [of("id text, name text?, communes count")],
        },
    ),
    "thidua.hub-rank/1": Output(
        "thidua hub rank --format json", {**HUB_HEAD, **of("indicator text?, by text"), "units": [HUB_RANKED]}
    ),
    "thidua.summary/1": Output(
        "thidua summary --formats json",
        {
            "report": {"schema": "text", **REPORT},
            "previous": PERIOD,
            "sentences": [of("id text, sentence text")],
            "changes": [CHANGE],
            "missing": ["any"],
            "work?": {"summary": WORK_COUNTS, "work": [WORK_ITEM]},
            "own_words": "any",
            **NOTICE,
        },
    ),
    "thidua.list/1": Output("thidua list --format json", {"indicators": [LISTED], **NOTICE}),
    "thidua.show/1": Output(
        "thidua show ID --format json",
        {
            **of("id text, name text"),
            "verdict": Words.of(Verdict, null=True),
            "closed": CLOSED,
            "figures": [SHOWN_FIGURE],
            **NOTICE,
        },
    ),
    "thidua.explain/1": Output(
        "thidua explain ID --format json",
        {
            "indicator": STANDING,
            "rows": ["count"],
            "lines": ["text"],
            "points?": POINTS,
            "place?": "text",
            "pace?": PACE,
            **NOTICE,
        },
    ),
    "thidua.due/1": Output(
        "thidua due --format json",
        {
            "plan": SHORT_PLAN,
            "today": "day",
            "summary": {wait.value: "count" for wait in Wait},
            "expected": [DUE_ITEM],
            **NOTICE,
        },
    ),
    "thidua.overview/1": Output(
        "thidua overview --format json",
        {
            "plan": SHORT_PLAN,
            "today": "day",
            "months": [of("id text, closed yes")],
            "indicators": [{**of("id text, name text"), "months": ["text"]}],
            **NOTICE,
        },
    ),
    "thidua.today/1": Output(
        "thidua today --format json",
        {
            "plan": SHORT_PLAN,
            "today": "day",
            **of("late count, soon count"),
            "report": of("period text, standing text"),
            "commands": ["text"],
            **NOTICE,
        },
    ),
    "thidua.check/1": Output(
        "thidua check --format json",
        {
            "plan": SHORT_PLAN,
            "today": "day",
            "summary": of("figures count, errors count, warnings count"),
            "findings": [FINDING],
            **NOTICE,
        },
    ),
    "thidua.history/1": Output("thidua history --format json", {"rows": [ROW], **NOTICE}),
    "thidua.diff/1": Output(
        "thidua diff PERIOD --format json",
        {
            "period": PERIOD,
            "closed": CLOSED,
            "sent": {**COPY, **SIDE},
            "now": SIDE,
            "copies": [COPY],
            "indicators": [
                {
                    **of("id text, name text"),
                    "changes": [{**of("field text, sent any, now any"), "rows": ["count"]}],
                    "plan_changed": "yes",
                }
            ],
            "rows": [ROW],
            **NOTICE,
        },
    ),
    "thidua.score/1": Output(
        "thidua score --format json",
        {
            **HEAD,
            "place": Maybe(of("id text, name text")),
            "summary": SCORE,
            "items": [POINTS],
            "easiest": ["text"],
            **NOTICE,
        },
    ),
    "thidua.rank/1": Output(
        "thidua rank --format json", {**HEAD, "compared_with": "day?", "places": [{**RANKED, **SCORE}], **NOTICE}
    ),
    "thidua.pace/1": Output("thidua pace --format json", {**HEAD, "indicators": [PACE], **NOTICE}),
    "thidua.work/1": Output(
        "thidua work --format json",
        {
            **HEAD,
            "headline": "text",
            "summary": WORK_COUNTS,
            "work": [WORK_ITEM],
            "movements": ["text"],
            "anniversaries": [ANNIVERSARY],
            **NOTICE,
        },
    ),
    "thidua.nominations/1": Output(
        "thidua nominate --format json",
        {
            "plan": PLAN,
            "as_known": "moment?",
            "ledger": LEDGER,
            "nominations": [NOMINATION],
            "rows?": [NOMINATION_ROW],
            **NOTICE,
        },
    ),
    "thidua.plan-show/1": Output(
        "thidua plan show --format json",
        {
            **of("year count, title text, revision text, path text"),
            "report_words?": Maybe(of("subject text?, by text?, symbol text?")),
            "days_off?": ["day"],
            "indicators": [PLAN_INDICATOR],
            "work": [
                {key: WORK_ITEM[key] for key in ("id", "title", "lead", "support", "due", "indicators")}
                | {"group": "text?"}
            ],
            "movements": ["text"],
            "anniversaries": [ANNIVERSARY],
            "places": [of("id text, name text, from? day, until? day")],
            "scoring": Maybe({**of("total decimal, bonus decimal"), "items": [of("indicator text, points decimal")]}),
            "awards": [of("form text, decides text, from day?, until day?, basis text?")],
            **NOTICE,
        },
    ),
    "thidua.plan-diff/1": Output(
        "thidua plan diff OLD NEW --format json", {**of("old text, new text"), "changes": [PLAN_CHANGE], **NOTICE}
    ),
    "thidua.plan-history/1": Output(
        "thidua plan history --format json",
        {
            "revisions": [
                {
                    **of("revision text, year count?, first_seq count, at moment, in_use yes"),
                    "changes": Maybe([PLAN_CHANGE]),
                }
            ],
            **NOTICE,
        },
    ),
    "thidua.doctor/1": Output(
        "thidua doctor --format json",
        {
            "findings": [
                {
                    "id": "text",
                    "verdict": Words(("ok", "warning", "error")),
                    **of("subject text, sentence text, advice text"),
                }
            ]
        },
    ),
    "thidua.where/1": Output(
        "thidua where --format json",
        {"plan": of("path text, shipped yes, exists yes"), "ledger": of("path text, named yes, exists yes")},
    ),
    "thidua.config/1": Output(
        "thidua config --format json",
        {"path": "text", "exists": "yes", "settings": [of("key text, value text?, from text")]},
    ),
    "thidua.verify/1": Output(
        "thidua verify --format json", {"rows": "count", "ledger": Maybe(LEDGER), "against": Maybe(LEDGER)}
    ),
    "thidua.ledger/1": Output(
        "thidua export: each line (what it is, the plans used, kept names, rows)",
        Either(
            (
                of("schema text, rows count, hash text, names? text"),
                {"plan": LEDGER_PLAN},
                {"name": of("digest text, salt text, name text")},
                LEDGER_ROW,
            )
        ),
    ),
    "thidua.cron/1": Output(
        "thidua cron --format json",
        {**of("day count, at text, crontab text?, schtasks text?, log text"), "doubts": ["text"]},
    ),
    "thidua.error/1": Output(
        "any command with --format json that ends with an error, on stderr",
        {"error": {**of("code count, sentence text, hint text"), "faults": [of("place text, sentence text")]}},
    ),
}


def json_schema(id_: str, *, strict: bool = False) -> dict[str, Any]:
    """The JSON Schema of an output; `strict` also refuses keys that are not declared, which only tests do."""
    output = OUTPUTS[id_]
    one_record = isinstance(output.shape, dict)
    made = schema_of({"schema": Words((id_,)), **output.shape} if one_record else output.shape, strict)
    return {"$schema": DIALECT, "$id": id_, "title": id_, "description": f"JSON of: {output.source}", **made}
