from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from citytocity.dossiers.admin import dossier_buttons, patterns
from citytocity.dossiers.permissions import may_make

hooks.register("ledger_record_buttons", dossier_buttons)


@hooks.register("register_admin_urls")
def dossiers_urls() -> list[URLResolver]:
    return [path("dossiers/", include((patterns, "dossiers")))]


class DossiersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_make(request.user)


@hooks.register("ledger_register_menu")
def dossiers_menu() -> MenuItem:
    address = reverse("dossiers:list")
    return DossiersMenuItem(
        _("Practice dossiers"), address, name="dossiers", icon_name="doc-full", order=230
    )


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action("dossiers.take", _("Take along"), _("Taken along as a file"))
