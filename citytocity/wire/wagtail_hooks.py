from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry, register_permission_policy

from citytocity.wire.admin import FeedViewSet, patterns
from citytocity.wire.models import Feed, Lead
from citytocity.wire.permissions import WirePolicy

for model in (Feed, Lead):
    register_permission_policy(model, WirePolicy(model))


@hooks.register("register_admin_urls")
def wire_urls() -> list[URLResolver]:
    return [path("wire/", include((patterns, "wire")))]


@hooks.register("register_admin_viewset")
def feeds() -> FeedViewSet:
    return FeedViewSet("feed", url_prefix="wire-feeds")


class WireMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy_registry.get_by_type(Lead).user_has_permission(request.user, "view")


@hooks.register("register_admin_menu_item")
def wire_menu() -> MenuItem:
    return WireMenuItem(
        _("The wire"), reverse("wire:leads"), name="wire", icon_name="rss", order=170
    )


@hooks.register("register_icons")
def rss_icon(icons: list[str]) -> list[str]:
    return [*icons, "wire/icons/rss.svg"]


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action("wire.use", _("Begin a story"), _("A story begun from a lead"))
