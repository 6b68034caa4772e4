"""What comes back of a letter finds its reader by the key of the address alone, at once."""

from typing import Any

import pytest
from django.db import connection

from citytocity.mail.addresses import key_of
from citytocity.mail.enums import Returned
from citytocity.newsletter.actions.readers import renew_keys
from citytocity.newsletter.enums import ReaderState
from citytocity.newsletter.models import Reader, Wish
from citytocity.newsletter.returning import hear
from tests.factories.newsletter import reader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("others", [0, 2])
def test_a_bounce_that_names_the_key_alone_costs_the_same_however_many_read(
    others: int, django_assert_num_queries: Any
) -> None:
    for _one in range(others):
        reader()
    anna = reader(email="anna@example.org")

    with django_assert_num_queries(12):
        hear(kind=Returned.BOUNCED, key=key_of(anna.email), reference="", words="")

    stopped = Reader.objects.filter(state=ReaderState.STOPPED)
    assert list(stopped) == [anna]


def test_the_key_is_looked_up_in_an_index() -> None:
    found = Reader.objects.filter(state=ReaderState.READING, address_key="x")

    plan = found.order_by().explain()

    if connection.vendor == "sqlite":  # PostgreSQL reads a table of no rows as it stands
        assert "USING INDEX" in plan
        assert "address_key=?" in plan


def test_readers_brought_many_at_once_have_their_keys_too() -> None:
    wish = Wish.of()

    Reader.objects.bulk_create([Reader(email="anna@example.org", language="en", wish=wish)])

    assert Reader.objects.get().address_key == key_of("anna@example.org")


def test_another_secret_makes_the_keys_anew(settings: Any) -> None:
    anna, boris = reader(), reader()
    settings.MAIL_SECRET = "another secret than the one before"

    renew_keys()

    keys = {one.pk: one.address_key for one in Reader.objects.all()}
    assert keys == {anna.pk: key_of(anna.email), boris.pk: key_of(boris.email)}
    assert keys[anna.pk] != anna.address_key


def test_who_joined_or_was_saved_since_the_secret_changed_hides_no_stale_key(
    settings: Any,
) -> None:
    first, stale = reader(), reader()
    settings.MAIL_SECRET = "another secret than the one before"
    first.save()
    reader()

    renew_keys()

    stale.refresh_from_db()
    assert stale.address_key == key_of(stale.email)


@pytest.mark.parametrize("readers", [1, 3])
def test_keys_that_are_right_cost_one_look(readers: int, django_assert_num_queries: Any) -> None:
    for _one in range(readers):
        reader()

    with django_assert_num_queries(1):
        renew_keys()
