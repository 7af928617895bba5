"""Proves a ledger: every row's hash and link, every plan's fingerprint, SQLite's own checks, a printed anchor."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256

from ..domain.closing import kept_report
from ..domain.figure import Kind
from ..domain.nomination import nomination_in
from ..errors import IntegrityError, UsageError
from . import rows as queries
from .file import CATALOGUE, NAMES_SINCE, damaged, empty
from .rows import CHAIN_DIGITS, EMPTY_HASH, HEX_DIGITS, SHORT_CHAIN_DIGITS, Row, Tip, text_of
from .session import Session


@dataclass(slots=True)
class Chain:
    """Is shown every row in turn, wherever the rows come from, and knows what must be there with them."""

    anchor: tuple[int, str] | None = None
    """The row's number and the hex digits printed under a report, where one is held against the rows."""
    anchored: str = EMPTY_HASH
    """The hash of that row."""
    tip: Tip = field(default=Tip(0, EMPTY_HASH))
    plans: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Each plan used: the first row under it, and that row's time."""
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    """The digest of a name by unit and key; empty once a row erased the name, which nothing brings back."""

    def __post_init__(self) -> None:
        """Raise UsageError for an anchor that could match by chance."""
        seq, digits = self.anchor or (0, EMPTY_HASH)
        if seq < 0 or len(digits) < SHORT_CHAIN_DIGITS or not set(digits.lower()) <= HEX_DIGITS:
            old = f"báo cáo in từ sổ cũ: {SHORT_CHAIN_DIGITS}"
            sentence = f"mốc đối chiếu có {CHAIN_DIGITS} chữ số thập lục phân ({old})"
            raise UsageError(sentence, hint="chép lại dòng cuối báo cáo, dạng 41:0123456789abcdef0123456789abcdef")

    def take(self, row: Row) -> str:
        """What is wrong with the next row, in words; empty when it proves itself and follows the one before."""
        seq = self.tip.seq + 1
        if row[queries.SEQ] != seq:
            return f"thiếu dòng {seq} (sau đó là dòng {row[queries.SEQ]})"
        if row[-2] != self.tip.hash:
            return f"dòng {seq} không nối với dòng trước nó"
        if not queries.proves_itself(row):
            return f"dòng {seq} không khớp mã băm của nó"
        if not queries.is_sound(row):
            return f"dòng {seq} có số không đúng dạng, hoặc ngày giờ không thể có"
        kind, unit, key = row[queries.KIND], row[queries.UNIT], row[queries.KEY]
        try:
            if kind == Kind.CLOSE:
                kept_report(seq, row[queries.DETAIL])
            elif kind == Kind.ERASE:
                self._names[unit, key] = ""
            elif kind == Kind.NOMINATE:
                nomination = nomination_in(seq, key, row[queries.DETAIL])
                if nomination and nomination.person:
                    self._names.setdefault((unit, key), nomination.person)
        except IntegrityError:
            what = "báo cáo đã chốt" if kind == Kind.CLOSE else "đề nghị khen thưởng"
            return f"dòng {seq} không giữ được {what}"
        self.tip = Tip(seq, row[-1])
        if self.anchor and self.anchor[0] == seq:
            self.anchored = self.tip.hash
        self.plans.setdefault(row[queries.PLAN], (seq, row[queries.MOMENT]))
        return ""

    def names(self) -> set[str]:
        """The digests that must have a name now."""
        return {digest for digest in self._names.values() if digest}

    def check_anchor(self, whose: str, short_until: int) -> None:
        """Whether rows that are whole in themselves are those that the anchor's report was printed from.

        Reports of the rows up to `short_until` carry 16 digits of the hash, later ones 32.
        Raises IntegrityError where they are not, UsageError for an anchor that is too short to tell.
        """
        seq, digits = self.anchor or (0, EMPTY_HASH)
        how = ""
        if seq > self.tip.seq:
            how = f"sổ chỉ có {self.tip.seq} dòng, báo cáo in từ sổ có {seq} dòng"
        elif len(digits) < CHAIN_DIGITS and seq > short_until:
            short = f"; chỉ báo cáo in từ các dòng đến {short_until} mới có 16 chữ số" if short_until else ""
            sentence = f"mốc đối chiếu của dòng {seq} có {CHAIN_DIGITS} chữ số thập lục phân, mới ghi {len(digits)}"
            raise UsageError(sentence, hint=f"chép đủ dòng cuối báo cáo{short}")
        elif not self.anchored.startswith(digits.lower()):
            how = f"dòng {seq} của sổ có mã {self.anchored[:CHAIN_DIGITS]}, báo cáo ghi {digits[:CHAIN_DIGITS]}"
        if how:
            raise IntegrityError(
                f"{whose} tự nó nguyên vẹn nhưng không khớp với báo cáo đã in: {how}",
                hint="xem lại số đã gõ; gõ đúng mà vẫn khác thì báo cáo in từ sổ khác,"
                " hoặc sổ đã bị thay bằng bản khác",
            )


LONG_FILE = 16 * 1024 * 1024
"""From this size on (bytes) a second thread is worth its trouble."""


def verify(session: Session, against: tuple[int, str] | None = None, step: Callable[[], None] = lambda: None) -> Tip:
    """Check the whole ledger and give its last row; `against` is the number and the hex digits printed under a report.

    `step` is called after each row, for whoever shows how far it has come.
    Raises IntegrityError naming the first row that is wrong or missing; UsageError for an anchor too short.
    """
    chain = Chain(against)
    if session.size >= LONG_FILE:
        problems = _walk_beside_pages(session, chain, step)
    else:
        _walk(session, chain, step)
        problems = _page_problems(session)
    if problems:
        raise damaged(session.file, f"SQLite báo: {problems[0]}")
    chain.check_anchor(f"sổ số liệu {session.file}", session.short_anchors_until())
    return chain.tip


def _walk_beside_pages(session: Session, chain: Chain, step: Callable[[], None]) -> list[str]:
    """SQLite's own check works outside Python's lock, so on two cores it costs no time beside the walk."""
    from concurrent.futures import ThreadPoolExecutor, wait

    pages = ThreadPoolExecutor(max_workers=1).submit(_page_problems, session)
    try:
        _walk(session, chain, step)
    except Exception:
        wait([pages])  # it must let go of the file; a signal waits for nothing, for it ends the process
        raise
    return pages.result()


def _walk(session: Session, chain: Chain, step: Callable[[], None]) -> None:
    """All rows, plans and names, in one state, let go of before the other check: a writer may be waiting for both."""
    with session.transaction("DEFERRED"):
        # Names and statements were compared when the file was opened; here also what belongs to which table, and the
        # indexes that SQLite made itself.
        with closing(empty(session.version)) as model:
            if session.rows(CATALOGUE) != model.execute(CATALOGUE).fetchall():
                raise damaged(session.file, "danh mục bảng của tệp không như thidua đã ghi")
        try:
            for row in session.stream(queries.EVERY_ROW):
                if wrong := chain.take(row):
                    raise damaged(session.file, wrong)
                step()
        except IntegrityError as error:
            if error.__cause__ is None:
                raise
            seq = chain.tip.seq + 1
            raise damaged(session.file, f"không đọc được từ dòng {seq} trở đi ({error.__cause__})") from error
        _check_plans(session, chain.plans)
        if session.version < NAMES_SINCE:
            return
        kept = session.rows(queries.EVERY_NAME)
        if any(queries.name_digest(text_of(salt), text_of(name)) != digest for digest, salt, name in kept):
            raise damaged(session.file, "một tên người được lưu không khớp mã băm của nó")
        if gone := chain.names() - {digest for digest, _, _ in kept}:
            raise damaged(session.file, f"{len(gone)} tên người đã mất mà không dòng nào ghi là xóa")


def _check_plans(session: Session, used: dict[str, tuple[int, str]]) -> None:
    """Every plan is the file its hash means, kept by the first row under it and at that row's time."""
    kept: dict[str, tuple[int, str]] = {}
    for revision, source, first_seq, at in session.rows(queries.PLANS_AFTER, 0):
        kept[revision] = first_seq, at
        if not isinstance(source, bytes) or sha256(source).hexdigest() != revision:
            raise damaged(session.file, f"kế hoạch lưu ở dòng {first_seq} không khớp mã băm của nó")
    for revision, (seq, at) in used.items():
        first_seq, kept_at = kept.get(revision, (0, ""))
        if first_seq != seq:
            raise damaged(session.file, f"thiếu kế hoạch mà dòng {seq} dùng")
        if kept_at != at:
            raise damaged(session.file, f"kế hoạch lưu ở dòng {seq} không mang ngày giờ của dòng ấy")
    if kept.keys() - used.keys():
        raise damaged(session.file, "có kế hoạch không dòng nào dùng")
    for revision, reader, content, digest in session.rows(queries.EVERY_CACHED_PLAN):
        if revision not in kept or queries.cache_digest(revision, reader, text_of(content)) != digest:
            raise damaged(session.file, "bản đọc sẵn của kế hoạch không khớp mã băm của nó")


def _page_problems(session: Session) -> list[str]:
    """What SQLite finds wrong with pages, indexes and constraints; at most five. Connections stay in their thread."""
    with session.again() as other:
        found = [str(problem) for (problem,) in other.rows("PRAGMA integrity_check(5)")]
        return [] if found == ["ok"] else found
