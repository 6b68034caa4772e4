"""Who reads once a month: which letter is hers, and what it tells of the issues between."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from citytocity.cities.models import City
from citytocity.newsletter.actions import issues
from citytocity.newsletter.actions.issues import OtherWordsError
from citytocity.newsletter.enums import DeliveryState, Rhythm
from citytocity.newsletter.fingerprints import fingerprint
from citytocity.newsletter.models import Delivery, Issue
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def switched_on() -> None:
    newsletter()


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


@pytest.fixture
def third(officer: User, perm: City, monkeypatch: pytest.MonkeyPatch) -> Issue:
    """A draft of November, after two issues of October that were sent."""
    for day, title in (("2018-10-01", "The river"), ("2018-10-15", "The mill")):
        _on(day, monkeypatch)
        issues.release(issue(story(title, of=perm)), seen=1, by=officer)
    _on("2018-10-31", monkeypatch)
    return issue(story("The bridge", of=perm))


def test_what_a_reader_of_the_month_gets_besides_is_looked_at_as_well(
    client: Client, third: Issue, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(rhythm=Rhythm.MONTHLY)
    client.force_login(officer)
    address = f"/admin/newsletter/{third.pk}/"
    plan = "timing=moment&day=2018-11-01&time=09:00"

    today = client.get(f"{address}release/").context
    planned = client.get(f"{address}release/?{plan}").context
    letter = client.get(f"{address}en/letter.html?rhythm=monthly&day=2018-11-01").content.decode()
    wrong = client.get(f"{address}en/letter.html?rhythm=monthly&day=2018-13-01").content.decode()

    assert (today["month"], today["number"]) == ([], 0)
    assert ([line.name for line in planned["month"]], planned["number"]) == (["The mill"], 1)
    assert "The mill" in letter
    assert "The mill" not in wrong


def test_it_is_not_sent_where_that_was_changed_after_the_look(
    third: Issue, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on("2018-11-01", monkeypatch)
    shown = fingerprint(third)
    mill = StoryPage.objects.get(title="The mill")
    mill.title = "The windmill"
    mill.save_revision().publish()

    with pytest.raises(OtherWordsError):
        issues.release(third, seen=1, shown=shown, by=officer)

    assert issues.release(third, seen=1, shown=fingerprint(third), by=officer).released
