# thidua: điền tiếp bằng phím TAB (fish).
# Cài: thidua completion --install fish
function __thidua_offers
    set -l typed (commandline -opc) (commandline -ct)
    $typed[1] --complete fish $typed[2..-1] 2>/dev/null
end
complete -c thidua -a '(__thidua_offers)'
