from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from citytocity.review.admin import patterns
from citytocity.stories.models import StoryPage


@hooks.register("register_admin_urls")
def review_urls() -> list[URLResolver]:
    return [path("review/", include((patterns, "review_admin")))]


@hooks.register("register_page_header_buttons")
def review_button(page: Any, user: Any, **kwargs: Any) -> list[Button]:
    if not isinstance(page.specific, StoryPage):
        return []
    address = reverse("review_admin:story", args=[page.pk])
    return [Button(_("Read and comment"), address, icon_name="comment", priority=6)]


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    actions.register_action("review.invite", _("Ask a reader"), _("Outside reader asked"))
    actions.register_action("review.revoke", _("Revoke the link"), _("Reader's link revoked"))
