"""The office's own Word template: what must not be in it, then each `{{tên}}` replaced by the text of that name."""

import io
import re
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from docx import Document as open_word
from docx.document import Document as WordFile
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import PartFactory, XmlPart
from docx.oxml.ns import qn
from docx.shared import Twips
from lxml.etree import LxmlError, XMLParser, XMLSyntaxError, fromstring, strip_elements  # type: ignore[import-untyped]

from ..errors import Fault, InvalidInput
from ..vietnamese.numbers import shown
from ..vietnamese.text import fold, nearest, nfc
from .document import ADDRESSED_TO, Block, Document, Frame, held, listed
from .word import Stretch, join_sections, saved, stretches, whole_place
from .word_pieces import A4, LEFT, RIGHT, Element, Manner, w

MOST_UNPACKED = 100 * 1024 * 1024
MOST_XML = 30 * 1024 * 1024
MOST_MEMBERS = 1_000
TYPES = "[Content_Types].xml"
SAVE_AS = "mở bằng Word, chọn Save As (Lưu thành) dạng Word Document (*.docx), rồi dùng tệp đó"
DAMAGED = "không phải là tệp .docx, hoặc tệp bị hỏng"
TOO_BIG = "giải nén ra quá lớn: không phải là mẫu văn bản"
HARDENED = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
"""Reads a part without fetching or expanding anything."""
REFUSED = tomllib.loads(Path(__file__).with_name("word_template.toml").read_text("utf-8"))
"""What a template must not hold and what is said of it, and the fields that it may hold."""
ALLOWED_FIELDS = frozenset(REFUSED["fields"]["allowed"].split())
LINKING = ("hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver", "attachedTemplate")
"""Elements that may lead out of the file: only a reader's click follows them, and the last is taken out."""
_ADDRESS = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|\\\\|//)", re.IGNORECASE)
_SHOWN = "\0"
"""Stands, where no text can, before what a field shows: fields in there are not part of its code."""
NESTED = "{…}"
_AS_TEXT = "trong Word: bấm vào trường đó, Ctrl+Shift+F9 để biến nó thành chữ thường, rồi lưu lại"
_LINKABLE = ("http:", "https:", "mailto:")


def from_template(
    document: Document, template: bytes, name: str, facts: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The office's own .docx with its `{{…}}` filled in, `facts` among it; `name` is the template's, for messages.

    Raises InvalidInput when it is no clean Word file, has no or unknown placeholders, or one in the wrong place.
    """
    where = shown(name, most=200)
    try:
        _inspect(template)
        file = _opened(template)
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error.sentence}", hint=error.hint) from None
    except Exception:
        # Whatever a damaged part does to the libraries, the officer can only take another file.
        raise InvalidInput(f"{where}: {DAMAGED}", hint=SAVE_AS) from None
    _fill(file, offer_of(document, facts), where)
    return saved(file)


def _opened(template: bytes) -> WordFile:
    """The file without the note which .dotm it was made with: Word would fetch that one, and ours needs none.

    It is written once as it is, so that a damaged part fails here and not when it is filled in.
    """
    file = open_word(io.BytesIO(template))
    package = file.part.package
    for part in (package, *package.iter_parts()):
        for identity, relation in list(part.rels.items()):
            if relation.reltype.casefold().endswith("/attachedtemplate"):
                del part.rels[identity]
        if isinstance(part, XmlPart):
            strip_elements(part.element, qn("w:attachedTemplate"))
    file.element.body.get_or_add_sectPr()
    file.save(io.BytesIO())
    return file


def _inspect(template: bytes) -> None:
    """Raise InvalidInput for what a template must not hold; for no archive at all, whatever reading it raises."""
    if template.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidInput("là tệp Word kiểu cũ (.doc) hoặc có mật khẩu", hint=SAVE_AS)
    archive = zipfile.ZipFile(io.BytesIO(template))
    members = archive.infolist()
    names = [member.filename for member in members]
    if sum(member.file_size for member in members) > MOST_UNPACKED or len(members) > MOST_MEMBERS:
        raise InvalidInput(TOO_BIG, hint=SAVE_AS)
    if len({name.casefold() for name in names}) < len(names) or TYPES not in names:
        raise InvalidInput(DAMAGED, hint=SAVE_AS)
    types = fromstring(archive.read(TYPES), HARDENED)
    parts = {str(each.get("PartName", "")): str(each.get("ContentType", "")) for each in types.iter("{*}Override")}
    endings = {str(each.get("Extension", "")): str(each.get("ContentType", "")) for each in types.iter("{*}Default")}
    kinds = {part.casefold(): kind for part, kind in (endings | parts).items()}
    for marks, texts in ((REFUSED["names"], names), (REFUSED["types"], kinds.values())):
        for mark, why in marks.items():
            if any(re.search(mark, text, re.IGNORECASE) for text in texts):
                raise _unfit(why)
    if CONTENT_TYPE.WML_DOCUMENT_MAIN not in kinds.values():
        raise InvalidInput("không phải là tệp .docx (có thể là .dotx, .xlsx hoặc tệp khác)", hint=SAVE_AS)
    for member in members:
        kind = kinds.get(f"/{member.filename}".casefold(), kinds.get(member.filename.casefold().rpartition(".")[2], ""))
        if kind.endswith("xml") or member.filename.casefold().endswith((".xml", ".rels")):
            _inspect_part(member, archive)


def _unfit(why: str, hint: str = SAVE_AS) -> InvalidInput:
    return InvalidInput(f"{why}: không dùng làm mẫu", hint=hint)


def _inspect_part(member: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    if member.file_size > MOST_XML:
        raise InvalidInput(TOO_BIG, hint=SAVE_AS)
    try:
        root = fromstring(archive.read(member), HARDENED)
    except (LxmlError, ValueError):
        raise InvalidInput(f"phần {shown(member.filename)} không phải XML đọc được", hint=SAVE_AS) from None
    about = root.getroottree().docinfo
    if about.doctype or about.internalDTD is not None or (about.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII"):
        raise _unfit(f"phần {shown(member.filename)} có khai báo XML lạ")
    if member.filename.casefold().endswith(".rels"):
        for relation in root.iter("{*}Relationship"):
            kind = str(relation.get("Type", "")).rpartition("/")[2].casefold()
            target = str(relation.get("Target", ""))
            if kind in REFUSED["relations"]:
                raise _unfit(REFUSED["relations"][kind])
            is_link = kind == "hyperlink" and target.strip().casefold().startswith(_LINKABLE)
            if _is_outside(relation) and not is_link and kind != "attachedtemplate":
                hint = "bỏ liên kết đó; hình liên kết thì thay bằng hình chèn vào"
                raise _unfit(f"có liên kết ra ngoài tới '{shown(target)}'", hint)
    else:
        _inspect_content(root, _outside(member.filename.casefold(), archive))


def _is_outside(relation: Any) -> bool:
    return str(relation.get("TargetMode", "")).strip().casefold() not in ("", "internal")


def _outside(part: str, archive: zipfile.ZipFile) -> set[str]:
    """The ids of the relations of a part that lead out of the file."""
    folder, slash, name = part.rpartition("/")
    found = (each for each in archive.namelist() if each.casefold() == f"{folder}{slash}_rels/{name}.rels")
    relations = (each for one in found for each in fromstring(archive.read(one), HARDENED).iter("{*}Relationship"))
    return {str(each.get("Id")) for each in relations if _is_outside(each)}


def _inspect_content(root: Any, outside: set[str]) -> None:
    for element in root.iter("*"):
        name = element.tag.rpartition("}")[2]
        if name in REFUSED["elements"] and "math" not in element.tag:
            raise _unfit(REFUSED["elements"][name])
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] in ("src", "href", "althref") and _ADDRESS.match(str(value)):
                raise _unfit(f"có hình lấy từ nơi khác '{shown(str(value))}'", "thay bằng hình chèn vào")
            if value in outside and name not in LINKING:  # whatever kind the relation claims to be
                raise _unfit("có hình hoặc tệp lấy từ nơi khác", "thay bằng hình chèn vào")
    for code in _field_codes(root):
        first = (code.split() or [""])[0].upper()
        if first and first not in ALLOWED_FIELDS and not first.startswith("="):
            raise _unfit(f"có trường tự động '{shown(first)}'", _AS_TEXT)
        if first == "HYPERLINK" and not _is_harmless_link(code):
            raise _unfit(f"có liên kết ra ngoài tới '{shown(code.split(None, 1)[-1].strip())}'", _AS_TEXT)


def _is_harmless_link(code: str) -> bool:
    """Whether a HYPERLINK leads to the web, to mail or into the document itself, and no field within says where."""
    said = re.findall(r'"[^"]*"?|[^\s"]+', code)
    pairs = [(before.casefold(), word) for before, word in pairwise(said) if not re.fullmatch(r"\\[\w*]", word)]
    # What follows these is a place in the document, a tip, a window, a format.
    targets = [word.strip('" ').casefold() for before, word in pairs if before not in ("\\l", "\\o", "\\t", "\\*")]
    is_led = all(one.startswith((*_LINKABLE, "#")) for one in targets) if targets else "\\l" in map(str.casefold, said)
    return is_led and NESTED not in code


def _field_codes(root: Any) -> Iterator[str]:
    """What each field says, put together from its runs; one inside another's code is a code of its own.

    In it `{…}` stands for a field that says a part of it.
    """
    open_codes: list[list[str]] = [[]]
    for element in root.iter("{*}fldSimple", "{*}fldChar", "{*}instrText", "{*}delInstrText"):
        name = element.tag.rpartition("}")[2]
        attributes = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
        kind = attributes.get("fldCharType")
        is_within = len(open_codes) > 1 and open_codes[-1][:1] != [_SHOWN]
        if is_within and (name == "fldSimple" or kind == "begin"):
            open_codes[-1].append(NESTED)
        if name == "fldSimple":
            yield attributes.get("instr", "")
        elif name != "fldChar":
            open_codes[-1].append(element.text or "")
        elif kind == "begin":
            open_codes.append([])
        elif kind in ("separate", "end"):
            yield "".join(open_codes.pop()).lstrip(_SHOWN)
            if kind == "separate" or not open_codes:
                open_codes.append([_SHOWN])
    yield from ("".join(code).lstrip(_SHOWN) for code in open_codes)


MOST_PLACES = 2_000
MOST_BODIES = 3
for note_type in (CONTENT_TYPE.WML_FOOTNOTES, CONTENT_TYPE.WML_ENDNOTES):
    PartFactory.part_type_for.setdefault(note_type, XmlPart)
GUIDE = "cách viết mẫu: docs/mau-word.md"
BODY, TABLES, ANNEXES = "noi-dung", "bang", "phu-luc"
ADDRESSEES = "kinh-gui"
_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_BESIDE = [getattr(RELATIONSHIP_TYPE, kind) for kind in ("HEADER", "FOOTER", "FOOTNOTES", "ENDNOTES", "COMMENTS")]


class Place(NamedTuple):
    """A paragraph of the template that holds placeholders: its texts, their joint content, and the names in it."""

    paragraph: Element
    texts: Sequence[Element]
    content: str
    names: tuple[str, ...]


Offer = tuple[Mapping[str, str], Mapping[str, Sequence[str]], Mapping[str, Sequence[Block]]]
"""What a document has to put in, by the placeholder's name: short texts, lists of lines, and blocks."""


def offer_of(document: Document, facts: Mapping[str, str] = MappingProxyType({})) -> Offer:
    """Every placeholder with its content; parts that the document does not have are empty, for the clerk."""
    frame = document.frame or Frame()
    texts = {
        "tieu-de": document.title,
        "co-quan-cap-tren": whole_place(frame.superior),
        "co-quan": whole_place(frame.issuer),
        "ky-hieu": frame.symbol,
        "dia-danh-ngay": frame.place_and_day,
        "ten-loai": frame.kind,
        "trich-yeu": frame.subject,
        "nguoi-ky": frame.signatory,
        **facts,
    }
    lines = {
        ADDRESSEES: frame.addressee_lines(),
        "can-cu": listed(frame.bases),
        "noi-nhan": frame.recipient_lines(),
        "chuc-vu-ky": frame.signature,
        "doi-chieu": document.closing,
    }
    annexes = [block for annex in document.parts()[1:] for block in annex]
    return texts, lines, {BODY: document.blocks, TABLES: document.tables, ANNEXES: annexes}


def _fill(file: WordFile, offer: Offer, where: str) -> None:
    """Replace every placeholder of the template; raises InvalidInput when one is unknown, broken or misplaced.

    What is put in is never searched again: `{{…}}` in a note stays as it was typed.
    """
    (texts, lines, blocks), places = offer, list(_places(file))
    names = [name for place in places for name in place.names]
    known = [name for kind in offer for name in kind if "." not in name]  # those of single indicators carry one
    sentences = [sentence for place in places for sentence in _faults(place, offer, known, file)]
    sentences += [f"mẫu có quá {MOST_PLACES} chỗ điền"] if len(names) > MOST_PLACES else []
    if sum(name in blocks for name in names) > MOST_BODIES:
        sentences.append(f"{{{{{BODY}}}}} và {{{{{TABLES}}}}} chỉ đặt được {MOST_BODIES} lần trong một mẫu")
    if sentences := [*sentences, *_out_of_reach(file)]:
        faults = tuple(Fault("", sentence) for sentence in dict.fromkeys(sentences))
        hint = f"các tên dùng được: {', '.join(known)}; từng chỉ tiêu: ho-ngheo.thuc-hien …; {GUIDE}"
        raise InvalidInput(f"{where}: mẫu có chỗ điền sai", hint=hint, faults=faults)
    if not names:
        raise InvalidInput(f"{where}: mẫu không có chỗ điền {{{{…}}}} nào", hint=GUIDE)
    if ANNEXES in names:
        blocks = {**blocks, BODY: blocks[BODY][: len(blocks[BODY]) - len(blocks[ANNEXES])]}
    for place in places:
        name = place.names[0]
        if name in blocks:
            _put_blocks(place.paragraph, blocks[name], file, are_annexes=name == ANNEXES)
        elif name in texts:
            _put_texts(place, texts)
        else:
            may_vanish = name == ADDRESSEES and place.paragraph.getparent() is file.element.body
            _put_lines(place.paragraph, lines[name], may_vanish=may_vanish)


def _places(file: WordFile) -> Iterator[Place]:
    for root in _roots(file):
        for paragraph in list(root.iter(qn("w:p"))):  # a text box in a paragraph holds paragraphs of its own
            texts = [text for text in paragraph.iter(qn("w:t")) if next(text.iterancestors(qn("w:p"))) is paragraph]
            content = "".join(text.text or "" for text in texts)
            if "{{" in content or "}}" in content:
                names = tuple(nfc(name).strip().lower() for name in _PLACEHOLDER.findall(content))
                yield Place(paragraph, texts, content, names)


def _roots(file: WordFile) -> list[Element]:
    """What may hold placeholders: the paper itself, headers, footers, footnotes, endnotes and comments."""
    beside = [relation.target_part for relation in file.part.rels.values() if relation.reltype in _BESIDE]
    return [file.element, *(part.element for part in beside if isinstance(part, XmlPart))]


def _out_of_reach(file: WordFile) -> Iterator[str]:
    """Placeholders where nothing can be put in: charts, field codes, deleted text, properties, names of pictures.

    Looked for in the attributes of a part, and in its texts that are no text of a paragraph, joined: one may be cut in
    pieces.
    """
    roots = _roots(file)
    for part in file.part.package.iter_parts():
        if "xml" not in part.content_type:
            continue
        try:
            root = fromstring(part.blob, HARDENED)  # plain: the library's own elements say more than their text
        except XMLSyntaxError:
            continue
        is_reached = isinstance(part, XmlPart) and any(part.element is root for root in roots)
        elements = list(root.iter("*"))
        said = [value for element in elements for value in element.attrib.values()]
        loose = ""
        for element in elements:
            loose += "" if is_reached and element.tag == qn("w:t") else element.text or ""
            loose += (element.tail or "").strip()
        if any("{{" in text for text in (*said, loose)):
            yield f"có chỗ điền {{{{…}}}} ở chỗ máy không điền được (phần {shown(str(part.partname))} của tệp mẫu)"


def _faults(place: Place, offer: Offer, known: list[str], file: WordFile) -> Iterator[str]:
    texts, _, blocks = offer
    rest = _PLACEHOLDER.sub("", place.content)
    if "{{" in rest or "}}" in rest:
        yield f"dấu {{{{ hoặc }}}} không thành cặp ở '{shown(place.content)}'"
    for name in place.names:
        if not any(name in kind for kind in offer):
            near = nearest(name, known)
            guess = f"; có phải {{{{{near[0]}}}}}?" if near else ""
            yield f"không có {{{{{shown(name)}}}}}{guess}"
        elif name not in texts and (rest.strip() or len(place.names) > 1):
            what = "chữ" if rest.strip() else "chỗ điền"
            yield f"{{{{{name}}}}} phải đứng riêng một đoạn, không cùng {what} khác"
        elif name in blocks and place.paragraph.getparent() is not file.element.body:
            yield f"{{{{{name}}}}} phải nằm ở thân văn bản, ngoài bảng, khung chữ và đầu trang"


def _put_texts(place: Place, texts: Mapping[str, str]) -> None:
    """Each text lands in the run where its placeholder begins, in that run's look; `{{CO-QUAN}}` asks for capitals."""
    letters = list(place.content)
    for name, found in zip(place.names, _PLACEHOLDER.finditer(place.content), strict=True):
        text = held(texts[name])
        letters[found.start() : found.end()] = [""] * len(found.group())
        letters[found.start()] = text.upper() if found.group(1).isupper() else text
    following = iter(letters)
    pieces = ["".join(islice(following, len(text.text or ""))) for text in place.texts]
    for old, piece in zip(place.texts, pieces, strict=True):
        made = w("r")
        made.text = piece
        for element in list(made):
            old.addprevious(element)
        old.getparent().remove(old)


def _put_lines(paragraph: Element, lines: Sequence[str], *, may_vanish: bool) -> None:
    """Each line in a paragraph of its own, and an empty one for none.

    `may_vanish`: without anybody to address, "Kính gửi:" right above the placeholder would stand there alone.
    """
    above = paragraph.xpath("preceding-sibling::*[1]/self::w:p[not(w:pPr/w:sectPr)]")
    if lines or not may_vanish:
        for line in lines or ("",):
            paragraph.addprevious(Manner(paragraph).text(line))
    elif above:
        words = "".join(text.text or "" for text in above[0].iter(qn("w:t")))
        if fold(words).strip(" :\u00a0") == fold(ADDRESSED_TO).strip(":"):
            above[0].getparent().remove(above[0])
    _take_out(paragraph)


def _put_blocks(paragraph: Element, blocks: Sequence[Block], file: WordFile, *, are_annexes: bool) -> None:
    # The section it lies in may end inside what stands around paragraphs: content controls, tracked moves, custom XML.
    below = paragraph.xpath("(. | following-sibling::*)/descendant-or-self::w:sectPr")
    section: Element = below[0] if below else file.element.body.get_or_add_sectPr()
    is_end = are_annexes and paragraph.getnext() is file.element.body.sectPr
    size, margins = section.get_or_add_pgSz(), section.get_or_add_pgMar()
    if not _measure(size, "w") or not _measure(size, "h"):  # a page without measures becomes A4
        size.w, size.h = map(Twips, A4)
        margins.left, margins.right = Twips(LEFT), Twips(RIGHT)
    width, height = _measure(size, "w"), _measure(size, "h")
    beside = _measure(margins, "left") + _measure(margins, "right")
    made = stretches(blocks, Manner(paragraph, width - beside, max(width, height) - beside))
    parts = [part._replace(begins=part.begins and is_end) for part in made]
    if parts and (parts[0].is_wide or parts[0].begins):
        parts.insert(0, Stretch(()))
    for element in join_sections(parts, section, is_whole=is_end):
        paragraph.addprevious(element)
    _take_out(paragraph)


def _take_out(paragraph: Element) -> None:
    """Remove the placeholder's paragraph; one that closes a section, or a cell after a table, stays, empty."""
    if paragraph.xpath("./w:pPr/w:sectPr | self::*[not(following-sibling::*)]/preceding-sibling::*[1]/self::w:tbl"):
        paragraph[:] = paragraph.xpath("./w:pPr")
    else:
        paragraph.getparent().remove(paragraph)


def _measure(element: Element, name: str) -> int:
    written = element.get(qn(f"w:{name}"), "")
    return int(written) if written.isascii() and written.isdigit() else 0
