"""The list of what was asked and answered, and one of it with all its letters."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from citytocity.cities.models import City
from citytocity.confirmation.admin.asking import ask_address, kind_name, may_ask_about
from citytocity.confirmation.facts import FORMS, records_of
from citytocity.confirmation.models import Statement
from citytocity.confirmation.permissions import may_answer, may_ask, may_handle, statements_of
from citytocity.confirmation.presentation import shown
from citytocity.confirmation.queries import in_state, standing

STATES = {
    "waiting": _("waiting for an answer"),
    "confirmed": _("confirmed"),
    "disputed": _("the sides differ"),
}


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
            "kind": kind_name(statement.model),
            "edit_url": AdminURLFinder(user).get_edit_url(record) if record else "",
            "state": _state(statement, record),
            "shown": shown(standing(statement, record)) if record else None,
            "answers": statement.answers.select_related("given_by"),
            "requests": [{"request": one, "may_handle": may_handle(user, one)} for one in requests],
            "may_withhold": may_ask(user, by_city=statement.by_city),
            "may_take": record is not None and may_ask(user, by_city=statement.by_city),
            "answer_url": _answer_url(user, requests),
            "ask_url": ask_address(record) if record and may_ask_about(user, record) else "",
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
        Column("kind", label=_("Kind"), accessor=lambda one: kind_name(one.model)),
        Column("by_city", label=_("Recorded by"), accessor=lambda one: str(one.by_city)),
        Column("city", label=_("Asked"), accessor=lambda one: str(one.city)),
        Column("state", label=_("State"), accessor="shown_state"),
        DateColumn("asked", label=_("Asked on"), sort_key="asked"),
        DateColumn("answered", label=_("Answered on"), sort_key="answered"),
    ]

    def get_urlpatterns(self) -> list:
        own = {"index", "index_results", "inspect"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in own]


def _answer_url(user: Any, requests: Any) -> str:
    mine = next((one for one in requests if may_answer(user, city=one.city)), None)
    return reverse("confirmation_admin:answer", args=[mine.pk]) if mine else ""


def _state(statement: Statement, record: Any) -> str:
    if record is None or statement.gone:
        return gettext("deleted")
    state = str(shown(standing(statement, record)).state.words)
    if statement.is_waiting and statement.answered:
        return gettext("%(state)s; asked again") % {"state": state}
    return state
