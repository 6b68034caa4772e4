"""What rooms above add to a story's page: who translated it, what was corrected, what to know."""

from dataclasses import dataclass, field

from wagtail import hooks

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
