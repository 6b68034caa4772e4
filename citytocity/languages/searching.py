"""What a reader or an officer types, as a question to the search index."""

from django.conf import settings
from modelsearch.query import And, Or, PlainText, SearchQuery

from citytocity.languages.stems import query_alternatives

WORDS_AT_MOST = 12


def search_query(text: str) -> SearchQuery | None:
    """Every word, each in any of its forms; None if there is nothing to look for.

    Signs that the index takes for commands are no words, so they never reach it.
    """
    languages = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    words = query_alternatives(text, languages)[:WORDS_AT_MOST]
    if not words:
        return None
    return And([_any_of(forms) for forms in words]) if len(words) > 1 else _any_of(words[0])


def _any_of(forms: list[str]) -> SearchQuery:
    return Or([PlainText(form) for form in forms]) if len(forms) > 1 else PlainText(forms[0])
