from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from citytocity.confirmation.admin import (
    InstallationViewSet,
    StatementViewSet,
    ask_buttons,
    patterns,
)
from citytocity.confirmation.holding import answered_records
from citytocity.confirmation.models import Installation, Statement
from citytocity.confirmation.permissions import (
    InstallationPolicy,
    StatementPolicy,
    may_exchange,
)
from citytocity.confirmation.sections import (
    both_sides_of_activity,
    both_sides_of_partnership,
    both_sides_of_result,
    statements_are_there,
)

register_permission_policy(Statement, StatementPolicy(Statement))
register_permission_policy(Installation, InstallationPolicy(Installation))
hooks.register("ledger_activity_sections", both_sides_of_activity, order=50)
hooks.register("ledger_partnership_sections", both_sides_of_partnership, order=50)
hooks.register("ledger_activity_presence", statements_are_there)
hooks.register("ledger_partnership_presence", statements_are_there)
hooks.register("ledger_result_sections", both_sides_of_result, order=50)
hooks.register("ledger_record_buttons", ask_buttons)
hooks.register("ledger_records_held", answered_records)


@hooks.register("register_admin_urls")
def confirmation_urls() -> list[URLResolver]:
    return [path("confirmation/", include((patterns, "confirmation_admin")))]


@hooks.register("register_admin_viewset")
def confirmations() -> list[Any]:
    return [StatementViewSet("statement"), InstallationViewSet("installation")]


class FilesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_exchange(request.user)


@hooks.register("ledger_register_menu")
def files_menu() -> MenuItem:
    address = reverse("confirmation_admin:files")
    return FilesMenuItem(_("Signed files"), address, name="signed-files", icon_name="key")


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    """Without names and addresses: history is read by many and kept for long."""
    actions.register_action(
        "confirmation.ask", _("Ask for confirmation"), _("The other city was asked to confirm it")
    )
    actions.register_action(
        "confirmation.withhold", _("Withhold the words"), _("Readers do not see its words any more")
    )
    actions.register_action(
        "confirmation.show", _("Show the words"), _("Readers see its words again")
    )
