"""What is written to the city that is asked, and to whoever asked."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from citytocity.confirmation.models import Answer, Request
from citytocity.mail.letters import Button, Item, Letter

SHOWN = 12


def asking_letter(request: Request) -> Letter:
    """The records by their names, the link, and how long it holds."""
    told = {"name": request.name, "city": request.by_city, "until": _day(request.until)}
    statements = list(request.statements.order_by("pk"))
    more = len(statements) - SHOWN
    items = [Item(str(one.record or one.title)) for one in statements[:SHOWN]]
    items += [Item(_("and %(number)d more") % {"number": more})] if more > 0 else []
    return Letter(
        subject=_("%(city)s asks you: is this right?") % told,
        paragraphs=tuple(
            filter(
                None,
                (
                    _("Hello %(name)s,") % told,
                    _(
                        "%(city)s has recorded in its register what our cities did together. "
                        "Please look at it: you can confirm it, correct it field by field, or say "
                        "why you do not confirm it. You need no account."
                    )
                    % told,
                    request.message,
                ),
            )
        ),
        items=tuple(items),
        button=Button(_("Look at it and answer"), link_of(request)),
        small=(
            _("The link is for your office and holds until %(until)s.") % told,
            _("What you answer is shown beside the records, with the name of your city."),
        ),
    )


def answered_letter(request: Request, answers: list[Answer]) -> Letter:
    told = {"city": request.city}
    return Letter(
        subject=_("%(city)s has answered") % told,
        paragraphs=(_("%(city)s has answered what you asked:") % told,),
        items=tuple(
            Item(
                f"{answer.statement.title}: {answer.get_verdict_display()}",
                f"{settings.BASE_URL}{answer.statement.get_absolute_url()}",
            )
            for answer in answers
        ),
    )


def link_of(request: Request) -> str:
    return f"{settings.BASE_URL}{reverse('confirmation:answer', args=[request.token])}"


def _day(moment: datetime.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
