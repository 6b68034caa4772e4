"""What is written to those who sign up."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.dates.wording import day_in_words
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


def question_letter(
    reader: Reader, newsletter: Newsletter, *, answer_by: datetime.date, is_reminder: bool
) -> Letter:
    """To who was silent for two years; it says what happens without an answer, and when."""
    told = {
        "name": newsletter,
        "site": settings.SITE_NAME,
        "day": day_in_words(answer_by, get_language() or settings.LANGUAGE_CODE),
    }
    question = _("Do you still want “%(name)s”?") % told
    reminder = _("A reminder: do you still want “%(name)s”?") % told
    once_more = _("We write about this once more, and not again after that.")
    last = _("We do not write about this again.")
    return Letter(
        subject=reminder if is_reminder else question,
        paragraphs=(
            _("You get “%(name)s” from %(site)s, and for two years we have not heard from you. "
              "Who opens a letter is noted nowhere, so we do not know whether you like to read "
              "it: we ask.") % told,
            _("Open the link and press one of the two buttons there: yes, keep it; or no, delete "
              "my address."),
            _("Without an answer by %(day)s your address is deleted, and no more letters come.")
            % told,
            last if is_reminder else once_more,
        ),
        button=Button(_("Answer"), _absolute("newsletter:still", reader.token)),
        small=(str(newsletter.imprint),),
    )  # fmt: skip


def _absolute(view: str, token: str) -> str:
    return f"{settings.BASE_URL}{reverse(view, args=[token])}"
