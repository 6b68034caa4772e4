"""Ten leads from three feeds, one of which becomes a draft."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from citytocity.people.enums import Role
from citytocity.stories.models import StoryPage
from citytocity.wire.actions import NoPageError, begin_story, fetch_due, fetch_feed, put_aside
from citytocity.wire.enums import LeadState
from citytocity.wire.models import Feed, Lead
from tests.factories import stories
from tests.factories.cities import cities, city
from tests.factories.people import member
from tests.factories.wire import feed, lead
from tests.wire.servers import answer, file, serving

pytestmark = pytest.mark.django_db


def _anywhere(address: str) -> bool:
    return True


@pytest.fixture(autouse=True)
def autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day the sample feeds were written."""
    now = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_three_feeds_bring_ten_leads_and_the_article_that_came_twice_once() -> None:
    duisburg = city("Duisburg")
    names = ("town-hall.rss", "newspaper.atom", "wordpress.json")

    with serving(file(names[0])) as a, serving(file(names[1])) as b, serving(file(names[2])) as c:
        for url in (a, b, c):
            feed(duisburg, url=url)
        found = fetch_due(allowed=_anywhere)

    assert found == Lead.objects.count() == 10
    assert Lead.objects.filter(title="Neue Brücke eröffnet").count() == 1


def test_two_cities_may_follow_one_paper_and_both_hear_of_an_article() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")

    with serving(file("newspaper.atom")) as url:
        for of in (duisburg, oxford):
            feed(of, url=url)
        found = fetch_due(allowed=_anywhere)

    assert found == 6
    assert {of: Lead.objects.filter(city=of).count() for of in (duisburg, oxford)} == {
        duisburg: 3, oxford: 3,
    }  # fmt: skip


def test_a_lead_stays_with_its_city_when_the_feed_is_given_to_another() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    found = lead("Besuch", of=duisburg)
    Feed.objects.update(city=oxford)

    put_aside(found, by=member(Role.EDITOR, duisburg))

    assert Lead.objects.get().state == LeadState.DISMISSED


def test_a_feed_asked_again_brings_nothing_twice() -> None:
    with serving(file("newspaper.atom")) as url:
        town = feed(city("Duisburg"), url=url)
        first, second = (fetch_feed(town, allowed=_anywhere) for _ in range(2))

    assert (first, second) == (3, 0)
    assert town.etag == '"v1"'


def test_a_feed_is_asked_when_its_time_has_come() -> None:
    with serving(file("newspaper.atom")) as url:
        feed(city("Duisburg"), url=url)
        fetch_due(allowed=_anywhere)

        assert Feed.objects.get().due == timezone.now() + datetime.timedelta(minutes=30)
        assert fetch_due(allowed=_anywhere) == 0


@pytest.mark.parametrize(
    ("serve", "fault"),
    [
        (answer(b"", status=500), "It answers 500."),
        (answer(b"<html>"), "This is no feed we can read."),
    ],
)
def test_what_went_wrong_is_kept_and_the_feed_asked_less_often(serve, fault: str) -> None:
    with serving(serve) as url:
        broken = feed(city("Duisburg"), url=url)
        fetch_feed(broken, allowed=_anywhere)
        first = broken.due
        fetch_feed(broken, allowed=_anywhere)

    assert (broken.fault, broken.failures) == (fault, 2)
    assert broken.due - timezone.now() == 2 * (first - timezone.now())


def test_a_feed_inside_our_own_house_is_told_as_a_fault() -> None:
    inside = feed(city("Duisburg"), url="http://127.0.0.1:1/")

    fetch_feed(inside)

    assert inside.fault == "It leads to a private address."


def test_a_feed_that_breaks_us_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    def breaks_at_the_first(address: str, _seen: list[str] = []) -> bool:  # noqa: B006 memory
        _seen.append(address)
        if len(_seen) == 1:
            raise RuntimeError(address)
        return True

    with serving(file("newspaper.atom")) as url:
        broken = feed(city("Duisburg"), url=f"{url}?key=secret")
        feed(broken.city, url=url)
        found = fetch_due(allowed=breaks_at_the_first)

    broken.refresh_from_db()
    assert found == 3
    assert (broken.failures, broken.fault) == (1, "This is no feed we can read.")
    assert broken.due == timezone.now() + datetime.timedelta(hours=1)
    assert caplog.messages == [f"Feed {broken.pk} cannot be read (RuntimeError)."]


def test_a_feed_that_was_deleted_or_edited_while_it_was_asked_stays_so() -> None:
    duisburg = city("Duisburg")
    with serving(file("newspaper.atom")) as url:
        gone, edited = (feed(duisburg, url=f"{url}?{n}") for n in range(2))
        Feed.objects.filter(pk=gone.pk).delete()
        Feed.objects.filter(pk=edited.pk).update(name="Rathaus")
        fetch_feed(edited, allowed=_anywhere)
        with serving(answer(b"", status=500)) as broken:
            gone.url = broken
            fetch_feed(gone, allowed=_anywhere)

    assert [kept.name for kept in Feed.objects.all()] == ["Rathaus"]


def test_old_leads_go_and_those_that_were_used_stay() -> None:
    duisburg = city("Duisburg")
    old = timezone.now() - datetime.timedelta(days=100)
    lead("Alt", of=duisburg, published=old)
    lead("Benutzt", of=duisburg, published=old, state=LeadState.USED)
    Feed.objects.update(is_on=False)

    fetch_due(allowed=_anywhere)

    assert [kept.title for kept in Lead.objects.all()] == ["Benutzt"]


def test_a_lead_becomes_a_draft_that_names_it_and_copies_nothing() -> None:
    duisburg = city("Duisburg")
    stories.city_page(duisburg, language="de")
    found = lead("Besuch <aus> Perm", of=duisburg, summary="Drei Tage, zwei Sprachen.")
    editor = member(Role.EDITOR, duisburg)

    story = begin_story(found, by=editor)

    draft = StoryPage.objects.get(pk=story.pk)
    (paragraph,) = draft.body
    assert (draft.live, draft.owner, draft.original_language) == (False, editor, "de")
    assert draft.kind == "news"
    assert f'href="{found.url}"' in paragraph.value.source
    assert "Besuch &lt;aus&gt; Perm" in paragraph.value.source
    assert draft.standfirst.startswith(f"Nach einem Bericht: {found.feed.name}, ")
    assert "Drei Tage" not in paragraph.value.source
    assert list(draft.get_latest_revision_as_object().cities.all()) == [duisburg]
    assert Lead.objects.get().state == LeadState.USED


def test_a_long_headline_is_cut_in_the_drafts_title_and_whole_in_its_link() -> None:
    duisburg = city("Duisburg")
    stories.city_page(duisburg, language="de")
    found = lead("W" * 300, of=duisburg)

    story = begin_story(found, by=member(Role.EDITOR, duisburg))

    (paragraph,) = StoryPage.objects.get(pk=story.pk).body
    assert story.title == "W" * 254 + "…"
    assert f">{'W' * 300}</a>" in paragraph.value.source


def test_twice_in_a_row_it_is_one_draft() -> None:
    duisburg = city("Duisburg")
    stories.city_page(duisburg, language="de")
    found, editor = lead("Besuch", of=duisburg), member(Role.EDITOR, duisburg)

    assert begin_story(found, by=editor) == begin_story(found, by=editor)
    assert StoryPage.objects.count() == 1


def test_a_city_without_a_page_in_the_language_is_told_so() -> None:
    duisburg = city("Duisburg")
    found = lead("Besuch", of=duisburg)

    with pytest.raises(NoPageError, match="Duisburg has no page in this language yet"):
        begin_story(found, by=member(Role.EDITOR, duisburg))


@pytest.mark.parametrize("act", [begin_story, put_aside])
def test_another_citys_lead_is_not_to_be_touched(act) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    found = lead("Visit", of=oxford)

    for by in (member(Role.EDITOR, duisburg), member(Role.AUTHOR, oxford)):
        with pytest.raises(PermissionDenied):
            act(found, by=by)

    assert Lead.objects.get().state == LeadState.NEW
