"""Links are plain; where the office counts how often they are followed, nothing tells by whom."""

import re
from typing import Any

import pytest
from django.test import Client

from citytocity.newsletter.actions import issues
from citytocity.newsletter.clicking import Way
from citytocity.newsletter.consenting import words_of
from citytocity.newsletter.models import Clicks, Edition, Issue
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from tests.factories.cities import city
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.stories import story, translation

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://\S+?(/\w\w/newsletter/to/[^/\s]+/)")


def _released(officer: User, *, counts: bool, readers: tuple[str, ...] = ("en",)) -> Issue:
    newsletter(counts_clicks=counts)
    river = story("The river", of=city("Perm"))
    translation(river, "Река", language="ru")
    for code in readers:
        reader(language=code)
    return issues.release(issue(river), seen=1, by=officer)


def _link(language: str = "en") -> str:
    found = LINK.search(Edition.objects.get(language=language).text)
    assert found
    return found[1]


def test_switched_off_links_are_plain_and_the_letter_says_so(officer: User) -> None:
    _released(officer, counts=False)

    letter = Edition.objects.get()
    assert "/newsletter/to/" not in letter.text + letter.html
    assert f"/{StoryPage.objects.get(locale__language_code='en').slug}/" in letter.text
    assert "What you open is noted nowhere." in letter.text


def test_switched_on_every_letter_says_so_in_its_language_and_so_does_the_consent(
    officer: User,
) -> None:
    _released(officer, counts=True, readers=("en", "ru"))

    english, russian = Edition.objects.order_by("language")
    assert "counted for all readers together" in english.text
    assert "counted for all readers together" in english.html
    assert "считаются для всех читателей вместе" in russian.text
    assert f"/{StoryPage.objects.get(locale__language_code='en').slug}/" not in english.text
    assert "is counted for all readers together" in words_of(newsletter(counts_clicks=True))


def test_a_link_leads_to_our_page_and_counts_issue_item_language_and_day(
    client: Client, officer: User
) -> None:
    made = _released(officer, counts=True, readers=("en", "ru"))

    for _ in range(2):
        answer = client.get(_link("ru"))
    client.get(_link())

    assert answer.status_code == 302
    assert answer["Location"].startswith("/ru/")
    assert not answer.cookies
    assert "max-age=0" in answer["Cache-Control"]
    counted = Clicks.objects.order_by("language").values_list("issue", "item", "language", "number")
    item = made.items.get().pk
    assert list(counted) == [(made.pk, item, "en", 1), (made.pk, item, "ru", 2)]


def test_the_link_is_the_same_for_all_who_read_the_language(officer: User) -> None:
    made = _released(officer, counts=True)

    again = Way(made.pk, made.items.get().pk, "en").address

    assert again.endswith(_link())


@pytest.mark.parametrize(
    "asked",
    [
        {"headers": {"Sec-Purpose": "prefetch;prerender"}},
        {"headers": {"Purpose": "prefetch"}},
        {"headers": {"X-Moz": "prefetch"}},
    ],
)
def test_what_says_that_it_fetches_ahead_is_not_counted(
    client: Client, officer: User, asked: Any
) -> None:
    _released(officer, counts=True)

    ahead = client.get(_link(), **asked)
    head = client.head(_link())
    posted = client.post(_link())

    assert (ahead.status_code, head.status_code, posted.status_code) == (302, 302, 405)
    assert not Clicks.objects.exists()


def test_switched_off_again_old_links_still_lead_there_and_count_nothing(
    client: Client, officer: User
) -> None:
    _released(officer, counts=True)
    link = _link()
    newsletter(counts_clicks=False)

    assert client.get(link).status_code == 302
    assert not Clicks.objects.exists()


def test_what_was_taken_back_leads_to_the_issue(client: Client, officer: User) -> None:
    made = _released(officer, counts=True)
    link = _link()
    for page in StoryPage.objects.all():
        page.unpublish()

    assert client.get(link)["Location"] == f"/en/newsletter/issues/{made.number}/"


@pytest.mark.parametrize("token", ["1.1.en", "1.1.en:forged", "https:", "1.2.en:AAAA:BBBB"])
def test_a_link_that_we_did_not_make_leads_nowhere(client: Client, token: str) -> None:
    newsletter(counts_clicks=True)

    assert client.get(f"/en/newsletter/to/{token}/").status_code == 404


def test_the_office_sees_how_often_each_item_was_opened_and_what_that_means(
    client: Client, officer: User
) -> None:
    made = _released(officer, counts=True, readers=("en", "ru"))
    for language in ("en", "ru", "ru"):
        client.get(_link(language))
    client.force_login(officer)

    page = client.get(f"/admin/newsletter/{made.pk}/clicks/").content.decode()
    figures = client.get("/admin/newsletter/figures/").content.decode()

    cells = re.findall(r"<td>(\d+)</td>", page)
    assert "The river" in page
    assert cells == ["3", "1", "2"]
    assert "look through mail for viruses" in page
    assert f'/admin/newsletter/{made.pk}/clicks/">3</a>' in figures
