"""What the newsroom writes to its people."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.mail.letters import Button, Item, Letter
from citytocity.newsroom.enums import Matter
from citytocity.newsroom.queries import Waiting


def reminder_of(waiting: list[Waiting]) -> Letter:
    """What waits for somebody, each with the address of the list that shows it."""
    return Letter(
        subject=_("What waits for you"),
        paragraphs=(_("Hello,"), _("this is what waits for you at the moment:")),
        items=tuple(Item(in_words(one), f"{settings.BASE_URL}{place_of(one)}") for one in waiting),
        button=Button(_("Change how often"), f"{settings.BASE_URL}{reverse('newsroom:reminder')}"),
    )


def in_words(waiting: Waiting) -> str:
    """Such as “Duisburg: 2 checks”."""
    if waiting.matter == Matter.TRANSLATIONS:
        return _translations(waiting)
    told = {"n": waiting.number, "city": waiting.city}
    if waiting.matter == Matter.PROPOSALS:
        words = ngettext(
            "%(n)s proposal for the register", "%(n)s proposals for the register", waiting.number
        )
        return words % told
    return ngettext("%(city)s: %(n)s check", "%(city)s: %(n)s checks", waiting.number) % told


def _translations(waiting: Waiting) -> str:
    words = ngettext("%(n)s translation", "%(n)s translations", waiting.number)
    if waiting.due is None:
        return words % {"n": waiting.number}
    told = {"translations": words % {"n": waiting.number}, "day": date_format(waiting.due)}
    if waiting.due < timezone.localdate():
        return _("%(translations)s; the first was wanted by %(day)s") % told
    return _("%(translations)s; the first is wanted by %(day)s") % told


def place_of(waiting: Waiting) -> str:
    """The path of the list that shows it."""
    paths = {
        Matter.CHECKS: reverse("newsroom:checks"),
        Matter.TRANSLATIONS: f"{reverse('translation:index')}?waits=mine",
        Matter.PROPOSALS: f"{reverse('proposal:index')}?state=open",
    }
    return paths[waiting.matter]
