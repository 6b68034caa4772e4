"""How often the links of letters are followed: counted for all readers together, never by whom.

Only where the office has switched it on, and then each letter says so. A link tells the issue, the
item and the language, signed, and is the same for everybody; it leads to our own page of the item.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from citytocity.design.heads import absolute
from citytocity.languages.offered import offered
from citytocity.mail.links import LinkError
from citytocity.newsletter.choosing import Chosen, chosen_items
from citytocity.newsletter.models import Clicks, Issue, Item
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.rendering import Rendered, rendered
from citytocity.newsletter.telling import pieces_of

SIGNER = Signer(salt="citytocity.newsletter-click")  # no time in it: it would tell letters apart
WRITTEN = re.compile(r"(\d{1,12})\.(\d{1,12})\.([a-z-]{2,12})")


@dataclass(frozen=True)
class Way:
    """From the letters of an issue in a language to one of its items."""

    issue: int
    item: int
    language: str

    @property
    def address(self) -> str:
        """As it stands in the letter."""
        token = SIGNER.sign(f"{self.issue}.{self.item}.{self.language}")
        with translation.override(self.language):
            return absolute(reverse("newsletter:follow", args=[token]))


def as_sent(issue: Issue, chosen: Sequence[Chosen], *, language: str) -> Rendered:
    """The letter of these items as it goes out: with counted links, where the office counts."""
    sent = newsletter()
    ways = [Way(issue.pk, one.item, language) for one in chosen if sent.counts_clicks]
    return rendered(
        issue,
        [one.matter for one in chosen],
        language=language,
        newsletter=sent,
        links=[way.address for way in ways],
    )


def way_of(token: str) -> Way:
    """LinkError for what we did not sign."""
    try:
        told = WRITTEN.fullmatch(SIGNER.unsign(token))
    except BadSignature as error:
        raise LinkError from error
    if told is None:
        raise LinkError
    return Way(int(told[1]), int(told[2]), told[3])


def where_to(way: Way) -> str:
    """The path of the item's page; that of the issue where the item was taken back. LinkError
    where neither is there."""
    issue = Issue.objects.filter(pk=way.issue).first()
    item = Item.objects.filter(pk=way.item).select_related("issue").first()
    if issue is None or item is None:
        raise LinkError
    with translation.override(offered(way.language)):
        pieces = pieces_of(one.matter for one in chosen_items(item.issue, [item]))
        found = urlsplit(pieces[0].url if pieces else issue.get_absolute_url())
        return urlunsplit(found._replace(scheme="", netloc=""))


def count(way: Way) -> None:
    """One more today, if the office counts; of who it was nothing is looked at."""
    if newsletter().counts_clicks:
        row, _is_new = Clicks.objects.get_or_create(
            issue_id=way.issue, item_id=way.item, language=way.language, day=timezone.localdate()
        )
        Clicks.objects.filter(pk=row.pk).update(number=F("number") + 1)
