"""What rooms above add to a story's page: who translated it, what was corrected, what to know."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wagtail import hooks

from citytocity.stories.enums import PassageMark
from citytocity.stories.models import StoryPage


@dataclass(frozen=True)
class Note:
    """A sentence for the reader; `lang` where it is in another language than the page around it."""

    words: str
    lang: str = ""
    when: str = ""


@dataclass(frozen=True)
class Maker:
    """Somebody who had a part in it, beside those that the story itself names."""

    role: str
    name: str


@dataclass(frozen=True)
class Additions:
    """`before` stands above the text, `after` below it as what was corrected."""

    before: list[Note] = field(default_factory=list)
    after: list[Note] = field(default_factory=list)
    makers: list[Maker] = field(default_factory=list)


def additions(page: StoryPage) -> Additions:
    """What the hook `stories_story_additions` brings together for one page of a story."""
    whole = Additions()
    for hook in hooks.get_hooks("stories_story_additions"):
        part = hook(page)
        whole.before.extend(part.before)
        whole.after.extend(part.after)
        whole.makers.extend(part.makers)
    return whole


def passage_marks(pages: Sequence[StoryPage]) -> dict[tuple[str, str], PassageMark]:
    """What the hook `stories_passage_marks` says of passages, by language and place.

    A place is the id of a block, or a field's name: `standfirst`.
    """
    marks: dict[tuple[str, str], PassageMark] = {}
    for hook in hooks.get_hooks("stories_passage_marks"):
        marks |= hook(pages)
    return marks
