"""What only a province knows: its units and their roles, mergers, and the catalogue; read from CSV, kept in the hub."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from ..domain.plan import Better, RollUp
from ..domain.rollup import WHOLE, Entry, Merger, Unit, circle_in
from ..errors import Fault, InvalidInput, ThiduaError
from ..vietnamese.dates import read_date
from ..vietnamese.numbers import read_number, shown
from ..vietnamese.text import clean_text, fold
from .connection import role_of

if TYPE_CHECKING:
    from .connection import Hub
T = TypeVar("T")
Cells = Mapping[str, str]
UNIT_ID = re.compile(r"[a-z0-9-]{1,60}", re.ASCII)
TITLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "units": {
        "id": ("id", "mã", "mã xã"),
        "name": ("name", "tên", "tên xã"),
        "province": ("province", "tỉnh"),
        "since": ("from_day", "từ ngày"),
    },
    "mergers": {
        "old": ("old", "xã cũ"),
        "new": ("new", "xã mới"),
        "from_day": ("from_day", "từ ngày"),
        "share": ("share", "phần"),
        "decision": ("decision", "nghị quyết", "quyết định"),
    },
    "indicators": {
        "code": ("code", "mã"),
        "name": ("name", "tên", "chỉ tiêu"),
        "unit": ("unit", "đơn vị", "đvt"),
        "roll_up": ("roll_up", "cách gộp"),
        "weight": ("weight", "quyền số"),
        "better": ("better", "chiều tốt"),
    },
}
MAY_BE_MISSING = {"since", "share", "decision", "weight", "better"}


def make_unit(id: str, name: str, province: str, from_day: str = "") -> Unit:
    """A commune as the province registers it; raises InvalidInput for an id that is none or an empty name."""
    return Unit(_id(id), _text(name), _text(province), read_date(from_day) if from_day else None)


def read_units(text: str, name: str) -> list[Unit]:
    """Units of a CSV file; raises InvalidInput naming every fault."""

    def unit(cells: Cells) -> Unit:
        return make_unit(cells["id"], cells["name"], cells["province"], cells["since"])

    return _read(text, name, "units", unit, lambda one: one.id)


def read_mergers(text: str, name: str) -> list[Merger]:
    """Mergers of a CSV file; raises InvalidInput naming every fault."""

    def merger(cells: Cells) -> Merger:
        day, share = read_date(cells["from_day"]), cells["share"]
        decision = clean_text(cells["decision"], "nghị quyết")
        return Merger(_id(cells["old"]), _id(cells["new"]), day, _share(share) if share else WHOLE, decision)

    return _read(text, name, "mergers", merger, lambda one: (one.old, one.new))


def read_entries(text: str, name: str) -> list[Entry]:
    """The catalogue of a CSV file; raises InvalidInput naming every fault."""

    def entry(cells: Cells) -> Entry:
        made = Entry(
            _text(cells["code"]),
            _text(cells["name"]),
            clean_text(cells["unit"], "đơn vị tính"),
            _one_of(RollUp, cells["roll_up"]),
            clean_text(cells["weight"], "quyền số"),
            _one_of(Better, cells["better"] or "higher"),
        )
        if (made.roll_up is RollUp.WEIGHTED) != bool(made.weight):
            raise InvalidInput("weight (mã làm quyền số) chỉ đi với roll_up là weighted, và weighted phải có weight")
        return made

    return _read(text, name, "indicators", entry, lambda one: one.code)


def _read(text: str, name: str, kind: str, make: Callable[[Cells], T], key: Callable[[T], object]) -> list[T]:
    """Every line under the header as one value; all faults at once, nothing half read."""
    found: dict[object, T] = {}
    faults: list[Fault] = []
    for number, cells in _lines(text, name, TITLES[kind]):
        try:
            made = make(cells)
            if key(made) in found:
                raise InvalidInput("dòng này lặp lại một dòng ở trên")
            found[key(made)] = made
        except ThiduaError as error:
            faults.append(Fault(f"{name}:{number}", error.sentence + (f" ({error.hint})" if error.hint else "")))
    if faults or not found:
        raise InvalidInput(
            f"{name} có chỗ sai; chưa lưu gì" if faults else f"{name} không có dòng nào", faults=tuple(faults)
        )
    return list(found.values())


def _lines(text: str, name: str, titles: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[int, Cells]]:
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise InvalidInput(f"{name}: dấu ngoặc kép không khớp ({error})") from error
    known = {fold(title): field for field, names in titles.items() for title in names}
    fields = [known.get(fold(cell.strip())) for cell in (rows[0] if rows else [])]
    missing = [field for field in titles if field not in fields and field not in MAY_BE_MISSING]
    if missing:
        raise InvalidInput(
            f"{name}: dòng đầu thiếu cột {', '.join(missing)}",
            hint=f"dòng đầu: {';'.join(names[0] for names in titles.values())}",
        )
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            cells = {field: cell.strip() for field, cell in zip(fields, row, strict=False) if field}
            yield number, dict.fromkeys(titles, "") | cells


def _id(text: str) -> str:
    if not UNIT_ID.fullmatch(text):
        raise InvalidInput(f"mã '{shown(text)}' chỉ gồm a–z, 0–9 và dấu -, tối đa 60 ký tự")
    return text


def _text(text: str) -> str:
    if not text:
        raise InvalidInput("có ô bắt buộc để trống")
    return clean_text(text, "ô này")


def _share(text: str) -> Decimal:
    share = read_number(text)
    if not 0 < share <= 1:
        raise InvalidInput(f"phần '{shown(text)}' phải lớn hơn 0 và không quá 1", hint="một nửa: 0,5")
    return share


def _one_of(kinds: Any, text: str) -> Any:
    try:
        return kinds(text.casefold())
    except ValueError:
        raise InvalidInput(f"'{shown(text)}': chọn một trong {', '.join(kinds)}") from None


def keep_units(hub: Hub, units: Sequence[Unit]) -> int:
    """Register communes and make the role of each that has none; gives how many roles were made."""
    hub.cursor().executemany(
        b"INSERT INTO hub.units VALUES (%s, %s, %s, %s) ON CONFLICT (unit) DO UPDATE"
        b" SET name = EXCLUDED.name, province = EXCLUDED.province, from_day = EXCLUDED.from_day",
        list(units),
    )
    roles = [role_of(unit.id) for unit in units]
    there = {name for (name,) in hub.execute("SELECT rolname::text FROM pg_roles WHERE rolname = ANY(%s)", [roles])}
    for role in roles:
        if role not in there:  # an id holds nothing that could end the quotes
            hub.execute(f'CREATE ROLE "{role}" LOGIN IN ROLE commune'.encode())
    return len(set(roles) - there)


def keep_mergers(hub: Hub, added: Sequence[Merger]) -> None:
    """Keep mergers; raises InvalidInput for unknown units, a circle, or shares of one commune beyond the whole."""
    known = {unit for (unit,) in hub.execute("SELECT unit FROM hub.units")}
    if unknown := sorted({unit for one in added for unit in one[:2]} - known):
        raise InvalidInput(
            f"chưa khai báo xã: {', '.join(unknown[:10])}", hint="thêm cả xã cũ lẫn xã mới: thidua hub units import"
        )
    hub.cursor().executemany(
        b"INSERT INTO hub.mergers VALUES (%s, %s, %s, %s, %s) ON CONFLICT (old_unit, new_unit) DO UPDATE"
        b" SET from_day = EXCLUDED.from_day, share = EXCLUDED.share, decision = EXCLUDED.decision",
        list(added),
    )
    every = mergers(hub)
    if circle := circle_in(every):
        raise InvalidInput(f"các xã nhập vòng quanh vào nhau: {', '.join(circle)}; chưa lưu gì")
    shares: dict[str, Decimal] = {}
    for one in every:
        shares[one.old] = shares.get(one.old, Decimal(0)) + one.share
    if beyond := sorted(unit for unit, share in shares.items() if share > WHOLE):
        raise InvalidInput(f"chia quá cả xã (các phần cộng lại hơn 1): {', '.join(beyond)}; chưa lưu gì")


def keep_entries(hub: Hub, entries: Sequence[Entry]) -> None:
    """Keep lines of the catalogue; raises InvalidInput for a weight that is no code."""
    hub.cursor().executemany(
        b"INSERT INTO hub.indicators VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (code) DO UPDATE"
        b" SET name = EXCLUDED.name, unit = EXCLUDED.unit, roll_up = EXCLUDED.roll_up, weight = EXCLUDED.weight,"
        b" better = EXCLUDED.better",
        list(entries),
    )
    every = {one.code: one for one in catalogue(hub)}
    if lost := sorted(one.code for one in every.values() if one.weight and one.weight not in every):
        raise InvalidInput(f"quyền số của {', '.join(lost)} không có trong danh mục; chưa lưu gì")


def units(hub: Hub, province: str | None = None) -> list[Unit]:
    """The communes the province knows, by id; of one province where it is named."""
    sql = "SELECT unit, name, province, from_day FROM hub.units WHERE %s::text IS NULL OR province = %s ORDER BY unit"
    return [Unit(*row) for row in hub.execute(sql, (province, province))]


def mergers(hub: Hub) -> list[Merger]:
    """Every merger."""
    sql = "SELECT old_unit, new_unit, from_day, share, decision FROM hub.mergers ORDER BY 1, 2"
    return [Merger(*row) for row in hub.execute(sql)]


def catalogue(hub: Hub) -> list[Entry]:
    """The province's list of indicators, by code."""
    rows = hub.execute("SELECT code, name, unit, roll_up, weight, better FROM hub.indicators ORDER BY code")
    return [
        Entry(code, name, unit, RollUp(how), weight, Better(better)) for code, name, unit, how, weight, better in rows
    ]
