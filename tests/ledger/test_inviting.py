"""Until when one can take part in an activity, and how: in the form, in files, on its page."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.exporting import record_as_data
from citytocity.ledger.kinds import KINDS
from citytocity.ledger.models import Activity
from tests.factories.cities import city
from tests.factories.ledger import activity, call

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"take_part_how": {}}, "take_part_how", "Say how to take part"),
        ({"when": "2998-11"}, "take_part_until", "It is over before this day."),
    ],
)
def test_a_last_day_says_how_and_is_not_after_the_end(
    values: dict[str, Any], field: str, said: str
) -> None:
    record = call(city("Perm"))
    for name, value in values.items():
        setattr(record, name, value)

    with pytest.raises(ValidationError, match=said) as refused:
        record.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()

    assert field in record.blamed.values()
    assert said in str(refused.value)


def test_a_web_address_alone_is_enough() -> None:
    record = call(city("Perm"), take_part_how={}, take_part_at="https://example.org/form")

    record.full_clean()


def test_files_have_the_day_the_words_and_the_address() -> None:
    record = call(city("Perm"), take_part_at="https://example.org/form")

    data = record_as_data(KINDS["activities"], record)

    assert data["take_part_until"] == "2998-12-01"
    assert data["take_part_how"] == {"en": "Write to the office."}
    assert data["take_part_at"] == "https://example.org/form"


def test_open_is_what_is_planned_or_going_on_and_has_not_ended() -> None:
    perm, today = city("Perm"), timezone.localdate()
    last = call(perm, take_part_until=today)
    goes_on = call(perm, status=ActivityStatus.ONGOING)
    call(perm, take_part_until=today - datetime.timedelta(days=1))
    call(perm, status=ActivityStatus.CANCELLED)
    activity(perm, when="2999", status=ActivityStatus.PLANNED)

    assert list(Activity.objects.open_to_join(today)) == [last, goes_on]


def test_the_page_invites_until_the_day_and_says_afterwards_that_it_is_over(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = call(city("Perm"), take_part_at="https://example.org/form")
    address = f"/en{record.get_absolute_url()[3:]}"

    invited = client.get(address).content.decode()
    moment = datetime.datetime(2998, 12, 3, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    afterwards = client.get(address).content.decode()

    assert "Open until 1 December 2998." in invited
    assert "Write to the office." in invited
    assert 'href="https://example.org/form" rel="external"' in invited
    assert "Taking part was open until 1 December 2998." in afterwards
    assert "example.org/form" not in afterwards


def test_who_calls_it_off_invites_nobody(client: Client) -> None:
    record = call(city("Perm"), status=ActivityStatus.CANCELLED)

    page = client.get(record.get_absolute_url()).content.decode()

    assert "2998" not in page
