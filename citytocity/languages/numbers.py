"""Numbers as a language writes them (CLDR)."""

from decimal import Decimal

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from django.utils.translation import get_language

from citytocity.languages.catalogue import html_code


def locale_of(language: str) -> Locale:
    """The CLDR locale of one of our codes; English where CLDR has none."""
    try:
        return Locale.parse(html_code(language), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def number_in_words(value: int | float | Decimal, language: str | None = None) -> str:
    """`15,000` in English, `15 000` in Russian; the active language if none is named."""
    return format_decimal(value, locale=locale_of(language or get_language() or "en"))
