"""Hours that were kept before anything bounded them are brought to a time that has clocks."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.factories.cities import city
from tests.factories.visits import item, visit

pytestmark = pytest.mark.django_db

hours = import_module("citytocity.visits.migrations.0002_sights_and_hours")


@pytest.fixture
def unbounded() -> Iterator[None]:
    """As it was before: the database takes any year."""
    if not settings.ON_SQLITE:
        drop = "ALTER TABLE visits_programmeitem DROP CONSTRAINT visits_item_is_of_our_time"
        connection.cursor().execute(drop)
        yield
        return
    connection.cursor().execute("PRAGMA ignore_check_constraints = ON")
    yield
    connection.cursor().execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.parametrize(
    ("starts", "ends", "brought"),
    [
        ("0218-06-12 10:00", "0218-06-12 11:00", ("2018-06-11 10:00", None)),
        ("1018-06-12 10:00", "2018-06-12 11:00", ("2018-06-11 10:00", "2018-06-12 11:00")),
        ("2918-06-12 10:00", "", ("2018-06-11 10:00", None)),
        ("2018-06-12 10:00", "2918-06-12 11:00", ("2018-06-12 10:00", None)),
        ("2018-06-12 10:00", "2018-06-12 11:00", ("2018-06-12 10:00", "2018-06-12 11:00")),
    ],
)
@pytest.mark.usefixtures("unbounded")
def test_an_item_of_another_age_goes_to_the_first_day_of_the_visit(
    starts: str, ends: str, brought: tuple[str, str | None]
) -> None:
    one = item(visit(city("Oxford"), to=city("Perm")), starts, ends)

    hours.bring_to_our_time(apps, None)

    one.refresh_from_db()
    ended = f"{one.finishes:%Y-%m-%d %H:%M}" if one.finishes else None
    assert (f"{one.begins:%Y-%m-%d %H:%M}", ended) == brought


@pytest.mark.parametrize("when", ["", "1818"])
@pytest.mark.usefixtures("unbounded")
def test_where_the_visit_has_no_such_day_it_goes_to_the_day_the_folder_was_opened(
    when: str,
) -> None:
    folder = visit(city("Oxford"), to=city("Perm"), when=when)
    one = item(folder, "0001-01-01 06:00", zone="America/New_York")

    hours.bring_to_our_time(apps, None)

    one.refresh_from_db()
    assert one.begins.date() == folder.opened.astimezone(one.clocks).date()
