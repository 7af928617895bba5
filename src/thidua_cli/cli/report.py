"""`report`: the main table, for any period, as known at any time, in any format."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from ..domain.scorecard import Standing
from ..errors import UsageError
from ..office.view import View, plan_doubt
from ..pages.page import Page
from ..pages.report import Shows, places_page, report_page
from ..vietnamese.numbers import shown
from . import words
from .output import present


def report(
    ctx: words.Context,
    word: words.PeriodWord = None,
    period: words.PeriodOption = None,
    calendar: words.CalendarOption = None,
    as_known: words.AsKnown = None,
    section: Annotated[str | None, words.option("--section", "MỤC", "chỉ in một mục: kinh-te")] = None,
    verdict: words.Verdicts = None,
    as_sent: Annotated[bool, words.flag("--as-sent", "bản đã gửi khi chốt kỳ, không phải số liệu nay")] = False,
    by: Annotated[str | None, words.option("--by", "place", "place: bảng theo từng thôn")] = None,
    form: words.FormatOption = None,
    out: words.Out = None,
    force: words.Force = False,
    template: words.Template = None,
    fail_on: words.FailOn = None,
) -> None:
    """Bảng đánh giá các chỉ tiêu. Không có --period: từ đầu năm kế hoạch đến hôm nay."""
    conditions = words.read_conditions(fail_on, words.read_condition)
    with View.of(ctx.obj, words.period_typed(word, period), calendar, as_known) as view:
        ids = {name: one.id for one in reversed(view.plan.sections) for name in (one.id, one.number)}
        if section is not None and section not in ids:
            known = ", ".join(one.id for one in view.plan.sections)
            raise UsageError(f"không có mục '{section}'", hint=f"các mục: {known}")

        def shows(one: Standing) -> bool:
            return (section is None or ids[section] == one.row.section.id) and (not verdict or one.verdict in verdict)

        if as_sent:
            others = {"--as-known": as_known, "--by": by, "--template": template, "--fail-on": fail_on}
            # The kept copy is the whole report of its time: it cannot be looked at in another way.
            if given := ", ".join(name for name, value in others.items() if value is not None):
                raise UsageError(f"--as-sent in đúng bản đã giữ, không dùng cùng {given}", hint=f"bỏ {given}")
            from ..office.closing import sent_page

            is_paper = (form or Path(out or "").suffix).lower().removeprefix(".") in ("docx", "html")
            page = sent_page(view, shows, as_paper=is_paper and section is None and not verdict)
        else:
            page = _as_it_stands(view, shows, by, conditions, is_framed=template is not None)
        present(page, view.office, form=form, out=out, force=force, template=template)


def _as_it_stands(
    view: View, shows: Shows, by: str | None, conditions: Sequence[words.Condition], *, is_framed: bool
) -> Page:
    if doubt := plan_doubt(view.office):
        view.office.workspace.tell(doubt)
    card = view.card()
    origin = view.origin(card)
    if by is None:
        page = report_page(card, origin, shows, view.outside())
    elif by in ("place", "thon"):
        rows = [one for one in card.standings if one.coverage is not None and shows(one)]
        page = places_page(card, view.place_cards(view.held()), rows, origin)
    else:
        raise UsageError(f"không có cách chia '{shown(by)}'", hint="bảng theo từng thôn: --by place")
    page = page._replace(sent=view.if_sent(), then=words.condition_met(conditions, card))
    if is_framed:  # an office's own file may ask for what surrounds an official paper
        from ..pages.papers import frame

        page = page._replace(document=page.document._replace(frame=frame(card)))
    return page
