from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from citytocity.spreadsheets.admin import patterns
from citytocity.spreadsheets.permissions import may_bring


@hooks.register("register_admin_urls")
def spreadsheet_urls() -> list[URLResolver]:
    return [path("spreadsheets/", include((patterns, "spreadsheets")))]


class BringMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_bring(request.user)


@hooks.register("ledger_register_menu")
def bring_a_spreadsheet() -> Any:
    address = reverse("spreadsheets:spreadsheets")
    return BringMenuItem(
        _("Bring a spreadsheet"), address, name="spreadsheets", icon_name="table", order=900
    )
