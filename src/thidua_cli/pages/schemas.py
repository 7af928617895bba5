"""The shape of every JSON output, declared once: `thidua schema`, docs/schemas and the tests are made from it.

A new key is one word pair in its record; then `pytest tests/test_schemas.py --rewrite`. Keys are only added.

The notation: `{key shape, …}` is a record, `key?` may be absent, `...Name` stands for the keys of another record, and
`<Words> shape` for a key by each of the words. `[x]` is a list of x, `x|y` one of both, `x?` may be null, `<Verdict>`
one of the words of an enumeration, `<met not_met>` one of these. All else is a leaf or a shape of SHAPES.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import EnumType
from typing import Any, NamedTuple

from ..domain import attainment, closing, due, figure, nomination, pace, plan, plan_changes, scoring, work

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LEAVES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "decimal": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "count": {"type": "integer"},
    "yes": {"type": "boolean"},
    "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "moment": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}Z$"},
    "any": {},
}
ENUMERATIONS: Mapping[str, tuple[str, ...]] = {
    each.__name__: tuple(map(str, each))
    for room in (attainment, closing, due, figure, nomination, pace, plan, plan_changes, scoring, work)
    for each in vars(room).values()
    if isinstance(each, EnumType)
} | {"PaceStage": tuple(map(str, pace.Stage)), "Stage": tuple(map(str, nomination.Stage))}
SHAPES_TEXT = """
Plan: {year count, unit text, title text, revision text}
Period: {id text, label text, start day, cutoff day, calendar <Calendar>, year_closed yes}
Ledger: {seq count, chain text}
Closed: {seq count, at moment, by text, changed? count}
Head: {plan Plan, period Period, as_known moment?, ledger Ledger, closed Closed?}
DayHead: {plan {year count, unit text}, today day}
Notice: {notice? text}
Counts: {counted count, <Verdict> count, stale? count}
Target: {comparator text, value decimal?, upper decimal?, printed text, relative? any, decision? text?, since? day}
Percent: {percent decimal?, reason text?}
Difference: {value decimal, unit text}
Actual: {value decimal, numerator decimal?, denominator decimal?, on day, level <Level>, entries count}
SamePeriod: {value decimal?, index decimal?, growth decimal?, difference decimal?, reason text?, recast? yes}
Coverage: {reported count, of count, missing [text], without_parts [text], value decimal?, used yes,
  difference decimal?}
Also: {by text, target Target, ratio Percent, difference Difference?, verdict <Verdict>}
Count: {target Target, actual decimal?, difference Difference?, verdict <Verdict>}
Expected: {value decimal, percent decimal?, difference Difference?, verdict <Verdict>, on day}
Standing: {id text, number text, name text, section text, parent text?, unit text, counted yes, target Target,
  actual Actual?, in_period decimal?, ratio Percent, attainment {method <Method>?, ...Percent}, difference Difference?,
  same_period SamePeriod, verdict <Verdict>, code? text?, inherited? yes, stale? {missing count, expected day}?,
  expected? Expected?, also? [Also]?, count? Count?, stretch? <met not_met>?, places? Coverage}
Report: {...Head, headline text, summary Counts, indicators [Standing], ...Notice}
Amount: {value decimal, numerator decimal?, denominator decimal?, level text, cumulative yes}
Row: {seq count, action text, kind <Kind>, indicator text, for text?, place text, on day?, before Amount?,
  after Amount?, note text, source text, reason text,
  closing {period text, calendar <Calendar>, first day, last day}?,
  nomination {number count, form text?, name text?, before <Stage>?, after <Stage>?}?,
  supersedes count?, actor text, at moment, version text, plan text, hash text}
Copy: {seq count, at moment, by text, state <State>, ended {seq count, at moment, by text, reason text}?}
Side: {plan text, ledger Ledger, headline text, summary Counts}
PlanChange: {kind <ChangeKind>, indicator text?, name text?, field text, before any, after any}
WorkItem: {id text, number text, title text, lead text?, support [text], due day?, indicators [text], state <WorkState>,
  progress {percent decimal, on day, note text, evidence text, seq count, actor text}?}
WorkCounts: {items count, <WorkState> count}
Anniversary: {name text, on day}
Points: {id text, number text, name text, verdict <Verdict>, points decimal, earned decimal, bonus decimal,
  lost decimal, winnable decimal, measure <Measure>?, share decimal?,
  deductions [{reason <Fault>, indicator text, points decimal, due day, arrived day?}], reasons [text]}
Score: {total decimal, of decimal, earned decimal, bonus decimal, bonus_most decimal, deducted decimal, lost decimal,
  winnable decimal}
Pace: {id text, name text, unit text, pace text|[decimal], reason text?, day day?, start decimal?, share decimal?,
  expected decimal?, actual decimal?, stage <PaceStage>?, months_left count?, needed_per_month decimal?,
  months_known count?,
  forecast {low decimal, middle decimal, high decimal, method <ForecastMethod>, bounded yes}?}
Nomination: {number count, year count, nominee <Nominee>, name text?, erased yes, post text, form text,
  achievement text, links [text], decides text, state <Stage>, working_days? count?,
  steps [{state <Stage>, on day, decision text?, decided_by text?}]}
NominationRow: {seq count, kind <Kind>, state <Stage>?, reason text, note text, actor text, at moment}
PlanIndicator: {id text, number text, name text, unit text, section text, parent text?, counted yes, target Target,
  adjustments [{on day, target Target, decision text?, by_period? any}], combine <Combine>, frequency <Frequency>?,
  due day?, from text?, by_place yes, stretch? Target?, also? [{by text, target Target}], count? Target?,
  by_period? any, years? text?, whole? yes, said? text?, code? text?, roll_up? text?}
PlanWork: {id text, title text, lead text?, support [text], due day?, indicators [text], group text?}
Scale: {total decimal, bonus decimal, items [{indicator text, points decimal}]}
Award: {form text, decides text, from day?, until day?, basis text?}
Finding: {severity <error warning>, code text, indicator text?, place text?, on day?, seq count?, sentence text,
  advice text}
DueItem: {kind <indicator work anniversary>, id text?, name text, from text?, on day, wait <Wait>, since day?,
  days count, missed count, last {on day, level <Level>}?, command text?, places? [text]}
Ranked: {rank count?, before count?, moved count?, id text, name text, percent decimal?}
ShownFigure: {on day, seq count, value decimal, numerator decimal?, denominator decimal?, cumulative yes, level <Level>,
  place? text}
Listed: {id text, number text, name text, unit text, target text, from text?, aliases [text]}
Moved: {from any, to any}
Change: {id text, verdict? Moved, actual? Moved, sentence text}
LedgerPlan: {revision text, source text, first_seq count, at moment}
LedgerRow: {seq count, action text, item count, kind text, supersedes count?, unit text, place text, indicator text,
  on_day day, value decimal?, numerator decimal?, denominator decimal?, level text?, note text, source text,
  reason text, actor text, detail text, at moment, version text, plan text, previous text, hash text}
HubHead: {period {id text, label text, start day, last day, calendar <Calendar>}, province text?}
HubUnit: {unit text, name text, province text}
HubValues: {code text, value decimal?, numerator decimal?, denominator decimal?}
Recast: {last_year? {value decimal?, value_now decimal?, index decimal?, difference decimal?, communes count,
  recast_from count, reason text?}}
Rolled: {...HubValues, name text, unit text, roll_up text, communes count, of count, stale count, left_out count,
  reached count, judged count, ...Recast}
HubHeld: {...HubValues, verdict <Verdict>, stale yes, ...Recast}
HubClosed: {...HubUnit, closed yes, received_at moment?, ledger Ledger?, indicators [HubHeld]}
HubSent: {...HubUnit, state text, closed_at moment?, received_at moment?, last_period text?, ledger Ledger?}
HubRanked: {...HubUnit, rank count?, closed yes, counted? count?, exceeded? count?, met? count?, value? decimal?,
  attainment? decimal?, verdict? text?}
"""
SHAPES = dict(re.findall(r"^(\w+): (.*(?:\n  .*)*)", SHAPES_TEXT, re.MULTILINE))


class Output(NamedTuple):
    """One kind of JSON: where it comes from, and its shape."""

    source: str
    shape: str


OUTPUTS_TEXT = """
report = thidua report --format json:: {...Report}
report-places = thidua report --by place --format json::
  {...Head, places [{id text, name text, indicators [Standing]}], indicators [Standing], ...Notice}
hub-status = thidua hub status --format json::
  {...HubHead, headline text, summary {units count, closed count, reopened count, late count, open count, never count},
  units [HubSent]}
hub-report = thidua hub report --format json::
  {...HubHead, recast yes, communes {units count, closed count}, indicators [Rolled], by_province [{province text,
  indicators [Rolled]}], by_unit [HubClosed], without_code [{id text, name text?, communes count}]}
hub-rank = thidua hub rank --format json:: {...HubHead, indicator text?, by text, units [HubRanked]}
summary = thidua summary --formats json::
  {report {schema text, ...Report}, previous Period, sentences [{id text, sentence text}], changes [Change], missing
  [any], work? {summary WorkCounts, work [WorkItem]}, own_words any, ...Notice}
list = thidua list --format json:: {indicators [Listed], ...Notice}
show = thidua show ID --format json::
  {id text, name text, verdict <Verdict>?, closed Closed?, figures [ShownFigure], ...Notice}
explain = thidua explain ID --format json::
  {indicator Standing, rows [count], lines [text], points? Points, place? text, pace? Pace, ...Notice}
due = thidua due --format json:: {...DayHead, summary {<Wait> count}, expected [DueItem], ...Notice}
overview = thidua overview --format json::
  {...DayHead, months [{id text, closed yes}], indicators [{id text, name text, months [text]}], ...Notice}
today = thidua today --format json::
  {...DayHead, late count, soon count, report {period text, standing text}, commands [text], ...Notice}
check = thidua check --format json::
  {...DayHead, summary {figures count, errors count, warnings count}, findings [Finding], ...Notice}
history = thidua history --format json:: {rows [Row], ...Notice}
diff = thidua diff PERIOD --format json::
  {period Period, closed Closed?, sent {...Copy, ...Side}, now Side, copies [Copy], indicators [{id text, name text,
  changes [{field text, sent any, now any, rows [count]}], plan_changed yes}], rows [Row], ...Notice}
score = thidua score --format json::
  {...Head, place {id text, name text}?, summary Score, items [Points], easiest [text], ...Notice}
rank = thidua rank --format json:: {...Head, compared_with day?, places [{...Ranked, ...Score}], ...Notice}
pace = thidua pace --format json:: {...Head, indicators [Pace], ...Notice}
work = thidua work --format json::
  {...Head, headline text, summary WorkCounts, work [WorkItem], movements [text], anniversaries [Anniversary],
  ...Notice}
nominations = thidua nominate --format json::
  {plan Plan, as_known moment?, ledger Ledger, nominations [Nomination], rows? [NominationRow], ...Notice}
plan-show = thidua plan show --format json::
  {year count, title text, revision text, path text, report_words? {subject text?, by text?, symbol text?}?, days_off?
  [day], indicators [PlanIndicator], work [PlanWork], movements [text], anniversaries [Anniversary], places [{id text,
  name text, from? day, until? day}], scoring Scale?, awards [Award], ...Notice}
plan-diff = thidua plan diff OLD NEW --format json:: {old text, new text, changes [PlanChange], ...Notice}
plan-history = thidua plan history --format json::
  {revisions [{revision text, year count?, first_seq count, at moment, in_use yes, changes [PlanChange]?}], ...Notice}
doctor = thidua doctor --format json::
  {findings [{id text, verdict <ok warning error>, subject text, sentence text, advice text}]}
where = thidua where --format json::
  {plan {path text, shipped yes, exists yes}, ledger {path text, named yes, exists yes}}
config = thidua config --format json:: {path text, exists yes, settings [{key text, value text?, from text}]}
verify = thidua verify --format json:: {rows count, ledger Ledger?, against Ledger?}
ledger = thidua export: each line (what it is, the plans used, kept names, rows)::
  {schema text, rows count, hash text, names? text} | {plan LedgerPlan} | {name {digest text, salt text, name
  text}} | LedgerRow
cron = thidua cron --format json:: {day count, at text, crontab text?, schtasks text?, log text, doubts [text]}
error = any command with --format json that ends with an error, on stderr::
  {error {code count, sentence text, hint text, faults [{place text, sentence text}]}}
"""
OUTPUTS: Mapping[str, Output] = {
    f"thidua.{name}/1": Output(source, shape)
    for name, source, shape in re.findall(r"^([\w-]+) = (.*)::\s+(.*(?:\n  .*)*)", OUTPUTS_TEXT, re.MULTILINE)
}


def json_schema(id_: str, *, strict: bool = False) -> dict[str, Any]:
    """The JSON Schema of an output; `strict` also refuses keys that are not declared, which only tests do."""
    output = OUTPUTS[id_]
    shape = output.shape if output.shape.count("|") else f"{{schema <{id_}>, {output.shape[1:]}"
    made = _Reader(shape, strict).shape()
    return {"$schema": DIALECT, "$id": id_, "title": id_, "description": f"JSON of: {output.source}", **made}


class _Reader:
    """Reads a shape from left to right into the JSON Schema of it."""

    def __init__(self, text: str, strict: bool) -> None:
        self.words = re.findall(r"<[^>]*>|[.]{3}\w+|\w+|[^\s,]", text)
        self.strict = strict

    def takes(self, sign: str) -> bool:
        """Whether this sign comes next; then it is behind us."""
        found = self.words[:1] == [sign]
        del self.words[: int(found)]
        return found

    def shape(self) -> dict[str, Any]:
        """The shape that begins here."""
        found = [self._one()]
        while self.takes("|"):
            found.append(self._one())
        return {"anyOf": found} if len(found) > 1 else found[0]

    def _one(self) -> dict[str, Any]:
        word = self.words.pop(0)
        if word[0] == "<":
            return {"enum": [*_words(word), *([None] if self.takes("?") else [])]}
        if word in LEAVES:
            kind = dict(LEAVES[word])
            return kind | {"type": [kind["type"], "null"]} if self.takes("?") else kind
        if word == "[":
            made = {"type": "array", "items": self.shape()}
            self.takes("]")
        else:
            made = self._record() if word == "{" else self._named(word)
        return {"anyOf": [made, {"type": "null"}]} if self.takes("?") else made

    def _named(self, name: str) -> dict[str, Any]:
        return _Reader(SHAPES[name], self.strict).shape()

    def _record(self) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        required: list[str] = []
        while not self.takes("}"):
            word = self.words.pop(0)
            if word[:3] == "...":
                of_another = self._named(word[3:])
                properties |= of_another["properties"]
                required += of_another["required"]
                continue
            keys = _words(word) if word[0] == "<" else (word,)
            required += () if self.takes("?") else keys
            properties |= dict.fromkeys(keys, self.shape())
        made = {"type": "object", "properties": properties, "required": required}
        return made | {"additionalProperties": False} if self.strict else made


def _words(word: str) -> tuple[str, ...]:
    """`<Verdict>` are the words of an enumeration, `<met not_met>` its own."""
    return ENUMERATIONS.get(word[1:-1]) or tuple(word[1:-1].split())
