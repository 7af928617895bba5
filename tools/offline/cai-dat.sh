#!/bin/sh
# Installs thidua from this folder for one person, without internet.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
place=$HOME/.local/lib/thidua
figures=$HOME/thi-dua
commands=$HOME/.local/bin

die() {
    printf 'LỖI: %s\n' "$1" >&2
    printf 'Số liệu đã ghi (nếu có) không bị đụng tới.\n' >&2
    exit 1
}

printf 'Cài đặt thidua @VERSION@ (không cần internet)\n'
[ -f "$here/goi/thidua_cli-@VERSION@-py3-none-any.whl" ] || die 'không thấy thư mục "goi": hãy chép cả thư mục, rồi chạy lại'

python=
for version in @PYTHONS@; do
    for name in "python$version" python3; do
        found=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        [ "$found" = "$version" ] && python=$name
    done
done
[ -n "$python" ] || die 'máy chưa có Python phù hợp (cần một trong: @PYTHONS@)'

printf -- '- Dùng %s, đang cài vào %s …\n' "$python" "$place"
mkdir -p -- "$place" "$commands"
"$python" -m venv --clear "$place/venv" || die 'không tạo được môi trường Python: trên Debian, Ubuntu cần gói python3-venv'
"$place/venv/bin/python" -m pip install --quiet --disable-pip-version-check --isolated \
    --no-index --find-links "$here/goi" --require-hashes --requirement "$here/goi/khoa.txt" || die 'không cài được từ thư mục "goi"'
"$place/venv/bin/thidua" --version || die 'đã cài nhưng không chạy được'
ln -sf -- "$place/venv/bin/thidua" "$commands/thidua"

[ -e "$figures" ] || "$place/venv/bin/thidua" init "$figures" || die "đã cài thidua, nhưng không tạo được $figures"

printf -- '- Kế hoạch và số liệu ở: %s\n' "$figures"
case ":$PATH:" in
*":$commands:"*) printf -- '- Gõ: cd ~/thi-dua && thidua report\n' ;;
*) printf -- '- Gõ: cd ~/thi-dua && ~/.local/bin/thidua report (đăng nhập lại để gõ gọn là thidua)\n' ;;
esac
printf 'XONG.\n'
