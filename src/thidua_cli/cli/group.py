"""Typer in Vietnamese: commands loaded only when called, own help pages, own words for wrong usage."""

import re
import shutil
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from itertools import takewhile
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command

from .. import __version__
from ..errors import UsageError, command
from ..vietnamese.numbers import shown
from ..vietnamese.text import nearest
from ..workspace import Workspace
from . import COMMANDS, ROOT_OPTIONS, Command
from .printing import NO_PAGER, Interrupted, complain, page_out, say

NEGATIVE_NUMBER_STARTS = "0123456789,."
DASHES = ("-", "–", "—", "−")
"""Word and Zalo make the others of `--`."""
PERIOD = "KỲ"
SAME = {"--for": "--period", "--period": "--for"}
"""Options of one meaning, of which a command has one."""
HELP_NAMES = ("--help", "-h")
SETTINGS = {"help_option_names": [*HELP_NAMES]}


class OwnHelp:
    """`--help` through our own writer: a full disk or a closed pipe ends it as it ends any other answer."""

    def get_help_option(self, ctx: typer.Context) -> Any:
        """The option, if the command has one."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback = _print_help
        return option


class Leaf(OwnHelp, TyperCommand):  # type: ignore[misc]
    """A command that takes words; unknown options are named with the nearest known one, `-5,5` is a value."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Refuse unknown options and surplus words in Vietnamese before and after Typer's own parsing."""
        _refuse_unknown_options(self.params, args, ctx.command_path)
        typed = list(args)
        try:
            rest = super().parse_args(ctx, args)
        except TyperException as error:
            if getattr(error, "ctx", ctx) is None:  # Typer's parser forgets whose words it reads
                error.ctx = ctx  # type: ignore[attr-defined]
            raise
        if ctx.args:
            self._take_surplus(ctx, typed)
        return rest

    def _take_surplus(self, ctx: typer.Context, typed: Sequence[str]) -> None:
        """Words of a period are one (`report tháng 6`); other surplus words are refused, with how they are quoted."""
        arguments = [param for param in self.params if param.param_type_name == "argument"]
        taken = [ctx.params[str(param.name)] for param in arguments]
        spread = _spread_value(typed, ctx.args[0], _takes_value(self.params))
        if not spread and [param.metavar for param in arguments] == [PERIOD]:
            ctx.params[str(arguments[0].name)] = " ".join([*taken, *ctx.args])
            return
        # Words of one name typed apart are the likeliest cause, where the last word alone looks like a value.
        words = [*(word for word in taken if isinstance(word, str)), *ctx.args]
        name, values = (words[:-1], words[-1:]) if len(taken) > 1 else (words, [])
        if values and not spread and re.fullmatch(r"[\d.−-]+ \d{1,2}", split := " ".join(words[1:])):
            spread = f'"{split.replace(" ", ",")}" (PowerShell tách chữ ở dấu phẩy)'
        elif taken and not spread and not any(map(str.isdigit, "".join(name))):
            spread = command(*ctx.command_path.split(), _as_one(name), *values)
        hint = "chữ có dấu cách phải đặt trong ngoặc kép thẳng" + (f", như: {spread}" if spread else "")
        hint = hint if taken or spread else f"{ctx.command_path} không nhận thêm chữ nào"
        usage = f"cách dùng: {ctx.command_path} --help"
        raise UsageError(f"thừa '{shown(ctx.args[0])}' sau {ctx.command_path}", hint=f"{hint}; {usage}")

    def format_help(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Own Vietnamese page."""
        taken: list[Any] = [one for one in self.params if one.param_type_name == "argument"]
        words = [(one.metavar if one.required else f"[{one.metavar}]", one.help) for one in taken]
        usage = " ".join([ctx.command_path, *(name for name, _ in words), "[TÙY CHỌN]"])
        formatter.write(help_page(usage, self, [("Đối số", words)]))


class Group(OwnHelp, TyperGroup):  # type: ignore[misc]
    """Commands of a table, each imported and built when it is called."""

    table: tuple[Command, ...] = ()
    default: str = ""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Names in the table's order."""
        return [entry.name for entry in self.table]

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """Import and build one command; None if the table has no such name."""
        return next((build(entry) for entry in self.table if entry.name == cmd_name), None)

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Without a command's name: the default one, else the help page. Unknown options are refused in Vietnamese."""
        if self.default and (not args or (args[0].startswith("-") and args[0] not in HELP_NAMES)):
            args = [self.default, *args]
        if not args:
            page_out(self.get_help(ctx))
            raise typer.Exit
        own = args[: next((place for place, word in enumerate(args) if word in self.list_commands(ctx)), len(args))]
        _refuse_unknown_options(self.params, own, ctx.command_path, until_word=True)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override]
        """Refuse a misspelt command with the nearest names."""
        if args[0] not in self.list_commands(ctx):
            near = [f"{ctx.command_path} {name}" for name in nearest(args[0], self.list_commands(ctx))]
            hint = f"ý bạn là: {', '.join(near)}" if near else f"xem các lệnh: {ctx.command_path} --help"
            raise UsageError(f"không có lệnh '{shown(args[0])}'", hint=hint)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Refuse a missing command; Ctrl-C passes Typer by."""
        try:
            done = super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted from None
        if ctx.invoked_subcommand is None:
            raise UsageError(f"thiếu tên lệnh sau {ctx.command_path}", hint=f"xem các lệnh: {ctx.command_path} --help")
        return done

    def format_help(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Own Vietnamese page, by chapters."""
        chapters: dict[str, list[tuple[str, str]]] = {}
        for entry in self.table:
            chapters.setdefault(entry.chapter or "Lệnh", []).append((entry.name, entry.summary))
        formatter.write(help_page(f"{ctx.command_path} [TÙY CHỌN] LỆNH …", self, chapters.items()))


def _refuse_unknown_options(params: Sequence[Any], args: Sequence[str], path: str, *, until_word: bool = False) -> None:
    """Typer would take unknown options as values where `-5,5` must be one, so they are looked for here."""
    takes_value = _takes_value(params)
    words = iter(args)
    for word in words:
        name = word.partition("=")[0]
        if word == "--":
            return
        if name in takes_value:
            if takes_value[name] and "=" not in word:
                next(words, None)
        elif word.startswith(DASHES) and len(word) > 1 and word[1] not in NEGATIVE_NUMBER_STARTS:
            # The dashes, which all of them have, make none of them alike.
            bare = name.lstrip("".join(DASHES))
            near = [f"--{one}" for one in nearest(bare, [known.lstrip("-") for known in takes_value])]
            near = [one for one in takes_value if one == SAME.get(f"--{bare}")] or near
            if name in ROOT_OPTIONS:
                wanted = f"thidua {name} TỆP {path.partition(' ')[2]} …"
                raise UsageError(f"{name} đứng trước tên lệnh", hint=f"hãy gõ: {wanted}")
            hint = f"ý bạn là: {', '.join(near)}?" if near else f"xem các tùy chọn: {path} --help"
            raise UsageError(f"không có tùy chọn '{shown(name)}' của {path}", hint=hint)
        elif until_word:
            return


def _takes_value(params: Sequence[Any]) -> dict[str, bool]:
    """The names of a command's options, and whether a value follows."""
    return {
        name: not getattr(param, "is_flag", False)
        for param in params
        if param.param_type_name == "option"
        for name in (*param.opts, *param.secondary_opts)
    } | dict.fromkeys((*HELP_NAMES, NO_PAGER), False)


def _spread_value(typed: Sequence[str], surplus: str, takes_value: Mapping[str, bool]) -> str:
    """An option as it should have been typed whose value of several words stood without quotes; '' for none."""
    for at in range(2, len(typed)):
        if typed[at] == surplus and takes_value.get(typed[at - 2]):
            value = takewhile(lambda word: not word.startswith("-"), typed[at - 1 :])
            return command(typed[at - 2], _as_one(value))
    return ""


def _as_one(words: Iterable[str]) -> str:
    """Words without the curly quotes that no shell knows."""
    return " ".join(words).translate(dict.fromkeys(map(ord, "“”")))


def help_page(usage: str, of: Any, sections: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> str:
    """A help page as wide as the terminal (at most 100 columns), broken between words only; the options last."""
    width = max(min(shutil.get_terminal_size((100, 24)).columns, 100), 30)
    own = (one for one in of.params if one.param_type_name == "option" and one.name != "help")
    options = [(", ".join(one.opts) + ("" if one.is_flag else f" {one.metavar}"), one.help) for one in own]
    blocks = [_filled(f"Cách dùng: {usage}", width, later="  ")]
    blocks += ["\n".join(_filled(line, width) for line in of.help.strip().splitlines())] if of.help else []
    for title, rows in (*sections, ("Tùy chọn", [*options, ("--help", "in hướng dẫn này")])):
        if not rows:
            continue
        left = min(max(len(name) for name, _ in rows), 26) + 4
        lines = [f"{title}:"]
        for name, meaning in rows:
            lead = f"  {name}".ljust(left)
            if len(lead) > left or width - left < 20:
                lines += [f"  {name}", _filled(meaning, width, " " * 6, " " * 6)]
            else:
                lines += [_filled(meaning, width, lead, " " * left) or lead.rstrip()]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _filled(text: str, width: int, first: str = "", later: str = "") -> str:
    return textwrap.TextWrapper(width, first, later, break_long_words=False, break_on_hyphens=False).fill(text)


def build(entry: Command) -> Any:
    """The Typer command of a table's line; its module is imported here and nowhere earlier."""
    if entry.children:
        said = f"{entry.summary[:1].upper()}{entry.summary[1:]}."
        made = Group(name=entry.name, help=said, invoke_without_command=True, context_settings=SETTINGS)
        made.table, made.default = entry.children, entry.default
        return made
    module, _, function = entry.function.partition(":")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    settings = {"ignore_unknown_options": True, "allow_extra_args": True, **SETTINGS}
    make = app.command(entry.name, cls=Leaf, context_settings=settings)
    make(getattr(import_module(f".{module}", __package__), function))
    return get_command(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"thidua {__version__}")
        raise typer.Exit


def _print_help(ctx: typer.Context, param: Any, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        page_out(ctx.get_help())
        raise typer.Exit


def _root(
    ctx: typer.Context,
    plan: Annotated[str | None, typer.Option("--plan", metavar="TỆP", help="tệp kế hoạch (YAML)")] = None,
    ledger: Annotated[str | None, typer.Option("--ledger", metavar="TỆP", help="sổ số liệu")] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="in phiên bản")
    ] = False,
    no_pager: Annotated[bool, typer.Option(NO_PAGER, help="in liền một mạch, không dừng từng trang màn hình")] = False,
) -> None:
    """Theo dõi kế hoạch thi đua: ghi số liệu, đánh giá chỉ tiêu, làm báo cáo.

    Các tùy chọn --plan và --ledger đứng trước tên lệnh. Hướng dẫn của từng lệnh: thidua LỆNH --help
    """
    del version, no_pager  # done by now: `app` looks for --no-pager anywhere
    ctx.obj = Workspace(plan, ledger, tell=complain)


def root() -> Any:
    """The whole program as one Typer command."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, cls=Group, context_settings=SETTINGS)
    app.callback(invoke_without_command=True)(_root)
    made: Any = get_command(app)
    made.name, made.table = "thidua", COMMANDS
    return made
