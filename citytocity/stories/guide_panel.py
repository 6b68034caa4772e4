"""The guide to a story's kind, above the form it is written in."""

from typing import Any

from wagtail.admin.panels import Panel

from citytocity.stories.guides import ADVICE, guide_to


class GuidePanel(Panel):
    """What the kind is for, what to ask, and what holds for every kind; folded until opened."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "stories/admin/guide.html"

        class Media:
            css = {"all": ["stories/writing.css"]}

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {"guide": guide_to(self.instance.kind), "advice": ADVICE}
