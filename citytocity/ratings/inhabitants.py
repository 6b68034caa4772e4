"""Where the number of inhabitants is known from: the city's own record, or what a person wrote."""

import re
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from citytocity.cities.models import City


def of_the_record(city: City) -> str:
    """That it is from the record of the city, in the active language."""
    return _record_in_words(city.population_year or "")


def known_from(written: str) -> str:
    """In the active language where it is the record of the city, in whichever language that was
    written down; what a person wrote stays as it is."""
    for pattern in _patterns():
        if found := pattern.fullmatch(written):
            return _record_in_words(found.groupdict().get("year", ""))
    return written


def _record_in_words(year: object) -> str:
    if not year:
        return _("Record of the city")
    return _("Record of the city, counted in %(year)s") % {"year": year}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in _in_every_language())


def _in_every_language() -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield re.escape(_record_in_words(""))
            before, after = _record_in_words("\0").split("\0")
        yield f"{re.escape(before)}(?P<year>[0-9]{{1,4}}){re.escape(after)}"
