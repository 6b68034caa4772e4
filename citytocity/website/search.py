"""Search over stories and the register, in the reader's language first, whatever the endings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, PlainText, SearchQuery

from citytocity.cities.models import City, Organisation
from citytocity.languages.stems import query_alternatives
from citytocity.ledger.models import Activity, Partnership, Programme, Recognition, Result
from citytocity.stories.queries import stories_in

WORDS_AT_MOST = 12


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is found, with the records among which it is looked for."""

    name: str
    records: Callable[[str], QuerySet]


KINDS = (
    Kind("stories", lambda language: stories_in(language)),
    Kind("cities", lambda _language: City.objects.all()),
    Kind("partnerships", lambda _language: Partnership.objects.all()),
    Kind("activities", lambda _language: Activity.objects.all()),
    Kind("results", lambda _language: Result.objects.all()),
    Kind("programmes", lambda _language: Programme.objects.all()),
    Kind("recognitions", lambda _language: Recognition.objects.all()),
    Kind("organisations", lambda _language: Organisation.objects.all()),
)


def search_query(text: str) -> SearchQuery | None:
    """Every word, each in any of its forms; None if there is nothing to look for."""
    languages = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    words = query_alternatives(text, languages)[:WORDS_AT_MOST]
    if not words:
        return None
    return And([_any_of(forms) for forms in words]) if len(words) > 1 else _any_of(words[0])


def found(kind: Kind, query: SearchQuery, *, language: str) -> Any:
    """The results among one kind, the best first; slice it and count it as a queryset."""
    return get_search_backend().search(query, kind.records(language))


def _any_of(forms: list[str]) -> SearchQuery:
    return Or([PlainText(form) for form in forms]) if len(forms) > 1 else PlainText(forms[0])
