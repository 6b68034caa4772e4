"""What the search of the database gives to every page that asks it, the admin's lists too."""

from typing import Any

import pytest
from django.db.models import QuerySet
from modelsearch.index import RelatedFields, SearchField
from pytest_django import DjangoAssertNumQueries
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Not, Or, PlainText, SearchQuery

from citytocity.cities.models import City, Organisation
from tests.factories.cities import city, organisation

PERM, KAMA = PlainText("perm"), PlainText("kama")
pytestmark = pytest.mark.django_db


def results(query: SearchQuery, among: QuerySet | None = None, **options: Any) -> Any:
    among = City.objects.all() if among is None else among
    return get_search_backend().search(query, among, **options)


def slugs(records: Any) -> list[str]:
    return [record.slug for record in records]


@pytest.mark.parametrize(
    "query",
    [
        PlainText("perm kama"),
        And([PERM, KAMA]),
        And([Or([PERM, PlainText("perms")]), KAMA]),
        Or([PERM, KAMA]),
    ],
)
def test_the_record_that_says_little_else_comes_first(query: SearchQuery) -> None:
    for place in range(40):
        city(f"Elsewhere {place}")
    for length in (80, 20, 0):
        other = " ".join(f"word{place}" for place in range(length))
        city(slug=f"with-{length}-more", name={"en": "Perm Kama"}, other_names={"en": other})

    assert slugs(results(query)) == ["with-0-more", "with-20-more", "with-80-more"]


def test_a_page_of_results_is_a_part_of_all_of_them() -> None:
    for place in range(7):
        city(f"Perm {place}")

    found = results(PERM)

    assert found.count() == 7
    assert slugs(found[2:5]) == slugs(found)[2:5]
    assert found[2:5].count() == 3


def test_only_records_of_the_queryset_are_found_and_counted() -> None:
    city("Perm one", country="RU")
    city("Perm two", country="DE")

    found = results(PERM, City.objects.filter(country="DE"))

    assert (slugs(found), found.count()) == (["perm-two"], 1)


def test_results_need_not_be_ordered_by_relevance() -> None:
    for name in ("Perm and much more", "Perm", "Perm and more"):
        city(name)

    found = results(PERM, order_by_relevance=False)

    assert slugs(found) == ["perm-and-more", "perm", "perm-and-much-more"]


def test_results_are_found_beyond_those_that_may_not_be_shown() -> None:
    for place in range(30):
        city(f"Perm {place}", country="RU")
    for length in range(3):
        city(f"Perm {'and more ' * (length + 1)}", country="DE")

    found = results(PERM, City.objects.filter(country="DE"))

    assert len(found[:2]) == 2


def test_the_start_of_a_word_is_enough_to_complete_it() -> None:
    city("Perm")
    city("Oxford")

    assert slugs(get_search_backend().autocomplete("per", City.objects.all())) == ["perm"]


@pytest.mark.parametrize("typed", ['"', 'pe"rm', '"perm', '""'])
def test_a_quotation_mark_is_no_command(typed: str) -> None:
    city("Perm")

    backend = get_search_backend()

    assert slugs(backend.search(typed, City.objects.all())) == (
        ["perm"] if typed == '"perm' else []
    )
    assert slugs(backend.autocomplete(typed, City.objects.filter(country="DE"))) == []


def test_what_must_not_be_there_is_left_out() -> None:
    city("Perm one")
    city("Perm two")

    assert slugs(results(And([PERM, Not(PlainText("two"))]))) == ["perm-one"]


def test_forty_results_ask_no_more_than_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in range(40):
        city(f"Perm {place}")
    city("Oxford")

    with django_assert_max_num_queries(2):
        assert len(results(PERM)) == 40
    with django_assert_max_num_queries(2):
        assert len(results(PlainText("oxford"))) == 1


def test_a_record_is_found_by_its_own_name_beside_that_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fields = [RelatedFields("city", [SearchField("name")]), SearchField("name")]
    monkeypatch.setattr(Organisation, "search_fields", fields)
    organisation("Gallery", of=city("Perm"))
    words = (PERM, PlainText("gallery"))

    found = [results(word, Organisation.objects.all()).count() for word in words]

    assert found == [1, 1]
