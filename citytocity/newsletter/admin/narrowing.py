"""The list of readers, narrowed to those whom a figure counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.cities.models import City
from citytocity.languages.names import language_name
from citytocity.ledger.models import Theme
from citytocity.newsletter.addresses import as_kept
from citytocity.newsletter.enums import Asked, DeliveryState, ReaderState, Rhythm
from citytocity.newsletter.models import Issue, Reader

NAMES = ("state", "language", "rhythm", "silent", "city", "topic", "issue", "delivery")
EVERY = "all"
"""In the address: those who chose no city, or no topic, and get all of them."""


@dataclass(frozen=True)
class Narrowed:
    """The readers, in words what they have in common, and what of it goes along with the form."""

    readers: QuerySet[Reader]
    words: list[str]
    along: list[tuple[str, str]]


def address_of(**asked: Any) -> str:
    """Of the list of these readers."""
    return f"{reverse('newsletter_admin:readers')}?{urlencode(asked)}#list"


def asked_in(posted: QueryDict) -> dict[str, str]:
    """What goes from the form into the address of the list: never what was typed."""
    return {name: value for name in NAMES if (value := posted.get(name, ""))}


def narrowed(asked: QueryDict, language: str, *, typed: str = "") -> Narrowed:
    """By what the address asks for, and by a part of an e-mail address; what it does not know
    narrows nothing."""
    readers = Reader.objects.all()
    words: list[str] = []
    along: list[tuple[str, str]] = []
    for name, condition, said in _conditions(asked, language):
        readers = readers.filter(condition)
        words.append(said)
        along.append((name, asked.get(name, "")))
    if along and "delivery" in asked:
        along.append(("delivery", asked.get("delivery", "")))
    if asked.get("state") in ReaderState.values:
        readers = readers.filter(state=asked["state"])
    if typed:
        readers = readers.filter(email__icontains=as_kept(typed))
    return Narrowed(readers, words, along)


def _conditions(asked: QueryDict, language: str) -> Iterator[tuple[str, Q, str]]:
    """Each with its name in the address, and in words."""
    if code := asked.get("language"):
        yield "language", Q(language=code), capfirst(language_name(code, language))
    if (rhythm := asked.get("rhythm")) in Rhythm.values:
        yield "rhythm", Q(rhythm=rhythm), str(Rhythm(rhythm).label)
    if (silent := asked.get("silent")) in SILENT:
        yield "silent", SILENT[silent], str(Asked(silent).label)
    yield from _of_wish(asked, "city", City, Q(wish__key__startswith=";"), _("all cities"))
    yield from _of_wish(asked, "topic", Theme, Q(wish__key__endswith=";"), _("all topics"))
    yield from _of_issue(asked)


def _of_wish(
    asked: QueryDict, name: str, model: Any, chose_none: Q, every: str
) -> Iterator[tuple[str, Q, str]]:
    key = asked.get(name, "")
    if key == EVERY:
        yield name, chose_none, every
    elif found := _found(model, key):
        many = {"city": "wish__cities", "topic": "wish__topics"}[name]
        yield name, Q(**{many: found}), str(found)


def _of_issue(asked: QueryDict) -> Iterator[tuple[str, Q, str]]:
    """Whose letter of an issue came to this."""
    issue, told = _found(Issue, asked.get("issue", "")), asked.get("delivery", "").split(",")
    states = [state for state in told if state in DeliveryState.values]
    if issue and states:
        words = ", ".join(str(DeliveryState(state).label) for state in states)
        yield "issue", Q(deliveries__issue=issue, deliveries__state__in=states), f"{issue}: {words}"


def _found(model: Any, key: str) -> Any:
    return model.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 12 else None


SILENT: dict[str, Q] = {
    Asked.WAITS: Q(question__isnull=False, question__asked__isnull=True),
    Asked.ASKED: Q(question__asked__isnull=False, question__reminded__isnull=True),
    Asked.REMINDED: Q(question__reminded__isnull=False),
}
