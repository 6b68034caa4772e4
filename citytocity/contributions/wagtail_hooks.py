from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from citytocity.contributions.admin import InboxViewSet, note_corrections
from citytocity.contributions.models import Contribution
from citytocity.contributions.permissions import InboxPolicy
from citytocity.contributions.queries import ABOUT
from citytocity.contributions.sections import correction_of

register_permission_policy(Contribution, InboxPolicy(Contribution))
for noun in ABOUT:
    hooks.register(f"ledger_{noun}_sections", correction_of, order=100)
for opened in ("before_edit_page", "before_edit_snippet"):
    hooks.register(opened, note_corrections)


@hooks.register("register_admin_viewset")
def inbox() -> InboxViewSet:
    return InboxViewSet()


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    """Without names and addresses of senders: the log is read by many and kept for long."""
    for verb, label, message in (
        ("receive", _("Receive"), _("Received")),
        ("answer", _("Answer"), _("Answered by the sender")),
        ("take", _("Take on"), _("Taken on")),
        ("ask", _("Ask back"), _("Asked back")),
        ("accept", _("Accept"), _("Accepted")),
        ("refuse", _("Refuse"), _("Refused")),
        ("spam", _("Mark as spam"), _("Put away as spam")),
        ("correct", _("Carry out"), _("Correction carried out")),
    ):
        actions.register_action(f"contributions.{verb}", label, message)
