"""What waits for somebody, on the first page of the admin."""

from typing import Any

from wagtail.admin.ui.components import Component

from citytocity.newsroom.letters import in_words, place_of
from citytocity.newsroom.queries import checks_waiting, what_waits
from citytocity.people.permissions import signed_in


class WaitsPanel(Component):
    """The same as in the reminder: whoever has just joined sees at once whether there is work."""

    name = "what-waits"
    template_name = "newsroom/home.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = signed_in(parent_context["request"].user)
        waiting = what_waits(user, checks_waiting())
        return {"items": [{"words": in_words(one), "path": place_of(one)} for one in waiting]}
