"""What tests of the admin's lists share: records to list, and an officer's settings."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from wagtail.users.models import UserProfile

from citytocity.ledger.admin import RECORDS
from citytocity.people.models import User
from tests.factories import ledger
from tests.factories.cities import cities, organisation
from tests.factories.sources import cite

KINDS = [f"{viewset.model._meta.app_label}/{viewset.model._meta.model_name}" for viewset in RECORDS]


def speaks(client: Client, language: str) -> None:
    """The officer works in the language."""
    profile = UserProfile.get_for_user(User.objects.get(pk=client.session["_auth_user_id"]))
    profile.preferred_language = language
    profile.save()


def whole(answer: HttpResponse) -> bytes:
    """All of an answer, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def listed(client: Client, records: str, **query: Any) -> list[str]:
    """What the records of the list are called, in its order."""
    answer = client.get(f"/admin/snippets/{records}/", query)
    assert answer.status_code == 200
    return [str(record) for record in answer.context["object_list"]]


def one_of_each(name: str) -> None:
    """A record of every kind of the register, with cities of its own."""
    host, guest = cities(f"{name} here", f"{name} there")
    partnership = ledger.partnership(host, guest)
    ledger.state(partnership, guest, "active")
    programme = ledger.programme()
    activity = ledger.activity(guest, host=host, programme=programme)
    body = organisation(of=host)
    ledger.agreement(partnership)
    ledger.practice(host, guest, activity=activity, partnership=partnership, evidenced=True)
    ledger.recognition(city=host, partnership=partnership, issuer=body, activity=activity)
    ledger.theme(name.lower())
    cite(activity)
