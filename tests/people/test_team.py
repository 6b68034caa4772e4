"""What is told of the team, and to whom."""

import pytest
from django.test import Client

from citytocity.people.actions import invite
from citytocity.people.enums import Role
from tests.factories.cities import cities, city
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


def test_the_list_of_members_leads_to_ending_the_roles_that_one_may_give(client: Client) -> None:
    duisburg = city("Duisburg")
    editor = member(Role.EDITOR, duisburg)
    author = member(Role.AUTHOR, duisburg, first_name="Kim", last_name="Lee")
    (held,) = author.memberships.all()
    client.force_login(editor)

    page = client.get("/admin/membership/").text

    assert "Kim Lee" in page
    assert f"/admin/membership/delete/{held.pk}/" in page


def test_an_editor_of_one_city_invites_for_it_without_choosing(client: Client) -> None:
    duisburg, _oxford = cities("Duisburg", "Oxford")
    client.force_login(member(Role.EDITOR, duisburg))

    form = client.get("/admin/invitation/new/").context["form"]

    assert form["city"].initial == duisburg
    assert form["city"].help_text == ""


def test_the_host_office_chooses_the_city_it_invites_for(client: Client) -> None:
    cities("Duisburg", "Oxford")
    client.force_login(user(officer=True))

    form = client.get("/admin/invitation/new/").context["form"]

    assert form["city"].initial is None
    assert "The host office has none" in form["city"].help_text
