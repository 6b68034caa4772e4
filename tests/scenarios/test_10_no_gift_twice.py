"""Scenario 10: the same gift chosen twice for the same person gives a warning; a received gift is
on the page of gifts only once its owner and its place are known."""

from typing import Any

import pytest
from django.test import Client

from citytocity.people.enums import Role
from citytocity.protocol.models import Gift
from tests.factories import protocol
from tests.factories.cities import cities
from tests.factories.people import member

pytestmark = pytest.mark.django_db
GIFTS = "/admin/snippets/protocol/gift/"


def form(**values: Any) -> dict[str, Any]:
    """What a browser sends for a gift."""
    empty = {"citations-TOTAL_FORMS": "0", "citations-INITIAL_FORMS": "0"}
    return empty | {"direction": "given", "picture_rights": "reserved"} | values


def test_the_same_gift_for_the_same_person_is_asked_about_and_can_be_meant(
    client: Client,
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    client.force_login(member(Role.REGISTRAR, oxford))
    earlier = protocol.given(
        perm, oxford, person={"en": "Anna Schmidt"}, office={"en": "mayor"}, when="2017"
    )
    sent = form(
        title__en="Samovar", city=perm.pk, partner=oxford.pk, person__en="Anna Schmidt",
        office__en="mayor",
    )  # fmt: skip

    asked = client.post(f"{GIFTS}add/", sent)
    number_then = Gift.objects.count()
    kept = client.post(f"{GIFTS}add/", sent | {"again": "on"})

    assert asked.status_code == 200
    assert f'The same was given there before: <a href="{GIFTS}edit/{earlier.pk}/">' in asked.text
    assert "A samovar, 2017</a>" in asked.text
    assert number_then == 1
    assert (kept.status_code, Gift.objects.count()) == (302, 2)


def test_a_received_gift_is_on_the_page_of_gifts_once_its_owner_and_place_are_known(
    client: Client,
) -> None:
    perm, oxford = cities("Perm", "Oxford")
    client.force_login(member(Role.REGISTRAR, oxford))
    sent = form(
        title__en="Bowl", city=oxford.pk, partner=perm.pk, direction="received", is_public="on"
    )

    refused = client.post(f"{GIFTS}add/", sent)
    without_place = client.get("/en/gifts/").text
    kept = client.post(f"{GIFTS}add/", sent | {"owner__en": "The city", "place__en": "Town hall"})

    assert "only with its owner and the place where it is kept" in refused.text
    assert ("Bowl" in without_place, kept.status_code) == (False, 302)
    assert "Bowl" in client.get("/en/gifts/").text
