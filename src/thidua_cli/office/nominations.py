"""What all commands that write nominations share: the rules of a step as sentences, texts without names, one action."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from ..domain import nomination
from ..domain.figure import Draft, Kind, Revision
from ..domain.nomination import PREFIX, Nomination, Nominee, Stage, Step, detail_of, number_in
from ..domain.plan import Plan
from ..errors import Refused, UsageError
from ..ledger import ALL, Ledger
from ..pages.indicators import Change
from ..vietnamese import nominating, wording
from ..vietnamese.numbers import shown, write_date
from ..vietnamese.text import clean_text, fold, sanitise, words
from ..workspace import Office, Workspace
from .figures import year_span
from .find import OTHER_YEAR, all_begin, find_subject, only

MOST_NAME_CHARACTERS = 200
Moved = tuple[Nomination, Nomination]
"""A nomination as it was, and after the step."""


def put_forward(
    office: Office,
    name: str,
    on: date | None,
    *,
    form: str,
    nominee: str,
    post: str,
    achievement: str,
    links: Sequence[str],
    note: str = "",
    by: str | None = None,
    namesake: bool = False,
) -> Nomination:
    """Write who is put forward for what, read from what was typed; gives it with its number. Raises UsageError for
    what cannot be read and for a name in a text that stays, Refused when the year has it already."""
    office.refuse_foreign()
    if not achievement:
        raise UsageError("thiếu --achievement", hint='phải có thành tích: --achievement "Giúp 12 hộ thoát nghèo"')
    wanted = Nomination(
        number=0,
        year=office.plan.year,
        form=read_form(office.plan, form),
        nominee=read_nominee(nominee),
        name=_name(name),
        person="",
        post=post,
        achievement=achievement,
        links=tuple(dict.fromkeys(find_subject(office.plan, typed).id for typed in links)),
        steps=(Step(Stage.PROPOSED, day_of(on, office)),),
    )
    keep_out(wanted, post=wanted.post, achievement=wanted.achievement, note=note)
    with office.writing() as writer:
        _refuse_repeated(office, wanted, namesake=namesake)
        rows = office.ledger.newest_of(office.plan.unit.id, PREFIX.rstrip("/"))  # also those that were taken back
        added = wanted._replace(number=max((number_in(row.draft.indicator) or 0 for row in rows), default=0) + 1)
        if added.nominee.is_private:
            added = added._replace(person=writer.keep_name(added.shown, office.workspace.salt(added.shown)))
        office.append(writer, [Draft(Kind.NOMINATE, added.key, note=note, detail=detail_of(added))], by)
    return added


def _name(typed: str) -> str:
    name = " ".join(clean_text(typed, "tên").split())
    if not any(character.isalpha() for character in name):
        raise UsageError("tên phải có chữ", hint='thidua nominate add "Nguyễn Thị Bích" --form "Giấy khen" …')
    if len(name) > MOST_NAME_CHARACTERS:
        raise UsageError(f"tên dài {len(name)} ký tự, tối đa {MOST_NAME_CHARACTERS}: hãy rút ngắn")
    return name


def _refuse_repeated(office: Office, wanted: Nomination, *, namesake: bool) -> None:
    """Raise Refused where the year has it already; what was declined may be tried again."""
    for held in in_force(office):
        is_rival = (held.form, held.year) == (wanted.form, wanted.year) and held.stage is not Stage.DECLINED
        is_other = namesake and fold(held.post) != fold(wanted.post)
        if not is_rival or held.name is None or is_other or not nominating.same_name(held.name, wanted.shown):
            continue
        known = f"{sanitise(wanted.shown)} đã được đề nghị {wanted.form} năm {wanted.year}"
        hint = f"xem: thidua nominate show {held.number}; bên khác trùng tên: ghi --post khác nhau và thêm --namesake"
        raise Refused(f"{known} (số {held.number}, {nominating.step_text(held.last)}); chưa ghi gì", hint=hint)


def move(office: Office, numbers: Sequence[str], step: Step, *, reason: str, note: str, by: str | None) -> list[Moved]:
    """Write a step of nominations, each once; gives those it moved: not those that stand there already.

    Raises UsageError or Refused when the step may not be taken like that.
    """
    if step.stage is Stage.DECIDED and not step.decision:
        raise UsageError("thiếu --decision", hint="ghi số quyết định và ngày ký: --decision 45/QĐ-UBND --on 20/12/2024")
    if step.stage is not Stage.DECIDED and (step.decision or step.decided_by):
        raise UsageError("--decision và --decided-by chỉ dùng với bước decided (đã quyết định)")
    if step.stage is Stage.DECLINED and not reason:
        raise UsageError("thiếu --reason", hint='không xét phải có lý do: --reason "chưa đủ thời gian công tác"')
    chosen, moved = dict.fromkeys(find(office, typed).number for typed in numbers), []
    with office.writing() as writer:
        for one in (find(office, str(number)) for number in chosen):
            keep_out(one, reason=reason, note=note, decision=step.decision)
            if one.last[:3] != step[:3]:
                moved.append((one, one._replace(steps=(*one.steps, checked_step(office.plan, one, step)))))
        if moved:
            draft = Draft(Kind.NOMINATE, note=note, reason=reason)
            steps = [draft._replace(indicator=after.key, detail=detail_of(after)) for _, after in moved]
            office.append(writer, steps, by)
    return moved


def erasable(office: Office, numbers: Sequence[str], reason: str) -> list[Nomination]:
    """Those of these whose name is still kept, each once; raises UsageError for a collective, a name in the reason."""
    found = [last_state(office, typed) for typed in numbers]
    if one := next((one for one in found if not one.nominee.is_private), None):
        sentence = f"đề nghị số {one.number} là của tập thể ({subject_text(one)}): tên tập thể nằm trong chuỗi sổ"
        raise UsageError(f"{sentence}, không xóa được", hint="chỉ xóa được họ tên người và hộ gia đình")
    chosen = list({one.number: one for one in found if one.name is not None}.values())
    for one in chosen:
        keep_out(one, reason=reason)
    return chosen


def erase(office: Office, chosen: Sequence[Nomination], reason: str, by: str | None) -> None:
    """Name and row in one transaction; a nomination that was taken back meanwhile stays so."""
    with office.writing() as writer:
        held = {one.number: detail_of(one) for one in in_force(office)}
        for one in chosen:
            writer.erase_name(one.person)
        drafts = [Draft(Kind.ERASE, one.key, reason=reason, detail=held.get(one.number, "")) for one in chosen]
        office.append(writer, drafts, by)


read_stage = wording.choice({stage.value: stage for stage in Stage}, "bước", nominating.STAGES)
read_nominee = wording.choice({kind.value: kind for kind in Nominee}, "loại", nominating.NOMINEES)


def after_stage(one: Nomination) -> str:
    """The command for the usual next step; empty when there is none."""
    following = nomination.FOLLOWING[one.stage]
    if not following:
        return ""
    decision = ' --decision 45/QĐ-UBND --on "NGÀY KÝ"' if following[0] is Stage.DECIDED else ""
    return f"thidua nominate move {one.number} {following[0].value}{decision}"


def checked_step(plan: Plan, one: Nomination, wanted: Step) -> Step:
    """The step as it may be written, its deciding level filled in.

    Raises Refused when it may not follow or the level may not decide, UsageError for a day before the last step.
    """
    last = nominating.step_text(one.last)
    if wanted.stage not in nomination.FOLLOWING[one.stage]:
        sentence = f"đề nghị số {one.number} đang ở bước {last}: không ghi '{nominating.STAGES[wanted.stage]}' được"
        following = f"bước sau: {usual}; " if (usual := after_stage(one)) else ""
        raise Refused(f"{sentence}; chưa ghi gì", hint=f"{following}bước ấy ghi nhầm thì hoàn tác ngay: thidua undo")
    if wanted.on < one.last.on:
        day = f"ngày {write_date(wanted.on)}"
        raise UsageError(f"{day} ở trước bước trước của đề nghị {one.number} ({last})", hint="kiểm tra lại --on")
    is_decision = wanted.stage is Stage.DECIDED
    return wanted._replace(decided_by=_deciding(plan, one.form, wanted)) if is_decision else wanted


def _deciding(plan: Plan, form: str, step: Step) -> str:
    """Who signs: the level in force that day; the one that was typed must be it."""
    day, typed, matching = write_date(step.on), words(step.decided_by), nomination.authorities(plan, form, step.on)
    if step.decided_by:  # `xã`, `UBND xã` or the whole title; never just `chủ tịch`, which every level has
        matching = [award for award in matching if typed and words(award.decides)[-len(typed) :] == typed]
    if not matching:
        wrong = f"'{shown(step.decided_by)}' không có thẩm quyền quyết định {form} ngày {day}; thẩm quyền: "
        known = f"{nominating.who_decides(plan, form, step.on)}; chưa ghi gì"
        hint = "kiểm tra lại quyết định, ngày ký; thẩm quyền là khóa awards của tệp kế hoạch"
        raise Refused(f"{wrong}{known}" if step.decided_by else known, hint=hint)
    if len(matching) > 1:
        listed = ", ".join(f'"{award.decides}"' for award in matching)
        raise UsageError(f"ngày {day} có nhiều cấp cùng quyết định {form}", hint=f"ghi rõ --decided-by: {listed}")
    return matching[0].decides


def read_form(plan: Plan, typed: str) -> str:
    """The form as the plan spells it; case and accents do not matter."""
    known = list(dict.fromkeys(award.form for award in plan.awards))
    if not known:
        sentence = "kế hoạch chưa ghi danh hiệu, hình thức khen thưởng và cấp quyết định (awards)"
        raise UsageError(sentence, hint="thêm khóa awards vào tệp kế hoạch; cách viết ở docs/huong-dan.md")
    for form in known:
        if fold(form) == fold(typed.strip()):
            return form
    problem = f"kế hoạch không có danh hiệu, hình thức '{shown(typed)}'" if typed.strip() else "thiếu --form"
    raise UsageError(problem, hint=f"các hình thức của kế hoạch (awards): {', '.join(known)}")


def keep_out(one: Nomination, **texts: str) -> None:
    """No name of a person or household in texts that stay in the chain: it could never be erased there."""
    for option, text in texts.items():
        if one.nominee.is_private and one.name and nominating.is_named_in(one.name, text):
            what = f"--{option} có họ tên '{shown(one.name)}'"
            hint = "viết không có họ tên, ví dụ: Giúp 12 hộ thoát nghèo"
            raise UsageError(f"{what}: phần này không xóa được khỏi sổ", hint=hint)


def day_of(on: date | None, office: Office) -> date:
    """Today or an earlier day, from the first day of the plan year on; the year's end is no limit."""
    today, (first, _) = office.workspace.today(), year_span(office.plan.year)
    day = on or today
    if day > today:
        raise UsageError(f"ngày {write_date(day)} ở sau hôm nay ({write_date(today)})", hint="chỉ ghi việc đã làm")
    if day < first:
        hint = f"chọn năm bằng --year {day.year}"
        raise UsageError(f"ngày {write_date(day)} ở trước năm thi đua {office.plan.year}", hint=hint)
    return day


@contextmanager
def office_of(workspace: Workspace, year: int | None) -> Iterator[Office]:
    """The open office whose plan is of the year asked for; raises UsageError when there is no such plan."""
    with workspace.open(year) as office:
        if year is not None and year != office.plan.year:
            sentence = f"kế hoạch đang dùng là năm {office.plan.year}, không có kế hoạch năm {year}"
            raise UsageError(sentence, hint=OTHER_YEAR)
        yield office


def as_of(ledger: Ledger, row: Revision | None) -> Nomination | None:
    """The nomination as a row leaves it, with its name; None where there is none, or it is taken away."""
    found = row and nomination.nomination_in(row.seq, row.draft.indicator, row.draft.detail)
    return found._replace(name=ledger.name_of(found.person)) if found and found.nominee.is_private else found


def change_of(ledger: Ledger, row: Revision) -> Change:
    """What a row did to a nomination."""
    before = ledger.before(row)
    return Change(row, before, as_of(ledger, before), as_of(ledger, row))


def in_force(office: Office, until: int = ALL) -> list[Nomination]:
    """Every nomination of the commune in force, of all years, by number."""
    rows = office.ledger.newest_of(office.plan.unit.id, PREFIX.rstrip("/"), until)
    return sorted(filter(None, (as_of(office.ledger, row) for row in rows)), key=lambda one: one.number)


def of_year(office: Office, until: int = ALL) -> list[Nomination]:
    """Those of the plan's year, in the order of an official list."""
    own = (one for one in in_force(office, until) if one.year == office.plan.year)
    return sorted(own, key=nominating.calling_order)


def find(office: Office, typed: str) -> Nomination:
    """The one nomination meant by its number or words of its name; raises UsageError with the list, never guesses."""
    known = in_force(office)
    found = [one for one in known if one.number == _number(typed)]
    found = found or [one for one in known if one.name is not None and all_begin(words(typed), words(one.name))]
    if one := only(found, typed, "đề nghị", lambda one: f"{one.number}  {subject_text(one)}"):
        return one
    raise UsageError(f"không có đề nghị '{shown(typed)}'", hint="xem các số bằng: thidua nominate list")


def last_state(office: Office, typed: str) -> Nomination:
    """Like `find`, but by number also one that was taken back, as it last was: its name is still kept."""
    rows = reversed(history_of(office, f"{PREFIX}{_number(typed)}"))
    return next((found for row in rows if (found := as_of(office.ledger, row))), None) or find(office, typed)


def subject_text(one: Nomination) -> str:
    """`Giấy khen – Nguyễn Thị Bích`."""
    return f"{sanitise(one.form)} – {sanitise(one.shown)}"


def history_of(office: Office, key: str) -> list[Revision]:
    """The rows about one nomination, oldest first."""
    return [row for row in office.ledger.history(indicator=key) if row.unit == office.plan.unit.id]


def _number(typed: str) -> int | None:
    return number_in(PREFIX + typed.strip().removeprefix(PREFIX))
