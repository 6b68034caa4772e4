"""A record's history: what changed in each state of it, by whom, when and why; and going back."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import localize
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import RevisionsRevertMixin
from wagtail.models import Revision
from wagtail.snippets.views.snippets import EditView, HistoryView, RevisionsCompareView

from citytocity.ledger.actions import WHY
from citytocity.ledger.admin.differences import Change, changes_between, list_headings
from citytocity.ledger.admin.views import (
    OfOneRecord,
    SavedWhenAsked,
    SaysWhy,
    StaysInReach,
)
from citytocity.ledger.snapshots import forget_what_is_gone, restored


def headings_of(model: Any) -> dict[str, str]:
    """What the form of such records calls its lists."""
    return dict(list_headings(model.snippet_viewset.get_edit_handler()))


class ChangesColumn(Column):
    """What changed, and why."""

    cell_template_name = "ledger/admin/history_cell.html"

    def __init__(self, name: str, *, view: "RecordHistoryView", **options: Any) -> None:
        super().__init__(name, **options)
        self.view = view

    def get_value(self, instance: Any) -> list[Change]:
        return self.view.changes_of(instance)

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"why": instance.data.get(WHY, "")}


class RecordHistoryView(HistoryView):
    object: Any
    model: Any

    @cached_property
    def columns(self) -> list[Column]:
        action, user, when = super().columns
        return [action, ChangesColumn("changes", label=_("What changed"), view=self), user, when]

    def changes_of(self, entry: Any) -> list[Change]:
        """None of the first state, and of what no state was kept of."""
        key = getattr(entry, "previous_revision_id", None)
        if key not in self.before or not entry.revision_id or not entry.content_changed:
            return []
        was, now = (restored(self.model, one) for one in (self.before[key], entry.revision.content))
        return changes_between(was, now, self.headings)

    @cached_property
    def before(self) -> dict[int, dict[str, Any]]:
        """The states before those on this page, by their revision."""
        shown = [getattr(entry, "previous_revision_id", None) for entry in self.entries]
        found = Revision.objects.filter(pk__in=[key for key in shown if key])
        return dict(found.values_list("pk", "content"))

    @cached_property
    def headings(self) -> dict[str, str]:
        return headings_of(self.model)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        self.entries = context["object_list"]
        return context


class RecordCompareView(RevisionsCompareView):
    """Two states side by side, told as the rest of the register is."""

    template_name = "ledger/admin/compare.html"

    def _get_revision_and_heading(self, revision_id: str) -> tuple[Any, str]:
        """Whatever the state names may be gone by now."""
        states = self.object.revisions.order_by("created_at", "id")
        if revision_id in {"live", "latest"}:
            state = states.last()
        elif revision_id == "earliest":
            state = states.first()
        else:
            state = states.filter(pk=revision_id).first()
        if state is None:
            raise Http404
        return restored(self.model, state.content), localize(localtime(state.created_at))

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[Change]:
        return changes_between(revision_a, revision_b, headings_of(self.model))


class RecordRevertView(
    SaysWhy, StaysInReach, SavedWhenAsked, RevisionsRevertMixin, OfOneRecord, EditView
):
    """An earlier state in the form; it is the newest one when it is saved."""

    view_name = "revisions_revert"

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """The state as far as what it names is still there.

        Rows that were deleted since, or stand in another record by now, come as new ones.
        """
        live = super(RevisionsRevertMixin, self).get_object(*args, **kwargs)
        self.revision = get_object_or_404(live.revisions, pk=self.revision_id)
        state = restored(self.model, self.revision.content)
        state.pk, state.latest_revision = live.pk, live.latest_revision
        forget_what_is_gone(state)
        for relation in get_all_child_relations(state):
            manager = getattr(state, relation.get_accessor_name())
            own = {relation.field.name: live.pk}
            there = relation.related_model._default_manager.filter(**own)
            keys = set(there.values_list("pk", flat=True))
            for row in list(manager.all()):
                row.pk = row.pk if row.pk in keys else None
                if not forget_what_is_gone(row, but=relation.field.name):
                    manager.remove(row)
        return state
