"""The letters that a language is written in."""

from babel.core import get_global

from citytocity.languages.numbers import locale_of


def script_of(code: str) -> str:
    """`Latn` for German, `Cyrl` for Russian (ISO 15924, by CLDR's likely subtags)."""
    locale = locale_of(code)
    likely: str = get_global("likely_subtags").get(locale.language, "")
    return locale.script or likely.partition("_")[2].partition("_")[0]
