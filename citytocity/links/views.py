"""The accountability page of a partnership, once a side wants it public."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from citytocity.design.furniture import Crumb
from citytocity.design.heads import page_meta
from citytocity.ledger.models import Agreement, Partnership, PartnershipSide, PartnershipState
from citytocity.ledger.presentation import joined, named, said, sentence
from citytocity.ledger.sections import Section, may_have
from citytocity.ledger.views.lists import home_crumb
from citytocity.links.answers import address_of, seven_answers
from citytocity.links.models import Openness
from citytocity.links.permissions import may_open


def accountability(request: HttpRequest, slug: str) -> HttpResponse:
    """The seven questions. Before a side has opened it, only those see it who could do so."""
    record = get_object_or_404(_whole(), slug=slug)
    cities = [row.city for row in _opened(record).select_related("city").order_by("pk")]
    is_public = bool(cities)
    if not is_public:
        cities = [city for city in record.cities if may_open(request.user, city)]
    if not cities:
        raise Http404
    title = sentence(_("Seven questions: %(partnership)s"), partnership=named(record))
    description = _("Cost, benefit, travel and decisions, answered from the register.")
    return render(
        request,
        "links/accountability.html",
        {
            "partnership": record,
            "title": title,
            "asked": seven_answers(record, cities),
            "by": joined((said(city.name) for city in cities), between=", "),
            "is_public": is_public,
            "meta": page_meta(request, title=title, description=description, indexed=is_public),
            "crumbs": [
                home_crumb(),
                Crumb(_("Partnerships"), reverse("ledger:partnership_list")),
                Crumb(named(record), record.get_absolute_url()),
                Crumb(_("Seven questions")),
            ],
        },
    )


def accounts_are_there(key: str) -> dict[str, Exists]:
    return {"accounts": Exists(Openness.objects.filter(partnership=OuterRef(key)))}


def accounts_of(request: HttpRequest, partnership: Partnership) -> list[Section]:
    """On the partnership's page, the way there; nothing while no side has opened it."""
    is_open = may_have(partnership, "accounts")
    if not is_open or not _opened(partnership).exists():
        return []
    return [Section("links/_accounts.html", {"url": address_of(partnership)})]


def _opened(partnership: Partnership) -> QuerySet[Openness]:
    """By whom it was opened, of those that are sides of it still."""
    sides = [city.pk for city in partnership.cities]
    return Openness.objects.filter(partnership=partnership, city__in=sides)


def _whole() -> QuerySet[Partnership]:
    states = PartnershipState.objects.select_related("city", "source").order_by("when_first", "pk")
    papers = Agreement.objects.prefetch_related("signatories").order_by("signed_first", "slug")
    return Partnership.objects.prefetch_related(
        Prefetch("sides", PartnershipSide.objects.select_related("city")),
        Prefetch("states", states),
        Prefetch("agreements", papers),
    )
