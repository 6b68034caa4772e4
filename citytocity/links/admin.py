"""Are our links alive? One page for the officer, and the switch for what the public may read."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citytocity.ledger.models import Partnership, PartnershipSide
from citytocity.ledger.presentation import list_url
from citytocity.links import actions
from citytocity.links.answers import address_of
from citytocity.links.enums import Matter
from citytocity.links.health import Health, health, months_in_words
from citytocity.links.models import Digest, Openness
from citytocity.links.permissions import may_open, may_see
from citytocity.people.permissions import signed_in

A_PAGE = 25


def health_page(request: HttpRequest) -> HttpResponse:
    """The links of one's cities, those with most to see to first; narrowed to one matter."""
    if not may_see(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    links = health(request.user, today)
    matter = request.GET.get("matter", "")
    counts = _counts(links)
    if matter in counts:
        links = [one for one in links if any(sign.matter == matter for sign in one.signs)]
    page = Paginator(links, A_PAGE).get_page(request.GET.get("p"))
    digest = Digest.objects.filter(user=signed_in(request.user)).first()
    return render(
        request,
        "links/admin/health.html",
        {
            "links": page,
            "rows": [
                _row(one, matter if matter in counts else "", today)
                | {"may_open": any(may_open(request.user, city) for city in one.known.own)}
                for one in page
            ],
            "matters": [
                {
                    "label": Matter(value).label,
                    "number": number,
                    "url": f"?{urlencode({'matter': value})}",
                    "is_chosen": value == matter,
                }
                for value, number in counts.items()
            ],
            "is_narrowed": matter in counts,
            "kept": f"&{urlencode({'matter': matter})}" if matter in counts else "",
            "is_on": digest is None or digest.is_on,
        },
    )


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    is_on = request.POST.get("on") == "1"
    actions.switch_digest(signed_in(request.user), is_on=is_on)
    told = _("You get Monday’s letter.") if is_on else _("You get no letter on Mondays any more.")
    messages.success(request, told)
    return redirect("links_admin:health")


class OpenForm(forms.Form):
    """A tick for each side whose register the person keeps."""

    def __init__(self, *args: Any, sides: list[PartnershipSide], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in sides:
            label = _("%(city)s: the seven answers are public") % {"city": side.city}
            self.fields[side.city.slug] = forms.BooleanField(label=label, required=False)


def openness(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether the seven answers about a partnership are public, side by side."""
    record = get_object_or_404(Partnership.objects.with_sides(), pk=pk)
    sides = [side for side in record.sides.all() if may_open(request.user, side.city)]
    if not sides:
        raise PermissionDenied
    opened = set(Openness.objects.filter(partnership=record).values_list("city", flat=True))
    initial = {side.city.slug: side.city_id in opened for side in sides}
    form = OpenForm(request.POST or None, sides=sides, initial=initial)
    if request.method == "POST":
        form = OpenForm(request.POST, sides=sides)
        form.is_valid()
        for side in sides:
            actions.open_accounts(
                record,
                side.city,
                is_open=form.cleaned_data.get(side.city.slug, False),
                by=signed_in(request.user),
            )
        messages.success(request, _("Saved."))
        return redirect("links_admin:openness", pk)
    return render(
        request,
        "links/admin/openness.html",
        {"partnership": record, "form": form, "url": address_of(record)},
    )


patterns = [
    path("", health_page, name="health"),
    path("letter/", switch, name="switch"),
    path("<int:pk>/public/", openness, name="openness"),
]


def _counts(links: list[Health]) -> dict[str, int]:
    """How many links have each sign, in the order of matters."""
    having = [{sign.matter for sign in one.signs} for one in links]
    counts = {matter.value: sum(matter in held for held in having) for matter in Matter}
    return {value: number for value, number in counts.items() if number}


def _row(one: Health, matter: str, today: Any) -> dict[str, Any]:
    partnership = one.known.partnership
    return {
        "partnership": partnership,
        "signs": [sign for sign in one.signs if not matter or sign.matter == matter],
        "is_resting": one.known.is_resting,
        "is_beginning": one.known.is_beginning,
        "contact": months_in_words(one.last.contact, today),
        "visit": months_in_words(one.last.visit, today),
        "result": months_in_words(one.last.result, today),
        "activities_url": list_url("activity_list", partnership=partnership.slug),
        "journeys_url": list_url("participation_list", partnership=partnership.slug, role="guest"),
        "results_url": list_url("result_list", partnership=partnership.slug),
    }
