"""What is written to those who sign up."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from citytocity.mail.letters import Button, Letter
from citytocity.newsletter.consenting import CONFIRM_DAYS
from citytocity.newsletter.models import Newsletter, Reader, SignUp


def confirm_letter(asked: SignUp, newsletter: Newsletter) -> Letter:
    told = {"name": newsletter, "site": settings.SITE_NAME, "days": CONFIRM_DAYS}
    return Letter(
        subject=_("Please confirm: %(name)s") % told,
        paragraphs=(
            _("Somebody has asked to send “%(name)s” to this address, on %(site)s.") % told,
            _("If it was you, open the link and press the button there. Then you get it."),
        ),
        button=Button(_("Confirm"), _absolute("newsletter:confirm", asked.token)),
        small=(
            _("If it was not you, do nothing: nobody writes again, and the address is deleted in "
              "%(days)d days.") % told,
        ),
    )  # fmt: skip


def known_letter(reader: Reader, newsletter: Newsletter) -> Letter:
    """To who signs up and reads it already; the page tells everybody the same."""
    told = {"name": newsletter, "site": settings.SITE_NAME}
    return Letter(
        subject=_("You read “%(name)s” already") % told,
        paragraphs=(
            _("Somebody has asked to send “%(name)s” to this address, on %(site)s.") % told,
            _("You get it already. Language, cities, topics and how often are yours to change:"),
        ),
        button=Button(_("Look at my choices"), _absolute("newsletter:choices", reader.token)),
    )


def _absolute(view: str, token: str) -> str:
    return f"{settings.BASE_URL}{reverse(view, args=[token])}"
