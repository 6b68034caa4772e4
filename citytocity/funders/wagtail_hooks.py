from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from citytocity.funders.admin import patterns, sheet_buttons
from citytocity.funders.permissions import may_open_any

hooks.register("ledger_record_buttons", sheet_buttons)


@hooks.register("register_admin_urls")
def funders_urls() -> list[URLResolver]:
    return [path("funders/", include((patterns, "funders")))]


class SheetsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_open_any(request.user)


@hooks.register("ledger_register_menu")
def sheets_menu() -> MenuItem:
    address = reverse("funders:index")
    return SheetsMenuItem(_("Sheets"), address, name="sheets", icon_name="doc-full", order=225)
