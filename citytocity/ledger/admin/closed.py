"""The admin of records that only those see who keep the register of a city they touch.

Wagtail asks some of its addresses about the kind alone (history, usage, revisions) and has choosers
that ask nobody: here every address with the number of a record asks about that record, lists and
suggestions hold the person's own, and there are no choosers.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from citytocity.ledger.actions import delete
from citytocity.ledger.admin.views import MOST_NAMED, RecordAddView, RecordEditView
from citytocity.ledger.admin.viewset import RecordViewSet
from citytocity.ledger.choosing import AT_MOST, begun_among, is_key
from citytocity.ledger.listing import RecordIndexView
from citytocity.ledger.permissions import kept_by, may_record
from citytocity.ledger.queries import standing_on
from citytocity.people.enums import Act
from citytocity.people.permissions import cities_held, signed_in


class ClosedAddView(RecordAddView):
    """Begins with the city whose record it is: the first whose register the person keeps."""

    takes_proposals = False

    def get_initial(self) -> dict[str, Any]:
        held = cities_held(self.request.user, Act.RECORD)
        return ({"city": held[0].pk} if held else {}) | super().get_initial()


class ClosedEditView(RecordEditView):
    takes_proposals = False


class ClosedIndexView(RecordIndexView):
    """Search keeps to the list: the index does not know whose a record is."""

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return begun_among(queryset, self.search_query) if self.is_searching else queryset


class ClosedViewSet(RecordViewSet):
    """As the register's lists and forms, for one's own cities alone; nothing is proposed."""

    index_view_class = ClosedIndexView
    add_view_class = ClosedAddView
    edit_view_class = ClosedEditView

    def get_queryset(self, request: HttpRequest | None) -> QuerySet:
        """The person's; all of them without a request, as names of what is chosen are asked."""
        records = self.records()
        return records if request is None else kept_by(request.user, records)

    def records(self) -> QuerySet:
        """All, with what a row of the list shows."""
        return self.model._default_manager.shown()

    @property
    def add_view(self) -> Any:
        return super(RecordViewSet, self).add_view

    @property
    def edit_view(self) -> Any:
        return super(RecordViewSet, self).edit_view

    def suggest(self, request: HttpRequest) -> JsonResponse:
        if not self.permission_policy.user_has_permission(request.user, "view"):
            raise PermissionDenied
        own, typed = self.get_queryset(request), request.GET.get("q", "")
        found = begun_among(own, typed) if typed.strip() else own
        names = [
            {"key": record.pk, "name": str(record), "hint": str(self.hint(record))}
            for record in found[:AT_MOST]
        ]
        return JsonResponse({"found": names, "create": self._new(request.user)})

    def register_chooser_viewset(self) -> None:
        """There is none."""

    def get_urlpatterns(self) -> list:
        return [self._asking(pattern) for pattern in super().get_urlpatterns()]

    def _asking(self, pattern: URLPattern) -> URLPattern:
        return URLPattern(pattern.pattern, self._own(pattern.callback), name=pattern.name)

    def _own(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """The view, for records of the person's; one that is not there tells so itself."""

        @wraps(view)
        def asking(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            key = kwargs.get("pk")
            known = self.model._default_manager.filter(pk=key).first() if is_key(key) else None
            if known is not None and not may_record(request.user, known):
                raise PermissionDenied
            return view(request, **kwargs)

        return asking


class DeleteOwn(DeleteBulkAction):
    """Deletes several, each kept and noted as if it were deleted by itself; tells nothing of those
    that are another city's."""

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        things, _left_alone = super().get_actionable_objects()
        return things, {"items_with_no_access": []}

    def prepare_action(self, objects: list[Any], objects_without_access: Any) -> Any:
        """What other records stand on is not deleted, nor is anything else that was ticked."""
        if not (standing := [str(record) for record in objects if standing_on(record)]):
            return None
        words = gettext("Not deleted, as other records stand on it: %s")
        messages.error(self.request, words % ", ".join(standing[:MOST_NAMED]))
        return redirect(self.next_url)

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        by = signed_in(kwargs["self"].request.user)
        for record in objects:
            delete(record, by=by)
        return len(objects), 0
