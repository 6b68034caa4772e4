"""Who reads invitations alone gets what can be joined on the day of sending, and nothing else."""

import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from citytocity.ledger.enums import ActivityStatus
from citytocity.newsletter.actions import issues
from citytocity.newsletter.enums import IssueState, ItemKind, Rhythm
from citytocity.newsletter.models import Delivery, Edition, Issue, Item
from citytocity.newsletter.standing import Standing
from citytocity.people.models import User
from tests.factories.cities import city
from tests.factories.ledger import activity, call
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import user
from tests.factories.stories import story

pytestmark = pytest.mark.django_db
PLANNED = ActivityStatus.PLANNED
TOLD_ANEW = "citytocity.newsletter.migrations.0003_silent_readers_clicks_and_tallies"


@pytest.fixture
def officer() -> User:
    newsletter()
    return user(officer=True)


def _got(of: Any) -> list[str]:
    """The titles of what somebody got, from the text of her letter."""
    delivery = Delivery.objects.filter(reader=of).order_by("-pk").first()
    return (
        [line for line in delivery.edition.text.splitlines() if line.isupper()] if delivery else []
    )


def test_invitations_go_by_the_day_of_sending(officer: User) -> None:
    perm = city("Perm")
    today = timezone.localdate()
    after = f"{today.year + 1}-06"
    open_now = call(perm, title={"en": "Open"}, when=after, take_part_until=today)
    over = call(
        perm,
        title={"en": "Over"},
        when=after,
        take_part_until=today - datetime.timedelta(days=1),
    )
    called_off = call(perm, title={"en": "Called off"}, status=ActivityStatus.CANCELLED)
    only_ahead = activity(perm, title={"en": "Ahead"}, when=after, status=PLANNED)
    comes, each = reader(rhythm=Rhythm.INVITATIONS), reader()
    made = issue(story("River", of=perm), open_now, over, called_off, only_ahead)

    issues.release(made, seen=1, by=officer)

    assert _got(comes) == ["OPEN"]
    assert _got(each) == ["RIVER", "OPEN", "AHEAD"]
    letter = Edition.objects.order_by("pk").last()
    assert letter
    assert "take part until" in letter.text
    assert "Write to the office." in letter.text


def test_where_nothing_can_be_joined_who_reads_invitations_gets_no_letter(officer: User) -> None:
    perm = city("Perm")
    comes = reader(rhythm=Rhythm.INVITATIONS)
    reader()

    issues.release(issue(story("River", of=perm)), seen=1, by=officer)

    assert not Delivery.objects.filter(reader=comes).exists()


def test_what_is_open_is_suggested_however_far_ahead_it_is_and_once(officer: User) -> None:
    perm = city("Perm")
    today = timezone.localdate()
    soon = today + datetime.timedelta(days=20)
    call(perm)
    both = call(perm, when=soon.isoformat(), take_part_until=today)

    made = issues.begin(since=today, until=today, by=officer)

    items = [(item.kind, item.key) for item in made.items.all()]
    assert len(items) == 2
    assert items[0] == (ItemKind.INVITATION, both.pk)
    assert items[1][0] == ItemKind.INVITATION


def test_who_reads_once_a_month_is_invited_to_nothing_that_is_over(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    perm = city("Perm")
    monthly = reader(rhythm=Rhythm.MONTHLY)
    days = ("2018-10-01", "2018-10-15", "2018-11-02")
    camp = {"when": "2018-12", "take_part_until": datetime.date(2018, 10, 30)}
    made = (
        (story("First", of=perm),),
        (call(perm, **camp), call(perm, title={"en": "Choir"})),
        (story("Last", of=perm),),
    )

    for records, day in zip(made, days, strict=True):
        moment = datetime.datetime.fromisoformat(f"{day}T10:00:00+00:00")
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        issues.release(issue(*records), seen=1, by=officer)
        Issue.objects.filter(state=IssueState.SENDING).update(state=IssueState.SENT)

    assert _got(monthly) == ["LAST", "CHOIR"]


def test_the_archive_keeps_what_was_open_on_the_day_it_went_out(
    client: Any, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    perm = city("Perm")
    made = issue(call(perm, title={"en": "Camp"}))
    moment = datetime.datetime.fromisoformat("2998-11-30T10:00:00+00:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    issues.release(made, seen=1, by=officer)
    monkeypatch.undo()

    page = client.get(f"/en/newsletter/issues/{made.number}/").content.decode()

    assert "Invitation · 20 January 2999 · take part until 1 December 2998" in page


def test_letters_that_wait_while_the_site_is_brought_up_to_date_keep_their_items(
    officer: User,
) -> None:
    reader()
    issues.release(issue(story("River", of=city("Perm")), activity()), seen=1, by=officer)
    edition = Edition.objects.get()
    marks = edition.items
    Item.objects.filter(kind=ItemKind.ACTIVITY).update(kind=ItemKind.INVITATION)
    Edition.objects.update(items=[one.replace("activity", "invitation") for one in marks])

    import_module(TOLD_ANEW).invited_to_nothing(apps, None)

    edition.refresh_from_db()
    assert edition.items == marks
    assert Standing().edition(edition) == edition
