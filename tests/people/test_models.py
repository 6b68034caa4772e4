import pytest
from django.db import IntegrityError
from wagtail.permissions import policy_registry

from citytocity.ledger.models import Activity
from citytocity.people.models import User
from tests.factories.people import user

pytestmark = pytest.mark.django_db


def test_an_address_belongs_to_one_account_whatever_its_capitals() -> None:
    user(email="anna@example.org")

    with pytest.raises(IntegrityError):
        user(email="Anna@example.org")


def test_people_sign_in_with_any_capitals_in_their_address() -> None:
    anna = user(email="anna@example.org")

    assert User.objects.get_by_natural_key("ANNA@example.org") == anna


def test_an_account_needs_an_address() -> None:
    with pytest.raises(ValueError, match=r"A user needs an e-mail address\."):
        user(email="")


def test_an_officer_may_edit_the_register_and_is_no_administrator() -> None:
    officer = user(officer=True)

    assert officer.has_perm("wagtailadmin.access_admin")
    assert policy_registry.get_by_type(Activity).user_has_permission(officer, "change")
    assert not officer.has_perm("people.change_user")


def test_an_administrator_may_do_everything() -> None:
    assert user(admin=True).has_perm("people.change_user")


def test_a_new_account_may_do_nothing() -> None:
    assert user().get_all_permissions() == set()
