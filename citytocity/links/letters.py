"""Monday's letter: what is new about the links of an officer's city."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citytocity.links.health import Health
from citytocity.links.signs import Sign
from citytocity.mail.letters import Button, Item, Letter

AT_MOST = 25


def digest_of(new: list[tuple[Health, Sign]]) -> Letter:
    """The new signs with the pages where they are mended, as many as one reads."""
    shown = [
        Item(f"{one.known.partnership}: {sign.words}", f"{settings.BASE_URL}{sign.url}")
        for one, sign in new[:AT_MOST]
    ]
    rest = len(new) - len(shown)
    if rest:
        words = ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest}
        shown.append(Item(words))
    address = f"{settings.BASE_URL}{reverse('links_admin:health')}"
    return Letter(
        subject=_("Are our links alive?"),
        paragraphs=(_("Hello,"), _("this is new about your partnerships:")),
        items=tuple(shown),
        button=Button(_("See all links"), address),
        small=(_("The letter comes on Mondays, if there is something new. You switch it off on "
                 "that page."),),
    )  # fmt: skip
