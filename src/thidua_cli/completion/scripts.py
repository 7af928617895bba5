"""The completion scripts of the four shells: each hands the words typed so far to `thidua --complete`."""

from __future__ import annotations

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
