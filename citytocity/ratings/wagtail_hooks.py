from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from citytocity.ratings.admin import patterns
from citytocity.ratings.permissions import may_fill
from citytocity.ratings.sections import entries_of_city, entry_of_recognition

hooks.register("ledger_city_sections", entries_of_city, order=100)
hooks.register("ledger_recognition_sections", entry_of_recognition, order=100)


@hooks.register("register_admin_urls")
def ratings_urls() -> list[URLResolver]:
    return [path("ratings/", include((patterns, "ratings_admin")))]


class RatingsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_fill(request.user)


@hooks.register("ledger_register_menu")
def ratings_menu() -> MenuItem:
    address = reverse("ratings_admin:index")
    return RatingsMenuItem(_("Ratings"), address, name="ratings", icon_name="list-ol", order=220)


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action(
        "ratings.hand_in", _("Hand in"), pgettext_lazy("questionnaire", "Handed in")
    )
    actions.register_action("ratings.open", _("Open to all"), _("Opened to all readers"))
    actions.register_action("ratings.close", _("Close"), _("Closed to readers"))
    actions.register_action("ratings.link", _("Save recognitions"), _("Recognitions named"))

    @actions.register_action("ratings.compare")
    class Compared(LogFormatter):
        label = _("Bring and compare")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Compared with %(city)s.") % log_entry.data

    @actions.register_action("ratings.rename")
    class Renamed(LogFormatter):
        label = _("Correct the name")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Answers of “%(before)s” are those of %(city)s.") % log_entry.data

    @actions.register_action("ratings.leave_out")
    class LeftOut(LogFormatter):
        label = _("Leave out")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Left out: %(city)s") % log_entry.data
