"""A document in, a DOCX out: real headings, lists and footnotes, in styles officers can change.

python-docx keeps the package and pictures; it knows no footnotes, no links, no languages and no
contents, which are written here as ECMA-376 has them. The contents link to their headings; their
page numbers come when the reader's program is asked to update them, for it alone sets pages.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from babel.core import get_global
from docx.document import Document as Written
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Cm

from citytocity.languages.catalogue import direction
from citytocity.papers.documents import (
    Block,
    Document,
    Heading,
    Line,
    Look,
    Note,
    Paragraph,
    Picture,
    Piece,
    Table,
    pieces_of,
)

OFFICE = Path(__file__).parent / "office"
NEVER_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PAGE, MARGIN = (Cm(21.0), Cm(29.7)), Cm(2.2)
LINE = 9400  # twentieths of a point between the margins
LONGEST_LINK = 2000
LONGEST_PROPERTY = 255
IN_CONTENTS = 2
EAST_ASIAN = {
    "zh": "SimSun",
    "zh-Hans": "SimSun",
    "zh-Hant": "PMingLiU",
    "ja": "MS Mincho",
    "ko": "Batang",
}


def as_docx(told: Document) -> bytes:
    """The document as Word, LibreOffice and others open it; what they cannot hold is left out."""
    return _Writing(told).written()


class _Writing:
    """One document while it is written: its links, headings and footnotes are counted."""

    def __init__(self, told: Document) -> None:
        self.told = told
        self.document: Written = docx.Document()
        self.part: Any = self.document.part
        self.body: Any = self.document.element.body
        self.lang = told.lang if _is_rtl(told.lang) else ""
        self.bookmarks = 0
        self.drawings = 0
        self.notes = _Notes(self.part)

    def written(self) -> bytes:
        self._name()
        self._dress()
        for element in self._elements():
            self.body.insert_element_before(element, "w:sectPr")
        self._number_pages()
        self.notes.close(self.document.settings.element)
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    # --- the file ---

    def _name(self) -> None:
        """What the file says of itself."""
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        kept = self.document.core_properties
        kept.title = _clean(self.told.title)[:LONGEST_PROPERTY]
        kept.author = kept.last_modified_by = _clean(self.told.by)[:LONGEST_PROPERTY]
        kept.language = self.told.lang
        kept.comments = ""
        kept.created = kept.modified = now

    def _dress(self) -> None:
        """Our styles in the place of python-docx's, in the language of the document."""
        ours, styles = parse_xml((OFFICE / "styles.xml").read_bytes()), self.document.styles.element
        styles[:] = list(ours)
        language = next(styles.iter(qn("w:lang")))
        for name, value in _language(self.told.lang).items():
            language.set(qn(name), value)
        if face := _east_asian_face(self.told.lang):
            next(styles.iter(qn("w:rFonts"))).set(qn("w:eastAsia"), face)
        for setting in self.document.settings.element.iter(qn("w:compatSetting")):
            if setting.get(qn("w:name")) == "compatibilityMode":
                setting.set(qn("w:val"), "15")
        _drop(self.part.package, "thumbnail")
        _drop(self.part, "stylesWithEffects")

    def _number_pages(self) -> None:
        """Title and page at the foot of all pages but the cover."""
        section = self.document.sections[0]
        section.page_width, section.page_height = PAGE
        section.top_margin = section.bottom_margin = MARGIN
        section.left_margin = section.right_margin = MARGIN
        section.different_first_page_header_footer = True
        section.first_page_footer.is_linked_to_previous = False
        footer = section.footer
        footer.is_linked_to_previous = False
        place: Any = footer.paragraphs[0]._p
        place.getparent().replace(
            place,
            self._paragraph(self.told.title, "Footer", after=(_tab(), *_field("PAGE"),
                            _run(Piece(" / ")), *_field("NUMPAGES"))),
        )  # fmt: skip
        if _is_rtl(self.told.lang):
            properties: Any = section._sectPr
            properties.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")

    # --- blocks ---

    def _elements(self) -> Iterator[Any]:
        for block in self.told.cover:
            yield from self._block(block)
        yield _page_break()
        yield from self._contents()
        for block in self.told.blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Any]:
        if isinstance(block, Heading):
            yield self._heading(block)
        elif isinstance(block, Paragraph):
            yield self._paragraph(block.words, block.look.value)
        elif isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, Picture):
            yield from self._picture(block)
        else:
            yield _page_break()

    def _contents(self) -> Iterator[Any]:
        """The list of headings as a field, filled in already."""
        headings = [one for one in self.told.blocks if isinstance(one, Heading)]
        listed = [
            (number, one)
            for number, one in enumerate(headings, start=1)
            if one.level <= IN_CONTENTS
        ]
        if not self.told.contents or not listed:
            return
        yield self._paragraph(self.told.contents, "TOCHeading")
        last = listed[-1][0]
        opening = _field_begins(f'TOC \\o "1-{IN_CONTENTS}" \\h \\z \\u')
        for number, heading in listed:
            runs = [_run(self._spoken(piece)) for piece in pieces_of(heading.words)]
            link = _element("w:hyperlink", *runs, anchor=_bookmark(number), history="1")
            closing = [_field_ends()] if number == last else []
            rtl = self._is_rtl(heading.words)
            yield _p(f"TOC{heading.level}", [*opening, link, *closing], rtl=rtl)
            opening = []
        yield _page_break()

    def _heading(self, heading: Heading) -> Any:
        self.bookmarks += 1
        name, key = _bookmark(self.bookmarks), str(self.bookmarks)
        paragraph = self._paragraph(heading.words, f"Heading{heading.level}")
        paragraph.insert(1, _element("w:bookmarkStart", id=key, name=name))
        paragraph.append(_element("w:bookmarkEnd", id=key))
        return paragraph

    def _paragraph(
        self, words: Line, style: str, *, after: Iterable[Any] = (), align: str = ""
    ) -> Any:
        runs = [run for piece in pieces_of(words) for run in self._runs(piece)]
        return _p(style, [*runs, *after], rtl=self._is_rtl(words), align=align)

    def _runs(self, piece: Piece) -> Iterator[Any]:
        if piece.words:
            yield _linked(self.part, self._spoken(piece))
        if piece.note is not None:
            yield self.notes.add(piece.note, lang=piece.note.lang or self.lang)

    def _spoken(self, piece: Piece) -> Piece:
        """The piece, which says its language where that of the document runs from the right."""
        return replace(piece, lang=piece.lang or self.lang)

    def _is_rtl(self, words: Line) -> bool:
        """Whether the paragraph runs from right to left: it goes by its first words."""
        first = next((one for one in pieces_of(words) if one.words.strip()), Piece(""))
        return _is_rtl(first.lang or self.told.lang)

    def _table(self, table: Table) -> Iterator[Any]:
        if table.has_caption:
            yield self._paragraph(table.caption, Look.CAPTION.value)
        widths = _shared_out(table.widths or (1.0,) * len(table.heads))
        numbers = table.numbers or (False,) * len(table.heads)
        properties = _element("w:tblPr", _element("w:tblStyle", val="Register"))
        if _is_rtl(self.told.lang):
            properties.append(OxmlElement("w:bidiVisual"))
        properties.extend(
            [
                _element("w:tblW", w=str(LINE), type="dxa"),
                _element("w:tblLayout", type="fixed"),
                _element("w:tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0",
                         lastColumn="0", noHBand="1", noVBand="1"),
                _element("w:tblCaption", val=_clean(table.caption)),
            ]
        )  # fmt: skip
        grid = _element("w:tblGrid", *(_element("w:gridCol", w=str(width)) for width in widths))
        yield _element(
            "w:tbl",
            properties,
            grid,
            self._row(table.heads, widths, numbers, style="CellHead"),
            *(self._row(row, widths, numbers, style="Cell") for row in table.rows),
        )
        yield _p("Cell", [])  # two tables in a row would become one

    def _row(
        self,
        cells: tuple[Line, ...],
        widths: list[int],
        numbers: tuple[bool, ...],
        *,
        style: str,
    ) -> Any:
        properties = _element("w:trPr", OxmlElement("w:cantSplit"))
        if style == "CellHead":
            properties.append(OxmlElement("w:tblHeader"))
        return _element(
            "w:tr",
            properties,
            *(
                _element(
                    "w:tc",
                    _element("w:tcPr", _element("w:tcW", w=str(width), type="dxa")),
                    self._paragraph(words, style, align="right" if is_number else ""),
                )
                for words, width, is_number in zip(cells, widths, numbers, strict=True)
            ),
        )

    def _picture(self, picture: Picture) -> Iterator[Any]:
        self.drawings += 1
        inline = self.part.new_pic_inline(
            BytesIO(picture.content), int((PAGE[0] - 2 * MARGIN) * picture.width), None
        )
        for shown in (inline.docPr, inline.graphic.graphicData.pic.nvPicPr.cNvPr):
            shown.set("descr", _clean(picture.alt))
            shown.set("name", f"Picture {self.drawings}")
        inline.docPr.set("id", str(self.drawings))
        if picture.caption:
            yield self._paragraph(picture.caption, Look.CAPTION.value)
        yield _p(Look.PLAIN.value, [_element("w:r", _element("w:drawing", inline))])


class _Notes:
    """The footnotes, a part of the file of their own."""

    def __init__(self, part: Any) -> None:
        self.document = part
        self.part: Any = XmlPart(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            parse_xml((OFFICE / "footnotes.xml").read_bytes()),
            part.package,
        )
        self.number = 0

    def add(self, note: Note, *, lang: str) -> Any:
        """Keeps the note, and gives the mark that stands in the text."""
        self.number += 1
        mark = _element("w:r", _style_of_run("FootnoteReference"), OxmlElement("w:footnoteRef"))
        words = _linked(self.part, Piece(note.words, lang=lang, url=note.url))
        foot = _p("FootnoteText", [mark, _run(Piece(" ")), words], rtl=_is_rtl(lang))
        self.part.element.append(_element("w:footnote", foot, id=str(self.number)))
        reference = _element("w:footnoteReference", id=str(self.number))
        return _element("w:r", _style_of_run("FootnoteReference"), reference)

    def close(self, settings: Any) -> None:
        """The file has them, and its settings the lines above them, only where there are notes."""
        if not self.number:
            return
        self.document.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)
        lines = _element("w:footnotePr", *(_element("w:footnote", id=key) for key in ("-1", "0")))
        settings.find(qn("w:compat")).addprevious(lines)


# --- elements ---


def _element(tag: str, *children: Any, **attributes: str) -> Any:
    made: Any = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def _p(style: str, runs: list[Any], *, rtl: bool = False, align: str = "") -> Any:
    properties = _element("w:pPr", _element("w:pStyle", val=style))
    if rtl:
        properties.append(OxmlElement("w:bidi"))
    if align:
        properties.append(_element("w:jc", val=align))
    return _element("w:p", properties, *runs)


def _linked(part: Any, piece: Piece) -> Any:
    """The run; inside a link where it has an address that programs take."""
    if not piece.url or len(piece.url) > LONGEST_LINK:
        return _run(piece)
    key = part.relate_to(_clean(piece.url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = _element("w:hyperlink", _run(piece, style="Hyperlink"), history="1")
    link.set(qn("r:id"), key)
    return link


def _run(piece: Piece, *, style: str = "") -> Any:
    properties = _element("w:rPr")
    if style or piece.is_strong:
        properties.append(_element("w:rStyle", val=style or "Strong"))
    if piece.lang and _east_asian_face(piece.lang):
        face = _element("w:rFonts", hint="eastAsia", eastAsia=_east_asian_face(piece.lang))
        properties.append(face)
    if style and piece.is_strong:
        properties.extend([OxmlElement("w:b"), OxmlElement("w:bCs")])
    if _is_rtl(piece.lang):
        properties.append(OxmlElement("w:rtl"))
    if piece.lang:
        language = OxmlElement("w:lang")
        for name, value in _language(piece.lang).items():
            language.set(qn(name), value)
        properties.append(language)
    shown = [properties] if len(properties) else []
    return _element("w:r", *shown, *_text(piece.words))


def _text(words: str) -> Iterator[Any]:
    for number, line in enumerate(_clean(words).replace("\r\n", "\n").split("\n")):
        if number:
            yield OxmlElement("w:br")
        text: Any = OxmlElement("w:t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        yield text


def _style_of_run(name: str) -> Any:
    return _element("w:rPr", _element("w:rStyle", val=name))


def _tab() -> Any:
    return _element("w:r", OxmlElement("w:tab"))


def _field(code: str) -> list[Any]:
    return [*_field_begins(code), _run(Piece("1")), _field_ends()]


def _field_begins(code: str) -> list[Any]:
    instruction: Any = OxmlElement("w:instrText")
    instruction.text = f" {code} "
    return [
        _element("w:r", _element("w:fldChar", fldCharType="begin")),
        _element("w:r", instruction),
        _element("w:r", _element("w:fldChar", fldCharType="separate")),
    ]


def _field_ends() -> Any:
    return _element("w:r", _element("w:fldChar", fldCharType="end"))


def _page_break() -> Any:
    return _p(Look.PLAIN.value, [_element("w:r", _element("w:br", type="page"))])


def _drop(part: Any, name: str) -> None:
    """Takes out what came with python-docx's empty document and is not of ours."""
    for key in [key for key, one in part.rels.items() if one.reltype.endswith(f"/{name}")]:
        del part.rels[key]


# --- small questions ---


def _bookmark(number: int) -> str:
    return f"_Toc{number:06d}"


def _clean(words: str) -> str:
    return NEVER_IN_XML.sub("", words)


def _shared_out(widths: tuple[float, ...]) -> list[int]:
    whole = sum(widths) or 1.0
    return [round(LINE * width / whole) for width in widths]


def _is_rtl(lang: str) -> bool:
    return direction(lang) == "rtl"


def _east_asian_face(lang: str) -> str:
    return EAST_ASIAN.get(lang) or EAST_ASIAN.get(lang.split("-")[0], "")


def _language(lang: str) -> dict[str, str]:
    """Which of the three languages of a run it is, with the country that Word wants (CLDR)."""
    if _is_rtl(lang):
        return {"w:bidi": _with_country(lang)}
    name = "w:eastAsia" if _east_asian_face(lang) else "w:val"
    return {name: _with_country(lang)}


def _with_country(lang: str) -> str:
    if lang == "en":
        return "en-GB"
    language, likely = lang.split("-")[0], get_global("likely_subtags")
    known = likely.get(lang.replace("-", "_")) or likely.get(language, "")
    *_script, country = known.split("_")
    return f"{language}-{country}" if len(country) == 2 else lang
