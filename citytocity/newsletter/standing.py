"""What of an edition still stands when its letters go.

Between the release and the last reader's hour a story may be taken back, a record deleted or
hidden. Letters that go afterwards do not tell of it: their edition is set anew without it, from
what else was in it and in its order. Nothing is ever added. An edition in a language that the site
gave up meanwhile is set anew in that of the site, for its links would lead nowhere.
"""

from django.utils import translation

from citytocity.languages.offered import is_offered, offered
from citytocity.newsletter.choosing import Chosen, chosen_items, key_of, of_the_month
from citytocity.newsletter.clicking import as_sent
from citytocity.newsletter.enums import DeliveryState
from citytocity.newsletter.models import Delivery, Edition, Issue

WAITING = (DeliveryState.DUE, DeliveryState.LEASED)


class Standing:
    """What can be told of issues now, asked once for each language."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, str], dict[str, Chosen]] = {}

    def edition(self, edition: Edition) -> Edition | None:
        """The edition, or the one that takes its place; None where nothing of it is left."""
        there = self._there(edition.issue, offered(edition.language))
        left = [there[mark] for mark in edition.items if mark in there]
        if len(left) == len(edition.items) and is_offered(edition.language):
            return edition
        return anew(edition, left) if left else None

    def _there(self, issue: Issue, language: str) -> dict[str, Chosen]:
        key = (issue.pk, language)
        if key not in self.known:
            with translation.override(language):
                found = chosen_items(issue, issue.items.all()) + (of_the_month(issue) or [])
            self.known[key] = {one.matter.mark: one for one in found}
        return self.known[key]


def anew(edition: Edition, left: list[Chosen]) -> Edition:
    """The edition with what is left alone, in a language that the site offers; letters that wait
    are of it from now on."""
    issue, language = edition.issue, offered(edition.language)
    said = as_sent(issue, left, language=language)
    made, _is_new = Edition.objects.get_or_create(
        issue=issue,
        language=language,
        chosen=key_of(left),
        defaults={
            "items": [one.matter.mark for one in left],
            "subject": said.subject,
            "text": said.text,
            "html": said.html,
        },
    )
    waiting = Delivery.objects.filter(edition=edition, state__in=WAITING)
    waiting.update(edition=made)
    return made
