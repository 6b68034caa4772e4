"""Asking the other city to confirm a record, from the record's own page."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from citytocity.cities.models import City
from citytocity.confirmation import actions
from citytocity.confirmation.actions import NothingToAskError
from citytocity.confirmation.exporting import records_file, signed_file
from citytocity.confirmation.facts import FORMS, cities_in, records_of
from citytocity.confirmation.forms import AskForm
from citytocity.confirmation.limits import may_ask_more
from citytocity.confirmation.models import Request, Statement
from citytocity.confirmation.permissions import may_ask
from citytocity.ledger.models import Activity, Partnership, Result
from citytocity.people.permissions import is_everywhere, signed_in

OFFERED = 40
"""Records that may go into the same letter; more are asked for in a second one."""


def ask(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """A letter about a record, and others of both cities, to the other side."""
    record = _record(noun, pk)
    cities = cities_in(record)
    asking = [city for city in cities if may_ask(request.user, by_city=city)]
    if not asking or len(cities) < 2:
        raise PermissionDenied
    others = _others(record, cities)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        asking=_among(asking),
        asked=_among(cities),
        records=[(key, _told(one)) for key, one in others.items()],
        initial=_initial(request, asking, cities),
    )
    if request.method == "POST" and "file" in request.POST:
        if by_city := form.own("by_city"):
            ticked = [others[key] for key in request.POST.getlist("records") if key in others]
            told = [one for one in (record, *ticked) if by_city in cities_in(one)]
            return signed_file(records_file(told, city=by_city), f"record-{pk}")
    elif request.method == "POST" and form.is_valid():
        if not may_ask_more(request):
            form.add_error(None, gettext("You have sent many letters today. Ask more tomorrow."))
        else:
            sent = _ask(request, form, record, others)
            if sent:
                return redirect(sent.statements.order_by("pk")[0])
    context = {"form": form, "record": record, "kind": kind_name(type(record))}
    status = 400 if form.errors else 200
    return render(request, "confirmation/admin/ask.html", context, status=status)


def ask_buttons(request: HttpRequest, record: Any) -> list[Button]:
    """A way to ask the other city, on the page of a record of several cities."""
    if type(record) not in FORMS:
        return []
    full = next(iter(records_of([_as_statement(record)]).values()), None)
    if full is None or not may_ask_about(request.user, full):
        return []
    other = next((c for c in cities_in(full) if not _is_own(request.user, c)), None)
    if other is None:
        return []
    words = gettext("Ask %(city)s to confirm") % {"city": other}
    return [Button(words, ask_address(full), icon_name="success", priority=40)]


def ask_address(record: Any) -> str:
    return reverse("confirmation_admin:ask", args=[FORMS[type(record)].noun, record.pk])


def may_ask_about(user: Any, record: Any) -> bool:
    cities = cities_in(record)
    return len(cities) > 1 and any(may_ask(user, by_city=city) for city in cities)


def kind_name(model: Any) -> str:
    return capfirst(str(model._meta.verbose_name))


def _ask(
    request: HttpRequest, form: AskForm, record: Any, others: dict[str, Any]
) -> Request | None:
    given = form.cleaned_data
    records = [record, *(others[key] for key in given.pop("records", []))]
    try:
        sent = actions.ask(records, by=signed_in(request.user), **given)
    except NothingToAskError:
        form.add_error("city", gettext("The record is not about both of these cities."))
        return None
    words = gettext("A letter with the link goes to %(email)s.") % {"email": sent.email}
    messages.success(request, words)
    return sent


def _initial(request: HttpRequest, asking: list[City], cities: list[City]) -> dict[str, Any]:
    """The own city asks: of the host office the host's. The other one is asked, as last time."""
    own = next((city for city in asking if city.is_host), asking[0])
    other = next((city for city in cities if city != own), None)
    last = Request.objects.filter(by_city=own, city=other).exclude(email="").first()
    known = {"name": last.name, "email": last.email, "language": last.language} if last else {}
    return {"by_city": own, "city": other, "language": get_language()} | known


def _others(record: Any, cities: list[City]) -> dict[str, Any]:
    """The newest records of the same cities that nobody has confirmed yet, by what the form calls
    them."""
    pair = [city.pk for city in cities]
    partnership = next(
        (
            one
            for one in Partnership.objects.with_sides().filter(sides__city=pair[0]).distinct()
            if sum(side.city_id in pair for side in one.sides.all()) >= 2
        ),
        None,
    )
    if partnership is None:
        return {}
    found = [
        *Activity.objects.of_partnership(partnership).newest_first().shown()[:OFFERED],
        *Result.objects.of_partnership(partnership).order_by("-when_first", "slug")[:OFFERED],
    ]
    stated = set(Statement.objects.exclude(answered=None).values_list("kind", "record_key"))
    kinds = {model: ContentType.objects.get_for_model(model).pk for model in (Activity, Result)}
    left = [one for one in found if (kinds[type(one)], one.pk) not in stated and one != record]
    return {f"{FORMS[type(one)].noun}-{one.pk}": one for one in left[:OFFERED]}


def _told(record: Any) -> str:
    return f"{record} ({kind_name(type(record))})"


def _record(noun: str, pk: int) -> Any:
    form = next((form for form in FORMS.values() if form.noun == noun), None)
    if form is None:
        raise Http404
    found = get_object_or_404(form.model, pk=pk)
    return next(iter(records_of([_as_statement(found)]).values()))


def _as_statement(record: Model) -> Statement:
    """So that the record is read with what its facts need."""
    return Statement(kind=ContentType.objects.get_for_model(record), record_key=record.pk)


def _among(cities: list[City]) -> QuerySet[City]:
    return City.objects.filter(pk__in=[city.pk for city in cities])


def _is_own(user: Any, city: City) -> bool:
    """Of those who stand for all cities the host is their own."""
    return city.is_host if is_everywhere(user) else may_ask(user, by_city=city)
