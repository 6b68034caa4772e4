"""Entries for ratings on the pages of their city, and of what came of them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from citytocity.cities.models import City
from citytocity.design.components import Row
from citytocity.design.memory import remembered
from citytocity.languages.text import Words
from citytocity.ledger.models import Recognition
from citytocity.ledger.presentation import foreign, wording
from citytocity.ledger.sections import Section
from citytocity.ratings.models import Entry
from citytocity.ratings.presentation import rank_in_words
from citytocity.ratings.queries import not_open_beside

NEWEST = 5


def entries_of_city(request: HttpRequest, city: City) -> list[Section]:
    return remembered(
        ("ratings of a city", city.pk, get_language()),
        lambda: _section(Entry.objects.public().filter(questionnaire__city=city)),
    )


def entry_of_recognition(request: HttpRequest, recognition: Recognition) -> list[Section]:
    return remembered(
        ("ratings of a recognition", recognition.pk, get_language()),
        lambda: _section(Entry.objects.public().filter(recognitions=recognition)),
    )


def entry_rows(entries: Iterable[Entry]) -> list[Row]:
    entries = list(entries)
    not_open = not_open_beside(entries)
    return [_row(one, not_open=not_open[one.pk]) for one in entries]


def _row(entry: Entry, *, not_open: int) -> Row:
    name = Words(entry.told["definition"]["name"])
    year = str(entry.questionnaire.year)
    return Row(
        title=wording(name).text,
        url=entry.get_absolute_url(),
        when=year,
        datetime=year,
        detail=rank_in_words(entry.told["standing"], not_open=not_open),
        lang=foreign(name),
    )


def _section(entries: Any) -> list[Section]:
    rows = entry_rows(entries.shown()[:NEWEST])
    return [Section("ratings/_section.html", {"rows": rows})] if rows else []
