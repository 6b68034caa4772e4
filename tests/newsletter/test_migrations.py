"""Issues of the time before there were waves are sent, shown and archived as all others."""

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

from citytocity.cities.models import City
from citytocity.mail.addresses import key_of
from citytocity.newsletter.actions import issues
from citytocity.newsletter.actions.readers import renew_keys
from citytocity.newsletter.enums import IssueState
from citytocity.newsletter.models import Delivery, Issue, Reader, Wave
from citytocity.newsletter.sending import send_due
from citytocity.people.models import User
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.stories import story

pytestmark = pytest.mark.django_db

keys = import_module("citytocity.newsletter.migrations.0006_a_key_for_each_address")
waves = import_module("citytocity.newsletter.migrations.0007_a_wave_for_each_delivery")
MAY_BE_NULL = {
    "sqlite": (
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, '\"wave_id\" bigint NOT NULL',"
        " '\"wave_id\" bigint NULL') WHERE name = 'newsletter_delivery'",
        "PRAGMA writable_schema = RESET",
    ),
    "postgresql": (
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE newsletter_delivery ALTER COLUMN wave_id DROP NOT NULL",
    ),
}


@pytest.fixture
def without_waves(officer: User, perm: City) -> Issue:
    """An issue on its way to two readers, in the database as it was before."""
    newsletter()
    for _one in range(2):
        reader()
    made = issues.release(issue(story("A bridge", of=perm)), seen=1, by=officer)
    with connection.cursor() as cursor:
        for statement in MAY_BE_NULL["sqlite" if settings.ON_SQLITE else "postgresql"]:
            cursor.execute(statement)
        cursor.execute("UPDATE newsletter_delivery SET wave_id = NULL")
    Wave.objects.all().delete()
    return made


def test_an_issue_without_waves_gets_the_one_at_which_it_went(without_waves: Issue) -> None:
    waves.a_wave_for_each_delivery(apps, None)
    waves.a_wave_for_each_delivery(apps, None)

    wave = Wave.objects.get()
    assert (wave.issue, wave.moment) == (without_waves, without_waves.begins)
    assert [one.wave for one in Delivery.objects.all()] == [wave, wave]


def test_it_is_sent_shown_and_archived(without_waves: Issue, client: Client, officer: User) -> None:
    waves.a_wave_for_each_delivery(apps, None)
    client.force_login(officer)

    send_due(seconds=20)

    without_waves.refresh_from_db()
    page = client.get(f"/admin/newsletter/{without_waves.pk}/").content.decode()
    assert without_waves.state == IssueState.SENT
    assert "2 of 2 letters" in page
    assert (
        "A bridge" in client.get(f"/en/newsletter/issues/{without_waves.number}/").content.decode()
    )
    assert (
        f"/newsletter/issues/{without_waves.number}/"
        in client.get("/en/newsletter/issues/").content.decode()
    )


def test_each_reader_of_before_gets_the_key_of_her_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keys, "AT_ONCE", 2)
    before = [reader() for _one in range(5)]
    Reader.objects.update(address_key="")

    keys.a_key_for_each_address(apps, None)

    assert dict(Reader.objects.values_list("email", "address_key")) == {
        one.email: key_of(one.email) for one in before
    }


def test_ended_half_way_it_goes_on_with_those_that_have_no_key() -> None:
    done, left = reader(), reader()
    Reader.objects.filter(pk=done.pk).update(address_key="there already")
    Reader.objects.filter(pk=left.pk).update(address_key="")

    keys.a_key_for_each_address(apps, None)

    assert keys.Migration.atomic is False
    assert dict(Reader.objects.values_list("pk", "address_key")) == {
        done.pk: "there already",
        left.pk: key_of(left.email),
    }


def test_what_ran_before_adds_readers_whose_keys_are_made_later() -> None:
    anna = reader(email="anna@example.org")
    names = [one.column for one in Reader._meta.concrete_fields if one.name != "address_key"]
    other = {"id": "id + 1", "key": "'k'", "email": "'b@x.org'"}
    values = ", ".join(other.get(name, name) for name in names)
    columns = ", ".join(names)

    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO newsletter_reader ({columns}) SELECT {values} FROM newsletter_reader"  # noqa: S608
        )
    renew_keys()

    boris = Reader.objects.exclude(pk=anna.pk).get()
    assert (boris.email, boris.address_key) == ("b@x.org", key_of("b@x.org"))
