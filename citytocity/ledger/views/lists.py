"""What the register's lists have in common: choices to filter by, pages, the way back."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from citytocity.cities.models import City, Organisation
from citytocity.design.components import Filter, FilterField, Option
from citytocity.design.furniture import Crumb, Feed, PageMeta
from citytocity.design.heads import page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.models import Partnership, Programme, Theme
from citytocity.ledger.presentation import foreign, joined, named, wording
from citytocity.ledger.queries import years_with_activities

MANY = 60
RECORDS = Partnership | City | Theme | Organisation | Programme


def home_crumb() -> Crumb:
    return Crumb(_("Home"), reverse("wagtail_serve", args=[""]))


@dataclass(frozen=True)
class Cut:
    """Says that a list is shown in part only, and leads to all of it."""

    text: str
    url: str
    link: str


def cut(records: Sequence[Any], *, at_most: int, url: str, link: str) -> Cut | None:
    """What is said of records, newest first, of which one more was looked for than is shown."""
    if len(records) <= at_most:
        return None
    text = _("Only the newest %(number)s are shown here.") % {"number": number_in_words(at_most)}
    return Cut(text, url, link)


def list_meta(
    request: HttpRequest,
    asked: dict[str, Any],
    page: Page | None,
    *,
    title: str,
    description: str,
    feeds: Sequence[Feed] = (),
) -> PageMeta:
    """The head of a list. Search engines are to keep the whole list, each page of it, in every
    language; a choice from it shows the same records again and is only followed."""
    return page_meta(
        request,
        title=title,
        description=description,
        feeds=feeds,
        page=page.number if page else 1,
        indexed=not asked,
    )


def list_filter(request: HttpRequest, asked: dict[str, Any], *fields: FilterField) -> Filter:
    """The form of a list. What the address asks for beside its fields goes along unseen."""
    shown = {field.name for field in fields}
    kept = tuple(
        (name, _as_text(value))
        for name, value in asked.items()
        if name not in shown and name != "page"
    )
    return Filter(action=request.path, fields=fields, kept=kept, clear_url=request.path)


def choice_field(name: str, label: str, choices: Any, asked: dict[str, Any]) -> FilterField:
    """A field with the labels of an enum."""
    options = [Option("", _("all"), name not in asked)]
    options += [Option(value, str(words), asked.get(name) == value) for value, words in choices]
    return FilterField(name, label, tuple(options))


def city_field(asked: dict[str, Any]) -> FilterField:
    """The host's partner cities, or the first ones of all; and the one asked for."""
    partners = City.objects.filter(sides__partnership__sides__city__is_host=True)
    cities = list(partners.distinct().order_by("slug")[:MANY]) or list(City.objects.all()[:MANY])
    return record_field("city", _("City"), cities, asked)


def theme_field(asked: dict[str, Any]) -> FilterField:
    return record_field("theme", _("Theme"), list(Theme.objects.all()[:MANY]), asked)


def year_field(asked: dict[str, Any]) -> FilterField:
    years = years_with_activities()
    if "year" in asked and asked["year"] not in years:
        years = sorted([*years, asked["year"]], reverse=True)
    options = [Option("", _("all"), "year" not in asked)]
    options += [Option(str(year), str(year), asked.get("year") == year) for year in years]
    return FilterField("year", _("Year"), tuple(options))


def record_field(name: str, label: str, records: list, asked: dict[str, Any]) -> FilterField:
    """A field with these records, and with the one asked for if it is another."""
    chosen = asked.get(name)
    if chosen is not None and chosen not in records:
        records.append(chosen)
    records.sort(key=lambda record: wording(record.name).text.casefold())
    options = [Option("", _("all"), chosen is None)]
    options += [
        Option(record.slug, wording(record.name).text, record == chosen, foreign(record.name))
        for record in records
    ]
    return FilterField(name, label, tuple(options))


def _as_text(value: Any) -> str:
    return str(getattr(value, "slug", value))


def narrow(records: Any, asked: dict[str, Any]) -> Any:
    """The records that the address asks for, of a queryset that knows cities and years."""
    if "city" in asked:
        records = records.of_city(asked["city"])
    if "partnership" in asked:
        records = records.of_partnership(asked["partnership"])
    if "programme" in asked:
        records = records.filter(activity__programme=asked["programme"])
    if "year" in asked:
        records = records.in_year(asked["year"])
    if years := years_asked(asked):
        records = records.in_years(*years)
    return records.filter(kind=asked["kind"]) if "kind" in asked else records


def years_asked(asked: dict[str, Any]) -> tuple[int, int] | None:
    """The first and the last of the years asked for; None if it may be any."""
    if not asked.keys() & {"from_year", "to_year"}:
        return None
    return asked.get("from_year", datetime.MINYEAR), asked.get("to_year", datetime.MAXYEAR)


def narrowed(asked: dict[str, Any]) -> str:
    """What a filtered list is about, in words: the cities and the year asked for."""
    parts = [named(value) for value in asked.values() if isinstance(value, RECORDS)]
    if "year" in asked:
        parts.append(str(asked["year"]))
    if years_asked(asked):
        parts.append(f"{asked.get('from_year', '')}–{asked.get('to_year', '')}")
    if "status" in asked:
        parts.append(_("what took place"))
    return joined(parts, between=", ")
