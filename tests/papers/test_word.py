"""A document becomes a DOCX that programs, and those who hear it read, find their way in."""

import zipfile
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from citytocity.papers.documents import (
    Document,
    Heading,
    Line,
    Look,
    Note,
    Paragraph,
    Picture,
    Piece,
    Table,
)
from citytocity.papers.word import as_docx

ADDRESS = "https://example.org/figures/I11/?year=2018&city=perm"


def test_headings_lists_and_tables_have_the_styles_of_the_program() -> None:
    made = _opened(_document())

    assert [(p.style.name, p.text) for p in made.paragraphs if p.text.strip()] == [
        ("Title", "Report"),
        ("TOC Heading", "Contents"),
        ("toc 1", "Visits"),
        ("toc 2", "Who came"),
        ("Heading 1", "Visits"),
        ("Heading 2", "Who came"),
        ("Normal", "Twelve people came."),
        ("List Bullet", "first line\nsecond line"),
        ("Caption", "Visits of the year"),
    ]
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["Visit", "People"],
        ["Mayors meet", "12"],
    ]
    assert [len(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in made.tables[0].rows] == [
        1,
        0,
    ]


def test_the_file_names_itself_and_not_the_package_that_wrote_it() -> None:
    told = _opened(_document(title="T" * 400)).core_properties

    assert (told.title, told.author, told.language, told.comments) == ("T" * 255, "Perm", "en", "")


def test_contents_and_links_lead_to_where_they_say() -> None:
    made = _opened(_document())

    names = [one.get(qn("w:name")) for one in made.element.iter(qn("w:bookmarkStart"))]
    doors = [one.get(qn("w:anchor")) for one in made.element.iter(qn("w:hyperlink"))]
    assert doors[:2] == names
    assert made.paragraphs[-3].hyperlinks == []
    assert [link.address for p in made.paragraphs for link in p.hyperlinks] == ["", "", ADDRESS]


def test_sources_are_real_footnotes() -> None:
    made = _opened(_document())

    [reference] = made.element.iter(qn("w:footnoteReference"))
    part = next(r.target_part for r in made.part.rels.values() if r.reltype.endswith("/footnotes"))
    told = part.blob.decode()
    assert reference.get(qn("w:id")) == "1"
    assert "Протокол № 3" in told
    assert 'w:val="ru-RU"' in told


def test_pictures_say_what_is_on_them() -> None:
    made = _opened(_document(Picture(_png(), alt="Three bars", caption="Visits", width=0.5)))

    [shape] = made.inline_shapes
    assert shape._inline.docPr.get("descr") == "Three bars"
    assert shape.width.cm == pytest.approx(8.3)


@pytest.mark.parametrize(
    ("lang", "name", "told"),
    [
        ("ru", "val", "ru-RU"),
        ("de", "val", "de-DE"),
        ("zh-Hans", "eastAsia", "zh-CN"),
        ("zh-Hant", "eastAsia", "zh-TW"),
        ("ar", "bidi", "ar-EG"),
    ],
)
def test_the_document_and_foreign_words_say_their_language(lang: str, name: str, told: str) -> None:
    own = _opened(_document(lang=lang)).styles.element
    foreign = _opened(_document(Paragraph((Piece("words", lang=lang),)))).element

    found = [next(own.iter(qn("w:lang"))), list(foreign.iter(qn("w:lang")))[-1]]
    assert [one.get(qn(f"w:{name}")) for one in found] == [told, told]


def test_a_break_between_two_languages_stays() -> None:
    line = (Piece("Visits"), Piece("\n"), Piece("Визиты", lang="ru"))

    found = [p.text for p in _opened(_document(Paragraph(line))).paragraphs]

    assert "Visits\nВизиты" in found


@pytest.mark.parametrize(("lang", "expected"), [("he", True), ("en", False)])
def test_paragraphs_run_the_way_their_words_do(lang: str, expected: bool) -> None:
    words: Line = (Piece("שלום", lang=lang), Piece("Perm", lang="en"))

    [paragraph] = [p for p in _opened(_document(Paragraph(words))).paragraphs if "Perm" in p.text]

    assert (paragraph._p.pPr.find(qn("w:bidi")) is not None) is expected


def test_a_document_from_right_to_left_is_so_as_a_whole() -> None:
    made = _opened(_document(lang="ar"))

    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in made.paragraphs if p.text.strip())
    assert made.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None


@pytest.mark.parametrize("typed", ["\x00\x0b", "<w:p/>", "&amp;", "\ud7ff\ufffe", "", "x" * 40_000])
def test_whatever_was_typed_the_file_opens(typed: str) -> None:
    told = _document(Heading(typed), Paragraph(Piece(typed, url=f"https://example.org/{typed}")))

    assert _opened(told).paragraphs


def test_a_document_without_headings_has_no_contents() -> None:
    told = Document("Report", "en", "Perm", cover=(), blocks=(Paragraph("Words"),), contents="Here")

    assert [p.text for p in _opened(told).paragraphs if p.text.strip()] == ["Words"]


def test_pages_are_numbered_but_for_the_cover() -> None:
    archive = zipfile.ZipFile(BytesIO(as_docx(_document())))
    section = _opened(_document()).sections[0]

    footers = [archive.read(name).decode() for name in archive.namelist() if "footer" in name]
    assert [" PAGE " in one and " NUMPAGES " in one for one in footers] == [False, True]
    assert section.different_first_page_header_footer
    assert [p.text for p in section.first_page_footer.paragraphs] == [""]


def _document(*more: Any, title: str = "Report", lang: str = "en") -> Document:
    note = Note("Протокол № 3", url="https://example.org/3", lang="ru")
    return Document(
        title=title,
        lang=lang,
        by="Perm",
        cover=(Paragraph("Report", Look.TITLE),),
        contents="Contents",
        blocks=(
            Heading("Visits"),
            Heading("Who came", 2),
            Paragraph((Piece("Twelve people", url=ADDRESS, note=note), Piece(" came."))),
            Paragraph("first line\nsecond line", Look.BULLET),
            Table(
                "Visits of the year",
                ("Visit", "People"),
                (("Mayors meet", "12"),),
                numbers=(False, True),
                widths=(3, 1),
                has_caption=True,
            ),
            *more,
        ),
    )


def _opened(told: Document) -> Any:
    return docx.Document(BytesIO(as_docx(told)))


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "PNG")
    return out.getvalue()
