"""By which it is known whether the letters of an issue are still those that somebody looked at."""

import hashlib
import json

from django.conf import settings
from django.utils import translation

from citytocity.newsletter.choosing import chosen_items
from citytocity.newsletter.models import Issue
from citytocity.newsletter.queries import newsletter
from citytocity.newsletter.rendering import rendered


def fingerprint(issue: Issue) -> str:
    """Another one as soon as any word, picture, order or address of the draft's letters is another,
    in any language: whether the issue was changed, a story in it, a record or the settings."""
    digest = hashlib.sha256()
    for language in settings.CONTENT_CODES:
        with translation.override(language):
            items = chosen_items(issue, issue.items.all())
        matters = [one.matter for one in items]
        said = rendered(issue, matters, language=language, newsletter=newsletter())
        for_all = [one.matter.mark for one in items if one.is_for_all]
        whole = [language, said.subject, said.html, said.text, for_all]
        digest.update(json.dumps(whole).encode())
    return digest.hexdigest()
