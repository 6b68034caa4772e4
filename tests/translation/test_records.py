"""The register's short texts wait in the same list as stories."""

import pytest
from django_tasks_db.models import DBTaskResult

from citytocity.languages.text import Words
from citytocity.ledger.models import Activity
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.translation import actions, hearing
from citytocity.translation.actions import NotNowError
from citytocity.translation.engines import segments
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Text
from citytocity.translation.segments import UnusableWordsError
from citytocity.translation.tasks import take_in_batch
from tests.factories import ledger
from tests.factories.cities import cities
from tests.factories.people import member
from tests.factories.translation import job

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Activity:
    perm, oxford = cities("Perm", "Oxford")
    return ledger.activity(oxford, host=perm, title={"ru": "Фестиваль", "en": "Festival"})


@pytest.fixture
def translator() -> User:
    return member(Role.TRANSLATOR, pair="ru de")


def _taken_in(record: Activity) -> Text:
    actions.take_in_records(type(record), [record.pk])
    return Text.objects.get(kind__model="activity", record_key=record.pk)


def _save(found: Job, words: str, by: User) -> dict[str, Exception]:
    seen = {segment.key: segment.mark for segment in segments(found)}
    return actions.save_words(found, {"title": words}, seen=seen, by=by)


def test_a_record_waits_in_the_languages_it_lacks(record: Activity) -> None:
    text = _taken_in(record)

    assert (text.title, text.language) == ("Festival", "ru")
    assert job(text, "en").state == JobState.PUBLISHED
    assert {found.language for found in text.jobs.waiting()} == {"de", "it", "fr", "zh-hans"}


def test_saved_records_are_taken_in_when_the_transaction_is_in(
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        perm, oxford = cities("Perm", "Oxford")
        record = ledger.activity(oxford, host=perm, title={"ru": "Фестиваль"})
        record.save()

    assert Text.objects.filter(record_key=record.pk, kind__model="activity").count() == 1


def test_what_an_import_brings_is_left_to_the_worker(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(hearing, "AT_ONCE", 0)

    with django_capture_on_commit_callbacks(execute=True):
        cities("Perm", "Oxford")
    before = Text.objects.count()
    for waiting in DBTaskResult.objects.all():
        take_in_batch.call(*waiting.args_kwargs["args"])

    assert (before, Text.objects.count()) == (0, 2)


def test_words_wait_with_the_job_until_they_are_approved(
    record: Activity, translator: User
) -> None:
    found = job(_taken_in(record), "de")

    _save(found, "Fest der Städte", translator)
    record.refresh_from_db()
    before = record.title.languages
    handed_in = actions.hand_in(job(found.text, "de"), by=translator)
    actions.approve(handed_in, by=member(Role.HOST))

    record.refresh_from_db()
    assert before == ["ru", "en"]
    assert record.title == Words({"ru": "Фестиваль", "en": "Festival", "de": "Fest der Städte"})
    assert job(found.text, "de").state == JobState.PUBLISHED


def test_words_given_back_unapproved_are_not_called_published(
    record: Activity, translator: User
) -> None:
    found = job(_taken_in(record), "de")
    _save(found, "Fest der Städte", translator)
    actions.release(job(found.text, "de"), by=translator)

    _taken_in(record)

    assert job(found.text, "de").state == JobState.OPEN
    assert job(found.text, "de") in Job.objects.waiting()


def test_a_changed_original_puts_its_translations_behind(record: Activity) -> None:
    text = _taken_in(record)
    record.title = Words({**record.title.data, "ru": "Большой фестиваль"})
    record.save()

    _taken_in(record)

    english = job(text, "en")
    (passage,) = segments(english)
    assert english.is_behind
    assert (passage.old_source, passage.old_words) == ("Фестиваль", "Festival")
    assert passage.words == ""


def test_an_officer_who_changes_both_languages_has_translated_anew(record: Activity) -> None:
    text = _taken_in(record)
    record.title = Words({"ru": "Большой фестиваль", "en": "The great festival"})
    record.save()

    _taken_in(record)

    assert not job(text, "en").is_behind
    assert job(text, "en").state == JobState.PUBLISHED


@pytest.mark.parametrize("words", ["<b>Fest</b>", "F" * 301])
def test_what_the_field_cannot_hold_is_refused(
    record: Activity, translator: User, words: str
) -> None:
    found = job(_taken_in(record), "de")

    errors = _save(found, words, translator)

    assert [type(error) for error in errors.values()] == [UnusableWordsError]


def test_a_deleted_record_waits_no_more(record: Activity) -> None:
    _taken_in(record)

    record.delete()

    assert not Text.objects.filter(kind__model="activity").exists()


def test_many_records_ask_as_many_questions_as_one(django_assert_max_num_queries) -> None:
    perm, oxford = cities("Perm", "Oxford")
    keys = [ledger.activity(oxford, host=perm, title={"ru": f"Встреча {n}"}).pk for n in range(30)]

    with django_assert_max_num_queries(14):
        actions.take_in_records(Activity, keys)

    assert Job.objects.count() == 30 * 5


def test_words_of_an_original_that_is_no_more_are_not_published(
    record: Activity, translator: User
) -> None:
    found = job(_taken_in(record), "de")
    _save(found, "Fest der Städte", translator)
    handed_in = actions.hand_in(job(found.text, "de"), by=translator)
    record.title = Words({**record.title.data, "ru": "Совсем другое"})
    record.save()
    _taken_in(record)

    with pytest.raises(NotNowError, match="The original has changed meanwhile"):
        actions.approve(handed_in, by=member(Role.HOST))

    record.refresh_from_db()
    assert "de" not in record.title.languages
