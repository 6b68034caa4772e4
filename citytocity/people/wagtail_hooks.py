from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from citytocity.people.admin import TeamGroup
from citytocity.people.models import Invitation, Membership
from citytocity.people.permissions import TeamPolicy

for model in (Membership, Invitation):
    register_permission_policy(model, TeamPolicy(model))


@hooks.register("register_admin_viewset")
def team() -> TeamGroup:
    return TeamGroup()


@hooks.register("register_help_menu_item")
def sign_in_security() -> Any:
    words = _("Password and second proof")
    return MenuItem(words, reverse("mfa_index"), name="sign-in", icon_name="lock", order=1)


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    """Without addresses: the log is read by many and kept for long."""
    actions.register_action("people.invite", _("Invite"), _("Invited"))
    actions.register_action("people.join", _("Join"), _("Joined"))
    actions.register_action("people.end", _("End membership"), _("Membership ended"))
    actions.register_action("people.withdraw", _("Withdraw invitation"), _("Invitation withdrawn"))
