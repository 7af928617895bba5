# thidua: điền tiếp bằng phím TAB (bash). Cài: thidua completion --install bash
_thidua() {
    local IFS=$'\n'
    COMPREPLY=($(THIDUA_COMP_TYPE=$COMP_TYPE "${COMP_WORDS[0]}" --complete bash \
        "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -o nosort -F _thidua thidua 2>/dev/null || complete -o default -F _thidua thidua
