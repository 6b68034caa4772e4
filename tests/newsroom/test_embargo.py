"""A story that has its minute: nothing of it is out before, all of it after."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client, TestCase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageLogEntry, Revision

from citytocity.cities.models import City
from citytocity.newsroom import actions
from citytocity.newsroom.actions import NotNowError
from citytocity.newsroom.enums import CheckKind
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from citytocity.stories.queries import going_out
from citytocity.translation import actions as desk
from citytocity.translation.engines import segments
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job
from citytocity.translation.segments import Segment
from citytocity.translation.tasks import bring_out_approved
from tests.factories import contributions
from tests.factories.cities import city
from tests.factories.people import member, user
from tests.factories.translation import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> StoryPage:
    duisburg = city("Duisburg", time_zone="Europe/Berlin")
    return written("Eine Wundertüte", "Absatz.", of=duisburg, draft=True, cities=[duisburg])


@pytest.fixture
def editor(story: StoryPage) -> User:
    return member(Role.EDITOR, City.objects.get(slug="duisburg"))


def _in_days(days: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def _translated(story: StoryPage, language: str) -> Job:
    """Translated and approved, while its original still waits."""
    job = Job.objects.get(text__page__object_id=story.translation_key, language=language)
    translator = member(Role.TRANSLATOR, pair=f"de {language}")
    words = {segment.key: _in_other_words(segment, language) for segment in segments(job)}
    desk.save_words(job, words, seen={}, by=translator)
    desk.hand_in(job, by=translator)
    return desk.approve(job, by=member(Role.TRANSLATOR, pair=f"de {language}"))


def _in_other_words(segment: Segment, language: str) -> str:
    words = "Wundertüte" if "Wundertüte" in segment.source else "Слово"
    return f"{words} {language}"


def _minute_is_come(story: StoryPage) -> None:
    """Sets the clock of the scheduled revision back, and lets the worker do its round."""
    past = timezone.now() - datetime.timedelta(minutes=1)
    revision = Revision.page_revisions.get(
        object_id=str(story.pk), approved_go_live_at__isnull=False
    )
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("publish_scheduled")
    _translations_come_out()


def _translations_come_out() -> None:
    """Lets the worker do the job that the publication left it."""
    for waiting in DBTaskResult.objects.filter(task_path=bring_out_approved.module_path):
        with TestCase.captureOnCommitCallbacks(execute=True):
            bring_out_approved.call(*waiting.args_kwargs["args"])


def test_before_its_minute_readers_find_no_trace_of_it(
    story: StoryPage, editor: User, client: Client
) -> None:
    actions.embargo(story, until=_in_days(3), by=editor)
    _translated(story, "ru")
    _translated(story, "en")

    paths = [
        f"/de/cities/duisburg/{story.slug}/",
        f"/ru/cities/duisburg/{story.slug}/",
        f"/de/cities/duisburg/{story.slug}/beside/de/ru/",
    ]
    places = [
        *(f"/{code}/{place}" for code in ("de", "ru", "en") for place in ("stories/",
          "stories/feed/", "cities/duisburg/", "search/?q=Wundert%C3%BCte", "")),
        "/sitemap-stories.xml",
        "/sitemap-pages.xml",
    ]  # fmt: skip

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    # the words somebody typed stand in the search box: what tells is the address
    told = [place for place in places if story.slug in client.get(place).text]
    assert told == []


def test_at_its_minute_it_is_out_in_all_approved_languages_and_found_everywhere(
    story: StoryPage, editor: User, client: Client
) -> None:
    actions.embargo(story, until=_in_days(3), by=editor)
    _translated(story, "ru")
    _translated(story, "en")
    client.get("/ru/stories/")

    _minute_is_come(story)

    for code in ("de", "ru", "en"):
        assert client.get(f"/{code}/cities/duisburg/{story.slug}/").status_code == 200, code
        for place in ("stories/", "stories/feed/", "cities/duisburg/", "search/?q=Wundert%C3%BCte"):
            assert story.slug in client.get(f"/{code}/{place}").text, (code, place)
    assert client.get(f"/de/cities/duisburg/{story.slug}/beside/de/ru/").status_code == 200
    assert story.slug in client.get("/sitemap-stories.xml").text
    assert going_out([story]) == {}


def test_a_translation_is_approved_before_and_out_with_its_original(
    story: StoryPage, editor: User
) -> None:
    actions.embargo(story, until=_in_days(3), by=editor)
    job = _translated(story, "ru")
    assert (job.state, job.text.is_out) == (JobState.APPROVED, False)
    assert not StoryPage.objects.filter(live=True).exists()

    _minute_is_come(story)

    job.refresh_from_db()
    assert job.state == JobState.PUBLISHED
    out = StoryPage.objects.filter(translation_key=story.translation_key, live=True)
    assert {page.locale.language_code for page in out} == {"de", "ru"}


def test_an_embargo_that_is_moved_or_lifted_holds_back_no_translation_afterwards(
    story: StoryPage, editor: User
) -> None:
    actions.embargo(story, until=_in_days(30), by=editor)
    _translated(story, "ru")
    actions.lift(story, by=editor)

    story.refresh_from_db()
    with TestCase.captureOnCommitCallbacks(execute=True):
        story.get_latest_revision().publish(user=editor)
    _translations_come_out()

    assert StoryPage.objects.filter(translation_key=story.translation_key, live=True).count() == 2


def test_a_translation_is_not_published_before_its_original(
    story: StoryPage, editor: User, client: Client
) -> None:
    actions.embargo(story, until=_in_days(3), by=editor)
    _translated(story, "ru")
    page = StoryPage.objects.get(locale__language_code="ru", translation_key=story.translation_key)
    client.force_login(editor)

    assert actions.hindrances(page) == ["its original is under embargo"]
    for way in (
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}",
    ):
        client.post(way, {"action-publish": "1"})
        page.refresh_from_db()
        assert not page.live, way


def test_what_nobody_approved_stays_in(story: StoryPage, editor: User) -> None:
    actions.embargo(story, until=_in_days(3), by=editor)
    job = Job.objects.get(text__page__object_id=story.translation_key, language="ru")
    translator = member(Role.TRANSLATOR, pair="de ru")
    words = {segment.key: _in_other_words(segment, "ru") for segment in segments(job)}
    desk.save_words(job, words, seen={}, by=translator)
    desk.hand_in(job, by=translator)

    _minute_is_come(story)

    job.refresh_from_db()
    assert job.state == JobState.TRANSLATED


def test_translations_come_out_though_nobody_is_known_to_have_made_the_draft(
    story: StoryPage, editor: User
) -> None:
    actions.embargo(story, until=_in_days(3), by=editor)
    _translated(story, "ru")
    Revision.page_revisions.filter(object_id=str(story.pk)).update(user=None)

    _minute_is_come(story)

    assert StoryPage.objects.filter(translation_key=story.translation_key, live=True).count() == 2


def test_whoever_sent_the_story_in_hears_of_it_when_it_is_out_and_not_before(
    story: StoryPage, editor: User
) -> None:
    sent_in = contributions.contribution(city("Perm"), state="accepted", story=story)

    actions.embargo(story, until=_in_days(3), by=editor)

    sent_in.refresh_from_db()
    assert sent_in.state == "accepted"
    _minute_is_come(story)
    sent_in.refresh_from_db()
    assert sent_in.state == "done"


def test_nobody_changes_it_until_then(story: StoryPage, editor: User) -> None:
    actions.embargo(story, until=_in_days(3), by=editor)

    story.refresh_from_db()
    assert story.get_lock().for_user(editor)


def test_a_day_is_set_anew_and_the_first_is_void(story: StoryPage, editor: User) -> None:
    first, second = _in_days(3), _in_days(5)

    actions.embargo(story, until=first, by=editor)
    actions.embargo(story, until=second, by=editor)

    assert going_out([story]) == {story.pk: second}
    assert PageLogEntry.objects.filter(action="newsroom.embargo").count() == 2


def test_lifted_it_has_no_day_and_does_not_come_out(story: StoryPage, editor: User) -> None:
    actions.embargo(story, until=_in_days(3), by=editor)

    actions.lift(story, by=editor)
    actions.lift(story, by=editor)

    story.refresh_from_db()
    assert (going_out([story]), story.live, story.go_live_at) == ({}, False, None)
    assert story.get_latest_revision_as_object().go_live_at is None


def test_while_a_check_is_open_it_gets_no_day(story: StoryPage, editor: User) -> None:
    actions.ask_for_checks(story, kinds=[CheckKind.FACTS], by=editor)

    with pytest.raises(NotNowError, match="facts: asked"):
        actions.embargo(story, until=_in_days(3), by=editor)


def test_a_time_that_is_over_is_refused(story: StoryPage, editor: User) -> None:
    with pytest.raises(NotNowError, match="This time is over"):
        actions.embargo(story, until=_in_days(-1), by=editor)


def test_what_is_out_already_needs_no_day(editor: User) -> None:
    out = written("Ein Fest", "Absatz.", of=City.objects.get(slug="duisburg"))
    StoryPage.objects.filter(pk=out.pk).update(has_unpublished_changes=False)
    out.refresh_from_db()

    with pytest.raises(NotNowError, match="out already"):
        actions.embargo(out, until=_in_days(1), by=editor)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CHECKER])
def test_who_does_not_publish_sets_and_lifts_no_day(story: StoryPage, role: Role) -> None:
    somebody = member(role, City.objects.get(slug="duisburg"))

    with pytest.raises(PermissionDenied):
        actions.embargo(story, until=_in_days(3), by=somebody)
    with pytest.raises(PermissionDenied):
        actions.lift(story, by=somebody)


def test_the_host_office_sets_a_day_for_every_city(story: StoryPage) -> None:
    actions.embargo(story, until=_in_days(3), by=user(officer=True))

    assert list(going_out([story])) == [story.pk]
