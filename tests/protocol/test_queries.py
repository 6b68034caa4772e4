import pytest

from citytocity.languages.text import Words
from citytocity.protocol.models import Gift
from citytocity.protocol.queries import (
    are_alike,
    gifts_given_to,
    given_before,
)
from tests.factories import protocol
from tests.factories.cities import cities, organisation

pytestmark = pytest.mark.django_db
MAYOR = {"person": {"en": "Anna Schmidt", "ru": "Анна Шмидт"}, "office": {"en": "mayor"}}


@pytest.mark.parametrize(
    ("first", "second", "are"),
    [
        ({"en": "A samovar"}, {"en": "Samovars"}, True),
        ({"en": "A silver samovar"}, {"en": "Samovar"}, True),
        ({"en": "A samovar"}, {"en": "Silver samovar"}, True),
        ({"en": "Tea from Perm"}, {"en": "A pen from Perm"}, False),
        ({"ru": "Самовар тульский"}, {"ru": "тульского самовара"}, True),
        ({"en": "A samovar", "ru": "Самовар"}, {"ru": "Самовары"}, True),
        ({"en": "A samovar"}, {"ru": "Самовар"}, False),
        ({"en": "A samovar"}, {"en": "A book of photographs"}, False),
        ({"en": "A book"}, {"en": "A bowl"}, False),
    ],
)
def test_the_same_thing_is_known_in_any_of_its_forms(
    first: dict[str, str], second: dict[str, str], are: bool
) -> None:
    assert are_alike(Words(first), Words(second)) is are


@pytest.mark.parametrize("name", ["Anna Schmidt", "Schmidt Anna", "Анна Шмидт"])
def test_a_gift_to_the_same_person_is_found_under_any_spelling_of_her_name(name: str) -> None:
    perm, oxford = cities("Perm", "Oxford")
    earlier = protocol.given(perm, oxford, **MAYOR)
    again = Gift(city=perm, title={"en": "Samovar"}, person={"en": name})

    assert given_before(again, among=Gift.objects.all()) == earlier


def test_a_gift_to_the_same_body_is_found_and_no_other() -> None:
    perm, oxford = cities("Perm", "Oxford")
    library, archive = organisation("Library", of=oxford), organisation("Archive", of=oxford)
    earlier = protocol.given(perm, oxford, body=library)
    protocol.given(oxford, perm, body=library)

    found = [
        given_before(Gift(city=city, title={"en": title}, body=body), among=Gift.objects.all())
        for city, title, body in (
            (perm, "A samovar", library),
            (perm, "A samovar", archive),
            (perm, "A shawl", library),
        )
    ]

    assert found == [earlier, None, None]


def test_a_gift_is_not_its_own_earlier_one() -> None:
    perm, oxford = cities("Perm", "Oxford")

    gift = protocol.given(perm, oxford, **MAYOR)

    assert given_before(gift, among=Gift.objects.all()) is None


def test_nobody_was_given_nothing() -> None:
    perm, oxford = cities("Perm", "Oxford")
    protocol.given(perm, oxford, **MAYOR)

    assert gifts_given_to(body=None, person=Words(), by=perm, among=Gift.objects.all()) == []
