"""Wagtail's Russian where it has gaps or bends words wrongly: ours is read first."""

import pytest
from django.test import Client
from django.utils import translation
from wagtail.admin.menu import reports_menu
from wagtail.users.models import UserProfile

from tests.factories.people import user


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("unknown number", "неизвестно сколько"),
        (
            "Proceeding will overwrite the changes you made in that window.",
            "Если продолжить, изменения из того окна пропадут.",
        ),
        (
            "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s",
            "%(model_name)s: %(start_index)s–%(end_index)s из %(items_count)s",
        ),
        ("%(model_name)s '%(object)s' deleted.", "Удалено: %(model_name)s «%(object)s»."),
    ],
)
def test_a_gap_of_wagtail_is_filled(english: str, russian: str) -> None:
    with translation.override("ru"):
        assert translation.gettext(english) == russian


@pytest.mark.parametrize("count", [1, 2, 5, 21])
def test_uses_are_counted_without_bending_the_kind(count: int) -> None:
    with translation.override("ru"):
        words = translation.ngettext(
            "This %(model_name)s is referenced %(usage_count)s time.",
            "This %(model_name)s is referenced %(usage_count)s times.",
            count,
        )

    assert words % {"model_name": "тема", "usage_count": count} == f"тема: ссылок — {count}."


@pytest.mark.django_db
def test_the_report_of_translations_is_named_in_the_language_of_each_person(
    client: Client,
) -> None:
    account = user(admin=True)
    profile = UserProfile.objects.create(user=account, preferred_language="de")
    client.force_login(account)
    names = []

    for language in ("de", "ru"):
        profile.preferred_language = language
        profile.save()
        request = client.get("/admin/").wsgi_request
        with translation.override(language):
            items = reports_menu.menu_items_for_request(request)
            names.append([str(item.label) for item in items if item.icon_name == "site"])

    assert names == [["Übersetzungen"], ["Переводы"]]
