"""Presenting a page: on the terminal, in a pipe, in a file; and the options that all commands with a page share."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError, command
from ..pages.page import Page
from ..render.formats import FORMATS, Format, format_of
from ..render.terminal import screen_of
from ..vietnamese.text import sanitise
from ..workspace import VARIABLES, Office, Workspace, state_file
from .printing import emit, page_out, say
from .words import AsKnown, CalendarOption, Context, Force, FormatOption, Out, PeriodOption

if TYPE_CHECKING:
    from ..render.files import Saying, Writing
TABLE = "table"
BY_STRETCHES = (TABLE, "plain", "csv", "json")
CommandFunction = Callable[..., None]
Opened = Callable[..., AbstractContextManager[tuple[Any, Office | None]]]


def page_of(opened: Opened) -> Callable[[Callable[..., Page]], CommandFunction]:
    """What makes a command of a function: from what is `opened` and its own words to the page; with its help.

    `opened` gives that and its office from the workspace and words of its own. These stand first, then the function's,
    then the page's.
    """
    ours = list(signature(opened, eval_str=True).parameters.values())[1:]

    def made(make: Callable[..., Page]) -> CommandFunction:
        def command(
            ctx: Context, style: FormatOption = None, out: Out = None, force: Force = False, **words: Any
        ) -> None:
            with opened(ctx.obj, **{one.name: words.pop(one.name) for one in ours}) as (subject, office):
                present(make(subject, **words), office, form=style, out=out, force=force)

        context, *of_page, _ = signature(command).parameters.values()
        own = list(signature(make, eval_str=True).parameters.values())[1:]
        words = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in (context, *ours, *own, *of_page)]
        command.__signature__ = Signature(words)  # type: ignore[attr-defined]
        command.__annotations__, command.__doc__ = {}, make.__doc__
        return command

    return made


@page_of
@contextmanager
def page_of_period(
    workspace: Workspace, period: PeriodOption = None, calendar: CalendarOption = None, as_known: AsKnown = None
) -> Iterator[tuple[Any, Office]]:
    """A command that looks at a period: a function from the `View`."""
    from ..office.view import View

    with View.of(workspace, period, calendar, as_known) as view:
        yield view, view.office


@page_of
@contextmanager
def page_of_office(workspace: Workspace) -> Iterator[tuple[Office, Office]]:
    """A command that looks at the open plan and ledger: a function from the `Office`."""
    with workspace.open() as office:
        yield office, office


def present_in_turn(pages: Iterable[Page], wanted: Format, own: Path | None = None) -> None:
    """Print a page, or the stretches of one that has more rows than are held at once, in a format of BY_STRETCHES."""
    pieces = _pieces(pages, wanted, own)
    if wanted.name == TABLE:
        page_out(pieces)
    else:
        for piece in pieces:
            emit(piece)


def _pieces(pages: Iterable[Page], wanted: Format, own: Path | None) -> Iterator[bytes]:
    """The stretches in turn; for programs what frames the rows stands once."""
    screen, end = screen_of(sys.stdout, VARIABLES), b""
    for number, page in enumerate(pages):
        content = page.to_bytes(wanted, own, width=screen.width, colour=screen.colour)
        if wanted.is_for_machines:
            head, opening, rest = content.partition(b'"rows": [')
            body, closing, tail = rest.rpartition(b"\n  ]")
            content, end = (b"," + body, end) if number else (head + opening + body, closing + tail)
        elif wanted.name == "csv" and number:
            content = content.partition(b"\r\n")[2]
        elif wanted.name == TABLE and number:
            content = b"\n" + content
        yield content
    yield end


def present(
    page: Page,
    office: Office | None,
    *,
    form: str | None = None,
    out: str | None = None,
    force: bool = False,
    template: str | None = None,
) -> None:
    """Print the page, or write it to `out` and say so, then raise what it ends with, if anything.

    The format is `form`, else by the file's suffix. `template` names the office's own file to fill in, where the format
    takes one.
    Every page bears the notice of its plan, where the plan has one; a page of the province has no office.
    """
    page = page.marked(office.plan.notice if office else None)
    path, own = file_of(out), None if template is None else Path(template)
    if path is None:
        wanted = format_of(form or TABLE)
        if wanted.is_archive and sys.stdout is not None and sys.stdout.isatty():
            hint = f"ghi ra tệp: --out bao-cao{wanted.suffixes[0]}"
            raise UsageError(f"dạng {wanted.name} không in ra màn hình được", hint=hint)
        present_in_turn([page], wanted, own)
    else:
        chosen = _format_for(path, form)
        content, saying, sources = page.to_bytes(chosen, own), page.saying(chosen, own), [own] if own else []
        write_file(path, content, office, force=force, saying=saying, sent=page.sent, sources=sources)
    if page.then:
        raise page.then


def file_of(out: str | None, suffixes: Sequence[str] = ()) -> Path | None:
    """The file that `--out` names; None for stdout, which `-` names too. Raises UsageError for another suffix."""
    path = None if out is None or out == "-" else Path(out)
    if path and suffixes and path.suffix.lower() not in suffixes:
        raise UsageError(f"không biết dạng của tệp '{sanitise(path.name)}'", hint=f"đặt đuôi {' hoặc '.join(suffixes)}")
    return path


def write_file(
    path: Path | None,
    content: bytes | Callable[[], Iterable[bytes]],
    office: Office | None,
    *,
    force: bool,
    saying: "Saying | None" = None,
    sent: str = "",
    sources: Sequence[Path] = (),
    mode: int | None = None,
) -> None:
    """Write a file and say what became of it; plan, ledger and the `sources` of the content are never overwritten.

    Without a path the content goes to stdout. With `saying`, an old file of ours that nobody edited is replaced;
    without it, only equal bytes are no refusal. `content`, `sent`, `mode` as in `Output`. Raises as `write_outputs`.
    """
    if path is None:
        for piece in [content] if isinstance(content, bytes) else content():
            emit(piece)
        return
    from ..render.files import Output, Saying, write_outputs

    output = Output(path, content, saying or Saying(""), sent, mode)
    for done in write_outputs([output], manner_of(office, force, sources, by_register=saying is not None)):
        say(done.sentence)


def manner_of(
    office: Office | None, force: bool, sources: Sequence[Path] = (), *, by_register: bool = True
) -> "Writing":
    """How files are put: never over the plan, the ledger or the `sources`; over those that this account's thidua wrote,
    but over none with `by_register` False, or without a home for the list of these."""
    from ..render.files import REGISTER, Register, Writing

    protected = [*((office.ledger_path, Path(office.text.path)) if office else ()), *sources]
    try:
        register = Register(state_file(REGISTER) if by_register else None)
    except UsageError:
        register = Register()
    return Writing(register, protected, force)


def _format_for(path: Path, form: str | None) -> Format:
    """The format asked for, which must not contradict the file's suffix, else the suffix's own."""
    named = format_of(form) if form else None
    own = next((entry for entry in FORMATS.values() if path.suffix.lower() in entry.suffixes), None)
    is_folder = os.path.isdir(path)
    if named is None and (is_folder or not path.suffix):
        what, named_so = ("là một thư mục", path / "bao-cao.docx") if is_folder else ("không có đuôi", f"{path}.docx")
        raise UsageError(f"--out {path} {what}", hint=f"ghi cả tên tệp, có đuôi: {command('--out', str(named_so))}")
    if named and own and own is not named and (named.is_archive or own.is_archive or own.name != TABLE):
        sentence = f"--format {named.name} không hợp với đuôi {path.suffix} của tệp {path.name}"
        hint = f"bỏ --format, hoặc đặt tên: {command('--out', str(path.with_suffix(named.suffixes[0])))}"
        raise UsageError(sentence, hint=hint)
    return named or format_of(path.suffix)
