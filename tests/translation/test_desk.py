"""The desk in the admin, as its translators and editors open it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.translation import actions
from citytocity.translation.engines import segments
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job
from tests.factories.cities import cities, city
from tests.factories.people import member
from tests.factories.translation import job, on_the_desk, rewritten, written

pytestmark = pytest.mark.django_db
DESK = "/admin/translation/"


@pytest.fixture
def translator(client: Client) -> User:
    somebody = member(Role.TRANSLATOR, pair="de ru")
    client.force_login(somebody)
    return somebody


@pytest.fixture
def found() -> Job:
    story = written("Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.")
    return job(on_the_desk(story))


def _typed(found: Job, words: list[str]) -> dict[str, str]:
    passages = segments(found)
    typed = {f"words-{s.key}": text for s, text in zip(passages, words, strict=True)}
    return typed | {f"seen-{s.key}": s.mark for s in passages}


def test_a_translator_sees_what_waits_for_the_own_pair_alone(
    client: Client, translator: User, found: Job
) -> None:
    page = client.get(DESK).text

    assert f'href="/admin/translation/{found.pk}/"' in page
    assert f'href="/admin/translation/{job(found.text, "it").pk}/"' not in page


def test_a_text_is_translated_and_handed_in(client: Client, translator: User, found: Job) -> None:
    words = _typed(found, ["Мост", "Кратко.", "Первый абзац."])

    answer = client.post(f"{DESK}{found.pk}/", words | {"hand_in": "1"})

    assert answer["Location"] == f"{DESK}{found.pk}/"
    assert job(found.text).state == JobState.TRANSLATED


def test_both_versions_are_shown_where_two_saved_the_same_passage(
    client: Client, found: Job
) -> None:
    client.force_login(member(Role.HOST))
    first, second = (_typed(found, [words, "", ""]) for words in ("Мост", "Переправа"))
    client.post(f"{DESK}{found.pk}/", first)

    page = client.post(f"{DESK}{found.pk}/", second).text

    assert "Somebody else saved this passage while you had it open." in page
    assert "Мост" in page
    assert ">Переправа</textarea>" in page


def test_what_is_not_finished_is_kept_and_said(
    client: Client, translator: User, found: Job
) -> None:
    words = _typed(found, ["Мост", "", ""])

    page = client.post(f"{DESK}{found.pk}/", words | {"hand_in": "1"}).text

    assert "2 of 3 passages have no translation yet." in page
    assert job(found.text).done == 1


def test_changed_passages_are_marked_beside_the_old_translation(
    client: Client, translator: User
) -> None:
    story = written("Eine Brücke", "Erster Absatz.", of=city("Duisburg"), standfirst="Kurz.")
    found = job(on_the_desk(story))
    client.post(f"{DESK}{found.pk}/", _typed(found, ["Мост", "Кратко.", "Первый абзац."]))
    actions.hand_in(job(found.text), by=translator)
    actions.approve(job(found.text), by=member(Role.HOST))

    on_the_desk(rewritten(story, 0, "Erster neuer Absatz."))
    page = client.get(f"{DESK}{found.pk}/").text

    assert "The original has changed since this was translated." in page
    assert re.search(r"<ins>\s*neuer\s*</ins>", page)
    assert "Первый абзац." in page


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CHECKER, Role.REGISTRAR])
def test_other_roles_have_no_desk(client: Client, found: Job, role: Role) -> None:
    client.force_login(member(role, found.text.city))

    assert client.get(DESK)["Location"] == "/admin/"
    assert client.get(f"{DESK}{found.pk}/")["Location"] == "/admin/"


def test_an_editor_sees_the_texts_of_the_own_city_alone(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    own = job(on_the_desk(written("Eine Brücke", "Eins.", of=duisburg)))
    other = job(on_the_desk(written("Geheim", "Zwei.", of=oxford)))
    client.force_login(member(Role.EDITOR, duisburg))

    page = client.get(DESK).text

    assert "Eine Brücke" in page
    assert "Geheim" not in page
    assert client.get(f"{DESK}{own.pk}/").status_code == 200
    assert client.get(f"{DESK}{other.pk}/")["Location"] == "/admin/"


def _counted() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


def test_the_desk_asks_as_much_for_one_text_as_for_three(client: Client) -> None:
    duisburg = city("Duisburg")
    client.force_login(member(Role.HOST))
    on_the_desk(written("Eins", "Eins.", of=duisburg))
    with _counted() as one:
        client.get(DESK)
    for title in ("Zwei", "Drei"):
        on_the_desk(written(title, "Eins.", of=duisburg))

    with _counted() as three:
        client.get(DESK)

    assert len(one) == len(three) <= 25


def test_what_is_done_is_shown_only_to_who_asks_for_it(client: Client, found: Job) -> None:
    client.force_login(member(Role.HOST))
    Job.objects.filter(pk=found.pk).update(
        state=JobState.PUBLISHED, version_seen=1, done=3, total=3
    )
    link = f'href="/admin/translation/{found.pk}/"'

    assert link not in client.get(DESK).text
    assert link in client.get(f"{DESK}?waits=all").text
    assert link in client.get(f"{DESK}?state=published").text


def test_what_was_typed_is_shown_where_somebody_else_has_taken_the_text(
    client: Client, translator: User, found: Job
) -> None:
    typed = _typed(found, ["Мост", "", ""])
    actions.claim(found, by=member(Role.TRANSLATOR, pair="de ru"))

    page = client.post(f"{DESK}{found.pk}/", typed).text

    assert "Not saved: Somebody else is at it" in page
    assert "Мост" in page
