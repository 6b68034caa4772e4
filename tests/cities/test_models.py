from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import translation

from citytocity.cities.models import City
from tests.factories.cities import cities, city, organisation
from tests.refusals import refused_by_database, refused_by_form

pytestmark = pytest.mark.django_db

WHOLE_PLACE = "Give latitude (-90 to 90) and longitude (-180 to 180), or neither."


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("58.01", None), (None, "56.25"), ("90.5", "56.25"), ("58.01", "180.5")],
)
def test_a_place_is_whole_and_on_the_globe(latitude: str | None, longitude: str | None) -> None:
    record = city()

    record.latitude = Decimal(latitude) if latitude else None
    record.longitude = Decimal(longitude) if longitude else None

    assert refused_by_database(record) == [WHOLE_PLACE]


def test_a_city_may_have_no_known_place() -> None:
    record = city(off_map=True)

    assert record.place is None


def test_a_place_is_latitude_and_longitude_in_degrees() -> None:
    city("Perm")

    assert City.objects.get().place == (58.01046, 56.25017)


def test_there_is_one_host_office() -> None:
    city("Perm", host=True)
    oxford = city("Oxford")

    oxford.is_host = True

    assert refused_by_database(oxford) == ["Another city is the host office already."]


def test_any_number_of_cities_is_not_the_host() -> None:
    cities("Perm", "Oxford", "Duisburg")

    assert City.objects.host().count() == 0


def test_the_host_is_found_among_cities() -> None:
    cities("Oxford", "Duisburg")
    perm = city("Perm", host=True)

    assert City.objects.host().get() == perm


def test_two_cities_cannot_share_an_id() -> None:
    city("Perm")

    with pytest.raises(IntegrityError):
        city("Perm")


def test_only_cities_with_a_place_are_on_the_map() -> None:
    city("Agrigento", off_map=True)
    perm = city("Perm")

    assert list(City.objects.on_map()) == [perm]


@pytest.mark.parametrize(
    ("field", "number", "message"),
    [
        ("population", 100_000_001, "No city has so many inhabitants."),
        ("population_year", 9_999, "The year counted must be one from 1 to 2200."),
        ("population_year", 0, "The year counted must be one from 1 to 2200."),
        ("area_km2", Decimal(-5), "The area must be more than nothing."),
    ],
)
def test_numbers_that_no_city_has_are_refused(
    field: str, number: int | Decimal, message: str
) -> None:
    record = city()

    setattr(record, field, number)

    assert refused_by_database(record) == [message]
    assert [*refused_by_form(record)] == [field]


def test_a_time_zone_must_exist() -> None:
    record = city(time_zone="Asia/Perm")

    assert refused_by_form(record) == {"time_zone": ["“Asia/Perm” is no time zone."]}


def test_a_wikidata_id_is_written_as_wikidata_does() -> None:
    record = city(wikidata="915")

    assert refused_by_form(record) == {"wikidata": ["Write it like Q915."]}


def test_a_city_with_right_values_is_valid() -> None:
    record = city(time_zone="Asia/Yekaterinburg", wikidata="Q915", founded="1723-05-15")

    record.full_clean()


def test_a_city_is_named_in_the_language_of_the_reader() -> None:
    record = city(name={"en": "Perm", "ru": "Пермь"}, slug="perm")

    with translation.override("ru"):
        assert str(record) == "Пермь"
    with translation.override("de"):
        assert str(record) == "Perm"


def test_a_city_keeps_its_look_unless_another_is_chosen() -> None:
    drawn, chosen = city("Perm"), city("Oxford", ink="plum", sign="arch")

    assert (drawn.look.key, drawn.look) == ("perm", City.objects.get(slug="perm").look)
    assert (chosen.look.ink, chosen.look.sign) == ("plum", "arch")


def test_the_founding_year_gives_the_first_day() -> None:
    record = city(founded="1723")

    assert record.founded_first.isoformat() == "1723-01-01"


def test_a_city_with_organisations_cannot_be_deleted() -> None:
    perm = city("Perm")
    organisation("City Archive", of=perm)

    with pytest.raises(ProtectedError):
        perm.delete()


def test_an_organisation_may_belong_to_no_one_city() -> None:
    record = organisation("Sister Cities International")

    record.full_clean()

    assert record.city is None
