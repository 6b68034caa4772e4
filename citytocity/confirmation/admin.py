"""Confirmations in the admin: asking, answering for one's own city, and what came of it."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from citytocity.cities.models import City
from citytocity.confirmation import actions
from citytocity.confirmation.actions import NothingToAskError, NotTakenError, ReplayedError
from citytocity.confirmation.answering import AnswerPage
from citytocity.confirmation.exporting import records_file, signed_file
from citytocity.confirmation.facts import FORMS, cities_in, records_of
from citytocity.confirmation.forms import AskForm
from citytocity.confirmation.limits import may_ask_more
from citytocity.confirmation.models import Installation, Request, Statement
from citytocity.confirmation.permissions import (
    may_answer,
    may_ask,
    may_handle,
    statements_of,
)
from citytocity.confirmation.presentation import day, shown
from citytocity.confirmation.queries import in_state, standing
from citytocity.ledger.models import Activity, Partnership, Result
from citytocity.people.enums import Act
from citytocity.people.permissions import cities_where, signed_in

OFFERED = 40
"""Records that may go into the same letter; more are asked for in a second one."""
STATES = {
    "waiting": _("waiting for an answer"),
    "confirmed": _("confirmed"),
    "disputed": _("the sides differ"),
}


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
    context = {"form": form, "record": record, "kind": _kind_name(type(record))}
    status = 400 if form.errors else 200
    return render(request, "confirmation/admin/ask.html", context, status=status)


@never_cache
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the letter, for those who keep the register of the asked city."""
    found = Request.objects.select_related("by_city", "city", "asked_by")
    asked = get_object_or_404(found, pk=pk)
    if not may_answer(request.user, city=asked.city):
        raise PermissionDenied
    page = AnswerPage(asked, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _answer_page(request, page)
    if not page.sent_key or not page.answered or not page.is_right():
        messages.error(request, gettext("Not sent yet: please look at what is marked."))
        return _answer_page(request, page, status=400)
    said = [part.said() for part in page.answered]
    try:
        actions.answer_by_account(asked, said, key=page.sent_key, by=signed_in(request.user))
    except ReplayedError as error:
        told = {"day": day(error.given)}
        messages.info(request, gettext("This answer was received already, on %(day)s.") % told)
    except NotTakenError as error:
        fresh = AnswerPage(asked, request.POST)
        fresh.show_what_stands_in_the_way(error)
        messages.error(request, gettext("Not sent yet: please look at what is marked."))
        return _answer_page(request, fresh, status=409)
    else:
        messages.success(request, gettext("Thank you. The other city is told of your answer."))
    return redirect("statement:index")


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_request(request, pk)
    if may_ask_more(request):
        actions.ask_again(found, by=signed_in(request.user))
        words = gettext("A new letter goes to %(email)s; the earlier link opens nothing any more.")
        messages.success(request, words % {"email": found.email})
    else:
        messages.error(request, gettext("You have sent many letters today. Ask more tomorrow."))
    return redirect(_back(request, found))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_request(request, pk)
    actions.revoke(found, by=signed_in(request.user))
    messages.success(request, gettext("The link opens nothing any more."))
    return redirect(_back(request, found))


patterns = [
    path("ask/<slug:noun>/<int:pk>/", ask, name="ask"),
    path("request/<int:pk>/answer/", answer, name="answer"),
    path("request/<int:pk>/again/", send_again, name="again"),
    path("request/<int:pk>/revoke/", revoke, name="revoke"),
]


def _cities(request: HttpRequest | None) -> QuerySet[City]:
    if request is None:
        return City.objects.none()
    seen = statements_of(request.user).order_by()
    asked, asking = seen.values("city"), seen.values("by_city")
    return City.objects.filter(pk__in=asked) | City.objects.filter(pk__in=asking)


class StatementFilterSet(WagtailFilterSet):
    """Narrows the list to what waits, is confirmed or disputed, and to one city."""

    state = django_filters.ChoiceFilter(
        choices=list(STATES.items()), method="in_state", label=_("State")
    )
    kind = django_filters.ChoiceFilter(choices=[], label=_("Kind"))
    city = django_filters.ModelChoiceFilter(queryset=_cities, label=_("Asked"))
    by_city = django_filters.ModelChoiceFilter(queryset=_cities, label=_("Recorded by"))

    class Meta:
        model = Statement
        fields = ["state", "kind", "city", "by_city"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [ContentType.objects.get_for_model(model) for model in FORMS]
        self.filters["kind"].extra["choices"] = [(kind.pk, capfirst(kind.name)) for kind in kinds]

    def in_state(self, queryset: Any, _name: str, state: str) -> QuerySet:
        return in_state(queryset, state)


class StatementsView(generic.IndexView):
    """The newest answers first, and what was asked last."""

    page_title = _("Confirmations")
    default_ordering = ("-answered", "-asked", "-pk")
    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Statement]:
        found = statements_of(self.request.user).defer("shown", "says")
        return found.select_related("kind", "city", "by_city")

    def get_table(self, object_list: Any) -> Any:
        """With how each stands to its record of today, asked for all at once."""
        records = records_of(object_list)
        for statement in object_list:
            record = records.get((statement.kind_id, statement.record_key))
            statement.shown_title = str(record or statement.title)
            statement.shown_state = _state(statement, record)
        return super().get_table(object_list)


class StatementView(generic.InspectView):
    """One record and one city: how it stands, all answers, the letters that were sent."""

    template_name = "confirmation/admin/statement.html"
    any_permission_required = ["view"]

    def get_object(self, queryset: Any = None) -> Statement:
        found = statements_of(self.request.user).select_related(
            "kind", "city", "by_city", "proposal"
        )
        return get_object_or_404(found, pk=self.pk)

    def get_page_title(self) -> str:
        return gettext("Confirmation")

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_fields(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        statement, user = self.object, self.request.user
        record = records_of([statement]).get((statement.kind_id, statement.record_key))
        requests = statement.requests.select_related("by_city", "city", "asked_by")
        return super().get_context_data(**kwargs) | {
            "statement": statement,
            "record": record,
            "kind": _kind_name(statement.model),
            "edit_url": AdminURLFinder(user).get_edit_url(record) if record else "",
            "state": _state(statement, record),
            "shown": shown(standing(statement, record)) if record else None,
            "answers": statement.answers.select_related("given_by"),
            "requests": [{"request": one, "may_handle": may_handle(user, one)} for one in requests],
            "may_take": record is not None and may_ask(user, by_city=statement.by_city),
            "answer_url": _answer_url(user, requests),
            "ask_url": ask_address(record) if record and _may_ask(user, record) else "",
        }


class StatementViewSet(ModelViewSet):
    """There is nothing to add, change or delete here but by letters and answers."""

    model = Statement
    icon = "success"
    menu_label = _("Confirmations")
    menu_hook = "ledger_register_menu"
    add_to_reference_index = False
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    inspect_view_enabled = True
    index_view_class = StatementsView
    inspect_view_class = StatementView
    filterset_class = StatementFilterSet
    search_fields = ["title", "words"]
    list_per_page = 30
    list_display = [
        TitleColumn(
            "title", label=_("Record"), accessor="shown_title", url_name="statement:inspect"
        ),
        Column("kind", label=_("Kind"), accessor=lambda one: _kind_name(one.model)),
        Column("by_city", label=_("Recorded by"), accessor=lambda one: str(one.by_city)),
        Column("city", label=_("Asked"), accessor=lambda one: str(one.city)),
        Column("state", label=_("State"), accessor="shown_state"),
        DateColumn("asked", label=_("Asked on"), sort_key="asked"),
        DateColumn("answered", label=_("Answered on"), sort_key="answered"),
    ]

    def get_urlpatterns(self) -> list:
        own = {"index", "index_results", "inspect"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in own]


class InstallationViewSet(ModelViewSet):
    """Whose signed files are believed."""

    model = Installation
    icon = "key"
    menu_label = _("Partner installations")
    menu_hook = "ledger_register_menu"
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ["name", "city", "address", "public_key", "compared"]
    list_display = [
        "name",
        Column("city", label=_("City"), accessor=lambda one: str(one.city)),
        Column("fingerprint", label=_("Fingerprint"), accessor="fingerprint"),
        Column(
            "compared",
            label=_("Compared"),
            accessor=lambda one: gettext("yes") if one.compared else gettext("no"),
        ),
    ]


def ask_buttons(request: HttpRequest, record: Any) -> list[Button]:
    """A way to ask the other city, on the page of a record of several cities."""
    if type(record) not in FORMS:
        return []
    full = next(iter(records_of([_as_statement(record)]).values()), None)
    if full is None or not _may_ask(request.user, full):
        return []
    other = next((c for c in cities_in(full) if not _is_own(request.user, c)), None)
    if other is None:
        return []
    words = gettext("Ask %(city)s to confirm") % {"city": other}
    return [Button(words, ask_address(full), icon_name="success", priority=40)]


def ask_address(record: Any) -> str:
    return reverse("confirmation_admin:ask", args=[FORMS[type(record)].noun, record.pk])


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
    return f"{record} ({_kind_name(type(record))})"


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


def _may_ask(user: Any, record: Any) -> bool:
    cities = cities_in(record)
    return len(cities) > 1 and any(may_ask(user, by_city=city) for city in cities)


def _is_own(user: Any, city: City) -> bool:
    """Of those who stand for all cities the host is their own."""
    everywhere = cities_where(user, Act.RECORD).count() > 1
    return city.is_host if everywhere else may_ask(user, by_city=city)


def _own_request(request: HttpRequest, pk: int) -> Request:
    found = get_object_or_404(Request.objects.select_related("by_city", "city"), pk=pk)
    if not may_handle(request.user, found):
        raise PermissionDenied
    return found


def _back(request: HttpRequest, found: Request) -> str:
    first = found.statements.order_by("pk").first()
    return first.get_absolute_url() if first else reverse("statement:index")


def _answer_url(user: Any, requests: Any) -> str:
    mine = next((one for one in requests if may_answer(user, city=one.city)), None)
    return reverse("confirmation_admin:answer", args=[mine.pk]) if mine else ""


def _answer_page(request: HttpRequest, page: AnswerPage, *, status: int = 200) -> HttpResponse:
    context = page.context(request) | {"is_inside": True}
    return render(request, "confirmation/admin/answer.html", context, status=status)


def _state(statement: Statement, record: Any) -> str:
    if record is None or statement.gone:
        return gettext("deleted")
    state = str(shown(standing(statement, record)).state.words)
    if statement.is_waiting and statement.answered:
        return gettext("%(state)s; asked again") % {"state": state}
    return state


def _kind_name(model: Any) -> str:
    return capfirst(str(model._meta.verbose_name))
