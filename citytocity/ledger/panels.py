"""What a form of the register shows beside its fields."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.permissions import policy_registry

from citytocity.ledger.choosing import choosable

SHOWN_AT_MOST = 20


class Rows(InlinePanel):
    """Rows of a record, with the whole sentence on the button that adds one: a noun alone would
    stand there in the case that its language has for headings."""

    def __init__(self, *args: Any, add: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add = add

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"add": self.add}

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "ledger/admin/rows.html"


class NamedBy(Panel):
    """The records of another kind that name this one, with what is told of each, and a way to add
    one. They have forms of their own: a result is a record, with evidence and sources."""

    def __init__(self, relation: str, *, told: Any, add: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.relation = relation
        self.told = told
        self.add = add

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {
            "relation": self.relation,
            "told": self.told,
            "add": self.add,
        }

    class BoundPanel(Panel.BoundPanel):
        template_name = "ledger/admin/named_by.html"

        @cached_property
        def field(self) -> Any:
            """The field of the other kind by which it names this record."""
            return self.panel.model._meta.get_field(self.panel.relation).field

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["add"] = self.panel.add
            return context | (self._records() if self.instance.pk else {})

        def _records(self) -> dict[str, Any]:
            viewset = self.field.model.snippet_viewset
            records = choosable(self.field.model).filter(**{self.field.name: self.instance})
            query = f"?{self.field.name}={self.instance.pk}"
            policy = policy_registry.get_by_type(self.field.model)
            may_add = policy.user_has_any_permission(self.request.user, ["add", "propose"])
            return {
                "records": [
                    (record, reverse(viewset.get_url_name("edit"), args=[record.pk]), told)
                    for record in records[:SHOWN_AT_MOST]
                    for told in [self.panel.told(record)]
                ],
                "all": reverse(viewset.get_url_name("list")) + query,
                "new": reverse(viewset.get_url_name("add")) + query if may_add else "",
            }
