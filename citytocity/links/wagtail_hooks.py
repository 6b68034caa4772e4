from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from citytocity.links.admin import patterns
from citytocity.links.permissions import may_see
from citytocity.links.views import accounts_are_there, accounts_of

hooks.register("ledger_partnership_sections", accounts_of)
hooks.register("ledger_partnership_presence", accounts_are_there)


@hooks.register("register_admin_urls")
def health_urls() -> list[URLResolver]:
    return [path("health-of-links/", include((patterns, "links_admin")))]


class HealthMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("ledger_register_menu")
def health_menu() -> MenuItem:
    address = reverse("links_admin:health")
    return HealthMenuItem(
        _("Are our links alive?"), address, name="health-of-links", icon_name="link", order=0
    )


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action("links.open", _("Open the accounts"), _("Seven answers made public"))
    actions.register_action(
        "links.close", _("Close the accounts"), _("Seven answers no longer public")
    )
