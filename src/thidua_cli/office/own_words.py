"""The officer's own paragraphs (`loi-van-<unit>-<period>.md`): made once with the headings, then hers alone."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from ..disk import read_if_there, replace_file, stored
from ..errors import Fault, InvalidInput
from ..pages.summary import OwnWords
from ..render.document import Listing, Paragraph
from ..vietnamese.numbers import shown
from ..vietnamese.text import Unreadable, broken_letters, decode, faults, fold, nfc

OWN_WORDS = "loi-van"
MOST_BYTES = 512 * 1024
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NUMERAL = re.compile(r"[IVX]+\.\s+|[0-9]+(?:\.[0-9]+)*\.?\s+")
_INTRODUCTION = """<!--
Lời văn của đơn vị cho báo cáo {period}. Viết dưới từng đề mục, các đoạn cách nhau một dòng trống,
dòng liệt kê bắt đầu bằng "- "; dòng bắt đầu bằng "+ ", "a) ", "1. " là một đoạn mới. Dấu Markdown khác
(**đậm**, | bảng |) in ra nguyên như đã gõ. thidua không bao giờ sửa tệp này: viết xong thì chạy lại
thidua summary, lời văn sẽ vào mọi dạng của báo cáo. Đề mục nào để trống thì báo cáo chừa chỗ trống.
-->
"""
_DASH = re.compile(r"[-–•](?:\s+|(?=[^\W\d_]))|\*\s+")
_BEFORE_ITEM = re.compile(r"\n(?=\+\s|\+[^\W\d_]|[^\W\d_]\)|[0-9]{1,2}(?:\)|\.\s))")
_MARKDOWN = re.compile(r"\*{2,}|~~|`+|\]\(|^\||^>|^-{3,}$|(?<![\w_])__(?=[^\W_])|(?<!\w)\*(?=[^\W_].*\w\*)")


def make_words(path: Path, period: str, titles: Sequence[str]) -> bool:
    """Make the file with its headings; False where one is there already. Raises StorageError."""
    if path.is_symlink() or path.exists():
        return False
    text = _INTRODUCTION.format(period=period) + "".join(f"\n# {title}\n\n" for title in titles)
    with stored(f"không tạo được {shown(str(path), most=200)}"):
        replace_file(path, text.encode())
    return True


def read_words(path: Path, titles: Sequence[str], tell: Callable[[str], None]) -> OwnWords:
    """What is written there; nothing where there is no file. `tell` hears of signs of Markdown that mean nothing here.

    Raises InvalidInput, with every place, for text below a heading that the report does not have, for text before
    the first heading, and for a file that is no text.
    """
    name = shown(str(path), most=200)
    content = read_if_there(path, name, MOST_BYTES, "hãy dời nó đi rồi chạy lại")
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"{name}: lời văn dài quá 512 KB: hãy rút ngắn")
    try:
        text = nfc(decode(content))
    except Unreadable as wrong:
        raise InvalidInput(f"{name}: không đọc được lời văn", faults=faults(name, wrong.found)) from None
    chapters, below = {fold(title): title for title in titles}, defaultdict[str, list[str]](list)
    number, heading, title = 1, "", None
    strays: dict[int, Fault] = {}
    # A comment leaves its line breaks, so that the lines after it keep their numbers.
    text = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    for at, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if line.startswith("#"):  # parts what is above and below it, as an empty line does
            number, heading, words = at, line.strip("# \t"), ""
            title = chapters.get(fold(_NUMERAL.sub("", heading, count=1)))
        if title is not None:
            if sign := _MARKDOWN.search(words):
                tell(f"{name}:{at}: '{sign[0]}' là dấu Markdown, vào báo cáo nguyên như đã gõ: nên bỏ đi")
            if sentence := broken_letters(words):
                strays[at] = Fault(f"{name}:{at}", sentence)
            below[title].append(words)
        elif words:
            what = f"đề mục '{shown(heading)}' không có" if heading else "lời văn đứng trước mọi đề mục"
            strays[number] = Fault(f"{name}:{number}", f"{what}; các đề mục của báo cáo: {'; '.join(titles)}")
    if strays:
        sentence = f"{name}: có lời văn không đưa vào báo cáo được, chưa ghi tệp nào"
        raise InvalidInput(sentence, faults=tuple(strays.values()))
    return {title: tuple(_blocks(lines)) for title, lines in below.items() if any(lines)}


def _blocks(lines: Sequence[str]) -> Iterator[Paragraph | Listing]:
    """Paragraphs are separated by empty lines or begin with `+`, `a)`, `1.`; lines with a dash are one list."""
    for is_list, texts in groupby(lines, key=lambda line: bool(_DASH.match(line)) if line else None):
        if is_list:
            yield Listing(tuple(_DASH.sub("", text, count=1) for text in texts))
        elif is_list is not None:
            yield from (Paragraph(text.replace("\n", " ")) for text in _BEFORE_ITEM.split("\n".join(texts)))
