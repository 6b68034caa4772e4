"""The desk in the admin, as its translators and editors open it."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.translation import actions
from citytocity.translation.doubts import doubts_of
from citytocity.translation.engines import segments
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Text
from citytocity.translation.segments import mark_of
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.glossary import term
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


@pytest.fixture
def translated_before(translator: User) -> Job:
    """A text of which another has been translated in the same words."""
    term("Stadtarchiv", "городской архив", note="So nennt es sich selbst.")
    duisburg = city("Duisburg")
    before = job(on_the_desk(written("Alt", "Im Stadtarchiv liegt ein Brief.", of=duisburg)))
    told = segments(before)
    words = {s.key: "В городском архиве лежит письмо." for s in told if "Brief" in s.source}
    actions.save_words(before, words, seen={}, by=translator)
    return job(on_the_desk(written("Neu", "Im Stadtarchiv liegt ein Brief.", of=duisburg)))


def _boxes(page: str) -> dict[str, str]:
    return dict(re.findall(r'<textarea name="words-(\d+)".*?>(.*?)</textarea>', page, re.DOTALL))


def test_known_words_and_earlier_translations_stand_beside_a_passage(
    client: Client, translated_before: Job
) -> None:
    page = client.get(f"{DESK}{translated_before.pk}/").text

    assert '<span lang="de" dir="ltr">Stadtarchiv</span> → ' in page
    assert "So nennt es sich selbst." in page
    assert "В городском архиве лежит письмо." in page
    assert "the same words · Alt" in page
    assert set(_boxes(page).values()) == {""}


def test_an_earlier_translation_is_taken_over_and_nothing_is_saved_or_lost(
    client: Client, translated_before: Job
) -> None:
    (title, _standfirst, letter) = segments(translated_before)
    typed = _typed(translated_before, ["Нов", "", "Почти"])
    taken = mark_of("В городском архиве лежит письмо.")

    page = client.post(
        f"{DESK}{translated_before.pk}/", typed | {"take": f"{letter.key}:{taken}"}
    ).text

    assert "Taken over into its box. Nothing is saved yet." in page
    assert _boxes(page)[title.key] == "Нов"
    assert _boxes(page)[letter.key] == "В городском архиве лежит письмо."
    assert job(translated_before.text).done == 0


def test_a_translation_that_is_gone_is_not_taken_over(
    client: Client, translated_before: Job
) -> None:
    letter = segments(translated_before)[2]
    typed = _typed(translated_before, ["", "", "Почти"])

    page = client.post(f"{DESK}{translated_before.pk}/", typed | {"take": f"{letter.key}:x"}).text

    assert "This translation is not there any more. Nothing is saved yet." in page
    assert _boxes(page)[letter.key] == "Почти"


def test_who_takes_over_still_writes_over_nobody(client: Client, translated_before: Job) -> None:
    client.force_login(member(Role.HOST))
    letter = segments(translated_before)[2]
    typed = _typed(translated_before, ["", "", ""])
    taken = mark_of("В городском архиве лежит письмо.")
    client.post(f"{DESK}{translated_before.pk}/", _typed(translated_before, ["Мой", "", ""]))

    page = client.post(
        f"{DESK}{translated_before.pk}/", typed | {"take": f"{letter.key}:{taken}"}
    ).text

    title = segments(translated_before)[0]
    (seen,) = re.findall(rf'name="seen-{title.key}" value="(\w*)"', page)
    assert seen == mark_of("")


def test_a_doubt_is_shown_and_answered_in_the_page(client: Client, translated_before: Job) -> None:
    address = f"{DESK}{translated_before.pk}/"
    typed = _typed(translated_before, ["Нов", "Кратко.", "В подвале лежит письмо."])

    page = client.post(address, typed | {"hand_in": "1"}).text

    assert "1 passage is marked: change it, or say that it is meant so." in page
    assert "В подвале лежит письмо." in page
    assert job(translated_before.text).state == JobState.CLAIMED
    (mark,) = re.findall(r'name="meant" value="(\w+)"', page)
    typed = _typed(translated_before, ["Нов", "Кратко.", "В подвале лежит письмо."])
    client.post(address, typed | {"meant": mark, "hand_in": "1"})
    assert job(translated_before.text).state == JobState.TRANSLATED


def test_a_reviewer_sees_what_the_translator_answered(
    client: Client, translated_before: Job, translator: User
) -> None:
    words = ["Нов", "Кратко.", "В подвале лежит письмо."]
    told = segments(translated_before)
    by_key = dict(zip((s.key for s in told), words, strict=True))
    actions.save_words(translated_before, by_key, seen={}, by=translator)
    found = job(translated_before.text)
    marks = [d.mark for several in doubts_of(found, segments(found)).values() for d in several]
    actions.save_words(found, {}, seen={}, by=translator, meant=marks)
    actions.hand_in(job(found.text), by=translator)
    client.force_login(member(Role.EDITOR, found.text.city))

    page = client.get(f"{DESK}{found.pk}/").text

    assert "It is meant so." in page
    assert 'name="meant"' not in page


def test_a_page_of_many_passages_asks_as_much_as_one_of_few(
    client: Client, translator: User
) -> None:
    duisburg = city("Duisburg")
    few = job(on_the_desk(written("Kurz", "Eins.", of=duisburg)))
    paragraphs = [f"Absatz {n} über den Fluss." for n in range(80)]
    many = job(on_the_desk(written("Lang", *paragraphs, of=duisburg)))
    client.get(f"{DESK}{few.pk}/")

    with _counted() as of_few:
        client.get(f"{DESK}{few.pk}/")
    with _counted() as of_many:
        client.get(f"{DESK}{many.pk}/")

    assert len(of_few) == len(of_many) <= 25


def test_an_editor_says_by_when_a_text_is_wanted_in_every_language(
    client: Client, found: Job
) -> None:
    day = timezone.localdate() + datetime.timedelta(days=9)
    client.force_login(member(Role.EDITOR, found.text.city))

    client.post(f"{DESK}{found.pk}/wanted-by/", {"day": day.isoformat()})
    assert set(found.text.jobs.values_list("due", flat=True)) == {day, None}
    client.post(f"{DESK}{found.pk}/wanted-by/", {"day": day.isoformat(), "everywhere": "on"})
    assert set(found.text.jobs.values_list("due", flat=True)) == {day}
    client.post(f"{DESK}{found.pk}/wanted-by/", {"day": "", "everywhere": "on"})
    assert set(found.text.jobs.values_list("due", flat=True)) == {None}


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2018-09-14", "This day is over. Choose a later one."),
        ("next week", "Write the day like 2018-09-14 or 14.09.2018."),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_box(
    client: Client, found: Job, day: str, message: str
) -> None:
    client.force_login(member(Role.HOST))

    page = client.post(f"{DESK}{found.pk}/wanted-by/", {"day": day}).text

    assert message in page
    assert f'value="{day}"' in page
    assert job(found.text).due is None


def test_a_translator_sets_no_day(client: Client, translator: User, found: Job) -> None:
    day = timezone.localdate().isoformat()

    assert client.post(f"{DESK}{found.pk}/wanted-by/", {"day": day})["Location"] == "/admin/"
    assert job(found.text).due is None
    assert "Wanted by a day" not in client.get(f"{DESK}{found.pk}/").text


def test_the_list_marks_what_is_overdue_and_sorts_by_the_day(client: Client, found: Job) -> None:
    client.force_login(member(Role.HOST))
    late, soon = job(found.text, "en"), job(found.text, "fr")
    Job.objects.filter(pk=late.pk).update(due=datetime.date(2018, 9, 14))
    Job.objects.filter(pk=soon.pk).update(due=timezone.localdate())

    sorted_page = client.get(f"{DESK}?ordering=due").text
    overdue = client.get(f"{DESK}?waits=overdue").text

    order = [int(key) for key in re.findall(rf'href="{DESK}(\d+)/"', sorted_page)]
    assert order[:2] == [late.pk, soon.pk]
    assert "14 September 2018, overdue" in sorted_page
    assert [int(key) for key in re.findall(rf'href="{DESK}(\d+)/"', overdue)] == [late.pk]


def test_the_list_tells_how_far_each_language_is(client: Client, found: Job) -> None:
    client.force_login(member(Role.HOST))
    Job.objects.filter(text=found.text, language="it").update(
        state=JobState.PUBLISHED, version_seen=1, done=3, total=3
    )
    Job.objects.filter(text=found.text, language="fr").update(due=datetime.date(2018, 9, 14))

    page = client.get(DESK).text

    assert re.search(r"Italiano</a> <progress.*?<span>1 of 1 text</span>", page)
    assert re.search(r"Français</a> <progress.*?0 of 1 text · <strong>1 overdue</strong>", page)


def test_a_new_word_begins_with_the_languages_of_the_text(
    client: Client, translator: User, found: Job
) -> None:
    page = client.get(f"{DESK}{found.pk}/").text
    (address,) = re.findall(r'href="(/admin/glossary/new/[^"]*)"', page)

    form = client.get(address.replace("&amp;", "&")).text

    assert '<option value="de" selected>' in form
    assert '<option value="ru" selected>' in form


def test_a_contradiction_is_told_beside_the_word_and_nothing_is_lost(
    client: Client, translator: User
) -> None:
    term("Stadtarchiv", "городской архив")
    typed = {"from_language": "de", "to_language": "ru", "source": "stadtarchiv", "target": "склад"}

    page = client.post("/admin/glossary/new/", typed).text

    assert "This word has the entry “Stadtarchiv → городской архив” already" in page
    assert 'value="склад"' in page


def test_of_a_record_too_both_versions_are_shown(client: Client) -> None:
    perm, duisburg = cities("Perm", "Duisburg")
    record = ledger.activity(duisburg, host=perm, title={"de": "Ein Fest"})
    actions.take_in_records(type(record), [record.pk])
    found = job(Text.objects.get(kind__model="activity", record_key=record.pk))
    client.force_login(member(Role.HOST))
    seen = {"seen-title": segments(found)[0].mark}
    client.post(f"{DESK}{found.pk}/", seen | {"words-title": "Праздник"})

    page = client.post(f"{DESK}{found.pk}/", seen | {"words-title": "Торжество"}).text

    assert "Somebody else saved this passage while you had it open." in page
    assert re.search(r"Saved meanwhile:</strong> <span[^>]*>Праздник</span>", page)
    assert ">Торжество</textarea>" in page
    assert segments(job(found.text))[0].words == "Праздник"


def test_a_step_that_there_is_not_is_no_page(client: Client, translator: User, found: Job) -> None:
    assert client.post(f"{DESK}{found.pk}/burn/").status_code == 404
