"""Who reads once a month: which letter is hers, and what it tells of the issues between."""

import datetime

import pytest
from django.utils import timezone

from citytocity.cities.models import City
from citytocity.newsletter.actions import issues
from citytocity.newsletter.enums import DeliveryState, Rhythm
from citytocity.newsletter.models import Delivery, Issue
from citytocity.people.models import User
from tests.factories.cities import city
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import user
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def switched_on() -> None:
    newsletter()


@pytest.fixture
def officer() -> User:
    return user(officer=True)


@pytest.fixture
def perm() -> City:
    return city("Perm", host=True)


def _on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime.datetime.fromisoformat(f"{day}T10:00:00+00:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.mark.parametrize(
    ("stopped", "told"),
    [("2018-10-02", [0, 1, 1]), ("2018-10-16", [1, 0, 2])],
    ids=["before the next one was released", "afterwards"],
)
def test_an_issue_stopped_before_the_next_one_is_not_the_letter_of_the_month(
    officer: User, perm: City, monkeypatch: pytest.MonkeyPatch, stopped: str, told: list[int]
) -> None:
    reader(rhythm=Rhythm.MONTHLY)
    waiting = Delivery.objects.filter(state=DeliveryState.DUE)
    days = ("2018-10-01", "2018-10-15", "2018-11-01")
    made: list[Issue] = []

    for day in sorted((*days, stopped)):
        _on(day, monkeypatch)
        if day == stopped:
            issues.cancel(made[0], by=officer)
        else:
            made.append(issue(story(f"Story of {day}", of=perm)))
            issues.release(made[-1], seen=1, by=officer)
        if len(made) > 1:
            waiting.update(state=DeliveryState.HANDED, handed=timezone.now())

    letters = Delivery.objects.filter(state=DeliveryState.HANDED)
    got = {one.issue_id: len(one.edition.items) for one in letters}
    assert [got.get(one.pk, 0) for one in made] == told
