"""A story in two languages, passage beside passage: what stands in a row and what is said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from citytocity.languages.catalogue import html_code
from citytocity.languages.names import language_name
from citytocity.stories.additions import passage_marks
from citytocity.stories.blocks import answered, shown
from citytocity.stories.enums import PassageMark
from citytocity.stories.models import StoryPage

WHOLE = "whole"


@dataclass(frozen=True)
class Passage:
    """What one language says in a row: a block to be drawn, and a word about it for the reader.

    Without a block this language has nothing there, and the note says so. `lang` is the language
    of the words, which is the original's where they wait for a translator.
    """

    block: Any = None
    lang: str = ""
    note: str = ""


@dataclass(frozen=True)
class Pair:
    """A row: the same passage in both languages. Numbers are part of a row's address."""

    number: int
    first: Passage
    second: Passage


@dataclass(frozen=True)
class Sheet:
    """The whole of it: what each language says the story is about, and the rows of the text."""

    standfirst: Pair
    rows: list[Pair]


def sheet(first: StoryPage, second: StoryPage, reader: str) -> Sheet:
    """Both texts passage by passage; the notes are in the reader's language."""
    marks = passage_marks([first, second])
    own, others = _Side(first, second, reader, marks), _Side(second, first, reader, marks)
    rows = [row for one, other in _blocks(first, second) for row in _parts(one, other)]
    return Sheet(
        standfirst=Pair(0, own.words("standfirst"), others.words("standfirst")),
        rows=[
            Pair(number, own.passage(one), others.passage(other))
            for number, (one, other) in enumerate(rows, start=1)
        ],
    )


@dataclass(frozen=True)
class _Part:
    """A block or a part of one, with the place by which it is marked."""

    block: Any
    place: str


@dataclass(frozen=True)
class _Side:
    page: StoryPage
    beside: StoryPage
    reader: str
    marks: dict[tuple[str, str], PassageMark]

    @property
    def code(self) -> str:
        return self.page.locale.language_code

    def passage(self, part: _Part | None) -> Passage:
        if part is None:
            return Passage(note=self._only_there())
        return self._marked(part.place, part.block)

    def words(self, name: str) -> Passage:
        return self._marked(name, getattr(self.page, name))

    def _marked(self, place: str, block: Any) -> Passage:
        mark = self.marks.get((self.code, place))
        waits = mark == PassageMark.MISSING
        lang = self.page.original_language if waits else self.code
        return Passage(block, html_code(lang), str(mark.label) if mark else "")

    def _only_there(self) -> str:
        language = language_name(self.beside.locale.language_code, self.reader)
        return _("Only in the other language: %(language)s.") % {"language": language}


def _blocks(first: StoryPage, second: StoryPage) -> Iterator[tuple[Any, Any]]:
    """Blocks beside each other: those with the same id, or else in their order.

    Both texts are read as one, so that the records they show are fetched once.
    """
    raw = [*first.body.raw_data, *second.body.raw_data]
    blocks = list(StreamValue(first.body.stream_block, raw, is_lazy=True))
    sides = blocks[: len(first.body)], blocks[len(first.body) :]
    own, others = (shown(side) for side in sides)
    return _matched(own, others) if _share_ids(own, others) else zip_longest(own, others)


def _share_ids(own: Sequence[Any], others: Sequence[Any]) -> bool:
    return bool({block.id for block in own} & {block.id for block in others})


def _matched(own: Sequence[Any], others: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Each block beside that of the same id; what only the other side has stands at its place."""
    ids = {block.id for block in own}
    places = {block.id: place for place, block in enumerate(others)}
    told = 0
    for block in own:
        place = places.get(block.id)
        if place is not None and place >= told:
            yield from ((None, other) for other in others[told:place] if other.id not in ids)
            told = place + 1
        yield block, None if place is None else others[place]
    yield from ((None, other) for other in others[told:] if other.id not in ids)


def _parts(one: Any, other: Any) -> Iterator[tuple[_Part | None, _Part | None]]:
    """The paragraphs of a text and the answers of an interview in rows of their own, where both
    sides have them; anything else whole."""
    kind = one.block_type if one and other and one.block_type == other.block_type else WHOLE
    if kind == "interview":
        own, others = answered(one.value), answered(other.value)
        matched = _matched(own, others) if _share_ids(own, others) else zip_longest(own, others)
        yield from ((_part(a, one), _part(b, other)) for a, b in matched)
        return
    if kind == "paragraph":
        own, others = _paragraphs(one), _paragraphs(other)
        if len(own) == len(others) > 1:
            yield from zip(own, others, strict=True)
            return
    yield _part(one, one), _part(other, other)


def _part(block: Any, whole: Any) -> _Part | None:
    return None if block is None else _Part(block, str(whole.id))


def _paragraphs(whole: Any) -> list[_Part]:
    """The text's own paragraphs and lists, each to be drawn by the text's block."""
    found = BeautifulSoup(whole.value.source, "html.parser").find_all(recursive=False)
    return [_Part(whole.block.bind(RichText(str(tag))), str(whole.id)) for tag in found]
