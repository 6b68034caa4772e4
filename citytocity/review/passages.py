"""The passages of a draft, and where Wagtail's editor keeps a comment on each of them.

Wagtail finds a comment's place by a path: `title`, `body.<block>`, `body.<block>.text`. A block
with several fields has no place of its own, so what is said of it stands at its first field; inside
lists the editor shows no comments, and what is said of those is told on our page alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import StructBlock
from wagtail.models import Comment

from citytocity.stories.blocks import shown
from citytocity.stories.models import StoryPage

ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Passage:
    """A field or a block of the draft. `root` is its anchor and what its comments' paths begin
    with, `path` where a new one goes. Without `block` and `words` its label stands for it."""

    root: str
    path: str
    label: str
    block: Any = None
    words: str = ""
    threads: list[Comment] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"passage-{self.root.replace('.', '-')}"


def passages_of(draft: StoryPage, comments: Iterable[Comment] = ()) -> list[Passage]:
    """The draft in its order, each passage with its comments; a last one for those whose passage is
    gone, if there are any."""
    drawn = {block.id for block in shown(draft.body)}
    found = [
        Passage("title", "title", _("Headline"), words=draft.title),
        Passage("standfirst", "standfirst", _("Standfirst"), words=draft.standfirst),
        *(
            Passage(
                f"body.{block.id}",
                _path(block),
                str(block.block.label),
                block=block if block.id in drawn else None,
            )
            for block in draft.body
        ),
    ]
    lost = Passage(ELSEWHERE, "", _("About other parts"))
    for comment in comments:
        owner = next((one for one in found if _is_on(comment, one)), lost)
        owner.threads.append(comment)
    return [*found, lost] if lost.threads else found


def _path(block: Any) -> str:
    """The block's own place, or its first field's, as deep as there are fields."""
    path, inner = f"body.{block.id}", block.block
    while isinstance(inner, StructBlock):
        name, inner = next(iter(inner.child_blocks.items()))
        path = f"{path}.{name}"
    return path


def _is_on(comment: Comment, passage: Passage) -> bool:
    path = comment.contentpath
    return path == passage.root or path.startswith(f"{passage.root}.")
