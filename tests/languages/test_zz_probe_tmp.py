import pytest
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, PlainText
from tests.factories.cities import city
from citytocity.cities.models import City


@pytest.mark.django_db
def test_x():
    for i in range(60):
        city(slug=f"f{i}", name={"en": f"Filler{i}"})
    city(slug="good", name={"en": "Perm Kama"})
    for n in range(3):
        city(
            slug=f"long{n}",
            name={"en": "Perm Kama"},
            other_names={"en": " ".join(f"other{n}x{j}" for j in range(40 * (n + 1)))},
        )
    b = get_search_backend()
    for q in (
        PlainText("perm kama"),
        And([PlainText("perm"), PlainText("kama")]),
        And([Or([PlainText("perm"), PlainText("permx")]), PlainText("kama")]),
        Or([PlainText("perm"), PlainText("kama")]),
    ):
        r = b.search(q, City.objects.all()).annotate_score("s")
        print([(c.slug, round(c.s, 4)) for c in r])
