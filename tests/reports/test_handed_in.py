"""A report that was handed in never changes, and says what has changed since."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from citytocity.cities.models import City
from citytocity.ledger.enums import ParticipationRole
from citytocity.people.models import User
from citytocity.reports.models import Frozen
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.money import line, open_books
from tests.factories.protocol import gift
from tests.factories.reports import a_year, handed_in, report
from tests.factories.stories import story
from tests.factories.visits import visit

pytestmark = pytest.mark.django_db
CLOSED = ("P01-received", "I19", "I21")


def test_what_was_handed_in_never_changes(
    client: Client, sides: list[City], registrar: User
) -> None:
    a_year(*sides)
    made = report(city=sides[0], by=registrar, published=True)
    frozen = handed_in(made, by=registrar)
    visit(sides[1], to=sides[0])
    handed_in(made, by=registrar)

    page = client.get(frozen.get_absolute_url())
    first = page.context["annual"].first

    assert [(f.noun, f.value) for f in first][:2] == [("Activities", "3"), ("Visits received", "2")]
    assert ("Activities", "3", "4") in [
        (one["name"], one["then"], one["now"]) for one in page.context["differences"]
    ]
    assert page.context["is_as_it_was"]
    for refused in (frozen.save, frozen.delete):
        with pytest.raises(ValidationError):
            refused()


def test_only_figures_that_read_otherwise_now_are_told_as_others(
    client: Client, sides: list[City], registrar: User
) -> None:
    perm, oxford = sides
    came = ledger.activity(oxford, host=perm)
    ledger.participation(came, city("Kazan"), people=12, role=ParticipationRole.GUEST)
    frozen = handed_in(report(city=perm, by=registrar, published=True), by=registrar)
    unchanged = client.get(frozen.get_absolute_url())
    ledger.participation(came, city("Ufa"), people=3, role=ParticipationRole.GUEST)

    page = client.get(frozen.get_absolute_url())

    assert (unchanged.context["differences"], unchanged.context["is_the_same"]) == ([], True)
    told = [(one["name"], one["then"], one["now"]) for one in page.context["differences"]]
    assert told == [("Participants", "at least 12", "at least 15")]


def test_it_opens_when_its_records_are_deleted_and_says_so(
    client: Client, sides: list[City], registrar: User
) -> None:
    record = ledger.activity(sides[1], host=sides[0], title={"en": "Ice festival"})
    frozen = handed_in(report(city=sides[0], by=registrar, published=True), by=registrar)
    record.delete()

    page = client.get(frozen.get_absolute_url())
    records = client.get(f"{frozen.get_absolute_url()}I11/")

    assert [one["title"] for one in page.context["gone"]["rows"]] == ["Ice festival"]
    assert [(row.title, row.detail) for row in records.context["rows"]] == [
        ("Ice festival", "no longer on the register")
    ]


def test_what_was_closed_since_shows_nothing_new_to_readers(
    client: Client, sides: list[City], registrar: User
) -> None:
    perm, oxford = sides
    books = open_books(perm, ledger.partnership(perm, oxford))
    line(perm, activity=ledger.activity(oxford, host=perm), currency="RUB")
    samovar = gift(perm, oxford, hall=True)
    told = story("A story", of=perm, cities=[perm], dated="2018-05-01")
    frozen = handed_in(report(city=perm, by=registrar, published=True), by=registrar)
    samovar.title, samovar.is_public = {"en": "Secret"}, False
    samovar.save()
    told.title, told.live = "Secret", False
    told.save()
    books.delete()

    page = client.get(frozen.get_absolute_url())
    lists = [client.get(f"{frozen.get_absolute_url()}{code}/") for code in CLOSED]

    assert [text for text in (page.text, *(one.text for one in lists)) if "Secret" in text] == []
    assert page.context["closed"] == ["Gifts: 1", "Lines of money: 1", "Stories: 1"]
    assert (page.context["gone"]["rows"], page.context["edited"]["rows"]) == ([], [])
    assert [[(row.url, row.title) for row in one.context["rows"]] for one in lists] == [
        [("", "no longer open to readers")]
    ] * len(CLOSED)


def test_what_is_still_open_is_told_as_edited_with_its_address(
    client: Client, sides: list[City], registrar: User
) -> None:
    samovar = gift(sides[0], sides[1], hall=True)
    frozen = handed_in(report(city=sides[0], by=registrar, published=True), by=registrar)
    samovar.title = {"en": "A big samovar"}
    samovar.save()

    page = client.get(frozen.get_absolute_url())

    assert [(one["title"], one["url"]) for one in page.context["edited"]["rows"]] == [
        ("A samovar", samovar.get_absolute_url())
    ]
    assert page.context["closed"] == []


def test_a_row_changed_by_other_means_is_found_out(
    client: Client, sides: list[City], registrar: User
) -> None:
    frozen = handed_in(report(city=sides[0], by=registrar, published=True), by=registrar)
    Frozen.objects.update(told=frozen.told | {"as_of": "2017-01-01"})

    assert not client.get(frozen.get_absolute_url()).context["is_as_it_was"]
