"""A page: the same result as a document for people, as a record for machines, and as texts for an office's template.

With what pages share: tables whose columns are declared once with their cells, and how records begin.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from ..domain.closing import Closing
from ..domain.plan import Plan, Section
from ..domain.plan import Row as PlanRow
from ..domain.scorecard import Window
from ..errors import ThiduaError
from ..render import document as doc
from ..render.document import Align, Block, Cell, Column, Document, Paragraph, Row, RowKind, Table, Tone
from ..render.formats import FORMATS, Format, read_template
from ..vietnamese.numbers import machine_number, write_date, write_moment, write_number
from ..vietnamese.text import INVISIBLE

if TYPE_CHECKING:
    from ..render.files import Saying
NONE = "–"
DASH = Cell(NONE, tone=Tone.QUIET)
ANCHOR_KEYS = ("ledger", "closed", "as_known")
FIGURE_KEYS = ("actual", "in_period", "expected", "same_period")
_FIELD = re.compile(r"(?:(\w+)=)?([\w.]+)(?:\(((?:[^()]|\([^()]+\))+)\))?([?!]?)")
T = TypeVar("T")


class Page(NamedTuple):
    """What a command answers with.

    `told` and `facts` are worked out only when asked for: `told` by `--format json` (see `record`), `facts` (single
    texts by name: `ky`, `so-chi-tieu-dat`, `ho-ngheo.thuc-hien`) by an office's own template.
    """

    document: Document
    told: Callable[[], Mapping[str, Any]] = dict
    facts: Callable[[], Mapping[str, str]] = dict
    sent: str = ""
    """For the report of a closed period: what to do when it now says something else than was sent."""
    screen: Document | None = None
    """What a screen shows instead, where the whole is more than a person looks for there."""
    then: ThiduaError | None = None
    """What the command ends with once the page is shown: a condition that was asked about."""

    def record(self) -> dict[str, Any]:
        """What machines are told: amounts as decimal text, days in ISO form, results as records of their fields."""
        return dict(plain(self.told()))

    def marked(self, notice: str | None) -> "Page":
        """The same page with a notice that no reader can miss; machines get it as `notice`."""
        if not notice:
            return self
        document, screen = self.document.marked(notice), self.screen and self.screen.marked(notice)
        return self._replace(document=document, told=lambda: {**self.told(), "notice": notice}, screen=screen)

    def to_bytes(
        self, wanted: Format, template: Path | None = None, *, width: int | None = None, colour: bool = False
    ) -> bytes:
        """The page in a format, or put into the office's own file.

        Raises UsageError with the pip line when the format's library is missing, and as `Format.from_template` does.
        """
        if template is not None:
            return wanted.from_template(self.document, template, self.facts())
        if wanted.is_for_machines:
            return record_bytes(self.record())
        shown = self.screen if self.screen and wanted.knows_its_page else self.document
        return wanted.to_bytes(shown, width=width, colour=colour)

    def saying(self, wanted: Format, template: Path | None = None) -> "Saying":
        """What the page says in a format, the ledger's anchor aside, and the figures of each row."""
        from ..render.files import Saying, digest_of

        def short(values: object) -> str:
            return digest_of(repr(values).encode())[:12]

        record = self.record()
        inner = record.get("report")
        report = inner if isinstance(inner, Mapping) and "indicators" in inner else record
        rows = [row for row in report.get("indicators", ()) if isinstance(row, Mapping) and "id" in row]
        figures = {str(row["id"]): short([row.get(key) for key in FIGURE_KEYS]) for row in rows}
        # The words as Markdown has them, not how a version of thidua holds them: what is sent outlives it.
        words = FORMATS["md"].to_bytes(self.document._replace(closing=()))
        says = record_bytes(_without_anchor(record)) if wanted.is_for_machines else words
        charts = [one for one in self.document.blocks if wanted.draws and isinstance(one, doc.Charts)]
        own = b"" if template is None else read_template(template)
        whole = repr((wanted.name, says, figures, charts, digest_of(own)))
        plan, period = report.get("plan"), report.get("period")
        about = [report.get("schema"), report.get("id"), report.get("indicator")]
        about += [plan.get("unit"), plan.get("year")] if isinstance(plan, Mapping) else [plan]
        about += [period.get("id"), period.get("calendar")] if isinstance(period, Mapping) else [period]
        return Saying(digest_of(whole.encode("utf-8", "backslashreplace")), figures, short(about))


def _without_anchor(node: Any) -> Any:
    """A record without what moves while no figure does."""
    if not isinstance(node, Mapping):
        return node
    return {key: _without_anchor(held) for key, held in node.items() if key not in ANCHOR_KEYS}


def record_bytes(record: Mapping[str, Any]) -> bytes:
    """A record as indented UTF-8 JSON; raises TypeError for a float, which could not be exact."""
    text = json.dumps(plain(record), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    # Invisible characters that steer a terminal, in JSON's own notation: the same text for a parser.
    seen = re.sub(f"[{INVISIBLE}]", lambda found: f"\\u{ord(found.group()):04x}", text)
    return seen.encode("utf-8", "backslashreplace")


def plain(node: Any, place: str = "record") -> Any:
    """A result as JSON holds it; raises TypeError naming the first float."""
    match node:
        case Enum():
            return node.value
        case None | bool() | int() | str():
            return node
        case Decimal() | Fraction():
            return machine_number(node)
        case date():
            return node.isoformat()
        case float():
            raise TypeError(f"float at {place}: figures go into JSON as decimal strings")
        case Mapping():
            return {key: plain(value, f"{place}.{key}") for key, value in node.items()}
    if hasattr(node, "_asdict"):
        return plain(node._asdict(), place)
    return [plain(value, f"{place}[{at}]") for at, value in enumerate(node)]


class Origin(NamedTuple):
    """Where a report's figures come from: the plan file's revision, the ledger's tip, "as known at"; and if closed."""

    revision: str
    seq: int
    chain: str
    as_known: str | None = None
    closed: Closing | None = None


def anchor(origin: Origin) -> str:
    """The last line of every report: the ledger's tip, by which paper proves the figures later."""
    tip = f"Sổ số liệu: dòng {origin.seq}, mã {origin.chain}"
    check = f" (đối chiếu: thidua verify --against {origin.seq}:{origin.chain})" if origin.seq else " (sổ trống)"
    known = f"; như sổ ghi đến {write_moment(origin.as_known)}" if origin.as_known else ""
    return (closed_text(origin.closed) if origin.closed else "") + tip + check + known


def closed_text(closed: Closing) -> str:
    """`Kỳ đã chốt ngày 05/07/2024 (dòng 7). `, on the anchor's line since both may move while no figure does; and
    whether it is still the report that was sent."""
    return f"Kỳ đã chốt ngày {write_moment(closed.row.at)[:10]} (dòng {closed.seq}). {unlike_sent(closed)}"


def unlike_sent(closed: Closing | None) -> str:
    """`Số liệu nay khác bản đã gửi ở 2 chỉ tiêu: thidua diff 2024-06. `; on paper no command; nothing while it is."""
    how = f": thidua diff {closed.named}" if closed and closed.named else ""
    return f"Số liệu nay khác bản đã gửi ở {closed.changed} chỉ tiêu{how}. " if closed and closed.changed else ""


def unlike_line(closed: Closing | None) -> tuple[Paragraph, ...]:
    """That a closed period's report is no longer the one that was sent, before anything else; nothing while it is."""
    said = unlike_sent(closed and closed._replace(named="")).strip()
    return (Paragraph(said, Tone.BAD),) if said else ()


CLOSED = "closed(seq at=row.at by=row.actor changed)"
"""The same for machines; None for a period that is open."""
PERIOD_WORDS = "id=period.id label=period.label start=period.start cutoff calendar=period.calendar year_closed"
"""A window: the period and how far it has gone."""


def ledger_record(schema: str, plan: Plan, origin: Origin, window: Window | None = None, **told: Any) -> dict[str, Any]:
    """The record of a page from a ledger: which plan, period and tip it was made from, and what else it has `told`."""
    return {
        "schema": schema,
        "plan": record_of(plan, "year unit=unit.name title revision", revision=origin.revision),
        **({"period": record_of(window, PERIOD_WORDS)} if window else {}),
        "as_known": origin.as_known,
        "ledger": record_of(origin, "seq chain"),
        **(record_of(origin, CLOSED) if window else {}),
        **told,
    }


def day_record(schema: str, plan: Plan, today: date, **told: Any) -> dict[str, Any]:
    """The record of a page about a day: plan, day, and what else it has `told`."""
    return {"schema": schema, "plan": record_of(plan, "year unit=unit.name"), "today": today, **told}


def record_of(result: Any, names: str, **made: Any) -> dict[str, Any]:
    """These fields of a result as a record: `name on`, under another key `from=since`, of a part `parent=parent.id`.

    None where a part is None, and with `?` where the field is empty; with `!` that is left out. What is `made` stands
    under its name. A part, or each of several, is a record itself where its fields are named: `last(on level)`.
    """
    record = {}
    for key, path, inner, mark in _FIELD.findall(names):
        if path not in made:
            made[path] = reduce(lambda held, part: held and getattr(held, part), path.split("."), result)
        held = made[path]
        if inner and held is not None:
            held = record_of(held, inner) if hasattr(held, "_fields") else [record_of(one, inner) for one in held]
        if held or mark != "!":
            record[key or path] = held or None if mark else held
    return record


class Field(NamedTuple, Generic[T]):
    """A column of a table with what makes its cell of a result; a text is a plain cell, and None a dash."""

    column: Column
    cell: Callable[[T], Cell | str | None]


def field(
    key: str, title: str, cell: Callable[[T], Cell | str | None], align: Align = Align.LEFT, **manner: Any
) -> Field[T]:
    """A column and its cell; `manner` as in `Column`."""
    return Field(Column(key, title, align, **manner), cell)


def right(key: str, title: str, cell: Callable[[T], Cell | str | None], **manner: Any) -> Field[T]:
    """A column of figures."""
    return field(key, title, cell, Align.RIGHT, **manner)


def row_of(fields: Sequence[Field[T]], one: T, kind: RowKind = RowKind.ITEM, **manner: Any) -> Row:
    """The row of a result; `manner` as in `Row`."""
    return Row(tuple(cell_of(each, one) for each in fields), kind, **manner)


def cell_of(field: Field[T], one: T) -> Cell:
    """The cell of a result in that column."""
    made = field.cell(one)
    return DASH if made is None else Cell(made) if isinstance(made, str) else made


def table_of(
    fields: Sequence[Field[T]],
    many: Iterable[T | Row],
    label_key: str,
    name: str = "",
    *,
    heading: Callable[[T], str] | None = None,
    stands: Callable[[T], PlanRow] | None = None,
    key: Callable[[T], str] = lambda one: "",
    number: Field[int] | None = None,
    **manner: Any,
) -> Table:
    """Results under their columns, `heading` before the first of those that have the same; `manner` as in `Table`.

    `stands`: where a result stands in the plan, for its section as the heading, and as a part where the whole is listed
    too; `key` as in `Row`; `number`: the first column, which numbers the results. Rows that are made already stand as
    they are.
    """
    rows: list[Row] = []
    listed: set[str] = set()
    above, numbers = "", [number] if number else []
    for place, one in enumerate(many, 1):
        if isinstance(one, Row):
            rows.append(one)
            continue
        at = stands(one) if stands else None
        text = heading(one) if heading else section_heading(at.section) if at else above
        if text != above:
            above = text
            rows.append(heading_row(text))
        listed |= {at.indicator.id} if at else set()
        is_part = at is not None and at.parent is not None and at.parent.id in listed
        row = row_of(fields, one, RowKind.PART if is_part else RowKind.ITEM, key=key(one))
        rows.append(row._replace(cells=(*(cell_of(each, place) for each in numbers), *row.cells)))
    columns = (*(each.column for each in numbers), *(each.column for each in fields))
    return Table(columns, tuple(rows), label_key=label_key, name=name, **manner)


def without(fields: Sequence[Field[T]], *keys: str) -> tuple[Field[T], ...]:
    """These columns less some."""
    return tuple(each for each in fields if each.column.key not in keys)


def speaking(fields: Sequence[Field[T]], many: Iterable[T], may_leave: Iterable[str]) -> tuple[Field[T], ...]:
    """These columns less those of `may_leave` that say nothing of any result."""
    said = {each.column.key for one in many for each in fields if cell_of(each, one).text not in ("", NONE)}
    return without(fields, *(key for key in may_leave if key not in said))


def number_cell(number: Decimal | int | None, tone: Tone = Tone.PLAIN) -> Cell:
    """A number with all its places; a dash without one."""
    return DASH if number is None else Cell(write_number(exact := Decimal(number)), exact, tone)


def quiet(text: str) -> Cell:
    """A text that may be passed over."""
    return Cell(text, tone=Tone.QUIET)


def joined(texts: Iterable[str | None]) -> str:
    """What these say, one after the other."""
    return "; ".join(filter(None, texts))


def day_text(day: date | None, nothing: str = "") -> str:
    """A day as people write it, or what stands for none."""
    return write_date(day) if day else nothing


def bar_cell(percent: Decimal | None) -> Cell:
    """A bar of attainment where the format can draw one."""
    return Cell() if percent is None else Cell(fraction=percent / 100)


def section_heading(section: Section) -> str:
    """`I. Các chỉ tiêu kinh tế`."""
    return f"{section.number}. {section.title}" if section.number else section.title


def listing(title: str, lines: Iterable[str]) -> list[Block]:
    """Lines under their heading if any; nothing where there are none."""
    above = [doc.Heading(title, 2)] if title else []
    return [*above, doc.Listing(listed)] if (listed := tuple(lines)) else []


def heading_row(text: str) -> Row:
    """A heading over the rows that follow."""
    return Row((Cell(text, tone=Tone.STRONG),), RowKind.GROUP)
