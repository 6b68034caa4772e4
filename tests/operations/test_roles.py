import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from citytocity.operations.roles import OFFICE, keep_groups
from tests.factories.people import user

pytestmark = pytest.mark.django_db


def test_the_office_may_edit_the_register_and_files_but_no_accounts() -> None:
    officer = user(officer=True)

    assert officer.has_perms(
        [
            "wagtailadmin.access_admin",
            "cities.add_city",
            "sources.change_source",
            "ledger.delete_activity",
        ]
    )
    assert not officer.has_perm("people.change_user")


def test_editors_may_publish_pages_and_not_touch_the_register() -> None:
    editor = user(editor=True)

    tester = Page.get_first_root_node().permissions_for_user(editor)
    assert (tester.can_add_subpage(), tester.can_publish_subpage()) == (True, True)
    assert not editor.has_perm("ledger.change_activity")


@pytest.mark.parametrize("role", ["officer", "editor"])
def test_members_may_open_the_office(client: Client, role: str) -> None:
    client.force_login(user(**{role: True}))

    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_who_is_in_no_group_may_not_open_the_office(client: Client) -> None:
    client.force_login(user())

    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_groups_are_kept_twice_without_a_difference() -> None:
    keep_groups()
    before = _rights()

    keep_groups()

    assert _rights() == before


def test_what_the_town_hall_gave_a_group_stays() -> None:
    keep_groups()
    office = Group.objects.get(name=OFFICE)
    office.permissions.add(office.permissions.model.objects.get(codename="add_user"))

    keep_groups()

    assert office.permissions.filter(codename="add_user").exists()


def _rights() -> list[tuple[str, int, int, int]]:
    return [
        (
            group.name,
            group.permissions.count(),
            group.page_permissions.count(),
            group.collection_permissions.count(),
        )
        for group in Group.objects.order_by("name")
    ]
