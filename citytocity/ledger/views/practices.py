"""What the twins of a city gave it and what it gave them: practices that travelled, as cards."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.cities.models import City
from citytocity.design.components import Figure, FilterField, Idea
from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.ledger.enums import ResultKind, StillRunning
from citytocity.ledger.forms import PracticeFilter
from citytocity.ledger.models import Result
from citytocity.ledger.presentation import (
    figure,
    list_url,
    result_card,
    said,
    sentence,
    wording,
)
from citytocity.ledger.queries import totals
from citytocity.ledger.querysets import ResultQuerySet
from citytocity.ledger.views.lists import Cut, cut, home_crumb, list_filter, record_field
from citytocity.ledger.worlds import ideas_map, town_map

SHOWN = 60  # of each direction
IN_TOWN = 60  # on the plan
KIND = ResultKind.PRACTICE_ADOPTED.value


@dataclass(frozen=True)
class Direction:
    """The practices that went one way, the newest of them as cards."""

    key: str
    title: SafeString
    cards: list[Idea]
    cut: Cut | None
    nothing: SafeString


def practice_list(request: HttpRequest) -> HttpResponse:
    asked = PracticeFilter.asked(request)
    home = asked.get("city") or City.objects.host().first()
    practices = Result.objects.practices()
    got, gave = practices.filter(to_city=home), practices.filter(from_city=home)
    came, went = _newest(got if home else practices), _newest(gave) if home else []
    title = _title(home)
    return render(
        request,
        "ledger/practice_list.html",
        {
            "crumbs": [
                home_crumb(),
                Crumb(_("Results"), reverse("ledger:result_list")),
                Crumb(title),
            ],
            "title": title,
            "meta": page_meta(
                request,
                title=title,
                description=_(
                    "Practices that travelled between twin cities, and how to copy them."
                ),
                indexed=not asked,
            ),
            "filter": list_filter(request, asked, _city_field(home)),
            "figures": _figures(home, got, gave) if home else [],
            "map": ideas_map([*came[:SHOWN], *went[:SHOWN]]),
            "town": town_map(home, got.with_a_place().shown()[:IN_TOWN]) if home else "",
            "directions": _directions(home, came, went),
        },
    )


def _title(home: City | None) -> SafeString | str:
    if home is None:
        return _("What twin cities gave each other")
    return sentence(
        _("%(city)s: what its twins gave it and what it gave them"), city=said(home.name)
    )


def _newest(practices: ResultQuerySet) -> list[Result]:
    return list(practices.shown().order_by("-when_first", "slug")[: SHOWN + 1])


def _city_field(home: City | None) -> FilterField:
    """All cities to or from which a practice went, and the one shown."""
    practices = Result.objects.practices().order_by()
    ends = practices.values("to_city").union(practices.values("from_city"))
    cities = list(City.objects.filter(pk__in=[row["to_city"] for row in ends]))
    field = record_field("city", _("City"), cities, {"city": home} if home else {})
    return replace(field, options=field.options[1:]) if home else field


def _directions(home: City | None, came: list[Result], went: list[Result]) -> list[Direction]:
    if home is None:
        nothing = sentence(_("No practice that travelled is on record yet."))
        everything = sentence(_("Practices that travelled"))
        return [_direction("all", everything, came, list_url("result_list", kind=KIND), nothing)]
    city = said(home.name)
    return [
        _direction(
            "got",
            sentence(_("What came to %(city)s"), city=city),
            came,
            list_url("result_list", kind=KIND, to_city=home.slug),
            sentence(_("No practice that came to %(city)s is on record yet."), city=city),
        ),
        _direction(
            "gave",
            sentence(_("What %(city)s gave"), city=city),
            went,
            list_url("result_list", kind=KIND, from_city=home.slug),
            sentence(_("No practice that %(city)s gave is on record yet."), city=city),
        ),
    ]


def _direction(
    key: str, title: SafeString, found: list[Result], url: str, nothing: SafeString
) -> Direction:
    shown = cut(found, at_most=SHOWN, url=url, link=_("All of them"))
    return Direction(key, title, [result_card(r) for r in found[:SHOWN]], shown, nothing)


def _figures(home: City, got: ResultQuerySet, gave: ResultQuerySet) -> list[Figure]:
    counts = totals(
        {
            "got": got,
            "gave": gave,
            "running": got.still_running(),
            "evidenced": got.evidenced(),
        }
    )
    came = {"kind": KIND, "to_city": home.slug}
    name = {"city": wording(home.name).text}
    return [
        figure(
            counts["got"],
            ngettext("practice came here", "practices came here", counts["got"]),
            list_url("result_list", **came),
        ),
        figure(
            counts["running"],
            _("of them known to run today"),
            list_url("result_list", **came, running=StillRunning.YES.value),
        ),
        figure(
            counts["evidenced"],
            _("of them with evidence"),
            list_url("result_list", **came, state="evidenced"),
        ),
        figure(
            counts["gave"],
            ngettext("practice went from %(city)s", "practices went from %(city)s", counts["gave"])
            % name,
            list_url("result_list", kind=KIND, from_city=home.slug),
        ),
    ]
