"""What is told of the team, and to whom."""

import pytest
from django.test import Client

from citytocity.people.actions import invite
from citytocity.people.enums import Role
from tests.factories.cities import cities
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db


def test_an_editor_reads_the_history_of_the_own_citys_invitations_and_of_no_other(
    client: Client,
) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    host = user(officer=True)
    ours, theirs = (
        invite(f"kim@{city.slug}.example", role=Role.AUTHOR, city=city, by=host)
        for city in (duisburg, oxford)
    )
    client.force_login(member(Role.EDITOR, duisburg))

    own = client.get(f"/admin/invitation/history/{ours.pk}/")
    other = client.get(f"/admin/invitation/history/{theirs.pk}/", follow=True)

    assert "kim@duisburg.example" in own.text
    assert other.status_code == 404
    assert "kim@oxford.example" not in other.text
