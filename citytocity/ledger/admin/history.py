"""A record's history: what changed in each state of it, by whom, when and why; and going back."""

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import localize
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import RevisionsRevertMixin
from wagtail.models import Revision
from wagtail.snippets.views.snippets import EditView, HistoryView, RevisionsCompareView

from citytocity.ledger.admin.differences import Change, changes_between, list_headings
from citytocity.ledger.admin.snapshots import restored
from citytocity.ledger.admin.views import (
    WHY,
    OfOneRecord,
    SavedWhenAsked,
    SaysWhy,
    StaysInReach,
)


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
        record, heading = super()._get_revision_and_heading(revision_id)
        moment = parse_datetime(heading)
        return record, localize(localtime(moment)) if moment else heading

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[Change]:
        return changes_between(revision_a, revision_b, headings_of(self.model))


class RecordRevertView(
    SaysWhy, OfOneRecord, StaysInReach, SavedWhenAsked, RevisionsRevertMixin, EditView
):
    """An earlier state in the form; it is the newest one when it is saved."""

    view_name = "revisions_revert"

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Rows that were deleted since come back as new ones: their keys are gone."""
        record = super().get_object(*args, **kwargs)
        for relation in get_all_child_relations(record):
            rows = list(getattr(record, relation.get_accessor_name()).all())
            keys = [row.pk for row in rows]
            there = relation.related_model._default_manager.filter(pk__in=keys)
            gone = set(keys) - set(there.values_list("pk", flat=True))
            for row in rows:
                row.pk = None if row.pk in gone else row.pk
        return record
