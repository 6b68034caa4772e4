"""Cities: all of them, and one with its partners, its activities and what came of them."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.cities.models import City, CityCitation, Organisation, OrganisationCitation
from citytocity.design.components import CityCard, Fact, Pagination
from citytocity.design.furniture import Crumb
from citytocity.design.heads import absolute, page_meta
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.enums import ResultKind
from citytocity.ledger.forms import page_of
from citytocity.ledger.models import Activity, Participation, Partnership, Result
from citytocity.ledger.presentation import (
    activity_row,
    city_mark,
    city_marks,
    country_name,
    figure,
    foreign,
    joined,
    knowledge,
    list_url,
    participation_row,
    result_idea,
    said,
    when_in_words,
    wording,
)
from citytocity.ledger.querysets import HowMany
from citytocity.ledger.sections import sections
from citytocity.ledger.views.lists import cut, home_crumb, list_meta
from citytocity.ledger.worlds import city_dial, distance_between, twins

PARTNERS_SHOWN = 24
NEWEST = 6
ROWS_OF_A_BODY = 50


def city_list(request: HttpRequest) -> HttpResponse:
    """The host first, then by name in the reader's language while that fits one page."""
    host = City.objects.host().first()
    page = page_of(request, City.objects.order_by("-is_host", "slug"), per_page=48)
    cities = sorted(page, key=lambda c: (not c.is_host, wording(c.name).text.casefold()))
    return render(
        request,
        "ledger/city_list.html",
        {
            "crumbs": [home_crumb(), Crumb(_("Cities"))],
            "meta": list_meta(
                request,
                {},
                page,
                title=_("Cities"),
                description=_("The cities on this site, and how far they are from each other."),
            ),
            "cards": [CityCard(city_mark(city), _card_line(city, host)) for city in cities],
            "dial": city_dial(host, [c for c in cities if c != host]) if host else "",
            "pagination": Pagination.of(page, request.GET),
        },
    )


def city(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(
        City.objects.prefetch_related(
            Prefetch("citations", CityCitation.objects.select_related("source"))
        ),
        slug=slug,
    )
    partnerships = list(
        Partnership.objects.of_city(record)
        .with_sides()
        .order_by("since_first", "slug")[: PARTNERS_SHOWN + 1]
    )
    activities = Activity.objects.with_city(record)
    results = Result.objects.of_city(record)
    both = City.objects.filter(pk=record.pk).values_list(HowMany(activities), HowMany(results))
    numbers = both.get()  # one question instead of two
    name = wording(record.name).text
    added = sections("city", request, record)
    return render(
        request,
        "ledger/city.html",
        {
            "city": record,
            "mark": city_mark(record, linked=False),
            "crumbs": [
                home_crumb(),
                Crumb(_("Cities"), reverse("ledger:city_list")),
                Crumb(said(record.name)),
            ],
            "meta": page_meta(
                request,
                title=name,
                description=_("%(city)s and its twin cities: what they do together.")
                % {"city": name},
                json_ld=[_place(record)],
                feeds=[feed for section in added for feed in section.feeds],
            ),
            "facts": _facts(record),
            "figures": _figures(record, len(partnerships), *numbers),
            "twins": twins(record, partnerships[:PARTNERS_SHOWN]),
            "more_partners": len(partnerships) > PARTNERS_SHOWN,
            "dial": city_dial(
                record,
                [c for p in partnerships[:PARTNERS_SHOWN] for c in p.cities if c != record],
            ),
            "rows": [activity_row(a) for a in activities.newest_first().shown()[:NEWEST]],
            "activities_url": list_url("activity_list", city=record.slug),
            "ideas": [result_idea(r) for r in results.practices().shown()[:NEWEST]],
            "ideas_url": list_url(
                "result_list", city=record.slug, kind=ResultKind.PRACTICE_ADOPTED.value
            ),
            "knowledge": knowledge(record, "cities"),
            "sections": added,
        },
    )


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(
        Organisation.objects.select_related("city").prefetch_related(
            Prefetch("citations", OrganisationCitation.objects.select_related("source"))
        ),
        slug=slug,
    )
    name = wording(record.name).text
    organised = list(record.organised.newest_first().shown()[: ROWS_OF_A_BODY + 1])
    parts = Participation.objects.filter(organisation=record).shown()
    taken = list(parts.order_by("-activity__when_first", "pk")[: ROWS_OF_A_BODY + 1])
    return render(
        request,
        "ledger/organisation.html",
        {
            "organisation": record,
            "cities": city_marks([record.city]) if record.city else (),
            "crumbs": [
                home_crumb(),
                Crumb(_("Together"), reverse("ledger:activity_list")),
                Crumb(said(record.name)),
            ],
            "meta": page_meta(
                request,
                title=name,
                json_ld=[
                    {
                        "@type": "Organization",
                        "name": name,
                        "url": record.website or absolute(record.get_absolute_url()),
                    }
                ],
            ),
            "rows": [activity_row(a) for a in organised[:ROWS_OF_A_BODY]]
            + [participation_row(part) for part in taken[:ROWS_OF_A_BODY]],
            "cut": cut(
                max(organised, taken, key=len),
                at_most=ROWS_OF_A_BODY,
                url=list_url("activity_list", organisation=record.slug),
                link=_("All activities"),
            ),
            "knowledge": knowledge(record, "organisations"),
            "sections": sections("organisation", request, record),
        },
    )


def _card_line(record: City, host: City | None) -> str:
    parts = [country_name(record.country)]
    if host and record != host and (km := distance_between(host, record)):
        parts.append(km)
    return " · ".join(parts)


def _figures(record: City, partners: int, activities: int, results: int) -> list:
    slug = record.slug
    shown = [
        figure(
            activities,
            ngettext("activity on record", "activities on record", activities),
            list_url("activity_list", city=slug),
        ),
        figure(
            results,
            ngettext("result", "results", results),
            list_url("result_list", city=slug),
        ),
    ]
    if partners <= PARTNERS_SHOWN:
        words = ngettext("partnership", "partnerships", partners)
        shown.insert(0, figure(partners, words, list_url("partnership_list", city=slug)))
    return shown


def _facts(record: City) -> list[Fact]:
    facts = [
        Fact(
            _("Country"),
            joined([said(record.region), country_name(record.country)], between=", "),
        )
    ]
    if record.founded:
        facts.append(Fact(_("Founded"), when_in_words(record.founded)))
    if record.population is not None:
        number = number_in_words(record.population)
        year = record.population_year
        facts.append(Fact(_("Population"), f"{number} ({year})" if year else number))
    if record.area_km2 is not None:
        facts.append(
            Fact(_("Area"), _("%(number)s km²") % {"number": number_in_words(record.area_km2)})
        )
    return facts


def _place(record: City) -> dict[str, Any]:
    """schema.org City."""
    place: dict[str, Any] = {
        "@type": "City",
        "name": wording(record.name).text,
        "url": absolute(record.get_absolute_url()),
        "sameAs": f"http://www.wikidata.org/entity/{record.wikidata}" if record.wikidata else "",
        "inLanguage": foreign(record.name),
    }
    if record.place:
        latitude, longitude = record.place
        place["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return {key: value for key, value in place.items() if value}
