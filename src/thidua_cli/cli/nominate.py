"""`nominate add`: a person, a household or a collective is put forward for a title or form of commendation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from ..domain.figure import Draft, Kind
from ..domain.nomination import Nomination, Stage, Step, detail_of, rivals
from ..errors import Refused, UsageError
from ..ledger.writer import Writer
from ..vietnamese.finding import find_subject
from ..vietnamese.nominating import NOMINEES, Called, same_name, step_text, who_decides
from ..vietnamese.text import clean_text, fold, sanitise
from ..workspace import Office, Workspace
from .nominating import OPTIONS, after_stage, append_rows, day_of, keep_out, read_form, read_nominee
from .nominations_on_file import Year, called, next_number, nominations, office_of, subject_text
from .printing import say
from .words import By, Note, On
from .writing import TAKE_BACK, after_commit

MOST_NAME_CHARACTERS = 200


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="TÊN", help="họ tên, hộ, hoặc tên tập thể, đặt trong ngoặc kép")],
    form: Annotated[str, typer.Option("--form", metavar="HÌNH_THỨC", help="danh hiệu hoặc hình thức (bắt buộc)")] = "",
    achievement: Annotated[
        str, typer.Option("--achievement", metavar="CHỮ", help="thành tích, không ghi tên người (bắt buộc)")
    ] = "",
    post: Annotated[str, typer.Option("--post", metavar="CHỮ", help="chức vụ, đơn vị: Trưởng thôn 3")] = "",
    nominee: Annotated[
        str, typer.Option("--as", metavar="LOẠI", help="person (cá nhân), household (hộ), collective (tập thể)")
    ] = "person",
    link: Annotated[
        list[str] | None, typer.Option("--link", metavar="MÃ", help="chỉ tiêu hoặc nhiệm vụ liên quan; ghi được nhiều")
    ] = None,
    namesake: Annotated[bool, typer.Option("--namesake", help="là người khác, chỉ trùng họ tên")] = False,
    on: On = None,
    note: Note = "",
    by: By = None,
    year: Year = None,
) -> None:
    """Ghi một đề nghị khen thưởng; họ tên người và hộ được giữ ngoài chuỗi sổ, xóa được khi có yêu cầu.

    Ví dụ: thidua nominate add "Nguyễn Thị Bích" --form "Giấy khen" --achievement "Giúp 12 hộ thoát nghèo"
    """
    workspace: Workspace = ctx.obj
    with office_of(workspace, year) as office:
        wanted = proposed(
            office, name, on, form=form, nominee=nominee, post=post, achievement=achievement, links=link or ()
        )
        _add(office, wanted, clean_text(note, OPTIONS["note"]), by, namesake=namesake)


def proposed(
    office: Office,
    name: str,
    on: date | None,
    *,
    form: str,
    nominee: str,
    post: str,
    achievement: str,
    links: Sequence[str],
) -> Nomination:
    """What is put forward, read from what was typed; it has no number yet and still carries its name."""
    return Nomination(
        number=0,
        year=office.plan.year,
        form=read_form(office.plan, form),
        nominee=read_nominee(nominee),
        name=_name(name),
        person="",
        post=clean_text(post.strip(), OPTIONS["post"]),
        achievement=_achievement(achievement),
        links=tuple(dict.fromkeys(find_subject(office.plan, typed).id for typed in links)),
        steps=(Step(Stage.PROPOSED, day_of(on, office)),),
    )


def _add(office: Office, wanted: Nomination, note: str, by: str | None, *, namesake: bool) -> None:
    if wanted.nominee.is_private:
        keep_out(wanted.name, post=wanted.post, achievement=wanted.achievement, note=note)
    author = clean_text(by, "tên người ghi (--by)") if by else None
    with office.writing() as writer:
        added = numbered(office, writer, wanted, namesake=namesake)
        append_rows(office, writer, [nomination_row(added, note)], author)
    after_commit(office, writer)
    _tell_added(office, called(office.ledger, added))


def numbered(
    office: Office, writer: Writer, wanted: Nomination, *, namesake: bool = False, salt: str | None = None
) -> Nomination:
    """The nomination as it goes into the chain: with its number, a private name kept outside under its digest.

    `salt` is that of `Writer.keep_name`. Raises Refused when the year has it already.
    """
    _refuse_repeated(nominations(office), wanted, namesake=namesake)
    added = wanted._replace(number=next_number(office))
    if not wanted.nominee.is_private:
        return added
    return added._replace(name="", person=writer.keep_name(wanted.name, salt))


def nomination_row(added: Nomination, note: str = "") -> Draft:
    """The row that puts a nomination forward."""
    return Draft(Kind.NOMINATE, added.key, note=note, detail=detail_of(added))


def _name(typed: str) -> str:
    name = " ".join(clean_text(typed, "tên").split())
    if not any(character.isalpha() for character in name):
        raise UsageError("tên phải có chữ", hint='thidua nominate add "Nguyễn Thị Bích" --form "Giấy khen" …')
    if len(name) > MOST_NAME_CHARACTERS:
        raise UsageError(f"tên dài {len(name)} ký tự, tối đa {MOST_NAME_CHARACTERS}: hãy rút ngắn")
    return name


def _achievement(typed: str) -> str:
    text = clean_text(typed.strip(), OPTIONS["achievement"])
    if not text:
        raise UsageError(
            "thiếu --achievement", hint='đề nghị phải có thành tích: --achievement "Giúp 12 hộ thoát nghèo"'
        )
    return text


def _refuse_repeated(known: Sequence[Called], wanted: Nomination, *, namesake: bool) -> None:
    of_form = {one.number for one in rivals((one.nomination for one in known), wanted.form, wanted.year)}
    for one in known:
        held = one.nomination
        if held.number not in of_form or one.name is None or not same_name(one.name, wanted.name):
            continue
        if namesake and fold(held.post) != fold(wanted.post):
            continue
        other = " người khác trùng họ tên: ghi --post khác nhau và thêm --namesake" if wanted.nominee.is_private else ""
        raise Refused(
            f"{sanitise(wanted.name)} đã được đề nghị {wanted.form} năm {wanted.year}"
            f" (số {held.number}, {step_text(held.last)}); chưa ghi gì",
            hint=f"xem: thidua nominate show {held.number};{other}".rstrip(";"),
        )


def _tell_added(office: Office, one: Called) -> None:
    nomination = one.nomination
    post = f" ({sanitise(nomination.post)})" if nomination.post else ""
    say(f"đã ghi đề nghị số {nomination.number}: {subject_text(one)}{post}, {NOMINEES[nomination.nominee]}")
    say(f"  trước → nay: chưa có → {step_text(nomination.last)}")
    say(f"  cấp quyết định: {who_decides(office.plan, nomination.form, nomination.last.on)}")
    say(f"  bước sau: {after_stage(nomination)}")
    say(TAKE_BACK)
