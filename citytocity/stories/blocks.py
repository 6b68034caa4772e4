"""What a story is made of. Paragraph by paragraph, so that two languages can stand side by side."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock

from citytocity.design.photographs import Rights

HOLLOW = _("Nothing stands under this heading yet: write something there, or delete the heading.")
DEFAULTED = ("rights",)
NEEDED = ("image", "city")
FEATURES = ["bold", "italic", "link", "ul", "ol"]
PLAYERS = (
    (
        re.compile(r"^https://(?:www\.youtube\.com/watch\?v=|youtu\.be/)([\w-]{6,20})$"),
        "https://www.youtube-nocookie.com/embed/{}",
        "YouTube",
    ),
    (re.compile(r"^https://vimeo\.com/(\d{5,12})$"), "https://player.vimeo.com/video/{}", "Vimeo"),
)


def player(url: str) -> tuple[str, str] | None:
    """The address of a film's player, and its host; None for a host we do not know."""
    for pattern, embed, host in PLAYERS:
        if match := pattern.match(url):
            return embed.format(match[1]), host
    return None


def words_of(body: StreamValue) -> str:
    """All that a text says, for the search index."""
    return " ".join(" ".join(block.block.get_searchable_content(block.value)) for block in body)


class RecordChooserBlock(SnippetChooserBlock):
    """A record of the register with all that a row shows, fetched once for all blocks of a text.

    `asked` names the question of the record's queryset that fetches it so.
    """

    def __init__(self, *args: Any, asked: str = "shown", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked

    @property
    def records(self) -> Any:
        return getattr(self.model_class.objects, self.asked)()

    @cached_property
    def field(self) -> Any:
        """What an editor has just chosen is fetched like the rest: a preview shows it unsaved."""
        field = super().field
        field.queryset = self.records
        return field

    def to_python(self, value: Any) -> Any:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Any) -> list[Any]:
        found = self.records.in_bulk([pk for pk in values if pk is not None])
        return [found.get(pk) for pk in values]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("alternative text"),
        max_length=250,
        help_text=_("What there is to see, for those who do not see it."),
    )
    caption = blocks.CharBlock(label=_("caption"), max_length=300, required=False)
    credit = blocks.CharBlock(label=pgettext_lazy("of a picture", "credit"), max_length=200)
    rights = blocks.ChoiceBlock(
        label=_("rights"), choices=Rights.choices, default=Rights.ALL_RESERVED
    )

    class Meta:
        icon = "image"
        label = _("picture")
        template = "stories/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    by = blocks.CharBlock(label=_("by"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "stories/blocks/quote.html"


class AnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=300)
    answer = blocks.RichTextBlock(label=_("answer"), features=FEATURES)

    class Meta:
        icon = "help"
        label = _("question and answer")
        template = "stories/blocks/answer.html"


class CitySideBlock(blocks.StructBlock):
    city = SnippetChooserBlock("cities.City", label=_("city"))
    text = blocks.RichTextBlock(label=_("text"), features=FEATURES)


class ComparisonBlock(blocks.StructBlock):
    """The same thing in two cities, side by side and equal in size."""

    title = blocks.CharBlock(label=_("the same thing"), max_length=200)
    first = CitySideBlock(label=_("in one city"))
    second = CitySideBlock(label=_("in the other"))

    class Meta:
        icon = "duplicate"
        label = _("the same thing in two cities")
        template = "stories/blocks/comparison.html"


class FactsBlock(blocks.StructBlock):
    """Records of the register: what stands there is shown as it is now, with its sources."""

    activity = RecordChooserBlock("ledger.Activity", label=_("activity"), required=False)
    result = RecordChooserBlock("ledger.Result", label=_("result"), required=False)
    partnership = RecordChooserBlock(
        "ledger.Partnership", asked="with_sides", label=_("partnership"), required=False
    )
    recognition = RecordChooserBlock("ledger.Recognition", label=_("recognition"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("facts from the register")
        template = "stories/blocks/facts.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(cleaned.values()):
            raise ValidationError(_("Choose a record."))
        return cleaned


class VideoBlock(blocks.StructBlock):
    """A film elsewhere; nothing is asked of that site before the reader wants to see it."""

    title = blocks.CharBlock(label=_("title"), max_length=200)
    url = blocks.URLBlock(label=_("address"), help_text=_("On YouTube or Vimeo."))

    class Meta:
        icon = "media"
        label = _("film")
        template = "stories/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if player(cleaned["url"]) is None:
            message = _(
                "Write the address of a film on YouTube (https://www.youtube.com/watch?v=…) or "
                "Vimeo (https://vimeo.com/…)."
            )
            raise blocks.StructBlockValidationError({"url": ValidationError(message)})
        return cleaned


PROSE: list[tuple[str, blocks.Block]] = [
    (
        "heading",
        blocks.CharBlock(
            label=_("heading"), max_length=150, icon="title", template="stories/blocks/heading.html"
        ),
    ),
    (
        "paragraph",
        blocks.RichTextBlock(
            label=_("paragraph"),
            features=FEATURES,
            icon="pilcrow",
            template="stories/blocks/paragraph.html",
        ),
    ),
    ("picture", PictureBlock()),
]
STORY: list[tuple[str, blocks.Block]] = [
    *PROSE,
    (
        "gallery",
        blocks.ListBlock(
            PictureBlock(), label=_("gallery"), icon="image", template="stories/blocks/gallery.html"
        ),
    ),
    ("quote", QuoteBlock()),
    (
        "interview",
        blocks.ListBlock(
            AnswerBlock(),
            label=_("interview"),
            icon="group",
            template="stories/blocks/interview.html",
        ),
    ),
    ("comparison", ComparisonBlock()),
    ("facts", FactsBlock()),
    ("video", VideoBlock()),
]


class StoryBlock(blocks.StreamBlock):
    """A story's text. What its template left empty is dropped when it goes to readers; a draft
    keeps it, as a place to write in. What is half there is told beside its box."""

    def clean(self, value: StreamValue) -> StreamValue:
        if self.is_deferred_validation:
            return super().clean(value)
        told = [number for number, child in enumerate(value) if not is_empty(child)]
        kept = [
            (value[number].block_type, value[number].value, value[number].id) for number in told
        ]
        errors = _hollow(value)
        try:
            cleaned = super().clean(StreamValue(self, kept))
        except blocks.StreamBlockValidationError as error:
            errors |= {told[place]: found for place, found in error.block_errors.items()}
            raise blocks.StreamBlockValidationError(
                block_errors=errors, non_block_errors=error.non_block_errors
            ) from error
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned


def shown(body: Iterable[Any]) -> list[Any]:
    """The blocks that say something, without headings over nothing: what readers get.

    Nor what cannot be drawn, such as a picture that was deleted since or is not chosen yet.
    """
    body = list(body)
    hollow = _hollow(body)
    return [
        child
        for number, child in enumerate(body)
        if number not in hollow and not is_empty(child) and _is_drawable(child.value)
    ]


def answered(interview: Any) -> list[Any]:
    """The questions of an interview that have an answer, ready to be drawn."""
    return [item for item in interview.bound_blocks if _is_answered(item.value)]


def is_told(item: Any) -> bool:
    """Whether an item of a list, such as a question or a picture, says something to be drawn."""
    return _is_answered(item.value) and _is_drawable(item.value)


def is_empty(child: Any) -> bool:
    """Whether a block says nothing at all. Choices that have a default do not count."""
    return not _says(child.value)


def _is_drawable(value: Any) -> bool:
    if not isinstance(value, blocks.StructValue):
        return True
    return all(
        part is not None if name in NEEDED else _is_drawable(part) for name, part in value.items()
    )


def _says(value: Any) -> bool:
    if isinstance(value, RichText):
        return bool(strip_tags(value.source).replace("\xa0", " ").strip())
    if isinstance(value, blocks.StructValue):
        return any(_says(part) for name, part in value.items() if name not in DEFAULTED)
    if isinstance(value, blocks.list_block.ListValue):
        return any(_is_answered(item) for item in value)
    return bool(value.strip() if isinstance(value, str) else value)


def _is_answered(item: Any) -> bool:
    """A question alone is none of an interview: its answer is."""
    return _says(item.get("answer", item))


def _hollow(body: Iterable[Any]) -> dict[int, ValidationError]:
    """By its number: a heading under which nothing stands."""
    found, open_heading = {}, None
    for number, child in enumerate(body):
        if child.block_type != "heading" and not is_empty(child):
            open_heading = None
        elif child.block_type == "heading" and not is_empty(child):
            if open_heading is not None:
                found[open_heading] = ValidationError(HOLLOW)
            open_heading = number
    if open_heading is not None:
        found[open_heading] = ValidationError(HOLLOW)
    return found


class BodyField(StreamField):
    """A StreamField whose blocks stay out of migrations: they are code, not columns."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        super().__init__(block_types or [], **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
