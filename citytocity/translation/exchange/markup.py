"""The mark-up inside a passage: a short tree of words and tags, strictly nested.

wagtail-localize mends what does not fit without a word; a file from elsewhere is refused instead.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import TypeAlias

from django.utils.translation import gettext as _
from wagtail_localize.strings import INLINE_TAGS

DEEPEST = 60
EMPTY = frozenset({"br"})
Piece: TypeAlias = "str | Mark"


class BrokenMarkupError(ValueError):
    """Tags that do not fit together, or that no passage may hold; the text says which."""


@dataclass
class Mark:
    """A tag around pieces; `link` names the target of an <a>, which is kept elsewhere."""

    name: str
    link: str = ""
    content: list[Piece] = field(default_factory=list)

    @property
    def tag(self) -> str:
        """As the desk shows it: `<b>`, `<a id="a1">`."""
        return f'<{self.name} id="{self.link}">' if self.link else f"<{self.name}>"


def parsed(html: str) -> list[Piece]:
    """The passage as a tree. BrokenMarkupError if its tags do not nest or are none of ours."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    if len(reading.open) > 1:
        raise BrokenMarkupError(_("%(tag)s is not closed.") % {"tag": reading.open[-1].tag})
    return reading.open[0].content


def written(pieces: Iterable[Piece]) -> str:
    """The tree as a passage, in the form in which wagtail-localize keeps it."""
    return "".join(_written(piece) for piece in pieces)


def marks(pieces: Iterable[Piece]) -> Iterator[Mark]:
    """All tags of the tree in the order in which they begin."""
    for piece in pieces:
        if isinstance(piece, Mark):
            yield piece
            yield from marks(piece.content)


def different_tags(source: str, words: str) -> str:
    """What the words have too many or too few of the original's tags; empty if they fit."""
    wanted, found = (Counter(mark.tag for mark in marks(parsed(html))) for html in (source, words))
    told = [_("%(tag)s is missing") % {"tag": tag} for tag in (wanted - found)]
    told += [_("%(tag)s is not in the original") % {"tag": tag} for tag in (found - wanted)]
    return ", ".join(told)


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Mark("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        mark = _mark(tag, dict(attrs))
        self.open[-1].content.append(mark)
        if tag not in EMPTY:
            self.open.append(mark)
        if len(self.open) > DEEPEST:
            raise BrokenMarkupError(_("Its tags lie too deep inside one another."))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].content.append(_mark(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag != self.open[-1].name:
            raise BrokenMarkupError(_("%(tag)s closes nothing.") % {"tag": f"</{tag}>"})
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)

    def handle_comment(self, data: str) -> None:
        raise BrokenMarkupError(_("%(tag)s cannot stand here.") % {"tag": "<!-- -->"})

    def handle_decl(self, decl: str) -> None:
        raise BrokenMarkupError(_("%(tag)s cannot stand here.") % {"tag": f"<!{decl}>"})

    def handle_pi(self, data: str) -> None:
        raise BrokenMarkupError(_("%(tag)s cannot stand here.") % {"tag": f"<?{data}>"})

    def unknown_decl(self, data: str) -> None:
        raise BrokenMarkupError(_("%(tag)s cannot stand here.") % {"tag": f"<![{data}]>"})


def _mark(name: str, attributes: dict[str, str | None]) -> Mark:
    known = {"id"} if name == "a" else set()
    if name not in INLINE_TAGS or attributes.keys() - known:
        raise BrokenMarkupError(_("%(tag)s cannot stand here.") % {"tag": f"<{name}>"})
    return Mark(name, attributes.get("id") or "")


def _written(piece: Piece) -> str:
    if isinstance(piece, str):
        return escape(piece, quote=False)
    if piece.name in EMPTY:
        return f"<{piece.name}/>"
    return f"{piece.tag}{written(piece.content)}</{piece.name}>"
