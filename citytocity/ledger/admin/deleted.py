"""What was deleted, told fact by fact, and brought back by one button."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from citytocity.ledger.actions import bring_back, left_behind
from citytocity.ledger.admin.differences import Change, facts_of
from citytocity.ledger.admin.history import headings_of
from citytocity.ledger.listing import in_a_row
from citytocity.ledger.models import DeletedRecord
from citytocity.ledger.permissions import deleted_records_of
from citytocity.ledger.snapshots import restored
from citytocity.people.permissions import signed_in


class DeletedIndexView(generic.IndexView):
    page_title = _("Deleted records")
    default_ordering = ("-deleted", "-pk")
    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[DeletedRecord]:
        found = deleted_records_of(self.request.user).defer("facts")
        return found.select_related("kind", "deleted_by").prefetch_related("cities")


class DeletedView(generic.InspectView):
    """The record as it stood; by POST it is brought back."""

    template_name = "ledger/admin/deleted.html"
    any_permission_required = ["view"]

    def get_object(self, queryset: Any = None) -> DeletedRecord:
        found = deleted_records_of(self.request.user).select_related("kind", "deleted_by")
        return get_object_or_404(found, pk=self.pk)

    def get_page_title(self) -> str:
        return gettext("Deleted record")

    def get_fields(self) -> list[str]:
        return []

    @cached_property
    def facts(self) -> list[Change]:
        record = restored(self.object.model, self.object.facts)
        return facts_of(record, headings_of(self.object.model))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"deleted": self.object, "kind": _kind(self.object), "facts": self.facts}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deleted, by = self.object, signed_in(request.user)
        try:
            left = left_behind(deleted)
            record = bring_back(deleted, by=by)
        except ValidationError as error:
            messages.error(request, gettext("Not brought back: %s") % " ".join(error.messages))
            return redirect(deleted.get_absolute_url())
        messages.success(request, gettext("It stands in the register again: %s") % record)
        if left:
            words = gettext("What these named was deleted meanwhile, so they are not back: %s.")
            messages.warning(request, words % ", ".join(left))
        return redirect(AdminURLFinder(request.user).get_edit_url(record))


def _kind(deleted: DeletedRecord) -> str:
    return capfirst(deleted.kind.name)


class DeletedViewSet(ModelViewSet):
    """Nothing is added, changed or deleted here."""

    model = DeletedRecord
    icon = "bin"
    menu_label = _("Deleted")
    add_to_reference_index = False
    copy_view_enabled = False
    exclude_form_fields: list[str] = []
    inspect_view_enabled = True
    index_view_class = DeletedIndexView
    inspect_view_class = DeletedView
    search_fields = ["title"]
    list_per_page = 30
    list_display = [
        TitleColumn("title", label=_("Record"), url_name="deletedrecord:inspect"),
        Column("kind", label=_("Kind"), accessor=_kind),
        Column("cities", label=_("Cities"), accessor=lambda shown: in_a_row(shown.cities.all())),
        Column("deleted_by", label=_("Deleted by"), accessor="deleted_by.shown_name"),
        DateColumn("deleted", label=_("When"), sort_key="deleted"),
    ]

    def get_urlpatterns(self) -> list:
        own = {"index", "index_results", "inspect"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in own]
