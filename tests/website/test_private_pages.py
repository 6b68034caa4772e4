"""Pages for some readers only ask who is there, in the site's own frame."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from citytocity.stories.models import StoryPage
from tests.factories import stories
from tests.factories.cities import city
from tests.factories.people import user

pytestmark = pytest.mark.django_db

PASSWORD = "seven cities"


@pytest.fixture
def story() -> StoryPage:
    return stories.story("Before the opening", of=city("Perm"))


@pytest.fixture
def by_password(story: StoryPage) -> StoryPage:
    PageViewRestriction.objects.create(page=story, restriction_type="password", password=PASSWORD)
    return story


@pytest.fixture
def by_account(story: StoryPage) -> StoryPage:
    PageViewRestriction.objects.create(page=story, restriction_type="login")
    return story


def title(html: str) -> str:
    return re.search(r"<title>(.*?)</title>", html)[1]


def action(html: str) -> str:
    return re.search(r'<form class="sheet" method="post" action="([^"]+)"', html)[1]


def test_a_password_is_asked_for_in_the_sites_frame(client: Client, by_password: StoryPage) -> None:
    page = client.get(by_password.url).text

    assert title(page) == "For those who have the password · City to City"
    assert 'class="set"' in page
    assert "Before the opening" not in page


def test_the_right_password_opens_the_page(client: Client, by_password: StoryPage) -> None:
    page = client.get(by_password.url).text
    typed = {"password": PASSWORD, "return_url": by_password.url}

    answer = client.post(action(page), typed, follow=True)

    assert "Before the opening" in answer.text


def test_a_wrong_password_is_told_at_its_field(client: Client, by_password: StoryPage) -> None:
    page = client.get(by_password.url).text
    typed = {"password": "guessed", "return_url": by_password.url}

    page = client.post(action(page), typed).text

    assert title(page) == "Error: For those who have the password · City to City"
    assert re.search(r'id="id_password_error"><li>[^<]+ not correct', page)
    assert 'aria-describedby="id_password_error"' in page


def test_who_signs_in_gets_on_to_the_page(client: Client, by_account: StoryPage) -> None:
    user(email="reader@example.org", password="a long pass phrase")
    page = client.get(by_account.url, follow=True).text
    typed = {"login": "reader@example.org", "password": "a long pass phrase"}

    answer = client.post(action(page), typed | {"next": by_account.url}, follow=True)

    assert (title(page), 'class="set"' in page) == ("Sign in · City to City", True)
    assert "Before the opening" in answer.text


def test_who_signs_in_wrongly_is_told_so(client: Client, by_account: StoryPage) -> None:
    page = client.get(by_account.url, follow=True).text
    typed = {"login": "nobody@example.org", "password": "guessed", "next": by_account.url}

    page = client.post(action(page), typed).text

    assert title(page) == "Error: Sign in · City to City"
    assert '<div class="problem" role="alert"' in page
