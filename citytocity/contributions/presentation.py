"""Headings, steps and links of the public forms."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.contributions.enums import Kind
from citytocity.contributions.models import Contribution
from citytocity.design.components import Link
from citytocity.languages.catalogue import html_code
from citytocity.ledger.presentation import foreign
from citytocity.sources.models import Source
from citytocity.stories.models import StoryPage
from citytocity.stories.presentation import story_path


@dataclass(frozen=True)
class Step:
    words: str
    current: bool = False


def headline(kind: str) -> tuple[str, str]:
    """The heading of a form, and what it is for."""
    return {
        Kind.STORY: (
            _("Write for us"),
            _("Tell what happens between our cities, in your language. We translate it."),
        ),
        Kind.CORRECTION: (
            _("Suggest a correction"),
            _("Something is not right? Tell us; the editors check it and correct the page."),
        ),
        Kind.MEMORY: (
            _("Share a memory or a photo"),
            _("You were there: tell what you remember, or show a picture."),
        ),
    }[Kind(kind)]


def outlook(kind: str) -> list[str]:
    """What happens after somebody has written, point by point."""
    ways = {
        Kind.STORY: [
            _("Write in any of our languages: we have it translated into the others."),
            _("Open the link in our letter, so that we know it was you."),
            _("An editor of the city reads it, asks if something is not clear, and checks it."),
            _("It appears with the name you choose, and with those who translated it."),
        ],
        Kind.CORRECTION: [
            _("Open the link in our letter, so that we know it was you."),
            _("An editor compares it with the sources."),
            _("The page is corrected, and says so; you hear from us either way."),
        ],
        Kind.MEMORY: [
            _("A few sentences or one photograph are enough."),
            _("Open the link in our letter, so that we know it was you."),
            _("An editor of the city reads it and keeps it in the city's collection."),
        ],
    }
    return ways[Kind(kind)]


def steps(contribution: Contribution, current: str) -> list[Step]:
    """The way from the text to sending it; a correction has one step and shows none."""
    if contribution.kind == Kind.CORRECTION:
        return []
    words = {
        "write": _("Your story") if contribution.kind == Kind.STORY else _("Your memory"),
        "pictures": _("Your pictures"),
        "send": _("Check and send"),
    }
    return [Step(words[key], key == current) for key in words]


def about_link(record: Model) -> Link:
    """The page that a correction is about."""
    if isinstance(record, StoryPage):
        code = record.locale.language_code
        path = story_path(record, _language())
        return Link(record.title, path, "" if code == _language() else html_code(code))
    if isinstance(record, Source):
        code = record.language
        lang = "" if code == _language() else html_code(code)
        return Link(record.title, record.get_absolute_url(), lang)
    named = getattr(record, "title", None) or getattr(record, "name", None)
    lang = foreign(named) if named else ""
    return Link(str(record), record.get_absolute_url(), lang)  # type: ignore[attr-defined]


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
