"""What the admin of all kinds of records has in common."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from citytocity.ledger.actions import OutOfReachError
from citytocity.ledger.admin.forms import RecordForm
from citytocity.ledger.admin.history import RecordCompareView, RecordHistoryView, RecordRevertView
from citytocity.ledger.admin.proposing import ProposeChangeView, ProposeRecordView, is_proposed
from citytocity.ledger.admin.views import RecordAddView, RecordDeleteView, RecordEditView
from citytocity.ledger.choosing import ChoosingForm, choosable, is_key, suggested
from citytocity.ledger.listing import RecordIndexView


class RecordViewSet(SnippetViewSet):
    """What all kinds have in common: searched by any language's words, exported as shown."""

    list_per_page = 50
    copy_view_enabled = False
    index_view_class = RecordIndexView
    sort_order_field = None  # a record's rows are put in order in its form
    add_view_class = RecordAddView
    edit_view_class = RecordEditView
    edit_template_name = "ledger/admin/edit.html"
    history_view_class = RecordHistoryView
    history_template_name = "ledger/admin/history.html"
    revisions_compare_view_class = RecordCompareView
    revisions_revert_view_class = RecordRevertView
    delete_view_class = RecordDeleteView
    delete_template_name = "ledger/admin/confirm_delete.html"
    record_form: type[ChoosingForm] = RecordForm

    def get_edit_handler(self) -> Any:
        handler = ObjectList(self.panels, base_form_class=self.record_form)
        return handler.bind_to_model(self.model)

    @property
    def add_view(self) -> Any:
        """The form; for those who may not add such a record the same form, as a proposal. So it
        is shown again to who keeps the register of other cities than the record touches."""
        keeping = super().add_view
        proposing = self._proposing(ProposeRecordView, self.get_add_view_kwargs())

        def adding(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if is_proposed(request):
                return proposing(request, **kwargs)
            try:
                return keeping(request, **kwargs)
            except OutOfReachError:
                return proposing(request, **kwargs)

        return self._by_right(
            adding,
            proposing,
            lambda user, _record: self.permission_policy.user_has_permission(user, "add"),
        )

    @property
    def edit_view(self) -> Any:
        return self._by_right(
            super().edit_view,
            self._proposing(ProposeChangeView, self.get_edit_view_kwargs()),
            self._may_change,
        )

    def get_urlpatterns(self) -> list:
        return [*super().get_urlpatterns(), path("suggestions/", self.suggest, name="suggestions")]

    def suggest(self, request: HttpRequest) -> JsonResponse:
        """What fits what is typed into a field that names such a record."""
        user, policy = request.user, self.permission_policy
        if not policy.user_has_any_permission(user, ("view", "add", "change", "delete")):
            raise PermissionDenied
        found = suggested(choosable(self.model), request.GET.get("q", ""))
        names = [
            {"key": record.pk, "name": str(record), "hint": str(self.hint(record))}
            for record in found
        ]
        return JsonResponse({"found": names, "create": self._new(user)})

    def hint(self, record: Any) -> Any:
        """What tells records of one name from each other."""
        return ""

    def _by_right(self, keeping: Any, proposing: Any, may: Callable[[Any, Any], bool]) -> Any:
        """The view for those who may do it themselves, or the one for those who may propose it."""

        def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            proposes = self.permission_policy.user_has_permission(request.user, "propose")
            is_hers = not proposes or may(request.user, kwargs.get("pk"))
            return (keeping if is_hers else proposing)(request, **kwargs)

        return view

    def _proposing(self, view_class: Any, kwargs: dict[str, Any]) -> Any:
        template = {"template_name": "ledger/admin/propose.html"}
        return self.construct_view(view_class, **kwargs | template)

    def _may_change(self, user: Any, key: Any) -> bool:
        """True of a record that is not there, too: the form says so."""
        record = self.model._default_manager.filter(pk=key).first() if is_key(key) else None
        may_change = self.permission_policy.user_has_permission_for_instance
        return record is None or may_change(user, "change", record)

    def _new(self, user: Any) -> dict[str, Any] | None:
        if not self.permission_policy.user_has_permission(user, "add"):
            return None
        name = gettext("New record: %(kind)s") % {"kind": self.model._meta.verbose_name}
        return {"address": reverse(self.get_url_name("add")), "name": name}
