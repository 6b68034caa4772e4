from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from citytocity.reports.admin import patterns
from citytocity.reports.permissions import may_report


@hooks.register("register_admin_urls")
def reports_urls() -> list[URLResolver]:
    return [path("annual-reports/", include((patterns, "reports_admin")))]


class ReportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_report(request.user)


@hooks.register("ledger_register_menu")
def reports_menu() -> MenuItem:
    address = reverse("reports_admin:list")
    return ReportsMenuItem(
        _("Annual reports"), address, name="annual-reports", icon_name="doc-full", order=120
    )


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action("reports.publish", _("Publish"), _("Report published"))
    actions.register_action("reports.withdraw", _("Withdraw"), _("Report withdrawn"))
    actions.register_action("reports.hand_in", _("Hand in"), _("Report handed in"))
