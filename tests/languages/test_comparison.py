import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.admin.panels import FieldPanel

from citytocity.cities.models import City
from citytocity.languages.comparison import WordsComparison
from tests.factories.cities import city


def comparison(before: dict, after: dict) -> WordsComparison:
    panel = FieldPanel("name").bind_to_model(City)
    compare = panel.get_comparison_class()
    assert compare is WordsComparison
    return compare(City._meta.get_field("name"), City(name=before), City(name=after))


def test_a_change_is_shown_in_its_language() -> None:
    change = comparison({"en": "Perm", "ru": "Пермь"}, {"en": "Molotov", "ru": "Пермь"})

    assert change.has_changed()
    assert change.htmldiff() == (
        '<p lang="en" dir="ltr"><b>English:</b> '
        '<span class="deletion">Perm</span><span class="addition">Molotov</span></p>'
        '<p lang="ru" dir="ltr"><b>Русский:</b> Пермь</p>'
    )


def test_a_language_that_was_added_is_shown_as_an_addition() -> None:
    change = comparison({"en": "Perm"}, {"en": "Perm", "de": "Perm <Stadt>"})

    assert change.htmldiff() == (
        '<p lang="en" dir="ltr"><b>English:</b> Perm</p>'
        '<p lang="de" dir="ltr"><b>Deutsch:</b> '
        '<span class="addition">Perm &lt;Stadt&gt;</span></p>'
    )


def test_another_original_is_a_change() -> None:
    change = comparison({"en": "Perm", "ru": "Пермь"}, {"ru": "Пермь", "en": "Perm"})

    with translation.override("en"):
        html = change.htmldiff()

    assert change.has_changed()
    assert html.startswith(
        '<p><b>Original:</b> <span class="deletion">English</span>'
        '<span class="addition">Русский</span></p>'
    )


def test_the_same_text_has_not_changed() -> None:
    assert not comparison({"en": "Perm"}, {"en": "Perm"}).has_changed()


@pytest.mark.django_db
def test_the_admin_shows_what_changed_between_two_revisions(admin_client: Client) -> None:
    record = city(slug="perm", name={"en": "Perm"})
    before = record.save_revision()
    record.name = {"en": "Perm", "ru": "Пермь"}
    record.save()
    after = record.save_revision()

    page = admin_client.get(
        reverse(
            "wagtailsnippets_cities_city:revisions_compare", args=[record.pk, before.pk, after.pk]
        )
    )

    assert page.status_code == 200
    assert (
        '<p lang="ru" dir="ltr"><b>Русский:</b> <span class="addition">Пермь</span></p>'
        in page.content.decode()
    )
