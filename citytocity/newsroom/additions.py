"""Corrections, as readers of a story find them under it in every language; the way back from a
draft that is read."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citytocity.dates.wording import day_in_words
from citytocity.design.components import Link
from citytocity.design.memory import remembered
from citytocity.ledger.presentation import foreign, wording
from citytocity.newsroom.models import Correction
from citytocity.newsroom.permissions import may_see_story
from citytocity.stories.additions import Additions, Note
from citytocity.stories.models import StoryPage


def corrections_of(page: StoryPage) -> Additions:
    """What was corrected in the story; asks nothing for the many that never were."""
    if page.translation_key not in corrected_stories():
        return Additions()
    language = get_language() or page.locale.language_code
    told = Correction.objects.filter(story_key=page.translation_key)
    return Additions(
        after=[
            Note(wording(one.text).text, foreign(one.text), day_in_words(one.dated, language))
            for one in told
        ]
    )


def corrected_stories() -> frozenset[UUID]:
    """The keys of all corrected stories: few, and asked for once by each process."""
    keys = Correction.objects.order_by().values_list("story_key", flat=True)
    return remembered(("corrected stories",), lambda: frozenset(keys))


def back_to_newsroom(user: Any, story: StoryPage) -> Link | None:
    """To the story's own page, for who may see it."""
    if not may_see_story(user, story):
        return None
    return Link(_("Back to the newsroom"), reverse("newsroom:story", args=[story.pk]))
