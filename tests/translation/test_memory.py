"""What was translated before helps whoever translates the same or nearly the same."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import String, StringTranslation, TranslationContext

from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from citytocity.translation import actions
from citytocity.translation.engines import segments
from citytocity.translation.memory import Suggestion, suggestions
from citytocity.translation.models import Job, Text
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.people import member
from tests.factories.translation import job, on_the_desk, rewritten, written

pytestmark = pytest.mark.django_db
FESTIVAL = "Das Festival findet im Juni im Hafen von Duisburg statt."
IN_RUSSIAN = "Фестиваль пройдёт в июне в порту Дуйсбурга."


@pytest.fixture
def translator() -> User:
    return member(Role.TRANSLATOR, pair="de ru", first_name="Olga", last_name="Petrova")


def _translated(found: Job, words: dict[str, str], *, by: User) -> Job:
    told = {s.key: words.get(s.source, "Слово") for s in segments(found)}
    actions.save_words(found, told, seen={}, by=by)
    return job(found.text, found.language)


def _published(found: Job, words: dict[str, str], *, by: User) -> Job:
    handed_in = actions.hand_in(_translated(found, words, by=by), by=by)
    return actions.approve(handed_in, by=member(Role.HOST))


def _of(found: Job, source: str, *, by: User) -> list[Suggestion]:
    told = segments(found)
    (key,) = (segment.key for segment in told if segment.source == source)
    return suggestions(found, told, by=by).get(key, [])


def test_the_same_words_come_back_with_where_they_are_from(translator: User) -> None:
    duisburg = city("Duisburg")
    first = job(on_the_desk(written("Eine Brücke", FESTIVAL, of=duisburg)))
    _translated(first, {FESTIVAL: IN_RUSSIAN}, by=translator)
    second = job(on_the_desk(written("Der Hafen", FESTIVAL, of=duisburg)))

    (one,) = _of(second, FESTIVAL, by=translator)

    assert (one.words, one.likeness, one.changes) == (IN_RUSSIAN, 100, [])
    assert (one.title, one.who) == ("Eine Brücke", "Olga Petrova")
    assert one.when is not None


def test_a_suggestion_is_no_translation(translator: User) -> None:
    duisburg = city("Duisburg")
    first = job(on_the_desk(written("Eine Brücke", FESTIVAL, of=duisburg)))
    _translated(first, {FESTIVAL: IN_RUSSIAN}, by=translator)
    second = job(on_the_desk(written("Der Hafen", FESTIVAL, of=duisburg)))

    assert (second.done, second.total) == (0, 3)


def test_like_words_come_with_what_is_different(translator: User) -> None:
    duisburg = city("Duisburg")
    first = job(on_the_desk(written("Eine Brücke", FESTIVAL, of=duisburg)))
    _translated(first, {FESTIVAL: IN_RUSSIAN}, by=translator)
    changed = FESTIVAL.replace("Juni", "August")
    second = job(on_the_desk(written("Der Hafen", changed, of=duisburg)))

    (one,) = _of(second, changed, by=translator)

    assert one.words == IN_RUSSIAN
    assert 75 <= one.likeness < 100
    assert [piece for piece in one.changes if piece[0] != "same"] == [
        ("gone", "Juni"),
        ("new", "August"),
    ]


def test_other_words_are_not_suggested(translator: User) -> None:
    duisburg = city("Duisburg")
    first = job(on_the_desk(written("Eine Brücke", FESTIVAL, of=duisburg)))
    _translated(first, {FESTIVAL: IN_RUSSIAN}, by=translator)
    other = "Im Herbst reisen zwölf Lehrerinnen an die Kama."
    second = job(on_the_desk(written("Der Hafen", other, of=duisburg)))

    assert _of(second, other, by=translator) == []


def test_what_a_machine_wrote_is_not_suggested(translator: User) -> None:
    duisburg = city("Duisburg")
    first = job(on_the_desk(written("Eine Brücke", FESTIVAL, of=duisburg)))
    _translated(first, {FESTIVAL: IN_RUSSIAN}, by=translator)
    StringTranslation.objects.update(translation_type="machine")
    second = job(on_the_desk(written("Der Hafen", FESTIVAL, of=duisburg)))

    assert _of(second, FESTIVAL, by=translator) == []


def test_nothing_is_told_of_another_citys_draft_before_it_is_out() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    theirs = job(on_the_desk(written("Geheim", FESTIVAL, of=oxford, draft=True), out=False))
    host = member(Role.HOST)
    _translated(theirs, {FESTIVAL: IN_RUSSIAN}, by=host)
    own = job(on_the_desk(written("Der Hafen", FESTIVAL, of=duisburg)))
    of_duisburg = member(Role.TRANSLATOR, duisburg, pair="de ru")

    assert [one.words for one in _of(own, FESTIVAL, by=host)] == [IN_RUSSIAN]
    assert _of(own, FESTIVAL, by=of_duisburg) == []


def test_what_is_out_is_told_to_other_cities() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    host = member(Role.HOST)
    theirs = job(on_the_desk(written("Die Messe", FESTIVAL, of=oxford)))
    _published(theirs, {FESTIVAL: IN_RUSSIAN}, by=host)
    own = job(on_the_desk(written("Der Hafen", FESTIVAL, of=duisburg)))

    (one,) = _of(own, FESTIVAL, by=member(Role.TRANSLATOR, duisburg, pair="de ru"))

    assert (one.words, one.title) == (IN_RUSSIAN, "Die Messe")


@pytest.mark.parametrize("language", ["de", "ru"])
def test_what_a_city_keeps_for_some_readers_is_not_told_to_others(language: str) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    host = member(Role.HOST)
    theirs = job(on_the_desk(written("Die Messe", FESTIVAL, of=oxford)))
    _published(theirs, {FESTIVAL: IN_RUSSIAN}, by=host)
    own = job(on_the_desk(written("Der Hafen", FESTIVAL, of=duisburg)))
    page = StoryPage.objects.get(
        translation_key=theirs.text.page.object_id, locale__language_code=language
    )
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert _of(own, FESTIVAL, by=member(Role.TRANSLATOR, duisburg, pair="de ru")) == []
    assert [one.words for one in _of(own, FESTIVAL, by=host)] == [IN_RUSSIAN]


def test_records_and_pages_help_each_other(translator: User) -> None:
    perm, duisburg = cities("Perm", "Duisburg")
    title = {"de": "Kunst & Leben am Fluss", "ru": "Искусство и жизнь у реки"}
    record = ledger.activity(duisburg, host=perm, title=title)
    actions.take_in_records(type(record), [record.pk])
    page = job(on_the_desk(written("Kunst & Leben am Fluss", of=duisburg)))

    (of_record,) = _of(page, "Kunst &amp; Leben am Fluss", by=translator)

    assert of_record.words == "Искусство и жизнь у реки"

    _translated(page, {"Kunst &amp; Leben am Fluss": "Жизнь &amp; искусство"}, by=translator)
    other = ledger.activity(duisburg, host=perm, title={"de": "Kunst & Leben am Fluss"})
    actions.take_in_records(type(other), [other.pk])
    waiting = job(Text.objects.get(kind__model="activity", record_key=other.pk))

    words = {one.words for one in _of(waiting, "Kunst & Leben am Fluss", by=translator)}
    assert words == {"Искусство и жизнь у реки", "Жизнь & искусство"}


def test_marked_up_words_are_not_suggested_to_a_record(translator: User) -> None:
    perm, duisburg = cities("Perm", "Duisburg")
    bold = "Das <b>große</b> Fest"
    page = job(on_the_desk(written("Eine Brücke", bold, of=duisburg)))
    _translated(page, {bold: "<b>Большой</b> праздник"}, by=translator)
    record = ledger.activity(duisburg, host=perm, title={"de": "Das große Fest"})
    actions.take_in_records(type(record), [record.pk])
    waiting = job(Text.objects.get(kind__model="activity", record_key=record.pk))

    assert _of(waiting, "Das große Fest", by=translator) == []


def test_a_changed_passage_is_not_suggested_twice(translator: User) -> None:
    story = written("Eine Brücke", FESTIVAL, of=city("Duisburg"))
    found = job(on_the_desk(story))
    _published(found, {FESTIVAL: IN_RUSSIAN}, by=translator)
    changed = FESTIVAL.replace("Juni", "August")
    on_the_desk(rewritten(story, 0, changed))

    suggested = [one.words for one in _of(job(found.text), changed, by=translator)]

    assert suggested == [IN_RUSSIAN]


def test_a_big_memory_is_five_questions_and_soon_searched(translator: User) -> None:
    texts = [f"Absatz {n} über die Stadt am Fluss, Haus {n * 7}." for n in range(80)]
    story = written("Lang", *texts, of=city("Duisburg"))
    found = job(on_the_desk(story))
    _remembered(found, 5_000)
    told = segments(found)
    suggestions(found, told[:1], by=translator)

    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        made = suggestions(job(found.text), told, by=translator)

    assert len(made) >= 80
    assert len(asked) <= 7
    assert time.perf_counter() - begun < 5  # of a machine that does much else; mostly a twentieth


def _remembered(found: Job, number: int) -> None:
    """So many passages of the job's page, translated: as years of stories would leave them."""
    page = found.text.page
    assert page is not None
    german, russian = (Locale.objects.get(language_code=code) for code in ("de", "ru"))
    context = TranslationContext.objects.filter(object=page.object_id).first()
    data = [f"Absatz {n} über die Stadt am Fluss, Hof {n * 3}." for n in range(number)]
    strings = String.objects.bulk_create(
        String(locale=german, data=text, data_hash=String._get_data_hash(text)) for text in data
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=string,
            locale=russian,
            context=context,
            data=f"Абзац {n} о городе у реки.",
            translation_type="manual",
        )
        for n, string in enumerate(strings)
    )
