"""What makes one look twice: kept as it is, asked about once."""

import pytest

from citytocity.languages.catalogue import CONTENT_LANGUAGES
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.stories.models import StoryCredit
from citytocity.translation import actions
from citytocity.translation.actions import NotNowError
from citytocity.translation.doubts import Doubt, doubts_of
from citytocity.translation.engines import segments
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Text
from citytocity.translation.segments import Segment
from tests.factories.cities import city
from tests.factories.glossary import term
from tests.factories.people import member
from tests.factories.stories import picture, story
from tests.factories.translation import job, on_the_desk, written

pytestmark = pytest.mark.django_db


def _told(source: str, words: str, *, is_html: bool = False, target: str = "ru") -> list[str]:
    made = Job(text=Text(language="de"), language=target)
    segment = Segment(key="1", label="", source=source, words=words, is_html=is_html)
    return [str(doubt.told) for doubt in doubts_of(made, [segment]).get("1", [])]


@pytest.fixture
def translator() -> User:
    return member(Role.TRANSLATOR, pair="de ru")


@pytest.fixture
def found() -> Job:
    term("Stadtarchiv", "городской архив")
    return job(on_the_desk(written("Im Stadtarchiv", "Kurz.", of=city("Duisburg"))))


@pytest.fixture
def duisburg_with_credits() -> Job:
    shot = {"image": picture().pk, "alt": "Eine Brücke", "caption": "", "credit": "Foto: Ute"}
    body = [{"type": "picture", "value": shot | {"rights": "reserved"}, "id": "shot"}]
    made = story("Eine Brücke", of=city("Duisburg"), language="de", body=body)
    made.credits.add(StoryCredit(name="Lena vom Hafen", locale=made.locale))
    made.save()
    return job(on_the_desk(made))


def _save(found: Job, title: str, *, by: User, meant: tuple[str, ...] = ()) -> None:
    told = segments(found)
    words = {s.key: title if s.source == "Im Stadtarchiv" else "Слово" for s in told}
    seen = {s.key: s.mark for s in told}
    actions.save_words(found, words, seen=seen, by=by, meant=meant)


def _doubts(found: Job) -> list[Doubt]:
    found = job(found.text)
    return [doubt for several in doubts_of(found, segments(found)).values() for doubt in several]


def test_a_known_word_that_is_missing_is_asked_about() -> None:
    term("Stadtarchiv", "городской архив")

    (told,) = _told("Im Stadtarchiv", "В хранилище")

    assert told == (
        '“<span lang="de" dir="ltr">Stadtarchiv</span>” is usually '
        '“<span lang="ru" dir="ltr">городской архив</span>” here.'
    )
    assert _told("Im Stadtarchiv", "В городском архиве") == []


@pytest.mark.parametrize(
    ("source", "words", "lost"),
    [
        ("1.500 Menschen, 12 Chöre", "1 500 человек, 12 хоров", ""),
        ("1.500 Menschen, 12 Chöre", "1500 человек, 21 хор", "12"),
        ("Es kostet 3,50 Euro.", "Стоит 3.50 евро.", ""),
        ("Am 15.10.2007 unterschrieben", "Подписано 15 октября 2007 года", ""),
        ("Am 15.10.2007 unterschrieben", "Подписано 15 октября 2017 года", "2007"),
        ("Zwei mal 7 und 7", "Дважды 7", "7"),
        ("Im Jahr 2018 150 Gäste", "В 2018 году 150 гостей", ""),
    ],
)
def test_numbers_are_compared_however_they_are_written(source: str, words: str, lost: str) -> None:
    told = _told(source, words)

    assert told == ([f"The original has a number that is missing here: {lost}."] if lost else [])


def test_several_lost_numbers_are_told_at_once() -> None:
    (told,) = _told("Von 1994 bis 2018", "Долго")

    assert told == "The original has numbers that are missing here: 1994, 2018."


def test_numbers_in_mark_up_are_not_numbers_of_the_text() -> None:
    assert _told('Die <a id="a1">Brücke</a>', 'Мост <a id="a1">тут</a>', is_html=True) == []


def test_other_mark_up_is_asked_about() -> None:
    (told,) = _told("Die <b>große</b> Brücke", "<i>Большой</i> мост", is_html=True)

    assert told == "Its mark-up is not that of the original; missing: <b>; added: <i>."


@pytest.mark.parametrize(
    ("source", "words", "is_doubtful"),
    [
        ("Eine Brücke", "eine brücke", True),
        ("Perm", "Perm", False),
        ("1994–2018", "1994–2018", False),
    ],
)
def test_words_that_are_the_original_look_forgotten(
    source: str, words: str, is_doubtful: bool
) -> None:
    city("Perm", name={"de": "Perm", "it": "Perm"})

    told = _told(source, words, target="it")

    assert told == (["It is word for word the original."] if is_doubtful else [])


@pytest.mark.parametrize(
    ("words", "is_name", "target", "is_doubtful"),
    [
        ("Lena vom Hafen", True, "it", False),
        ("Lena vom Hafen", True, "ru", True),
        ("Lena vom Hafen", False, "it", True),
        ("Perm – Duisburg, 2018", False, "it", False),
        ("Perm – Duisburg, 2018", False, "ru", True),
        ("Perm und Duisburg", False, "it", True),
        ("https://example.org/fest info@example.org", False, "ru", False),
        ("Königstraße 5, 47051 Duisburg", False, "it", False),
        ("Königstraße 5, 47051 Duisburg", False, "ru", True),
        ("Im Jahr 2018 kamen Gäste", False, "it", True),
        ("Sommer 1994", False, "it", True),
    ],
)
def test_names_places_numbers_and_addresses_go_over_as_they_are(
    words: str, is_name: bool, target: str, is_doubtful: bool
) -> None:
    for name in ("Perm", "Duisburg"):
        city(name, name={"de": name, "it": name, "ru": f"{name} по-русски"})
    segment = Segment(key="1", label="", source=words, words=words, is_name=is_name)

    told = doubts_of(Job(text=Text(language="de"), language=target), [segment])

    assert bool(told) == is_doubtful


def test_the_credits_of_a_story_and_of_a_picture_are_names(duisburg_with_credits: Job) -> None:
    names = {segment.source for segment in segments(duisburg_with_credits) if segment.is_name}

    assert names == {"Lena vom Hafen", "Foto: Ute"}


def test_a_doubtful_passage_is_kept_and_not_handed_in(found: Job, translator: User) -> None:
    _save(found, "В хранилище", by=translator)

    with pytest.raises(NotNowError, match="1 passage is marked"):
        actions.hand_in(job(found.text), by=translator)
    assert "В хранилище" in [segment.words for segment in segments(job(found.text))]


def test_what_is_meant_so_is_handed_in(found: Job, translator: User) -> None:
    _save(found, "В хранилище", by=translator)
    (doubt,) = _doubts(found)

    _save(found, "В хранилище", by=translator, meant=(doubt.mark,))

    assert [doubt.is_meant for doubt in _doubts(found)] == [True]
    assert actions.hand_in(job(found.text), by=translator).state == JobState.TRANSLATED


def test_other_words_are_asked_about_anew(found: Job, translator: User) -> None:
    _save(found, "В хранилище", by=translator)
    (doubt,) = _doubts(found)
    _save(found, "В хранилище", by=translator, meant=(doubt.mark,))

    _save(found, "В подвале", by=translator)

    assert [doubt.is_meant for doubt in _doubts(found)] == [False]
    assert job(found.text).meant == []


def test_a_mark_of_no_doubt_is_not_kept(found: Job, translator: User) -> None:
    _save(found, "В хранилище", by=translator, meant=("0123456789abcdef",))

    assert job(found.text).meant == []


def test_all_languages_have_a_direction_for_known_words() -> None:
    term("Stadtarchiv", "الأرشيف", pair="de ar")

    (told,) = _told("Im Stadtarchiv", "هنا", target="ar")

    assert 'lang="ar" dir="rtl"' in told
    assert "ar" in CONTENT_LANGUAGES
