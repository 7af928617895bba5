"""Proves a ledger: every row's hash and link, every plan's fingerprint, SQLite's own checks, a printed anchor."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue

from ..domain.closing import kept_report
from ..domain.figure import Kind
from ..domain.nomination import nomination_in
from ..errors import IntegrityError, UsageError
from .faults import damaged
from .rows import (
    AMOUNTS,
    CACHED_BESIDE_SOURCE,
    CHAIN_DIGITS,
    EMPTY_HASH,
    EVERY_CACHED_PLAN,
    EVERY_NAME,
    EVERY_ROW,
    MOMENT,
    PLANS,
    SHORT_CHAIN_DIGITS,
    Row,
    Tip,
    cache_digest,
    canonical_json,
    is_canonical,
    name_digest,
    text_of,
)
from .schema import CATALOGUE, NAMES_SINCE, catalogue_of
from .session import Session

_SEQ, _KIND, _UNIT, _KEY, _DETAIL = 0, 3, 5, 7, 17


@dataclass(slots=True)
class NamesDue:
    """Is shown every row in turn and knows the digests that must have a name."""

    _due: dict[tuple[str, str], str] = field(default_factory=dict)
    """By unit and key; empty once a row erased the name, which nothing brings back."""

    def note(self, row: Row) -> None:
        """Look at the next row; raises IntegrityError when a nomination cannot be read."""
        if row[_KIND] == Kind.ERASE:
            self._due[row[_UNIT], row[_KEY]] = ""
        elif row[_KIND] == Kind.NOMINATE:
            nomination = nomination_in(row[_SEQ], row[_KEY], row[_DETAIL])
            if nomination and nomination.person:
                self._due.setdefault((row[_UNIT], row[_KEY]), nomination.person)

    def digests(self) -> set[str]:
        """Those that must have a name now."""
        return {digest for digest in self._due.values() if digest}


Reread = Callable[[str, int, bytes], str | None]
"""From a plan's revision, reader version and kept source: its content as the cache keeps it; None when not known."""
LONG_FILE = 16 * 1024 * 1024
"""From this size on (bytes) a second thread is worth its trouble."""
KIND_FIELD, DETAIL_FIELD, PLAN_FIELD = 3, 17, 20


@dataclass(frozen=True, slots=True)
class Verified:
    """A ledger that passed: how many rows, and its tip."""

    rows: int
    tip: Tip


@dataclass(slots=True)
class _Walk:
    """What the walk over the rows has seen so far."""

    seq: int = 0
    hash: str = EMPTY_HASH
    plans: dict[str, tuple[int, str]] = field(default_factory=dict)
    anchored: str = ""
    names: NamesDue = field(default_factory=NamesDue)


def verify(session: Session, against: tuple[int, str] | None = None, reread: Reread | None = None) -> Verified:
    """Check the whole ledger; `against` is the number and the hex digits printed under a report.

    `reread` reads a plan's kept source again: what the cache says of it must be the same.
    Raises IntegrityError naming the first row that is wrong or missing; UsageError for an anchor too short.
    """
    check_anchor_text(against)
    walk, anchor = _Walk(), against[0] if against else 0
    if session.size >= LONG_FILE:
        problems = _walk_beside_pages(session, walk, anchor)
    else:
        _walk_all(session, walk, anchor)
        problems = _page_problems(session)
    if problems:
        raise damaged(session.file, f"SQLite báo: {problems[0]}")
    if against:
        _check_anchor(session, walk, against)
    if reread:
        _check_readings(session, reread)
    return Verified(walk.seq, Tip(walk.seq, walk.hash))


def _walk_beside_pages(session: Session, walk: _Walk, anchor: int) -> list[str]:
    """SQLite's own check works outside Python's lock, so on two cores it costs no time beside the walk."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=1) as beside:
        opened: SimpleQueue[Session] = SimpleQueue()
        pages = beside.submit(_page_problems, session, opened.put)
        try:
            _walk_all(session, walk, anchor)
            return pages.result()
        except Exception:
            raise
        except BaseException:  # a signal must not wait for the other check
            with suppress(Exception):
                opened.get_nowait().interrupt()
            raise


def _walk_all(session: Session, walk: _Walk, anchor: int) -> None:
    """One state of the ledger, let go of before anybody waits for the other check: a writer may be waiting for both."""
    path = session.file
    try:
        session.snapshot()
        _check_catalogue(session, path)
        _walk(session, path, walk, anchor)
        _check_plans(session, path, walk.plans)
        _check_names(session, path, walk.names.digests())
    finally:
        session.rollback()


def _check_catalogue(session: Session, path: Path) -> None:
    """Names and statements were compared when the file was opened; here also what belongs to which table."""
    if session.rows(CATALOGUE) != catalogue_of(session.version):
        raise damaged(path, "danh mục bảng của tệp không như thidua đã ghi")


def _walk(session: Session, path: Path, walk: _Walk, anchor: int) -> None:
    try:
        for row in session.stream(EVERY_ROW):
            _check_row(row, path, walk)
            if walk.seq == anchor:
                walk.anchored = walk.hash
    except IntegrityError as error:
        if error.__cause__ is None:
            raise
        raise damaged(path, f"không đọc được từ dòng {walk.seq + 1} trở đi ({error.__cause__})") from error


def _check_row(row: Row, path: Path, walk: _Walk) -> None:
    seq = walk.seq + 1
    if row[0] != seq:
        raise damaged(path, f"thiếu dòng {seq} (sau đó là dòng {row[0]})")
    if row[-2] != walk.hash:
        raise damaged(path, f"dòng {seq} không nối với dòng trước nó")
    try:
        digest = sha256(canonical_json(row[:-1]).encode()).hexdigest()
    except TypeError:  # bytes where text was written
        digest = ""
    if digest != row[-1]:
        raise damaged(path, f"dòng {seq} không khớp mã băm của nó")
    for text in row[AMOUNTS]:
        if text is not None and not is_canonical(text):
            raise damaged(path, f"dòng {seq} có số không đúng dạng")
    if not keeps_its_report(row):
        raise damaged(path, f"dòng {seq} không giữ được báo cáo đã chốt")
    _note_name(row, path, walk)
    walk.seq = seq
    walk.hash = digest
    if row[PLAN_FIELD] not in walk.plans:
        walk.plans[row[PLAN_FIELD]] = seq, row[MOMENT]


def _note_name(row: Row, path: Path, walk: _Walk) -> None:
    try:
        walk.names.note(row)
    except IntegrityError:
        raise damaged(path, f"dòng {row[0]} không giữ được đề nghị khen thưởng") from None


def keeps_its_report(row: Row) -> bool:
    """Whether a row that closes a period holds the report as sent; any other row has none to hold."""
    if row[KIND_FIELD] != Kind.CLOSE:
        return True
    try:
        kept_report(row[DETAIL_FIELD])
    except (ValueError, KeyError, TypeError):
        return False
    return True


def _check_plans(session: Session, path: Path, used: dict[str, tuple[int, str]]) -> None:
    """Every plan is the file its hash means, kept by the first row under it and at that row's time."""
    kept: dict[str, tuple[int, str]] = {}
    for revision, source, first_seq, at in session.rows(PLANS):
        kept[revision] = first_seq, at
        if not isinstance(source, bytes) or sha256(source).hexdigest() != revision:
            raise damaged(path, f"kế hoạch lưu ở dòng {first_seq} không khớp mã băm của nó")
    for revision, (seq, at) in used.items():
        first_seq, kept_at = kept.get(revision, (0, ""))
        if first_seq != seq:
            raise damaged(path, f"thiếu kế hoạch mà dòng {seq} dùng")
        if kept_at != at:
            raise damaged(path, f"kế hoạch lưu ở dòng {seq} không mang ngày giờ của dòng ấy")
    if kept.keys() - used.keys():
        raise damaged(path, "có kế hoạch không dòng nào dùng")
    for revision, reader, content, digest in session.rows(EVERY_CACHED_PLAN):
        if revision not in kept or cache_digest(revision, reader, text_of(content)) != digest:
            raise damaged(path, "bản đọc sẵn của kế hoạch không khớp mã băm của nó")


def _check_names(session: Session, path: Path, wanted: set[str]) -> None:
    """Every name that is kept must be the one the rows mean, and none is gone that no row erased."""
    if session.version < NAMES_SINCE:
        return
    for digest, salt, name in session.rows(EVERY_NAME):
        if name_digest(text_of(salt), text_of(name)) != digest:
            raise damaged(path, "một tên người được lưu không khớp mã băm của nó")
        wanted.discard(digest)
    if wanted:
        raise damaged(path, f"{len(wanted)} tên người đã mất mà không dòng nào ghi là xóa")


def _page_problems(session: Session, tell: Callable[[Session], None] = lambda _: None) -> list[str]:
    """What SQLite finds wrong with pages, indexes and constraints; at most five. Connections stay in their thread."""
    with closing(session.again()) as other:
        tell(other)
        found = [str(problem) for (problem,) in other.rows("PRAGMA integrity_check(5)")]
        return [] if found == ["ok"] else found


def _check_readings(session: Session, reread: Reread) -> None:
    """Reports are judged by the cached reading of a plan: it must be what the kept source says."""
    for revision, reader, content, source in session.rows(CACHED_BESIDE_SOURCE):
        if (read := reread(revision, reader, source)) is not None and read != content:
            raise IntegrityError(
                f"sổ số liệu {session.file}: bản đọc sẵn của kế hoạch {revision[:12]} không như tệp kế hoạch đã lưu:"
                " đã bị sửa bằng chương trình khác, các báo cáo có thể đã đánh giá theo chỉ tiêu khác",
                hint="các dòng số liệu còn nguyên; lấy lại bản đọc đúng từ bản sao lưu: thidua restore TỆP_SAO_LƯU",
            )


def check_anchor_text(against: tuple[int, str] | None) -> None:
    """Raise UsageError for an anchor that could match by chance."""
    if against and (against[0] < 0 or len(against[1]) < SHORT_CHAIN_DIGITS or not _is_hex(against[1])):
        raise UsageError(
            f"mốc đối chiếu cần ít nhất {SHORT_CHAIN_DIGITS} chữ số thập lục phân",
            hint="chép lại dòng cuối báo cáo, dạng 41:0123456789abcdef0123456789abcdef",
        )


def _is_hex(text: str) -> bool:
    return set(text.lower()) <= set("0123456789abcdef")


def _check_anchor(session: Session, walk: _Walk, against: tuple[int, str]) -> None:
    path, (seq, digits) = session.file, against
    if seq > walk.seq:
        raise _differs(path, f"sổ chỉ có {walk.seq} dòng, báo cáo in từ sổ có {seq} dòng")
    short_until = session.short_anchors_until()
    if len(digits) < CHAIN_DIGITS and seq > short_until:
        raise UsageError(
            f"mốc đối chiếu của dòng {seq} có {CHAIN_DIGITS} chữ số thập lục phân, mới ghi {len(digits)}",
            hint=f"chép đủ dòng cuối báo cáo; chỉ báo cáo in từ các dòng đến {short_until} mới có 16 chữ số",
        )
    found = walk.anchored if seq else EMPTY_HASH
    if not found.startswith(digits.lower()):
        raise _differs(path, f"dòng {seq} của sổ có mã {found[:CHAIN_DIGITS]}, báo cáo ghi {digits[:CHAIN_DIGITS]}")


def _differs(path: Path, how: str) -> IntegrityError:
    """A ledger that is whole in itself, but not the one that a report was printed from."""
    return IntegrityError(
        f"sổ số liệu {path} tự nó nguyên vẹn nhưng không khớp với báo cáo đã in: {how}",
        hint="xem lại số đã gõ; gõ đúng mà vẫn khác thì báo cáo in từ sổ khác, hoặc sổ đã bị thay bằng bản khác",
    )
