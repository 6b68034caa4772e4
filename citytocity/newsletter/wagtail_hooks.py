from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from citytocity.newsletter.admin import patterns
from citytocity.newsletter.permissions import may_send


@hooks.register("register_admin_urls")
def newsletter_urls() -> list[URLResolver]:
    return [path("newsletter/", include((patterns, "newsletter_admin")))]


class NewsletterMenuItem(SubmenuMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_send(request.user)


@hooks.register("register_admin_menu_item")
def newsletter_menu() -> SubmenuMenuItem:
    pages = (
        ("issues", _("Issues")),
        ("readers", _("Readers")),
        ("figures", _("Figures")),
        ("settings", _("Settings of the newsletter")),
    )
    items = [
        MenuItem(words, reverse(f"newsletter_admin:{name}"), name=f"newsletter-{name}", order=order)
        for order, (name, words) in enumerate(pages)
    ]
    return NewsletterMenuItem(
        _("Newsletter"), Menu(items=items), name="newsletter", icon_name="mail", order=148
    )


@hooks.register("register_log_actions")
def told_in_the_log(actions: Any) -> None:
    for name, label, message in (
        ("begin", _("Begin an issue"), pgettext_lazy("of an issue", "Begun")),
        ("arrange", _("Arrange an issue"), pgettext_lazy("of an issue", "Changed")),
        ("hand_over", _("Hand it over"), _("Handed over for a second look")),
        ("send_back", _("Send it back"), _("Sent back with remarks")),
        ("release", _("Send it"), pgettext_lazy("of an issue", "Released")),
        ("call_back", _("Call it back"), _("Called back before its hour")),
        ("cancel", _("Stop it"), pgettext_lazy("of an issue", "Stopped while it was sent")),
        ("take_out", _("Take it out of the archive"), _("Taken out of the archive")),
        ("put_back", _("Put it back into the archive"), _("Put back into the archive")),
        ("try", _("Try it again"), _("The mail server was tried again")),
        ("take_readers", _("Take readers along"), _("A list of readers was taken along")),
        ("bring_readers", _("Bring readers"), _("A list of readers was brought")),
        ("look_on", _("Switch the second look on"), _("Second look switched on")),
        ("look_off", _("Switch the second look off"), _("Second look switched off")),
    ):
        actions.register_action(f"newsletter.{name}", label, message)
