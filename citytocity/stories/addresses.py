"""Addresses of pages: what is written is read where its address leads."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

KEPT = frozenset({"account", "admin", "api", "documents", "health", "media", "static"})
"""First parts of addresses that are for what is no page, now or later."""

SHOW_PAGES = frozenset({"wagtail_serve", "about"})
"""Views that show the page at their address; the one about the site also where there is none."""


class OwnAddress(Page):
    """A page whose author chooses its slug: not one under which another view answers."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if parent := self.get_parent():
            check_address(parent, self.slug)


class OwnAddressForm(WagtailAdminPageForm):
    def clean(self) -> Any:
        """A new page has no place in the tree yet, so its model does not know its address."""
        cleaned = super().clean()
        if self.instance.pk is None and cleaned.get("slug"):
            try:
                check_address(self.parent_page, cleaned["slug"])
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


def check_address(parent: Page, slug: str) -> None:
    """ValidationError beside the slug if a page with it under the parent could not be read."""
    _root, _home, path = f"{parent.url_path}{slug}/".split("/", 2)
    language = parent.locale.language_code
    if path.partition("/")[0] in KEPT or not _leads_to_a_page(path, language):
        message = _("Something else has this address already: choose another slug.")
        raise ValidationError({"slug": message})


def _leads_to_a_page(path: str, language: str) -> bool:
    with translation.override(language):
        try:
            return resolve(f"/{language}/{path}").url_name in SHOW_PAGES
        except Resolver404:
            return False
