"""The ledger: append-only rows, read as figures, days and history; the present is the newest row of each key."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path

from ..domain.closing import without_report
from ..domain.figure import FORMERLY, Figure, Kind, Revision, former_in, key_parts
from ..errors import BusyError, StorageError
from . import rows as queries
from .file import MIGRATIONS, NAMES_SINCE, VERSION, damaged
from .rows import ALL, Row, canonical_json, figure_of, number_of, revision_of, text_of
from .session import BUSY_SECONDS, Session, Writer

OWN = ("",)
"""Of all places only the commune itself."""


class Ledger(Session):
    """An open ledger, opened as a `Session`; `until` anywhere means: as it stood when its last row was that seq."""

    def __init__(self, path: Path | None, timeout: int = BUSY_SECONDS) -> None:
        super().__init__(path, timeout)
        self._owners: dict[str, tuple[str, ...]] = {}

    def seq_at(self, moment: str) -> int:
        """The last seq whose time stamp is not after `moment` (UTC text as in the ledger); 0 if none."""
        # Not ORDER BY seq: without the index SQLite would walk the table back from its end.
        sql = "SELECT coalesce(max(seq), 0) FROM entries INDEXED BY entries_by_time WHERE at <= ?"
        return number_of(self.rows(sql, moment)[0][0])

    def figures(
        self, unit: str, ids: Collection[str], first: date, last: date, places: Collection[str] = OWN, until: int = ALL
    ) -> list[Figure]:
        """The figures in force of these indicators and places from `first` to `last`, by place, indicator and day."""
        sql = f"{queries.NEWEST_OF_DAYS % queries.COLUMNS}{queries.WITH_AMOUNT} ORDER BY place, indicator, on_day"
        return list(map(figure_of, self._of(unit, sql, *_asked(places, ids, first, last, until))))

    def newest_figures(
        self, unit: str, ids: Collection[str], first: date, last: date, places: Collection[str] = OWN, until: int = ALL
    ) -> list[Figure]:
        """The last figure in force of each indicator at each place, found from the end: past withdrawn days."""
        # Each is found from the last day back: of the first day whose newest row has an amount, that row.
        newest = (
            "SELECT max(seq) AS last, value, numerator FROM entries INDEXED BY entries_by_key WHERE unit = ? AND"
            " place = at.value AND indicator = of.value AND on_day BETWEEN ? AND ? AND seq <= ?"
            " GROUP BY on_day HAVING value IS NOT NULL OR numerator IS NOT NULL ORDER BY on_day DESC LIMIT 1"
        )
        sql = (
            f"SELECT {queries.COLUMNS} FROM entries WHERE seq IN (SELECT (SELECT last FROM ({newest}))"
            " FROM json_each(?) AS at CROSS JOIN json_each(?) AS of) ORDER BY place, indicator"
        )
        asked = first.isoformat(), last.isoformat(), until, canonical_json([*places]), canonical_json([*ids])
        return list(map(figure_of, self._of(unit, sql, *asked)))

    def plans_of(self, figures: Iterable[Figure]) -> set[tuple[str, str]]:
        """Under which plans these figures were written: indicator and revision."""
        rows = canonical_json([one.seq for one in figures])
        return _pairs(self.stream(queries.PLANS_OF % queries.LISTED, rows))

    def plans_under(
        self, unit: str, ids: Collection[str], places: Collection[str], first: date, last: date
    ) -> set[tuple[str, str]]:
        """The same of all figures in force of these days, without reading them."""
        sql = queries.PLANS_OF % (queries.NEWEST_OF_DAYS % "seq" + queries.WITH_AMOUNT)
        return _pairs(self._of(unit, sql, *_asked(places, ids, first, last)))

    def first_written(
        self, unit: str, ids: Collection[str], first: date, last: date, places: Collection[str] = OWN, until: int = ALL
    ) -> dict[tuple[str, str], str]:
        """By (place, indicator): when the earliest of the days in force was first written, whatever came later."""
        sql = (
            "WITH days AS (SELECT place AS p, indicator AS i, min(seq) AS oldest, max(seq) AS newest"
            f" {queries.OF_DAYS})"
            " SELECT p, i, min((SELECT at FROM entries WHERE seq = oldest)) FROM days CROSS JOIN entries AS held"
            " ON held.seq = newest WHERE held.value IS NOT NULL OR held.numerator IS NOT NULL GROUP BY p, i"
        )
        rows = self._of(unit, sql, *_asked(places, ids, first, last, until))
        return {(text_of(place), text_of(indicator)): text_of(at) for place, indicator, at in rows}

    def outside(
        self, unit: str, ids: Collection[str], places: Collection[str], first: date, last: date, until: int = ALL
    ) -> list[Figure]:
        """The figures in force from `first` to `last` of other indicators than these, then those of other places.

        Keys with a "/" are those of other things than indicators (`work/…`), so they are left out; so is what is
        only expected.
        """
        keys = {key[1:] for own in self.owners(unit) for key in self._keys(own)}
        figures = {(place, id) for place, id in keys if "/" not in id and not key_parts(id)[1]}
        strange = {(place, id) for place, id in figures if id not in ids or place not in ("", *places)}
        asked = {id for _, id in strange}, first, last, {place for place, _ in strange}
        found = [one for one in self.figures(unit, *asked, until) if (one.place, one.indicator) in strange]
        return sorted(found, key=lambda one: one.indicator in ids)

    def places(self, unit: str) -> set[str]:
        """Every place that has rows."""
        return {text_of(place) for own in self.owners(unit) for (place,) in self.rows(queries.PLACES, own)}

    def places_of(self, unit: str, indicator: str) -> list[str]:
        """Every place ("" for the whole) that has rows of an indicator."""
        return [place for _, place, id in self._keys(unit) if id == indicator]

    def present(self, unit: str, place: str, indicator: str, on: date | None, until: int = ALL) -> Revision | None:
        """The newest row of a key, also one that holds no amount; None if the key was never used."""
        day = on.isoformat() if on else ""
        asked = canonical_json([place]), canonical_json([indicator]), day, day, until
        return next(map(revision_of, list(self._of(unit, queries.NEWEST_OF_DAYS % queries.COLUMNS, *asked))), None)

    def days(self, unit: str, place: str, indicator: str, first: date, last: date, until: int = ALL) -> list[Revision]:
        """The newest row of each day of one indicator, also those that hold no amount, by day."""
        sql = f"{queries.NEWEST_OF_DAYS % queries.COLUMNS} ORDER BY on_day"
        return list(map(revision_of, self._of(unit, sql, *_asked([place], [indicator], first, last, until))))

    def history(
        self, *, indicator: str | None = None, after: int = 0, until: int = ALL, limit: int | None = None
    ) -> Iterator[Revision]:
        """Rows in the order they were written, of all units and places; with `limit` the newest so many."""
        sql = f"SELECT {queries.COLUMNS} FROM entries"
        keys = [key for key in self._keys() if key_parts(key[2])[0] == indicator] if indicator is not None else []
        if keys:  # CROSS JOIN fixes the order: for several of them SQLite would rather walk the whole index
            sql = (
                f"WITH wanted (u, p, i) AS (VALUES {', '.join(['(?, ?, ?)'] * len(keys))}) SELECT {queries.COLUMNS}"
                " FROM wanted CROSS JOIN entries INDEXED BY entries_by_key ON unit = u AND place = p AND indicator = i"
            )
        elif indicator is not None:
            return
        sql += " WHERE seq BETWEEN ? AND ? ORDER BY seq"
        values = *chain.from_iterable(keys), after + 1, until
        if limit is None:
            yield from map(revision_of, self.stream(sql, *values))
        else:
            yield from map(revision_of, reversed(self.rows(f"{sql} DESC LIMIT ?", *values, limit)))

    def revision(self, seq: int) -> Revision | None:
        """The row with this number."""
        row = self.row(queries.ROW, seq)
        return revision_of(row) if row else None

    def clock_turns(self) -> list[tuple[int, str, str]]:
        """Rows written at an earlier time than the row above: the row, its time stamp, and the one above."""
        stamps = "SELECT seq, at, lag(at) OVER (ORDER BY seq) AS above FROM entries"  # their text order is time order
        rows = self.rows(f"SELECT seq, at, above FROM ({stamps}) WHERE at < above ORDER BY seq")
        return [(number_of(seq), text_of(at), text_of(above)) for seq, at, above in rows]

    def action(self, action: str) -> list[Revision]:
        """The rows of one command, in its order."""
        sql = f"SELECT {queries.COLUMNS} FROM entries WHERE action = ? ORDER BY item"
        return [revision_of(row) for row in self.rows(sql, action)]

    def last_undoable(self, *, past_erasures: bool = False) -> list[Revision]:
        """The rows of the last command that no undo has taken back yet; [] if there is none.

        An erased name cannot be brought back: `past_erasures` looks for the last command before that.
        """
        undone: set[int] = set()
        backwards = "SELECT seq, kind, supersedes, action FROM entries ORDER BY seq DESC"
        for seq, kind, supersedes, action in self.stream(backwards):
            if kind == Kind.UNDO:
                undone.add(supersedes)
            elif seq not in undone and not (past_erasures and kind == Kind.ERASE):
                return self.action(text_of(action))
        return []

    def before(self, row: Revision) -> Revision | None:
        """The row of the same key just before this one: the state an undo of it restores; None if it was new."""
        draft = row.draft
        return self.present(row.unit, draft.place, draft.indicator, draft.on, row.seq - 1)

    def newest_of(self, unit: str, prefix: str, until: int = ALL) -> list[Revision]:
        """The newest row of every key `<prefix>/…` of a unit that has no day: what such keys are at present."""
        return [revision_of(row) for row in self._of(unit, queries.NEWEST_OF, prefix, prefix, until)]

    def first_unit(self) -> str | None:
        """The commune that the first row is of: whose ledger this is; None while it has no row."""
        first = self.revision(1)
        return first.unit if first else None

    def owners(self, unit: str) -> tuple[str, ...]:
        """A commune's id, and those it had before or took later, whose rows are one with its own (`init --adopt`)."""
        if unit not in self._owners:
            rows = map(revision_of, self.rows(queries.NEWEST_OF_ALL, FORMERLY, FORMERLY, ALL))
            taken = [{row.unit, former_in(row.draft.indicator)} for row in rows if row.draft.kind is not Kind.UNDO]
            found = [unit]
            for one in found:
                found += sorted(set().union(*(pair for pair in taken if one in pair)).difference(found))
            self._owners[unit] = tuple(found)
        return self._owners[unit]

    def _of(self, unit: str, sql: str, *values: object) -> Iterator[Row]:
        """The rows that a question about one commune finds, under every id it ever had, one by one."""
        own = self.owners(unit)
        several = sql if len(own) == 1 else sql.replace("unit = ?", f"unit IN ({', '.join('?' * len(own))})")
        return self.stream(several, *own, *values)

    def closing_rows(self, unit: str, until: int = ALL) -> list[Revision]:
        """The rows that closed and reopened periods of a unit, and those that took such rows back, in their order."""
        rows = map(revision_of, self._of(unit, queries.CLOSINGS, until))
        # Without the report that each closing keeps.
        return [one._replace(draft=one.draft._replace(detail=without_report(one.draft.detail))) for one in rows]

    def cached_plan(self, revision: str, reader: int) -> str | None:
        """The validated plan as that reader version stored it; None if absent or not as it was stored."""
        content, digest = self.row(queries.CACHED_PLAN, revision, reader) or ("", "")
        return text_of(content) if queries.cache_digest(revision, reader, text_of(content)) == digest else None

    def plan_source(self, revision: str) -> bytes | None:
        """The plan file's bytes."""
        row = self.row(queries.PLAN_SOURCE, revision)
        return self._source(revision, row[0]) if row else None

    def editions(self, until: int = ALL) -> list[tuple[str, int, str]]:
        """Every plan written under, of whatever year, the last used first, then by age: revision, first row, when."""
        last = "(SELECT plan FROM entries WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1)"
        sql = "SELECT revision, first_seq, at FROM plans WHERE first_seq <= ?1"
        rows = self.rows(f"{sql} ORDER BY revision IS NOT {last}, first_seq DESC", until)
        return [(text_of(revision), number_of(seq), text_of(at)) for revision, seq, at in rows]

    def rows_after(self, seq: int) -> Iterator[Row]:
        """The rows after row `seq` exactly as they are stored, in the order of COLUMNS."""
        return self.stream(f"SELECT {queries.COLUMNS} FROM entries NOT INDEXED WHERE seq > ? ORDER BY seq", seq)

    def plans_after(self, seq: int) -> list[tuple[str, str, int, str]]:
        """Every plan first written under after row `seq`: its revision, its source as text, that row, and when."""
        rows = [(text_of(row[0]), *row[1:]) for row in self.rows(queries.PLANS_AFTER, seq)]
        return [(row[0], self._source(*row[:2]).decode(), number_of(row[2]), text_of(row[3])) for row in rows]

    def _source(self, revision: str, source: object) -> bytes:
        if not isinstance(source, bytes) or sha256(source).hexdigest() != revision:
            raise damaged(self.file, "kế hoạch đã lưu không khớp mã băm của nó")
        return source

    def name_of(self, digest: str) -> str | None:
        """The person's name kept under this digest; None when it was erased (or never kept)."""
        row = self.row("SELECT name FROM names WHERE digest = ?", digest) if self.version >= NAMES_SINCE else None
        return text_of(row[0]) if row else None

    def back_up(self) -> Path | None:
        """A verified copy beside the ledger, to be made before many rows change; None for a ledger that is no file."""
        from .copies import automatic_backup

        return automatic_backup(self) if self.path else None

    def migrate(self) -> Path | None:
        """Bring the file to the present version; gives the backup made before, None when there was nothing to do.

        Raises StorageError when there is no room for the backup or the step, BusyError, and IntegrityError for a
        damaged or newer ledger. Everything is decided under the lock that the step itself holds, so of two processes
        one migrates and the other finds it done. A process killed at any moment leaves the old version or the new one.
        """
        backup = None
        while self.version < VERSION:
            with self.transaction():
                if self.version < VERSION:
                    backup = backup or self.back_up()
                    self.alter(MIGRATIONS[self.version], self.version + 1)
                self.commit(None)
        return backup

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction: everything appended in the block is written when it ends, nothing if it raises.

        A ledger of an older version is migrated first.
        Raises BusyError when another process does not let go, StorageError when it cannot be written.
        """
        writer = Writer(self)
        self.migrate()
        with self.transaction():
            yield writer
            writer.doubtful = self.commit(next(reversed(writer.written), None))
        if writer.erased:
            with suppress(BusyError, StorageError):
                self.rows("VACUUM")  # writes the file anew, so that nothing deleted lingers between its rows
                writer.erased = False

    def _keys(self, unit: str = "") -> Iterator[tuple[str, str, str]]:
        """Every (unit, place, indicator) that has rows; with a unit, its own first, and the walk ends after them."""
        key = (unit, "", "")
        for row in self.stream(queries.KEYS, unit):
            last, key = key, (text_of(row[0]), text_of(row[1]), text_of(row[2]))
            if unit and key[0] != unit:
                return
            if key <= last:  # a damaged index could be walked for ever
                raise damaged(self.file, "chỉ mục không theo thứ tự")
            yield key


def _asked(places: Iterable[str], ids: Iterable[str], first: date, last: date, until: int = ALL) -> tuple[object, ...]:
    """The values of a question about days: lists as JSON, the first day and the last, and until when."""
    return canonical_json([*places]), canonical_json([*ids]), first.isoformat(), last.isoformat(), until


def _pairs(rows: Iterable[Row]) -> set[tuple[str, str]]:
    return {(text_of(one), text_of(other)) for one, other in rows}
