"""Cards of records for pages of other sites: small, without scripts, cookies and fonts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_exempt

from citytocity.design.components import CityMark, Fact, Figure, State
from citytocity.design.heads import absolute
from citytocity.languages.text import Words
from citytocity.ledger.enums import ActivityStatus
from citytocity.ledger.models import Activity, Partnership, Result
from citytocity.ledger.presentation import (
    activity_state,
    cities_of,
    city_marks,
    figure,
    foreign,
    list_url,
    named,
    result_card,
    said,
    when_in_words,
)
from citytocity.ledger.queries import totals
from citytocity.ledger.worlds import twin_words

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)
"""Any site may show a card: nothing can be done on it but to open the record."""
HEIGHTS = {"partnerships": 340, "activities": 380, "results": 560}
"""Pixels that the usual card of a kind needs in a column of 400; longer ones scroll."""


@dataclass(frozen=True)
class Card:
    """A record as another site shows it."""

    kind: str
    title: str
    url: str
    cities: tuple[CityMark, ...] = ()
    text: str = ""
    state: State | None = None
    facts: list[Fact] | tuple[Fact, ...] = ()
    figures: list[Figure] = field(default_factory=list)
    ink: str = ""


@dataclass(frozen=True)
class Embed:
    """Where the card of a record is, and what another site writes to show it."""

    url: str
    code: str


@xframe_options_exempt
def card(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    """The card of a record; Http404 for a kind that has none."""
    if noun not in CARDS:
        raise Http404(_("There are no cards of this kind of record."))
    answer = render(request, "ledger/card.html", {"card": CARDS[noun](slug)})
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def embed(noun: str, record: Any) -> Embed:
    """For the record's own page, in the language that it is read in."""
    url = reverse("ledger:card", args=[noun, record.slug])
    lang = foreign(_words(record))
    code = format_html(
        '<iframe src="{}" title="{}"{} width="100%" height="{}" loading="lazy"></iframe>',
        absolute(url),
        str(record),
        format_html(' lang="{}"', lang) if lang else "",
        HEIGHTS[noun],
    )
    return Embed(url, code)


def _words(record: Any) -> Words:
    """What names the record; of a partnership without a name its first city."""
    if not isinstance(record, Partnership):
        return record.title
    return record.name or next((city.name for city in record.cities), record.name)


def _partnership(slug: str) -> Card:
    record = get_object_or_404(Partnership.objects.with_sides(), slug=slug)
    cities = record.cities
    return Card(
        kind=str(record.get_kind_display()),
        title=named(record),
        url=record.get_absolute_url(),
        cities=city_marks(cities, linked=False),
        text=twin_words(record),
        figures=_figures(record),
        ink=cities[-1].look.ink if cities else "",
    )


def _figures(record: Partnership) -> list[Figure]:
    counts = totals(
        {
            "activities": Activity.objects.of_partnership(record),
            "results": Result.objects.of_partnership(record),
        }
    )
    return [
        figure(
            counts["activities"],
            ngettext("activity on record", "activities on record", counts["activities"]),
            list_url("activity_list", partnership=record.slug),
        ),
        figure(
            counts["results"],
            ngettext("result", "results", counts["results"]),
            list_url("result_list", partnership=record.slug),
        ),
    ]


def _activity(slug: str) -> Card:
    record = get_object_or_404(Activity.objects.shown(), slug=slug)
    told = [
        (_("When"), when_in_words(record.when) or _("date not recorded")),
        (_("Place"), said(record.place)),
    ]
    return Card(
        kind=str(record.get_kind_display()),
        title=said(record.title),
        url=record.get_absolute_url(),
        cities=city_marks(cities_of(record), linked=False),
        text=said(record.summary),
        state=None if record.status == ActivityStatus.HELD else activity_state(record),
        facts=[Fact(term, words) for term, words in told if words],
        ink=record.host.look.ink if record.host else "",
    )


def _result(slug: str) -> Card:
    record = get_object_or_404(Result.objects.shown(), slug=slug)
    idea = result_card(record)
    cities = [city for city in (record.from_city, record.to_city) if city]
    return Card(
        kind=str(record.get_kind_display()),
        title=said(record.title),
        url=record.get_absolute_url(),
        cities=city_marks(cities, linked=False),
        text=idea.text,
        state=idea.state,
        facts=idea.facts,
        ink=cities[0].look.ink if cities else "",
    )


CARDS: dict[str, Callable[[str], Card]] = {
    "partnerships": _partnership,
    "activities": _activity,
    "results": _result,
}
