"""A provider tells what came back: by django-anymail, at an address that only it can use."""

import base64
import importlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from anymail.signals import tracking
from django.test import Client
from django.urls import clear_url_caches, path
from django.urls import include as included
from django.utils import timezone

from citytocity.mail import urls, webhooks
from citytocity.mail.actions import lift
from citytocity.mail.models import Suppression
from citytocity.mail.queries import is_suppressed

pytestmark = pytest.mark.django_db
ANNA, WHERE, SECRET = "anna@example.org", "/anymail/postmark/tracking/", "provider:word"
urlpatterns: list[Any] = []


@pytest.fixture
def provider(settings) -> Iterator[Client]:
    """A site whose letters go by Postmark, as its settings would have it at the start."""
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": SECRET}
    importlib.reload(urls)
    urlpatterns[:] = [path("anymail/", included(urls.urlpatterns))]
    settings.ROOT_URLCONF = __name__
    tracking.connect(webhooks.hear)
    yield Client()
    tracking.disconnect(webhooks.hear)
    settings.EMAIL_PROVIDER = ""
    importlib.reload(urls)
    clear_url_caches()


def tell(provider: Client, *, secret: str = SECRET, **event: object) -> int:
    told = {"RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "Email": ANNA} | event
    word = base64.b64encode(secret.encode()).decode()
    return provider.post(
        WHERE,
        json.dumps(told),
        content_type="application/json",
        headers={"Authorization": f"Basic {word}"} if secret else {},
    ).status_code


@pytest.mark.parametrize(
    ("event", "reasons"),
    [
        ({}, ["bounced"]),
        ({"Details": "smtp;550 5.1.1 no such user"}, ["bounced"]),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, ["complained"]),
        ({"Type": "SoftBounce", "Details": "smtp;452 4.2.2 over quota"}, []),
        ({"Type": "Blocked", "TypeCode": 100006}, []),
        ({"Email": "no address"}, []),
        ({"Email": ""}, []),
    ],
    ids=["gone", "said to be gone", "spam", "full", "blocked", "nonsense", "nobody"],
)
def test_what_the_provider_tells_has_its_effect(
    provider: Client, event: dict[str, object], reasons: list[str]
) -> None:
    assert tell(provider, **event) == 200
    assert list(Suppression.objects.values_list("reason", flat=True)) == reasons


@pytest.mark.parametrize("secret", ["", "provider:guess"])
def test_what_anybody_else_tells_is_refused(provider: Client, secret: str) -> None:
    assert tell(provider, secret=secret) == 400
    assert not is_suppressed(ANNA)


def test_what_is_told_again_after_a_new_sign_up_changes_nothing(provider: Client) -> None:
    then = (timezone.now() - timedelta(days=1)).isoformat()
    tell(provider, BouncedAt=then)
    lift(ANNA)

    assert tell(provider, BouncedAt=then) == 200
    assert not is_suppressed(ANNA)


def test_only_the_chosen_provider_has_an_address(provider: Client) -> None:
    assert provider.post("/anymail/mailgun/tracking/").status_code == 404
    assert provider.post("/anymail/postmark/inbound/").status_code == 404


def test_there_is_no_address_without_a_provider() -> None:
    assert urls.urlpatterns == []


def test_there_is_no_address_without_a_word_that_only_the_provider_has(settings) -> None:
    settings.EMAIL_PROVIDER, settings.ANYMAIL = "postmark", {}

    importlib.reload(urls)

    assert urls.urlpatterns == []
