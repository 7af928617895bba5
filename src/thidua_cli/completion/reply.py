"""One TAB answered in the shell's own form, and the scripts that ask; anything that goes wrong is silence."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .answer import Line, Offer, offers

MOST_SECONDS = 3
MOST_MEMORY = 1024**3
SHELLS = ("bash", "zsh", "fish", "powershell")
LISTING = ("9", "33", "63", "64")  # bash's COMP_TYPE where candidates are shown, not inserted one after the other


def reply(args: Sequence[str]) -> int:
    """Answer `--complete SHELL WORD… PIECE`, the words without the program's name; 2 for an unknown shell."""
    if not args or args[0] not in SHELLS:
        return 2
    shell, *typed = args
    line = _joined(typed) if shell == "bash" else Line(tuple(typed[:-1]), typed[-1] if typed else "")
    try:
        with _bounded():
            text = "".join(f"{one}\n" for one in _FORMS[shell](offers(line), line.typed))
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except (Exception, TooLong):  # nobody reads a message while typing
        return 1
    return 0


class TooLong(BaseException):
    """The answer takes longer than a person waits for a key."""


@contextmanager
def _bounded() -> Iterator[None]:
    """An endless plan or ledger must not hang the shell: so many seconds and so much memory, where the system can."""
    try:
        import resource
        import signal

        before, limits = signal.signal(signal.SIGALRM, _stop), resource.getrlimit(resource.RLIMIT_AS)
        signal.alarm(MOST_SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, limits[1]))
    except (ImportError, AttributeError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, limits)


def _stop(*_: object) -> None:
    raise TooLong


def _joined(typed: Sequence[str]) -> Line:
    """Bash breaks words at `=`: `--format = js` is `--format=js`."""
    whole: list[str] = []
    for word in typed:
        if whole and (word == "=" or (whole[-1].endswith("=") and whole[-1].startswith("--"))):
            whole[-1] += word
        else:
            whole.append(word)
    return Line(tuple(whole[:-1]), whole[-1] if whole else "")


def _bash(found: list[Offer], typed: str) -> list[str]:
    """Words; with their meanings where several are listed, and a blank one where they do not go on what was typed."""
    cut = len(typed.rpartition("=")[0]) + 1 if typed.startswith("--") and "=" in typed else 0
    listed = [(offer.word[cut:], offer.meaning) for offer in found]
    if len(listed) < 2 or os.environ.get("THIDUA_COMP_TYPE", "9") not in LISTING:
        return [word for word, _ in listed]
    width = max(len(word) for word, _ in listed)
    lines = [f"{word.ljust(width)}  ({meaning})" if meaning else word for word, meaning in listed]
    goes_on = all(word.startswith(typed[cut:]) for word, _ in listed)
    return lines if goes_on else [" ", *lines]


def _zsh(found: list[Offer], typed: str) -> list[str]:
    return [f"{offer.word}\t{offer.word.ljust(24)}  {offer.meaning}".rstrip() for offer in found]


def _tabbed(found: list[Offer], typed: str) -> list[str]:
    return [f"{offer.word}\t{offer.meaning}" for offer in found]


_FORMS = {"bash": _bash, "zsh": _zsh, "fish": _tabbed, "powershell": _tabbed}
BASH = r"""# thidua: điền tiếp bằng phím TAB (bash). Cài: thidua completion --install bash
_thidua() {
    local IFS=$'\n'
    COMPREPLY=($(THIDUA_COMP_TYPE=$COMP_TYPE "${COMP_WORDS[0]}" --complete bash \
        "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -o nosort -F _thidua thidua 2>/dev/null || complete -o default -F _thidua thidua
"""
ZSH = r"""#compdef thidua
# thidua: điền tiếp bằng phím TAB (zsh). Cài: thidua completion --install zsh (sau dòng compinit)
_thidua() {
    local -a words_ shown_
    local line typed=$words[CURRENT] goes_on=1
    while IFS= read -r line; do
        words_+=("${line%%$'\t'*}")
        shown_+=("${line#*$'\t'}")
        [[ "${line%%$'\t'*}" == "${(Q)typed}"* ]] || goes_on=0
    done < <("$words[1]" --complete zsh "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    if (( $#words_ == 0 )); then
        _files
        return
    fi
    (( goes_on || $#words_ == 1 )) || compstate[insert]=menu
    compadd -U -l -d shown_ -a words_
}
compdef _thidua thidua
"""
FISH = r"""# thidua: điền tiếp bằng phím TAB (fish).
# Cài: thidua completion --install fish
function __thidua_offers
    set -l typed (commandline -opc) (commandline -ct)
    $typed[1] --complete fish $typed[2..-1] 2>/dev/null
end
complete -c thidua -a '(__thidua_offers)'
"""
POWERSHELL = r"""# thidua: điền tiếp bằng phím TAB (PowerShell). Cài: thidua completion --install powershell
Register-ArgumentCompleter -Native -CommandName thidua -ScriptBlock {
    param($typed, $line, $cursor)
    $words = @($line.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text } })
    $before = @($words | Select-Object -Skip 1)
    if ($typed -ne '' -and $before.Count -gt 0) { $before = @($before | Select-Object -SkipLast 1) }
    $piece = if ($typed -eq '') { '""' } else { $typed }
    $encoding = [Console]::OutputEncoding
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    try { $found = & $words[0] --complete powershell @before $piece 2>$null }
    finally { [Console]::OutputEncoding = $encoding }
    $found | ForEach-Object {
        $word, $meaning = $_ -split "`t", 2
        if (-not $meaning) { $meaning = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $meaning)
    }
}
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}
