"""What the admin has of this site: its name, its sign, and lists that a phone can show."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories.cities import city
from tests.factories.people import user
from tests.factories.wire import feed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/admin/", "/admin/nowhere/", "/admin/pages/"])
def test_the_admin_carries_the_name_and_the_icon_of_the_site(
    client: Client, settings: Any, address: str
) -> None:
    settings.SITE_NAME = "Perm & Partner"
    client.force_login(user(officer=True))

    page = BeautifulSoup(client.get(address, follow=True).text, "html.parser")

    assert page.title.text.endswith(" - Perm & Partner")
    assert "favicon.svg" in page.select_one("link[rel=icon]")["href"]


def test_each_cell_of_a_list_names_its_column_for_narrow_windows(client: Client) -> None:
    feed(of=city("Duisburg"), name="Rathaus", fault="")
    client.force_login(user(officer=True))

    page = BeautifulSoup(client.get("/admin/wire-feeds/").text, "html.parser")

    cells = page.select(".listing tbody td:not(.title)")
    told = [(cell.get("data-label"), cell.text.strip()) for cell in cells]
    assert told == [("City", "Duisburg"), ("Fetched", "yes"), (None, ""), (None, "")]
    assert page.select_one('link[href*="website/admin"]')


def test_nobody_is_told_what_is_new_in_wagtail(client: Client) -> None:
    client.force_login(user(officer=True))

    page = client.get("/admin/").text

    assert "keyboard-shortcuts-trigger" in page
    assert "whats-new-in-wagtail" not in page
