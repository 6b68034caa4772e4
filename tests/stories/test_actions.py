"""Beginning a draft under a city's page."""

import pytest
from django.core.exceptions import PermissionDenied

from citytocity.cities.models import City
from citytocity.people.enums import Role
from citytocity.stories.actions import NoPlaceError, begin_draft, passage, place_for
from citytocity.stories.models import CityPage, StoryPage
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.people import member
from tests.factories.stories import city_page

pytestmark = pytest.mark.django_db


def _begun(of: City, **values: object) -> StoryPage:
    told = {
        "title": "Мост через Рейн",
        "standfirst": "Kurz.",
        "body": [passage("paragraph", "<p>Absatz.</p>")],
        "by": member(Role.AUTHOR, of),
    }
    parent = CityPage.objects.filter(city=of).first() or city_page(of, language="de")
    return begin_draft(parent, **told | values)


def test_a_draft_stands_under_its_city_with_its_records_and_its_author() -> None:
    duisburg, perm = cities("Duisburg", "Perm")
    twins, feast = ledger.partnership(duisburg, perm), ledger.activity(duisburg)

    story = _begun(
        duisburg,
        author="Ute Ruhr",
        about={"cities": [duisburg, perm], "partnerships": [twins], "activities": [feast]},
    )

    kept = StoryPage.objects.get(pk=story.pk)
    assert (kept.live, kept.slug, kept.original_language) == (False, "most-cherez-reyn", "de")
    told = (kept.cities, kept.partnerships, kept.activities)
    assert [list(records.all()) for records in told] == [
        [duisburg, perm],
        [twins],
        [feast],
    ]
    assert [(credit.role, credit.name) for credit in kept.credits.all()] == [("author", "Ute Ruhr")]
    assert kept.get_latest_revision_as_object().title == "Мост через Рейн"
    assert kept.body[0].id


def test_what_is_too_long_for_a_page_is_cut_and_a_second_address_is_found() -> None:
    duisburg = city("Duisburg")

    first, second = (_begun(duisburg, title="Lang " * 99, standfirst="x" * 999) for _ in range(2))

    assert (len(first.title), len(first.standfirst)) == (255, 400)
    assert first.slug != second.slug


@pytest.mark.parametrize("role", [Role.CHECKER, Role.REGISTRAR])
def test_who_does_not_write_for_the_city_begins_nothing(role: Role) -> None:
    duisburg = city("Duisburg")

    with pytest.raises(PermissionDenied):
        _begun(duisburg, by=member(role, duisburg))

    assert StoryPage.objects.count() == 0


def test_a_city_without_a_page_in_the_language_gets_a_draft_of_one() -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    there = city_page(oxford)

    page = place_for(duisburg, language="ru", by=member(Role.EDITOR, duisburg))

    assert (page.city, page.live, page.locale.language_code) == (duisburg, False, "ru")
    assert place_for(oxford, language="en", by=member(Role.EDITOR, oxford)) == there


def test_a_site_without_pages_in_the_language_says_so() -> None:
    with pytest.raises(NoPlaceError, match="no pages in this language"):
        place_for(city(), language="ru", by=member(Role.EDITOR, city("Oxford")))
