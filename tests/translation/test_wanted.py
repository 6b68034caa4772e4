"""Translators see the newest and most read first."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from citytocity.ledger.models import Activity
from citytocity.people.enums import Role
from citytocity.readings.actions import keep
from citytocity.translation import actions
from citytocity.translation.models import Text
from citytocity.translation.models.text import rank
from citytocity.translation.wanted import note_readings
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.people import member
from tests.factories.translation import on_the_desk, written

pytestmark = pytest.mark.django_db


def test_a_storys_readings_are_those_of_its_address_in_every_language() -> None:
    text = on_the_desk(written("Eine Brücke", "Eins.", of=city("Duisburg"), slug="bridge"))
    keep({("de", "cities/duisburg/bridge/"): 2, ("ru", "cities/duisburg/bridge/"): 5})

    assert note_readings() == 1

    text.refresh_from_db()
    assert (text.readings, text.rank) == (7, rank(text.changed, 7))


def test_a_records_readings_are_those_of_its_page() -> None:
    record = ledger.activity(title={"de": "Fest"}, host=city("Duisburg"), slug="fest")
    actions.take_in_records(Activity, [record.pk])
    keep({("de", "activities/fest/"): 3, ("de", "activities/"): 9, ("de", "results/fest/"): 9})

    note_readings()

    assert Text.objects.get(record_key=record.pk, kind__model="activity").readings == 3


def test_a_text_that_nobody_reads_any_more_falls_back() -> None:
    text = on_the_desk(written("Eine Brücke", "Eins.", of=city("Duisburg")))
    Text.objects.update(readings=100)

    assert (note_readings(), note_readings()) == (1, 0)

    text.refresh_from_db()
    assert (text.readings, text.rank) == (0, text.changed)


def test_each_doubling_of_readings_is_worth_three_days() -> None:
    now = timezone.now()

    assert rank(now, 0) == now
    assert rank(now, 1) == now + datetime.timedelta(days=3)
    assert rank(now, 3) == now + datetime.timedelta(days=6)


def test_many_texts_ask_as_much_as_one(django_assert_max_num_queries) -> None:
    duisburg = city("Duisburg")
    for number in range(3):
        on_the_desk(written(f"Brücke {number}", "Eins.", of=duisburg, slug=f"bridge-{number}"))
    keep({("de", f"cities/duisburg/bridge-{number}/"): 1 + number for number in range(3)})

    with django_assert_max_num_queries(10):
        note_readings()

    assert list(Text.objects.order_by("title").values_list("readings", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", ["Gelesen", "Neu", "Alt"]),
        ("?order=new", ["Neu", "Gelesen", "Alt"]),
        ("?order=read", ["Alt", "Gelesen", "Neu"]),
    ],
)
def test_the_desk_shows_what_is_wanted_most_first(
    client: Client, asked: str, titles: list[str]
) -> None:
    client.force_login(member(Role.TRANSLATOR, pair="de ru"))
    duisburg, now = city("Duisburg"), timezone.now()
    for title, days, readings in (("Neu", 0, 0), ("Gelesen", 5, 100), ("Alt", 90, 1000)):
        text = on_the_desk(written(title, "Eins.", of=duisburg))
        text.readings = readings
        text.note_change(now - datetime.timedelta(days))
        text.save()

    page = client.get(f"/admin/translation/{asked}").text

    assert re.findall(r'href="/admin/translation/\d+/"[^>]*>\s*(\w+)', page) == titles
