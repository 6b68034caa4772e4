"""What editors, authors and checkers of a city can do with its stories, and what they cannot."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.images.models import Image

from citytocity.people.enums import Role
from citytocity.stories.models import CityShelf, StoryPage
from tests.factories import stories
from tests.factories.cities import cities, city
from tests.factories.people import member, user
from tests.stories.forms import form_of, posted

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "ru", "de", "it", "fr", "zh-hans"]


def signed_in(role: Role, *, name: str = "Duisburg") -> tuple[Client, Any]:
    client, of = Client(), city(name)
    person = member(role, of)
    client.force_login(person)
    return client, of


def edited(page: StoryPage, action: str = "", **values: Any) -> dict[str, Any]:
    """The form of a page as it stands, with another title; `action` is the button."""
    form = posted(title="Rewritten", slug=page.slug, **values)
    del form["action-publish"]
    return form | ({action: "1"} if action else {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editor_begins_and_publishes_a_story_in_any_language(language: str) -> None:
    client, duisburg = signed_in(Role.EDITOR)
    page = stories.city_page(duisburg, language=language)

    client.post(form_of(page), posted())

    story = StoryPage.objects.get()
    assert (story.live, story.original_language) == (True, language)


def test_an_editor_edits_previews_and_takes_back_a_story_of_the_city() -> None:
    client, duisburg = signed_in(Role.EDITOR)
    story = stories.story("A walk", of=duisburg)
    address = f"/admin/pages/{story.pk}/"

    client.post(f"{address}edit/", edited(story, "action-publish"))
    preview = client.post(f"{address}edit/preview/", edited(story))
    client.post(f"/admin/newsroom/story/{story.pk}/withdraw/", {"reason": "A wrong date."})

    story.refresh_from_db()
    assert preview.json() == {"is_valid": True, "is_available": True}
    assert (story.title, story.live) == ("Rewritten", False)


def test_an_editor_plans_when_a_story_comes_out() -> None:
    client, duisburg = signed_in(Role.EDITOR)
    story = stories.story("A walk", of=duisburg, live=False)
    tomorrow = timezone.now() + datetime.timedelta(days=1)

    client.post(
        f"/admin/pages/{story.pk}/edit/",
        edited(story, "action-publish", go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}"),
    )

    story.refresh_from_db()
    assert not story.live
    assert story.scheduled_revision is not None


def test_an_editor_puts_a_picture_on_the_shelf_of_the_own_city_alone() -> None:
    client, duisburg = signed_in(Role.EDITOR)
    other = CityShelf.of(city("Oxford"))
    dot = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00"
    dot += b"\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01D\x00;"

    for shelf in (CityShelf.of(duisburg), other):
        picture = SimpleUploadedFile(f"{shelf}.gif", dot, "image/gif")
        client.post(
            "/admin/images/add/",
            {"title": str(shelf), "file": picture, "collection": shelf.collection_id},
        )

    assert set(Image.objects.values_list("collection__name", flat=True)) == {"Duisburg"}


def test_an_author_works_on_her_own_draft_and_cannot_publish_it() -> None:
    client, duisburg = signed_in(Role.AUTHOR)
    page = stories.city_page(duisburg)

    client.post(form_of(page), posted())
    story = StoryPage.objects.get()
    client.post(f"/admin/pages/{story.pk}/edit/", edited(story, "action-publish"))

    story.refresh_from_db()
    assert story.get_latest_revision_as_object().title == "Rewritten"
    assert not story.live


def test_an_author_sees_her_own_drafts_in_the_list_and_nobody_elses() -> None:
    client, duisburg = signed_in(Role.AUTHOR)
    page = stories.city_page(duisburg)
    client.post(form_of(page), posted())
    stories.story("By somebody else", of=duisburg, live=False)

    listed = client.get(f"/admin/pages/{page.pk}/").text

    assert "Eine Brücke" in listed
    assert "By somebody else" not in listed


def test_a_checker_reads_the_drafts_of_the_city_and_changes_none() -> None:
    client, duisburg = signed_in(Role.CHECKER)
    ours = stories.story("Our draft", of=duisburg, live=False)
    theirs = stories.story("Their draft", of=city("Oxford"), live=False)

    read = client.get(f"/admin/pages/{ours.pk}/view_draft/")
    others = client.get(f"/admin/pages/{theirs.pk}/view_draft/")
    client.post(f"/admin/pages/{ours.pk}/edit/", edited(ours))

    assert "Our draft" in read.text
    assert others["Location"] == "/admin/"
    assert ours.get_latest_revision_as_object().title == "Our draft"


def test_the_host_office_edits_every_citys_stories_and_no_account() -> None:
    client = Client()
    client.force_login(user(officer=True))
    drafts = [stories.story("A draft", of=of, live=False) for of in cities("Oxford", "Duisburg")]

    for draft in drafts:
        client.post(f"/admin/pages/{draft.pk}/edit/", edited(draft, "action-publish"))

    assert [StoryPage.objects.get(pk=draft.pk).live for draft in drafts] == [True, True]
    assert client.get("/admin/users/")["Location"] == "/admin/"


def test_an_editor_has_no_text_of_another_city_translated() -> None:
    client, duisburg = signed_in(Role.EDITOR)
    stories.city_page(duisburg)
    theirs = stories.story("Their draft", of=city("Oxford"), live=False)

    answer = client.get(f"/admin/localize/submit/page/{theirs.pk}/")

    assert answer["Location"] == "/admin/"


def test_nothing_is_moved_or_copied_into_another_city() -> None:
    client, duisburg = signed_in(Role.EDITOR)
    ours = stories.story("Our draft", of=duisburg, live=False)
    theirs = stories.city_page(city("Oxford"))

    client.post(f"/admin/pages/{ours.pk}/move/{theirs.pk}/confirm/")
    client.post(
        f"/admin/pages/{ours.pk}/copy/",
        {"new_title": "Copied", "new_slug": "copied", "new_parent_page": theirs.pk},
    )

    assert [page.title for page in theirs.get_children()] == []
    assert ours.get_parent().specific.city == duisburg


def test_nothing_of_another_city_is_deleted_or_published_among_many_things() -> None:
    client, duisburg = signed_in(Role.EDITOR)
    ours, theirs = (
        stories.story("A draft", of=of, live=False) for of in (duisburg, city("Oxford"))
    )
    both = f"?id={ours.pk}&id={theirs.pk}"

    client.post(f"/admin/bulk/wagtailcore/page/publish/{both}")
    after_publishing = [StoryPage.objects.get(pk=page.pk).live for page in (ours, theirs)]
    client.post(f"/admin/bulk/wagtailcore/page/delete/{both}")

    assert after_publishing == [True, False]
    assert list(StoryPage.objects.values_list("pk", flat=True)) == [theirs.pk]
