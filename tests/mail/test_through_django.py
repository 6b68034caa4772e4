"""Letters that go by another backend of Django's say what became of them all the same."""

import json

import pytest
import requests
import urllib3
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection

from citytocity.mail.outcomes import BACK_OFF, Kind, Outcome
from citytocity.mail.pacing import Pace, Rhythm
from citytocity.mail.through_django import DjangoTransport
from citytocity.mail.transport import transport
from tests.mail.test_transport import parcel

INACTIVE = (
    "You tried to send to a recipient that has been marked as inactive.\n"
    "Found inactive addresses: anna@example.org.\n"
    "Inactive recipients are ones that have generated a hard bounce or a spam complaint."
)


def post(monkeypatch: pytest.MonkeyPatch, settings, answer) -> Outcome:
    """Sends by Postmark's door, behind which `answer` stands instead of the network."""
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "IGNORE_UNSUPPORTED_FEATURES": True}

    def reply(session: requests.Session, **asked: object) -> requests.Response:
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        response = requests.Response()
        response.status_code, response._content = status, json.dumps(body).encode()
        return response

    monkeypatch.setattr(requests.Session, "request", reply)
    backend = get_connection("anymail.backends.postmark.EmailBackend")
    return DjangoTransport(backend, Rhythm(Pace())).send(parcel())


def retried(reason: Exception) -> requests.ConnectionError:
    pool = urllib3.HTTPConnectionPool("provider.example")
    return requests.ConnectionError(urllib3.exceptions.MaxRetryError(pool, "/", reason))


def test_a_letter_keeps_its_words_and_headers(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    with transport() as way:
        outcome = way.send(parcel(content="Привет\n"))

    (letter,) = mail.outbox
    assert outcome == Outcome(Kind.ACCEPTED)
    assert (letter.subject, letter.body.strip()) == ("Twins", "Привет")
    assert (letter.from_email, letter.to) == ("news@example.org", ["anna@example.org"])


@pytest.mark.parametrize(
    ("answer", "kind", "again"),
    [
        ((200, {"ErrorCode": 0, "Message": "OK", "MessageID": "m1", "To": "anna@example.org"}),
         Kind.ACCEPTED, None),
        ((422, {"ErrorCode": 406, "Message": INACTIVE}), Kind.REFUSED, None),
        ((422, {"ErrorCode": 406, "Message": "New words"}), Kind.UNKNOWN, None),
        ((422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'anna@example.org'."}),
         Kind.BOUNCED, None),
        ((401, {"ErrorCode": 10, "Message": "No valid token"}), Kind.STOPPED, None),
        ((429, {}), Kind.PUT_OFF, BACK_OFF[0]),
        ((503, {}), Kind.PUT_OFF, BACK_OFF[0]),
        ((504, {}), Kind.UNKNOWN, None),
        (retried(urllib3.exceptions.NewConnectionError(None, "refused")), Kind.LOST, BACK_OFF[0]),
        (requests.ReadTimeout(urllib3.exceptions.ReadTimeoutError(None, "/", "slow")),
         Kind.UNKNOWN, None),
        (requests.ConnectionError(urllib3.exceptions.ProtocolError("Connection aborted.")),
         Kind.UNKNOWN, None),
    ],
    ids=["sent", "inactive", "unheard", "invalid", "key", "too many", "busy", "gateway", "away",
         "slow", "cut off"],
)  # fmt: skip
def test_what_a_provider_answers_means_the_same_as_a_mail_server(
    monkeypatch: pytest.MonkeyPatch, settings, answer, kind: Kind, again
) -> None:
    outcome = post(monkeypatch, settings, answer)

    assert (outcome.kind, outcome.again) == (kind, again)
    assert "anna" not in outcome.words


@pytest.mark.parametrize(
    "wrong",
    [
        {"EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend", "ANYMAIL": {}},
        {"EMAIL_PACE": "as fast as light"},
        {"DKIM_SELECTOR": "letters", "DKIM_KEY": "no key"},
    ],
    ids=["key of the provider", "pace", "key to sign with"],
)
def test_settings_that_will_not_do_are_told_before_the_first_letter(settings, wrong) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)

    with pytest.raises(ImproperlyConfigured), transport():
        pass
