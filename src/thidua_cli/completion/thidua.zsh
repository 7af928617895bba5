#compdef thidua
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
