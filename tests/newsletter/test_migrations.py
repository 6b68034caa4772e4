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
from citytocity.newsletter.enums import IssueState
from citytocity.newsletter.models import Delivery, Issue, Reader, Wave
from citytocity.newsletter.sending import send_due
from citytocity.people.models import User
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.stories import story

pytestmark = pytest.mark.django_db

keys = import_module("citytocity.newsletter.migrations.0005_keys_of_addresses")
waves = import_module("citytocity.newsletter.migrations.0006_a_wave_for_each_delivery")
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


def test_each_reader_of_before_gets_the_key_of_her_address() -> None:
    anna = reader()
    Reader.objects.update(address_key="")

    keys.a_key_for_each_address(apps, None)

    anna.refresh_from_db()
    assert anna.address_key == key_of(anna.email)
