from pathlib import Path

import pytest
from wagtail.models import Page, Revision, Site
from wagtail_localize.models import StringTranslation, Translation

from citytocity.stories.models import CityPage, StoryPage, TopicPage
from citytocity.website.importing import load_pages
from citytocity.website.models import HomePage, PlainPage
from citytocity.website.page_files import PagesRefusedError
from tests.factories import cities, ledger

pytestmark = pytest.mark.django_db

PAGES = """
home: {lead: girl, claim: {en: Cities talk., ru: Города говорят.}}
cities:
  - city: perm
    standfirst: {en: On the Kama., ru: На Каме.}
    body: [{paragraph: {en: A gallery., ru: Галерея.}}]
topics:
  - {theme: culture, intro: {en: What we stage., ru: Что мы ставим.}}
stories:
  - slug: girl
    city: perm
    dated: 2018-11-12
    title: {en: A bronze girl, ru: Бронзовая девочка}
    standfirst: {en: One stage., ru: Одна сцена.}
    topics: [culture]
    cities: [perm, oxford]
    activities: [still-we-rise]
    credits: [{role: author, name: {en: The team, ru: Команда}}]
    body:
      - heading: {en: Before, ru: До}
      - paragraph: {en: "It <b>began</b>.\\n\\nThen more.", ru: "<b>Началось</b>.\\n\\nИ дальше."}
      - facts: {activity: still-we-rise}
      - comparison:
          title: {en: Rivers, ru: Реки}
          first: {city: perm, text: {en: The Kama, ru: Кама}}
          second: {city: oxford, text: {en: The Thames, ru: Темза}}
pages:
  - {slug: about, title: {en: About}, body: [{paragraph: {en: Who we are.}}]}
"""


@pytest.fixture
def register() -> None:
    perm, oxford = cities.cities("Perm", "Oxford")
    ledger.theme("culture", name={"en": "Culture", "ru": "Культура"})
    ledger.activity(perm, host=oxford, slug="still-we-rise")


@pytest.fixture
def pages(tmp_path: Path, register: None) -> Path:
    path = tmp_path / "pages.yaml"
    path.write_text(PAGES, encoding="utf-8")
    return path


def test_a_file_of_pages_makes_the_site_in_every_language_it_is_written_in(pages: Path) -> None:
    load_pages(pages)

    assert sorted(story.locale.language_code for story in StoryPage.objects.live()) == ["en", "ru"]
    assert sorted(page.title for page in CityPage.objects.live()) == ["Perm", "Perm"]
    assert {topic.intro for topic in TopicPage.objects.live()} == {
        "What we stage.",
        "Что мы ставим.",
    }
    assert [page.title for page in PlainPage.objects.live()] == ["About"]
    assert HomePage.objects.count() == 6
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="en")


def test_a_translated_story_says_the_same_of_the_register_in_its_own_words(pages: Path) -> None:
    load_pages(pages)

    story = StoryPage.objects.get(locale__language_code="ru")
    assert (story.title, story.standfirst) == ("Бронзовая девочка", "Одна сцена.")
    assert [credit.name for credit in story.credits.all()] == ["Команда"]
    assert sorted(city.slug for city in story.cities.all()) == ["oxford", "perm"]
    assert [activity.slug for activity in story.activities.all()] == ["still-we-rise"]
    assert story.body[1].value.source == "<p><b>Началось</b>.</p><p>И дальше.</p>"
    assert story.body[3].value["second"]["text"].source == "<p>Темза</p>"
    assert story.body[3].value["second"]["city"].slug == "oxford"
    assert story.url_path.endswith("/cities/perm/girl/")


def test_blocks_of_two_languages_stand_beside_each_other(pages: Path) -> None:
    load_pages(pages)

    english, russian = StoryPage.objects.order_by("locale__language_code")
    assert [block.id for block in english.body] == [block.id for block in russian.body]
    assert len(english.body) == 4


def test_translators_can_go_on_where_the_file_ended(pages: Path) -> None:
    load_pages(pages)

    story = StoryPage.objects.get(locale__language_code="ru")
    translation = Translation.objects.get(
        source__object_id=story.translation_key, target_locale=story.locale
    )
    total, translated = translation.get_progress()
    assert (total, translated) == (9, 9)
    assert StringTranslation.objects.filter(has_error=True).count() == 0


def test_the_home_pages_show_the_lead_story_in_their_language(pages: Path) -> None:
    load_pages(pages)

    leads = {home.locale.language_code: home.lead for home in HomePage.objects.exclude(claim="")}
    assert leads == {
        code: StoryPage.objects.get(locale__language_code=code) for code in ("en", "ru")
    }


def test_loading_a_file_twice_changes_nothing(pages: Path) -> None:
    load_pages(pages)
    before = list(Page.objects.order_by("pk").values()), Revision.objects.count()

    load_pages(pages)

    assert (list(Page.objects.order_by("pk").values()), Revision.objects.count()) == before


def test_a_changed_word_changes_that_page_only(pages: Path) -> None:
    load_pages(pages)
    count = Page.objects.count()
    pages.write_text(PAGES.replace("Одна сцена.", "Две сцены."), encoding="utf-8")

    load_pages(pages)

    assert Page.objects.count() == count
    assert {story.standfirst for story in StoryPage.objects.live()} == {"One stage.", "Две сцены."}


def test_an_unknown_id_is_named_with_its_file_and_page_and_nothing_is_changed(
    pages: Path,
) -> None:
    pages.write_text(PAGES.replace("activity: still-we-rise", "activity: stil"), encoding="utf-8")

    with pytest.raises(PagesRefusedError) as refused:
        load_pages(pages)

    assert str(refused.value) == (
        "pages.yaml, stories/girl: “activity” names “stil”, which the register does not have."
    )
    assert StoryPage.objects.count() == 0


def test_words_missing_in_a_language_are_named_with_what_stands_beside_them(pages: Path) -> None:
    pages.write_text(PAGES.replace("{en: Before, ru: До}", "{en: Before}"), encoding="utf-8")

    with pytest.raises(PagesRefusedError) as refused:
        load_pages(pages)

    assert str(refused.value) == (
        "pages.yaml, stories/girl: Words in “ru” are missing beside “Before”."
    )


def test_a_comma_that_cuts_words_in_two_is_noticed(pages: Path) -> None:
    pages.write_text(PAGES.replace("ru: До}", "ru: До, и после}"), encoding="utf-8")

    with pytest.raises(PagesRefusedError) as refused:
        load_pages(pages)

    assert str(refused.value) == (
        "pages.yaml, stories/girl: “и после” is no language. "
        "Put words with a comma in quotation marks."
    )


def test_a_story_needs_the_page_of_its_city_in_each_of_its_languages(pages: Path) -> None:
    without = PAGES.replace(
        "standfirst: {en: On the Kama., ru: На Каме.}\n    body: "
        "[{paragraph: {en: A gallery., ru: Галерея.}}]",
        "standfirst: {en: On the Kama.}",
    )
    pages.write_text(without, encoding="utf-8")

    with pytest.raises(PagesRefusedError) as refused:
        load_pages(pages)

    assert str(refused.value) == (
        "pages.yaml, stories/girl: It is written in “ru”, but its city “perm” has no page in it."
    )
