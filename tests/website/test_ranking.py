import pytest
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, PlainText, SearchQuery

from citytocity.cities.models import City
from tests.factories.cities import city

PERM, KAMA = PlainText("perm"), PlainText("kama")


def found(query: SearchQuery) -> list[str]:
    return [record.slug for record in get_search_backend().search(query, City.objects.all())]


@pytest.mark.django_db
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

    assert found(query) == ["with-0-more", "with-20-more", "with-80-more"]
