"""What languages are called by those who speak another one."""

from django.utils.translation import get_language

from citytocity.languages.catalogue import CONTENT_LANGUAGES, html_code
from citytocity.languages.numbers import locale_of


def language_name(code: str, reader: str) -> str:
    """The language by its name in the reader's: `Russian`, `русский` (CLDR)."""
    names = locale_of(reader).languages
    return names.get(html_code(code).replace("-", "_")) or CONTENT_LANGUAGES.get(code, code)


def spoken_languages() -> list[tuple[str, str]]:
    """Every language that CLDR has a name for, by code and name in the reader's, in the order of
    the names: what a person may speak, whether or not anything is written in it here."""
    names = locale_of(get_language() or "en").languages
    known = [(code, name) for code, name in names.items() if code.isalpha() and len(code) <= 3]
    return sorted(known, key=lambda pair: pair[1].casefold())
