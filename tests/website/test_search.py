"""Search over stories and the register, as a reader uses it."""

import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import ledger, stories
from tests.factories.cities import city

pytestmark = pytest.mark.django_db
QUERIES_AT_MOST = 12


def search(client: Client, words: str, *, language: str = "en", **query: Any) -> str:
    answer = client.get(f"/{language}/search/", {"q": words} | query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def one_of_each(name: str) -> None:
    here = city(f"Bridge {name}")
    there = city(f"Other {name}", name={"en": f"Otherbridge {name}"})
    ledger.partnership(here, there)
    activity = ledger.activity(there, host=here, title={"en": f"Bridge days {name}"})
    ledger.practice(there, here, activity=activity, title={"en": f"A bridge as in {name}"})
    ledger.programme(title={"en": f"Bridge programme {name}"})
    ledger.recognition(city=here, title={"en": f"Bridge prize {name}"})
    stories.story(f"The bridge of {name}", of=here)


def test_records_and_stories_are_found_kind_by_kind(client: Client) -> None:
    one_of_each("Perm")

    page = search(client, "bridge")

    for title in ("The bridge of Perm", "Bridge Perm", "Bridge days Perm", "A bridge as in Perm",
                  "Bridge programme Perm", "Bridge prize Perm"):  # fmt: skip
        assert f">{title}</a>" in page


def test_what_is_found_says_of_which_day_or_country_it_is(client: Client) -> None:
    perm = city("Perm", country="RU")
    stories.story("Perm remembers", of=perm, dated=datetime.date(2018, 9, 14))

    page = search(client, "Perm")

    assert '<time class="when" datetime="2018-09-14">14 September 2018</time>' in page
    assert '<p class="soft small">Russia</p>' in page


def test_search_engines_keep_the_form_and_nothing_that_was_found(client: Client) -> None:
    pages = [client.get(f"/en/search/{query}").text for query in ("", "?q=perm", "?kind=cities")]

    assert [page.count('name="robots" content="noindex"') for page in pages] == [0, 1, 1]
    assert [page.count('rel="canonical"') for page in pages] == [1, 0, 0]


def test_search_asks_as_little_for_three_of_each_kind_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    one_of_each("Perm")
    search(client, "bridge")
    with django_assert_max_num_queries(QUERIES_AT_MOST) as for_one:
        search(client, "bridge", one="")

    one_of_each("Oxford")
    one_of_each("Duisburg")
    with django_assert_max_num_queries(len(for_one)):
        search(client, "bridge", three="")


def test_a_story_found_in_two_languages_is_shown_in_the_readers(client: Client) -> None:
    perm = city("Perm")
    english = stories.story("Duisburg remembers", of=perm)
    stories.translation(english, "Дуйсбург помнит", language="ru", standfirst="Duisburg")

    page = search(client, "Duisburg", language="ru")

    assert "Дуйсбург помнит" in page
    assert "Duisburg remembers" not in page


def test_a_story_found_by_its_english_words_is_told_in_the_readers_language(
    client: Client,
) -> None:
    perm = city("Perm", name={"en": "Perm", "ru": "Пермь"})
    first, second = [stories.story(f"Perm remembers {nth}", of=perm) for nth in (1, 2)]
    stories.translation(first, "Город помнит", language="ru")
    stories.translation(second, "Ещё не готово", language="ru", live=False)

    page = search(client, "perm", language="ru")

    assert ">Город помнит</a>" in page
    assert '<h3 lang="en">' in page
    assert "Perm remembers 2" in page
    assert "Perm remembers 1" not in page
    assert "Ещё не готово" not in page


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Diaghilev"), ("en", "дягилева"), ("ru", "Дягилев")]
)
def test_a_city_is_found_once_by_what_is_unique_in_it(
    client: Client, language: str, words: str
) -> None:
    perm = city("Perm", name={"en": "Perm", "ru": "Пермь"})
    for code, told in (("en", "Here grew up Diaghilev."), ("ru", "Здесь вырос Дягилев.")):
        body = [{"type": "paragraph", "value": f"<p>{told}</p>"}]
        stories.city_page(perm, language=code, title="Diaghilev", body=body)

    page = search(client, words, language=language)

    assert page.count(f'href="/{language}/cities/perm/"') == 1


def test_what_is_not_yet_told_of_a_city_does_not_find_it(client: Client) -> None:
    city("Perm")
    stories.city_page(city("Oxford"), standfirst="Spires and bicycles.")
    stories.city_page(city("Duisburg"), standfirst="Steel and bicycles.", live=False)

    page = search(client, "bicycles")

    assert [f"/en/cities/{name}/" in page for name in ("oxford", "duisburg")] == [True, False]


def test_a_draft_is_not_found_and_a_live_story_is(client: Client) -> None:
    perm = city("Perm")
    stories.story("The archive opens", of=perm)
    stories.story("The archive closes", of=perm, live=False)

    page = search(client, "archive")

    assert "The archive opens" in page
    assert "The archive closes" not in page


def test_more_than_shown_leads_to_the_whole_kind(client: Client) -> None:
    for place in range(7):
        ledger.activity(title={"en": f"Choir {place}"})

    page = search(client, "choir")
    whole = search(client, "choir", kind="activities")

    assert page.count(">Choir ") == 5
    assert "/en/search/?q=choir&kind=activities" in page
    assert whole.count(">Choir ") == 7


@pytest.mark.parametrize("words", ['"', "AND", "bridge*", "{title} : x", "(", "😀", "'; --", "%s"])
def test_signs_of_the_index_are_words_like_others(client: Client, words: str) -> None:
    assert "Search" in search(client, words)


def test_a_kind_that_is_not_there_is_refused(client: Client) -> None:
    assert client.get("/en/search/", {"q": "bridge", "kind": "ships"}).status_code == 400
