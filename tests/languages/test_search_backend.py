"""The stems at work in the search of the database itself, SQLite's or PostgreSQL's."""

import pytest
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, PlainText

from citytocity.cities.models import City
from citytocity.languages.stems import query_alternatives
from tests.factories.cities import city

LANGUAGES = ["en", "ru", "de", "it", "fr", "zh-hans"]


def found(text: str) -> list[str]:
    words = [
        Or([PlainText(form) for form in forms]) for forms in query_alternatives(text, LANGUAGES)
    ]
    return [record.slug for record in get_search_backend().search(And(words), City.objects.all())]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "other_names", "query"),
    [
        ({"ru": "Пермь"}, "", "Перми"),
        ({"ru": "Гости из Перми"}, "", "Пермь"),
        ({"en": "Young footballers"}, "", "footballer"),
        ({"en": "A footballer"}, "", "footballers"),
        ({"ru": "Встреча городов-побратимов"}, "", "побратим"),
        ({"ru": "В городах Урала"}, "", "города"),
        ({"zh-hans": "2018年,佩尔姆与青岛缔结友好城市关系"}, "", "友好城市"),
        ({"zh-hans": "佩尔姆与青岛"}, "", "青岛"),
        ({"pl": "Łódź"}, "", "lodz"),
        ({"fr": "Besançon"}, "", "besancon"),
        ({"en": "Perm", "ru": "Пермь"}, {"ru": "Молотов"}, "Молотове Perm"),
    ],
)
def test_a_record_is_found_whatever_the_ending(name: dict, other_names: object, query: str) -> None:
    city("Oxford")
    city(slug="sought", name=name, other_names=other_names)

    assert found(query) == ["sought"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["or", "AND not NEAR", "perm*", '"perm" oxford', "col:umn"])
def test_what_the_database_takes_for_commands_are_plain_words(query: str) -> None:
    city("Perm")

    assert found(query) == (["perm"] if query == "perm*" else [])
