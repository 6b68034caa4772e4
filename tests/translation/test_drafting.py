"""A machine drafts; what it wrote is labelled until a person has gone through it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django_tasks_db.models import DBTaskResult

from citytocity.ledger.models import Activity
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from citytocity.translation import actions, drafting
from citytocity.translation.actions import NotNowError
from citytocity.translation.additions import of_translation
from citytocity.translation.engines import segments
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.people import member
from tests.factories.translation import job, on_the_desk, written
from tests.machines import servers
from tests.machines.servers import Server

pytestmark = pytest.mark.django_db
DESK = "/admin/translation/"
UNREAD = "A machine translated parts of this, and nobody has read them yet."
READ = "Parts of this were translated by a machine and read by a person."


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with servers.libretranslate() as running:
        settings.TRANSLATOR, settings.TRANSLATOR_URL = "libretranslate", running.address
        settings.TRANSLATOR_KEY = ""
        yield running


@pytest.fixture
def translator() -> User:
    return member(Role.TRANSLATOR, pair="de ru")


@pytest.fixture
def found() -> Job:
    story = written("Eine Brücke", "Der <b>Rhein</b>.", of=city("Duisburg"), standfirst="Kurz.")
    return job(on_the_desk(story))


def _drafted(found: Job, by: User, tries: int = 0) -> Job:
    """The job after the worker has done what was asked."""
    drafting.ask_for_draft(found, by=by)
    drafting.make_draft.func(job=found.pk, by=by.pk, tries=tries)
    return job(found.text, found.language)


def _words(found: Job) -> list[tuple[str, bool]]:
    return [(segment.words, segment.is_machine) for segment in segments(found)]


def test_a_machine_fills_what_is_empty_and_its_words_are_marked(
    server: Server, found: Job, translator: User
) -> None:
    title = segments(found)[0].key
    actions.save_words(found, {title: "Мост"}, seen={}, by=translator)

    drafted = _drafted(found, translator)

    assert _words(drafted) == [
        ("Мост", False),
        ("[ru] KURZ.", True),
        ("[ru] DER <b>RHEIN</b>.", True),
    ]
    assert (drafted.done, drafted.draft_asked, drafted.draft_fault) == (3, None, "")
    assert [len(asked["q"]) for asked in server.asked] == [2]


def test_the_worker_does_it_once_the_wish_is_in(
    server: Server, found: Job, translator: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        drafting.ask_for_draft(found, by=translator)

    waiting = DBTaskResult.objects.get(backend_name="jobs")
    assert waiting.args_kwargs["kwargs"] == {"job": found.pk, "by": translator.pk}
    assert server.asked == []


def test_words_that_a_person_saved_meanwhile_stay(
    server: Server, found: Job, translator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = segments(found)[0].key
    said = server.words

    def meanwhile(text: str, target: str, *, is_html: bool) -> str:
        return said(text, target, is_html=is_html)

    drafting.ask_for_draft(found, by=translator)
    old = drafting.segments

    def first_then_saved(asked: Job) -> Any:
        empty = old(asked)
        monkeypatch.setattr(drafting, "segments", old)
        actions.save_words(found, {title: "Мост"}, seen={}, by=translator)
        return empty

    monkeypatch.setattr(drafting, "segments", first_then_saved)
    drafting.make_draft.func(job=found.pk, by=translator.pk)

    assert _words(job(found.text))[0] == ("Мост", False)


@pytest.mark.parametrize("asks_anew", [False, True])
def test_a_job_that_was_given_back_meanwhile_is_not_drafted(
    server: Server, found: Job, translator: User, monkeypatch: pytest.MonkeyPatch, asks_anew: bool
) -> None:
    other, old = member(Role.TRANSLATOR, pair="de ru"), drafting.segments
    drafting.ask_for_draft(found, by=translator)

    def first_then_given_back(asked: Job) -> Any:
        monkeypatch.setattr(drafting, "segments", old)
        actions.release(job(found.text), by=translator)
        if asks_anew:
            drafting.ask_for_draft(job(found.text), by=other)
        return old(asked)

    monkeypatch.setattr(drafting, "segments", first_then_given_back)
    drafting.make_draft.func(job=found.pk, by=translator.pk)

    assert {words for words, _is_machine in _words(job(found.text))} == {""}
    assert job(found.text).is_drafting == asks_anew


def test_a_draft_that_comes_to_nothing_can_be_asked_for_again(
    server: Server, found: Job, translator: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafting.ask_for_draft(found, by=translator)
    settings.TRANSLATOR = ""
    drafting.make_draft.func(job=found.pk, by=translator.pk)

    assert job(found.text).draft_fault == "This site has no translator."
    assert job(found.text).draft_asked is None

    settings.TRANSLATOR = "libretranslate"
    drafting.ask_for_draft(job(found.text), by=translator)
    monkeypatch.setattr(drafting, "count", lambda job: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        drafting.make_draft.func(job=found.pk, by=translator.pk)

    assert job(found.text).draft_asked is None


def test_a_passage_whose_tags_the_machine_lost_is_left_empty_and_told(
    server: Server, found: Job, translator: User
) -> None:
    server.loses_tags = True

    drafted = _drafted(found, translator)

    assert _words(drafted)[2] == ("", False)
    assert drafted.draft_fault == (
        "The machine broke the tags of 1 passage, or wrote too much; it is empty."
    )


def test_a_record_is_drafted_too(server: Server, translator: User) -> None:
    record = ledger.activity(title={"de": "Fest & Spiel"}, host=city("Duisburg"))
    actions.take_in_records(Activity, [record.pk])
    found = Job.objects.get(text__record_key=record.pk, text__kind__model="activity", language="ru")

    drafted = _drafted(found, translator)

    assert drafted.draft_fault == ""
    assert _words(drafted)[0] == ("[ru] FEST & SPIEL", True)


def test_why_there_is_no_draft_is_kept_in_the_words_of_who_asked(
    server: Server, found: Job
) -> None:
    somebody = member(Role.TRANSLATOR, pair="de ru")
    server.answers.append((403, {"error": "Invalid API key"}))

    drafted = _drafted(found, somebody)

    assert drafted.draft_fault == "The translator refuses our key."
    assert drafted.draft_asked is None


def test_a_busy_translator_is_asked_again_later(
    server: Server, found: Job, translator: User
) -> None:
    server.answers += [(429, {"error": "Slowdown"})] * 2

    waiting = _drafted(found, translator)
    again = DBTaskResult.objects.filter(backend_name="jobs").count()
    drafting.make_draft.func(job=found.pk, by=translator.pk, tries=2)

    assert waiting.draft_asked is not None
    assert again == 1
    assert job(found.text).draft_fault == "The translator has too much to do."


@pytest.mark.parametrize("reason", ["no translator", "nothing empty", "at it already"])
def test_a_draft_that_makes_no_sense_is_not_asked_for(
    server: Server, found: Job, translator: User, settings: Any, reason: str
) -> None:
    if reason == "no translator":
        settings.TRANSLATOR = ""
    elif reason == "nothing empty":
        _drafted(found, translator)
    else:
        drafting.ask_for_draft(found, by=translator)

    with pytest.raises(NotNowError):
        drafting.ask_for_draft(job(found.text), by=translator)


def test_who_may_not_translate_asks_for_no_draft(server: Server, found: Job) -> None:
    with pytest.raises(PermissionDenied):
        drafting.ask_for_draft(found, by=member(Role.EDITOR, found.text.city))


def test_words_of_a_machine_are_not_handed_in_unread(
    server: Server, found: Job, translator: User
) -> None:
    drafted = _drafted(found, translator)

    with pytest.raises(NotNowError, match="A machine wrote 3 passages that nobody has read"):
        actions.hand_in(drafted, by=translator)


def _read(found: Job, by: User) -> None:
    drafting.mark_read(found, {segment.key for segment in segments(found)}, by=by)


def _out(found: Job) -> list[str]:
    page = StoryPage.objects.get(
        translation_key=found.text.page.object_id, locale__language_code="ru"
    )
    return [note.words for note in of_translation(page).before]


def test_words_of_a_machine_that_a_person_has_read_are_published_and_say_so(
    server: Server, found: Job, translator: User
) -> None:
    drafted = _drafted(found, translator)
    _read(drafted, translator)
    actions.hand_in(drafted, by=translator)
    actions.approve(drafted, by=member(Role.HOST))

    assert _words(drafted)[0] == ("[ru] EINE BRÜCKE", False)
    assert _out(found) == [READ]


def test_what_a_person_wrote_anew_is_no_machines(
    server: Server, found: Job, translator: User
) -> None:
    drafted = _drafted(found, translator)
    new = {s.key: f"Сам. {s.source}" for s in segments(drafted)}
    assert not actions.save_words(drafted, new, seen={}, by=translator)
    actions.hand_in(drafted, by=translator)
    actions.approve(drafted, by=member(Role.HOST))

    assert _out(found) == []


def test_a_host_may_publish_unread_words_and_readers_are_told_until_somebody_reads_them(
    server: Server, found: Job, translator: User, settings: Any
) -> None:
    settings.TRANSLATOR_UNREAD = True
    drafted = _drafted(found, translator)
    actions.hand_in(drafted, by=translator)
    actions.approve(drafted, by=member(Role.HOST))

    before = _out(found)
    _read(job(found.text), translator)

    assert (before, _out(found)) == ([UNREAD], [READ])


@pytest.mark.parametrize("read", [(), (2,)], ids=["nothing is read", "what is left is read"])
def test_readers_are_told_of_unread_words_as_long_as_these_are_out(
    server: Server, found: Job, translator: User, settings: Any, read: tuple[int, ...]
) -> None:
    settings.TRANSLATOR_UNREAD = True
    drafted = _drafted(found, translator)
    actions.hand_in(drafted, by=translator)
    actions.approve(drafted, by=member(Role.HOST))
    keys = [segment.key for segment in segments(drafted)]

    anew = keys[: len(keys) - len(read)]  # at the desk alone: it is not published
    actions.save_words(job(found.text), dict.fromkeys(anew, "Сам."), seen={}, by=translator)
    drafting.mark_read(job(found.text), {keys[number] for number in read}, by=translator)

    assert job(found.text).has_unread_words


def test_unread_words_of_the_register_are_never_published(
    server: Server, translator: User, settings: Any
) -> None:
    settings.TRANSLATOR_UNREAD = True
    record = ledger.activity(title={"de": "Fest"}, host=city("Duisburg"))
    actions.take_in_records(Activity, [record.pk])
    found = Job.objects.get(text__record_key=record.pk, text__kind__model="activity", language="ru")
    drafted = _drafted(found, translator)

    with pytest.raises(NotNowError, match="nobody has read"):
        actions.hand_in(drafted, by=translator)


def test_somebody_of_another_pair_reads_nothing_over(
    server: Server, found: Job, translator: User
) -> None:
    drafted = _drafted(found, translator)

    with pytest.raises(PermissionDenied):
        _read(drafted, member(Role.TRANSLATOR, pair="de it"))


def test_a_translator_drafts_reads_and_hands_in_at_the_desk(
    client: Client, server: Server, found: Job, translator: User
) -> None:
    client.force_login(translator)
    address = f"{DESK}{found.pk}/"
    offered = client.get(address).text
    first = segments(found)[0]
    typed = {f"words-{first.key}": "Мост", f"seen-{first.key}": first.mark}
    client.post(address, typed | {"draft": "1"})
    waiting = client.get(address).text
    drafting.make_draft.func(job=found.pk, by=translator.pk)

    page = client.get(address).text
    keys = [segment.key for segment in segments(job(found.text))]
    client.post(address, {"read": keys, "hand_in": "1"})

    assert "Draft by machine" in offered
    assert "The machine is at it." in waiting
    assert page.count("By a machine (LibreTranslate); nobody has read it yet.") == 2
    assert _words(job(found.text))[0] == ("Мост", False)
    assert job(found.text).state == JobState.TRANSLATED


def test_who_approves_ticks_what_is_left_unread(
    client: Client, server: Server, found: Job, translator: User
) -> None:
    _drafted(found, translator)
    client.force_login(member(Role.EDITOR, found.text.city))
    keys = [segment.key for segment in segments(job(found.text))]

    page = client.get(f"{DESK}{found.pk}/").text
    client.post(f"{DESK}{found.pk}/read/", {"read": keys[:2]})

    assert 'form="read-form"' in page
    assert [is_machine for _w, is_machine in _words(job(found.text))] == [False, False, True]


def test_a_site_without_a_translator_offers_no_draft(
    client: Client, found: Job, translator: User
) -> None:
    client.force_login(translator)

    assert "Draft by machine" not in client.get(f"{DESK}{found.pk}/").text
