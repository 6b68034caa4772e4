"""A text's way into another language, and what happens when its original changes."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from citytocity.translation import actions, pages
from citytocity.translation.actions import NotNowError
from citytocity.translation.engines import segments
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Text
from citytocity.translation.segments import Segment, UnusableWordsError, WordsChangedError
from citytocity.translation.tasks import bring_out_approved
from tests.factories.cities import cities, city
from tests.factories.people import member
from tests.factories.translation import job, on_the_desk, rewritten, written

pytestmark = pytest.mark.django_db

RUSSIAN = {"Eine Brücke": "Мост", "Kurz.": "Кратко.", "Erster Absatz.": "Первый абзац."}


@pytest.fixture
def story() -> StoryPage:
    return written("Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.")


@pytest.fixture
def translator() -> User:
    return member(Role.TRANSLATOR, pair="de ru", first_name="Olga", last_name="Petrova")


def _translated(found: Job, words: dict[str, str]) -> dict[str, str]:
    return {s.key: words[s.source] for s in segments(found) if s.source in words}


def _save(found: Job, words: dict[str, str], by: User) -> dict[str, Exception]:
    seen = {segment.key: segment.mark for segment in segments(found)}
    return actions.save_words(found, _translated(found, words), seen=seen, by=by)


def _handed_in(story: StoryPage, translator: User) -> Job:
    found = job(on_the_desk(story))
    _save(found, RUSSIAN, translator)
    return actions.hand_in(job(found.text), by=translator)


def _only(found: Job, source: str) -> Segment:
    return next(segment for segment in segments(found) if segment.source == source)


def test_a_published_original_waits_for_every_other_language(story: StoryPage) -> None:
    text = on_the_desk(story)

    assert (text.language, text.title, text.version) == ("de", "Eine Brücke", 1)
    waiting = text.jobs.waiting().order_by("language").values_list("language", "done", "total")
    assert list(waiting) == [(code, 0, 3) for code in ("en", "fr", "it", "ru", "zh-hans")]


def test_taken_in_twice_it_waits_once(story: StoryPage) -> None:
    on_the_desk(story)
    on_the_desk(story)

    assert (Text.objects.count(), Job.objects.count(), Text.objects.get().version) == (1, 5, 1)


def test_a_translator_takes_it_and_nobody_else_can(story: StoryPage, translator: User) -> None:
    found = actions.claim(job(on_the_desk(story)), by=translator)

    assert (found.state, found.translator) == (JobState.CLAIMED, translator)
    with pytest.raises(NotNowError, match="Somebody else is at it: Olga Petrova"):
        actions.claim(found, by=member(Role.TRANSLATOR, pair="de ru"))


@pytest.mark.parametrize("pair", ["de it", "ru de", "en ru"])
def test_another_language_pair_gives_no_right(story: StoryPage, pair: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.claim(job(on_the_desk(story)), by=member(Role.TRANSLATOR, pair=pair))


def test_a_translator_of_one_city_gets_no_other_citys_text(story: StoryPage) -> None:
    oxfords = member(Role.TRANSLATOR, city("Oxford"), pair="de ru")

    with pytest.raises(PermissionDenied):
        actions.claim(job(on_the_desk(story)), by=oxfords)


def test_what_lies_silent_for_two_weeks_is_free_again(story: StoryPage, translator: User) -> None:
    found = actions.claim(job(on_the_desk(story)), by=translator)
    Job.objects.filter(pk=found.pk).update(touched=timezone.now() - datetime.timedelta(days=15))

    assert actions.release_silent() == 1
    assert job(found.text).state == JobState.OPEN


def test_saved_words_are_counted_and_kept(story: StoryPage, translator: User) -> None:
    found = job(on_the_desk(story))

    errors = _save(found, {"Eine Brücke": "Мост"}, translator)

    assert errors == {}
    assert (job(found.text).done, job(found.text).total) == (1, 3)
    assert _only(found, "Eine Brücke").words == "Мост"


def test_nobody_writes_over_what_another_saved_meanwhile(story: StoryPage) -> None:
    found, host = job(on_the_desk(story)), member(Role.HOST)
    seen = {segment.key: segment.mark for segment in segments(found)}
    _save(found, {"Eine Brücke": "Мост"}, host)
    mine = _translated(found, {"Eine Brücke": "Переправа", "Kurz.": "Кратко."})

    errors = actions.save_words(found, mine, seen=seen, by=host)

    (error,) = errors.values()
    assert isinstance(error, WordsChangedError)
    assert error.theirs == "Мост"
    assert _only(found, "Eine Brücke").words == "Мост"
    assert _only(found, "Kurz.").words == "Кратко."


@pytest.mark.parametrize(
    "words", ["<u>Мост</u>", "<script>alert(1)</script>", '<a id="a9">Мост</a>']
)
def test_mark_up_that_does_not_fit_is_refused_and_the_rest_kept(
    story: StoryPage, translator: User, words: str
) -> None:
    found = job(on_the_desk(story))

    errors = _save(found, {"Eine Brücke": words, "Kurz.": "Кратко."}, translator)

    assert [type(error) for error in errors.values()] == [UnusableWordsError]
    assert _only(found, "Eine Brücke").words == ""
    assert _only(found, "Kurz.").words == "Кратко."


def test_it_is_handed_in_when_every_passage_is_translated(
    story: StoryPage, translator: User
) -> None:
    found = job(on_the_desk(story))
    _save(found, {"Eine Brücke": "Мост"}, translator)

    with pytest.raises(NotNowError, match="2 of 3 passages have no translation yet"):
        actions.hand_in(job(found.text), by=translator)
    _save(job(found.text), RUSSIAN, translator)
    handed_in = actions.hand_in(job(found.text), by=translator)

    assert handed_in.state == JobState.TRANSLATED
    assert handed_in.byline == "Olga Petrova"


def test_nobody_approves_the_own_translation(story: StoryPage, translator: User) -> None:
    found = _handed_in(story, translator)

    with pytest.raises(PermissionDenied):
        actions.approve(found, by=translator)


def test_an_approved_translation_of_what_is_out_is_out(
    story: StoryPage, translator: User, django_capture_on_commit_callbacks
) -> None:
    found = _handed_in(story, translator)

    with django_capture_on_commit_callbacks(execute=True):
        actions.approve(found, by=member(Role.TRANSLATOR, pair="de ru"))

    page = StoryPage.objects.get(locale__language_code="ru")
    assert (page.live, page.title, page.standfirst) == (True, "Мост", "Кратко.")
    assert [block.value.source for block in page.body] == ["<p>Первый абзац.</p>"]
    assert job(found.text).state == JobState.PUBLISHED


def test_an_approved_translation_waits_as_a_draft_for_its_original(
    translator: User, django_capture_on_commit_callbacks
) -> None:
    draft = written(
        "Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.", draft=True
    )
    text = on_the_desk(draft, out=False)
    _save(job(text), RUSSIAN, translator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.approve(actions.hand_in(job(text), by=translator), by=member(Role.HOST))

    assert not StoryPage.objects.get(locale__language_code="ru").live
    Text.objects.update(is_out=True)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_together(text, by=member(Role.HOST))
    assert StoryPage.objects.get(locale__language_code="ru").live


def test_approved_translations_come_out_by_the_worker_once_the_original_is_out(
    translator: User, django_capture_on_commit_callbacks
) -> None:
    draft = written(
        "Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.", draft=True
    )
    text = on_the_desk(draft, out=False)
    _save(job(text), RUSSIAN, translator)
    actions.approve(actions.hand_in(job(text), by=translator), by=member(Role.HOST))

    with django_capture_on_commit_callbacks(execute=True):
        draft.save_revision(user=member(Role.HOST)).publish()

    russian = StoryPage.objects.filter(locale__language_code="ru", live=True)
    assert not russian.exists()
    with django_capture_on_commit_callbacks(execute=True):
        _bring_out_by_the_worker()
    assert russian.exists()
    assert job(text).state == JobState.PUBLISHED


def test_what_was_taken_back_meanwhile_brings_nothing_out(translator: User) -> None:
    draft = written(
        "Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.", draft=True
    )
    text = on_the_desk(draft, out=False)
    _save(job(text), RUSSIAN, translator)
    actions.approve(actions.hand_in(job(text), by=translator), by=member(Role.HOST))

    bring_out_approved.call(text.pk, member(Role.HOST).pk)

    assert not StoryPage.objects.get(locale__language_code="ru").live


def test_what_a_translator_took_meanwhile_is_not_brought_out(
    story: StoryPage, translator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, host = on_the_desk(story), member(Role.HOST)
    text.jobs.filter(language__in=["en", "ru"]).update(state=JobState.APPROVED)
    brought: list[str] = []

    def others_taken_meanwhile(found: Job, *, by: User | None) -> None:
        brought.append(found.language)
        for other in text.jobs.filter(state=JobState.APPROVED).exclude(pk=found.pk):
            actions.claim(other, by=host)

    monkeypatch.setattr(actions, "_bring_out", others_taken_meanwhile)
    actions.publish_together(text, by=host)

    (taken,) = {"en", "ru"} - set(brought)
    assert len(brought) == 1
    assert (job(text, taken).state, job(text, taken).translator) == (JobState.CLAIMED, host)


def test_a_translation_comes_back_with_a_word_why(story: StoryPage, translator: User) -> None:
    found = _handed_in(story, translator)
    editor = member(Role.EDITOR, found.text.city)

    with pytest.raises(NotNowError, match="Say what should be different"):
        actions.send_back(found, note=" ", by=editor)
    sent_back = actions.send_back(found, note="Мост – переправа?", by=editor)

    assert (sent_back.state, sent_back.translator) == (JobState.CLAIMED, translator)
    assert sent_back.note == "Мост – переправа?"


def test_a_changed_paragraph_puts_every_translation_behind_and_keeps_the_old_words(
    story: StoryPage, translator: User
) -> None:
    found = _handed_in(story, translator)
    actions.approve(found, by=member(Role.HOST))

    on_the_desk(rewritten(story, 0, "Erster, neuer Absatz."))

    behind = job(found.text)
    passage = _only(behind, "Erster, neuer Absatz.")
    assert behind.is_behind
    assert list(Job.objects.behind()) == [behind]
    assert passage.words == ""
    assert (passage.old_source, passage.old_words) == ("Erster Absatz.", "Первый абзац.")
    assert _only(behind, "Eine Brücke").words == "Мост"


def test_a_small_correction_leaves_translations_as_they_are(
    story: StoryPage, translator: User
) -> None:
    found = _handed_in(story, translator)
    actions.approve(found, by=member(Role.HOST))
    changed = rewritten(story, 0, "Erster Absatz!")

    actions.take_in_page(changed, city=found.text.city, out=True, is_small=True)

    after = job(found.text)
    assert not after.is_behind
    assert _only(after, "Erster Absatz!").words == "Первый абзац."


def test_a_paragraph_that_moved_keeps_its_translation(story: StoryPage, translator: User) -> None:
    found = _handed_in(story, translator)
    moved = StoryPage.objects.get(pk=story.pk)
    first = {
        "type": "paragraph",
        "value": "<p>Ganz neu.</p>",
        "id": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
    }
    moved.body = [first, *moved.body.raw_data]

    on_the_desk(moved)

    assert _only(job(found.text), "Erster Absatz.").words == "Первый абзац."
    assert _only(job(found.text), "Ganz neu.").words == ""


def test_an_editor_of_the_city_may_approve_and_one_of_another_not(
    story: StoryPage, translator: User
) -> None:
    found = _handed_in(story, translator)

    with pytest.raises(PermissionDenied):
        actions.approve(found, by=member(Role.EDITOR, city("Oxford")))
    assert actions.approve(found, by=member(Role.EDITOR, found.text.city)).state == "published"


def test_the_same_question_of_the_desk_costs_the_same_for_one_and_for_three(
    django_assert_num_queries,
) -> None:
    duisburg, _oxford = cities("Duisburg", "Oxford")
    one = job(on_the_desk(written("Kurz", "Eins.", of=duisburg)))
    three = job(on_the_desk(written("Lang", "Eins.", "Zwei.", "Drei.", of=duisburg)))

    with django_assert_num_queries(3):
        segments(one)
    with django_assert_num_queries(3):
        segments(three)


def test_a_translation_made_elsewhere_waits_no_more(
    django_capture_on_commit_callbacks,
) -> None:
    story = written("Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.")
    text = on_the_desk(story)
    for segment in segments(job(text)):
        pages.write(job(text), segment.key, RUSSIAN[segment.source], by=None)

    with django_capture_on_commit_callbacks(execute=True):
        pages.publish(job(text), by=member(Role.HOST), out=True)

    assert (job(text).state, job(text).version_seen) == (JobState.PUBLISHED, 1)


def test_what_was_withdrawn_no_translator_brings_out_again(
    story: StoryPage, translator: User, django_capture_on_commit_callbacks
) -> None:
    found = _handed_in(story, translator)
    host = member(Role.HOST)
    with django_capture_on_commit_callbacks(execute=True):
        actions.approve(found, by=host)
    for page in StoryPage.objects.filter(live=True):
        page.unpublish()

    with pytest.raises(PermissionDenied):
        actions.publish(job(found.text), by=translator)
    with pytest.raises(NotNowError, match="Its original is not out"):
        actions.publish(job(found.text), by=host)

    assert job(found.text).state == JobState.APPROVED


def test_a_story_that_is_out_again_brings_its_translations_back(
    story: StoryPage, translator: User, django_capture_on_commit_callbacks
) -> None:
    found = _handed_in(story, translator)
    host = member(Role.HOST)
    with django_capture_on_commit_callbacks(execute=True):
        actions.approve(found, by=host)
    for page in StoryPage.objects.filter(live=True):
        page.unpublish()

    with django_capture_on_commit_callbacks(execute=True):
        StoryPage.objects.get(pk=story.pk).save_revision(user=host).publish(user=host)
    with django_capture_on_commit_callbacks(execute=True):
        _bring_out_by_the_worker()

    assert StoryPage.objects.get(locale__language_code="ru").live
    assert job(found.text).state == JobState.PUBLISHED


def test_what_changed_during_the_review_is_not_approved_unread(
    story: StoryPage, translator: User
) -> None:
    found = _handed_in(story, translator)
    on_the_desk(rewritten(story, 0, "Ein ganz anderer Absatz."))

    with pytest.raises(NotNowError, match="The original has changed meanwhile"):
        actions.approve(found, by=member(Role.HOST))

    assert job(found.text).state == JobState.TRANSLATED


def test_a_published_translation_that_is_taken_and_given_back_stays_published(
    story: StoryPage, translator: User
) -> None:
    found = _handed_in(story, translator)
    actions.approve(found, by=member(Role.HOST))

    actions.release(actions.claim(job(found.text), by=translator), by=translator)

    assert job(found.text).state == JobState.PUBLISHED


def test_a_new_paragraph_beside_one_like_it_is_new_and_not_changed(
    story: StoryPage, translator: User
) -> None:
    found = _handed_in(story, translator)
    wider = StoryPage.objects.get(pk=story.pk)
    (first,) = wider.body.raw_data
    wider.body = [{**first, "value": "<p>Erster Absatz.</p><p>Zweiter Absatz.</p>"}]

    on_the_desk(wider)

    assert not _only(job(found.text), "Zweiter Absatz.").is_changed


def test_who_opened_it_before_it_was_taken_cannot_take_it_too(
    story: StoryPage, translator: User
) -> None:
    opened = job(on_the_desk(story))
    actions.claim(job(opened.text), by=member(Role.TRANSLATOR, pair="de ru"))

    assert opened.state == JobState.OPEN  # as it was when the page was made
    with pytest.raises(NotNowError, match="Somebody else is at it"):
        actions.claim(opened, by=translator)
    with pytest.raises(NotNowError, match="Somebody else is at it"):
        _save(opened, RUSSIAN, translator)


def test_what_was_given_back_meanwhile_is_not_handed_in(story: StoryPage, translator: User) -> None:
    found = job(on_the_desk(story))
    _save(found, RUSSIAN, translator)
    opened = job(found.text)
    actions.release(job(found.text), by=translator)

    assert opened.state == JobState.CLAIMED
    with pytest.raises(NotNowError, match="It is not in your hands"):
        actions.hand_in(opened, by=translator)


def test_two_reviewers_at_once_approve_it_once(story: StoryPage, translator: User) -> None:
    opened = _handed_in(story, translator)
    actions.approve(job(opened.text), by=member(Role.HOST))

    assert opened.state == JobState.TRANSLATED
    with pytest.raises(NotNowError, match="It does not wait for review"):
        actions.approve(opened, by=member(Role.HOST))
    with pytest.raises(NotNowError, match="It does not wait for review"):
        actions.send_back(opened, note="Zu frei.", by=member(Role.HOST))


@pytest.mark.skipif(
    not connection.features.has_select_for_update, reason="SQLite has one writer at a time"
)
def test_each_step_locks_the_job(story: StoryPage, translator: User) -> None:
    host, text = member(Role.HOST), on_the_desk(story)
    _save(job(text), RUSSIAN, translator)
    steps = [
        lambda: actions.claim(job(text), by=translator),
        lambda: actions.want_by([job(text)], day=None, by=host),
        lambda: actions.hand_in(job(text), by=translator),
        lambda: actions.review(job(text), by=host),
        lambda: actions.approve(job(text), by=host),
    ]

    for step in steps:
        with CaptureQueriesContext(connection) as asked:
            step()
        assert any('FOR UPDATE OF "translation_job"' in query["sql"] for query in asked)


def test_who_does_not_publish_for_all_of_them_sets_no_day_for_any(story: StoryPage) -> None:
    own = job(on_the_desk(story))
    other = job(on_the_desk(written("Geheim", "Zwei.", of=city("Oxford"))))
    editor, day = member(Role.EDITOR, own.text.city), timezone.localdate()

    with pytest.raises(PermissionDenied):
        actions.want_by([own, other], day=day, by=editor)
    assert set(Job.objects.values_list("due", flat=True)) == {None}

    actions.want_by([own], day=day, by=editor)
    assert job(own.text).due == day


def _bring_out_by_the_worker() -> None:
    waiting = DBTaskResult.objects.get(task_path=bring_out_approved.module_path)
    bring_out_approved.call(*waiting.args_kwargs["args"])
