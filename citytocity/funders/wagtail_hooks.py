from django.urls import URLResolver, include, path
from wagtail import hooks

from citytocity.funders.admin import patterns, sheet_buttons

hooks.register("ledger_record_buttons", sheet_buttons)


@hooks.register("register_admin_urls")
def funders_urls() -> list[URLResolver]:
    return [path("funders/", include((patterns, "funders")))]
