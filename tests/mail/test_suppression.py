from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from citytocity.mail.actions import lift, note_bounce, note_returned, suppress
from citytocity.mail.addresses import key_of
from citytocity.mail.enums import Reason, Returned
from citytocity.mail.models import Suppression
from citytocity.mail.queries import MENDED_AFTER, all_reasons, is_dead, is_suppressed, suppressed
from citytocity.mail.signals import returned

pytestmark = pytest.mark.django_db
ANNA, BORIS = "anna@example.org", "boris@example.org"


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """What rooms above hear."""
    told: list[dict[str, Any]] = []

    def hear(**what: Any) -> None:
        told.append({name: what[name] for name in ("kind", "key", "reference", "words", "at")})

    returned.connect(hear)
    yield told
    returned.disconnect(hear)


def note(kind: Returned, at: datetime | None = None, **more: str) -> None:
    note_returned(kind, key=key_of(ANNA), at=at or timezone.now(), **more)


def reason() -> Reason:
    return Reason(Suppression.objects.get().reason)


def test_a_bounce_ends_all_that_many_get() -> None:
    note_bounce("Anna@Example.org")

    assert is_suppressed(ANNA)
    assert is_dead(ANNA)
    assert not is_suppressed(BORIS)
    assert not is_dead(BORIS)


def test_the_list_holds_no_address() -> None:
    note_bounce(ANNA)

    kept = str(Suppression.objects.values().get())
    assert "anna" not in kept
    assert "example.org" not in kept


@pytest.mark.parametrize("why", [Reason.COMPLAINED, Reason.ASKED])
def test_who_wants_no_newsletter_still_gets_what_belongs_to_her_account(why: Reason) -> None:
    suppress(ANNA, reason=why)

    assert is_suppressed(ANNA)
    assert not is_dead(ANNA)


def test_a_dead_mailbox_is_tried_again_after_some_days() -> None:
    note(Returned.BOUNCED, at=timezone.now() - MENDED_AFTER)

    assert is_suppressed(ANNA)
    assert not is_dead(ANNA)


def test_a_stronger_reason_stays() -> None:
    for why, then in (
        (Reason.BOUNCED, Reason.BOUNCED),
        (Reason.ASKED, Reason.ASKED),
        (Reason.COMPLAINED, Reason.ASKED),
        (Reason.BOUNCED, Reason.ASKED),
    ):
        suppress(ANNA, reason=why)

        assert reason() is then


def test_rooms_above_hear_what_came_back(
    heard: list[dict[str, Any]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    at = timezone.now() - timedelta(hours=1)

    with django_capture_on_commit_callbacks(execute=True):
        note(Returned.BOUNCED, at=at, reference="z9", words="550 <anna@example.org>\r\nunknown")

    told = {"reference": "z9", "words": "550 <…@…> unknown", "at": at}
    assert heard == [{"kind": Returned.BOUNCED, "key": key_of(ANNA), **told}]


def test_a_failure_is_told_and_ends_nothing(
    heard: list[dict[str, Any]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        note(Returned.FAILED)

    assert [told["kind"] for told in heard] == [Returned.FAILED]
    assert not is_suppressed(ANNA)


def test_who_signs_up_again_is_written_to_again() -> None:
    suppress(ANNA, reason=Reason.ASKED)

    assert lift(ANNA)
    assert not is_suppressed(ANNA)
    assert not lift(ANNA)


def test_an_old_notice_told_again_changes_nothing_after_that(
    heard: list[dict[str, Any]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    then = timezone.now() - timedelta(days=2)
    note(Returned.BOUNCED, at=then)
    lift(ANNA)

    with django_capture_on_commit_callbacks(execute=True):
        note(Returned.BOUNCED, at=then)

    assert not is_suppressed(ANNA)
    assert heard == []


def test_a_new_notice_counts_after_that() -> None:
    suppress(ANNA, reason=Reason.ASKED)
    lift(ANNA)

    note(Returned.BOUNCED)

    assert is_suppressed(ANNA)
    assert reason() is Reason.BOUNCED


def test_a_notice_from_the_future_is_of_now() -> None:
    note(Returned.BOUNCED, at=timezone.now() + timedelta(days=400))

    assert lift(ANNA)
    assert not is_suppressed(ANNA)


@pytest.mark.parametrize("number", [1, 3])
def test_many_are_looked_up_at_once(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = [key_of(f"r{place}@example.org") for place in range(number)]
    note_bounce("r0@example.org")

    with django_assert_num_queries(1):
        assert suppressed([*keys, key_of(BORIS)]) == {keys[0]}
    with django_assert_num_queries(1):
        assert set(all_reasons()) == {keys[0]}


@pytest.mark.parametrize(
    "wrong",
    [{"reason": "a whim"}, {"lifted": timezone.now() - timedelta(days=9)}],
    ids=["reason", "lifted before it began"],
)
def test_the_database_refuses_what_cannot_be(wrong: dict[str, Any]) -> None:
    row = {"key": key_of(ANNA), "reason": Reason.BOUNCED, "since": timezone.now()} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        Suppression.objects.create(**row)
