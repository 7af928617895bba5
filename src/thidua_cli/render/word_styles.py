"""The look of an official paper: measures and styles of Nghị định 30/2020/NĐ-CP, Phụ lục I, for Word."""

from __future__ import annotations

from ..named_tuple import NamedTuple

FONT = "Times New Roman"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Page(NamedTuple):
    """A sheet and its margins in twips (1/20 pt)."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int

    @property
    def room(self) -> int:
        """The width of the text."""
        return self.width - self.left - self.right


def millimetres(tenths: int) -> int:
    """Tenths of a millimetre in twips, rounded up: a margin of 15 mm is never 14.99."""
    return -(-tenths * 1440 // 254)


_MARGINS = (millimetres(200), millimetres(200), millimetres(300), millimetres(150), millimetres(100))
A4_SHORT, A4_LONG = millimetres(2100), millimetres(2970)
PORTRAIT = Page(A4_SHORT, A4_LONG, *_MARGINS)
LANDSCAPE = Page(A4_LONG, A4_SHORT, *_MARGINS)

# Sizes in half-points, as Word stores them.
NATIONAL, MOTTO, BODY, NUMBER, TABLE, TABLE_SMALL = 26, 28, 28, 26, 24, 22
RECIPIENTS_TITLE, RECIPIENTS, CLOSING = 24, 22, 22
FIRST_LINE = millimetres(127)
BETWEEN = 120
LINE = 264

BODY_STYLE, HEADING_STYLES = "BodyText", ("Heading1", "Heading2", "Heading3")
HEADER_STYLE, CAPTION_STYLE, CELL_STYLE = "Header", "Caption", "TableText"
BASIS_STYLE, BLANK_STYLE, CLOSING_STYLE, FRAME_STYLE, TITLE_STYLE = "Basis", "Blank", "Closing", "Frame", "Title"

_INDENTED = f'<w:ind w:firstLine="{FIRST_LINE}"/><w:jc w:val="both"/>'
_AFTER = f'<w:spacing w:before="0" w:after="{BETWEEN}" w:line="{LINE}" w:lineRule="auto"/>'
_HEADING = f'<w:keepNext/><w:spacing w:before="{BETWEEN}" w:after="{BETWEEN}" w:line="{LINE}" w:lineRule="auto"/>'


def _style(identity: str, name: str, paragraph: str, letters: str = "", is_quick: bool = True) -> str:
    quick = "<w:qFormat/>" if is_quick else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>{quick}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


_BOLD, _ITALIC, _CENTRED = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>", '<w:jc w:val="center"/>'
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="000000"/>'
    f'{_size(BODY)}<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    f'<w:color w:val="000000"/>{_size(BODY)}</w:rPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    + _style(BODY_STYLE, "Body Text", _AFTER + _INDENTED)
    + _style("Heading1", "heading 1", f'{_HEADING}{_INDENTED}<w:outlineLvl w:val="0"/>', _BOLD)
    + _style("Heading2", "heading 2", f'{_HEADING}{_INDENTED}<w:outlineLvl w:val="1"/>', _BOLD)
    + _style("Heading3", "heading 3", f'{_HEADING}{_INDENTED}<w:outlineLvl w:val="2"/>')
    + _style(TITLE_STYLE, "Title", f"<w:keepNext/>{_CENTRED}", _BOLD)
    + _style(BASIS_STYLE, "Căn cứ", _AFTER + _INDENTED, _ITALIC)
    + _style(BLANK_STYLE, "Dòng trống", _AFTER)
    + _style(CAPTION_STYLE, "caption", f"{_HEADING}{_CENTRED}", _BOLD)
    + _style(CELL_STYLE, "Chữ trong bảng", '<w:spacing w:before="40" w:after="40"/>', _size(TABLE))
    + _style(FRAME_STYLE, "Thể thức", _CENTRED, _size(NATIONAL))
    + _style(CLOSING_STYLE, "Đối chiếu", '<w:spacing w:before="120"/>', _ITALIC + _size(CLOSING))
    + _style(HEADER_STYLE, "header", _CENTRED, _size(NUMBER), is_quick=False)
    + "</w:styles>"
)
SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
