"""The passages of a draft, and where Wagtail's editor keeps a comment on each of them.

Wagtail finds a comment's place by a path: `title`, `body.<block>`, `body.<block>.text`. A block
with several fields has no place of its own, so what is said of it stands at its first field. Nor
has a list: each question of an interview, each picture of a gallery is a passage.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import Block, ListBlock, StructBlock
from wagtail.models import Comment

from citytocity.stories.blocks import is_told, shown
from citytocity.stories.models import StoryPage

ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Passage:
    """A field or a block of the draft. `root` is its anchor and what its comments' paths begin
    with, `path` where a new one goes. Without `block` and `words` its label stands for it. `whole`
    is the list that it is the first item of: what was said of all of it is shown there."""

    root: str
    path: str
    label: str
    block: Any = None
    words: str = ""
    whole: str = ""
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
            passage
            for block in draft.body
            for passage in _of_block(block, is_drawn=block.id in drawn)
        ),
    ]
    lost = Passage(ELSEWHERE, "", _("About other parts"))
    for comment in comments:
        owner = next((one for one in found if _is_on(comment, one)), lost)
        owner.threads.append(comment)
    return [*found, lost] if lost.threads else found


def _of_block(block: Any, *, is_drawn: bool) -> Iterator[Passage]:
    """The block, or each item of a list; of one whose items were written without their names, as
    files once had them, the list."""
    root = f"body.{block.id}"
    items = block.value.bound_blocks if isinstance(block.block, ListBlock) else []
    if not items or not all(item.original_id for item in items):
        label = str(block.block.label)
        shown_block = block if is_drawn else None
        yield Passage(root, _path(root, block.block), label, block=shown_block)
        return
    for number, item in enumerate(items):
        place, is_shown = f"{root}.{item.id}", is_told(item)
        yield Passage(
            place,
            _path(place, item.block),
            str(item.block.label),
            block=item if is_shown else None,
            words="" if is_shown else item.value.get("question", ""),
            whole="" if number else root,
        )


def _path(root: str, block: Block) -> str:
    """The block's own place, or its first field's, as deep as there are fields."""
    path, inner = root, block
    while isinstance(inner, StructBlock):
        name, inner = next(iter(inner.child_blocks.items()))
        path = f"{path}.{name}"
    return path


def _is_on(comment: Comment, passage: Passage) -> bool:
    path = comment.contentpath
    return path in (passage.root, passage.whole) or path.startswith(f"{passage.root}.")
