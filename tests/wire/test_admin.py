import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from citytocity.people.enums import Role
from citytocity.wire.models import Feed, Lead
from tests.factories import stories
from tests.factories.cities import cities, city
from tests.factories.people import member
from tests.factories.wire import feed, lead

pytestmark = pytest.mark.django_db


def test_an_editor_sees_the_leads_and_feeds_of_the_own_city_alone(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    lead("Unser Fest", of=duisburg)
    lead("Their fair", of=oxford)
    other = feed(oxford, name="Oxford paper")
    client.force_login(member(Role.EDITOR, duisburg))

    page = client.get("/admin/wire/").text

    assert "Unser Fest" in page
    assert "Their fair" not in page
    assert "Oxford paper" not in client.get("/admin/wire-feeds/").text
    assert client.get(f"/admin/wire-feeds/edit/{other.pk}/")["Location"] == "/admin/"


def test_one_click_opens_a_draft(client: Client) -> None:
    duisburg = city("Duisburg")
    stories.city_page(duisburg, language="de")
    found = lead("Unser Fest", of=duisburg)
    client.force_login(member(Role.EDITOR, duisburg))

    answer = client.post(f"/admin/wire/{found.pk}/use/")

    found.refresh_from_db()
    assert answer["Location"] == f"/admin/pages/{found.story_id}/edit/"
    assert client.get(answer["Location"]).status_code == 200


def test_what_is_put_aside_is_shown_no_more(client: Client) -> None:
    duisburg = city("Duisburg")
    found = lead("Unser Fest", of=duisburg)
    client.force_login(member(Role.EDITOR, duisburg))

    client.post(f"/admin/wire/{found.pk}/dismiss/")
    client.get("/admin/wire/")

    assert "Unser Fest" not in client.get("/admin/wire/").text


def test_a_feed_is_added_for_the_own_city_and_for_no_other(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    client.force_login(member(Role.EDITOR, duisburg))
    told = {"name": "Rathaus", "url": "https://rathaus.example/feed", "language": "de"}

    refused = client.post("/admin/wire-feeds/new/", told | {"city": oxford.pk})
    client.post("/admin/wire-feeds/new/", told | {"city": duisburg.pk, "is_on": "on"})

    assert "Select a valid choice." in refused.text
    assert Feed.objects.get().city == duisburg


def test_a_feed_is_added_once_to_a_city_and_to_another_all_the_same(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    client.force_login(member(Role.EDITOR, duisburg))
    told = {"name": "Rathaus", "language": "de", "city": duisburg.pk, "is_on": "on"}
    mine, theirs = (feed(of, url=f"https://{of}.example/") for of in (duisburg, oxford))

    refused = client.post("/admin/wire-feeds/new/", told | {"url": mine.url})
    client.post("/admin/wire-feeds/new/", told | {"url": theirs.url})

    assert "This feed is here already." in refused.text
    assert list(
        Feed.objects.filter(city=duisburg).values_list("url", flat=True).order_by("pk")
    ) == [
        mine.url,
        theirs.url,
    ]


@pytest.mark.parametrize("url", ["ftp://x.example/", "javascript:alert(1)", "x"])
def test_an_address_that_is_no_web_address_is_refused(client: Client, url: str) -> None:
    duisburg = city("Duisburg")
    client.force_login(member(Role.EDITOR, duisburg))
    told = {"name": "Rathaus", "url": url, "language": "de", "city": duisburg.pk}

    page = client.post("/admin/wire-feeds/new/", told).text

    assert "Enter a valid URL." in page
    assert Feed.objects.count() == 0


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CHECKER, Role.REGISTRAR])
def test_other_roles_have_no_wire(client: Client, role: Role) -> None:
    client.force_login(member(role, city("Duisburg")))

    assert client.get("/admin/wire/")["Location"] == "/admin/"


def test_the_wire_asks_as_much_for_one_lead_as_for_three(client: Client) -> None:
    duisburg = city("Duisburg")
    client.force_login(member(Role.EDITOR, duisburg))
    lead("Eins", of=duisburg)
    client.get("/admin/wire/")
    with CaptureQueriesContext(connection) as one:
        client.get("/admin/wire/")
    for title in ("Zwei", "Drei"):
        lead(title, of=duisburg)

    with CaptureQueriesContext(connection) as three:
        client.get("/admin/wire/")

    assert Lead.objects.count() == 3
    assert len(one) == len(three)
