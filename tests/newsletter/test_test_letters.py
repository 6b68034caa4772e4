"""A test letter goes to people of the site alone, and not too often."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django_tasks_db.models import DBTaskResult

from citytocity.cities.models import City
from citytocity.mail.tasks import deliver
from citytocity.newsletter.models import Issue
from citytocity.people.enums import Role
from citytocity.people.models import User
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import member, user
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(perm: City) -> Issue:
    newsletter()
    return issue(story("A bridge", of=perm))


@pytest.fixture
def send(
    client: Client, officer: User, draft: Issue, django_capture_on_commit_callbacks: Any
) -> Any:
    """Types an address beside the preview; what the page says then."""
    client.force_login(officer)
    cache.clear()

    def sent(email: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                f"/admin/newsletter/{draft.pk}/en/test/", {"email": email}, follow=True
            )
        return str(answer.content.decode())

    return sent


def _told() -> list[str]:
    """To whom letters wait in the queue."""
    queued = DBTaskResult.objects.filter(task_path=deliver.module_path).order_by("enqueued_at")
    return [one.args_kwargs["kwargs"]["to"] for one in queued]


def test_it_goes_to_oneself_to_the_office_and_to_proved_addresses_of_accounts(
    send: Any, officer: User, perm: City
) -> None:
    other, editor = user(officer=True), member(Role.EDITOR, perm)
    EmailAddress.objects.update_or_create(
        user=editor, email=editor.email, defaults={"verified": True}
    )

    pages = [send(one.email.upper()) for one in (officer, other, editor)]

    assert ["It is on its way to" in page for page in pages] == [True] * 3
    assert _told() == [officer.email, other.email, editor.email]


def test_it_goes_to_accounts_with_a_domain_in_any_alphabet(
    send: Any, officer: User, perm: City
) -> None:
    User.objects.filter(pk=officer.pk).update(email="Anna@Пермь.рф")
    editor = member(Role.EDITOR, perm)
    EmailAddress.objects.update_or_create(
        user=editor, defaults={"email": "boris@xn--e1aohf5d.xn--p1ai", "verified": True}
    )

    pages = [send(email) for email in ("anna@пермь.рф", "Boris@ПЕРМЬ.рф")]

    assert ["It is on its way to" in page for page in pages] == [True] * 2
    assert _told() == ["anna@xn--e1aohf5d.xn--p1ai", "boris@xn--e1aohf5d.xn--p1ai"]


def test_it_goes_to_no_stranger_no_reader_and_no_account_that_proved_nothing(
    send: Any, perm: City
) -> None:
    unproved, closed = member(Role.EDITOR, perm), member(Role.EDITOR, perm)
    EmailAddress.objects.filter(user=unproved).update(verified=False)
    EmailAddress.objects.filter(user=closed).update(verified=True)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    subscriber = reader()

    for email in ("stranger@example.org", subscriber.email, unproved.email, closed.email):
        page = send(email)
        assert "A test letter goes to you, to people of the host office" in page

    assert _told() == []


def test_twenty_an_hour_are_enough(send: Any, officer: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "newsletter-test": "2/h/key"}

    pages = [send(officer.email) for _time in range(3)]

    assert ["many test letters" in page for page in pages] == [False, False, True]
    assert _told() == [officer.email] * 2
