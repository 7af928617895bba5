"""What only a province knows: its units, mergers and the catalogue, read from CSV; who has closed a period and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ..domain import rollup
from ..domain.attainment import Verdict
from ..domain.period import Period
from ..domain.places import by
from ..domain.plan import Better, RollUp
from ..errors import UNLIKE_OURS, Fault, IntegrityError, InvalidInput, Refused, ThiduaError, UsageError
from ..intake.columns import Line
from ..intake.reading import read_csv, surplus
from ..intake.source import Source
from ..ledger.rows import MOST_DIGITS
from ..vietnamese.numbers import read_date, read_number, shown, unit_form, write_number
from ..vietnamese.text import clean_text, fold, sanitise, sort_key
from .ledgers import make_roles, role_of

if TYPE_CHECKING:
    from .ledgers import Hub
UNIT_ID = re.compile(r"[a-z0-9-]{1,60}", re.ASCII)


def _id(text: str) -> str:
    if not UNIT_ID.fullmatch(text):
        raise InvalidInput(f"mã '{shown(text)}' chỉ gồm a–z, 0–9 và dấu -, tối đa 60 ký tự")
    return text


def _text(text: str) -> str:
    if not text:
        raise InvalidInput("bắt buộc, không để trống")
    return clean_text(text, "ô này")


def _day(text: str) -> date | None:
    return read_date(text) if text else None


def _share(text: str) -> Decimal:
    with suppress(UsageError):
        share = read_number(text) if text else rollup.WHOLE
        if 0 < share <= 1:
            return share
    raise InvalidInput(f"'{shown(text)}' phải là số lớn hơn 0 và không quá 1", hint="một nửa: 0,5")


def _one_of(kinds: Any, text: str, usual: str = "") -> Any:
    try:
        return kinds(text.casefold() or usual)
    except ValueError:
        raise InvalidInput(f"'{shown(text)}': chọn một trong {', '.join(kinds)}") from None


# Of each table of the hub its columns, in their order: how a cell is read, and the titles a file may have for it.
TABLES: Mapping[str, Mapping[str, tuple[Callable[[str], Any], *tuple[str, ...]]]] = {
    "units": {
        "unit": (_id, "id", "mã", "mã xã"),
        "name": (_text, "name", "tên", "tên xã"),
        "province": (_text, "province", "tỉnh"),
        "from_day": (_day, "from_day", "từ ngày"),
    },
    "mergers": {
        "old_unit": (_id, "old", "xã cũ"),
        "new_unit": (_id, "new", "xã mới"),
        "from_day": (read_date, "from_day", "từ ngày"),
        "share": (_share, "share", "phần"),
        "decision": (partial(clean_text, what="nghị quyết"), "decision", "nghị quyết", "quyết định"),
    },
    "indicators": {
        "code": (_text, "code", "mã"),
        "name": (_text, "name", "tên", "chỉ tiêu"),
        "unit": (partial(clean_text, what="đơn vị tính"), "unit", "đơn vị", "đvt"),
        "roll_up": (partial(_one_of, RollUp), "roll_up", "cách gộp"),
        "weight": (partial(clean_text, what="quyền số"), "weight", "quyền số"),
        "better": (partial(_one_of, Better, usual="higher"), "better", "chiều tốt"),
    },
}
MAY_BE_MISSING = {"units": {"from_day"}, "mergers": {"share", "decision"}, "indicators": {"weight", "better"}}
ALMOST_WHOLE = Decimal("0.999")
"""Three thirds, as people write them."""
KEY_COLUMNS = {"units": 1, "mergers": 2, "indicators": 1}
"""How many of a table's columns, from the first, name a row."""
ROWS: Mapping[str, type] = {"units": rollup.Unit, "mergers": rollup.Merger, "indicators": rollup.Entry}


def row_of(kind: str, cells: Mapping[str, str], titles: Mapping[str, str] = {}) -> Any:
    """A unit, a merger or a line of the catalogue from its cells; `titles`: how the file calls its columns.

    Raises InvalidInput for what cannot stand in one, each with its column.
    """
    read: dict[str, Any] = {}
    wrong: list[str] = []
    for column, (reader, *names) in TABLES[kind].items():
        try:
            read[column] = reader(cells[column])
        except ThiduaError as error:
            said = error.sentence + (f" ({error.hint})" if error.hint else "")
            wrong.append(f"{titles.get(column, names[0])}: {said}")
    if kind == "indicators" and not wrong and (read["roll_up"] is RollUp.WEIGHTED) != bool(read["weight"]):
        wrong.append("weight (mã làm quyền số) chỉ đi với roll_up là weighted, và weighted phải có weight")
    if wrong:
        raise InvalidInput("; ".join(wrong))
    return ROWS[kind](*read.values())


def read_list(source: Source, kind: str, tell: Callable[[str], None]) -> list[Any]:
    """Units, mergers or the catalogue ("indicators") of a CSV file; raises InvalidInput naming every fault.

    Of columns that are not read it will `tell`.
    """
    titles = {column: names for column, (_, *names) in TABLES[kind].items()}
    known = {fold(title): field for field, names in titles.items() for title in names}
    lines = read_csv(source, lambda row: sum(fold(cell.strip()) in known for cell in row)).lines
    head = [str(cell).strip() for cell in next(lines, Line(1, ())).cells]
    fields = [known.get(fold(title)) for title in head]
    if unread := [shown(title) for title, field in zip(head, fields, strict=True) if title and not field]:
        tell(f"Lưu ý: {sanitise(source.name)}: không đọc các cột: {', '.join(unread)}")
    if missing := [names[0] for field, names in titles.items() if field not in {*fields, *MAY_BE_MISSING[kind]}]:
        sentence = f"{sanitise(source.name)}: dòng đầu thiếu cột {', '.join(missing)}"
        raise InvalidInput(sentence, hint=f"dòng đầu: {';'.join(names[0] for names in titles.values())}")
    if twice := [names[0] for field, names in titles.items() if fields.count(field) > 1]:
        raise InvalidInput(f"{sanitise(source.name)}: hai cột cùng là {', '.join(twice)}: bỏ một cột")
    named = {field: shown(title) for field, title in zip(fields, head, strict=True) if field}
    found: dict[object, Any] = {}
    faults: list[Fault] = []
    for number, row, *_ in lines:
        cells = [str(cell).strip() for cell in row]
        if not any(cells):
            continue
        held = {field: cell for field, cell in zip(fields, cells, strict=False) if field}
        try:
            if extra := surplus(cells, len(fields)):
                raise InvalidInput(extra)
            made = row_of(kind, dict.fromkeys(titles, "") | held, named)
            key = made[: KEY_COLUMNS[kind]]
            if key in found:
                raise InvalidInput("dòng này lặp lại một dòng ở trên")
            found[key] = made
        except ThiduaError as error:
            faults.append(source.fault(str(number), error.sentence))
    if faults or not found:
        why = "có chỗ sai; chưa lưu gì" if faults else "không có dòng nào"
        raise InvalidInput(f"{sanitise(source.name)} {why}", faults=tuple(faults))
    return list(found.values())


PASSWORDS = (
    '\n  đặt mật khẩu cho từng vai trò bằng psql: \\password "xa_<mã>"; xã nối: thidua hub join ĐỊA_CHỈ --unit MÃ'
)


class Kept(NamedTuple):
    """What is told of a list that was kept: what was done, the keys of the rows that the hub has besides (or had, where
    they were to be dropped), and doubts."""

    done: str
    others: list[str]
    doubts: Sequence[str] = ()


def keep_units(hub: Hub, added: Sequence[rollup.Unit], replace: bool) -> Kept:
    """Register communes and make the role of each that has none; Refused to drop one that has a ledger or a merger."""
    ids = [unit.id for unit in added]
    if replace and (held := [unit for (unit,) in hub.execute(_HELD, [ids])]):
        sentence = f"kho có sổ hoặc dòng sắp xếp của xã {', '.join(held)} nên không bỏ; chưa lưu gì"
        raise Refused(sentence, hint="thêm các xã ấy vào tệp, hoặc bỏ dòng sắp xếp: thidua hub mergers import")
    others = _keep(hub, "units", added, replace=replace)
    made = make_roles(hub, list(map(role_of, ids)), "LOGIN IN ROLE commune")
    done = f"đã khai báo {len(added)} xã, tạo {made} vai trò" + (PASSWORDS if made else "")
    # Communes of a province that is written in several ways would have totals of their own.
    names = sorted({unit.province for unit in _rows(hub, "units")})
    written = by(names, lambda name: re.sub(r"^(tinh|thanh pho|tp\.?) |\W", "", fold(name))).values()
    alike = [", ".join(f"'{sanitise(name)}'" for name in same) for same in written if len(same) > 1]
    several = "một tỉnh viết nhiều cách thì tính thành nhiều tỉnh"
    return Kept(done, others, [f"{several}: {same}; viết giống nhau rồi nạp lại" for same in alike])


def keep_mergers(hub: Hub, added: Sequence[rollup.Merger], replace: bool) -> Kept:
    """Keep mergers; InvalidInput for unknown units, a circle, or shares of one commune beyond the whole. Doubts: where
    the recast last year will lack something."""
    known = {unit.id for unit in _rows(hub, "units")}
    if unknown := sorted({unit for one in added for unit in one[:2]} - known):
        sentence = f"chưa khai báo xã: {', '.join(unknown[:10])}"
        raise InvalidInput(sentence, hint="thêm cả xã cũ lẫn xã mới: thidua hub units import")
    others = _keep(hub, "mergers", added, replace=replace)
    if circle := rollup.circle_in(_rows(hub, "mergers")):
        raise InvalidInput(f"các xã nhập vòng quanh vào nhau: {', '.join(circle)}; chưa lưu gì")
    shares = hub.execute(b"SELECT old_unit, sum(share) FROM hub.mergers GROUP BY 1 ORDER BY 1").fetchall()
    if beyond := [unit for unit, share in shares if share > rollup.WHOLE]:
        raise InvalidInput(f"chia quá cả xã (các phần cộng lại hơn 1): {', '.join(beyond)}; chưa lưu gì")
    forgotten = [
        f"xã {unit} đã chốt báo cáo trước ngày sắp xếp mà không có tên trong các xã cũ: cùng kỳ quy đổi"
        f" không gồm số của chính xã ấy; xã vẫn giữ mã thì thêm dòng: {unit};{unit};{since.isoformat()}"
        for unit, since in hub.execute(_FORGOTTEN)
    ]
    in_part = [
        f"các phần của xã {unit} cộng lại mới {write_number(share)}: cùng kỳ quy đổi thiếu"
        " phần còn lại; phần ấy thuộc xã nào thì thêm dòng"
        for unit, share in shares
        if share < ALMOST_WHOLE
    ]
    done = f"đã khai báo {len(added)} dòng sắp xếp, {len({one.new for one in added})} xã mới"
    return Kept(done, others, forgotten + in_part)


def keep_entries(hub: Hub, added: Sequence[rollup.Entry], replace: bool) -> Kept:
    """Keep lines of the catalogue; InvalidInput for a weight that is no code."""
    others = _keep(hub, "indicators", added, replace=replace)
    every = {one.code: one for one in catalogue(hub)}
    if lost := sorted(one.code for one in every.values() if one.weight and one.weight not in every):
        raise InvalidInput(f"quyền số của {', '.join(lost)} không có trong danh mục; chưa lưu gì")
    return Kept(f"đã lưu {len(added)} chỉ tiêu vào danh mục", others)


def _keep(hub: Hub, kind: str, added: Sequence[tuple[Any, ...]], *, replace: bool = False) -> list[str]:
    """Each row in the place of the one of its key; gives the keys of all others, which `replace` deletes."""
    columns, count = list(TABLES[kind]), KEY_COLUMNS[kind]
    keys, marks = ", ".join(columns[:count]), ", ".join(["%s"] * len(columns))
    changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns[count:])
    statement = f"INSERT INTO hub.{kind} VALUES ({marks}) ON CONFLICT ({keys}) DO UPDATE SET {changes}"
    hub.cursor().executemany(statement.encode(), list(added))
    others = {row[:count] for row in _rows(hub, kind)} - {row[:count] for row in added}
    if replace:
        where = " AND ".join(f"{column} = %s" for column in columns[:count])
        hub.cursor().executemany(f"DELETE FROM hub.{kind} WHERE {where}".encode(), list(others))
    return [" → ".join(key) for key in sorted(others)]


def _rows(hub: Hub, kind: str) -> list[Any]:
    listed = hub.execute(f"SELECT {', '.join(TABLES[kind])} FROM hub.{kind} ORDER BY 1, 2".encode())
    return [ROWS[kind](*row) for row in listed]


def catalogue(hub: Hub) -> list[rollup.Entry]:
    """The province's list of indicators, by code."""
    listed = _rows(hub, "indicators")
    return [one._replace(roll_up=RollUp(one.roll_up), better=Better(one.better)) for one in listed]


_STAMP = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
# A report that came under the commune's former id came then, not when the ledger came again under the new one.
_RECEIVED = """coalesce((SELECT e.received_at FROM hub.entries AS e
    WHERE (e.unit, e.seq, e.hash) = (c.former, c.seq, c.hash)), c.received_at)"""
# All that hold the same ledger, which a new id took over, are its copies; the one that goes on is last.
# A hub made before closed reports kept the unit of each indicator reads it from the whole report.
_REPORTS = f"""SELECT copies, seq, left(hash, 32), at, {_STAMP.format(_RECEIVED)}, closed, CASE
    WHEN jsonb_array_length(closed->'indicators'->0) < 11 THEN (SELECT array_agg(one->>'unit') FROM hub.entries AS e,
      jsonb_array_elements(e.detail::jsonb->'report'->'indicators') AS one WHERE (e.unit, e.seq) = (c.unit, c.seq))
    END
  FROM (SELECT array_agg(e.unit ORDER BY e.former IS NOT NULL,
      (SELECT max(t.seq) FROM hub.entries AS t WHERE t.unit = e.unit)) AS copies
    FROM hub.units AS u JOIN hub.entries AS e ON (e.unit, e.seq) = (u.unit, 1) GROUP BY e.hash) AS ledgers
  JOIN hub.closings AS c ON c.unit = copies[cardinality(copies)]
  WHERE period = %s AND calendar = %s AND copies && %s"""
_SENDERS = f"""SELECT u.unit, coalesce(tip.seq, 0), coalesce(left(tip.hash, 32), ''),
    coalesce({_STAMP.format("tip.received_at")}, ''), coalesce(last.period, ''),
    EXISTS (SELECT FROM hub.entries AS e WHERE e.period = %s AND e.unit = u.unit AND e.kind = 'close'
      AND e.closed->>'calendar' = %s),
    coalesce((SELECT max(c.calendar) FROM hub.closings AS c WHERE c.period = %s AND c.unit = u.unit), '')
  FROM unnest(%s::text[]) AS u (unit)
  LEFT JOIN LATERAL (SELECT seq, hash, received_at FROM hub.entries AS e WHERE e.unit = u.unit
    ORDER BY seq DESC LIMIT 1) AS tip ON true
  LEFT JOIN LATERAL (SELECT period FROM hub.entries AS e WHERE e.unit = u.unit AND e.kind = 'close'
    ORDER BY seq DESC LIMIT 1) AS last ON true"""
_HELD = b"""SELECT unit FROM hub.units AS u WHERE unit <> ALL(%s) AND (
    EXISTS (SELECT FROM hub.entries AS e WHERE e.unit = u.unit)
    OR EXISTS (SELECT FROM hub.mergers AS m WHERE u.unit IN (m.old_unit, m.new_unit)))
  ORDER BY 1"""
# New communes with reports from before the merger that are not among their own old communes; a ledger that came from an
# old one reported as that.
_FORGOTTEN = b"""SELECT new_unit, min(from_day) FROM hub.mergers AS m GROUP BY 1
  HAVING bool_and(old_unit <> new_unit) AND EXISTS (SELECT FROM hub.closings AS c
    JOIN hub.entries AS e ON (e.unit, e.seq) = (c.unit, c.seq)
    JOIN hub.entries AS first ON (first.unit, first.seq) = (c.unit, 1)
    WHERE c.unit = m.new_unit AND first.former IS NULL
      AND split_part(left(e.detail, 200), '"', 20) < min(from_day)::text)
  ORDER BY 1"""


def reports(
    hub: Hub, period: Period, listed: Sequence[rollup.Unit], succession: rollup.Succession
) -> dict[str, rollup.Closed]:
    """The closed reports of a period in its calendar, by commune; those reopened are none.

    A ledger that goes on under a new id counts once: as it stands now, for the id that its commune had on the last day.
    Raises IntegrityError for a report that thidua did not write.
    """
    there = {one.id for one in _rows(hub, "units") if succession.exists(one, period.last_day)}
    known = {entry.code: unit_form(entry.unit) for entry in catalogue(hub)}
    wanted, found = [unit.id for unit in listed], {}
    for copies, *row in hub.execute(_REPORTS.encode(), (period.id, period.calendar.value, wanted)):
        whose = next((id for id in copies if id in there), copies[-1])
        if whose in wanted:
            found[whose] = _closed(known, copies[-1], row)._replace(unit=whose)
    return found


def _closed(known: Mapping[str, str], unit: str, row: Sequence[Any]) -> rollup.Closed:
    seq, chain, at, received_at, kept, in_units = row
    held: dict[str, rollup.Held] = {}
    uncoded = []
    try:
        of_units = in_units or [each[-1] for each in kept["indicators"]]
        for each, in_unit in zip(kept["indicators"], of_units, strict=True):
            code, value, upper, lower, verdict, percent, is_stale, comparator, id, name, *_ = each
            if code is None:
                uncoded.append((str(id), str(name)))
                continue
            amounts = _decimal(value), _decimal(upper), _decimal(lower)
            is_yes_no = comparator == rollup.ONLY_YES_NO
            other = "" if is_yes_no or unit_form(in_unit) == known.get(code, unit_form(in_unit)) else in_unit
            one = rollup.Held(
                str(code), *amounts, Verdict(verdict), _decimal(percent), bool(is_stale), is_yes_no, other
            )
            held.setdefault(one.code, one)
        summary = {str(name): int(count) for name, count in kept["summary"].items() if isinstance(count, int)}
    except UNLIKE_OURS as error:
        sentence = f"báo cáo đã chốt của {unit}, dòng {seq}, không phải do thidua làm ra"
        raise IntegrityError(sentence, hint=f"thidua hub verify {unit}") from error
    return rollup.Closed(unit, seq, chain, at, received_at, summary, held, tuple(uncoded))


def _decimal(text: str | None) -> Decimal | None:
    if text is None:
        return None
    number = Decimal(text)
    if not number.is_finite() or len(text) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS:
        raise ValueError(text)
    return number


class HubView(NamedTuple):
    """One look at the hub: a period, the day of the look, and the province asked for (all of them without one)."""

    hub: Hub
    period: Period
    today: date
    province: str | None = None

    def senders(self) -> list[rollup.Sender]:
        """Every commune and how it stands with the period; silence after its last day is late."""
        rolled = self.rolled_up()
        asked = (self.period.id, self.period.calendar.value, self.period.id, [unit.id for unit in rolled.units])
        found = {row[0]: row[1:] for row in self.hub.execute(_SENDERS.encode(), asked)}
        silent = rollup.State.LATE if self.period.last_day < self.today else rollup.State.OPEN
        listed = []
        for unit in rolled.units:
            report, (seq, chain, received_at, last, was_closed, calendar) = rolled.now.get(unit.id), found[unit.id]
            state = rollup.State.REOPENED if was_closed else silent if seq else rollup.State.NEVER
            state = rollup.State.CLOSED if report else state
            received_at = report.received_at if report else received_at
            elsewhere = "" if report or calendar == self.period.calendar.value else calendar
            listed.append(rollup.Sender(unit, state, report, seq, chain, received_at, last, elsewhere))
        return listed

    def rolled_up(self, *, recast: bool = False) -> rollup.RolledUp:
        """The catalogue over the communes of the period's last day, and those that have closed it all the same, by
        province and name; with last year's reports of the communes they are made of."""
        every, succession = _rows(self.hub, "units"), rollup.Succession(_rows(self.hub, "mergers"))
        listed = [one for one in every if self.province in (None, one.province)]
        if self.province is not None and not listed:
            known = ", ".join(sorted({one.province for one in every}, key=sort_key))
            raise UsageError(f"kho không có xã nào của tỉnh '{shown(self.province)}'", hint=f"các tỉnh: {known or '–'}")
        closed = reports(self.hub, self.period, listed, succession)
        own = [one for one in listed if one.id in closed or succession.exists(one, self.period.last_day)]
        own.sort(key=lambda one: (sort_key(one.province), sort_key(one.name)))
        rolled = rollup.RolledUp(self.period, catalogue(self.hub), own, closed)
        if not recast:
            return rolled
        earlier = self.period.a_year_earlier()
        before = reports(self.hub, earlier, every, succession)
        made = succession.made_of(every, earlier.last_day, self.period.last_day, before)
        return rolled._replace(before=before, made_of=made)
