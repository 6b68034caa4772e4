"""By which it is known whether the letters of an issue are still those that somebody looked at."""

import datetime
import hashlib
import json
from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

from citytocity.newsletter.choosing import Chosen, as_monthly, chosen_items, of_the_month
from citytocity.newsletter.models import Issue
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.rendering import rendered


def fingerprint(issue: Issue, *, on: datetime.date | None = None) -> str:
    """Another one as soon as any word, picture, order or address of the draft's letters is another,
    in any language: whether the issue was changed, a story in it, a record or the settings; or
    one of an issue before that is told again, `on` this day, to who reads once a month."""
    digest = hashlib.sha256()
    for language in settings.CONTENT_CODES:
        with translation.override(language):
            letters = list(_letters(issue, on))
        for items in letters:
            matters = [one.matter for one in items]
            said = rendered(issue, matters, language=language, newsletter=newsletter())
            for_all = [one.matter.mark for one in items if one.is_for_all]
            whole = [language, said.subject, said.html, said.text, for_all]
            digest.update(json.dumps(whole).encode())
    return digest.hexdigest()


def _letters(issue: Issue, on: datetime.date | None) -> Iterator[list[Chosen]]:
    """The whole letters in the active language: that of the issue, and that of the month where it
    has more in it."""
    items = chosen_items(issue, issue.items.all())
    yield items
    if month := of_the_month(issue, on=on):
        yield as_monthly(items, month=month)
