"""What languages are called by those who speak another one."""

from citytocity.languages.catalogue import CONTENT_LANGUAGES, html_code
from citytocity.languages.numbers import locale_of


def language_name(code: str, reader: str) -> str:
    """The language by its name in the reader's: `Russian`, `русский` (CLDR)."""
    names = locale_of(reader).languages
    return names.get(html_code(code).replace("-", "_")) or CONTENT_LANGUAGES.get(code, code)
