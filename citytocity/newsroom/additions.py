"""Corrections, as readers of a story find them under it in every language."""

from uuid import UUID

from django.utils.translation import get_language

from citytocity.dates.wording import day_in_words
from citytocity.design.memory import remembered
from citytocity.ledger.presentation import foreign, wording
from citytocity.newsroom.models import Correction
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
