"""What a report tells, in the words of its reader: numbers, dates, cities, titles."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.design.components import Cell, CityMark
from citytocity.design.drawings import CityLook
from citytocity.figures.enums import Unit
from citytocity.figures.presentation import number_with_unit
from citytocity.languages.catalogue import html_code
from citytocity.languages.money import money_in_words
from citytocity.languages.numbers import number_in_words
from citytocity.languages.text import Words
from citytocity.ledger.enums import Certainty
from citytocity.ledger.presentation import qualifier, said, when_in_words
from citytocity.reports.told import Annual, Entry, Measured, Number, Ref, Texts

UNITS = {unit.value: unit for unit in Unit}


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def address(path: str) -> str:
    """The address in the reader's language of a path that is kept without; none for no path."""
    return f"/{language()}/{path}" if path else ""


def in_this_language(texts: Texts) -> str:
    """The words for this reader, marked with their language where it is another."""
    return said(Words(texts))


def value_of(one: Measured, number: Number | None) -> str:
    if number is None or number.value is None:
        return _("not recorded")
    value = number.value
    whole = int(value) if value == value.to_integral_value() else value
    return number_with_unit(whole, UNITS[one.unit], number.currency)


def in_words(one: Measured, number: Number | None) -> str:
    """The number with how sure it is."""
    sure = qualifier(number.certainty) if number and number.value is not None else ""
    return " ".join(filter(None, [sure, value_of(one, number)]))


def label(choices: Any, value: str) -> str:
    known = dict(choices.choices)
    return capfirst(str(known.get(value, value)))


def when(text: str) -> str:
    return when_in_words(text) or _("date not recorded")


def heads(number: Number | None) -> str:
    if number is None or number.value is None:
        return _("not recorded")
    sure = qualifier(number.certainty or Certainty.COUNTED)
    return " ".join(filter(None, [sure, number_in_words(int(number.value))]))


def cost(entry: Entry) -> str:
    if not entry.cost:
        return _("not recorded")
    return ", ".join(money_in_words(one.amount, one.currency) for one in entry.cost)


def title_cell(ref: Ref) -> Cell:
    """A record by its title; one that readers may not see any more has neither title nor page."""
    words = in_this_language(ref.title) if ref.title else _("no longer open to readers")
    return Cell(words, address(ref.path), is_heading=True)


def marks(told: Annual, entry: Entry) -> tuple[CityMark, ...]:
    return tuple(mark(told, slug) for slug in entry.cities)


def mark(told: Annual, slug: str) -> CityMark:
    city = next(city for city in told.cities if city.slug == slug)
    return _mark(slug, city.ink, city.sign, tuple(city.name.items()), language())


@lru_cache(maxsize=1000)
def _mark(
    slug: str, ink: str, sign: str, name: tuple[tuple[str, str], ...], language: str
) -> CityMark:
    """Known again, for a report names each of its cities many times."""
    shown = Words(dict(name)).in_language(language)
    look = CityLook(ink=ink, sign=sign, key=slug) if ink else None
    return CityMark(
        shown.text, look=look, lang=html_code(shown.language) if shown.is_missing else ""
    )


def city_name(told: Annual, slug: str) -> str:
    return in_this_language(next((c.name for c in told.cities if c.slug == slug), {"": slug}))
