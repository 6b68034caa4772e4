"""A report is read in the language of its reader, on the page and in each file."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from citytocity.cities.models import City
from citytocity.people.models import User
from tests.factories import ledger
from tests.factories.money import line, open_books
from tests.factories.reports import a_year, handed_in, report
from tests.factories.visits import visit

PACKAGE = Path(__file__).parents[2] / "citytocity"
PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]


@pytest.mark.django_db
def test_no_word_of_the_interface_is_left_in_english(
    client: Client, sides: list[City], registrar: User
) -> None:
    _a_full_year(*sides)
    made = report(city=sides[0], by=registrar, published=True, foreword={"en": "Word."})
    handed_in(made, by=registrar)
    said = {}

    for language in OTHERS:
        for path, words in TOLD.items():
            file = client.get(f"/{language}/reports/2018-perm/handed-in/1/{path}")
            said[language, path] = words(file.content)

    english = {language: _in_english(language) for language in OTHERS}
    left = {told: words & english[told[0]] for told, words in said.items()}
    assert {told: words for told, words in left.items() if words} == {}
    assert all(len(words) > MANY for words in said.values())


def _a_full_year(perm: City, oxford: City) -> None:
    """What fills every list of a report, and as many of its columns as can be."""
    a_year(perm, oxford)
    for number, one in enumerate(ledger.Partnership.objects.all()):
        open_books(perm, one)
        for city in (perm, oxford):
            ledger.state(one, city, "active", when="2007")
        ledger.agreement(one, valid=f"2014/2019-0{number + 1}")
    came = visit(oxford, to=perm, title={"en": "Mayors again"}).activity
    line(perm, "777", activity=came, when="2018-06-12")


def _in_english(language: str) -> set[str]:
    """Words that are marked to be translated, as they would be in English alone."""
    words, same = set(), set()
    for path in PACKAGE.glob("*/locale/ru/LC_MESSAGES/django.po"):
        words |= {text for one in _messages(path) for text in _texts(one.id)}
    folder = language.replace("zh-hans", "zh_Hans")
    for path in PACKAGE.glob(f"*/locale/{folder}/LC_MESSAGES/django.po"):
        same |= {one.id for one in _messages(path) if one.id == one.string}
    return {one for one in words - same if len(one) > 2 and one.isascii()}


def _messages(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        yield from (one for one in read_po(file) if one.id)


def _texts(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _on_page(content: bytes) -> set[str]:
    return set(BeautifulSoup(content, "html.parser").find("main").stripped_strings)


def _in_document(content: bytes) -> set[str]:
    found = docx.Document(BytesIO(content)).element.iter(PARAGRAPH)
    return {"".join(one.itertext()).strip() for one in found}


def _in_workbook(content: bytes) -> set[str]:
    book = load_workbook(BytesIO(content))
    cells = {value for sheet in book for row in sheet.values for value in row}
    return {one for one in cells if isinstance(one, str)} | set(book.sheetnames)


def _on_paper(content: bytes) -> set[str]:
    pages = PdfReader(BytesIO(content)).pages
    return {text.strip() for page in pages for text in page.extract_text().splitlines()}


TOLD = {
    "": _on_page,
    "report.docx": _in_document,
    "report.xlsx": _in_workbook,
    "report.pdf": _on_paper,
}
"""As it was handed in: page and files tell it as they tell the live one, and count nothing."""
MANY = 100
