"""Words that a reader's page has not in her language say which language they are in, and no others.

Everything told here is in Russian, for a reader of French: what is in Cyrillic letters stands
under `lang="ru"`, and nothing else does.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, NavigableString
from django.test import Client

from citytocity.ledger.models import Activity
from tests.factories import ledger
from tests.factories.cities import city, organisation
from tests.factories.sources import cite, source

pytestmark = pytest.mark.django_db
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
LATIN = re.compile("[a-zà-ÿ]", re.IGNORECASE)


def ru(text: str) -> dict[str, str]:
    return {"ru": text}


@pytest.fixture
def told_in_russian() -> Activity:
    """One of each kind of record with all the words it can have."""
    here, there = {"latitude": 58, "longitude": 56}, {"latitude": 50, "longitude": 10}
    perm = city("perm", name=ru("Пермь"), host=True, region=ru("Край"), **here)
    other = city("lev", name=ru("Лев"), **there)
    for place, zone in ((perm, "Asia/Yekaterinburg"), (other, "Europe/Berlin")):
        place.time_zone = zone
        place.save()
    body = organisation(slug="house", name=ru("Дом дружбы"))
    theme = ledger.theme("sport", name=ru("Спорт"))
    pair = ledger.partnership(
        perm, other, slug="pair", origin=ru("Как всё началось"), summary=ru("Коротко")
    )
    pair.sides.filter(city=perm).update(office=body)
    ledger.state(pair, perm, "active", decision=ru("Решение думы"))
    pair.milestones.create(when="1990", what=ru("Первое письмо"))
    pair.save()
    signing = {"place": ru("Висбаден"), "occasion": ru("Встреча"), "valid": "2007/.."}
    paper = ledger.agreement(pair, title=ru("Договор"), **signing)
    paper.signatories.create(name="A. B.", office=ru("глава города"))
    paper.save()
    nights = ledger.programme(slug="nights", title=ru("Белые ночи"), summary=ru("Каждый год"))
    activity = ledger.activity(
        other,
        host=perm,
        slug="fair",
        title=ru("Ярмарка"),
        summary=ru("Большая ярмарка"),
        occasion=ru("День города"),
        place=ru("Набережная"),
        programme=nights,
    )
    activity.themes.set([theme])
    activity.organisers.set([body])
    activity.save()
    note = source("Наша газета", language="ru", publisher="Редакция", slug="note")
    choir = {"organisation": body, "detail": ru("Хор"), "head_name": "C. D."}
    ledger.participation(activity, other, source=note, head_office=ru("глава"), **choir)
    idea = {"slug": "idea", "title": ru("Прогулки"), "summary": ru("Ходить вместе")}
    walks = ledger.practice(other, perm, value=3, unit=ru("прогулки"), activity=activity, **idea)
    ledger.evidence(walks, title=ru("Снимок"))
    book = {"slug": "book", "title": ru("Книга"), "value": 2, "unit": ru("тома")}
    ledger.result(partnership=pair, **book)
    prize = {"slug": "prize", "title": ru("Премия"), "category": ru("Дружба"), "issuer": body}
    ledger.recognition(city=perm, partnership=pair, organisation=body, **prize)
    cite(activity, by=note)
    cite(activity, by=note, about="attendance", states="много")
    cite(activity, by=note, about="place", states="В парке")
    cite(pair, by=note)
    cite(paper, by=note)
    return activity


ADDRESSES = (
    "activities/",
    "activities/?view=calendar",
    "activities/?view=map",
    "activities/?city=perm&theme=sport&programme=nights",
    "activities/?partnership=pair",
    "activities/fair/",
    "activities/fair/sources/",
    "partnerships/pair/sources/",
    "cities/",
    "cities/perm/",
    "organisations/house/",
    "participations/?city=lev",
    "partnerships/",
    "partnerships/pair/",
    "programmes/",
    "programmes/nights/",
    "recognitions/?city=perm",
    "recognitions/prize/",
    "results/?city=perm",
    "results/",
    "results/idea/",
    "results/book/",
    "sources/note/",
)


def told(client: Client, address: str) -> Iterator[tuple[str, bool]]:
    """Each piece of text of a page's way and content, and whether it is marked as Russian."""
    answer = client.get(f"/fr/{address}")
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "html.parser")
    for part in (*page.select("nav.crumbs"), *page.select("main")):
        for text in part.find_all(string=True):
            if text.strip() and not is_about_a_drawing(text) and not is_code(text):
                yield str(text), lang_of(text) == "ru"


def is_about_a_drawing(text: NavigableString) -> bool:
    """Whether it is the title or the description of a whole drawing, which nothing can mark."""
    around = text.parent
    return around.name in ("title", "desc") and around.parent.name == "svg"


def is_code(text: NavigableString) -> bool:
    """Whether it is code to copy, which marks in itself what it names in another language."""
    return text.parent.name == "textarea"


def lang_of(text: NavigableString) -> Any:
    return next(parent["lang"] for parent in text.parents if parent.get("lang"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_in_another_language_says_so_and_nothing_else(
    client: Client, told_in_russian: Activity, address: str
) -> None:
    found = list(told(client, address))

    assert [text for text, marked in found if CYRILLIC.search(text) and not marked] == []
    assert [text for text, marked in found if LATIN.search(text) and marked] == []
    assert any(marked for _text, marked in found)
