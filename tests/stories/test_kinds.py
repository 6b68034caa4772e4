"""What sort of story it is: its draft has that shape, and nothing empty of it reaches readers."""

import json
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from citytocity.people.enums import Role
from citytocity.stories.actions import begin_in, begin_of_kind
from citytocity.stories.blocks import shown
from citytocity.stories.enums import StoryKind
from citytocity.stories.guides import GUIDES, guide_to
from citytocity.stories.models import CityPage, StoryPage
from tests.factories import stories
from tests.factories.cities import city
from tests.factories.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> CityPage:
    return stories.city_page(city("Duisburg"), language="de")


def author(place: CityPage) -> Any:
    return member(Role.AUTHOR, place.city)


def outline(story: StoryPage) -> list[tuple[str, Any]]:
    return [
        (block.block_type, [item["question"] for item in block.value])
        if block.block_type == "interview"
        else (block.block_type, str(block.value) if block.block_type == "heading" else "")
        for block in story.body
    ]


def test_every_kind_has_its_guide() -> None:
    assert [guide.kind for guide in GUIDES] == list(StoryKind)
    assert guide_to("") is None


def test_a_draft_has_the_questions_of_its_kind_in_its_own_language(place: CityPage) -> None:
    story = begin_of_kind(place, StoryKind.INTERVIEW, title="Im Gespräch", by=author(place))

    assert (story.kind, story.live, story.locale.language_code) == ("interview", False, "de")
    assert outline(StoryPage.objects.get(pk=story.pk)) == [
        ("paragraph", ""),
        (
            "interview",
            [
                "Wie hat es angefangen?",
                "Was hat Sie am meisten überrascht?",
                "Was war schwierig?",
                "Was ist Ihnen geblieben, oder Ihrer Stadt?",
            ],
        ),
    ]


def test_a_language_without_the_words_gets_room_and_no_english() -> None:
    place = stories.city_page(city("Agrigento"), language="it")

    story = begin_of_kind(place, StoryKind.VISIT, title="A Perm", by=author(place))

    headings = [words for kind, words in outline(story) if kind == "heading"]
    assert headings == ["", ""]


def test_a_draft_without_a_kind_begins_with_one_paragraph(place: CityPage) -> None:
    story = begin_of_kind(place, "", title="Etwas", by=author(place))

    assert outline(story) == [("paragraph", "")]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.kind)
def test_every_shape_can_be_drawn_and_shows_nothing_before_somebody_writes(
    place: CityPage, guide: Any
) -> None:
    story = begin_of_kind(place, guide.kind, title="Titel", by=author(place))

    assert len(story.body) > 0
    assert shown(story.body) == []


def test_nobody_begins_a_story_for_another_city(place: CityPage) -> None:
    with pytest.raises(PermissionDenied):
        begin_of_kind(place, "news", title="Titel", by=member(Role.AUTHOR, city("Oxford")))


def test_nobody_makes_a_page_of_another_city_by_beginning_there(place: CityPage) -> None:
    oxford = city("Oxford")

    with pytest.raises(PermissionDenied):
        begin_in(oxford, language="de", kind="news", title="Titel", by=author(place))

    assert not CityPage.objects.filter(city=oxford).exists()


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": kind + str(value)[:4]}


def body(*blocks: dict[str, Any]) -> Any:
    return StoryPage._meta.get_field("body").to_python(json.dumps(blocks))


def cleaned(value: Any) -> list[str]:
    field = StoryPage._meta.get_field("body")
    return [child.block_type for child in field.stream_block.clean(value)]


EMPTY_QUOTE = block("quote", {"text": "", "by": ""})


def test_what_was_left_empty_is_dropped_when_it_goes_to_readers() -> None:
    value = body(block("paragraph", "<p>Words</p>"), block("paragraph", "<p> </p>"), EMPTY_QUOTE)

    assert cleaned(value) == ["paragraph"]


def test_a_draft_keeps_what_is_empty() -> None:
    value = body(block("paragraph", "<p>Words</p>"), EMPTY_QUOTE)
    stream = StoryPage._meta.get_field("body").stream_block

    assert [child.block_type for child in stream.clean_deferred(value)] == ["paragraph", "quote"]


def test_a_heading_over_nothing_is_told_at_its_own_place() -> None:
    value = body(EMPTY_QUOTE, block("heading", "First"), block("heading", "Second"),
                 block("paragraph", "<p>Words</p>"))  # fmt: skip

    with pytest.raises(ValidationError) as refused:
        cleaned(value)

    assert list(refused.value.block_errors) == [1]
    assert "Nothing stands under this heading yet" in str(refused.value.block_errors[1])


def test_what_is_half_there_is_told_at_its_own_place() -> None:
    value = body(EMPTY_QUOTE, block("quote", {"text": "", "by": "Somebody"}))

    with pytest.raises(ValidationError) as refused:
        cleaned(value)

    assert list(refused.value.block_errors) == [1]


def test_readers_see_no_holes_however_a_story_came_out(client: Client) -> None:
    talk = [
        {"type": "item", "value": {"question": question, "answer": answer}, "id": question}
        for question, answer in (("Why?", "<p>So.</p>"), ("How?", ""))
    ]
    story = stories.story(
        "A talk",
        of=city("Perm"),
        body=[block("interview", talk), block("heading", "Hollow"), EMPTY_QUOTE],
    )

    page = client.get(story.url).text

    assert "Why?" in page
    assert [words in page for words in ("How?", "Hollow", "<blockquote")] == [False] * 3


PICTURE = {"image": None, "alt": "A bridge", "caption": "", "credit": "", "rights": "reserved"}
SIDE = {"city": None, "text": "<p>Here</p>"}


@pytest.mark.parametrize(
    "half",
    [
        block("picture", PICTURE),
        block("gallery", [{"type": "item", "value": PICTURE, "id": "one"}]),
        block("comparison", {"title": "Markets", "first": SIDE, "second": SIDE}),
    ],
    ids=lambda half: half["type"],
)
def test_what_is_half_there_breaks_no_page(client: Client, half: dict[str, Any]) -> None:
    story = stories.story(
        "A walk", of=city("Perm"), body=[half, block("paragraph", "<p>Words</p>")]
    )

    assert "Words" in client.get(story.url).text


def test_readers_are_told_the_kind_and_choose_by_it(client: Client) -> None:
    perm = city("Perm")
    story = stories.story("A talk", of=perm, kind="interview")
    stories.story("A walk", of=perm, kind="place")
    stories.story("Old", of=perm)

    listed = client.get("/en/stories/?kind=interview").text
    cards = re.findall(r"<h2 class=\"h3\"><a[^>]*>(.*?)</a>", listed)

    assert '<span class="soft">Interview</span>' in client.get(story.url).text
    assert cards == ["A talk"]
    assert '<option value="interview" selected>interview</option>' in listed
    assert client.get("/en/stories/?kind=gossip").status_code == 400


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        ("", "NewsArticle"),
        ("visit", "ReportageNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("letter", "Article"),
    ],
)
def test_search_engines_are_told_what_fits_the_kind(client: Client, kind: str, schema: str) -> None:
    story = stories.story("A story", of=city("Perm"), kind=kind)

    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(story.url).text
    )

    assert [json.loads(entry)["@type"] for entry in found] == [schema]
