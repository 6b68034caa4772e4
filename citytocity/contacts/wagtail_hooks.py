from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from citytocity.contacts.admin import ContactViewSet, patterns
from citytocity.contacts.models import ContactPoint
from citytocity.contacts.permissions import ContactPolicy, may_keep

register_permission_policy(ContactPoint, ContactPolicy(ContactPoint))


@hooks.register("register_admin_urls")
def handover_urls() -> list[URLResolver]:
    return [path("hand-overs/", include((patterns, "contacts_admin")))]


@hooks.register("register_admin_viewset")
def contacts() -> ContactViewSet:
    return ContactViewSet("contact", url_prefix="contacts")


class HandoversMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_keep(request.user)


@hooks.register("ledger_register_menu")
def handovers_menu() -> MenuItem:
    address = reverse("contacts_admin:handovers")
    return HandoversMenuItem(
        _("Hand-overs"), address, name="hand-overs", icon_name="redirect", order=111
    )


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action("contacts.answer", _("Answer"), _("Answered when asked by letter"))
    actions.register_action("contacts.write", _("Write to the partner"), _("Partner written to"))
    actions.register_action("contacts.hand_over", _("Hand over"), _("Office handed over"))
