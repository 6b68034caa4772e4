"""Stories as readers and editors open them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from wagtail.models import Page

from citytocity.ledger.models import Activity, Partnership, Recognition, Result
from citytocity.stories.models import StoryPage, TopicPage, TopicsPage
from tests.factories import ledger, stories
from tests.factories.cities import city
from tests.factories.people import user

pytestmark = pytest.mark.django_db


def facts(**records: object) -> list[dict]:
    kinds = ("activity", "result", "recognition", "partnership")
    value = {kind: getattr(records.get(kind), "pk", None) for kind in kinds}
    return [{"type": "facts", "value": value}]


def one_of_each() -> dict[str, object]:
    perm, oxford = city("Perm"), city("Oxford")
    return {
        "activity": ledger.activity(oxford, host=perm, title={"en": "Come together"}),
        "result": ledger.practice(oxford, perm, title={"en": "A call centre"}),
        "recognition": ledger.recognition(city=perm, title={"en": "First rank"}),
        "partnership": ledger.partnership(perm, oxford, name={"en": ""}),
    }


def titles(html: str) -> list[bool]:
    return [words in html for words in ("Come together", "A call centre", "First rank", "Perm – ")]


def test_facts_of_the_register_stand_in_a_story(client: Client) -> None:
    records = one_of_each()
    story = stories.story("What came of it", of=records["activity"].host, body=facts(**records))

    assert titles(client.get(story.url).text) == [True, True, True, True]


def test_a_record_that_was_deleted_since_is_left_out(client: Client) -> None:
    records = one_of_each()
    story = stories.story("What came of it", of=records["activity"].host, body=facts(**records))
    Result.objects.all().delete()

    assert titles(client.get(story.url).text) == [True, False, True, True]


def test_facts_just_chosen_stand_in_the_preview() -> None:
    records = one_of_each()
    story = stories.story("What came of it", of=records["activity"].host)
    kinds = {"activity": Activity, "result": Result, "recognition": Recognition,
             "partnership": Partnership}  # fmt: skip
    chosen = {kind: model.objects.get() for kind, model in kinds.items()}
    block = story.body.stream_block.child_blocks["facts"]
    story.body.append(("facts", block.clean(block.normalize(chosen))))

    page = preview(story)

    assert titles(page) == [True, True, True, True]


def test_a_draft_is_previewed_with_its_own_cities_topics_and_activities() -> None:
    perm = city("Perm")
    story = stories.story("What came of it", of=perm)
    draft = StoryPage.objects.get(pk=story.pk)
    draft.cities = [perm]
    draft.topics = [ledger.theme("archives")]
    draft.activities = [ledger.activity(title={"en": "The album"})]

    page = preview(draft)

    assert all(words in page for words in ("/en/cities/perm/", "Archives", "The album"))


def test_a_story_that_was_never_saved_is_previewed() -> None:
    perm = city("Perm")
    parent = stories.city_page(perm)
    story = StoryPage(title="Not yet", slug="not-yet", standfirst="Soon", locale=parent.locale)
    story.depth, story.path = parent.depth + 1, Page._get_children_path_interval(parent.path)[0]
    story.set_url_path(parent)

    assert "Not yet" in preview(story)


def test_the_draft_of_what_is_unique_in_a_city_is_previewed() -> None:
    page = stories.city_page(city("Perm"), standfirst="As readers know it.")
    page.standfirst = "As it is being written."

    html = preview(page)

    assert "As it is being written." in html
    assert "As readers know it." not in html


def test_the_draft_of_a_topics_introduction_is_previewed() -> None:
    stories.city_page(city("Perm"))
    topic = TopicPage(title="Archives", slug="archives", theme=ledger.theme("archives"))
    topic.intro = "As readers know it."
    TopicsPage.objects.get(locale__language_code="en").add_child(instance=topic)
    topic.intro = "As it is being written."

    html = preview(topic)

    assert "As it is being written." in html
    assert "As readers know it." not in html


def preview(page: Page) -> str:
    request = RequestFactory().get("/")
    request.user = user(admin=True)
    return page.make_preview_request(request).content.decode()


def test_a_card_of_a_story_has_its_cities_on_every_record_it_is_about(client: Client) -> None:
    perm, oxford = city("Perm"), city("Oxford")
    activity = ledger.activity(oxford, host=perm)
    pair = ledger.partnership(perm, oxford)
    story = stories.story("Two cities", of=perm)
    story.cities, story.activities, story.partnerships = [perm, oxford], [activity], [pair]
    story.save()

    for record in (activity, pair, perm):
        card = client.get(record.get_absolute_url()).text.split('<article class="card"')[1]
        assert "Two cities" in card
        assert 'href="/en/cities/oxford/"' in card


def test_a_page_that_is_no_story_answers_at_the_path_of_a_draft_story(client: Client) -> None:
    perm = city("Perm")
    english = stories.story("Archives", of=perm)
    stories.translation(english, "Архивы", language="ru", live=False)

    assert client.get(english.url.replace("/en/", "/ru/")).status_code == 200
    assert client.get("/en/cities/perm/").status_code == 200


@pytest.mark.parametrize(
    ("query", "canonical", "robots"),
    [
        ("stories/", ["/en/stories/"], []),
        ("stories/?page=2", ["/en/stories/?page=2"], []),
        ("stories/?topic=archives&page=2", [], ["noindex"]),
        ("stories/?city=perm", [], ["noindex"]),
        ("topics/archives/?page=2", ["/en/topics/archives/?page=2"], []),
    ],
)
def test_search_engines_keep_each_page_of_the_stories_but_no_choice_from_them(
    client: Client, query: str, canonical: list[str], robots: list[str]
) -> None:
    perm, topic = city("Perm"), ledger.theme("archives")
    for number in range(13):
        told = stories.story(f"Story {number}", of=perm)
        told.topics = [topic]
        told.cities = [perm]
        told.save()

    page = client.get(f"/en/{query}").text

    assert re.findall(r'rel="canonical" href="https?://[^/]+([^"]+)"', page) == canonical
    assert re.findall(r'<meta name="robots" content="(\w+)"', page) == robots


@pytest.mark.parametrize("cookie", ["00000", "00200"])
def test_a_card_of_a_story_in_another_language_marks_its_own_words_alone(
    client: Client, cookie: str
) -> None:
    perm = city("Perm", name={"en": "Perm", "ru": "Пермь"})
    told = stories.story(
        "Архивы",
        of=perm,
        language="ru",
        standfirst="О чём это",
        picture=stories.picture(),
        picture_alt="Мост",
        picture_credit="Архив",
    )
    told.cities = [perm]
    told.save()
    client.cookies["reading"] = cookie

    card = BeautifulSoup(client.get("/en/stories/").text, "html.parser").select_one(".card")

    marked = [part.get("alt") or part.text for part in card.select("[lang=ru]")]
    assert marked == ["Мост", "Архивы", "О чём это"]
    assert card.select_one(".city").text == "Perm"
