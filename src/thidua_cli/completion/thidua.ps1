# thidua: điền tiếp bằng phím TAB (PowerShell). Cài: thidua completion --install powershell
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
