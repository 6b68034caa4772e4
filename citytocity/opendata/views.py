"""The page for people who want the figures elsewhere: what can be asked, with addresses to try."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pydantic import BaseModel

from citytocity.cities.models import City
from citytocity.dates.wording import day_in_words
from citytocity.design.components import Fact, Link
from citytocity.design.furniture import Crumb
from citytocity.design.heads import absolute, page_meta
from citytocity.ledger.presentation import said, sentence
from citytocity.ledger.queries import latest_year
from citytocity.ledger.views.lists import home_crumb
from citytocity.opendata import shapes
from citytocity.opendata.enums import Adding, Fault
from citytocity.opendata.telling import address, language, licence

EXAMPLE = "I11"
BROKEN_DOWN = "kind"


@dataclass(frozen=True)
class Example:
    """A question in words, and the address that asks it."""

    words: str
    url: str


def page(request: HttpRequest) -> HttpResponse:
    title = _("Open data")
    description = _("Every figure of this site, with its records, for other sites and programs.")
    year = latest_year(today=datetime.date.today())
    return render(
        request,
        "opendata/page.html",
        {
            "crumbs": [
                home_crumb(),
                Crumb(_("How we count"), reverse("figures:catalogue")),
                Crumb(title),
            ],
            "title": title,
            "lead": description,
            "meta": page_meta(request, title=title, description=description),
            "examples": _examples(year),
            "document": Link(_("The OpenAPI document"), reverse("api-v1:document")),
            "filters": _described(shapes.Several),
            "paging": _described(shapes.Paged, leave_out=shapes.WhoseRecords),
            "figure": _described(shapes.Figure),
            "behind": _described(shapes.Behind),
            "record": _described(shapes.Record),
            "indicator": _described(shapes.Indicator),
            "adding": [Fact(one.value, capfirst(str(one.label))) for one in Adding],
            "faults": [(one, str(one.label)) for one in Fault],
            "questions": settings.OPEN_DATA_QUESTIONS,
            "licence": licence(),
            "citation": _citation(year),
        },
    )


def _examples(year: int) -> list[Example]:
    """Addresses of this site, about a city that it knows."""
    host = City.objects.order_by("-is_host", "slug").first()
    about = {"city": host.slug} if host else {}
    words = {"city": said(host.name) if host else _("all cities"), "year": str(year)}
    in_year = about | {"year": str(year)}
    return [
        Example(_("What there is, and where"), address("room")),
        Example(_("The cities, and the ids by which they are asked for"), address("cities")),
        Example(_("All indicators, and how each is counted"), address("indicators")),
        Example(
            sentence(_("All figures of %(year)s: %(city)s"), **words), address("figures", **in_year)
        ),
        Example(_("One figure"), address("figure", EXAMPLE, **in_year)),
        Example(_("The records behind it"), address("records", EXAMPLE, **in_year, limit="10")),
        Example(
            _("The figure of each of ten years"),
            address("figure", EXAMPLE, **about, by="year", from_year=year - 9, to_year=year),
        ),
        Example(
            _("The same as a table for a spreadsheet (CSV)"),
            address(
                "figure", EXAMPLE, **about, by="year", from_year=year - 9, to_year=year,
                format="csv",
            ),
        ),
        Example(
            _("The figure by kind"), address("figure", EXAMPLE, **in_year, by=BROKEN_DOWN)
        ),
    ]  # fmt: skip


def _described(shape: type[BaseModel], *, leave_out: type[BaseModel] | None = None) -> list[Fact]:
    """Each value by its name, and what it means in the reader's language."""
    known = leave_out.model_fields if leave_out else {}
    return [
        Fact(name, _(field.description))
        for name, field in shape.model_fields.items()
        if field.description and name not in known
    ]


def _citation(year: int) -> dict[str, Any]:
    """How to name the source, with a figure's page as it would be cited."""
    figure = absolute(f"{reverse('figures:figure', args=[EXAMPLE])}?year={year}")
    today = datetime.date.today()
    return {
        "name": settings.SITE_NAME,
        "day": day_in_words(today, language()),
        "url": figure,
    }
