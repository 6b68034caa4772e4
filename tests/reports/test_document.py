"""The annual report for a word processor: what the page tells, in styles and tables."""

from io import BytesIO

import docx
import pytest
from django.test import Client

from citytocity.people.enums import Role
from citytocity.reports.exporting import plain
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.people import member
from tests.factories.reports import handed_in, report
from tests.factories.sources import cite
from tests.factories.stories import picture, story, translation
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_document_has_every_figure_table_and_source_of_the_page(
    client: Client, language: str
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    visit(oxford, to=perm, title={"en": "Mayors meet"}, nights=3)
    visit(perm, to=oxford, title={"en": "Return\x07"}, when="2017-09-01")
    cite(ledger.partnership(perm, oxford, since="1969-05-01"))
    made = report(city=perm, by=member(Role.REGISTRAR, perm), published=True)

    page = client.get(f"/{language}/reports/{made.slug}/").context["annual"]
    answer = client.get(f"/{language}/reports/{made.slug}/report.docx")
    document = docx.Document(BytesIO(answer.content))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    figures = [*page.first, *(one for chapter in page.chapters for one in chapter.figures)]
    tables = [listed.table for chapter in page.chapters for listed in chapter.lists]

    assert answer["Content-Disposition"] == f'attachment; filename="{made.slug}.docx"'
    assert document.core_properties.title == plain(page.title)
    assert set(headings) >= {plain(chapter.heading) for chapter in page.chapters}
    assert {plain(one.noun) for one in figures} <= cells
    assert {" ".join(filter(None, [one.qualifier, one.value])) for one in figures} <= cells
    assert {column.words for table in tables for column in table.columns} <= cells
    assert {"Mayors meet", "Return"} - cells == {"Return"}  # of the year before
    assert len(document.inline_shapes) == 3  # months, years, map
    assert [p.text for p in document.paragraphs if p.style.name == "List Number"] == [
        plain(source.words) for source in page.sources
    ]


def test_the_document_has_the_map_and_the_pictures_of_stories(client: Client) -> None:
    perm, oxford = cities("Perm", "Oxford")
    visit(oxford, to=perm)
    shown = {"picture": picture(), "picture_alt": "The river", "picture_credit": "A. Example"}
    told = story("On the Kama", of=perm, cities=[perm], dated="2018-05-01", **shown)
    translation(told, "На Каме", language="ru", **shown | {"picture_alt": "Река"})
    story("Nur Worte", of=oxford, language="de", cities=[perm], dated="2018-06-01")
    made = report(city=perm, by=member(Role.REGISTRAR, perm), published=True)

    page = client.get(f"/ru/reports/{made.slug}/").context["annual"]
    answer = client.get(f"/ru/reports/{made.slug}/report.docx")
    document = docx.Document(BytesIO(answer.content))
    words = [p.text for p in document.paragraphs]
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    names = [one for p in document.paragraphs for one in p.hyperlinks if one.text == "Nur Worte"]

    assert alts[2:] == [f"{page.map.title}. {page.map.told} Perm", "Река"]
    assert {page.map.title, page.map.told, "На Каме (A. Example)", "Nur Worte"} <= set(words)
    assert words.count("What it is about.") == 2
    assert [one._hyperlink.xpath("string(.//w:lang/@w:val)") for one in names] == ["de-DE"]


def test_what_was_handed_in_is_a_document_too_and_says_to_whom(client: Client) -> None:
    perm, _oxford = cities("Perm", "Oxford")
    registrar = member(Role.REGISTRAR, perm)
    frozen = handed_in(report(city=perm, by=registrar, published=True), by=registrar)

    answer = client.get(f"{frozen.get_absolute_url()}report.docx")

    words = [p.text for p in docx.Document(BytesIO(answer.content)).paragraphs]
    assert any(line.startswith("Handed in to City Duma") for line in words)
