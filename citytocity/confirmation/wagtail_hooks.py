from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from citytocity.confirmation.admin import (
    InstallationViewSet,
    StatementViewSet,
    ask_buttons,
    patterns,
)
from citytocity.confirmation.models import Installation, Statement
from citytocity.confirmation.permissions import InstallationPolicy, StatementPolicy
from citytocity.confirmation.sections import (
    both_sides_of_activity,
    both_sides_of_partnership,
    both_sides_of_result,
)

register_permission_policy(Statement, StatementPolicy(Statement))
register_permission_policy(Installation, InstallationPolicy(Installation))
hooks.register("ledger_activity_sections", both_sides_of_activity, order=50)
hooks.register("ledger_partnership_sections", both_sides_of_partnership, order=50)
hooks.register("ledger_result_sections", both_sides_of_result, order=50)
hooks.register("before_edit_snippet", ask_buttons)


@hooks.register("register_admin_urls")
def confirmation_urls() -> list[URLResolver]:
    return [path("confirmation/", include((patterns, "confirmation_admin")))]


@hooks.register("register_admin_viewset")
def confirmations() -> list[Any]:
    return [StatementViewSet("statement"), InstallationViewSet("installation")]


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    """Without names and addresses: history is read by many and kept for long."""
    actions.register_action(
        "confirmation.ask", _("Ask for confirmation"), _("The other city was asked to confirm it")
    )
